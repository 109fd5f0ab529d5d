"""Text that a terminal would obey, put into every text of a company's file, as a stranger's file might have it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from cadence_tui.storage.migrations import EXPORTED, triggers

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "\x1b]0;owned\x07\x1b[31mHACK\x9b5m\u202eevil\u2028two\rback"
OBEYED = ("\x1b]0;owned", "\x1b[31mHACK", "\x9b", "\u202e", "\u2028", "\rback", "owned\x07")
_KEPT = ("folded", "key", "id", "place", "formula")


def spoil(path: Path) -> None:
    """Put it behind each space in every text of a file, as a stranger's file might have it, and into what was typed."""
    escaped = json.dumps(HOSTILE)[1:-1]
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in triggers():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        for table in EXPORTED:
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if kind != "TEXT" or column in _KEPT:
                    continue
                connection.execute(
                    f"UPDATE {table} SET {column} = CASE WHEN json_valid({column}) AND {column} GLOB '[[{{\"]*' "
                    f"THEN replace({column}, ' ', ' ' || ?) ELSE replace({column}, ' ', ' ' || ?) END "
                    f"WHERE {column} LIKE '% %'",
                    (escaped, HOSTILE),
                )
        for (key,) in connection.execute("SELECT key FROM kpis").fetchall():
            founder, week = connection.execute("SELECT founder FROM company").fetchone()[0], "2026-W47"
            body = json.dumps([f"1{HOSTILE}", 1])
            row = (f"{founder}\x1fvalue/{key}/{week}", body, "2026-11-23T08:00:00Z")
            connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", row)
        for name in triggers().values():
            connection.execute(name)
