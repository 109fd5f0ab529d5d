"""The line above every place: the company, the places, the week and the time to its close, in any room there is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import decisions, week
from cadence_tui.services.decisions import ActionDraft
from tests.tui.driving import screen_text, until
from tests.tui.test_recording import ALONE

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


@pytest.mark.parametrize("closed", [False, True])
async def test_the_header_is_one_line(stage: Stage, closed: bool) -> None:
    """At no width does it run over its line; the company, the week and the time left are in it in any case."""
    if closed:
        with stage.sit_down() as desk:
            week.close(desk)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        for width in (60, 72, 80, 100, 120, 160, 200):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            first, second, *_ = screen_text(app).split("\n")
            assert "Rye & Ledger" in first
            assert "W47" in first
            assert "8 h" in first
            assert not second.strip()


@pytest.mark.parametrize("width", [60, 80, 200])
async def test_where_nothing_closes_no_hour_is_counted_down_to(stage: Stage, width: int) -> None:
    """In a company's first days nothing is due, in a paused week nothing is judged: that is said, at every width."""
    with stage.sit_down() as desk:
        week.pause(desk, "2026-W47", "a holiday")
    for words in (("paused",), ("nothing due", "none due")):
        app = stage.app()
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.pause()
            first = screen_text(app).split("\n")[0]
            assert any(one in first for one in words)
            assert "closes" not in first
            assert " left" not in first
        stage.company(ALONE)


@pytest.mark.parametrize("width", [60, 80, 200])
async def test_a_clock_that_is_behind_is_said_as_long_as_it_is(stage: Stage, width: int) -> None:
    """In the place of the time to the close, which nobody could trust: after a change too, until the clock is right."""
    words = "clock!" if width < 80 else "the clock is behind"
    stage.now += timedelta(days=300)
    with stage.sit_down() as desk:
        decisions.add_action(desk, ActionDraft("call", desk.view().who, "2027-12-01"))
    stage.now -= timedelta(days=300)
    app = stage.app()
    async with app.run_test(size=(width, 24)) as pilot:
        for _ in range(2):
            await pilot.pause()
            assert words in screen_text(app).split("\n")[0]
            decisions.add_action(app.desk, ActionDraft("call", app.desk.view().who, "2027-12-01"))
            app.changed()
        stage.now += timedelta(days=300, hours=1)
        app._tick()
        await pilot.pause()
        assert words not in screen_text(app)


async def test_the_header_says_where_one_can_go_and_where_one_is(stage: Stage) -> None:
    """Each place by its name from 80 columns on; a page that is open in one stands behind it."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        for width in (80, 120, 200, 60):
            await pilot.resize_terminal(width, 24)
            await pilot.press("1")
            await pilot.pause()
            first = screen_text(app).split("\n")[0]
            assert "1 This week" in first
            assert all((place in first) == (width >= 80) for place in ("2 KPIs", "3 OKRs", "4 Log", "5 Rollout"))
            await pilot.press("5", ",")
            await until(pilot, lambda: "Settings" in screen_text(app).split("\n")[0])
            first = screen_text(app).split("\n")[0]
            assert "5 Rollout › Settings" in first
            assert "1 This week" not in first or width >= 120


async def test_the_clock_does_not_mind_that_the_app_is_being_left(stage: Stage) -> None:
    """Its screens go first: a tick that comes in between finds none, and is no crash."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screens = app.screen_stack
        app._screen_stack.clear()
        try:
            app._tick()
        finally:
            app._screen_stack.extend(screens)
