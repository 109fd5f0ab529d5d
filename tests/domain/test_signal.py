"""Signal or noise: an XmR chart over the last twenty recorded values."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.signal import Limits, limits, possible, reason, signal

values = st.decimals(-1000, 1000, places=2)


def decimals(text: str) -> list[Decimal]:
    """Read values that are separated by spaces."""
    return [Decimal(word) for word in text.split()]


def test_limits_are_the_mean_and_266_mean_moving_ranges() -> None:
    """The limits are m ± 2.66 r, r the mean of the absolute differences of neighbours."""
    assert limits(decimals("10 12 10 12 10 12")) == Limits(Decimal(11), Decimal("5.68"), Decimal("16.32"))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("16.32", "noise"), ("16.33", "signal"), ("5.68", "noise"), ("5.67", "signal"), ("11", "noise")],
)
def test_a_value_outside_the_limits_is_a_signal(value: str, verdict: str) -> None:
    """On a limit is not outside it."""
    assert signal(Decimal(value), decimals("10 12 10 12 10 12")) == verdict


@pytest.mark.parametrize("count", range(6))
def test_fewer_than_six_values_say_nothing(count: int) -> None:
    """With fewer than six recorded values it is unknown, however far out the value is."""
    before = [Decimal(10)] * count
    assert limits(before) is None
    assert signal(Decimal(1000), before) == "unknown"


def test_no_value_says_nothing() -> None:
    """A period without a value is neither signal nor noise."""
    assert signal(None, decimals("1 2 3 4 5 6")) == "unknown"


def test_only_the_last_twenty_values_count() -> None:
    """What a KPI did more than twenty values ago does not widen its limits."""
    recent = [Decimal(10), Decimal(12)] * 10
    assert limits([Decimal(10**6), *recent]) == limits(recent)
    assert signal(Decimal(17), [Decimal(10**6), *recent]) == "signal"


def test_six_equal_values_make_any_other_a_signal() -> None:
    """A KPI that never moved has no room between its limits: the same again is noise, anything else a signal."""
    flat = [Decimal(5)] * 6
    assert signal(Decimal(5), flat) == "noise"
    assert signal(Decimal("5.0001"), flat) == "signal"


# Eleven values that swing so far that nothing after them is outside the limits.
LONG = "0 20 0 20 0 20 0 20 0 20 0"


def test_the_eighth_in_a_row_on_one_side_is_a_signal() -> None:
    """Seven values on one side of the mean and this one are a shift, though each is inside the limits."""
    before = decimals(f"{LONG} 13 13 13 13 13 13 13")
    band = limits(before)
    assert band is not None
    assert band.mean < 13
    assert signal(Decimal(13), before) == "signal"
    assert signal(Decimal(5), before) == "noise"


def test_seven_in_a_row_are_noise() -> None:
    """With only six on that side before it, the seventh is not a signal yet."""
    before = decimals(f"{LONG} 5 13 13 13 13 13 13")
    assert signal(Decimal(13), before) == "noise"


def test_below_the_mean_counts_as_above_it() -> None:
    """A run below the mean is a signal just the same."""
    before = decimals("20 0 20 0 20 0 20 0 20 0 20 7 7 7 7 7 7 7")
    assert signal(Decimal(7), before) == "signal"


@pytest.mark.parametrize(
    ("before", "verdict"),
    [("5 0 24 13 13 13 13 13 13 13", "signal"), ("6 0 24 13 13 13 12 13 13 13", "noise")],
    ids=["all above 12", "one on 12"],
)
def test_a_value_on_the_mean_breaks_the_run(before: str, verdict: str) -> None:
    """None of the eight may be on the mean, which is 12 in both."""
    band = limits(decimals(before))
    assert band is not None
    assert band.mean == 12
    assert signal(Decimal(13), decimals(before)) == verdict


def test_with_six_values_there_is_no_run_of_eight() -> None:
    """Six before it and this one are seven: too few for a run."""
    assert signal(Decimal("10.5"), decimals("10 10 10 10 10 40")) == "noise"


@given(st.lists(values, min_size=6, max_size=30), values)
def test_it_is_what_the_rule_says(before: list[Decimal], value: Decimal) -> None:
    """Whatever the values are, it agrees with the rule worked out in fractions."""
    recent = [Fraction(one) for one in before[-20:]]
    mean = sum(recent, Fraction(0)) / len(recent)
    moves = [abs(later - earlier) for earlier, later in pairwise(recent)]
    reach = Fraction(266, 100) * sum(moves, Fraction(0)) / len(moves)
    run = [*recent[-7:], Fraction(value)]
    is_run = len(run) == 8 and (all(one > mean for one in run) or all(one < mean for one in run))
    distance = abs(Fraction(value) - mean)
    # On the very limit the 28th digit decides; the rule works in decimals to 28 digits.
    if abs(distance - reach) > Fraction(1, 10**20):
        assert signal(value, before) == ("signal" if distance > reach or is_run else "noise")


@given(st.lists(values, min_size=6, max_size=20), values)
def test_the_context_of_the_thread_makes_no_difference(before: list[Decimal], value: Decimal) -> None:
    """It is worked out to 28 digits, whatever another library did to the decimal context."""
    expected = signal(value, before), limits(before)
    with localcontext(prec=3):
        assert (signal(value, before), limits(before)) == expected


def test_a_signal_says_which_of_the_two_it_is() -> None:
    """A value is outside the limits, or the eighth in a row on one side of the mean; outside is said first."""
    before = decimals("10 12 10 12 10 12")
    assert reason(Decimal(17), before) == "outside"
    assert reason(Decimal(11), before) is None
    drifting = decimals("1 1 1 1 20 1 1 1 1 1 5 6 5 6 5 6 5")
    assert reason(Decimal(6), drifting) == "run"
    assert signal(Decimal(6), drifting) == "signal"


def test_limits_are_said_within_what_can_be() -> None:
    """What was never negative has no limit below 0, and a share of 0 to 100 % none above 100."""
    band = Limits(Decimal(99), Decimal(-3), Decimal(103))
    assert possible(band, decimals("98 100"), "percent") == Limits(Decimal(99), Decimal(0), Decimal(100))
    assert possible(band, decimals("98 100"), "EUR") == Limits(Decimal(99), Decimal(0), Decimal(103))
    assert possible(band, decimals("-1 120"), "percent") == band
