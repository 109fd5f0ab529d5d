"""Targets that no longer fit: always met by a wide margin, or never met (asked about in the monthly review).

Neither is a fault. A target that nobody can miss says nothing any more, and one that nobody has met in a quarter has
become furniture. What is looked at are a KPI's newest judged periods, those judged by the target that it has now: a
change of target begins anew, and a target for one period alone is passed over. A late period says nothing about a
target, nor does a paused one, so both are left out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi, Target

Fit = Literal["loose", "unmet"]

LOOKED_AT = {"weekly": 13, "monthly": 6}
"""How many judged periods are looked at: a quarter of weeks, half a year of months."""
LEAST = {"weekly": 8, "monthly": 4}
"""How many of them there must be; with fewer it is too early to say."""
_TENTH = Decimal("0.1")


def margin(goal: Target) -> Decimal:
    """Say how far beyond its target a value is wide of it: as far as the alert is short of it, else a tenth of it."""
    target, alert = goal.target, goal.alert
    if not isinstance(target, Decimal):
        return Decimal(0)
    if isinstance(alert, Decimal) and alert != target:
        return abs(target - alert)
    return abs(target) * _TENTH


def is_wide(goal: Target, value: Decimal) -> bool:
    """Say whether a value meets its target by a wide margin; a range, a yes or no and a target of 0 have none."""
    wide = margin(goal)
    if not isinstance(goal.target, Decimal) or not wide:
        return False
    return value >= goal.target + wide if goal.direction == "at_least" else value <= goal.target - wide


def looked_at(kpi: Kpi, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Pick the judged periods, newest first, that speak about the target that a KPI has now.

    Args:
        kpi: the KPI.
        judgements: its judgements, newest first.
    """
    grain = [one for one in judgements if (len(one.period) == len("2026-11")) == (kpi.grain == "monthly")]
    spoken = [one for one in grain if one.value is not None and one.status != "paused"]
    return [one for one in spoken[: LOOKED_AT[kpi.grain]] if one.goal == kpi.goal]


def fit(kpi: Kpi, judgements: Sequence[Judgement]) -> Fit | None:
    """Say how a KPI's target no longer fits, given its judgements, newest first; None where it does, or it is early."""
    found = looked_at(kpi, judgements)
    if len(found) < LEAST[kpi.grain]:
        return None
    if all(one.value is not None and one.status == "on_track" and is_wide(kpi.goal, one.value) for one in found):
        return "loose"
    return "unmet" if all(one.status != "on_track" for one in found) else None
