"""What every field of one line has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from cadence_tui.domain.text import visible
from cadence_tui.formatting import cell_width
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.widgets.clipped import marked

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.suggester import Suggester


class Typing(Input, inherit_bindings=False):
    """A field of one line: its keys are in the catalogue, and nothing in it blinks.

    Never is all of what is in it selected by itself, since the next key would wipe it: a field that is written anew as
    a whole asks for that. What a terminal would obey is made visible as it comes in, pasted, offered or kept: a field
    writes what it holds as it is.
    """

    BINDINGS = bindings("line")
    # A line has its height, and no scrollbar: what is written in it moves nothing around it. Textual lays the whole
    # screen out again after each letter.
    virtual_size = Reactive(Size(0, 0))

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 (Textual's name)
    ) -> None:
        """Begin with a text."""
        super().__init__(
            text, placeholder=visible(placeholder), suggester=suggester, select_on_focus=False, validate_on=(), id=id
        )
        self.cursor_blink = False

    def copied(self) -> str:
        """Give all that is in it, to be copied where nothing of it is selected."""
        return self.value

    def render_line(self, y: int) -> Strip:
        """Mark where more is written than there is room for; the cursor is never beneath a mark."""
        strip = super().render_line(y)
        if self.value and self.has_focus:
            return strip
        room, left = self.scrollable_content_region.width, self.scroll_offset.x if self.value else 0
        more = cell_width(self.value or self.placeholder) - left > room
        return marked(strip.crop(0, room), at_start=left > 0, at_end=more)

    def validate_value(self, value: str) -> str:
        """Let in what can be shown."""
        return visible(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of another, with the cursor behind what can be shown of it."""
        super().replace(visible(text), start, end)
