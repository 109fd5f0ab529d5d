"""The rollout: what the gate asks for, going on with it met or over it, lint, and coming back after weeks away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import kpis, recording, rollout
from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.dialogs.absence import Absence
from cadence_tui.tui.screens.rollout import RolloutScreen
from cadence_tui.tui.screens.rollout_rows import Steps
from cadence_tui.tui.widgets.needs import Needs
from tests.tui.conftest import PLAYBOOK
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.screen import Screen

    from tests.tui.conftest import Stage

SIZE, SMALL = (120, 40), (80, 24)
FOUNDED = datetime.fromisoformat("2026-11-02T09:00+01:00")
YOUNG = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
start = 2026-11-01
people_count = {people}

[[people]]
name = "Fay"

[[kpis]]
key = "nps"
name = "NPS [b]"
owner = "Fay"
direction = "at_least"
target = 40
"""


@pytest.fixture
def young(stage: Stage) -> Stage:
    """Set the stage with a company of two that has begun today with one KPI."""
    stage.now = FOUNDED
    stage.company(YOUNG.format(people=2))
    return stage


def _phase(stage: Stage) -> int:
    with stage.sit_down() as desk:
        return desk.view().company.phase


def put_in_phase(stage: Stage, phase: int) -> None:
    """Put the demo company into an earlier phase, its objectives still drafts."""
    with stage.sit_down() as desk, desk.change("advanced", f"phase {phase}") as change:
        change.repository.put_company(change.company._replace(phase=phase))
        for one in change.repository.objectives():
            draft = one._replace(state="draft", activated_at=None, closed_at=None)
            change.repository.put_objective(draft, at=change.now)


async def _at(pilot: Pilot[None], app: CadenceApp, start: str) -> None:
    """Put the cursor on the first line whose key starts so."""
    steps = app.screen.query_one(Steps)
    steps.cursor = next(key for key in steps.keys if key.startswith(start))
    await pilot.pause()


# --- The road and its gate --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, SIZE], ids=str)
async def test_the_gate_is_shown_item_by_item(young: Stage, size: tuple[int, int]) -> None:
    """Each item says whether it is met, what there is and what is needed; a phase ahead says what opens it."""
    app = young.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("5")
        await pilot.pause()
        text = screen_text(app)
        assert "Phase 1, company KPIs  its gate: 1 of 3 met" in text
        assert "1, needs at least 3" in text
        assert "✓ Each with one owner and a target" in text
        assert "opens with this gate, 2 to go" in text
        assert "Month 1, on schedule" in text


async def test_a_phase_ahead_says_what_it_installs_why_there_and_what_opens_it(stage: Stage) -> None:
    """Enter on any phase tells it in full; none of them is a dead end."""
    put_in_phase(stage, 2)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        await _at(pilot, app, "phase:4")
        await pilot.press("enter")
        await pilot.pause()
        text = screen_text(app)
        assert "Installs team objectives, 3 a team at most." in text
        assert "Opened by the gate of phase 3, company OKRs:" in text
        assert "drafted now" in text


async def test_the_gate_once_met_is_gone_through_with_one_key_and_undone(stage: Stage) -> None:
    """`a` shows what opens, enter opens it, the toast says so, and `u` takes it back."""
    put_in_phase(stage, 1)
    app = stage.app()
    before = _phase(stage)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("5", "a")
        await pilot.pause()
        assert f"Open phase {before + 1}" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert f"Phase {before + 1}" in toasts(app)
        assert "u takes it back" in toasts(app)
        assert _phase(stage) == before + 1
        await pilot.press("u")
    assert _phase(stage) == before


async def test_going_on_before_the_gate_is_met_needs_a_reason_that_becomes_a_decision(young: Stage) -> None:
    """Without a reason nothing happens; with one the phase opens, and a decision holds it and what was missing."""
    app = young.app()
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("5", "a")
        await pilot.pause()
        assert "is not met yet" in screen_text(app)
        await pilot.press("enter")
        assert "is needed" in screen_text(app)
        assert _phase(young) == 1
        await type_in(pilot, "we [b]know")
        await pilot.press("enter")
        await pilot.pause()
        assert "The reason is a decision in the log" in toasts(app)
    assert _phase(young) == 3  # without teams there is no phase of theirs
    with young.sit_down() as desk:
        (decision,) = desk.repository.decisions()
    assert decision.why.startswith("we [b]know\n\nMissing: Company KPIs (1, needs at least 3)")


async def test_an_item_of_the_gate_leads_to_where_it_is_worked_on(young: Stage) -> None:
    """Enter on the company KPIs goes to the KPIs, and on what was on time to this week."""
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        await _at(pilot, app, "gate:0")
        await pilot.press("enter")
        await pilot.pause()
        assert app.current_mode == "kpis"
        await pilot.press("5")
        await _at(pilot, app, "gate:2")
        await pilot.press("enter")
        await pilot.pause()
        assert app.current_mode == "week"


async def test_a_company_of_one_passes_through_three_phases(stage: Stage) -> None:
    """Team phases are neither shown nor asked in a company of one."""
    stage.now = FOUNDED
    stage.company(YOUNG.format(people=1))
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        await pilot.pause()
        assert [key for key in app.screen.query_one(Steps).keys if key.startswith("phase:")] == [
            "phase:1",
            "phase:3",
            "phase:5",
        ]
        assert "team" not in screen_text(app)


async def test_what_the_gate_waits_for_is_the_last_thing_that_needs_somebody(young: Stage) -> None:
    """This week's list ends with the gate's next item, and enter on it goes to the rollout."""
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        needs = app.screen.query_one(Needs)
        assert "Company KPIs" in screen_text(app)
        needs.focus()
        needs.cursor = needs.keys[-1]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, RolloutScreen)


# --- Lint -------------------------------------------------------------------------------------------------------------


async def test_a_warning_is_waived_with_a_reason_and_that_is_undone(young: Stage) -> None:
    """`l` goes to what lint found, `v` asks why it is right as it is, and the toast says how to take it back."""
    app = young.app()
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("5", "l", "v")
        await pilot.pause()
        await type_in(pilot, "two [/] come soon")
        await pilot.press("enter")
        await pilot.pause()
        assert "Waived what lint found about the company: two [/] come soon. u takes it back." in toasts(app)
        assert "0 errors, 0 warnings, 1 waived" in screen_text(app)
        await pilot.press("l", "v")
        assert app.screen.query(Steps)
        await pilot.press("u")
        await pilot.pause()
        assert "0 errors, 1 warning" in screen_text(app)


async def test_a_finding_says_what_to_do_instead_and_where_that_comes_from(young: Stage) -> None:
    """The line under the cursor is told in full beside the list."""
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5", "l")
        await pilot.pause()
        assert "From: weekly KPI ownership; the phased" in screen_text(app)


# --- Coming back ------------------------------------------------------------------------------------------------------


def _later(stage: Stage) -> None:
    """Let four weeks pass in which nobody did anything after the first value."""
    with stage.sit_down() as desk:
        recording.record(desk, "nps", "41", period="2026-W45")
    stage.now += timedelta(days=29)


def _statuses(stage: Stage) -> list[str]:
    with stage.sit_down() as desk:
        return [judgement.status for judgement in desk.view().judgements("nps")]


async def test_weeks_in_which_nobody_was_there_are_paused_in_one_act(young: Stage) -> None:
    """Coming back, one question names the weeks; pausing them is one change, which one undo takes back."""
    _later(young)
    app = young.app()
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Absence))
        await pilot.pause()
        assert "3 weeks closed while nobody recorded anything: W46, W47 and W48" in " ".join(screen_text(app).split())
        assert "⏎ Choose" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Paused 3 weeks" in toasts(app)
        assert _statuses(young) == ["on_track", "paused", "paused", "paused"]
        await pilot.press("u")
        await pilot.pause()
    assert _statuses(young) == ["on_track", "late", "late", "late"]


@pytest.mark.parametrize("keys", [("escape",), ("end", "enter")], ids=" ".join)
async def test_an_absence_is_asked_about_once(young: Stage, keys: tuple[str, ...]) -> None:
    """Whatever is answered, the same weeks are not asked about again; later ones are."""
    _later(young)
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Absence))
        await pilot.press(*keys)
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert not isinstance(app.screen, Absence)
    assert _statuses(young) == ["on_track", "late", "late", "late"]
    young.now += timedelta(days=7)
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "1 week closed" in screen_text(app))


async def test_the_question_stands_before_any_key_can_be_pressed(young: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the first frame, so that no key that is meant for This week is ever taken for an answer."""
    _later(young)
    app, first, draw = young.app(), list[str](), CadenceApp._display

    def display(self: CadenceApp, screen: Screen[object], renderable: object) -> None:
        first.append(type(self.screen).__name__)
        draw(self, screen, renderable)  # type: ignore[arg-type]

    monkeypatch.setattr(CadenceApp, "_display", display)
    async with app.run_test(size=SIZE):
        assert first[0] == "Absence"


async def test_weeks_are_filled_in_where_the_kpis_stand(young: Stage) -> None:
    """Filling them in goes to the KPIs."""
    _later(young)
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Absence))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.current_mode == "kpis"


async def test_nobody_is_asked_where_somebody_was_there(young: Stage) -> None:
    """A week with a value of any KPI is no absence, late as others may be."""
    with young.sit_down() as desk:
        kpis.add(desk, {"name": "MRR", "owner": "Fay", "direction": "at_least", "target": "5"})
        recording.record(desk, "nps", "41", period="2026-W45")
    young.now += timedelta(days=8)
    app = young.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert not isinstance(app.screen, Absence)


async def test_hostile_names_are_shown_and_never_obeyed(young: Stage) -> None:
    """Markup in a name is text, in the list, beside it and in dialogs."""
    with young.sit_down() as desk:
        for number in range(12):
            kpis.add(desk, {"name": f"[/{number}] [red]x", "owner": "Fay", "direction": "at_least", "target": "5"})
        rollout.advance(desk, PLAYBOOK(), "[/] because")
    young.now += timedelta(days=1)
    app = young.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("5", "l", "v")
        await pilot.pause()
        await pilot.press("escape", "l", "enter")
        await pilot.pause()
        assert app.is_running
