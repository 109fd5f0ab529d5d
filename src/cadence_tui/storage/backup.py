"""Backups: consistent copies taken while others write, verified when made, and thinned with age."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import DamagedError, FileError
from cadence_tui.storage.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES, _PAUSE = 100, 0.002
ALL_FOR = timedelta(days=2)
KEPT: tuple[tuple[str, int], ...] = (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9))
"""How many days, ISO weeks and months keep their newest backup, beside all of the last two days."""


class Backup(NamedTuple):
    """A backup file, when it was taken, and why."""

    path: Path
    at: datetime
    reason: str


def folder_of(path: Path) -> Path:
    """Give the folder that a company's backups are kept in: beside its file."""
    return path.with_name(f"{path.stem}.backups")


def listed(path: Path) -> list[Backup]:
    """List a company's backups, oldest first."""
    found = list[Backup]()
    for one in folder_of(path).glob("*.db"):
        taken, _, rest = one.stem.partition("-")
        with suppress(ValueError):
            at = datetime.strptime(taken, _STAMP).replace(tzinfo=UTC)
            found.append(Backup(one, at, rest.partition(".")[0]))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name))


def take(path: Path, at: datetime, reason: str) -> Path:
    """Copy a company's file into its backups folder, verify the copy, and thin the older ones.

    Raises:
        FileError: when the copy cannot be made or is not whole; nothing half done stays behind.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        target = _free(folder, f"{at.astimezone(UTC).strftime(_STAMP)}-{reason}")
        copy(path, target)
    except OSError as error:
        raise FileError(f"No backup could be made in {folder} ({error.strerror}); nothing was changed.") from error
    thin(path, at)
    return target


def _free(folder: Path, stem: str) -> Path:
    """Find a name that is not taken yet: two backups in one second are no trouble."""
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}.{number}.db"
    return path


def copy(source: Path, target: Path) -> None:
    """Copy a database step by step, so that no writer waits long, and verify the copy before it gets its name."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(partial)) as new,
        ):
            old.backup(new, pages=_PAGES, sleep=_PAUSE)
        if (problem := flaw(partial)) is not None:
            raise DamagedError(f"{source} is damaged ({problem}); {advice(source)}.")
        partial.replace(target)
    except sqlite3.Error as error:
        raise FileError(f"{source} could not be copied ({error}); nothing was changed.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def flaw(path: Path) -> str | None:
    """Look a database through from end to end; None when it is whole."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return "it is not a cadence file"
            result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if result != "ok":
                return str(result)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            return None if broken is None else f"a row of {broken[0]} points nowhere"
    except sqlite3.Error as error:
        return str(error)


def thin(path: Path, now: datetime) -> list[Path]:
    """Take away the backups that are not to be kept; returns them. The only good one always stays."""
    backups = listed(path)
    kept = keep(backups, now)
    gone = [backup.path for backup in backups if backup not in kept]
    if gone and not any(flaw(backup.path) is None for backup in sorted(kept, key=lambda b: b.at, reverse=True)):
        return []
    for one in gone:
        with suppress(OSError):
            one.unlink()
    return gone


def keep(backups: Iterable[Backup], now: datetime) -> set[Backup]:
    """Choose the backups to keep: all of the last two days (and dates in the future), then the newest of each span."""
    newest_first = sorted(backups, key=lambda backup: (backup.at, backup.path.name), reverse=True)
    kept = {backup for backup in newest_first if backup.at > now - ALL_FOR}
    for form, count in KEPT:
        spans = dict[str, Backup]()
        for backup in newest_first:
            spans.setdefault(backup.at.strftime(form), backup)
        kept |= set(list(spans.values())[:count])
    return kept


def advice(path: Path) -> str:
    """Name the newest backup that is whole, for when the file is not."""
    good = next((backup.path for backup in reversed(listed(path)) if flaw(backup.path) is None), None)
    return f"the newest good backup is {good}" if good else "there is no good backup beside it"
