"""The scorecard of many periods: a row a KPI, a column a period, and a cursor that stands on one cell.

Newest last, as one reads; as many periods as there is room for, and the arrows go on to those that are not in sight.
KPIs that are judged by month stand below the others, under months of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from cadence_tui import formatting
from cadence_tui.formatting import STATUS, cell_width
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.widgets.chart import AMENDED, short_label
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from cadence_tui.services.pages import Cell
    from cadence_tui.services.pages import Row as KpiRow

INDENT, GAP, BEFORE = 2, 2, 1
NAME_LEAST, NAME_MOST = 16, 40
TARGET_MOST, VALUE_MOST, VALUE_LEAST = 14, 9, 4
DERIVED = "ƒ"
CURSOR = "on $accent 40%"
# Stands where a row is that has not been in sight yet.
_UNDRAWN = Content("")


class Shape(NamedTuple):
    """How wide the columns are, and which periods are in sight: `shown` of them, the newest `back` left out."""

    name: int
    target: int
    value: int
    shown: int
    back: int

    @property
    def cell(self) -> int:
        """Give the width of a cell: a gap, the value, its status and its mark."""
        return BEFORE + self.value + 3


class Grid(Rows):
    """KPIs over their newest periods; `column` counts back from the current one."""

    BINDINGS = bindings("grid")
    column: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Pointed(Message):
        """The cursor stands on another cell."""

        grid: Grid

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.found: dict[str, KpiRow] = {}
        self.nothing: tuple[Content, ...] = ()
        self._solo, self._format = False, ""
        self._shape = Shape(0, 0, 0, 0, 0)
        self._drawn: dict[str, Content] = {}
        self._texts: dict[str, tuple[KpiRow, list[str]]] = {}

    def fill(self, rows: Sequence[KpiRow], nothing: Sequence[Content], number_format: str, *, solo: bool) -> None:
        """Show these rows; `nothing` is what stands there where there are none."""
        if [row.line.kpi.key for row in rows] != list(self.found) or any(
            self.found[row.line.kpi.key] != row for row in rows
        ):
            self._drawn.clear()
        self.found = {row.line.kpi.key: row for row in rows}
        self.nothing, self._solo, self._format = tuple(nothing), solo, number_format
        self.rebuild()
        self.post_message(self.Pointed(self))

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
                self.replace(key, self._line(key))
        super().watch_cursor(before, after)
        self.post_message(self.Pointed(self))

    def watch_column(self) -> None:
        """Mark the other cell; where it is out of sight, bring it into sight."""
        shape = self._shape
        if not shape.back <= self.column < shape.back + shape.shown:
            self._drawn.clear()
            self.rebuild()
        elif self.cursor in self.keys:
            self.replace(self.cursor, self._line(self.cursor))
        self.post_message(self.Pointed(self))

    def action_older(self) -> None:
        most = max((len(row.cells) for row in self.found.values()), default=1) - 1
        self.column = min(self.column + 1, most)

    def action_newer(self) -> None:
        self.column = max(self.column - 1, 0)

    def on_click(self, event: events.Click) -> None:
        """Set the cursor on the cell that is clicked; a click on the cell with the cursor opens its KPI."""
        key, x, _ = self.key_at(event)
        shape = self._shape
        start = INDENT + shape.name + (GAP + shape.target if shape.target else 0)
        at = (x - start) // shape.cell if shape.cell and x >= start else -1
        if key and 0 <= at < shape.shown:
            column = shape.back + shape.shown - 1 - at
            if key == self.cursor and column != self.column:
                event.prevent_default()
            self.column = column

    # --- How it is drawn ----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw a row when it comes into sight, and not before."""
        at = y + self.scroll_offset.y
        if at < len(self._lines) and self._lines[at][1] is _UNDRAWN:
            key = self._lines[at][0]
            self._lines[at] = (key, self._line(key))
        return super().render_line(y)

    def build(self, width: int) -> list[Row]:
        """Lay the rows out under a heading for each grain, each group and its periods."""
        if not self.found:
            return [Row("", self.nothing)]
        shape = self._fit(width)
        if shape != self._shape:
            self._drawn.clear()
        self._shape = shape
        rows = list[Row]()
        for grain in ("weekly", "monthly"):
            group: str | None = None
            of_grain = [row for row in self.found.values() if row.line.kpi.grain == grain]
            for row in of_grain:
                kpi = row.line.kpi
                here = "" if self._solo else kpi.team or "Company"
                if group is None:
                    rows.append(Row("", (*([ink.text("")] if rows else []), self._heading(row, here))))
                elif here != group:
                    rows.append(Row("", (ink.text(""), ink.text(f"  {here}", ink.MUTED))))
                group = here
                rows.append(Row(kpi.key, (_UNDRAWN,)))
        return rows

    def _fit(self, width: int) -> Shape:
        """Share the width out: the name, the target, then as many periods as fit."""
        rows = self.found.values()
        widest = max(cell_width(max(self._written(row), key=len)) for row in rows)
        value = min(max(widest, VALUE_LEAST), VALUE_MOST)
        target = min(max((cell_width(self._target(row)) for row in rows), default=0), TARGET_MOST)
        name = min(max(*(cell_width(_name(row)) for row in rows), NAME_LEAST), NAME_MOST)
        each = BEFORE + value + 3
        most = max(len(row.cells) for row in rows)
        room = width - INDENT - GAP - target
        name = max(min(name, room - min(most, 4) * each), NAME_LEAST)
        shown = max(min((room - name) // each, most), 1)
        name = min(name + max(room - name - shown * each, 0), max(name, min(NAME_MOST, max(map(_name_width, rows)))))
        back = min(max(self._shape.back, self.column - shown + 1), self.column)
        return Shape(name, target, value, shown, min(back, most - shown))

    @property
    def in_sight(self) -> tuple[int, int]:
        """Say how many periods are in sight, of how many."""
        return self._shape.shown, max((len(row.cells) for row in self.found.values()), default=0)

    def _heading(self, row: KpiRow, group: str) -> Content:
        """Name the group and the periods; the current one stands out."""
        shape = self._shape
        parts = [ink.text(" " * INDENT), ink.cell(group, shape.name, ink.MUTED)]
        if shape.target:
            parts += [ink.text(" " * GAP), ink.cell("target", shape.target, ink.MUTED, "right")]
        for cell in self._in_sight(row):
            style = ink.ACCENT if cell.is_current else ink.MUTED
            parts += [
                ink.text(" " * BEFORE),
                ink.cell(short_label(cell.period), shape.value, style, "right"),
                ink.text("   "),
            ]
        return ink.line(*parts)

    def _in_sight(self, row: KpiRow) -> Sequence[Cell]:
        """Give the cells in sight, oldest first."""
        end = len(row.cells) - self._shape.back
        return row.cells[max(end - self._shape.shown, 0) : end]

    def _line(self, key: str) -> Content:
        """Draw a row; the cell under the cursor is marked."""
        if key != self.cursor and key in self._drawn:
            return self._drawn[key]
        row, shape = self.found[key], self._shape
        parts = [ink.text(" " * INDENT), ink.cell(_name(row), shape.name)]
        if shape.target:
            parts += [ink.text(" " * GAP), ink.cell(self._target(row), shape.target, ink.MUTED, "right")]
        for cell in self._in_sight(row):
            drawn = self._cell(row, cell)
            parts.append(drawn.stylize(CURSOR, 1) if key == self.cursor and cell is self.cell else drawn)
        line = ink.line(*parts)
        if key != self.cursor:
            self._drawn[key] = line
        return line

    def _cell(self, row: KpiRow, cell: Cell) -> Content:
        """Draw a cell: its value, its status, and whether it was amended."""
        words, style = self._value(row, cell), ink.PLAIN
        if cell.value is None or cell.status in (None, "late", "paused"):
            style = ink.MUTED
        elif cell.is_current:
            style = ink.STRONG
        glyph = STATUS[cell.status][0] if cell.status and not (cell.value is None and cell.status == "not_due") else " "
        return ink.line(
            " " * BEFORE,
            ink.cell(words, self._shape.value, style, "right"),
            " ",
            (glyph, ink.STATUS_INK[cell.status] if cell.status else ink.MUTED),
            (AMENDED if cell.amended else " ", ink.STRONG),
        )

    def _written(self, row: KpiRow) -> list[str]:
        """Write a row's values, once for as long as they stand."""
        key = row.line.kpi.key
        known = self._texts.get(key)
        if known is None or known[0] is not row:
            known = self._texts[key] = row, [self._value(row, cell) for cell in row.cells]
        return known[1]

    def _value(self, row: KpiRow, cell: Cell) -> str:
        """Write a cell's value without its unit, which the target tells; a dot where nothing was asked for."""
        kpi = row.line.kpi
        if cell.value is None:
            return (
                ""
                if cell.status == "paused"
                else formatting.GAP
                if cell.status in (None, "not_due")
                else formatting.NONE
            )
        if kpi.goal.direction == "yes_no":
            return formatting.number(cell.value, "yes_no")
        return formatting.number(cell.value, "hours" if kpi.unit == "hours" else "number", self._format).removesuffix(
            " h"
        )

    def _target(self, row: KpiRow) -> str:
        """Write the target of the current period, with its unit."""
        line = row.line
        return formatting.bound(line.goal.target, line.kpi.unit, line.goal.direction, self._format)


def _name(row: KpiRow) -> str:
    """Name a KPI, one that is worked out marked."""
    return f"{row.line.kpi.name} {DERIVED}" if row.line.kpi.formula else row.line.kpi.name


def _name_width(row: KpiRow) -> int:
    """Say how wide its name is."""
    return cell_width(_name(row))
