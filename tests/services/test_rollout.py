"""The rollout and lint over a company: what the gates count, who advances, what is waived and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cadence_tui import settings
from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import NotFoundError, RefusedError
from cadence_tui.domain.okr import CheckIn, Initiative, KeyResult, Objective
from cadence_tui.domain.playbook import Range
from cadence_tui.services import linting, rollout, undo
from tests.companies import Company, plan

PLAYBOOK = settings.playbook()
THREE = (plan("mrr"), plan("users"), plan("nps"))
GROWTH = Team("Growth", "Lea", ("Lea", "Olga"))
KEYS = ("mrr", "users", "nps")
W45, W46, W47 = "2026-W45", "2026-W46", "2026-W47"


def typed(company: Company, *weeks: str, skip: tuple[tuple[str, str], ...] = ()) -> None:
    """Record every KPI in time for each week, but those to be skipped."""
    for week in weeks:
        company.at({W45: "2026-11-09T09:00", W46: "2026-11-16T09:00", W47: "2026-11-23T09:00"}[week])
        for key in KEYS:
            if (key, week) not in skip:
                company.record("50", week, key=key)


def missing(company: Company) -> list[str]:
    """Name what the current gate still asks for."""
    return [item.what for item in rollout.look(company.view(), PLAYBOOK).missing]


def ready() -> Company:
    """Give a company on the day after three good weeks."""
    company = Company(*THREE)
    typed(company, W45, W46, W47)
    return company.at("2026-11-24T09:00")


def objective(**fields: object) -> Objective:
    """Make an active company objective with two key results."""
    known: dict[str, object] = {
        "id": "O-1",
        "title": "Make the first week feel effortless",
        "owner": "Olga",
        "cycle": "2026-Q4",
        "kpi": "nps",
        "state": "active",
        "key_results": tuple(
            KeyResult(
                id=f"O-1.{n}", title="Activation", baseline=Decimal(45), target=Decimal(65), due=date(2026, 12, 31)
            )
            for n in (1, 2)
        ),
        "initiatives": tuple(Initiative(id=f"O-1.i{n}", title="Sample data", owner="Olga") for n in (1, 2)),
    }
    return Objective(**{**known, **fields})  # type: ignore[arg-type]


def put(company: Company, *objectives: Objective) -> None:
    """Write objectives."""
    with company.desk.change("added objective", "O-1") as change:
        for one in objectives:
            change.repository.put_objective(one, at=change.now)


# --- The gate of phase 1 ----------------------------------------------------------------------------------------------


def test_three_weeks_on_time_open_the_first_gate() -> None:
    """With the third week's close the gate is met, and not a moment before."""
    company = Company(*THREE)
    typed(company, W45, W46, W47)
    company.at("2026-11-23T17:59")
    assert missing(company) == ["On time over the last 3 judged weeks together"]
    company.at("2026-11-23T18:00")
    assert missing(company) == []


def test_a_week_closed_early_counts_once_all_of_it_is_judged() -> None:
    """Closing with everything recorded judges the week; with something open, it waits for the deadline."""
    company = Company(*THREE)
    typed(company, W45, W46, W47, skip=(("nps", W47),))
    company.close()
    assert missing(company) != []
    company.record("50", W47)
    company.close()
    assert missing(company) == []


def test_one_late_value_in_nine_is_too_many() -> None:
    """Eight of nine are 88 %."""
    company = Company(*THREE)
    typed(company, W45, W46, W47, skip=(("nps", W46),))
    company.at("2026-11-24T09:00")
    (item,) = rollout.look(company.view(), PLAYBOOK).missing
    assert item.have == "88 % (8 of 9)"


def test_what_was_paused_is_left_out() -> None:
    """A paused KPI's week is no part of the count, and a paused week is no judged week."""
    company = Company(*THREE)
    typed(company, W45)
    company.at("2026-11-12T09:00").pause(W46, key="nps")
    typed(company, W46, W47, skip=(("nps", W46),))
    company.at("2026-11-24T09:00")
    assert missing(company) == []
    away = Company(*THREE)
    typed(away, W45)
    away.at("2026-11-12T09:00").pause(W46)
    typed(away, W47)
    item = rollout.look(away.at("2026-11-24T09:00").view(), PLAYBOOK).missing[0]
    assert item.have.startswith("2 of 3 weeks judged")


def test_a_month_counts_in_the_week_whose_deadline_it_shares() -> None:
    """October is judged with the week of its close, and counts there."""
    company = Company(*THREE, plan("cash", cadence="monthly"), at="2026-10-20T09:00")
    company.at("2026-11-03T09:00")
    weeks = rollout.judged_weeks(company.view(), 9)
    assert weeks[0] == (0, 4)
    assert all(due == 3 for _, due in weeks[1:])


# --- Advancing --------------------------------------------------------------------------------------------------------


def test_a_met_gate_is_passed_without_a_reason() -> None:
    """Advancing moves the phase, and logs no decision: nothing was decided over anything."""
    company = ready()
    assert rollout.advance(company.desk, PLAYBOOK).phase == 3
    assert company.view().company.phase == 3
    assert company.repository.decisions() == []


def test_an_unmet_gate_stops_and_says_what_is_missing() -> None:
    """The refusal names what there is and what is needed, and the way over it."""
    company = Company(*THREE)
    with pytest.raises(RefusedError, match=r"0 of 3 weeks judged, needs 90 % of 3 weeks.*--override"):
        rollout.advance(company.desk, PLAYBOOK)
    assert company.view().company.phase == 1


def test_going_over_a_gate_is_a_decision() -> None:
    """The reason is logged as a decision of kind other, in the same change; one undo takes both back."""
    company = Company(*THREE, teams=(GROWTH,))
    assert rollout.advance(company.desk, PLAYBOOK, "the investor asks for it").phase == 2
    (decision,) = company.repository.decisions()
    assert (decision.kind, decision.by) == ("other", "Fay")
    assert decision.why.startswith("the investor asks for it")
    assert "0 of 3 weeks judged" in decision.why
    undo.undo(company.desk)
    assert company.view().company.phase == 1
    assert company.repository.decisions() == []


def test_an_empty_reason_is_none() -> None:
    """Spaces override nothing."""
    company = Company(*THREE)
    with pytest.raises(RefusedError):
        rollout.advance(company.desk, PLAYBOOK, "  ")


def test_the_last_phase_is_the_last() -> None:
    """From phase 5 there is nowhere to go."""
    company = ready()
    for _ in range(2):
        rollout.advance(company.desk, PLAYBOOK, "on we go")
    with pytest.raises(RefusedError, match="last phase"):
        rollout.advance(company.desk, PLAYBOOK, "on we go")


def test_phases_3_and_4_are_left_by_objectives_and_a_check_in() -> None:
    """An active objective that is whole and a check-in open phase 3's gate; a draft does not count."""
    company = ready()
    rollout.advance(company.desk, PLAYBOOK)
    put(company, objective(created_at=company.now, state="draft"))
    assert len(missing(company)) == 3
    put(company, objective(created_at=company.now, activated_at=company.now))
    assert missing(company) == ["An OKR check-in"]
    with company.desk.change("checked in", "O-1.1") as change:
        change.repository.add_check_in(CheckIn(key_result="O-1.1", at=change.now, who="Olga", confidence=7))
    assert missing(company) == []


def test_a_teams_kpis_are_owned_inside_it() -> None:
    """Its lead and its members are inside."""
    company = Company(
        *THREE,
        plan("a", team="Growth"),
        plan("b", team="Growth", owner="Lea"),
        plan("c", team="Growth", owner="Bo"),
        teams=(GROWTH,),
    )
    rollout.advance(company.desk, PLAYBOOK, "why not")
    item = next(i for i in rollout.look(company.view(), PLAYBOOK).missing if "inside" in i.what)
    assert item.have == "2 of 3 (outside: c)"


# --- Lint -------------------------------------------------------------------------------------------------------------


def found(company: Company) -> dict[str, bool]:
    """Name what lint finds, and whether it was waved through."""
    return {one.finding.key: one.waived is not None for one in linting.look(company.view(), PLAYBOOK)}


def test_lint_looks_at_every_kpi_and_every_open_objective() -> None:
    """Errors come first; closed objectives are left as they were."""
    company = Company()
    put(
        company, objective(created_at=company.now, title="Increase NPS to 70", key_results=(), activated_at=company.now)
    )
    assert list(found(company)) == ["kr-count:O-1", "kpi-count:company", "objective-is-target:O-1"]
    put(company, objective(created_at=company.now, state="closed", title="Increase NPS to 70", key_results=()))
    assert list(found(company)) == ["kpi-count:company"]


def test_activating_counts_what_is_active_already() -> None:
    """Drafts may be as many as one likes: each is held against those that are active."""
    company = Company(*THREE)
    drafts = [objective(id=f"O-{n}", created_at=company.now, state="draft") for n in range(1, 6)]
    put(company, *drafts)
    assert "objective-count:company" in found(company)
    assert linting.of_activation(company.view(), PLAYBOOK, drafts[0]) == []
    put(company, *(objective(id=f"O-{n}", created_at=company.now, activated_at=company.now) for n in (2, 3, 4)))
    (finding,) = linting.of_activation(company.view(), PLAYBOOK, drafts[0])
    assert (finding.id, finding.level) == ("objective-count", "error")


def test_the_90_day_rule_knows_what_touched_a_kpi() -> None:
    """A decision that names it, its escalation, or expects an effect on it, touches a KPI."""
    company = Company(*THREE)
    company.at("2026-11-10T09:00").decide("mrr", kind="other")
    (open_one,) = [one for one in company.view().escalations() if one.kpi == "users"]
    company.at("2026-11-11T09:00").decide(open_one.id, actions=("call them",))
    touched = linting.last_touched(company.view())
    assert set(touched) == {"mrr", "users"}
    company.at("2027-02-08T09:00")
    assert [key for key in found(company) if key.startswith("kpi-stale")] == ["kpi-stale:mrr", "kpi-stale:nps"]


def test_a_warning_is_waved_through_with_a_reason_and_taken_back() -> None:
    """It is logged who and why, it is shown as waived, and undo brings it back."""
    company = Company()
    linting.waive(company.desk, PLAYBOOK, "kpi-count", "two more come in March")
    assert found(company) == {"kpi-count:company": True}
    entry = list(company.repository.entries())[-1]
    assert (entry.verb, entry.subject, entry.who, entry.why) == (
        "waived",
        "kpi-count:company",
        "Fay",
        "two more come in March",
    )
    undo.undo(company.desk)
    assert found(company) == {"kpi-count:company": False}


def test_an_error_is_not_waved_through() -> None:
    """Errors are mended."""
    company = Company(*THREE)
    put(company, objective(created_at=company.now, key_results=()))
    with pytest.raises(RefusedError, match="cannot be waived"):
        linting.waive(company.desk, PLAYBOOK, "kr-count:O-1", "later")


def test_a_waiver_names_one_finding() -> None:
    """An id that was found twice needs its subject, and one that was not found is not there."""
    company = Company(teams=(GROWTH,))
    rollout.advance(company.desk, PLAYBOOK, "now")
    with pytest.raises(RefusedError, match="kpi-count:company, kpi-count:Growth"):
        linting.waive(company.desk, PLAYBOOK, "kpi-count", "later")
    with pytest.raises(NotFoundError, match="there is kpi-count:company"):
        linting.waive(company.desk, PLAYBOOK, "kpi-stale", "later")
    linting.waive(company.desk, PLAYBOOK, "KPI-count:growth", "later")
    assert found(company)["kpi-count:Growth"]


def test_a_company_sets_its_own_range() -> None:
    """One KPI is enough where the company says so; the change is logged, and can be undone."""
    company = Company()
    assert linting.set_range(company.desk, "company_kpis", "1..4", why="we are tiny") == Range(1, 4)
    assert found(company) == {}
    assert rollout.look(company.view(), PLAYBOOK).here.gate[0].need == "at least 1"
    linting.set_range(company.desk, "company_kpis", None)
    assert found(company) == {"kpi-count:company": False}
    undo.undo(company.desk)
    assert found(company) == {}
    with pytest.raises(NotFoundError, match="company_kpis"):
        linting.set_range(company.desk, "kpis", "1..4")


# --- The store --------------------------------------------------------------------------------------------------------


def test_objectives_are_kept_with_all_that_belongs_to_them() -> None:
    """What is written is read again; every version stays, and one that was undone no longer counts."""
    company = Company(*THREE)
    first = objective(created_at=company.now, activated_at=company.now)
    put(company, first)
    assert company.repository.objective("o-1") == first
    put(company, objective(created_at=company.now, key_results=first.key_results[:1], initiatives=()))
    assert len(company.repository.objective("O-1").key_results) == 1
    assert len(company.repository.objective_versions("O-1")) == 2
    undo.undo(company.desk)
    assert company.repository.objective("O-1") == first
    assert len(company.repository.objective_versions("O-1")) == 1
    assert company.repository.objectives("2026-Q4") == [first]
    assert company.repository.objectives("2027-Q1") == []
    with pytest.raises(NotFoundError):
        company.repository.objective("O-9")


def test_check_ins_that_were_undone_do_not_count() -> None:
    """Check-ins are only ever appended; those of an undone change are passed over."""
    company = Company(*THREE)
    made = CheckIn(key_result="O-1.1", at=company.now, who="Olga", confidence=7, value=Decimal("0.50"), blocked="us")
    with company.desk.change("checked in", "O-1.1") as change:
        change.repository.add_check_in(made)
    assert company.repository.check_ins("O-1.1") == [made]
    undo.undo(company.desk)
    assert company.repository.check_ins() == []


def test_cycles_candidates_and_filters_are_kept() -> None:
    """What was learned, what the audit found and the saved filters are state like any other."""
    company = Company(*THREE)
    repository = company.repository
    with company.desk.change("noted", "audit") as change:
        change.repository.put_cycle("2026-Q4", learned="start smaller", closed_at=company.now)
        change.repository.put_candidate("Page views", bucket="parked")
        change.repository.put_candidate("Churn", bucket="health", place=1)
        change.repository.put_filter("mine", "log", "owner:Olga")
    assert repository.cycles()["2026-Q4"]["learned"] == "start smaller"
    assert [one["name"] for one in repository.candidates()] == ["Churn", "Page views"]
    assert repository.saved_filters()["mine"]["query"] == "owner:Olga"
    with company.desk.change("removed", "audit") as change:
        change.repository.remove_candidate("churn")
    assert [one["name"] for one in repository.candidates()] == ["Page views"]
