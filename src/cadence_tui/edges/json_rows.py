"""Rows from JSON: a list of objects, or one object after another (JSON Lines)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cadence_tui.edges.problems import echo
from cadence_tui.edges.tables import COLUMNS, Number, column_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLE = '{"kpi": "churn", "period": "2026-W47", "value": 4.2}'
_BLANKS = re.compile(r"[ \t\r\n]*")


class _Object(list[tuple[str, object]]):
    """A JSON object with all its pairs, so that a name that stands twice is noticed."""


# Numbers stay the text that they are: no digit is lost, and none so long that reading it takes for ever.
_DECODER = json.JSONDecoder(object_pairs_hook=_Object, parse_float=Number, parse_int=Number, parse_constant=Number)


def json_rows(text: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield kpi, period, value and note of each object, with the line where it begins."""
    for line, item in _items(text, problems):
        if not isinstance(item, _Object):
            problems.append(f"line {line}: It is not an object; write {_EXAMPLE}.")
            continue
        before = len(problems)
        cells = dict.fromkeys(COLUMNS, "")
        seen: set[str] = set()
        for name, value in item:
            column = column_of(name)
            if column in seen:
                problems.append(f"line {line}, {column}: It stands twice in one object; keep one of them.")
            elif column:
                seen.add(column)
                cells[column] = _cell(value, column, line, problems)
        if len(problems) == before:
            yield line, list(cells.values())


def _items(text: str, problems: list[str]) -> Iterator[tuple[int, object]]:
    """Yield each element of a list, or each of several documents, with the line where it begins."""
    at = _skip(text, 0)
    is_list = text[at] == "["
    at = _skip(text, at + is_list)
    line, counted = 1, 0
    has_more = at < len(text) and not (is_list and text[at] == "]")
    while has_more:
        line, counted = line + text.count("\n", counted, at), at
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            wrong = error.lineno if isinstance(error, json.JSONDecodeError) else line
            problems.append(f"line {wrong}: It is not JSON; write a list of objects, as [{_EXAMPLE}].")
            return
        yield line, item
        at = _skip(text, at)
        has_more = text[at : at + 1] == "," if is_list else at < len(text)
        at = _skip(text, at + 1) if is_list and has_more else at
    is_closed = not is_list or text[at : at + 1] == "]"
    at = _skip(text, at + 1) if is_list and is_closed else at
    if not is_closed or at < len(text):
        line += text.count("\n", counted, at)
        problems.append(f"line {line}: The list goes wrong here; put a comma between rows, and one ] after the last.")


def _skip(text: str, at: int) -> int:
    """Skip blanks and line ends."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _cell(value: object, column: str, line: int, problems: list[str]) -> str:
    """Write a value of JSON as the text of a cell."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool) and column == "value":
        return "yes" if value else "no"
    shown = "A list or object" if isinstance(value, list) else f"“{echo(value)}”"
    problems.append(f"line {line}, {column}: {shown} does not belong here; write a text or a number.")
    return ""
