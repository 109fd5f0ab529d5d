"""Runs a deed on a company's file again and again, and kills it before each of its SQL statements in turn.

A process of its own, so that forking it is cheap and disturbs nobody:
`python -m tests.storage.kills close FOLDER STRIDE`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadence_tui.services import decisions, importing, week
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(__file__).parent.parent / "schemas" / "version-1.sql"
NOW = datetime(2026, 9, 16, 8, tzinfo=UTC)
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


DEEDS: dict[str, Callable[[Path], None]] = {
    "close": _close,
    "import": _import,
    "decide": _decide,
    "migrate": _migrate,
}


def _content(path: Path) -> str:
    """Read all that was committed, as one number."""
    with closing(_connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        lines = (line for line in connection.iterdump() if "_sqlite_migrations" not in line)  # has the machine's time
        return sha256("\n".join([str(version), *lines]).encode()).hexdigest()


def _watched(before: Callable[[], None]) -> None:
    """Have something called before each statement of every connection made from now on."""

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 (sqlite3's own)
        made: sqlite3.Connection = _connect(*args, **options)
        made.set_trace_callback(lambda _: before())
        return made

    sqlite3.connect = connect  # type: ignore[assignment]


def _child(deed: Callable[[Path], None], path: Path, before: Callable[[], None]) -> int:
    """Do it in a process of its own; returns how that ended."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _watched(before)
            deed(path)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _undisturbed(deed: Callable[[Path], None], path: Path) -> list[str]:
    """Do it to its end, and give each state that was committed on the way."""
    log = path.with_suffix(".states")

    def look() -> None:
        with log.open("a") as file:
            file.write(f"{_content(path)}\n")

    assert _child(deed, path, look) == 0
    return list(dict.fromkeys([*log.read_text().split(), _content(path)]))


def main(name: str, folder: Path, stride: int = 1) -> int:
    """Kill a deed before its first statement, its second, and so on until it gets through; returns how many.

    With a stride, each so-many-th is tried.
    """
    deed, base = DEEDS[name], folder / "base.db"
    with closing(_connect(base)) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
    if name != "migrate":
        _migrate(base)
        shutil.rmtree(folder / "base.backups")
    whole = folder / "whole.db"
    shutil.copyfile(base, whole)
    states = _undisturbed(deed, whole)
    assert len(states) > 1, "nothing was changed"
    for number in range(1, 10_000, stride):
        path, left = folder / f"{number}.db", [number]
        shutil.copyfile(base, path)

        def before(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        ended = _child(deed, path, before)
        assert _content(path) in states, f"half done, killed before statement {number}"
        with closing(Database(path)) as database:
            assert Repository(database).first_broken() is None
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if ended == 0:
            assert _content(path) == states[-1]
            return number // stride
        assert ended == -signal.SIGKILL, ended
        path.unlink()
        shutil.rmtree(folder / f"{number}.backups", ignore_errors=True)
    raise AssertionError(name)


if __name__ == "__main__":
    sys.stdout.write(str(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
