"""Backups, the doctor and where things are, from the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cadence_tui.storage import backup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def _findings(cadence: Terminal, status: int) -> dict[str, str]:
    return {one["what"]: one["state"] for one in cadence("doctor", "--json", status=status).json}


def test_a_backup_is_taken_listed_and_put_back(cadence: Terminal) -> None:
    """By hand among the others; putting it back keeps what stood there, and needs a yes."""
    cadence("record", "churn", "4")
    assert "-by-hand.db" in cadence("backup").out
    cadence("record", "churn", "5")
    found = cadence("backup", "list", "--json").json
    name = next(one["name"] for one in found if one["reason"] == "by-hand")
    assert all(one["verified"] and one["size"] > 0 for one in found)
    assert name in cadence("backup", "list").out
    assert "--yes" in cadence("backup", "restore", name, status=1).err
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "5"
    done = cadence("backup", "restore", name, "--yes", "--json").json
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "4"
    cadence("backup", "restore", done["kept"], "--yes")
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "5"


def test_a_backup_goes_to_a_file_that_is_not_there_yet(cadence: Terminal, tmp_path: Path) -> None:
    """Nothing is overwritten, and a folder that does not exist is said."""
    target = tmp_path / "usb.db"
    cadence("backup", str(target))
    assert backup.flaw(target) is None
    assert "exists already" in cadence("backup", str(target), status=3).err
    assert "another place" in cadence("backup", str(tmp_path / "nowhere" / "x.db"), status=3).err
    assert "no backup “nothing”" in cadence("backup", "restore", "nothing", "--yes", status=1).err
    assert cadence("backup", "list").out.startswith("There are no backups yet")


def test_reading_takes_no_backup_and_the_day_s_first_change_does(cadence: Terminal) -> None:
    """The second change of the day takes none."""
    for words in (["status"], ["kpi", "list"], ["log"], ["doctor"]):
        cadence(*words)
    assert cadence("backup", "list", "--json").json == []
    cadence("record", "churn", "4")
    cadence("record", "churn", "5")
    assert [one["reason"] for one in cadence("backup", "list", "--json").json] == ["daily"]


def test_an_import_takes_a_backup_before_it(cadence: Terminal, tmp_path: Path) -> None:
    """Which holds what stood before; a rehearsal takes none."""
    cadence("record", "churn", "4")
    values = tmp_path / "values.csv"
    values.write_text("kpi,period,value\nload,2026-W45,50\n", "utf-8")
    cadence("import", str(values), "--dry-run")
    assert [one["reason"] for one in cadence("backup", "list", "--json").json] == ["daily"]
    cadence("import", str(values))
    kept = next(one for one in cadence("backup", "list", "--json").json if one["reason"] == "before-import")
    with closing(sqlite3.connect(kept["file"])) as connection:
        assert connection.execute("SELECT kpi, value FROM readings").fetchall() == [("churn", "4")]


def test_the_doctor_finds_all_in_order(missed: Terminal) -> None:
    """Each thing has a line, and what is only to be known does not count."""
    missed("backup")
    found = _findings(missed, 0)
    assert {"file", "permissions", "schema", "sqlite", "integrity", "references", "history", "KPIs", "backups"} < set(
        found
    )
    assert {"escalations", "clock", "settings", "terminal"} < set(found)
    assert "bad" not in found.values()
    assert "All is in order." in missed("doctor").out


@pytest.mark.parametrize(
    ("what", "tampered"),
    [
        ("history", "DROP TRIGGER history_update_refused; UPDATE history SET who = 'Eve' WHERE seq = 2"),
        ("references", "DROP TRIGGER history_update_refused; UPDATE history SET undoes = 99 WHERE seq = 2"),
        ("KPIs", "UPDATE kpis SET name = 'Nothing to see here' WHERE key = 'churn'"),
        ("escalations", "UPDATE escalations SET rung = 2"),
        ("schema", "CREATE VIEW people_too AS SELECT * FROM people"),
        ("schema", "PRAGMA application_id = 7"),
    ],
)
def test_the_doctor_finds_what_was_changed_behind_the_program_s_back(
    missed: Terminal, what: str, tampered: str
) -> None:
    """It exits with 3, names what does not fit, and what to do."""
    missed("close")
    with closing(sqlite3.connect(missed.file)) as connection:
        connection.executescript(tampered)
    found = missed("doctor", "--json", status=3).json
    bad = [one for one in found if one["state"] == "bad"]
    assert what in [one["what"] for one in bad]
    assert all(one["advice"] for one in bad)


def test_the_doctor_names_the_first_entry_that_does_not_fit(missed: Terminal) -> None:
    """Entries after it may fit again; the first is where to look."""
    with closing(sqlite3.connect(missed.file)) as connection:
        connection.executescript("DROP TRIGGER history_update_refused; UPDATE history SET why = 'x' WHERE seq = 3")
    assert "entry 3 is the first" in missed("doctor", status=3).out


def test_the_doctor_names_a_bad_backup_and_bad_settings(cadence: Terminal, tmp_path: Path) -> None:
    """Neither is the file's fault: the exit status is 1."""
    cadence("backup")
    folder = backup.folder_of(cadence.file)
    (folder / "20260101T000000Z-daily.db").write_bytes(b"x")
    assert _findings(cadence, 1)["backups"] in ("bad", "good")
    (folder / "20260101T000000Z-daily.db").unlink()
    settings = tmp_path / "home" / ".config" / "cadence" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("colour = 'blue'")
    found = cadence("doctor", "--json", status=1).json
    assert [one["what"] for one in found if one["state"] == "bad"] == ["settings"]


def test_the_doctor_reads_a_file_that_is_not_there_or_not_ours(bare: Terminal) -> None:
    """A sentence for each, and nothing is made or changed."""
    assert _findings(bare, 3)["file"] == "bad"
    assert not bare.file.exists()
    bare.file.write_text("a letter to a friend\n" * 100)
    assert "bad" in _findings(bare, 3).values()
    bare.file.chmod(0o644)
    assert _findings(bare, 3)["permissions"] == "note"


def test_where_names_every_place(cadence: Terminal, tmp_path: Path) -> None:
    """And says which are there; it makes none of them."""
    found = cadence("where", "--json").json
    assert found["file"] == {"path": str(cadence.file), "exists": True}
    assert set(found) == {"file", "backups", "settings", "templates", "notes", "log", "demo"}
    assert not any(one["exists"] for name, one in found.items() if name != "file")
    assert "cadence.log" in cadence("where").out
    cadence.monkeypatch.chdir(tmp_path)
    assert cadence("where", "--db", cadence.file.name, "--json").json["file"]["path"] == str(cadence.file)
    assert not (tmp_path / "home").exists()
