"""Imports: a file of values as one act, all rows or none (governance rules, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import first_day, grain, parse_period, period_of
from cadence_tui.domain.entry import DEFAULT_FORMAT
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.text import clean_text
from cadence_tui.services.desk import Desk
from cadence_tui.services.recording import Cell, Outcome, Standing, read_value, record_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.edges.value_rows import ValueRow
    from cadence_tui.services.desk import Change


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


def import_values(desk: Desk, name: str, data: bytes, *, dry_run: bool = False) -> Imported:
    """Import a file of values: all rows or none; what is judged already is looked at once, after the last row.

    Raises:
        InvalidError: naming every bad row with its line and why.
    """
    from cadence_tui.edges.value_rows import read_rows

    rows = read_rows(name, data)
    if dry_run:
        # The real run, on a copy in memory: what is said then is what will happen.
        desk = Desk(desk.repository.twin(), desk.clock, desk.asked_for)
    try:
        desk.repository.back_up(desk.clock(), "before-import")
        with desk.change("imported", name) as change:
            cells, standing = _cells(change, rows)
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


def _cells(change: Change, rows: Sequence[ValueRow]) -> tuple[list[Cell], Standing]:
    """Read every row, and look up what stands there; the bad ones are gathered, each with its line and why."""
    problems, cells, lines = list[tuple[int, str]](), list[Cell](), dict[tuple[str, str], int]()
    kept = list[int]()
    for row in rows:
        try:
            cell = _cell(change, row)
        except CadenceError as error:
            problems.append((row.line, str(error)))
            continue
        place = (cell.kpi.key, cell.period)
        if place in lines:
            problems.append((row.line, f"{cell.kpi.key} {cell.period} stands in line {lines[place]} already."))
            continue
        lines[place] = row.line
        cells.append(cell)
        kept.append(row.line)
    standing = Standing(change, cells)
    for line, cell in zip(kept, cells, strict=True):
        try:
            standing.effect(cell)
        except CadenceError as error:
            problems.append((line, str(error)))
    if problems:
        raise InvalidError(
            f"{len(problems)} of {len(rows)} rows cannot be imported; nothing was changed.",
            [f"line {line}: {text}" for line, text in sorted(problems)],
        )
    return cells, standing


def _cell(change: Change, row: ValueRow) -> Cell:
    """Read one row."""
    kpi = _kpi(change, row.kpi)
    period = _period(kpi, row.period)
    note = clean_text(row.note, "note")
    value = read_value(change, kpi, period, row.value, number_format=DEFAULT_FORMAT if row.exact else None)
    return Cell(kpi, period, value, note, note or None)


def _kpi(change: Change, key: str) -> Kpi:
    """Find a row's KPI without asking the file for each row."""
    return change.course.kpis.get(key) or change.repository.kpi(key)


def _period(kpi: Kpi, text: str) -> str:
    """Read a row's period; a date means the week or month that holds it, except for a daily KPI."""
    period = parse_period(text)
    if grain(period) == "daily" and kpi.cadence != "daily":
        return period_of(first_day(period), kpi.cadence)
    return period
