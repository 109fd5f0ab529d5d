"""The text of a terminal's screen, worked out from what a program writes; colours are dropped."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

_TOKEN = re.compile(
    r"""
      \x1b\[ (?P<mark>[<=>?]?) (?P<numbers>[0-9:;]*) (?P<middle>[ -/]*) (?P<last>[@-~])   # control sequences
    | \x1b[\]PX^_] (?P<string>[^\x07\x1b]*) (?:\x07|\x1b\\)                               # strings: titles, settings
    | \x1b (?P<escape>[ -/]*[0-OQ-WYZ`-~\\])
    | (?P<control>[\x00-\x1a\x1c-\x1f\x7f])
    | (?P<text>[^\x00-\x1f\x7f]+)
    """,
    re.VERBOSE,
)
_SYNCHRONIZED = "2026"
_LONGEST = 4096
_TAB = 8


class Screen:
    """A screen that follows a program's output, and gathers the answers that the program waits for."""

    def __init__(self, columns: int, rows: int) -> None:
        """Begin with an empty screen."""
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.x = self.y = 0
        self.frames = 0
        self.is_drawing = False
        self.answers = list[str]()
        self._rest = ""

    def text(self) -> str:
        """Give the text, a line for each row."""
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def feed(self, output: str) -> None:
        """Follow some output; a sequence that is cut off waits for the rest of it."""
        output, at = self._rest + output, 0
        while at < len(output):
            token = _TOKEN.match(output, at)
            if token is None:
                if len(output) - at < _LONGEST:
                    break
                at += 1
                continue
            at = token.end()
            self._take(token)
        self._rest = output[at:]

    def _take(self, token: re.Match[str]) -> None:
        if token["text"]:
            self._write(token["text"])
        elif token["last"]:
            self._control_sequence(token["mark"], token["numbers"], token["middle"], token["last"])
        elif token["control"]:
            self._control(token["control"])

    def _write(self, text: str) -> None:
        for char in text:
            if category(char) in ("Mn", "Me", "Cf"):
                continue
            width = 2 if east_asian_width(char) in "WF" else 1
            if self.x + width > self.columns:
                self.x = 0
                self._line_feed()
            self.cells[self.y][self.x] = char
            if width == 2:
                self.cells[self.y][self.x + 1] = ""
            self.x += width

    def _line_feed(self) -> None:
        if self.y < self.rows - 1:
            self.y += 1
        else:
            self.cells = [*self.cells[1:], [" "] * self.columns]

    def _control(self, control: str) -> None:
        if control == "\r":
            self.x = 0
        elif control in "\n\v\f":
            self._line_feed()
        elif control == "\b":
            self.x = max(0, self.x - 1)
        elif control == "\t":
            self.x = min(self.columns - 1, (self.x // _TAB + 1) * _TAB)

    def _control_sequence(self, mark: str, numbers: str, middle: str, last: str) -> None:
        if mark or middle:
            self._private(mark, numbers, middle, last)
            return
        values = [int(number.partition(":")[0] or 0) for number in numbers.split(";")]
        count = values[0] or 1
        if last in "Hf":
            self._go((values[1] if len(values) > 1 else 1) - 1, count - 1)
        elif last in "ABCD":
            right, down = {"A": (0, -1), "B": (0, 1), "C": (1, 0), "D": (-1, 0)}[last]
            self._go(self.x + right * count, self.y + down * count)
        elif last == "G":
            self._go(count - 1, self.y)
        elif last == "d":
            self._go(self.x, count - 1)
        elif last in "JKX":
            self._erase(last, values[0])
        elif last in "cn":
            self._report(last, numbers)

    def _go(self, x: int, y: int) -> None:
        self.x, self.y = min(max(x, 0), self.columns - 1), min(max(y, 0), self.rows - 1)

    def _erase(self, what: str, how: int) -> None:
        """Blank some cells: of the line (K), from the cursor on (X), or of the whole screen (J)."""
        here = min(self.x, self.columns - 1)
        whole = (0, self.columns)
        first, end = (
            (here, here + (how or 1)) if what == "X" else {0: (here, self.columns), 1: (0, here + 1)}.get(how, whole)
        )
        for column in range(first, min(end, self.columns)):
            self.cells[self.y][column] = " "
        if what == "J":
            rows = {0: range(self.y + 1, self.rows), 1: range(self.y)}.get(how, range(self.rows))
            for row in rows:
                self.cells[row] = [" "] * self.columns

    def _private(self, mark: str, numbers: str, middle: str, last: str) -> None:
        """Follow frames and the alternate screen, and answer what a program asks of its terminal."""
        if mark == "?" and last in "hl" and not middle:
            for mode in numbers.split(";"):
                if mode == _SYNCHRONIZED:
                    self.is_drawing = last == "h"
                    self.frames += last == "l"
                elif mode == "1049" and last == "h":
                    self.cells = [[" "] * self.columns for _ in range(self.rows)]
        elif mark == "?" and middle == "$" and last == "p":
            known = 2 if numbers == _SYNCHRONIZED else 0
            self.answers.append(f"\x1b[?{numbers};{known}$y")
        elif mark == "?" and last == "u":
            self.answers.append("\x1b[?0u")

    def _report(self, what: str, numbers: str) -> None:
        """Say what terminal this is, or where the cursor stands."""
        if what == "c":
            self.answers.append("\x1b[?62;22c")
        elif numbers == "6":
            self.answers.append(f"\x1b[{self.y + 1};{min(self.x, self.columns - 1) + 1}R")
