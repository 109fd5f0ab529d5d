"""Importing from inside the app: a file is seen as understood, corrected, and imported whole or not at all."""

from __future__ import annotations

from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual import events

from cadence_tui.domain.calendar import shift
from cadence_tui.services import undo
from cadence_tui.tui.dialogs.choose_file import ChooseFile, PathField, completed
from cadence_tui.tui.screens.importing import ImportScreen, Understood
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.conftest import Stage


def table(stage: Stage, *, name: str = "") -> tuple[str, list[str]]:
    """Write a KPI of the demo and two weeks long before its first value as a wide table."""
    with stage.sit_down() as desk:
        view = desk.view()
        kpi = next(
            one
            for one in view.kpis.values()
            if one.cadence == "weekly" and not one.formula and one.goal.direction != "yes_no" and not one.retired_at
        )
    weeks = [shift(view.week, -n) for n in (181, 180)]
    return f"KPI;{weeks[0]};{weeks[1]}\n{name or kpi.name};41,5;42\nTick[/]ets;5;6\n", [kpi.key, *weeks]


async def choose(pilot: Pilot[None], path: Path) -> ImportScreen:
    """Open a file from This week."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFile))
    pilot.app.screen.query_one(PathField).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    await until(pilot, lambda: not screen._busy)
    return screen


def point(screen: ImportScreen, key: str) -> None:
    """Go to a line."""
    screen.query_one(Understood).cursor = key


async def test_a_file_is_seen_mapped_and_imported(stage: Stage) -> None:
    """Nothing happens before ctrl+s, all of it then, and undo takes it back."""
    text, (key, first, second) = table(stage)
    path = stage.folder / "scorecard.csv"
    path.write_text(text, "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = await choose(pilot, path)
        shown = screen_text(app)
        assert "a KPI a row, periods across" in shown
        assert "Tick[/]ets" in shown
        assert "no such KPI" in shown
        assert "as 1.234,50" in shown
        await pilot.press("ctrl+s")
        assert app.desk.repository.reading(key, first) is None
        point(screen, "name:Tick[/]ets")
        await pilot.press("x")
        await until(pilot, lambda: "left out" in screen_text(app) and not screen._busy)
        assert "2 new" in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.repository.reading(key, second) == Decimal(42))
        assert app.desk.repository.reading(key, first) == Decimal("41.5")
        await until(pilot, lambda: "Imported 2 rows" in toasts(app))
        undo.undo(app.desk)
        assert app.desk.repository.reading(key, first) is None


async def test_a_name_is_mapped_to_a_kpi(stage: Stage) -> None:
    """By its name or key, completed as one types."""
    text, (key, first, _) = table(stage, name="Something of ours")
    path = stage.folder / "scorecard.csv"
    path.write_text(text.replace("Tick[/]ets;5;6\n", ""), "utf-8")
    app = stage.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await choose(pilot, path)
        point(screen, "name:Something of ours")
        await pilot.press("enter")
        await pilot.pause()
        await type_in(pilot, key)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen and not screen._busy and "2 new" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.repository.reading(key, first) is not None)


async def test_dates_that_can_be_read_two_ways_are_chosen(stage: Stage) -> None:
    """It says so, and enter on the line chooses."""
    _, (key, _, _) = table(stage)
    path = stage.folder / "scorecard.csv"
    path.write_text(f"KPI,05/06/2023,12/06/2023\n{key},4,5\n", "utf-8")
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, path)
        assert "two ways" in screen_text(app)
        point(screen, "dates")
        await pilot.press("enter")
        await until(pilot, lambda: not screen._busy and "day first" in screen_text(app))
        assert "2 new" in screen_text(app)


async def test_a_table_is_pasted(stage: Stage) -> None:
    """Cells copied from a spreadsheet come with tabs."""
    text, _ = table(stage)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ChooseFile))
        app.screen.query_one(PathField).post_message(events.Paste(text.replace(";", "\t")))
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and not app.screen._busy)
        assert "a KPI a row, periods across" in screen_text(app)


async def test_what_cannot_be_read_stays_to_be_chosen_again(stage: Stage) -> None:
    """The refusal stands below the field, which keeps its text."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ChooseFile))
        await type_in(pilot, "gone")
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be read" in screen_text(app))
        assert app.screen.query_one(PathField).value == "gone"


def test_a_path_is_completed_by_what_is_there(tmp_path: Path) -> None:
    """Folders with their slash, hidden files only where a dot was typed."""
    (tmp_path / "Scorecards").mkdir()
    (tmp_path / ".hidden").touch()
    (tmp_path / "Scorecards" / "mrr.csv").touch()
    assert completed(f"{tmp_path}/Sc") == f"{tmp_path}/Scorecards/"
    assert completed(f"{tmp_path}/Scorecards/") == f"{tmp_path}/Scorecards/mrr.csv"
    assert completed(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert completed(f"{tmp_path}/no/such") is None
    assert completed("") is None


async def test_an_import_that_is_left_in_the_middle_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it runs the app goes on; esc before all is read rolls it back, whichever row it is at."""
    text, (key, first, _) = table(stage)
    path = stage.folder / "scorecard.csv"
    path.write_text(text.replace("Tick[/]ets;5;6\n", ""), "utf-8")
    reached, go_on = Event(), Event()
    goes_on = ImportScreen._goes_on

    def slowly(self: ImportScreen, done: int, of: int) -> bool:
        if done:
            return goes_on(self, done, of)
        reached.set()
        return True

    progress = ImportScreen._progress

    def wait(self: ImportScreen, done: int, of: int) -> None:
        progress(self, done, of)
        go_on.wait(5)

    monkeypatch.setattr(ImportScreen, "_goes_on", slowly)
    monkeypatch.setattr(ImportScreen, "_progress", wait)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, path)
        await pilot.press("ctrl+s")
        await until(pilot, reached.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        go_on.set()
        await until(pilot, lambda: not any(one.is_running for one in app.workers))
        assert app.desk.repository.reading(key, first) is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_file_as_it_is_understood(stage: Stage, snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """How it is read, which KPI each name means, the first rows, and what is still to be said."""
    text, _ = table(stage)

    async def open_it(pilot: Pilot[None]) -> None:
        path = stage.folder / "scorecard.csv"
        path.write_text(text, "utf-8")
        screen = await choose(pilot, path)
        point(screen, "name:Tick[/]ets")
        await pilot.pause()

    assert snap_compare(stage.app(), run_before=open_it, terminal_size=size)
