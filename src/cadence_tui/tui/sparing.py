"""A screen that draws again what has changed, and no more: over ssh each whole frame is thousands of bytes.

Nor does it give styles twice to what opens, which takes a fifth of the time that a form needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual.events import ScreenResume
    from textual.selection import SelectState
    from textual.widget import Widget


class Sparing(Screen[ScreenResultType], inherit_bindings=False):
    """Textual's own draws all of itself with every move of the focus, and twice with every click.

    What is named with an underscore runs beside what a place has of that name, as Textual's own does.
    """

    focused: reactive[Widget | None] = reactive(None, repaint=False)
    _select_state: reactive[SelectState | None] = reactive(None, repaint=False)

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Give no styles anew: all in what opens has just been given them, and the app gives those of other colours.

        But for the screen itself, which was given them before its own sheet was read.
        """
        event.refresh_styles = False
        if not self.outer_size:
            self.app.stylesheet.apply(self)

    def _watch__select_state(self, select_state: SelectState | None) -> None:
        """Begin, go on or end to select text; what was or is selected draws itself."""
        if select_state is None:
            self._selecting = False
        else:
            super()._watch__select_state(select_state)
