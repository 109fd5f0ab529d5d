"""The company, changed openly: at once what holds at once, the close from the first week that begins afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import company as services
from cadence_tui.services import kpis, undo
from tests.companies import Company, plan, wall

LADDER = """
[[ladder]]
name = "Head"
who = "lea"
owes = "action"
respond_within_hours = 24

[[ladder]]
name = "Top"
who = "Founder"
owes = "decision"
"""


def change(of: Company, why: str = "", **fields: object) -> services.Edited:
    """Change a company."""
    return services.edit(of.desk, fields, why=why)


# --- What holds at once -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "stage"),
    [("1", "solo"), (2, "traction"), ("20", "traction"), ("21", "alignment"), (100, "alignment"), ("101", "scaling")],
)
def test_the_stage_follows_from_the_number_of_people(people: object, stage: str) -> None:
    """One is solo, up to 20 traction, up to 100 alignment, and more is scaling."""
    assert change(Company(), people_count=people).company.stage == stage


def test_a_stage_that_is_named_goes_before_the_number_of_people() -> None:
    """A company of 25 can stay at traction when it says so."""
    one = change(Company(), people_count="25", stage="traction").company
    assert (one.people_count, one.stage) == (25, "traction")


def test_a_change_is_logged_with_from_to_and_why() -> None:
    """Every change says what it was, what it is, why, and who made it, and names only what changed."""
    one = Company()
    change(one, "we grew", name="Fjord", number_format="1.234,50", fiscal_year_start="4", self_verify="no")
    entry = one.view().entries()[-1]
    assert (entry.verb, entry.subject, entry.who, entry.why) == ("changed company", "Fjord", "Fay", "we grew")
    assert entry.before == {
        "name": "Fjord Labs",
        "number_format": "1,234.50",
        "fiscal_year_start": 1,
        "self_verify": True,
    }
    assert entry.after == {"name": "Fjord", "number_format": "1.234,50", "fiscal_year_start": 4, "self_verify": False}


def test_what_is_so_already_leaves_no_entry() -> None:
    """Naming the company as it is named, and the close that it has, changes nothing."""
    one = Company()
    before = len(one.view().entries())
    assert not change(one, name="Fjord Labs", close_day="mon", close_time="18:00", stage="traction").after
    assert len(one.view().entries()) == before
    assert len(one.view().calendar.rhythms) == 1


def test_every_wrong_field_is_named_and_nothing_is_changed() -> None:
    """Four fields that cannot be read are four problems, each with what would be right."""
    one = Company()
    with pytest.raises(InvalidError) as refused:
        change(
            one, people_count="many", close_day="someday", timezone="Europe/Olso", name="Fjord", start=date(2026, 9, 1)
        )
    assert len(refused.value.problems) == 4
    assert any("Europe/Oslo" in problem for problem in refused.value.problems)
    assert one.view().company.name == "Fjord Labs"


def test_the_founder_is_a_person_of_the_company() -> None:
    """An unknown name is refused, with the nearest one offered."""
    one = Company()
    with pytest.raises(NotFoundError, match="Did you mean Olga"):
        change(one, founder="Olgga")
    assert change(one, founder="olga").company.founder == "Olga"


def test_a_new_founder_is_asked_from_then_on_and_no_clock_restarts() -> None:
    """Who stands behind a role is looked up when it is shown: the rung and its clock stay as they are."""
    one = Company()
    one.at("2026-11-11T19:00")
    before = one.escalation()
    assert one.view().asked(before) == "Fay"
    change(one, founder="Lea")
    assert one.view().asked(one.escalation()) == "Lea"
    assert one.escalation() == before


def test_a_change_can_be_undone_and_made_again() -> None:
    """Undo puts the company back as it was, redo changes it again."""
    one = Company()
    change(one, people_count=25, founder="Bo")
    undo.undo(one.desk)
    assert (one.view().company.stage, one.view().company.founder) == ("traction", "Fay")
    undo.redo(one.desk)
    assert (one.view().company.stage, one.view().company.founder) == ("alignment", "Bo")


# --- When weeks close -------------------------------------------------------------------------------------------------


def test_a_new_close_day_holds_from_the_first_week_that_begins_afterwards() -> None:
    """Changed on a Wednesday from Monday to Thursday: this week still closes on Monday, the next one on Thursday."""
    one = Company().at("2026-11-11T10:00")
    edited = change(one, "the review moved", close_day="thu")
    assert edited.from_week == "2026-W47"
    assert edited.before == {"close_day": "mon"}
    calendar = one.view().calendar
    for week, at in {
        "2026-W45": "2026-11-09T18:00",
        "2026-W46": "2026-11-16T18:00",
        "2026-W47": "2026-11-19T18:00",
        "2026-W48": "2026-11-26T18:00",
    }.items():
        assert calendar.deadline(week) == wall(at)


def test_a_change_there_and_back_judges_each_week_month_and_day_once() -> None:
    """Monday to Thursday and back: no week is judged twice, no day is counted twice, and the month once."""
    one = Company(
        plan(), plan("visits", "at_least 3", cadence="daily", aggregate="sum"), plan("mrr", cadence="monthly")
    )
    day = date(2026, 11, 9)
    while day < date(2026, 12, 14):
        one.at(f"{day}T12:00")
        if day == date(2026, 11, 11):
            change(one, close_day="thursday")
        if day == date(2026, 11, 24):
            change(one, close_day="mon")
        one.record("1", day.isoformat(), key="visits")
        day += timedelta(days=1)
    one.at("2026-12-14T18:00")
    view = one.view()
    weeks = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49", "2026-W50"]
    assert [j.period for j in view.judgements("nps")] == weeks
    assert [j.judged_at for j in view.judgements("nps")] == [
        wall(f"2026-{at}T18:00") for at in ("11-09", "11-16", "11-19", "11-26", "12-07", "12-14")
    ]
    assert [one.value(week, "visits") for week in weeks[1:]] == [7, 3, 7, 11, 7]
    assert [(j.period, j.judged_at) for j in view.judgements("mrr")] == [("2026-11", wall("2026-12-07T18:00"))]


def test_a_new_close_leaves_what_was_judged_as_it_was() -> None:
    """Judgements, and an open escalation with its running clock, are the same after a change as before it."""
    one = Company().at("2026-11-10T10:00")
    before = one.judgement("2026-W45"), one.escalation()
    change(one, close_day="fri", timezone="Asia/Tokyo")
    assert (one.judgement("2026-W45"), one.escalation()) == before


def test_a_second_change_before_that_week_replaces_the_first() -> None:
    """Thursday, then Friday at noon: the coming week closes on Friday at noon, and there is one change to come."""
    one = Company().at("2026-11-11T10:00")
    change(one, close_day="thu")
    assert change(one, close_day="fri").before == {"close_day": "thu"}
    change(one, close_time="12:00")
    assert len(one.view().calendar.rhythms) == 2
    assert one.view().calendar.deadline("2026-W47") == wall("2026-11-20T12:00")


def test_a_change_taken_back_in_time_leaves_no_change_to_come() -> None:
    """Thursday, and Monday again before the week began: everything is as it was."""
    one = Company().at("2026-11-11T10:00")
    before = one.view().calendar
    change(one, close_day="thu")
    assert change(one, close_day="mon").after == {"close_day": "mon", "from_week": "2026-W47"}
    assert one.view().calendar == before


def test_a_new_zone_holds_through_both_changes_of_clocks() -> None:
    """Oslo leaves summer time on 25 October, New York on 1 November: each week closes by the clock of its own zone."""
    one = Company(at="2026-10-12T09:00").at("2026-10-21T10:00")
    change(one, timezone="America/New_York")
    calendar = one.view().calendar
    assert calendar.deadline("2026-W43").isoformat() == "2026-10-26T17:00:00+00:00"
    assert calendar.deadline("2026-W44").isoformat() == "2026-11-02T23:00:00+00:00"
    assert calendar.deadline("2026-W42") == wall("2026-10-19T18:00")
    one.at("2026-11-03T12:00")
    assert [j.judged_at for j in one.view().judgements("nps")] == [
        wall("2026-10-19T18:00"),
        wall("2026-10-26T18:00"),
        wall("2026-11-02T18:00", "America/New_York"),
    ]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata", "America/Santiago"])
@pytest.mark.parametrize("close", ["mon 00:00", "mon 08:00", "sun 18:00", "thu 00:00"])
def test_a_new_zone_takes_no_day_from_a_week_before_it(close: str, zone: str) -> None:
    """A day ends where it was lived: the weeks before a change keep their days, and each day has one week."""
    one = Company(close=close).at("2026-11-08T10:00")
    before = one.view().calendar
    first = change(one, timezone=zone).from_week
    assert first is not None
    after = one.view().calendar
    for week in before.weeks("2026-W42", "2026-W45"):
        assert after.deadline(week) == before.deadline(week)
        assert after.days_of(week) == before.days_of(week)
    days = [day for week in after.weeks("2026-W42", "2026-W52") for day in after.days_of(week)]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]


def test_a_close_that_would_come_before_the_one_before_it_is_refused() -> None:
    """Late on Wednesday in Los Angeles is after early Thursday in Kiritimati."""
    one = Company(zone="America/Los_Angeles", close="wed 23:59").at("2026-11-10T10:00")
    with pytest.raises(RefusedError, match="2026-W47 would close at"):
        change(one, close_day="thu", close_time="00:00", timezone="Pacific/Kiritimati")
    assert len(one.view().calendar.rhythms) == 1


def test_a_close_that_would_overtake_a_moved_deadline_is_refused() -> None:
    """This week was moved to Friday of the next: that one cannot close on the Thursday before."""
    one = Company().at("2026-11-11T10:00")
    one.move("2026-W46", "2026-11-20T12:00")
    with pytest.raises(RefusedError, match="2026-W46 only at"):
        change(one, close_day="thu")
    assert change(one, close_day="sat").from_week == "2026-W47"


def test_a_clock_that_is_set_back_changes_no_week_that_has_begun() -> None:
    """Judged up to week 46 by one clock: a change by a slower one holds from week 48 all the same."""
    one = Company().at("2026-11-18T10:00")
    one.record("50")
    one.at("2026-11-03T10:00")
    assert change(one, close_day="thu").from_week == "2026-W48"


def test_a_new_close_can_be_undone_and_made_again_until_a_week_is_judged_by_it() -> None:
    """Undone in time the week closes as before; once it was judged by the new close, that stays."""
    one = Company().at("2026-11-11T10:00")
    change(one, close_day="thu")
    undo.undo(one.at("2026-11-17T10:00").desk)
    assert one.view().calendar.deadline("2026-W47") == wall("2026-11-23T18:00")
    undo.redo(one.desk)
    assert one.view().calendar.deadline("2026-W47") == wall("2026-11-19T18:00")
    with pytest.raises(RefusedError, match="has been judged since"):
        undo.undo(one.at("2026-11-19T18:00").desk)
    assert one.view().calendar.deadline("2026-W47") == wall("2026-11-19T18:00")


def test_a_new_close_cannot_be_undone_into_the_past() -> None:
    """From Thursday to Monday: on Saturday the Thursday has passed, and nothing may have come due then."""
    one = Company(close="thu 18:00").at("2026-11-11T10:00")
    change(one, close_day="mon")
    with pytest.raises(RefusedError, match="come due in the meantime"):
        undo.undo(one.at("2026-11-21T10:00").desk)


def test_a_new_close_cannot_be_undone_under_a_deadline_that_somebody_moved_since() -> None:
    """A week was moved by the new close; by the old one it would close after the next."""
    one = Company(close="thu 18:00").at("2026-11-11T10:00")
    change(one, close_day="mon")
    one.actor = "Lea"
    one.move("2026-W50", "2026-12-18T18:00")
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="2026-W51 would close at"):
        undo.undo(one.desk)


# --- The ladder -------------------------------------------------------------------------------------------------------


def test_a_new_ladder_holds_for_escalations_opened_afterwards() -> None:
    """An open escalation goes on by its own; the next one climbs the new ladder."""
    one = Company(plan(), plan("churn", "at_most 5"))
    one.record("1", "2026-W45", key="churn")
    one.at("2026-11-10T10:00")
    old = one.escalation().rungs
    rungs = services.set_ladder(one.desk, LADDER)
    assert rungs == (Rung("Head", "Lea", "action", 24), Rung("Top", "founder", "decision"))
    one.at("2026-11-16T18:00")
    assert one.escalation().rungs == old
    assert one.escalation("churn").rungs == rungs
    assert one.view().asked(one.escalation("churn")) == "Lea"


def test_a_ladder_asks_people_of_the_company() -> None:
    """A name that nobody has is refused, with the nearest one offered, and the ladder stays."""
    one = Company()
    with pytest.raises(NotFoundError, match="Did you mean Lea"):
        services.set_ladder(one.desk, LADDER.replace("lea", "Leia"))
    assert one.repository.ladder() is None


def test_a_ladder_file_with_faults_changes_nothing() -> None:
    """A file without a rung, and one with an unknown duty, are refused with the line."""
    one = Company()
    for text in ("", "[[ladder]]\nname = 'A'\nwho = 'owner'\nowes = 'thanks'", "[company]\nname = 'x'"):
        with pytest.raises(InvalidError):
            services.set_ladder(one.desk, text)
    assert one.repository.ladder() is None


def test_a_ladder_can_be_undone_made_again_and_left_to_the_stage() -> None:
    """Undo, redo and the way back to the default each say what was and what is."""
    one = Company()
    own = services.set_ladder(one.desk, LADDER, why="Lea first")
    undo.undo(one.desk)
    assert one.repository.ladder() is None
    undo.redo(one.desk)
    assert one.repository.ladder() == own
    services.reset_ladder(one.desk)
    assert one.repository.ladder() is None
    entry = one.view().entries()[-1]
    assert (entry.verb, entry.subject, entry.after) == ("set", "ladder", "default")
    undo.undo(one.desk)
    assert one.repository.ladder() == own


def test_a_change_of_lead_routes_open_rungs_anew_and_restarts_no_clock() -> None:
    """The lead's rung asks the new lead at once, and gives no more time for it."""
    from cadence_tui.services import teams

    one = Company(plan(team="Growth"), teams=(Team("Growth", "Lea", ("Olga",)),)).at("2026-11-12T10:00")
    before = one.escalation()
    assert (before.rung, one.view().asked(before)) == (2, "Lea")
    teams.edit(one.desk, "Growth", lead="Bo")
    assert one.view().asked(one.escalation()) == "Bo"
    assert one.escalation() == before
    assert kpis.facts(one.repository.kpi("nps"))["team"] == "Growth"
