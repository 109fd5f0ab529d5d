"""Help for where you are: what the place is for, and every key that works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cadence_tui.formatting import pad
from cadence_tui.tui import ink
from cadence_tui.tui.commands import home_of, shown
from cadence_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.commands import Command

_GROUPS = {
    "app": "Everywhere",
    "rows": "In a list",
    "grid": "In the grid",
    "value": "In the field",
    "field": "In a field",
    "choice": "In a choice",
    "search": "In the search field",
    "dialog": "In a dialog",
}
_KEYS = 14


class Help(Dialog[None]):
    """The keys of a place, as they are set for this user."""

    DEFAULT_CSS = """
    Help VerticalScroll { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
    Help Static { height: auto; }
    """

    def __init__(self, title: str, about: str, commands: Sequence[Command]) -> None:
        """List the commands in force; `about` says what the place is for."""
        super().__init__(title)
        self.about, self.commands = about, commands

    def panel(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        """Write what the place is for, then a group of keys for each scope, the nearest first."""
        lines = [ink.text(self.about, ink.MUTED)] if self.about else []
        scopes = sorted(
            {one.scope for one in self.commands},
            key=lambda scope: list(_GROUPS)[::-1].index(scope) if scope in _GROUPS else -1,
        )
        groups: dict[str, list[Command]] = {}
        for scope in scopes:
            heading = _GROUPS.get(scope) or home_of(scope) or self.title_text
            groups.setdefault(heading, []).extend(one for one in self.commands if one.scope == scope)
        for heading, commands in groups.items():
            lines += [ink.text(""), ink.text(heading, ink.STRONG)]
            for one in commands:
                keys = " ".join(shown(key) for key in one.keys.split(","))
                lines.append(ink.line((pad(keys, _KEYS), ink.ACCENT), one.text))
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer no help on help."""
        return action not in ("help", "help_too")


def open_help(app: CadenceApp) -> None:
    """Show what works on the screen in front."""
    screen = app.screen
    if isinstance(screen, Help):
        return
    active = {one.binding.id for one in screen.active_bindings.values()}
    here = [one for one in app.commands.values() if one.id in active and one.id != "app.help-too"]
    title = getattr(screen, "title_text", "") or "Help"
    app.push_screen(Help(title, getattr(screen, "HELP_TEXT", ""), here))
