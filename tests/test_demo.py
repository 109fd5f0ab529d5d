"""The demo company: everything that can happen has happened to it, whatever the clock says."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap, demo, locations
from cadence_tui.domain.calendar import instant, shift, zone_named
from cadence_tui.domain.decision import DECISION_KINDS
from cadence_tui.domain.errors import FileError
from cadence_tui.domain.ladder import Escalation, step
from cadence_tui.domain.report import needs
from cadence_tui.services import notes, recording, reports
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.services.view import View

OUTCOMES = {"recovered", "submitted", "retargeted", "retired", "accepted", "verified", "withdrawn"}
CLOCKS = {
    "a Monday before the review": "2026-11-23T09:00",
    "the very moment of a close": "2026-11-23T18:00",
    "just after a close": "2026-11-23T18:30",
    "a Sunday night, in a week 53": "2027-01-03T23:30",
    "the turn of a week 53": "2027-01-04T20:00",
    "a leap day": "2028-02-29T12:00",
    "an hour that comes twice": "2026-10-25T02:30",
    "an hour that is left out": "2027-03-28T02:30",
    "the first close in summer time": "2027-03-29T17:59",
}


def wall(text: str) -> datetime:
    """Give the instant of a wall-clock time at the demo company."""
    local = datetime.fromisoformat(text)
    return instant(local.date(), local.time(), zone_named(demo.ZONE))


def lived(folder: Path, now: datetime) -> Desk:
    """Build the demo in memory."""
    database = Database(folder / "company.db", create=True)
    twin = database.twin()
    database.close()
    desk = Desk(Repository(twin), lambda: now)
    demo.build(desk, bootstrap.playbook())
    return desk


@pytest.fixture(scope="module")
def desk(demo_file: Path) -> Iterator[Desk]:
    """Sit at the demo on the Monday morning that pictures show; tests here only look."""
    database = Database(demo_file)
    yield Desk(Repository(database), lambda: demo.NOW)
    database.close()


@pytest.fixture(scope="module")
def view(desk: Desk) -> View:
    """Look at it."""
    return desk.view()


def content(desk: Desk) -> list[str]:
    """Give everything that a file holds, but for when its tables were made."""
    dump = desk.repository.database.connection.iterdump()
    return [line for line in dump if not line.startswith('INSERT INTO "_sqlite_migrations"')]


def check_week(desk: Desk) -> None:
    """Check what every clock has to find: a week under way, with something of everything in it."""
    view = desk.view()
    week = reports.week(view)
    waiting = [one for one in week.escalations if one.is_unanswered and not one.overdue]
    statuses = {line.status for line in week.lines}
    assert {"pending", "recorded", "paused"} <= statuses
    assert week.recorded >= 3
    assert sum(line.status == "pending" for line in week.due) >= 3
    assert any(one.response_due is not None and one.response_due > view.now for one in waiting)
    assert any(one.overdue and one.escalation.rung == len(one.escalation.rungs) for one in week.escalations)
    assert any(one.escalation.recovered_at is not None for one in week.escalations)
    assert week.overdue_actions
    assert len(week.open_actions) > len(week.overdue_actions)
    assert week.to_check
    assert {"overdue", "answer", "due", "action", "check"} <= {need.urgency for need in needs(week, view.calendar)}


def check_year(desk: Desk) -> None:
    """Check that the year holds everything that the rules know."""
    view = desk.view()
    judged = {one.status for kpi in view.kpis for one in view.judgements(kpi)}
    escalations = view.escalations(ended=True)
    assert judged == {"on_track", "watch", "breach", "late", "paused"}
    assert {reports.line(view, view.kpis["points"]).status} == {"not_due"}
    assert {one.outcome for one in escalations if one.outcome} == OUTCOMES
    assert {one.rung for one in escalations} == {1, 2, 3}
    assert {cause.kind for one in escalations for cause in one.causes} == {"late", "breach", "no_response"}
    assert {decision.kind for decision in desk.repository.decisions()} == set(DECISION_KINDS)
    assert {action.state for action in desk.repository.actions(closed=True)} == {"open", "done", "verified", "dropped"}


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS.keys())
def test_whenever_it_is_opened_a_week_is_under_way(clock: str, tmp_path: Path) -> None:
    """At any weekday, hour and time of year there is something recorded, due, waiting, overdue and recovered."""
    desk = lived(tmp_path, wall(clock))
    check_week(desk)
    check_year(desk)
    assert desk.repository.first_broken() is None
    assert not desk.is_behind()


def test_the_history_is_a_year_long(view: View) -> None:
    """At least 52 weeks before the open one have been judged."""
    weeks = {one.period for one in view.judgements("uptime")}
    assert {shift(view.week, -ago) for ago in range(1, 53)} <= weeks


def test_every_kind_of_kpi_is_there(view: View) -> None:
    """Weekly, daily and monthly; all four directions; derived, lagging behind, retired; of the company and of teams."""
    kpis = list(view.kpis.values())
    assert {kpi.cadence for kpi in kpis} == {"weekly", "daily", "monthly"}
    assert {kpi.goal.direction for kpi in kpis} == {"at_least", "at_most", "between", "yes_no"}
    assert {kpi.team for kpi in kpis} == {None, "Growth", "Product", "Customer"}
    assert any(kpi.formula for kpi in kpis)
    assert any(kpi.lag_days for kpi in kpis)
    assert any(kpi.retired_at for kpi in kpis)
    assert 14 <= sum(kpi.retired_at is None for kpi in kpis) <= 18
    assert len({kpi.created_at for kpi in kpis}) == 3


def test_definitions_and_weeks_have_changed(desk: Desk) -> None:
    """A week is paused, a deadline moved, a month of one KPI paused, and a target set for one week alone."""
    repository = desk.repository
    assert len(repository.calendar().paused) == 1
    assert len(repository.calendar().moved) == 1
    assert {len(period) for _, period in repository.pauses()} == {len("2026-11"), len("2026-W47")}
    assert [kpi for kpi, _ in repository.goals()] == ["signups"]


def test_decisions_have_been_checked_in_every_way(desk: Desk) -> None:
    """Some worked, some failed, one is asked about again later, one is superseded, and all say why."""
    decisions = desk.repository.decisions()
    assert {decision.outcome for decision in decisions} == {"worked", "failed", None}
    assert any(decision.outcome is None and decision.checked_note for decision in decisions)
    assert any(decision.superseded_by for decision in decisions)
    assert any(decision.supersedes for decision in decisions)
    assert all(decision.why for decision in decisions)


def test_values_came_late_and_were_amended(view: View) -> None:
    """A judgement keeps the value that came late, and an amended one says so."""
    judgements = [one for kpi in view.kpis for one in view.judgements(kpi)]
    assert any(one.late_value is not None for one in judgements)
    assert any(one.amended and view.kpis[one.kpi].formula for one in judgements)


def test_closing_the_open_week_will_raise_something(view: View) -> None:
    """On the pictures' Monday one of the recorded values is a breach, so that the review has something to answer."""
    assert "breach" in {line.would_be for line in reports.week(view).lines}


def test_the_newest_notes_are_worth_reading(view: View) -> None:
    """The last review was held, rated, and its notes hold the decisions that were made in it."""
    facts = notes.weekly(view)
    assert facts["week"] == shift(view.week, -1)
    assert facts["rating"]
    assert facts["decisions"]
    assert facts["escalations"]


def test_the_same_clock_gives_the_same_file(desk: Desk, tmp_path: Path) -> None:
    """There is no chance in the demo, and no other clock."""
    assert content(lived(tmp_path, demo.NOW)) == content(desk)


def test_no_row_points_nowhere(desk: Desk) -> None:
    """Every reference in the file has what it refers to."""
    assert desk.repository.database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert desk.repository.first_broken() is None


def test_replaying_its_events_gives_each_escalation_as_it_stands(desk: Desk) -> None:
    """The stored state of an escalation is what its stored events lead to."""
    for stored in desk.repository.escalations(ended=True):
        replayed = Escalation(id=stored.id, kpi=stored.kpi, rungs=stored.rungs, opened_at=stored.opened_at)
        for event, rung, _ in desk.repository.events_of(stored.id):
            replayed = step(replayed, event)
            assert replayed.rung == rung
        assert replayed == stored._replace(asked=None)


def test_its_company_file_is_one_that_init_reads() -> None:
    """The demo's company.toml is plain text for anyone to start from, and it says the zone that the demo is told in."""
    text = (Path(demo.__file__).parent / "demo.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["company"]["timezone"] == demo.ZONE


def test_pictures_show_a_monday_morning() -> None:
    """The clock of pictures and snapshots stands still, before a review."""
    local = demo.NOW.astimezone(zone_named(demo.ZONE))
    assert (local.date(), local.time()) == (date(2026, 11, 23), time(10))


@pytest.mark.long
def test_it_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in the demo's place, ends when the clock says, and is made anew over an older one."""
    monkeypatch.setenv("CADENCE_NOW", "2026-11-23T10:00")
    path = bootstrap.demo()
    assert path == locations.demo_file()
    monkeypatch.setenv("CADENCE_NOW", "2026-12-02T10:00")
    with bootstrap.desk(path) as desk:
        recording.record(desk, "nps", "47")
    assert bootstrap.demo() == path
    with bootstrap.looking(path) as view:
        assert view.now == wall("2026-12-02T10:00")
        assert not [entry for entry in view.entries() if entry.recorded_at > view.now]
        assert view.entries()[-1].recorded_at > view.now - timedelta(days=1)
    assert [one.name for one in path.parent.iterdir() if one.is_file()] == [path.name]


def test_it_never_takes_a_company_s_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in its place that holds somebody's own company is left alone."""
    monkeypatch.setenv("CADENCE_NOW", "2026-11-23T10:00")
    path = tmp_path / "mine.db"
    bootstrap.found(path, '[company]\nname = "Mine"\n')
    before = path.read_bytes()
    with pytest.raises(FileError, match="is not the demo company"):
        bootstrap.demo(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


def test_a_damaged_demo_is_made_anew() -> None:
    """What stands in the demo's own place and cannot be opened is nobody's company."""
    path = locations.demo_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a file of ours")
    bootstrap.demo()
    with bootstrap.looking(path) as view:
        assert view.company.name == "Rye & Ledger"


def test_a_demo_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If building it fails, no half of it stays behind."""

    def fail(desk: Desk, playbook: object) -> None:
        raise FileError("The disk is full.")

    monkeypatch.setattr(demo, "build", fail)
    monkeypatch.setenv("CADENCE_NOW", datetime(2026, 11, 23, 9, tzinfo=UTC).isoformat())
    with pytest.raises(FileError):
        bootstrap.demo(tmp_path / "demo.db")
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []
