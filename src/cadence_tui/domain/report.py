"""Read models: a week, a KPI and what needs somebody, worked out once; screens, command line and export render them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.judgement import Judgement, is_due
from cadence_tui.domain.signal import Signal, signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.kpi import Kpi, Status, Target, Verdict
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Part

TREND = 6
Urgency = Literal[
    "overdue", "answer", "late", "meeting", "due", "off_pace", "action", "checkin", "check", "review", "gate"
]
NEEDS_SHOWN = 7


class KpiLine(NamedTuple):
    """A KPI in the period whose deadline comes next.

    `goal` is the target of that period; `trend` holds the values of the six periods before it, oldest first, None where
    there is none, and `past` the newest values before it with their periods, as many as a signal is told by; `days` are
    a daily KPI's days in the week, oldest first.
    """

    kpi: Kpi
    period: str
    deadline: datetime
    goal: Target
    status: Status
    value: Decimal | None
    would_be: Verdict | None
    trend: tuple[Decimal | None, ...]
    signal: Signal
    judgement: Judgement | None
    escalation: Escalation | None = None
    note: str = ""
    days: tuple[tuple[date, Decimal | None], ...] = ()
    past: tuple[tuple[str, Decimal], ...] = ()

    @property
    def before(self) -> Decimal | None:
        """Give the value of the period before this one."""
        return self.trend[-1] if self.trend else None

    @property
    def shown(self) -> Status:
        """Give the status to show: what a recorded value would be judged as, once there is one."""
        return self.would_be or self.status


class OpenEscalation(NamedTuple):
    """An open escalation as it is shown: with its KPI, who is asked, and until when."""

    escalation: Escalation
    kpi: Kpi
    asked: str
    response_due: datetime | None

    @property
    def overdue(self) -> bool:
        """Say whether the top rung's clock ran out unanswered."""
        return self.escalation.overdue_since is not None

    @property
    def is_unanswered(self) -> bool:
        """Say whether nothing has answered its newest miss, and it has not recovered."""
        escalation = self.escalation
        return escalation.recovered_at is None and not escalation.answered


class Need(NamedTuple):
    """One thing that needs somebody: how urgent it is, what it is about, who is asked and until when.

    `subject` is the id or key to open, `name` what to call it, `text` what is wanted; `is_late` says that its moment is
    past. What is due on a day, and not at an hour of it, names the `day`.
    """

    urgency: Urgency
    subject: str
    name: str
    text: str
    who: str
    by: datetime | None = None
    is_late: bool = False
    day: date | None = None


class Review(NamedTuple):
    """A review that is due: the month's or the cycle's, of which."""

    kind: Literal["monthly", "quarterly"]
    period: str


class WeekReport(NamedTuple):
    """The current week at a glance.

    `due` are the lines that are due at the week's deadline, months that share it too; `lines` are all KPIs that are not
    retired; `gate` is what the rollout waits for, where that was asked for; `checkins` are the objectives whose
    check-in is due this week and not made, `off_pace` the key results of active objectives that are; `objectives` are
    the active ones, and `leads` is what leads at the company's stage. `meeting` is the week whose check-in is under
    way, `reviews` are those that are due.
    """

    company: Company
    now: datetime
    week: str
    deadline: datetime
    lines: tuple[KpiLine, ...]
    due: tuple[KpiLine, ...]
    escalations: tuple[OpenEscalation, ...]
    actions: tuple[Action, ...]
    to_check: tuple[Decision, ...]
    today: date
    gate: Need | None = None
    checkins: tuple[Objective, ...] = ()
    off_pace: tuple[tuple[Objective, KeyResultLine], ...] = ()
    objectives: tuple[ObjectiveLine, ...] = ()
    leads: tuple[Part, ...] = ("kpis",)
    meeting: str | None = None
    reviews: tuple[Review, ...] = ()

    @property
    def recorded(self) -> int:
        """Count the due KPIs that have a value."""
        return sum(line.value is not None for line in self.due)

    @property
    def is_closed(self) -> bool:
        """Say whether all that is due has been judged, which closing early does."""
        return bool(self.due) and all(line.judgement is not None for line in self.due)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """List the actions that are still to be done."""
        return tuple(action for action in self.actions if action.state == "open")

    @property
    def overdue_actions(self) -> tuple[Action, ...]:
        """List the open actions whose day has passed."""
        return tuple(action for action in self.actions if action.is_overdue(self.today))


def kpi_line(  # noqa: PLR0913 (the facts that a line is made of)
    kpi: Kpi,
    period: str,
    *,
    calendar: Calendar,
    goal: Target,
    value: Decimal | None,
    judgement: Judgement | None,
    paused: bool,
    before: Sequence[tuple[str, Decimal]],
    escalation: Escalation | None = None,
    note: str = "",
    days: tuple[tuple[date, Decimal | None], ...] = (),
) -> KpiLine:
    """Work out a KPI's line for a period from the facts; `before` are the values before it, oldest first."""
    from cadence_tui.domain.calendar import shift

    status: Status
    if judgement is not None:
        status = judgement.status
    elif paused:
        status = "paused"
    elif kpi.retired_at is not None or not is_due(kpi, period, calendar):
        status = "not_due"
    else:
        status = "pending" if value is None else "recorded"
    known = dict(before)
    return KpiLine(
        kpi=kpi,
        period=period,
        deadline=calendar.deadline(period, kpi.lag_days),
        goal=judgement.goal if judgement else goal,
        status=status,
        value=value,
        would_be=goal.verdict(value) if status == "recorded" and value is not None else None,
        trend=tuple(known.get(shift(period, by)) for by in range(-TREND, 0)),
        signal=signal(value, [v for _, v in before]),
        judgement=judgement,
        escalation=escalation,
        note=note,
        days=days,
        past=tuple(before),
    )


def needs(report: WeekReport, calendar: Calendar) -> list[Need]:
    """List what needs somebody, most urgent first: one line a KPI, whatever is wrong with it.

    Where OKRs lead, a key result that falls behind and a check-in that is due come before a value that is missing.
    """
    order = _OKRS_FIRST if report.leads == ("okrs",) else _URGENCIES
    found = [*_escalation_needs(report), *_due_needs(report)]
    spoken_for = set[str]()
    kept = list[Need]()
    for need, kpi in found:
        if kpi not in spoken_for:
            spoken_for.add(kpi)
            kept.append(need)
    kept += [_action_need(action, calendar) for action in report.overdue_actions]
    kept += [_check_need(decision, calendar) for decision in report.to_check]
    kept += [_off_pace_need(objective, line) for objective, line in report.off_pace]
    kept += [_checkin_need(objective, report) for objective in report.checkins]
    kept += [_review_need(review, report) for review in report.reviews]
    kept += [Need("meeting", "weekly", "Weekly check-in", "is under way", "")] if report.meeting else []
    kept += [report.gate] if report.gate else []
    return sorted(kept, key=lambda need: (order.index(need.urgency), need.by or report.deadline, need.name))


_URGENCIES: tuple[Urgency, ...] = (
    "overdue",
    "answer",
    "late",
    "meeting",
    "due",
    "off_pace",
    "action",
    "checkin",
    "check",
    "review",
    "gate",
)
_OKRS_FIRST: tuple[Urgency, ...] = (
    "overdue",
    "answer",
    "late",
    "meeting",
    "off_pace",
    "checkin",
    "due",
    "action",
    "check",
    "review",
    "gate",
)


def _escalation_needs(report: WeekReport) -> list[tuple[Need, str]]:
    """List the escalations that wait for an answer."""
    out = list[tuple[Need, str]]()
    for one in report.escalations:
        if not one.is_unanswered:
            continue
        owes = "a corrective action" if one.escalation.here.owes == "action" else "a decision"
        need = Need(
            urgency="overdue" if one.overdue else "answer",
            subject=one.escalation.id,
            name=one.kpi.name,
            text=f"{cause_words(one.escalation)}; {one.escalation.here.name} owes {owes}",
            who=one.asked,
            by=one.response_due,
            is_late=one.overdue,
        )
        out.append((need, one.kpi.key))
    return out


def _due_needs(report: WeekReport) -> list[tuple[Need, str]]:
    """List the KPIs that have no value yet, and can be given one."""
    out = list[tuple[Need, str]]()
    for line in report.due:
        if line.value is not None or line.kpi.formula or line.judgement is not None:
            continue
        need = Need(
            urgency="due",
            subject=line.kpi.key,
            name=line.kpi.name,
            text=f"no value for {line.period} yet",
            who=line.kpi.owner,
            by=line.deadline,
        )
        out.append((need, line.kpi.key))
    return out


def _action_need(action: Action, calendar: Calendar) -> Need:
    """Name an overdue action."""
    return Need(
        urgency="action",
        subject=action.id,
        name=action.text,
        text="was due",
        who=action.owner,
        by=calendar.midnight(action.due),
        is_late=True,
        day=action.due,
    )


def _check_need(decision: Decision, calendar: Calendar) -> Need:
    """Name a decision whose day has come."""
    return Need(
        urgency="check",
        subject=decision.id,
        name=decision.title,
        text="did it work?",
        who=decision.by,
        by=calendar.midnight(decision.check_on),
        day=decision.check_on,
    )


def _off_pace_need(objective: Objective, line: KeyResultLine) -> Need:
    """Name a key result that falls behind early enough to turn it (seed 003: missed by week 4, found in week 11)."""
    lands = f"off pace, lands at {round((line.forecast or 0) * 100)} % if nothing changes"
    return Need(
        urgency="off_pace", subject=line.key_result.id, name=line.key_result.title, text=lands, who=objective.owner
    )


def _checkin_need(objective: Objective, report: WeekReport) -> Need:
    """Name an objective whose check-in is due."""
    return Need(
        urgency="checkin",
        subject=objective.id,
        name=objective.title,
        text="check-in due",
        who=objective.owner,
        by=report.deadline,
    )


def _review_need(review: Review, report: WeekReport) -> Need:
    """Name a review that is due; it waits for nobody, and nothing waits for it."""
    name = "Monthly review" if review.kind == "monthly" else "Retrospective"
    return Need("review", review.kind, name, f"of {review.period}, due", report.company.founder)


def cause_words(escalation: Escalation) -> str:
    """Say in words why an escalation is where it is: "late two weeks running, then a breach"."""
    counts = list[tuple[str, int]]()
    for cause in escalation.causes:
        if cause.struck:
            continue
        if counts and counts[-1][0] == cause.kind:
            counts[-1] = (cause.kind, counts[-1][1] + 1)
        else:
            counts.append((cause.kind, 1))
    words = {"late": "late", "breach": "breach", "no_response": "no answer"}
    return ", then ".join(words[kind] if count == 1 else f"{words[kind]} ×{count}" for kind, count in counts)
