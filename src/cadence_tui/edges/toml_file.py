"""TOML files: read into plain values, with the line on which each table and key stands."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]

_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE = re.compile("overwrite|twice|mutate|duplicate", re.IGNORECASE)
# What a value is made of, as far as it matters where it ends; the longest kind of string comes first.
_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)
_HEADER = re.compile(r"(\[\[?)[ \t]*((?:\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[^\"'\]\n])+)\]\]?")
_KEY = re.compile(r"(?:\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[^\"'=\n])+(?==)")
_PART = re.compile(r"\"((?:\\.|[^\"\\\n])*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+)")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


def read_toml(text: str, source: str) -> dict[str, Any]:
    """Read a TOML document, its numbers as exact decimals.

    Raises:
        InvalidError: naming the line that is not TOML.
    """
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        detail = str(error)
        at = _AT.search(detail)
        line = (at and at[1]) or len(text.splitlines()) or 1
        what = visible(detail[: at.start()] if at else detail)
        right = "name it once" if _TWICE.search(what) else "put a text in double quotes, a table’s name in brackets"
        raise InvalidError(f"{source}, line {line}: It is not TOML: {what}; {right}.") from None
    except (RecursionError, ValueError):
        raise InvalidError(f"{source} is not a file of this kind: a number or a list in it is endless.") from None


class Lines:
    """The line of each table and key in a TOML document that was read before, and so is known to be well-formed."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        for path, line in _places(text.replace("\r\n", "\n")):
            # A name that stands for several tables is first met at the first of them.
            for depth in range(1, len(path) + 1):
                self._lines.setdefault(path[:depth], line)

    def of(self, path: Path) -> int:
        """Find a key's line, or that of the nearest table or key around it; 1 when there is none."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """Walk over the statements of a document, and yield what each defines with its line."""
    table: Path = ()
    counts: Counter[Path] = Counter()
    at, line, counted = 0, 1, 0
    while (at := _end(_BLANK, text, at)) < len(text):
        line, counted = line + text.count("\n", counted, at), at
        if header := _HEADER.match(text, at):
            table = _numbered(_parts(header[2]), counts, is_new=header[1] == "[[")
            yield table, line
            at = header.end()
        elif key := _KEY.match(text, at):
            yield (*table, *_parts(key[0])), line
            at = _value_end(text, key.end() + 1)
        else:
            return


def _numbered(parts: tuple[str, ...], counts: Counter[Path], *, is_new: bool) -> Path:
    """Put the number of the newest table behind each name that stands for several."""
    path: Path = ()
    for at, part in enumerate(parts, start=1):
        path = (*path, part)
        if is_new and at == len(parts):
            counts[path] += 1
        if counts[path]:
            path = (*path, counts[path] - 1)
    return path


def _parts(key: str) -> tuple[str, ...]:
    """Take a dotted key apart; escapes in it stay as they are written."""
    return tuple(part[1] or part[2] or part[3] or "" for part in _PART.finditer(key))


def _value_end(text: str, at: int) -> int:
    """Find the end of the line on which a value ends."""
    depth = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or (token["end"] and depth == 0):
            return at + 1
        depth += bool(token["open"]) - bool(token["close"])
        at = token.end()
    return at


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Find where a pattern ends that may match nothing."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _decimal(text: str) -> Decimal:
    """Read a number exactly; one with an absurd exponent is none."""
    try:
        return Decimal(text)
    except DecimalException:
        return Decimal("NaN")
