"""Fetching from inside the app: a source is set on the KPI's page, what came is seen, then recorded or left."""

from __future__ import annotations

from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING

from cadence_tui.domain.source import Source
from cadence_tui.services import sources
from cadence_tui.services.sources import Outside
from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.dialogs.pull import Pull
from cadence_tui.tui.screens.meeting_scorecard import MeetingBoard
from cadence_tui.tui.screens.meeting_step import Spot
from tests.meetings import WEEK, founded
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

KEY = "churn"


class Machine:
    """A machine whose SQLite files give what a test says, when the test lets them."""

    def __init__(self) -> None:
        """Answer at once."""
        self.gives: object = "4.4"
        self.allowed = set[Source]()
        self.may_answer = Event()
        self.may_answer.set()

    def app(self, stage: Stage) -> CadenceApp:
        """Make the app on this machine."""
        outside = Outside(self._query, self.allowed.__contains__, self.allowed.add)
        return CadenceApp(stage.host(outside=outside))

    def _query(self, _path: str, _sql: str) -> object:
        self.may_answer.wait(5)
        return self.gives


def with_source(stage: Stage, machine: Machine) -> str:
    """Give a KPI of the demo a source, and name the first that can be recorded now."""
    with stage.sit_down() as desk:
        view = desk.view()
        key = next(
            kpi.key
            for kpi in view.kpis.values()
            if kpi.cadence == "weekly" and not kpi.formula and kpi.goal.direction != "yes_no"
            and kpi.retired_at is None and view.judgement(kpi.key, view.week) is None
        )  # fmt: skip
        outside = Outside(machine._query, machine.allowed.__contains__, machine.allowed.add)
        sources.set_source(desk, key, "sqlite", "/data.db", "SELECT 1", outside=outside)
    return key


async def test_what_came_is_shown_before_it_is_recorded(stage: Stage) -> None:
    """Enter records it with its origin, and undo takes it back."""
    machine = Machine()
    key = with_source(stage, machine)
    app = machine.app(stage)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        before = app.desk.repository.reading(key, app.desk.view().week)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Pull) and bool(app.screen._to_record))
        assert app.desk.repository.reading(key, app.desk.view().week) == before
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.repository.reading(key, app.desk.view().week) == Decimal("4.4"))
        assert "Recorded 1 value" in toasts(app)
        await pilot.press("u")
        await until(pilot, lambda: app.desk.repository.reading(key, app.desk.view().week) == before)


async def test_a_fetch_that_is_left_changes_nothing(stage: Stage) -> None:
    """The app goes on while it waits, and what comes after esc is nobody's."""
    machine = Machine()
    key = with_source(stage, machine)
    machine.may_answer.clear()
    app = machine.app(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.desk.repository.reading(key, app.desk.view().week)
        await pilot.press("f")
        await until(pilot, lambda: "Fetching 1 value … 0 came" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Pull))
        machine.may_answer.set()
        await pilot.pause(0.1)
        assert app.desk.repository.reading(key, app.desk.view().week) == before


async def test_a_failure_says_why_and_offers_nothing_to_record(stage: Stage) -> None:
    """With hostile text shown as it is."""
    machine = Machine()
    with_source(stage, machine)
    machine.gives = "[/] \x1b[31mno"
    app = machine.app(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: "Type what is missing" in screen_text(app))
        assert "\x1b" not in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, Pull)


async def test_a_source_is_set_on_the_kpis_page(stage: Stage) -> None:
    """The page says where the value comes from; who sets it here has allowed it here."""
    machine = Machine()
    key = with_source(stage, machine)
    with stage.sit_down() as desk:
        sources.clear_source(desk, key)
    app = machine.app(stage)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        app.open("kpi", key)
        await pilot.pause()
        await pilot.press("s")
        await pilot.press("right", "right", "right", "enter")
        await type_in(pilot, "/data.db")
        await pilot.press("enter")
        await type_in(pilot, "SELECT 1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: key in app.desk.repository.sources())
        assert app.desk.repository.sources()[key] == Source("sqlite", "/data.db", "SELECT 1")
        assert app.desk.repository.sources()[key] in machine.allowed
        await until(pilot, lambda: "Fetched when you ask" in screen_text(app))


async def test_the_check_in_fetches_from_a_field_and_goes_on(stage: Stage) -> None:
    """One key in the scorecard step, while a field is open: what came is recorded, and the next value is asked for."""
    founded(stage)
    machine = Machine()
    with stage.sit_down() as desk:
        outside = Outside(machine._query, machine.allowed.__contains__, machine.allowed.add)
        sources.set_source(desk, "k1", "sqlite", "/data.db", "SELECT 1", outside=outside)
    app = machine.app(stage)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("w")
        assert app.screen.query_one(MeetingBoard).spot.name.startswith("k1/")
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, Pull) and bool(app.screen._to_record))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.repository.reading("k1", WEEK) == Decimal("4.4"))
        await pilot.press("5")
        assert app.screen.query_one(MeetingBoard).spot == Spot(f"k2/{WEEK}", "5", 1)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, Pull) and app.screen._came.read is not None)
        await pilot.press("escape")
        assert app.screen.query_one(MeetingBoard).spot == Spot(f"k2/{WEEK}", "5", 1)
