"""Teams: added, changed, and removed once they hold no KPI any more."""

from __future__ import annotations

import pytest

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.services import kpis, people, teams, undo
from tests.companies import Company, plan

GROWTH = Team("Growth", "Lea", ("Olga", "Bo"))


def company() -> Company:
    """A company with a team that has a KPI."""
    return Company(plan(team="Growth"), plan("churn", "at_most 5"), teams=(GROWTH,))


def test_a_team_is_added_with_people_of_the_company() -> None:
    """Lead and members are found however they are cased, each once."""
    one = company()
    added = teams.add(one.desk, " Sales ", lead="lea", members=["BO", "Bo", "olga"])
    assert added == one.repository.team("sales") == Team("Sales", "Lea", ("Bo", "Olga"))
    undo.undo(one.desk)
    assert [team.name for team in one.repository.teams()] == ["Growth"]
    undo.redo(one.desk)
    assert one.repository.team("Sales") == added


def test_a_team_needs_a_name_of_its_own_and_known_people() -> None:
    """A name taken in other capitals, none at all, and an unknown lead are refused."""
    one = company()
    with pytest.raises(RefusedError, match="“Growth” already"):
        teams.add(one.desk, "GROWTH")
    with pytest.raises(InvalidError):
        teams.add(one.desk, "  ")
    with pytest.raises(NotFoundError, match="Did you mean Olga"):
        teams.add(one.desk, "Sales", lead="Olgaa")
    assert one.repository.teams() == [GROWTH]


def test_a_teams_kpis_follow_to_its_new_name() -> None:
    """The team is Sales now, and its KPI, retired or not, belongs to Sales."""
    one = company()
    kpis.retire(one.desk, "nps", "enough")
    kpis.edit(one.desk, "churn", {"team": "Growth"})
    assert teams.edit(one.desk, "growth", name="Sales").name == "Sales"
    assert {kpi.team for kpi in one.repository.kpis().values()} == {"Sales"}
    undo.undo(one.desk)
    assert {kpi.team for kpi in one.repository.kpis().values()} == {"Growth"}
    undo.redo(one.desk)
    assert one.repository.teams() == [GROWTH._replace(name="Sales")]


def test_people_join_and_leave_a_team() -> None:
    """Who is in it already stays once, and who is not in it cannot leave it."""
    one = company()
    assert teams.edit(one.desk, "Growth", joining=["fay", "Bo"], leaving=["olga"]).members == ("Bo", "Fay")
    entry = one.view().entries()[-1]
    assert (entry.before, entry.after) == ({"members": ["Olga", "Bo"]}, {"members": ["Bo", "Fay"]})
    with pytest.raises(NotFoundError, match="Did you mean Bo"):
        teams.edit(one.desk, "Growth", leaving=["Boo"])
    undo.undo(one.desk)
    assert one.repository.teams() == [GROWTH]


def test_a_team_keeps_its_kpis_until_they_have_another_home() -> None:
    """Removing is refused by the keys of its KPIs; moved or retired, they hold it back no more."""
    one = company()
    kpis.edit(one.desk, "churn", {"team": "Growth"})
    with pytest.raises(RefusedError, match=r"the KPIs (nps, churn|churn, nps); retire them"):
        teams.remove(one.desk, "Growth")
    kpis.edit(one.desk, "churn", {"team": "none"})
    kpis.retire(one.desk, "nps", "enough")
    teams.remove(one.desk, "growth")
    assert one.repository.teams() == []
    undo.undo(one.desk)
    assert one.repository.teams() == [GROWTH]
    undo.redo(one.desk)
    assert one.repository.teams() == []


def test_a_team_hands_its_kpis_over_as_it_goes() -> None:
    """To another team or to the company, in one change, which one undo takes back; never to itself."""
    one = company()
    kpis.edit(one.desk, "churn", {"team": "Growth"})
    with pytest.raises(RefusedError, match="name another team, or company"):
        teams.remove(one.desk, "Growth", to="growth")
    with pytest.raises(NotFoundError):
        teams.remove(one.desk, "Growth", to="Sales")
    teams.remove(one.desk, "Growth", to="Company")
    assert [kpi.team for kpi in one.repository.kpis().values()] == [None, None]
    undo.undo(one.desk)
    teams.add(one.desk, "Sales", members=["Lea"])
    teams.remove(one.desk, "Growth", to="sales")
    assert [kpi.team for kpi in one.repository.kpis().values()] == ["Sales", "Sales"]
    assert people.dangling(one.repository) is None


def test_a_team_that_got_a_kpi_from_somebody_else_stays() -> None:
    """Fay added a team, Lea gave it a KPI: undoing the team would leave the KPI without a home."""
    one = company()
    teams.add(one.desk, "Sales")
    one.actor = "Lea"
    kpis.edit(one.desk, "churn", {"team": "Sales"})
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="churn belongs to Sales since"):
        undo.undo(one.desk)
