"""Calibration: how often decisions worked, and how far from what was expected the KPI stood. Rules, section 5.

What counts:

- A decision whose day has come is *answered* when somebody said whether it worked, else it *waits* for that. One that
  was superseded before anybody said so counts for nothing, and one that was put off has its day still to come.
- The *share that worked* is of the answered ones.
- Where a value was expected and its day has come, the decision is *compared*: with the newest value of a week or month
  that had ended by that day, so that what comes later changes nothing. Its *miss* is how far the one stood from the
  other, as a share of what was expected, so that KPIs of any unit can be set side by side: 9 where 6 was expected is
  off by half. Nothing is off by a share of nothing, so an expected 0 is shown and not counted.
- The *mean miss* is the mean of these shares, whichever way each went: it tells how well effects are foreseen.

It is a mirror to decide better by, and no score of a person.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from cadence_tui.domain.decision import DecisionOutcome


class Came(NamedTuple):
    """A decision whose day has come: by whom, when it was answered or was to be, and what was expected and stood."""

    id: str
    by: str
    outcome: DecisionOutcome | None
    checked_at: datetime | None
    check_on: date
    kpi: str | None = None
    expected: Decimal | None = None
    expect_by: date | None = None
    stood: Decimal | None = None


class Point(NamedTuple):
    """A decision whose day has come, by its id: who decided, what became of it, what was expected and what came.

    `expected` and `actual` are the values of the KPI on which an effect was expected, as far as there are any, and
    `miss` is how far above or below the one the other was, as a share of it (`miss_of`).
    """

    id: str
    by: str
    day: date
    outcome: DecisionOutcome | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    miss: Decimal | None = None


def miss_of(expected: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Say how far above or below what was expected the KPI stood, as a share of that; it is worked out once a point."""
    if expected is None or actual is None or not expected:
        return None
    return (actual - expected) / abs(expected)


class Tally:
    """What became of some decisions, newest first; `of` names whose or when they are. Each count is made once."""

    def __init__(self, of: str, points: tuple[Point, ...]) -> None:
        """Count nothing before it is asked for."""
        self.of, self.points = of, points

    @cached_property
    def answered(self) -> int:
        """Count those of which somebody said whether they worked."""
        return sum(point.outcome is not None for point in self.points)

    @cached_property
    def worked(self) -> int:
        """Count those that worked."""
        return sum(point.outcome == "worked" for point in self.points)

    @cached_property
    def waiting(self) -> int:
        """Count those of which nobody has said yet whether they worked."""
        return len(self.points) - self.answered

    @cached_property
    def compared(self) -> int:
        """Count those that the mean miss is made of."""
        return len(self._misses)

    @cached_property
    def percent(self) -> int | None:
        """Give the share that worked in whole percent, rounded down so that 100 means all; None where none is known."""
        return self.worked * 100 // self.answered if self.answered else None

    @cached_property
    def mean_miss(self) -> Decimal | None:
        """Give the mean distance from what was expected, as a share; None where nothing can be compared."""
        return sum(self._misses, Decimal(0)) / len(self._misses) if self._misses else None

    @cached_property
    def _misses(self) -> tuple[Decimal, ...]:
        """List how far off those were that can be compared."""
        return tuple(abs(point.miss) for point in self.points if point.miss is not None)


class Calibration(NamedTuple):
    """All decisions whose day has come: together, by who decided, and by the quarter in which the day came.

    A company of one has no deciders to tell apart: there are none then. Where it `is_compared` not, nobody has looked
    yet where the KPIs stood.
    """

    whole: Tally
    deciders: tuple[Tally, ...]
    quarters: tuple[Tally, ...]
    is_compared: bool = True


def tallies(points: Iterable[Point], of: Callable[[Point], str]) -> tuple[Tally, ...]:
    """Part points, newest first, by what each belongs to, in the order of those names."""
    parts = dict[str, list[Point]]()
    for point in points:
        parts.setdefault(of(point), []).append(point)
    return tuple(Tally(name, tuple(found)) for name, found in sorted(parts.items()))
