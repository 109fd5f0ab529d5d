"""What is in a file is held against its history: whatever is changed in it behind the program's back is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

from cadence_tui import bootstrap
from cadence_tui.demo import NOW
from cadence_tui.storage import backup
from cadence_tui.storage.contents import compare
from cadence_tui.storage.database import Database
from cadence_tui.storage.migrations import APPENDED, EXPORTED, triggers
from tests.conftest import ROUNDS
from tests.storage.test_migrations import SCHEMAS, old_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEEN = [table for table in EXPORTED if table not in ("meta", "history")]
"""What is compared; the marks by what they follow from, the history by its chain."""


@pytest.fixture
def file(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the demo company: a year of everything."""
    monkeypatch.setenv("CADENCE_NOW", NOW.isoformat())
    return copyfile(demo_file, tmp_path / "company.db")


@contextmanager
def _behind(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file as somebody who goes past the program does."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name in triggers():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        yield connection


def _differ(file: Path, statement: str) -> tuple[str, ...]:
    """Change something, and give what is found."""
    with _behind(file) as connection:
        connection.execute(statement)
        return compare(connection).differ


def test_nothing_is_found_where_nothing_was_changed(file: Path) -> None:
    """A year of changes, undone ones among them, all written by the program; each row is compared."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        found = compare(connection)
        count = sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in SEEN)
    assert found == ((), count, 0)
    assert count > 1_000
    assert next(one for one in bootstrap.examine(file) if one.what == "contents").state == "good"


@pytest.mark.parametrize("table", SEEN)
def test_any_changed_lost_or_added_row_is_named(file: Path, table: str) -> None:
    """In every table: any column of a row changed, a row lost, a row too many."""
    with _behind(file) as connection:
        connection.commit()
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        last = f"rowid = (SELECT max(rowid) FROM {table})"
        values = ", ".join("1" if column["type"] == "INTEGER" else "'x'" for column in columns)
        statements = [f"INSERT INTO {table} VALUES ({values})"]
        if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            statements = [f"DELETE FROM {table} WHERE {last}"]
        if statements[0].startswith("DELETE"):
            for column in columns[:: 1 if ROUNDS else 5]:
                name = column["name"]
                more = f"ifnull({name}, 0) + 10000" if column["type"] == "INTEGER" else f"ifnull({name}, '') || 'x'"
                statements.append(f"UPDATE {table} SET {name} = {more} WHERE {last}")
        for statement in statements:
            connection.execute(statement)
            assert any(one.startswith(table) for one in compare(connection).differ), statement
            connection.rollback()


def test_a_mark_that_would_give_a_number_twice_is_named(file: Path) -> None:
    """And one that says of another moment that it is the latest."""
    for key, value in {"next_D": "1", "next_A": "x", "next_E": "1", "latest_at": "2020-01-01T00:00:00Z"}.items():
        assert f"meta {key}" in _differ(file, f"UPDATE meta SET value = '{value}' WHERE key = '{key}'")


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: str(path.stem))
def test_a_file_from_before_there_were_seals_is_compared_as_far_as_it_can_be(schema: Path, tmp_path: Path) -> None:
    """State has its images; what was appended before is counted, and said to be so; what comes since is sealed."""
    path = old_file(schema, tmp_path)
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = compare(connection)
        count = sum(
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (*APPENDED, "escalations")
        )
    answered = 1  # by a person, whose entry has the escalation's image
    assert (found.differ, found.unsealed) == ((), count - answered)
    assert _differ(path, "UPDATE people SET folded = 'eve' WHERE rowid = 1")


def test_a_backup_is_looked_through_with_its_history(file: Path) -> None:
    """The chain when it is made and listed; the doctor compares all that is in it, and names the bad one."""
    kept = [backup.take(file, datetime(2026, 11, day, tzinfo=UTC), "daily") for day in (20, 21, 22)]
    _differ(kept[0], "UPDATE history SET who = 'Eve' WHERE seq = 5")
    _differ(kept[1], "UPDATE readings SET value = '1' WHERE id = 5")
    first, second, third = backup.verified(file)
    assert first.flaw == "entry 5 of its history does not fit the one before it"
    assert second.flaw is None
    assert third.flaw is None
    bad = [one.said for one in bootstrap.examine(file) if one.what == "backups" and one.state == "bad"]
    assert len(bad) == 2
    assert "entry 5 of its history" in bad[0]
    assert "not as last written: readings of entry" in bad[1]
    assert kept[2].stem in backup.advice(file)
