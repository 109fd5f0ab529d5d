"""Gathers the facts that the read models of `domain.report` are worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.company import PHASES
from cadence_tui.domain.report import NEEDS_SHOWN, KpiLine, Need, OpenEscalation, Review, WeekReport, kpi_line, needs
from cadence_tui.services.reviews import due_cycle, due_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from cadence_tui.domain.cycle import ObjectiveLine
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.view import View

SIGNAL_SPAN = 20


def line(view: View, kpi: Kpi, period: str | None = None) -> KpiLine:
    """Work out one KPI's line, for the period whose deadline comes next unless another is named."""
    where = period or view.calendar.current(kpi.cadence, view.now, kpi.lag_days)
    daily = kpi.cadence == "daily" and not kpi.formula
    note = None if daily else view.repository.reading_row(kpi.key, where)
    value = view.values.of(kpi.key, where) if daily else note["value"] if note else None
    return kpi_line(
        kpi,
        where,
        calendar=view.calendar,
        goal=view.book.goal(kpi, where),
        value=value,
        judgement=view.judgement(kpi.key, where),
        paused=view.book.is_paused(kpi, where),
        before=view.values.before(kpi, where, SIGNAL_SPAN),
        escalation=view.open_by_kpi.get(kpi.key),
        note=(note["note"] or "") if note else "",
        days=tuple(view.values.days(kpi.key, where).items()) if daily else (),
    )


def lines(view: View, *, retired: bool = False) -> list[KpiLine]:
    """Work out the line of every KPI: company first, then by team."""
    return [line(view, kpi) for kpi in view.kpis.values() if retired or kpi.retired_at is None]


def due_lines(view: View, known: Iterable[KpiLine] = ()) -> list[KpiLine]:
    """Work out the lines of what is due at the current week's deadline, paused ones left out."""
    by_place = {(one.kpi.key, one.period): one for one in known}
    return [
        by_place.get((kpi.key, period)) or line(view, kpi, period)
        for kpi, period in view.book.closing(view.week)
        if not view.book.is_paused(kpi, period)
    ]


def open_escalations(view: View) -> list[OpenEscalation]:
    """List the open escalations with who is asked and until when."""
    return [
        OpenEscalation(
            escalation=escalation,
            kpi=view.kpis[escalation.kpi],
            asked=view.asked(escalation),
            response_due=view.due_at(escalation),
        )
        for escalation in view.open_by_kpi.values()
    ]


def week(view: View) -> WeekReport:
    """Work out the current week at a glance."""
    from cadence_tui.services.meeting import under_way

    found, active = lines(view), _active(view)
    return WeekReport(
        company=view.company,
        now=view.now,
        week=view.week,
        deadline=view.calendar.deadline(view.week),
        lines=tuple(found),
        due=tuple(due_lines(view, found)),
        escalations=tuple(open_escalations(view)),
        actions=tuple(view.repository.actions()),
        to_check=tuple(view.repository.unanswered(view.today)),
        today=view.today,
        meeting=under_way(view),
        reviews=tuple(_reviews(view)),
        objectives=tuple(active),
        checkins=tuple(one.objective for one in active if one.is_due),
        off_pace=tuple(
            (one.objective, part)
            for one in active
            for part in one.weakest_first
            if part.pace == "off_pace" and part.key_result.ended is None
        ),
    )


def _active(view: View) -> list[ObjectiveLine]:
    """Work out the lines of the active objectives; where there are none, nothing of them is loaded either."""
    if not view.repository.active_cycles():
        return []
    from cadence_tui.services import okrs

    return okrs.active(view)


def _reviews(view: View) -> Iterator[Review]:
    """List the reviews that are due: the month's, and the cycle's."""
    if month := due_month(view):
        yield Review("monthly", month)
    if cycle := due_cycle(view):
        yield Review("quarterly", cycle)


def with_rollout(report: WeekReport, view: View, playbook: Callable[[], Playbook]) -> WeekReport:
    """Add what leads, and what the rollout waits for: that comes last, and where there is no room it is only counted.

    What makes no difference is not worked out: the playbook is read from a file, and this is the everyday glance.
    """
    if report.objectives:
        report = report._replace(leads=playbook().stage(view.company.stage).leads)
    if view.company.phase == max(PHASES):
        return report
    if len(needs(report, view.calendar)) >= NEEDS_SHOWN:
        return report._replace(gate=Need("gate", "rollout", "The rollout’s gate", "", view.company.founder))
    from cadence_tui.services.rollout import look, next_need

    return report._replace(gate=next_need(look(view, playbook()), view.company.founder))


def first_close(view: View, most: int = 12) -> tuple[str, datetime] | None:
    """Find the first week, up to so many from now on, in which something is due, with its deadline.

    Right after a company is founded that is not the current week: nobody's first close comes as a surprise.
    """
    week = view.week
    for _ in range(most):
        if next(view.book.closing(week), None) is not None:
            return week, view.calendar.deadline(week)
        week = shift(week, 1)
    return None
