"""The scorecard: a line a KPI, in groups by level and team, its columns as wide as what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.formatting import cell_width
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.rows import Row, Rows, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from cadence_tui.domain.report import KpiLine, WeekReport

GAP = 2
NAME_LEAST, NAME_MOST = 14, 34
OWNER_LEAST, OWNER_MOST = 6, 18
STATUS_WIDTH = 10
SIGNAL = "◆"


class Cells(NamedTuple):
    """What one line shows, as text."""

    name: str
    value: str
    target: str
    delta: str
    trend: str
    owner: str


class Widths(NamedTuple):
    """How wide each column is; 0 leaves it out."""

    name: int
    value: int
    target: int
    delta: int
    trend: int
    owner: int


class Scorecard(Rows):
    """The KPIs of the current week; each row's key is its KPI's."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.lines: dict[str, KpiLine] = {}
        self._solo, self._format = False, ""
        self.value_column = (0, 0)

    def fill(self, report: WeekReport) -> None:
        """Show a week."""
        self._solo, self._format = report.company.is_solo, report.company.number_format
        self.lines = {line.kpi.key: line for line in report.lines}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay the lines out under a heading for the company and for each team."""
        if not self.lines:
            return [empty("A KPI is one number with one owner and one target; the scorecard shows them all.")]
        cells = {key: self._cells(line) for key, line in self.lines.items()}
        widths = columns(list(cells.values()), width, solo=self._solo)
        self.value_column = (2 + widths.name + GAP, widths.value)
        rows, group = [_heading(widths)], None
        for key, line in self.lines.items():
            here = line.kpi.team or ("KPIs" if self._solo else "Company")
            if here != group:
                rows.append(Row("", ((ink.text(""),) if group else ()) + (ink.text(here, ink.MUTED),)))
                group = here
            rows.append(Row(key, (self._line(line, cells[key], widths),)))
        return rows

    def _cells(self, line: KpiLine) -> Cells:
        """Write a line's cells."""
        kpi, form = line.kpi, self._format
        unit = "yes_no" if kpi.goal.direction == "yes_no" else kpi.unit
        return Cells(
            kpi.name,
            formatting.value(line.value, kpi.unit, kpi.goal.direction, form),
            formatting.bound(line.goal.target, kpi.unit, line.goal.direction, form),
            formatting.delta(line.value, line.before, unit, form),
            formatting.sparkline((*line.trend[1:], line.value) if line.value is not None else line.trend),
            kpi.owner,
        )

    def _line(self, line: KpiLine, cells: Cells, widths: Widths) -> Content:
        """Draw a line: status and signal last, where the eye ends."""
        parts = [
            ink.cell(cells.name, widths.name),
            ink.cell(cells.value, widths.value, ink.STRONG if line.value is not None else ink.MUTED, "right"),
            ink.cell(cells.target, widths.target, ink.MUTED, "right"),
            ink.cell(cells.delta, widths.delta, ink.MUTED, "right"),
            ink.cell(cells.trend, widths.trend, ink.ACCENT),
            ink.cell(cells.owner, widths.owner, ink.MUTED),
            ink.status(line.shown, STATUS_WIDTH),
        ]
        kept = [part for part, width in zip(parts, (*widths, STATUS_WIDTH), strict=True) if width]
        mark = SIGNAL if line.signal == "signal" else " "
        return ink.line("  ", ink.text(" " * GAP).join(kept), " ", (mark, ink.ACCENT))


def columns(cells: Sequence[Cells], width: int, *, solo: bool) -> Widths:
    """Share a width out: values in full, then the name, then the owner; what finds no room is left out."""
    widest = Widths(*(max((cell_width(cell[n]) for cell in cells), default=0) for n in range(len(Cells._fields))))
    value = max(widest.value, len("value"))
    target, delta, trend = max(widest.target, len("target")), max(widest.delta, len("change")), max(widest.trend, 6)
    name_wish = min(max(widest.name, NAME_LEAST), NAME_MOST)
    owner_wish = 0 if solo else min(widest.owner, OWNER_MOST)
    free = width - 2 - value - STATUS_WIDTH - 2 - 3 * GAP  # name and what follows it
    sizes = {"target": target, "delta": delta, "trend": trend}
    shown = dict.fromkeys(sizes, 0)
    for column in ("target", "trend", "delta"):
        if free - sizes[column] - GAP >= min(name_wish, NAME_LEAST + 4):
            shown[column] = sizes[column]
            free -= sizes[column] + GAP
    owner = 0
    if owner_wish and free - GAP - OWNER_LEAST >= min(name_wish, NAME_LEAST + 2):
        owner = min(owner_wish, max(free - GAP - name_wish, OWNER_LEAST))
        free -= owner + GAP
    return Widths(max(min(name_wish, free), 4), value, shown["target"], shown["delta"], shown["trend"], owner)


def _heading(widths: Widths) -> Row:
    """Name the columns."""
    names = (
        ("", "left"),
        ("value", "right"),
        ("target", "right"),
        ("change", "right"),
        ("trend", "left"),
        ("owner", "left"),
    )
    parts = [
        ink.text(formatting.pad(name, width, "right" if side == "right" else "left"), ink.MUTED)
        for (name, side), width in zip(names, widths, strict=True)
        if width
    ]
    return Row("", (ink.line("  ", ink.text(" " * GAP).join([*parts, ink.text("status", ink.MUTED)])),))
