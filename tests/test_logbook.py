"""The log file: what a mender needs, one file, and nothing of the company's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cadence_tui import bootstrap, locations, logbook

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AT = datetime(2026, 11, 25, tzinfo=UTC)


def _error() -> Exception:
    """Fail as a program does: over what it was given, inside what it did because of it."""
    try:
        dict[str, str]()["Ada owes 41k"]
    except KeyError as first:
        try:
            int("churn\x1b[31m of Old Mill")
        except ValueError as error:
            error.__cause__ = first
            return error
    raise AssertionError


def test_the_log_has_where_it_happened_and_nothing_that_a_person_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error's own words may quote a name or a value; only CADENCE_LOG=full keeps them, made harmless."""
    assert str(locations.log_file()) in bootstrap.report_crash(_error())
    text = locations.log_file().read_text("utf-8")
    assert "test_logbook.py" in text
    assert "KeyError\nwhich led to" in text
    assert "invalid literal" not in text
    monkeypatch.setenv("CADENCE_LOG", "full")
    bootstrap.report_crash(_error())
    text = locations.log_file().read_text("utf-8")
    assert "ValueError: invalid literal" in text
    assert "\x1b" not in text


def test_a_log_that_has_grown_is_set_aside_once(tmp_path: Path) -> None:
    """There are never more than two, neither without end."""
    path = tmp_path / "logs" / "cadence.log"
    for _ in range(3):
        logbook.write(path, AT, _error(), version="1")
        path.write_text("x" * (logbook.LARGEST + 1))
    logbook.write(path, AT, _error(), version="1")
    assert path.stat().st_size < 5_000
    assert sorted(one.name for one in path.parent.iterdir()) == ["cadence.log", "cadence.log.1"]


def test_a_log_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sentence names the place and why."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(locations, "log_file", lambda: tmp_path / "file" / "cadence.log")
    assert "could not be written" in bootstrap.report_crash(_error())
