"""The log file after all that a company goes through, failures included: nothing that a person typed is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import locations

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Terminal

MARK, NUMBER = "Zanzibar", "73519"


def commands(folder: Path) -> list[list[str]]:
    """Give commands that write what a person typed into every kind of place, some of them refused, then read it."""
    table = folder / f"{MARK}.csv"
    table.write_text(f"kpi,period,value,note\nload,2026-W40,{NUMBER},{MARK}\n", "utf-8")
    bad = folder / "bad.csv"
    bad.write_text(f"kpi,period,value\n{MARK},2026-W40,{NUMBER}\nload,{MARK},1\n", "utf-8")
    return [
        ["company", "edit", "--name", f"{MARK} Labs"],
        ["person", "add", f"{MARK} Zed"],
        ["kpi", "add", f"{MARK} rate", "--owner", f"{MARK} Zed", "--direction", "at_least", "--target", NUMBER],
        ["record", "load", NUMBER, "--note", f"because of {MARK}"],
        ["record", "load", MARK],
        ["record", MARK, "1"],
        ["import", str(table)],
        ["import", str(bad)],
        ["decide", f"Buy {MARK}", "--why", MARK, "--for", "E-1", "--action", f"Call {MARK};{MARK} Zed;2026-12-01"],
        ["action", "drop", "A-1", "--why", f"{MARK} is sold"],
        ["kpi", "source", "load", "command", f"/no/such/{MARK}"],
        ["pull", "load"],
        ["restore", str(table), "--yes"],
        *([word] for word in ("status", "log", "export", "notes", "calendar", "doctor", "undo")),
        ["kpi", "list"],
        ["backup"],
    ]


def test_nothing_that_a_person_typed_is_in_the_log(
    missed: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when all goes well or is refused, nor when every command breaks down over what it was given."""
    for words in commands(tmp_path):
        missed(*words, status=None)
    assert MARK in missed("log").out
    assert not locations.log_file().exists()

    def break_down(*_: object, **__: object) -> None:
        raise ValueError(f"invalid literal: {MARK} {NUMBER}")

    for place in ("services.desk.Desk.change", "services.desk.Desk.view", "storage.repository.Repository.__init__"):
        monkeypatch.setattr(f"cadence_tui.{place}", break_down)
        for words in commands(tmp_path):
            missed(*words, status=None)
    text = "".join(one.read_text("utf-8") for one in locations.log_file().parent.iterdir())
    assert text.count("ValueError") > 20
    assert "break_down" in text
    assert MARK.casefold() not in text.casefold()
    assert NUMBER not in text
