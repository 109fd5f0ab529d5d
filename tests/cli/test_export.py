"""Reports from the command line: the evidence pack of a week, a month or a quarter, as Markdown or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


@pytest.mark.parametrize(("form", "head"), [("md", "# Fjord Labs: "), ("html", "<!doctype html>")])
def test_a_report_is_written_to_a_file(missed: Terminal, tmp_path: Path, form: str, head: str) -> None:
    """One command writes the newest week's report, and says where it is."""
    path = tmp_path / f"report.{form}"
    done = missed("export", "--format", form, "-o", str(path))
    assert path.read_text("utf-8").startswith(head)
    assert str(path) in done.err


def test_a_month_and_a_quarter_can_be_named(missed: Terminal) -> None:
    """The report says what it is about."""
    assert "Nov 2026" in missed("export", "--format", "md", "--month", "2026-11").out
    assert "Q4 2026" in missed("export", "--format", "md", "--quarter", "2026-Q4").out


@pytest.mark.parametrize(
    "words",
    [("--week", "2026-W46"), ("--format", "md", "--week", "2026-W46", "--month", "2026-11")],
    ids=["json", "two"],
)
def test_a_report_is_about_one_time(missed: Terminal, words: tuple[str, ...]) -> None:
    """JSON holds everything, and a report is about one week, month or quarter; the rest is wrong usage."""
    assert missed("export", *words, status=2).out == ""
