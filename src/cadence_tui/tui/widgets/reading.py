"""What is read: it takes the focus, so that it can be scrolled by keys, up and down alone."""

from __future__ import annotations

from textual.containers import VerticalScroll

from cadence_tui.tui.commands import bindings
from cadence_tui.tui.copying import text_in


class Reading(VerticalScroll, can_focus=True, inherit_bindings=False):
    """A text, or several, longer than their room."""

    HELP_TEXT = "A text: it is scrolled by keys or the wheel."
    BINDINGS = bindings("reading")

    def copied(self) -> str:
        """Give all of it, to be copied."""
        return text_in(self)


class Detail(Reading):
    """A text beside a list, about the line with the cursor; keys come to it where it is longer than its room."""

    DEFAULT_CSS = """
    Detail:focus { background-tint: $foreground 4%; }
    """

    def allow_focus(self) -> bool:
        """Take the focus where there is something to scroll."""
        return self.max_scroll_y > 0
