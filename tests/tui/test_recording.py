"""Values are recorded in the rows of this week: nothing typed is lost, and nothing is recorded unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.services import drafts, recording, week
from cadence_tui.tui.widgets.scorecard import Scorecard
from cadence_tui.tui.widgets.value_field import ValueField
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)
ALONE = """
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
    ALONE
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
