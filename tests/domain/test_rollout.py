"""The rollout: months, the schedule, and each phase's gate item by item."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui import settings
from cadence_tui.domain.rollout import Facts, ObjectiveFacts, Road, TeamFacts, first_of_month, month_of, road

if TYPE_CHECKING:
    from cadence_tui.domain.company import Stage

PLAYBOOK = settings.playbook()
START = date(2026, 9, 1)
GROWTH = {"Growth": TeamFacts(3, (), 0)}
READY = Facts(company_kpis=3, weeks=[(5, 5), (5, 5), (4, 5)], teams=GROWTH)
GOOD = ObjectiveFacts("Make the first week feel effortless", 3, 0, is_linked=True)


def at(
    facts: Facts = READY, phase: int = 1, today: date = START, stage: Stage = "traction", start: date = START
) -> Road:
    """Work out the road."""
    return road(PLAYBOOK, PLAYBOOK.stage(stage), facts, phase=phase, start=start, today=today)


def missing(facts: Facts, phase: int) -> list[str]:
    """Name what a gate still asks for."""
    return [item.what for item in at(facts, phase).missing]


@pytest.mark.parametrize(
    ("start", "today", "month"),
    [
        (date(2026, 9, 1), date(2026, 8, 31), 0),
        (date(2026, 9, 1), date(2026, 9, 1), 1),
        (date(2026, 9, 1), date(2026, 9, 30), 1),
        (date(2026, 9, 1), date(2026, 10, 1), 2),
        (date(2026, 9, 15), date(2026, 10, 14), 1),
        (date(2026, 9, 15), date(2026, 10, 15), 2),
        (date(2026, 9, 1), date(2027, 3, 1), 7),
        (date(2027, 1, 31), date(2027, 2, 28), 2),
        (date(2027, 1, 31), date(2027, 3, 30), 2),
        (date(2027, 1, 31), date(2027, 3, 31), 3),
    ],
)
def test_a_month_is_a_whole_one_since_the_start(start: date, today: date, month: int) -> None:
    """Month n begins on the start's day; where a month is too short for it, on its last."""
    assert month_of(start, today) == month


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_each_month_begins_where_the_one_before_ends(start: date, month: int) -> None:
    """No day lies between two months, and none in both."""
    first = first_of_month(start, month + 1)
    assert month_of(start, first) == month + 1
    assert month_of(start, first - timedelta(days=1)) == month


@pytest.mark.parametrize(
    ("today", "scheduled"),
    [
        ("2026-08-01", 1),
        ("2026-09-30", 1),
        ("2026-10-01", 2),
        ("2026-11-01", 3),
        ("2026-12-01", 4),
        ("2027-02-28", 4),
        ("2027-03-01", 5),
    ],
)
def test_the_schedule_is_one_thing_at_a_time(today: str, scheduled: int) -> None:
    """Company KPIs in month 1, team KPIs in 2, company OKRs in 3, team OKRs in 4 to 6, then the rhythm (seed 003)."""
    assert at(today=date.fromisoformat(today)).scheduled_phase == scheduled


@pytest.mark.parametrize(
    ("phase", "today", "weeks"),
    [
        (1, "2026-09-30", 0),
        (1, "2026-10-01", 0),
        (1, "2026-10-15", 2),
        (2, "2026-10-15", 0),
        (3, "2026-09-01", -8),
        (5, "2027-03-01", 0),
        (4, "2027-03-10", 1),
    ],
)
def test_behind_and_ahead_are_shown_in_weeks(phase: int, today: str, weeks: int) -> None:
    """Behind counts from the day the next phase should have begun, ahead to the day on which this one should."""
    assert at(phase=phase, today=date.fromisoformat(today)).weeks_behind == weeks


def test_a_company_without_teams_passes_through_1_3_and_5() -> None:
    """Without teams there are no team KPIs and no team objectives to install."""
    alone = READY._replace(teams={})
    assert [stop.phase.number for stop in at(alone).stops] == [1, 3, 5]
    assert at(alone, today=date(2026, 10, 15)).scheduled_phase == 1
    assert [stop.phase.number for stop in at(alone, phase=2).stops] == [1, 2, 3, 5]


def test_a_company_of_one_is_not_asked_for_owners() -> None:
    """There is nobody else who could own a KPI."""
    assert [item.what for item in at(stage="solo").here.gate][:2] == ["Company KPIs", "Each with a target"]


def test_every_phase_says_where_it_lies_and_what_it_installs() -> None:
    """What a later phase installs is visible from the start."""
    found = at(phase=2)
    assert [stop.state for stop in found.stops] == ["done", "current", "ahead", "ahead", "ahead"]
    assert all(stop.phase.installs and stop.phase.why for stop in found.stops)
    assert found.next is not None
    assert found.next.phase.number == 3
    assert at(phase=5).next is None
    assert at(phase=5).here.gate == ()


def test_the_first_gate_is_met_by_enough_kpis_that_are_on_time() -> None:
    """The stage's least number of company KPIs, each with owner and target, and 90 % on time over three weeks."""
    assert missing(READY, 1) == []
    assert missing(READY._replace(company_kpis=2), 1) == ["Company KPIs"]
    assert missing(READY._replace(unowned=("mrr",)), 1) == ["Each with one owner and a target"]
    assert missing(READY._replace(untargeted=("mrr",)), 1) == ["Each with one owner and a target"]
    assert len(missing(Facts(company_kpis=0, teams={}), 1)) == 3


@pytest.mark.parametrize(
    ("weeks", "met", "have"),
    [
        ([(9, 10), (9, 10), (9, 10)], True, "90 % (27 of 30)"),
        ([(10, 10), (10, 10), (7, 10)], True, "90 % (27 of 30)"),
        ([(8, 9), (8, 9), (8, 9)], False, "88 % (24 of 27)"),
        ([(26, 29), (0, 0), (0, 0)], False, "89 % (26 of 29)"),
        ([(10, 10), (10, 10)], False, "2 of 3 weeks judged, 100 % on time so far"),
        ([], False, "0 of 3 weeks judged"),
        ([(5, 5), (5, 5), (5, 5), (0, 5)], True, "100 % (15 of 15)"),
    ],
)
def test_on_time_is_counted_over_the_weeks_together(weeks: list[tuple[int, int]], met: bool, have: str) -> None:
    """It is 90 % of what was due in the last three judged weeks together, and of nothing before them."""
    item = at(READY._replace(weeks=weeks)).here.gate[-1]
    assert (item.met, item.have) == (met, have)


def test_the_second_gate_is_met_by_teams_that_own_their_kpis() -> None:
    """Every team has 3 to 5 KPIs, each owned inside the team, and two weeks on time."""
    assert missing(READY._replace(weeks=[(9, 10), (9, 10)]), 2) == []
    assert missing(READY._replace(teams={"Growth": TeamFacts(2)}), 2) == ["Growth: KPIs"]
    assert missing(READY._replace(teams={"Growth": TeamFacts(6)}), 2) == ["Growth: KPIs"]
    assert missing(READY._replace(teams={"Growth": TeamFacts(3, ("nps",))}), 2) == [
        "Growth: each owned inside the team"
    ]
    assert len(missing(READY._replace(teams={**GROWTH, "Product": TeamFacts(0)}), 2)) == 2


def test_the_third_gate_is_met_by_one_whole_objective_and_a_check_in() -> None:
    """One company objective with 2 to 5 key results, no lint error and a KPI, and one OKR check-in done."""
    assert missing(READY._replace(objectives=(GOOD,), check_ins=1), 3) == []
    assert len(missing(READY, 3)) == 3
    for lame in (GOOD._replace(key_results=1), GOOD._replace(errors=1), GOOD._replace(is_linked=False)):
        assert len(missing(READY._replace(objectives=(lame,), check_ins=1), 3)) == 1
        assert missing(READY._replace(objectives=(lame, GOOD), check_ins=1), 3) == []


def test_the_third_gate_says_what_the_best_objective_lacks() -> None:
    """Of several objectives that are not whole, the one that lacks least is named by what it lacks."""
    lame = ObjectiveFacts("Grow", 1, 2, is_linked=False)
    item = at(READY._replace(objectives=(lame, GOOD._replace(key_results=1))), 3).here.gate[1]
    assert item.have == "1 key results"


def test_the_fourth_gate_is_met_by_every_team_and_a_retrospective() -> None:
    """Every team has at least one objective, and one retrospective was held."""
    done = READY._replace(teams={"Growth": TeamFacts(3, (), 1)}, retrospectives=1)
    assert missing(done, 4) == []
    assert missing(done._replace(retrospectives=0), 4) == ["A quarterly retrospective"]
    assert missing(done._replace(teams={**done.teams, "Product": TeamFacts(3)}), 4) == ["Product: objectives"]


def test_the_stage_decides_how_many_kpis_are_enough() -> None:
    """A company of 21 needs ten company KPIs, one of seven needs three."""
    assert [item.need for item in at(stage="alignment").here.gate[:1]] == ["at least 10"]
    assert [item.need for item in at(stage="traction").here.gate[:1]] == ["at least 3"]
