"""Objectives in a company: who may activate what, who holds them, what is due, and what undo may not leave behind."""

from __future__ import annotations

from contextlib import closing, suppress
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cadence_tui import settings
from cadence_tui.demo import NOW
from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import CadenceError, InvalidError, NotFoundError, RefusedError
from cadence_tui.services import (
    checkins,
    decisions,
    key_results,
    kpis,
    making_room,
    objectives,
    okr_path,
    okrs,
    people,
    retrospective,
    rollout,
    teams,
    undo,
)
from cadence_tui.services import (
    company as office,
)
from cadence_tui.services.decisions import ActionDraft
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository
from tests.companies import Company, plan

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cadence_tui.domain.cycle import ObjectiveLine
    from cadence_tui.domain.decision import Action

PLAYBOOK = settings.playbook()
GROWTH = Team("Growth", "Lea", ("Lea", "Olga"))
KR = """
[[objectives.key_results]]
title = "Activation rate"
baseline = "45"
target = "65"
unit = "percent"
"""


def toml(title: str = "Feel effortless", *, owner: str = "Olga", parts: int = 2, **fields: str) -> str:
    """Write an objective as a file does."""
    given = {"title": title, "owner": owner, "kpi": "nps", **fields}
    lines = [f'{name} = "{value}"' for name, value in given.items()]
    return "\n".join(["[[objectives]]", *lines, 'initiatives = ["Guided first run", "Sample data"]', KR * parts])


def ready(phase: int = 3, *, stage: str = "traction", at: str = "2026-11-02T09:00") -> Company:
    """Give a company in a phase, with a team."""
    one = Company(plan(), plan("mrr"), teams=(GROWTH,), at=at, stage=stage)  # type: ignore[arg-type]
    for _ in range(phase - 1):
        rollout.advance(one.desk, PLAYBOOK, "we begin")
    return one


def add(one: Company, *args: str, **fields: str) -> str:
    """Add a draft; returns its id."""
    return objectives.add(one.desk, toml(*args, **fields))[0].id  # type: ignore[arg-type]


def active(one: Company, *args: str, **fields: str) -> str:
    """Add an objective and activate it; returns its id."""
    return objectives.activate(one.desk, PLAYBOOK, add(one, *args, **fields)).id


def check_in(one: Company, name: str, value: str | None = "50", confidence: int = 7) -> None:
    """Check in on a key result."""
    checkins.check_in(one.desk, name, value, confidence=confidence)


def line(one: Company, name: str = "O-1") -> ObjectiveLine:
    """Look at an objective as it stands."""
    return okrs.line(one.view(), one.repository.objective(name))


# --- Activating -------------------------------------------------------------------------------------------------------


def test_the_company_s_objectives_open_with_phase_3_and_a_team_s_with_phase_4() -> None:
    """Before that they are drafts, and the refusal names the phase and what its gate still asks for."""
    one = ready(2)
    mine, theirs = add(one), add(one, team="Growth")
    with pytest.raises(RefusedError, match=r"from phase 3, company OKRs, on, and this is phase 2; .*Growth: KPIs \(0"):
        objectives.activate(one.desk, PLAYBOOK, mine)
    rollout.advance(one.desk, PLAYBOOK, "we begin")
    objectives.activate(one.desk, PLAYBOOK, mine)
    with pytest.raises(RefusedError, match="objectives of a team are activated from phase 4, team OKRs, on"):
        objectives.activate(one.desk, PLAYBOOK, theirs)
    rollout.advance(one.desk, PLAYBOOK, "we begin")
    assert objectives.activate(one.desk, PLAYBOOK, theirs).state == "active"


def test_lint_s_errors_stop_activation_and_say_what_to_do() -> None:
    """One error is one sentence; several are counted and named."""
    one = ready()
    with pytest.raises(RefusedError, match=r"O-1 cannot be activated: .*has 1 key result; 2 to 5 show .*\(kr-count\)"):
        active(one, parts=1)  # type: ignore[arg-type]
    bare = '[[objectives]]\ntitle = "Wow"\nowner = "Bo"\n[[objectives.key_results]]\ntitle = "Rate"\n'
    (draft,) = objectives.add(one.desk, bare)
    with pytest.raises(InvalidError, match="for 2 reasons") as refused:
        objectives.activate(one.desk, PLAYBOOK, draft.id)
    assert [text.rsplit("(", 1)[1] for text in refused.value.problems] == ["kr-count)", "kr-unmeasurable)"]


def test_one_over_the_cap_is_met_with_a_choice() -> None:
    """Rolled into another, in the place of another, or kept for the next quarter: each is one command."""
    one = ready()
    for title in ("First", "Second", "Third"):
        active(one, title)
    fourth = add(one, "Fourth")
    with pytest.raises(RefusedError, match=r"edit O-4 --into O-1 .*okr close O-1.*okr edit O-4 --cycle 2027-Q1”\.$"):
        objectives.activate(one.desk, PLAYBOOK, fourth)
    rolled = key_results.roll_in(one.desk, PLAYBOOK, fourth, "O-1", why="the same thing")
    assert [part.id for part in rolled.key_results] == ["O-1.1", "O-1.2", "O-1.3", "O-1.4"]
    assert one.repository.objective(fourth).state == "closed"
    undo.undo(one.desk)
    moved = objectives.edit(one.desk, PLAYBOOK, fourth, {"cycle": "2027-Q1"})
    assert (moved.cycle, moved.key_results[0].due.isoformat()) == ("2027-Q1", "2027-03-31")  # type: ignore[union-attr]
    undo.undo(one.desk)
    objectives.close(one.desk, "O-1", why="it matters less")
    assert objectives.activate(one.desk, PLAYBOOK, fourth).state == "active"


def test_a_company_of_one_is_capped_by_phase_3_too() -> None:
    """Three at most in phase 3; after it, the stage's one."""
    one = ready(2, stage="solo")
    for title in ("First", "Second"):
        active(one, title)
    rollout.advance(one.desk, PLAYBOOK, "we begin")
    with pytest.raises(RefusedError, match="would have 3 objectives in 2026-Q4, and 1 at most fit"):
        active(one, "Third")


def test_a_team_objective_serves_the_company_s() -> None:
    """Not another team's, nor itself, and a company objective serves none."""
    one = ready(4)
    active(one)
    assert one.repository.objective(active(one, "Ours", team="Growth", serves="o-1")).serves == "O-1"
    with pytest.raises(InvalidError, match="O-2 is a team's objective; O-3 must serve a company objective"):
        add(one, "Third", team="Growth", serves="O-2")
    with pytest.raises(InvalidError, match="O-3 is the company's; only a team objective serves another"):
        add(one, "Third", serves="O-1")
    with pytest.raises(CadenceError, match="O-2 would serve itself"):
        objectives.edit(one.desk, PLAYBOOK, "O-2", {"serves": "O-2"}, why="x")


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_an_active_one_changes_only_with_a_reason_and_keeps_the_old_line() -> None:
    """Progress before the change keeps the line it had, the change is listed with its reason, drafts need none."""
    one = ready()
    add(one)
    objectives.edit(one.desk, PLAYBOOK, "O-1.1", {"target": "60"})
    objectives.edit(one.desk, PLAYBOOK, "O-1.1", {"target": "65"})
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    check_in(one.at("2026-11-09T10:00"), "O-1.1", "55")
    one.at("2026-11-10T10:00")
    with pytest.raises(RefusedError, match="O-1 is active; say why it changes"):
        objectives.edit(one.desk, PLAYBOOK, "O-1.1", {"target": "85"})
    objectives.edit(one.desk, PLAYBOOK, "O-1.1", {"target": "85"}, why="a second market")
    check_in(one.at("2026-11-16T10:00"), "O-1.1", "65")
    objective = one.repository.objective("O-1")
    path = okr_path.path(one.view(), objective, objective.key_results[0])
    assert [(point.day.day, point.progress) for point in path] == [(9, Fraction(1, 2)), (16, Fraction(1, 2))]
    (change,) = okr_path.changes(one.view(), objective)
    assert (change.subject, change.before, change.after, change.why) == (
        "O-1.1",
        {"target": "65"},
        {"target": "85"},
        "a second market",
    )


def test_an_active_one_may_not_be_changed_into_an_error() -> None:
    """What lint would have refused at activation it refuses afterwards."""
    one = ready()
    active(one, parts=5)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="6 key results; 2 to 5 show whether it is reached"):
        key_results.add_key_result(
            one.desk, PLAYBOOK, "O-1", {"title": "Leads", "baseline": "1", "target": "2"}, why="more"
        )


def test_initiatives_have_an_owner_and_a_state() -> None:
    """They are changed without a reason, for they are how, not what; only people of the company own them."""
    one = ready()
    active(one)
    after = objectives.edit(one.desk, PLAYBOOK, "o-1.I2", {"state": "under way", "owner": "bo"})
    assert [(i.id, i.owner, i.state) for i in after.initiatives] == [
        ("O-1.i1", "Olga", "planned"),
        ("O-1.i2", "Bo", "under_way"),
    ]
    with pytest.raises(CadenceError, match="There is no person “Zed”"):
        objectives.edit(one.desk, PLAYBOOK, "O-1.i1", {"owner": "Zed"})
    with pytest.raises(CadenceError, match="write planned, under_way, done or dropped"):
        objectives.edit(one.desk, PLAYBOOK, "O-1.i1", {"state": "later"})


def test_an_initiative_without_an_action_for_three_weeks_is_named() -> None:
    """An open action serves it however old it is; a settled one for three weeks."""
    one = ready()
    active(one)
    one.at("2026-11-03T09:00")
    draft = ActionDraft("Write it", "Olga", "2026-12-31")
    decisions.add_action(one.desk, draft, serves=["O-1.i1"])
    assert line(one.at("2026-11-22T09:00")).idle == ()
    assert [part.id for part in line(one.at("2026-11-24T09:00")).idle] == ["O-1.i2"]
    decisions.verify(one.desk, "A-1")
    assert [part.id for part in line(one).idle] == ["O-1.i1", "O-1.i2"]
    decisions.add_action(one.desk, draft, serves=["O-1.i1"])
    decisions.add_action(one.desk, draft, serves=["O-1.i2"])
    decisions.verify(one.desk, "A-2")
    decisions.drop(one.desk, "A-3", "Not now")
    assert [part.id for part in line(one).idle] == ["O-1.i2"]
    assert [part.id for part in line(one.at("2026-12-16T09:00")).idle] == ["O-1.i1", "O-1.i2"]


def test_actions_are_read_once_for_all_objectives(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, and none of those that are long settled."""
    reads = list[int]()
    alive = Repository.actions_alive_since

    def noted(self: Repository, at: datetime) -> list[Action]:
        found = alive(self, at)
        reads.append(len(found))
        return found

    monkeypatch.setattr(Repository, "actions_alive_since", noted)
    monkeypatch.setattr(Repository, "actions", lambda *_, **__: pytest.fail("all are read"))
    with closing(Database(demo_file)) as database:
        assert len(okrs.active(Desk(Repository(database), lambda: NOW).view())) > 1
    assert len(reads) == 1


def test_what_feeds_a_key_result_keeps_its_unit() -> None:
    """A KPI's unit cannot change under a key result that goes by it."""
    one = ready()
    objectives.add(one.desk, toml() + KR.replace('unit = "percent"', 'kpi = "mrr"'))
    with pytest.raises(RefusedError, match=r"mrr feeds O-1.3, in number; take it away there first"):
        kpis.edit(one.desk, "mrr", {"unit": "percent"})
    one.record("50", key="mrr")
    after = objectives.edit(one.desk, PLAYBOOK, "O-1.3", {"kpi": "none"})
    assert after.key_results[2].current == 50
    assert kpis.edit(one.desk, "mrr", {"unit": "percent"}).unit == "percent"


# --- Checking in ------------------------------------------------------------------------------------------------------


def due(one: Company, at: str) -> list[str]:
    """Name the objectives whose check-in is due at a moment."""
    return [objective.id for objective in okrs.due(one.at(at).view())]


def test_a_check_in_is_due_each_week_until_each_key_result_has_one() -> None:
    """From the close before to the week's own, once; a paused week asks for none."""
    one = ready()
    active(one)
    assert due(one, "2026-11-03T09:00") == ["O-1"]
    check_in(one, "O-1.1")
    assert due(one, "2026-11-03T10:00") == ["O-1"]
    check_in(one, "O-1.2")
    assert due(one, "2026-11-09T17:59") == []
    assert due(one, "2026-11-09T18:00") == ["O-1"]
    one.at("2026-11-10T09:00").pause("2026-W46")
    assert due(one, "2026-11-11T09:00") == []


def test_no_check_in_is_due_before_the_review_day_that_follows() -> None:
    """One that was activated after the week's review day, or for a cycle to come, waits for its first."""
    one = ready(at="2026-11-04T09:00")
    active(one, review_day="tue")
    assert due(one, "2026-11-04T10:00") == []
    assert due(one, "2026-11-10T10:00") == ["O-1"]
    later = ready()
    active(later, cycle="2027-Q1")
    assert due(later, "2026-12-28T10:00") == []
    assert due(later, "2026-12-29T10:00") == ["O-1"]


def test_every_two_weeks_all_objectives_have_theirs_together() -> None:
    """By the company's setting, whenever each was activated."""
    one = ready()
    office.edit(one.desk, {"checkin_weeks": "2"})
    active(one)
    one.at("2026-11-11T09:00")
    active(one, "Second")
    found = [due(one, f"2026-{day}T09:00") for day in ("11-12", "11-19", "11-26", "12-03")]
    assert found in ([["O-1", "O-2"], [], ["O-1", "O-2"], []], [[], ["O-1", "O-2"], [], ["O-1", "O-2"]])


def test_values_are_typed_as_everywhere() -> None:
    """In the key result's unit, by the value before, a milestone as done or a percentage."""
    one = ready()
    objectives.add(one.desk, toml() + '[[objectives.key_results]]\ntitle = "SOC 2"\nkind = "milestone"\n')
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    check_in(one, "O-1.1", "50%")
    check_in(one, "O-1.1", "+=2.5")
    assert line(one).key_results[0].current == Decimal("52.5")
    for text, value in (("40", 40), ("done", 100), ("no", 0), ("25%", 25)):
        check_in(one, "O-1.3", text)
        assert line(one).key_results[2].current == value


# --- The bridge -------------------------------------------------------------------------------------------------------


def fed(one: Company, value: str) -> None:
    """Raise nps to a key result from 35, and record a value after it."""
    one.at("2026-11-03T09:00").record("35")
    add(one)
    key_results.raise_kpi(one.desk, PLAYBOOK, "nps", "O-1")
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    one.at("2026-11-10T09:00").record(value)


def test_a_kpi_is_raised_from_its_value_to_its_target_and_stays() -> None:
    """It goes on being judged, and feeds the key result from today on."""
    one = ready()
    fed(one, "38")
    made = line(one).key_results[2]
    assert (made.key_result.id, made.key_result.baseline, made.key_result.target) == ("O-1.3", Decimal(35), Decimal(40))
    assert (made.start.isoformat(), made.current, made.progress) == ("2026-11-03", Decimal(38), Fraction(3, 5))
    assert one.status("2026-W45") == "watch"
    one.record("45")
    with pytest.raises(RefusedError, match="nps is on its target already"):
        key_results.raise_kpi(one.desk, PLAYBOOK, "nps", "O-1", why="more")


def test_what_was_reached_becomes_the_target_of_periods_to_come() -> None:
    """A judged one keeps what it was judged by; the alert stays unless it is on the wrong side."""
    one = ready()
    fed(one, "48")
    assert retrospective.promote(one.desk, "O-1.3").goal == one.repository.kpi("nps").goal
    assert one.repository.kpi("nps").goal.target == 48
    assert one.judgement("2026-W45").goal.target == 40
    assert one.at("2026-11-17T09:00").judgement("2026-W46").goal.target == 48
    low = ready()
    fed(low, "29")
    with pytest.raises(InvalidError, match="Write a new alert too"):
        retrospective.promote(low.desk, "O-1.3")
    assert retrospective.promote(low.desk, "O-1.3", alert="20").goal.alert == 20


def test_a_promotion_is_undone_until_something_is_judged_by_it() -> None:
    """Then it is what happened."""
    one = ready()
    fed(one, "48")
    retrospective.promote(one.desk, "O-1.3")
    undo.undo(one.desk)
    assert one.repository.kpi("nps").goal.target == 40
    assert line(one).key_results[2].key_result.ended is None
    undo.redo(one.desk)
    with pytest.raises(RefusedError, match="nps has been judged since"):
        undo.undo(one.at("2026-11-17T09:00").desk)


# --- The retrospective ------------------------------------------------------------------------------------------------


def settled(one: Company, scores: tuple[str, str]) -> None:
    """Score and drop both key results of an objective."""
    for n, score in enumerate(scores, 1):
        retrospective.score(one.desk, f"O-1.{n}", score)
        retrospective.drop(one.desk, f"O-1.{n}", "done with")


def test_a_cycle_is_closed_once_each_key_result_is_scored_and_settled() -> None:
    """It counts as a retrospective held, and afterwards nothing of it changes."""
    one = ready(4)
    active(one)
    with pytest.raises(RefusedError, match=r"O-1\.1, O-1\.2 not scored yet"):
        retrospective.close_cycle(one.desk, "2026-Q4")
    for n in (1, 2):
        retrospective.score(one.desk, f"O-1.{n}", "0.7")
    with pytest.raises(RefusedError, match="neither kept nor dropped nor promoted"):
        retrospective.close_cycle(one.desk, "2026-Q4")
    for n in (1, 2):
        retrospective.drop(one.desk, f"O-1.{n}", "done with")
    gate = "A quarterly retrospective"
    assert gate in [item.what for item in rollout.look(one.view(), PLAYBOOK).missing]
    retrospective.close_cycle(one.desk, "2026-q4", learned="one was enough")
    assert gate not in [item.what for item in rollout.look(one.view(), PLAYBOOK).missing]
    assert one.repository.cycles()["2026-Q4"]["learned"] == "one was enough"
    with pytest.raises(RefusedError, match=r"2026-Q4 is closed; O-1\.1 stays as it was"):
        retrospective.score(one.desk, "O-1.1", "0.8")
    undo.undo(one.desk)
    assert one.repository.objective("O-1").state == "active"
    assert gate in [item.what for item in rollout.look(one.view(), PLAYBOOK).missing]


def test_a_team_s_first_two_cycles_are_for_learning() -> None:
    """They get no verdict; the company's do, and so does the team's third."""
    one = ready(4)
    for cycle in ("2026-Q4", "2027-Q1", "2027-Q2"):
        active(one, cycle, team="Growth", cycle=cycle)
        active(one, f"Ours in {cycle}", cycle=cycle)
    found = okrs.lines(one.view())
    assert [part.learning for part in found if part.objective.team] == [True, True, False]
    assert not any(part.learning for part in found if part.objective.team is None)


def test_what_is_kept_goes_on_in_one_draft() -> None:
    """With its initiatives that are not done, serving what the objective that it served goes on in."""
    one = ready(4)
    active(one)
    active(one, "Ours", team="Growth", serves="O-1")
    objectives.edit(one.desk, PLAYBOOK, "O-2.i1", {"state": "done"})
    for name in ("O-2.1", "O-2.2", "O-1.1"):
        check_in(one, name, "50")
        retrospective.keep(one.desk, name)
    theirs, mine = one.repository.objectives("2027-Q1")
    assert [part.id for part in theirs.key_results] == ["O-3.1", "O-3.2"]
    assert [(part.baseline, part.current, part.confidence) for part in theirs.key_results] == [
        (Decimal(50), Decimal(50), None)
    ] * 2
    assert [part.title for part in theirs.initiatives] == ["Sample data"]
    assert (theirs.team, theirs.serves, mine.team, mine.id) == ("Growth", "O-4", None, "O-4")
    with pytest.raises(RefusedError, match=r"O-2\.1 was kept already"):
        retrospective.drop(one.desk, "O-2.1", "no")
    with pytest.raises(RefusedError, match=r"O-2\.1 was kept at the retrospective: it takes no check-in"):
        check_in(one, "O-2.1")
    check_in(one, "O-1.2", "65")
    with pytest.raises(RefusedError, match=r"O-1\.2 is reached; promote it, or drop it"):
        retrospective.keep(one.desk, "O-1.2")


# --- People, teams, and what undo may not leave behind ----------------------------------------------------------------


def test_a_person_leaves_only_when_their_objectives_have_a_new_owner() -> None:
    """Objectives and initiatives that go on are handed over; a closed one keeps who answered for it."""
    one = ready()
    active(one, owner="Bo")
    active(one, "Second", owner="Bo")
    objectives.close(one.desk, "O-2")
    with pytest.raises(RefusedError, match=r"objective O-1 and initiatives O-1\.i1, O-1\.i2; hand it all over"):
        people.remove(one.desk, "Bo")
    people.remove(one.desk, "Bo", to="Lea")
    assert {part.owner for part in one.repository.objective("O-1").initiatives} == {"Lea"}
    assert [one.repository.objective(name).owner for name in ("O-1", "O-2")] == ["Lea", "Bo"]


def test_a_new_name_follows_everywhere() -> None:
    """To objectives that are closed too, and of teams as of people."""
    one = ready(4)
    active(one, team="Growth")
    objectives.close(one.desk, "O-1")
    people.rename(one.desk, "Olga", "Olga Berg")
    teams.edit(one.desk, "Growth", name="Reach")
    found = one.repository.objective("O-1")
    assert (found.owner, found.team, found.initiatives[0].owner) == ("Olga Berg", "Reach", "Olga Berg")


def test_a_team_is_removed_only_without_objectives() -> None:
    """Those that are closed do not hold it."""
    one = ready(4)
    active(one, team="Growth")
    with pytest.raises(RefusedError, match="Growth still has O-1; close what it will not reach"):
        teams.remove(one.desk, "Growth")
    objectives.close(one.desk, "O-1")
    teams.remove(one.desk, "Growth")


def test_undo_leaves_no_objective_that_names_what_is_not_there() -> None:
    """A KPI that it moves, an objective that an action is for."""
    one = ready()
    kpis.add(one.desk, {"name": "New", "owner": "Olga", "direction": "at_least", "target": "5"})
    add(one, kpi="new")
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    decisions.add_action(one.desk, ActionDraft("Write it", "Olga", "2026-12-31"), serves=["O-1.2"])
    seqs = {entry.verb: entry.seq for entry in one.view().entries()}
    for verb in ("added KPI", "added objective"):
        with suppress(RefusedError), one.desk.change("undid") as change:
            change.repository.revert(seqs[verb])
            assert people.dangling(change.repository) is not None, verb
            raise RefusedError(verb)


def test_a_phase_is_not_taken_back_from_under_an_active_objective() -> None:
    """It is closed first; a draft may stand in any phase."""
    one = ready(2)
    add(one)
    rollout.advance(one.desk, PLAYBOOK, "we begin")
    undo.undo(one.desk)
    undo.redo(one.desk)
    one.actor = "Lea"
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    one.actor = "Fay"
    with pytest.raises(RefusedError, match="cannot be taken back: O-1 was activated since; close it first"):
        undo.undo(one.desk)


def test_the_third_gate_counts_what_there_is() -> None:
    """An active objective that is whole, and a check-in done; an undone check-in does not count."""
    one = ready()
    active(one)
    assert [item.what for item in rollout.look(one.view(), PLAYBOOK).missing] == ["An OKR check-in"]
    check_in(one, "O-1.1")
    assert rollout.look(one.view(), PLAYBOOK).missing == ()
    undo.undo(one.desk)
    assert [item.what for item in rollout.look(one.view(), PLAYBOOK).missing] == ["An OKR check-in"]


def test_what_is_not_there_is_named() -> None:
    """With the nearest that is."""
    one = ready()
    add(one)
    with pytest.raises(NotFoundError, match="There is no objective “O-7”"):
        objectives.activate(one.desk, PLAYBOOK, "O-7")
    with pytest.raises(NotFoundError, match=r"There is no key result “O-1\.7”"):
        objectives.edit(one.desk, PLAYBOOK, "O-1.7", {"title": "x"})


def test_a_version_is_kept_of_each_change_of_a_line() -> None:
    """And none of a check-in, which changes no line."""
    one = ready()
    active(one)
    check_in(one, "O-1.1")
    objectives.edit(one.desk, PLAYBOOK, "O-1.1", {"weight": "3"}, why="it matters most")
    versions = one.repository.objective_versions("O-1")
    assert [version["why"] for version in versions] == [None, None, "it matters most"]
    before, after = (one.repository.key_result_versions("O-1", "O-1.1")[n][1] for n in (1, 2))
    assert before._replace(current=after.current, confidence=after.confidence, weight=Decimal(3)) == after


def test_one_over_the_cap_takes_the_place_of_another_as_one_change() -> None:
    """The other is closed and the draft active at once, with the reason; one undo takes both back."""
    one = ready()
    for title in ("First", "Second", "Third"):
        active(one, title)
    fourth = add(one, "Fourth")
    view = one.view()
    beside = making_room.in_the_way(view, PLAYBOOK, view.repository.objective(fourth))
    assert [each.id for each in beside] == ["O-1", "O-2", "O-3"]
    assert making_room.replace(one.desk, PLAYBOOK, fourth, "O-2", why="it matters more").state == "active"
    assert one.repository.objective("O-2").state == "closed"
    undo.undo(one.desk)
    assert [one.repository.objective(name).state for name in ("O-2", fourth)] == ["active", "draft"]


def test_room_is_asked_for_only_where_there_is_none() -> None:
    """Below the cap, before the phase and for what is active nothing is in the way."""
    one = ready()
    active(one, "First")
    second, team = add(one, "Second"), add(one, "Team", team="Growth")
    view = one.view()
    for name in ("O-1", second, team):
        assert making_room.in_the_way(view, PLAYBOOK, view.repository.objective(name)) == []


def test_only_an_active_one_of_its_own_level_makes_way() -> None:
    """A draft, or another cycle's objective, cannot be replaced, and nothing is changed by asking for it."""
    one = ready()
    active(one, "First")
    second, third = add(one, "Second"), add(one, "Third", cycle="2027-Q1")
    for draft, old in ((third, "O-1"), (third, second)):
        with pytest.raises(RefusedError, match="can take the place only of an active objective of its own level"):
            making_room.replace(one.desk, PLAYBOOK, draft, old, why="it matters more")
    assert one.repository.objective("O-1").state == "active"
