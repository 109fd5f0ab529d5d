"""Imports: a file of values as one act, all rows or none (governance rules, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import first_day, grain, parse_period, period_of
from cadence_tui.domain.entry import DEFAULT_FORMAT
from cadence_tui.domain.errors import CadenceError, InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.text import clean_line, clean_text
from cadence_tui.services.desk import Desk
from cadence_tui.services.recording import Cell, Placed, Standing, place_cells, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.edges.dates import Order
    from cadence_tui.edges.value_rows import Reading, ValueRow
    from cadence_tui.services.desk import Change
    from cadence_tui.services.view import View

    Progress = Callable[[int, int], None]
    T = TypeVar("T")

EVERY = 2_000
# How many of the values that take another's place are shown before it happens.
OVER = 8
_SPANS = {"daily": "days", "weekly": "weeks", "monthly": "months"}
# How often an import goes over all rows: to read them, to see what stands in their places, and to write them.
_PASSES = 3


class RowsRefusedError(InvalidError):
    """Rows that cannot be imported: `rows` says how many, `where` names their places, each reason once.

    `problems` has after those what can be done about names that do not fit, once for all of them.
    """

    def __init__(self, rows: int, of: int, where: Sequence[str], advice: Iterable[str]) -> None:
        """Count them."""
        super().__init__(f"{rows:,} of {of:,} rows cannot be imported; nothing was changed.", [*where, *advice])
        self.rows, self.where = rows, tuple(where)


class MisnamedError(RefusedError):
    """A name in a file cannot be taken for the KPI that it seems to be; `remedy` is the command that mends the KPI."""

    def __init__(self, what: str, name: str, remedy: str = "") -> None:
        """Say what is wrong, and apart from it what can be done."""
        super().__init__(what)
        self.name, self.remedy = name, remedy


class Imported(NamedTuple):
    """What an import did, or would do: how many rows of each effect, and the escalations it ends or moves.

    `unexplained` counts the rows that need a reason and have none of their own, in their note. `over` are the first of
    those that take the place of another value, `overs` counts them all.
    """

    name: str
    dry_run: bool
    counts: dict[str, int]
    ended: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, int], ...]
    unexplained: int = 0
    over: tuple[Placed, ...] = ()
    overs: int = 0

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
        parts = [f"{count:,} {names[effect]}" for effect, count in self.counts.items() if count] or ["nothing"]
        verb = "Would import" if self.dry_run else "Imported"
        lines = [f"{verb} {sum(self.counts.values()):,} rows from {self.name}: {', '.join(parts)}."]
        lines += [f"{id_} {'would end' if self.dry_run else 'ended'}: {outcome}." for id_, outcome in self.ended]
        lines += [f"{id_} {'would be' if self.dry_run else 'is'} on rung {rung}." for id_, rung in self.moved]
        return "\n".join(lines)


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
    why: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Import a file of values: all rows or none; what is judged already is looked at once, after the last row.

    `reading` says how the file is read where that is not to be found out by looking. `why` is the reason of the rows
    that need one and have none in their note. `progress` is told how far it is, of how much; what it raises ends the
    import, and nothing has happened.

    Raises:
        InvalidError: naming every bad row with its line and why.
    """
    from cadence_tui.edges.value_rows import Reading, number_format_of, read_file

    reading = reading or Reading()
    rows = read_file(name, data, reading).rows
    if not reading.number_format:
        reading = reading._replace(number_format=number_format_of(rows))
    return import_rows(desk, name, rows, reading, why=why, dry_run=dry_run, progress=progress)


def import_rows(
    desk: Desk,
    name: str,
    rows: Sequence[ValueRow],
    reading: Reading,
    *,
    why: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import rows that were read from a file."""
    reason = clean_line(why, "reason") if why.strip() else None
    passes = _Passes(progress or _silent, len(rows))
    if dry_run:
        # The real run, on a copy in memory: what is said then is what will happen.
        desk = Desk(desk.repository.twin(), desk.clock, desk.asked_for)
    try:
        desk.repository.back_up(desk.clock(), "before-import")
        with desk.change("imported", name) as change:
            cells, standing = _cells(change, rows, reading, reason, passes)
            placed, moved = place_cells(change, cells, "imported", standing, passes.each)
            passes.end()
            found = _imported(name, placed, moved, dry_run=dry_run)
            touched = {row.cell.kpi.key for row in placed}
            change.name(name, touches=touched, why=reason if found.unexplained else None)
            change.entry.after = found.counts
    finally:
        if dry_run:
            desk.repository.database.close()
    return found


def _imported(name: str, placed: Sequence[Placed], moved: Sequence[Escalation], *, dry_run: bool) -> Imported:
    """Count what an import did."""
    counts = dict.fromkeys(("new", "changed", "same", "late", "amendment"), 0)
    for row in placed:
        counts[row.effect] += 1
    ended = tuple((e.id, e.outcome or "") for e in moved if e.state != "open")
    climbed = tuple((e.id, e.rung) for e in moved if e.state == "open")
    unexplained = sum(row.needs_why and not row.cell.note for row in placed)
    over = [row for row in placed if row.before is not None and row.effect != "same"]
    return Imported(name, dry_run, counts, ended, climbed, unexplained, tuple(over[:OVER]), len(over))


def _silent(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


class _Passes:
    """Tells how far work is that goes over all rows several times."""

    def __init__(self, progress: Progress, rows: int) -> None:
        """Begin."""
        self._progress, self._rows, self._begun = progress, rows, 0

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Go over the rows once more."""
        before, self._begun = self._begun * self._rows, self._begun + 1
        for number, item in enumerate(items):
            if not number % EVERY:
                self._progress(before + number, self._rows * _PASSES)
            yield item

    def end(self) -> None:
        """Say that all is done."""
        self._progress(self._rows * _PASSES, self._rows * _PASSES)


def _cells(
    change: Change, rows: Sequence[ValueRow], reading: Reading, why: str | None, passes: _Passes
) -> tuple[list[Cell], Standing]:
    """Read every row, and look up what stands there; the bad ones are gathered by why, each with its line."""
    problems: dict[str, list[ValueRow]] = {}
    cells = list[Cell]()
    kept: list[ValueRow] = []
    taken: dict[tuple[str, str], ValueRow] = {}
    misnamed = list[MisnamedError]()
    left_out = {name for name, key in reading.names.items() if not key}
    for row in passes.each(rows):
        if row.kpi in left_out:
            continue
        try:
            cell = read_cell(change, row, reading, why)
        except CadenceError as error:
            problems.setdefault(str(error), []).append(row)
            if isinstance(error, MisnamedError):
                misnamed.append(error)
            continue
        where = (cell.kpi.key, cell.period)
        if where in taken:
            twice = f"{cell.kpi.key} {cell.period} stands in {taken[where].place} already."
            problems.setdefault(twice, []).append(row)
            continue
        taken[where] = row
        cells.append(cell)
        kept.append(row)
    standing = Standing(change, cells)
    for row, cell in passes.each(zip(kept, cells, strict=True)):
        try:
            standing.effect(cell)
        except CadenceError as error:
            problems.setdefault(str(error), []).append(row)
    if problems:
        from cadence_tui.edges.value_rows import places

        found = sorted(problems.items(), key=lambda one: one[1][0].line)
        texts = [f"{places(where)}: {why}" for why, where in found]
        raise RowsRefusedError(sum(map(len, problems.values())), len(rows), texts, _advice(misnamed))
    return cells, standing


def read_cell(change: Change | View, row: ValueRow, reading: Reading, why: str | None = None) -> Cell:
    """Read one row; its note is its reason, else `why`.

    Raises:
        CadenceError: saying why it cannot be.
    """
    kpi = _kpi(change, row, reading)
    period = _period(
        kpi, change.course.calendar.with_year(row.period, change.now) if row.period[:1] == "W" else row.period
    )
    if (has := grain(period)) != kpi.cadence and not kpi.formula:
        raise MisnamedError(
            f"{kpi.key} is {kpi.cadence}, and the file has {_SPANS[has]} for it.",
            row.kpi,
            f"cadence kpi edit {kpi.key} --cadence {has}",
        )
    note = clean_text(row.note, "note")
    number_format = DEFAULT_FORMAT if row.exact else reading.number_format or None
    value = read_value(change, kpi, period, row.value, number_format=number_format)
    return Cell(kpi, period, value, note, note or why)


def _kpi(change: Change | View, row: ValueRow, reading: Reading) -> Kpi:
    """Find a row's KPI without asking the file for each row."""
    key = reading.names.get(row.kpi, row.kpi)
    if found := change.course.kpis.get(key):
        return found
    try:
        return change.repository.kpi(key)
    except NotFoundError as error:
        raise MisnamedError(str(error), row.kpi) from error


def _advice(misnamed: Sequence[MisnamedError]) -> Iterator[str]:
    """Say once for all names that do not fit what can be done, by the example of one."""
    if not misnamed:
        return
    one = next((error for error in misnamed if error.remedy), misnamed[0])
    if one.remedy:
        yield f"To take them as they are, change the KPI first: {one.remedy}."
    yield f'To take a name for another KPI, add --map "{one.name}=KEY"; to leave it out, --map "{one.name}=".'


def _period(kpi: Kpi, text: str) -> str:
    """Read a row's period; a date means the week or month that holds it, except for a daily KPI."""
    period = parse_period(text)
    if grain(period) == "daily" and kpi.cadence != "daily":
        return period_of(first_day(period), kpi.cadence)
    return period
