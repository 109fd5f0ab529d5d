"""The scorecard of many periods: a row a KPI, a column a period, and a cursor that stands on one cell.

Newest last, as one reads, or first; as many periods as there is room for, and the arrows go on to those that are not in
sight. Where there is room beside more than half of them, what the newest 4 and 13 come to stands at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.reactive import reactive

from cadence_tui import formatting
from cadence_tui.domain.text import visible
from cadence_tui.domain.totals import SPANS
from cadence_tui.formatting import STATUS, cell_width, pad
from cadence_tui.services.arranging import ORDERS
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.copying import joined
from cadence_tui.tui.widgets import grid_words
from cadence_tui.tui.widgets.chart import AMENDED
from cadence_tui.tui.widgets.chart_foot import short_label
from cadence_tui.tui.widgets.rows import UNDRAWN, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content

    from cadence_tui.services.arranging import Group, Order
    from cadence_tui.services.pages import Cell
    from cadence_tui.services.pages import Row as KpiRow

INDENT, GAP, BEFORE, AFTER = 2, 2, 1, 2
NAME_LEAST, NAME_MOST = 16, 40
TARGET_MOST, VALUE_MOST, VALUE_LEAST = 14, 9, 4
TOTALS_FROM = 7
SPARE_MOST = 3
CURSOR = "bold $background on $accent"
SORTED = "▾"


class Shape(NamedTuple):
    """How wide the columns are, and which periods are in sight: `shown` of them, the newest `back` left out.

    `total` is the width of what several periods come to, 0 where there is no room for that. `before` parts the periods:
    on a wide screen that shows all of them, what is left over goes there.
    """

    name: int
    target: int
    value: int
    shown: int
    back: int
    total: int = 0
    before: int = BEFORE

    @property
    def cell(self) -> int:
        """Give the width of a cell: a gap, the value, its mark and its status."""
        return self.before + self.value + AFTER


class Grid(Rows):
    """KPIs over their newest periods; `column` counts back from the current one."""

    BINDINGS = bindings("grid")
    column: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Sorted(Message):
        """A heading was clicked: the rows are to be in this order, or as listed where they are already."""

        order: Order

    @dataclass
    class Pointed(Message):
        """The cursor stands on another cell, or other periods are in sight."""

        grid: Grid

        def can_replace(self, message: Message) -> bool:
            """Let the last of several be told of alone."""
            return isinstance(message, type(self))

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.found: dict[str, KpiRow] = {}
        self.nothing: tuple[Content, ...] = ()
        self.newest_first = False
        self._groups: Sequence[Group] = ()
        self._format = ""
        self._shape = Shape(0, 0, 0, 0, 0)
        self._drawn: dict[str, tuple[KpiRow, Content]] = {}
        self._headings = set[int]()
        self.order: Order = "listed"

    def fill(self, groups: Sequence[Group], nothing: Sequence[Content], number_format: str) -> None:
        """Show these rows; `nothing` is what stands there where there are none."""
        found = {row.line.kpi.key: row for group in groups for row in group.rows}
        self.found, self._groups = found, groups
        self.nothing, self._format = tuple(nothing), number_format
        self.rebuild()
        self.post_message(self.Pointed(self))

    def turn(self, *, newest_first: bool) -> None:
        """Put the newest period first, or last."""
        if newest_first != self.newest_first:
            self.newest_first = newest_first
            self._drawn.clear()
            self.rebuild()

    # --- Where the cursor stands --------------------------------------------------------------------------------------

    @property
    def row(self) -> KpiRow | None:
        """Give the row that the cursor stands on."""
        return self.found.get(self.cursor)

    @property
    def cell(self) -> Cell | None:
        """Give the cell that the cursor stands on."""
        row = self.row
        return row.cells[-1 - self.column] if row is not None and self.column < len(row.cells) else None

    def watch_cursor(self, before: str, after: str) -> None:
        """Take the mark from the cell before, and set it on the new one."""
        for key in (before, after):
            if key in self.found and key in self.keys:
                self.replace(key, self.draw(key))
        super().watch_cursor(before, after)
        self.post_message(self.Pointed(self))

    def watch_column(self) -> None:
        """Mark the other cell; where it is out of sight, bring it into sight."""
        shape = self._shape
        if not shape.back <= self.column < shape.back + shape.shown:
            self._drawn.clear()
            self.rebuild()
        elif self.cursor in self.keys:
            self.replace(self.cursor, self.draw(self.cursor))
        self.post_message(self.Pointed(self))

    def action_left(self) -> None:
        self._step(-1 if self.newest_first else 1)

    def action_right(self) -> None:
        self._step(1 if self.newest_first else -1)

    def _step(self, back: int) -> None:
        """Go so many periods back."""
        most = max((len(row.cells) for row in self.found.values()), default=1) - 1
        self.column = max(0, min(self.column + back, most))

    def on_click(self, event: events.Click) -> None:
        """Set the cursor on the cell that is clicked; a click on the cell with the cursor opens its KPI."""
        key, x, y = self.key_at(event)
        shape = self._shape
        start = INDENT + shape.name + (GAP + shape.target if shape.target else 0)
        if not key and y in self._headings:
            after = start + shape.cell * shape.shown
            self.post_message(self.Sorted("name" if x < INDENT + shape.name else "trend" if x >= after else "status"))
            return
        at = (x - start) // shape.cell if shape.cell and x >= start else -1
        if key and 0 <= at < shape.shown:
            column = shape.back + (at if self.newest_first else shape.shown - 1 - at)
            if key == self.cursor and column != self.column:
                event.prevent_default()
            self.column = column

    def copied(self) -> str:
        """Give the cell with the cursor: the KPI, the period, the value in full and its status."""
        row, cell = self.row, self.cell
        if row is None or cell is None:
            return ""
        kpi = row.line.kpi
        amount = formatting.value(cell.value, kpi.unit, kpi.goal.direction, self._format, short=False)
        status = " ".join(STATUS[cell.status]) if cell.status else ""
        return joined(kpi.name, formatting.period_label(cell.period), amount, status)

    # --- How it is drawn ----------------------------------------------------------------------------------------------

    def build(self, width: int) -> list[Row]:
        """Lay the rows out under a heading for each grain, each group and its periods."""
        if not self.found:
            return [Row("", self.nothing)]
        shape = self._fit(width)
        if shape != self._shape:
            self._drawn.clear()
            self.post_message(self.Pointed(self))  # it is told how many periods are in sight
        self._shape = shape
        self._headings.clear()
        rows, grain = list[Row](), ""
        for group in self._groups:
            before = [ink.text("")] if rows else []
            if group.grain != grain:
                rows.append(Row("", (*before, self._heading(group))))
                self._headings.add(sum(len(row.lines) for row in rows) - 1)
            else:
                rows.append(Row("", (*before, ink.text(f"  {group.title}", ink.MUTED))))
            grain = group.grain
            rows += [Row(row.line.kpi.key, (UNDRAWN,)) for row in group.rows]
        return rows

    def _fit(self, width: int) -> Shape:
        """Share the width out: the name, the target, then as many periods as fit, and what they come to."""
        rows = self.found.values()
        widest = max(grid_words.width(cell.value, row.line.kpi, self._format) for row in rows for cell in row.cells)
        value = min(max(widest, VALUE_LEAST), VALUE_MOST)
        targets = [cell_width(grid_words.target(row, self._format)) for row in rows]
        target = min(max(*targets, len("target")), TARGET_MOST)
        names = [cell_width(grid_words.name(row)) for row in rows]
        name = min(max(*names, NAME_LEAST), NAME_MOST)
        each = BEFORE + value + AFTER
        most = max(len(row.cells) for row in rows)
        room = width - INDENT - GAP - target
        name = max(min(name, room - min(most, 4) * each), NAME_LEAST)
        total = value + 2
        all_totals = (total + GAP) * len(SPANS)
        if (room - name - all_totals) // each < min(most, TOTALS_FROM):
            total = all_totals = 0
        room -= all_totals
        shown = max(min((room - name) // each, most), 1)
        name = min(name + max(room - name - shown * each, 0), max(name, min(NAME_MOST, *names)))
        back = min(max(self._shape.back, self.column - shown + 1), self.column)
        spare = (room - name) // shown - each if shown == most else 0
        return Shape(
            name, target, value, shown, min(back, most - shown), total, BEFORE + max(min(spare, SPARE_MOST), 0)
        )

    @property
    def in_sight(self) -> tuple[int, int]:
        """Say how many periods are in sight, of how many."""
        return self._shape.shown, max((len(row.cells) for row in self.found.values()), default=0)

    def _heading(self, group: Group) -> Content:
        """Name the group and the periods; the current one stands out."""
        shape, row = self._shape, group.rows[0]
        by = {order: SORTED if order == self.order else "" for order in ORDERS}
        title = f"{group.title} {by['name']}" if by["name"] else group.title
        parts = [ink.text(" " * INDENT), ink.cell(title, shape.name, ink.MUTED)]
        if shape.target:
            parts += [ink.text(" " * GAP), ink.cell("target", shape.target, ink.MUTED, "right")]
        for cell in self._in_sight(row):
            style = ink.ACCENT if cell.is_current else ink.MUTED
            parts += [
                ink.text(" " * shape.before),
                ink.cell(short_label(cell.period), shape.value, style, "right"),
                ink.text(f"{by['status'] if cell.is_current else '':{AFTER}}"),
            ]
        if shape.total:
            sums = [f"{by['trend'] if span == SPANS[0] else ''} last {span}".strip() for span in SPANS]
            parts += [ink.cell(words, shape.total + GAP, ink.MUTED, "right") for words in sums]
        return ink.line(*parts)

    def _in_sight(self, row: KpiRow) -> Sequence[Cell]:
        """Give the cells in sight, from left to right."""
        end = len(row.cells) - self._shape.back
        found = row.cells[max(end - self._shape.shown, 0) : end]
        return found[::-1] if self.newest_first else found

    def draw(self, key: str) -> Content:
        """Draw a row; the cell under the cursor is marked."""
        row, shape = self.found[key], self._shape
        known = self._drawn.get(key)
        if key != self.cursor and known is not None and known[0] == row:
            return known[1]
        parts: list[Content | str | tuple[str, str]] = [" " * INDENT, pad(visible(grid_words.name(row)), shape.name)]
        if shape.target:
            target = grid_words.target(row, self._format)
            parts += [" " * GAP, (pad(target, shape.target, "right"), ink.MUTED)]
        here = self.cell if key == self.cursor else None
        for cell in self._in_sight(row):
            drawn = self._cell(row, cell)
            parts += [ink.line(*drawn).stylize(CURSOR, shape.before)] if cell is here else drawn
        if shape.total:
            totals = (grid_words.total(row, at, self._format) for at in range(len(SPANS)))
            parts += [pad(words, shape.total + GAP, "right") for words in totals]
        line = ink.line(*parts)
        if key != self.cursor:
            self._drawn[key] = row, line
        return line

    def _cell(self, row: KpiRow, cell: Cell) -> list[str | tuple[str, str]]:
        """Draw a cell in parts of a line: its value, its status, and whether it was amended."""
        words, style = grid_words.value(row, cell, self._format), ink.PLAIN
        if cell.value is None or cell.status in (None, "late", "paused"):
            style = ink.MUTED
        elif cell.is_current:
            style = ink.STRONG
        glyph = STATUS[cell.status][0] if cell.status and not (cell.value is None and cell.status == "not_due") else " "
        return [
            " " * self._shape.before,
            (pad(words, self._shape.value, "right"), style),
            (AMENDED, ink.STRONG) if cell.amended else " ",
            (glyph, ink.STATUS_INK[cell.status]) if cell.status else glyph,
        ]
