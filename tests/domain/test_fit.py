"""Targets that no longer fit: always met by a wide margin, or never met."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.fit import LEAST, LOOKED_AT, fit, is_wide, looked_at
from cadence_tui.domain.judgement import Judgement, judge
from tests.companies import goal, kpi, plan, wall

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Cadence, Target

NOW = wall("2026-11-23T18:00")


def judged(values: list[str], target: str, *, newest: str = "2026-W46", by: Target | None = None) -> list[Judgement]:
    """Judge values, newest first, back from a period; an empty one is late."""
    one = kpi(plan(target=target))
    return [
        judge(one, shift(newest, -n), by or one.goal, Decimal(text) if text else None, NOW)
        for n, text in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("target", "value", "wide"),
    [
        ("at_least 40 30", "50", True),
        ("at_least 40 30", "49.9", False),
        ("at_most 5 7", "3", True),
        ("at_most 5 7", "3.1", False),
        ("at_least 40", "44", True),
        ("at_least 40", "43.9", False),
        ("at_least -40", "-36", True),
        ("at_most 0", "-5", False),
        ("at_least 40 40", "44", True),
        ("between 40..60 30..75", "50", False),
        ("yes_no", "1", False),
    ],
)
def test_a_wide_margin_is_as_far_as_the_alert_is_short_of_the_target(target: str, value: str, *, wide: bool) -> None:
    """Without an alert it is a tenth of the target; a range, a yes or no and a target of 0 have none."""
    assert is_wide(goal(target), Decimal(value)) is wide


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["50"] * 8, "loose"),
        (["50"] * 7, None),
        (["50"] * 7 + ["49"], None),
        (["35"] * 8, "unmet"),
        (["20"] * 8, "unmet"),
        (["35"] * 7 + ["40"], None),
        (["35"] * 7, None),
        ([""] * 20, None),
        (["35", ""] * 5, None),
        (["50"] * 13 + ["20"] * 9, "loose"),
        (["50"] * 12 + ["20"], None),
    ],
)
def test_a_target_is_loose_or_unmet_over_thirteen_weeks(values: list[str], found: str | None) -> None:
    """At least eight of the last thirteen judged weeks must say so, all alike; weeks without a value say nothing."""
    one = kpi(plan(target="at_least 40 30"))
    assert fit(one, judged(values, "at_least 40 30")) == found


@pytest.mark.parametrize(("count", "found"), [(4, "unmet"), (3, None)])
def test_of_a_monthly_kpi_four_months_are_enough(count: int, found: str | None) -> None:
    """Half a year of months is looked at."""
    one = kpi(plan(target="at_least 40 30", cadence="monthly"))
    assert fit(one, judged(["20"] * count, "at_least 40 30", newest="2026-10")) == found


def test_a_change_of_target_begins_anew() -> None:
    """What was judged by another target does not speak about this one."""
    one = kpi(plan(target="at_least 40 30"))
    assert fit(one, judged(["35"] * 13, "at_least 40 30", by=goal("at_least 60 50"))) is None


@given(
    values=st.lists(st.sampled_from(["50", "45", "35", "20", ""]), max_size=20),
    cadence=st.sampled_from(["weekly", "monthly"]),
)
def test_nothing_is_said_of_fewer_periods_than_it_takes(values: list[str], cadence: Cadence) -> None:
    """Whatever the values, a verdict rests on enough periods, and on none that it does not hold for."""
    one = kpi(plan(target="at_least 40 30", cadence=cadence))
    judgements = judged(values, "at_least 40 30", newest="2026-W46" if cadence == "weekly" else "2026-10")
    found, periods = fit(one, judgements), looked_at(one, judgements)
    assert len(periods) <= LOOKED_AT[cadence]
    if found is not None:
        assert len(periods) >= LEAST[cadence]
        assert {p.status == "on_track" for p in periods} == {found == "loose"}
