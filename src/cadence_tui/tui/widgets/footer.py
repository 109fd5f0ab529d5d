"""The line below every place and dialog: what works here, each a key and a word, and each to be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from cadence_tui.tui import ink
from cadence_tui.tui.commands import CATALOGUE, shown

if TYPE_CHECKING:
    from textual.screen import Screen

    from cadence_tui.tui.app import CadenceApp

GAP = "   "


class Footer(Widget):
    """The commands of the catalogue that have a label and work here."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; width: 100%; padding: 0 2; background: $background; color: $text-muted; }
    Dialog Footer { dock: none; padding: 0; }
    """
    app: CadenceApp

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        """Draw again what works here."""
        self.refresh()

    def render(self) -> Content:
        room = self.content_size.width
        parts: list[Content] = []
        active = {one.binding.id: one for one in self.screen.active_bindings.values() if one.enabled}
        for command in CATALOGUE:
            found = active.get(command.id)
            if found is None or not command.label:
                continue
            click = Style.from_meta({"@click": ("app.run_command", (command.id,))})
            key = shown(self.app.commands[command.id].keys.split(",")[0])
            part = ink.line((key, ink.ACCENT), f" {command.label}").stylize(click)
            room -= part.cell_length + len(GAP)
            if room < -len(GAP):
                break
            parts.append(part)
        return Content(GAP).join(parts)
