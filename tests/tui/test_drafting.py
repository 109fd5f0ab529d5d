"""Drafting an objective, changing one with the reason, and raising a KPI: forms with lint beside what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui.dialogs.draft_objective import DraftObjective
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.screens.objective import ObjectiveScreen
from cadence_tui.tui.widgets.cards import Cards
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

WIDE, SMALL = (120, 40), (80, 24)


async def fill(pilot: Pilot[None], app: CadenceApp, **fields: str) -> None:
    """Type into fields of the form that is open, each by its name."""
    for name, text in fields.items():
        row = app.screen.form.rows[name]  # type: ignore[attr-defined]
        app.screen.set_focus(row.control)
        await type_in(pilot, text)


async def test_an_objective_is_drafted_by_keys(stage: Stage) -> None:
    """The form makes an objective with its key results and initiatives, as one change that undo takes back."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Make support boring", kr1="First answers", kr1_way="3 to 1 hours")
        await fill(pilot, app, kr2="A page for each release", initiative1="Answer templates")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is drafted" in toasts(app))
        made = app.desk.repository.objectives()[-1]
        assert (made.title, made.state, made.cycle) == ("Make support boring", "draft", "2026-Q4")
        assert [(one.kind, one.unit) for one in made.key_results] == [("metric", "hours"), ("milestone", "percent")]
        assert [one.title for one in made.initiatives] == ["Answer templates"]
        await pilot.press("u")
        await until(pilot, lambda: all(one.id != made.id for one in app.desk.repository.objectives()))


async def test_a_draft_for_another_cycle_is_gone_to(stage: Stage) -> None:
    """What was drafted stands under the cursor, so that the next key is about it, in whichever cycle it is."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Make support boring", kr1="First answers", kr1_way="3 to 1 hours")
        app.screen.set_focus(app.screen.form.rows["cycle"].control)  # type: ignore[attr-defined]
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: "is drafted" in toasts(app))
        made = app.desk.repository.objectives()[-1]
        assert made.cycle == "2027-Q1"
        await until(pilot, lambda: app.screen.query_one(Cards).cursor == made.id)
        assert "Q1 2027" in screen_text(app)


async def test_lint_stands_beside_the_words_as_they_are_typed(stage: Stage) -> None:
    """An objective that is a target and a key result that is work are named at once, and stop nothing."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Increase NPS to 70")
        await until(pilot, lambda: "is a target of a number" in screen_text(app))
        await fill(pilot, app, kr1="Launch guided onboarding")
        await until(pilot, lambda: "is work, not an outcome" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is drafted" in toasts(app))


async def test_a_way_that_cannot_be_read_is_refused_beside_its_field(stage: Stage) -> None:
    """Nothing is drafted while a key result does not say from where to where, and the text stays."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Make support boring", kr1="First answers", kr1_way="soon")
        await pilot.press("ctrl+s")
        assert "does not say from where to where" in screen_text(app)
        assert isinstance(app.screen, DraftObjective)
        assert all(one.title != "Make support boring" for one in app.desk.repository.objectives())


async def test_a_field_that_the_draft_refuses_is_named(stage: Stage) -> None:
    """Baseline equal to target is refused beside the way itself."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Make support boring", kr1="First answers", kr1_way="3 to 3 hours")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "starts where it should end" in screen_text(app))


async def test_what_was_typed_is_offered_again(stage: Stage) -> None:
    """A form that is left keeps its text, and says so when it is opened again."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        await fill(pilot, app, title="Make support boring")
        await pilot.press("escape", "n")
        await until(pilot, lambda: "Typed before" in screen_text(app))
        assert "Make support boring" in screen_text(app)


async def test_an_active_objective_changes_only_with_the_reason(stage: Stage) -> None:
    """Editing an active key result asks why, keeps the old line readable, and undo takes it back."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        app.screen.query_one(Cards).cursor = "O-3.2"
        before = app.desk.repository.key_result("O-3.2")[1].target
        await pilot.press("e")
        app.screen.set_focus(app.screen.form.rows["target"].control)  # type: ignore[attr-defined]
        await pilot.press("end", *["backspace"] * 6)
        await type_in(pilot, "52")
        await pilot.press("ctrl+s")
        assert "Why is needed" in screen_text(app)
        await fill(pilot, app, why="The fair went well")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is changed" in toasts(app))
        assert str(app.desk.repository.key_result("O-3.2")[1].target) == "52"
        await pilot.press("enter")
        await until(pilot, lambda: "The fair went well" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: app.desk.repository.key_result("O-3.2")[1].target == before)


async def test_a_part_is_added_on_the_objectives_page(stage: Stage) -> None:
    """One key adds a key result or an initiative to the objective that is open."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, ObjectiveScreen))
        count = len(app.desk.repository.objective("O-3").key_results)
        await pilot.press("n")
        await fill(pilot, app, title="Orders on a Sunday", way="5 to 9", why="Bakers asked")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(app.desk.repository.objective("O-3").key_results) == count + 1)


async def test_a_kpi_is_raised_from_its_page(stage: Stage) -> None:
    """A KPI that misses its target becomes a key result of an open objective, fed by it."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("2")
        app.open("kpi", "reopened")
        await until(pilot, lambda: isinstance(app.screen, KpiScreen))
        await pilot.press("o")
        await fill(pilot, app, why="It has missed three times")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is raised" in toasts(app))
        found = [part for one in app.desk.repository.objectives() for part in one.key_results if part.kpi == "reopened"]
        assert len(found) == 1


async def test_a_kpi_on_its_target_is_not_raised(stage: Stage) -> None:
    """What is on track has nothing to move; one sentence says what would be right."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        app.open("kpi", "new_mrr")
        await until(pilot, lambda: isinstance(app.screen, KpiScreen))
        await pilot.press("o")
        assert "on its target already" in toasts(app)
