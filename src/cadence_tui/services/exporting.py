"""Everything that a company's file holds: as one JSON document that restores to an identical file, and as tables."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import grain
from cadence_tui.domain.entry import signs_of
from cadence_tui.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cadence_tui.storage.repository import Repository

FORMAT = "cadence"
VERSION = 1


def export_json(desk: Desk) -> Iterator[str]:
    """Write everything but drafts, as though caught up, piece by piece; the same file gives the same text.

    It is `{"format": "cadence", "version": 1, "schema": n, "tables": {name: [row, …]}}`, each row an object by
    column; docs/export.md says what holds of it.
    """
    with _caught_up(desk) as repository:
        yield f'{{"format": "{FORMAT}", "version": {VERSION}, "schema": {repository.schema}, "tables": {{'
        for number, (table, rows) in enumerate(repository.tables().items()):
            yield f'{"," if number else ""}\n"{table}": ['
            for place, row in enumerate(rows):
                yield f"{',' if place else ''}\n {json.dumps(row, ensure_ascii=True, allow_nan=False)}"
            yield "]"
        yield "\n}}\n"


def separator(desk: Desk) -> str:
    """Give what stands between cells: where a comma is the decimal sign, spreadsheets look for semicolons."""
    return ";" if signs_of(desk.repository.company().number_format)[1] == "," else ","


def export_tables(desk: Desk) -> Iterator[tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]]:
    """Go through tables, each with its name, columns and rows: the values that stand, then everything as it is kept.

    The values are as the import reads them: those that were recorded, by the KPI's cadence of today.
    """
    with _caught_up(desk) as repository:
        yield "values", ("kpi", "period", "value", "note"), _values(repository)
        for name, rows in repository.tables().items():
            yield name, repository.columns(name), (tuple(row.values()) for row in rows)


def _values(repository: Repository) -> Iterator[tuple[str, str, str, str]]:
    """Go through the values that stand, KPI by KPI, oldest period first."""
    sign = signs_of(repository.company().number_format)[1]
    for kpi in repository.kpis().values():
        if kpi.formula:
            continue
        standing = repository.standing_readings(kpi.key)
        for period in sorted(standing):
            value, note = standing[period]
            if grain(period) == kpi.cadence:
                yield kpi.key, period, _written(value, kpi.goal.direction, sign), note


def _written(value: Decimal, direction: str, sign: str) -> str:
    """Write a value with all its digits, as the company's people type it."""
    if direction == "yes_no":
        return "yes" if value else "no"
    return f"{value:f}".replace(".", sign)


@contextmanager
def _caught_up(desk: Desk) -> Iterator[Repository]:
    """Hold one unchanging state, as though caught up; what had to be worked out for that stays in memory."""
    repository = desk.repository
    if desk.is_behind():
        repository = repository.twin()
        Desk(repository, desk.clock).catch_up()
    try:
        with repository.database.reading():
            yield repository
    finally:
        if repository is not desk.repository:
            repository.database.close()
