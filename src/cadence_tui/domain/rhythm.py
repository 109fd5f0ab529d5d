"""The rhythm itself: how much of what a company promised itself it keeps, over thirteen weeks.

It tells of weeks, answers, actions and checks, never of a person. What counts:

- A week is *closed on time* when every number that was due in it had its value by the deadline.
- A week is *held* when its check-in was held before the deadline of the week after.
- An escalation is *answered in time* when a decision came before its clock ran out; each time a clock ran out counts
  against it. One that recovered by itself before that counts for nothing.
- An action is *done by its date* when it was done on that day or before; dropped ones count for nothing.
- A decision is *checked* when somebody said within a week of its day whether it worked; superseded ones count for
  nothing.

A paused week counts for nothing. How far the rhythm has come is told from these facts alone (seed 000: what a founder
has to carry by themselves shows in how much of it reaches them).
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.ladder import Event

Level = Literal["ad hoc", "measured", "answered", "habit"]

WEEKS = 13
LEAST_WEEKS = 4
ENOUGH_PERCENT = 75
CHECKED_WITHIN_DAYS = 7


class Share(NamedTuple):
    """How many of how many."""

    kept: int
    of: int

    @property
    def is_enough(self) -> bool:
        """Say whether it is enough to call it kept; nothing to keep is no fault."""
        return self.kept * 100 >= self.of * ENOUGH_PERCENT

    @property
    def percent(self) -> int | None:
        """Give whole percent, rounded down so that 100 means all; None where there was nothing to keep."""
        return self.kept * 100 // self.of if self.of else None


class RhythmReport(NamedTuple):
    """How the rhythm is kept; `by_founder` and `to_founder` are None in a company of one."""

    weeks: Share
    answers: Share
    actions: Share
    checks: Share
    streak: int
    by_founder: Share | None = None
    to_founder: Share | None = None

    @property
    def level(self) -> Level:
        """Say how far the rhythm has come."""
        reached: Level = "ad hoc"
        for level, _, is_met in self.ladder:
            if not is_met:
                break
            reached = level
        return reached

    @property
    def next(self) -> tuple[Level, str] | None:
        """Say which level comes next, and what it asks for; None once it is a habit."""
        return next(((level, asks) for level, asks, is_met in self.ladder if not is_met), None)

    @property
    def ladder(self) -> tuple[tuple[Level, str, bool], ...]:
        """List the levels above ad hoc with what each asks for, and whether that is met."""
        enough = f"{ENOUGH_PERCENT} %"
        return (
            (
                "measured",
                f"at least {LEAST_WEEKS} closed weeks, {enough} of them on time",
                self.weeks.of >= LEAST_WEEKS and self.weeks.is_enough,
            ),
            (
                "answered",
                f"{enough} of escalations answered in time, and of actions done by their date",
                self.answers.is_enough and self.actions.is_enough,
            ),
            (
                "habit",
                f"{enough} of decisions checked, and {WEEKS} weeks held in a row",
                self.checks.is_enough and self.streak >= WEEKS,
            ),
        )


def closed_on_time(weeks: Sequence[tuple[int, int]]) -> Share:
    """Count the weeks that closed on time; each with how many of its judgements were not late, of how many."""
    return Share(sum(kept == of for kept, of in weeks), len(weeks))


def streak(held: Iterable[bool | None]) -> int:
    """Count the weeks held in a row, newest first; one that can still be held (None) breaks nothing."""
    return sum(one is True for one in takewhile(lambda one: one is not False, held))


def answered(stories: Sequence[Sequence[tuple[Event, int]]], since: datetime) -> Share:
    """Count the answers that came in time, of all clocks that were answered or ran out since a moment.

    Each story is the events of one escalation, oldest first, with the rung that each led to.
    """
    kept = of = 0
    for story in stories:
        runs, rung = False, 0
        for event, led_to in story:
            counts = event.at >= since
            if event.kind == "miss":
                runs = True
            elif event.kind == "timeout":
                of += counts
                runs = led_to != rung  # on the top rung nothing rises, and no clock is left to keep
            elif event.kind == "response":
                kept, of = kept + (runs and counts), of + (runs and counts)
                runs = False
            elif event.kind in ("recovery", "end"):
                runs = False
            rung = led_to
    return Share(kept, of)


def done_by_date(actions: Sequence[tuple[Action, date | None]], since: date, today: date) -> Share:
    """Count the actions done by their date, of those whose date has passed since a day; each with its day of doing."""
    due = [(one, done) for one, done in actions if since <= one.due < today and one.state != "dropped"]
    return Share(sum(done is not None and done <= one.due for one, done in due), len(due))


def checked(decisions: Sequence[tuple[Decision, date | None]], since: date, today: date) -> Share:
    """Count the decisions checked within a week of their day, of those whose week is over or that were checked.

    Each comes with the day on which it was checked.
    """
    kept = of = 0
    for one, on in decisions:
        if one.superseded_by is not None or one.check_on < since:
            continue
        is_over = (today - one.check_on).days > CHECKED_WITHIN_DAYS
        if on is None and not is_over:
            continue
        of += 1
        kept += on is not None and (on - one.check_on).days <= CHECKED_WITHIN_DAYS
    return Share(kept, of)
