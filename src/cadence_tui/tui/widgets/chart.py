"""A KPI's values over its periods as a line, on the bands of target and alert as they were at the time.

Drawn in cells: the line in braille, four dots high and two wide each; the healthy band and the one up to the alert as
grounds of their own, their edges as dashed lines; a status that is not on track as its glyph where the value is. `plot`
is a plain function of what it shows, so that the widget only asks for it again when its size changes.

It is drawn by hand because libraries show less for more: importing plotext (textual-plotext 1.0) adds an eighth to the
start of a bare Textual app and textual-plot 0.10, by numpy, two fifths; at 80 columns plotext spends three rows and six
columns on a frame and ticks, and has no grounds for bands that change, no gaps and no glyphs of a status.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

from cadence_tui import formatting
from cadence_tui.formatting import STATUS, cell_width
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.chart_foot import Columns, axis, happened, statuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.kpi import Kpi, Target
    from cadence_tui.domain.signal import Limits
    from cadence_tui.services.pages import Cell

HEALTHY, WATCH = "on $success 12%", "on $warning 12%"
TARGET_EDGE, ALERT_EDGE, MEAN, LIMIT = "╌", "┈", "─", "┄"
AMENDED = "*"
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BRAILLE = 0x2800
_ROWS, _COLUMNS = 4, 2
_MARKED = ("watch", "breach", "late", "paused")
_WIDEST = 12
_ALL = 100.0
_STATUS = "status"
_WORST = {"breach": 3, "late": 2, "watch": 1}


class Scale(NamedTuple):
    """From a value to a height, counted in dots from the top."""

    low: float
    high: float
    dots: int

    def dot(self, value: float) -> int:
        """Find the dot of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round((1 - min(max(share, 0.0), 1.0)) * (self.dots - 1))

    def row(self, value: float) -> int:
        """Find the row of a value."""
        return self.dot(value) // _ROWS


class Chart(Widget):
    """The newest periods of a KPI."""

    DEFAULT_CSS = """
    Chart { width: 1fr; height: 10; padding: 0 2; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Show nothing yet."""
        super().__init__(id=id)
        self._kpi: Kpi | None = None
        self._cells: Sequence[Cell] = ()
        self._format = ""
        self._limits: Limits | None = None
        self._marks: Mapping[str, Sequence[str]] = {}

    def fill(
        self,
        kpi: Kpi,
        cells: Sequence[Cell],
        number_format: str,
        *,
        limits: Limits | None = None,
        marks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show a KPI's cells, oldest first; its limits, where they are wanted; and what happened, by period."""
        self._kpi, self._cells, self._format = kpi, cells, number_format
        self._limits, self._marks = limits, marks or {}
        self.refresh()

    def render(self) -> ink.Drawn:
        width, height = self.content_size
        if self._kpi is None or not width:
            return ink.Drawn()
        return ink.Drawn(
            *plot(self._kpi, self._cells, self._format, width, height, limits=self._limits, marks=self._marks)
        )


def plot(
    kpi: Kpi,
    cells: Sequence[Cell],
    number_format: str,
    width: int,
    height: int,
    *,
    limits: Limits | None = None,
    marks: Mapping[str, Sequence[str]] | None = None,
) -> list[Content]:
    """Draw the cells into so much room: a plot with what its levels are beside it, and its periods below."""
    if all(cell.value is None for cell in cells):
        return [ink.text("No values yet; the first ones make a line here.", ink.MUTED)]
    if kpi.goal.direction == "yes_no":
        return _answers(cells, width, marks or {})
    feet = min(2 + bool(marks), max(height - 2, 1))
    scale = _scale(kpi.unit, cells, max(height - feet, 2), limits)
    labels = _labels(kpi, cells[-1].goal, scale, number_format, limits)
    left = max(*(cell_width(text) for text, _ in labels.values()), len(_STATUS))
    columns = _fitting(cells, width - left - 1)
    body = _body(columns.cells, scale, columns.each, limits)
    beside = [labels.get(row, ("", ink.MUTED)) for row in range(len(body))]
    beside += [("", ink.MUTED), (_STATUS, ink.MUTED), ("", ink.MUTED)][:feet]
    below = [axis(columns), statuses(columns), happened(columns, marks or {}, width - left - 1)][:feet]
    return [
        ink.line(ink.cell(words, left, style, "right"), " ", line)
        for (words, style), line in zip(beside, [*body, *below], strict=True)
    ]


def _fitting(cells: Sequence[Cell], room: int) -> Columns:
    """Share the room out; where there are more periods than columns, each column shows the worst value of several."""
    several = -(-len(cells) // max(room, 1))
    shown = cells
    if several > 1:
        ends = range(len(cells), 0, -several)
        shown = [_worst(cells[max(end - several, 0) : end]) for end in ends][::-1]
    each = max(min(room // len(shown), _WIDEST), 1)
    return Columns(shown, each, several, [cell.period for cell in cells])


def _worst(cells: Sequence[Cell]) -> Cell:
    """Choose the cell that shows what went wrong, the newest of those that are alike."""
    place = max(range(len(cells)), key=lambda n: (cells[n].value is not None, _WORST.get(cells[n].status or "", 0), n))
    return cells[place]._replace(is_current=any(cell.is_current for cell in cells))


# --- Height -----------------------------------------------------------------------------------------------------------


def _edges(goal: Target) -> tuple[list[float], list[float]]:
    """Give the levels of the target and of the alert."""
    found = []
    for bound in (goal.target, goal.alert):
        ends = bound if isinstance(bound, tuple) else () if bound is None else (bound,)
        found.append([float(end) for end in ends])
    return found[0], found[1]


def _scale(unit: str, cells: Sequence[Cell], rows: int, limits: Limits | None) -> Scale:
    """Make room for every value and every level, and a little air where all is level."""
    levels = [float(cell.value) for cell in cells if cell.value is not None]
    for cell in cells:
        for edges in _edges(cell.goal):
            levels += edges
    levels += [float(level) for level in limits or ()]
    low, high = min(levels), max(levels)
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    # Beyond what was never passed, zero and all of a percentage, there is no air either: nothing is expected there.
    bottom = max(low - air, 0.0) if low >= 0 else low - air
    top = min(high + air, _ALL) if unit == "percent" and high <= _ALL else high + air
    return Scale(bottom, top if top > bottom else bottom + 1.0, rows * _ROWS)


def _labels(
    kpi: Kpi, goal: Target, scale: Scale, number_format: str, limits: Limits | None
) -> dict[int, tuple[str, str]]:
    """Name the levels that hold now, then the greatest and the least value where there is room for them."""
    found = dict[int, tuple[str, str]]()
    for bound, word, style in ((goal.target, "target", ink.GOOD), (goal.alert, "alert", ink.WARN)):
        for level in bound if isinstance(bound, tuple) else () if bound is None else (bound,):
            words = formatting.number(level, kpi.unit, number_format)
            found.setdefault(scale.row(float(level)), (f"{word} {words}", style))
    for word, level in limits._asdict().items() if limits else ():
        words = formatting.number(Decimal(f"{level:.3g}"), kpi.unit, number_format)
        found.setdefault(scale.row(float(level)), (f"{word} {words}", ink.MUTED))
    last = scale.dots // _ROWS - 1
    for row, height in ((0, scale.high), (last, scale.low)):
        if not {row - 1, row, row + 1} & set(found):
            words = formatting.number(Decimal(f"{height:.2g}"), kpi.unit, number_format)
            found[row] = (words, ink.MUTED)
    return found


# --- The plot ---------------------------------------------------------------------------------------------------------


def _body(cells: Sequence[Cell], scale: Scale, each: int, limits: Limits | None) -> list[Content]:
    """Draw bands, line and marks, row by row."""
    rows, columns = scale.dots // _ROWS, each * len(cells)
    usual = {scale.row(float(level)): MEAN if level == limits.mean else LIMIT for level in limits} if limits else {}
    bits = _line(cells, scale, each, rows)
    marks = _marks(cells, scale, each, rows)
    bands = {goal: _bands(goal, scale, rows) for goal in {cell.goal for cell in cells}}
    lines = list[Content]()
    for row in range(rows):
        parts = list[tuple[str, str]]()
        for column in range(columns):
            ground, edge = bands[cells[column // each].goal][row]
            mark = marks.get((row, column))
            if mark:
                char, style = mark
            elif bits[row][column]:
                char, style = chr(_BRAILLE + bits[row][column]), ink.ACCENT
            elif edge:
                char, style = edge, ink.GOOD if edge == TARGET_EDGE else ink.WARN
            else:
                char, style = usual.get(row, " "), ink.MUTED
            whole = f"{style} {ground}".strip()
            if parts and parts[-1][1] == whole:
                parts[-1] = (parts[-1][0] + char, whole)
            else:
                parts.append((char, whole))
        lines.append(Content.assemble(*parts))
    return lines


def _bands(goal: Target, scale: Scale, rows: int) -> list[tuple[str, str]]:
    """Say of each row on which ground it lies under a target, and which edge runs through it."""
    target, alert = ([scale.row(level) for level in edges] for edges in _edges(goal))
    return [
        (
            HEALTHY if _reaches(goal, target, row) else WATCH if _reaches(goal, alert, row) else "",
            TARGET_EDGE if row in target else ALERT_EDGE if row in alert else "",
        )
        for row in range(rows)
    ]


def _reaches(goal: Target, edges: Sequence[int], row: int) -> bool:
    """Say whether a row lies on the good side of the rows of a bound, or between them."""
    if goal.direction == "between":
        return bool(edges) and min(edges) <= row <= max(edges)
    return any(row <= edge if goal.direction == "at_least" else row >= edge for edge in edges)


def _line(cells: Sequence[Cell], scale: Scale, each: int, rows: int) -> list[list[int]]:
    """Set the dots of the line from value to value; where one is missing, the line has a gap."""
    bits = [[0] * (each * len(cells)) for _ in range(rows)]
    before: tuple[int, int] | None = None
    for n, cell in enumerate(cells):
        if cell.value is None:
            before = None
            continue
        here = (n * each * _COLUMNS + each - 1, scale.dot(float(cell.value)))
        for x, y in _between(before or here, here):
            bits[y // _ROWS][x // _COLUMNS] |= _DOTS[x % _COLUMNS][y % _ROWS]
        before = here
    return bits


def _between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """List the dots from one to another."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    return [
        (
            round(start[0] + (end[0] - start[0]) * step / steps),
            round(start[1] + (end[1] - start[1]) * step / steps),
        )
        for step in range(steps + 1)
    ]


def _marks(cells: Sequence[Cell], scale: Scale, each: int, rows: int) -> dict[tuple[int, int], tuple[str, str]]:
    """Mark what is not on track where its value is, or below where there is none; an amended one has a star beside."""
    found = dict[tuple[int, int], tuple[str, str]]()
    for n, cell in enumerate(cells):
        column = n * each + (each - 1) // _COLUMNS
        row = rows - 1 if cell.value is None else scale.row(float(cell.value))
        if cell.status in _MARKED or (cell.is_current and cell.value is not None):
            status = cell.status or "recorded"
            found[row, column] = (STATUS[status][0], ink.STATUS_INK[status])
        if cell.amended and each > 1:
            found[row, column + 1] = (AMENDED, ink.STRONG)
    return found


def _answers(cells: Sequence[Cell], width: int, marks: Mapping[str, Sequence[str]]) -> list[Content]:
    """Draw yes and no as two rows of glyphs."""
    columns = _fitting(cells, width - 4)
    lines = list[Content]()
    for word, wanted in (("yes", 1), ("no", 0)):
        parts = [ink.cell(_answer(cell, wanted), columns.each, _ink(cell)) for cell in columns.cells]
        lines.append(ink.line((f"{word:<4}", ink.MUTED), *parts))
    below = [axis(columns), *([happened(columns, marks, width - 4)] if marks else [])]
    return [ink.text(""), *lines, ink.text(""), *(ink.line("    ", line) for line in below)]


def _answer(cell: Cell, wanted: int) -> str:
    """Give the glyph of an answer in its row; what has none stands in the lower one."""
    if cell.value is None:
        return STATUS[cell.status][0] if not wanted and cell.status in _MARKED else " "
    return STATUS[cell.status or "recorded"][0] + (AMENDED if cell.amended else "") if cell.value == wanted else " "


def _ink(cell: Cell) -> str:
    """Give the colour of a cell's status."""
    return ink.STATUS_INK[cell.status] if cell.status else ink.MUTED
