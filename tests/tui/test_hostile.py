"""What people type is text: no markup in it is obeyed, and none of it breaks a screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.tui.driving import screen_text, toasts, type_in

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
        assert "Ac[/]me [red]" in screen_text(app)
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
