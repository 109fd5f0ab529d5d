"""The file: opened with care, written in one kind of transaction, and never touched when it is not ours."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import BusyError, DamagedError, FileError
from cadence_tui.storage.migrations import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

PATIENCE_MS = 5_000


class Database:
    """One connection to a company's file; it works only in the thread that opened it."""

    def __init__(self, path: Path, *, create: bool = False, patience_ms: int = PATIENCE_MS) -> None:
        """Open a file that exists, or make a new one where `create` says so.

        Raises:
            FileError: when the file is missing, not ours, newer than this program, corrupt, or cannot be read.
        """
        self.path = path
        self.fresh, self.is_file = create, True
        if create:
            make(path)
        elif not path.is_file():
            what = "is not a file" if path.exists() else "does not exist"
            raise FileError(
                f"{path} {what}; create a company with “cadence init --from company.toml”, or try “cadence demo”."
            )
        with self.translated():
            uri = f"{path.absolute().as_uri()}?mode=rw"
            self.connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience_ms / 1000)
        self.connection.row_factory = sqlite3.Row
        try:
            with self.translated():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        """Check whose file it is before anything else, then set the connection up."""
        version = self.execute("PRAGMA user_version").fetchone()[0]
        if not self.fresh:
            check_ours(self.connection, self.path)
        self.execute("PRAGMA synchronous = EXTRA")
        self.execute("PRAGMA trusted_schema = OFF")
        self.execute("PRAGMA cell_size_check = ON")
        self.execute("PRAGMA recursive_triggers = ON")
        if version < VERSION:
            from cadence_tui.storage.migrations import migrate

            if not self.fresh:
                self._back_up(version)
            with self.transaction():
                if self.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                    migrate(self.connection)
        self.execute("PRAGMA foreign_keys = ON")

    def _back_up(self, version: int) -> None:
        """Keep the file as it is before its schema changes, stamped with its own newest change."""
        from datetime import UTC, datetime

        from cadence_tui.storage.backup import take

        row = self.execute("SELECT recorded_at FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        at = datetime.fromisoformat(row[0]) if row else datetime.fromtimestamp(0, UTC)
        take(self.path, at, f"before-version-{version + 1}")

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run a statement.

        Raises:
            BusyError: while another process keeps the file; any other error is SQLite's own.
        """
        try:
            return self.connection.execute(statement, values)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise _explained(self.path, error) from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock for a change: all of it is kept, or none."""
        with self.translated():
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error, BusyError):
                    self.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read from one unchanging state of the file."""
        if self.connection.in_transaction:
            yield
            return
        with self.translated():
            self.execute("BEGIN")
            try:
                yield
            finally:
                with suppress(sqlite3.Error, BusyError):
                    self.execute("COMMIT")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Say in one sentence what SQLite means."""
        try:
            yield
        except (UnicodeDecodeError, sqlite3.Error) as error:
            raise _explained(self.path, error) from error

    def twin(self) -> Database:
        """Copy what the file holds into memory, where it can be changed without writing anything."""
        copy = object.__new__(Database)
        copy.path, copy.fresh, copy.is_file = self.path, False, False
        copy.connection = sqlite3.connect(":memory:", isolation_level=None)
        copy.connection.row_factory = sqlite3.Row
        with self.translated():
            self.connection.backup(copy.connection)
        return copy

    def take_over(self, twin: Database) -> None:
        """Write what a twin has become over this file, in one go."""
        with self.translated():
            twin.connection.backup(self.connection)

    def change_count(self) -> int:
        """Give a number that differs once another connection has changed the file."""
        with self.translated():
            return int(self.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()


def make(path: Path) -> None:
    """Make an empty file that only its owner may read, in a folder that only they may enter."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise FileError(f"{path} exists already; name another file with --db.") from error
    except OSError as error:
        raise FileError(f"{path} cannot be created ({error.strerror}); name another place with --db.") from error


def check_ours(connection: sqlite3.Connection, path: Path) -> int:
    """Refuse another program's file, a newer version's, a truncated one, and one with a schema that is not ours.

    Gives the file's version.

    Raises:
        FileError: saying what it is instead.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise FileError(f"{path} is not a cadence file; name another with --db, or make one with init.")
    if version > VERSION:
        raise FileError(
            f"{path} was written by a newer cadence (file version {version}, this program knows {VERSION}); "
            "update cadence to open it."
        )
    # The pages first: another process may write meanwhile, and a file that grows is not cut short.
    pages = connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    size = os.stat(path).st_size  # noqa: PTH116 (Path.stat costs an import more)
    if size < pages and size + _waiting(path) < pages:
        raise FileError(f"{path} is cut short ({size} of {pages} bytes); restore it from a backup.")
    extra = connection.execute(
        "SELECT type, name FROM sqlite_schema WHERE type = 'view' "
        "OR (type = 'trigger' AND sql NOT LIKE 'CREATE TRIGGER ' || name || ' BEFORE % ON ' || tbl_name || "
        "' BEGIN SELECT RAISE(ABORT, ''' || tbl_name || ' is only ever appended to''); END')"
    ).fetchone()
    if extra is not None:
        raise FileError(
            f"{path} holds a {extra[0]} that cadence did not make; "
            "it is not opened, since such a thing could run on its own."
        )
    return version


def _waiting(path: Path) -> int:
    """Count the bytes of pages that are written beside a file in WAL mode, and not in it yet."""
    with suppress(OSError):
        return path.with_name(f"{path.name}-wal").stat().st_size
    return 0


def _explained(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> FileError:
    """Turn an error of SQLite's into one for people."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return BusyError(f"{path} is being written by another process; try again in a moment.")
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        return FileError(f"{path} was replaced by another file while it was open; leave, and open it again.")
    if "readonly" in text:
        return FileError(f"{path} is read-only; nothing was changed. Make the file and its folder writable first.")
    if "full" in text:
        return FileError(f"The disk of {path} is full; nothing was changed. Make room and try again.")
    if any(word in text for word in ("not a database", "malformed", "corrupt", "decode")):
        from cadence_tui.storage.backup import advice

        return DamagedError(f"{path} is damaged or not a cadence file ({text}); {advice(path)}.")
    if "unable to open" in text or "disk I/O" in text:
        return FileError(f"The file cannot be read or written ({text}): see whether {path} and its disk are in order.")
    return FileError(f"{path} could not be used ({text}).")
