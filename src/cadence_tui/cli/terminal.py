"""Text for people: lines that fit the terminal, one accent, and no byte of data that a terminal would execute."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Literal

import click

from cadence_tui.domain.text import visible
from cadence_tui.formatting import STATUS, cell_width, fit, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cadence_tui.domain.kpi import Status

# A head names what stands below it, red is for what needs someone now, faint for what asks for nothing.
Style = Literal["plain", "head", "now", "faint"]
Piece = str | tuple[str, Style]
Line = Piece | list[Piece]

_COLOURS: dict[Style, dict[str, str | bool]] = {
    "plain": {},
    "head": {"fg": "cyan", "bold": True},
    "now": {"fg": "red"},
    "faint": {"dim": True},
}
_STYLES: dict[Status, Style] = {"breach": "now", "late": "now", "paused": "faint", "not_due": "faint"}
_WIDTH = 80
_GAP = 2
_LEAST = 8


def width() -> int | None:
    """Count the columns of the terminal: what COLUMNS says, else the terminal itself; None into a file or a pipe."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return None


def is_coloured() -> bool:
    """Say whether colour may be used: on a terminal that knows it, and never with NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def render(lines: Iterable[Line]) -> str:
    """Put lines together; whatever came from data is made safe to show, then coloured."""
    coloured = is_coloured()
    return "\n".join("".join(_piece(piece, coloured) for piece in _pieces(line)) for line in lines)


def _pieces(line: Line) -> list[Piece]:
    return line if isinstance(line, list) else [line]


def _piece(piece: Piece, coloured: bool) -> str:
    text, style = (piece, None) if isinstance(piece, str) else piece
    shown = visible(text)
    if not coloured or style is None or style == "plain" or not shown:
        return shown
    look = _COLOURS[style]
    return click.style(shown, fg=look.get("fg"), bold=bool(look.get("bold")) or None, dim=bool(look.get("dim")) or None)


def status(of: Status) -> tuple[str, Style]:
    """Write a status as glyph and word."""
    glyph, word = STATUS[of]
    return f"{glyph} {word}", _STYLES.get(of, "plain")


def paragraphs(text: str, indent: str = "  ") -> list[Line]:
    """Indent a long text, line by line."""
    return [f"{indent}{line}".expandtabs(4) for line in text.split("\n")]


def wrap(text: str, indent: int = 0) -> list[str]:
    """Break one line of text where the terminal ends; the caller indents by so much."""
    import textwrap

    return textwrap.wrap(visible(text), max((width() or _WIDTH) - indent, _WIDTH // 2)) or [""]


def table(
    names: Sequence[str], rows: Sequence[Sequence[Piece]], *, right: Sequence[int] = (), yields: Sequence[int] = (0,)
) -> list[Line]:
    """Line cells up in columns that fit the terminal; `right` are aligned to the right, `yields` give way first."""
    shown: list[list[tuple[str, Style]]] = [[(name, "head") for name in names]] if names else []
    shown += [[_cell(cell) for cell in row] for row in rows]
    widths = _widths([[text for text, _ in row] for row in shown], yields)
    return [_row(row, widths, right) for row in shown]


def _cell(cell: Piece) -> tuple[str, Style]:
    if isinstance(cell, str):
        return visible(cell), "plain"
    return visible(cell[0]), cell[1]


def _widths(rows: list[list[str]], yields: Sequence[int]) -> list[int]:
    """Give each column the width it needs; what is too much is taken from the widest that give way, then from any.

    Where there is no terminal nothing is too much: what is searched or kept is whole.
    """
    widths = [max(cell_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    if (room := width()) is None:
        return widths
    excess = sum(widths) + _GAP * (len(widths) - 1) - room
    for least, columns in ((_LEAST, yields), (1, range(len(widths)))):
        while excess > 0 and widths[widest := max(columns, key=widths.__getitem__)] > least:
            widths[widest] -= 1
            excess -= 1
    return widths


def _row(row: list[tuple[str, Style]], widths: list[int], right: Sequence[int]) -> Line:
    """Fill each cell to its column's width, and leave no spaces at the end of the line."""
    pieces = list[Piece]()
    last = max((n for n, (text, _) in enumerate(row) if text), default=0)
    for n, (text, style) in enumerate(row[: last + 1]):
        if n:
            pieces.append(" " * _GAP)
        is_end = n == last and n not in right
        filled = fit(text, widths[n]) if is_end else pad(text, widths[n], "right" if n in right else "left")
        pieces.append((filled, style))
    return pieces
