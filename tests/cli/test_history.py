"""Undo, redo and the log from the command line."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.history import VERBS

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

ROOT = Path(__file__).parent.parent.parent


def test_undo_names_what_it_undid_and_redo_does_it_again(cadence: Terminal) -> None:
    """Both work in another process than the change."""
    cadence("record", "churn", "4")
    assert cadence("undo").out == "Undone: recorded churn 4 for 2026-W45.\n"
    assert cadence("kpi", "show", "churn", "--json").json["value"] is None
    assert cadence("redo", "--json").json["redid"]["what"] == "recorded churn 4 for 2026-W45"
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "4"
    what = [one["what"] for one in cadence("log", "--json").json]
    assert what[-2:] == ["undid: recorded churn 4 for 2026-W45", "redid: recorded churn 4 for 2026-W45"]


def test_nothing_to_undo_is_refused(cadence: Terminal) -> None:
    """The company's founding stays."""
    assert "nothing" in cadence("undo", status=1).err
    assert "nothing" in cadence("redo", status=1).err


def test_one_undoes_one_s_own_changes(cadence: Terminal) -> None:
    """Who acts decides what is undone."""
    cadence("--as", "Olga", "record", "churn", "4")
    assert "nothing" in cadence("undo", status=1).err
    cadence("undo", "--as", "olga")


def test_the_log_has_every_change_oldest_first(missed: Terminal) -> None:
    """What came due by itself is there with its own time, and nobody as who."""
    missed("record", "mrr", "41k", "--period", "2026-W45")
    found = missed("log", "--json").json
    assert [one["kind"] for one in found] == ["founded", "judged", *["recorded"] * 4, "judged", "recorded"]
    judged = found[-2]
    assert (judged["who"], judged["at"]) == (None, "2026-11-09T18:00:00+01:00")
    assert set(judged) >= {"seq", "at", "recorded_at", "who", "kind", "subject", "what", "from", "to", "why", "undoes"}
    assert [one["seq"] for one in found] == list(range(1, 9))


def test_the_log_can_be_cut_to_a_day_and_to_kinds(missed: Terminal) -> None:
    """The day begins at midnight in the company's zone; a kind may be written with a hyphen."""
    missed("action", "add", "Call", "--owner", "Olga", "--due", "2026-11-20")
    assert [one["kind"] for one in missed("log", "--since", "2026-11-09", "--json").json] == ["judged", "added action"]
    only = missed("log", "--kind", "added-action", "--kind", "judged", "--json").json
    assert [one["kind"] for one in only] == ["judged", "judged", "added action"]


@pytest.mark.parametrize("words", [["--kind", "recorder"], ["--since", "someday"]])
def test_what_the_log_cannot_look_for_is_refused(cadence: Terminal, words: list[str]) -> None:
    """With what would be right."""
    done = cadence("log", *words, status=1)
    assert "recorded" in done.err or "2026-11-30" in done.err


def test_every_kind_of_change_can_be_asked_for(cadence: Terminal) -> None:
    """A kind that has not occurred yet is an empty log, not an error."""
    for kind in VERBS:
        cadence("log", "--kind", kind)


def test_every_kind_of_change_there_is_has_its_name() -> None:
    """What the services write is what the log can be asked for."""
    written = {
        node.args[0].value
        for path in (ROOT / "src" / "cadence_tui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "change"
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    assert len(written) > 40
    assert written <= set(VERBS)


def test_the_log_for_people_says_from_what_to_what(missed: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value and the one before, an owner, an import, a deadline by the clock on the wall, an escalation."""
    monkeypatch.setenv("COLUMNS", "140")
    missed("record", "mrr", "41k", "--period", "2026-W46")
    missed("record", "mrr", "42k", "--period", "2026-W46")
    missed("kpi", "edit", "mrr", "--owner", "Olga")
    missed("deadline", "2026-W46", "2026-11-17T12:00", "--why", "a holiday")
    (missed.file.parent / "old.csv").write_text("kpi,period,value\nload,2026-W40,50\nload,2026-W41,51\n", "utf-8")
    missed("import", str(missed.file.parent / "old.csv"))
    said = missed("log").out
    assert "recorded mrr 41000 for 2026-W46\n" in said
    assert "recorded mrr 42000 for 2026-W46: was 41000\n" in said
    assert "changed KPI mrr: owner Fay → Olga\n" in said
    assert "moved 2026-W46: deadline 2026-11-16 18:00 → 2026-11-17 12:00" in said
    assert "imported old.csv: 2 new\n" in said
    assert "judged 2026-W45: E-1 rung 1" in said


def test_the_log_for_people_fits_the_terminal(missed: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line an entry, cut with an ellipsis."""
    missed("decide", "A title that goes on " * 6, "--why", "a reason that goes on " * 6)
    monkeypatch.setenv("COLUMNS", "60")
    lines = missed("log").out.splitlines()
    assert len(lines) == 9
    assert max(map(len, lines)) <= 60
    assert "…" in lines[-1]


def test_a_clock_set_back_is_warned_about(missed: Terminal) -> None:
    """The change is made, in the order of the changes, and reading does not warn."""
    missed("action", "add", "Call", "--owner", "Olga", "--due", "2026-11-20")
    missed.at("2026-11-09T19:00:00+01:00")
    assert "clock" in missed("action", "done", "A-1").err
    assert missed("log").err == ""


def test_a_clock_set_back_is_said_with_every_change(cadence: Terminal) -> None:
    """As long as something in the file is later than now; the order is that in which changes were made."""
    cadence.at("2026-11-08T12:00:00+01:00")
    cadence("record", "churn", "4")
    cadence.at("2026-11-07T12:00:00+01:00")
    for value in ("5", "6"):
        assert "The clock is behind" in cadence("record", "churn", value).err
    assert [one["seq"] for one in cadence("log", "--json").json] == [1, 2, 3, 4, 5]
    assert cadence("kpi", "show", "churn", "--json").json["value"] == "6"
    found = {one["what"]: one["state"] for one in cadence("doctor", "--json").json}
    assert found["clock"] == "note"
    cadence.at("2026-11-08T12:00:01+01:00")
    assert "clock" not in cadence("record", "churn", "7").err


def test_who_left_looks_but_does_not_act(cadence: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in the settings, the environment or the command: every view works, a change is one sentence."""
    cadence("company", "person", "add", "Gus")
    cadence("company", "person", "remove", "Gus", "--hand-over-to", "Fay")
    for words in (["status"], ["kpi", "list"], ["log"]):
        assert cadence("--as", "gus", *words).out
    said = cadence("--as", "Gus", "record", "churn", "4", status=1).err
    assert "Gus left the company on 2026-11-06" in said
    assert "--as NAME" in said
    monkeypatch.setenv("CADENCE_USER", "Gus")
    assert cadence("status").out
    assert cadence("record", "churn", "4", status=1).err == said
    assert cadence("--as", "Fay", "record", "churn", "4").out
