"""How a table of values lies: long (a value a row), or wide (a KPI a row or a column, and periods across).

Founders' spreadsheets are wide, with a title above and columns between that are neither: a layout names the line of the
header, the KPIs and the periods, and leaves the rest aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.edges.dates import Order, is_ambiguous, month_named, order_of, period, year_in
from cadence_tui.edges.tables import COLUMNS, NAMED, as_typed, column_of, first_of_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form = Literal["long", "rows", "columns"]
Line = tuple[int, list[str]]

LOOK = 20
# What stands in a cell for no value, a spreadsheet's errors too; and, beside or below the periods, for all of them.
_EMPTY = frozenset(
    {
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "null",
        "none",
        ".",
        "#n/a",
        "#ref!",
        "#div/0!",
        "#value!",
        "#name?",
        "#num!",
        "#null!",
    }
)
_ASIDE = frozenset(
    {
        "total",
        "totals",
        "sum",
        "average",
        "avg",
        "mean",
        "median",
        "min",
        "max",
        "ytd",
        "target",
        "targets",
        "goal",
        "unit",
    }
)


class Layout(NamedTuple):
    """Where things are in a table: `head` is the place of the header's line in it.

    `names` is the column of the KPIs' names (`rows`) or of the periods (`columns`). `across` are the columns with the
    values, each with what its head says. `order` says how dates are read; `unsure` that nothing in them told it.
    """

    form: Form
    head: int = 0
    names: int = 0
    across: tuple[tuple[int, str], ...] = ()
    order: Order = "dmy"
    unsure: bool = False


class WideCell(NamedTuple):
    """One value of a wide table: at a line and a column, for a KPI by the name it has there."""

    line: int
    column: int
    kpi: str
    period: str
    value: str


def detect(lines: Sequence[Line], order: Order | None = None) -> Layout:
    """Find out how a table lies; what is none of the wide forms is long."""
    for head, (_, cells) in enumerate(lines[:LOOK]):
        known = {column_of(cell) for cell in cells}
        if set(COLUMNS[:-1]) <= known:
            return Layout("long", head)
        cells = _with_years(cells, lines[:head])  # noqa: PLW2901 (the header's, whole)
        labels = [cell for cell in cells if cell.strip()]
        way = order or order_of(labels) or "dmy"
        across = tuple((place, cell.strip()) for place, cell in enumerate(cells) if period(cell, way))
        others = [place for place, cell in enumerate(cells) if place not in dict(across)]
        below = lines[head + 1 :]
        names = _names(cells, [place for place in others if across and place < across[0][0]], below)
        if names is not None and _has_names(below, names) and _has_values(below, across[0][0]):
            return Layout("rows", head, names, across, way, unsure=order is None and is_ambiguous(labels))
        if found := _columns(lines, head, cells, order):
            return found
    return Layout("long")


def _with_years(cells: list[str], above: Sequence[Line]) -> list[str]:
    """Complete months without a year, as Jan, by the year in the line above them, or the only one in the titles.

    A year over several months stands over the first of them; nothing is completed where there is no year.
    """
    months = [month_named(cell) for cell in cells]
    if not any(months) or not above:
        return cells
    over = above[-1][1]
    titled = {year for _, line in above for cell in line if (year := year_in(cell))}
    year = titled.pop() if len(titled) == 1 else ""
    found = list[str]()
    for place, (cell, month) in enumerate(zip(cells, months, strict=True)):
        year = year_in(over[place]) or year if place < len(over) else year
        found.append(f"{year}-{month:02}" if month and year else cell)
    return found


def _names(cells: Sequence[str], before: Sequence[int], below: Sequence[Line]) -> int | None:
    """Find the column of the KPIs' names among those before the periods: the one that is called so, else of words."""
    called = next((place for place in before if NAMED.fullmatch(cells[place].strip())), None)
    if called is not None or not before:
        return called
    rows = [row for _, row in below[:LOOK] if any(cell.strip() for cell in row)]
    words = first_of_words(rows, before)
    return before[0] if words is None else words


def _has_names(below: Sequence[Line], column: int) -> bool:
    """Say whether a column has a name in one of the first rows that is no period."""
    found = [cells[column] for _, cells in below[:LOOK] if column < len(cells) and cells[column].strip()]
    return bool(found) and not all(period(cell) for cell in found)


def _has_values(below: Sequence[Line], column: int) -> bool:
    """Say whether no period stands below one: else it is a row of a long table whose header is missing."""
    return not any(period(cells[column]) for _, cells in below[:LOOK] if column < len(cells))


def _columns(lines: Sequence[Line], head: int, cells: Sequence[str], order: Order | None) -> Layout | None:
    """Read a table whose first column holds periods and whose header names KPIs."""
    names = next((place for place, cell in enumerate(cells) if cell.strip()), 0)
    column = 0 if not cells or not cells[0].strip() else names
    labels = [
        row[column]
        for _, row in lines[head + 1 :]
        if column < len(row) and row[column].strip() and not is_aside(row[column])
    ]
    way = order or order_of(labels) or "dmy"
    if not labels or not period(labels[0], way):
        return None
    across = tuple((place, cell.strip()) for place, cell in enumerate(cells) if place != column and cell.strip())
    if not across or any(period(cell, way) for _, cell in across):
        return None
    return Layout("columns", head, column, across, way, unsure=order is None and is_ambiguous(labels))


def wide_cells(lines: Sequence[Line], layout: Layout, problems: list[str]) -> Iterator[WideCell]:
    """Go through the values of a wide table; empty cells are none, and rows without a name are left aside."""
    periods = {place: period(label, layout.order) for place, label in layout.across}
    for line, cells in lines[layout.head + 1 :]:
        label = cells[layout.names].strip() if layout.names < len(cells) else ""
        if not label:
            continue
        down = period(label, layout.order) if layout.form == "columns" else ""
        filled = [(place, head) for place, head in layout.across if place < len(cells) and is_filled(cells[place])]
        if layout.form == "columns" and not down:
            if filled and not is_aside(label):
                where = f"line {line}, column {letter(layout.names)}"
                problems.append(f"{where}: “{label[:40]}” is no week, month or day; write it as 2026-W47.")
            continue
        for place, head in filled:
            kpi, when = (head, down) if layout.form == "columns" else (label, periods[place])
            yield WideCell(line, place, kpi, when, as_typed(cells[place]))


def is_aside(label: str) -> bool:
    """Say whether a label stands for all periods together, or for what is wanted of them."""
    return label.strip().rstrip(":").casefold() in _ASIDE


def is_filled(cell: str) -> bool:
    """Say whether a cell holds a value, and not one of the signs for none."""
    return bool(cell.strip()) and cell.strip().casefold() not in _EMPTY


def letter(column: int) -> str:
    """Name a column as spreadsheets do, counted from 0: A, B, … AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def number_of(name: str) -> int:
    """Read a column's letters, counted from 0."""
    number = 0
    for char in name:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1
