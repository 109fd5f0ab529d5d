"""Rows of values from a file: CSV, TSV, JSON or XLSX, with the columns kpi, period (or date), value and note.

All rows are read or none: every bad one is named by its line, its column and why. Whether there is such a KPI, and
whether its value can be read, is for those to say who know the company.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_line, clean_text, visible
from cadence_tui.edges.json_rows import json_rows
from cadence_tui.edges.problems import refuse
from cadence_tui.edges.tables import COLUMNS, HEADER, Number, by_columns, delimited
from cadence_tui.edges.text_file import WORKBOOK, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHORT = 200
_RIGHT = {"kpi": "a KPI’s key", "period": "a week as 2026-W47, a month or a day", "value": "it, or take the row out"}


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


def read_rows(path_name: str, data: bytes) -> list[ValueRow]:
    """Read every row of a file, whose kind is told by its ending, or else by looking.

    Raises:
        InvalidError: naming every row that cannot be read by line, column and reason.
    """
    problems: list[str] = []
    rows = [row for line, cells in _cells(path_name, data, problems) if (row := _row(line, cells, problems))]
    if problems:
        name = visible(PurePath(path_name).name) or "The file"
        raise refuse(problems, f"{name} has {{count}} problems; nothing was imported:", source=name)
    return rows


def _cells(path_name: str, data: bytes, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield kpi, period, value and note of each row, with its line."""
    if data.startswith(WORKBOOK):
        from cadence_tui.edges.workbook import workbook_rows

        return workbook_rows(data, problems)
    text = decoded(data, problems)
    if not problems and not text.strip():
        problems.append(f"line 1: The file is empty; its first line names the columns: {HEADER}.")
    if problems:
        return iter(())
    if _is_json(path_name, text):
        return json_rows(text, problems)
    return by_columns(delimited(text, problems), problems)


def _is_json(path_name: str, text: str) -> bool:
    """Tell JSON from a table."""
    ending = PurePath(path_name).suffix.casefold()
    if ending in {".json", ".jsonl", ".ndjson"}:
        return True
    return ending not in {".csv", ".tsv", ".tab"} and text.lstrip()[:1] in {"[", "{"}


def _row(line: int, cells: Sequence[str], problems: list[str]) -> ValueRow | None:
    """Check a row's cells, and say of each bad one why."""
    before = len(problems)
    kpi, period, value, note = cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3]
    together = kpi + period + value
    # Nearly all rows are plain; a file may have a hundred thousand of them.
    if not (kpi and period and value and together.isascii() and together.isprintable() and len(together) < _SHORT):
        kpi, period, value = (
            _needed(cell, column, line, problems) for cell, column in zip(cells, COLUMNS[:-1], strict=False)
        )
    if note:
        try:
            note = clean_text(note, "note")
        except InvalidError as error:
            problems.append(f"line {line}, note: {error}")
    if len(problems) > before:
        return None
    return ValueRow(line, kpi, period, value, note, isinstance(cells[2], Number))


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
