"""What a file holds, held against what its history says was written: a flipped byte, or a hand behind our back.

A state row has its image in the entry that last wrote it; where that came due by itself, a seal, since nobody undoes
it. Rows that are appended have a seal in theirs: how many there are, and the SHA-256 of all that is in them. All of
it is part of what the history's chain is made of. Not seen are drafts, which have no history, some marks, and rows that
were written before there were seals; those are counted.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui.storage.migrations import APPENDED, EXPORTED
from cadence_tui.storage.rows import dumps

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BY_RULE = "escalations"
"""The state that came due by itself, and was written without an image before there were seals."""
_SEAL = 32
Key = tuple[Any, ...]


class Contents(NamedTuple):
    """What does not fit, in words; how many rows were compared; and how many are older than what they could be."""

    differ: tuple[str, ...]
    compared: int
    unsealed: int


def seal(rows: Iterable[Sequence[Any]]) -> tuple[int, str]:
    """Count rows, and give the digest of all that is in them."""
    from hashlib import sha256

    digest, count = sha256(), 0
    for row in rows:
        digest.update(dumps(list(row)).encode("ascii") + b"\n")
        count += 1
    return count, digest.hexdigest()[:_SEAL]


def seal_of(table: str, rows: Iterable[Sequence[Any]], width: int) -> list[Any]:
    """Write the seal of what an entry appended to a table, as one of the entry's changes: it has no key."""
    count, digest = seal(rows)
    return [table, [], None, {"rows": count, "width": width, "seal": digest}]


def seal_of_row(table: str, key: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    """Write the seal of one state row, as one of an entry's changes."""
    return [table, [], None, {"key": list(key), "width": len(row), "seal": seal([row])[1]}]


def is_seal(change: Sequence[Any]) -> bool:
    """Say whether one of an entry's changes is a seal, and no image of a row."""
    return not change[1]


class _Written(NamedTuple):
    """What the history says: the columns that name a row of each table, each row's last image, and the seals."""

    keys: dict[str, tuple[str, ...]]
    images: dict[str, dict[Key, dict[str, Any] | None]]
    sealed: dict[str, dict[Key, dict[str, Any]]]
    seals: dict[str, dict[int, dict[str, Any]]]


def compare(connection: sqlite3.Connection) -> Contents:
    """Hold all rows of a file, whose rows come as mappings, against its history."""
    written = _replayed(connection)
    first = min((seq for seals in written.seals.values() for seq in seals), default=None)
    differ, compared, unsealed = list[str](), 0, 0
    for table in EXPORTED:
        if table in ("history", "meta") or not _has(connection, table):
            continue
        if table in APPENDED:
            found, count, old = _against_seals(connection, table, written.seals.get(table, {}), first)
        else:
            found, count, old = _against_images(connection, table, written)
        unsealed += old
        differ += found
        compared += count
    return Contents((*differ, *_marks(connection)), compared, unsealed)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    """Say whether a file has a table: those of older versions lack some."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None


def _replayed(connection: sqlite3.Connection) -> _Written:
    """Go through the history."""
    written = _Written({}, {}, {}, {})
    for seq, who, touches, changes in connection.execute("SELECT seq, who, touches, changes FROM history ORDER BY seq"):
        if who is None and changes == "[]":
            for touched in json.loads(touches):
                written.images.get(_BY_RULE, {}).pop((touched,), None)
        for change in json.loads(changes):
            table, keys, before, after = change
            images, sealed = written.images.setdefault(table, {}), written.sealed.setdefault(table, {})
            if not is_seal(change):
                written.keys[table] = tuple(keys)
                key = tuple((before or after)[name] for name in keys)
                images[key] = after
                sealed.pop(key, None)
            elif "key" in after:
                images.pop(tuple(after["key"]), None)
                sealed[tuple(after["key"])] = after
            else:
                written.seals.setdefault(table, {})[seq] = after
    return written


def _against_images(connection: sqlite3.Connection, table: str, written: _Written) -> tuple[list[str], int, int]:
    """Compare state rows with their images or seals; a column that is newer than an image has its default."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    defaults = {row["name"]: _read_default(row["dflt_value"]) for row in columns}
    keys = written.keys.get(table) or tuple(row["name"] for row in columns if row["pk"])
    sealed = written.sealed.get(table, {})
    kept = {key: defaults | row for key, row in written.images.get(table, {}).items() if row is not None}
    stand = {
        tuple(row[name] for name in keys): tuple(row)
        for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    }
    wrong, old = list[Key](), 0
    for key in kept.keys() | sealed.keys() | stand.keys():
        row = stand.get(key)
        if key in sealed:
            found = sealed[key]
            is_wrong = row is None or seal([row[: found["width"]]])[1] != found["seal"]
        elif key in kept or table != _BY_RULE:
            is_wrong = row is None or dict(zip(defaults, row, strict=True)) != kept.get(key)
        else:
            is_wrong, old = False, old + 1
        if is_wrong:
            wrong.append(key)
    return [f"{table} {_named(key)}" for key in sorted(wrong, key=str)], len(stand) - old, old


def _named(key: Key) -> str:
    """Name a row by its key."""
    return ", ".join(str(part) for part in key)


def _read_default(text: str | None) -> Any:  # noqa: ANN401 (whatever the column holds)
    """Read a column's default as the schema writes it."""
    if text is None:
        return None
    return int(text) if text.lstrip("-").isdigit() else text.strip("'")


def _against_seals(
    connection: sqlite3.Connection, table: str, seals: Mapping[int, dict[str, Any]], first: int | None
) -> tuple[list[str], int, int]:
    """Compare appended rows with the seals of their entries; those from before the first seal are counted."""
    wrong, compared, unsealed, seen = list[str](), 0, 0, set[int]()
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
    at = [column[0] for column in cursor.description].index("entry")
    for entry, rows in groupby(map(tuple, cursor), key=lambda row: row[at]):
        found = seals.get(entry) if entry not in seen else None
        if found is not None:
            seen.add(entry)
            count, digest = seal(row[: found["width"]] for row in rows)
            compared += count
            if (count, digest) != (found["rows"], found["seal"]):
                wrong.append(f"{table} of entry {entry}")
        elif first is None or entry < first:
            unsealed += sum(1 for _ in rows)
        else:
            wrong.append(f"{table} of entry {entry}")
    return [*wrong, *(f"{table} of entry {seq}" for seq in seals if seq not in seen)], compared, unsealed


def _marks(connection: sqlite3.Connection) -> Iterator[str]:
    """Compare the marks that follow from what is in the file with it: no number is given twice."""
    marks = {row["key"]: row["value"] for row in connection.execute("SELECT key, value FROM meta")}
    latest = connection.execute("SELECT max(recorded_at) FROM history").fetchone()[0]
    if marks.get("latest_at", latest) != latest:
        yield "meta latest_at"
    for kind, table in _NUMBERED.items():
        if not _has(connection, table):
            continue
        used = connection.execute(f"SELECT max(number) FROM {table}").fetchone()[0]  # noqa: S608
        after = str(marks.get(f"next_{kind}", "1"))
        if used is not None and not (after.isdecimal() and int(after) > used):
            yield f"meta next_{kind}"


_NUMBERED = {"E": "escalations", "D": "decisions", "A": "actions", "O": "objectives"}
