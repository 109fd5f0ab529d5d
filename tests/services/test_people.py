"""People: who joins, who goes by another name, and who leaves once somebody else holds what they held."""

from __future__ import annotations

import pytest

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import people, teams, undo
from tests.companies import Company, plan, wall

LADDER = (
    Rung("Owner", "owner", "action", 48),
    Rung("Head", "Olga", "decision", 72),
    Rung("Top", "founder", "decision"),
)
GROWTH = (Team("Growth", "Olga", ("Olga", "Bo")),)


def busy() -> Company:
    """A company in which Olga owns, leads, is asked by name, and has two actions, one of them verified."""
    from cadence_tui.services import decisions

    one = Company(plan(team="Growth"), plan("churn", "at_most 5", owner="Lea"), ladder=LADDER, teams=GROWTH)
    one.at("2026-11-09T19:00")
    one.decide(one.escalation("churn").id, actions=["Call", "Write"])
    decisions.verify(one.desk, "A-2")
    return one


# --- Joining ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Olga", "OLGA", " olga ", "Ｏｌｇａ"])
def test_names_are_unique_however_they_are_cased_or_composed(name: str) -> None:
    """A second Olga, in capitals or full width, is refused."""
    with pytest.raises(RefusedError, match="“Olga” already"):
        people.add(Company().desk, name)


@pytest.mark.parametrize("name", ["", " ", "Ada and Bob", "Ada/Bob", "Ada\x1b[2J", "Ada\nBob", "\u202eadA", "x" * 300])
def test_a_name_is_one_line_for_one_person(name: str) -> None:
    """Nothing empty, joint, executable or endless becomes a person."""
    one = Company()
    with pytest.raises(InvalidError):
        people.add(one.desk, name)
    assert len(one.repository.people()) == 4


def test_a_person_can_act_and_own_as_soon_as_they_are_added() -> None:
    """Who was added at once owns a KPI and records it."""
    one = Company()
    assert people.add(one.desk, " Ada ") == "Ada"
    one.edit(owner="ada")
    one.actor = "ADA"
    one.record("50")
    assert one.repository.kpi("nps").owner == "Ada"
    assert one.view().entries()[-1].who == "Ada"


def test_who_left_comes_back() -> None:
    """Adding a person who left lets them in again, as they are spelled now."""
    one = Company()
    people.remove(one.desk, "Bo")
    assert "Bo" not in one.repository.people()
    people.add(one.desk, "bo")
    assert one.repository.people() == ["bo", "Fay", "Lea", "Olga"]
    undo.undo(one.desk)
    assert one.repository.people() == ["Fay", "Lea", "Olga"]


def test_joining_can_be_undone_and_made_again_until_somebody_counts_on_it() -> None:
    """Undone, the name is free; once another person gave them a KPI, it stays."""
    one = Company()
    people.add(one.desk, "Ada")
    undo.undo(one.desk)
    assert "Ada" not in one.repository.people()
    undo.redo(one.desk)
    one.actor = "Lea"
    one.edit(owner="Ada")
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="nps names Ada since"):
        undo.undo(one.desk)
    assert one.repository.kpi("nps").owner == "Ada"


# --- Another name -----------------------------------------------------------------------------------------------------


def test_all_that_a_person_owns_follows_to_their_new_name() -> None:
    """KPIs, actions, teams, the ladder and the ladders of open escalations know nobody of the old name any more."""
    one = busy()
    clock = one.escalation().clock_due
    assert people.rename(one.desk, "olga", "Olga Nord") == "Olga Nord"
    view = one.view()
    assert view.kpis["nps"].owner == "Olga Nord"
    assert {action.owner for action in view.repository.actions(closed=True)} == {"Olga Nord"}
    assert view.repository.team("Growth") == Team("Growth", "Olga Nord", ("Olga Nord", "Bo"))
    own = view.repository.ladder()
    assert own is not None
    assert own[1].who == "Olga Nord"
    assert one.escalation().rungs == one.escalation("churn").rungs == own
    assert view.asked(one.escalation()) == "Olga Nord"
    assert one.escalation().clock_due == clock
    assert view.repository.people() == ["Bo", "Fay", "Lea", "Olga Nord"]
    with pytest.raises(NotFoundError, match="Did you mean Olga Nord"):
        view.repository.person("Olga")


def test_the_history_keeps_the_old_name_as_it_was_written() -> None:
    """What Olga recorded stays recorded by Olga, and the entry of the change says from and to."""
    one = Company()
    one.actor = "Olga"
    one.record("50")
    one.actor = "Fay"
    people.rename(one.desk, "Olga", "Olga Nord", why="she married")
    *_, recorded, renamed = one.view().entries()
    assert recorded.who == "Olga"
    assert (renamed.before, renamed.after, renamed.why) == ({"name": "Olga"}, {"name": "Olga Nord"}, "she married")


def test_the_founder_follows_to_their_new_name() -> None:
    """The founder acts, and is asked, by the new name."""
    one = Company()
    people.rename(one.desk, "Fay", "Faye")
    one.actor = "Faye"
    assert one.view().company.founder == one.view().who == "Faye"


def test_a_rename_can_be_undone_and_made_again_by_whoever_it_named() -> None:
    """Fay becomes Faye: she is still the one who did it, and what she did before is still hers to undo."""
    one = Company(ladder=(Rung("Top", "Fay", "decision"),))
    one.record("50")
    before = one.view().company, one.repository.ladder()
    people.rename(one.desk, "Fay", "Faye")
    one.actor = "Faye"
    undo.undo(one.desk)
    one.actor = "Fay"
    assert (one.view().company, one.repository.ladder()) == before
    undo.redo(one.desk)
    one.actor = "Faye"
    assert one.view().company.founder == "Faye"
    undo.undo(one.desk)
    one.actor = "Fay"
    undo.undo(one.desk)
    assert one.value("2026-W45") is None


def test_what_somebody_did_under_an_old_name_is_not_their_namesakes() -> None:
    """Olga becomes Olga Nord, and another Olga joins: the new one has nothing to undo."""
    one = Company()
    one.actor = "Olga"
    one.record("50")
    one.actor = "Fay"
    people.rename(one.desk, "Olga", "Olga Nord")
    people.add(one.desk, "Olga")
    one.actor = "Olga"
    with pytest.raises(RefusedError, match="nothing of yours"):
        undo.undo(one.desk)
    one.actor = "Olga Nord"
    undo.undo(one.desk)
    assert one.value("2026-W45") is None


def test_a_rename_cannot_be_undone_once_somebody_used_the_new_name() -> None:
    """Lea gave Olga Nord a KPI: there is no Olga for it to belong to."""
    one = Company(plan(owner="Lea"))
    people.rename(one.desk, "Olga", "Olga Nord")
    one.actor = "Lea"
    one.edit(owner="Olga Nord")
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="nps names Olga Nord since"):
        undo.undo(one.desk)


def test_a_name_can_change_its_case_alone_and_no_other_persons_is_taken() -> None:
    """Olga may become OLGA, and neither Bo nor somebody who left; the same name again leaves no entry."""
    one = Company()
    people.remove(one.desk, "Lea")
    assert people.rename(one.desk, "Olga", "OLGA") == "OLGA"
    assert one.repository.kpi("nps").owner == "OLGA"
    for name, match in (("bo", "“Bo” already"), ("LEA", "“Lea”, who left")):
        with pytest.raises(RefusedError, match=match):
            people.rename(one.desk, "Olga", name)
    count = len(one.view().entries())
    people.rename(one.desk, "Olga", "OLGA")
    assert len(one.view().entries()) == count


def test_a_role_is_nobodys_name() -> None:
    """Somebody is called “founder”: renamed, they leave the founder's rung to whoever is the founder."""
    one = Company(people=("Fay", "founder", "Olga"), ladder=(Rung("Top", "founder", "decision"),))
    people.rename(one.desk, "founder", "Ada")
    assert one.repository.ladder() == (Rung("Top", "founder", "decision"),)


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_who_holds_something_leaves_only_by_handing_it_over() -> None:
    """The refusal names every KPI, action, team, rung and escalation, and nothing is changed."""
    one = busy()
    with pytest.raises(RefusedError) as refused:
        people.remove(one.desk, "Olga")
    told = str(refused.value)
    for held in ("KPI nps", "action A-1", "lead of Growth", "rung “Head”", "E-1, E-2", "--hand-over-to"):
        assert held in told
    assert "A-2" not in told
    assert "Olga" in one.repository.people()


def test_who_holds_nothing_leaves_at_once() -> None:
    """Being in a team holds nobody back; the team goes on without them."""
    one = Company(teams=(Team("Growth", "Lea", ("Bo", "Lea")),))
    gone, held = people.remove(one.desk, "bo", why="moved away")
    assert (gone.name, gone.left_at, held) == ("Bo", one.now, people.Holdings())
    assert one.repository.team("Growth").members == ("Lea",)
    assert one.repository.left() == {"Bo": one.now}
    with pytest.raises(NotFoundError):
        one.edit(owner="Bo")


def test_handing_over_moves_everything_in_one_change() -> None:
    """KPI, open action, lead and rungs are Lea's; what was verified stays Olga's, and so do retired KPIs."""
    from cadence_tui.services import kpis

    one = busy()
    one.edit("churn", owner="Olga")
    kpis.retire(one.desk, kpis.add(one.desk, {"name": "Old", "owner": "Olga", "direction": "yes_no"}).key, "unused")
    count = len(one.view().entries())
    people.remove(one.desk, "Olga", to="lea")
    assert len(one.view().entries()) == count + 1
    repository = one.repository
    assert {key: kpi.owner for key, kpi in repository.kpis().items()} == {"nps": "Lea", "churn": "Lea", "old": "Olga"}
    assert [action.owner for action in repository.actions(closed=True)] == ["Lea", "Olga"]
    assert repository.team("Growth") == Team("Growth", "Lea", ("Bo",))
    assert [rung.who for rung in repository.ladder() or ()] == ["owner", "Lea", "founder"]
    assert [rung.who for rung in one.escalation().rungs] == ["owner", "Lea", "founder"]
    assert people.dangling(repository) is None
    assert one.view().entries()[-1].after == {"handed_over_to": "Lea"}


def test_a_teams_kpis_stay_inside_it_when_their_owner_leaves() -> None:
    """Whoever of the team is named takes its KPIs over, everybody's heir the rest; one change, one undo."""
    one = busy()
    one.edit("churn", owner="Olga")
    with pytest.raises(RefusedError, match="Olga still holds KPI churn"):
        people.remove(one.desk, "Olga", kpis={"growth": "bo"})
    with pytest.raises(RefusedError, match="themselves"):
        people.remove(one.desk, "Olga", to="Lea", kpis={"Growth": "Olga"})
    people.remove(one.desk, "Olga", to="Lea", kpis={"growth": "bo"})
    assert {key: kpi.owner for key, kpi in one.repository.kpis().items()} == {"nps": "Bo", "churn": "Lea"}
    assert one.escalation("nps").id in one.view().entries()[-1].touches
    assert one.view().entries()[-1].after == {"handed_over_to": "Lea", "team_kpis_to": {"Growth": "Bo"}}
    undo.undo(one.desk)
    assert {kpi.owner for kpi in one.repository.kpis().values()} == {"Olga"}


def test_a_new_owner_takes_over_an_open_rung_and_its_clock_starts_anew() -> None:
    """A miss of Monday 18:00 is to be answered by Wednesday 18:00; handed over on Tuesday at noon, by Thursday noon."""
    one = Company().at("2026-11-10T12:00")
    assert one.escalation().clock_due == wall("2026-11-11T18:00")
    people.remove(one.desk, "Olga", to="Bo")
    assert one.escalation().clock_due == wall("2026-11-12T12:00")
    assert one.view().asked(one.escalation()) == "Bo"
    undo.undo(one.desk)
    assert one.escalation().clock_due == wall("2026-11-11T18:00")
    assert one.view().asked(one.escalation()) == "Olga"
    undo.redo(one.desk)
    assert one.escalation().clock_due == wall("2026-11-12T12:00")
    one.at("2026-11-12T12:00")
    assert one.escalation().rung == 2


def test_a_clock_that_stands_still_does_not_start_by_handing_over() -> None:
    """An answered escalation asks for nothing until the next miss, of a new owner too."""
    one = Company().at("2026-11-10T12:00")
    one.decide("E-1", actions=["Call"])
    people.remove(one.desk, "Olga", to="Bo")
    assert one.escalation().clock_due is None
    assert one.repository.action("A-1").owner == "Bo"


def test_a_rung_that_asks_by_name_is_handed_over_without_a_new_clock() -> None:
    """The lead's rung has Olga's name on it: Bo is asked instead, by the time that she had."""
    one = Company(plan(owner="Lea"), ladder=LADDER).at("2026-11-12T12:00")
    before = one.escalation()
    assert (before.rung, one.view().asked(before)) == (2, "Olga")
    people.remove(one.desk, "Olga", to="Bo")
    assert one.view().asked(one.escalation()) == "Bo"
    assert one.escalation().clock_due == before.clock_due


def test_a_rung_climbed_past_keeps_whom_it_asked() -> None:
    """The escalation is beyond Olga's rung: that it asked her is history, and holds her back no more."""
    one = Company(plan(owner="Lea"), ladder=LADDER).at("2026-11-12T12:00")
    one.record("50")
    assert people.holdings(one.repository, "Olga").escalations == ("E-1",)
    one.at("2026-11-15T18:00").record("60")
    assert one.escalation().rung == 3
    assert people.holdings(one.repository, "Olga").escalations == ()
    people.remove(one.desk, "Olga", to="Bo")
    assert [rung.who for rung in one.escalation().rungs] == ["owner", "Olga", "founder"]


def test_the_founder_leaves_by_handing_over_alone() -> None:
    """Fay's role goes to Lea, who is asked on every founder's rung from then on."""
    one = Company()
    with pytest.raises(RefusedError, match="the founder’s role"):
        people.remove(one.desk, "Fay")
    one.actor = "Bo"
    people.remove(one.desk, "Fay", to="Lea")
    assert one.view().company.founder == "Lea"
    undo.undo(one.desk)
    assert one.view().company.founder == "Fay"
    undo.redo(one.desk)
    assert one.view().company.founder == "Lea"
    one.actor = "Fay"
    with pytest.raises(NotFoundError):
        one.record("50")


@pytest.mark.parametrize(
    ("heir", "error", "match"),
    [
        ("olga", RefusedError, "to themselves"),
        ("Boo", NotFoundError, "Did you mean Bo"),
        ("", NotFoundError, "no person"),
    ],
)
def test_everything_goes_to_somebody_else_who_is_here(heir: str, error: type[Exception], match: str) -> None:
    """Nobody hands over to themselves, or to a name that nobody has."""
    one = Company()
    with pytest.raises(error, match=match):
        people.remove(one.desk, "Olga", to=heir)
    assert one.repository.kpi("nps").owner == "Olga"


def test_leaving_cannot_be_undone_once_a_kpi_was_judged_since() -> None:
    """The new owner was judged: the KPI stays theirs."""
    one = Company()
    people.remove(one.desk, "Olga", to="Bo")
    one.at("2026-11-09T18:00")
    with pytest.raises(RefusedError, match="has been judged since"):
        undo.undo(one.desk)
    assert one.repository.kpi("nps").owner == "Bo"


def test_undo_gives_nothing_back_to_somebody_who_left() -> None:
    """Fay took a KPI from Olga, and Lea let Olga go: it cannot become Olga's again."""
    one = Company()
    one.edit(owner="Bo")
    one.actor = "Lea"
    people.remove(one.desk, "Olga")
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="nps names Olga since"):
        undo.undo(one.desk)


def test_a_team_without_its_lead_is_led_by_the_founder_after_handing_over() -> None:
    """Handing the lead over is one thing, and taking it away another: both leave somebody to ask."""
    one = Company(plan(team="Growth", owner="Lea"), teams=GROWTH).at("2026-11-12T12:00")
    assert one.view().asked(one.escalation()) == "Olga"
    teams.edit(one.desk, "Growth", lead="none")
    assert one.view().asked(one.escalation()) == "Fay"
    people.remove(one.desk, "Olga")
    assert one.repository.team("Growth") == Team("Growth", None, ("Bo",))
