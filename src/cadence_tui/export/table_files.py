"""Tables as CSV files in one zip, safe to open in a spreadsheet, written piece by piece.

A zip and no folder: it is there whole or not at all, it overwrites one name that was given, and it can be sent.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cadence_tui.domain.spreadsheet import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINES = 2_000
_OLDEST = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o600 << 16


class Table(NamedTuple):
    """A table to write: the name of its file, its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Iterable[object]]


def zipped(tables: Iterable[Table], delimiter: str = ",") -> Iterator[bytes]:
    """Write each table as a file of its own; the same tables give the same bytes."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for table in tables:
            member = ZipInfo(f"{table.name}.csv", _OLDEST)
            member.compress_type, member.external_attr = ZIP_DEFLATED, _PRIVATE
            with archive.open(member, "w", force_zip64=True) as file:
                for text in _texts(table, delimiter):
                    file.write(text.encode())
                    yield sink.taken()
    yield sink.taken()


def _texts(table: Table, delimiter: str) -> Iterator[str]:
    """Write a table's lines, many at a time; the mark at the beginning tells spreadsheets that it is UTF-8."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(table.columns)
    for number, row in enumerate(table.rows, 1):
        writer.writerow(["" if cell is None else prefixed(str(cell)) for cell in row])
        if number % _LINES == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


class _Sink:
    """Keeps what a zip writes until it is taken, so that no whole zip is ever in memory."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        """Keep a piece."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is kept waits to be taken."""

    def close(self) -> None:
        """Do nothing: there is no file to close."""

    def taken(self) -> bytes:
        """Hand over what was kept."""
        piece = bytes(self._held)
        self._held.clear()
        return piece
