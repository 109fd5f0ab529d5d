"""How the log and its stories look; see each changed picture before it is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.test_snapshots import EMPTY, Compare

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
ONE_DECISION = ("4", "slash", *"reopened", "enter", "D", "enter")


@SIZES
def test_the_log(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """One line of time, newest first, under its weeks."""
    assert snap_compare(stage.app(), press=["4"], terminal_size=size)


@SIZES
def test_the_story_of_an_escalation(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """From the first miss to where it stands."""
    assert snap_compare(stage.app(), press=["4", "slash", *"e-16", "enter", "E", "enter"], terminal_size=size)


@SIZES
def test_the_story_of_a_decision(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """From what it answers to whether it worked."""
    assert snap_compare(stage.app(), press=ONE_DECISION, terminal_size=size)


def test_the_log_in_light(stage: Stage, snap_compare: Compare) -> None:
    """Open things alone, in light."""
    assert snap_compare(stage.app(theme="cadence-light"), press=["4", "o"], terminal_size=(120, 40))


@SIZES
def test_what_the_log_is_narrowed_to(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What is on beside the kinds and states, and the list of all that there is to choose."""
    chosen = ("f", *"noor", "enter", "f", *"13 weeks", "enter")
    assert snap_compare(stage.app(), press=["4", *chosen, "f", *"kpi d"], terminal_size=size)


@SIZES
def test_a_narrowed_log(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """A chip for each, and how to save them."""
    chosen = ("f", *"noor", "enter", "f", *"13 weeks", "enter")
    assert snap_compare(stage.app(), press=["4", "slash", *"the", "enter", *chosen], terminal_size=size)


def test_an_empty_log(stage: Stage, snap_compare: Compare) -> None:
    """What the log is for, and the key that fills it."""
    stage.company(EMPTY)
    assert snap_compare(stage.app(), press=["4"], terminal_size=(80, 24))


@SIZES
def test_answering_an_escalation(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """What is owed, what may be decided, and who may decide the rest."""
    assert snap_compare(stage.app(), press=["4", "slash", *"e-18", "enter", "E", "d"], terminal_size=size)


@SIZES
def test_whether_decisions_worked(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """How many did, how far off they were, and the decisions behind the first count."""
    assert snap_compare(stage.app(), press=["4", "y", "enter"], terminal_size=size)
