"""What every test stands on: an environment of its own, and no skip that passes unnoticed."""

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cadence_tui import bootstrap
from cadence_tui.demo import NOW

# Textual reads this once, when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Time limits of Hypothesis fail on a busy machine, and say nothing about the code.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make screenshots` and `make contrast` ask for what they show."""
    parser.addoption("--draw", action="store_true", help="draw the pictures in screenshots/ anew")
    parser.addoption("--contrast", action="store_true", help="print the least contrast of each screen and theme")


def pytest_configure() -> None:
    """Look for garbage seldom, above all while everything is loaded."""
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long or waits for programs: others use the processor meanwhile, and none is left over."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of what the collector looks through: a fifth of the tests' time goes there."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the real user's files, nor sees their settings, their editor or their terminal."""
    for name in list(os.environ):
        if name.startswith("CADENCE_"):
            monkeypatch.delenv(name)
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "PAGER", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", "COLORTERM": "truecolor"}.items():
        monkeypatch.setenv(name, value)
    home = tmp_path / "home"
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, place in {
        "XDG_CACHE_HOME": ".cache",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        monkeypatch.setenv(name, str(home / place))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo company of the pictures' moment, once for all processes of a run; a test copies it to change it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "demo.db"
    with closing(sqlite3.connect(folder / "demo.turn", timeout=60)) as turn, pytest.MonkeyPatch.context() as patch:
        turn.execute("BEGIN EXCLUSIVE")
        if not path.exists():
            patch.setenv("CADENCE_NOW", NOW.isoformat())
            bootstrap.demo(path)
    return path


@cache
def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


@cache
def _can_mount() -> bool:
    if sys.platform != "linux" or not _is_root() or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return mounted.returncode == 0


@cache
def _has_chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome"))


NEEDS = {
    "root": (_is_root, "only root can act as another user"),
    "mount": (_can_mount, "this machine lets nobody mount a tmpfs"),
    "chromium": (_has_chromium, "there is no Chromium here"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need this machine does not meet, and say which."""
    for marker, (is_met, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not is_met():
            pytest.skip(reason)


def _unwelcome_skips(config: pytest.Config) -> list[str]:
    """Return the skipped tests, with why, where CADENCE_NO_SKIPS says that none may be."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if NO_SKIPS and reporter is not None:
        return [f"{report.nodeid}: {_why_skipped(report)}" for report in reporter.stats.get("skipped", [])]
    return []


def _why_skipped(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else "skipped"


# Read before any test clears the environment. How often what is made to go wrong does so: a few times, or 200.
ROUNDS = int(os.environ.get("CADENCE_ROUNDS") or "0")
NO_SKIPS = bool(os.environ.get("CADENCE_NO_SKIPS"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped something, where every test has to run."""
    if session.exitstatus == pytest.ExitCode.OK and _unwelcome_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name each test that should have run, and what stands out least on each screen where that is asked for."""
    if config.getoption("--contrast"):
        terminalreporter.section("least contrast, the worst first: 4.5 to 1 is needed, 3 where it is a graphic")
        reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
        found = [(theme, *said) for report in reports for theme, said in report.user_properties]
        for theme, scene, text, ratio, least, where in sorted(found, key=lambda one: (one[3] / one[4], one[1], one[0])):
            terminalreporter.line(f"{scene:40} {theme:14} {ratio:5.2f} of {least}  {where}: {text[:40]}")
    skipped = _unwelcome_skips(config)
    if skipped:
        terminalreporter.section("skipped, and that counts as failed", red=True)
        for line in skipped:
            terminalreporter.line(line, red=True)
