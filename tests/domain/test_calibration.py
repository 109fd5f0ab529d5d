"""Calibration: which decisions count, how many worked, and how far off the expected effects were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cadence_tui.domain.calibration import Point, Tally, has_come, tallies
from cadence_tui.domain.decision import Decision, Expectation

TODAY = date(2026, 12, 8)
MADE = datetime(2026, 11, 10, 9, tzinfo=UTC)


def decision(number: int = 1, *, value: str | None = None, by: str = "Olga") -> Decision:
    """Make a decision whose day has come."""
    expect = None if value is None else Expectation("nps", Decimal(value), TODAY)
    return Decision(f"D-{number}", "Call", "why", "fix", by, MADE, TODAY, expect=expect)


def point(outcome: str | None = None, *, value: str | None = None, actual: str | None = None) -> Point:
    """Make a point with an answer."""
    one = decision(value=value)._replace(outcome=outcome)  # type: ignore[arg-type]
    return Point(one, TODAY, None if actual is None else Decimal(actual))


def test_a_decision_counts_from_its_day_on() -> None:
    """Not the day before; and at once when somebody answered earlier."""
    assert has_come(decision(), TODAY)
    assert not has_come(decision(), date(2026, 12, 7))
    assert has_come(decision()._replace(outcome="failed"), date(2026, 11, 11))


def test_a_superseded_one_counts_only_when_it_was_answered() -> None:
    """What was replaced before anybody knew tells nothing."""
    assert not has_come(decision()._replace(superseded_by="D-2"), TODAY)
    assert has_come(decision()._replace(superseded_by="D-2", outcome="failed"), TODAY)


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
    points = [Point(decision(number, by=by), TODAY) for number, by in ((3, "Olga"), (2, "Bo"), (1, "Olga"))]
    found = tallies(points, lambda one: one.decision.by)
    assert [(one.of, [p.decision.id for p in one.points]) for one in found] == [
        ("Bo", ["D-2"]),
        ("Olga", ["D-3", "D-1"]),
    ]
