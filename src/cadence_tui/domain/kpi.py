"""A KPI: one number, one owner, one close; and what a value of it means.

The four directions and their bands are those of the governance rules, section 2. Values are exact decimals; a yes/no
KPI holds 1 for yes and 0 for no, so that one comparison serves all four directions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

Level = Literal["company", "team"]
Cadence = Literal["daily", "weekly", "monthly"]
Direction = Literal["at_least", "at_most", "between", "yes_no"]
Aggregate = Literal["last", "sum", "mean"]
Kind = Literal["lagging", "leading"]
Perspective = Literal["financial", "customer", "process", "learning"]
Bound = Decimal | tuple[Decimal, Decimal]
Verdict = Literal["on_track", "watch", "breach"]
Status = Literal["pending", "recorded", "on_track", "watch", "breach", "late", "paused", "not_due"]

CADENCES: tuple[Cadence, ...] = ("daily", "weekly", "monthly")
DIRECTIONS: tuple[Direction, ...] = ("at_least", "at_most", "between", "yes_no")
AGGREGATES: tuple[Aggregate, ...] = ("last", "sum", "mean")
KINDS: tuple[Kind, ...] = ("lagging", "leading")
PERSPECTIVES: tuple[Perspective, ...] = ("financial", "customer", "process", "learning")
YES = Decimal(1)
NO = Decimal(0)


def bound_text(bound: Bound | None) -> str | None:
    """Write a bound with all its digits: one number, or a range as 40..60."""
    if isinstance(bound, tuple):
        return f"{bound[0]:f}..{bound[1]:f}"
    return None if bound is None else f"{bound:f}"


class Target(NamedTuple):
    """What a value is held against: a direction, a healthy target and an alert threshold.

    `target` and `alert` are one decimal, or a pair (low, high) where the direction is `between`; both are None for
    `yes_no`, and `alert` is None where a KPI has no watch band.
    """

    direction: Direction
    target: Bound | None = None
    alert: Bound | None = None

    def verdict(self, value: Decimal) -> Verdict:
        """Judge a value: on track, watch or breach."""
        if self.direction == "yes_no":
            return "on_track" if value == YES else "breach"
        low, high = self._edges(self.target)
        if low <= value <= high:
            return "on_track"
        if self.alert is None:
            return "breach"
        low, high = self._edges(self.alert)
        return "watch" if low <= value <= high else "breach"

    def _edges(self, bound: Bound | None) -> tuple[Decimal, Decimal]:
        """Read a bound as the inclusive interval it stands for."""
        if isinstance(bound, tuple):
            return bound
        if bound is None:
            raise RefusedError("This KPI has no target; give it one with “cadence kpi edit KEY --target …”.")
        if self.direction == "at_least":
            return bound, Decimal("Infinity")
        return Decimal("-Infinity"), bound


def check_target(target: Target) -> None:
    """Refuse a target of the wrong shape, or an alert on the wrong side of it.

    Raises:
        RefusedError: saying which of the two is wrong and what would be right.
    """
    direction, goal, alert = target.direction, target.target, target.alert
    if direction == "yes_no":
        if goal is not None or alert is not None:
            raise RefusedError("A yes/no KPI has no target and no alert of its own: its target is yes.")
        return
    if goal is None:
        raise RefusedError("A KPI needs a target: the value from which it counts as healthy.")
    if direction == "between":
        _check_range(goal, alert)
        return
    if isinstance(goal, tuple) or isinstance(alert, tuple):
        raise RefusedError(f"An “{direction}” KPI takes one number as its target and one as its alert, not a range.")
    if alert is None:
        return
    if direction == "at_least" and alert > goal:
        raise RefusedError(f"The alert {alert:f} must not be above the target {goal:f} of an “at_least” KPI.")
    if direction == "at_most" and alert < goal:
        raise RefusedError(f"The alert {alert:f} must not be below the target {goal:f} of an “at_most” KPI.")


def _check_range(goal: Bound, alert: Bound | None) -> None:
    """Refuse a range that is none, or an alert range that does not hold the target range."""
    if not isinstance(goal, tuple) or not (alert is None or isinstance(alert, tuple)):
        raise RefusedError("A “between” KPI takes ranges, as 40..60, for its target and its alert.")
    if goal[0] > goal[1]:
        raise RefusedError(f"The target range {goal[0]:f}..{goal[1]:f} has its ends the wrong way round.")
    if alert is not None and not (alert[0] <= goal[0] and goal[1] <= alert[1]):
        raise RefusedError(
            f"The alert range {alert[0]:f}..{alert[1]:f} must hold the target range {goal[0]:f}..{goal[1]:f}."
        )


class Kpi(NamedTuple):
    """A KPI as it is defined now.

    `due_from` is the moment of its creation, or of the last change of its cadence, which counts as creation.
    `unit` is number, percent, currency:CODE, hours, days, ratio or yes_no.
    """

    key: str
    name: str
    owner: str
    goal: Target
    created_at: datetime
    due_from: datetime
    team: str | None = None
    unit: str = "number"
    cadence: Cadence = "weekly"
    aggregate: Aggregate = "last"
    lag_days: int = 0
    kind: Kind | None = None
    perspective: Perspective | None = None
    measure: str = ""
    formula: str | None = None
    retired_at: datetime | None = None

    @property
    def level(self) -> Level:
        """Say whether the company or one team holds it."""
        return "team" if self.team else "company"

    @property
    def grain(self) -> Cadence:
        """Name the period that it is judged by: a daily KPI is judged by week."""
        return "weekly" if self.cadence == "daily" else self.cadence
