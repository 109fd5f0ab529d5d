"""What deadlines, clocks and people do to judgements and escalations, in time order, without any store."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.book import Book
from cadence_tui.domain.course import Course
from cadence_tui.domain.ladder import Event, Roles, Rung
from tests.companies import calendar, goal, kpi, plan, wall

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation

LADDER = (
    Rung("Owner", "owner", "action", 48),
    Rung("Lead", "lead", "decision", 72),
    Rung("Founder", "founder", "decision"),
)
ALONE = (Rung("Owner", "owner", "decision", 24),)
# W47 closes on 23 November at 18:00, W48 on the 30th, W49 on 7 December, W50 on the 14th, W51 on the 21st.
W47, W48, W49, W50, W51 = (f"2026-W{number}" for number in range(47, 52))


class Run:
    """A course with values in a table, and the words to run it."""

    def __init__(
        self,
        *kpis: Kpi,
        ladder: tuple[Rung, ...] = LADDER,
        days: Calendar | None = None,
        pauses: tuple[tuple[str, str], ...] = (),
        goals: dict[tuple[str, str], str] | None = None,
    ) -> None:
        """Start after W46 was judged."""
        self.values = dict[tuple[str, str], Decimal]()
        self.open_actions = set[str]()
        self.course = Course(
            Book(
                days or calendar(),
                {one.key: one for one in kpis or (kpi(plan()),)},
                {where: goal(text) for where, text in (goals or {}).items()},
                frozenset(pauses),
            ),
            roles=Roles("Fay", {"Growth": "Lea"}),
            ladder=ladder,
            judged_week="2026-W46",
            escalations={},
            next_id=1,
            value_of=lambda key, period: self.values.get((key, period)),
            values_in=lambda period: {key: value for (key, at), value in self.values.items() if at == period},
            judged_of=lambda _: (),
            judgement_of=lambda _, __: None,
            judged_in=lambda _: {},
            all_closed=lambda decisions: not self.open_actions & set(decisions),
        )

    def have(self, key: str = "nps", **values: str) -> Run:
        """Give values by week, as W47="12"."""
        self.values |= {(key, f"2026-{week}"): Decimal(value) for week, value in values.items()}
        return self

    def to(self, moment: str) -> Run:
        """Let time pass up to a moment, that one too."""
        self.course.catch_up(wall(moment))
        return self

    def did(self, moment: str, deed: Callable[[Course], object]) -> Run:
        """Let somebody do something at a moment, everything caught up first."""
        self.to(moment)
        self.course.begin_deed(wall(moment))
        deed(self.course)
        return self

    def amend(self, moment: str, period: str, value: str, key: str = "nps") -> Run:
        """Amend a value."""
        self.to(moment).values[key, period] = Decimal(value)
        return self.did(moment, lambda c: c.amend(c.kpis[key], period, Decimal(value), wall(moment), "typo"))

    def submit(self, moment: str, period: str, value: str, key: str = "nps") -> Run:
        """Submit a late value."""
        self.to(moment).values[key, period] = Decimal(value)
        return self.did(moment, lambda c: c.submit_late(c.kpis[key], {period: Decimal(value)}, wall(moment)))

    def respond(self, moment: str, decision: str = "D-1", *, acting: bool = False) -> Run:
        """Answer with a decision, whose actions are still open where somebody is acting."""
        if acting:
            self.open_actions.add(decision)
        return self.did(moment, lambda c: c.respond(self.open(), decision, wall(moment)))

    def finish(self, moment: str, decision: str = "D-1", key: str = "nps") -> Run:
        """Verify the last action of a decision."""
        self.to(moment).open_actions.discard(decision)
        return self.did(moment, lambda c: c.settle_verified(key, wall(moment)))

    def pause_late(self, moment: str, *periods: str) -> Run:
        """Pause weeks after the fact."""

        def deed(course: Course) -> None:
            days = course.calendar
            course.calendar = days._replace(paused=days.paused | set(periods))
            for period in periods:
                course.pause_late(course.kpis["nps"], period, wall(moment), "away")

        return self.did(moment, deed)

    # --- What stands --------------------------------------------------------------------------------------------------

    def open(self, key: str = "nps") -> Escalation:
        """Give the open escalation."""
        return self.course.escalations[key]

    def judgement(self, period: str, key: str = "nps") -> Judgement:
        """Give a judgement that there is."""
        judgement = self.course.judgement(key, period)
        assert judgement is not None
        return judgement

    def statuses(self, key: str = "nps") -> str:
        """Spell a KPI's judgements out, oldest first."""
        return " ".join(judgement.status for judgement in reversed(list(self.course.counted(key))))

    def newest(self) -> Escalation:
        """Give the escalation that moved last, as it stands."""
        return [move.after for moment in self.course.moments for move in moment.moves][-1]

    def events(self) -> list[tuple[str, str, str]]:
        """Spell every move out: the escalation, what moved it, and when in Oslo."""
        found = (move for moment in self.course.moments for move in moment.moves)
        zone = self.course.calendar.zone
        return [(m.after.id, m.event.kind, f"{m.event.at.astimezone(zone):%m-%d %H:%M}") for m in found]


# --- At the deadline --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "status"), [(None, "late"), ("45", "on_track"), ("35", "watch"), ("20", "breach")])
def test_each_due_kpi_is_judged_at_its_deadline(value: str | None, status: str) -> None:
    """No value is late; a value is on track, on watch or a breach; before the deadline nothing is judged."""
    run = Run().have(**({W47[5:]: value} if value else {}))
    run.to("2026-11-23T17:59")
    assert run.course.judgement("nps", W47) is None
    run.to("2026-11-23T18:00")
    assert (run.judgement(W47).status, run.judgement(W47).judged_at) == (status, wall("2026-11-23T18:00"))


def test_judging_is_caught_up_in_order_with_the_deadlines_own_time() -> None:
    """It makes no difference that nobody ran the program: three weeks later each is stamped with its deadline."""
    run = Run().have(W47="45", W49="20").to("2026-12-08T09:00")
    assert run.statuses() == "on_track late breach"
    assert [moment.at for moment in run.course.moments if moment.verb == "judged"] == [
        wall("2026-11-23T18:00"),
        wall("2026-11-30T18:00"),
        wall("2026-12-07T18:00"),
    ]
    assert run.course.judged_week == W49


def test_a_kpi_that_is_not_due_is_not_judged() -> None:
    """Created less than 72 hours before the deadline, its first close comes a week later."""
    run = Run(kpi(plan(), at="2026-11-21T09:00")).to("2026-11-30T18:00")
    assert run.course.judgement("nps", W47) is None
    assert run.judgement(W48).status == "late"


def test_a_month_is_judged_with_the_week_whose_deadline_it_shares() -> None:
    """November is judged on 7 December, and with a lag of ten days on the 14th."""
    run = Run(kpi(plan("cash", cadence="monthly")), kpi(plan("cost", cadence="monthly", lag=10)))
    run.to("2026-12-14T18:00")
    assert run.judgement("2026-11", "cash").judged_at == wall("2026-12-07T18:00")
    assert run.judgement("2026-11", "cost").judged_at == wall("2026-12-14T18:00")
    assert run.course.judgement("cash", "2026-12") is None


def test_a_moved_deadline_judges_then() -> None:
    """A holiday Monday: judged on Tuesday, the month that shares the deadline too."""
    moved = calendar(moved={W49: "2026-12-08T12:00"})
    run = Run(kpi(plan()), kpi(plan("cash", cadence="monthly")), days=moved).to("2026-12-08T11:59")
    assert run.course.judgement("nps", W49) is run.course.judgement("cash", "2026-11") is None
    run.to("2026-12-08T12:00")
    assert run.judgement(W49).judged_at == run.judgement("2026-11", "cash").judged_at == wall("2026-12-08T12:00")


def test_a_target_for_one_period_holds_for_that_one_alone() -> None:
    """W48 is judged by its own target, and the weeks around it by the lasting one."""
    run = Run(goals={("nps", W48): "at_least 20 10"}).have(W47="20", W48="20", W49="20").to("2026-12-07T18:00")
    assert run.statuses() == "breach on_track breach"
    assert run.judgement(W48).goal == goal("at_least 20 10")


def test_a_period_keeps_the_target_it_was_judged_by() -> None:
    """A new target takes effect for periods not yet judged; an amendment goes by the old one."""
    run = Run().have(W47="45", W48="45").to("2026-11-24T09:00")
    run.course.kpis = {"nps": run.course.kpis["nps"]._replace(goal=goal("at_least 50 48"))}
    run.to("2026-11-30T18:00").amend("2026-12-01T09:00", W47, "41")
    assert run.statuses() == "on_track breach"


# --- A paused week ----------------------------------------------------------------------------------------------------


def test_a_paused_week_is_not_judged() -> None:
    """Nothing in it is late, and no ladder moves; a month goes on."""
    run = Run(
        kpi(plan()),
        kpi(plan("calls", cadence="daily")),
        kpi(plan("cash", cadence="monthly")),
        days=calendar(paused=[W49]),
    )
    run.have(W47="45", W48="45").have("calls", W47="45", W48="45").to("2026-12-07T18:00")
    assert run.judgement(W49).status == run.judgement(W49, "calls").status == "paused"
    assert run.judgement("2026-11", "cash").status == "late"
    assert set(run.course.escalations) == {"cash"}


def test_a_value_for_a_paused_week_is_never_judged() -> None:
    """A breach in a paused week is kept, and moves nothing."""
    run = Run(days=calendar(paused=[W47])).have(W47="1").to("2026-11-23T18:00")
    assert run.judgement(W47).status == "paused"
    assert run.course.escalations == {}


def test_one_kpis_pause_is_its_own() -> None:
    """One KPI's week or month alone is not judged; the others are."""
    kpis = (kpi(plan()), kpi(plan("calls")), kpi(plan("cash", cadence="monthly")))
    run = Run(*kpis, pauses=(("nps", W47), ("cash", "2026-11"))).to("2026-12-07T18:00")
    assert run.judgement(W47).status == run.judgement("2026-11", "cash").status == "paused"
    assert run.judgement(W47, "calls").status == run.judgement(W48).status == "late"


def test_response_deadlines_move_out_of_paused_weeks() -> None:
    """The clock of Monday's miss would run out on Wednesday; with that week paused it does a Wednesday later."""
    run = Run(days=calendar(paused=[W48])).have(W49="45").to("2026-12-02T17:59")
    assert run.course.due_at(run.open()) == wall("2026-12-02T18:00")
    assert run.open().rung == 1
    run.to("2026-12-02T18:00")
    assert (run.open().rung, run.open().causes[-1].at) == (2, wall("2026-12-02T18:00"))


def test_response_deadlines_stay_when_one_kpi_is_paused() -> None:
    """One KPI's pause moves no clock."""
    run = Run(pauses=(("nps", W48),)).to("2026-11-25T18:00")
    assert run.open().rung == 2


def test_a_pause_does_not_break_a_streak() -> None:
    """Four on track in a row, paused ones aside, resolve an escalation."""
    days = calendar(paused=[W50])
    run = Run(days=days, ladder=ALONE).have(W47="1", W48="45", W49="45", W51="45", W52="45")
    run.to("2026-12-28T17:59")
    assert run.open().recovered_at == wall("2026-11-30T18:00")
    run.to("2026-12-28T18:00")
    assert (run.newest().outcome, run.newest().ended_at) == ("recovered", wall("2026-12-28T18:00"))


# --- Miss and timeout -------------------------------------------------------------------------------------------------


def test_misses_and_timeouts_climb_the_ladder() -> None:
    """A miss opens it, an unanswered clock climbs, the next miss climbs again, and there it stays."""
    run = Run().to("2026-12-07T18:00")
    assert [(c.kind, c.period, c.rung) for c in run.open().causes] == [
        ("late", W47, 1),
        ("no_response", None, 2),
        ("no_response", None, 3),
        ("late", W48, 3),
        ("late", W49, 3),
    ]
    assert [c.at for c in run.open().causes][:4] == [
        wall("2026-11-23T18:00"),
        wall("2026-11-25T18:00"),
        wall("2026-11-28T18:00"),
        wall("2026-11-30T18:00"),
    ]
    assert run.open().id == "E-1"


def test_a_clock_has_run_out_when_now_reaches_its_moment() -> None:
    """Not a second earlier, and not a second later."""
    run = Run().to("2026-11-25T17:59")
    assert run.open().rung == 1
    assert run.to("2026-11-25T18:00").open().rung == 2


def test_response_hours_are_elapsed_hours() -> None:
    """Over the end of summer time, 192 hours end an hour earlier on the clock."""
    rungs = (Rung("Yourself", "owner", "action", 192), Rung("Adviser", "Adviser", "decision"))
    run = Run(ladder=rungs)
    run.course.judged_week = "2026-W41"
    run.have(W43="45").to("2026-10-19T18:00")
    assert run.course.due_at(run.open()) == wall("2026-10-27T17:00")


def test_at_the_same_instant_judgements_come_before_timeouts() -> None:
    """A clock of 168 hours runs out at the next deadline: a miss starts it anew, one on track stops it."""
    week = (Rung("Owner", "owner", "action", 168), Rung("Lead", "Lea", "decision", 168))
    missed = Run(ladder=week).to("2026-11-30T18:00")
    assert [(c.kind, c.rung) for c in missed.open().causes] == [("late", 1), ("late", 2)]
    recovered = Run(ladder=week).have(W48="45").to("2026-11-30T18:00")
    assert [(c.kind, c.rung) for c in recovered.open().causes] == [("late", 1)]
    watched = Run(ladder=week).have(W48="35").to("2026-11-30T18:00")
    assert [(c.kind, c.rung) for c in watched.open().causes] == [("late", 1), ("no_response", 2)]


def test_at_the_same_instant_timeouts_come_before_people() -> None:
    """A decision made at the very moment the clock runs out finds the escalation on the next rung."""
    run = Run().respond("2026-11-25T18:00")
    assert [kind for _, kind, _ in run.events()] == ["miss", "timeout", "response"]


def test_misses_of_one_deadline_open_escalations_by_key() -> None:
    """Escalations that open at the same instant are numbered by their KPIs' keys, and each KPI has its own."""
    run = Run(kpi(plan("nps")), kpi(plan("churn")), kpi(plan("arr"))).to("2026-11-23T18:00")
    assert {key: escalation.id for key, escalation in run.course.escalations.items()} == {
        "arr": "E-1",
        "churn": "E-2",
        "nps": "E-3",
    }


def test_on_the_top_rung_it_is_overdue() -> None:
    """Nothing rises there: it is marked, once, until the next miss takes the mark away."""
    run = Run(ladder=ALONE).to("2026-11-30T17:59")
    assert (run.open().rung, len(run.open().causes)) == (1, 1)
    assert run.open().overdue_since == wall("2026-11-24T18:00")
    assert run.to("2026-11-30T18:00").open().overdue_since is None
    assert run.course.due_at(run.open()) == wall("2026-12-01T18:00")


def test_a_watch_moves_nothing() -> None:
    """It opens nothing, cancels no recovery and stops no clock."""
    assert Run().have(W47="35").to("2026-11-23T18:00").course.escalations == {}
    run = Run().have(W48="35").to("2026-11-30T18:00")
    assert (run.open().recovered_at, run.open().rung) == (None, 3)
    run = Run().have(W48="45", W49="35").to("2026-12-07T18:00")
    assert run.open().recovered_at == wall("2026-11-30T18:00")


def test_a_retired_kpis_ladder_no_longer_moves() -> None:
    """Its values can still be amended, and its judgement changes; no miss comes of it."""
    run = Run().have(W47="45").to("2026-11-24T09:00")
    run.course.kpis = {"nps": run.course.kpis["nps"]._replace(retired_at=wall("2026-11-24T09:00"))}
    run.amend("2026-11-25T09:00", W47, "1")
    assert run.judgement(W47).status == "breach"
    assert run.course.escalations == {}


# --- Recovery ---------------------------------------------------------------------------------------------------------


def test_four_on_track_in_a_row_resolve_an_unanswered_escalation() -> None:
    """The recovery counts as the first of the four; at the fourth it is resolved as recovered."""
    run = Run().have(W48="45", W49="45", W50="45", W51="45").to("2026-12-21T17:59")
    assert run.open().recovered_at == wall("2026-11-30T18:00")
    run.to("2026-12-21T18:00")
    assert (run.newest().state, run.newest().outcome) == ("resolved", "recovered")
    assert run.newest().ended_at == wall("2026-12-21T18:00")
    assert run.course.escalations == {}


@pytest.mark.parametrize("broken", ["35", "1"])
def test_three_and_one_are_not_four_in_a_row(broken: str) -> None:
    """A watch or a breach in between breaks the streak."""
    run = Run().have(W48="45", W49="45", W50=broken, W51="45", W52="45").to("2026-12-28T18:00")
    assert run.open().state == "open"


def test_an_answered_escalation_waits_for_its_actions_instead() -> None:
    """Four in a row resolve nothing that a decision answers; it is verified when its actions are."""
    run = Run().have(W48="45", W49="45", W50="45", W51="45").respond("2026-11-24T09:00", acting=True)
    run.to("2026-12-21T18:00")
    assert run.open().state == "open"
    run.finish("2026-12-22T09:00")
    assert run.newest().outcome == "verified"


def test_a_judgement_made_before_the_recovery_does_not_count_among_the_four() -> None:
    """An escalation that an amendment opened does not end with weeks that were judged before it recovered."""
    run = Run().have(W47="45", W48="45", W49="45", W50="45", W51="45").to("2026-12-08T09:00")
    run.amend("2026-12-08T09:00", W47, "1").to("2026-12-14T18:00")
    assert run.open().recovered_at == wall("2026-12-14T18:00")
    run.have(W52="45", W53="45").to("2027-01-04T17:59")
    assert run.open().state == "open"
    run.to("2027-01-04T18:00")
    assert run.newest().outcome == "recovered"


def test_the_four_are_the_last_as_they_now_stand() -> None:
    """A week of the streak that was amended to watch breaks it, and amended back it counts again."""
    run = Run().have(W48="45", W49="45", W50="45", W51="45", W52="45").to("2026-12-15T09:00")
    run.amend("2026-12-15T09:00", W49, "35").to("2026-12-21T18:00")
    assert run.open().state == "open"
    run.amend("2026-12-22T09:00", W49, "45")
    assert run.open().state == "open"
    run.to("2026-12-28T18:00")
    assert run.newest().outcome == "recovered"


# --- Verified ---------------------------------------------------------------------------------------------------------


def test_verified_when_the_last_action_is_checked() -> None:
    """Answered, then recovered, then verified: it ends at the moment of the last of the three."""
    run = Run().have(W48="45").respond("2026-11-24T09:00", acting=True).finish("2026-12-01T09:00")
    assert run.newest().outcome == "verified"
    assert run.newest().ended_at == wall("2026-12-01T09:00")


def test_verified_when_it_recovers() -> None:
    """With its actions verified before, it ends as it recovers."""
    run = Run().have(W48="45").respond("2026-11-24T09:00", acting=True).finish("2026-11-25T09:00")
    assert run.open().state == "open"
    run.to("2026-11-30T18:00")
    assert (run.newest().outcome, run.newest().ended_at) == ("verified", wall("2026-11-30T18:00"))


def test_verified_when_it_is_answered() -> None:
    """Recovered first: a decision without actions left ends it at once."""
    run = Run().have(W48="45").respond("2026-12-01T09:00")
    assert (run.newest().outcome, run.newest().ended_at) == ("verified", wall("2026-12-01T09:00"))


def test_every_action_of_every_decision_counts() -> None:
    """One open action of an earlier decision keeps it open."""
    run = Run().have(W49="45").respond("2026-11-24T09:00", "D-1", acting=True)
    run.respond("2026-12-01T09:00", "D-2", acting=True).finish("2026-12-08T09:00", "D-2")
    assert run.open().state == "open"
    run.finish("2026-12-09T09:00", "D-1")
    assert run.newest().outcome == "verified"


def test_an_answer_to_an_earlier_miss_still_counts() -> None:
    """Another miss starts the clock again; the decision before it answers the escalation all the same."""
    run = Run().have(W49="45").respond("2026-11-24T09:00", acting=True).finish("2026-11-26T09:00")
    run.to("2026-11-30T18:00")
    assert run.open().clock_due is not None
    run.to("2026-12-07T18:00")
    assert run.newest().outcome == "verified"


# --- Late submissions -------------------------------------------------------------------------------------------------


def test_a_late_value_on_the_first_rung_resolves_it() -> None:
    """The one late week has its value, and that is no breach: submitted."""
    run = Run().submit("2026-11-24T09:00", W47, "35")
    assert (run.newest().outcome, run.newest().ended_at) == ("submitted", wall("2026-11-24T09:00"))
    assert (run.judgement(W47).status, run.judgement(W47).late_value) == ("late", Decimal(35))


def test_a_late_value_that_is_a_breach_resolves_nothing() -> None:
    """It is kept beside the judgement; a later one that is no breach ends it."""
    run = Run().submit("2026-11-24T09:00", W47, "1")
    assert run.open().rung == 1
    run.submit("2026-11-24T10:00", W47, "31")
    assert run.newest().outcome == "submitted"


def test_lateness_that_climbed_needs_a_decision() -> None:
    """From the second rung on a late value ends nothing."""
    run = Run().submit("2026-11-25T18:00", W47, "45")
    assert (run.open().rung, run.judgement(W47).late_value) == (2, Decimal(45))


def test_every_late_week_has_to_come() -> None:
    """On a ladder of one rung, two late weeks both need their values."""
    run = Run(ladder=ALONE).submit("2026-12-01T09:00", W48, "45")
    assert run.open().state == "open"
    run.submit("2026-12-01T10:00", W47, "45")
    assert run.newest().outcome == "submitted"


def test_a_breach_among_the_misses_is_no_lateness() -> None:
    """On one rung, late and breach together do not end by the late value; with the breach struck they do."""
    run = Run(ladder=ALONE).have(W48="1").submit("2026-12-01T09:00", W47, "45")
    assert run.open().state == "open"
    run.amend("2026-12-01T10:00", W48, "35")
    assert run.open().state == "open", "looked at only when a late value comes"
    run.submit("2026-12-01T11:00", W47, "46")
    assert run.newest().outcome == "submitted"


def test_how_late_the_first_one_came_is_kept() -> None:
    """The newest value counts, and the moment of the first."""
    run = Run().submit("2026-11-24T09:00", W47, "1").submit("2026-11-24T12:00", W47, "2")
    assert (run.judgement(W47).late_value, run.judgement(W47).late_at) == (Decimal(2), wall("2026-11-24T09:00"))


# --- Amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_that_takes_the_only_miss_away_withdraws() -> None:
    """The cause is struck, none is left: withdrawn, at the moment of the amendment, with the reason."""
    run = Run().have(W47="1").amend("2026-11-24T09:00", W47, "35")
    assert (run.newest().state, run.newest().outcome) == ("withdrawn", "withdrawn")
    assert run.newest().ended_at == wall("2026-11-24T09:00")
    assert [c.struck for c in run.newest().causes] == [True]
    assert run.course.moments[-1].moves[-1].event.why == "typo"
    assert run.judgement(W47).amended


def test_while_a_miss_is_left_the_rung_stays() -> None:
    """What happened, happened: one of two causes is struck, and the escalation stands where it stood."""
    run = Run().have(W47="1").amend("2026-12-01T09:00", W47, "45")
    assert run.open().rung == 3
    assert [(c.kind, c.struck) for c in run.open().causes] == [
        ("breach", True),
        ("no_response", False),
        ("no_response", False),
        ("late", False),
    ]


def test_an_ended_escalation_is_never_changed() -> None:
    """An amendment of a week that an ended escalation counted moves nothing."""
    run = Run().have(W47="1").respond("2026-11-24T09:00")
    run.did(
        "2026-11-24T10:00", lambda c: c._move(run.open(), Event("end", wall("2026-11-24T10:00"), outcome="accepted"))
    )
    moves = len(run.events())
    run.amend("2026-11-25T09:00", W47, "45")
    assert len(run.events()) == moves
    assert [c.struck for c in run.newest().causes] == [False]


def test_an_amendment_that_makes_a_miss_counts_as_one_then() -> None:
    """It opens an escalation at its own moment, or lets the open one climb."""
    run = Run().have(W47="45", W48="45").amend("2026-12-01T09:00", W47, "1")
    assert (run.open().opened_at, run.open().rung) == (wall("2026-12-01T09:00"), 1)
    assert run.course.due_at(run.open()) == wall("2026-12-03T09:00")
    run.amend("2026-12-01T10:00", W48, "2")
    assert [(c.at, c.period, c.value, c.rung) for c in run.open().causes] == [
        (wall("2026-12-01T09:00"), W47, Decimal(1), 1),
        (wall("2026-12-01T10:00"), W48, Decimal(2), 2),
    ]


def test_from_breach_to_breach_nothing_moves() -> None:
    """The judgement shows the new value, and the cause keeps its first."""
    run = Run().have(W47="1").to("2026-11-23T18:00")
    before = run.open()
    run.amend("2026-11-24T09:00", W47, "2")
    assert run.open() == before
    assert (run.judgement(W47).value, before.causes[0].value) == (Decimal(2), Decimal(1))


def test_striking_a_cause_recovers_where_the_newest_week_is_on_track() -> None:
    """W47 missed by amendment, W48 on track; a strike of one of two causes counts as a recovery then."""
    run = Run().have(W47="45", W48="45", W49="45").to("2026-12-08T09:00")
    run.amend("2026-12-08T09:00", W47, "1").amend("2026-12-08T10:00", W48, "1")
    assert run.open().recovered_at is None
    run.amend("2026-12-08T11:00", W47, "45")
    assert run.open().recovered_at == wall("2026-12-08T11:00")


def test_striking_a_cause_does_not_recover_where_the_newest_is_not_on_track() -> None:
    """On watch is not on track."""
    run = Run().have(W47="1", W48="1", W49="35").to("2026-12-08T09:00").amend("2026-12-08T11:00", W47, "45")
    assert run.open().recovered_at is None


def test_an_amendment_of_the_newest_week_recovers() -> None:
    """W48 was on watch; amended to on track, it counts as a recovery then."""
    run = Run().have(W47="1", W48="35").amend("2026-12-01T09:00", W48, "45")
    assert run.open().recovered_at == wall("2026-12-01T09:00")
    assert run.open().clock_due is None


def test_an_amendment_of_an_older_week_that_strikes_nothing_does_not_recover() -> None:
    """W47 was on watch before the escalation opened: making it better changes nothing there."""
    run = Run().have(W47="35", W48="45", W49="45").amend("2026-12-08T09:00", W48, "1")
    run.amend("2026-12-08T10:00", W47, "50")
    assert run.open().recovered_at is None


def test_the_newest_week_leaves_paused_ones_aside() -> None:
    """W49 is paused, so that W48 is the newest judged."""
    run = Run(days=calendar(paused=[W49])).have(W47="1", W48="35").amend("2026-12-08T09:00", W48, "45")
    assert run.open().recovered_at == wall("2026-12-08T09:00")


def test_a_recovery_by_amendment_verifies_what_was_answered_and_done() -> None:
    """Answered without actions, on track by amendment: the last of the three came true."""
    run = Run().have(W47="1", W48="35").respond("2026-11-24T09:00").amend("2026-12-01T09:00", W48, "45")
    assert (run.newest().outcome, run.newest().ended_at) == ("verified", wall("2026-12-01T09:00"))


def test_a_miss_by_amendment_cancels_the_recovery() -> None:
    """Any miss does, whichever week it is of."""
    run = Run().have(W47="1", W48="45").to("2026-12-01T09:00")
    assert run.open().recovered_at is not None
    run.amend("2026-12-01T09:00", W48, "1")
    assert (run.open().recovered_at, run.course.due_at(run.open())) == (None, None)
    assert run.open().rung == 3


def test_an_amendment_keeps_when_it_was_judged() -> None:
    """It shows as amended; its moment and its target stay."""
    run = Run().have(W47="45").amend("2026-12-01T09:00", W47, "50")
    assert run.judgement(W47).judged_at == wall("2026-11-23T18:00")
    assert run.judgement(W47).amended


# --- A pause after the fact -------------------------------------------------------------------------------------------


def test_weeks_paused_after_the_fact_withdraw_what_they_opened() -> None:
    """Two weeks away: both late judgements become paused, each an amendment, and the escalation is withdrawn."""
    run = Run().to("2026-12-01T09:00").pause_late("2026-12-01T09:00", W47)
    assert run.judgement(W47).status == "paused"
    assert run.open().state == "open"
    run.pause_late("2026-12-01T09:05", W48)
    assert (run.newest().outcome, run.newest().ended_at) == ("withdrawn", wall("2026-12-01T09:05"))
    assert not run.judgement(W48).amended


def test_a_week_paused_after_the_fact_may_bring_the_recovery_back() -> None:
    """With the late week gone, the newest judged one is on track: recovered as of the pause."""
    run = Run().have(W47="1", W48="45").pause_late("2026-12-08T09:00", W49)
    assert run.open().recovered_at == wall("2026-12-08T09:00")
    assert run.open().rung == 3


def test_a_clock_that_has_run_out_does_not_move() -> None:
    """Pausing the week afterwards takes no timeout back."""
    run = Run().have(W47="1").to("2026-11-29T09:00")
    assert run.open().rung == 3
    run.did("2026-11-29T09:00", lambda c: setattr(c, "calendar", c.calendar._replace(paused=frozenset({W48}))))
    assert run.open().rung == 3


def test_the_top_rungs_mark_does_not_move_either() -> None:
    """What is overdue stays overdue."""
    run = Run(ladder=ALONE).to("2026-11-25T09:00")
    run.did("2026-11-25T09:00", lambda c: setattr(c, "calendar", c.calendar._replace(paused=frozenset({W48}))))
    assert run.to("2026-11-29T09:00").open().overdue_since == wall("2026-11-24T18:00")


def test_a_pause_taken_back_runs_a_clock_out_there_and_then() -> None:
    """A clock whose moment is past by then runs out now, in the deed that took the pause back."""
    run = Run(days=calendar(paused=[W48])).to("2026-11-28T09:00")
    assert run.open().rung == 1

    def unpause(course: Course) -> None:
        course.calendar = calendar()
        course.run_out(wall("2026-11-28T09:00"))

    run.did("2026-11-28T09:00", unpause)
    assert [(c.kind, c.at) for c in run.open().causes][1:] == [("no_response", wall("2026-11-28T09:00"))]
    assert run.course.due_at(run.open()) == wall("2026-12-01T09:00")
    assert run.course.moments[-1].verb == "did"
    assert [move.event.kind for move in run.course.moments[-1].moves] == ["timeout"]


# --- Closed early -----------------------------------------------------------------------------------------------------


def close(run: Run, moment: str) -> list[str]:
    """Close early; gives what was judged."""
    judged = list[str]()
    run.did(moment, lambda c: judged.extend(f"{j.kpi} {j.status}" for j in c.close_early(wall(moment))))
    return judged


def test_closed_early_judges_what_has_a_value() -> None:
    """What has a value is judged there and then; what has none stays pending until the deadline."""
    run = Run(kpi(plan("nps")), kpi(plan("churn"))).have(W47="45")
    assert close(run, "2026-11-20T15:00") == ["nps on_track"]
    assert run.judgement(W47).judged_at == wall("2026-11-20T15:00")
    assert run.course.judgement("churn", W47) is None
    run.to("2026-11-23T18:00")
    assert run.judgement(W47, "churn").status == "late"
    assert run.judgement(W47).judged_at == wall("2026-11-20T15:00")


def test_closing_again_judges_what_has_come_since() -> None:
    """A second close judges only what the first could not."""
    run = Run(kpi(plan("nps")), kpi(plan("churn"))).have(W47="45")
    close(run, "2026-11-20T15:00")
    run.have("churn", W47="1")
    assert close(run, "2026-11-20T16:00") == ["churn breach"]
    assert run.open("churn").opened_at == wall("2026-11-20T16:00")


def test_closing_early_moves_the_ladder_then() -> None:
    """A breach closed on Friday starts its clock on Friday, and the week is not judged again on Monday."""
    run = Run().have(W47="1")
    close(run, "2026-11-20T15:00")
    assert run.course.due_at(run.open()) == wall("2026-11-22T15:00")
    run.to("2026-11-23T18:00")
    assert len(run.open().misses) == 1


@pytest.mark.parametrize(
    ("moment", "judged"),
    [("2026-11-29T23:59", []), ("2026-11-30T00:00", []), ("2026-12-06T15:00", ["cash on_track"])],
)
def test_a_month_closes_early_only_with_the_week_that_it_shares(moment: str, judged: list[str]) -> None:
    """November is due with W49; until that is the current week, closing early leaves it alone."""
    run = Run(kpi(plan("cash", cadence="monthly")))
    run.values["cash", "2026-11"] = Decimal(45)
    assert close(run, moment) == judged


@pytest.mark.parametrize(("moment", "judged"), [("2026-11-29T23:59", []), ("2026-11-30T00:00", ["cash on_track"])])
def test_a_month_closes_early_only_once_its_last_day_has_begun(moment: str, judged: list[str]) -> None:
    """With a Tuesday 00:00 close November is due on 1 December; before the 30th it cannot be closed."""
    run = Run(kpi(plan("cash", cadence="monthly")), days=calendar("tue 00:00"))
    run.course.judged_week = W47
    run.values["cash", "2026-11"] = Decimal(45)
    assert run.course.calendar.current_week(wall(moment)) == W48
    assert close(run, moment) == judged


@pytest.mark.parametrize(
    ("days", "moment", "judged"),
    [
        ("mon 18:00", "2026-11-21T23:59", []),
        ("mon 18:00", "2026-11-22T00:00", ["calls on_track"]),
        ("thu 18:00", "2026-11-17T23:59", []),
        ("thu 18:00", "2026-11-18T00:00", ["calls on_track"]),
    ],
)
def test_a_daily_kpis_week_closes_early_only_once_its_last_day_has_begun(
    days: str, moment: str, judged: list[str]
) -> None:
    """With a Monday close that is Sunday; with a Thursday close, Wednesday."""
    run = Run(kpi(plan("calls", cadence="daily")), days=calendar(days)).have("calls", W47="45")
    assert close(run, moment) == judged


def test_what_is_paused_is_not_closed() -> None:
    """Neither a paused week nor one KPI's pause is judged early."""
    assert close(Run(days=calendar(paused=[W47])).have(W47="45"), "2026-11-20T15:00") == []
    assert close(Run(pauses=(("nps", W47),)).have(W47="45"), "2026-11-20T15:00") == []


def test_what_is_not_due_is_not_closed() -> None:
    """A KPI that came too late for this week waits for the next."""
    assert close(Run(kpi(plan(), at="2026-11-21T09:00")).have(W47="45"), "2026-11-22T15:00") == []


# --- Derived KPIs -----------------------------------------------------------------------------------------------------


def test_a_derived_kpi_without_a_value_moves_no_ladder() -> None:
    """It is late like its inputs, which have ladders of their own; with a value it is judged like any other."""
    run = Run(kpi(plan("arpu", formula="nps / 2"))).have("arpu", W48="1").to("2026-11-23T18:00")
    assert run.judgement(W47, "arpu").status == "late"
    assert run.course.escalations == {}
    run.to("2026-11-30T18:00")
    assert run.open("arpu").rung == 1


def test_a_late_derived_value_ends_nothing_that_it_did_not_open() -> None:
    """Kept beside its judgement, and no escalation of it there is."""
    run = Run(kpi(plan("arpu", formula="nps / 2"))).submit("2026-11-24T09:00", W47, "45", "arpu")
    assert run.judgement(W47, "arpu").late_value == Decimal(45)
    assert run.course.escalations == {}


def test_a_late_derived_week_takes_no_clock_and_no_recovery() -> None:
    """An open escalation of a derived KPI does not move when its value is missing; its streak is broken."""
    run = Run(kpi(plan("arpu", formula="nps / 2")), ladder=ALONE)
    run.have("arpu", W47="1", W48="45", W50="45", W51="45").to("2026-12-21T18:00")
    assert run.open("arpu").recovered_at == wall("2026-11-30T18:00")
    assert len(run.open("arpu").misses) == 1


# --- Who is asked -----------------------------------------------------------------------------------------------------


def test_a_new_owner_takes_over_an_open_rung_that_is_the_owners() -> None:
    """The clock starts anew for them, and the history names them."""
    run = Run().to("2026-11-24T18:00")
    run.course.kpis = {"nps": run.course.kpis["nps"]._replace(owner="Bo")}
    run.did("2026-11-24T18:00", lambda c: c.hand_over(c.kpis["nps"], wall("2026-11-24T18:00")))
    assert run.course.due_at(run.open()) == wall("2026-11-26T18:00")
    assert run.course.moments[-1].moves[-1].asked == "Bo"


def test_a_new_owner_takes_over_no_rung_of_somebody_elses() -> None:
    """On the lead's rung nothing moves."""
    run = Run(kpi(plan(team="Growth"))).to("2026-11-26T09:00")
    before = run.open()
    assert before.rung == 2
    run.did("2026-11-26T09:00", lambda c: c.hand_over(c.kpis["nps"], wall("2026-11-26T09:00")))
    assert run.open() == before
    assert run.course.moments[-1].moves == []


def test_who_was_asked_at_the_end_is_kept() -> None:
    """An ended escalation keeps the person on its rung, whoever owns the KPI later."""
    run = Run().have(W47="1").amend("2026-11-24T09:00", W47, "45")
    assert run.newest().asked == "Olga"


def test_without_a_ladder_of_its_own_a_company_goes_by_the_default() -> None:
    """The default of the KPI and its team is fixed when the escalation opens; a new one holds for later ones."""
    run = Run(kpi(plan(team="Growth")))
    run.course.ladder = None
    run.to("2026-11-23T18:00")
    assert [rung.who for rung in run.open().rungs] == ["owner", "lead", "founder"]
    run.course.ladder = ALONE
    assert len(run.to("2026-11-30T18:00").open().rungs) == 3
