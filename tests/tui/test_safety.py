"""Keeping the file safe from inside the app: the day's backup beside the keys, the list, putting one back."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap
from cadence_tui.domain.errors import FileError, RefusedError
from cadence_tui.storage import backup
from cadence_tui.tui.host import Safety
from cadence_tui.tui.screens.backups import BackupsScreen
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from textual.pilot import Pilot

    from cadence_tui.domain.backup import Watch
    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)


def _app(stage: Stage, daily: Callable[[Path, datetime], None] = bootstrap.back_up_daily) -> CadenceApp:
    """Make the app with what keeps its file safe."""
    app = stage.app()
    app.host = replace(
        app.host,
        safety=Safety(
            daily=daily,
            flaw=bootstrap.quick_flaw,
            listed=bootstrap.backups,
            take=bootstrap.back_up,
            restore=bootstrap.restore,
        ),
    )
    app.sit_down(stage.path)
    with stage.sit_down() as desk, desk.repository.database.transaction():
        desk.repository.set_mark("backed_up_on", "2026-01-01")
    return app


async def _record(pilot: Pilot[None], text: str) -> None:
    """Record a value for the second KPI, which has none."""
    await pilot.press("down", "r")
    await type_in(pilot, text)
    await pilot.press("enter")
    await pilot.pause()


async def test_the_day_s_backup_delays_no_key(stage: Stage) -> None:
    """A value is recorded, and the next typed, while the backup has not even begun; the day has it only once it is."""
    may_begin = threading.Event()

    def slow(path: Path, now: datetime) -> None:
        may_begin.wait(20)
        bootstrap.back_up_daily(path, now)

    app = _app(stage, slow)
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, "0.47")
        assert str(app.desk.repository.reading("churn", app.desk.view().week)) == "0.47"
        assert backup.listed(stage.path) == []
        assert app.desk.repository.mark("backed_up_on") == "2026-01-01"
        may_begin.set()
        await until(pilot, lambda: app.desk.repository.mark("backed_up_on") == stage.now.date().isoformat())
        await pilot.press("u")
        await pilot.pause()
    assert [one.reason for one in backup.verified(stage.path)] == ["daily"]
    assert backup.verified(stage.path)[0].flaw is None


async def test_a_day_s_backup_that_cannot_be_made_is_said_once(stage: Stage) -> None:
    """What was recorded stands all the same."""
    calls = list[int]()

    def fails(path: Path, _: datetime) -> None:
        calls.append(1)
        raise FileError(f"No backup could be made beside {path.name}.")

    app = _app(stage, fails)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _record(pilot, "0.47")
        await until(pilot, lambda: "Today’s backup could not be made." in toasts(app))
        await pilot.press("escape")
        await pilot.press("u")
        await pilot.pause()
        assert calls == [1]


async def test_a_backup_is_taken_and_put_back_from_the_app(stage: Stage) -> None:
    """By keys alone: the list says how old, why, how large and whether whole; putting back asks, and keeps what was."""
    app = _app(stage)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("B")
        await until(pilot, lambda: "There are none yet" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: "by hand" in screen_text(app))
        assert "✓ whole" in screen_text(app)
        await pilot.press("escape")
        await _record(pilot, "0.47")
        await until(pilot, lambda: app.desk.repository.mark("backed_up_on") == stage.now.date().isoformat())
        await pilot.press("escape", "B")
        await until(pilot, lambda: "day’s first change" in screen_text(app))
        screen = app.screen
        assert isinstance(screen, BackupsScreen)
        screen.query_one("#all").cursor = next(  # type: ignore[attr-defined]
            one.file for one in backup.listed(stage.path) if one.reason == "by-hand"
        )
        await pilot.press("enter")
        await pilot.pause()
        assert "is kept as a backup" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert str(app.desk.repository.reading("churn", app.desk.view().week)) == "0.47"
        await pilot.press("p", "enter")
        await until(pilot, lambda: "The company is as of" in toasts(app))
        assert app.desk.repository.reading("churn", app.desk.view().week) is None
        await until(pilot, lambda: "before a restore" in screen_text(app))


async def test_a_file_with_a_flaw_is_said_when_the_app_opens(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the first screen, with the newest good backup."""
    kept = backup.take(stage.path, stage.now, "daily")
    monkeypatch.setattr(backup, "quick_flaw", lambda _: "wrong # of entries in index")
    app = _app(stage)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "is damaged (wrong # of entries in index)" in toasts(app))
        assert kept.name in toasts(app)


async def _take(pilot: Pilot[None], app: CadenceApp, take: Callable[[Path, Watch], Path]) -> None:
    """Have a backup taken from the app in a way of the test's own."""
    assert app.host.safety is not None
    app.host = replace(app.host, safety=replace(app.host.safety, take=take))
    await pilot.press("B")
    await until(pilot, lambda: "There are none yet" in screen_text(app))
    await pilot.press("n")


async def test_a_backup_that_takes_long_is_watched_and_stopped(stage: Stage) -> None:
    """It says how far it is; esc stops it and stays, and the next leaves."""
    app = _app(stage)
    asked = threading.Event()

    def slow(path: Path, watch: Watch) -> Path:
        while watch(1, 4):
            asked.wait(0.01)
        raise RefusedError(f"The backup of {path.name} was stopped; nothing was changed.")

    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _take(pilot, app, slow)
        await until(pilot, lambda: "25 %  Taking a backup; esc stops it" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "was stopped; nothing was changed" in toasts(app))
        assert isinstance(app.screen, BackupsScreen)
        await pilot.press("escape")
        assert not isinstance(app.screen, BackupsScreen)


@pytest.mark.parametrize("leave", ["1", "ctrl+q"])
async def test_leaving_while_a_backup_is_taken_ends_it(stage: Stage, leave: str) -> None:
    """By going elsewhere, or out of the app; neither waits for it, and nothing breaks."""
    app = _app(stage)
    ended = threading.Event()

    def slow(_: Path, watch: Watch) -> Path:
        while watch(1, 4):
            ended.wait(0.01)
        ended.set()
        raise RefusedError("The backup was stopped; nothing was changed.")

    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _take(pilot, app, slow)
        await until(pilot, lambda: "25 %" in screen_text(app))
        await pilot.press(leave)
        await until(pilot, ended.is_set)
    assert backup.listed(stage.path) == []


async def test_going_elsewhere_while_a_backup_is_put_back_changes_nothing_about_that(stage: Stage) -> None:
    """Esc waits for it; a number key goes on, and what is there then is what was put back."""
    backup.take(stage.path, stage.now, "by-hand")
    app = _app(stage)
    may_go_on = threading.Event()

    def slow(path: Path, name: str) -> tuple[Path, Path | None]:
        may_go_on.wait(20)
        return bootstrap.restore(path, name)

    assert app.host.safety is not None
    app.host = replace(app.host, safety=replace(app.host.safety, restore=slow))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _record(pilot, "0.47")
        await pilot.press("escape", "B")
        await until(pilot, lambda: "by hand" in screen_text(app))
        screen = app.screen
        screen.query_one("#all").cursor = next(  # type: ignore[attr-defined]
            one.file for one in backup.listed(stage.path) if one.reason == "by-hand"
        )
        await pilot.press("p", "enter")
        await until(pilot, lambda: "Putting it back" in screen_text(app))
        await pilot.press("escape")
        assert app.screen is screen
        assert "is being put back" in toasts(app)
        await pilot.press("1")
        assert app.screen is not screen
        may_go_on.set()
        await until(pilot, lambda: "The company is as of" in toasts(app))
        assert app.desk.repository.reading("churn", app.desk.view().week) is None
        assert "3 of 15" not in screen_text(app)
