"""One key labels every list, text and field on the screen with a letter; the letter leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.dialogs.reach import Reach
from cadence_tui.tui.widgets.field import FieldRow
from cadence_tui.tui.widgets.needs import Needs
from tests.tui.driving import screen_text, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Stage

SIZES = [(80, 24), (170, 50)]
WAYS = [["1"], ["1", "r"], ["2"], ["2", "enter"], ["2", "n"], ["3"], ["4"], ["5"], ["comma"], ["w"], ["f8"]]


async def _labelled(pilot: Pilot[None]) -> Reach:
    """Press the key, and wait for the labels."""
    await pilot.press("ctrl+g")
    await until(pilot, lambda: isinstance(pilot.app.screen, Reach))
    assert isinstance(pilot.app.screen, Reach)
    return pilot.app.screen


@pytest.mark.parametrize("way", WAYS, ids="-".join)
async def test_everything_that_takes_the_focus_is_labelled(stage: Stage, way: list[str]) -> None:
    """Places, pages, forms, the meeting and the audit: each part in sight has a letter, which covers nothing."""
    app = stage.app()
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.press(*way)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            beneath, before = app.screen, screen_text(app).splitlines()
            wanted = {one for one in beneath.focus_chain if beneath.find_widget(one).visible_region.area}
            reach = await _labelled(pilot)
            assert {target.widget for target in reach.targets} == wanted
            assert len({target.letters for target in reach.targets}) == len(wanted) > 0
            shown = screen_text(app).splitlines()
            for one in reach.targets:
                if before[one.y].isascii():
                    assert not before[one.y][one.x : one.x + len(one.words)].strip(), one
                    assert shown[one.y][one.x : one.x + len(one.words)] == one.words
            last = reach.targets[-1]
            await pilot.press(*last.letters)
            await until(pilot, lambda last=last: app.focused is last.widget)  # type: ignore[misc]


async def test_the_labels_lead_to_a_panel_and_leave_nothing_behind(stage: Stage) -> None:
    """A letter moves the focus, esc moves nothing, and so does a letter that labels nothing."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = app.focused
        for key in ("escape", "1", "ctrl+g"):
            await _labelled(pilot)
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, Reach))
            assert app.focused is before
        reach = await _labelled(pilot)
        needs = next(one for one in reach.targets if isinstance(one.widget, Needs))
        await pilot.press(needs.letters)
        await until(pilot, lambda: isinstance(app.focused, Needs))


async def test_the_labels_work_within_a_field_and_by_the_mouse(stage: Stage) -> None:
    """What is typed stays, and a click on a label leads there too."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "n")
        await type_in(pilot, "Weekly churn")
        form, typed = app.screen, app.focused
        reach = await _labelled(pilot)
        target = reach.targets[2]
        await pilot.click(offset=(target.x, target.y))
        await until(pilot, lambda: app.screen is form and app.focused is target.widget)
        assert [row.typed for row in form.query(FieldRow) if row.control is typed] == ["Weekly churn"]


async def test_the_key_for_the_labels_can_be_changed(stage: Stage) -> None:
    """It is a command as any other."""
    app = stage.app(keys={"app.reach": "f12"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, Reach))


async def test_the_labels_go_away_when_the_terminal_changes_its_size(stage: Stage) -> None:
    """They would stand where nothing is any more."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await _labelled(pilot)
        await pilot.resize_terminal(90, 30)
        await until(pilot, lambda: not isinstance(app.screen, Reach))
