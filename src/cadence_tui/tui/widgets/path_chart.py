"""A key result's path: the straight line from baseline to target, the way it really took, and where that lands.

Days run across, values up. The straight line is dotted, the real path solid, the forecast a sparse line from today to
the due date; today is marked below. Drawn in braille as a KPI's chart is; `plot` is a plain function of what it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

from cadence_tui import formatting
from cadence_tui.formatting import cell_width
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_ROWS, _COLUMNS = 4, 2
_STRAIGHT, _FORECAST = 3, 5
"""Every so many dots of the straight line and of the forecast are drawn."""
TODAY, CHANGED = "▲", "◇"


class Path(NamedTuple):
    """What the chart shows: the span, where the line starts and ends, the points, today, and where it lands.

    `changes` are the days on which the key result was changed while it was active.
    """

    start: date
    due: date
    today: date
    baseline: Decimal
    target: Decimal
    points: Sequence[tuple[date, Decimal]]
    lands: float | None
    unit: str
    number_format: str
    changes: Sequence[date] = ()


class PathChart(Widget):
    """The path of one key result."""

    DEFAULT_CSS = """
    PathChart { width: 1fr; height: 10; padding: 0 2; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Show nothing yet."""
        super().__init__(id=id)
        self._path: Path | None = None

    def fill(self, path: Path | None) -> None:
        """Show a path; None where there is no line to go along."""
        self._path = path
        self.display = path is not None
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        if self._path is None or not width:
            return Content("")
        return Content("\n").join(plot(self._path, width, height))


class _Canvas:
    """Dots in cells, each cell in the colour of what was drawn in it last."""

    def __init__(self, columns: int, rows: int, low: float, high: float, start: date, due: date) -> None:
        """Map days and values onto dots."""
        self.columns, self.rows, self._low, self._high = columns, rows, low, high
        self._start, self._days = start, max((due - start).days, 1)
        self._bits: dict[tuple[int, int], int] = {}
        self._inks: dict[tuple[int, int], str] = {}

    def x(self, day: date) -> int:
        """Find the dot of a day."""
        share = min(max((day - self._start).days / self._days, 0.0), 1.0)
        return round(share * (self.columns * _COLUMNS - 1))

    def y(self, value: float) -> int:
        """Find the dot of a value, counted from the top."""
        share = min(max((value - self._low) / (self._high - self._low), 0.0), 1.0)
        return round((1 - share) * (self.rows * _ROWS - 1))

    def line(self, a: tuple[int, int], b: tuple[int, int], style: str, every: int = 1) -> None:
        """Draw a line from dot to dot, every so many of its dots."""
        steps = max(abs(b[0] - a[0]), abs(b[1] - a[1]), 1)
        for step in range(0, steps + 1, every):
            x, y = round(a[0] + (b[0] - a[0]) * step / steps), round(a[1] + (b[1] - a[1]) * step / steps)
            cell = (y // _ROWS, x // _COLUMNS)
            self._bits[cell] = self._bits.get(cell, 0) | _DOTS[x % _COLUMNS][y % _ROWS]
            self._inks[cell] = style

    def lines(self) -> Iterator[Content]:
        """Give the rows, top first."""
        for row in range(self.rows):
            yield ink.line(
                *(
                    (chr(_BRAILLE + self._bits[row, column]), self._inks[row, column])
                    if (row, column) in self._bits
                    else " "
                    for column in range(self.columns)
                )
            )


def plot(path: Path, width: int, height: int) -> list[Content]:
    """Draw a path into so much room, with its levels to the left and its days below."""
    ends = {float(path.baseline): ("from", path.baseline), float(path.target): ("to", path.target)}
    values = [*(float(value) for _, value in path.points), *ends]
    low, high = min(values), max(values)
    air = (high - low) * 0.04 or 1.0
    words = {
        level: f"{word} {formatting.number(value, path.unit, path.number_format)}"
        for level, (word, value) in ends.items()
    }
    left = max(cell_width(text) for text in words.values())
    rows = max(height - 2, 3)
    canvas = _Canvas(max(width - left - 1, 8), rows, low - air, high + air, path.start, path.due)
    start = (canvas.x(path.start), canvas.y(float(path.baseline)))
    canvas.line(start, (canvas.x(path.due), canvas.y(float(path.target))), ink.MUTED, _STRAIGHT)
    dots = [(canvas.x(day), canvas.y(float(value))) for day, value in path.points]
    if path.lands is not None and dots and path.today < path.due:
        reach = float(path.baseline) + path.lands * (float(path.target) - float(path.baseline))
        canvas.line(dots[-1], (canvas.x(path.due), canvas.y(reach)), ink.WARN, _FORECAST)
    for before, after in zip([dots[0] if dots else start, *dots], dots, strict=False):
        canvas.line(before, after, ink.ACCENT)
    beside = {canvas.y(level) // _ROWS: text for level, text in words.items()}
    drawn = [
        ink.line(ink.cell(beside.get(row, ""), left, ink.MUTED, "right"), " ", line)
        for row, line in enumerate(canvas.lines())
    ]
    return [*drawn, *_axis(path, canvas, left)]


def _axis(path: Path, canvas: _Canvas, left: int) -> Iterator[Content]:
    """Write today's mark, and below it the first day and the due date."""
    cells = [(" ", ink.MUTED)] * canvas.columns
    for day in path.changes:
        if path.start <= day <= path.due:
            cells[canvas.x(day) // _COLUMNS] = (CHANGED, ink.WARN)
    if path.start <= path.today <= path.due:
        at = canvas.x(path.today) // _COLUMNS
        words = TODAY if at > canvas.columns - len("▲ today") else f"{TODAY} today"
        cells[at : at + len(words)] = [(char, ink.ACCENT) for char in words]
    yield ink.line(" " * (left + 1), *cells)
    first, last = formatting.day_label(path.start), f"due {formatting.day_label(path.due)}"
    gap = max(canvas.columns - cell_width(first) - cell_width(last), 1)
    yield ink.line(" " * (left + 1), (f"{first}{' ' * gap}{last}", ink.MUTED))
