"""A JSON export, read row by row: however long it is, only one row of it is in memory.

The document's own form is told here, whoever wrote it out anew: spaces, line ends and the order of keys in a row do not
matter, the order of rows does. What may stand in a table, the store knows.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges.problems import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT, VERSION = "cadence", 1
_CHUNK = 1 << 16
_LONGEST = 1 << 25
_SPACE = " \t\r\n"
_MAGIC = b"SQLite format 3\x00"
_MOST = 1 << 63


def read_export(file: BinaryIO, name: str) -> tuple[int, Iterator[tuple[str, dict[str, Any] | None]]]:
    """Read an export: the number of its schema, then its rows with the table of each; a table begins with None.

    Raises:
        InvalidError: in one sentence, for what is no export, or is cut short, or is from a newer program.
    """
    if file.peek(len(_MAGIC))[: len(_MAGIC)] == _MAGIC:  # type: ignore[attr-defined]
        raise InvalidError(f"{name} is a database and no JSON export; “cadence backup restore FILE” puts it back.")
    reader = _Reader(file, name)
    reader.sign("{")
    head = dict[str, Any]()
    while (key := reader.key()) != "tables":
        if key in head or key not in ("format", "version", "schema"):
            reader.refuse()
        head[key] = reader.value()
        reader.sign(",")
    if head.get("format") != FORMAT or type(head.get("version")) is not int or type(head.get("schema")) is not int:
        raise InvalidError(f"{name} is no export of cadence; name a file that “cadence export” wrote.")
    if head["version"] != VERSION:
        raise InvalidError(
            f"{name} has the form {echo(head['version'])}, this program reads {VERSION}; update cadence."
        )
    return head["schema"], reader.tables()


class _Reader:
    """A JSON text that is read piece by piece."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._text, self._at, self._ended = "", 0, False
        self._row = json.JSONDecoder(
            object_pairs_hook=self._once, parse_float=self._no_float, parse_constant=self._no_float
        )

    def tables(self) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """Go through the rows of all tables, up to the end of the document."""
        self.sign("{")
        seen = set[str]()
        while True:
            table = self.key()
            if table in seen:
                self.refuse()
            seen.add(table)
            yield table, None
            self.sign("[")
            if self._sign() == "]":
                self.sign("]")
            else:
                yield from ((table, row) for row in self._rows())
            if self._next("}") == "}":
                break
        self.sign("}")
        if self._sign():
            self.refuse()

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Go through the rows of a table whose list is open, and close it."""
        while True:
            row = self.value()
            if not isinstance(row, dict):
                self.refuse()
            yield row
            if self._next("]") == "]":
                return

    def _next(self, end: str) -> str:
        """Read a comma, or what ends the list."""
        sign = self._sign()
        self.sign(sign if sign and sign in f",{end}" else end)
        return sign

    def key(self) -> str:
        """Read a name and its colon."""
        key = self.value()
        if not isinstance(key, str):
            self.refuse()
        self.sign(":")
        return key

    def sign(self, wanted: str) -> None:
        """Read one sign of punctuation."""
        if self._sign() != wanted:
            self.refuse()
        self._at += 1

    def _sign(self) -> str:
        """Look at the next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:  # noqa: ANN401 (whatever it holds)
        """Read one value whole, as much of the file as that takes."""
        self._sign()
        while True:
            try:
                value, end = self._row.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                if len(self._text) - self._at > _LONGEST or not self._more():
                    self.refuse()
                continue
            # A number that touches the end of what is read may go on.
            if end < len(self._text) or not self._more():
                self._at = end
                return value

    def _more(self) -> bool:
        """Read on: as much again as is in hand, so that a long row is not looked at over and over."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        try:
            data = self._file.read(max(_CHUNK, len(rest)))
            self._ended = not data
            self._text, self._at = rest + self._decode(data, not data), 0
        except UnicodeDecodeError:
            self.refuse()
        return not self._ended

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Make a row; a name that stands twice would hide a value."""
        row = dict(pairs)
        if len(row) < len(pairs):
            self.refuse()
        return row

    @staticmethod
    def _no_float(text: str) -> NoReturn:
        """Refuse what no table holds: decimals are texts."""
        raise ValueError(text)

    def refuse(self) -> NoReturn:
        """Say that the document is not as one is written."""
        raise InvalidError(f"{self._name} is no whole export of cadence; nothing was restored. Export it again.")
