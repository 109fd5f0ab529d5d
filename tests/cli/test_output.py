"""Notes and exports from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cadence_tui import locations

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


@pytest.mark.parametrize(("ending", "form"), [("html", "html"), ("HTM", "html"), ("json", "json"), ("csv", "csv")])
def test_notes_are_not_written_under_a_name_that_says_something_else(
    missed: Terminal, tmp_path: Path, ending: str, form: str
) -> None:
    """One sentence names what writes that, and there is no file."""
    path = tmp_path / f"notes.{ending}"
    done = missed("notes", "-o", str(path), status=2)
    assert not path.exists()
    assert f"“cadence export --format {form} -o {path}”" in done.err
    assert len(done.err.splitlines()) == 1


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


def own_template(name: str, text: str) -> None:
    """Put a template of one's own where cadence looks for it."""
    folder = locations.config_folder() / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_template_of_one_s_own_replaces_the_form_of_the_same_name(missed: Terminal) -> None:
    """It has the facts of the meeting and the filters that ours use; the other forms stay."""
    own_template(
        "weekly.md.j2", "{{ company|md }}: {% for one in breaches %}{{ one.name|md }} {{ one|value }}{% endfor %}"
    )
    assert missed("notes").out == "Fjord Labs: Weekly churn 9 %\n"
    assert missed("notes", "--chat").out.startswith("Fjord Labs, week ")
    own_template("weekly-chat.txt.j2", "{{ late|length }} without a value")
    assert missed("notes", "--chat").out == "1 without a value\n"


def test_a_template_that_is_changed_holds_at_once(missed: Terminal) -> None:
    """However often it was rendered before, of the same length even; and nothing of another format stays in it."""
    for text in ("{{ 'a'|md }}{{ 1|plural('KPI') }}", "{{ '*'|md }}{{ 2|plural('KPI') }}"):
        own_template("weekly.md.j2", text)
        assert missed("notes").out == {"a": "a1 KPI\n", "*": "\\*2 KPIs\n"}[text[4]]
    own_template("weekly-chat.txt.j2", "{{ '*'|md }}")
    assert missed("notes", "--chat").out == "*\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n{% for one in %}", "Expected an expression, got 'end of statement block', line 2"),
        ("one\n{{ nobody }}", "'nobody' is undefined, line 2"),
        ("one\ntwo\n{{ company|period }}", "line 3"),
        ("{{ company|perod }}", "No filter named 'perod'"),
        ("{% include 'other.j2' %}", "there is no template other.j2, line 1"),
    ],
)
def test_a_template_that_goes_wrong_is_named_with_its_line(missed: Terminal, text: str, said: str) -> None:
    """Whatever is wrong with it is one sentence, and the meeting is as it was."""
    own_template("weekly.md.j2", text)
    done = missed("notes", status=1)
    assert said in done.err
    assert "templates/weekly.md.j2" in done.err.replace("\\", "/")
    assert len(done.err.splitlines()) == 1
