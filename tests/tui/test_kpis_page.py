"""One KPI's page: where it stands, its chart, its story, and what is done from there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import importing, kpis, recording
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.widgets.kpi_story import KpiStory
from tests.tui.driving import screen_text, toasts, type_in, until
from tests.tui.test_hostile import COMPANY, KPI
from tests.tui.test_recording import ALONE

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SIZE = (120, 40)
SOLO = """
[company]
name = "Acme"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
"""


async def test_the_page_says_where_a_kpi_stands(stage: Stage) -> None:
    """Value, status, target, alert, owner, cadence and measure stand on top, an open escalation too."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "reopened")
        await pilot.pause()
        text = screen_text(app)
        for words in (
            "Tickets reopened",
            "target ≤ 6 %",
            "Santiago Rojas",
            "Customer",
            "weekly",
            "E-16 is open on rung",
        ):
            assert words in text


async def test_a_target_for_one_period_needs_the_reason(stage: Stage) -> None:
    """`t` sets the target of one coming period, said with its days."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.open("kpi", "signups")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert "W47 · 16–22 Nov" in screen_text(app)
        await pilot.press("down")
        await pilot.press(*["backspace"] * 2, *"70", "ctrl+s")
        await pilot.pause()
        assert "Why is needed." in screen_text(app)
        await type_in(pilot, "holiday")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "has a target of its own" in toasts(app))
        assert "target ≥ 70" in screen_text(app)


async def test_a_line_of_the_story_is_amended(stage: Stage) -> None:
    """`a` on a value's line asks for another value and why; the story then tells both."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "signups")
        await pilot.pause()
        story = app.screen.query_one(KpiStory)
        story.cursor = next(key for key, event in story.events.items() if event.period == "2026-W46")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await type_in(pilot, "126")
        await pilot.press("enter")
        await type_in(pilot, "one more")
        await pilot.press("enter")
        await until(pilot, lambda: "125 → 126 amended" in screen_text(app))


async def test_a_linked_decision_opens_where_it_lives(stage: Stage) -> None:
    """Enter on a decision or an escalation of the story goes to its own page."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "churn")
        await pilot.pause()
        story = app.screen.query_one(KpiStory)
        story.cursor = next(key for key, event in story.events.items() if event.link == "D-25")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, KpiScreen))
        assert "D-25" in screen_text(app)


async def test_a_company_of_one_is_neither_shown_nor_asked_owner_and_team(stage: Stage) -> None:
    """What could say only one thing is left out of grid, page and form."""
    stage.company(SOLO)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "A KPI is one number" in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert "Owner" not in screen_text(app)
        await type_in(pilot, "Users")
        await pilot.press("enter", "enter", "enter")
        await type_in(pilot, "10")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Added Users" in toasts(app))
        app.open("kpi", "users")
        await pilot.pause()
        assert "First close: " in screen_text(app)
        assert "Ada" not in screen_text(app)


async def test_the_page_tells_targets_with_why_key_results_and_the_90_day_rule(stage: Stage) -> None:
    """`i` reads all of it on a narrow terminal; on a wide one it stands beside the story."""
    with stage.sit_down() as desk:
        kpis.edit(desk, "activation", {"target": "41"}, why="we [/] grew", period="2026-W49")
        kpis.edit(desk, "activation", {"target": "42"}, why="it is easy by now")
    app = stage.app()
    async with app.run_test(size=(200, 50)) as pilot:
        app.open("kpi", "activation")
        await pilot.pause()
        text = screen_text(app)
        for words in (
            "23 Nov  ≥ 42 %, alert",
            "(was ≥ 40 %",
            "it is easy by now",
            "W49 alone: ≥ 41 %",
            "we [/] grew",
            "typed by hand",
            "90-day rule",
            "a candidate to retire",
            "O-",
        ):
            assert words in text, words
        app.screen.query_one(KpiStory).focus()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "How it is measured" not in screen_text(app)
        await pilot.press("i")
        await pilot.pause()
        assert "How it is measured" in screen_text(app)


async def test_what_was_undone_is_no_target(stage: Stage) -> None:
    """A target that was taken back leaves no line among the targets."""
    app = stage.app()
    async with app.run_test(size=(200, 50)) as pilot:
        with stage.sit_down() as desk:
            kpis.edit(desk, "signups", {"target": "77"}, why="too far")
        app.open("kpi", "signups")
        await until(pilot, lambda: "≥ 77" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: "≥ 77" not in screen_text(app).split("Its targets")[1])


async def test_m_draws_the_limits_and_says_them(stage: Stage) -> None:
    """The XmR limits come and go by one key; a yes or no has none."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "churn")
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        assert "mean 0.534 %" in screen_text(app)
        assert "By itself it moves between 0.20" in screen_text(app)
        await pilot.press("m")
        await pilot.pause()
        assert "mean 0.534 %" not in screen_text(app)
        await pilot.press("escape")
        app.open("kpi", "release")
        await pilot.pause()
        assert "limits" not in {one.binding.action for one in app.screen.active_bindings.values() if one.enabled}


async def test_z_goes_on_to_all_periods(stage: Stage) -> None:
    """13, 26, 52, all that there are, and 13 again."""
    app = stage.app()
    async with app.run_test(size=(200, 50)) as pilot:
        app.open("kpi", "churn")
        await pilot.pause()
        counts = []
        for _ in range(5):
            (statuses,) = (line for line in screen_text(app).splitlines() if line.strip().startswith("status "))
            counts.append(sum(char in "●◐✗!‖○◇" for char in statuses))
            await pilot.press("z")
            await pilot.pause()
        assert counts[:3] == [13, 26, 52]
        assert counts[3] > 52
        assert counts[4] == 13


async def test_escalations_and_decisions_are_marked_below_the_chart(stage: Stage) -> None:
    """Where the first miss was, and in the week in which it was decided."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "churn")
        await pilot.pause()
        lines = screen_text(app).splitlines()
        axis = next(n for n, line in enumerate(lines) if "W35" in line and "W47" in line)
        marks = lines[axis + 2]
        assert marks.split() == ["▲E-14", "◆D-23", "◆D-25"]
        assert abs(marks.index("▲") - lines[axis].index("W38")) <= 2


async def test_hostile_names_are_shown_as_they_are(stage: Stage) -> None:
    """Markup in names and reasons is literal in grid, page, chart, story, forms and toasts."""
    stage.now -= timedelta(days=8)
    stage.company(COMPANY + KPI.format(n=0, name="churn [/] fell"))
    stage.now += timedelta(days=8)
    app = stage.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "churn [/] fell" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        for key in ("i", "m", "z", "z", "z"):
            await pilot.press(key, "escape") if key == "i" else await pilot.press(key)
            await pilot.pause()
        for key in ("e", "t", "r", "p"):
            await pilot.press(key)
            await pilot.pause()
            await type_in(pilot, "[/b] {'a[0]'}")
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("X")
        await pilot.pause()
        await type_in(pilot, "[@click=app.quit]x[/")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Retired churn [/] fell." in toasts(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: "[@click=app.quit]x[/" in screen_text(app))


async def test_another_process_changes_what_the_page_shows(stage: Stage) -> None:
    """A change made elsewhere appears by itself within two seconds."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "signups")
        await pilot.pause()
        with stage.sit_down() as desk:
            kpis.edit(desk, "signups", {"target": "99"})
        await until(pilot, lambda: "target ≥ 99" in screen_text(app))


async def test_a_long_story_is_told_a_part_at_a_time(stage: Stage) -> None:
    """The newest hundred lines stand there at once; the last line opens what was earlier, and the cursor stays."""
    with stage.sit_down() as desk:
        for n in range(150):
            recording.record(desk, "signups", f"{50 + n}", period="2026-W47", note=f"count {n}")
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        app.open("kpi", "signups")
        await pilot.pause()
        story = app.screen.query_one(KpiStory)
        shown = len(story.events)
        await pilot.press("end")
        await pilot.pause()
        assert "earlier; open this line for more" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert len(story.events) > shown + 100
        await pilot.press("end")
        await pilot.pause()
        assert "added" in screen_text(app)
        assert "earlier; open" not in screen_text(app)


@pytest.mark.parametrize("key", ["new_mrr", "reopened", "trial_to_paid"])
async def test_the_story_stays_in_sight_below_much_that_is_said(stage: Stage, key: str) -> None:
    """On a small screen the chart gives way to what is said of limits and escalations, and the page never scrolls."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("kpi", key)
        await pilot.pause()
        await pilot.press("m")
        story = app.screen.query_one(KpiStory)
        assert story.size.height >= 3
        assert story.region.bottom <= 23
        assert not app.screen.show_vertical_scrollbar
        await pilot.press("end")
        assert story.lines_of(story.cursor)[0] - story.scroll_offset.y < story.size.height


async def test_on_the_smallest_screen_the_page_scrolls(stage: Stage) -> None:
    """Where head, chart and story take more than there is, nothing is out of reach."""
    app = stage.app()
    async with app.run_test(size=(60, 16)) as pilot:
        app.open("kpi", "new_mrr")
        await pilot.pause()
        assert app.screen.query_one(KpiStory).region.bottom > app.size.height
        assert app.screen.allow_vertical_scroll


async def test_what_came_in_at_once_is_told_the_newest_period_first(stage: Stage) -> None:
    """An import brings many weeks at one moment; they stand below one another as though each had come in its time."""
    stage.company(ALONE)
    with stage.sit_down() as desk:
        rows = "".join(f"mrr,2026-W{week},{week}000\n" for week in (43, 44, 45))
        importing.import_values(desk, "old.csv", f"kpi,period,value\n{rows}".encode())
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "enter")
        await pilot.pause()
        events = app.screen.query_one(KpiStory).events.values()
        assert [event.period for event in events if event.period] == ["2026-W45", "2026-W44", "2026-W43"]
