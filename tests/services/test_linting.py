"""Lint over a company: what is found, what is waived and taken back, and what the store keeps of objectives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadence_tui import settings
from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import NotFoundError, RefusedError
from cadence_tui.domain.okr import CheckIn
from cadence_tui.domain.playbook import Range
from cadence_tui.services import linting, ranges, rollout, undo
from tests.companies import Company, plan
from tests.objectives import objective, put

PLAYBOOK = settings.playbook()
THREE = (plan("mrr"), plan("users"), plan("nps"))
GROWTH = Team("Growth", "Lea", ("Lea", "Olga"))


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
    assert ranges.set_range(company.desk, "company_kpis", "1..4", why="we are tiny") == Range(1, 4)
    assert found(company) == {}
    assert rollout.look(company.view(), PLAYBOOK).here.gate[0].need == "at least 1"
    ranges.set_range(company.desk, "company_kpis", None)
    assert found(company) == {"kpi-count:company": False}
    undo.undo(company.desk)
    assert found(company) == {}
    with pytest.raises(NotFoundError, match="company_kpis"):
        ranges.set_range(company.desk, "kpis", "1..4")


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


def test_cycles_and_candidates_are_kept() -> None:
    """What was learned and what the audit found are state like any other."""
    company = Company(*THREE)
    repository = company.repository
    with company.desk.change("noted", "audit") as change:
        change.repository.put_cycle("2026-Q4", learned="start smaller", closed_at=company.now)
        change.repository.put_candidate("Page views", bucket="parked")
        change.repository.put_candidate("Churn", bucket="health", place=1)
    assert repository.cycles()["2026-Q4"]["learned"] == "start smaller"
    assert [one["name"] for one in repository.candidates()] == ["Churn", "Page views"]
    with company.desk.change("removed", "audit") as change:
        change.repository.remove_candidate("churn")
    assert [one["name"] for one in repository.candidates()] == ["Page views"]
