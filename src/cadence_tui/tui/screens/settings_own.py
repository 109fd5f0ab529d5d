"""What is the user's own, kept beside the company's file: who they are, where notes go, and the colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.tui import ink, themes
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.host import Host

_SAID = {
    "person": "It holds from the next start of cadence on",
    "notes": "Notes go there from now on",
    "theme": "These colours stay",
    "newest": "The scorecard stays so",
}


def keep_own(app: CadenceApp, name: str, value: str | None) -> None:
    """Keep one of the user's own settings, use it at once where that can be, and say where it is kept.

    Raises:
        CadenceError: where it cannot be kept.
    """
    try:
        path = app.host.keep_setting(name, value)
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    _use(app, name, value)
    app.say(f"{_said(name, value)}. It is kept in {path}.")


def _said(name: str, value: str | None) -> str:
    """Say from when a setting holds."""
    return _SAID[name] if value is not None else "The default holds again from the next start of cadence on"


def _use(app: CadenceApp, name: str, value: str | None) -> None:
    """Let a setting hold, and let the settings show it."""
    from cadence_tui.tui.screens.settings import SettingsScreen

    if name == "notes" and value is not None:
        app.host = replace(app.host, notes=Path(value).expanduser())
    elif name == "theme":
        app.host = replace(app.host, theme=value)
        app.theme = value or themes.DARK.name
    elif name == "newest":
        app.host = replace(app.host, newest_first=value == "first")
    for screen in app.screen_stack:
        if isinstance(screen, SettingsScreen):
            screen.again()


def turn_scorecard(app: CadenceApp) -> None:
    """Have the scorecard's newest period on the other side from now on."""
    keep_own(app, "newest", "last" if app.host.newest_first else "first")


class OwnForm(FormDialog):
    """Who the user is, the folder for notes, or the side of the scorecard that has the newest period."""

    def __init__(self, view: View, host: Host, name: str) -> None:
        """Ask for it, as it is now."""
        title, about, field = _own_fields(view, host)[name]
        super().__init__(title, [field], about=about)
        self._what = name

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Keep it in the settings file."""
        text = typed[self._what].strip()
        value = desk.repository.person(text) if self._what == "person" else text
        path = self.app.host.keep_setting(self._what, value)
        _use(self.app, self._what, value)
        return f"{_said(self._what, value)}. It is kept in {path}."

    def saved(self, found: str) -> str:
        """Say from when it holds, and where it is kept."""
        return found


def _own_fields(view: View, host: Host) -> dict[str, tuple[str, str, Field]]:
    """Give each setting's title, what it is for, and its field as it is now."""
    sides = (("last", "last, on the right"), ("first", "first, on the left"))
    return {
        "person": (
            "Who are you?",
            "Whose name stands beside what you do here, from the next start on.",
            Field("person", "You are", value=view.who, known=tuple(view.repository.people()), needed=True),
        ),
        "notes": (
            "The notes folder",
            "Where a meeting’s notes are written to. It is made when the first are.",
            Field("notes", "Folder", value=str(host.notes), needed=True, read=_a_folder),
        ),
        "newest": (
            "The scorecard’s newest period",
            "On which side of the scorecard it stands.",
            Field("newest", "Newest", "choice", value="first" if host.newest_first else "last", choices=sides),
        ),
    }


def _a_folder(text: str, _: object) -> str:
    """Refuse what cannot be a folder, before anything is to be written there."""
    path = Path(text.strip()).expanduser()
    if not path.is_absolute():
        raise InvalidError(f"“{text.strip()[:40]}” is no whole path; write it as ~/notes or /home/you/notes.")
    if path.exists() and not path.is_dir():
        raise InvalidError(f"{path} is a file; name a folder.")
    return "" if path.exists() else "will be made"


# --- Colours ----------------------------------------------------------------------------------------------------------


class Themes(Rows):
    """The themes, the app's own first."""

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each fits)
        return [Row(name, (ink.text(f"  {name}"),)) for name in themes.known()]


class Colours(Dialog[str]):
    """Each theme is seen as the cursor comes to it; enter keeps it, esc goes back to what was."""

    SCOPE = "colours"
    LABELS: ClassVar = {"rows.open": "Keep"}
    DEFAULT_CSS = """
    Colours { background: $background 0%; align: right middle; }
    Colours #panel { width: 34; }
    Colours Themes { height: 14; background: $surface; }
    """

    def __init__(self) -> None:
        """Choose among all."""
        super().__init__("Colours")

    def panel(self) -> ComposeResult:
        yield Themes(id="themes")

    def on_mount(self) -> None:
        self._before = self.app.theme
        rows = self.query_one(Themes)
        rows.rebuild()
        rows.cursor = self._before
        rows.focus()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the theme."""
        event.stop()
        if event.key in self.app.available_themes:
            self.app.theme = event.key

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        chosen = self.query_one(Themes).cursor
        self.dismiss(chosen)

    def action_close(self) -> None:
        self.app.theme = self._before
        self.dismiss(None)


def choose_colours(app: CadenceApp) -> None:
    """Choose the colours, seeing each."""

    def keep(name: str | None) -> None:
        if name is not None:
            keep_own(app, "theme", name)

    app.push_screen(Colours(), keep)
