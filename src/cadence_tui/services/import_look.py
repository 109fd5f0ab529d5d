"""A look at a file before it is imported: how it is understood, and what importing it would do."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import grain
from cadence_tui.domain.errors import CadenceError, NotFoundError
from cadence_tui.services.importing import RowsRefusedError, import_rows, read_cell
from cadence_tui.services.recording import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cadence_tui.edges.value_rows import Found, Reading, ValueRow
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.importing import Imported, Progress
    from cadence_tui.services.recording import Cell
    from cadence_tui.services.view import View

SAMPLE = 5


class Name(NamedTuple):
    """A name that a file has for a KPI: which it means (empty: left out; None: there is none), and how many values.

    `misfit` says of what cadence they are, where it is not the KPI's.
    """

    name: str
    key: str | None
    values: int
    misfit: str = ""


class Seen(NamedTuple):
    """A row, and the cell that it was understood as, or what is wrong with it."""

    row: ValueRow
    cell: Cell | None = None
    problem: str = ""


class Look(NamedTuple):
    """A file before it is imported: how it is read, what its names mean, and what importing it would do.

    Where it cannot be imported as it is, `imported` is None, and `problems` say why and where; `stopped` counts the
    rows.
    """

    found: Found
    reading: Reading
    names: tuple[Name, ...]
    sample: tuple[Seen, ...]
    imported: Imported | None = None
    problems: tuple[str, ...] = ()
    stopped: int = 0


def look(
    desk: Desk, name: str, data: bytes, reading: Reading, *, why: str = "", progress: Progress | None = None
) -> Look:
    """Say how a file is understood, and what importing it would do; nothing is changed.

    `why` is the reason of the rows that need one and have none; while it is not said, the look goes on as though it
    were, and its `unexplained` counts them.

    Raises:
        InvalidError: when it cannot be read at all, naming each row.
    """
    from cadence_tui.edges.value_rows import number_format_of, read_file

    found = read_file(name, data, reading)
    view = desk.view()
    number_format = reading.number_format or number_format_of(found.rows) or view.company.number_format
    reading = reading._replace(number_format=number_format)
    counts = Counter((row.kpi, grain(row.period)) for row in found.rows)
    names = tuple(_name(view, one, counts, reading) for one in dict.fromkeys(name for name, _ in counts))
    unknown = {one.name for one in names if one.key is None}
    shown = Look(found, reading, names, tuple(_sample(view, found.rows, reading, unknown, why or "…")))
    if unknown:
        return shown
    try:
        done = import_rows(desk, name, found.rows, reading, why=why or "…", dry_run=True, progress=progress)
        return shown._replace(imported=done)
    except RowsRefusedError as error:
        return shown._replace(problems=error.where, stopped=error.rows)


def _name(view: View, name: str, counts: Mapping[tuple[str, str], int], reading: Reading) -> Name:
    """Find what a name means, and whether its periods are those of that KPI; a day is one of any."""
    key = _meant(view, name, reading)
    kpi = view.kpis.get(key or "")
    has = {one: count for (called, one), count in counts.items() if called == name}
    misfits = has.keys() - {"daily", kpi.cadence} if kpi is not None and not kpi.formula else set[str]()
    return Name(name, key, sum(has.values()), min(misfits, default=""))


def _meant(view: View, name: str, reading: Reading) -> str | None:
    """Find the KPI that a name means."""
    if name in reading.names:
        return reading.names[name]
    try:
        return view.repository.kpi(name).key
    except NotFoundError:
        return None


def _sample(view: View, rows: Sequence[ValueRow], reading: Reading, unknown: set[str], why: str) -> Iterator[Seen]:
    """Read the first rows that mean something, as the import itself will."""
    known = (row for row in rows if row.kpi not in unknown and reading.names.get(row.kpi) != "")
    for row in islice(known, SAMPLE):
        try:
            cell = read_cell(view, row, reading, why)
            Standing(view, [cell]).effect(cell)
            yield Seen(row, cell)
        except CadenceError as error:
            yield Seen(row, problem=str(error))
