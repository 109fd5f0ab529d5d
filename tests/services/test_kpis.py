"""KPIs: their definitions change openly, and what was judged stays judged by what it had."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import kpis
from tests.companies import Company, goal, plan, wall

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Kpi

W44, W45, W46, W47, W48 = (f"2026-W{number}" for number in range(44, 49))
ARPU = (plan("mrr", "at_least 1"), plan("users", "at_least 1"), plan("arpu", "at_least 10 5", formula="mrr / users"))


def add(company: Company, **fields: object) -> Kpi:
    """Add a KPI of Olga's, at least 40 unless told otherwise."""
    usual = {"name": "New", "owner": "Olga", "direction": "at_least", "target": "40"}
    return kpis.add(company.desk, {**usual, **fields})


# --- Added ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "first"), [("2026-11-06T18:00", W45), ("2026-11-06T18:01", W46)])
def test_a_new_kpi_is_due_72_hours_later(moment: str, first: str) -> None:
    """Nobody's first close comes as a surprise."""
    company = Company().at(moment)
    add(company)
    company.at("2026-11-24T09:00")
    assert company.view().judgements("new")[0].period == first


def test_a_new_month_is_due_from_before_its_last_seven_days() -> None:
    """Added on the 24th, November is not due; added on the 23rd, it is."""
    company = Company().at("2026-11-23T23:59")
    add(company, name="Cash", cadence="monthly")
    company.at("2026-11-24T00:00")
    add(company, name="Cost", cadence="monthly")
    company.at("2026-12-08T09:00")
    assert (company.status("2026-11", "cash"), company.status("2026-11", "cost")) == ("late", None)


def test_an_owner_is_a_person_of_the_company() -> None:
    """An unknown owner, and an unknown team, are refused."""
    company = Company()
    with pytest.raises(NotFoundError, match="Zed"):
        add(company, owner="Zed")
    with pytest.raises((NotFoundError, InvalidError), match="Sales"):
        add(company, team="Sales")


def test_a_name_is_taken_once() -> None:
    """However it is cased."""
    with pytest.raises(RefusedError, match="named"):
        add(Company(), name="NPS")


# --- Targets ----------------------------------------------------------------------------------------------------------


def test_a_new_target_takes_effect_for_periods_not_yet_judged() -> None:
    """The week under way goes by it; the one judged keeps what it was judged by."""
    company = Company().at("2026-11-09T17:00")
    company.record("45")
    company.at("2026-11-10T09:00").edit(target="60")
    company.record("45", W46)
    company.at("2026-11-16T18:00")
    assert (company.status(W45), company.status(W46)) == ("on_track", "watch")
    assert (company.judgement(W45).goal, company.judgement(W46).goal) == (
        goal("at_least 40 30"),
        goal("at_least 60 30"),
    )


def test_a_target_without_an_alert_keeps_the_alert() -> None:
    """Where that is now on the wrong side, it is refused and asks for one."""
    company = Company()
    assert company.edit(target="35").goal == goal("at_least 35 30")
    with pytest.raises((InvalidError, RefusedError), match="alert"):
        company.edit(target="20")
    assert company.edit(target="20", alert="10").goal == goal("at_least 20 10")


def test_every_change_of_a_definition_is_logged() -> None:
    """Who, when, from, to and why."""
    company = Company().at("2026-11-04T09:00")
    company.edit(name="Promoters", owner="Bo", measure="asked in the app", why="clearer")
    entry = company.view().entries()[-1]
    assert (entry.who, entry.at, entry.why, entry.subject) == ("Fay", wall("2026-11-04T09:00"), "clearer", "nps")
    assert entry.before == {"name": "nps", "owner": "Olga", "measure": ""}
    assert entry.after == {"name": "Promoters", "owner": "Bo", "measure": "asked in the app"}


@pytest.mark.parametrize("fields", [{"target": "45"}, {"alert": "20"}, {"direction": "at_most", "alert": "50"}])
def test_with_an_open_escalation_a_target_changes_by_decision_alone(fields: dict[str, str]) -> None:
    """Target, alert and direction; a name changes all the same, and a target for one period."""
    company = Company().at("2026-11-10T09:00")
    with pytest.raises(RefusedError, match="--for E-1"):
        company.edit(**fields)
    company.edit(name="Promoters")
    company.edit(period=W46, target="35", why="holidays")
    with pytest.raises(RefusedError, match="--for E-1"):
        kpis.retire(company.desk, "nps", "of no use")


def test_a_target_for_one_period_holds_for_that_one_alone() -> None:
    """With a reason; the lasting one holds before and after."""
    company = Company().at("2026-11-04T09:00")
    company.edit(period=W46, target="20", alert="10", why="holidays")
    for moment in ("2026-11-09T17:00", "2026-11-16T17:00", "2026-11-23T17:00"):
        company.at(moment).record("20")
    company.at("2026-11-23T18:00")
    assert [j.status for j in company.view().judgements("nps")] == ["breach", "on_track", "breach"]


def test_a_target_for_one_period_needs_a_reason_and_a_period_to_come() -> None:
    """Without a reason, for a period judged or over, or of another cadence, it is refused."""
    company = Company(plan(), plan("cash", cadence="monthly")).at("2026-11-06T15:00")
    with pytest.raises(RefusedError, match="reason"):
        company.edit(period=W46, target="35")
    with pytest.raises(RefusedError, match="over or judged"):
        company.edit(period=W44, target="35", why="holidays")
    company.record("45")
    company.close()
    with pytest.raises(RefusedError, match="over or judged"):
        company.edit(period=W45, target="35", why="holidays")
    with pytest.raises(RefusedError, match="judged by"):
        company.edit(period="2026-11", target="35", why="holidays")
    with pytest.raises(RefusedError, match="judged by"):
        company.edit("cash", period=W46, target="35", why="holidays")
    with pytest.raises(RefusedError, match="only the target"):
        company.edit(period=W46, target="35", owner="Bo", why="holidays")


def test_an_amendment_goes_by_the_periods_own_target() -> None:
    """The target for one period stays with its judgement."""
    company = Company().at("2026-11-04T09:00")
    company.edit(period=W45, target="20", alert="10", why="holidays")
    company.record("5")
    company.at("2026-11-10T09:00").record("25", W45, amend="typo")
    assert company.status(W45) == "on_track"


# --- Owner ------------------------------------------------------------------------------------------------------------


def test_a_new_owner_takes_over_an_open_rung_that_is_the_owners() -> None:
    """They are asked from now on, and the running clock starts anew."""
    company = Company().at("2026-11-10T09:00")
    company.edit(owner="Bo")
    escalation = company.escalation()
    assert (company.view().asked(escalation), escalation.clock_due) == ("Bo", wall("2026-11-12T09:00"))


def test_a_new_owner_takes_over_nothing_on_another_rung() -> None:
    """On the founder's rung the clock runs on."""
    company = Company().at("2026-11-12T09:00")
    before = company.escalation()
    company.edit(owner="Bo")
    assert company.escalation() == before
    assert company.view().asked(before) == "Fay"


def test_a_new_owner_has_no_clock_where_none_runs() -> None:
    """Answered before, the rung is the new owner's, and its clock stays stopped."""
    company = Company().at("2026-11-10T09:00")
    company.decide("E-1", actions=["call"])
    company.edit(owner="Bo")
    assert company.view().due_at(company.escalation()) is None
    assert company.view().asked(company.escalation()) == "Bo"


def test_who_was_asked_at_the_end_stays() -> None:
    """An ended escalation names the owner of its day."""
    company = Company().at("2026-11-10T09:00")
    company.pause(W45)
    company.edit(owner="Bo")
    assert company.view().asked(company.escalation()) == "Olga"


def test_a_new_ladder_holds_for_escalations_opened_afterwards() -> None:
    """The open one keeps its rungs."""
    company = Company().at("2026-11-10T09:00")
    company.desk.catch_up()
    with company.desk.change("set ladder") as change:
        change.repository.put_ladder((Rung("Only", "Bo", "decision", 5),))
    assert [rung.name for rung in company.escalation().rungs] == ["Owner", "Lead"]
    company.pause(W45)
    assert [rung.name for rung in company.at("2026-11-17T09:00").escalation().rungs] == ["Only"]


def test_the_default_ladder_asks_the_teams_lead() -> None:
    """A team KPI climbs over its lead to the founder."""
    company = Company(plan(team="Growth"), teams=(Team("Growth", "Lea", ("Lea", "Olga")),))
    asked = [company.at(f"2026-11-{day}T18:00").view().asked(company.escalation()) for day in ("09", "11", "14")]
    assert asked == ["Olga", "Lea", "Fay"]


# --- Cadence ----------------------------------------------------------------------------------------------------------


def test_a_change_of_cadence_counts_as_creation() -> None:
    """Periods of the old one not yet judged never are; the new one is due as if the KPI were new."""
    company = Company().at("2026-11-17T09:00")
    company.edit(cadence="monthly")
    company.at("2027-01-06T09:00")
    assert [j.period for j in company.view().judgements("nps")] == [W45, W46, "2026-11", "2026-12"]


def test_a_change_to_months_in_the_last_seven_days_is_too_late_for_that_month() -> None:
    """As for a new KPI."""
    company = Company().at("2026-11-24T09:00")
    company.edit(cadence="monthly")
    company.at("2026-12-08T09:00")
    assert company.status("2026-11") is None


def test_an_open_escalation_goes_on_through_a_change_of_cadence() -> None:
    """Its next miss is a month's."""
    company = Company().at("2026-11-10T09:00")
    company.edit(cadence="monthly")
    company.at("2026-12-08T09:00")
    assert [(c.kind, c.period) for c in company.escalation().causes] == [
        ("late", W45),
        ("no_response", None),
        ("late", "2026-11"),
    ]


def test_daily_to_weekly_is_a_change_of_cadence_too() -> None:
    """Less than 72 hours before the deadline, this week is not due any more."""
    company = Company(plan("calls", cadence="daily")).at("2026-11-07T09:00")
    company.edit("calls", cadence="weekly")
    company.at("2026-11-17T09:00")
    assert (company.status(W45, "calls"), company.status(W46, "calls")) == (None, "late")


# --- Retired ----------------------------------------------------------------------------------------------------------


def test_a_retired_kpi_is_not_due_any_more() -> None:
    """Retired before its deadline, the week is not judged, and its history stays."""
    company = Company().at("2026-11-16T17:59")
    company.pause(W45)
    kpis.retire(company.desk, "nps", "of no use")
    company.at("2026-11-24T09:00")
    assert (company.status(W45), company.status(W46), company.is_calm()) == ("paused", None, True)


def test_a_retired_kpi_is_retired_once() -> None:
    """And changes no more."""
    company = Company()
    kpis.retire(company.desk, "nps", "of no use")
    with pytest.raises(RefusedError, match="retired already"):
        kpis.retire(company.desk, "nps", "again")
    with pytest.raises(RefusedError, match="retired"):
        company.edit(target="50")


# --- Derived ----------------------------------------------------------------------------------------------------------


def test_an_input_cannot_be_retired_or_change_cadence() -> None:
    """While a formula uses it; once that is retired, it can."""
    company = Company(*ARPU)
    with pytest.raises(RefusedError, match="arpu"):
        kpis.retire(company.desk, "mrr", "of no use")
    with pytest.raises(RefusedError, match="arpu"):
        company.edit("mrr", cadence="monthly")
    kpis.retire(company.desk, "arpu", "of no use")
    kpis.retire(company.desk, "mrr", "of no use")


def test_an_input_cannot_become_a_yes_or_no() -> None:
    """A formula needs numbers, after a change of its input as before."""
    company = Company(*ARPU)
    with pytest.raises(RefusedError, match="arpu"):
        company.edit("users", direction="yes_no", unit="yes_no")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"formula": "asked / 2"}, "yes/no"),
        ({"formula": "cash / 2"}, "one cadence"),
        ({"formula": "nothing / 2"}, "nothing"),
        ({"formula": "old / 2"}, "retired"),
    ],
)
def test_a_formula_is_over_numbers_of_the_same_cadence(fields: dict[str, str], message: str) -> None:
    """No yes/no inputs, none of another cadence, none retired, none unknown."""
    company = Company(plan("asked", "yes_no"), plan("cash", cadence="monthly"), plan("old"))
    kpis.retire(company.desk, "old", "of no use")
    with pytest.raises((RefusedError, NotFoundError, InvalidError), match=message):
        add(company, **fields)


def test_a_formula_goes_round_in_no_circle() -> None:
    """A KPI cannot be worked out from itself, however long the way."""
    company = Company(*ARPU)
    with pytest.raises(RefusedError, match="itself"):
        company.edit("mrr", formula="arpu * 2")


def test_a_new_formula_works_the_open_periods_out_again() -> None:
    """And what is derived from it; a judged period keeps its judgement."""
    company = Company(*ARPU, plan("year", "at_least 1", formula="arpu * 12")).at("2026-11-04T09:00")
    company.batch(("mrr", W45, "100"), ("users", W45, "4"))
    company.at("2026-11-10T09:00").batch(("mrr", W46, "100"), ("users", W46, "4"))
    company.edit("arpu", formula="mrr / users / 5")
    assert (company.value(W46, "arpu"), company.value(W46, "year")) == (Decimal(5), Decimal(60))
    assert company.judgement(W45, "arpu").value == 25


def test_a_kpi_that_becomes_derived_keeps_no_typed_value_in_an_open_period() -> None:
    """Its week is missing where an input is missing, whatever was typed before."""
    company = Company(*ARPU, plan("net", "at_least 1")).at("2026-11-04T09:00")
    company.record("7", "2026-W30", key="net")
    company.record("7", W45, key="net")
    company.edit("net", formula="mrr - users")
    assert (company.value("2026-W30", "net"), company.value(W45, "net")) == (Decimal(7), None)
    assert company.at("2026-11-10T09:00").status(W45, "net") == "late"


def test_a_new_aggregate_of_an_input_works_the_open_weeks_out_again() -> None:
    """What is derived follows the week values of its inputs."""
    company = Company(
        plan("won", "at_least 1", cadence="daily", aggregate="sum"),
        plan("half", "at_least 1", cadence="daily", formula="won / 2"),
    ).at("2026-11-03T09:00")
    company.record("4", key="won")
    company.at("2026-11-04T09:00").record("8", key="won")
    company.edit("won", aggregate="mean")
    assert company.value(W45, "half") == 3
