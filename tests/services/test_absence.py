"""Coming back after weeks away: which weeks are asked about, and pausing them in one act."""

from __future__ import annotations

import pytest

from cadence_tui.domain.errors import RefusedError
from cadence_tui.services import absence, undo, week
from tests.companies import Company, plan

W45, W46, W47, W48 = "2026-W45", "2026-W46", "2026-W47", "2026-W48"


def away() -> Company:
    """A company whose people were there for one week, and away for three."""
    company = Company(plan("mrr"), plan("nps"))
    company.record("50", W45)
    return company.at("2026-12-01T09:00")


def test_the_weeks_that_closed_late_with_nobody_there_are_found() -> None:
    """A week with any value is none of them, and one that is paused is not asked about."""
    company = away()
    assert absence.weeks_away(company.view()) == [W46, W47, W48]
    company.pause(W47)
    assert absence.weeks_away(company.view()) == [W46, W48]


def test_pausing_them_is_one_change() -> None:
    """All are paused, what climbed for them alone ends, and one undo takes all of it back."""
    company = away()
    assert week.pause_weeks(company.desk, [W48, W46, W47], "away") == (W46, W47, W48)
    assert [company.status(one) for one in (W46, W47, W48)] == ["paused"] * 3
    assert company.is_calm()
    assert not company.is_calm("mrr")
    undo.undo(company.desk)
    assert [company.status(one) for one in (W46, W47, W48)] == ["late"] * 3
    undo.redo(company.desk)
    assert [company.status(one) for one in (W46, W47, W48)] == ["paused"] * 3


def test_a_week_in_which_somebody_was_there_holds_all_of_them_back() -> None:
    """Nothing is paused when one of them cannot be."""
    company = away()
    with pytest.raises(RefusedError, match="2026-W45 cannot be paused after the fact"):
        week.pause_weeks(company.desk, [W45, W46], "away")
    assert company.status(W46) == "late"


def test_weeks_are_asked_about_once() -> None:
    """Whatever was answered, they are not listed again; those that follow are."""
    company = away()
    absence.remember(company.desk, W48)
    assert absence.weeks_away(company.view()) == []
    company.at("2026-12-08T09:00")
    assert absence.weeks_away(company.view()) == ["2026-W49"]
