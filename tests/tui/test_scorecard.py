"""The scorecard: grouped, ordered, narrowed, turned, opened cell by cell, and seen as of a past close."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui import settings
from cadence_tui.locations import config_folder
from cadence_tui.services import recording
from cadence_tui.tui.dialogs.cell import CellDialog
from cadence_tui.tui.dialogs.kpi_deeds import RecordValue
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.screens.settings_rows import SettingRows
from cadence_tui.tui.widgets.grid import Grid
from tests.tui.driving import screen_text, toasts, type_in, until
from tests.tui.test_hostile import COMPANY, KPI, NAMES
from tests.tui.test_kpis_page import SOLO

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from tests.tui.conftest import Stage


@pytest.fixture
async def at_grid(stage: Stage) -> AsyncIterator[Pilot[None]]:
    """Open the app and go to the KPIs."""
    async with stage.app().run_test(size=(160, 40), notifications=True) as pilot:
        await pilot.press("2")
        await pilot.pause()
        yield pilot


def _grid(pilot: Pilot[None]) -> Grid:
    return pilot.app.screen.query_one(Grid)


async def _text(pilot: Pilot[None]) -> str:
    await pilot.pause()
    return screen_text(pilot.app)


async def test_b_groups_and_s_orders(at_grid: Pilot[None]) -> None:
    """By team, by perspective, by owner; as listed, by name, the worst first, what falls most first."""
    assert "by team" in await _text(at_grid)
    await at_grid.press("b")
    text = await _text(at_grid)
    assert "by perspective" in text
    assert text.index("Financial") < text.index("Customer") < text.index("Process")
    await at_grid.press("b")
    assert "Amara Okafor" in await _text(at_grid)
    await at_grid.press("b", "s", "s")
    assert "worst first" in await _text(at_grid)
    await at_grid.press("s")
    assert "falling first" in await _text(at_grid)


async def test_owner_level_and_kind_narrow_and_esc_shows_all(at_grid: Pilot[None]) -> None:
    """Each is a key, or a click on its word; esc takes them all away."""
    await at_grid.press("v")
    assert all(row.line.kpi.team is None for row in _grid(at_grid).found.values())
    await at_grid.press("i")
    assert {row.line.kpi.kind for row in _grid(at_grid).found.values()} <= {"leading"}
    await at_grid.press("v", "i", "o")
    found = _grid(at_grid).found.values()
    assert {(row.line.kpi.owner, row.line.kpi.kind) for row in found} <= {("Amara Okafor", "lagging")}
    await at_grid.press("escape")
    await at_grid.pause()
    assert len(_grid(at_grid).found) == 17
    await at_grid.click("Bar", offset=(3, 0))
    assert "by perspective" in await _text(at_grid)


async def test_f_puts_the_newest_period_first_and_keeps_it(stage: Stage, at_grid: Pilot[None]) -> None:
    """The arrows go where they point; the setting is kept, and stands among the settings."""
    await at_grid.press("f")
    text = await _text(at_grid)
    assert text.index("W47 ", text.index("target")) < text.index("W46") < text.index("W45")
    await at_grid.press("right")
    cell = _grid(at_grid).cell
    assert cell is not None
    assert cell.period == "2026-W46"
    assert settings.read(config_folder()).newest == "first"
    await at_grid.press("comma")
    await at_grid.pause()
    rows = at_grid.app.screen.query_one(SettingRows)
    assert rows.settings["own:newest"].value == "first"
    rows.cursor = "own:newest"
    await at_grid.press("enter")
    await at_grid.pause()
    await at_grid.press("left", "ctrl+s")
    await at_grid.pause()
    assert settings.read(config_folder()).newest == "last"
    assert stage.path.exists()


async def test_totals_stand_at_the_end_and_in_words(at_grid: Pilot[None]) -> None:
    """Sums have Σ, means ø, and a ratio ƒ: it is worked out from its inputs' totals."""
    text = await _text(at_grid)
    line = {row.split("  ")[1]: row for row in text.replace("▌", " ").splitlines() if row.startswith("  ")}
    assert "Σ 11.1k" in line["New MRR"]
    assert "ø 39" in line["NPS"]
    grid = _grid(at_grid)
    mrr, new = grid.found["new_mrr"].totals[0], grid.found["new_bakeries"].totals[0]
    each = grid.found["price_per_bakery"].totals[0]
    assert mrr is not None
    assert new is not None
    assert each is not None
    assert each.value == mrr.value / new.value
    assert "4 weeks €11.1k · 13 weeks €34.1k added up" in text


async def test_space_opens_a_cell_with_its_note_and_history(stage: Stage, at_grid: Pilot[None]) -> None:
    """Every value ever given stands there with who and why; `r` amends it, and enter goes to the KPI."""
    with stage.sit_down() as desk:
        recording.record(desk, "nps", "33", period="2026-W46", amend="counted [/] twice")
    _grid(at_grid).cursor, _grid(at_grid).column = "nps", 1
    await until(at_grid, lambda: "* " in screen_text(at_grid.app) or "33*" in screen_text(at_grid.app))
    await at_grid.press("space")
    text = await _text(at_grid)
    for words in ("NPS · W46", "judged again since", "44", "33", "why: counted [/] twice", "target ≥ 40"):
        assert words in text
    await at_grid.press("r")
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, RecordValue)
    await at_grid.press("escape", "space")
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, CellDialog)
    await at_grid.press("enter")
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, KpiScreen)


async def test_a_click_on_the_words_of_a_cell_opens_it(at_grid: Pilot[None]) -> None:
    """What a key does can be done with the mouse alone."""
    await at_grid.click("#cell", offset=(4, 0))
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, CellDialog)


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_hostile_names_stand_in_every_column_as_they_are(stage: Stage, size: tuple[int, int]) -> None:
    """Names, owners, teams and notes full of markup are shown: grouped, filtered, opened, as of a past close."""
    stage.now -= timedelta(days=15)
    stage.company(COMPANY + "".join(KPI.format(n=n, name=name) for n, name in enumerate(NAMES)).replace("'{", '"{'))
    stage.now += timedelta(days=8)
    with stage.sit_down() as desk:
        recording.record(desk, "k0", "5", note="[/b] [@click=app.quit]x[/]")
    stage.now += timedelta(days=7)
    app = stage.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("2")
        for key, words in (
            ("b", "churn [/] fell"),
            ("b", "Bob [@click=app.quit]"),
            ("o", "Bob [@click=app.quit]"),
            ("v", "company’s"),
            ("escape", "Bob [@click=app.quit]"),
            ("b", "Team [/]"),
        ):
            await pilot.press(key)
            assert words in await _text(pilot)
        await pilot.press("home", "left", "left", "space")
        await pilot.pause()
        await pilot.press("escape", "t", "enter")
        assert "As of the close of" in await _text(pilot)
        await pilot.press("left", "space")
        assert "churn [/] fell" in await _text(pilot)
        assert app.is_running


async def test_a_missing_a_paused_and_a_derived_cell_open_too(at_grid: Pilot[None]) -> None:
    """A cell without a value says so, and why."""
    grid = _grid(at_grid)
    for key, column, words in (
        ("churn", 0, "No value was ever given for it."),
        ("release", 0, "Paused: "),
        ("price_per_bakery", 1, "Worked out: new_mrr / new_bakeries"),
        ("uptime", 1, "Sun 15 Nov"),
    ):
        grid.cursor, grid.column = key, column
        await at_grid.press("space")
        assert words in await _text(at_grid)
        await at_grid.press("escape")


async def test_as_of_a_past_close(stage: Stage, at_grid: Pilot[None]) -> None:
    """`t` asks for a week; what came since is not there, nothing can be changed, and esc comes back to now."""
    with stage.sit_down() as desk:
        recording.record(desk, "nps", "33", period="2026-W44", amend="twice")
    await at_grid.press("t")
    await at_grid.pause()
    await at_grid.press(*["backspace"] * 8)
    await type_in(at_grid, "W47")
    await at_grid.press("enter")
    assert "has not closed yet" in await _text(at_grid)
    await at_grid.press("backspace", "5", "enter")
    await until(at_grid, lambda: "As of the close of W45, Mon 9 Nov 18:00 2026" in screen_text(at_grid.app))
    grid = _grid(at_grid)
    grid.cursor, grid.column = "nps", 1
    assert grid.cell is not None
    assert (grid.cell.period, str(grid.cell.value), grid.cell.amended) == ("2026-W44", "29", False)
    await at_grid.press("r", "e", "n", "X", "p")
    await at_grid.pause()
    assert at_grid.app.screen.query_one(Grid) is grid
    await at_grid.press("escape")
    await at_grid.pause()
    assert grid.cell is not None
    assert (grid.cell.period, grid.cell.is_current) == ("2026-W46", False)
    assert "As of" not in screen_text(at_grid.app).splitlines()[2]


async def test_the_past_is_looked_at_and_not_written(at_grid: Pilot[None]) -> None:
    """As of a past close neither r nor an opened cell records; r says where values are given, and esc goes there."""
    await at_grid.press("t")
    await at_grid.pause()
    await at_grid.press("enter")
    await until(at_grid, lambda: "As of the close of" in screen_text(at_grid.app))
    await at_grid.press("left", "r")
    await at_grid.pause()
    assert "stays as it was. esc goes back to now, where r records or amends" in toasts(at_grid.app)
    assert not isinstance(at_grid.app.screen, RecordValue)
    await at_grid.press("space")
    await until(at_grid, lambda: isinstance(at_grid.app.screen, CellDialog))
    await at_grid.press("r")
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, CellDialog)
    await at_grid.press("escape", "escape", "r")
    await until(at_grid, lambda: isinstance(at_grid.app.screen, RecordValue))


async def test_as_of_before_the_first_kpi(stage: Stage, at_grid: Pilot[None]) -> None:
    """Before the company there was nothing, and that is said in the dialog."""
    await at_grid.press("t")
    await at_grid.pause()
    await at_grid.press(*["backspace"] * 8)
    await type_in(at_grid, "2020-W10")
    await at_grid.press("enter")
    assert "was set up here; there was nothing yet" in await _text(at_grid)
    assert stage.path.exists()


async def test_a_company_of_one_is_not_asked_by_owner_or_level(stage: Stage) -> None:
    """What can say only one thing is spared."""
    stage.company(f'{SOLO}\n[[kpis]]\nkey = "nps"\nname = "NPS"\nowner = "Ada"\ndirection = "at_least"\ntarget = 40\n')
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        text = await _text(pilot)
        assert "owner" not in text
        assert "levels" not in text
        assert "in one list" in text
