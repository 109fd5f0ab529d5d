"""Whether it worked: a miss followed from its breach to the second decision that worked, and the mirror over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadence_tui.domain.ladder import Rung
from cadence_tui.services import calibration, decisions, undo
from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft
from cadence_tui.services.records import gather
from tests.companies import Company, plan

LADDER = (Rung("Owner", "owner", "action", 48), Rung("Lead", "lead", "decision", None))


def decided(company: Company, title: str, *, supersedes: str | None = None, value: str = "45", by: str) -> str:
    """Decide something with an action and an effect expected on the KPI."""
    draft = DecisionDraft(
        title=title,
        why="they leave in the first week",
        answers=() if supersedes else ("E-1",),
        actions=[ActionDraft(text="call", owner="Olga", due="2026-11-20")],
        expect=ExpectationDraft(kpi="nps", value=value, by=by),
        supersedes=supersedes,
    )
    return decisions.decide(company.desk, draft).id


def lived() -> Company:
    """Live a whole story: breach, no response, decision, recovery, verified, failed, superseded, and worked."""
    company = Company(ladder=LADDER)
    company.at("2026-11-09T10:00").record("20")
    company.at("2026-11-12T09:00")
    decided(company, "Call those who left", by="2026-12-08")
    company.at("2026-11-16T10:00").record("42")
    company.at("2026-11-23T10:00").record("41")
    decisions.verify(company.desk, "A-1")
    for day, value in (("11-30", "41"), ("12-07", "30")):
        company.at(f"2026-{day}T10:00").record(value)
    company.at("2026-12-10T09:00")
    decisions.check(company.desk, "D-1", "failed", note="the calls came too late")
    decided(company, "Guide the first week", supersedes="D-1", by="2027-01-04")
    for day, value in (("12-14", "40"), ("12-21", "44"), ("12-28", "45")):
        company.at(f"2026-{day}T10:00").record(value)
    company.at("2027-01-04T10:00").record("45")
    company.at("2027-01-08T09:00")
    decisions.check(company.desk, "D-2", "worked")
    return company


def test_a_story_is_told_to_its_end() -> None:
    """Breach, no response, timeout, decision, recovery, verification; then failed, superseded, and worked."""
    company = lived()
    escalation = company.view().escalation("E-1")
    assert [(cause.kind, cause.rung) for cause in escalation.causes] == [("breach", 1), ("no_response", 2)]
    assert (escalation.state, escalation.outcome, escalation.decisions) == ("resolved", "verified", ("D-1",))
    first, second = company.repository.decisions()
    assert (first.outcome, first.superseded_by) == ("failed", "D-2")
    assert (second.outcome, second.supersedes, second.then) == ("worked", "D-1", {"nps": Decimal(30)})


def test_the_mirror_shows_both_with_where_the_kpi_stood_on_the_day() -> None:
    """One of two worked; the first was off by a third, the second by nothing."""
    found = calibration.look(lived().view())
    assert (found.whole.worked, found.whole.answered, found.whole.compared) == (1, 2, 2)
    assert [(point.id, point.day, point.actual) for point in found.whole.points] == [
        ("D-2", date(2027, 1, 8), Decimal(45)),
        ("D-1", date(2026, 12, 10), Decimal(30)),
    ]
    assert [quarter.of for quarter in found.quarters] == ["2027-Q1", "2026-Q4"]
    assert [decider.of for decider in found.deciders] == ["Fay"]


def test_the_first_look_counts_the_same_and_compares_nothing() -> None:
    """What takes long is left for the second, and is said to be left."""
    view = lived().view()
    first, whole = calibration.first_look(view), calibration.look(view)
    assert (first.whole.worked, first.whole.answered, first.whole.mean_miss) == (1, 2, None)
    assert [point.id for point in first.whole.points] == [point.id for point in whole.whole.points]
    assert (first.is_compared, whole.is_compared) == (False, True)


def test_an_effect_whose_day_is_to_come_is_not_compared() -> None:
    """Somebody may say earlier that it worked; how far off it is, nobody knows yet."""
    company = Company(ladder=LADDER)
    company.at("2026-11-09T10:00").record("20")
    company.at("2026-11-10T09:00")
    decided(company, "Call", by="2027-03-01")
    decisions.check(company.desk, "D-1", "worked")
    (point,) = calibration.look(company.view()).whole.points
    assert (point.actual, point.miss) == (None, None)


def test_a_company_of_one_has_no_deciders_to_tell_apart() -> None:
    """The whole says it all."""
    company = Company(plan(owner="Fay"), stage="solo", people=("Fay",), ladder=LADDER)
    assert calibration.look(company.view()).deciders == ()


def counted(company: Company) -> list[str]:
    """Name the decisions that count."""
    return [point.id for point in calibration.look(company.view()).whole.points]


def test_a_decision_counts_from_its_day_on() -> None:
    """Not the day before; and at once when somebody answered earlier."""
    company = Company(plan()).at("2026-11-10T09:00")
    company.decide("nps")
    assert counted(company.at("2026-12-07T09:00")) == []
    assert counted(company.at("2026-12-08T09:00")) == ["D-1"]
    company.decide("nps")
    decisions.check(company.desk, "D-2", "worked")
    assert counted(company) == ["D-2", "D-1"]


def test_a_superseded_one_counts_only_when_it_was_answered() -> None:
    """What was replaced before anybody knew tells nothing."""
    company = Company(plan()).at("2026-11-10T09:00")
    company.decide("nps")
    company.decide("nps")
    decisions.check(company.desk, "D-2", "failed")
    for old in ("D-1", "D-2"):
        company.decide(supersedes=old)
    assert counted(company.at("2026-12-08T08:00")) == ["D-4", "D-3", "D-2"]


@pytest.mark.parametrize("cadence", ["weekly", "daily", "monthly"])
def test_where_a_kpi_stood_is_the_newest_value_of_a_period_that_had_ended(cadence: str) -> None:
    """Whatever its cadence; what came on the day itself, was taken away again or came later is not it."""
    kpi = plan("nps", "at_least 40", cadence=cadence, aggregate="sum")  # type: ignore[arg-type]
    company = Company(kpi).at("2026-11-10T09:00")
    decisions.decide(company.desk, DecisionDraft("Call", "so", expect=ExpectationDraft("nps", "45", "2026-12-08")))
    given = {
        "weekly": [("2026-W48", "31"), ("2026-W49", "32"), ("2026-W50", "99")],
        "daily": [("2026-12-04", "15"), ("2026-12-05", "17"), ("2026-12-08", "99")],
        "monthly": [("2026-10", "31"), ("2026-11", "32"), ("2026-12", "99")],
    }
    company.at("2026-12-08T09:00")
    for period, value in given[cadence]:
        company.record(value, period)
    assert [point.actual for point in calibration.look(company.view()).whole.points] == [Decimal(32)]
    record = gather(company.view())[0]
    assert record.actual == Decimal(32)
    if cadence == "weekly":
        company.record("77", "2026-W49", amend="counted twice")
        assert calibration.look(company.view()).whole.points[0].actual == Decimal(77)
        undo.undo(company.desk)
        assert calibration.look(company.view()).whole.points[0].actual == Decimal(32)
