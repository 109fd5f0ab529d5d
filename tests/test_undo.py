"""Undo and redo, proved for every kind of change that a person makes.

The table below has a deed for each verb that a service writes into the history. Each is done, undone, made again and
undone once more on its own; and a state machine does any of them in any order, with undo and redo in between.
"""

from __future__ import annotations

import ast
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cadence_tui import services, settings
from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.domain.ladder import Escalation, step
from cadence_tui.domain.source import read_source
from cadence_tui.services import (
    audit,
    checkins,
    checkup,
    decisions,
    filters,
    importing,
    key_results,
    kpis,
    linting,
    minutes,
    monthly,
    objectives,
    people,
    ranges,
    retrospective,
    rollout,
    sources,
    teams,
    undo,
    week,
)
from cadence_tui.services import company as office
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.timeline import Query
from cadence_tui.storage.contents import compare
from cadence_tui.storage.migrations import EXPORTED, LEDGERS
from tests.companies import Company, plan
from tests.conftest import ROUNDS
from tests.services.test_okrs import toml

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

PLAYBOOK = settings.playbook()
TODAY = "2026-11-10T09:00"
W45, W46, W47, W48 = "2026-W45", "2026-W46", "2026-W47", "2026-W48"
NO_CHANGES = {
    "undid": "it is what undo itself writes",
    "redid": "it is what redo itself writes",
    "rehearsed": "it is tried out inside a transaction that is always taken back, and leaves no entry",
}
"""The verbs without a deed of their own, each with the reason."""


def _answer() -> DecisionDraft:
    return DecisionDraft("Call them", "They know.", actions=[ActionDraft("call", "Olga", "2026-12-01")])


def _decide(one: Company, number: int) -> None:
    one.decide("E-1", kind=("fix", "accept", None)[number % 3], actions=["call"] * (number % 2 + 1))


def _add_kpi(one: Company, number: int) -> None:
    fields = {"name": f"Lead {number}", "owner": "Bo", "direction": "at_least", "target": "7"}
    kpis.add(one.desk, fields)


def _import(one: Company, number: int) -> None:
    importing.import_values(one.desk, "x.csv", f"kpi,period,value\nmrr,{W46},{number}\nspare,{W46},1\n".encode())


def _unpause(one: Company, _: int) -> None:
    one.pause("2026-W50")
    one.unpause("2026-W50")


def _take_back(one: Company, _: int) -> None:
    minutes.put_off(one.desk, W46, "mrr")
    minutes.take_back(one.desk, W46, "mrr")


def _pull(one: Company, number: int) -> None:
    wanted = sources.Wanted(one.repository.kpi("mrr"), W46, read_source("file", "/somewhere.csv", "B7"), None)
    sources.record(one.desk, [sources.Read(wanted, Decimal(number))])


def _add_team(one: Company, number: int) -> None:
    teams.add(one.desk, f"Team {number}", lead="Bo", members=("Bo",))


def _waive(one: Company, number: int) -> None:
    found = [line.finding.key for line in linting.look(one.view(), PLAYBOOK) if line.finding.level == "warning"]
    linting.waive(one.desk, PLAYBOOK, found[number % len(found)], "it will do")


def _close_cycle(one: Company, _: int) -> None:
    for part in one.repository.objective("O-1").key_results:
        with suppress(RefusedError):
            retrospective.score(one.desk, part.id, "0.7")
            retrospective.drop(one.desk, part.id, "done with")
    retrospective.close_cycle(one.desk, "2026-Q4", learned="less is more")


def _add_objective(one: Company, number: int) -> None:
    objectives.add(one.desk, toml(f"Feel like {chr(65 + number % 26)}"))


def _other(one: Company, number: int) -> str:
    """Pick somebody who is not the founder."""
    return [name for name in one.repository.people() if name != "Fay"][number % 3]


KR_FIELDS = {"title": "Replies in a day", "baseline": "10", "target": "90", "due": "2026-12-31"}

DEEDS: dict[str, Callable[[Company, int], object]] = {
    "recorded": lambda one, n: one.record(str(n), W46, key=("nps", "mrr", "spare")[n % 3]),
    "imported": _import,
    "closed": lambda one, _: (one.record("1", W46, key="spare"), one.close()),
    "met": lambda one, _: week.hold_late(one.desk, W45, rating=8),
    "paused": lambda one, n: one.pause((W47, W48)[n % 2], key=(None, "nps")[n // 2 % 2]),
    "unpaused": _unpause,
    "moved": lambda one, n: one.move(W47, f"2026-11-23T{8 + n % 9:02}:00"),
    "added KPI": _add_kpi,
    "changed KPI": lambda one, n: one.edit("spare", target=str(n % 5 + 1), why="learned", name=f"Spare {n}"),
    "retired KPI": lambda one, _: kpis.retire(one.desk, "spare", "nobody looks at it"),
    "decided": _decide,
    "checked": lambda one, n: decisions.check(one.desk, "D-1", ("worked", "failed", "early")[n % 3]),
    "added action": lambda one, n: decisions.add_action(one.desk, ActionDraft(f"act {n}", "Bo", "2026-12-01")),
    "done": lambda one, _: decisions.finish(one.desk, "A-2"),
    "verified": lambda one, _: (decisions.finish(one.desk, "A-3"), decisions.verify(one.desk, "A-3")),
    "dropped": lambda one, n: (
        decisions.drop(one.desk, "A-2", "no use") if n % 2 else retrospective.drop(one.desk, "O-1.1", "no use")
    ),
    "kept": lambda one, n: (
        decisions.keep(one.desk, "A-2", "2026-12-24", owner="Bo") if n % 2 else retrospective.keep(one.desk, "O-1.1")
    ),
    "added person": lambda one, n: people.add(one.desk, f"Pia {n}"),
    "renamed person": lambda one, n: people.rename(one.desk, _other(one, n), f"Ren {n}"),
    "removed person": lambda one, n: people.remove(one.desk, _other(one, n), to="Fay"),
    "added team": _add_team,
    "changed team": lambda one, n: teams.edit(one.desk, one.repository.teams()[0].name, name=f"Crew {n}"),
    "removed team": lambda one, _: teams.remove(one.desk, one.repository.teams()[0].name),
    "changed company": lambda one, n: office.edit(
        one.desk, {"name": f"Fjord {n}"} if n % 2 else {"close_day": ("tue", "wed", "fri")[n % 3]}
    ),
    "set": lambda one, n: office.set_rungs(
        one.desk, [{"name": "Owner", "who": "owner", "owes": "action", "respond_within_hours": n % 90 + 1}]
    ),
    "changed range": lambda one, n: ranges.set_range(one.desk, "company_kpis", f"2..{n % 9 + 3}"),
    "added objective": _add_objective,
    "activated": lambda one, _: objectives.activate(one.desk, PLAYBOOK, "O-2"),
    "changed objective": lambda one, n: objectives.edit(
        one.desk, PLAYBOOK, "O-1", {"title": f"Feel {chr(65 + n % 26)}"}, why="clearer"
    ),
    "changed key result": lambda one, n: objectives.edit(
        one.desk, PLAYBOOK, "O-1.2", {"target": str(60 + n)}, why="bolder"
    ),
    "changed initiative": lambda one, n: objectives.edit(
        one.desk, PLAYBOOK, "O-1.i1", {"title": f"Guide {n}"}, why="clearer"
    ),
    "added key result": lambda one, _: key_results.add_key_result(one.desk, PLAYBOOK, "O-1", KR_FIELDS, why="missed"),
    "raised": lambda one, _: key_results.raise_kpi(one.desk, PLAYBOOK, "nps", "O-1", why="it must move"),
    "added initiative": lambda one, n: key_results.add_initiative(
        one.desk, PLAYBOOK, "O-1", {"title": f"Try {n}"}, why="missed"
    ),
    "rolled in": lambda one, _: key_results.roll_in(one.desk, PLAYBOOK, "O-2", "O-3"),
    "checked in": lambda one, n: checkins.check_in(one.desk, "O-1.1", str(45 + n % 20), confidence=n % 10 + 1),
    "scored": lambda one, n: retrospective.score(one.desk, "O-1.2", f"0.{n % 10}"),
    "promoted": lambda one, _: retrospective.promote(one.desk, "O-1.4"),
    "closed objective": lambda one, _: objectives.close(one.desk, "O-1", why="no more"),
    "closed cycle": _close_cycle,
    "advanced": lambda one, _: rollout.advance(one.desk, PLAYBOOK, "we begin"),
    "waived": _waive,
    "audited": lambda one, n: audit.finish(one.desk, [], ["Launch", f"Try {n}"], ["Page views"]),
    "answered ahead": lambda one, _: (
        one.record("10", W46, key="nps"),
        minutes.hold(one.desk, W46, "nps", _answer()),
    ),
    "took back": _take_back,
    "put off": lambda one, n: minutes.put_off(one.desk, W46, ("nps", "mrr", "spare")[n % 3]),
    "pulled": _pull,
    "set source": lambda one, n: sources.set_source(one.desk, "nps", "file", f"/somewhere/{n}.csv", "B7"),
    "held review": lambda one, n: monthly.hold(one.desk, PLAYBOOK, "2026-10", rating=n % 10 + 1),
    "wrote what was learned": lambda one, n: minutes.write_learned(one.desk, "2026-10", f"less {n}", "monthly"),
    "set course": lambda one, n: minutes.set_course(
        one.desk, "2026-10", "O-1", ("change", "stop")[n % 2], f"because {n}"
    ),
    "noted": lambda one, n: minutes.note(one.desk, W46, f"note {n}"),
    "planned": lambda one, n: minutes.plan(one.desk, "weekly", {"scorecard": n + 1}),
    "saved filter": lambda one, n: filters.save(one.desk, f"Filter {n}", Query(state="open", text=str(n))),
    "renamed filter": lambda one, n: filters.rename(one.desk, "Olga's", f"Hers {n}"),
    "removed filter": lambda one, _: filters.remove(one.desk, "Olga's"),
    "summed up": lambda one, n: minutes.write_lines(one.desk, W46, {"moved": f"line {n}"}),
}
"""A deed for each verb; the number makes one differ from the next. What one needs first, it does first."""


@cache
def _lived() -> sqlite3.Connection:
    """Live up to a Tuesday on which all of that is possible, once: a miss, a decision, actions, objectives."""
    growth = Team("Growth", "Lea", ("Lea", "Olga"))
    one = Company(plan(), plan("mrr", "at_least 100"), plan("spare", "at_least 1"), teams=(growth,))
    for _ in range(2):
        rollout.advance(one.desk, PLAYBOOK, "we begin")
    one.record("20", W45)
    one.record("1", W45, key="spare")
    objectives.add(one.desk, toml())
    one.decide(actions=["one"])
    for text in ("two", "three"):
        decisions.add_action(one.desk, ActionDraft(text, "Olga", "2026-12-01"))
    key_results.raise_kpi(one.desk, PLAYBOOK, "nps", "O-1")
    key_results.add_key_result(one.desk, PLAYBOOK, "O-1", {**KR_FIELDS, "kpi": "spare"})
    objectives.activate(one.desk, PLAYBOOK, "O-1")
    objectives.add(one.desk, toml("Wow them"))
    objectives.add(one.desk, toml("Charm them"))
    filters.save(one.desk, "Olga's", Query(person="Olga"))
    one.at(TODAY).desk.catch_up()
    return one.repository.database.connection


def company() -> Company:
    """Give a copy of that company."""
    one = Company().at(TODAY)
    _lived().backup(one.repository.database.connection)
    return one


def stands(one: Company) -> dict[str, Any]:
    """Read all that stands, apart from the history itself, ids that are used up, and rows that were appended since."""
    run, undone = one.repository.database.execute, one.repository.undone()
    found = dict[str, Any]()
    for table in EXPORTED:
        rows = [dict(row) for row in run(f"SELECT * FROM {table}")]
        if table in ("history", "meta"):
            continue
        if table in LEDGERS:
            keys = LEDGERS[table]
            newest = {tuple(row[key] for key in keys): _bare(row, keys) for row in rows}
            found[table] = {key: row for key, row in newest.items() if any(part is not None for part in row.values())}
        else:
            found[table] = sorted(str(_bare(row)) for row in rows if row.get("entry") not in undone)
    return found


def _bare(row: dict[str, Any], keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Leave out what only numbers a row."""
    is_numbered = "entry" in row
    return {
        name: value for name, value in row.items() if name not in keys and not (is_numbered and name in ("id", "entry"))
    }


def sound(one: Company) -> None:
    """The chain fits, every row is as it was last written, none points nowhere, and events lead to what stands."""
    repository = one.repository
    assert repository.first_broken() is None
    assert compare(repository.database.connection).differ == ()
    assert [line.said for line in checkup.examine(one.desk) if line.state != "good" and line.what != "clock"] == []
    assert repository.database.execute("PRAGMA foreign_key_check").fetchall() == []
    for stored in repository.escalations(ended=True):
        begun = Escalation(id=stored.id, kpi=stored.kpi, rungs=stored.rungs, opened_at=stored.opened_at)
        events = [event for event, _, _ in repository.events_of(stored.id)]
        assert reduce(step, events, begun) == stored._replace(asked=None)
    assert people.dangling(repository) is None


def test_every_verb_that_a_service_writes_has_a_deed_here() -> None:
    """Whoever adds a kind of change proves that it can be undone, or says why not."""
    written = set[str]()
    for path in Path(services.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "change":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    written.add(str(first.value))
                else:
                    assert isinstance(first, ast.Name)
                    assert first.id in ("verb", "UNDO", "REDO"), ast.unparse(node)
    assert written - DEEDS.keys() - NO_CHANGES.keys() == set()


@pytest.mark.parametrize("number", [0, 1, 5])
@pytest.mark.parametrize("verb", DEEDS)
def test_it_is_undone_and_made_again(verb: str, number: int) -> None:
    """All stands as before after undo and as it did after redo, each of which names what it was; nothing else moves."""
    one = company()
    DEEDS[verb](one, number)
    after, entry = stands(one), one.view().entries()[-1]
    assert entry.verb == verb
    assert undo.undo(one.desk).seq == entry.seq
    before = stands(one)
    assert before != after
    sound(one)
    assert undo.redo(one.desk).seq == entry.seq
    assert stands(one) == after
    undo.undo(one.desk)
    assert stands(one) == before
    sound(one)


class Undoing(RuleBasedStateMachine):
    """Two people change anything in any order, undo and redo, restart, and time goes by."""

    def __init__(self) -> None:
        """Begin with what stood before each change that can be undone, and after each that can be made again."""
        super().__init__()
        self.one = company()
        self.made: list[dict[str, Any]] = []
        self.taken: list[dict[str, Any]] = []
        self.is_alone = True

    @rule(verb=st.sampled_from(sorted(DEEDS)), number=st.integers(0, 30))
    def change(self, verb: str, number: int) -> None:
        """Change something: each of its entries can be undone on its own."""
        before, seq = stands(self.one), len(self.one.view().entries())
        with suppress(CadenceError, IndexError, ZeroDivisionError):
            DEEDS[verb](self.one, number)
        if self.one.actor not in self.one.repository.people():
            self.one.actor = "Fay"  # who left cannot act
        new = self.one.view().entries()[seq:]
        if not new:
            assert stands(self.one) == before
            return
        if len(new) > 1:
            self.made.extend({} for _ in new[1:])
            self.made.insert(len(self.made) - len(new) + 1, before)
        else:
            self.made.append(before)
        self.taken.clear()

    @rule()
    def undo(self) -> None:
        """Take the newest change back, where nothing has come after it."""
        now = stands(self.one)
        try:
            undo.undo(self.one.desk)
        except RefusedError:
            assert stands(self.one) == now
            assert not (self.is_alone and self.made)
            return
        if self.is_alone:
            wanted = self.made.pop() if self.made else {}
            assert not wanted or stands(self.one) == wanted
            self.taken.append(now)

    @rule()
    def redo(self) -> None:
        """Make again what was undone last, where nothing has come after it."""
        now = stands(self.one)
        try:
            undo.redo(self.one.desk)
        except RefusedError:
            assert stands(self.one) == now
            assert not (self.is_alone and self.taken)
            return
        if self.is_alone and self.taken:
            assert stands(self.one) == self.taken.pop()
            self.made.append(now)

    @rule()
    def restart(self) -> None:
        """Go on in another process, which knows nothing but what is in the file."""
        again = company()
        self.one.repository.database.connection.backup(again.repository.database.connection)
        again.now, again.actor = self.one.now, self.one.actor
        self.one = again

    @precondition(lambda self: len(self.one.view().entries()) > 25)
    @rule(hours=st.integers(1, 200))
    def wait(self, hours: int) -> None:
        """Let time go by: from here on undo may be refused, and then it changes nothing."""
        self.one.now += timedelta(hours=hours)
        self.one.desk.catch_up()
        self.is_alone = False

    @precondition(lambda self: len(self.one.view().entries()) > 25)
    @rule()
    def somebody_else(self) -> None:
        """Have somebody else act from here on."""
        names = [name for name in self.one.repository.people() if name != self.one.actor]
        self.one.actor, self.is_alone = names[0], False

    @invariant()
    def all_is_sound(self) -> None:
        """Whatever was undone and made again."""
        sound(self.one)


# The same runs each time; `make faults` has many more of them.
Undoing.TestCase.settings = hypothesis_settings(max_examples=max(ROUNDS, 12), stateful_step_count=20, derandomize=True)
TestUndoing = Undoing.TestCase
