"""Notes and exports from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def test_notes_are_markdown_on_standard_output(missed: Terminal) -> None:
    """`-o -` says the same."""
    done = missed("notes", "--week", "2026-W45")
    assert done.out.startswith("# Fjord Labs")
    assert missed("notes", "--week", "2026-W45", "-o", "-").out == done.out


def test_notes_can_be_written_to_a_file(missed: Terminal, tmp_path: Path) -> None:
    """Where it is, is said on standard error."""
    target = tmp_path / "notes.md"
    done = missed("notes", "--week", "2026-W45", "-o", str(target))
    assert (done.out, str(target) in done.err) == ("", True)
    assert target.read_text("utf-8") == missed("notes", "--week", "2026-W45").out


def test_notes_as_json_are_the_facts(missed: Terminal) -> None:
    """For whoever renders them otherwise."""
    assert isinstance(missed("notes", "--week", "2026-W45", "--json").json, dict)


def test_a_month_s_review_has_notes_too(missed: Terminal) -> None:
    """As Markdown, for chat, and as the facts; whatever else is named beside it is refused."""
    done = missed("notes", "--month", "2026-11")
    assert done.out.startswith("# Fjord Labs: Nov 2026\n\nMonthly review; it was not held yet.\n")
    assert missed("notes", "--month", "2026-11", "--chat").out.startswith("Fjord Labs, Nov 2026\n")
    assert missed("notes", "--month", "2026-11", "--json").json["kind"] == "monthly"
    assert "Name one of" in missed("notes", "--month", "2026-11", "--week", "2026-W45", status=2).err
    assert "no month" in missed("notes", "--month", "2026-W45", status=1).err


def test_a_quarter_without_objectives_has_no_notes(missed: Terminal) -> None:
    """It says so in one sentence."""
    assert "2026-Q4 had no active objective" in missed("notes", "--quarter", "2026-Q4", status=1).err


def test_an_export_is_one_document(missed: Terminal, tmp_path: Path) -> None:
    """On standard output or in a file, byte for byte the same."""
    text = missed("export", "--format", "json").out
    assert json.loads(text)["format"] == "cadence"
    missed("export", "-o", str(tmp_path / "all.json"))
    assert (tmp_path / "all.json").read_text("utf-8") == text


def test_an_export_never_goes_over_the_company_s_own_file(missed: Terminal) -> None:
    """Nothing is overwritten unasked."""
    before = missed.file.read_bytes()
    missed("export", "-o", str(missed.file), status=1)
    assert missed.file.read_bytes() == before


def test_the_calendar_is_a_file_that_calendars_read(cadence: Terminal, tmp_path: Path) -> None:
    """It goes to standard output or into a file, and the same for scripts as JSON."""
    import icalendar

    text = cadence("calendar").out
    assert icalendar.Calendar.from_ical(text).walk("VEVENT")
    path = tmp_path / "fjord.ics"
    cadence("calendar", "-o", str(path))
    assert icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert cadence("calendar", "--json").json["closes"][0]["zone"] == "Europe/Oslo"
