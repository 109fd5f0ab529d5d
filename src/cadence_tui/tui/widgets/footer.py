"""The line below every place and dialog: what works here, each a key and a word, and each to be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from cadence_tui.tui import ink
from cadence_tui.tui.commands import INNER, is_typed, shown
from cadence_tui.tui.widgets.links import Links

if TYPE_CHECKING:
    from textual.screen import Screen

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.commands import Command

GAP = "   "
MORE = "…"
_LATER = {"dialog": 1, "app": 2}
_OPENS, _DONE = "rows.open", "line.done"
_OUT = ("app.back", "meeting.leave")  # of a page


class Footer(Links):
    """The commands of the catalogue that have a label and work here.

    What works everywhere is always there, help first; on a page, which is left before the app is, going back stands in
    the place of quitting. Where there is no room for all, the screen's own commands are left out from the last of the
    catalogue on, and a mark says so.
    """

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; width: 100%; padding: 0 2; background: $background; color: $text-muted; }
    """
    app: CadenceApp

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__()
        self._shown: list[tuple[Command, str, str]] | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        """Draw again what works here, where it is something else."""
        if self._shown != self._offered():
            self.refresh()

    def render(self) -> ink.Drawn:
        own, general = list[Content](), list[Content]()
        self._shown = self._offered()
        for command, key, label in self._shown:
            click = Style.from_meta({"@click": f"app.run_command('{command.id}')"})
            part = ink.line((shown(key), ink.ACCENT), f" {label}").stylize(click)
            if command.id == _OPENS:
                own.insert(0, part)
            else:
                (general if _later(command) else own).append(part)
        while len(general) > 1 and _width(general) > self.content_size.width:
            general.pop()
        room = self.content_size.width - _width(general)
        if _width(own) > room:
            click = Style.from_meta({"@click": "app.help"})
            more = ink.text(MORE, ink.MUTED).stylize(click)
            while own and _width([*own, more]) > room:
                own.pop()
            own.append(more)
        return ink.Drawn(Content(GAP).join([*own, *general]))

    def _offered(self) -> list[tuple[Command, str, str]]:
        """List what works here and has a label, with its key and its word: the screen's own first, as catalogued.

        A screen may have a word of its own for what a key does in it.
        """
        active = {one.binding.id for one in self.screen.active_bindings.values() if one.enabled}
        # What a question does with enter comes to it from its field, whose own key that is.
        active |= {outer for outer, inner in INNER if inner in active and inner == _DONE and self._is_own(outer)}
        here = [one for one in self.app.commands.values() if one.id in active and one.label and not one.argument]
        found: dict[str, tuple[Command, str, str]] = {}
        for one in sorted(here, key=_later):
            if key := self._key(one):
                own = getattr(self.screen, "LABELS", {}).get(one.id, one.label)
                found.setdefault(one.label, (one, key, own))
        if any(one.id in _OUT for one, *_ in found.values()):
            found.pop("Quit", None)
        return list(found.values())

    def _is_own(self, command: str) -> bool:
        """Say whether a command is the screen's own."""
        return command.partition(".")[0] == getattr(self.screen, "SCOPE", "")

    def _key(self, command: Command) -> str:
        """Give the first key that works: in a field, characters are text."""
        focused = self.screen.focused
        in_field = focused is not None and focused.check_consume_key("x", "x")
        return next((key for key in command.keys.split(",") if not (in_field and is_typed(key))), "")


def _later(command: Command) -> int:
    """Say how late a command comes: the screen's own first, then what works everywhere."""
    return _LATER["app"] if command.id in _OUT else _LATER.get(command.scope, 0)


def _width(parts: list[Content]) -> int:
    """Measure parts with a gap after each."""
    return sum(part.cell_length + len(GAP) for part in parts)
