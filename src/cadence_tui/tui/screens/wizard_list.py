"""A list in a run of steps, which enter leaves for the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual import events


class List(Rows):
    """A list in which enter goes on, and a click on the row with the cursor does what space does."""

    GUTTER = 2
    BINDINGS: ClassVar = []

    def toggle(self) -> None:
        """Do what space does."""

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        key = self.key_at(event)[0]
        if key and key == self.cursor:
            self.toggle()
        elif key:
            self.cursor = key

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the run, which goes on."""
        return action != "open" and super().check_action(action, parameters)
