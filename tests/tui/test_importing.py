"""Importing from inside the app: a file is seen as understood, corrected, and imported whole or not at all."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual import events

from cadence_tui.domain.calendar import shift
from cadence_tui.services import importing, story, undo
from cadence_tui.tui.dialogs.choose_file import ChooseFile, PathField, completed
from cadence_tui.tui.dialogs.help import Help
from cadence_tui.tui.dialogs.kpi_form import EditKpi
from cadence_tui.tui.screens.importing import ImportScreen, Understood
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
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


async def choose(pilot: Pilot[None], path: Path, seconds: float = 5) -> ImportScreen:
    """Open a file from This week."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChooseFile))
    pilot.app.screen.query_one(PathField).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    await until(pilot, lambda: not screen._busy, seconds)
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
        await pilot.press("X")
        await until(pilot, lambda: "left out" in screen_text(app) and not screen._busy)
        assert "2 new" in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.repository.reading(key, second) == Decimal(42))
        assert app.desk.repository.reading(key, first) == Decimal("41.5")
        await until(pilot, lambda: "Imported 2 rows" in toasts(app))
        undo.undo(app.desk)
        assert app.desk.repository.reading(key, first) is None


async def test_what_takes_the_place_of_another_value_is_named_before_it_happens(stage: Stage) -> None:
    """Which, for when, and what stands there now: a number that changed is not found by counting."""
    path = stage.folder / "scorecard.csv"
    path.write_text("KPI,2026-W47\nNew MRR,2000\nNPS,41\n", "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await choose(pilot, path)
        shown = screen_text(app)
        assert "1 new" in shown
        assert "1 changed" in shown
        below = shown[shown.index("In the place of other values") :]
        assert "€2,000  was €2,894" in below
        assert "NPS" not in below


async def test_of_many_values_that_take_the_place_of_others_the_first_are_named(stage: Stage) -> None:
    """The rest is counted: those alone in whose place a value stands."""
    weeks = [f"2026-W{week}" for week in range(36, 48)]
    path = stage.folder / "scorecard.csv"
    path.write_text(f"KPI,{','.join(weeks)}\nNPS,{','.join(map(str, range(1, 13)))}\n", "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 60)) as pilot:
        await choose(pilot, path)
        below = screen_text(app).partition("In the place of other values")[2]
        assert below.count("  was ") == 8
        assert "and 3 more" in below  # the newest week has no value yet


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


async def test_a_kpi_that_is_worked_out_is_left_out_by_a_key(stage: Stage) -> None:
    """A founder's table holds it among the others; its line says what is to be done, and has the cursor."""
    with stage.sit_down() as desk:
        kpi = next(one for one in desk.view().kpis.values() if one.formula)
    text, _ = table(stage)
    path = stage.folder / "scorecard.csv"
    path.write_text(text.replace("Tick[/]ets", kpi.name), "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await choose(pilot, path)
        assert "worked out from its inputs: X leaves it out" in screen_text(app)
        assert screen.query_one(Understood).cursor == f"name:{kpi.name}"
        await pilot.press("X")
        await until(pilot, lambda: "2 new" in screen_text(app))


async def test_a_kpi_that_closes_weekly_is_made_monthly_from_where_its_months_stand(stage: Stage) -> None:
    """Its line says what is to be done; changed by the key that it names, the same file goes in."""
    path = stage.folder / "scorecard.csv"
    path.write_text("KPI,Jan 2023,Feb 2023\nnps,4,5\n", "utf-8")
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choose(pilot, path)
        assert "weekly, not monthly: e edit, X leave out" in screen_text(app)
        assert screen.query_one(Understood).cursor == "name:nps"
        assert "2 rows cannot be imported" in screen_text(app)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, EditKpi))
        dialog = app.screen
        assert isinstance(dialog, EditKpi)
        dialog.form.rows["cadence"].control.put("monthly")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen and not screen._busy and "2 new" in screen_text(app))


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


async def test_why_what_is_judged_changes_is_asked_before_anything_happens(stage: Stage) -> None:
    """What it will do is shown first, and is what is done then; without a reason there is no import."""
    with stage.sit_down() as desk:
        view = desk.view()
        week = shift(view.week, -1)
        key = next(key for key in view.kpis if (one := view.judgement(key, week)) and one.status == "breach")
    data = f"KPI,{week}\n{key},1\n".encode()
    path = stage.folder / "scorecard.csv"
    path.write_bytes(data)
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = await choose(pilot, path)
        assert "1 amendment of what is judged" in screen_text(app)
        assert "1 row would change what is judged" in screen_text(app)
        await pilot.press("ctrl+s")
        assert app.screen is screen
        assert screen.query_one(Understood).cursor == "why"
        turn = screen._turn
        await pilot.press("enter")
        await pilot.pause()
        await type_in(pilot, "counted anew")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen and "counted anew" in screen_text(app))
        assert screen._turn == turn, "it is not read again, and the next ctrl+s imports it"
        with stage.sit_down() as desk:
            before = desk.repository.head()
            dry = importing.import_values(desk, path.name, data, why="counted anew", dry_run=True)
            assert desk.repository.head() == before
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.repository.reading(key, week) == Decimal(1))
        await until(pilot, lambda: dry.sentence().replace("Would import", "Imported").split("\n")[0] in toasts(app))
        told = [one for one in story.of_kpi(app.desk.view(), app.desk.repository.kpi(key)) if one.kind == "amendment"]
        assert told[-1].why == "counted anew"


async def test_an_import_waits_for_another_writer(stage: Stage) -> None:
    """It goes on beside the screen, so it waits as a command does, and not for the moment that a key may take."""
    text, (key, first, _) = table(stage)
    path = stage.folder / "scorecard.csv"
    path.write_text("\n".join(text.splitlines()[:2]), "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        screen = await choose(pilot, path)
        other = sqlite3.connect(stage.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("ctrl+s")
        await pilot.pause(0.3)
        assert app.screen is screen
        other.execute("ROLLBACK")
        await until(pilot, lambda: "Imported 2 rows" in toasts(app))
        assert app.desk.repository.reading(key, first) == Decimal("41.5")
        other.close()


def many(stage: Stage, rows: int) -> tuple[str, str]:
    """Write values for weeks before the first of the demo's KPIs; returns the file's text, and one of the keys."""
    with stage.sit_down() as desk:
        view = desk.view()
        keys = [
            key
            for key, one in view.kpis.items()
            if one.cadence == "weekly" and not one.formula and one.unit != "percent" and not one.retired_at
            and one.goal.direction != "yes_no"
        ][:4]  # fmt: skip
    weeks = [shift(view.week, -181 - n) for n in range(rows // len(keys))]
    lines = [f"{key},{week},{n % 90}" for n, week in enumerate(weeks) for key in keys]
    return "\n".join(["kpi,period,value", *lines, ""]), keys[0]


@pytest.mark.parametrize("at", ["reading", "importing"])
async def test_a_long_import_leaves_the_app_alive_and_can_be_left(
    stage: Stage, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar says how far it is, keys are answered, and esc in the middle rolls all of it back."""
    text, key = many(stage, 4_000)
    path = stage.folder / "scorecard.csv"
    path.write_text(text, "utf-8")
    app = stage.app()
    word = "Importing" if at == "importing" else "Reading"
    reached, go_on = Event(), Event()
    told = ImportScreen._progress

    def wait(self: ImportScreen, turn: int, is_import: bool, done: int, of: int) -> None:
        told(self, turn, is_import, done, of)
        if done and is_import == (at == "importing") and not go_on.is_set():
            reached.set()
            go_on.wait(20)

    monkeypatch.setattr(ImportScreen, "_progress", wait)
    async with app.run_test(size=(100, 30)) as pilot:
        head = app.desk.repository.head()
        if at == "importing":
            await choose(pilot, path, seconds=60)
            assert "4,000 new" in screen_text(app)
            await pilot.press("ctrl+s")
        else:
            await pilot.press("i")
            await until(pilot, lambda: isinstance(app.screen, ChooseFile))
            app.screen.query_one(PathField).value = str(path)
            await pilot.press("enter")
        await until(pilot, reached.is_set, seconds=30)
        await until(pilot, lambda: f" %  {word} scorecard.csv" in screen_text(app))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ImportScreen))
        go_on.set()
        await until(pilot, lambda: not any(one.is_running for one in app.workers), seconds=30)
        assert app.desk.repository.head() == head
        assert len(app.desk.repository.readings(key, "weekly")) < 200


async def test_a_long_import_is_kept_whole(stage: Stage) -> None:
    """Left alone, all of it is there, as one change."""
    text, key = many(stage, 20_000)
    path = stage.folder / "scorecard.csv"
    path.write_text(text, "utf-8")
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        before = len(app.desk.repository.readings(key, "weekly"))
        await choose(pilot, path, seconds=60)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Imported 20,000 rows" in toasts(app), seconds=60)
        assert len(app.desk.repository.readings(key, "weekly")) == before + 5_000
