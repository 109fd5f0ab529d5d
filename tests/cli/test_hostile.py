"""Text that would be executed, reordered or taken for markup reaches no terminal from any command."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from cadence_tui import demo
from cadence_tui.domain.text import visible
from tests.hostile import spoil

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

EXECUTED = ["\x1b[31mred", "bell\x07", "\x9b31m", "\u202eevil", "line\u2028two", "car\rriage"]
MARKUP = ["[/", "[b", "[@click=app.quit]x[/]", "{'a[0]'}", "see [Q3]", "100% of {this} %s", "=cmd|'/C calc'!A0"]


def _is_clean(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("text", EXECUTED)
def test_it_is_refused_at_entry(cadence: Terminal, text: str) -> None:
    """In a name, a note, a reason, a title; and the refusal itself shows it harmless."""
    for words in (
        ["kpi", "add", "--name", text, "--owner", "Fay", "--direction", "at_least", "--target", "1"],
        ["record", "churn", "5", "--note", text],
        ["pause", "2026-W45", "--why", text],
        ["decide", text, "--why", "x"],
        ["action", "add", text, "--owner", "Fay", "--due", "2026-12-01"],
    ):
        done = cadence(*words, status=1)
        assert _is_clean(done.err)
    assert [one["kind"] for one in cadence("log", "--json").json] == ["founded", "judged"]


@pytest.mark.parametrize("text", EXECUTED)
def test_what_was_typed_in_vain_is_echoed_harmless(cadence: Terminal, text: str) -> None:
    """As a key, an id, a value, a period, a command, an option, a file."""
    for words in (
        ["kpi", "show", text],
        ["escalation", "show", text],
        ["record", "churn", text],
        ["record", "churn", "5", "--period", text],
        [text],
        ["due", f"--{text}"],
        ["import", text],
        ["--as", text, "record", "churn", "5"],
        ["--db", f"/nowhere/{text}", "due"],
    ):
        done = cadence(*words, status=None)
        assert done.status in (1, 2, 3)
        assert _is_clean(done.err + done.out), words


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_literal(cadence: Terminal, text: str) -> None:
    """What looks like markup, a format or a formula is shown as it was typed."""
    cadence("action", "add", text, "--owner", "Fay", "--due", "2026-12-01")
    assert text in cadence("action", "list").out
    assert cadence("action", "list", "--json").json[0]["text"] == text


def test_a_stranger_s_file_cannot_reach_the_terminal_either(bare: Terminal, demo_file: Path) -> None:
    """Texts that came in past the door are made visible by every command, in its answers, questions and refusals."""
    bare.at(demo.NOW.isoformat())
    shutil.copyfile(demo_file, bare.file)
    with sqlite3.connect(bare.file) as connection:
        first = {
            name: connection.execute(f"SELECT {column} FROM {table} ORDER BY {column} DESC").fetchone()[0]
            for name, table, column in (
                ("kpi", "kpis", "key"),
                ("escalation", "escalations", "id"),
                ("decision", "decisions", "id"),
                ("action", "actions", "id"),
            )
        }
    connection.close()
    spoil(bare.file)
    shown = 0
    for words in (
        ["status"],
        ["due"],
        ["log"],
        *([name, "list"] for name in ("kpi", "okr", "decision")),
        *([name, "list", "--all"] for name in ("escalation", "action")),
        *([name, "show", id_] for name, id_ in first.items()),
        ["rollout"],
        ["lint"],
        ["company", "show"],
        ["company", "person", "list"],
        ["company", "team", "list"],
        ["company", "ladder", "show"],
        ["notes", "-o", "-"],
        ["decision", "calibration"],
        ["backup", "list"],
        ["doctor"],
        ["undo"],
        ["redo"],
        ["record", first["kpi"], "lots"],
        ["company", "person", "remove", "Noor"],
        ["kpi", "retire", first["kpi"], "--why", "no use"],
    ):
        done = bare(*words, status=None)
        assert visible(done.out + done.err, lines=True) == done.out + done.err, words
        assert "Something went wrong" not in done.err, words
        shown += "HACK" in done.out + done.err
        if words[0] in ("status", "kpi", "decision", "action", "okr", "log", "escalation") and "retire" not in words:
            assert bare(*words, "--json", status=None).out.isascii(), words
    assert shown > 12


def test_wide_text_keeps_the_columns(cadence: Terminal) -> None:
    """Columns line up by cell width, and a text is never cut inside a character."""
    cadence("action", "add", "顧客に電話する" * 20, "--owner", "Fay", "--due", "2026-12-01")
    cadence("action", "add", "Call", "--owner", "Fay", "--due", "2026-12-01")
    from cadence_tui.formatting import cell_width

    wide, narrow = cadence("action", "list").out.splitlines()[1:]
    assert cell_width(wide) <= 100
    assert cell_width(wide.partition("Fay")[0]) == cell_width(narrow.partition("Fay")[0])
