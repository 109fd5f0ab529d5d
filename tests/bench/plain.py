"""What SQLite alone takes for the same rows: the base that importing and catching up are measured against.

plain.py write CSV DATABASE    executemany of the rows into a table like that of the readings
plain.py read DATABASE TABLE…  fetch every row of these tables
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path

TABLE = """
CREATE TABLE readings (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, value TEXT, note TEXT, origin TEXT, who TEXT,
  at TEXT, entry INTEGER NOT NULL
) STRICT;
CREATE INDEX readings_key ON readings (kpi, period, id);
CREATE INDEX readings_entry ON readings (entry);
"""


def write(source: Path, target: Path) -> None:
    """Write a file's rows in one transaction, into a new database."""
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    connection.executescript(TABLE)
    with source.open(encoding="utf-8", newline="") as file, connection:
        rows = csv.reader(file)
        next(rows)
        connection.executemany(
            "INSERT INTO readings (kpi, period, value, note, origin, who, at, entry) "
            "VALUES (?, ?, ?, NULL, 'imported', 'Ada', '2026-11-18T12:00:00+00:00', 2)",
            rows,
        )
    connection.close()


def read(source: Path, tables: list[str]) -> int:
    """Read every row of some tables; returns how many there are."""
    connection = sqlite3.connect(source)
    count = sum(len(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)
    connection.close()
    return count


if __name__ == "__main__":
    verb, first, *rest = sys.argv[1:]
    if verb == "write":
        write(Path(first), Path(rest[0]))
    else:
        read(Path(first), rest)
