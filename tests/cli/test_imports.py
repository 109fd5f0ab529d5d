"""What prompts, status bars and cron run all day loads nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

HEAVY = ("jinja2", "platformdirs", "pydantic", "rich", "shutil", "sqlite_utils", "textual", "tomllib")


@pytest.mark.parametrize("json", [[], ["--json"]])
@pytest.mark.parametrize(
    "words",
    [["due"], ["status"], ["kpi", "list"], ["escalation", "list"], ["record", "load", "7"], ["action", "list"]],
    ids=" ".join,
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked where the settings are")
def test_the_everyday_commands_load_nothing_heavy(missed: Terminal, words: list[str], json: list[str]) -> None:
    """With something to catch up, with an open escalation, and while writing; for people the gate is read up."""
    heavy = [name for name in HEAVY if name != "tomllib" or words != ["status"] or json]
    missed("record", "load", "6")
    probe = (
        "import sys\n"
        "from cadence_tui.cli.main import run\n"
        "run(sys.argv[1:])\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *words, *json], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout
    assert done.stderr.split() == []


def test_settings_are_where_platformdirs_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sparing the library's import changes no place."""
    from platformdirs import user_config_path

    from cadence_tui import locations

    for value in ("/somewhere/else", "", None):
        if value is None:
            monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        else:
            monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert locations.config_folder() == user_config_path("cadence", appauthor=False)


def test_the_program_ends_with_its_status_and_everything_written(missed: Terminal) -> None:
    """As a process of its own: what it says is whole, on both streams, and the exit status is the command's."""
    done = _program("due")
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == 5
    done = _program("kpi", "show", "no")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def _program(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "cadence_tui", *words]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment)
