"""The scorecard: a line a KPI, in groups by level and team, its columns as wide as what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from cadence_tui import formatting
from cadence_tui.formatting import cell_width
from cadence_tui.services.arranging import ORDERS, after, ordered_lines
from cadence_tui.tui import ink
from cadence_tui.tui.copying import joined
from cadence_tui.tui.widgets.rows import AIR, Row, Rows, empty

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from textual import events
    from textual.content import Content

    from cadence_tui.domain.kpi import Status
    from cadence_tui.domain.report import KpiLine, WeekReport
    from cadence_tui.services.arranging import Order
    from cadence_tui.tui.app import CadenceApp

GAP = 2
INDENT = 2
_WHAT_FOR = "The scorecard shows every KPI: one number, one owner, one target, closed once a week."
DRAFT = "✎"
VALUE_LEAST = 9
LOW = 30
NAME_LEAST, NAME_MOST = 14, 34
OWNER_MOST = 18
STATUS_WIDTH = 10
SIGNAL = "◆"
JUDGED = "▪"
BELOW = "↳ "
SORTED = "▾"


class Cells(NamedTuple):
    """What one line shows, as text."""

    name: str
    value: str
    target: str
    delta: str
    trend: str
    owner: str


class Typing(NamedTuple):
    """What is being typed: into which KPI, the status it would have, and the line below that says what it means."""

    key: str
    status: Status | None
    words: Content


class Widths(NamedTuple):
    """How wide each column is; 0 leaves it out."""

    name: int
    value: int
    target: int
    delta: int
    trend: int
    owner: int


class Scorecard(Rows):
    """The KPIs of the current week; each row's key is its KPI's.

    Posts, beside what every list does, `Wanted` when a value is to be recorded by the mouse. A click on a heading sorts
    the KPIs of each group by it: by name, by what falls most, or the worst first; the next lists them again.
    """

    app: CadenceApp
    HELP_TEXT = "The scorecard: a KPI a line, in the period that closes next. {rows.open} opens its page."

    @dataclass
    class Wanted(Message):
        """A KPI's value is to be recorded."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.lines: dict[str, KpiLine] = {}
        self.typing: Typing | None = None
        self._cells: dict[str, Cells] = {}
        self._widths = Widths(0, 0, 0, 0, 0, 0)
        self._report: WeekReport | None = None
        self._drafts: dict[str, str] = {}
        self._remark = ""
        self._owners: dict[str, str] = {}
        self.order: Order = "listed"

    @property
    def value_column(self) -> tuple[int, int]:
        """Say where the values stand: their first column and their width."""
        return INDENT + self._widths.name + GAP, self._widths.value

    def fill(self, report: WeekReport, drafts: dict[str, str], *, remark: str = "") -> None:
        """Show a week, and by KPI what was typed and not saved yet; the cursor begins on the first that is due."""
        self._remark = remark
        self._report, self._drafts = report, drafts
        self.lines = {line.kpi.key: line for line in self._sorted(report)}
        self._cells = {key: self._written(line) for key, line in self.lines.items()}
        if not self.cursor:
            due = {line.kpi.key for line in report.due}
            self.cursor = next((key for key in self.lines if key in due), "")
        self.rebuild()

    def _sorted(self, report: WeekReport) -> list[KpiLine]:
        """Put the KPIs of each group in order, and the groups where they are listed."""
        groups: dict[str, list[KpiLine]] = {}
        for line in report.lines:
            groups.setdefault(line.kpi.team or "", []).append(line)
        return [line for group in groups.values() for line in ordered_lines(group, self.order)]

    def sort(self, order: Order) -> None:
        """Sort the KPIs of each group; by what they are sorted by already, list them again."""
        self.order = "listed" if order == self.order else order
        if self._report is not None:
            self.lines = {line.kpi.key: line for line in self._sorted(self._report)}
            self.rebuild()
            self.show_cursor()

    def sort_on(self) -> None:
        """Sort by what comes next, round and round."""
        self.sort(after(ORDERS, self.order))

    def type(self, typing: Typing | None) -> None:
        """Show what is being typed with every key; None once the field is left."""
        before, self.typing = self.typing, typing
        drawn = self._drawn(typing.key) if typing is not None else ()
        if typing is not None and before is not None and len(drawn) == len(self.lines_of(typing.key)):
            self.replace(typing.key, *drawn)
        else:
            self.rebuild()
            self.show_cursor()

    def build(self, width: int) -> list[Row]:
        """Lay the lines out under a heading for the company and for each team."""
        report = self._report
        if report is None:
            return []
        if not self.lines:
            keys = f"{self.app.key('app.kpis')} {self.app.key('kpis.new')}"
            return [
                empty(_WHAT_FOR, width=width, indent=INDENT),
                empty(""),
                empty("None is defined yet.", keys, "to add the first one.", indent=INDENT),
            ]
        solo = report.company.is_solo
        owners = {cells.owner for cells in self._cells.values()}
        short, whole = first_names(owners), {name: name for name in owners}
        self._widths = columns(list(self._cells.values()), width, [] if solo else [_widest(whole), _widest(short)])
        self._owners = whole if self._widths.owner >= _widest(whole) else short
        judged = sum(line.judgement is not None for line in report.due)
        counted = f"{judged or report.recorded} of {len(report.due)}"
        said = f"{counted} {'judged' if judged else 'recorded'}"
        counted = said if cell_width(said) <= self._widths.name else counted
        rows, group = [_heading(self._widths, counted if report.due else "", self.order)], None
        for key, line in self.lines.items():
            here = line.kpi.team or ("" if solo else "Company")
            if here != group:
                title = (ink.text(f"  {here}", ink.MUTED),) if here else ()
                rows.append(Row("", title if self.app.size.height < LOW else (ink.text(""), *title)))
            group = here
            rows.append(Row(key, self._drawn(key)))
        return [*rows, empty(""), empty(self._remark, width=width, indent=2)] if self._remark else rows

    def _written(self, line: KpiLine) -> Cells:
        """Write a line's cells."""
        kpi, form = line.kpi, self._report.company.number_format if self._report else ""
        unit = "yes_no" if kpi.goal.direction == "yes_no" else kpi.unit
        return Cells(
            kpi.name,
            formatting.value(line.value, kpi.unit, kpi.goal.direction, form),
            formatting.bound(line.goal.target, kpi.unit, line.goal.direction, form),
            "" if unit == "yes_no" else formatting.delta(line.value, line.before, unit, form),
            formatting.sparkline(line.trend),
            kpi.owner,
        )

    def copied(self) -> str:
        """Give the line with the cursor uncut."""
        cells, line = self._cells.get(self.cursor), self.lines.get(self.cursor)
        return joined(*cells, " ".join(formatting.STATUS[line.shown])) if cells and line else ""

    def _drawn(self, key: str) -> tuple[Content, ...]:
        """Draw a KPI's line, and below it what is being typed means."""
        line, typing = self.lines[key], self.typing
        if typing is None or typing.key != key:
            return (self._line(line, self._cells[key], line.shown),)
        room = max(self.scrollable_content_region.width - AIR - INDENT - len(BELOW), NAME_LEAST)
        first, *more = typing.words.wrap(room) or [typing.words]
        below = [ink.line(" " * INDENT, BELOW, first), *(ink.line(" " * (INDENT + len(BELOW)), rest) for rest in more)]
        return (self._line(line, self._cells[key], typing.status or line.shown), *below)

    def _line(self, line: KpiLine, cells: Cells, status: Status) -> Content:
        """Draw a line: status, whether it is judged, and signal last, where the eye ends."""
        widths, draft = self._widths, self._drafts.get(line.kpi.key)
        if draft is not None:
            value = ink.cell(f"{DRAFT}{draft}", widths.value, ink.ACCENT, "right")
        else:
            value = ink.cell(cells.value, widths.value, ink.MUTED if line.value is None else ink.STRONG, "right")
        parts = [
            ink.cell(cells.name, widths.name),
            value,
            ink.cell(cells.target, widths.target, ink.MUTED, "right"),
            ink.cell(cells.delta, widths.delta, ink.MUTED, "right"),
            ink.cell(cells.trend, widths.trend, ink.MUTED),
            ink.cell(self._owners.get(cells.owner, ""), widths.owner, ink.MUTED),
            ink.status(status, STATUS_WIDTH),
        ]
        kept = [part for part, width in zip(parts, (*widths, STATUS_WIDTH), strict=True) if width]
        stands_out = line.signal == "signal" and line.goal.direction != "yes_no"
        mark = SIGNAL if stands_out else " "
        judged = JUDGED if line.judgement is not None else " "
        return ink.line(" " * INDENT, ink.text(" " * GAP).join(kept), " ", (judged, ink.MUTED), (mark, ink.ACCENT))

    def on_click(self, event: events.Click) -> None:
        """Record where the value of the line with the cursor is clicked."""
        key, x, y = self.key_at(event)
        start, width = self.value_column
        if not y and self.lines and (order := self._order_at(x)) is not None:
            self.sort(order)
        if key and key == self.cursor and start - GAP <= x < start + width:
            event.prevent_default()
            self.post_message(self.Wanted(key))

    def _order_at(self, x: int) -> Order | None:
        """Say what a click on the headings sorts by: on the names, the changes and trends, or the status."""
        widths = self._widths
        trend = INDENT + sum(width + GAP for width in widths[:3] if width)
        status = INDENT + sum(width + GAP for width in widths if width)
        after = trend + sum(width + GAP for width in widths[3:5] if width)
        if INDENT <= x < INDENT + widths.name:
            return "name"
        return "trend" if trend <= x < after else "status" if x >= status else None


def first_names(names: Collection[str]) -> dict[str, str]:
    """Shorten each name to its first word, where no other begins with the same."""
    firsts = [name.split(" ")[0] for name in names]
    return {name: first if firsts.count(first) == 1 else name for name, first in zip(names, firsts, strict=True)}


def _widest(names: Mapping[str, str]) -> int:
    """Measure the widest name as it is shown."""
    return max((cell_width(name) for name in names.values()), default=0)


def columns(cells: Sequence[Cells], width: int, owners: Sequence[int]) -> Widths:
    """Share a width out: values in full, then the name, then the owner; what finds no room is left out.

    `owners` are the widths that owners can be shown in, the best first; they are never cut.
    """
    widest = Widths(*(max((cell_width(cell[n]) for cell in cells), default=0) for n in range(len(Cells._fields))))
    value = max(widest.value, VALUE_LEAST)
    target, delta, trend = max(widest.target, len("target")), max(widest.delta, len("change")), max(widest.trend, 6)
    name_wish = min(max(widest.name, NAME_LEAST), NAME_MOST)
    free = width - INDENT - value - STATUS_WIDTH - 3 - 2 * GAP  # name and what follows it
    sizes = {"target": target, "delta": delta, "trend": trend}
    shown = dict.fromkeys(sizes, 0)
    for column in ("target", "trend", "delta"):
        if free - sizes[column] - GAP >= min(name_wish, NAME_LEAST + 4):
            shown[column] = sizes[column]
            free -= sizes[column] + GAP
    wide = (max(one, len("owner")) for one in owners)
    owner = next((one for one in wide if one <= OWNER_MOST and free - GAP - one >= name_wish), 0)
    free -= owner + GAP if owner else 0
    return Widths(max(min(name_wish, free), 4), value, shown["target"], shown["delta"], shown["trend"], owner)


def _heading(widths: Widths, counted: str, order: Order) -> Row:
    """Name the columns, and mark the one that is sorted by; above the names is how many of the values due are in."""
    by = {one: SORTED if one == order else "" for one in ORDERS}
    names = (f"{counted} {by['name']}", "value", "target", "change", f"trend{by['trend']}", "owner")
    right = (1, 2, 3)
    parts = [
        ink.cell(name, width, ink.MUTED, "right" if n in right else "left")
        for n, (name, width) in enumerate(zip(names, widths, strict=True))
        if width
    ]
    return Row(
        "", (ink.line(" " * INDENT, ink.text(" " * GAP).join([*parts, ink.text(f"status {by['status']}", ink.MUTED)])),)
    )
