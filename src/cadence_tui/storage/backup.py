"""Backups: consistent copies taken while others write, verified when made, thinned with age, and put back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING

from cadence_tui.domain.backup import Backup, keep
from cadence_tui.domain.errors import BusyError, DamagedError, FileError, RefusedError, not_found
from cadence_tui.storage.ledger import broken_link
from cadence_tui.storage.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from cadence_tui.domain.backup import Watch

_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES, _PAUSE = 100, 0.002
_HALF_S = 86_400


def folder_of(path: Path) -> Path:
    """Give the folder that a company's backups are kept in: beside its file."""
    return path.with_name(f"{path.stem}.backups")


def listed(path: Path) -> list[Backup]:
    """List a company's backups, oldest first."""
    found = list[Backup]()
    for one in folder_of(path).glob("*.db"):
        taken, _, rest = one.stem.partition("-")
        with suppress(ValueError, OSError):
            at = datetime.strptime(taken, _STAMP).replace(tzinfo=UTC)
            found.append(Backup(str(one), at, rest.partition(".")[0], one.stat().st_size))
    return sorted(found, key=lambda backup: (backup.at, backup.file))


def unwatched(_: int, __: int) -> bool:
    """Go on."""
    return True


def verified(path: Path, watch: Watch = unwatched) -> list[Backup]:
    """List a company's backups, each looked through from end to end, the newest first, for as long as one watches."""
    found, done = listed(path), list[Backup]()
    for one in reversed(found):
        if not watch(len(done), len(found)):
            break
        done.append(one._replace(flaw=flaw(Path(one.file))))
    return done[::-1]


def named(path: Path, name: str) -> Path:
    """Find a backup by its name or the beginning of it, or any file by its path.

    Raises:
        NotFoundError: when there is none of that name.
    """
    found = [one for one in listed(path) if name in (one.name, f"{one.name}.db", one.file)]
    found = found or [one for one in listed(path) if name and one.name.startswith(name)]
    if len(found) == 1:
        return Path(found[0].file)
    with suppress(OSError, ValueError, RuntimeError):
        if (file := Path(name).expanduser()).is_file():
            return file
    hint = "“cadence backup list” shows them all."
    raise not_found("backup", name, [one.name for one in listed(path)], hint=hint)


def take(path: Path, at: datetime, reason: str, watch: Watch = unwatched, *, spare: Path | None = None) -> Path:
    """Copy a company's file into its backups folder, verify the copy, and thin the older ones but one to `spare`.

    Raises:
        FileError: when the copy cannot be made or is not whole; nothing half done stays behind.
        RefusedError: when who watches has it stop; the same.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        target = _free(folder, f"{at.astimezone(UTC).strftime(_STAMP)}-{reason}")
        copy(path, target, watch)
    except OSError as error:
        raise FileError(f"No backup could be made in {folder} ({error.strerror}); nothing was changed.") from error
    thin(path, at, spare)
    return target


def _free(folder: Path, stem: str) -> Path:
    """Find a name that is not taken yet: two backups in one second are no trouble."""
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}.{number}.db"
    return path


def copy(source: Path, target: Path, watch: Watch = unwatched) -> None:
    """Copy a database step by step, so that no writer waits long, and verify the copy before it gets its name."""

    def step(_: int, left: int, of: int) -> None:
        if not watch(of - left, of):
            raise RefusedError("The backup was stopped; nothing was changed.")

    partial = target.with_name(f".{target.name}.{os.getpid()}.{get_ident()}.new")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(_read_only(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new, pages=_PAGES, progress=step, sleep=_PAUSE)
        if (problem := flaw(partial)) is not None:
            raise DamagedError(f"{source} is damaged ({problem}); {advice(source)}.")
        partial.replace(target)
    except sqlite3.Error as error:
        raise FileError(f"{source} could not be copied ({error}); nothing was changed.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _read_only(path: Path) -> sqlite3.Connection:
    """Open a database to read it, with nothing of a stranger's run."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def flaw(path: Path) -> str | None:
    """Look a database through from end to end, with its history's chain; None when it is whole."""
    try:
        with closing(_read_only(path)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return "it is not a cadence file"
            result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if result != "ok":
                return str(result)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                return f"a row of {broken[0]} points nowhere"
            connection.row_factory = sqlite3.Row
            link = broken_link(connection.execute("SELECT * FROM history ORDER BY seq"))
            return None if link is None else f"entry {link} of its history does not fit the one before it"
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)


def quick_flaw(path: Path) -> str | None:
    """Look a database over in little time, as when the app opens; None when nothing is wrong."""
    try:
        with closing(_read_only(path)) as connection:
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            return None if result == "ok" else str(result)
    except sqlite3.OperationalError:
        return None  # another process keeps it; whoever reads it next will see
    except sqlite3.Error as error:
        return str(error)


def thin(path: Path, now: datetime, spare: Path | None = None) -> list[Path]:
    """Take away the backups that are not to be kept, but one to `spare`; returns them. The only good one always stays.

    Halves that a killed process left behind go too, once they are a day old.
    """
    for half in folder_of(path).glob(".*.new"):
        with suppress(OSError):
            if now.timestamp() - half.stat().st_mtime > _HALF_S:
                half.unlink()
    backups = listed(path)
    kept = keep(backups, now)
    gone = [file for one in backups if one not in kept and (file := Path(one.file)) != spare]
    if gone and not any(flaw(Path(backup.file)) is None for backup in sorted(kept, key=lambda b: b.at, reverse=True)):
        return []
    for one in gone:
        with suppress(OSError):
            one.unlink()
    return gone


def advice(path: Path) -> str:
    """Name the newest backup that is whole, for when the file is not."""
    good = next((backup for backup in reversed(listed(path)) if flaw(Path(backup.file)) is None), None)
    if good is None:
        return "there is no good backup beside it"
    return f"the newest good backup is {good.file}: “cadence backup restore {good.name}” puts it back"


# --- Putting one back -------------------------------------------------------------------------------------------------


def restore(source: Path, path: Path, at: datetime) -> Path | None:
    """Put a backup in the place of a company's file; returns where what stood there is kept, if anything did.

    It is written over the file as one transaction, so that whoever has it open sees the change, and a process that is
    killed leaves either. A file that is damaged is moved aside as it is.

    Raises:
        FileError: when the backup is not whole, or the place cannot be written; the file is then as it was.
    """
    from cadence_tui.storage.database import check_ours

    if (problem := flaw(source)) is not None:
        raise DamagedError(f"{source} is no good backup ({problem}); choose another.")
    if path.exists() and source.samefile(path):
        raise FileError(f"{source} is the company’s own file; name a backup.")
    with closing(_read_only(source)) as old:
        check_ours(old, source)
    is_whole = path.exists() and flaw(path) is None
    kept = take(path, at, "before-restore", spare=source) if is_whole else None
    try:
        if is_whole:
            with closing(_read_only(source)) as old, closing(sqlite3.connect(path, timeout=5)) as new:
                new.execute("PRAGMA synchronous = EXTRA")
                old.backup(new)
        elif path.exists():
            kept = _put_beside(source, path, at)
        else:
            copy(source, path)
    except sqlite3.Error as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BusyError(f"{path} is being written by another process; try again in a moment.") from error
        raise FileError(f"{path} could not be restored ({error}); it is as it was.") from error
    except OSError as error:
        raise FileError(f"{path} could not be restored ({error.strerror}); it is as it was.") from error
    return kept


def _put_beside(source: Path, path: Path, at: datetime) -> Path:
    """Put a backup in the place of a damaged file, which keeps all of itself under another name; returns that.

    Killed at any moment, one of the two stands in the place: the new one is made beside it, then takes its name. What
    was to be played into the damaged one goes first, since it would be played into the new one else.
    """
    stem, number = f"{path.stem}.damaged-{at.astimezone(UTC).strftime(_STAMP)}", 1
    while (aside := path.with_name(f"{stem}{'' if number == 1 else f'.{number}'}{path.suffix}")).exists():
        number += 1
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.new")
    try:
        copy(source, fresh)
        try:
            aside.hardlink_to(path)
        except OSError:  # this file system has no second names
            path.replace(aside)
        for ending in ("-journal", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
        fresh.replace(path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return aside


def refuse_others(path: Path) -> None:
    """Refuse a place that holds what is not ours.

    Raises:
        FileError: when another program's file, a text or an empty file stands there; it is left alone.
    """
    if not path.exists():
        return
    try:
        with closing(_read_only(path)) as connection:
            is_ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    except sqlite3.Error:
        is_ours = False
    if not is_ours:
        raise FileError(f"{path} is not a cadence file, and is left alone; name another place with --db.")
