"""A new file made from the rows of an export: at the schema that they were written from, then brought to the newest."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import FileError, InvalidError
from cadence_tui.domain.text import visible
from cadence_tui.storage.database import make
from cadence_tui.storage.migrations import EXPORTED, INDEXED, VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_KINDS = {"TEXT": str, "INTEGER": int}
# Texts that are numbers: plain digits, since an exponent could stand for more of them than there is memory.
_NUMBERS = frozenset(
    ("value", "target", "alert", "late_value", "expect_value", "baseline", "current", "weight", "score")
)
_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?(\.\.-?[0-9]{1,100}(\.[0-9]{1,100})?)?")
_INTEGERS = range(-(1 << 63), 1 << 63)


def fill(path: Path, schema: int, rows: Iterable[tuple[str, dict[str, Any] | None]]) -> None:
    """Make a company's file of rows, each with its table; a table begins with None. Whole, or without any row.

    Raises:
        InvalidError: when the rows do not fit the schema, or it is newer than this program.
        FileError: when the file exists, or cannot be written.
    """
    if schema > VERSION:
        raise InvalidError(
            f"The export is from a newer cadence (schema {schema}, this program knows {VERSION}); update cadence."
        )
    if schema < 1:
        raise InvalidError("The export names no schema that there was; export it again.")
    make(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("BEGIN IMMEDIATE")
            migrate(connection, schema)
            _insert(connection, rows)
            migrate(connection)
            connection.execute(INDEXED)
            connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        raise InvalidError(f"The export does not hold together ({visible(str(error))}); export it again.") from error
    except sqlite3.Error as error:
        raise FileError(f"{path} could not be written ({error}); nothing was restored.") from error


def _insert(connection: sqlite3.Connection, rows: Iterable[tuple[str, dict[str, Any] | None]]) -> None:
    """Insert the rows, each into its table, every one of which has to be there."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    missing = there & EXPORTED.keys()
    kinds, statement = dict[str, tuple[type, bool]](), ""
    for table, row in rows:
        if row is None:
            if table not in missing:
                raise InvalidError(
                    f"The export has a table “{visible(table[:40])}” that there is not; export it again."
                )
            missing.discard(table)
            found = connection.execute(f"PRAGMA table_info({table})").fetchall()
            kinds = {column[1]: (_KINDS[column[2]], not column[3] and not column[5]) for column in found}
            names, marks = ", ".join(kinds), ", ".join(f":{name}" for name in kinds)
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 (names of our own schema)
            continue
        _check(table, row, kinds)
        connection.execute(statement, row)
    if missing:
        raise InvalidError(f"The export lacks the table {min(missing)}; export it again.")


def _check(table: str, row: dict[str, Any], kinds: dict[str, tuple[type, bool]]) -> None:
    """Refuse a row that has other columns than its table, or a value of another kind, or what no text can hold."""
    if row.keys() != kinds.keys():
        raise InvalidError(f"A row of the export’s table {table} has not its columns; export it again.")
    for name, value in row.items():
        kind, may_be_null = kinds[name]
        is_right = may_be_null if value is None else type(value) is kind
        if is_right and isinstance(value, str) and name in _NUMBERS and table != "meta":
            is_right = _NUMBER.fullmatch(value) is not None
        elif is_right and isinstance(value, str):
            is_right = (value.isascii() and value.isprintable()) or _can_be_held(value)
        elif is_right and value is not None:
            is_right = value in _INTEGERS
        if not is_right:
            raise InvalidError(f"A row of the export’s table {table} has a {name} that cannot be; export it again.")


def _can_be_held(text: str) -> bool:
    """Say whether a text is made of what a person may type: nothing that a terminal would execute."""
    return visible(text, lines=True) == text
