"""This week: the scorecard, what needs somebody, and what happens to both while one looks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import recording
from cadence_tui.tui.dialogs.decide import Answer
from cadence_tui.tui.screens.week import WeekScreen
from cadence_tui.tui.widgets.needs import Needs
from cadence_tui.tui.widgets.scorecard import Scorecard, first_names
from cadence_tui.tui.widgets.value_field import ValueField
from tests.tui.driving import screen_text, until
from tests.tui.test_recording import THREE

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SIZE = (120, 40)


async def test_what_another_process_changes_appears_by_itself(stage: Stage) -> None:
    """A value recorded from the command line is on the screen within two seconds."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        with stage.sit_down() as other:
            recording.record(other, "nps", "47")
        await until(pilot, lambda: "10 of 15 recorded" in screen_text(app), seconds=2)


async def test_a_deadline_that_passes_is_caught_up_and_shown(stage: Stage) -> None:
    """An app that stays open over the deadline judges the week and goes on to the next one by itself."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        stage.now += timedelta(hours=9)
        await until(pilot, lambda: "W48 · 23–29 Nov" in screen_text(app), seconds=3)


async def test_the_scorecard_is_sorted_by_key(stage: Stage) -> None:
    """`s` goes round: by name, the worst first, what falls most first, and as listed again."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        card = app.screen.query_one(Scorecard)
        listed, orders = list(card.keys), list[str]()
        for _ in range(4):
            await pilot.press("s")
            orders.append(card.order)
            assert (list(card.keys) == listed) == (card.order == "listed")
        assert orders == ["name", "status", "trend", "listed"]


async def test_what_escalated_is_answered_from_either_list(stage: Stage) -> None:
    """`d` is offered where a miss waits on the line with the cursor, in the scorecard and in what needs you alone."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        card, needs = app.screen.query_one(Scorecard), app.screen.query_one(Needs)
        assert "d Decide" not in screen_text(app)
        await pilot.press("d")
        assert isinstance(app.screen, WeekScreen)
        card.cursor = "reopened"
        await until(pilot, lambda: "d Decide" in screen_text(app))
        needs.focus()
        await pilot.press("down")
        assert needs.needs[needs.cursor].subject == "E-20"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Answer))
        assert "E-20 Trial to paid" in screen_text(app)
        await pilot.press("escape")
        needs.cursor = next(key for key in needs.keys if key.startswith("due "))
        await until(pilot, lambda: "d Decide" not in screen_text(app))


async def test_who_is_asked_is_seen_beside_the_scorecard(stage: Stage) -> None:
    """What is needed goes on below itself where the list is narrow and the terminal tall: who is asked stands last."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        needs = app.screen.query_one(Needs)
        lines = [line[-36:].strip() for line in screen_text(app).splitlines()]
        at = lines.index("breach ×3; Founder owes a")
        assert lines[at + 1] == "decision · Noor Haddad"
        assert needs.max_scroll_y == 0
        await pilot.resize_terminal(120, 24)
        await until(pilot, lambda: "breach ×3; Founder owes a dec…" in screen_text(app))


async def test_what_the_rollout_waits_for_can_be_read(stage: Stage) -> None:
    """It is a sentence, and stands whole where there is room for it below itself."""
    stage.company(THREE)
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        told = " ".join(" ".join(line[-37:] for line in screen_text(app).splitlines()).split())
        assert "→ On time over the last 3 judged weeks together 0 of 3 weeks judged, needs 90 % of 3 weeks" in told
        assert "opens phase 3, company OKRs" in told


async def test_what_needs_somebody_is_seven_lines_at_most(stage: Stage) -> None:
    """The list of what needs somebody ends after seven lines with how many more there are."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert len(app.screen.query_one(Needs).keys) == 7
        assert f"and {len(app.screen.query_one(Needs).needs) - 7} more" in screen_text(app)


async def test_what_is_due_on_a_day_is_late_by_days(stage: Stage) -> None:
    """An action of the fourteenth is nine days late on the twenty-third, at whatever hour one looks."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        needs = app.screen.query_one(Needs)
        needs.cursor = next(key for key, need in needs.needs.items() if need.subject == "A-27")
        assert needs.copied().endswith("9 days ago")


async def test_a_line_of_what_is_needed_opens_what_it_is_about(stage: Stage) -> None:
    """Enter on a KPI without a value opens its field."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        needs = app.screen.query_one(Needs)
        needs.focus()
        needs.cursor = next(key for key, need in needs.needs.items() if need.subject == "nps")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.focused, ValueField)
        assert app.screen.query_one(Scorecard).cursor == "nps"


async def test_the_mouse_records_and_closes(stage: Stage) -> None:
    """A click on the value of the line with the cursor opens the field, and the footer's words are buttons."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        card = app.screen.query_one(Scorecard)
        row = card.lines_of("nps")[0]
        x = card.value_column[0] + 2
        await pilot.click(card, offset=(x, row))
        await pilot.click(card, offset=(x, row))
        await pilot.pause()
        assert isinstance(app.focused, ValueField)
        await pilot.press("escape")
        at = screen_text(app).splitlines()[-1].index("Close")
        await pilot.click(offset=(at + 1, SIZE[1] - 1))
        await pilot.pause()
        assert "Judges 9 KPIs" in screen_text(app)


@pytest.mark.parametrize("size", [(100, 40), (120, 40), (200, 60)])
async def test_owners_are_shown_whole_or_not_at_all(stage: Stage, size: tuple[int, int]) -> None:
    """Names come first; owners stand beside them in full or by a first name that is nobody else's, and never cut."""
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        scorecard = app.screen.query_one(Scorecard).region
        text = "\n".join(line[: scorecard.right] for line in screen_text(app).splitlines())
        assert "Mateo" in text or size[0] < 200
        assert "Mateo…" not in text
        if size[0] >= SIZE[0]:
            assert "Days from start to live" in text


def test_a_first_name_that_two_have_is_not_enough() -> None:
    """An owner is called by the first name only where nobody else has it."""
    assert first_names(["Ada Lee", "Ada Moe", "Ben Roe"]) == {
        "Ada Lee": "Ada Lee",
        "Ada Moe": "Ada Moe",
        "Ben Roe": "Ben",
    }
