"""The KPIs: the grid and its cursor, the filter, and what is done to a KPI from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import kpis, recording
from cadence_tui.tui.dialogs.kpi_form import AddKpi, EditKpi
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.widgets.grid import Grid
from tests.tui.driving import screen_text, toasts, type_in, until
from tests.tui.scenes import empty

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from cadence_tui.domain.kpi import Kpi
    from tests.tui.conftest import Stage

SIZE = (120, 40)


@pytest.fixture
async def at_grid(stage: Stage) -> AsyncIterator[Pilot[None]]:
    """Open the app and go to the KPIs."""
    async with stage.app().run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2")
        await pilot.pause()
        yield pilot


def _kpi(stage: Stage, key: str) -> Kpi:
    with stage.sit_down() as desk:
        return desk.repository.kpi(key)


async def _on(pilot: Pilot[None], key: str, column: int = 0) -> Grid:
    """Set the cursor on a cell."""
    grid = pilot.app.screen.query_one(Grid)
    grid.cursor, grid.column = key, column
    await pilot.pause()
    return grid


async def test_the_cell_under_the_cursor_is_said_in_words(at_grid: Pilot[None]) -> None:
    """Below the grid stand the KPI, the period with its year, the value in full, its status and the target then."""
    await _on(at_grid, "nps", 3)
    assert "NPS · W44 · 26 Oct – 1 Nov 2026 · 29 · ✗ breach · target ≥ 40" in screen_text(at_grid.app).replace(
        "–1", "– 1"
    ).replace("Oct– ", "Oct – ")


async def test_arrows_go_from_period_to_period_and_on_to_earlier_ones(at_grid: Pilot[None]) -> None:
    """Left goes back in time, past what is in sight too; right comes back to the current period."""
    grid = await _on(at_grid, "churn")
    assert grid.cell is not None
    assert grid.cell.is_current
    await at_grid.press(*["left"] * 12)
    assert grid.cell is not None
    assert grid.cell.period == "2026-W35"
    assert "W35" in screen_text(at_grid.app)
    await at_grid.press(*["right"] * 12)
    assert grid.cell.is_current


async def test_the_filter_shows_what_fits_as_one_types(at_grid: Pilot[None]) -> None:
    """`/` filters by name, owner, team and status; esc leaves it, its text kept, and once more takes it away."""
    await at_grid.press("slash")
    await type_in(at_grid, "growth linh")
    await at_grid.pause()
    grid = at_grid.app.screen.query_one(Grid)
    assert list(grid.found) == ["signups", "ad_budget"]
    await at_grid.press("escape")
    await at_grid.pause()
    assert at_grid.app.focused is grid
    assert len(grid.found) == 2
    await at_grid.press("escape")
    await at_grid.pause()
    assert len(grid.found) == 17


async def test_without_a_kpi_there_is_nothing_to_arrange(stage: Stage) -> None:
    """What groups, sorts and filters comes with the first KPI; until then one key alone stands out."""
    empty(stage)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "Press n to add the first." in screen_text(app))
        assert "as listed" not in screen_text(app)
        assert "Filter" not in screen_text(app)


async def test_a_filter_that_nothing_fits_says_how_to_leave_it(at_grid: Pilot[None]) -> None:
    """An empty list is never a riddle."""
    await at_grid.press("slash")
    await type_in(at_grid, "zzz")
    await at_grid.pause()
    assert "No KPI fits; esc shows all of them again." in screen_text(at_grid.app)


async def test_a_value_is_amended_from_its_cell_with_the_reason(stage: Stage, at_grid: Pilot[None]) -> None:
    """On a judged cell `r` asks for the value and why; the cell is marked, the toast names it, and u undoes it."""
    await _on(at_grid, "nps", 1)
    await at_grid.press("r")
    await at_grid.pause()
    await type_in(at_grid, "33")
    await at_grid.press("enter")
    assert "◐ watch" in screen_text(at_grid.app)
    await type_in(at_grid, "two [/] counted twice")
    await at_grid.press("enter")
    await until(at_grid, lambda: "NPS: 33 for W46, watch. u undoes it." in toasts(at_grid.app))
    grid = at_grid.app.screen.query_one(Grid)
    assert grid.cell is not None
    assert grid.cell.amended
    await at_grid.press("u")
    await at_grid.pause()
    with stage.sit_down() as desk:
        assert desk.repository.reading("nps", "2026-W46") == 44


async def test_a_kpi_is_added_by_its_name_target_and_little_else(stage: Stage, at_grid: Pilot[None]) -> None:
    """`n` opens the form; what is not filled in has a sane value; the toast says when it first closes."""
    await at_grid.press("n")
    await at_grid.pause()
    await type_in(at_grid, "Demos held")
    form = at_grid.app.screen
    assert isinstance(form, AddKpi)
    form.form.rows["target"].control.focus()
    await type_in(at_grid, "5")
    assert "≥ 5" in screen_text(at_grid.app)
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "Added Demos held. It first closes with W48" in toasts(at_grid.app))
    assert at_grid.app.screen.query_one(Grid).cursor == "demos-held"
    assert _kpi(stage, "demos-held").owner == "Noor Haddad"


async def test_an_edit_says_what_it_will_do_before_it_is_saved(stage: Stage, at_grid: Pilot[None]) -> None:
    """A new target names the first period it holds for; saved, the judged weeks keep theirs."""
    await _on(at_grid, "signups")
    await at_grid.press("e")
    await at_grid.pause()
    form = at_grid.app.screen
    assert isinstance(form, EditKpi)
    form.form.rows["target"].control.put("95")
    await at_grid.pause()
    assert "The new target holds from W47 on; weeks already judged keep theirs." in screen_text(at_grid.app)
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "Changed Trials started. u undoes it." in toasts(at_grid.app))
    assert _kpi(stage, "signups").goal.target == 95
    grid = await _on(at_grid, "signups", 1)
    assert grid.cell is not None
    assert grid.cell.goal.target == 90


async def _edited_meanwhile(stage: Stage, at_grid: Pilot[None]) -> EditKpi:
    """Half edit a KPI's target, while another process gives it one of its own."""
    await _on(at_grid, "signups")
    await at_grid.press("e")
    await at_grid.pause()
    form = at_grid.app.screen
    assert isinstance(form, EditKpi)
    form.form.rows["target"].control.put("95")
    with stage.sit_down() as desk:
        kpis.edit(desk, "signups", {"target": "50", "alert": "20"})
    return form


async def test_a_stale_edit_is_refused_with_what_changed(stage: Stage, at_grid: Pilot[None]) -> None:
    """Where another process changed the KPI, nothing is overwritten: the form says what it is now, its text kept."""
    form = await _edited_meanwhile(stage, at_grid)
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "Somebody has made this “50” meanwhile" in screen_text(at_grid.app))
    assert form.form.typed["target"] == "95"
    assert form.form.typed["alert"] == "20"
    assert _kpi(stage, "signups").goal.target == 50
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: _kpi(stage, "signups").goal.target == 95)


async def test_what_changed_just_before_the_key_is_not_overwritten_unseen(stage: Stage, at_grid: Pilot[None]) -> None:
    """A change that came up right before saving might not have been seen: only the next ctrl+s puts its own over it."""
    await _edited_meanwhile(stage, at_grid)
    await until(at_grid, lambda: "Somebody has made this “50” meanwhile" in screen_text(at_grid.app))
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "Save again to put yours in its place" in screen_text(at_grid.app))
    assert _kpi(stage, "signups").goal.target == 50
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: _kpi(stage, "signups").goal.target == 95)


async def test_a_value_recorded_meanwhile_is_not_overwritten_unseen(stage: Stage, at_grid: Pilot[None]) -> None:
    """Where somebody else has recorded the value, the form says so and asks again."""
    await _on(at_grid, "nps")
    await at_grid.press("r")
    await at_grid.pause()
    await type_in(at_grid, "41")
    with stage.sit_down() as desk:
        recording.record(desk, "nps", "42", period="2026-W47")
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "It has been made 42 meanwhile" in screen_text(at_grid.app))
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "NPS: 41" in toasts(at_grid.app))


async def test_while_an_escalation_is_open_its_target_and_its_end_wait(at_grid: Pilot[None]) -> None:
    """The form leaves the target out and says what to do instead; so does retiring."""
    await _on(at_grid, "reopened")
    await at_grid.press("X")
    await at_grid.pause()
    assert "E-16 is open: Tickets reopened is retired with a decision that answers it" in toasts(at_grid.app)
    await at_grid.press("e")
    await at_grid.pause()
    form = at_grid.app.screen
    assert isinstance(form, EditKpi)
    assert "target" not in form.form.rows
    assert "E-16 is open: its target changes with a decision that answers it" in " ".join(
        screen_text(at_grid.app).split()
    )


async def test_a_kpi_is_paused_and_its_pause_taken_back_by_the_same_key(stage: Stage, at_grid: Pilot[None]) -> None:
    """`p` asks why; once paused, `p` asks for it again."""
    await _on(at_grid, "nps")
    await at_grid.press("p")
    await at_grid.pause()
    await type_in(at_grid, "nobody to ask")
    await at_grid.press("enter")
    await until(at_grid, lambda: "NPS is paused for W47. u undoes it." in toasts(at_grid.app))
    await at_grid.pause()
    await at_grid.press("p")
    await until(at_grid, lambda: "NPS is asked for in W47 again" in toasts(at_grid.app))
    with stage.sit_down() as desk:
        assert ("nps", "2026-W47") not in desk.view().book.pauses


async def test_a_kpi_is_retired_with_the_reason_and_undone(stage: Stage, at_grid: Pilot[None]) -> None:
    """`x` asks why and says what stays; the KPI leaves the grid; u brings it back."""
    await _on(at_grid, "signups")
    await at_grid.press("X")
    await at_grid.pause()
    assert "judgements and decisions stay" in screen_text(at_grid.app)
    await type_in(at_grid, "says nothing")
    await at_grid.press("ctrl+s")
    await until(at_grid, lambda: "signups" not in at_grid.app.screen.query_one(Grid).found)
    assert _kpi(stage, "signups").retired_at is not None
    await at_grid.press("u")
    await until(at_grid, lambda: "signups" in at_grid.app.screen.query_one(Grid).found)


async def test_a_derived_kpi_is_not_recorded(at_grid: Pilot[None]) -> None:
    """What is worked out says from what, and offers no recording."""
    await _on(at_grid, "price_per_bakery")
    assert "worked out: new_mrr / new_bakeries" in " ".join(screen_text(at_grid.app).split())
    await at_grid.press("r")
    assert isinstance(at_grid.app.screen.query_one(Grid), Grid)


async def test_enter_opens_the_page_and_esc_comes_back_to_the_same_cell(at_grid: Pilot[None]) -> None:
    """A page is a step away and a step back."""
    await _on(at_grid, "nps", 2)
    await at_grid.press("enter")
    assert isinstance(at_grid.app.screen, KpiScreen)
    await at_grid.press("escape")
    await at_grid.pause()
    grid = at_grid.app.screen.query_one(Grid)
    assert (grid.cursor, grid.column) == ("nps", 2)


async def test_the_mouse_sets_the_cell_and_opens_the_page(at_grid: Pilot[None]) -> None:
    """A click goes to a cell; a second one opens the KPI."""
    grid = await _on(at_grid, "new_mrr")
    await at_grid.click(grid, offset=(90, 2))
    await at_grid.pause()
    assert grid.cursor == "churn"
    assert grid.column > 0
    await at_grid.click(grid, offset=(90, 2))
    await at_grid.pause()
    assert isinstance(at_grid.app.screen, KpiScreen)
