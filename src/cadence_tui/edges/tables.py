"""Tables from a file: which column is which, and cells as text, line by line.

A reader of any kind of file yields lines of cells; `by_columns` puts the cells that matter into one order. Problems are
gathered, never raised, so that a file's faults are all named at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from cadence_tui.domain.spreadsheet import unprefixed
from cadence_tui.edges.problems import echo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = ("kpi", "period", "value", "note")
HEADER = "kpi, period (or date), value and, where you like, note"

_NAMES = {"kpi": "kpi", "period": "period", "date": "period", "value": "value", "note": "note"}
DELIMITERS = (",", ";", "\t")
_SAMPLE, _LINES = 65_536, 20
_SURE = 0.8
# The line with which some spreadsheets say what separates cells.
_HINT = re.compile(r"sep=([,;\t])[ \t]*(?:\r\n?|\n|$)", re.IGNORECASE)


# What a column of KPIs' names is called.
NAMED = re.compile(
    r"(?:kpi |metric )?names?|titles?|kpis?|metrics?|measures?|indicators?|(?:what we )?track(?:ed)?(?: today)?",
    re.IGNORECASE,
)
# What accountants write for a number below nought.
_BELOW = re.compile(r"\(([^()]*\d[^()]*)\)")


class Number(str):
    """A number of the file format itself, written with a point whatever the company's number format."""

    __slots__ = ()


def first_of_words(rows: Sequence[Sequence[str]], columns: Iterable[int]) -> int | None:
    """Find the first of some columns that holds words: before it there may be numbers, or nothing."""
    for at in columns:
        cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if cells and sum(not is_number(cell) for cell in cells) >= _SURE * len(rows):
            return at
    return None


def is_number(cell: str) -> bool:
    """Say whether a cell is a number, a date, a share or an amount: more digits than letters."""
    return sum(char.isdigit() for char in cell) > sum(char.isalpha() for char in cell)


def as_typed(cell: str) -> str:
    """Give a value's cell as people type it: without the mark that keeps a formula from running, (5) as -5."""
    found = _BELOW.fullmatch(cell.strip())
    return f"-{found[1].strip()}" if found else unprefixed(cell)


def column_of(name: str) -> str:
    """Find which column a name means, however it is cased; empty when it is none of ours."""
    return _NAMES.get(name.strip().casefold(), "")


def by_columns(lines: Iterator[tuple[int, list[str]]], problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Find each line's kpi, period, value and note by the names in the first line; blank lines are left out."""
    filled = (found for found in lines if any(cell and not cell.isspace() for cell in found[1]))
    line, names = next(filled, (1, []))
    places = _places(names, line, problems)
    if places is None:
        return
    width = len(names)
    for line, cells in filled:
        if len(cells) < width or any(cells[width:]):
            count = f"{len(cells)} cell" if len(cells) == 1 else f"{len(cells)} cells"
            problems.append(
                f"line {line}: It has {count} and the header {width}; leave no cell out, and put a text that holds "
                "the separator in double quotes."
            )
            continue
        yield line, [unprefixed(cells[place]) if place >= 0 else "" for place in places]


def delimited(text: str, problems: list[str], delimiter: str = "") -> Iterator[tuple[int, list[str]]]:
    """Cut a text into lines of cells; a line is numbered by where it begins, for a quoted cell may span several.

    What separates cells is told by the file's own hint, by whoever knows it, or by the header.
    """
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else delimiter or _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    ended = 0
    try:
        for cells in reader:
            if not (hint and not ended):
                yield ended + 1, cells
            ended = reader.line_num
    except csv.Error as error:
        problems.append(f"line {ended + 1}: {_csv_problem(str(error))}")


def _delimiter(text: str) -> str:
    """Choose what separates cells: that with which the first line names most of our columns, else what lines share."""
    first = text.lstrip().partition("\n")[0]
    counts = {
        delimiter: (sum(bool(column_of(cell.strip().strip('"'))) for cell in cells), len(cells))
        for delimiter in DELIMITERS
        if (cells := first.split(delimiter))
    }
    found = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    return found if counts[found][0] > 1 else _shared(text)


def _shared(text: str) -> str:
    """Choose what cuts the first lines into the same number of cells; a comma may also be a decimal sign."""
    lines = [line for line in text[:_SAMPLE].splitlines()[:_LINES] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        return max(((times, count) for count, times in counts.items() if count), default=(0, 0))

    return max(("\t", ";", ","), key=score)


def _places(names: Sequence[str], line: int, problems: list[str]) -> list[int] | None:
    """Find where our columns are, -1 for a note that is not there; None when the header will not do.

    What could not be cut into cells has been told already, and a header that is missing may be no more than that.
    """
    before = len(problems)
    known = [column_of(name) for name in names]
    written = Counter(name.strip().casefold() for name in names if name.strip())
    for name, count in written.items():
        if count > 1:
            problems.append(f"line {line}, {echo(name)}: The header names it {count} times; keep one of them.")
    if "period" in written and "date" in written:
        problems.append(f"line {line}, date: The header has both period and date; keep one of them.")
    missing = [column for column in COLUMNS[:-1] if column not in known]
    if missing and not before:
        problems.append(f"line {line}: The header has no {' and no '.join(missing)}; it names {HEADER}.")
    return (
        None if missing or len(problems) > before else [known.index(name) if name in known else -1 for name in COLUMNS]
    )


def _csv_problem(error: str) -> str:
    """Put one of the csv module's errors into our words."""
    if "end of data" in error:
        return "A double quote opens here and is never closed; close it, or write it twice where it is meant."
    if "field larger" in error:
        return "A cell is far too long; is a double quote missing somewhere?"
    return "A double quote stands inside a quoted cell; write it twice."
