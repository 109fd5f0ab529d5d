"""Calibration: how many decisions worked, and how far off the expected effects were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadence_tui.domain.calibration import Point, Tally, miss_of, tallies

TODAY = date(2026, 12, 8)


def point(outcome: str | None = None, *, value: str | None = None, actual: str | None = None) -> Point:
    """Make a point with an answer."""
    expected, came = (None if text is None else Decimal(text) for text in (value, actual))
    return Point("D-1", "Olga", TODAY, outcome, expected, came, miss_of(expected, came))  # type: ignore[arg-type]


def test_the_share_is_of_those_that_were_answered() -> None:
    """One that waits for an answer is counted apart."""
    tally = Tally("all", (point("worked"), point("worked"), point("failed"), point()))
    assert (tally.worked, tally.answered, tally.waiting, tally.percent) == (2, 3, 1, 66)


def test_nothing_answered_has_no_share() -> None:
    """There is none rather than nought."""
    tally = Tally("all", (point(),))
    assert (tally.percent, tally.mean_miss) == (None, None)


@pytest.mark.parametrize(
    ("expected", "actual", "miss"),
    [("6", "9", "0.5"), ("10", "5", "-0.5"), ("-4", "-5", "-0.25"), ("0", "3", None), ("5", None, None)],
)
def test_a_miss_is_a_share_of_what_was_expected(expected: str, actual: str | None, miss: str | None) -> None:
    """Above or below it; nothing is off by a share of nothing, nor where no value is known."""
    assert point(value=expected, actual=actual).miss == (None if miss is None else Decimal(miss))


def test_the_mean_miss_counts_either_way() -> None:
    """Half above and a quarter below do not cancel out; one without an expectation is left out."""
    tally = Tally("all", (point(value="6", actual="9"), point(value="8", actual="6"), point("worked")))
    assert (tally.mean_miss, tally.compared) == (Decimal("0.375"), 2)


def test_points_are_parted_by_name_and_keep_their_order() -> None:
    """Each in one part, the newest first as they came."""
    points = [Point(f"D-{number}", by, TODAY) for number, by in ((3, "Olga"), (2, "Bo"), (1, "Olga"))]
    found = tallies(points, lambda one: one.by)
    assert [(one.of, [p.id for p in one.points]) for one in found] == [
        ("Bo", ["D-2"]),
        ("Olga", ["D-3", "D-1"]),
    ]
