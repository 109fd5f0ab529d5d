"""Texts that may be longer than their room, and say so by a mark where they are cut."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from cadence_tui.tui.widgets.said import Said

MARK = "…"


class Clipped(Said):
    """A text on as many lines as there are; the last of them ends in a mark where more would follow."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        size = self.content_size
        is_cut = y == size.height - 1 and self.get_content_height(size, size, size.width) > size.height
        return marked(strip, at_end=True) if is_cut else strip


def marked(strip: Strip, *, at_start: bool = False, at_end: bool = False) -> Strip:
    """Put a mark where a line is cut: in its first cell, its last one, or both."""
    width = strip.cell_length
    if at_start:
        strip = Strip([_mark(strip), *strip.crop(1)], width)
    if at_end:
        strip = Strip([*strip.crop(0, width - 1), _mark(strip.crop(width - 1))], width)
    return strip


def _mark(strip: Strip) -> Segment:
    """Make the mark, in the style of what stands there."""
    first = next(iter(strip), None)
    return Segment(MARK, first.style if first is not None else None)
