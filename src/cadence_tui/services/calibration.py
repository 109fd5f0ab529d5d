"""Whether what was decided worked: the facts of all decisions whose day has come, for `domain.calibration`."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import period_of, quarter_of
from cadence_tui.domain.calibration import Calibration, Point, Tally, miss_of, tallies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from cadence_tui.domain.calibration import Came
    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.view import View

_DAY = timedelta(days=1)


def look(view: View) -> Calibration:
    """Look back on every decision whose day has come."""
    daily = {key: kpi for key, kpi in view.kpis.items() if kpi.cadence == "daily"}
    return _parted(view, [_point(view, daily, one) for one in view.repository.compared(view.today, _until)])


def first_look(view: View) -> Calibration:
    """Look only at how many worked: finding out how far off they were takes three times as long."""
    today = view.calendar.today
    points = [Point(one.id, one.by, _day(one, today), one.outcome) for one in view.repository.came(view.today)]
    return _parted(view, points)._replace(is_compared=False)


def _parted(view: View, found: list[Point]) -> Calibration:
    """Part the points, the newest day first, by who decided and by quarter."""
    points = sorted(found, key=attrgetter("day"), reverse=True)
    start = view.company.fiscal_start
    return Calibration(
        whole=Tally(view.company.name, tuple(points)),
        deciders=() if view.company.is_solo else tallies(points, attrgetter("by")),
        quarters=tallies(points, lambda point: quarter_of(point.day, start))[::-1],
    )


def _until(by: date, cadence: str) -> str | None:
    """Name the period before which a value is looked for; a daily KPI's weeks are worked out of its days."""
    return None if cadence == "daily" else period_of(by + _DAY, cadence)


def _point(view: View, daily: Mapping[str, Kpi], one: Came) -> Point:
    """Give the day that counts, and where the KPI stood: read along, but for a daily one, worked out of its days."""
    actual, kpi = one.stood, daily.get(one.kpi or "")
    if kpi is not None and one.expect_by is not None and one.expect_by <= view.today:
        actual = _before(view, kpi, one.expect_by)
    day, miss = _day(one, view.calendar.today), miss_of(one.expected, actual)
    return Point(one.id, one.by, day, one.outcome, one.expected, actual, miss)


def _day(one: Came, today: Callable[[datetime], date]) -> date:
    """Give the day on which somebody answered, else that on which it was to be asked."""
    return today(one.checked_at) if one.outcome and one.checked_at else one.check_on


def stood(view: View, one: Decision) -> Decimal | None:
    """Find where the KPI stood on the day of an effect that a decision expected, once that day has come."""
    if one.expect is None or one.expect.by > view.today:
        return None
    return _before(view, view.kpis[one.expect.kpi], one.expect.by)


def _before(view: View, kpi: Kpi, day: date) -> Decimal | None:
    """Find the newest value of a period that had ended by a day."""
    found = view.values.before(kpi, period_of(day + _DAY, kpi.grain), 1)
    return found[0][1] if found else None
