"""The line above every place: the company, the places, the week and the time to its close, in any room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import week
from tests.tui.driving import screen_text

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 160, 200])
@pytest.mark.parametrize("closed", [False, True])
async def test_the_header_is_one_line(stage: Stage, width: int, closed: bool) -> None:
    """At no width does it run over its line; the company, the week and the time left are in it in any case."""
    if closed:
        with stage.sit_down() as desk:
            week.close(desk)
    app = stage.app()
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        first, second, *_ = screen_text(app).split("\n")
        assert "Rye & Ledger" in first
        assert "W47" in first
        assert "8 h" in first
        assert not second.strip()
