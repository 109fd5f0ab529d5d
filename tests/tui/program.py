"""The app in a pseudo-terminal of its own, for what only a real one can show: what reaches it, and how it is left."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("There are no pseudo-terminals here.", allow_module_level=True)

import termios

from tests.bench.commands import BenchError
from tests.bench.terminal import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.screen import Screen
    from tests.tui.conftest import Stage

PROGRAM = "from cadence_tui.__main__ import main; import sys; sys.argv = ['cadence', '--db', {path!r}]\n"
MEETING = PROGRAM + "sys.argv += ['review', 'weekly']\n"
# No file may have more than a page: each further one is refused, as on a full disk.
FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
ENTERS_SCREEN, LEAVES_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
HIDES_CURSOR, SHOWS_CURSOR = "\x1b[?25l", "\x1b[?25h"
PATIENCE_S = 20


class Run(Program):
    """The app in a terminal, with all that it has written and how it ended."""

    def __init__(self, script: str, stage: Stage) -> None:
        """Start it on the stage's file, at the stage's moment."""
        self.written = ""
        home = str(stage.folder)
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
        env = {**kept, "HOME": home, "TERM": "xterm-256color", "CADENCE_NOW": stage.now.isoformat()}
        env["ESCDELAY"] = "20"  # how many milliseconds esc may still be the beginning of another key
        env["PYTHONDONTWRITEBYTECODE"] = "1"  # a full disk would leave halves of compiled modules behind
        env |= {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        super().__init__((sys.executable, "-c", script.format(path=str(stage.path)) + "main()"), env)
        self._modes = termios.tcgetattr(self._terminal)
        self.is_sane = False
        feed = self.screen.feed

        def keep(output: str) -> None:
            self.written += output
            feed(output)

        self.screen.feed = keep  # type: ignore[method-assign]

    def wait(self, holds: Callable[[Screen], bool], patience_s: float = PATIENCE_S) -> float:
        """Read on until a whole frame is as wanted, which it may be already; returns the moment it was."""
        if not self.screen.is_drawing and holds(self.screen):
            return time.perf_counter()
        try:
            return super().wait(holds, patience_s)
        except BenchError as error:
            raise BenchError(f"{error}:\n{self.screen.text()}") from error

    def see(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        self.wait(lambda screen: text in screen.text(), PATIENCE_S)
        self.settle()

    def type(self, text: str) -> None:
        """Press a key after another, and wait until the text stands on the screen."""
        for char in text:
            self.press(char)
        self.wait(lambda screen: text in screen.text(), PATIENCE_S)

    def kill(self, number: int) -> int:
        """Send it a signal; returns how it ended."""
        os.kill(self.pid, number)
        return self.last()

    def last(self) -> int:
        """Read to its end; returns its exit status, negative for the signal that ended it.

        The terminal `is_sane` then, if it echoes and edits lines as it did before, and shows the screen and the cursor
        of before.
        """
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._read(0.2)
            except BenchError:
                break
            if time.monotonic() > until:
                raise BenchError(f"it does not end:\n{self.screen.text()}")
        _, status = os.waitpid(self.pid, 0)
        is_left = self.written.rfind(LEAVES_SCREEN) > self.written.rfind(ENTERS_SCREEN)
        is_left = is_left and self.written.rfind(SHOWS_CURSOR) > self.written.rfind(HIDES_CURSOR)
        self.is_sane = is_left and termios.tcgetattr(self._terminal) == self._modes
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


@contextmanager
def running(script: str, stage: Stage, first: str = "What needs you") -> Iterator[Run]:
    """Run the app up to its first screen, on which some words stand; it is ended where something goes wrong."""
    run = Run(script, stage)
    try:
        run.see(first)
        yield run
    except BaseException:
        run.end()
        raise
