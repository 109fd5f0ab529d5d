"""Three weights of text, one accent, and the colours of a status: every screen writes with these.

User text is data, never markup: `text` makes it into content, with whatever a terminal would execute made visible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.strip import Strip
from textual.visual import Visual

from cadence_tui.domain.text import visible
from cadence_tui.formatting import STATUS, pad

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style
    from textual.visual import RenderOptions

    from cadence_tui.domain.kpi import Status
    from cadence_tui.formatting import Align

STRONG = "bold"
PLAIN = ""
MUTED = "$text-muted"
ACCENT = "$text-accent"
HERE = f"bold {ACCENT}"
GOOD = "$text-success"
WARN = "$text-warning"
URGENT = "$text-error"

STATUS_INK: dict[Status, str] = {
    "pending": MUTED,
    "recorded": MUTED,
    "on_track": GOOD,
    "watch": WARN,
    "breach": URGENT,
    "late": URGENT,
    "paused": MUTED,
    "not_due": MUTED,
}


def text(words: str, style: str = PLAIN) -> Content:
    """Write a text as it is, on one line."""
    return Content.styled(visible(words), style) if style else Content(visible(words))


def line(*parts: Content | str | tuple[str, str]) -> Content:
    """Join parts into one line: contents, plain words, or words with a style."""
    whole, spans, at = list[str](), list[Span](), 0
    for part in parts:
        if isinstance(part, Content):
            words, inside = part.plain, part.spans
            spans += inside if not at else [Span(at + start, at + end, style) for start, end, style in inside]
        elif isinstance(part, tuple):
            words = visible(part[0])
            if words and part[1]:
                spans.append(Span(at, at + len(words), part[1]))
        else:
            words = visible(part)
        whole.append(words)
        at += len(words)
    return Content("".join(whole), spans)


def cell(words: str, width: int, style: str = PLAIN, align: Align = "left") -> Content:
    """Write a text in a column of a table: filled or cut to its width in cells."""
    return text(pad(visible(words), width, align), style)


def status(one: Status, width: int = 0) -> Content:
    """Write a status as glyph and word in its colour: no one of the three stands alone."""
    glyph, word = STATUS[one]
    words = f"{glyph} {word}"
    return cell(words, width, STATUS_INK[one]) if width else text(words, STATUS_INK[one])


def strip(content: Content, width: int, style: Style) -> Strip:
    """Draw one line: cut with an ellipsis, or filled, to so many cells."""
    if content.cell_length > width:
        content = content.truncate(width, ellipsis=True)
    return Strip(content.render_segments(style), content.cell_length).extend_cell_length(width, style.rich_style)


class Drawn(Visual):
    """Lines as they are, for a widget's `render`: each cut to the width there is, none wrapped.

    No text can be selected in them: Textual gives every piece of a selectable text a style of its own for that, which
    takes more time than all the rest of drawing it.
    """

    def __init__(self, *lines: Content) -> None:
        """Hold the lines."""
        self.lines = lines

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:  # noqa: ARG002
        return [strip(one, width, style) for one in self.lines[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        return max((one.cell_length for one in self.lines), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        return len(self.lines)
