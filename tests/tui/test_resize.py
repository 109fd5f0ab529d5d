"""The terminal may change its size at any time: nothing is lost, and keys go where they went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from cadence_tui.tui.widgets.grid import Grid
from cadence_tui.tui.widgets.rows import Rows
from tests.tui.driving import at_rest, go_to, screen_text, type_in, until
from tests.tui.test_wizard import with_beginning

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

# Wide, narrow, too small, and back.
AROUND = [(120, 40), (80, 24), (170, 50), (30, 6), (60, 16), (120, 40)]


SENTENCE = "cadence needs a little more room: 60 columns and 16 lines. Nothing is lost."


async def _resize(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Change the size, and let what hears of it settle."""
    await pilot.resize_terminal(*size)
    await pilot.pause()


@pytest.mark.parametrize(("size", "layout"), [((99, 30), "-narrow"), ((100, 30), "-normal"), ((160, 40), "-wide")])
async def test_there_are_three_layouts(stage: Stage, size: tuple[int, int], layout: str) -> None:
    """Narrow below 100 columns, wide from 160 on, and one between."""
    app = with_beginning(stage)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.screen.has_class(layout)


@pytest.mark.parametrize("size", [(59, 30), (100, 15), (1, 1), (20, 5)])
async def test_where_nothing_fits_a_calm_sentence_stands(stage: Stage, size: tuple[int, int]) -> None:
    """Below 60 columns or 16 lines one sentence says what would help, and nothing else is drawn."""
    app = with_beginning(stage)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "n")
        await _resize(pilot, size)
        await until(pilot, lambda: "New MRR" not in screen_text(app) and "A new KPI" not in screen_text(app))
        if size[0] >= 20:
            await until(pilot, lambda: " ".join(screen_text(app).split()) == SENTENCE)


@pytest.mark.parametrize(
    "where", ["a value", "a filter", "a new KPI", "a search", "its scorecard", "a note in it", "the audit"]
)
async def test_typed_text_survives_and_goes_on(stage: Stage, where: str) -> None:
    """In a place, a dialog, the meeting and a run of steps: the text, the cursor and the focus are where they were."""
    app = with_beginning(stage)
    async with app.run_test(size=AROUND[0]) as pilot:
        await go_to(pilot, where)
        if not isinstance(app.focused, Input | TextArea):
            await pilot.press("tab")
        field = app.focused
        assert isinstance(field, Input | TextArea)
        await type_in(pilot, "12")
        await pilot.press("left")
        for size in AROUND[1:]:
            await _resize(pilot, size)
        assert app.focused is field
        await type_in(pilot, "7")
        await until(pilot, lambda: (field.value if isinstance(field, Input) else field.text).endswith("172"))


@pytest.mark.parametrize("where", ["this week", "KPIs", "the log", "the rollout", "the settings", "its actions"])
async def test_cursor_and_scroll_survive_in_a_list(stage: Stage, where: str) -> None:
    """The cursor stays on its line, in sight, and the next key moves it on from there."""
    app = with_beginning(stage)
    async with app.run_test(size=AROUND[0]) as pilot:
        await go_to(pilot, where)
        rows = app.focused
        assert isinstance(rows, Rows)
        await pilot.press(*["down"] * 4)
        if isinstance(rows, Grid):
            await pilot.press("left", "left")
        key, column = rows.cursor, getattr(rows, "column", 0)
        after = rows.keys[rows.keys.index(key) + 1]
        for size in AROUND[1:]:
            await _resize(pilot, size)
        await at_rest(pilot)
        assert app.focused is rows
        assert (rows.cursor, getattr(rows, "column", 0)) == (key, column)
        top = rows.scroll_offset.y
        assert all(top <= y < top + rows.scrollable_content_region.height for y in rows.lines_of(key))
        await pilot.press("down")
        assert rows.cursor == after


@pytest.mark.parametrize("where", ["its escalations", "a new KPI", "an objective", "a report"])
async def test_in_a_few_columns_an_app_comes_to_rest(stage: Stage, where: str) -> None:
    """What lies beneath the calm sentence is not laid out again and again where a scrollbar alone would fill it."""
    app = with_beginning(stage)
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, where)
        for columns in (1, 2, 3, 5, 8, 11):
            await _resize(pilot, (columns, 30))


async def test_a_text_that_was_scrolled_stays_there(stage: Stage) -> None:
    """Too small and back, the help is read on where it was."""
    app = with_beginning(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "question_mark", "tab", "pagedown")
        await at_rest(pilot)
        reading = app.focused
        assert reading is not None
        where = reading.scroll_offset.y
        assert where > 0
        await _resize(pilot, (40, 10))
        await _resize(pilot, (80, 24))
        await at_rest(pilot)
        assert app.focused is reading
        assert reading.scroll_offset.y == where


async def test_the_set_up_of_a_company_survives_too(stage: Stage) -> None:
    """Before there is a company, what was typed of it stays, and is typed on."""
    stage.path.unlink()
    app = with_beginning(stage)
    async with app.run_test(size=AROUND[0]) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.focused, Input))
        field = app.focused
        assert isinstance(field, Input)
        await type_in(pilot, "Fjord")
        for size in AROUND[1:]:
            await _resize(pilot, size)
        await type_in(pilot, "s")
        assert app.focused is field
        assert field.value == "Fjords"


@pytest.mark.parametrize(("there", "away"), [("1", "2"), ("4", "5")])
async def test_a_place_that_was_away_fits_when_one_comes_back(stage: Stage, there: str, away: str) -> None:
    """It looks as it would had the terminal never been another size."""
    pictures = list[str]()
    for size in ((80, 24), (120, 40)):
        app = with_beginning(stage)
        async with app.run_test(size=size) as pilot:
            await pilot.press(there, away)
            await _resize(pilot, (80, 24))
            await pilot.press(there)
            await at_rest(pilot)
            pictures.append(app.export_screenshot())
    assert pictures[0] == pictures[1]
