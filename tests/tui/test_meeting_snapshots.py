"""How the steps of the check-in look, compared with pictures; look at each changed one before it is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tui.conftest import Stage
    from tests.tui.test_snapshots import Compare

STEPS = {
    "follow": ("w",),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_check_in(stage: Stage, snap_compare: Compare, step: str, size: tuple[int, int]) -> None:
    """Each step has what it is about, who is asked, and what could be done; the steps stand beside it, or above."""
    assert snap_compare(stage.app(), press=STEPS[step], terminal_size=size)
