"""Objectives as they stand: how far each has come, what is due for check-in (governance rules, section 6)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import month_id, quarter_days, shift
from cadence_tui.domain.cycle import IDLE_AFTER, KeyResultLine, ObjectiveLine, key_result_line, review_is_due
from cadence_tui.domain.okr import cycle_of, is_learning

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import CheckIn, Initiative, KeyResult, Objective
    from cadence_tui.services.values import Values
    from cadence_tui.services.view import View

_AFTER_ALL = {"monthly": "9998-12", "weekly": "9998-W01"}


def newest(values: Values, kpi: Kpi, before: str | None = None) -> Decimal | None:
    """Give the newest value that stands for a KPI, or the newest of a period before one."""
    found = values.before(kpi, before or _AFTER_ALL[kpi.grain], 1)
    return found[0][1] if found else None


def current(values: Values, objective: Objective, key_result: KeyResult) -> Decimal | None:
    """Give a key result's value: its KPI's newest where one feeds it, else what was typed.

    Once it has ended, or its objective is closed, it stays what it was then.
    """
    if key_result.kpi is None or key_result.ended is not None or objective.state == "closed":
        return key_result.current
    return newest(values, values.kpis[key_result.kpi])


# --- Lines ------------------------------------------------------------------------------------------------------------


def lines(view: View, cycle: str | None = None) -> list[ObjectiveLine]:
    """Work out every objective's line, of one cycle where asked: by cycle, the company's first, then by team."""
    gathered = _Gathered(view)
    found = [line(view, one, gathered) for one in gathered.objectives if cycle in (None, one.cycle)]
    return sorted(found, key=lambda one: (one.objective.cycle, one.objective.team or ""))


def active(view: View) -> list[ObjectiveLine]:
    """Work out the lines of the active objectives, by number."""
    gathered = _Gathered(view)
    return [line(view, one, gathered) for one in gathered.objectives if one.state == "active"]


def line(view: View, objective: Objective, gathered: _Gathered | None = None) -> ObjectiveLine:
    """Work out one objective's line."""
    known = gathered or _Gathered(view)
    return ObjectiveLine(
        objective=objective,
        key_results=tuple(_key_result(view, objective, one, known) for one in objective.key_results),
        learning=_is_learning(objective, known.objectives),
        is_due=is_due(view, objective, known.check_ins),
        idle=tuple(_idle(view, objective, known)),
    )


def key_result_line_of(view: View, name: str) -> KeyResultLine:
    """Work out one key result's line, by its id.

    Raises:
        NotFoundError: when there is none.
    """
    objective, found = view.repository.key_result(name)
    return _key_result(view, objective, found, _Gathered(view))


class _Gathered:
    """What the lines of all objectives are worked out from, read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.objectives = view.repository.objectives()
        self.check_ins: dict[str, CheckIn] = {one.key_result: one for one in view.repository.check_ins()}

    @cached_property
    def served(self) -> set[str]:
        """Name what an action has served for less than three weeks, or is to serve yet."""
        alive = self._view.repository.actions_alive_since(self._view.now - IDLE_AFTER)
        return {name for action in alive for name in action.serves}


def _key_result(view: View, objective: Objective, one: KeyResult, known: _Gathered) -> KeyResultLine:
    """Work out a key result's line today, or on the day on which its objective was closed."""
    return key_result_line(
        one,
        current=current(view.values, objective, one),
        cycle=objective.cycle,
        today=view.calendar.today(objective.closed_at) if objective.closed_at else view.today,
        fiscal_start=view.company.fiscal_start,
        check_in=known.check_ins.get(one.id),
    )


def _is_learning(objective: Objective, objectives: list[Objective]) -> bool:
    """Say whether an objective's team is in one of its first two cycles with objectives."""
    if objective.team is None:
        return False
    active_in = {o.cycle for o in objectives if o.team == objective.team and o.activated_at is not None}
    return is_learning(objective.cycle, active_in)


def _idle(view: View, objective: Objective, known: _Gathered) -> list[Initiative]:
    """List the initiatives of an active objective that are to be done and that no action has served for three weeks."""
    if objective.state != "active" or objective.activated_at is None:
        return []
    if view.now - objective.activated_at < IDLE_AFTER:
        return []
    return [one for one in objective.initiatives if one.is_going and one.id not in known.served]


# --- The check-in that is due -----------------------------------------------------------------------------------------


def due(view: View) -> list[Objective]:
    """List the active objectives whose review is due this week and that are not checked in yet."""
    active = [one for one in view.repository.objectives() if one.state == "active"]
    if not active:
        return []
    check_ins = {one.key_result: one for one in view.repository.check_ins()}
    return [one for one in active if is_due(view, one, check_ins)]


def is_due(view: View, objective: Objective, check_ins: dict[str, CheckIn]) -> bool:
    """Say whether an objective's review is due this week, and a key result of it is not checked in since the last."""
    if objective.state != "active" or objective.activated_at is None:
        return False
    first = span_of_cycle(view, objective.cycle)[0]
    falls = review_is_due(
        objective,
        view.calendar,
        view.week,
        first=first,
        every_weeks=view.company.checkin_weeks,
        activated_on=view.calendar.today(objective.activated_at),
    )
    begun = view.calendar.deadline(shift(view.week, -1))
    going = [one for one in objective.key_results if one.ended is None]
    return falls and any(one.id not in check_ins or check_ins[one.id].at < begun for one in going)


def span_of_cycle(view: View, cycle: str) -> tuple[date, date]:
    """Give a cycle's first and last day."""
    return quarter_days(cycle, view.company.fiscal_start)


def current_cycle(view: View) -> str:
    """Name the cycle that it is."""
    return cycle_of(view.today, view.company.fiscal_start)


# --- As it was --------------------------------------------------------------------------------------------------------


def lines_at(view: View, week: str, until: datetime) -> list[ObjectiveLine]:
    """Work out the lines of the objectives that were active at a week's end, as they stood then."""
    today = view.calendar.today(until)
    check_ins = [one for one in view.repository.check_ins() if one.at <= until]
    typed = {one.key_result: one.value for one in check_ins if one.value is not None}
    last = {one.key_result: one for one in check_ins}
    found = list[ObjectiveLine]()
    for one in view.repository.objectives():
        if (
            one.activated_at is None
            or one.activated_at > until
            or (one.closed_at is not None and one.closed_at <= until)
        ):
            continue
        key_results = list[KeyResultLine]()
        for part in one.key_results:
            kpi = view.kpis[part.kpi] if part.kpi else None
            before = month_id(today) if kpi and kpi.grain == "monthly" else shift(week, 1)
            key_results.append(
                key_result_line(
                    part,
                    current=newest(view.values, kpi, before) if kpi else typed.get(part.id),
                    cycle=one.cycle,
                    today=today,
                    fiscal_start=view.company.fiscal_start,
                    check_in=last.get(part.id),
                )
            )
        found.append(ObjectiveLine(one, tuple(key_results)))
    return found
