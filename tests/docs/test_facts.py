"""The tables of the docs that are written by hand: everything that there is, and nothing that there is not."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cadence_tui import bootstrap, locations, settings
from cadence_tui.demo import NOW
from cadence_tui.domain.backup import ALL_FOR, KEPT
from cadence_tui.domain.calendar import shift
from cadence_tui.domain.source import KINDS
from cadence_tui.edges.okr_fields import KeyResultFields, ObjectiveFields
from cadence_tui.export import markdown
from cadence_tui.services import minutes, notes
from cadence_tui.tui import themes
from cadence_tui.tui.commands import CATALOGUE
from cadence_tui.tui.keymap import with_keys
from tests.docs.blocks import FOLDER, ROOT, read, rows_under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cadence_tui.services.desk import Desk

SETTINGS, TEMPLATES, FILES = (FOLDER / f"{name}.md" for name in ("settings", "templates", "files"))


def names_under(page: Path, heading: str, column: int = 0) -> set[str]:
    """Give the names that the first column of a table has, each in code."""
    return {name for row in rows_under(page, heading) for name in re.findall(r"`([^`]+)`", row[column])}


# --- Settings ---------------------------------------------------------------------------------------------------------


def test_every_setting_is_told_and_no_other() -> None:
    """The settings page goes by the settings that are read."""
    assert names_under(SETTINGS, "All of them") == {
        f"[{name}]" if name == "keys" else name for name in settings.Settings._fields
    }
    assert {theme.name for theme in themes.OWN} <= names_under(SETTINGS, "All of them", 1)


def test_the_settings_shown_are_read_as_they_are(tmp_path: Path) -> None:
    """Whoever copies the example has no error, and no key that clashes."""
    example = next(block for block in read(SETTINGS.read_text("utf-8")) if block.kind == "file")
    (tmp_path / settings.FILE).write_text(example.body, encoding="utf-8")
    found = settings.read(tmp_path)
    assert {name for name, value in found._asdict().items() if value} == set(found._fields)
    assert with_keys(found.keys)


def test_every_variable_of_the_environment_is_told_and_no_other() -> None:
    """Those of our own are all that the program's text names."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    ours = set(re.findall(r"\bCADENCE_[A-Z]+\b", text))
    told = names_under(SETTINGS, "Environment")
    assert {name for name in told if name.startswith("CADENCE_")} == ours
    for name in told - ours:
        assert f'"{name}"' in text, name


# --- Keys -------------------------------------------------------------------------------------------------------------

# The keys that the text speaks of, by page, with the command that each is meant to be.
MEANT = {
    "README.md": {"w": "app.checkin", "r": "week.record", "u": "app.undo", "?": "app.help"},
    "docs/backups.md": {
        "B": "app.backups", "p": "backups.restore", "u": "app.undo", "ctrl+r": "app.redo", "x": "week.report",
    },
    "docs/files.md": {"f": "welcome.file", "i": "week.import"},
    "docs/keys.md": {
        "?": "app.help", "F1": "app.help-too", "ctrl+p": "app.command_palette", "ctrl+g": "app.reach",
        "d": "escalation.answer",
    },
    "docs/method.md": {"o": "kpi.raise", "P": "okr.promote"},
    "docs/recipes.md": {"f": "week.pull", ",": "app.settings", "y": "ending.copy"},
    "docs/settings.md": {",": "app.settings", "e": "settings.edit", "ctrl+t": "app.change_theme"},
    "docs/templates.md": {"Y": "ending.chat"},
    "docs/tutorial.md": {
        "u": "app.undo", "ctrl+p": "app.command_palette", "y": "ending.copy", "Y": "ending.chat", "q": "app.quit",
        "i": "week.import", "3": "app.okrs", "5": "app.rollout",
    },
}  # fmt: skip


@pytest.mark.parametrize("page", MEANT)
def test_a_key_that_the_text_speaks_of_is_the_key_of_what_it_means(page: str) -> None:
    """Wherever a key is another now, the text says so too."""
    text = (ROOT / page).read_text("utf-8")
    commands = {one.id: one for one in CATALOGUE}
    for key, name in MEANT[page].items():
        assert f"`{key}`" in text, key
        assert with_keys({name: key})[name].keys in commands[name].keys.split(","), f"{key} is not {name}"


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _usual_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the platform's folders where they are unless somebody moved them."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME")


@pytest.mark.usefixtures("_usual_folders")
@pytest.mark.skipif(sys.platform != "linux", reason="the table has the places on Linux")
def test_every_place_is_told() -> None:
    """The table of places has those that `cadence where` names."""
    told = " ".join(cell for row in rows_under(FILES, "Where things are") for cell in row)
    for name, place in bootstrap.places(locations.company_file()).items():
        there = f"~/{place.relative_to(Path.home()).as_posix()}"
        assert there in told or (name == "backups" and place.name in told), there


@pytest.mark.usefixtures("_usual_folders")
def test_the_folder_on_a_mac_is_the_one_that_is_used() -> None:
    """As platformdirs gives it, whatever machine this is."""
    from platformdirs.macos import MacOS

    mac = MacOS("cadence", appauthor=False)
    assert mac.user_data_dir == mac.user_config_dir
    assert f"`{mac.user_data_dir.replace(str(Path.home()), '~')}`" in FILES.read_text("utf-8")


@pytest.mark.parametrize(
    ("heading", "model", "inner"),
    [("okrs.toml", ObjectiveFields, {"key_results"}), ("Key results", KeyResultFields, set[str]())],
)
def test_every_field_of_an_objective_is_told_and_no_other(heading: str, model: type[Any], inner: set[str]) -> None:
    """By the names of okrs.toml."""
    assert names_under(FILES, heading) == set(model.model_fields) - inner


def test_every_kind_of_source_is_told_and_no_other() -> None:
    """Each by the option that sets it."""
    assert {row[0].split("`")[1] for row in rows_under(FILES, "Sources")} == {f"--{kind}" for kind in KINDS}


def test_what_is_kept_is_what_is_told() -> None:
    """The page on backups says how long, in the numbers of the rule."""
    text = (FOLDER / "backups.md").read_text("utf-8")
    days, weeks, months = (count for _, count in KEPT)
    said = {2: "two days", days: f"one a day for {_WORDS[days]} days", weeks: f"one a week for {_WORDS[weeks]} weeks"}
    said[months] = f"one a month for {_WORDS[months]} months"
    assert ALL_FOR.days in said
    assert all(words in text for words in said.values())


_WORDS = {9: "nine", 10: "ten", 12: "twelve"}


# --- Templates --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facts(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, Any]]:
    """Give what a template is handed, in the demo's year and with a note in its newest week."""
    path = shutil.copyfile(demo_file, tmp_path_factory.mktemp("facts") / "demo.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CADENCE_NOW", NOW.isoformat())
        with bootstrap.desk(path) as desk:
            return list(_weeks(desk))


def _weeks(desk: Desk) -> Iterator[Mapping[str, Any]]:
    """Go back through the weeks until everything that can be in one has been in one."""
    minutes.note(desk, desk.view().week, "Bread was baked")
    view = desk.view()
    week = view.week
    for _ in range(30):
        yield markdown.known(notes.weekly(view, week))
        week = shift(week, -1)


def names_of(rows: list[Any]) -> set[str]:
    """Give the names that some lines have."""
    return {name for row in rows for name in row}


def test_every_name_of_a_template_is_told_and_no_other(facts: list[Mapping[str, Any]]) -> None:
    """What the templates page lists is what a template is handed."""
    assert names_under(TEMPLATES, "Names") == names_of(facts)


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("A line of the scorecard", "scorecard"),
        ("An escalation", "escalations"),
        ("A decision", "decisions"),
        ("A decision", "checked"),
        ("An action", "actions"),
        ("A note", "notes"),
        ("An objective", "okrs"),
        ("A key result", "okrs.key_results"),
    ],
)
def test_every_name_of_a_line_is_told_and_no_other(heading: str, path: str, facts: list[Mapping[str, Any]]) -> None:
    """For each kind of line that a week has."""
    rows: list[Any] = facts
    for step in path.split("."):
        rows = [row for one in rows for row in one[step]]
    assert rows
    assert names_under(TEMPLATES, heading) == names_of(rows)


def test_what_is_inside_of_a_line_is_told(facts: list[Mapping[str, Any]]) -> None:
    """An effect that is expected, a key result's values, and the lines of one's own."""
    text = TEMPLATES.read_text("utf-8")
    decisions = [one for week in facts for one in week["decisions"] if one["expect"]]
    assert all(f"`expect.{name}`" in text for name in names_of([one["expect"] for one in decisions]))
    assert all(f"`own.{name}`" in text for name in names_of([week["own"] for week in facts]))
    measured = [part["now"] for week in facts for one in week["okrs"] for part in one["key_results"]]
    assert names_of(measured) == {"value", "unit", "direction"}


def test_every_filter_is_told_and_no_other(facts: list[Mapping[str, Any]]) -> None:
    """Beside those of Jinja's own."""
    assert names_under(TEMPLATES, "Filters") == {*markdown.filters(facts[0]), "md"}


def test_every_template_is_told_and_no_other() -> None:
    """By the name under which one's own is looked for."""
    assert names_under(TEMPLATES, "Templates") == set(markdown.TEMPLATES.values())
