"""Whether what was decided worked: the facts of all decisions whose day has come, for `domain.calibration`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import period_of, quarter_of
from cadence_tui.domain.calibration import Calibration, Point, Tally, has_come, tallies

if TYPE_CHECKING:
    from decimal import Decimal

    from cadence_tui.domain.decision import Decision
    from cadence_tui.services.view import View

_DAY = timedelta(days=1)


def look(view: View) -> Calibration:
    """Look back on every decision whose day has come."""
    found = [_point(view, one) for one in view.repository.decisions() if has_come(one, view.today)]
    points = sorted(found, key=lambda point: (point.day, int(point.decision.id[2:])), reverse=True)
    start = view.company.fiscal_start
    return Calibration(
        whole=Tally(view.company.name, tuple(points)),
        deciders=() if view.company.is_solo else tallies(points, lambda point: point.decision.by),
        quarters=tallies(points, lambda point: quarter_of(point.day, start))[::-1],
    )


def _point(view: View, one: Decision) -> Point:
    """Give the day on which somebody answered, else that on which it was to be asked; and where the KPI stood."""
    day = view.calendar.today(one.checked_at) if one.outcome and one.checked_at else one.check_on
    return Point(one, day, stood(view, one))


def stood(view: View, one: Decision) -> Decimal | None:
    """Find the newest value of a period that had ended by the day of an expected effect, once that day has come."""
    if one.expect is None or one.expect.by > view.today:
        return None
    kpi = view.kpis[one.expect.kpi]
    found = view.values.before(kpi, period_of(one.expect.by + _DAY, kpi.grain), 1)
    return found[0][1] if found else None
