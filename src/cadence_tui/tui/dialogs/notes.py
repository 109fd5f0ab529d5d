"""A week's notes, rendered, and where they were written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.prose import Prose
from cadence_tui.tui.widgets.reading import Reading
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


def rendered(app: CadenceApp, view: View, week: str | None) -> tuple[str, str]:
    """Write the notes of a week, or of the newest one: the week, and the text.

    Raises:
        CadenceError: for a week that has none, and for a template that cannot be used.
    """
    from cadence_tui.services import notes

    facts = notes.weekly(view, week)
    return facts["week"], _written(app, facts)


def _written(app: CadenceApp, facts: Facts) -> str:
    """Write notes from their facts."""
    from cadence_tui.export.markdown import weekly

    return weekly(facts, folder=app.host.templates, leads=app.host.playbook().leads(facts.get("stage")))


def open_notes(app: CadenceApp, week: str | None, *, write: bool) -> None:
    """Show the notes of a week, or of the newest one; written to the notes folder first where asked."""
    view = app.view()
    if view is None:
        return
    try:
        where, text = rendered(app, view, week)
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    held = [meeting["period"] for meeting in view.repository.meetings("weekly")]
    app.push_screen(Notes(where, text, write=write, weeks=held))


class Notes(Dialog[None]):
    """Notes as they will be read elsewhere."""

    SCOPE = "notes"
    DEFAULT_CSS = """
    Notes #panel { width: 104; height: 90%; }
    Notes Reading { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    Notes #where { height: auto; color: $text-muted; }
    """

    def __init__(self, week: str, text: str, *, write: bool, weeks: Sequence[str] = ()) -> None:
        """Hold a week's notes; `weeks` are those whose meetings were held, to go on to."""
        super().__init__()
        self.week, self.text, self.write = week, text, write
        self.weeks = sorted({*weeks, week})
        self.written_to: Path | None = None

    def panel(self) -> ComposeResult:
        with Reading():
            yield Prose(self.text)
        yield Said("", id="where")

    def on_mount(self) -> None:
        self.query_one(Reading).focus()
        if self.write:
            self.action_folder()

    def _go(self, by: int) -> None:
        """Go on to the notes of another meeting."""
        view, at = self.app.view(), self.weeks.index(self.week) + by
        if view is None or not 0 <= at < len(self.weeks):
            return
        try:
            self.week, self.text = rendered(self.app, view, self.weeks[at])
        except CadenceError as error:
            self.query_one("#where", Said).update(ink.text(str(error), ink.WARN))
            return
        self.written_to = None
        self.query_one(Prose).update(self.text)
        self.query_one("#where", Said).update("")
        self.query_one(Reading).scroll_home(animate=False)
        self.refresh_bindings()

    def action_older(self) -> None:
        self._go(-1)

    def action_newer(self) -> None:
        self._go(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer other meetings where there are any."""
        if action in ("older", "newer"):
            at = self.weeks.index(self.week) + (1 if action == "newer" else -1)
            return 0 <= at < len(self.weeks)
        return True

    def action_folder(self) -> None:
        """Write the notes to their folder, over nothing but notes of this meeting that nobody has changed since."""
        from cadence_tui.export.files import write_new

        try:
            folder = self.app.host.notes_of(self.app.desk, self.app.host.notes)
            before = self.app.desk.repository.reports_of("weekly", self.week)
            ours = (_written(self.app, one) for one in before)
            self.written_to = write_new(folder, f"{self.week}.md", self.text, ours=ours)
            words = ink.line("Written to ", (str(self.written_to), ink.STRONG))
        except CadenceError as error:
            words = ink.text(str(error), ink.WARN)
        self.query_one("#where", Said).update(words)
