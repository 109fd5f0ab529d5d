"""The evidence pack: what a week, a month or a quarter holds, each miss with its why, each escalation with its way."""

from __future__ import annotations

import pytest

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import decisions, evidence, recording, week
from tests.companies import Company, plan

W45, W46 = "2026-W45", "2026-W46"
LADDER = (Rung("Owner", "owner", "action", 24), Rung("Lead", "lead", "decision", 72))


def told() -> Company:
    """Found a company that missed a week with a why, let a clock run out, answered, and recovered."""
    one = Company(plan("nps"), plan("runs", "at_least 10"), ladder=LADDER)
    one.at("2026-11-09T17:00")
    recording.record(one.desk, "nps", "20", period=W45, note="The import failed on Friday")
    one.at("2026-11-11T09:00")
    one.decide("E-1", actions=["call"])
    one.at("2026-11-16T17:00")
    one.record("44", W46)
    one.record("12", W46, key="runs")
    week.close(one.desk)
    return one.at("2026-11-16T19:00")


def test_a_miss_stands_with_its_why() -> None:
    """What was said when the value was recorded stands beside the miss; a late one has none."""
    facts = evidence.pack(told().view(), W45)
    assert [(m["name"], m["status"], m["why"]) for m in facts["misses"]] == [
        ("nps", "breach", "The import failed on Friday"),
        ("runs", "late", ""),
    ]


def test_an_escalation_shows_its_way_and_how_long_the_answer_took() -> None:
    """Each rung with who was asked and since when, and after how long they answered, or that they did not."""
    facts = evidence.pack(told().view(), W46)
    (one,) = [each for each in facts["escalations"] if each["kpi"] == "nps"]
    assert [(step["name"], step["at"][:16]) for step in one["route"]] == [
        ("Owner", "2026-11-09T17:00"),
        ("Lead", "2026-11-10T17:00"),
    ]
    assert [(step["decision"], step["hours"]) for step in one["route"]] == [(None, None), ("D-1", 15.0)]
    assert (one["answered"], one["recovered"], one["outcome"]) == (True, True, None)


def test_an_escalation_stands_in_it_as_it_stood_then() -> None:
    """What timed out, was answered or recovered after the time has not happened yet in its pack."""
    facts = evidence.pack(told().view(), W45)
    (one,) = [each for each in facts["escalations"] if each["kpi"] == "nps"]
    assert (one["cause"], one["answered"], one["recovered"], one["overdue"]) == ("breach", False, False, False)
    assert [step["name"] for step in one["route"]] == ["Owner"]


def test_an_answer_to_an_earlier_miss_does_not_answer_the_newest_one() -> None:
    """After a second miss it is unanswered again, as in the app."""
    company = told().at("2026-11-23T12:00")
    company.record("20", "2026-W47")
    company.at("2026-11-24T09:00")
    facts = evidence.pack(company.view(), "2026-W47")
    (one,) = [each for each in facts["escalations"] if each["kpi"] == "nps"]
    assert one["answered"] == company.view().escalation(one["id"]).answered
    assert (one["answered"], one["recovered"]) == (False, False)


def test_what_came_after_the_time_is_not_in_it() -> None:
    """A pack of a past week holds the values, misses and decisions of its own time alone."""
    facts = evidence.pack(told().view(), W45)
    (line,) = [each for each in facts["scorecard"] if each["key"] == "nps"]
    assert (line["value"], line["status"]) == ("20", "breach")
    assert facts["decisions"] == []
    assert [each["answered"] for each in facts["escalations"]] == [False, False]


@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026-q4"])
def test_a_month_and_a_quarter_hold_all_of_theirs(period: str) -> None:
    """Longer times hold every miss and decision that fell into them."""
    facts = evidence.pack(told().view(), period)
    assert len(facts["misses"]) == 2
    assert [d["title"] for d in facts["decisions"]] == ["Do something"]


def test_without_a_name_it_is_the_newest_week_held() -> None:
    """The week that was closed last is what is asked for most."""
    assert evidence.pack(told().view())["period"] == W46


def test_a_decision_that_was_asked_about_stands_with_then_and_now() -> None:
    """What was expected is set against what came."""
    one = told()
    one.at("2026-12-14T09:00")
    decisions.check(one.desk, "D-1", "worked", note="They came back")
    (checked,) = evidence.pack(one.view(), "2026-12")["checked"]
    assert (checked["then"], checked["now"], checked["outcome"]) == ("20", "44", "worked")


@pytest.mark.parametrize(
    ("period", "error"), [("2026-12", RefusedError), ("2026-11-09", InvalidError), ("soon", InvalidError)]
)
def test_what_is_no_span_is_refused(period: str, error: type[Exception]) -> None:
    """A day, a word, and a time that has not begun are each refused in a sentence."""
    with pytest.raises(error):
        evidence.pack(told().view(), period)


def test_a_week_shows_what_its_deadline_judged_after_the_meeting() -> None:
    """A KPI without a value at an early close is in the week's report as late, never with the week before's value."""
    one = Company(plan("nps"), plan("runs", "at_least 10"), ladder=LADDER)
    one.at("2026-11-09T17:00")
    one.record("44", W45)
    one.record("12", W45, key="runs")
    one.at("2026-11-16T10:00")
    one.record("44", W46)
    week.close(one.desk)
    one.at("2026-11-17T09:00")
    facts = evidence.pack(one.view(), W46)
    (line,) = [each for each in facts["scorecard"] if each["key"] == "runs"]
    assert (line["period"], line["value"], line["status"]) == (W46, None, "late")
    assert [(m["name"], m["status"]) for m in facts["misses"]] == [("runs", "late")]
