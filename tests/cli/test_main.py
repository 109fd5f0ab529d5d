"""What all commands have in common."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from errno import ENOSPC
from typing import TYPE_CHECKING

import click
import pytest

from cadence_tui import locations
from cadence_tui.cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Terminal


def _commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*words, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))


EVERY = list(_commands(cli))
LISTS = [
    ["status"],
    ["due"],
    ["kpi", "list"],
    ["escalation", "list"],
    ["decision", "list"],
    ["action", "list"],
    ["log"],
]


@pytest.mark.parametrize("words", [(), *EVERY], ids=" ".join)
def test_every_command_has_a_purpose_an_example_and_the_options_of_all(bare: Terminal, words: tuple[str, ...]) -> None:
    """`--help` works without a company, and shows `--db`, `--as` and `--json`."""
    out = bare(*words, "--help").out
    assert out.startswith("Usage: cadence")
    assert "Example: cadence" in out
    assert all(option in out for option in ("--db PATH", "--as NAME", "--json", "--help"))
    purpose = out.split("\n\n")[1].strip()
    assert purpose[0].isupper()
    assert purpose.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_listed_with_its_own_words(bare: Terminal, name: str) -> None:
    """The list of commands says a line about each without loading it."""
    assert COMMANDS[name][1] in " ".join(bare("--help").out.split())


def test_the_version_is_said(bare: Terminal) -> None:
    """For bug reports."""
    from cadence_tui import __version__

    assert bare("--version").out == f"cadence {__version__}\n"


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_json_is_one_ascii_document_wherever_it_is_asked_for(cadence: Terminal, words: list[str]) -> None:
    """Before the command, in the middle or after it."""
    cadence("action", "add", "Téléphoner ☎", "--owner", "Fay", "--due", "2026-12-01")
    after = cadence(*words, "--json", status=None)
    assert after.out.isascii()
    assert json.loads(after.out) is not None
    assert cadence("--json", *words, status=None).out == after.out
    assert cadence(words[0], "--json", *words[1:], status=None).out == after.out


def test_the_file_may_be_named_before_the_command_or_after(cadence: Terminal, tmp_path: Path) -> None:
    """`--db` goes before CADENCE_DB, and the one nearest the command's end before the others."""
    other = tmp_path / "other.db"
    other.write_bytes(cadence.file.read_bytes())
    cadence("record", "churn", "4", "--db", str(other))
    for words in (["--db", str(other), "kpi", "show", "churn"], ["kpi", "--db", str(other), "show", "churn"]):
        assert cadence(*words, "--json").json["value"] == "4"
    assert (
        cadence("--db", str(other), "kpi", "show", "churn", "--db", str(cadence.file), "--json").json["value"] is None
    )


def test_who_acts_is_named_by_option_environment_or_settings(
    cadence: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order, else it is the founder."""

    def last_one() -> str:
        return str(cadence("log", "--json").json[-1]["who"])

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    cadence("record", "churn", "1")
    assert last_one() == "Fay"
    settings = locations.config_folder() / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('person = "Lea"\n', encoding="utf-8")
    cadence("record", "churn", "2")
    assert last_one() == "Lea"
    monkeypatch.setenv("CADENCE_USER", "olga")
    cadence("record", "churn", "3")
    assert last_one() == "Olga"
    cadence("record", "churn", "4", "--as", "fay")
    assert last_one() == "Fay"


def test_an_unknown_person_is_refused_with_the_nearest(cadence: Terminal) -> None:
    """By reading commands too, when somebody was named."""
    for words in (["record", "churn", "5"], ["status"]):
        assert "Did you mean Olga?" in cadence("--as", "Olgo", *words, status=1).err


@pytest.mark.parametrize(
    "words",
    [
        ["recrod"],
        ["kpi"],
        ["kpi", "lst"],
        ["record"],
        ["record", "churn"],
        ["due", "--wrong"],
        ["due", "extra"],
        ["status", "--db"],
        ["pause", "2026-W45"],
        ["import", "x.csv", "--kind", "people"],
        ["completion", "tcsh"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_exit_status_2(cadence: Terminal, words: list[str]) -> None:
    """On standard error, with where to read on; the app without a terminal too."""
    done = cadence(*words, status=2)
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "--help" in done.err


def test_a_mistyped_command_is_offered_right(bare: Terminal) -> None:
    """At every level."""
    assert "Did you mean record?" in bare("recrod", status=2).err
    assert "Did you mean retire?" in bare("kpi", "retrie", status=2).err


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "text", "foreign", "newer"])
def test_a_file_that_cannot_be_used_is_exit_status_3(cadence: Terminal, tmp_path: Path, kind: str) -> None:
    """One sentence, and the file is left as it is."""
    file = tmp_path / "other.db"
    if kind == "folder":
        file.mkdir()
    elif kind in ("foreign", "newer"):
        if kind == "newer":
            file.write_bytes(cadence.file.read_bytes())
        connection = sqlite3.connect(file)
        connection.execute("CREATE TABLE t (x)" if kind == "foreign" else "PRAGMA user_version = 999")
        connection.commit()
        connection.close()
    elif kind != "missing":
        file.write_text("" if kind == "empty" else "dear diary " * 999, encoding="utf-8")
    before = file.read_bytes() if file.is_file() else None
    for words in (["due"], ["record", "churn", "5"]):
        done = cadence("--db", str(file), *words, status=3)
        assert (done.out, len(done.err.splitlines())) == ("", 1)
    assert (file.read_bytes() if file.is_file() else None) == before


def test_what_nobody_foresaw_is_kept_in_the_log_and_named(cadence: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees one sentence that says where the traceback is."""

    def break_down(_: object) -> None:
        raise LookupError("a \x1b[31mred name")

    monkeypatch.setattr("cadence_tui.services.desk.Desk.view", break_down)
    done = cadence("status", status=1)
    log = locations.log_file()
    assert len(done.err.splitlines()) == 1
    assert "LookupError" in done.err
    assert str(log) in done.err
    assert "break_down" in log.read_text("utf-8")
    assert "\x1b" not in log.read_text("utf-8")


def test_a_terminal_that_lacks_a_character_gets_another(cadence: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output of a narrow encoding is poorer, and no error."""
    from io import BytesIO, TextIOWrapper

    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="ascii"))
    assert cadence("kpi", "list").status == 0
    assert b"churn" in raw.getvalue()


class Broken:
    """A stream that cannot be written to."""

    def __init__(self, error: OSError, spare: int) -> None:
        self.error, self.spare = error, spare

    def write(self, _: str) -> int:
        """Take a text."""
        return 0

    def flush(self) -> None:
        """Find out."""
        raise self.error

    def isatty(self) -> bool:
        """Say that nobody looks."""
        return False

    def fileno(self) -> int:
        """Give what stands behind it."""
        return self.spare


@pytest.fixture
def spare() -> Iterator[int]:
    """Give a descriptor that a test may spoil."""
    found = os.open(os.devnull, os.O_WRONLY)
    yield found
    os.close(found)


def test_a_reader_who_goes_away_is_no_fault(cadence: Terminal, monkeypatch: pytest.MonkeyPatch, spare: int) -> None:
    """`cadence log | head -1` ends quietly."""
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError(), spare))
    assert cadence("log") == (0, "", "")


def test_a_full_disk_under_the_answer_is_said(cadence: Terminal, monkeypatch: pytest.MonkeyPatch, spare: int) -> None:
    """The change is made all the same, and the sentence says so."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Broken(OSError(ENOSPC, "No space left on device"), spare))
        done = cadence("record", "churn", "4", status=1)
    assert "No space left on device" in done.err
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "4"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(bare: Terminal, shell: str) -> None:
    """For the shell that was named."""
    assert "_CADENCE_COMPLETE" in bare("completion", shell).out


def test_an_unreadable_clock_is_said(cadence: Terminal) -> None:
    """CADENCE_NOW is read as ISO 8601."""
    cadence.at("noonish")
    assert "CADENCE_NOW" in cadence("status", status=1).err


def test_a_clock_without_an_offset_is_in_the_company_s_zone(cadence: Terminal) -> None:
    """Whatever zone the machine is in."""
    cadence.at("2026-11-06T12:00")
    assert cadence("status", "--json").json["now"] == "2026-11-06T12:00:00+01:00"


@pytest.mark.parametrize("moment", ["9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+14:00", "tomorrow"])
def test_a_clock_beyond_the_calendar_is_refused(
    moment: str, cadence: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CADENCE_NOW is a moment that a company can live in, or one sentence says what would be right."""
    monkeypatch.setenv("CADENCE_NOW", moment)
    assert "CADENCE_NOW" in cadence("due", status=1).err
