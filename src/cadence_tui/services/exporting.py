"""Everything that a company's file holds, as one JSON document that restores to an identical file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cadence_tui.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "cadence"
VERSION = 1


def export_json(desk: Desk) -> Iterator[str]:
    """Write everything but drafts, as though caught up, piece by piece; the same file gives the same text.

    It is `{"format": "cadence", "version": 1, "schema": n, "tables": {name: [row, …]}}`, each row an object by
    column; docs/export.md says what holds of it.
    """
    repository = desk.repository
    if desk.is_behind():
        repository = repository.twin()
        Desk(repository, desk.clock).catch_up()
    try:
        with repository.database.reading():
            yield f'{{"format": "{FORMAT}", "version": {VERSION}, "schema": {repository.schema}, "tables": {{'
            for number, (table, rows) in enumerate(repository.tables().items()):
                yield f'{"," if number else ""}\n"{table}": ['
                for place, row in enumerate(rows):
                    yield f"{',' if place else ''}\n {json.dumps(row, ensure_ascii=True, allow_nan=False)}"
                yield "]"
            yield "\n}}\n"
    finally:
        if repository is not desk.repository:
            repository.database.close()
