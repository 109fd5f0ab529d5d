"""A program in a pseudo-terminal of its own, timed from outside: what a person at the keyboard would see, and when."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import termios
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from tests.bench.commands import BenchError
from tests.bench.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

COLUMNS, ROWS = 120, 40
PATIENCE_S = 15.0
QUIET_S = 0.25
KEYS = {"enter": "\r", "escape": "\x1b", "down": "\x1b[B", "up": "\x1b[A", "tab": "\t", "ctrl+p": "\x10"}
_PAGE = 65_536


class Program:
    """A program that draws on a screen."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it; the clock begins to run just before."""
        self.screen = Screen(COLUMNS, ROWS)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.begin = perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execve(words[0], list(words), dict(env))  # noqa: S606 (the words are ours)
            finally:
                os._exit(127)

    def _read(self, patience_s: float) -> bool:
        """Take what has been written, waiting for it a while; whether there was anything."""
        if not select.select([self._terminal], [], [], max(patience_s, 0))[0]:
            return False
        try:
            data = os.read(self._terminal, _PAGE)
        except OSError:
            data = b""
        if not data:
            raise BenchError(f"the program ended by itself{self._last_words()}")
        self.screen.feed(self._decode(data))
        for answer in self.screen.answers:
            os.write(self._terminal, answer.encode())
        self.screen.answers.clear()
        return True

    def wait(self, holds: Callable[[Screen], bool], patience_s: float = PATIENCE_S) -> float:
        """Read on until a whole frame is as wanted; returns the moment it was.

        Raises:
            BenchError: when that does not come.
        """
        until = perf_counter() + patience_s
        while (left := until - perf_counter()) > 0:
            if self._read(left):
                now = perf_counter()
                if not self.screen.is_drawing and holds(self.screen):
                    return now
        raise BenchError(f"what was waited for did not come within {patience_s:g} s")

    def _last_words(self) -> str:
        """Quote the last line on the screen, where there is one."""
        lines = self.screen.text().split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f" (“{last}”)" if last else ""

    def settle(self, quiet_s: float = QUIET_S) -> None:
        """Read on until nothing has been written for a while; one that never stops drawing is left to it."""
        until = perf_counter() + 8 * quiet_s
        while perf_counter() < until and self._read(quiet_s):
            pass

    def press(self, key: str) -> float:
        """Send a key; returns the moment."""
        now = perf_counter()
        os.write(self._terminal, KEYS.get(key, key).encode())
        return now

    def answer_ms(self, key: str, holds: Callable[[Screen], bool], patience_s: float = PATIENCE_S) -> float:
        """Give the milliseconds from a key to the whole frame that answers it.

        Raises:
            BenchError: when the screen is as wanted before the key, which would measure nothing.
        """
        if holds(self.screen):
            raise BenchError(f"what {key!r} should bring is there before it")
        pressed = self.press(key)
        return (self.wait(holds, patience_s) - pressed) * 1000

    def frame_ms(self, key: str, patience_s: float = 2.0) -> float:
        """Give the milliseconds from a key to the end of the next frame, whatever it shows."""
        frames = self.screen.frames
        return self.answer_ms(key, lambda screen: screen.frames > frames, patience_s)

    def memory_mib(self) -> float:
        """Give the most memory that it has had so far."""
        for line in Path(f"/proc/{self.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise BenchError("this system does not say how much memory a process has had")

    def processor_ms(self) -> float:
        """Give the processor time that it has used so far."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text("ascii").split()[0]) for thread in threads) / 1e6

    def idle_percent(self, seconds: float) -> float:
        """Leave it alone for a while; returns the share of one core that it used meanwhile."""
        begin, used = perf_counter(), self.processor_ms()
        while (left := begin + seconds - perf_counter()) > 0:
            self._read(left)
        return (self.processor_ms() - used) / (perf_counter() - begin) / 10

    def end(self) -> None:
        """End it, kindly at first."""
        for number, patience_s in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)
            until = perf_counter() + patience_s
            while perf_counter() < until:
                with suppress(BenchError):
                    self._read(0)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._terminal)
                    return
                sleep(0.005)
        raise BenchError("it cannot be ended")


@contextmanager
def started(words: Sequence[str], env: Mapping[str, str]) -> Iterator[Program]:
    """Start a program, and end it."""
    program = Program(words, env)
    try:
        yield program
    finally:
        program.end()
