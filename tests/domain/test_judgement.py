"""Which KPIs are due when, and what judging, amending and submitting late leave of a judgement."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.calendar import WEEKDAYS, Calendar, Rhythm
from cadence_tui.domain.judgement import aggregate, amended, is_due, judge, late_by, submitted
from cadence_tui.domain.kpi import Kpi, Target

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Aggregate, Cadence

MONDAYS = Calendar((Rhythm("2000-W01", "Europe/Oslo", WEEKDAYS.index("mon"), time(18)),))
GOAL = Target("at_least", Decimal(40), Decimal(30))
CLOSE = datetime(2026, 11, 23, 17, tzinfo=UTC)  # W47's deadline, 18:00 in Oslo
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def kpi(created: datetime, cadence: Cadence = "weekly", lag: int = 0, retired: datetime | None = None) -> Kpi:
    """Make a KPI that was created at a moment."""
    return Kpi(
        key="nps",
        name="NPS",
        owner="Ada",
        goal=GOAL,
        created_at=created,
        due_from=created,
        cadence=cadence,
        lag_days=lag,
        retired_at=retired,
    )


@pytest.mark.parametrize(
    ("created", "due"),
    [(CLOSE - 72 * HOUR, True), (CLOSE - 72 * HOUR + SECOND, False), (CLOSE - 72 * HOUR - SECOND, True)],
)
@pytest.mark.parametrize("cadence", ["weekly", "daily"])
def test_nobodys_first_close_comes_as_a_surprise(created: datetime, due: bool, cadence: Cadence) -> None:
    """A KPI is due in a week when it was created at least 72 hours before its deadline."""
    assert is_due(kpi(created, cadence), "2026-W47", MONDAYS) is due
    assert is_due(kpi(created, cadence), "2026-W48", MONDAYS)


def test_the_72_hours_are_elapsed_ones() -> None:
    """Over the end of summer time three days on the clock are 73 hours."""
    close = datetime(2026, 10, 26, 17, tzinfo=UTC)
    assert MONDAYS.deadline("2026-W43") == close
    assert is_due(kpi(datetime(2026, 10, 23, 17, tzinfo=UTC)), "2026-W43", MONDAYS)
    assert not is_due(kpi(datetime(2026, 10, 23, 17, 0, 1, tzinfo=UTC)), "2026-W43", MONDAYS)


def test_due_goes_by_the_deadline_as_it_stands() -> None:
    """A KPI created too late for the usual deadline is due when that is moved far enough, and the other way round."""
    created = kpi(CLOSE - 71 * HOUR)
    assert not is_due(created, "2026-W47", MONDAYS)
    later = MONDAYS._replace(moved={"2026-W47": CLOSE + HOUR})
    assert is_due(created, "2026-W47", later)
    sooner = MONDAYS._replace(moved={"2026-W47": CLOSE - 2 * HOUR})
    assert not is_due(kpi(CLOSE - 73 * HOUR), "2026-W47", sooner)


@pytest.mark.parametrize(
    ("created", "due"),
    [
        (datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 23, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 30, tzinfo=UTC), False),
    ],
)
@pytest.mark.parametrize("lag", [0, 10, 28])
def test_a_month_needs_its_kpi_before_its_last_seven_days(created: datetime, due: bool, lag: int) -> None:
    """A monthly KPI is due in November when it was created before the 24th began, however late the month closes."""
    assert is_due(kpi(created, "monthly", lag), "2026-11", MONDAYS) is due


def test_a_month_needs_72_hours_too() -> None:
    """Where the month's close is moved up to before its end, 72 hours count as well."""
    close = datetime(2026, 11, 25, 11, tzinfo=UTC)
    moved = MONDAYS._replace(moved={"2026-W48": close - 24 * HOUR, "2026-W49": close})
    assert is_due(kpi(close - 72 * HOUR, "monthly"), "2026-11", moved)
    assert not is_due(kpi(close - 71 * HOUR, "monthly"), "2026-11", moved)


@pytest.mark.parametrize(
    ("retired", "due"), [(CLOSE - SECOND, False), (CLOSE, False), (CLOSE + SECOND, True), (CLOSE - 72 * HOUR, False)]
)
def test_a_kpi_retired_at_or_before_the_deadline_is_not_due(retired: datetime, due: bool) -> None:
    """Retirement at the very deadline still spares the KPI."""
    assert is_due(kpi(CLOSE - 500 * HOUR, retired=retired), "2026-W47", MONDAYS) is due


def test_a_change_of_cadence_counts_as_creation() -> None:
    """Due goes by the last change of cadence, not by when the KPI first came."""
    changed = kpi(CLOSE - 5000 * HOUR)._replace(due_from=CLOSE - HOUR)
    assert not is_due(changed, "2026-W47", MONDAYS)
    assert is_due(changed, "2026-W48", MONDAYS)


# --- What becomes of a value ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status", "miss"),
    [(None, "late", True), ("45", "on_track", False), ("35", "watch", False), ("20", "breach", True)],
)
def test_a_due_kpi_is_judged_by_the_value_it_has(value: str | None, status: str, miss: bool) -> None:
    """No value is late; a value is on track, on watch or a breach. Late and breach are misses."""
    number = None if value is None else Decimal(value)
    judgement = judge(kpi(CLOSE - 500 * HOUR), "2026-W47", GOAL, number, CLOSE)
    assert (judgement.status, judgement.value, judgement.judged_at) == (status, number, CLOSE)
    assert judgement.is_miss is miss
    assert not judgement.amended


def test_an_amendment_goes_by_the_target_it_had() -> None:
    """A period is judged again by its own target, keeps its moment and shows as amended."""
    judgement = judge(kpi(CLOSE), "2026-W47", GOAL, Decimal(20), CLOSE)
    again = amended(judgement, Decimal(41))
    assert (again.status, again.value, again.goal) == ("on_track", Decimal(41), GOAL)
    assert (again.judged_at, again.amended) == (CLOSE, True)


def test_a_late_value_is_kept_beside_its_judgement() -> None:
    """The judgement stays late and its value null; the newest value given and how late the first came are kept."""
    judgement = judge(kpi(CLOSE), "2026-W47", GOAL, None, CLOSE)
    once = submitted(judgement, Decimal(41), CLOSE + 2 * HOUR)
    twice = submitted(once, Decimal(42), CLOSE + 90 * HOUR)
    assert (twice.status, twice.value, twice.amended, twice.late_value) == ("late", None, False, Decimal(42))
    assert late_by(twice) == 2 * HOUR
    assert late_by(judgement) is None


@pytest.mark.parametrize(
    ("how", "expected"), [("last", "2.5"), ("sum", "6.5"), ("mean", "2.166666666666666666666666667")]
)
def test_a_weeks_value_is_worked_out_from_its_days(how: Aggregate, expected: str) -> None:
    """The last, the sum or the mean of the days recorded in it; a mean has 28 significant digits."""
    assert aggregate([Decimal(1), Decimal(3), Decimal("2.5")], how) == Decimal(expected)


@pytest.mark.parametrize("how", ["last", "sum", "mean"])
def test_a_week_without_a_day_has_no_value(how: Aggregate) -> None:
    """A daily KPI is missing in a week only when no day of it was recorded."""
    assert aggregate([], how) is None
    assert aggregate([Decimal(0)], how) == 0


def test_sums_are_exact() -> None:
    """Ten times a tenth is one."""
    assert aggregate([Decimal("0.1")] * 10, "sum") == 1
    assert aggregate([Decimal("0.1"), Decimal("0.2")], "mean") == Decimal("0.15")
