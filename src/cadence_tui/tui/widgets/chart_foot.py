"""What stands below a chart, under its columns: the periods, how each was judged, and what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain
from cadence_tui.formatting import STATUS, cell_width
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from cadence_tui.services.pages import Cell

ESCALATION, DECISION = "▲", "◆"
GLYPHS = {"E": ESCALATION, "D": DECISION}


class Columns(NamedTuple):
    """The cells that are drawn, how wide each is, and how many periods each stands for, counted from the newest."""

    cells: Sequence[Cell]
    each: int
    several: int
    periods: Sequence[str]

    def middle(self, n: int) -> int:
        """Give the column of the screen in which a cell's value is drawn."""
        return n * self.each + (self.each - 1) // 2

    def place(self, period: str) -> int | None:
        """Find the cell that a period is drawn in."""
        if period not in self.periods:
            return None
        back = len(self.periods) - 1 - self.periods.index(period)
        n = len(self.cells) - 1 - back // self.several
        return n if n >= 0 else None


def axis(columns: Columns) -> Content:
    """Name each period right below it where there is room, from the newest back."""
    cells, free = columns.cells, len(columns.cells) * columns.each
    parts = list[tuple[str, str]]()
    for n in range(len(cells) - 1, -1, -1):
        words = short_label(cells[n].period)
        start = columns.middle(n) - len(words) // 2
        if n == len(cells) - 1:
            start = min(start, free - len(words))
        if start < 0 or start + len(words) > free:
            continue
        style = ink.ACCENT if cells[n].is_current else ink.MUTED
        parts = [(words, style), (" " * (free + bool(parts) - start - len(words)), ""), *parts]
        free = start - 1
    return ink.line(" " * (free + 1), *parts)


def short_label(period: str) -> str:
    """Write a period in few letters: W47, or Nov."""
    year, _, rest = period.partition("-")
    return formatting.MONTHS[int(rest) - 1] if grain(period) == "monthly" and year else rest


def statuses(columns: Columns) -> Content:
    """Show how each period was judged."""
    parts, at = list[tuple[str, str]](), 0
    for n, cell in enumerate(columns.cells):
        if cell.status is None or cell.status == "not_due":
            continue
        parts += [(" " * (columns.middle(n) - at), ""), (STATUS[cell.status][0], ink.STATUS_INK[cell.status])]
        at = columns.middle(n) + 1
    return ink.line(*parts)


def happened(columns: Columns, marks: Mapping[str, Sequence[str]], room: int) -> Content:
    """Mark the periods in which something happened: by ids or words where there is room, else by glyphs alone.

    What is marked is an escalation's or a decision's id, which get their glyphs here, or words that begin with theirs.
    """
    found: dict[int, list[str]] = {}
    for period, ids in marks.items():
        if (place := columns.place(period)) is not None:
            found.setdefault(place, []).extend(ids)
    parts, at, places = list[tuple[str, str]](), 0, sorted(found)
    ends = [*(columns.middle(n) for n in places[1:]), room + 1]
    for n, end in zip(places, ends, strict=True) if places else ():
        start = max(columns.middle(n), at)
        marked = [f"{GLYPHS.get(one[0], '')}{one}" for one in found[n]]
        words = " ".join(marked)
        if start + cell_width(words) >= end:
            words = "".join(dict.fromkeys(one[0] for one in marked))[: end - start]
        parts += [(" " * (start - at), ""), (words, ink.ACCENT)]
        at = start + cell_width(words)
    return ink.line(*parts)
