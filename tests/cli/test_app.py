"""How the app is opened: what it is handed."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pytest

from cadence_tui.cli.app import open_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cadence_tui.tui.host import Host


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    """Leave the search for garbage, and how long a thread has its turn, as they were."""
    threshold, turn = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.set_threshold(*threshold)
    sys.setswitchinterval(turn)
    gc.enable()


def _open(monkeypatch: pytest.MonkeyPatch, run: Callable[[Host], int]) -> None:
    """Open it in what is taken for a terminal, and run it so."""
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setattr("cadence_tui.tui.app.run", run)
    with pytest.raises(SystemExit) as left:
        open_app(None, None)
    assert left.value.code == 0


@pytest.mark.usefixtures("_as_it_was")
def test_garbage_is_looked_for_while_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before the first screen stands, then at each rest after which much has come and gone."""
    stood: list[bool] = []

    def run(host: Host) -> int:
        stood.append(gc.isenabled())
        host.at_rest()
        stood.append(gc.isenabled())
        collected = gc.get_stats()[2]["collections"]
        host.at_rest()
        assert gc.get_stats()[2]["collections"] == collected
        kept: list[list[int]] = [[] for _ in range(6_000)]
        host.at_rest()
        assert gc.get_stats()[2]["collections"] == collected + 1
        return len(kept) - 6_000

    _open(monkeypatch, run)
    assert stood == [False, True]


@pytest.mark.usefixtures("_as_it_was")
def test_a_frame_does_not_wait_long_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written by a thread of its own, which gets its turn sooner than by Python's own measure."""
    sys.setswitchinterval(0.005)
    turns: list[float] = []

    def run(_: Host) -> int:
        turns.append(sys.getswitchinterval())
        return 0

    _open(monkeypatch, run)
    assert turns == [pytest.approx(0.001)]
