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


@pytest.mark.parametrize(
    ("name", "form", "right"),
    [
        ("week.html", "md", "--format html"),
        ("week.HTM", "json", "--format html"),
        ("company.zip", "json", "--format csv"),
        ("week.md", "html", "--format md"),
        ("company.json", "csv", "--format json"),
    ],
)
def test_what_stands_is_not_written_over_by_something_else(
    missed: Terminal, tmp_path: Path, name: str, form: str, right: str
) -> None:
    """A file's ending says what it holds: what contradicts it is refused in one sentence, and the file stays."""
    path = tmp_path / name
    path.write_text("what stood there", encoding="utf-8")
    done = missed("export", "--format", form, "-o", str(path), status=2)
    assert path.read_text("utf-8") == "what stood there"
    assert right in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_with_an_ending_of_its_own_holds_what_was_asked_for(missed: Terminal, tmp_path: Path) -> None:
    """Only an ending that is another format's contradicts."""
    for name in ("report", "report.txt"):
        missed("export", "--format", "md", "-o", str(tmp_path / name))
        assert (tmp_path / name).read_text("utf-8").startswith("# Fjord Labs")


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
