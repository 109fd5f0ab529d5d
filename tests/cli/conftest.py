"""A company in a file of its own, and the command line over it, run in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from cadence_tui.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

FOUNDED = "2026-11-02T09:00:00+01:00"
"""A Monday: the first close that anything is due at is 2026-W45's, on Monday 9 November at 18:00."""

COMPANY = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
start = 2026-09-01
people_count = 7
founder = "Fay"

[[teams]]
name = "Growth"
lead = "Lea"
members = ["Lea", "Olga"]

[[kpis]]
key = "mrr"
name = "Recurring revenue"
owner = "Fay"
unit = "currency:EUR"
direction = "at_least"
target = "40000"
alert = "35000"

[[kpis]]
key = "churn"
name = "Weekly churn"
owner = "Olga"
team = "Growth"
unit = "percent"
direction = "at_most"
target = "5"
alert = "7"

[[kpis]]
key = "shipped"
name = "Shipped something"
owner = "Fay"
unit = "yes_no"
direction = "yes_no"

[[kpis]]
key = "load"
name = "Support load"
owner = "Olga"
team = "Growth"
direction = "between"
target = ["40", "60"]
alert = ["30", "75"]

[[kpis]]
key = "calls"
name = "Sales calls"
owner = "Olga"
cadence = "daily"
aggregate = "sum"
direction = "at_least"
target = "20"

[[kpis]]
key = "margin"
name = "Gross margin"
owner = "Fay"
unit = "percent"
cadence = "monthly"
direction = "at_least"
target = "70"

[[kpis]]
key = "load_twice"
name = "Twice the load"
owner = "Olga"
direction = "at_most"
target = "120"
formula = "load * 2"
"""
TYPED = {"mrr": "41.2k", "churn": "6.10", "shipped": "y", "load": "50", "calls": "21"}


class Done(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (whatever it holds)
        """Read the one document on standard output."""
        return json.loads(self.out)


class Terminal:
    """Where commands are typed, at a moment that the test sets."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self.monkeypatch, self.capsys = file, monkeypatch, capsys
        self.at(FOUNDED)
        monkeypatch.setenv("CADENCE_DB", str(file))
        monkeypatch.setenv("COLUMNS", "100")

    def at(self, moment: str) -> None:
        """Set the clock."""
        self.monkeypatch.setenv("CADENCE_NOW", moment)

    def __call__(self, *words: str, status: int | None = 0) -> Done:
        """Type a command; it must end with the status that is expected (None: any)."""
        self.capsys.readouterr()
        found = run(words)
        done = Done(found, *self.capsys.readouterr())
        assert status in (None, found), done
        return done


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Give a terminal before any company is founded."""
    return Terminal(tmp_path / "company.db", monkeypatch, capsys)


@pytest.fixture(scope="session")
def founded() -> dict[str, bytes]:
    """Keep the company's file as it is founded, so that it is founded once."""
    return {}


@pytest.fixture
def cadence(bare: Terminal, tmp_path: Path, founded: dict[str, bytes]) -> Terminal:
    """Give a terminal with the company founded, in the middle of its first week."""
    if "file" not in founded:
        (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
        bare("init", "--from", str(tmp_path / "company.toml"))
        founded["file"] = bare.file.read_bytes()
    bare.file.write_bytes(founded["file"])
    bare.at("2026-11-06T12:00:00+01:00")
    return bare


@pytest.fixture
def missed(cadence: Terminal) -> Terminal:
    """Give a terminal on the day after churn was breached and mrr was late, each with an open escalation."""
    for key, value in TYPED.items():
        if key != "mrr":
            cadence("record", key, "9" if key == "churn" else value)
    cadence.at("2026-11-10T09:00:00+01:00")
    return cadence
