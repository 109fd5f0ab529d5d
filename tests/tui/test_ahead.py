"""A KPI's page that is put together ahead is like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import recording
from cadence_tui.tui import ahead
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.screens.story import StoryScreen
from cadence_tui.tui.themes import DARK, LIGHT
from tests.tui.driving import at_rest, screen_text, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SIZES = [(80, 24), (120, 40), (200, 60)]
NEW, READY, STALE = "a new one", "one that is ready", "one made for another size and other colours"


@pytest.fixture(autouse=True)
def _put_one_together_ahead(_put_nothing_together_ahead: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "AFTER_S", 0.2)


async def _opened(stage: Stage, size: tuple[int, int], which: str) -> str:
    """Open the second KPI's page on one that is new, ready or not fit any more, and give its picture."""
    app = stage.app(theme=LIGHT.name)
    async with app.run_test(size=(100, 30) if which == STALE else size) as pilot:
        await pilot.press("2", "down")
        if which != NEW:
            await until(pilot, lambda: app.ahead.is_ready)
        if which == STALE:
            await pilot.resize_terminal(*size)
            app.theme = DARK.name
            app.theme = LIGHT.name
            assert not app.ahead.is_ready
        await pilot.press("enter")
        await at_rest(pilot)
        assert isinstance(app.screen, KpiScreen)
        assert which != READY or not app.ahead.is_ready  # it is this one
        return app.export_screenshot()


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_and_is_focused_like_a_new_one(stage: Stage, size: tuple[int, int]) -> None:
    """Whether it was ready, and whatever became of the window meanwhile, the page looks the same."""
    new = await _opened(stage, size, NEW)
    assert await _opened(stage, size, READY) == new
    assert await _opened(stage, size, STALE) == new


async def test_other_colours_make_it_unfit(stage: Stage) -> None:
    """A page that has its styles in the colours of before is not shown in those of now."""
    app = stage.app(theme=DARK.name)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: app.ahead.is_ready)
        app.theme = LIGHT.name
        assert not app.ahead.is_ready


async def test_it_knows_what_happened_since(stage: Stage) -> None:
    """What is recorded after it was put together stands on it."""
    app = stage.app()
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: app.ahead.is_ready)
        with stage.sit_down() as desk:
            recording.record(desk, "signups", "4711")
        app.open("kpi", "signups")
        await pilot.pause()
        assert "4,711" in screen_text(app)


async def test_each_page_begins_anew_and_they_lie_on_one_another(stage: Stage) -> None:
    """A page that was scrolled and widened leaves nothing to the next; one opened from another leads back to it."""
    app = stage.app()
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.press("2", "enter")
        first = screen_text(app)
        await pilot.press("end", "z", "m", "escape")
        await until(pilot, lambda: app.ahead.is_ready)
        await pilot.press("enter")
        await at_rest(pilot)
        assert screen_text(app) == first
        app.open("escalation", "E-16")
        await until(pilot, lambda: isinstance(app.screen, StoryScreen))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, KpiScreen))
        await pilot.press("escape", "escape")
        await at_rest(pilot)
        assert screen_text(app) == first
