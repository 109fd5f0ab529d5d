"""An import whose terminal goes in the middle of it, made for real: all of it is there, or none."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("There are no pseudo-terminals here.", allow_module_level=True)

from tests.tui.program import PATIENCE_S, PROGRAM, running
from tests.tui.test_importing import many

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

pytestmark = pytest.mark.long
ROWS = 8_000


@pytest.mark.parametrize(
    ("name", "status", "after_s"),
    [("SIGHUP", 129, 0), ("SIGHUP", 129, 0.2), ("SIGTERM", 143, 0.1), ("SIGKILL", -9, 0.05), ("SIGKILL", -9, 0.3)],
)
def test_an_import_whose_terminal_goes_is_whole_or_not_at_all(
    stage: Stage, name: str, status: int, after_s: float
) -> None:
    """However far it was, the process ends at once, and the next one finds all of its rows or none."""
    text, key = many(stage, ROWS)
    path = stage.folder / "scorecard.csv"
    path.write_text(text, "utf-8")
    with stage.sit_down() as desk:
        before, head = len(desk.repository.readings(key, "weekly")), desk.repository.head()
    with running(PROGRAM, stage) as run:
        run.press("i")
        run.see("Which file holds")
        run.press(str(path))
        run.see("scorecard.csv")
        run.press("enter")
        run.wait(lambda screen: "8,000 new" in screen.text(), 2 * PATIENCE_S)
        run.press("\x13")
        run.wait(lambda screen: "Importing scorecard.csv" in screen.text(), PATIENCE_S)
        time.sleep(after_s)
        began = time.monotonic()
        os.kill(run.pid, getattr(signal, name))
        assert run.last() == status
        assert time.monotonic() - began < PATIENCE_S / 2
    with stage.sit_down() as desk:
        found = len(desk.repository.readings(key, "weekly")) - before
        assert found in (0, ROWS // 4)
        assert (desk.repository.head() == head) == (found == 0)
        assert desk.repository.first_broken() is None


CRASHING = """
from cadence_tui.tui.screens.importing import ImportScreen
def _looked(self, found, turn):
    raise ValueError("invalid literal: %s %r %s" % (self._called, self._data, found))
ImportScreen._looked = _looked
"""


def test_a_crash_over_a_file_leaves_nothing_of_it_in_the_log(stage: Stage) -> None:
    """Neither its name nor what it holds, though the error quotes both."""
    path = stage.folder / "Zanzibar.csv"
    path.write_text("KPI,2026-W45\nZanzibar rate,73519\n", "utf-8")
    with running(PROGRAM + CRASHING, stage) as run:
        run.press("i")
        run.see("Which file holds")
        run.press(str(path))
        run.see("Zanzibar.csv")
        run.press("enter")
        assert run.last() == 1
    (log,) = stage.folder.rglob("*.log")
    text = log.read_text("utf-8")
    assert "_looked" in text
    assert "ValueError" in text
    assert "zanzibar" not in text.casefold()
    assert "73519" not in text
