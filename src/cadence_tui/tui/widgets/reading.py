"""What is read: it takes the focus, so that it can be scrolled by keys, up and down alone."""

from __future__ import annotations

from textual.containers import VerticalScroll

from cadence_tui.tui.commands import bindings
from cadence_tui.tui.copying import text_in


class Reading(VerticalScroll, can_focus=True, inherit_bindings=False):
    """A text, or several, longer than their room."""

    BINDINGS = bindings("reading")

    def copied(self) -> str:
        """Give all of it, to be copied."""
        return text_in(self)
