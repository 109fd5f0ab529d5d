"""What can be wrong with a file or its disk, made for real: bytes flipped, ends cut, no room, two at once."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap
from cadence_tui.domain.errors import CadenceError, DamagedError, FileError
from cadence_tui.export import files
from cadence_tui.services import decisions
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.recording import record
from cadence_tui.storage import backup, health
from cadence_tui.storage.database import Database
from cadence_tui.storage.migrations import VERSION
from cadence_tui.storage.repository import Repository
from tests.conftest import ROUNDS
from tests.storage.test_database import path, seat
from tests.storage.test_migrations import NOW, SCHEMAS, old_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["path"]

WAYS = (["status"], ["kpi", "list"], ["kpi", "show", "sacks"], ["log"], ["escalation", "list"], ["decision", "list"])


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a small file with something in most of its tables."""
    monkeypatch.setenv("CADENCE_NOW", NOW.isoformat())
    file = old_file(SCHEMAS[-1], tmp_path)
    Database(file).close()
    return file


def _read_all(file: Path) -> None:
    """Read everything that a screen could show."""
    with bootstrap.looking(file) as view:
        view.entries()
        view.escalations(ended=True)
        for key in view.kpis:
            view.judgements(key)
        for read in (view.repository.people, view.repository.decisions, view.repository.actions):
            read()


# --- How it is opened -------------------------------------------------------------------------------------------------


def test_a_file_is_opened_with_care(path: Path) -> None:
    """References hold, nothing of a stranger's runs, cells are checked, and a commit is on the disk when it is said."""
    with closing(Database(path)) as database:
        found = {
            name: database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "trusted_schema", "cell_size_check", "recursive_triggers", "synchronous")
        }
    assert found == {
        "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "recursive_triggers": 1, "synchronous": 3,
    }  # fmt: skip


def test_the_journal_of_an_existing_file_is_left_as_found(path: Path) -> None:
    """Whoever chose another mode had a reason."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with closing(Database(path)) as database:
        record(seat(database), "sacks", "41")
        assert database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_file_that_grows_while_another_program_reads_its_wal_stays_open_to_all(path: Path) -> None:
    """What keeps copies elsewhere holds pages back beside the file, which is shorter than it will be, and whole."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM history").fetchone()
        with closing(Database(path)) as database:
            for number in range(200):
                record(seat(database), "sacks", str(number))
            pages = database.execute("PRAGMA page_count").fetchone()[0]
        assert path.stat().st_size < pages * other.execute("PRAGMA page_size").fetchone()[0]
        Database(path).close()
        assert health.flaws(path) is None


def test_two_that_open_an_old_file_at_once_migrate_it_once(tmp_path: Path) -> None:
    """Both get in, and the file is of this version with all that it held."""
    file, failed = old_file(SCHEMAS[0], tmp_path), list[BaseException]()
    start = threading.Barrier(3)

    def open_it() -> None:
        start.wait()
        try:
            Database(file, patience_ms=20_000).close()
        except BaseException as error:  # noqa: BLE001 (told by the test)
            failed.append(error)

    openers = [threading.Thread(target=open_it) for _ in range(3)]
    for one in openers:
        one.start()
    for one in openers:
        one.join()
    assert failed == []
    with closing(Database(file)) as database:
        assert database.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert Repository(database).first_broken() is None


# --- What is damaged --------------------------------------------------------------------------------------------------


def _held(file: Path) -> list[str] | None:
    """Read all that a file holds of a company, but for drafts and marks; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return None
            return [line for line in connection.iterdump() if not re.match('INSERT INTO "(drafts|meta|_sqlite)', line)]
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def test_flipped_bytes_are_said_in_a_sentence_and_never_a_crash(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a disk does to a file, each way to read it works or refuses; a flip that changes anything is found."""
    monkeypatch.setenv("CADENCE_NOW", "2026-09-22T08:00:00+00:00")
    with bootstrap.desk(path) as desk:
        for number in range(6, 36):
            record(desk, "sacks", str(number), period=f"2026-W{number:02}", amend="counted again", note="x" * number)
        decisions.add_action(desk, ActionDraft("call", "Ada", "2026-10-01"))
        decisions.decide(desk, DecisionDraft("Mend it", "It broke.", answers=["E-1"]))
    whole, chance, held = path.read_bytes(), random.Random(7), _held(path)
    changing = 0
    for _ in range(ROUNDS * 5 or 60):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        with suppress(CadenceError):
            _read_all(path)
        bad = [one.said for one in bootstrap.examine(path) if one.state == "bad"]
        is_changed = _held(path) != held
        assert bad or not is_changed
        changing += is_changed
    assert changing > 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE escalations SET causes = '[[1'",
        "UPDATE escalations SET opened_at = 'soon'",
        "UPDATE decisions SET answers = '{'",
        "UPDATE kpis SET target = 'lots'",
        "UPDATE company SET start = 'once'",
        "UPDATE actions SET due = '2026-13-01'",
        "UPDATE rhythms SET close_time = '25:00'",
        "UPDATE people SET name = CAST(x'ff' AS TEXT) WHERE name = 'Bo'",
    ],
)
def test_a_row_that_makes_no_sense_is_damage(lived: Path, damage: str) -> None:
    """It is named as such, not as a crash of the program's; the doctor finds it too."""
    with closing(sqlite3.connect(lived)) as connection, connection:
        connection.execute(damage)
    with pytest.raises(DamagedError):
        _read_all(lived)
    assert "bad" in {one.state for one in bootstrap.examine(lived)}


def test_a_file_cut_at_any_page_is_refused(lived: Path) -> None:
    """In the middle of a page, too; only a file that is whole is opened."""
    whole = lived.read_bytes()
    for size in (*range(0, len(whole), len(whole) // 12), len(whole) - 1):
        lived.write_bytes(whole[:size])
        with pytest.raises(FileError):
            Database(lived)


# --- No room ----------------------------------------------------------------------------------------------------------


def _command(file: Path, *words: str, limit: int | None = None, stdout: int | None = None) -> tuple[int, str]:
    """Run a command in a process of its own, which may write no more than so many bytes to a file."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n" if limit else ""
    script = f"import sys\nfrom cadence_tui.cli.main import run\n{limited}sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "--db", str(file), *words],
        stdout=stdout if stdout is not None else subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="There are no such limits there.")
def test_a_disk_without_room_changes_nothing_and_says_so(lived: Path) -> None:
    """A value, a decision, a backup, an export: exit status, one sentence, and the file as it was."""
    with closing(sqlite3.connect(lived)) as connection:
        before = list(connection.iterdump())
    target = lived.with_name("out.json")
    target.write_text("the old export")
    for words in (
        ["record", "sacks", "41"],
        ["decide", "Mend it", "--why", "it broke"],
        ["backup"],
        ["export", "-o", str(target)],
    ):
        status, said = _command(lived, *words, limit=4096)
        assert status in (1, 3), words
        assert len(said.splitlines()) == 1, said
        assert "Traceback" not in said
        assert "Something went wrong" not in said
    with closing(sqlite3.connect(lived)) as connection:
        assert list(connection.iterdump()) == before
    assert target.read_text() == "the old export"
    assert sorted(one.name for one in backup.folder_of(lived).iterdir()) == sorted(
        f"{one.name}.db" for one in backup.listed(lived)
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="There is no /dev/full here.")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_said(lived: Path) -> None:
    """A full disk behind a pipe is no success: the exit status and a sentence say so."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        for words in WAYS:
            status, said = _command(lived, *words, stdout=full.fileno())
            assert status == 1
            assert "could not be written" in said


def test_an_export_is_replaced_whole_or_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails half-way leaves the old file, and nothing beside it."""
    target = tmp_path / "notes.md"
    files.write(target, "old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CadenceError, match="No space left"):
        files.write(target, "new")
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["notes.md"]
    assert target.read_text() == "old"


# --- The clock --------------------------------------------------------------------------------------------------------


def test_a_clock_that_was_a_year_ahead_judges_nothing_twice(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it judged stays; set right again, changes go on in order, and the doctor says what happened."""
    monkeypatch.setenv("CADENCE_NOW", "2027-09-15T08:00:00+00:00")
    with bootstrap.desk(lived) as desk:
        assert "check the clock" in desk.clock_warning()
        desk.catch_up()
    monkeypatch.setenv("CADENCE_NOW", NOW.isoformat())
    clock = next(one for one in bootstrap.examine(lived) if one.what == "clock")
    assert clock.state == "note"
    assert "behind a change that is in the file" in clock.said
    with bootstrap.desk(lived) as desk:
        with suppress(CadenceError):
            record(desk, "returns", "1", period="2026-W38")
        desk.catch_up()
        view = desk.view()
        for key in view.kpis:
            periods = [judgement.period for judgement in view.judgements(key)]
            assert len(periods) == len(set(periods))
        assert [one.seq for one in view.entries()] == list(range(1, len(view.entries()) + 1))
        assert desk.repository.first_broken() is None


# --- The file's locks -------------------------------------------------------------------------------------------------


def test_nothing_but_sqlite_opens_the_file(path: Path) -> None:
    """Opening and closing it any other way would drop the locks of the whole process: copies go through SQLite."""
    script = """
import sys
from pathlib import Path
from cadence_tui import bootstrap
from cadence_tui.export import files
from cadence_tui.services.exporting import export_json
from cadence_tui.services.recording import record
path = Path(sys.argv[1])
opened = []
def heard(event, args):
    if event == "open" and str(args[0]).startswith(str(path)):
        opened.append(args)
sys.addaudithook(heard)
with bootstrap.desk(path) as desk:
    record(desk, "sacks", "41")
    files.write_pieces(path.with_name("out.json"), (piece.encode() for piece in export_json(desk)))
kept = bootstrap.back_up(path)
bootstrap.restore(path, str(kept))
bootstrap.restore_export(path, path.with_name("out.json"))
bootstrap.examine(path)
print(opened)
"""
    env = {**os.environ, "CADENCE_NOW": "2026-09-04T08:00:00+00:00"}
    words = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=env)
    assert (done.stdout, done.stderr) == ("[]\n", "")
