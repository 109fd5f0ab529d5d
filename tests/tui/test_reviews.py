"""The monthly review, the retrospective and the OKR check-in, run step by step with the keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cadence_tui.services import reviews
from cadence_tui.services.checkins import asked
from cadence_tui.services.minutes import minutes_of
from cadence_tui.tui.dialogs.ask import Ask
from cadence_tui.tui.dialogs.check_in import CheckInForm, ScoreForm
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_okrs import AskedRows, OkrCheckin
from cadence_tui.tui.screens.review_list import Listed
from cadence_tui.tui.screens.review_monthly import MonthlyReview
from cadence_tui.tui.screens.review_quarterly import Retrospective
from cadence_tui.tui.widgets.needs import Needs
from tests.meetings import KEYS, founded, record
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.dialogs.dialog import Dialog
    from tests.tui.conftest import Stage

WIDE, SMALL = (120, 40), (80, 24)
MONTH, CYCLE = "2026-10", "2026-Q4"
HOSTILE = "[red]bold[/] [/ evil"


async def opened(pilot: Pilot[None], app: CadenceApp, key: str) -> Meeting:
    """Open a review by its key, and wait for its first step."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, Meeting) and app.screen.step is not None)
    screen = app.screen
    assert isinstance(screen, Meeting)
    return screen


async def ask(pilot: Pilot[None], app: CadenceApp, key: str, dialog: type[Dialog[Any]]) -> None:
    """Press a key that asks something, and wait for the question."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, dialog) and app.screen.focused is not None)


def here(meeting: Meeting) -> str:
    """Name the step that is gone through."""
    assert meeting.step is not None
    return meeting.step.NAME


# --- The month --------------------------------------------------------------------------------------------------------


async def test_a_month_is_reviewed_by_keys_alone(stage: Stage) -> None:
    """The numbers, a KPI kept and one retired, a course set, what was learned, and the notes in their file."""
    app = stage.app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        meeting = await opened(pilot, app, "M")
        assert isinstance(meeting, MonthlyReview)
        await until(pilot, lambda: "Oct 2026" in screen_text(app) and "Sep 2026" in screen_text(app))
        await pilot.press("ctrl+s")
        assert here(meeting) == "stale"
        rows = meeting.query_one(Listed)
        first = rows.cursor
        await ask(pilot, app, "K", Ask)
        await type_in(pilot, f"the board reads it {HOSTILE}")
        await pilot.press("enter")
        await until(pilot, lambda: rows.cursor != first)
        assert "takes it back" in toasts(app)
        second = rows.cursor
        await ask(pilot, app, "X", Ask)
        await type_in(pilot, "nobody looks at it")
        await pilot.press("enter")
        await until(pilot, lambda: rows.cursor != second)
        await pilot.press("ctrl+s", "ctrl+s")
        assert here(meeting) == "course"
        await until(pilot, lambda: bool(meeting.query_one(Listed).keys))
        await pilot.press("o")
        await ask(pilot, app, "c", Ask)
        await type_in(pilot, HOSTILE)
        await pilot.press("enter", "ctrl+s")
        assert here(meeting) == "learned"
        await type_in(pilot, "Ask sooner")
        await pilot.press("ctrl+s", "ctrl+s")
        assert here(meeting) == "close"
        await pilot.press("9", "enter", "enter")
        await until(pilot, lambda: "Done. The notes are in" in screen_text(app))
    with stage.sit_down() as desk:
        view = desk.view()
        assert view.kpis[second].retired_at is not None
        assert reviews.due_month(view) is None
        assert [course for course, _ in minutes_of(desk.repository, MONTH, "monthly").courses.values()] == [
            "on_course",
            "change",
        ]
    text = next((stage.folder / "company-notes").glob("*.md")).read_text("utf-8")
    for said in ("kept: the board reads it", "retired: nobody looks at it", "Ask sooner", "Rating: 9 of 10"):
        assert said in text


async def test_a_kept_kpi_is_asked_about_again_after_one_undo(stage: Stage) -> None:
    """What the review does is taken back with the key that takes everything back."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        meeting = await opened(pilot, app, "M")
        await pilot.press("ctrl+s")
        await ask(pilot, app, "K", Ask)
        await type_in(pilot, "the board reads it")
        await pilot.press("enter")
        rows = meeting.query_one(Listed)
        await until(pilot, lambda: len(rows.open_keys) < len(rows.keys))
        await pilot.press("u")
        await until(pilot, lambda: len(rows.open_keys) == len(rows.keys))


async def test_a_review_that_is_due_says_so_and_opens_from_its_line(stage: Stage) -> None:
    """It is a line among what is needed, and blocks nothing."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS, "51"))
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        needs = app.screen.query_one(Needs)
        assert "Monthly review" in screen_text(app)
        needs.focus()
        needs.cursor = "review monthly"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MonthlyReview))


async def test_in_a_company_of_one_nothing_is_shown_that_can_say_only_one_thing(stage: Stage) -> None:
    """No clock, no rating and no objectives where there are none; enter ends it."""
    founded(stage, solo=True)
    app = stage.app()
    async with app.run_test(size=SMALL) as pilot:
        meeting = await opened(pilot, app, "M")
        assert "course" not in [step.NAME for step in meeting.steps]
        assert "of 45 min" not in screen_text(app)
        await pilot.press("ctrl+s", "ctrl+s", "enter")
        await until(pilot, lambda: "Done. The notes are in" in screen_text(app))
        assert "This meeting" not in screen_text(app)


@pytest.mark.parametrize(
    ("key", "words"),
    [("Q", "No objective was active"), ("f4", "No objective is active")],
)
async def test_a_review_of_nothing_says_so(stage: Stage, key: str, words: str) -> None:
    """In one sentence, and opens nothing."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: words in toasts(app))
        assert not isinstance(app.screen, Meeting)


# --- The quarter ------------------------------------------------------------------------------------------------------


@pytest.mark.long
async def test_a_cycle_is_closed_by_keys_alone(stage: Stage) -> None:
    """Each key result is scored as its progress suggests, then kept, dropped or promoted, and the cycle closed."""
    app = stage.app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        meeting = await opened(pilot, app, "Q")
        assert isinstance(meeting, Retrospective)
        await until(pilot, lambda: bool(meeting.query_one(Listed).keys))
        parts = len(meeting.query_one(Listed).keys)
        assert "now  done" in screen_text(app), "each column of figures says what it is"
        for _ in range(parts):
            await ask(pilot, app, "enter", ScoreForm)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: app.screen is meeting)
        await until(pilot, lambda: "The company:" in screen_text(app))
        await pilot.press("ctrl+s")
        assert here(meeting) == "learned"
        await type_in(pilot, HOSTILE)
        await pilot.press("ctrl+s")
        assert here(meeting) == "ends"
        await until(pilot, lambda: bool(meeting.query_one(Listed).open_keys))
        await pilot.press("K")
        for _ in range(parts - 1):
            await ask(pilot, app, "X", Ask)
            await type_in(pilot, "enough")
            await pilot.press("enter")
            await until(pilot, lambda: app.screen is meeting)
        with stage.sit_down() as desk:
            found = [part for one in desk.repository.objectives(CYCLE) for part in one.key_results]
        assert sorted(part.ended or "" for part in found if part.score is not None).count("kept") == 1
        await pilot.press("f2", "end", "enter")
        await until(pilot, lambda: here(meeting) == "close")
        assert "closing it now ends it" in screen_text(app)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Done. The notes are in" in screen_text(app))
    with stage.sit_down() as desk:
        assert {one.state for one in desk.repository.objectives(CYCLE)} == {"closed"}
        assert desk.repository.cycles()[CYCLE]["learned"] == HOSTILE


async def test_a_cycle_is_not_closed_while_a_key_result_is_open(stage: Stage) -> None:
    """The close leads back to what is missing, and names it."""
    app = stage.app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        meeting = await opened(pilot, app, "Q")
        await pilot.press("f2", "end", "enter")
        await until(pilot, lambda: here(meeting) == "close")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: here(meeting) == "scores")
        assert "to be scored first" in toasts(app)


# --- Objectives alone -------------------------------------------------------------------------------------------------


async def test_every_key_result_is_checked_in_off_pace_first(stage: Stage) -> None:
    """Enter asks about one and goes on to the next; after the last the meeting is over."""
    with stage.sit_down() as desk:
        order = [one.part.key_result.id for one in asked(desk.view())]
        typed = {one.part.key_result.id for one in asked(desk.view()) if one.part.key_result.kpi is None}
    app = stage.app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        meeting = await opened(pilot, app, "f4")
        rows = app.screen.query_one(AskedRows)
        assert rows.keys == order
        assert rows.asked[order[0]].part.pace == "off_pace"
        assert "No action for three weeks" in screen_text(app)
        for _ in order:
            await until(pilot, lambda: app.screen is meeting)
            await ask(pilot, app, "enter", CheckInForm)
            if rows.cursor in typed:
                await pilot.press("enter")
            await pilot.press("7", "enter")
            await type_in(pilot, HOSTILE)
            await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, OkrCheckin))
        assert "Every key result is checked in" in toasts(app)
    with stage.sit_down() as desk:
        assert all(one.is_made for one in asked(desk.view()))
        assert all(one.confidence == 7 for one in desk.repository.check_ins()[-len(order) :])


async def test_the_weekly_check_in_has_the_step_where_objectives_are_active(stage: Stage) -> None:
    """And has none where there are none."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        meeting = await opened(pilot, app, "w")
        assert "okrs" in [step.NAME for step in meeting.steps]
    founded(stage)
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        meeting = await opened(pilot, app, "w")
        assert "okrs" not in [step.NAME for step in meeting.steps]
