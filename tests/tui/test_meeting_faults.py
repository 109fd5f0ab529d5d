"""A check-in in a terminal of its own, killed, cut off, crashed and crowded: what was acknowledged is there."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from random import Random
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.errors import BusyError
from cadence_tui.services import drafts
from cadence_tui.storage.contents import compare
from tests.conftest import ROUNDS
from tests.meetings import KEYS, WEEK, founded
from tests.tui.program import FULL, LEAVES_SCREEN, MEETING, PATIENCE_S, Run, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tui.conftest import Stage

pytestmark = pytest.mark.long
FIRST = "Next step"
CRASHING = """
from cadence_tui.tui.screens.meeting import Meeting
def action_add(self):
    raise ZeroDivisionError("churn [/] fell")
Meeting.action_add = action_add
"""
HOLDING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


def _row(run: Run, key: str) -> str:
    """Give the line of a KPI."""
    return next((line for line in run.screen.text().split("\n") if f"Number {key} " in line), "")


class Typist:
    """Types values into a check-in until a moment comes, and remembers what the screen has acknowledged."""

    def __init__(self, run: Run, until: float, chance: Random) -> None:
        """Begin at the first field."""
        self.run, self.until, self.chance = run, until, chance
        self.acknowledged = dict[str, str]()
        self.sent = dict[str, str]()
        self.typing, self.typed = "", ""

    def _is_time(self) -> bool:
        """Wait a little, as between two keys; say whether the moment has come."""
        rest = time.monotonic() + self.chance.random() / 30
        while (left := rest - time.monotonic()) > 0:
            self.run._read(left)
        return time.monotonic() >= self.until

    def go(self) -> None:
        """Type one value after the other."""
        for number, key in enumerate(KEYS):
            self.typing, self.typed, value = key, "", f"{61 + number}.5"
            for char in value:
                if self._is_time():
                    return
                self.run.press(char)
                self.typed += char
            if self._is_time():
                return
            self.run.press("enter")
            self.sent[key], self.typed = value, ""
            while value not in _row(self.run, key) or f"{value} " not in _row(self.run, key) + " ":
                self.run._read(0.05)
                if time.monotonic() >= self.until + 1:
                    return
            self.run.wait(lambda _, key=key: self._has_gone_on(key), PATIENCE_S)  # type: ignore[misc]
            self.acknowledged[key] = value
        self.typing = ""

    def _has_gone_on(self, key: str) -> bool:
        """Say whether the program says that it has saved a value: no words stand below its row any more."""
        lines = [*self.run.screen.text().split("\n"), ""]
        at = next((n for n, line in enumerate(lines) if f"Number {key} " in line), 0)
        return "↳" not in lines[at + 1]


def test_killed_at_any_moment_of_a_check_in(stage: Stage) -> None:
    """Every value that the screen acknowledged is there, nothing is half, and what was being typed is offered again."""
    founded(stage)
    whole, chance = stage.path.read_bytes(), Random(ROUNDS)
    for round_ in range(ROUNDS // 4 or 2):
        stage.path.write_bytes(whole)
        with running(MEETING, stage, FIRST) as run:
            typist = Typist(run, time.monotonic() + chance.random() * 3, chance)
            typist.go()
            has_rested = round_ % 2 == 0 and typist.typed
            if has_rested:
                run.wait(lambda _, typist=typist: typist.typed in _row(typist.run, typist.typing), PATIENCE_S)  # type: ignore[misc]
                time.sleep(0.6)
            assert run.kill(signal.SIGKILL) == -signal.SIGKILL
        with stage.sit_down() as desk:
            repository = desk.repository
            assert repository.first_broken() is None
            assert compare(repository.database.connection).differ == ()
            for key in KEYS:
                found = repository.reading(key, WEEK)
                assert found is None or str(found) == typist.sent[key]
                assert found is not None or key not in typist.acknowledged
            offered = drafts.of_field(desk, "Ada", f"value/{typist.typing}/{WEEK}")
        if has_rested:
            assert offered is not None
            assert offered.text == typist.typed
            with running(MEETING, stage, FIRST) as run:
                assert typist.typed in _row(run, typist.typing)
                run.kill(signal.SIGKILL)


@pytest.mark.parametrize(("name", "status"), [("SIGHUP", 129), ("SIGTERM", 143)])
def test_cut_off_in_a_check_in(stage: Stage, name: str, status: int) -> None:
    """Right after a key: the text is kept, the terminal left sane, the exit status says so, and it goes on there."""
    founded(stage)
    with running(MEETING, stage, FIRST) as run:
        run.type("61.5")
        assert run.kill(getattr(signal, name)) == status
        assert run.is_sane
    with running(MEETING, stage, FIRST) as run:
        assert "61.5" in _row(run, "k1")
        run.press("\x7f")
        run.press("7")
        run.press("enter")
        run.wait(lambda _: "61.7" in _row(run, "k1"), PATIENCE_S)
        run.kill(signal.SIGKILL)


def test_a_crash_in_a_check_in(stage: Stage) -> None:
    """The exit status is 1, one sentence names the log file, the terminal is sane, and what was typed is offered."""
    founded(stage)
    with running(MEETING + CRASHING, stage, FIRST) as run:
        run.type("61.5")
        run.press("\x0e")
        assert run.last() == 1
    assert run.is_sane
    assert "the details are in" in run.written[run.written.rindex(LEAVES_SCREEN) :].replace("\r\n", " ")
    assert "Traceback" not in run.written
    assert any("ZeroDivisionError" in log.read_text("utf-8") for log in stage.folder.rglob("*.log"))
    with running(MEETING, stage, FIRST) as run:
        assert "61.5" in _row(run, "k1")
        run.kill(signal.SIGKILL)


@contextmanager
def _held(stage: Stage, how: str) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold the file until its input ends."""
    words = [sys.executable, "-c", HOLDING, str(stage.path), how]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.stdin.close()
        assert other.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_while_another_process_writes_the_app_waits_and_stays_alive(stage: Stage, how: str) -> None:
    """A long import, or a backup: the field says so and keeps its text, other keys work, and it is saved by itself."""
    founded(stage)
    with running(MEETING, stage, FIRST) as run:
        run.type("61.5")
        with _held(stage, how):
            run.press("enter")
            run.wait(lambda screen: "Waiting" in screen.text() or "another process" in screen.text(), PATIENCE_S)
            assert "61.5" in _row(run, "k1")
            run.press("\x1bOP")
            run.see("Save the value, and go to the next KPI without one;")
            run.press("escape")
            run.wait(lambda _: "61.5" in _row(run, "k1"), PATIENCE_S)
            with closing(sqlite3.connect(f"{stage.path.as_uri()}?immutable=1", uri=True)) as there:
                values = there.execute("SELECT value FROM readings WHERE kpi = 'k1' AND period = ?", (WEEK,))
                assert values.fetchall() == []
        until = time.monotonic() + PATIENCE_S
        found = None
        while found is None and time.monotonic() < until:
            run._read(0.1)
            with suppress(BusyError), stage.sit_down() as desk:
                found = desk.repository.reading("k1", WEEK)
        assert str(found) == "61.5"
        assert run.kill(signal.SIGTERM) == 143
        assert run.is_sane


def test_a_full_disk_keeps_a_form_with_all_its_text(stage: Stage) -> None:
    """An action that cannot be saved: a plain sentence, the form and its text stay, and nothing is half written."""
    founded(stage)
    with stage.sit_down() as desk:
        before = desk.repository.head()
    with running(MEETING + FULL, stage, FIRST) as run:
        run.press("\x0e")
        run.see("Add to the log")
        run.press("enter")
        run.type("Mend the mill")
        run.press("\x13")
        run.wait(lambda screen: "cannot be read or written" in " ".join(screen.text().split()), PATIENCE_S)
        shown = run.screen.text()
        assert "Mend the mill" in shown
        assert "Traceback" not in run.written
        assert run.kill(signal.SIGTERM) == 143
        assert run.is_sane
    with stage.sit_down() as desk:
        assert desk.repository.head() == before
        assert desk.repository.actions() == []
