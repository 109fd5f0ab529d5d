"""How a table of values lies: long (a value a row), or wide (a KPI a row or a column, and periods across).

Founders' spreadsheets are wide, with a title above and columns between that are neither: a layout names the line of the
header, the KPIs and the periods, and leaves the rest aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.spreadsheet import unprefixed
from cadence_tui.edges.dates import Order, is_ambiguous, order_of, period
from cadence_tui.edges.tables import COLUMNS, column_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Form = Literal["long", "rows", "columns"]
Line = tuple[int, list[str]]

LOOK = 20
_EMPTY = frozenset({"-", "–", "—", "n/a", "na", "#n/a", "null", "none", "."})


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
        labels = [cell for cell in cells if cell.strip()]
        way = order or order_of(labels) or "dmy"
        across = tuple((place, cell.strip()) for place, cell in enumerate(cells) if period(cell, way))
        others = [place for place, cell in enumerate(cells) if place not in dict(across)]
        is_headed = across and others and others[0] < across[0][0]
        if is_headed and _has_names(lines[head + 1 :], others[0]) and _has_values(lines[head + 1 :], across[0][0]):
            return Layout("rows", head, others[0], across, way, unsure=order is None and is_ambiguous(labels))
        if found := _columns(lines, head, cells, order):
            return found
    return Layout("long")


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
    labels = [row[column] for _, row in lines[head + 1 :] if column < len(row) and row[column].strip()]
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
            if filled:
                problems.append(f"line {line}, column {letter(layout.names)}: “{label[:40]}” is no week, month or day.")
            continue
        for place, head in filled:
            kpi, when = (head, down) if layout.form == "columns" else (label, periods[place])
            yield WideCell(line, place, kpi, when, unprefixed(cells[place]))


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
