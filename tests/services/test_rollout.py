"""The rollout of a company: what the gates count, and who advances."""

from __future__ import annotations

import pytest

from cadence_tui import settings
from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.okr import CheckIn
from cadence_tui.services import rollout, undo
from tests.companies import Company, plan
from tests.objectives import objective, put

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
