"""Imports: a file of values as one act, all rows or none (governance rules, section 3)."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import first_day, grain, parse_period, period_of
from cadence_tui.domain.entry import DEFAULT_FORMAT
from cadence_tui.domain.errors import CadenceError, InvalidError, NotFoundError
from cadence_tui.domain.text import clean_text
from cadence_tui.services.desk import Desk
from cadence_tui.services.recording import Cell, Outcome, Standing, read_value, record_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.edges.dates import Order
    from cadence_tui.edges.value_rows import Found, Reading, ValueRow
    from cadence_tui.services.desk import Change
    from cadence_tui.services.view import View

    Progress = Callable[[int, int], None]

SAMPLE = 5
EVERY = 2_000


class Imported(NamedTuple):
    """What an import did, or would do: how many rows of each effect, and the escalations it ends or moves."""

    name: str
    dry_run: bool
    counts: dict[str, int]
    ended: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, int], ...]

    def document(self) -> dict[str, object]:
        """Write it for scripts."""
        return {
            "file": self.name,
            "dry_run": self.dry_run,
            "rows": sum(self.counts.values()),
            **self.counts,
            "escalations_ended": [{"id": id_, "outcome": outcome} for id_, outcome in self.ended],
            "escalations_moved": [{"id": id_, "rung": rung} for id_, rung in self.moved],
        }

    def sentence(self) -> str:
        """Say it for people."""
        names = {
            "new": "new",
            "changed": "changed",
            "same": "the same",
            "late": "late submissions",
            "amendment": "amendments",
        }
        parts = [f"{count} {names[effect]}" for effect, count in self.counts.items() if count] or ["nothing"]
        verb = "Would import" if self.dry_run else "Imported"
        lines = [f"{verb} {sum(self.counts.values())} rows from {self.name}: {', '.join(parts)}."]
        lines += [f"{id_} {'would end' if self.dry_run else 'ended'}: {outcome}." for id_, outcome in self.ended]
        lines += [f"{id_} {'would be' if self.dry_run else 'is'} on rung {rung}." for id_, rung in self.moved]
        return "\n".join(lines)


class Name(NamedTuple):
    """A name that a file has for a KPI: which it means (empty: left out; None: there is none), and how many values."""

    name: str
    key: str | None
    values: int


class Seen(NamedTuple):
    """A row, and the cell that it was understood as, or what is wrong with it."""

    row: ValueRow
    cell: Cell | None = None
    problem: str = ""


class Look(NamedTuple):
    """A file before it is imported: how it was read, what its names mean, and what importing it would do.

    Where it cannot be imported as it is, `imported` is None and `problems` say why, row by row.
    """

    found: Found
    number_format: str
    names: tuple[Name, ...]
    sample: tuple[Seen, ...]
    imported: Imported | None = None
    problems: tuple[str, ...] = ()


def look(desk: Desk, name: str, data: bytes, reading: Reading) -> Look:
    """Say how a file is understood, and what importing it would do; nothing is changed.

    Raises:
        InvalidError: when it cannot be read at all, naming each row.
    """
    from cadence_tui.edges.value_rows import number_format_of, read_file

    found = read_file(name, data, reading)
    view = desk.view()
    number_format = reading.number_format or number_format_of(found.rows) or view.company.number_format
    reading = reading._replace(number_format=number_format)
    counts = Counter(row.kpi for row in found.rows)
    names = tuple(Name(one, _meant(view, one, reading), count) for one, count in counts.items())
    unknown = {one.name for one in names if one.key is None}
    shown = Look(found, number_format, names, tuple(_sample(view, found.rows, reading, unknown)))
    if unknown:
        return shown
    try:
        return shown._replace(imported=import_rows(desk, name, found.rows, reading, dry_run=True))
    except InvalidError as error:
        return shown._replace(problems=error.problems or (str(error),))


def _meant(view: View, name: str, reading: Reading) -> str | None:
    """Find the KPI that a name means."""
    if name in reading.names:
        return reading.names[name]
    try:
        return view.repository.kpi(name).key
    except NotFoundError:
        return None


def _sample(view: View, rows: Sequence[ValueRow], reading: Reading, unknown: set[str]) -> Iterator[Seen]:
    """Read the first rows that mean something."""
    known = (row for row in rows if row.kpi not in unknown and reading.names.get(row.kpi) != "")
    for row in islice(known, SAMPLE):
        try:
            yield Seen(row, read_cell(view, row, reading))
        except CadenceError as error:
            yield Seen(row, problem=str(error))


def reading_of(sheet: str, order: Order | None, number_format: str | None, names: Mapping[str, str]) -> Reading:
    """Say how a file is to be read; what is left empty is found out by looking."""
    from cadence_tui.edges.value_rows import Reading

    return Reading(sheet, order, number_format or "", {name.strip(): key.strip() for name, key in names.items()})


def import_values(
    desk: Desk,
    name: str,
    data: bytes,
    *,
    dry_run: bool = False,
    reading: Reading | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import a file of values: all rows or none; what is judged already is looked at once, after the last row.

    `reading` says how the file is read where that is not to be found out by looking. `progress` is told how many rows
    are read, of how many; what it raises ends the import, and nothing has happened.

    Raises:
        InvalidError: naming every bad row with its line and why.
    """
    from cadence_tui.edges.value_rows import Reading, number_format_of, read_file

    reading = reading or Reading()
    rows = read_file(name, data, reading).rows
    if not reading.number_format:
        reading = reading._replace(number_format=number_format_of(rows))
    return import_rows(desk, name, rows, reading, dry_run=dry_run, progress=progress)


def import_rows(
    desk: Desk,
    name: str,
    rows: Sequence[ValueRow],
    reading: Reading,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import rows that were read from a file."""
    if dry_run:
        # The real run, on a copy in memory: what is said then is what will happen.
        desk = Desk(desk.repository.twin(), desk.clock, desk.asked_for)
    try:
        desk.repository.back_up(desk.clock(), "before-import")
        with desk.change("imported", name) as change:
            cells, standing = _cells(change, rows, reading, progress or _silent)
            outcome = record_cells(change, cells, "imported", standing=standing)
            found = _imported(name, outcome, dry_run=dry_run)
            change.name(name, touches={row.cell.kpi.key for row in outcome.recorded})
            change.entry.after = found.counts
    finally:
        if dry_run:
            desk.repository.database.close()
    return found


def _imported(name: str, outcome: Outcome, *, dry_run: bool) -> Imported:
    """Count what an import did."""
    counts = dict.fromkeys(("new", "changed", "same", "late", "amendment"), 0)
    for row in outcome.recorded:
        counts[row.effect] += 1
    ended = tuple((e.id, e.outcome or "") for e in outcome.moved if e.state != "open")
    return Imported(name, dry_run, counts, ended, tuple((e.id, e.rung) for e in outcome.moved if e.state == "open"))


def _silent(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


def _cells(
    change: Change, rows: Sequence[ValueRow], reading: Reading, progress: Progress
) -> tuple[list[Cell], Standing]:
    """Read every row, and look up what stands there; the bad ones are gathered, each with its line and why."""
    problems, cells = list[tuple[int, str]](), list[Cell]()
    kept: list[ValueRow] = []
    places: dict[tuple[str, str], ValueRow] = {}
    left_out = {name for name, key in reading.names.items() if not key}
    for number, row in enumerate(rows):
        if not number % EVERY:
            progress(number, len(rows))
        if row.kpi in left_out:
            continue
        try:
            cell = read_cell(change, row, reading)
        except CadenceError as error:
            problems.append((row.line, f"{row.place}: {error}"))
            continue
        where = (cell.kpi.key, cell.period)
        if where in places:
            twice = f"{cell.kpi.key} {cell.period} stands in {places[where].place} already."
            problems.append((row.line, f"{row.place}: {twice}"))
            continue
        places[where] = row
        cells.append(cell)
        kept.append(row)
    progress(len(rows), len(rows))
    standing = Standing(change, cells)
    for row, cell in zip(kept, cells, strict=True):
        try:
            standing.effect(cell)
        except CadenceError as error:
            problems.append((row.line, f"{row.place}: {error}"))
    if problems:
        raise InvalidError(
            f"{len(problems)} of {len(rows)} rows cannot be imported; nothing was changed.",
            [text for _, text in sorted(problems, key=lambda one: one[0])],
        )
    return cells, standing


def read_cell(change: Change | View, row: ValueRow, reading: Reading) -> Cell:
    """Read one row.

    Raises:
        CadenceError: saying why it cannot be.
    """
    kpi = _kpi(change, reading.names.get(row.kpi, row.kpi))
    period = _period(
        kpi, change.course.calendar.with_year(row.period, change.now) if row.period[:1] == "W" else row.period
    )
    note = clean_text(row.note, "note")
    number_format = DEFAULT_FORMAT if row.exact else reading.number_format or None
    value = read_value(change, kpi, period, row.value, number_format=number_format)
    return Cell(kpi, period, value, note, note or None)


def _kpi(change: Change | View, key: str) -> Kpi:
    """Find a row's KPI without asking the file for each row."""
    return change.course.kpis.get(key) or change.repository.kpi(key)


def _period(kpi: Kpi, text: str) -> str:
    """Read a row's period; a date means the week or month that holds it, except for a daily KPI."""
    period = parse_period(text)
    if grain(period) == "daily" and kpi.cadence != "daily":
        return period_of(first_day(period), kpi.cadence)
    return period
