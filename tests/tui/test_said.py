"""What changes while one types or moves the cursor draws itself, and moves nothing around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.screen import Screen

from cadence_tui.tui.widgets.said import Said
from tests.tui.driving import at_rest, go_to

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the screens that are laid out, in order."""
    found = list[str]()
    lay_out = Screen._refresh_layout

    def noted(self: Screen[object], *what: object, **more: object) -> None:
        found.append(type(self).__name__)
        lay_out(self, *what, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Screen, "_refresh_layout", noted)
    return found


@pytest.mark.parametrize(("where", "keys"), [("a value", "45"), ("a new KPI", "ab"), ("a note in it", "ab")])
async def test_a_letter_lays_nothing_out(stage: Stage, layouts: list[str], where: str, keys: str) -> None:
    """In a row, in a form and in a meeting: the field is drawn, and what it says of what was typed."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, where)
        await pilot.press(keys[0])
        await at_rest(pilot)
        layouts.clear()
        await pilot.press(keys[1])
        await at_rest(pilot)
        assert layouts == []


async def test_a_cell_is_told_of_without_laying_the_page_out(stage: Stage, layouts: list[str]) -> None:
    """The words below the scorecard follow the cursor from cell to cell."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await go_to(pilot, "KPIs")
        told, layouts[:] = app.screen.query_one("#cell", Said), []
        before = str(told.content)
        await pilot.press("left")
        await at_rest(pilot)
        assert str(told.content) != before
        assert layouts == []


@pytest.mark.parametrize("lines", [1, 2, 3])
async def test_more_lines_make_room_for_themselves(stage: Stage, lines: int) -> None:
    """A text that comes to need more lines, or fewer, has them."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        said = Said("one\ntwo")
        await app.screen.mount(said)
        said.styles.height = "auto"
        await at_rest(pilot)
        assert said.region.height == 2
        said.update("\n".join(["word"] * lines))
        await at_rest(pilot)
        assert said.region.height == lines
