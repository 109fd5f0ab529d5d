"""What is worth a thought, below the cards: each is taken up by enter, with what is known filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui.dialogs.draft_objective import DraftObjective
from cadence_tui.tui.screens.objective import PartScreen
from cadence_tui.tui.widgets.cards import Cards
from tests.tui.driving import screen_text, toasts, until

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

WIDE = (120, 40)
CANDIDATE = "Win back old customers"


async def test_a_key_result_that_people_doubt_leads_to_its_page(stage: Stage) -> None:
    """The suggestion says how far confidence fell, and enter opens the page of the key result."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        assert "Confidence fell three check-ins in a row, 6 to 3" in screen_text(app)
        cards.cursor = next(key for key, one in cards.suggestions.items() if one.kind == "unsure")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PartScreen))
        assert "Trial to paid" in screen_text(app)


async def test_a_candidate_of_the_audit_is_drafted_and_waits_no_longer(stage: Stage) -> None:
    """Enter opens the draft with the candidate's words; saved, it is off the list, and undo puts it back."""
    with stage.sit_down() as desk, desk.change("audited", "the audit") as change:
        change.repository.put_candidate(CANDIDATE, bucket="change", place=1)
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = next(key for key, one in cards.suggestions.items() if one.kind == "candidate")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DraftObjective))
        assert CANDIDATE in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is drafted" in toasts(app))
        assert app.desk.repository.objectives()[-1].title == CANDIDATE
        assert app.desk.repository.candidates() == []
        await pilot.press("u")
        await until(pilot, lambda: [row["name"] for row in app.desk.repository.candidates()] == [CANDIDATE])


async def test_an_objective_that_moves_no_kpi_is_changed_so_that_it_does(stage: Stage) -> None:
    """Enter on it opens the form in which the KPI is named."""
    from cadence_tui.services import objectives

    with stage.sit_down() as desk:
        objectives.add(desk, '[[objectives]]\ntitle = "Delight"\nowner = "Amara Okafor"\n')
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = next(key for key, one in cards.suggestions.items() if one.kind == "unlinked")
        await pilot.press("enter")
        await until(pilot, lambda: "To move" in screen_text(app))
