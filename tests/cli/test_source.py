"""Sources from the command line: set, shown, allowed, cleared, and fetched."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Terminal


def prints(value: str) -> str:
    """Write a command line that prints a value."""
    return shlex.join([sys.executable, "-c", f"print({value!r})"])


def test_a_value_is_pulled_beside_what_was_there(cadence: Terminal, tmp_path: Path) -> None:
    """The table shows both, the JSON document too, and a dry run records nothing."""
    (tmp_path / "mrr.csv").write_text("week,mrr\n2026-W44,41000\n2026-W45,42500\n", "utf-8")
    cadence("record", "mrr", "40k")
    said = cadence("kpi", "source", "mrr", "--file", str(tmp_path / "mrr.csv"), "--pick", "mrr").out
    assert "a cell of a CSV" in said
    assert "1 value would be recorded" in cadence("pull", "--dry-run").out
    assert cadence("pull", "--json").json == [
        {
            "kpi": "mrr", "period": "2026-W45", "before": "40000", "value": "42500", "effect": "changed",
            "problem": None,
        }
    ]  # fmt: skip
    origins = [one["origin"] for one in cadence("kpi", "show", "mrr", "--json").json["history"]]
    assert origins.count("fetched") == 1
    assert cadence("kpi", "show", "mrr", "--json").json["value"] == "42500"


def test_a_failure_says_what_and_the_exit_status_is_1(cadence: Terminal) -> None:
    """What came all the same is recorded."""
    cadence("kpi", "source", "mrr", "--command", prints("41.2k"))
    cadence("kpi", "source", "churn", "--command", "/no/such/program")
    done = cadence("pull", status=1)
    assert "cannot be run" in done.out
    assert "1 value recorded." in done.out


def test_a_source_from_elsewhere_is_shown_and_allowed_by_hand(
    cadence: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine's user sees what would be run before anything is."""
    marker = tmp_path / "ran"
    line = shlex.join([sys.executable, "-c", f"open({str(marker)!r}, 'w'); print(7)"])
    cadence("kpi", "source", "load", "--command", line)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
    assert "another machine" in cadence("pull", "--json", status=1).json[0]["problem"]
    assert not marker.exists()
    assert cadence("kpi", "source", "load", "--json").json["source"]["allowed"] is False
    cadence("kpi", "source", "load", "--allow")
    assert cadence("pull", "load", "--json").json[0]["value"] == "7"


def test_a_source_is_cleared(cadence: Terminal) -> None:
    """Then the value is typed again, and a pull of it says so."""
    cadence("kpi", "source", "load", "--command", prints("7"))
    assert "is typed" in cadence("kpi", "source", "load", "--clear").out
    assert "has no source" in cadence("pull", "load", status=1).err
    assert "has a source" in cadence("pull").out


def test_wrong_words_are_told_apart(cadence: Terminal) -> None:
    """Two places at once, or a part of nothing."""
    cadence("kpi", "source", "load", "--command", "a", "--url", "https://b", status=2)
    cadence("kpi", "source", "load", "--pick", "a", status=2)
    cadence("kpi", "source", "load", "--allow", status=1)
    cadence("kpi", "source", "load", "--url", "ftp://b", status=1)
