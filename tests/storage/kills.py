"""Runs a deed on a company's file again and again, and kills it before each of its steps in turn.

A step is an SQL statement, a page that is copied, and whatever is done to a file or a folder. A process of its own, so
that forking it is cheap and disturbs nobody: `python -m tests.storage.kills close FOLDER STRIDE`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from cadence_tui import bootstrap
from cadence_tui.export import files
from cadence_tui.services import decisions, exporting, importing, recording, week
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.desk import Desk
from cadence_tui.storage import backup
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).parent.parent / "schemas" / "version-1.sql"
NOW = datetime(2026, 9, 16, 8, tzinfo=UTC)
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate")
_connect = sqlite3.connect


def _sit(path: Path) -> Desk:
    return Desk(Repository(Database(path)), lambda: NOW)


def _close(path: Path) -> None:
    week.close(_sit(path))


def _import(path: Path) -> None:
    rows = "".join(f"sacks,2026-W{number},{number}\n" for number in range(20, 36))
    importing.import_values(_sit(path), "x.csv", f"kpi,period,value\n{rows}".encode())


def _decide(path: Path) -> None:
    desk = _sit(path)
    answers = [one.id for one in desk.view().escalations()]
    actions = [ActionDraft(text, "Ada", "2026-10-01") for text in ("call", "write")]
    decisions.decide(desk, DecisionDraft("Mend it", "It broke.", answers=answers, actions=actions))


def _migrate(path: Path) -> None:
    Database(path).close()


def _restore(path: Path) -> None:
    backup.restore(path.with_name("other.db"), path, NOW)


def _restore_export(path: Path) -> None:
    bootstrap.restore_export(path, path.with_name("other.json"))


def _write(path: Path) -> None:
    """Write the export of the other company over this file: it is a file like any other then."""
    files.write(path, path.with_name("other.json").read_text("utf-8"))


DEEDS: dict[str, Callable[[Path], None]] = {
    "close": _close,
    "import": _import,
    "decide": _decide,
    "migrate": _migrate,
}
"""What is done in transactions: it is killed before each SQL statement."""
PLACINGS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "restore": ("whole", _restore),
    "restore over damage": ("damaged", _restore),
    "restore to nothing": ("missing", _restore),
    "restore an export": ("whole", _restore_export),
    "export": ("damaged", _write),
}
"""What puts a file in the place of another, which is whole, damaged or missing: it is killed before each step."""


def _content(path: Path) -> str:
    """Read all that was committed, as one number; of what is no database, and nothing, the bytes."""
    if not path.exists():
        return "missing"
    try:
        with closing(_connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            lines = sorted(line for line in connection.iterdump() if "_sqlite_migrations" not in line)  # machine's time
            return sha256("\n".join([str(version), *lines]).encode()).hexdigest()
    except sqlite3.DatabaseError:
        return sha256(path.read_bytes()).hexdigest()


def _watched(before: Callable[[], None], folder: Path, *, is_file_step: bool) -> None:
    """Have something called before each step, of every connection made from now on too."""

    class Watched(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **_: Any) -> None:  # noqa: ANN401 (sqlite3's own)
            super().backup(target, pages=1, progress=lambda *_: before(), sleep=0)

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 (sqlite3's own)
        made: sqlite3.Connection = _connect(*args, **options, factory=Watched if is_file_step else sqlite3.Connection)
        made.set_trace_callback(lambda _: before())
        return made

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event in STEPS and isinstance(args[0], str | Path) and str(args[0]).startswith(str(folder)):
            before()

    sqlite3.connect = connect  # type: ignore[assignment]
    if is_file_step:
        sys.addaudithook(heard)


def _child(deed: Callable[[Path], None], path: Path, before: Callable[[], None], *, is_file_step: bool) -> int:
    """Do it in a process of its own; returns how that ended."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _watched(before, path.parent, is_file_step=is_file_step)
            deed(path)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _killed_at(number: int) -> Callable[[], None]:
    """Make what kills the process before its so-many-th step."""
    left = [number]

    def before() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return before


def _undisturbed(deed: Callable[[Path], None], path: Path) -> list[str]:
    """Do it to its end, and give each state that was committed on the way."""
    log = path.with_suffix(".states")

    def look() -> None:
        with log.open("a") as file:
            file.write(f"{_content(path)}\n")

    assert _child(deed, path, look, is_file_step=False) == 0
    return list(dict.fromkeys([*log.read_text().split(), _content(path)]))


def _is_sound(path: Path) -> bool:
    """Open a file as the program does, and look it through."""
    with closing(Database(path)) as database:
        is_whole: bool = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return is_whole and Repository(database).first_broken() is None


def _base(folder: Path, *, is_old: bool = False) -> Path:
    """Make the file that each round begins with."""
    base = folder / "base.db"
    with closing(_connect(base)) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
    if not is_old:
        _migrate(base)
        shutil.rmtree(folder / "base.backups")
    return base


def change(name: str, folder: Path, stride: int) -> int:
    """Kill a deed before its first statement, its second, and so on until it gets through; returns how many.

    With a stride, each so-many-th is tried.
    """
    deed, base = DEEDS[name], _base(folder, is_old=name == "migrate")
    whole = folder / "whole.db"
    shutil.copyfile(base, whole)
    states = _undisturbed(deed, whole)
    assert len(states) > 1, "nothing was changed"
    for number in range(1, 10_000, stride):
        path = folder / f"{number}.db"
        shutil.copyfile(base, path)
        ended = _child(deed, path, _killed_at(number), is_file_step=False)
        assert _content(path) in states, f"half done, killed before statement {number}"
        assert _is_sound(path)
        if ended == 0:
            assert _content(path) == states[-1]
            return number // stride
        assert ended == -signal.SIGKILL, ended
        path.unlink()
        shutil.rmtree(folder / f"{number}.backups", ignore_errors=True)
    raise AssertionError(name)


def place(name: str, folder: Path, stride: int) -> int:
    """Kill what puts a file in the place of another before each of its steps; returns how many there are.

    After each, either file is there to the last byte, and doing it again gets through.
    """
    stands, deed = PLACINGS[name]
    old = _base(folder)
    new = folder / "other.db"
    shutil.copyfile(old, new)
    _decide(new)
    desk = _sit(new)
    (folder / "other.json").write_text("".join(exporting.export_json(desk)), "utf-8")
    if stands == "damaged":
        old.write_bytes(b"SQLite format 3\0" + old.read_bytes()[5000:9000])
        (folder / "base.db-journal").write_bytes(b"half a change")
    elif stands == "missing":
        old.unlink()
    before = _content(old)
    wanted = sha256((folder / "other.json").read_bytes()).hexdigest() if name == "export" else _content(new)
    for number in range(1, 10_000, stride):
        path = folder / str(number) / "company.db"
        path.parent.mkdir()
        for one in folder.glob("base.db*"):
            shutil.copyfile(one, path.with_name(one.name.replace("base", "company")))
        for one in folder.glob("other.*"):
            path.with_name(one.name).symlink_to(one)
        ended = _child(deed, path, _killed_at(number), is_file_step=True)
        found = _content(path)
        assert found in (before, wanted), f"half done, killed before step {number}"
        if ended != 0:
            assert ended == -signal.SIGKILL, ended
            assert _child(deed, path, lambda: None, is_file_step=False) == 0, f"not again after step {number}"
        assert _content(path) == wanted
        assert name == "export" or _is_sound(path)
        shutil.rmtree(path.parent)
        if ended == 0:
            return number // stride
    raise AssertionError(name)


def stream(_name: str, folder: Path, rounds: int) -> int:
    """Kill a process that records one value after the other at random moments; returns how many it acknowledged.

    Each value that it said was recorded is there, with at most the one more that it was about to say.
    """
    path, chance, newest, count = _base(folder), Random(7), 0, 0
    for _round in range(rounds):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            desk = _sit(path)
            for number in range(newest + 1, 10**9):
                recording.record(desk, "sacks", str(number), period="2026-W38")
                os.write(writer, f"{number}\n".encode())
        os.close(writer)
        with open(reader, encoding="ascii") as said:  # noqa: PTH123 (a pipe has no path)
            first = said.readline()
            time.sleep(chance.random() / 20)
            os.kill(pid, signal.SIGKILL)
            acknowledged = [int(line) for line in (first, *said) if line.endswith("\n")]
        os.waitpid(pid, 0)
        assert _is_sound(path)
        with closing(Database(path)) as database:
            found = Repository(database).reading("sacks", "2026-W38")
        newest, count = max(acknowledged), count + len(acknowledged)
        assert found in (newest, newest + 1)
        newest = int(found)
    return count


if __name__ == "__main__":
    run = stream if sys.argv[1] == "stream" else place if sys.argv[1] in PLACINGS else change
    sys.stdout.write(str(run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
