"""How far each text stands out from its ground, computed from the strips that go to the terminal.

The ratio is that of WCAG 2.2 (relative luminance, 1 to 21). What is counted:

- each run of letters, digits and signs, of whatever widget, in the colours it is drawn with, reversed where it is;
- sparklines, charts and bars (block elements, braille) as graphics: 3 to 1, as WCAG 1.4.11 has it;
- what is disabled: 3 to 1, since it says only that it is not to be used now.

What is not: blanks; lines and edges (box drawing, dashes of a chart, the half blocks of borders and scrollbars), which
part things and say nothing; and what lies dimmed beneath a dialog, which has to be left before that can be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.color import Color
from textual.scrollbar import ScrollBar

from cadence_tui.tui.themes import contrast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

    from cadence_tui.tui.app import CadenceApp

TEXT, GRAPHIC = 4.5, 3.0
# Half and eighth blocks that borders are drawn with, and what divides columns and weeks.
_EDGES = frozenset("▌▐▏▕▔▁▎▊▍█ ·…╌┈┄│┊")


class Writing(NamedTuple):
    """Some text on its ground: how far it stands out, and how far it has to."""

    text: str
    ratio: float
    least: float
    where: str

    @property
    def is_faint(self) -> bool:
        """Say whether it is hard to read."""
        return self.ratio < self.least


def written(app: CadenceApp) -> list[Writing]:
    """List what is written on the screen in front, with the toasts over it."""
    return list(_written(app))


def _written(app: CadenceApp) -> Iterator[Writing]:
    screen = app.screen
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            at, x = x, x + len(text)
            if not text.strip() or style is None:
                continue
            widget, _ = screen.get_widget_at(at + len(text) - len(text.lstrip()), y)
            if isinstance(widget, ScrollBar) or (screen.is_modal and widget is screen):
                continue
            kind = _kind(text)
            if kind:
                least = GRAPHIC if kind == "graphic" or widget.disabled else TEXT
                fore, back = _colors(style)
                yield Writing(text.strip(), contrast(fore, back), least, f"line {y + 1}, {type(widget).__name__}")


def _colors(style: Style) -> tuple[Color, Color]:
    """Give the colours that a run is drawn with."""
    if style.color is None or style.bgcolor is None:
        raise AssertionError(f"a colour is left to the terminal: {style}")
    fore, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    if style.dim:
        fore = fore.blend(back, 0.5)
    return (back, fore) if style.reverse else (fore, back)


def _kind(text: str) -> str:
    """Say whether a run is text, a graphic, or no more than lines and edges."""
    found = {char for char in text if not char.isspace()}
    if found <= _EDGES or all("\u2500" <= char <= "\u257f" for char in found):
        return ""
    return "graphic" if all("\u2580" <= char <= "\u259f" or "\u2800" <= char <= "\u28ff" for char in found) else "text"
