"""Closing the week: seen before it is done, said while it runs, and left with its notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cadence_tui.services import recording, reports, week
from cadence_tui.tui.dialogs.close import Close
from cadence_tui.tui.widgets.scorecard import Scorecard
from tests.tui.driving import screen_text, toasts, until
from tests.tui.test_recording import ALONE

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SIZE = (120, 40)


async def test_closing_is_seen_before_it_is_done_and_its_notes_are_written(stage: Stage) -> None:
    """`c` says what closing will do, enter closes, and the notes are shown and written, with the place they are in."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c")
        assert "Judges 9 KPIs" in screen_text(app)
        assert "E-21 opens to Owner" in screen_text(app)
        assert "Linh Tran owes a corrective action within 72 h" in screen_text(app), "on a line of its own"
        await pilot.press("enter")
        await pilot.pause()
        assert "Written to" in screen_text(app)
        await pilot.press("escape")
    assert "W47" in (stage.folder / "company-notes" / "2026-W47.md").read_text("utf-8")
    assert not (stage.folder / "notes").exists(), "the demo writes beside its own file"


async def test_the_notes_of_a_company_are_written_to_the_users_folder(stage: Stage) -> None:
    """Only the demo's notes stand beside its file."""
    stage.company(ALONE)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c", "enter")
        await until(pilot, lambda: "Written to" in screen_text(app))
    assert (stage.folder / "notes" / "2026-W47.md").exists()


async def test_a_closed_week_looks_closed(stage: Stage) -> None:
    """A judged value has a mark; once all that is due is judged, the header says so, and `c` does so in a sentence."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("c", "enter")
        await until(pilot, lambda: "Written to" in screen_text(app))
        await pilot.press("escape")
        assert re.search(r" 9 of \d+ judged", screen_text(app))
        assert "on track ▪" in screen_text(app)
        assert "· closes in" in screen_text(app)
        with stage.sit_down() as desk:
            for line in reports.due_lines(desk.view()):
                if line.judgement is None and line.value is None and not line.kpi.formula:
                    recording.record(desk, line.kpi.key, "y" if line.goal.direction == "yes_no" else "50")
            week.close(desk)
        await until(pilot, lambda: "· closed, deadline in" in screen_text(app))
        await pilot.press("c")
        assert "All that is due in W47 is judged" in toasts(app)
        assert not app.screen.is_modal


async def test_a_paused_week_is_not_said_to_be_judged(stage: Stage) -> None:
    """Nothing in it is: `c` says that it is paused."""
    with stage.sit_down() as desk:
        week.pause(desk, "2026-W47", "a holiday")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("c")
        assert "W47 is paused: nothing in it is judged." in toasts(app)
        assert not app.screen.is_modal


async def test_closing_says_that_it_runs(stage: Stage) -> None:
    """Between the key and the end of closing stands “Closing…”, and a second key does not close again."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c")
        dialog = app.screen
        said: list[str] = []
        assert isinstance(dialog, Close)
        dialog._close = lambda: said.append(screen_text(app))  # type: ignore[method-assign]
        await pilot.press("enter", "enter")
        await until(pilot, lambda: bool(said))
        assert len(said) == 1
        assert "Closing…" in said[0]


async def test_the_first_close_is_named_before_it_comes(stage: Stage) -> None:
    """Where nothing is due this week, this week, the close and the KPI's page say when the first close is."""
    stage.company(ALONE)
    first = "First close: Mon 30 Nov 18:00 (W48)"
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert first in screen_text(app)
        await pilot.press("c")
        assert f"{first}; nothing is due before. Closing records" in screen_text(app)
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert first in screen_text(app)
        assert not app.screen.query(Scorecard)


async def test_before_the_first_close_there_are_no_notes(stage: Stage) -> None:
    """The week before the company was founded is nothing that notes could be about."""
    stage.company(ALONE)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("N")
        assert "No week has closed yet; the first notes come with the first close." in toasts(app)
        assert not app.screen.is_modal
