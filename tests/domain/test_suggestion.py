"""What is worth a thought, as rules."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.judgement import Judgement
from cadence_tui.domain.kpi import Target
from cadence_tui.domain.okr import CheckIn, KeyResult
from cadence_tui.domain.suggestion import fell_running, missed_running, moves_nothing
from tests.objectives import objective

if TYPE_CHECKING:
    from cadence_tui.domain.judgement import Judged

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def judged(*newest_first: Judged) -> list[Judgement]:
    """Make judgements, the newest first."""
    return [Judgement("nps", f"2026-W{46 - n}", one, NOW, Target("at_least")) for n, one in enumerate(newest_first)]


def said(*confidences: int) -> list[CheckIn]:
    """Make check-ins, the oldest first."""
    return [CheckIn("O-1.1", NOW, "Olga", one) for one in confidences]


@pytest.mark.parametrize(
    ("newest_first", "says"),
    [
        (("late", "breach", "late"), True),
        (("breach", "breach", "breach", "on_track"), True),
        (("breach", "paused", "breach", "breach"), True),
        (("breach", "breach"), False),
        (("breach", "watch", "breach", "breach"), False),
        (("on_track", "breach", "breach", "breach"), False),
    ],
)
def test_a_kpi_that_missed_its_last_three_periods_is_to_be_raised(newest_first: tuple[Judged, ...], says: bool) -> None:
    """Three misses running count, whatever kind they are; a paused period is passed over and any other ends them."""
    assert missed_running(judged(*newest_first)) is says


@pytest.mark.parametrize(
    ("confidences", "fell"),
    [
        ((8, 7, 5, 4), (8, 4)),
        ((1, 9, 8, 7, 6), (9, 6)),
        ((8, 7, 5), None),
        ((8, 7, 7, 5), None),
        ((9, 8, 7, 8), None),
        ((), None),
    ],
)
def test_confidence_that_falls_three_check_ins_in_a_row_is_named(
    confidences: tuple[int, ...], fell: tuple[int, int] | None
) -> None:
    """Three falls take four check-ins, and only the newest ones tell."""
    assert fell_running(said(*confidences)) == fell


@given(st.lists(st.integers(0, 10), max_size=8))
def test_confidence_that_rose_or_stayed_last_is_never_named(confidences: list[int]) -> None:
    """Whatever came before, a check-in that is no less sure than the one before it ends the fall."""
    held = [*confidences, confidences[-1] if confidences else 5]
    assert fell_running(said(*held)) is None


def test_an_objective_moves_something_by_its_kpi_or_by_what_feeds_it() -> None:
    """It moves nothing only where it names no KPI and none feeds a key result."""
    bare = objective(kpi=None, created_at=NOW)
    assert moves_nothing(bare)
    assert not moves_nothing(objective(kpi="nps", created_at=NOW))
    assert not moves_nothing(bare._replace(key_results=(KeyResult("O-1.1", "Score", kpi="nps"),)))
