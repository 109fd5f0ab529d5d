"""A list of names from a file: CSV, TSV, XLSX or plain text, with a header or without.

A list of what a company tracks comes out of any spreadsheet, so nothing is asked of its form: the column of the names
is found, and whoever asked is told which it was, and what else there was.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.spreadsheet import unprefixed
from cadence_tui.domain.text import visible
from cadence_tui.edges.problems import echo, refuse
from cadence_tui.edges.tables import DELIMITERS, NAMED, delimited, first_of_words, is_number
from cadence_tui.edges.text_file import WORKBOOK, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_LOOK_AT = 50


class NameList(NamedTuple):
    """The names in a file, one a row, as they stand there.

    `header` is the name of their column, empty where the file has none; `others` counts the columns beside it.
    """

    rows: tuple[str, ...]
    header: str
    others: int


def read_names(path_name: str, data: bytes) -> NameList:
    """Read the names in a file, whose kind is told by looking and by its ending.

    Raises:
        InvalidError: for a file that cannot be read, naming the line and the reason, and for one without a name.
    """
    problems: list[str] = []
    name = visible(PurePath(path_name).name) or "The file"
    rows = _rows(PurePath(path_name).suffix.casefold(), data, problems)
    if not problems and not any(cell.strip() for row in rows for cell in row):
        problems.append("line 1: The file is empty; it holds a name a line, or in a column.")
    if problems:
        raise refuse(problems, f"{name} has {{count}} problems; nothing was taken:", source=name)
    return _column(rows)


def _rows(ending: str, data: bytes, problems: list[str]) -> list[list[str]]:
    """Cut a file into rows of cells, empty ones too."""
    if data.startswith(WORKBOOK):
        from cadence_tui.edges.workbook import sheet_lines

        return [cells for _, cells in sheet_lines(data, problems)]
    text = decoded(data, problems)
    if problems:
        return []
    delimiter = _delimiter(ending, text)
    if not delimiter:
        return [[line] for line in text.splitlines()]
    return [[unprefixed(cell) for cell in cells] for _, cells in delimited(text, problems, delimiter)]


def _delimiter(ending: str, text: str) -> str:
    """Find what separates cells: that which every line has, and equally often; in a plain list there is none."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOK_AT]
    for delimiter in ("\t", ";", ","):
        counts = {line.count(delimiter) for line in lines if '"' not in line}
        if len(counts) == 1 and counts.pop():
            return delimiter
    if ending not in _TABLES:
        return "\t" if any("\t" in line for line in lines) else ""
    first = lines[0] if lines else ""
    return max(DELIMITERS, key=lambda one: (first.count(one), one == _TABLES[ending]))


def _column(rows: Sequence[Sequence[str]]) -> NameList:
    """Find the column of the names, and whether the first row that holds something is its header."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(len(row) for row in filled)
    head = [cell.strip() for cell in filled[0]] + [""] * (width - len(filled[0]))
    named = next((at for at, cell in enumerate(head) if NAMED.fullmatch(cell)), None)
    below = filled[1:]
    at = named if named is not None else first_of_words(filled, range(width)) or 0
    has_header = named is not None or (bool(below) and any(_is_head(head[n], below, n) for n in range(width)))
    body = [row for row in rows if row is not filled[0]] if has_header else rows
    others = sum(any(cell.strip() for cell in _cells(filled, n)) for n in range(width) if n != at)
    return NameList(tuple(_cells(body, at)), echo(head[at]) if has_header else "", others)


def _cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """Give a column; a row that is too short has an empty cell."""
    return [" ".join(row[at].split("\n")) if at < len(row) else "" for row in rows]


def _is_head(name: str, below: Sequence[Sequence[str]], at: int) -> bool:
    """Say whether a word stands above numbers."""
    cells = [cell for cell in _cells(below, at) if cell.strip()]
    return bool(name) and not is_number(name) and bool(cells) and all(is_number(cell) for cell in cells)
