"""Files of every version there has ever been open in this one; each version's schema is kept in tests/schemas."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cadence_tui.domain.errors import FileError
from cadence_tui.services.desk import Desk
from cadence_tui.storage import backup
from cadence_tui.storage.database import Database
from cadence_tui.storage.migrations import VERSION
from cadence_tui.storage.repository import Repository

SCHEMAS = sorted((Path(__file__).parent.parent / "schemas").glob("version-*.sql"))
NOW = datetime(2026, 9, 15, 8, tzinfo=UTC)


def old_file(schema: Path, folder: Path) -> Path:
    """Make the file that an old version left."""
    path = folder / "company.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema.read_text("utf-8"))
    return path


def test_every_version_before_this_one_is_kept() -> None:
    """A frozen file stands in tests/schemas for each version that a user may still have."""
    kept = {int(re.findall(r"\d+", schema.stem)[0]) for schema in SCHEMAS}
    assert kept == set(range(1, VERSION))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: str(path.stem))
def test_an_old_file_opens_with_all_that_was_in_it(schema: Path, tmp_path: Path) -> None:
    """Migrating keeps every value, judgement, escalation and decision, and the history, found by its subjects."""
    path = old_file(schema, tmp_path)
    with closing(Database(path)) as database:
        repository = Repository(database)
        assert database.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert repository.first_broken() is None
        named = [one.subject for one in repository.entries_about("sacks")]
        assert named == [one.subject for one in repository.entries() if "sacks" in (one.subject, *one.touches)] != []
        view = Desk(repository, lambda: NOW).view()
        assert view.company.name == "Old Mill"
        assert [e.kpi for e in view.escalations()] == ["sacks", "returns"]
        assert view.judgements("sacks")[0].status == "breach"
        assert [d.title for d in repository.decisions()] == ["Grease the stones"]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: str(path.stem))
def test_a_backup_is_made_before_a_migration(schema: Path, tmp_path: Path) -> None:
    """The file as it was stands in the backups folder, and is whole."""
    path = old_file(schema, tmp_path)
    Database(path).close()
    kept = backup.listed(path)
    assert [one.reason for one in kept] == [f"before-version-{int(schema.stem.split('-')[1]) + 1}"]
    assert backup.flaw(Path(kept[0].file)) is None


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: str(path.stem))
def test_a_migration_that_fails_leaves_the_old_version_intact(
    schema: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a migration is kept, or none of it."""
    path = old_file(schema, tmp_path)
    before = b"".join(line.encode() for line in _dump(path))
    monkeypatch.setattr("cadence_tui.storage.migrations.VERSION", "no number")
    with pytest.raises(FileError):
        Database(path)
    assert b"".join(line.encode() for line in _dump(path)) == before


def test_a_file_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    """The refusal names both versions, and nothing is written."""
    path = old_file(SCHEMAS[0], tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 7}")
    before = path.read_bytes()
    with pytest.raises(FileError, match=f"{VERSION + 7}.*{VERSION}"):
        Database(path)
    assert path.read_bytes() == before


def _dump(path: Path) -> list[str]:
    """Read all that a file holds."""
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone()[0])]
