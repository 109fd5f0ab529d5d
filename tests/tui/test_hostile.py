"""What people type is text: no markup in it is obeyed, and none of it breaks a screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import decisions, recording
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

NAMES = ("churn [/] fell", "[@click=app.quit]x[/]", "see [Q3]", "{'a[0]'}", "漢字 " * 20, "a [b", "=1+1|<b>")
COMPANY = """
[company]
name = "Ac[/]me [red]"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
people_count = 4
founder = "Ada [b"

[[people]]
name = "Ada [b"

[[people]]
name = "Bob [@click=app.quit]"

[[teams]]
name = "Team [/]"
lead = "Bob [@click=app.quit]"
members = ["Bob [@click=app.quit]"]
"""
KPI = """
[[kpis]]
key = "k{n}"
name = {name!r}
owner = "Bob [@click=app.quit]"
team = "Team [/]"
direction = "at_least"
target = "10"
measure = "count [/] them"
"""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_go_through_every_screen(stage: Stage, size: tuple[int, int]) -> None:
    """Names full of markup are shown as they are, in the scorecard, fields, toasts, help, palette, close and notes."""
    stage.now -= timedelta(days=8)
    stage.company(COMPANY + "".join(KPI.format(n=n, name=name) for n, name in enumerate(NAMES)).replace("'{", '"{'))
    stage.now += timedelta(days=8)
    app = stage.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "Ac[/]me [re" in screen_text(app)
        assert "churn [/] fell" in screen_text(app)
        await pilot.press("r")
        await type_in(pilot, "[/b]")
        await pilot.press("enter")
        assert "[/b]" in screen_text(app)
        await pilot.press(*["backspace"] * 4, "5", "enter")
        await pilot.pause()
        assert "churn [/] fell: 5" in toasts(app)
        await pilot.press("escape", "question_mark", "escape", "ctrl+p", "escape", "u", "ctrl+r", "c")
        await pilot.pause()
        assert "churn [/] fell" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        assert app.is_running


RUNG = """
[[ladder]]
name = "漢字 [b"
who = "owner"
owes = "action"
respond_within_hours = 24
[[ladder]]
name = "[/] {'a[0]'}"
who = "founder"
owes = "decision"
"""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_stand_in_the_log_its_stories_and_the_mirror(stage: Stage, size: tuple[int, int]) -> None:
    """Rungs, KPIs, titles, reasons, options, notes and who decided are shown as they are, in charts and lists alike."""
    then = stage.now
    stage.now -= timedelta(days=60)
    stage.company(COMPANY + KPI.format(n=0, name="churn [/] fell") + RUNG)
    stage.now += timedelta(days=40)
    with stage.sit_down() as desk:
        for week in ("2026-W41", "2026-W42", "2026-W43"):
            recording.record(desk, "k0", "7", period=week)
        draft = decisions.DecisionDraft(
            "Call [b] 漢字",
            "they [/] left\n{'a[0]'}",
            ("E-1",),
            by="Bob [@click=app.quit]",
            options=["[red]wait"],
            actions=[decisions.ActionDraft("act [/]", "Bob [@click=app.quit]", "2026-12-01")],
            expect=decisions.ExpectationDraft("k0", "12", (then - timedelta(days=3)).date().isoformat()),
            check_on=(then - timedelta(days=2)).date().isoformat(),
        )
        decisions.decide(desk, draft)
    stage.now = then
    with stage.sit_down() as desk:
        decisions.check(desk, "D-1", "failed", note="no [/b] use")
    app = stage.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("escape", "4", "E", "enter")
        await until(pilot, lambda: "churn [/] fell" in screen_text(app) and "status" in screen_text(app))
        await pilot.press("end", "escape", "escape", "D", "enter")
        await until(pilot, lambda: "Call [b] 漢字" in screen_text(app) and "they [/] left" in screen_text(app))
        await pilot.press("end")
        await until(pilot, lambda: "no [/b] use" in screen_text(app))
        await pilot.press("escape", "y")
        await until(pilot, lambda: "By who decided" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Call [b] 漢字" in screen_text(app))
        assert "Bob [@click=app.quit]" in screen_text(app) or "Bob [@click" in screen_text(app)
        assert app.is_running
