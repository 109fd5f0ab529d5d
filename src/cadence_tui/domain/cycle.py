"""Read models of a cycle: each objective and key result as it stands on a day, and when its check-in is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui.domain.okr import expected, forecast, pace, progress, span, suggested_score, verdict, weighted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from fractions import Fraction

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.okr import CheckIn, Initiative, KeyResult, Objective, Pace, Verdict

IDLE_AFTER = timedelta(weeks=3)
_WEEK = 7


class KeyResultLine(NamedTuple):
    """A key result on a day: its value, how far it has come of what was expected, where it lands, its last check-in."""

    key_result: KeyResult
    current: Decimal | None
    start: date
    due: date
    progress: Fraction
    expected: Fraction
    pace: Pace
    forecast: Fraction | None
    check_in: CheckIn | None = None

    @property
    def suggested(self) -> Decimal:
        """Suggest a score from progress."""
        return suggested_score(self.progress)


class ObjectiveLine(NamedTuple):
    """An objective on a day, with its key results.

    `learning` says that its team is in one of its first two cycles; `is_due` that a check-in is due this week and not
    made; `idle` are the initiatives that no action has served for three weeks.
    """

    objective: Objective
    key_results: tuple[KeyResultLine, ...]
    learning: bool = False
    is_due: bool = False
    idle: tuple[Initiative, ...] = ()

    @property
    def progress(self) -> Fraction:
        """Give the weighted mean of its key results' progress."""
        return weighted((line.key_result.weight, line.progress) for line in self.key_results)

    @property
    def weakest_first(self) -> list[KeyResultLine]:
        """List the key results, the one furthest behind what was expected of it first."""
        return sorted(self.key_results, key=lambda line: line.progress - line.expected)

    @property
    def scores(self) -> list[Decimal]:
        """List the scores that were given."""
        return [line.key_result.score for line in self.key_results if line.key_result.score is not None]


class PathPoint(NamedTuple):
    """A key result on its way: a day, the value, and the progress that it was by the line it had on that day."""

    day: date
    value: Decimal
    progress: Fraction


class LineChange(NamedTuple):
    """A change of an active objective or one of its parts: when, who, of what, from, to, why."""

    at: datetime
    who: str | None
    subject: str
    before: Any
    after: Any
    why: str | None


def key_result_line(
    key_result: KeyResult,
    *,
    current: Decimal | None,
    cycle: str,
    today: date,
    fiscal_start: int = 1,
    check_in: CheckIn | None = None,
) -> KeyResultLine:
    """Work out a key result's line on a day."""
    start, due = span(key_result, cycle, fiscal_start)
    done = progress(key_result, current)
    return KeyResultLine(
        key_result=key_result,
        current=current,
        start=start,
        due=due,
        progress=done,
        expected=expected(start, due, today),
        pace=pace(done, start, due, today),
        forecast=forecast(done, start, due, today),
        check_in=check_in,
    )


def cycle_verdict(lines: Sequence[ObjectiveLine]) -> Verdict | None:
    """Judge a cycle of the company or of one team by its scores; None while a key result has none."""
    if not lines or any(len(line.scores) < len(line.key_results) for line in lines):
        return None
    scores = [score for line in lines for score in line.scores]
    return verdict(scores, learning=any(line.learning for line in lines)) if scores else None


# --- The check-in -----------------------------------------------------------------------------------------------------


def review_in(calendar: Calendar, week: str, review_day: int) -> date:
    """Give the day of a week on which a review falls: that weekday, at the latest on the usual deadline's own day."""
    last = calendar.today(calendar.usual_deadline(week))
    return last - timedelta(days=(last.weekday() - review_day) % _WEEK)


def review_is_due(
    objective: Objective, calendar: Calendar, week: str, *, first: date, every_weeks: int, activated_on: date
) -> bool:
    """Say whether an objective's review falls into a week: not before it was activated, nor before its cycle began.

    `first` is the cycle's first day, from which two weeks are counted, so that all objectives have theirs together.
    """
    if objective.state != "active" or week in calendar.paused:
        return False
    review = review_in(calendar, week, objective.review_day)
    if review < first or review < activated_on:
        return False
    weeks = (review - first).days // _WEEK
    return weeks % every_weeks == 0
