"""How the settings look; see each changed picture before it is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.test_settings import SOLO

if TYPE_CHECKING:
    from tests.tui.conftest import Stage
    from tests.tui.test_snapshots import Compare

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
def test_the_settings(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Everything that can be set, and what the line under the cursor does."""
    assert snap_compare(stage.app(), press=["comma", "down"], terminal_size=size)


def test_when_a_week_closes(stage: Stage, snap_compare: Compare) -> None:
    """The form says from which week on a new close holds."""
    press = ["comma", *["down"] * 7, "enter"]
    assert snap_compare(stage.app(theme="cadence-light"), press=press, terminal_size=(80, 24))


def test_the_settings_of_a_company_of_one(stage: Stage, snap_compare: Compare) -> None:
    """No owners, no people, no teams."""
    stage.company(SOLO)
    assert snap_compare(stage.app(), press=["comma", "end"], terminal_size=(80, 24))
