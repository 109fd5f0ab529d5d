"""Where a KPI's value comes from: a command, a cell of a file, a query of a SQLite file, or an address with JSON.

A source names what is run or read on somebody's machine, so that it is fetched only where it is asked for, and only on
a machine whose user has looked at it.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_line, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

SourceKind = Literal["command", "file", "sqlite", "url"]

KINDS: Mapping[SourceKind, str] = {
    "command": "a command that prints it",
    "file": "a cell of a CSV, TSV or XLSX file",
    "sqlite": "a query of a SQLite file",
    "url": "JSON from an address",
}
LONGEST = 2_000
_STEP = re.compile(r"([^.\[\]]+)|\[(-?[0-9]{1,6})\]")
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_SHOWN = 60
# A number whose exponent is far beyond any value would be written out as so many digits.
_EXPONENTS = range(-40, 40)


class Source(NamedTuple):
    """What to ask (a command line, a path, an address), and which part of the answer is the value."""

    kind: SourceKind
    place: str
    pick: str = ""

    def words(self) -> str:
        """Say where the value comes from, in one line."""
        beside = f" · {self.pick}" if self.pick else ""
        return f"{self.place}{beside}"

    @property
    def argv(self) -> list[str]:
        """Give a command as its words; no shell ever reads them."""
        import shlex

        return shlex.split(self.place)


def read_source(kind: str, place: str, pick: str = "") -> Source:
    """Read a source as it is set.

    Raises:
        InvalidError: saying what is wrong and what would be right.
    """
    found = next((one for one in KINDS if one == kind.strip().casefold()), None)
    if found is None:
        raise InvalidError(f"kind: There is no source “{visible(kind[:_SHOWN])}”; there are {', '.join(KINDS)}.")
    place = clean_line(place, "place", longest=LONGEST)
    pick = clean_line(pick, "part", longest=LONGEST) if pick.strip() else ""
    if found == "url":
        _check_address(place)
    elif found == "command":
        _check_command(place)
    elif not place.startswith("/") and not re.match(r"[A-Za-z]:[\\/]|\\\\", place):
        raise InvalidError(
            f"place: “{visible(place[:_SHOWN])}” is no whole path; write it from the root on, as /home/…."
        )
    if found == "file" and not pick:
        raise InvalidError("pick: Name a cell, as B7, or a column, of which the last cell that is filled counts.")
    if found == "sqlite" and not re.match(r"(?i)(select|with|values)\b", pick):
        raise InvalidError("pick: Write a query that begins with SELECT, and gives one value.")
    if found in ("url", "command") and pick:
        steps(pick)
    return Source(found, place, pick)


def _check_address(place: str) -> None:
    """Refuse what is no address of the web."""
    if not re.match(r"(?i)https?://[^\s/?#]+", place) or re.search(r"\s", place):
        raise InvalidError("place: Write a whole address, as https://example.com/numbers.json.")


def _check_command(place: str) -> None:
    """Refuse a command that cannot be cut into words, or whose program is found by where one stands."""
    import shlex

    try:
        words = shlex.split(place)
    except ValueError as error:
        raise InvalidError("place: A quote in the command is never closed; close it.") from error
    if not words or not words[0]:
        raise InvalidError("place: Write a command, as /usr/local/bin/churn --week.")
    if "/" in words[0] and not words[0].startswith("/"):
        raise InvalidError(f"place: Write the program with its whole path, not {visible(words[0][:_SHOWN])}.")


# --- What came --------------------------------------------------------------------------------------------------------


def steps(path: str) -> list[str | int]:
    """Read a path into JSON, as data.items[0].value; [-1] is the last of a list.

    Raises:
        InvalidError: when it is none.
    """
    found = list[str | int]()
    at = 0
    while at < len(path):
        at += path[at] == "." and bool(found)
        step = _STEP.match(path, at)
        if step is None:
            raise InvalidError(
                f"pick: “{visible(path[:_SHOWN])}” is no path into JSON; write it as data.items[0].value."
            )
        found.append(step[1] if step[1] is not None else int(step[2]))
        at = step.end()
    return found


def picked(document: Any, path: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Go down a path into a document.

    Raises:
        InvalidError: naming the step that leads nowhere.
    """
    for step in steps(path):
        is_there = (
            -len(document) <= step < len(document)
            if isinstance(step, int) and isinstance(document, list)
            else isinstance(document, dict) and step in document
        )
        if is_there:
            document = document[step]
        else:
            name = f"[{step}]" if isinstance(step, int) else step
            raise InvalidError(
                f"The answer has no “{visible(name[:_SHOWN])}” where {visible(path[:_SHOWN])} looks for it."
            )
    return document


def cell_place(pick: str) -> tuple[int, int] | None:
    """Read a cell as B7, into row and column counted from 0; None where it is the name of a column."""
    found = _CELL.fullmatch(pick.strip())
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def as_text(value: object) -> str:
    """Write a value of JSON or of a database as a person would type it.

    Raises:
        InvalidError: when it is no single value, or no number that there is.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and type(value) is not str:  # a number as its file has it
        sign = "%" * value.endswith("%")
        return plain(value.removesuffix(sign)) + sign
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, int | float):
        return plain(repr(value) if isinstance(value, float) else f"{value:d}" if abs(value) < 10**40 else "inf")
    if value is None:
        raise InvalidError("It gave nothing; is there a value yet?")
    raise InvalidError("It gave a list or an object, not one value; name the part that is meant.")


def plain(number: str) -> str:
    """Write a number without an exponent."""
    try:
        found = Decimal(number)
    except InvalidOperation as error:
        raise InvalidError(f"It gave “{visible(number[:_SHOWN])}”, which is no number.") from error
    if not found.is_finite() or found.adjusted() not in _EXPONENTS:
        raise InvalidError(f"It gave “{visible(number[:_SHOWN])}”, which is no value that can be kept.")
    return f"{found:f}"


def one_line(text: str) -> str:
    """Take the one line that was given.

    Raises:
        InvalidError: when there is none, or more than one.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise InvalidError("It gave nothing; is there a value yet?")
    if len(lines) > 1:
        raise InvalidError(f"It gave {len(lines)} lines; a source gives one value.")
    if "=" in lines[0]:
        raise InvalidError(f"It gave “{visible(lines[0][:_SHOWN])}”, which is no value.")
    return lines[0]
