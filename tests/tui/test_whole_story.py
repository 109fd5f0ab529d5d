"""One story told end to end through the app, from a breach that nobody answered to a second decision that worked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from cadence_tui.export.records import render
from cadence_tui.services import calibration, recording
from cadence_tui.services.records import gather
from cadence_tui.tui.dialogs.check import Check
from cadence_tui.tui.dialogs.decide import Answer, Supersede
from cadence_tui.tui.widgets.form import Form
from tests.tui.driving import screen_text, toasts, until
from tests.tui.test_log import footer, opened

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

MILL = """
[company]
name = "Old Mill"
stage = "traction"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
start = 2026-09-01

[[people]]
name = "Bo"

[[kpis]]
key = "returns"
name = "Sacks returned"
owner = "Bo"
direction = "at_most"
target = "5"
alert = "7"
"""


def at(stage: Stage, text: str) -> None:
    """Set the clock to a wall-clock time in Oslo in winter."""
    stage.now = datetime.fromisoformat(f"{text}+01:00")


def run(stage: Stage, size: tuple[int, int]) -> tuple[CadenceApp, AbstractAsyncContextManager[Pilot[None]]]:
    """Open the app."""
    app = stage.app()
    return app, app.run_test(size=size, notifications=True)


async def filled(pilot: Pilot[None], app: CadenceApp, dialog: type, **fields: str) -> None:
    """Fill a form in once it is there, and save it."""
    await until(pilot, lambda: isinstance(app.screen, dialog))
    await pilot.pause()
    form = app.screen.query_one(Form)
    for name, text in fields.items():
        form.rows[name].control.put(text)
        await pilot.pause()
    await pilot.press("ctrl+s")
    await until(pilot, lambda: not isinstance(app.screen, dialog))


async def _is_missed(stage: Stage, size: tuple[int, int]) -> None:
    """A breach is recorded and judged, and the owner is asked."""
    at(stage, "2026-11-02T09:00")
    stage.company(MILL)
    at(stage, "2026-11-09T17:00")
    with stage.sit_down() as desk:
        recording.record(desk, "returns", "9")
    at(stage, "2026-11-10T09:00")
    app, running = run(stage, size)
    async with running as pilot:
        await opened(pilot, app, "E-1")
        shown = screen_text(app)
        assert "Rung 1 of 2: Owner, Bo, owes a corrective action until Wed 11 Nov 18:00" in shown
        assert "breach: 9 in W45" in shown
        assert "→ Owner, Bo asked for a corrective action" in shown


async def _is_answered(stage: Stage, size: tuple[int, int]) -> None:
    """Nobody answers in time; the rung above decides, the action is done, and somebody checks that it was."""
    at(stage, "2026-11-12T09:00")
    app, running = run(stage, size)
    async with running as pilot:
        await opened(pilot, app, "E-1")
        assert "no answer in time" in screen_text(app)
        assert "Rung 2 of 2" in screen_text(app)
        assert "Accept" in footer(app)
        await pilot.press("d")
        words = {"title": "Dry the grain longer", "why": "It was damp", "expect": "4", "expect_by": "2026-12-07"}
        await filled(pilot, app, Answer, **words, action1="Buy a drier", owner1="Bo")
        assert "D-1 answers E-1: Dry the grain longer" in toasts(app)
        assert "◐ answered" in screen_text(app)
        assert "Accept" not in footer(app)
        await opened(pilot, app, "A-1")
        await pilot.press("space")
        await until(pilot, lambda: "A-1 is done" in toasts(app))
        await pilot.press("v")
        await until(pilot, lambda: "A-1 is verified" in toasts(app))


async def _recovers(stage: Stage, size: tuple[int, int]) -> None:
    """The next week is on track: with its action verified the escalation has ended, and offers no answer any more."""
    at(stage, "2026-11-16T17:00")
    with stage.sit_down() as desk:
        recording.record(desk, "returns", "4")
    at(stage, "2026-11-17T09:00")
    app, running = run(stage, size)
    async with running as pilot:
        await opened(pilot, app, "E-1")
        marks = next(row for row in screen_text(app).split("\n") if "◆" in row)
        assert "✗" in marks
        assert "✓" in marks
        await pilot.press("end")
        await until(pilot, lambda: "ended: verified" in screen_text(app))
        assert "● back on track" in screen_text(app)
        assert not any(word in footer(app) for word in ("Decide", "Accept", "New target", "Retire"))


async def _is_superseded(stage: Stage, size: tuple[int, int]) -> None:
    """Four weeks on it is asked about, did not work, and another takes its place."""
    with stage.sit_down() as desk:
        for day, value in (("2026-11-23", "8"), ("2026-11-30", "6"), ("2026-12-07", "6")):
            at(stage, f"{day}T17:00")
            recording.record(desk, "returns", value)
    at(stage, "2026-12-10T09:00")
    app, running = run(stage, size)
    async with running as pilot:
        await opened(pilot, app, "D-1")
        await pilot.press("end")
        await until(pilot, lambda: "did it work? asked since Thu 10 Dec" in screen_text(app))
        await pilot.press("v")
        await filled(pilot, app, Check, verdict="failed", note="It was the mill, not the grain")
        await until(pilot, lambda: "D-1 failed" in toasts(app))
        await pilot.press("s")
        words = {"title": "Dress the stones", "why": "They are worn", "expect": "4", "expect_by": "2027-01-04"}
        await filled(pilot, app, Supersede, **words)
        await until(pilot, lambda: "D-2 takes the place of D-1" in toasts(app))
        await pilot.press("end")
        await until(pilot, lambda: "D-2  Dress the stones  took its place" in screen_text(app))


async def _works(stage: Stage, size: tuple[int, int]) -> None:
    """The second one is asked about in its turn, and worked; each says which is in the other's place."""
    with stage.sit_down() as desk:
        for day in ("2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04"):
            at(stage, f"{day}T17:00")
            recording.record(desk, "returns", "4")
    at(stage, "2027-01-08T09:00")
    app, running = run(stage, size)
    async with running as pilot:
        await opened(pilot, app, "D-2")
        assert "Dry the grain longer  this takes its place" in screen_text(app)
        await pilot.press("v")
        await filled(pilot, app, Check, verdict="worked")
        await until(pilot, lambda: "D-2 worked" in toasts(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_story_from_a_breach_to_a_second_decision_that_worked(stage: Stage, size: tuple[int, int]) -> None:
    """A breach, no response, a timeout, a decision, its action, recovery, verification; failed, superseded, worked."""
    for chapter in (_is_missed, _is_answered, _recovers, _is_superseded, _works):
        await chapter(stage, size)
    with stage.sit_down() as desk:
        view = desk.view()
        whole = calibration.look(view).whole
        assert (whole.worked, whole.answered) == (1, 2)
        assert [str(point.miss) for point in whole.points] == ["0", "0.5"]
        first, second = (render(one) for one in gather(view))
        assert 'status: "superseded by D-2"' in first
        assert "It worked" in second


async def test_what_has_recovered_is_not_accepted_any_more(stage: Stage) -> None:
    """Back on track it still takes a decision, but there is no miss to be accepted; ended it takes none."""
    at(stage, "2026-11-02T09:00")
    stage.company(MILL)
    with stage.sit_down() as desk:
        for day, value in (("2026-11-09", "9"), ("2026-11-16", "4")):
            at(stage, f"{day}T17:00")
            recording.record(desk, "returns", value)
    at(stage, "2026-11-17T09:00")
    app, running = run(stage, (120, 40))
    async with running as pilot:
        await opened(pilot, app, "E-1")
        assert "◐ recovered" in screen_text(app)
        assert "Decide" in footer(app)
        assert "Accept" not in footer(app)
        await pilot.press("a")
        await pilot.pause()
        assert "Decide" in footer(app)

    with stage.sit_down() as desk:
        for day in ("2026-11-23", "2026-11-30", "2026-12-07"):
            at(stage, f"{day}T17:00")
            recording.record(desk, "returns", "4")
    at(stage, "2026-12-08T09:00")
    app, running = run(stage, (120, 40))
    async with running as pilot:
        await opened(pilot, app, "E-1")
        assert "✓ recovered" in screen_text(app)
        for key in ("d", "a", "t", "R"):
            await pilot.press(key)
            await pilot.pause()
            assert "ended: recovered" in screen_text(app)
