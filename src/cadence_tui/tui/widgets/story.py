"""A line of a story: when, what happened, who; the same in the log, on a page and in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.formatting import cell_width, fit
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from textual.content import Content

WHEN_WIDTH = 17


def story_line(when: str, mark: tuple[str, str], words: str, *, who: str = "", width: int = 0) -> Content:
    """Write one line: the moment, a glyph with its ink, what happened, by whom; cut to a width where one is given."""
    tail = f" · {who}" if who else ""
    if width:
        words = fit(words, max(width - WHEN_WIDTH - 2 - cell_width(tail), 8))
    return ink.line(ink.cell(when, WHEN_WIDTH, ink.MUTED), mark, " ", words, (tail, ink.MUTED))
