"""A week's notes, rendered, and where they were written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.tui.app import CadenceApp


def open_notes(app: CadenceApp, week: str | None, *, write: bool) -> None:
    """Show the notes of a week, or of the newest one; written to the notes folder first where asked."""
    from cadence_tui.export.markdown import weekly
    from cadence_tui.services import notes

    view = app.view()
    if view is None:
        return
    try:
        facts = notes.weekly(view, week)
        leads = app.host.playbook().leads(facts.get("stage"))
        text = weekly(facts, folder=app.host.templates, leads=leads)
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    app.push_screen(Notes(facts["week"], text, write=write))


class Notes(Dialog[None]):
    """Notes as they will be read elsewhere."""

    SCOPE = "notes"
    DEFAULT_CSS = """
    Notes #panel { width: 104; height: 90%; }
    Notes VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    Notes #where { height: auto; color: $text-muted; }
    """

    def __init__(self, week: str, text: str, *, write: bool) -> None:
        """Hold a week's notes."""
        super().__init__()
        self.week, self.text, self.write = week, text, write

    def panel(self) -> ComposeResult:
        with VerticalScroll():
            yield Markdown(self.text, open_links=False)
        yield Static("", id="where")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        if self.write:
            self.action_folder()

    def action_folder(self) -> None:
        """Write the notes to their folder, over nothing that somebody else wrote, and say where they are."""
        from cadence_tui.export.files import write_new

        try:
            folder = self.app.host.notes_of(self.app.desk, self.app.host.notes)
            path = write_new(folder, f"{self.week}.md", self.text)
            words = ink.line("Written to ", (str(path), ink.STRONG))
        except CadenceError as error:
            words = ink.text(str(error), ink.WARN)
        self.query_one("#where", Static).update(words)
