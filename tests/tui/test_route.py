"""This week where OKRs lead: the objectives stand first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import company
from cadence_tui.tui.widgets.route import Route
from cadence_tui.tui.widgets.scorecard import Scorecard
from tests.objectives import objective
from tests.tui.driving import screen_text

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SMALL, LARGE = (80, 24), (120, 40)
FOUNDED = datetime.fromisoformat("2026-11-02T09:00+01:00")
COMPANY = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
start = 2026-09-01
founder = "Fay"
"""


def led_by(stage: Stage, name: str, count: int = 1) -> None:
    """Have a company of its own in phase 3 of the rollout, at a stage, with so many objectives under way."""
    stage.now = FOUNDED
    kpis = "".join(
        f'[[kpis]]\nname = "KPI {n}"\nowner = "Fay"\ndirection = "at_least"\ntarget = 40\n' for n in range(9)
    )
    stage.company(f'{COMPANY}stage = "{name}"\n{kpis}')
    with stage.sit_down() as desk, desk.change("advanced") as change:
        change.repository.put_company(change.company._replace(phase=3))
        for n in range(1, count + 1):
            title = "Make the [/] first week feel effortless" if n == 1 else f"Objective {n}"
            one = objective(id=f"O-{n}", title=title, owner="Fay", kpi=None, initiatives=(), created_at=change.now)
            parts = tuple(part._replace(id=f"O-{n}.{m}") for m, part in enumerate(one.key_results, 1))
            change.repository.put_objective(one._replace(activated_at=change.now, key_results=parts), at=change.now)
        change.name("phase 3")
    stage.now += timedelta(days=5)


@pytest.mark.parametrize("name", ["alignment", "scaling"])
async def test_the_objectives_stand_first_where_okrs_lead(stage: Stage, name: str) -> None:
    """They stand above the scorecard, which keeps the focus, so that r records as ever."""
    led_by(stage, name, count=5)
    app = stage.app()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        lines = screen_text(app).split("\n")
        first = next(n for n, line in enumerate(lines) if "Make the [/] first week" in line)
        assert first < next(n for n, line in enumerate(lines) if "TARGET" in line.upper())
        assert "and 2 more" in screen_text(app)
        assert isinstance(app.screen.focused, Scorecard)


async def test_a_company_led_by_kpis_sees_its_kpis_first(stage: Stage) -> None:
    """There the objectives have their own place, and the week is the scorecard's."""
    led_by(stage, "traction")
    app = stage.app()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert not app.screen.query(Route)


async def test_another_stage_is_seen_at_once(stage: Stage) -> None:
    """What leads follows the stage, in the open app too."""
    led_by(stage, "traction")
    app = stage.app()
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        for name, is_shown in (("alignment", True), ("traction", False)):
            company.edit(app.desk, {"stage": name})
            app.changed()
            await pilot.pause()
            assert ("Make the [/] first week" in screen_text(app)) == is_shown
