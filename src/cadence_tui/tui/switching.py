"""Going back to a place: it stands already, and is shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from textual.widget import AwaitMount

MASKED_S = 0.05


class Switching(App[None], inherit_bindings=False):
    """Textual waits for 50 ms whenever the mode changes, to hide how a screen comes to be, one that stands too."""

    _is_back = False

    def switch_mode(self, mode: str) -> AwaitMount:
        try:
            self._is_back = bool(self.get_screen_stack(mode))
        except KeyError:
            self._is_back = False
        try:
            return super().switch_mode(mode)
        finally:
            self._is_back = False

    def delay_update(self, delay: float = MASKED_S) -> None:
        """Draw nothing for a while; where one goes back to a place, until it has looked at what stands now."""
        if not self._is_back:
            super().delay_update(delay)
            return
        self._begin_batch()
        is_held = True

        def show() -> None:
            nonlocal is_held
            if is_held:
                is_held = False
                self._end_batch()
                self.screen.refresh()

        # Behind what is in the screen's queue by then: the word that it is in front, upon which it looks.
        self.call_later(lambda: self.screen.call_later(show))
        self.set_timer(delay, show)
