"""Everything out as JSON and back in: the same to the byte, or nothing at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cadence_tui import demo
from cadence_tui.storage import backup
from cadence_tui.storage.migrations import VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Terminal

Document = dict[str, Any]


def _export(cadence: Terminal, path: Path) -> bytes:
    cadence("export", "-o", str(path))
    return path.read_bytes()


def _restored(cadence: Terminal, folder: Path, text: str | bytes, status: int = 0) -> str:
    """Restore a text into a place of its own; gives what was said on standard error."""
    source, target = folder / "given.json", folder / "made" / "restored.db"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = cadence("restore", str(source), "--db", str(target), status=status).err
    assert target.exists() == (status == 0)
    assert not list(target.parent.glob(".*")), "nothing half made stays behind"
    return said


def test_an_export_restores_to_an_identical_file(missed: Terminal, tmp_path: Path) -> None:
    """The second export is the first, byte for byte, however the document was laid out in between."""
    first = _export(missed, tmp_path / "first.json")
    _restored(missed, tmp_path, first)
    missed.monkeypatch.setenv("CADENCE_DB", str(tmp_path / "made" / "restored.db"))
    assert _export(missed, tmp_path / "second.json") == first
    assert missed("doctor", status=None).status in (0, 1)
    (tmp_path / "again").mkdir()
    _restored(missed, tmp_path / "again", b"\xef\xbb\xbf" + json.dumps(json.loads(first), indent=3).encode())
    missed.monkeypatch.setenv("CADENCE_DB", str(tmp_path / "again" / "made" / "restored.db"))
    assert _export(missed, tmp_path / "third.json") == first


def test_the_demo_s_year_restores_to_an_identical_file(bare: Terminal, demo_file: Path, tmp_path: Path) -> None:
    """Escalations, decisions, objectives, meetings and undone changes too; what it holds can be worked with."""
    bare.at(demo.NOW.isoformat())
    shutil.copyfile(demo_file, bare.file)
    first = _export(bare, tmp_path / "first.json")
    _restored(bare, tmp_path, first)
    bare.monkeypatch.setenv("CADENCE_DB", str(tmp_path / "made" / "restored.db"))
    assert _export(bare, tmp_path / "second.json") == first
    assert not [one for one in bare("doctor", "--json", status=None).json if one["state"] == "bad"]
    key = bare("kpi", "list", "--json").json[0]["key"]
    bare("pause", demo.NOW.strftime("%G-W%V"), "--kpi", key, "--why", "A holiday")
    bare("undo")


def test_restoring_over_a_company_asks_and_keeps_what_stood_there(cadence: Terminal, tmp_path: Path) -> None:
    """Without a yes nothing happens; with it, what stood there is a backup that is whole."""
    first = _export(cadence, tmp_path / "first.json")
    cadence("record", "churn", "4")
    stood = _export(cadence, tmp_path / "stood.json")
    assert "--yes" in cadence("restore", str(tmp_path / "first.json"), status=1).err
    assert _export(cadence, tmp_path / "now.json") == stood
    done = cadence("restore", str(tmp_path / "first.json"), "--yes", "--json").json
    assert _export(cadence, tmp_path / "now.json") == first
    cadence("backup", "restore", done["kept"], "--yes")
    assert _export(cadence, tmp_path / "now.json") == stood


@pytest.mark.parametrize("held", [b"", b"a text", b"SQLite format 3\x00"])
def test_a_place_that_holds_something_else_is_left_alone(cadence: Terminal, tmp_path: Path, held: bytes) -> None:
    """An empty file, a text and what is no database of ours stay as they are."""
    _export(cadence, tmp_path / "first.json")
    other = tmp_path / "other.txt"
    other.write_bytes(held)
    done = cadence("restore", str(tmp_path / "first.json"), "--yes", "--db", str(other), status=3)
    assert ("left alone" in done.err, other.read_bytes()) == (True, held)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"tables": {}}',
        '{"format": "other", "version": 1, "schema": 1, "tables": {}}',
        '{"format": "cadence", "version": true, "schema": 1, "tables": {}}',
        '{"format": "cadence", "version": 2, "schema": 1, "tables": {}}',
        '{"format": "cadence", "version": 1, "schema": 0, "tables": {}}',
        '{"format": "cadence", "version": 1, "schema": 999, "tables": {}}',
        '{"format": "cadence", "version": 1, "schema": 1, "tables": {"drafts": []}}',
        '{"format": "cadence", "version": 1, "schema": 1, "tables": {"sqlite_schema; DROP TABLE x": []}}',
        '{"format": "cadence", "version": 1, "schema": 1, "tables": ' + "[" * 5000,
        b"\xff\xfe\x00",
        b"SQLite format 3\x00 and more",
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(cadence: Terminal, tmp_path: Path, text: str | bytes) -> None:
    """Cut short, of another kind, from a newer program, or nested without end."""
    said = _restored(cadence, tmp_path, text, status=1)
    assert said.count("\n") == 1
    assert "Something went wrong" not in said


def _set(table: str, column: str, value: object) -> Callable[[Document], object]:
    return lambda document: document["tables"][table][0].update({column: value})


@pytest.mark.parametrize(
    "tamper",
    [
        _set("history", "who", "Eve"),
        _set("history", "hash", "0" * 64),
        _set("people", "name", "Ev\x1b[2Je"),
        _set("people", "name", "Ev\ud800e"),
        _set("people", "name", 5),
        _set("people", "name", None),
        _set("people", "name", 1.5),
        _set("people", "name", float("nan")),
        _set("people", "admin", "yes"),
        _set("people", "folded", "lea"),
        _set("company", "id", 2),
        _set("company", "id", True),
        _set("company", "phase", 1 << 70),
        _set("company", "start", "yesterday"),
        _set("rhythms", "zone", "Mars/Olympus"),
        _set("kpis", "target", "much"),
        _set("kpis", "created_at", "x"),
        _set("kpi_versions", "body", "{"),
        _set("escalations", "causes", "[1]"),
        _set("escalations", "state", "withdrawn"),
        _set("readings", "value", "NaN"),
        _set("readings", "value", "1e999999999"),
        _set("kpis", "target", "0..1E+9"),
        _set("kpi_versions", "body", "[" * 100_000),
        _set("escalations", "causes", "[" * 100_000),
        lambda document: document["tables"]["history"].pop(0),
        lambda document: document["tables"]["company"].clear(),
        lambda document: document["tables"].pop("readings"),
        lambda document: document["tables"]["people"].append([]),
        lambda document: document["tables"].update(people={}),
        lambda document: document["tables"].update(drafts=[]),
    ],
)
def test_an_export_that_was_tampered_with_is_refused(
    missed: Terminal, tmp_path: Path, tamper: Callable[[Document], object]
) -> None:
    """The history's chain, the kinds of values and what the rules can read are looked at before anything is kept."""
    missed("record", "mrr", "41k", "--period", "2026-W45")
    document = json.loads(_export(missed, tmp_path / "first.json"))
    tamper(document)
    said = _restored(missed, tmp_path, json.dumps(document), status=1)
    assert said.count("\n") == 1
    assert "Something went wrong" not in said
    assert "\x1b" not in said


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_an_export_cut_short_leaves_what_stood_there(cadence: Terminal, tmp_path: Path, share: float) -> None:
    """All or nothing: the company's file is as it was, to the byte, and no backup was needed."""
    text = _export(cadence, tmp_path / "first.json")
    before = cadence.file.read_bytes()
    (tmp_path / "cut.json").write_bytes(text[: int(len(text) * share)])
    cadence("restore", str(tmp_path / "cut.json"), "--yes", status=1)
    assert cadence.file.read_bytes() == before
    assert not backup.listed(cadence.file)


def test_a_file_that_is_not_there_is_said(cadence: Terminal, tmp_path: Path) -> None:
    """And a folder, and a name that no file can have."""
    for name in (str(tmp_path / "nowhere.json"), str(tmp_path)):
        assert "cannot be restored" in cadence("restore", name, "--yes", status=3).err


@pytest.mark.parametrize("schema", range(1, VERSION))
def test_an_export_of_an_older_schema_is_brought_to_the_newest(cadence: Terminal, tmp_path: Path, schema: int) -> None:
    """What it could not know yet has its default, and it is written out anew as of today."""
    document = json.loads(_export(cadence, tmp_path / "first.json"))
    old = {**document, "schema": schema, "tables": dict(document["tables"])}
    with closing(sqlite3.connect(":memory:")) as first:
        migrate(first, schema)
        there = {row[0] for row in first.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        old["tables"] = {name: rows for name, rows in old["tables"].items() if name in there}
        for name, rows in old["tables"].items():
            columns = [row[1] for row in first.execute(f"PRAGMA table_info({name})")]
            old["tables"][name] = [{column: row[column] for column in columns} for row in rows]
    _restored(cadence, tmp_path, json.dumps(old))
    cadence.monkeypatch.setenv("CADENCE_DB", str(tmp_path / "made" / "restored.db"))
    again = json.loads(_export(cadence, tmp_path / "second.json"))
    assert again["schema"] == document["schema"]
    assert again["tables"]["kpis"] == document["tables"]["kpis"]


def test_a_restore_that_is_killed_leaves_the_old_file_or_the_new(cadence: Terminal, tmp_path: Path) -> None:
    """Whatever the moment, every byte of one of the two is there, and the next restore goes through."""
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    cadence("record", "churn", "4")
    _export(cadence, new)
    cadence("undo")
    _export(cadence, old)
    command = [sys.executable, "-m", "cadence_tui", "restore", str(new), "--yes"]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - began
    for part in range(2, 14):
        cadence("restore", str(old), "--yes")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            time.sleep(whole * part / 12)
            child.kill()
        assert _export(cadence, tmp_path / "found.json") in (old.read_bytes(), new.read_bytes())
    cadence("restore", str(new), "--yes")
    assert _export(cadence, tmp_path / "found.json") == new.read_bytes()
