"""Whether it worked: a miss followed from its breach to the second decision that worked, and the mirror over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cadence_tui.domain.ladder import Rung
from cadence_tui.services import calibration, decisions
from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft
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
    assert [(point.decision.id, point.day, point.actual) for point in found.whole.points] == [
        ("D-2", date(2027, 1, 8), Decimal(45)),
        ("D-1", date(2026, 12, 10), Decimal(30)),
    ]
    assert [quarter.of for quarter in found.quarters] == ["2027-Q1", "2026-Q4"]
    assert [decider.of for decider in found.deciders] == ["Fay"]


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
