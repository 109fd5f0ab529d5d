"""How the rhythm is kept, gathered from a company that is lived in."""

from __future__ import annotations

from datetime import date, timedelta

from cadence_tui.domain.rhythm import Share
from cadence_tui.services import decisions, rhythm
from tests.companies import Company, plan

FIRST = date(2026, 11, 9)


def _lived(*values: str | None) -> Company:
    """Live a week for each value from 2026-W45 on: recorded and held on the Monday of its deadline, at ten."""
    company = Company(plan())
    for number, value in enumerate(values):
        company.at(f"{FIRST + timedelta(weeks=number)}T10:00")
        if value is not None:
            company.record(value)
            company.close()
    return company


def test_weeks_on_time_and_the_streak_are_counted_over_closed_weeks() -> None:
    """A week without its number is late and not held; the weeks after it begin a new streak."""
    found = rhythm.look(_lived("50", "50", None, "50", "50").view())
    assert found.weeks == Share(4, 5)
    assert found.streak == 2


def test_a_week_that_can_still_be_held_breaks_no_streak() -> None:
    """The check-in of a week that has closed may be held until the next deadline."""
    company = _lived("50", "50", None)
    company.at("2026-11-23T19:00")
    assert rhythm.look(company.view()).streak == 2
    company.at("2026-11-30T17:59")
    assert rhythm.look(company.view()).streak == 2
    company.at("2026-11-30T18:00")
    assert rhythm.look(company.view()).streak == 0


def test_a_paused_week_counts_for_nothing() -> None:
    """Neither the share of weeks nor the streak knows a week in which nobody was asked for anything."""
    company = _lived("50", "50")
    company.pause("2026-W47")
    company.at("2026-11-30T10:00")
    company.record("50")
    company.close()
    found = rhythm.look(company.view())
    assert (found.weeks, found.streak) == (Share(3, 3), 3)


def test_a_meeting_that_was_undone_was_not_held() -> None:
    """Undoing a close takes its meeting back, and with it the week from the streak."""
    from cadence_tui.services import undo

    company = _lived("50", "50")
    undo.undo(company.desk)
    assert rhythm.look(company.view()).streak == 1


def test_answers_actions_and_checks_come_from_what_was_done() -> None:
    """An answer within its clock, an action done late and a check on its day are counted as what they are."""
    company = _lived("10")
    company.at("2026-11-10T09:00")
    decision = company.decide(company.escalation().id, actions=["call"])
    assert rhythm.look(company.view()).answers == Share(1, 1)
    company.at("2027-01-04T09:00")
    action = company.repository.actions(decision=decision.id)[0]
    decisions.finish(company.desk, action.id)
    found = rhythm.look(company.view())
    assert (found.actions, found.checks) == (Share(0, 1), Share(0, 1))


def test_what_is_not_stored_yet_counts_as_well() -> None:
    """Clocks that ran out while nobody was there count, whether or not the program has stored that yet."""
    company = _lived("10")
    company.at("2026-11-12T10:00")
    before = rhythm.look(company.view()).answers
    company.desk.catch_up()
    assert before == rhythm.look(company.view()).answers == Share(0, 1)


def test_a_company_of_one_is_told_nothing_of_founders() -> None:
    """What the founder decides, and what reaches them, can say only one thing there."""
    solo = rhythm.look(Company(plan(owner="Fay"), stage="solo", people=("Fay",)).view())
    assert (solo.by_founder, solo.to_founder) == (None, None)
    team = _lived("10")
    team.at("2026-11-10T09:00").decide(team.escalation().id, actions=["call"])
    found = rhythm.look(team.view())
    assert found.by_founder == Share(1, 1)
    assert found.to_founder == Share(0, 1)
