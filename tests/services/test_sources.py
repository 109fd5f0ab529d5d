"""Sources: set openly, fetched when asked for and on a machine that allows it, recorded with their origin."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from time import monotonic, sleep

import pytest

from cadence_tui import allowances
from cadence_tui.domain.errors import CadenceError, NotFoundError, RefusedError
from cadence_tui.domain.source import Source
from cadence_tui.services import sources, undo
from cadence_tui.services.sources import Outside
from tests.companies import Company, plan

SLEEPING = b"/bin/sleep\x0030\x00"


class Machine:
    """A machine on which queries give what a test says."""

    def __init__(self) -> None:
        """Allow nothing yet."""
        self.gives: object = "41.5"
        self.allowed = set[Source]()
        self.asked = list[tuple[str, str]]()

    @property
    def outside(self) -> Outside:
        """Give it as the program hands it over."""
        return Outside(self._query, self.allowed.__contains__, self.allowed.add)

    def _query(self, path: str, sql: str) -> object:
        self.asked.append((path, sql))
        return self.gives


@pytest.fixture
def machine() -> Machine:
    """Give a machine."""
    return Machine()


@pytest.fixture
def mill(machine: Machine) -> Company:
    """Give a company with two KPIs, one of which has a source."""
    company = Company(plan("nps"), plan("load"), plan("twice", formula="load * 2"))
    sources.set_source(company.desk, "nps", "sqlite", "/data.db", "SELECT 1", outside=machine.outside)
    return company


def pull(company: Company, machine: Machine, *keys: str) -> list[sources.Read]:
    """Fetch, look, and record what came."""
    wanted = sources.wanted(company.view(), keys)
    found = sources.read(company.desk, sources.fetch(wanted, machine.outside))
    if any(one.value is not None for one in found):
        sources.record(company.desk, found)
    return found


def test_what_comes_is_recorded_with_its_origin(mill: Company, machine: Machine) -> None:
    """Beside what was there, for the period that closes next; the same again changes nothing."""
    mill.record("40")
    found = pull(mill, machine)
    assert [(one.wanted.before, one.value, one.effect) for one in found] == [(Decimal(40), Decimal("41.5"), "changed")]
    row = mill.repository.reading_row("nps", "2026-W44")
    assert row is not None
    assert (row["value"], row["origin"]) == (Decimal("41.5"), "fetched")
    entries = len(list(mill.view().entries()))
    assert [one.effect for one in pull(mill, machine)] == ["same"]
    assert len(list(mill.view().entries())) == entries


def test_a_pull_is_one_change_that_undo_takes_back(mill: Company, machine: Machine) -> None:
    """It is named by the KPIs, and what was there stands again."""
    mill.record("40")
    pull(mill, machine)
    assert undo.undo(mill.desk).verb == "pulled"
    assert mill.value("2026-W44") == Decimal(40)
    undo.redo(mill.desk)
    assert mill.value("2026-W44") == Decimal("41.5")


def test_nothing_set_elsewhere_is_fetched_before_it_is_allowed_here(mill: Company) -> None:
    """A company's file from a stranger runs and reads nothing: the machine is asked, not the file."""
    elsewhere = Machine()
    found = pull(mill, elsewhere)
    assert "another machine" in found[0].problem
    assert elsewhere.asked == []
    elsewhere.allowed.add(mill.repository.sources()["nps"])
    assert pull(mill, elsewhere)[0].value == Decimal("41.5")


@pytest.mark.parametrize("gives", [None, "nan", float("inf"), "1e999", [1], "a lot", b"\x00", "=", "+=3", 10**50])
def test_what_is_no_value_leaves_the_field_to_be_typed(mill: Company, machine: Machine, gives: object) -> None:
    """It says what came, and nothing is recorded."""
    machine.gives = gives
    found = pull(mill, machine)
    assert found[0].problem
    assert mill.value("2026-W44") is None


def test_one_that_fails_does_not_keep_the_others_back(mill: Company, machine: Machine) -> None:
    """The rest is recorded as one change."""
    sources.set_source(mill.desk, "load", "command", "/no/such/program", outside=machine.outside)
    found = {one.wanted.kpi.key: one for one in pull(mill, machine)}
    assert "cannot be run" in found["load"].problem
    assert mill.value("2026-W44") == Decimal("41.5")


@pytest.mark.skipif(sys.platform != "linux", reason="Only there /proc tells which programs run.")
def test_sources_are_asked_side_by_side_and_let_go_once_nobody_wants_them(mill: Company, machine: Machine) -> None:
    """One that hangs holds up neither the others nor whoever leaves; its program is ended."""
    sources.set_source(mill.desk, "load", "command", "/bin/sleep 30", outside=machine.outside)
    wanted = sources.wanted(mill.view())
    began = monotonic()
    found = sources.fetch(wanted, machine.outside, lambda: not (machine.asked and SLEEPING in commands()))
    assert monotonic() - began < 20
    assert {one.wanted.kpi.key: one.problem for one in found}["load"] == "It was left before it came."
    deadline = monotonic() + 10
    while SLEEPING in commands() and monotonic() < deadline:
        sleep(0.05)
    assert SLEEPING not in commands()


def commands() -> bytes:
    """Give what this process's children were started as."""
    found = b""
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if path.joinpath("stat").read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found += path.joinpath("cmdline").read_bytes()
    return found


def test_what_nobody_foresaw_in_a_source_is_not_swallowed(mill: Company, machine: Machine) -> None:
    """It is raised where the values were asked for."""

    def broken(_path: str, _sql: str) -> object:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sources.fetch(sources.wanted(mill.view()), machine.outside._replace(query=broken))


def test_only_what_can_be_recorded_now_is_fetched_unless_named(mill: Company, machine: Machine) -> None:
    """A judged period is left out, and named says that its change needs a reason."""
    mill.at("2026-11-09T12:00").record("40")
    mill.close()
    assert sources.wanted(mill.view()) == []
    machine.gives = "50"
    assert "say why it changes" in pull(mill, machine, "nps")[0].problem
    assert mill.value("2026-W45") == Decimal(40)


def test_a_source_is_set_openly_and_undone(mill: Company, machine: Machine) -> None:
    """The history says from where to where."""
    sources.set_source(mill.desk, "nps", "command", "/bin/true", outside=machine.outside)
    entry = list(mill.view().entries())[-1]
    assert (entry.verb, entry.before, entry.after) == (
        "set source", {"source": "/data.db · SELECT 1"}, {"source": "/bin/true"},
    )  # fmt: skip
    undo.undo(mill.desk)
    assert mill.repository.sources()["nps"].kind == "sqlite"
    sources.clear_source(mill.desk, "nps")
    assert mill.repository.sources() == {}
    with pytest.raises(NotFoundError, match="no source"):
        sources.wanted(mill.view(), ["nps"])


def test_what_is_worked_out_has_no_source(mill: Company) -> None:
    """Its inputs have."""
    with pytest.raises(RefusedError, match="inputs"):
        sources.set_source(mill.desk, "twice", "command", "/bin/true")


def test_a_value_ten_times_off_is_marked(mill: Company, machine: Machine) -> None:
    """A screen asks about it before it is recorded."""
    mill.record("40", "2026-W43")
    machine.gives = 4000
    wanted = sources.wanted(mill.view())
    assert sources.read(mill.desk, sources.fetch(wanted, machine.outside))[0].is_odd


def test_what_a_machine_allows_is_kept_beside_its_settings(tmp_path: Path) -> None:
    """By a digest of all of it: another command, path or query is not allowed with it."""
    one = Source("command", "/bin/true")
    assert not allowances.is_allowed(tmp_path / "new", one)
    allowances.allow(tmp_path / "new", one)
    allowances.allow(tmp_path / "new", one)
    assert allowances.is_allowed(tmp_path / "new", one)
    assert not allowances.is_allowed(tmp_path / "new", one._replace(pick="x"))
    assert (tmp_path / "new" / allowances.FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / "file").write_text("")
    with pytest.raises(CadenceError, match="not allowed here"):
        allowances.allow(tmp_path / "file", one)
