"""What was agreed before: open actions come back with their age, and from the third week on they are questioned."""

from __future__ import annotations

import pytest

from cadence_tui.services import decisions
from cadence_tui.services.decisions import ActionDraft
from cadence_tui.services.follow_through import carried, to_check
from tests.companies import Company, plan


def agreed(due: str = "2027-03-01") -> Company:
    """Agree on an action on a Tuesday."""
    company = Company(plan()).at("2026-11-10T09:00")
    decisions.add_action(company.desk, ActionDraft("Call them", "Olga", due))
    return company


@pytest.mark.parametrize(("day", "weeks", "asks"), [("11-23", 1, False), ("11-30", 2, False), ("12-07", 3, True)])
def test_from_the_third_week_on_an_open_action_is_questioned(day: str, weeks: int, asks: bool) -> None:
    """It is carried with its age in whole weeks; shrink it, hand it over or drop it, it says from the third on."""
    company = agreed().at(f"2026-{day}T10:00")
    (one,) = carried(company.view(), company.view().week)
    # Created on a Tuesday, so that a Monday's meeting is a day short of the week.
    assert (one.weeks, one.is_challenged, one.asks) == (weeks, weeks >= 3, asks)


def test_what_was_agreed_as_the_week_was_closed_comes_back() -> None:
    """An answer held with a meeting is logged at the very moment of its close; a week on, its action is asked about."""
    company = Company(plan()).at("2026-11-16T09:00")
    company.record("60")
    company.close()
    decisions.add_action(company.desk, ActionDraft("Call them", "Olga", "2026-11-20"))
    assert [one.action.id for one in carried(company.at("2026-11-23T09:00").view(), company.view().week)] == ["A-1"]


def test_what_was_added_between_two_meetings_comes_back_and_what_is_added_today_does_not() -> None:
    """An action of Thursday is open when Monday's check-in begins; one that the check-in itself adds is its own."""
    company = Company(plan()).at("2026-11-16T09:00")
    company.record("60")
    company.close()
    decisions.add_action(company.at("2026-11-19T09:00").desk, ActionDraft("Call them", "Olga", "2027-03-01"))
    decisions.add_action(company.at("2026-11-23T09:10").desk, ActionDraft("Write to them", "Olga", "2027-03-01"))
    assert [one.action.id for one in carried(company.view(), company.view().week)] == ["A-1"]


def test_what_was_kept_in_this_meeting_asks_no_more() -> None:
    """Carried over to another date it is settled for now, and asks again the week after."""
    company = agreed("2026-11-20").at("2026-12-07T10:00")
    week = company.view().week
    assert [one.asks for one in carried(company.view(), week)] == [True]
    decisions.keep(company.desk, "A-1", "2026-12-20", text="Call five of them")
    assert [one.asks for one in carried(company.view(), week)] == [False]
    company.at("2026-12-14T10:00")
    assert [one.asks for one in carried(company.view(), company.view().week)] == [True]


def test_what_has_no_answer_yet_is_asked_about_from_its_day_on() -> None:
    """Not before it, not once it was answered, and not where another took its place."""
    company = Company(plan()).at("2026-11-10T09:00")
    for _ in range(3):
        company.decide("nps")
    decisions.check(company.desk, "D-2", "worked")
    company.decide(supersedes="D-3")
    assert to_check(company.at("2026-12-07T09:00").view()) == []
    assert [one.id for one in to_check(company.at("2026-12-08T09:00").view())] == ["D-1", "D-4"]
