"""The rhythm: one quiet line in This week, and the page that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.screens.rhythm import RhythmScreen
from cadence_tui.tui.screens.week import Quiet, WeekScreen
from tests.tui.driving import screen_text, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

YOUNG = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
people_count = {people}
founder = "Ada"

[[kpis]]
key = "nps"
name = "NPS"
owner = "Ada"
direction = "at_least"
target = 40
"""


async def test_one_line_leads_to_the_page_by_key_and_by_mouse(stage: Stage) -> None:
    """The line says how the rhythm is kept; y or a click opens what it is made of, and esc comes back."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Rhythm: measured · 11 of 13 weeks on time" in screen_text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Escalations answered in time" in screen_text(app))
        assert "“answered” comes next." in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, WeekScreen)
        await pilot.click(Quiet)
        await until(pilot, lambda: isinstance(app.screen, RhythmScreen))


@pytest.mark.parametrize(("people", "shown"), [(1, False), (2, True)])
async def test_before_a_first_week_there_is_no_rhythm_to_tell_of(stage: Stage, people: int, *, shown: bool) -> None:
    """The line is empty until a week has closed; the page says so too, and tells a company of one of no founder."""
    stage.company(YOUNG.format(people=people))
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Rhythm:" not in screen_text(app)
        await pilot.press("y")
        await until(pilot, lambda: "nothing yet" in screen_text(app))
        assert ("Decisions made by the founder" in screen_text(app)) is shown
