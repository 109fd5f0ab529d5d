"""What is done about objectives from their cards: room made, closed, decided, acted for; a KPI raised from a miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import objectives
from cadence_tui.tui.dialogs.make_room import MakeRoom
from cadence_tui.tui.screens.objective import PartScreen
from cadence_tui.tui.widgets.cards import Cards
from tests.tui.conftest import PLAYBOOK
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

WIDE, SMALL = (120, 40), (80, 24)
KR = '[[objectives.key_results]]\ntitle = "Answers"\nbaseline = "3"\ntarget = "1"\n'


def crowd(stage: Stage) -> str:
    """Add company objectives until there is one too many; returns the id of that one, a draft."""
    with stage.sit_down() as desk:
        made = ""
        for number in (1, 2):
            text = f'[[objectives]]\ntitle = "Crowd {number}"\nowner = "Amara Okafor"\nkpi = "churn"\n{KR}{KR}'
            made = objectives.add(desk, text)[0].id
            if number == 1:
                objectives.activate(desk, PLAYBOOK(), made)
        return made


async def fill(pilot: Pilot[None], app: CadenceApp, **fields: str) -> None:
    """Type into fields of the form that is open, each by its name."""
    for name, text in fields.items():
        row = app.screen.form.rows[name]  # type: ignore[attr-defined]
        app.screen.set_focus(row.control)
        await type_in(pilot, text)


async def on_card(pilot: Pilot[None], app: CadenceApp, key: str) -> None:
    """Go to the OKRs with the cursor on something."""
    await pilot.press("3")
    app.screen.query_one(Cards).cursor = key


def state(app: CadenceApp, name: str) -> str:
    """Say how an objective stands."""
    return app.desk.repository.objective(name).state


async def test_one_over_the_cap_replaces_another(stage: Stage) -> None:
    """Activating it asks what makes way; with the reason the other is closed, and one undo takes both back."""
    draft = crowd(stage)
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await on_card(pilot, app, draft)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, MakeRoom))
        assert "room for no more" in screen_text(app)
        await pilot.press("ctrl+s")
        assert "Why is needed" in screen_text(app)
        await fill(pilot, app, why="It matters more")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: state(app, draft) == "active")
        assert state(app, "O-3") == "closed"
        await pilot.press("u")
        await until(pilot, lambda: (state(app, draft), state(app, "O-3")) == ("draft", "active"))


@pytest.mark.parametrize(("way", "cycle", "after"), [("right", "2026-Q4", "closed"), ("left", "2027-Q1", "draft")])
async def test_one_over_the_cap_goes_into_another_or_waits(stage: Stage, way: str, cycle: str, after: str) -> None:
    """Rolled in it is put aside and its key results go over; kept, it is a draft of the next quarter."""
    draft = crowd(stage)
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await on_card(pilot, app, draft)
        count = len(app.desk.repository.objective("O-3").key_results)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, MakeRoom))
        app.screen.set_focus(app.screen.form.rows["way"].control)  # type: ignore[attr-defined]
        await pilot.press(way)
        if after == "closed":
            await fill(pilot, app, why="The same thing")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, MakeRoom))
        made = app.desk.repository.objective(draft)
        assert (made.cycle, made.state) == (cycle, after)
        assert len(app.desk.repository.objective("O-3").key_results) == count + 2 * (after == "closed")


async def test_an_objective_is_closed_with_the_reason(stage: Stage) -> None:
    """One key asks why, closes it where it stands, and undo opens it again."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await on_card(pilot, app, "O-4")
        await pilot.press("C")
        await type_in(pilot, "The market has moved")
        await pilot.press("enter")
        await until(pilot, lambda: state(app, "O-4") == "closed")
        await pilot.press("u")
        await until(pilot, lambda: state(app, "O-4") == "active")


async def test_an_action_serves_the_key_result_it_was_added_from(stage: Stage) -> None:
    """It is proposed to the objective's owner, and stands on the key result's page."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        await on_card(pilot, app, "O-4.1")
        await pilot.press("d")
        await fill(pilot, app, text="Call ten bakers who left")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "serves O-4.1" in toasts(app))
        made = app.desk.repository.actions()[-1]
        assert (made.text, made.owner, made.serves) == ("Call ten bakers who left", "Mateo Silva", ("O-4.1",))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PartScreen))
        assert "Call ten bakers who left" in screen_text(app)


async def test_a_decision_is_logged_for_the_key_result(stage: Stage) -> None:
    """What was decided for it stands on its page, with the value that its KPI should come to."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        app.open("objective", "O-4.1")
        await until(pilot, lambda: isinstance(app.screen, PartScreen))
        await pilot.press("d")
        app.screen.set_focus(app.screen.form.rows["what"].control)  # type: ignore[attr-defined]
        await pilot.press("right")
        await fill(pilot, app, title="Halve the trial", why="Nobody needs a month", expect="20")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is about O-4.1" in toasts(app))
        made = app.desk.repository.decisions()[-1]
        assert made.answers == ("O-4.1",)
        assert made.expect is not None
        assert made.expect.kpi == "trial_to_paid"
        await until(pilot, lambda: "Halve the trial" in screen_text(app))


async def test_a_kpi_is_raised_from_its_escalation(stage: Stage) -> None:
    """The escalation's story raises its KPI, and the escalation goes on being open."""
    app = stage.app()
    async with app.run_test(size=WIDE) as pilot:
        app.open("escalation", "E-16")
        await until(pilot, lambda: "E-16" in screen_text(app))
        await pilot.press("O")
        await fill(pilot, app, why="It has missed three times")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is raised" in toasts(app))
        raised = [
            part for one in app.desk.repository.objectives() for part in one.key_results if part.kpi == "reopened"
        ]
        assert len(raised) == 1
        assert app.desk.view().escalation("E-16").state == "open"
