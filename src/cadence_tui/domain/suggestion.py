"""What is worth a thought about KPIs and objectives: rules, each of which says its reason (seeds 001 and 002).

A suggestion stops nothing and is never made true by itself; it goes away once what it saw is no longer so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.okr import CheckIn, Objective

SuggestionKind = Literal["unsure", "unlinked", "raise", "candidate"]
RUNNING = 3


class Suggestion(NamedTuple):
    """Something worth a thought: about which KPI, objective, key result or candidate, and why."""

    kind: SuggestionKind
    subject: str
    name: str
    reason: str


def missed_running(newest_first: Sequence[Judgement]) -> bool:
    """Say whether a KPI missed its last three judged periods, paused ones aside: it must move, not only be watched."""
    kept = [one for one in newest_first if one.status != "paused"][:RUNNING]
    return len(kept) == RUNNING and all(one.is_miss for one in kept)


def moves_nothing(objective: Objective) -> bool:
    """Say whether an objective names no KPI that it means to move, and no KPI feeds a key result of it."""
    return objective.kpi is None and all(one.kpi is None for one in objective.key_results)


def fell_running(oldest_first: Sequence[CheckIn]) -> tuple[int, int] | None:
    """Give from where to where confidence fell in the last three check-ins, each below the one before it."""
    kept = [one.confidence for one in oldest_first[-RUNNING - 1 :]]
    falls = len(kept) == RUNNING + 1 and all(after < before for before, after in pairwise(kept))
    return (kept[0], kept[-1]) if falls else None
