"""This week: values are recorded in their rows, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import drafts, recording, reports, week
from cadence_tui.tui.dialogs.close import Close
from cadence_tui.tui.dialogs.decide import Answer
from cadence_tui.tui.screens.week import WeekScreen
from cadence_tui.tui.widgets.needs import Needs
from cadence_tui.tui.widgets.scorecard import Scorecard, first_names
from cadence_tui.tui.widgets.value_field import ValueField
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)
NEW = """
[company]
name = "Acme"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"

[[kpis]]
key = "mrr"
name = "Recurring revenue"
owner = "Ada"
unit = "currency:EUR"
cadence = "weekly"
target = "40000"
direction = "at_least"
"""

THREE = (
    NEW
    + """
[[kpis]]
key = "runway"
name = "Runway"
owner = "Ada"
cadence = "monthly"
target = "12"
direction = "at_least"

[[kpis]]
key = "nps"
name = "NPS"
owner = "Ada"
cadence = "weekly"
target = "30"
direction = "at_least"
"""
)


def _reading(stage: Stage, kpi: str, period: str) -> str | None:
    with stage.sit_down() as desk:
        value = desk.repository.reading(kpi, period)
        return None if value is None else f"{value:f}"


def _entries(stage: Stage) -> int:
    with stage.sit_down() as desk:
        return len(list(desk.repository.entries()))


async def _record(pilot: Pilot[None], app: CadenceApp, key: str, text: str) -> None:
    app.screen.query_one(Scorecard).cursor = key
    await pilot.press("r")
    await type_in(pilot, text)


async def test_a_value_is_recorded_in_its_row_and_the_next_one_without_a_value_is_asked_for(stage: Stage) -> None:
    """`r` opens the field, enter saves the value, says so with how to undo it, and goes to the next KPI without one."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _record(pilot, app, "churn", "0.5")
        assert "0.5 %  ● on track" in screen_text(app)
        await pilot.press("enter")
        assert "Bakeries lost: 0.5 %" in toasts(app)
        assert "u undoes it" in toasts(app)
        assert app.screen.query_one(Scorecard).cursor == "nps"
        assert isinstance(app.focused, ValueField)
    assert _reading(stage, "churn", "2026-W47") == "0.5"


async def test_in_the_first_days_enter_goes_on_though_nothing_is_due(stage: Stage) -> None:
    """Before its first close a company can be filled in all the same, one value after the other; none is lost."""
    stage.company(THREE)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _record(pilot, app, "mrr", "41k")
        await pilot.press("enter")
        await type_in(pilot, "40")
        await pilot.press("enter")
        await type_in(pilot, "9")
        await pilot.press("enter")
        assert "All are in." in toasts(app)
        assert not isinstance(app.focused, ValueField)
    with stage.sit_down() as desk:
        given = {key: [one["value"] for one in desk.repository.reading_history(key)] for key in desk.repository.kpis()}
    assert given == {"mrr": ["41000"], "runway": ["40"], "nps": ["9"]}


async def test_enter_passes_over_what_is_not_due(stage: Stage) -> None:
    """Enter goes from one KPI that is due to the next; one that is not due yet is recorded where `r` names it."""
    stage.company(THREE)
    stage.now += timedelta(days=5)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert "0 of 2 recorded" in screen_text(app)
        await _record(pilot, app, "mrr", "41k")
        await pilot.press("enter")
        assert app.screen.query_one(Scorecard).cursor == "nps"
        await type_in(pilot, "40")
        await pilot.press("enter")
        assert "Every value is in" in toasts(app)
        assert not isinstance(app.focused, ValueField)
        await _record(pilot, app, "runway", "9")
        await pilot.press("enter")
        assert "Runway: 9" in toasts(app)
    assert [_reading(stage, "mrr", "2026-W48"), _reading(stage, "nps", "2026-W48")] == ["41000", "40"]


async def test_r_begins_with_what_is_due(stage: Stage) -> None:
    """`r`, pressed first of all, asks for a KPI that is due, though one that is not stands above it."""
    head, weekly, monthly, last = THREE.split("[[kpis]]")
    stage.company(f"{head}[[kpis]]{monthly}[[kpis]]{weekly}[[kpis]]{last}")
    stage.now += timedelta(days=5)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.screen.query_one(Scorecard).keys[0] == "runway"
        await pilot.press("r")
        await type_in(pilot, "41k")
        await pilot.press("enter")
        assert app.screen.query_one(Scorecard).cursor == "nps"
    assert _reading(stage, "mrr", "2026-W48") == "41000"


async def test_the_status_is_seen_while_a_value_is_typed(stage: Stage) -> None:
    """Before a value is saved, its row shows the status that it would have."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "12")
        assert "12  ✗ breach" in screen_text(app)
        await type_in(pilot, "0")
        assert "120  ● on track" in screen_text(app)
    assert _reading(stage, "nps", "2026-W47") is None


async def test_what_cannot_be_read_is_said_beside_the_field(stage: Stage) -> None:
    """A value that is no number changes nothing; the field keeps its text, and says below it what would be right."""
    app, before = stage.app(), _entries(stage)
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "many")
        await pilot.press("enter")
        assert "is not a number" in screen_text(app)
        assert app.screen.query_one(ValueField).value == "many"
    assert _entries(stage) == before


async def test_a_field_that_is_left_keeps_its_text_as_a_draft(stage: Stage) -> None:
    """Esc leaves the field with its text; another run of the app offers it again, and saving lets the draft go."""
    before = _entries(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "4")
        await pilot.press("escape")
        assert app.focused is app.screen.query_one(Scorecard)
        assert "✎4" in screen_text(app)
    assert _entries(stage) == before
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "2")
        assert app.screen.query_one(ValueField).value == "42"
        await pilot.press("enter")
    assert _reading(stage, "nps", "2026-W47") == "42"
    with stage.sit_down() as desk:
        assert drafts.of_fields(desk, desk.view().who, "") == {}


async def test_what_is_typed_is_kept_before_anybody_leaves(stage: Stage) -> None:
    """Half a second after the last key, what is typed is in the file, so that a crash loses nothing."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "39")
        await pilot.pause(0.5)
        with stage.sit_down() as desk:
            found = drafts.of_field(desk, desk.view().who, "value/nps/2026-W47")
        assert found == drafts.Draft("39", 2)


async def test_a_value_ten_times_off_is_asked_about_once(stage: Stage) -> None:
    """A slip of the hand is asked about; the same text entered again is meant."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "4100")
        await pilot.press("enter")
        assert "ten times off the value before" in screen_text(app)
        assert _reading(stage, "nps", "2026-W47") is None
        await pilot.press("enter")
    assert _reading(stage, "nps", "2026-W47") == "4100"


async def test_a_daily_kpi_is_recorded_for_the_day_that_is_chosen(stage: Stage) -> None:
    """A daily KPI shows its days; tab goes from one to the next, and each has a value of its own."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.screen.query_one(Scorecard).cursor = "uptime"
        await pilot.press("r", "shift+tab")
        assert "Mon ✓" in screen_text(app)
        await type_in(pilot, "98.5")
        await pilot.press("enter")
        await pilot.pause()
    assert _reading(stage, "uptime", "2026-11-22") == "98.5"


async def test_a_judged_value_asks_why_it_changes(stage: Stage) -> None:
    """A value for a period that is judged already needs a reason, which is asked for in a dialog."""
    with stage.sit_down() as desk:
        week.close(desk)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "signups", "95")
        await pilot.press("enter")
        assert "Why does it change?" in screen_text(app)
        await type_in(pilot, "counted twice")
        await pilot.press("enter")
        await pilot.pause()
    assert _reading(stage, "signups", "2026-W47") == "95"


async def test_a_busy_file_is_waited_for(stage: Stage) -> None:
    """While another process writes, the field says that it waits, keeps its text, and saves by itself afterwards."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "44")
        await pilot.pause(0.5)
        with stage.sit_down() as other:
            with other.repository.database.transaction():
                await pilot.press("enter")
                assert "Waiting: another process is writing" in screen_text(app)
                assert app.screen.query_one(ValueField).value == "44"
            await until(pilot, lambda: _reading(stage, "nps", "2026-W47") == "44")


async def test_what_another_process_changes_appears_by_itself(stage: Stage) -> None:
    """A value recorded from the command line is on the screen within two seconds."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        with stage.sit_down() as other:
            recording.record(other, "nps", "47")
        await until(pilot, lambda: "10 of 15 recorded" in screen_text(app), seconds=2)


async def test_what_somebody_else_recorded_meanwhile_is_not_overwritten_unseen(stage: Stage) -> None:
    """A value that changed while its field was open is named, and replaced only when enter is pressed again."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "44")
        with stage.sit_down() as other:
            recording.record(other, "nps", "47")
        await until(pilot, lambda: "10 of 15 recorded" in screen_text(app), seconds=2)
        await pilot.press("enter")
        assert "changed it to 47 meanwhile" in screen_text(app)
        assert _reading(stage, "nps", "2026-W47") == "47"
        await pilot.press("enter")
    assert _reading(stage, "nps", "2026-W47") == "44"


async def test_a_deadline_that_passes_is_caught_up_and_shown(stage: Stage) -> None:
    """An app that stays open over the deadline judges the week and goes on to the next one by itself."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        stage.now += timedelta(hours=9)
        await until(pilot, lambda: "W48 · 23–29 Nov" in screen_text(app), seconds=3)


async def test_undo_and_redo_name_what_they_did(stage: Stage) -> None:
    """`u` takes the newest change back and ctrl+r makes it again; the toast names the change and the way back."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await _record(pilot, app, "nps", "44")
        await pilot.press("enter", "escape", "u")
        assert "Undone: recorded NPS 44 for W47 · 16–22 Nov. ^r makes it again." in toasts(app)
        await pilot.press("ctrl+r")
        assert "Made again: recorded NPS 44" in toasts(app)
    assert _reading(stage, "nps", "2026-W47") == "44"


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
    stage.company(NEW)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c", "enter")
        await until(pilot, lambda: "Written to" in screen_text(app))
    assert (stage.folder / "notes" / "2026-W47.md").exists()


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


async def test_what_needs_somebody_is_seven_lines_at_most(stage: Stage) -> None:
    """The list of what needs somebody ends after seven lines with how many more there are."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert len(app.screen.query_one(Needs).keys) == 7
        assert f"and {len(app.screen.query_one(Needs).needs) - 7} more" in screen_text(app)


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


async def test_resizing_keeps_the_focus_and_what_is_typed(stage: Stage) -> None:
    """A window made too small shows a calm sentence; made large again, the next key lands where the last one did."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "4")
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "a little more room" in screen_text(app))
        await type_in(pilot, "4")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await type_in(pilot, "4")
        assert app.screen.query_one(ValueField).value == "444"
        assert isinstance(app.focused, ValueField)


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
    stage.company(NEW)
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


async def test_an_emptied_field_lets_its_draft_go(stage: Stage) -> None:
    """A draft that is taken away and followed by enter is gone, from the row too, and the next KPI is asked for."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await _record(pilot, app, "nps", "41.2k")
        await pilot.press("escape")
        assert "✎41.2k" in screen_text(app)
        await pilot.press("r", "ctrl+u", "enter")
        await pilot.pause()
        assert app.screen.query_one(Scorecard).cursor != "nps"
        assert "41.2k" not in screen_text(app)
    with stage.sit_down() as desk:
        assert drafts.of_fields(desk, desk.view().who, "") == {}


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
