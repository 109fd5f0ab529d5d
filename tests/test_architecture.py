"""The house stands as it was drawn: who may import whom, and what the everyday commands load."""

import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

import cadence_tui

ROOT = Path(__file__).parent.parent
HEAVY = ("icalendar", "jinja2", "platformdirs", "pydantic", "python_calamine", "rich", "sqlite_utils", "textual")


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrows between the rooms run one way, and each outside library has one room."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not broken, capsys.readouterr().out


def test_the_domain_needs_the_standard_library_alone() -> None:
    """The rules can be read, tested and reused without anything installed."""
    graph = grimp.build_graph("cadence_tui", include_external_packages=True, cache_dir=None)
    domain = {"cadence_tui.domain"} | graph.find_descendants("cadence_tui.domain")
    imported = {name for module in domain for name in graph.find_modules_directly_imported_by(module)}
    assert imported - domain <= sys.stdlib_module_names


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    """Prompts and status bars run ``cadence`` all day: it loads click, and the rest only where it is used."""
    probe = f"import sys, cadence_tui.cli.main; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", ["cadence", "cadence-tui"])
def test_both_names_start_the_same_program(name: str) -> None:
    """``uvx cadence-tui`` works because the package's own name is a command too."""
    (script,) = entry_points(group="console_scripts", name=name)
    assert script.value == "cadence_tui.__main__:main"


def test_the_package_carries_the_version_that_the_code_states() -> None:
    """There is one version, and it stands in the code, so that nothing has to look it up at start."""
    assert version("cadence-tui") == cadence_tui.__version__
