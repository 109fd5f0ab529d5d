"""Gathers what a scorecard of many periods and one KPI's page show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.signal import Limits, limits
from cadence_tui.domain.totals import SPANS, Total, total
from cadence_tui.services.past import at_close, closed_last
from cadence_tui.services.reports import SIGNAL_SPAN, line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.kpi import Kpi, Status, Target
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.view import View

SCORECARD = 13
BEFORE, AFTER = 4, 4


class Cell(NamedTuple):
    """A KPI in one period: the value that stands, how it was judged (None: never), and by what target.

    A late period keeps its value, given afterwards, as `value`; `is_current` marks the period that closes next.
    """

    period: str
    value: Decimal | None
    status: Status | None
    goal: Target
    amended: bool = False
    is_current: bool = False


class Row(NamedTuple):
    """A KPI's line with its cells, oldest first, the current period last.

    `totals` are the newest 4 and 13 periods that have closed, each as one number.
    """

    line: KpiLine
    cells: tuple[Cell, ...]
    totals: tuple[Total | None, ...] = (None,) * len(SPANS)


class KpiPage(NamedTuple):
    """Everything that one KPI's page shows.

    `limits` are what the KPI does anyway, from the values before the current period; `decisions` are those that answer
    it, its escalations, or expect an effect on it, newest first; `inputs` and `outputs` are the KPIs that it is worked
    out from, and those worked out from it. `totals` are those of its row in the scorecard;
    `made_in` names the period that each decision was made in, oldest first.
    """

    line: KpiLine
    cells: tuple[Cell, ...]
    limits: Limits | None
    escalations: tuple[Escalation, ...]
    decisions: tuple[Decision, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    totals: tuple[Total | None, ...] = (None,) * len(SPANS)
    made_in: tuple[tuple[str, str], ...] = ()

    @property
    def marks(self) -> dict[str, list[str]]:
        """Name by period the escalations, where their first miss was, and the decisions, where they were made."""
        found: dict[str, list[str]] = {}
        for one in reversed(self.escalations):
            if one.causes and one.causes[0].period:
                found.setdefault(one.causes[0].period, []).append(one.id)
        for period, decision in self.made_in:
            found.setdefault(period, []).append(decision)
        return found


def scorecard(view: View, periods: int = SCORECARD) -> list[Row]:
    """Work the scorecard out: every KPI that is not retired over so many periods, company first, then by team."""
    return rows(view, [line(view, kpi) for kpi in view.kpis.values() if kpi.retired_at is None], periods)


def scorecard_at(view: View, week: str, periods: int = SCORECARD) -> list[Row]:
    """Work the scorecard out as it stood at a week's close, by the targets and with the KPIs of that day.

    Raises:
        RefusedError: for a week that has not closed.
    """
    with at_close(view, week) as then:
        found = [line(then, kpi, closed_last(then, kpi)) for kpi in then.kpis.values() if kpi.retired_at is None]
        return rows(then, found, periods)


def rows(view: View, lines: Sequence[KpiLine], periods: int) -> list[Row]:
    """Work the rows of lines out, each over so many periods up to the one that its line is about."""
    back = max(periods, *SPANS)
    known = {(now.kpi.key, now.period): _values(now) for now in lines} if back <= SIGNAL_SPAN else {}

    def values(one: Kpi, until: str) -> Mapping[str, Decimal]:
        if (one.key, until) not in known:
            known[one.key, until] = view.values.between(one, shift(until, -back), until)
        return known[one.key, until]

    return [_row(view, now, periods, values) for now in lines]


def _values(now: KpiLine) -> dict[str, Decimal]:
    """Give the values that a line knows: of as many periods as a signal is told by, and maybe of some before those."""
    found = dict(now.past)
    if now.value is not None:
        found[now.period] = now.value
    return found


def _row(view: View, now: KpiLine, periods: int, values: Callable[[Kpi, str], Mapping[str, Decimal]]) -> Row:
    """Work one row out."""
    kpi, period = now.kpi, now.period
    newest = period if now.judgement is not None else shift(period, -1)
    totals = (
        total(kpi, view.kpis, [shift(newest, -by) for by in range(span)], lambda key: values(view.kpis[key], period))
        for span in SPANS
    )
    return Row(now, (*_past(view, kpi, period, periods - 1, values(kpi, period)), _current(now)), tuple(totals))


def stretch(view: View, kpi: Kpi, first: str = "", last: str = "") -> list[Cell]:
    """Work out the cells around what happened from one period to another, up to now at most; oldest first.

    A few before and after belong to it, so that one sees what came of it; no more of the KPI's history is read.
    """
    now = line(view, kpi)
    until = min(shift(last, AFTER), now.period) if last else now.period
    since = min(shift(first, -BEFORE) if first else until, shift(until, 1 - SCORECARD))
    values = view.values.between(kpi, since, until)
    cells, period = list[Cell](), since
    while period <= until:
        one = view.judgement(kpi.key, period)
        goal = one.goal if one else view.book.goal(kpi, period)
        status, amended = (one.status, one.amended) if one else (None, False)
        is_current = period == now.period
        cells.append(_current(now) if is_current else Cell(period, values.get(period), status, goal, amended=amended))
        period = shift(period, 1)
    return cells


def _past(view: View, kpi: Kpi, until: str, count: int, values: Mapping[str, Decimal]) -> Sequence[Cell]:
    """Work the cells of so many periods before one out, oldest first."""
    if count <= 0:
        return ()
    first, last = shift(until, -count), shift(until, -1)
    judged = view.grades(kpi.key, first, last)
    never: tuple[Status | None, Target, bool] = (None, kpi.goal, False)
    cells = list[Cell]()
    period = first
    while period <= last:
        status, goal, amended = judged.get(period, never)
        cells.append(Cell(period, values.get(period), status, goal, amended))
        period = shift(period, 1)
    return cells


def _current(now: KpiLine) -> Cell:
    """Make the cell of the period that closes next."""
    amended = now.judgement.amended if now.judgement else False
    return Cell(now.period, now.value, now.shown, now.goal, amended=amended, is_current=True)


def kpi_page(view: View, key: str, periods: int | None = 52) -> KpiPage:
    """Work one KPI's page out over so many periods, or over all that it has values for.

    Raises:
        NotFoundError: for an unknown KPI.
    """
    kpi = view.repository.kpi(key)
    now = line(view, kpi)
    found = rows(view, [now], _age(view, kpi, now.period) if periods is None else periods)[0]
    escalations = view.escalations_of(kpi.key)
    decisions = view.repository.decisions_about([kpi.key, *(one.id for one in escalations)])
    inputs, outputs = _relations(view, kpi)
    return KpiPage(
        found.line,
        found.cells,
        limits([value for _, value in now.past]),
        tuple(reversed(escalations)),
        tuple(reversed(decisions)),
        inputs,
        outputs,
        found.totals,
        tuple((view.calendar.current(kpi.cadence, one.at, kpi.lag_days), one.id) for one in decisions),
    )


def _age(view: View, kpi: Kpi, until: str) -> int:
    """Count the periods from a KPI's first value on."""
    first, count = min([*view.values.all(kpi), until]), 1
    while shift(until, 1 - count) > first:
        count += 1
    return count


def _relations(view: View, kpi: Kpi) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the KPIs that one is worked out from, and those that are worked out from it."""
    derived = [other for other in view.kpis.values() if other.formula]
    if not derived:
        return (), ()
    from cadence_tui.domain.formula import parse

    inputs = {other.key: parse(other.formula or "").inputs for other in derived}
    return inputs.get(kpi.key, ()), tuple(key for key, names in inputs.items() if kpi.key in names)
