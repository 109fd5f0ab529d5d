"""How the rollout looks before, at and after a gate; see each changed picture before it is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.test_rollout import FOUNDED, YOUNG, put_in_phase

if TYPE_CHECKING:
    from tests.tui.conftest import Stage
    from tests.tui.test_snapshots import Compare

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
def test_before_a_gate(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What is met and what is still needed, and the way on with a reason."""
    stage.now = FOUNDED
    stage.company(YOUNG.format(people=2))
    assert snap_compare(stage.app(), press=["5"], terminal_size=size)


@SIZES
def test_at_a_gate(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """The gate is met: one key opens the next phase."""
    put_in_phase(stage, 2)
    assert snap_compare(stage.app(), press=["5"], terminal_size=size)


@SIZES
def test_after_a_gate(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Two phases are behind, and the third asks for what it installs."""
    put_in_phase(stage, 3)
    assert snap_compare(stage.app(theme="cadence-light"), press=["5", "down"], terminal_size=size)
