"""The scorecard as somebody wants to see it: which KPIs, in which groups, in which order."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from cadence_tui.domain.kpi import PERSPECTIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cadence_tui.domain.kpi import Kind, Level, Status, Target
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.pages import Row

T = TypeVar("T")
By = Literal["team", "perspective", "owner"]
Order = Literal["listed", "name", "status", "trend"]
BY: tuple[By, ...] = ("team", "perspective", "owner")
ORDERS: tuple[Order, ...] = ("listed", "name", "status", "trend")
NEWEST = 4
"""How many of the newest values a trend is read from, against those before them."""

_WORST_FIRST: tuple[Status, ...] = (
    "breach",
    "late",
    "watch",
    "on_track",
    "recorded",
    "pending",
    "paused",
    "not_due",
)
_SAYS_NOTHING = ("pending", "recorded", "paused", "not_due")


def after(all_of: Sequence[T], one: T) -> T:
    """Give what comes after one, round and round; the first where it is gone."""
    return all_of[(all_of.index(one) + 1) % len(all_of)] if one in all_of else all_of[0]


class Arrangement(NamedTuple):
    """What is shown, by what it is grouped, and in which order; what is empty narrows nothing."""

    by: By = "team"
    order: Order = "listed"
    owner: str = ""
    level: Level | None = None
    kind: Kind | None = None

    def lets(self, row: Row) -> bool:
        """Say whether a KPI is shown."""
        kpi = row.line.kpi
        return (
            (not self.owner or kpi.owner == self.owner)
            and (self.level is None or kpi.level == self.level)
            and (self.kind is None or kpi.kind == self.kind)
        )

    @property
    def narrows(self) -> bool:
        """Say whether any KPI could be left out."""
        return bool(self.owner or self.level or self.kind)


class Group(NamedTuple):
    """KPIs that stand together: by week or by month, and under one title."""

    grain: str
    title: str
    rows: tuple[Row, ...]


def arranged(rows: Iterable[Row], wanted: Arrangement, *, solo: bool = False) -> list[Group]:
    """Group and order the rows; those that are judged by month stand below the others, under months of their own.

    In a company of one, groups that could only say who it is have no title.
    """
    groups: dict[tuple[int, int, str, str], list[Row]] = {}
    for row in filter(wanted.lets, rows):
        kpi = row.line.kpi
        place, title = _group(row, wanted.by)
        shown = "" if solo and wanted.by != "perspective" else title
        groups.setdefault((kpi.grain == "monthly", place, shown.casefold(), shown), []).append(row)
    return [
        Group("monthly" if monthly else "weekly", title, tuple(ordered(groups[monthly, place, folded, title], wanted)))
        for monthly, place, folded, title in sorted(groups)
    ]


def ordered(rows: Sequence[Row], wanted: Arrangement) -> Sequence[Row]:
    """Put the rows of a group in order: as they are listed, by name, the worst first, or what falls most first."""
    if wanted.order == "name":
        return sorted(rows, key=lambda row: row.line.kpi.name.casefold())
    if wanted.order == "status":
        return sorted(rows, key=lambda row: _WORST_FIRST.index(standing(row)))
    if wanted.order == "trend":
        return sorted(rows, key=trend)
    return rows


def ordered_lines(lines: Iterable[KpiLine], order: Order) -> list[KpiLine]:
    """Put the lines of one week in order, in the same ways as the scorecard of many."""
    if order == "name":
        return sorted(lines, key=lambda line: line.kpi.name.casefold())
    if order == "status":
        return sorted(lines, key=lambda line: _WORST_FIRST.index(line.shown))
    if order == "trend":
        return sorted(lines, key=lambda line: going(line.goal, line.trend))
    return list(lines)


def standing(row: Row) -> Status:
    """Say where a KPI stands: as it is judged or would be, else as it was judged last."""
    if row.line.shown not in _SAYS_NOTHING:
        return row.line.shown
    judged = (cell.status for cell in reversed(row.cells) if cell.status and cell.status not in _SAYS_NOTHING)
    return next(judged, row.line.shown)


def trend(row: Row) -> Decimal:
    """Measure where a KPI is going, above zero for the better: its newest four values against those before them.

    Both means are set in relation to the larger of them, so that a KPI in euros and one in percent can be compared;
    one that is to stay between two ends goes by how far it is from their middle.
    """
    return going(row.line.goal, [cell.value for cell in row.cells])


def going(goal: Target, known: Sequence[Decimal | None]) -> Decimal:
    """Measure where values are going, oldest first, as `trend` does."""
    values = [_good(goal, one) for one in known if one is not None]
    newest, before = values[-NEWEST:], values[:-NEWEST]
    if not newest or not before:
        return Decimal(0)
    now, then = sum(newest) / Decimal(len(newest)), sum(before) / Decimal(len(before))
    size = max(abs(now), abs(then))
    return (now - then) / size if size else Decimal(0)


def _good(goal: Target, value: Decimal) -> Decimal:
    """Turn a value so that more is better."""
    if isinstance(goal.target, tuple):
        low, high = goal.target
        return -abs(value - (low + high) / 2)
    return -value if goal.direction == "at_most" else value


def _group(row: Row, by: By) -> tuple[int, str]:
    """Name the group of a row, and the place that it takes before those that go by name."""
    kpi = row.line.kpi
    if by == "owner":
        return 0, kpi.owner
    if by == "perspective":
        known = kpi.perspective
        return (PERSPECTIVES.index(known), known.capitalize()) if known else (len(PERSPECTIVES), "No perspective")
    return (1, kpi.team) if kpi.team else (0, "Company")
