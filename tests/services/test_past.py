"""The scorecard as it stood at a past close."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadence_tui.domain.errors import FileError, InvalidError, RefusedError
from cadence_tui.services import kpis, undo
from cadence_tui.services.pages import scorecard, scorecard_at
from cadence_tui.services.past import lines_at
from tests.companies import Company, plan

OPEN_W45 = "2026-11-04T09:00"
CLOSED_W45 = "2026-11-10T09:00"
CLOSED_W46 = "2026-11-17T09:00"


def _cell(company: Company, week: str, key: str = "nps") -> tuple[Decimal | None, str | None, bool]:
    """Give the newest cell of a KPI's row as of a close."""
    row = next(row for row in scorecard_at(company.view(), week) if row.line.kpi.key == key)
    assert row.cells[-1].period == week
    return row.cells[-1].value, row.cells[-1].status, row.cells[-1].amended


def test_a_later_amendment_is_not_there() -> None:
    """As of a close, a value stands as it was judged; what was amended afterwards shows only from then on."""
    company = Company().at(OPEN_W45)
    company.record("35")
    company.at(CLOSED_W45).record("45", "2026-W45", amend="counted twice")
    assert _cell(company, "2026-W45") == (Decimal(35), "watch", False)
    company.at(CLOSED_W46)
    assert scorecard_at(company.view(), "2026-W46")[0].cells[-2].value == Decimal(45)


def test_it_shows_the_targets_of_that_week() -> None:
    """A target that was changed since counts as it was."""
    company = Company().at(OPEN_W45)
    company.record("35")
    company.at(CLOSED_W45).record("50")
    company.at("2026-11-16T19:00").decide("E-1" if not company.is_calm() else "nps", kind="retarget", target="60")
    company.at(CLOSED_W46)
    row = scorecard_at(company.view(), "2026-W45")[0]
    assert (row.line.goal.target, row.line.kpi.goal.target) == (Decimal(40), Decimal(40))
    assert scorecard(company.view())[0].line.goal.target == Decimal(60)


def test_a_value_that_came_late_is_missing() -> None:
    """At the close there was none."""
    company = Company()
    company.at(CLOSED_W45).record("50", "2026-W45")
    assert _cell(company, "2026-W45") == (None, "late", False)


def test_kpis_are_those_of_that_day() -> None:
    """One that was added since is not there yet, and one that was retired since still is, by its name then."""
    company = Company(plan("nps"), plan("churn", "at_most 5 7")).at(OPEN_W45)
    company.record("50", key="nps")
    company.record("4", key="churn")
    company.at(CLOSED_W45)
    kpis.add(company.desk, {"name": "Cash", "owner": "Fay", "direction": "at_least", "target": "10"})
    kpis.edit(company.desk, "nps", {"name": "Love"})
    kpis.retire(company.desk, "churn", "says nothing")
    found = scorecard_at(company.view(), "2026-W45")
    assert [(row.line.kpi.key, row.line.kpi.name) for row in found] == [("nps", "nps"), ("churn", "churn")]
    assert [row.line.kpi.key for row in scorecard(company.view())] == ["nps", "cash"]


def test_what_was_undone_since_is_there() -> None:
    """An undo is a change of its own, made later."""
    company = Company().at(OPEN_W45)
    company.record("50")
    company.at("2026-11-09T17:00").record("55", amend="miscounted")
    company.at("2026-11-09T17:30")
    undo.undo(company.desk)
    assert company.value("2026-W45") == Decimal(50)
    company.at(CLOSED_W45)
    assert _cell(company, "2026-W45")[0] == Decimal(50)


def test_a_close_that_nobody_has_stored_yet_is_worked_out() -> None:
    """It makes no difference that the program was not run since."""
    company = Company().at(OPEN_W45)
    company.record("20")
    company.at("2026-11-30T09:00")
    assert _cell(company, "2026-W45") == (Decimal(20), "breach", False)
    assert _cell(company, "2026-W46") == (None, "late", False)


def test_nothing_is_left_behind() -> None:
    """Afterwards the file is read and written as ever; meanwhile nothing can be written."""
    company = Company().at(OPEN_W45)
    company.record("20")
    company.at(CLOSED_W45)
    before = scorecard(company.view())
    scorecard_at(company.view(), "2026-W45")
    assert scorecard(company.view()) == before
    company.record("60", "2026-W46")
    with company.repository.as_of(company.now), pytest.raises(FileError):
        company.record("61", "2026-W46", amend="no")
    assert company.value("2026-W46") == Decimal(60)


@pytest.mark.parametrize(
    ("week", "error", "words"),
    [
        ("2026-W46", RefusedError, "2026-W46 has not closed yet; the newest close is that of 2026-W45."),
        ("2026-W30", RefusedError, "2026-W30 closed before Fjord Labs was set up here; there was nothing yet."),
        ("2026-11", InvalidError, "“2026-11” is no week; write it as 2026-W45."),
        ("soon", InvalidError, "“soon” is no period; write a week as 2026-W47"),
    ],
)
def test_only_a_past_close_can_be_seen(week: str, error: type[Exception], words: str) -> None:
    """What has not closed, or lies before the company, is refused with what would be right."""
    company = Company().at(CLOSED_W45)
    with pytest.raises(error, match=words.split(";", maxsplit=1)[0]):
        lines_at(company.view(), week)


def test_months_stand_as_the_newest_that_had_closed() -> None:
    """A monthly KPI shows the month that was closed by then."""
    company = Company(plan("runway", cadence="monthly"), plan("nps"), at="2026-10-05T09:00")
    company.record("50", "2026-10", key="runway")
    company.at("2026-12-10T09:00")
    by_key = {line.kpi.key: line.period for line in lines_at(company.view(), "2026-W46")}
    assert by_key == {"runway": "2026-10", "nps": "2026-W46"}
