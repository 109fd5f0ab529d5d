"""The ladder: who is asked, what they owe, and how each event moves an escalation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.kpi import Kpi, Target
from cadence_tui.domain.ladder import Escalation, Event, Roles, Rung, check_ladder, default_ladder, step

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import EventKind

T0 = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
THREE = (
    Rung("Owner", "owner", "action", 48),
    Rung("Lead", "lead", "decision", 72),
    Rung("Founder", "founder", "decision"),
)
ROLES = Roles("Fay", {"Growth": "Lea", "Ops": None})


def kpi(owner: str = "Olga", team: str | None = None) -> Kpi:
    """Make a KPI with an owner, of the company or of a team."""
    goal = Target("at_least", Decimal(40))
    return Kpi(key="nps", name="NPS", owner=owner, goal=goal, created_at=T0, due_from=T0, team=team)


def fresh(rungs: tuple[Rung, ...] = THREE) -> Escalation:
    """Make an escalation that is about to open."""
    return Escalation(id="E-1", kpi="nps", rungs=rungs, opened_at=T0)


def after(*events: Event, rungs: tuple[Rung, ...] = THREE) -> Escalation:
    """Run events from the start."""
    return reduce(step, events, fresh(rungs))


def miss(hours: float = 0, period: str = "2026-W47", value: str | None = None) -> Event:
    """Miss so many hours after the start: late without a value, else a breach."""
    number = None if value is None else Decimal(value)
    return Event("miss", T0 + hours * HOUR, period=period, miss="breach" if value else "late", value=number)


def at(kind: EventKind, hours: float, **facts: str) -> Event:
    """Let something happen so many hours after the start."""
    return Event(kind, T0 + hours * HOUR, **facts)  # type: ignore[arg-type]


def due(escalation: Escalation) -> float | None:
    """Say in hours after the start when the response clock runs out."""
    return None if escalation.clock_due is None else (escalation.clock_due - T0) / HOUR


# --- Default ladders --------------------------------------------------------------------------------------------------


def who(ladder: tuple[Rung, ...], of: Kpi, roles: Roles = ROLES) -> list[tuple[str, str, int | None]]:
    """Spell a ladder out: whom each rung asks, what they owe, within how many hours."""
    return [(roles.person(rung.who, of), rung.owes, rung.hours) for rung in ladder]


def test_a_team_kpi_climbs_from_owner_to_lead_to_founder() -> None:
    """The owner owes a corrective action in 48 hours, the team's lead a decision in 72, the founder a decision."""
    of = kpi(team="Growth")
    assert who(default_ladder(of, ROLES), of) == [
        ("Olga", "action", 48),
        ("Lea", "decision", 72),
        ("Fay", "decision", None),
    ]


def test_a_company_kpi_leaves_the_founders_second_rung_out() -> None:
    """A company KPI's lead is the founder, whose rung at the top asks the person below and is left out."""
    of = kpi()
    assert who(default_ladder(of, ROLES), of) == [("Olga", "action", 48), ("Fay", "decision", 72)]


def test_a_lead_who_owns_the_kpi_is_asked_once() -> None:
    """A rung whose person is the one below is left out."""
    of = kpi("Lea", "Growth")
    assert who(default_ladder(of, ROLES), of) == [("Lea", "action", 48), ("Fay", "decision", None)]


def test_the_last_rung_left_always_owes_a_decision() -> None:
    """A company KPI that the founder owns has one rung, and that owes a decision, within its 48 hours."""
    of = kpi("Fay")
    assert who(default_ladder(of, ROLES), of) == [("Fay", "decision", 48)]


def test_a_team_without_a_lead_asks_the_founder() -> None:
    """Where a team has no lead, the founder stands in, once."""
    of = kpi(team="Ops")
    assert who(default_ladder(of, ROLES), of) == [("Olga", "action", 48), ("Fay", "decision", 72)]


def test_a_founder_who_owns_a_team_kpi_comes_back_at_the_top() -> None:
    """Only a rung whose person is the one directly below is left out."""
    of = kpi("Fay", "Growth")
    assert who(default_ladder(of, ROLES), of) == [
        ("Fay", "action", 48),
        ("Lea", "decision", 72),
        ("Fay", "decision", None),
    ]


def test_a_solo_founders_ladder_has_two_rungs() -> None:
    """Yourself with an action in 192 hours, then your adviser with a decision and no limit."""
    roles = Roles("Fay", {}, solo=True)
    of = kpi("Fay")
    assert who(default_ladder(of, roles), of, roles) == [("Fay", "action", 192), ("Adviser", "decision", None)]


def test_nothing_of_a_solo_founders_climbs_between_two_weekly_reviews() -> None:
    """192 hours are a week and a day: longer than a week, be it the one in which clocks fall back."""
    assert timedelta(hours=192) > timedelta(weeks=1, hours=1)


@pytest.mark.parametrize(
    ("role", "team", "person"),
    [
        ("owner", "Growth", "Olga"),
        ("lead", "Growth", "Lea"),
        ("lead", "Ops", "Fay"),
        ("lead", None, "Fay"),
        ("founder", "Growth", "Fay"),
        ("Bo", "Growth", "Bo"),
    ],
)
def test_a_rung_asks_a_role_or_a_person(role: str, team: str | None, person: str) -> None:
    """Owner, lead and founder stand for people; any other name is that person."""
    assert ROLES.person(role, kpi(team=team)) == person


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_ladder_has_one_to_five_rungs(count: int) -> None:
    """One rung will do, and five."""
    check_ladder((Rung("Owner", "owner", "action", 1),) * count)


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        ((), "1 to 5"),
        ((Rung("Owner", "owner", "action"),) * 6, "1 to 5"),
        ((Rung("Owner", "owner", "action", 0),), "at least 1 hour"),
        ((Rung("Owner", "owner", "action", -3),), "at least 1 hour"),
    ],
)
def test_a_ladder_out_of_its_limits_is_refused(rungs: tuple[Rung, ...], message: str) -> None:
    """No rung, six of them, and a rung that gives no time to respond are refused."""
    with pytest.raises(RefusedError, match=message):
        check_ladder(rungs)


# --- Miss -------------------------------------------------------------------------------------------------------------


def test_a_miss_opens_an_escalation_at_rung_one() -> None:
    """The first miss opens it at rung 1, with its cause, and starts the response clock of that rung."""
    opened = after(miss(value="12"))
    assert (opened.state, opened.rung, due(opened)) == ("open", 1, 48)
    (cause,) = opened.causes
    assert (cause.at, cause.period, cause.kind, cause.value, cause.rung) == (T0, "2026-W47", "breach", Decimal(12), 1)


def test_a_late_miss_has_no_value() -> None:
    """The cause of a late period has a kind and a period and no value."""
    assert [(c.kind, c.value) for c in after(miss()).causes] == [("late", None)]


def test_each_miss_climbs_one_rung_at_most_to_the_top() -> None:
    """An open escalation goes up one rung a miss; on the top one it stays, and the cause is added all the same."""
    climbing = [after(*(miss(168 * n, f"2026-W{47 + n}") for n in range(count))) for count in (1, 2, 3, 4)]
    assert [escalation.rung for escalation in climbing] == [1, 2, 3, 3]
    assert [cause.rung for cause in climbing[-1].causes] == [1, 2, 3, 3]
    assert [due(escalation) for escalation in climbing] == [48, 168 + 72, None, None]


def test_a_miss_on_the_top_rung_starts_its_clock_anew() -> None:
    """Where the top rung has a limit, another miss counts it from then."""
    one = (Rung("Owner", "owner", "decision", 24),)
    assert due(after(miss(), miss(10, "2026-W48"), rungs=one)) == 34


# --- Recovery ---------------------------------------------------------------------------------------------------------


def test_a_recovery_stops_the_clock() -> None:
    """On track again, the escalation is marked recovered and its clock stops; it stays open on its rung."""
    recovered = after(miss(), at("recovery", 24))
    assert (recovered.state, recovered.rung, due(recovered)) == ("open", 1, None)
    assert recovered.recovered_at == T0 + 24 * HOUR


def test_it_is_recovered_as_of_the_first_on_track_since_the_last_miss() -> None:
    """A second one on track does not move the moment of recovery; after another miss, the next one counts anew."""
    twice = after(miss(), at("recovery", 24), at("recovery", 48))
    assert twice.recovered_at == T0 + 24 * HOUR
    again = step(step(twice, miss(72, "2026-W48")), at("recovery", 96))
    assert again.recovered_at == T0 + 96 * HOUR


def test_a_miss_cancels_the_recovery() -> None:
    """Another miss climbs, takes the recovery away and starts the clock."""
    fallen = after(miss(), at("recovery", 24), miss(30, "2026-W48"))
    assert (fallen.recovered_at, fallen.rung, due(fallen)) == (None, 2, 30 + 72)


# --- Response ---------------------------------------------------------------------------------------------------------


def test_a_response_stops_the_clock_until_the_next_miss() -> None:
    """A decision is kept with the escalation and stops the clock; the next miss starts it again."""
    answered = after(miss(), at("response", 5, decision="D-1"))
    assert (answered.state, due(answered), answered.decisions) == ("open", None, ("D-1",))
    fallen = step(answered, miss(30, "2026-W48"))
    assert (due(fallen), fallen.decisions) == (30 + 72, ("D-1",))


def test_a_superseding_decision_moves_nothing() -> None:
    """It stands beside the one it supersedes; a running clock runs on."""
    escalation = after(miss(), at("response", 5, decision="D-1"), miss(10, "2026-W48"))
    beside = step(escalation, at("superseded", 12, decision="D-2"))
    assert beside == escalation._replace(decisions=("D-1", "D-2"))


# --- Timeout ----------------------------------------------------------------------------------------------------------


def test_an_unanswered_clock_climbs() -> None:
    """Up one rung, cause no response, and the new rung's clock counts from the moment the old one ran out."""
    risen = after(miss(), at("timeout", 48))
    assert (risen.rung, due(risen), risen.overdue_since) == (2, 48 + 72, None)
    assert [(c.kind, c.rung, c.period, c.value) for c in risen.causes[1:]] == [("no_response", 2, None, None)]


def test_on_the_top_rung_nothing_rises() -> None:
    """There the clock that runs out marks the escalation overdue and adds no cause."""
    short = (Rung("Owner", "owner", "action", 48), Rung("Board", "Bo", "decision", 10))
    overdue = after(miss(), at("timeout", 48), at("timeout", 58), rungs=short)
    assert (overdue.rung, len(overdue.causes), due(overdue)) == (2, 2, None)
    assert overdue.overdue_since == T0 + 58 * HOUR


@pytest.mark.parametrize(
    "event",
    [
        miss(60, "2026-W48"),
        at("response", 60, decision="D-1"),
        at("recovery", 60),
        at("end", 60, outcome="accepted"),
    ],
    ids=lambda event: event.kind,
)
def test_the_mark_stays_until_something_takes_it_away(event: Event) -> None:
    """A miss, a response, a recovery or the end takes the overdue mark away."""
    one = (Rung("Owner", "owner", "decision", 10),)
    overdue = after(miss(), at("timeout", 10), rungs=one)
    assert overdue.overdue_since is not None
    assert step(overdue, event).overdue_since is None


@pytest.mark.parametrize(
    "event",
    [at("strike", 60, period="2026-W40"), at("handover", 60), at("superseded", 60, decision="D-2")],
    ids=lambda event: event.kind,
)
def test_nothing_else_takes_the_mark_away(event: Event) -> None:
    """A strike, a handover and a supersession leave an overdue escalation overdue."""
    one = (Rung("Owner", "owner", "decision", 10),)
    assert step(after(miss(), at("timeout", 10), rungs=one), event).overdue_since == T0 + 10 * HOUR


def test_a_rung_without_a_limit_has_no_clock() -> None:
    """No limit, no clock."""
    assert due(after(miss(), rungs=(Rung("Owner", "owner", "action"),))) is None


# --- Strike, handover, end --------------------------------------------------------------------------------------------


def test_a_strike_takes_a_miss_away_and_leaves_the_rung() -> None:
    """The cause shows as struck; what happened, happened: rung and clock stay."""
    two = after(miss(), miss(100, "2026-W48", "3"))
    struck = step(two, at("strike", 120, period="2026-W48"))
    assert [(c.period, c.struck) for c in struck.causes] == [("2026-W47", False), ("2026-W48", True)]
    assert [c.period for c in struck.misses] == ["2026-W47"]
    assert (struck.rung, struck.clock_due) == (two.rung, two.clock_due)


def test_a_strike_leaves_timeouts_alone() -> None:
    """A timeout is no miss: it is not struck, and does not keep an escalation alive."""
    struck = after(miss(), at("timeout", 48), at("strike", 50, period="2026-W47"))
    assert [c.struck for c in struck.causes] == [True, False]
    assert struck.misses == ()


def test_a_handover_starts_a_running_clock_anew() -> None:
    """A new owner has the rung's whole time; a clock that stands still stays as it is."""
    assert due(after(miss(), at("handover", 40))) == 88
    answered = after(miss(), at("response", 5, decision="D-1"))
    assert step(answered, at("handover", 40)) == answered
    recovered = after(miss(), at("recovery", 5))
    assert step(recovered, at("handover", 40)) == recovered


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("recovered", "resolved"),
        ("submitted", "resolved"),
        ("retargeted", "resolved"),
        ("retired", "resolved"),
        ("accepted", "resolved"),
        ("verified", "resolved"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_an_end_has_a_moment_and_an_outcome(outcome: str, state: str) -> None:
    """It is resolved, or withdrawn, at its moment; no clock runs any more, and its history stays."""
    ended = after(miss(), at("end", 30, outcome=outcome))
    assert (ended.state, ended.outcome, ended.ended_at, ended.clock_due) == (state, outcome, T0 + 30 * HOUR, None)
    assert len(ended.causes) == 1


def test_a_response_without_a_decision_is_a_mistake_of_ours() -> None:
    """An event without what it needs is never passed over in silence."""
    with pytest.raises(ValueError, match="response"):
        after(miss(), at("response", 5))


# --- Any run of events ------------------------------------------------------------------------------------------------

steps = st.lists(
    st.one_of(
        st.builds(miss, st.just(0), st.sampled_from(["2026-W47", "2026-W48"]), st.sampled_from([None, "1"])),
        st.sampled_from([at("recovery", 0), at("timeout", 0), at("handover", 0), at("response", 0, decision="D-1")]),
        st.sampled_from([at("strike", 0, period="2026-W47"), at("superseded", 0, decision="D-2")]),
    ),
    max_size=12,
)


@given(
    events=steps,
    rungs=st.lists(st.builds(Rung, st.just("R"), st.just("owner"), st.just("action"), st.sampled_from([None, 1, 48]))),
)
def test_whatever_happens_an_escalation_stays_sound(events: list[Event], rungs: list[Rung]) -> None:
    """It never falls, never leaves its ladder, loses no cause, and no clock runs once recovered or answered."""
    ladder = tuple(rungs[:5]) or THREE
    timed = [event._replace(at=T0 + n * HOUR) for n, event in enumerate([miss(), *events])]
    states = [fresh(ladder)]
    for event in timed:
        if event.kind != "timeout" or states[-1].clock_due is not None:
            states.append(step(states[-1], event))
    for before, now in pairwise(states):
        assert before.rung <= now.rung <= min(before.rung + 1, len(ladder))
        assert now.causes[: len(before.causes)] == before.causes or any(c.struck for c in now.causes)
        assert len(now.causes) >= len(before.causes)
        assert now.clock_due is None or (now.recovered_at is None and now.overdue_since is None)
        assert set(before.decisions) <= set(now.decisions)
