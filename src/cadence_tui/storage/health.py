"""The doctor's look at a company's file: every check there is, on a connection that cannot write."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import FileError
from cadence_tui.domain.finding import Finding
from cadence_tui.domain.text import visible
from cadence_tui.storage import backup
from cadence_tui.storage.contents import compare
from cadence_tui.storage.database import check_ours
from cadence_tui.storage.ledger import broken_link
from cadence_tui.storage.migrations import CONCERNED, VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_SOUND_WAL = (3, 51, 3)
_NAMED = 5
_STALE = timedelta(days=8)


def examine(path: Path, now: datetime) -> list[Finding]:
    """Look a file through; what cannot be looked at any more is left out after the finding that says why."""
    return [*_file(path), *(_inside(path) if path.is_file() else ()), *_backups(path, now)]


def flaws(path: Path) -> str | None:
    """Look at what a file holds that nobody uses yet; None when nothing is wrong with it."""
    try:
        bad = [f"{one.what}: {one.said}" for one in _inside(path) if one.state == "bad"]
    except (ValueError, TypeError, RecursionError) as error:
        return f"a KPI’s version cannot be read: {error}"
    return "; ".join(bad) or None


def _file(path: Path) -> Iterator[Finding]:
    """Look at the file from outside: that it is there, and who may read and write it."""
    if not path.is_file():
        what = "is not a file" if path.exists() else "does not exist"
        yield Finding("file", "bad", f"{path} {what}", "Name another with --db, or make one: “cadence init”.")
        return
    stat = path.stat()
    yield Finding("file", "good", f"{path}, {stat.st_size:,} bytes")
    mode = stat.st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        yield Finding(
            "permissions",
            "note",
            f"others on this machine may open it ({mode:o})",
            f"chmod 600 '{path}' keeps it yours.",
        )
    elif not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        yield Finding(
            "permissions", "note", "it can be read, not written", "Make the file and its folder writable to change it."
        )
    else:
        yield Finding("permissions", "good", f"yours to read and write ({mode:o})")


def way_on_from(path: Path) -> str:
    """Say what to do about a file that is damaged."""
    good = backup.advice(path)
    return f"{good[0].upper()}{good[1:]}."


def _inside(path: Path) -> Iterator[Finding]:
    """Look at what the file holds."""
    way_on = way_on_from(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            version = check_ours(connection, path)
            yield _schema(connection, version, way_on)
            yield _sqlite(connection)
            yield from _whole(connection, way_on)
            yield _history(connection, way_on)
            yield _contents(connection, way_on)
            if version == VERSION:
                yield from _found_by_subject(connection, way_on)
                yield _kpis(connection, way_on)
    except FileError as error:
        yield Finding("schema", "bad", str(error), way_on)
    except (LookupError, TypeError, ValueError) as error:
        yield Finding("rows", "bad", f"one makes no sense ({type(error).__name__})", way_on)
    except sqlite3.OperationalError as error:
        yield Finding("integrity", "bad", f"it could not be looked through ({error})", "Try again in a moment.")
    except sqlite3.Error as error:
        yield Finding("integrity", "bad", f"it is damaged ({error})", way_on)


def _schema(connection: sqlite3.Connection, version: int, way_on: str) -> Finding:
    """Say which version the file is of, and whether its tables, indexes and triggers are those of that version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made, version)
        wanted = set(made.execute(_SCHEMA))
    differ = sorted({str(row[1]) for row in set(map(tuple, connection.execute(_SCHEMA))) ^ wanted})
    if differ:
        more = f" and {len(differ) - _NAMED} more" if len(differ) > _NAMED else ""
        said = f"not as this program makes it: {', '.join(differ[:_NAMED])}{more}"
        return Finding("schema", "bad", visible(said), way_on)
    if version == VERSION:
        return Finding("schema", "good", f"version {version}, this program’s")
    return Finding("schema", "note", f"version {version}; it becomes {VERSION} when it is next opened, after a backup")


_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%'"


def _sqlite(connection: sqlite3.Connection) -> Finding:
    """Say which SQLite reads it, and what that means for it."""
    mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    said = f"{sqlite3.sqlite_version}, journal “{mode}”"
    if mode != "wal":
        return Finding("sqlite", "good", said)
    if sqlite3.sqlite_version_info < _SOUND_WAL:
        advice = f"sqlite3 FILE 'PRAGMA journal_mode = DELETE': before 3.51.3 a “{mode}” file can be corrupted."
        return Finding("sqlite", "note", said, advice)
    return Finding("sqlite", "note", said, "A “wal” file cannot be opened in a folder that is read-only.")


def _whole(connection: sqlite3.Connection, way_on: str) -> Iterator[Finding]:
    """Look at every page, index and reference."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    if found == ["ok"]:
        yield Finding("integrity", "good", "every page and index is in order")
    else:
        yield Finding("integrity", "bad", "; ".join(found), way_on)
    lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        yield Finding("references", "bad", f"{len(lost)} rows point nowhere, in {tables}", way_on)
    else:
        yield Finding("references", "good", "no row points nowhere")


def _found_by_subject(connection: sqlite3.Connection, way_on: str) -> Iterator[Finding]:
    """Say so where an entry would not be found by what it concerns."""
    known, said = "SELECT subject, seq FROM touched", f"SELECT subject, seq FROM ({CONCERNED})"  # noqa: S608
    lost = connection.execute(
        f"SELECT seq FROM ({said} EXCEPT {known}) UNION SELECT seq FROM ({known} EXCEPT {said}) LIMIT 1"  # noqa: S608
    ).fetchone()
    if lost is not None:
        yield Finding("history", "bad", f"entry {lost['seq']} is not found by what it concerns", way_on)


def _history(connection: sqlite3.Connection, way_on: str) -> Finding:
    """Follow the history's chain."""
    broken = broken_link(connection.execute("SELECT * FROM history ORDER BY seq"))
    if broken is not None:
        return Finding("history", "bad", f"entry {broken} is the first that does not fit the one before it", way_on)
    last = connection.execute("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    if last is None:
        return Finding("history", "bad", "there is none", way_on)
    return Finding("history", "good", f"{last['seq']} entries, each fits; its head is {last['hash'][:8]}")


def _kpis(connection: sqlite3.Connection, way_on: str) -> Finding:
    """Compare each KPI as it stands with the newest version that was kept of it."""
    newest = {row["key"]: row["body"] for row in connection.execute("SELECT key, body FROM kpi_versions ORDER BY id")}
    kept = {key: json.loads(body) for key, body in newest.items() if body is not None}
    stand = {row["key"]: dict(row) for row in connection.execute("SELECT * FROM kpis")}
    differ = sorted(key for key in kept.keys() | stand.keys() if kept.get(key) != stand.get(key))
    if differ:
        return Finding("KPIs", "bad", f"not as they were last written: {', '.join(differ)}", way_on)
    return Finding("KPIs", "good", f"{len(stand)}, each as it was last written")


def _contents(connection: sqlite3.Connection, way_on: str) -> Finding:
    """Hold every row against what the history says was written, and say what could not be held against it."""
    try:
        found = compare(connection)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        return Finding("contents", "bad", f"the history’s changes cannot be read ({error})", way_on)
    if found.differ:
        first, more = found.differ[:_NAMED], len(found.differ) - _NAMED
        said = ", ".join(first) + (f" and {more} more" if more > 0 else "")
        return Finding("contents", "bad", f"not as last written: {visible(said)}", way_on)
    said = f"{found.compared} rows, each as it was last written"
    if found.unsealed:
        said += f"; {found.unsealed} are from before that could be compared"
    return Finding("contents", "good", said)


def _unlike(path: Path) -> str | None:
    """Say what in a backup is not as its history says; None where all is."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA trusted_schema = OFF")
            found = _contents(connection, "")
    except sqlite3.Error as error:
        return str(error)
    return found.said if found.state == "bad" else None


def _backups(path: Path, now: datetime) -> Iterator[Finding]:
    """Look every backup through, with its own history."""
    found = [one if one.flaw else one._replace(flaw=_unlike(Path(one.file))) for one in backup.verified(path)]
    bad = [one for one in found if one.flaw is not None]
    for one in bad:
        yield Finding("backups", "bad", f"{one.name} is no good ({one.flaw})", f"Delete {one.file}.")
    good = [one for one in found if one.flaw is None]
    if not good:
        yield Finding("backups", "note", "there is no good one yet", "“cadence backup” takes one.")
        return
    said = f"{len(good)} good, the newest of {good[-1].at:%Y-%m-%d %H:%M} UTC"
    if good[-1].at > now + timedelta(days=1):
        yield Finding("backups", "note", f"{said}, which is in the future", "See whether the clock is right.")
    elif now - good[-1].at > _STALE:
        yield Finding("backups", "note", said, "“cadence backup” takes one; one is taken on each day with a change.")
    else:
        yield Finding("backups", "good", said)
