"""The history's own table: entries, their chain, and what it takes to undo one.

Every change happens inside an entry. State rows leave their images before and after in it; appended rows carry its
number. Undoing puts the images back and appends what stood before, so that the newest row of a key is always the one
that counts and no reader needs to know what was undone.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import RefusedError
from cadence_tui.storage.migrations import LEDGERS
from cadence_tui.storage.rows import dumps, entry_from, moment, moment_or_none, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Row

    from cadence_tui.domain.history import Entry, OpenEntry
    from cadence_tui.storage.database import Database

LATEST = "latest_at"
"""The mark of the latest moment at which an entry was stored."""
_HASHED = ("seq", "at", "recorded_at", "who", "verb", "subject", "touches", "before", "after", "why", "undoes")


class Ledger:
    """Appends to the history, and takes entries back by compensating ones."""

    def __init__(self, database: Database) -> None:
        """Write to a database; nothing is read before it is needed."""
        self.database = database
        self._open: OpenEntry | None = None

    # --- Writing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def entry(
        self,
        *,
        at: datetime,
        recorded_at: datetime,
        who: str | None,
        verb: str,
        subject: str,
        why: str | None = None,
        touches: Sequence[str] = (),
    ) -> Iterator[OpenEntry]:
        """Write one history entry around the changes it stands for; the caller holds the transaction."""
        from cadence_tui.domain.history import OpenEntry

        last = self.database.execute("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        opened = OpenEntry((last["seq"] if last else 0) + 1, subject, why, touches=list(touches))
        outer, self._open = self._open, opened
        if outer is not None:
            raise RuntimeError(verb)
        try:
            yield opened
        finally:
            self._open = None
        if who is None:
            opened.changes = [self._sealed(*change) for change in opened.changes]
        opened.changes.extend(self._seals(opened.appended))
        row: dict[str, Any] = {
            "seq": opened.seq,
            "at": stamp(at),
            "recorded_at": stamp(recorded_at),
            "who": who,
            "verb": verb,
            "subject": opened.subject,
            "touches": dumps(sorted(set(opened.touches))),
            "before": None if opened.before is None else dumps(opened.before),
            "after": None if opened.after is None else dumps(opened.after),
            "why": opened.why,
            "undoes": opened.undoes,
            "changes": dumps(opened.changes),
        }
        row["previous"] = last["hash"] if last else ""
        row["hash"] = link(row)
        self._insert("history", row)
        self.database.connection.executemany(
            "INSERT INTO touched (subject, seq) VALUES (?, ?)",
            [(name, opened.seq) for name in {opened.subject, *opened.touches}],
        )
        self._keep_latest(row["recorded_at"])

    def put(self, table: str, row: Mapping[str, Any], keys: Sequence[str] = ("id",)) -> None:
        """Write a state row over the one with the same key, keeping both images in the open entry."""
        before = self._find(table, {key: row[key] for key in keys})
        if before is not None and all(before[column] == value for column, value in row.items()):
            return
        self._opened.changes.append([table, list(keys), before, dict(row)])
        self._write(table, row, keys)

    def remove(self, table: str, **key: str) -> None:
        """Delete a state row, keeping its image in the open entry."""
        before = self._find(table, key)
        if before is not None:
            self._opened.changes.append([table, list(key), before, None])
            self._delete(table, key)

    def append(self, table: str, row: Mapping[str, Any]) -> int:
        """Append a row to a table that only grows; returns its number."""
        return self._insert(table, {**row, "entry": self.seq_to_append(table)})

    def append_all(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows, all with the same columns, to a table that only grows."""
        if not rows:
            return
        seq = self.seq_to_append(table)
        self.database.connection.executemany(
            f"INSERT INTO {table} ({', '.join(rows[0])}, entry) VALUES ({'?, ' * len(rows[0])}?)",  # noqa: S608
            ((*row.values(), seq) for row in rows),
        )

    def seq_to_append(self, table: str) -> int:
        """Give the number of the entry that is being written, to rows that are appended to a table with it."""
        if table not in self._opened.appended:
            last = self.database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]  # noqa: S608
            self._opened.appended[table] = last or 0
        return self._opened.seq

    def _sealed(self, table: str, keys: Sequence[str], _: object, after: Mapping[str, Any] | None) -> list[Any]:
        """Put a seal in the place of a row’s images, which are for undoing: what the rules wrote is not undone."""
        from cadence_tui.storage.contents import seal_of_row

        key = {name: (after or {})[name] for name in keys}
        return seal_of_row(table, list(key.values()), list((self._find(table, key) or {}).values()))

    def _seals(self, appended: Mapping[str, int]) -> Iterator[list[Any]]:
        """Seal what was appended since the rows that were the last before it."""
        from cadence_tui.storage.contents import seal_of

        for table, last in appended.items():
            found = self.database.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (last,))  # noqa: S608
            yield seal_of(table, found, len(found.description))

    @property
    def _opened(self) -> OpenEntry:
        """Give the entry that is being written; every change needs one."""
        if self._open is None:
            raise RuntimeError("a change outside an entry")
        return self._open

    # --- Reading ------------------------------------------------------------------------------------------------------

    def entries(self, *, after: int = 0, since: datetime | None = None) -> Iterator[Entry]:
        """Go through the history, oldest first."""
        rows = self.database.execute(
            "SELECT * FROM history WHERE seq > ? AND at >= ? ORDER BY seq", (after, stamp(since) or "")
        )
        yield from map(entry_from, rows)

    def entries_backwards(self) -> Iterator[Entry]:
        """Go through the history, newest first, reading no further than one goes."""
        yield from map(entry_from, self.database.execute("SELECT * FROM history ORDER BY seq DESC"))

    def entries_about(self, subject: str) -> list[Entry]:
        """Read the entries that concern an id or a key, oldest first."""
        found = self.database.execute(
            "SELECT history.* FROM touched JOIN history USING (seq) WHERE touched.subject = ? ORDER BY seq", (subject,)
        )
        return list(map(entry_from, found))

    def entry_numbered(self, seq: int) -> Entry | None:
        """Find one entry."""
        row = self.database.execute("SELECT * FROM history WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else entry_from(row)

    def newest_at(self) -> datetime | None:
        """Give the moment at which the newest entry was stored."""
        row = self.database.execute("SELECT recorded_at FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        return None if row is None else moment(row["recorded_at"])

    def latest_at(self) -> datetime | None:
        """Give the latest moment at which any entry was stored: the newest entry's, but for a clock set back since."""
        return moment_or_none(self._latest())

    def _latest(self) -> str | None:
        """Look it up; a file that was not written to since it is kept is gone through."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (LATEST,)).fetchone()
        if row is None:
            row = self.database.execute("SELECT max(recorded_at) AS value FROM history").fetchone()
        return None if row["value"] is None else str(row["value"])

    def _keep_latest(self, recorded_at: str) -> None:
        """Keep it where this entry is later than all before."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (LATEST,)).fetchone()
        if row is not None and row["value"] >= recorded_at:
            return
        self.database.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (LATEST, max(recorded_at, self._latest() or "")),
        )

    def undone(self) -> set[int]:
        """Number the entries that count as never made: undone, and not redone since."""
        # The plus sign keeps SQLite from walking the whole history in order: few entries undo another.
        pairs = self.database.execute("SELECT seq, undoes FROM history WHERE undoes IS NOT NULL ORDER BY +seq DESC")
        out = set[int]()
        for seq, undoes in pairs:
            if seq not in out:
                out.add(undoes)
        return out

    def hidden(self) -> set[int]:
        """Number the entries that tell of nothing that counts: those undone, and those that undid or redid others."""
        found = self.database.execute("SELECT seq FROM history WHERE undoes IS NOT NULL ORDER BY +seq")
        return self.undone() | {row["seq"] for row in found}

    def head(self) -> str:
        """Give the newest link of the chain."""
        row = self.database.execute("SELECT hash FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        return str(row["hash"]) if row else ""

    def first_broken(self) -> int | None:
        """Number the first entry that does not fit the chain, if there is one."""
        return broken_link(self.database.execute("SELECT * FROM history ORDER BY seq"))

    # --- Undoing ------------------------------------------------------------------------------------------------------

    def revert(self, seq: int) -> None:
        """Put back what an entry changed, as changes of the entry that is open now.

        Raises:
            RefusedError: when something it changed has been changed again since.
        """
        from cadence_tui.storage.contents import is_seal

        row = self.database.execute("SELECT changes FROM history WHERE seq = ?", (seq,)).fetchone()
        for change in reversed(json.loads(row["changes"])):
            if is_seal(change):
                continue
            table, keys, before, after = change
            key = {name: (before or after)[name] for name in keys}
            if self._find(table, key) != after:
                raise RefusedError("It has been changed again since; undo the newer change first.")
            if before is None:
                self.remove(table, **key)
            else:
                self.put(table, before, keys)
        for table, keys in LEDGERS.items():
            self._revert_rows(table, keys, seq)

    def _revert_rows(self, table: str, keys: tuple[str, ...], seq: int) -> None:
        """Append, for each key that an entry appended to, the row that stood before it."""
        names = ", ".join(keys)
        same = " AND ".join(f"{key} = ?" for key in keys)
        firsts = self.database.execute(
            f"SELECT {names}, min(id) AS first FROM {table} WHERE entry = ? GROUP BY {names}",  # noqa: S608
            (seq,),
        ).fetchall()
        for found in firsts:
            key = {name: found[name] for name in keys}
            before = self.database.execute(
                f"SELECT * FROM {table} WHERE {same} AND id < ? ORDER BY id DESC LIMIT 1",  # noqa: S608
                (*key.values(), found["first"]),
            ).fetchone()
            stood = {column: before[column] for column in before.keys() if column != "id"} if before else key  # noqa: SIM118
            self.append(table, stood)

    # --- SQL ----------------------------------------------------------------------------------------------------------

    def _find(self, table: str, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """Find a row by its key."""
        where = " AND ".join(f"{name} = ?" for name in key)
        row: Row | None = self.database.execute(
            f"SELECT * FROM {table} WHERE {where}",  # noqa: S608
            tuple(key.values()),
        ).fetchone()
        return None if row is None else dict(row)

    def _insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert a row."""
        marks = ", ".join("?" * len(row))
        done = self.database.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608
            tuple(row.values()),
        )
        return int(done.lastrowid or 0)

    def _write(self, table: str, row: Mapping[str, Any], keys: Sequence[str]) -> None:
        """Insert a row, or update the one with its key."""
        marks = ", ".join("?" * len(row))
        sets = ", ".join(f"{name} = excluded.{name}" for name in row if name not in keys)
        clash = f"DO UPDATE SET {sets}" if sets else "DO NOTHING"
        self.database.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) ON CONFLICT ({', '.join(keys)}) {clash}",  # noqa: S608
            tuple(row.values()),
        )

    def _delete(self, table: str, key: Mapping[str, Any]) -> None:
        """Delete a row by its key."""
        where = " AND ".join(f"{name} = ?" for name in key)
        self.database.execute(f"DELETE FROM {table} WHERE {where}", tuple(key.values()))  # noqa: S608


def link(row: Mapping[str, Any]) -> str:
    """Work out an entry's place in the chain: the SHA-256 of the link before it and its own canonical form."""
    from hashlib import sha256

    form = dumps([row["previous"], *(row[name] for name in _HASHED), row["changes"]])
    return sha256(form.encode("ascii")).hexdigest()


def broken_link(rows: Iterable[Row]) -> int | None:
    """Number the first entry of a history that does not fit the ones before it, if there is one."""
    previous = ""
    for row in rows:
        if row["previous"] != previous or link(dict(row)) != row["hash"]:
            return int(row["seq"])
        previous = row["hash"]
    return None
