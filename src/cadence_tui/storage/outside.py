"""Other people's SQLite files: one value read from one, which is never written to and runs nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.text import visible

SECONDS = 10.0
_STEPS = 10_000
_SHOWN = 120
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)


def _authorize(action: int, name: str | None, other: str | None, *_: Any) -> int:  # noqa: ANN401
    """Let a query read, and do nothing else: attach no file, load no code."""
    if action not in _READING or "load_extension" in (name, other):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def query(path: str, sql: str, *, seconds: float = SECONDS) -> object:
    """Read the one value that a query of a file gives.

    Raises:
        RefusedError: when the file cannot be read, or the query takes too long or wants to do more than read.
        InvalidError: when it gives more than one value.
    """
    file = Path(path)
    if not file.is_file():
        raise RefusedError(f"There is no file {visible(path[:_SHOWN])}; name one that is there.")
    until = monotonic() + seconds
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.set_authorizer(_authorize)
            connection.set_progress_handler(lambda: monotonic() > until, _STEPS)
            rows = connection.execute(sql).fetchmany(2)
    except (sqlite3.Error, sqlite3.Warning) as error:
        if monotonic() > until:
            raise RefusedError(f"The query took longer than {seconds:g} seconds and was given up.") from error
        raise RefusedError(f"The file cannot be asked ({visible(str(error)[:_SHOWN])}).") from error
    if len(rows) > 1 or (rows and len(rows[0]) != 1):
        raise InvalidError("The query gives more than one value; ask for one column of one row.")
    value: object = rows[0][0] if rows else None
    return value
