"""Decisions and actions: what they answer, what they end, and what they leave open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.history import headline
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import decisions
from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft
from tests.companies import Company, plan, wall

W45, W46, W47, W48, W49 = (f"2026-W{number}" for number in range(45, 50))
# One rung of each kind, with time enough that nothing climbs by itself between two closes.
SLOW = (Rung("Owner", "owner", "action", 168), Rung("Lead", "lead", "decision", 240))
DECIDE = (Rung("Owner", "owner", "decision", 240),)


def missed(*ladder: Rung, weeks: int = 1, stage: str = "traction") -> Company:
    """Found a company that missed so many weeks, on the morning after the last of them."""
    company = Company(ladder=ladder or SLOW, stage=stage)  # type: ignore[arg-type]
    return company.at(("2026-11-10T09:00", "2026-11-17T09:00", "2026-11-24T09:00")[weeks - 1])


def open_action(company: Company, decision: str) -> str:
    """Name a decision's first action."""
    return company.repository.actions(closed=True, decision=decision)[0].id


# --- Response ---------------------------------------------------------------------------------------------------------


def test_a_response_stops_the_clock_until_the_next_miss() -> None:
    """The escalation stands still on its rung until the next week is missed."""
    company = missed()
    company.decide("E-1", actions=["call"])
    assert company.view().due_at(company.escalation()) is None
    escalation = company.at("2026-11-16T17:59").escalation()
    assert (escalation.state, escalation.rung, escalation.decisions) == ("open", 1, ("D-1",))
    company.at("2026-11-16T18:00")
    assert company.escalation().rung == 2
    assert company.view().due_at(company.escalation()) == wall("2026-11-26T18:00")


def test_a_rung_that_owes_an_action_wants_one() -> None:
    """A decision without an action is refused there, whole; nothing of it stays."""
    company = missed()
    with pytest.raises(RefusedError, match="corrective action"):
        company.decide("E-1")
    assert company.repository.decisions() == []
    assert company.decide("E-1", actions=["call"]).id == "D-1"


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "typed",
    ["2026-12-07", "7 Dec 2026", " 7 december 2026 ", "Dec 7, 2026", "7 Dec", "Mon 7 Dec", "monday, 7. december"],
)
def test_a_day_is_typed_as_it_is_shown(typed: str) -> None:
    """As 7 Dec, 7 Dec 2026 or 2026-12-07; a day that could be read two ways is refused, and so is a month."""
    assert decisions.read_date(typed, "day", TODAY) == date(2026, 12, 7)
    for wrong in ("7/12/2026", "Dec 2026", "31 Nov 2026", "31 Nov", "0 Dec", "Fri 7 Dec", "7 Foo", "soon", ""):
        with pytest.raises(InvalidError, match="write it as Friday, 30 Nov, 30 Nov 2026 or 2026-11-30"):
            decisions.read_date(wrong, "day", TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("28 Nov", "2026-11-28"),
        ("5 Jan", "2027-01-05"),
        ("1 Nov", "2026-11-01"),
        ("20 May", "2027-05-20"),
        ("10 Jun", "2026-06-10"),
    ],
)
def test_a_day_without_its_year_is_the_nearest(typed: str, expected: str) -> None:
    """In November 5 Jan is in the next year, and 1 Nov was in this one."""
    assert decisions.read_date(typed, "day", TODAY).isoformat() == expected


def test_without_a_kind_it_is_a_fix_or_other() -> None:
    """A fix when it answers an escalation, else other."""
    company = missed(*DECIDE)
    assert company.decide("E-1").kind == "fix"
    assert company.decide("nps").kind == "other"
    assert company.decide().kind == "other"


def test_a_decision_for_a_kpi_is_no_response() -> None:
    """It names the KPI; the clock of its escalation runs on."""
    company = missed()
    company.decide("nps", actions=["call"])
    assert company.view().due_at(company.escalation()) == wall("2026-11-16T18:00")
    assert company.escalation().decisions == ()


def test_a_decision_for_an_ended_escalation_is_refused() -> None:
    """Withdrawn or resolved, it takes no answer any more."""
    company = missed()
    company.pause(W45)
    with pytest.raises(RefusedError, match=r"E-1 has ended \(withdrawn\)"):
        company.decide("E-1", actions=["call"])


def test_an_unknown_id_is_named() -> None:
    """Whatever it answers has to exist, and so have the people."""
    company = missed()
    with pytest.raises(NotFoundError, match="E-7"):
        company.decide("E-7")
    with pytest.raises(NotFoundError, match="npx"):
        company.decide("npx")
    with pytest.raises(NotFoundError, match="Nobody"):
        decisions.decide(company.desk, DecisionDraft(title="t", why="w", by="Nobody"))
    with pytest.raises(InvalidError, match="no kind"):
        company.decide(kind="hope")


def test_what_is_overdue_keeps_its_moment_until_it_is_answered() -> None:
    """On the top rung nothing rises; the response takes the mark away."""
    company = missed(Rung("Owner", "owner", "decision", 24)).at("2026-11-12T09:00")
    assert company.escalation().overdue_since == wall("2026-11-10T18:00")
    assert company.view().due_at(company.escalation()) == wall("2026-11-10T18:00")
    company.decide("E-1")
    assert company.escalation().overdue_since is None
    assert company.view().due_at(company.escalation()) is None


def test_an_escalation_keeps_its_whole_history() -> None:
    """Every event with its time, its period and value, the rung it led to, and who was asked there."""
    company = missed(weeks=2)
    company.decide("E-1")
    company.record("45")
    company.at("2026-11-24T09:00").desk.catch_up()
    told = [(e.kind, e.at, e.period, rung, asked) for e, rung, asked in company.repository.events_of("E-1")]
    assert told == [
        ("miss", wall("2026-11-09T18:00"), W45, 1, "Olga"),
        ("miss", wall("2026-11-16T18:00"), W46, 2, "Fay"),
        ("response", wall("2026-11-17T09:00"), None, 2, "Fay"),
        ("recovery", wall("2026-11-23T18:00"), None, 2, "Fay"),
        ("end", wall("2026-11-23T18:00"), None, 2, "Fay"),
    ]


def test_one_decision_answers_many() -> None:
    """One action serves all of them."""
    company = Company(plan(), plan("churn"), ladder=SLOW).at("2026-11-10T09:00")
    company.decide("E-1", "e-2", "nps", actions=["call"])
    assert [e.decisions for e in company.view().escalations()] == [("D-1",), ("D-1",)]


# --- Decided away -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["retarget", "retire"])
def test_a_rung_that_owes_an_action_may_not_retarget_or_retire(kind: str) -> None:
    """It is refused, and the KPI stays as it is."""
    company = missed()
    with pytest.raises(RefusedError, match="only from a rung that owes a decision"):
        company.decide("E-1", kind=kind, target="20", actions=["call"])
    assert company.view().kpis["nps"].goal == plan().goal
    assert company.view().kpis["nps"].retired_at is None


def test_retargeting_ends_the_escalation_and_sets_the_target() -> None:
    """At once, whatever its actions; the new target holds for periods not yet judged, and the alert is kept."""
    company = missed(weeks=2)
    company.decide("E-1", kind="retarget", target="35", actions=["tell the board"])
    escalation = company.escalation()
    assert (escalation.outcome, escalation.ended_at) == ("retargeted", wall("2026-11-17T09:00"))
    assert company.view().kpis["nps"].goal == plan(target="at_least 35 30").goal
    company.record("36", W47)
    assert company.at("2026-11-23T18:00").status(W47) == "on_track"
    assert company.judgement(W46).goal == plan().goal


def test_retargeting_past_the_alert_asks_for_a_new_one() -> None:
    """A target that leaves the alert on the wrong side is refused."""
    with pytest.raises((InvalidError, RefusedError), match="alert"):
        missed(weeks=2).decide("E-1", kind="retarget", target="20")


def test_retiring_ends_the_escalation_and_the_kpi() -> None:
    """From then on it is not due any more, and its history stays."""
    company = missed(weeks=2)
    company.decide("E-1", kind="retire")
    assert company.escalation().outcome == "retired"
    assert company.view().kpis["nps"].retired_at == wall("2026-11-17T09:00")
    company.at("2026-12-01T09:00")
    assert (company.status(W46), company.status(W47)) == ("late", None)


def test_an_input_is_not_retired_by_decision_either() -> None:
    """While a formula uses it, the decision is refused, whole."""
    company = Company(plan(), plan("half", "at_least 1", formula="nps / 2"), ladder=DECIDE).at("2026-11-10T09:00")
    with pytest.raises(RefusedError, match="half"):
        company.decide("E-1", kind="retire")
    assert company.escalation().state == "open"
    assert company.repository.decisions() == []


def test_an_accepted_miss_ends_the_escalation() -> None:
    """On a rung that owes an action too, without one."""
    company = missed()
    company.decide("E-1", kind="accept")
    assert (company.escalation().outcome, company.escalation().decisions) == ("accepted", ("D-1",))


def accepted_again(company: Company, second: str) -> None:
    """Accept the miss of W45 on 10 November at 09:00, then the next open escalation at another moment."""
    company.decide("E-1", kind="accept")
    company.at(second).decide(company.escalation().id, kind="accept")


def test_the_lowest_rung_accepts_once_in_27_days() -> None:
    """A second acceptance within 27 days is refused there, and taken a rung higher."""
    with pytest.raises(RefusedError, match="27 days"):
        accepted_again(missed(), "2026-11-17T09:00")
    accepted_again(missed(), "2026-11-24T09:00")


@pytest.mark.parametrize(("second", "allowed"), [("2026-12-07T08:59", False), ("2026-12-07T09:00", True)])
def test_after_27_days_it_may_accept_again(second: str, allowed: bool) -> None:
    """27 days to the second."""
    company = missed()
    company.decide("E-1", kind="accept")
    for moment in ("2026-11-16T17:00", "2026-11-23T17:00"):
        company.at(moment).record("45")
    company.at(second)
    assert (company.escalation().id, company.escalation().rung) == ("E-2", 1)
    if allowed:
        company.decide("E-2", kind="accept")
        assert company.escalation().outcome == "accepted"
    else:
        with pytest.raises(RefusedError, match="27 days"):
            company.decide("E-2", kind="accept")


def test_a_company_of_one_accepts_as_often_as_it_likes() -> None:
    """There the 27 days do not hold."""
    accepted_again(missed(stage="solo"), "2026-11-17T09:00")


def test_another_kpis_acceptance_does_not_count() -> None:
    """The 27 days are this KPI's own."""
    company = Company(plan(), plan("churn"), ladder=SLOW).at("2026-11-10T09:00")
    company.decide("E-1", kind="accept")
    company.decide("E-2", kind="accept")
    assert company.view().escalations() == []


def test_one_acceptance_can_clear_the_pile() -> None:
    """After an absence, one decision ends them all."""
    company = Company(plan(), plan("churn"), ladder=DECIDE).at("2026-12-01T09:00")
    company.decide("E-1", "E-2", kind="accept")
    assert [e.outcome for e in company.view().escalations(ended=True)] == ["accepted", "accepted"]


@pytest.mark.parametrize("kind", ["retarget", "retire"])
@pytest.mark.parametrize("answers", [(), ("E-1", "E-2"), ("E-1", "churn")])
def test_retargeting_and_retiring_answer_exactly_one(kind: str, answers: tuple[str, ...]) -> None:
    """None and two are refused."""
    company = Company(plan(), plan("churn"), ladder=DECIDE).at("2026-11-10T09:00")
    with pytest.raises(RefusedError, match="exactly one"):
        company.decide(*answers, kind=kind, target="35")


@pytest.mark.parametrize("kind", ["retarget", "retire"])
def test_an_open_escalation_has_to_be_answered_by_it(kind: str) -> None:
    """For the KPI alone it is refused while an escalation is open, and carried out when none is."""
    company = missed(*DECIDE)
    with pytest.raises(RefusedError, match="--for E-1"):
        company.decide("nps", kind=kind, target="35")
    company.decide("E-1", kind="accept")
    company.decide("nps", kind=kind, target="35")
    after = company.view().kpis["nps"]
    assert (after.goal.target == 35) is (kind == "retarget")
    assert (after.retired_at is not None) is (kind == "retire")


def test_a_retargeting_needs_the_new_target() -> None:
    """Without one it is refused."""
    with pytest.raises(RefusedError, match="--target"):
        missed(*DECIDE).decide("E-1", kind="retarget")


# --- Verified ---------------------------------------------------------------------------------------------------------


def recovering(company: Company) -> Company:
    """Record a week on track after the miss, and look at it after its close."""
    company.at("2026-11-16T17:00").record("45")
    return company.at("2026-11-17T09:00")


def test_verified_at_the_check_of_the_last_action() -> None:
    """Answered, recovered, and the last action checked: ended there and then."""
    company = missed()
    company.decide("E-1", actions=["call", "write"])
    recovering(company)
    decisions.verify(company.desk, "A-1")
    assert company.escalation().state == "open"
    decisions.drop(company.at("2026-11-17T10:00").desk, "A-2", "they called us")
    assert (company.escalation().outcome, company.escalation().ended_at) == ("verified", wall("2026-11-17T10:00"))


def test_verified_at_the_recovery() -> None:
    """With everything checked before, the escalation ends with the week that is on track."""
    company = missed()
    company.decide("E-1", actions=["call"])
    decisions.verify(company.desk, "A-1")
    assert company.escalation().state == "open"
    recovering(company)
    assert (company.escalation().outcome, company.escalation().ended_at) == ("verified", wall("2026-11-16T18:00"))


def test_verified_at_the_answer() -> None:
    """Recovered before: a decision without actions ends it as it is made."""
    company = recovering(missed(*DECIDE))
    company.decide("E-1")
    assert (company.escalation().outcome, company.escalation().ended_at) == ("verified", wall("2026-11-17T09:00"))


def test_done_is_not_verified() -> None:
    """Claimed by its owner, an action still has to be checked."""
    company = missed()
    company.decide("E-1", actions=["call"])
    recovering(company)
    assert decisions.finish(company.desk, "A-1").state == "done"
    assert company.escalation().state == "open"
    decisions.verify(company.desk, "A-1")
    assert company.escalation().outcome == "verified"


def test_an_action_added_later_counts_with_its_decision() -> None:
    """It keeps the escalation open until it is checked too."""
    company = missed()
    company.decide("E-1", actions=["call"])
    draft = ActionDraft(text="write", owner="Olga", due="2026-11-30")
    decisions.add_action(company.desk, draft, decision="D-1")
    recovering(company)
    decisions.verify(company.desk, "A-1")
    assert company.escalation().state == "open"
    decisions.verify(company.desk, "A-2")
    assert company.escalation().outcome == "verified"


def test_an_answered_escalation_is_not_resolved_by_four_in_a_row() -> None:
    """Its open action keeps it, five weeks on track later."""
    company = missed()
    company.decide("E-1", actions=["call"])
    for day in ("2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"):
        company.at(f"{day}T17:00").record("45")
    assert company.at("2026-12-15T09:00").escalation().state == "open"


def test_an_unanswered_one_is() -> None:
    """Four in a row from the recovery on, at the fourth's deadline."""
    company = missed(*DECIDE)
    for day in ("2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07"):
        company.at(f"{day}T17:00").record("45")
    assert company.escalation().state == "open"
    company.at("2026-12-08T09:00")
    assert (company.escalation().outcome, company.escalation().ended_at) == ("recovered", wall("2026-12-07T18:00"))


# --- Supersession -----------------------------------------------------------------------------------------------------


def test_a_decision_is_superseded_by_another_and_both_say_so() -> None:
    """The new one answers what the old one answered, whose actions stay and count."""
    company = missed()
    company.decide("E-1", "nps", actions=["call"])
    new = company.decide(supersedes="D-1")
    old = company.repository.decision("D-1")
    assert (old.superseded_by, new.supersedes, new.answers) == ("D-2", "D-1", ("E-1", "nps"))
    assert company.escalation().decisions == ("D-1", "D-2")
    recovering(company)
    assert company.escalation().state == "open"
    decisions.verify(company.desk, "A-1")
    assert company.escalation().outcome == "verified"


def test_superseding_moves_no_ladder() -> None:
    """A clock that a later miss started runs on, and a new decision without an action is taken on any rung."""
    company = missed()
    company.decide("E-1", actions=["call"])
    company.at("2026-11-17T09:00")
    due = company.view().due_at(company.escalation())
    company.decide(supersedes="D-1", kind="accept")
    assert company.escalation().state == "open"
    assert company.view().due_at(company.escalation()) == due is not None


def test_a_superseding_decision_can_answer_more() -> None:
    """What it answers beyond the old one, it answers like any other."""
    company = Company(plan(), plan("churn"), ladder=SLOW).at("2026-11-10T09:00")
    company.decide("E-1", actions=["call"])
    with pytest.raises(RefusedError, match="corrective action"):
        company.decide("E-2", supersedes="D-1")
    company.decide("E-2", supersedes="D-1", actions=["write"])
    assert company.escalation("nps").decisions == ("D-2",)


def test_a_decision_about_an_ended_escalation_can_be_superseded() -> None:
    """Minds change afterwards too; the escalation stays as it ended."""
    company = missed()
    company.decide("E-1", kind="accept")
    ended = company.escalation()
    assert company.decide(supersedes="D-1").answers == ("E-1",)
    assert company.escalation() == ended


def test_a_superseded_decision_is_not_superseded_again() -> None:
    """The newest of them is."""
    company = missed()
    company.decide("E-1", actions=["call"])
    company.decide(supersedes="D-1")
    with pytest.raises(RefusedError, match="D-2"):
        company.decide(supersedes="D-1")


# --- What a decision records ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "why"), [("", "because"), ("Accept it", ""), ("Accept it", " \n ")])
def test_a_decision_says_what_and_why(title: str, why: str) -> None:
    """One without a title or without a reason is refused, and answers nothing."""
    company = missed()
    with pytest.raises(InvalidError):
        decisions.decide(company.desk, DecisionDraft(title=title, why=why, answers=["E-1"], kind="accept"))
    assert company.escalation().state == "open"


def test_a_decision_keeps_the_values_of_the_day() -> None:
    """Those of the KPIs it answers, and of the one that it expects an effect on."""
    company = Company(plan(), plan("churn"), ladder=DECIDE).at("2026-11-09T17:00")
    company.record("12")
    company.record("40", key="churn")
    company.at("2026-11-10T09:00").record("15")
    draft = DecisionDraft(
        title="Call them",
        why="because",
        answers=["E-1"],
        options=["write"],
        expect=ExpectationDraft(kpi="churn", value="1.5k", by="2026-12-31"),
    )
    decision = decisions.decide(company.desk, draft)
    assert dict(decision.then) == {"nps": Decimal(15), "churn": Decimal(40)}
    assert decision.expect is not None
    assert (decision.expect.value, decision.options, decision.by) == (Decimal(1500), ("write",), "Fay")


def test_whether_it_worked_is_asked_four_weeks_on() -> None:
    """Or on the day that was named."""
    company = missed()
    assert company.decide("nps").check_on == date(2026, 12, 8)
    draft = DecisionDraft(title="t", why="w", check_on="2027-01-31")
    assert decisions.decide(company.desk, draft).check_on == date(2027, 1, 31)


@pytest.mark.parametrize("verdict", ["worked", "failed"])
def test_a_check_says_whether_it_worked(verdict: str) -> None:
    """Once; a change of mind is another decision."""
    company = missed()
    company.decide("nps")
    company.at("2026-12-08T09:00")
    assert decisions.check(company.desk, "D-1", verdict, note="as hoped").outcome == verdict
    with pytest.raises(RefusedError, match="answered already"):
        decisions.check(company.desk, "D-1", "worked")


def test_too_early_asks_again() -> None:
    """On a new date, which has to be one to come."""
    company = missed()
    company.decide("nps")
    company.at("2026-12-08T09:00")
    after = decisions.check(company.desk, "D-1", "early", until="2026-12-20")
    assert (after.outcome, after.check_on) == (None, date(2026, 12, 20))
    with pytest.raises(RefusedError, match="has come already"):
        decisions.check(company.desk, "D-1", "early", until="2026-12-08")
    with pytest.raises(InvalidError, match="is no answer"):
        decisions.check(company.desk, "D-1", "maybe")


# --- Actions ----------------------------------------------------------------------------------------------------------


def test_verifying_an_open_action_marks_it_done_too() -> None:
    """Both at the same moment, and who checked is kept."""
    company = missed()
    company.decide("nps", actions=["call"])
    after = decisions.verify(company.desk, "A-1")
    assert (after.state, after.done_at, after.verified_at) == ("verified", company.now, company.now)
    assert after.verified_by == "Fay"


def test_done_keeps_its_moment_when_it_is_verified_later() -> None:
    """Claimed on Tuesday, checked on Wednesday."""
    company = missed()
    company.decide("nps", actions=["call"])
    decisions.finish(company.desk, "A-1")
    after = decisions.verify(company.at("2026-11-11T09:00").desk, "A-1")
    assert (after.done_at, after.verified_at) == (wall("2026-11-10T09:00"), wall("2026-11-11T09:00"))


@pytest.mark.parametrize(("self_verify", "state"), [(True, "verified"), (False, "done")])
def test_in_a_company_of_one_done_is_verified(self_verify: bool, state: str) -> None:
    """Marking done also verifies, and the log says that nobody else did; unless that is turned off."""
    company = Company(stage="solo", people=("Fay", "Olga"), self_verify=self_verify)
    company.decide("nps", actions=["call"])
    assert decisions.finish(company.desk, "A-1").state == state
    said = headline(company.view().entries()[-1])
    assert said == "marked done A-1 (call)" + (", self-verified" if self_verify else "")


def test_a_closed_action_stays_closed() -> None:
    """Verified or dropped, it is neither done nor dropped again; one that is done is not done again."""
    company = missed()
    company.decide("nps", actions=["call", "write"])
    decisions.verify(company.desk, "A-1")
    decisions.finish(company.desk, "A-2")
    for deed in (decisions.finish, decisions.verify, lambda desk, a: decisions.drop(desk, a, "why")):
        with pytest.raises(RefusedError, match="already"):
            deed(company.desk, "A-1")
    with pytest.raises(RefusedError, match="already"):
        decisions.finish(company.desk, "A-2")


def test_dropping_needs_a_reason() -> None:
    """One without is refused."""
    company = missed()
    company.decide("nps", actions=["call"])
    with pytest.raises(InvalidError):
        decisions.drop(company.desk, "A-1", " ")
    assert decisions.drop(company.desk, "A-1", "done by others").dropped_why == "done by others"


def test_ids_are_never_used_twice() -> None:
    """A refused decision leaves no gap, and the next one has the next number."""
    company = missed()
    company.decide("nps", actions=["call"])
    with pytest.raises(RefusedError):
        company.decide("E-1")
    assert company.decide("nps", actions=["write"]).id == "D-2"
    assert open_action(company, "D-2") == "A-2"
