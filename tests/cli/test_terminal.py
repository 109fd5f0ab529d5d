"""Text for people: fitted to the terminal, coloured only where that is wanted."""

from __future__ import annotations

import sys

import pytest

from cadence_tui.cli import terminal
from cadence_tui.cli.terminal import is_coloured, render, table, width
from cadence_tui.formatting import STATUS, cell_width


@pytest.fixture
def _on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize(("columns", "expected"), [("120", 120), ("0", None), ("wide", None), ("", None), ("٣", None)])
def test_the_width_is_what_columns_says(monkeypatch: pytest.MonkeyPatch, columns: str, expected: int | None) -> None:
    """Where it says nothing that can be used, and there is no terminal, there is none."""
    monkeypatch.setenv("COLUMNS", columns)
    assert width() == expected


@pytest.mark.usefixtures("_on_a_terminal")
def test_colour_is_for_terminals_and_never_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is honoured, and so is a terminal that knows none."""
    assert is_coloured()
    assert render([("late", "now")]) == "\x1b[31mlate\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert render([("late", "now")]) == "late"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not is_coloured()


def test_no_colour_goes_into_a_pipe() -> None:
    """A file or another program gets plain text."""
    assert render([[("head", "head"), " rest"]]) == "head rest"


@pytest.mark.usefixtures("_on_a_terminal")
def test_data_cannot_bring_its_own_colours() -> None:
    """An escape that came with data is drawn, not executed, inside a coloured piece too."""
    assert "\x1b[31m" not in render([[("\x1b[31mred", "head")]])
    assert "\x1b[31m" not in render(table(["A"], [["\x1b[31mred"]]))


@pytest.mark.parametrize("columns", [200, 80, 40, 20, 5])
def test_a_table_fits(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Columns that give way are cut first; no line is longer than the terminal, but for gaps that cannot shrink."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = render(
        table(["ID", "TEXT", "N"], [["A-1", "some text " * 9, "12"], ["A-22", "短い" * 9, "1"]], yields=(1,))
    )
    assert max(map(cell_width, lines.splitlines())) <= max(columns, 7)


def test_nothing_is_cut_where_there_is_no_terminal() -> None:
    """What goes into a file, or is searched by another program, is whole."""
    assert render(table(["ID", "TEXT"], [["A-1", "some text " * 9]])).endswith("some text " * 8 + "some text ")


def test_columns_line_up_and_end_without_spaces() -> None:
    """Numbers to the right, text to the left."""
    assert render(table([], [["a", "1", ""], ["bcd", "12", ""]], right=(1,))) == "a     1\nbcd  12"


def test_every_status_has_a_glyph_and_a_word() -> None:
    """Status is never told by colour alone."""
    for status in STATUS:
        text, _ = terminal.status(status)
        glyph, _, word = text.partition(" ")
        assert len(glyph) == 1
        assert word
