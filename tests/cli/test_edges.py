"""The edges of the command line in a terminal of its own: what is typed as bytes, and what comes out as bytes."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

HOSTILE = "\x1b[31m\x9b2J\x07\x1b]0;owned\x07\u202eevil\u2028two\rback"
# What the program itself may send: colours, and what the doctor asks a terminal.
OWN = re.compile(r"\x1b\[[\d;]*m|\x1b\[\?u|\x1b\[c")


def _in_a_terminal(words: list[str], file: Path) -> str:
    """Run a command in a pseudo-terminal, and give all that reached it."""
    import pty

    env = {**os.environ, "TERM": "xterm-256color", "CADENCE_DB": str(file)}
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-m", "cadence_tui", *words], env)  # noqa: S606
    found = b""
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            break
        if not part:
            break
        found += part
    os.close(terminal)
    os.waitpid(pid, 0)
    return found.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="There are no pseudo-terminals there.")
def test_a_long_import_draws_a_bar_for_whoever_watches(cadence: Terminal, tmp_path: Path) -> None:
    """At a terminal, to its end, and the cursor is shown again; a script, a short import and JSON have none."""
    path = tmp_path / "long.csv"
    weeks = [f"{year}-W{week:02}" for year in range(1950, 2026) for week in range(1, 53)]
    rows = [f"{key},{week},4" for week in weeks for key in ("mrr", "load")]
    path.write_text("\n".join(["kpi,period,value", *rows, ""]), "utf-8")
    words = ["import", str(path), "--dry-run"]
    shown = _in_a_terminal(words, cadence.file)
    steps = [int(step) for step in re.findall(r"(\d+)%", shown)]
    assert steps == sorted(steps)
    assert steps[-1] == 100
    assert len(set(steps)) > 5
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    assert "Would import 7,904 rows" in shown
    assert "%" not in _in_a_terminal([*words, "--json"], cadence.file)
    assert "%" not in cadence(*words).err
    path.write_text("kpi,period,value\nmrr,2020-W01,4\n", "utf-8")
    assert "%" not in _in_a_terminal(words, cadence.file)


@pytest.mark.skipif(sys.platform == "win32", reason="There are no pseudo-terminals there.")
def test_no_byte_of_data_is_executed_by_a_real_terminal(missed: Terminal) -> None:
    """Names that came in past the door, in every list and page, and in errors: only our own colours are sent."""
    missed("action", "add", "Call", "--owner", "Fay", "--due", "2026-12-01")
    missed("decide", "Mend it", "--why", "because", "--for", "E-1", "--action", "x;Fay;2026-12-01")
    with closing(sqlite3.connect(missed.file)) as connection, connection:
        for table, columns in {
            "kpis": ("name", "owner", "measure"),
            "actions": ("text",),
            "decisions": ("title", "why"),
        }.items():
            for column in columns:
                connection.execute(f"UPDATE {table} SET {column} = ?", (f"{column} {HOSTILE}",))
        connection.execute("UPDATE company SET name = ?", (HOSTILE,))
    for words in (
        ["status"],
        ["kpi", "show", "churn"],
        ["decision", "show", "D-1"],
        ["action", "list"],
        ["escalation", "show", "E-1"],
        ["doctor"],
        ["kpi", "show", HOSTILE],
    ):
        shown = OWN.sub("", _in_a_terminal(words, missed.file))
        assert shown.strip(), words
        assert all(char.isprintable() or char == "\n" for char in shown), (words, shown)


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-Infinity", "1e999", "1_000", "True", "9" * 5_000, "٣", "1e16", "0x10", "", "1,2,3", "--"]
)
def test_what_is_no_number_is_refused_with_what_would_be_right(cadence: Terminal, text: str) -> None:
    """In a value, a target and an import alike; nothing is recorded."""
    assert cadence("record", "load", "--", text, status=None).status in (1, 2)
    done = cadence("kpi", "edit", "load", f"--target={text}", "--why", "x", status=None)
    assert done.status in (1, 2), done
    assert len(done.err) < 2_000
    assert {one["kind"] for one in cadence("log", "--json").json} <= {"founded", "judged"}


def test_a_minus_is_a_minus(cadence: Terminal) -> None:
    """The typographic one too, and it is stored as the same exact decimal."""
    for text in ("-5", "−5"):
        cadence("record", "load", "--", text)
        assert cadence("kpi", "show", "load", "--json").json["value"] == "-5"


@pytest.mark.skipif(sys.platform == "win32", reason="Words are text there, not bytes.")
def test_bytes_that_are_no_text_are_refused(cadence: Terminal) -> None:
    """As a name, a note, a key: refused in a sentence, or not found; nothing half is written."""
    for words in (
        [b"action", b"add", b"caf\xe9", b"--owner", b"Fay", b"--due", b"2026-12-01"],
        [b"record", b"load", b"5", b"--note", b"\xff\xfe"],
        [b"kpi", b"show", b"\xed\xa0\x80"],
        [b"import", b"\xff.csv"],
        [b"--as", b"\xff", b"record", b"load", b"5"],
    ):
        done = subprocess.run(
            [os.fsencode(sys.executable), b"-m", b"cadence_tui", b"--db", os.fsencode(cadence.file), *words],
            capture_output=True,
            check=False,
        )
        assert done.returncode in (1, 2), words
        said = done.stderr.decode("utf-8")
        assert "Something went wrong" not in said, (words, said)
        assert len(said.splitlines()) == 1
    assert {one["kind"] for one in cadence("log", "--json").json} <= {"founded", "judged"}


def test_names_are_composed_and_told_apart_by_how_they_look(cadence: Terminal) -> None:
    """A decomposed name is stored composed, and found by any of its spellings."""
    decomposed = unicodedata.normalize("NFD", "Zoë")
    cadence("company", "person", "add", decomposed)
    assert "Zoë" in [one["name"] for one in cadence("company", "person", "list", "--json").json]
    for same in (decomposed, "ZOË", "\uff3aoë"):
        assert "already" in cadence("company", "person", "add", same, status=1).err
    cadence("action", "add", "Call", "--owner", "ZOË", "--due", "2026-12-01")
    assert cadence("action", "list", "--json").json[0]["owner"] == "Zoë"


def test_the_year_s_53rd_week_is_a_week(cadence: Terminal) -> None:
    """2026 has one, from 28 December; 2027 has none, and its first week begins on 4 January."""
    cadence.at("2026-12-30T12:00:00+01:00")
    cadence("record", "load", "5")
    assert cadence("status", "--json").json["week"] == "2026-W53"
    assert cadence("kpi", "show", "load", "--json").json["period"] == "2026-W53"
    cadence.at("2027-01-05T12:00:00+01:00")
    assert cadence("status", "--json").json["week"] == "2027-W01"
    assert cadence("record", "load", "5", "--period", "2027-W53", status=1).err


def test_a_file_stays_where_it_was_asked_for(cadence: Terminal, tmp_path: Path) -> None:
    """A link is not followed, the company's own file is not overwritten, a name that is too long is a sentence."""
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    before = cadence.file.read_bytes()
    for target in (str(link), str(cadence.file), "x" * 300, str(tmp_path / "a\0b"), str(tmp_path)):
        done = cadence("export", "-o", target, status=None)
        assert done.status in (1, 2, 3), (target, done)
        assert "Something went wrong" not in done.err
    assert cadence.file.read_bytes() == before
    assert not (tmp_path / "elsewhere.json").exists()
