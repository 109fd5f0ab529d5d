"""What the rules refuse of objectives is said in the form beside its field, and This week leads to what is due."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import objectives
from cadence_tui.tui.screens.objective import ObjectiveScreen, PartScreen
from cadence_tui.tui.widgets.cards import Cards
from cadence_tui.tui.widgets.needs import Needs
from tests.tui.driving import screen_text, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

WIDE = (120, 40)


async def fill(pilot: Pilot[None], app: CadenceApp, **fields: str) -> None:
    """Type into fields of the form that is open, each by its name, in the place of what they hold."""
    for name, text in fields.items():
        row = app.screen.form.rows[name]  # type: ignore[attr-defined]
        app.screen.set_focus(row.control)
        await pilot.press("end", *["backspace"] * len(row.typed))
        await type_in(pilot, text)


def shown(app: CadenceApp) -> str:
    """Give the words on the screen, wherever their lines end; what frames the form is left out."""
    return " ".join(re.sub(r"[^\w\s.,;:’“”()-]", " ", screen_text(app)).split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kr1_way": "3 to 1 hours by 2026-09-01"}, "it must be due after its start"),
        ({"kr1_way": "3 to 1 hours", "kr1_kpi": "nps"}, "only a KPI of its unit can feed it"),
        ({"kr1_way": "3 to 1 hours", "kr1_kpi": "release"}, "answered with yes or no"),
    ],
    ids=["due before its start", "another unit", "yes or no"],
)
async def test_a_draft_is_refused_beside_its_field(stage: Stage, typed: dict[str, str], said: str) -> None:
    """Nothing is drafted, the sentence stands in the form, and what was typed stays."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3", "n")
        before = app.desk.repository.head()
        await fill(pilot, app, title="Make support boring", kr1="First answers", **typed)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in shown(app))
        assert "Make support boring" in screen_text(app)
        assert app.desk.repository.head() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"weight": "0"}, "write one above 0"),
        ({"weight": "-1"}, "write one above 0"),
        ({"due": "2026-09-01"}, "it must be due after its start"),
    ],
)
async def test_a_change_is_refused_beside_its_field(stage: Stage, typed: dict[str, str], said: str) -> None:
    """A weight that counts for nothing and a day before the start are refused, and nothing is changed."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        app.screen.query_one(Cards).cursor = "O-3.2"
        before = app.desk.repository.head()
        await pilot.press("e")
        await fill(pilot, app, why="We know better", **typed)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in shown(app))
        assert app.desk.repository.head() == before


async def test_a_fed_or_closed_key_result_is_not_asked_for_what_it_cannot_take(stage: Stage) -> None:
    """A fed one has no field for its value, and one of a closed objective has no check-in."""
    with stage.sit_down() as desk:
        objectives.close(desk, "O-3")
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        cards = app.screen.query_one(Cards)
        cards.cursor = "O-3.2"
        assert not cards.check_action("check_in", ())
        cards.cursor = "O-4.1"
        await pilot.press("c")
        assert "value" not in app.screen.form.rows  # type: ignore[attr-defined]


@pytest.mark.parametrize(("urgency", "page"), [("checkin", ObjectiveScreen), ("off_pace", PartScreen)])
async def test_what_this_week_needs_of_objectives_leads_to_its_page(stage: Stage, urgency: str, page: type) -> None:
    """A check-in that is due opens the objective and a key result off pace its own page, where both are checked in."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        needs = app.screen.query_one(Needs)
        await until(pilot, lambda: bool(needs.needs))
        key, need = next((key, one) for key, one in needs.needs.items() if one.urgency == urgency)
        needs.post_message(Needs.Opened(needs, key))
        await until(pilot, lambda: isinstance(app.screen, page))
        await until(pilot, lambda: need.name in screen_text(app))
        await pilot.press("c")
        await until(pilot, lambda: "Confidence" in screen_text(app))
