"""A week that is not like others is paused, or closed at another moment, without leaving the app."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.dialogs.change_week import ChangeWeek
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

SIZE = (100, 40)


async def _change(pilot: Pilot[None], what: int, *texts: str) -> None:
    """Open the form, choose what is done, and fill the fields that follow."""
    await pilot.press("p", *["right"] * what, "enter")
    for text in texts:
        await type_in(pilot, text)
        await pilot.press("enter")


@pytest.mark.parametrize("typed", ["25 Dec", "W52", "2026-12-21"])
async def test_a_holiday_is_paused_by_any_day_in_it_and_taken_back(stage: Stage, typed: str) -> None:
    """The week is named by its number or by a day; the toast says how it is undone, and so does the form itself."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("p", "enter")
        await type_in(pilot, typed)
        assert "W52 · 21–27 Dec" in screen_text(app)
        await pilot.press("enter")
        await type_in(pilot, "closed between the years")
        await pilot.press("enter")
        await until(pilot, lambda: "W52 · 21–27 Dec is paused. u undoes it." in toasts(app))
        assert "2026-W52" in app.desk.repository.calendar().paused
        await _change(pilot, 2, typed)
        await until(pilot, lambda: "W52 · 21–27 Dec is not paused any more." in toasts(app))
        assert "2026-W52" not in app.desk.repository.calendar().paused


async def test_a_close_is_moved_to_another_day(stage: Stage) -> None:
    """The day is named as people name it; the toast says when the week closes then, and the header follows."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("p", "right", "enter")
        assert "W47 · 16–22 Nov" in screen_text(app)
        await pilot.press("enter")
        for text in ("Tuesday", "9:00", "Monday is a holiday"):
            await type_in(pilot, text)
            await pilot.press("enter")
        await until(pilot, lambda: "W47 · 16–22 Nov closes Tue 24 Nov 09:00. u undoes it." in toasts(app))
        assert "closes in 23 h" in screen_text(app)


async def test_what_a_rule_forbids_is_said_beside_the_field(stage: Stage) -> None:
    """A week in which somebody was there is not paused afterwards; a close stays between those around it."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _change(pilot, 0, "W46", "no time")
        await until(pilot, lambda: "cannot be paused after the fact" in " ".join(screen_text(app).split()))
        assert isinstance(app.screen, ChangeWeek)
        assert "2026-W46" not in app.desk.repository.calendar().paused


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01", "W60", "2026-12", "someday", "[/]"])
async def test_what_is_no_week_is_said_beside_the_field(stage: Stage, typed: str) -> None:
    """With what would be one; nothing that is typed there ends the app."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _change(pilot, 0, typed)
        await until(pilot, lambda: "is no week; write it as W52" in " ".join(screen_text(app).split()))


async def test_a_week_of_another_year_says_so(stage: Stage) -> None:
    """What is typed for next year's Christmas is not taken for this year's."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _change(pilot, 0, "2027-12-24", "closed")
        await until(pilot, lambda: "W51 · 20–26 Dec 2027 is paused." in toasts(app))
        await pilot.press("p")
        await until(pilot, lambda: "Paused from now on: W51 · 20–26 Dec 2027." in " ".join(screen_text(app).split()))


async def test_what_was_typed_is_offered_again_on_the_same_day_alone(stage: Stage) -> None:
    """Tomorrow is another day tomorrow."""
    for days, is_offered in ((0, False), (0, True), (1, False)):
        stage.now += timedelta(days=days)
        app = stage.app()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("p", "enter")
            assert ("tomorrow" in screen_text(app)) == is_offered
            await type_in(pilot, "tomorrow")
            await pilot.press("escape")


async def test_it_is_found_by_what_it_is_for(stage: Stage) -> None:
    """Nobody has to know the key: the palette finds it by the word holiday."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "holiday")
        await until(pilot, lambda: "Pause a week, as for a holiday, or move its close." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChangeWeek))
