"""The retrospective of a cycle: when it is due, and its notes, frozen when the cycle is closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import RefusedError
from cadence_tui.export import markdown
from cadence_tui.services import checkins, minutes, retrospective, reviews, undo
from cadence_tui.services.objectives import plant as plant_objective
from cadence_tui.services.quarter_notes import quarterly
from tests.companies import Company, plan
from tests.objectives import objective

NOTES = Path(__file__).parent / "notes"
Q4 = "2026-Q4"


def cycle(*, solo: bool = False) -> Company:
    """Live through a cycle with one objective of the company, and one of a team in its first cycle."""
    people = ("Fay",) if solo else ("Fay", "Olga", "Lea", "Bo")
    teams = () if solo else (Team("Growth", "Lea", ("Lea", "Olga")),)
    nps = plan("nps", owner=people[-1])
    one = Company(nps, people=people, teams=teams, stage="solo" if solo else "traction")
    begun = {"created_at": one.now, "activated_at": one.now, "owner": people[-1]}
    found = [objective(**begun, title="Make *the* first week [easy]")]
    if not solo:
        parts = tuple(part._replace(id=f"O-2.{n}") for n, part in enumerate(found[0].key_results, 1))
        found.append(objective(**begun, id="O-2", team="Growth", title="Be found", key_results=parts, initiatives=()))
    for objective_ in found:
        with one.desk.change("added objective", objective_.id) as change:
            plant_objective(change, objective_)
    one.at("2026-12-28T09:00")
    for name, value in (("O-1.1", "61"), ("O-1.2", "65"), *(() if solo else (("O-2.1", "50"), ("O-2.2", "45")))):
        checkins.check_in(one.desk, name, value, confidence=7)
    return one.at("2027-01-04T10:00")


def settle(one: Company) -> None:
    """Score each key result, and say what becomes of it."""
    for part in (part for o in one.repository.objectives(Q4) for part in o.key_results):
        retrospective.score(one.desk, part.id, "0.8" if part.id == "O-1.1" else "0.7", note="as it *came*")
        if part.id == "O-1.1":
            retrospective.keep(one.desk, part.id)
        else:
            retrospective.drop(one.desk, part.id, "done | enough")


def test_a_retrospective_is_due_once_its_cycle_has_ended() -> None:
    """And no longer once the cycle is closed; one undo later it is due again."""
    one = cycle()
    assert reviews.due_cycle(one.at("2026-12-31T23:00").view()) is None
    assert reviews.due_cycle(one.at("2027-01-01T00:00").view()) == Q4
    settle(one)
    retrospective.close_cycle(one.desk, Q4)
    assert reviews.due_cycle(one.view()) is None
    undo.undo(one.desk)
    assert reviews.due_cycle(one.view()) == Q4


def test_what_was_written_down_is_what_was_learned() -> None:
    """Where nothing else is said at the close."""
    one = cycle()
    settle(one)
    minutes.write_learned(one.desk, Q4, "Ask sooner.", "quarterly")
    retrospective.close_cycle(one.desk, Q4)
    assert one.repository.cycles()[Q4]["learned"] == "Ask sooner."


def test_learning_teams_get_no_verdict() -> None:
    """The company is told where it stands against 0.7 to 0.8; a team in its first two cycles is not."""
    one = cycle()
    settle(one)
    assert quarterly(one.view(), Q4)["verdicts"] == [
        {"team": None, "verdict": "healthy"},
        {"team": "Growth", "verdict": "learning"},
    ]


@pytest.mark.parametrize("form", ["notes", "chat"])
@pytest.mark.parametrize("solo", [False, True])
def test_the_notes_of_a_quarter_are_these(form: markdown.Form, *, solo: bool) -> None:
    """Word for word, in a team and for one alone; rewrite the file where a change is meant."""
    one = cycle(solo=solo)
    settle(one)
    minutes.write_learned(one.desk, Q4, "Ask <sooner>.", "quarterly")
    minutes.note(one.desk, Q4, "More # room", "quarterly")
    retrospective.close_cycle(one.desk, Q4, rating=9)
    golden = NOTES / f"quarterly-{form}{'-solo' if solo else ''}.md"
    assert markdown.review(quarterly(one.view()), form=form) == golden.read_text("utf-8")


def test_the_notes_tell_of_a_change_by_its_reason() -> None:
    """What moved on without one, as an initiative that began, is no change of what was promised."""
    facts = quarterly(cycle().view(), Q4)
    moved, raised = {"subject": "O-1.i1", "why": ""}, {"subject": "O-1.1", "why": "the fair brings many"}
    facts["objectives"][0]["changes"] = [{"on": "2026-12-14", **moved}, {"on": "2026-12-15", **raised}]
    facts["objectives"][1]["changes"] = [{"on": "2026-12-14", **moved}]
    notes = markdown.review(facts)
    assert "O-1.1: the fair brings many" in notes
    assert "O-1.i1" not in notes
    assert notes.count("Changed on the way") == 1


def test_the_notes_of_a_closed_cycle_never_change() -> None:
    """Whatever comes after it, they are written from what was frozen."""
    one = cycle()
    settle(one)
    retrospective.close_cycle(one.desk, Q4)
    before = quarterly(one.view(), Q4)
    minutes.write_learned(one.at("2027-02-01T09:00").desk, Q4, "Something else.", "quarterly")
    assert quarterly(one.view(), Q4) == before


def test_a_cycle_without_objectives_has_no_notes() -> None:
    """There is nothing to look back on."""
    with pytest.raises(RefusedError, match="2026-Q3 had no active objective"):
        quarterly(cycle().view(), "2026-Q3")
