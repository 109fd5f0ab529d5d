"""The line below every place and dialog: what works here, each a key and a word, and each to be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from cadence_tui.tui import ink
from cadence_tui.tui.commands import is_typed, shown

if TYPE_CHECKING:
    from textual.screen import Screen

    from cadence_tui.tui.app import CadenceApp

GAP = "   "
_LATER = {"dialog": 1, "app": 2}


class Footer(Widget):
    """The commands of the catalogue that have a label and work here."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; width: 100%; padding: 0 2; background: $background; color: $text-muted; }
    Dialog Footer { dock: none; padding: 0; }
    """
    app: CadenceApp
    auto_links = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        """Draw again what works here."""
        self.refresh()

    def render(self) -> Content:
        room = self.content_size.width
        parts: list[Content] = []
        active = {one.binding.id for one in self.screen.active_bindings.values() if one.enabled}
        in_field = isinstance(self.screen.focused, Input)
        for command in sorted(self.app.commands.values(), key=lambda one: _LATER.get(one.scope, 0)):
            keys = [key for key in command.keys.split(",") if not (in_field and is_typed(key))]
            if command.id not in active or not command.label or command.argument or not keys:
                continue
            click = Style.from_meta({"@click": f"app.run_command('{command.id}')"})
            part = ink.line((shown(keys[0]), ink.ACCENT), f" {command.label}").stylize(click)
            room -= part.cell_length + len(GAP)
            if room < -len(GAP):
                break
            parts.append(part)
        return Content(GAP).join(parts)
