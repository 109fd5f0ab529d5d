"""Rows of values from a file: CSV, TSV, JSON or XLSX, long (kpi, period or date, value, note) or wide.

All rows are read or none: every bad one is named by its line, its column and why. Whether there is such a KPI, and
whether its value can be read, is for those to say who know the company.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_line, clean_text, visible
from cadence_tui.edges.dates import Order, is_ambiguous, order_of, period
from cadence_tui.edges.json_rows import json_rows
from cadence_tui.edges.layout import LOOK, Layout, detect, letter, number_of, wide_cells
from cadence_tui.edges.problems import refuse
from cadence_tui.edges.tables import COLUMNS, HEADER, Number, as_typed, by_columns, delimited
from cadence_tui.edges.text_file import WORKBOOK, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cadence_tui.edges.layout import Line, WideCell

_SHORT = 200
_LINE = re.compile(r"line (\d+)", re.ASCII)
# A number without what stands around it; and those whose decimals can be nothing else: a comma before one, two or four
# digits, or after groups with points.
_CORE = re.compile(r"\d[\d., \u00a0\u202f]*", re.ASCII)
_COMMA = re.compile(r"(?:\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+),(?:\d{1,2}|\d{4,})", re.ASCII)
_POINT = re.compile(r"(?:\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})", re.ASCII)
_SPACED = re.compile(r"\d[ \u00a0\u202f]\d", re.ASCII)
_RIGHT = {"kpi": "a KPI’s key", "period": "a week as 2026-W47, a month or a day", "value": "it, or take the row out"}


TWO_WAYS = "Its dates can be read two ways, day first or month first; say which (--dates dmy, or --dates mdy)."


class ValueRow(NamedTuple):
    """One value as the file has it, at the line where its row begins.

    `exact` says that the value is a number of the file format itself (as in JSON), written with a point whatever the
    company's number format.
    """

    line: int
    kpi: str
    period: str
    value: str
    note: str = ""
    exact: bool = False
    column: str = ""

    @property
    def place(self) -> str:
        """Say where it stands: the line, and the column too where a line has several."""
        return f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"


def places(rows: Iterable[ValueRow]) -> str:
    """Say where several rows stand: line 2, columns B to E; lines 3 to 9."""
    by_line = dict[int, list[str]]()
    for row in rows:
        by_line.setdefault(row.line, []).append(row.column)
    by_columns = dict[tuple[str, ...], list[int]]()
    for line, columns in by_line.items():
        by_columns.setdefault(tuple(columns), []).append(line)
    return "; ".join(_place(lines, columns) for columns, lines in by_columns.items())


def _place(lines: Sequence[int], columns: Sequence[str]) -> str:
    """Name lines, and the columns of each where a line has several."""
    where = _several("line", lines, str)
    return f"{where}, {_several('column', map(number_of, columns), letter)}" if columns[0] else where


def _several(what: str, numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Name lines or columns, those that stand side by side as a span."""
    spans = list[list[int]]()
    for number in sorted(set(numbers)):
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    parts = [name(one[0]) if len(one) == 1 else f"{name(one[0])} to {name(one[-1])}" for one in spans]
    is_one = len(spans) == len(spans[0]) == 1
    words = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{what}{'' if is_one else 's'} {words}"


class Reading(NamedTuple):
    """How a file is to be read; what is not said is found out by looking.

    `names` gives for a name in the file the KPI that it means, or nothing where it is to be left out.
    """

    sheet: str = ""
    order: Order | None = None
    number_format: str = ""
    names: Mapping[str, str] = MappingProxyType({})


class Found(NamedTuple):
    """What a file holds: its rows, how its table lies, and the sheets that could be read in its place."""

    rows: list[ValueRow]
    layout: Layout
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def read_rows(path_name: str, data: bytes) -> list[ValueRow]:
    """Read every row of a file, whose kind is told by its ending, or else by looking.

    Raises:
        InvalidError: naming every row that cannot be read by line, column and reason.
    """
    return read_file(path_name, data).rows


def read_file(path_name: str, data: bytes, reading: Reading | None = None) -> Found:
    """Read every row of a file, and say how it was read.

    Raises:
        InvalidError: naming every row that cannot be read by line, column and reason.
    """
    problems: list[str] = []
    reading = reading or Reading()
    found = _found(path_name, data, reading, problems)
    if not problems:
        found = found._replace(rows=_dated(found.rows, reading, problems))
    if problems:
        name = visible(PurePath(path_name).name) or "The file"
        problems.sort(key=_line_of)
        raise refuse(problems, f"{name} has {{count}} problems; nothing was imported:", source=name)
    return found


def _line_of(problem: str) -> int:
    """Find the line that a problem is about; one of the whole file comes first."""
    found = _LINE.match(problem)
    return int(found[1]) if found else 0


def number_format_of(rows: Sequence[ValueRow]) -> str:
    """Tell from values that can be read only one way how the others are written; empty where none tells."""
    comma = point = spaced = 0
    if not any("," in row.value for row in rows):
        return ""
    for row in rows:
        if row.exact or not ("," in row.value or "." in row.value):
            continue
        core = found[0].rstrip() if (found := _CORE.search(row.value)) else ""
        if _COMMA.fullmatch(core):
            comma += 1
            spaced += bool(_SPACED.search(core))
        elif _POINT.fullmatch(core):
            point += 1
    if not comma or point:
        return ""
    return "1 234,50" if spaced else "1.234,50"


def _found(path_name: str, data: bytes, reading: Reading, problems: list[str]) -> Found:
    """Read the rows of a file, whichever way they lie."""
    if data.startswith(WORKBOOK):
        from cadence_tui.edges.workbook import read_sheet

        sheet = read_sheet(data, problems, reading.sheet)
        if problems:
            return Found([], Layout("long"))
        found = _table(iter(sheet.lines), reading, problems)
        return found._replace(sheet=sheet.name, sheets=tuple(sheet.names))
    text = decoded(data, problems)
    if not problems and not text.strip():
        problems.append(f"line 1: The file is empty; its first line names the columns: {HEADER}.")
    if problems:
        return Found([], Layout("long"))
    if _is_json(path_name, text):
        return Found(_rows(json_rows(text, problems), problems), Layout("long"))
    return _table(delimited(text, problems), reading, problems)


def _table(lines: Iterator[Line], reading: Reading, problems: list[str]) -> Found:
    """Read a table, long or wide."""
    first = list(islice(lines, LOOK))
    layout = detect(first, reading.order)
    if layout.form == "long":
        cells = by_columns(chain(first[layout.head :], lines), problems)
        return Found(_rows(cells, problems), layout)
    every = [*first, *lines]
    layout = detect(every, reading.order)
    if layout.unsure:
        problems.append(TWO_WAYS)
    rows = [row for cell in wide_cells(every, layout, problems) if (row := _wide_row(cell, problems))]
    return Found(rows, layout)


def _rows(lines: Iterator[Line], problems: list[str]) -> list[ValueRow]:
    """Check every row of a long table."""
    return [row for line, cells in lines if (row := _row(line, cells, problems))]


def _wide_row(cell: WideCell, problems: list[str]) -> ValueRow | None:
    """Check a cell of a wide table."""
    column = letter(cell.column)
    try:
        kpi, value = clean_line(cell.kpi, "KPI"), clean_line(cell.value.strip(), "value")
    except InvalidError as error:
        problems.append(f"line {cell.line}, column {column}: {error}")
        return None
    return ValueRow(cell.line, kpi, cell.period, value, exact=isinstance(cell.value, Number), column=column)


def _dated(rows: list[ValueRow], reading: Reading, problems: list[str]) -> list[ValueRow]:
    """Read the dates of a long table that are not written as ids; nearly all files have none."""
    if all(row.period[4:5] == "-" for row in rows):
        return rows
    order = reading.order or order_of(row.period for row in rows) or "dmy"
    if reading.order is None and is_ambiguous({row.period for row in rows}):
        problems.append(TWO_WAYS)
    return [
        row if row.period[4:5] == "-" else row._replace(period=period(row.period, order) or row.period) for row in rows
    ]


def _is_json(path_name: str, text: str) -> bool:
    """Tell JSON from a table."""
    ending = PurePath(path_name).suffix.casefold()
    if ending in {".json", ".jsonl", ".ndjson"}:
        return True
    return ending not in {".csv", ".tsv", ".tab"} and text.lstrip()[:1] in {"[", "{"}


def _row(line: int, cells: Sequence[str], problems: list[str]) -> ValueRow | None:
    """Check a row's cells, and say of each bad one why."""
    before = len(problems)
    kpi, when, value, note = cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3]
    value = as_typed(value) if value[:1] == "(" else value
    together = kpi + when + value
    # Nearly all rows are plain; a file may have a hundred thousand of them.
    if not (kpi and when and value and together.isascii() and together.isprintable() and len(together) < _SHORT):
        kpi, when, value = (
            _needed(cell, column, line, problems) for cell, column in zip(cells, COLUMNS[:-1], strict=False)
        )
    if note:
        try:
            note = clean_text(note, "note")
        except InvalidError as error:
            problems.append(f"line {line}, note: {error}")
    if len(problems) > before:
        return None
    return ValueRow(line, kpi, when, value, note, isinstance(cells[2], Number))


def _needed(cell: str, column: str, line: int, problems: list[str]) -> str:
    """Read a cell that may be neither empty nor hold what a terminal would execute."""
    if not cell.strip():
        problems.append(f"line {line}, {column}: It is empty; write {_RIGHT[column]}.")
        return ""
    try:
        return clean_line(cell.strip(), column)
    except InvalidError as error:
        problems.append(f"line {line}, {column}: {error}")
        return ""
