"""The user's own settings, where they cannot be gone by: what the doctor, the app and the commands say."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from cadence_tui import locations
from cadence_tui.cli.app import open_app
from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

UNREADABLE = ('persn = "Mira"\n', "person = \n")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the place of the settings file in a folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = locations.config_folder() / "settings.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    ("written", "said", "advice"),
    [
        ('[keys]\n"week.recrd" = "v"\n', "Did you mean week.record?", "does not open"),
        ('[keys]\n"week.record" = "w"\n', "two commands", "does not open"),
        ('[keys]\n"week.record" = "hyperx"\n', "is no key", "does not open"),
        ('person = "Zed"\n', "person is “Zed”", "Fay, Lea, Olga"),
        ('theme = "nope"\n', "theme is “nope”", "cadence-dark, cadence-light"),
    ],
)
def test_the_doctor_finds_what_in_the_settings_does_not_exist(
    cadence: Terminal, own: Path, written: str, said: str, advice: str
) -> None:
    """It names the file and what is wrong, says what to do, and exits with 1: the company's file is not at fault."""
    own.write_text(written, encoding="utf-8")
    found = [one for one in cadence("doctor", "--json", status=1).json if one["what"] == "settings"]
    assert [one["state"] for one in found] == ["bad"]
    assert str(own) in found[0]["said"]
    assert said in found[0]["said"]
    assert advice in found[0]["advice"]


def test_the_doctor_is_content_with_settings_that_can_be_gone_by(cadence: Terminal, own: Path) -> None:
    """Somebody of the company however cased, a theme of Textual's, a free key."""
    own.write_text('person = "lea"\ntheme = "nord"\n[keys]\n"week.record" = "v"\n', encoding="utf-8")
    found = [one for one in cadence("doctor", "--json").json if one["what"] == "settings"]
    assert [(one["state"], one["said"]) for one in found] == [("good", str(own))]


def test_the_app_names_the_file_whose_keys_it_refuses(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads it knows what to open and where to look in it."""
    own.write_text('[keys]\n"week.recrd" = "v"\n', encoding="utf-8")
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    with pytest.raises(InvalidError) as refused:
        open_app(None, None)
    assert str(refused.value).startswith(f"In {own}, [keys]: There is no command “week.recrd”.")


@pytest.mark.parametrize("written", UNREADABLE)
@pytest.mark.parametrize("words", [("status",), ("status", "--json"), ("export",), ("where", "--json")])
def test_who_only_looks_is_told_of_settings_that_cannot_be_read(
    cadence: Terminal, own: Path, written: str, words: tuple[str, ...]
) -> None:
    """The answer is what it would be without any, and standard error names the file once."""
    own.write_text("", encoding="utf-8")
    right = cadence(*words)
    own.write_text(written, encoding="utf-8")
    done = cadence(*words)
    assert done.out == right.out
    assert done.err.count(str(own)) == 1
    assert "settings are left aside" in done.err


@pytest.mark.parametrize("written", UNREADABLE)
def test_nothing_is_changed_by_settings_that_cannot_be_read(cadence: Terminal, own: Path, written: str) -> None:
    """What is done would be put down to somebody else."""
    own.write_text(written, encoding="utf-8")
    assert str(own) in cadence("record", "churn", "4", status=1).err
    assert cadence("kpi", "show", "churn", "--json").json["value"] is None
