"""Files from inside the app: a report, or everything there is, beside the notes and over nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from cadence_tui import bootstrap
from cadence_tui.services.exporting import export_json
from cadence_tui.tui.dialogs.report import Report
from tests.tui.driving import screen_text, toasts, until
from tests.tui.test_recording import ALONE

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage


async def write(pilot: Pilot[None], steps: int) -> Path:
    """Open the form on This week, choose its kind and accept; returns the file that the toast names."""
    await pilot.press("x")
    await until(pilot, lambda: isinstance(pilot.app.screen, Report))
    await pilot.press(*["right"] * steps, "ctrl+s")
    await until(pilot, lambda: "Written to" in toasts(pilot.app), seconds=20)
    return Path(toasts(pilot.app).removeprefix("Written to ").removesuffix("."))


@pytest.mark.parametrize(("steps", "ending"), [(0, "html"), (1, "md")])
async def test_a_report_is_written_beside_the_notes(stage: Stage, steps: int, ending: str) -> None:
    """The toast says where."""
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        path = await write(pilot, steps)
        assert path.name.endswith(f"-report.{ending}")
        assert path.parent == bootstrap.notes_of(app.desk, app.host.notes)
        assert "Rye & Ledger" in path.read_text("utf-8").replace("&amp;", "&")


async def test_the_week_that_closed_last_is_offered_first(stage: Stage) -> None:
    """As the command line has it: the week before, until this one is closed; none from before the company was there."""
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        assert (await write(pilot, 1)).name == "2026-W46-report.md"
        await pilot.press("c", "enter", "escape")
        app.clear_notifications()
        assert (await write(pilot, 1)).name == "2026-W47-report.md"
    stage.company(ALONE)
    app = stage.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Report))
        assert "Nov" in screen_text(app)
        assert not [one for one in ("W46", "W47", "Oct") if one in screen_text(app)]


async def test_everything_is_written_as_json_that_restores(stage: Stage) -> None:
    """It is what the command line exports; a second one takes a number, and the first stays."""
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        path = await write(pilot, 2)
        text = path.read_text("utf-8")
        with stage.sit_down() as desk:
            assert text == "".join(export_json(desk))
        assert json.loads(text)["format"] == "cadence"
        app.clear_notifications()
        second = await write(pilot, 2)
        assert (second.name, second.read_text("utf-8")) == (f"{path.stem}-2.json", text)


async def test_everything_is_written_as_tables(stage: Stage) -> None:
    """A zip with a file a table, the values first."""
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        with ZipFile(await write(pilot, 3)) as archive:
            assert archive.namelist()[0] == "values.csv"
            assert archive.read("values.csv").startswith(b"\xef\xbb\xbfkpi")


async def test_a_folder_that_cannot_be_written_is_said(stage: Stage) -> None:
    """And nothing half written stays."""
    app = stage.app()
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        folder = bootstrap.notes_of(app.desk, app.host.notes)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("a file", "utf-8")
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Report))
        await pilot.press("right", "right", "ctrl+s")
        await until(pilot, lambda: "cannot be written" in toasts(app))
