"""The company's file: what is refused untouched, and what a killed, crowded or read-only process leaves behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cadence_tui.domain.errors import BusyError, DamagedError, FileError
from cadence_tui.services.desk import Desk
from cadence_tui.services.recording import record
from cadence_tui.storage import backup, health
from cadence_tui.storage.database import Database
from cadence_tui.storage.migrations import APPLICATION_ID
from cadence_tui.storage.repository import Repository

COMPANY = """
[company]
name = "Old Mill"
timezone = "Europe/Oslo"
start = 2026-09-01
people_count = 2
founder = "Ada"
[[kpis]]
key = "sacks"
name = "Sacks milled"
owner = "Ada"
direction = "at_least"
target = "40"
"""
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 9, 4, 8, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's file with one KPI."""
    from cadence_tui import bootstrap

    monkeypatch.setenv("CADENCE_NOW", START.isoformat())
    file = tmp_path / "company.db"
    bootstrap.found(file, COMPANY)
    return file


def seat(database: Database) -> Desk:
    """Sit down at an open file."""
    return Desk(Repository(database), lambda: NOW)


# --- What is not ours, or not whole -----------------------------------------------------------------------------------


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "not a cadence file"),
        (lambda path: path.write_text("not a database, but a letter to a friend\n" * 40), "not a cadence file"),
        (_foreign, "not a cadence file"),
        (lambda path: path.mkdir(), "is not a file"),
        (lambda path: None, "does not exist"),
    ],
    ids=["empty", "text", "another program's", "a folder", "missing"],
)
def test_what_is_not_ours_is_refused_untouched(tmp_path: Path, make: object, words: str) -> None:
    """An empty file, a text, another program's database, a folder: one sentence, and not a byte changed."""
    path = tmp_path / "thing.db"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FileError, match=words):
        Database(path)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    "extra",
    [
        "CREATE VIEW people_too AS SELECT * FROM people",
        "CREATE TRIGGER pays AFTER INSERT ON readings BEGIN DELETE FROM people; END",
    ],
)
def test_a_file_with_views_or_triggers_that_are_not_ours_is_refused(path: Path, extra: str) -> None:
    """No code of a stranger's runs."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(extra)
    with pytest.raises(FileError, match="did not make"):
        Database(path)


def test_a_file_that_is_cut_short_is_refused(path: Path) -> None:
    """The pages that the header promises must be there; whichever check finds it first says so."""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match=r"cut short|damaged"):
        Database(path)


def test_a_damaged_file_names_its_newest_good_backup(path: Path) -> None:
    """It is never mended in place: the way on is a backup."""
    kept = backup.take(path, NOW, "daily")
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 64):
        content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=kept.name), closing(Database(path)) as database:
        seat(database).view()


def test_what_was_appended_cannot_be_changed(path: Path) -> None:
    """History, readings and judgements are kept by triggers, whoever writes."""
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "41")
        for statement in (
            "UPDATE history SET why = 'no'",
            "DELETE FROM readings",
            "REPLACE INTO history SELECT * FROM history",
        ):
            with pytest.raises(FileError, match="only ever appended"), database.transaction():
                database.execute(statement)


def test_a_changed_entry_breaks_the_chain(path: Path) -> None:
    """Whoever changes the past behind the program's back is found out at the first entry that does not fit."""
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "41")
        record(seat(database), "sacks", "42")
        assert Repository(database).first_broken() is None
        database.execute("DROP TRIGGER history_update_refused")
        database.execute("UPDATE history SET who = 'Eve' WHERE seq = 2")
        assert Repository(database).first_broken() == 2


def test_the_doctor_finds_an_entry_that_is_not_found_by_its_subject(path: Path) -> None:
    """What entries are looked up by says what the entries say, or the doctor names the one that it does not fit."""
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "41")
        assert health.flaws(path) is None
        database.execute("DROP TRIGGER touched_delete_refused")
        database.execute("DELETE FROM touched WHERE seq = 2 AND subject = 'sacks'")
    assert "entry 2 is not found" in (health.flaws(path) or "")


# --- Who else is there ------------------------------------------------------------------------------------------------


def test_the_file_and_its_folder_are_the_owners_alone(path: Path) -> None:
    """Nobody else on the machine reads a company's numbers."""
    assert path.stat().st_mode & 0o777 == 0o600
    new = path.parent / "deep" / "er.db"
    Database(new, create=True).close()
    assert new.parent.stat().st_mode & 0o777 == 0o700


def test_a_writer_that_waits_too_long_says_so(path: Path) -> None:
    """Another process in a long write: busy, and nothing changed."""
    with (
        closing(Database(path)) as one,
        closing(Database(path, patience_ms=20)) as other,
        one.transaction(),
        pytest.raises(BusyError, match="another process"),
    ):
        record(seat(other), "sacks", "41")


@pytest.mark.root
def test_a_read_only_file_is_read_and_not_written(path: Path) -> None:
    """Viewing works, and the first write says why not; root may write anything, so this runs as nobody."""
    with tempfile.TemporaryDirectory() as folder:
        file, other = Path(folder) / "company.db", Path(folder) / "other.db"
        for copy in (file, other):
            copy.write_bytes(path.read_bytes())
        file.chmod(0o444)
        first, second = _as_nobody(folder)
    assert first == "Old Mill"
    assert second.startswith("FileError")
    assert "read-only" in second


def _as_nobody(folder: str) -> list[str]:
    """View and write company.db as uid 65534, and give what was said; all is imported before, on other.db."""
    script = f"""
import os
from pathlib import Path
from typing import Any
from tests.storage.test_database import seat
from cadence_tui.storage.database import Database
from cadence_tui.services.recording import record
os.chmod({folder!r}, 0o755)
os.chdir({folder!r})
warm = seat(Database(Path("other.db")))
record(warm, "sacks", "40")
os.setuid(65534)
desk = seat(Database(Path("company.db")))
print(desk.view().company.name)
try:
    record(desk, "sacks", "41")
except Exception as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_file_that_grows_while_it_is_opened_is_not_cut_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that writes between two looks at the file makes it longer, which is no damage."""
    look, keys = os.stat, count()

    def look_then_grow(*where: Any, **how: Any) -> os.stat_result:  # noqa: ANN401 (os.stat's own)
        found = look(*where, **how)
        if where[0] == path:
            with closing(sqlite3.connect(path)) as other, other:
                other.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (f"long {next(keys)}", "x" * 200_000))
        return found

    monkeypatch.setattr(os, "stat", look_then_grow)
    with closing(Database(path)) as database:
        assert Repository(database).company().name


def test_two_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    """2 × 100 records from two processes: all 200 are in the history, and the chain holds."""
    script = """
import os, sys
from pathlib import Path
from typing import Any
from tests.storage.test_database import seat
from cadence_tui.storage.database import Database
from cadence_tui.services.recording import record
desk = seat(Database(Path(sys.argv[1]), patience_ms=60000))
for number in range(100):
    record(desk, "sacks", str(int(sys.argv[2]) + number))
"""
    runs = [subprocess.Popen([sys.executable, "-c", script, str(path), base]) for base in ("1000", "5000")]
    assert [run.wait(120) for run in runs] == [0, 0]
    with closing(Database(path)) as database:
        repository = Repository(database)
        assert repository.first_broken() is None
        recorded = [entry for entry in repository.entries() if entry.verb == "recorded"]
        assert len(recorded) == 200


def test_the_application_id_is_ours(path: Path) -> None:
    """`file` and other programs can tell what it is."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_a_file_that_was_replaced_while_it_was_open_is_not_called_read_only(path: Path) -> None:
    """Another window that makes the demo anew, or restores a backup, leaves this one with what to do."""
    other = path.with_name("other.db")
    other.write_bytes(path.read_bytes())
    with closing(Database(path)) as database:
        other.replace(path)
        with pytest.raises(FileError, match="was replaced by another file while it was open"):
            record(seat(database), "sacks", "41")
