"""Help for where you are: what has the focus and what the place is for, and every key that works in either.

A widget says what it is for in `HELP_TEXT`; a field of a form by its label and its hint. Both may name keys by their
commands: `{week.record} goes on`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from cadence_tui.formatting import cell_width, pad
from cadence_tui.tui import ink
from cadence_tui.tui.commands import home_of, shown, spoken
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.screen import Screen

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.commands import Command

_GROUPS = {
    "choice": "In a choice",
    "value": "In the field",
    "search": "In the search field",
    "find": "In the search field",
    "field": "In a field",
    "fields": "In a form",
    "grid": "In the grid",
    "rows": "In a list",
    "reading": "In a text",
    "dialog": "In a dialog",
    "app": "Everywhere",
    "screen": "Everywhere",
    "line": "Within a line",
    "long": "Within a text",
}
_LAST = ("rows", "reading", "dialog", "app", "screen", "line", "long")
_KEYS, _LEAST, _UNBROKEN = 14, 20, 1_000


class Sheet(Widget):
    """Lines that are written anew for each width, so that what goes on below stands below its own words."""

    DEFAULT_CSS = "Sheet { width: 1fr; height: auto; }"

    def __init__(self, write: Callable[[int], list[Content]]) -> None:
        """Take what writes them."""
        super().__init__()
        self._write = write

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return len(self._write(max(width, 1)))

    def render(self) -> Content:
        return Content("\n").join(self._write(max(self.content_size.width, 1)))

    def copied(self) -> str:
        """Give the lines as they are where nothing has to go on below."""
        return "\n".join(line.plain for line in self._write(_UNBROKEN))


class Help(Dialog[None]):
    """The keys of a place, as they are set for this user."""

    DEFAULT_CSS = """
    Help Reading { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
    """

    def __init__(self, title: str, about: Sequence[str], commands: Sequence[Command]) -> None:
        """List the commands in force, what has the focus first; `about` says what it and the place are for."""
        super().__init__(title)
        self.about, self.commands = about, commands

    def panel(self) -> ComposeResult:
        with Reading():
            yield Sheet(self._lines)

    def _lines(self, width: int) -> list[Content]:
        """Write what is here, then a group of keys for each scope, the nearest first."""
        lines = list[Content]()
        for about in self.about:
            lines += [*([ink.text("")] if lines else []), *ink.text(about, ink.MUTED).wrap(width)]
        groups: dict[str, list[Command]] = {}
        for one in sorted(self.commands, key=lambda one: _LAST.index(one.scope) if one.scope in _LAST else -1):
            heading = _GROUPS.get(one.scope) or home_of(one.scope) or self.title_text
            groups.setdefault(heading, []).append(one)
        for heading, commands in groups.items():
            lines += [ink.text(""), ink.text(heading, ink.STRONG)]
            for one in commands:
                keys = " ".join(shown(key) for key in one.keys.split(","))
                room = max(_KEYS, cell_width(keys) + 1)
                first, *more = ink.text(one.text).wrap(max(width - room, _LEAST))
                lines.append(ink.line((pad(keys, room), ink.ACCENT), first))
                lines += [ink.line(" " * room, part) for part in more]
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer no help on help."""
        return action not in ("help", "help_too")


def open_help(app: CadenceApp) -> None:
    """Show what works where the focus is, and on the screen in front."""
    screen = app.screen
    if isinstance(screen, Help):
        return
    found: dict[str, Command] = {}
    for active in screen.active_bindings.values():
        one = app.commands.get(active.binding.id or "")
        if one is not None and one.id != "app.help-too" and active.enabled:
            found.setdefault(one.id, one)
    title = getattr(screen, "title_text", "") or "Help"
    app.push_screen(Help(title, [spoken(about, app.commands) for about in _about(screen)], list(found.values())))


def _about(screen: Screen[object]) -> list[str]:
    """Say what the thing with the focus is for, then the screen."""
    from cadence_tui.tui.widgets.field import FieldRow

    said = list[str]()
    for node in screen.focused.ancestors_with_self if screen.focused is not None else [screen]:
        if isinstance(node, FieldRow):
            said.append(f"{node.field.label}. {node.field.hint}".strip())
        said.append(getattr(node, "HELP_TEXT", ""))
    return list(dict.fromkeys(filter(None, said)))
