"""What a value is judged as, in all four directions and to the last digit; and what no target may look like."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.kpi import NO, YES, Kpi, Target, bound_text, check_target

numbers = st.decimals(-1000, 1000, places=2)


def target(direction: str, goal: object = None, alert: object = None) -> Target:
    """Make a target; numbers and ranges may be given as text, as 40..60."""
    return Target(direction, bound(goal), bound(alert))  # type: ignore[arg-type]


def bound(text: object) -> Decimal | tuple[Decimal, Decimal] | None:
    """Read a bound."""
    if text is None:
        return None
    low, dots, high = str(text).partition("..")
    return (Decimal(low), Decimal(high)) if dots else Decimal(low)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("50", "on_track"),
        ("40.00", "on_track"),
        ("39.99", "watch"),
        ("30", "watch"),
        ("29.99", "breach"),
        ("-1", "breach"),
    ],
)
def test_at_least(value: str, verdict: str) -> None:
    """At least 40 with an alert of 30: on track from 40, on watch from 30, in breach below."""
    assert target("at_least", 40, 30).verdict(Decimal(value)) == verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("4", "on_track"),
        ("5", "on_track"),
        ("5.01", "watch"),
        ("7", "watch"),
        ("7.000001", "breach"),
        ("1e9", "breach"),
    ],
)
def test_at_most(value: str, verdict: str) -> None:
    """At most 5 with an alert of 7: on track up to 5, on watch up to 7, in breach above."""
    assert target("at_most", 5, 7).verdict(Decimal(value)) == verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("40", "on_track"),
        ("60", "on_track"),
        ("39.9", "watch"),
        ("60.1", "watch"),
        ("30", "watch"),
        ("75", "watch"),
        ("29.9", "breach"),
        ("75.1", "breach"),
    ],
)
def test_between(value: str, verdict: str) -> None:
    """Between 40 and 60 with alerts at 30 and 75: on watch between the two ranges, in breach outside both."""
    assert target("between", "40..60", "30..75").verdict(Decimal(value)) == verdict


def test_yes_no() -> None:
    """Yes is on track, no is a breach, and nothing is on watch."""
    assert target("yes_no").verdict(YES) == "on_track"
    assert target("yes_no").verdict(NO) == "breach"


@pytest.mark.parametrize(
    ("goal", "good", "bad"),
    [
        (target("at_least", 40), "40", "39.999"),
        (target("at_most", 5), "5", "5.001"),
        (target("between", "40..60"), "60", "60.001"),
        (target("at_least", 40, 40), "40", "39.999"),
    ],
    ids=lambda value: value.direction if isinstance(value, Target) else value,
)
def test_a_kpi_without_an_alert_has_no_watch_band(goal: Target, good: str, bad: str) -> None:
    """Without an alert, or with one that equals the target, a value is on track or a breach."""
    assert goal.verdict(Decimal(good)) == "on_track"
    assert goal.verdict(Decimal(bad)) == "breach"


def test_a_band_may_be_open_on_one_side() -> None:
    """An alert range may share an end with the target range; on that side there is no watch."""
    goal = target("between", "40..60", "40..75")
    assert goal.verdict(Decimal("39.9")) == "breach"
    assert goal.verdict(Decimal(70)) == "watch"


def test_values_are_exact_decimals() -> None:
    """0.1 + 0.2 recorded as 0.3 is exactly on a target of 0.3, and a hair below is not."""
    goal = target("at_least", "0.3")
    assert goal.verdict(Decimal("0.1") + Decimal("0.2")) == "on_track"
    assert goal.verdict(Decimal("0.29999999999999999999999999999")) == "breach"
    assert target("at_most", "0.3").verdict(Decimal("0.30")) == "on_track"


@given(value=numbers, goal=numbers, slack=st.decimals(0, 100, places=2))
def test_at_most_mirrors_at_least(value: Decimal, goal: Decimal, slack: Decimal) -> None:
    """What is at least T with an alert below is at most −T with an alert above, read in a mirror."""
    least = Target("at_least", goal, goal - slack).verdict(value)
    assert Target("at_most", -goal, -goal + slack).verdict(-value) == least


@given(value=numbers, low=numbers, wide=st.decimals(0, 100, places=2), slack=st.decimals(0, 100, places=2))
def test_between_is_at_least_and_at_most_together(value: Decimal, low: Decimal, wide: Decimal, slack: Decimal) -> None:
    """A range is as good as the worse of its two ends."""
    order = ("on_track", "watch", "breach")
    high = low + wide
    both = Target("between", (low, high), (low - slack, high + slack)).verdict(value)
    ends = (Target("at_least", low, low - slack), Target("at_most", high, high + slack))
    assert both == max((end.verdict(value) for end in ends), key=order.index)


@pytest.mark.parametrize(
    "goal",
    [
        target("at_least", 40, 30),
        target("at_least", 40, 40),
        target("at_least", 40),
        target("at_most", 5, 7),
        target("at_most", 0),
        target("between", "40..60"),
        target("between", "40..60", "40..60"),
        target("between", "50..50", "30..75"),
        target("yes_no"),
    ],
    ids=str,
)
def test_a_target_with_its_alert_on_the_right_side_is_taken(goal: Target) -> None:
    """The alert of at least is at or below the target, of at most at or above, of a range around it."""
    check_target(goal)


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (target("at_least", 40, 41), "above"),
        (target("at_most", 5, 4), "below"),
        (target("between", "60..40"), "wrong way round"),
        (target("between", "40..60", "41..75"), "must hold"),
        (target("between", "40..60", "30..59"), "must hold"),
        (target("between", "40..60", "75..30"), "must hold"),
        (target("between", 40), "ranges"),
        (target("between", "40..60", 30), "ranges"),
        (target("at_least", "40..60"), "not a range"),
        (target("at_most", 5, "4..6"), "not a range"),
        (target("at_least"), "needs a target"),
        (target("between"), "needs a target"),
        (target("yes_no", 1), "yes/no"),
        (target("yes_no", None, 1), "yes/no"),
    ],
    ids=str,
)
def test_a_target_of_the_wrong_shape_is_refused(goal: Target, message: str) -> None:
    """No target, an alert on the wrong side of it, and a range where a number belongs are refused, saying which."""
    with pytest.raises(RefusedError, match=message):
        check_target(goal)


def test_a_bound_keeps_its_digits() -> None:
    """6.10 stays 6.10, and a range is written 40..60."""
    assert bound_text(Decimal("6.10")) == "6.10"
    assert bound_text((Decimal(40), Decimal("60.5"))) == "40..60.5"
    assert bound_text(Decimal("1E+3")) == "1000"
    assert bound_text(None) is None


def test_a_kpi_belongs_to_the_company_or_to_one_team() -> None:
    """A KPI without a team is the company's; a daily one is judged by week."""
    now = datetime(2026, 11, 2, tzinfo=UTC)
    kpi = Kpi(key="nps", name="NPS", owner="Ada", goal=target("at_least", 40), created_at=now, due_from=now)
    team = Kpi(
        key="calls",
        name="Calls",
        owner="Ada",
        goal=kpi.goal,
        created_at=now,
        due_from=now,
        team="Growth",
        cadence="daily",
    )
    assert (kpi.level, kpi.grain) == ("company", "weekly")
    assert (team.level, team.grain) == ("team", "weekly")
