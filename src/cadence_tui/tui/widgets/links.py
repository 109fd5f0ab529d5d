"""Words that can be clicked, in a line of others: those under the mouse stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual import events

CLICK = "@click"


class Links(Widget):
    """A widget with words that run an action when they are clicked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"links--hover"}
    DEFAULT_CSS = """
    Links > .links--hover { background: $block-hover-background; color: $foreground; text-style: underline; }
    """
    auto_links = False
    _over: object = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._point(event.style.meta.get(CLICK))

    def on_leave(self) -> None:
        self._point(None)

    def _point(self, what: object) -> None:
        """Let other words stand out."""
        if what != self._over:
            self._over = what
            self.refresh()

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if self._over is None:
            return strip
        hover = self.get_component_rich_style("links--hover", partial=True)
        parts = list[Segment]()
        for text, style, more in strip:
            is_over = style is not None and style.meta.get(CLICK) == self._over
            parts.append(Segment(text, style + hover if style is not None and is_over else style, more))
        return Strip(parts, strip.cell_length)


class LinkedText(Links, Said):
    """A text with such words in it."""
