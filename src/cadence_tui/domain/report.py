"""Read models: a week, a KPI and what needs somebody, worked out once; screens, command line and export render them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cadence_tui.domain.judgement import Judgement, is_due
from cadence_tui.domain.signal import Signal, signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.kpi import Kpi, Status, Target, Verdict
    from cadence_tui.domain.ladder import Escalation

TREND = 6
Urgency = Literal["late", "breach", "overdue", "unanswered", "due", "check", "action", "watch"]
NEEDS_SHOWN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiLine:
    """A KPI in the period whose deadline comes next.

    `goal` is the target of that period; `trend` holds the values of the six periods before it, oldest first, None where
    there is none; `days` are a daily KPI's days in the week, oldest first.
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

    @property
    def before(self) -> Decimal | None:
        """Give the value of the period before this one."""
        return self.trend[-1] if self.trend else None

    @property
    def shown(self) -> Status:
        """Give the status to show: what a recorded value would be judged as, once there is one."""
        return self.would_be or self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEscalation:
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
    def waits(self) -> bool:
        """Say whether it waits for somebody's answer."""
        return self.response_due is not None or self.overdue or self.is_unanswered

    @property
    def is_unanswered(self) -> bool:
        """Say whether nothing has answered its newest miss, and it has not recovered."""
        escalation = self.escalation
        return escalation.recovered_at is None and not escalation.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs somebody: how urgent, what it is about, and the sentence that says so."""

    urgency: Urgency
    subject: str
    text: str
    who: str
    by: datetime | None = None
    kpi: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReport:
    """The current week at a glance.

    `due` are the lines that are due at the week's deadline, months that share it too; `lines` are all KPIs that are not
    retired.
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

    @property
    def recorded(self) -> int:
        """Count the due KPIs that have a value."""
        return sum(line.value is not None for line in self.due)

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
    )
