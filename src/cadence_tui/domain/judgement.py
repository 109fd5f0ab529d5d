"""Judging: what became of a KPI in one period, and how that can still change (governance rules, sections 2 and 3)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from cadence_tui.domain.calendar import first_day, grain, shift

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.kpi import Aggregate, Kpi, Target

Judged = Literal["on_track", "watch", "breach", "late", "paused"]
Grade: TypeAlias = "tuple[Judged, Target, bool]"
"""What a scorecard's cell tells of how a period was judged: its status, by which target, and whether amended."""

NOTICE = timedelta(hours=72)
MONTH_NOTICE = timedelta(days=7)
DIGITS = 28


class Judgement(NamedTuple):
    """How one KPI was judged for one period, as it stands now.

    `goal` is the target that it was judged by, which an amendment goes by too. A late judgement has no value; the
    newest value given afterwards is `late_value`, and `late_at` is when the first one came.
    """

    kpi: str
    period: str
    status: Judged
    judged_at: datetime
    goal: Target
    value: Decimal | None = None
    amended: bool = False
    late_value: Decimal | None = None
    late_at: datetime | None = None

    @property
    def grade(self) -> Grade:
        """Give what of it a scorecard's cell tells."""
        return self.status, self.goal, self.amended

    @property
    def is_miss(self) -> bool:
        """Say whether the ladder counts it."""
        return self.status in ("late", "breach")


def is_due(kpi: Kpi, period: str, calendar: Calendar) -> bool:
    """Say whether a KPI is due in a period: nobody's first close comes as a surprise.

    It was created 72 hours before the deadline as it stands, for a month also before its last seven days, and it was
    not retired at or before the deadline.
    """
    deadline = calendar.deadline(period, kpi.lag_days)
    if kpi.due_from > deadline - NOTICE or (kpi.retired_at is not None and kpi.retired_at <= deadline):
        return False
    if grain(period) != "monthly":
        return True
    return kpi.due_from < calendar.midnight(first_day(shift(period, 1)) - MONTH_NOTICE)


def judge(kpi: Kpi, period: str, goal: Target, value: Decimal | None, at: datetime) -> Judgement:
    """Judge a due KPI by the value it has: none is late."""
    status: Judged = "late" if value is None else goal.verdict(value)
    return Judgement(kpi=kpi.key, period=period, status=status, judged_at=at, goal=goal, value=value)


def amended(judgement: Judgement, value: Decimal) -> Judgement:
    """Judge a period again by another value and the target that it had; it keeps the moment it was judged at."""
    return judgement._replace(value=value, status=judgement.goal.verdict(value), amended=True)


def submitted(judgement: Judgement, value: Decimal, at: datetime) -> Judgement:
    """Keep a value that came after its period was judged late, beside the judgement."""
    return judgement._replace(late_value=value, late_at=judgement.late_at or at)


def aggregate(values: Sequence[Decimal], how: Aggregate) -> Decimal | None:
    """Work out a week's value from the days recorded in it, oldest first; None when there are none."""
    if not values:
        return None
    if how == "last":
        return values[-1]
    with localcontext() as context:
        context.prec = DIGITS
        total = sum(values, Decimal(0))
        return total if how == "sum" else total / len(values)


def late_by(judgement: Judgement) -> timedelta | None:
    """Give how long after its deadline the first late value came, or None."""
    return None if judgement.late_at is None else judgement.late_at - judgement.judged_at
