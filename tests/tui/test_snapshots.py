"""How the screens look, compared with pictures; look at each changed one before it is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage


class Compare(Protocol):
    """The fixture of pytest-textual-snapshot."""

    def __call__(
        self,
        app: CadenceApp,
        *,
        press: Iterable[str] = (),
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]] | None = None,
    ) -> bool:
        """Say whether the app looks as it did."""


EMPTY = """
[company]
name = "Acme"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
"""


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=["80x24", "120x40", "200x60"])
def test_this_week(stage: Stage, snap_compare: Compare, size: tuple[int, int]) -> None:
    """This week shows the scorecard and what needs somebody, beside each other where there is room."""
    assert snap_compare(stage.app(), terminal_size=size)


def test_this_week_in_light(stage: Stage, snap_compare: Compare) -> None:
    """The light theme has the same three weights of text and the same one accent."""
    assert snap_compare(stage.app(theme="cadence-light"), terminal_size=(120, 40))


def test_this_week_without_kpis(stage: Stage, snap_compare: Compare) -> None:
    """An empty scorecard says what it is for."""
    stage.company(EMPTY)
    assert snap_compare(stage.app(), terminal_size=(80, 24))


def test_a_value_being_typed(stage: Stage, snap_compare: Compare) -> None:
    """A field in its row, with what was understood below it and the status that it would have."""
    assert snap_compare(stage.app(), press=["down", "r", "0", "full_stop", "9"], terminal_size=(80, 24))


def test_the_close_preview(stage: Stage, snap_compare: Compare) -> None:
    """What closing will judge, move and leave waiting, the worst first."""
    assert snap_compare(stage.app(), press=["c"], terminal_size=(80, 24))


def test_the_welcome(stage: Stage, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three ways to begin, each one key."""
    from pathlib import Path

    stage.path.unlink()
    app = stage.app()
    monkeypatch.chdir(stage.folder)
    object.__setattr__(app.host, "path", Path("company.db"))
    assert snap_compare(app, terminal_size=(80, 24))
