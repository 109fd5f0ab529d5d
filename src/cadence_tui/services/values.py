"""The values that stand, by the period that a KPI is judged by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import first_day, last_day
from cadence_tui.domain.judgement import aggregate

if TYPE_CHECKING:
    from datetime import date

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.storage.repository import Repository


class Values:
    """The values that stand, by the period that a KPI is judged by: a daily KPI's week is worked out from its days."""

    def __init__(self, repository: Repository, calendar: Calendar, kpis: dict[str, Kpi]) -> None:
        """Read from a repository as it stands at each call."""
        self.repository, self.calendar, self.kpis = repository, calendar, kpis

    def of(self, key: str, period: str) -> Decimal | None:
        """Give the value of a KPI in a week or month, or None."""
        if not self._by_days(key):
            return self.repository.reading(key, period)
        days = self.calendar.days_of(period)
        found = self.repository.readings(key, "daily", days[0].isoformat(), days[-1].isoformat()) if days else {}
        return aggregate(list(found.values()), self.kpis[key].aggregate)

    def in_period(self, period: str) -> dict[str, Decimal]:
        """Give the values of all KPIs in a week or month, by key; those that have none are left out."""
        found = {key: value for key, value in self.repository.readings_in(period).items() if not self._by_days(key)}
        worked = {key: self.of(key, period) for key in self.kpis if self._by_days(key)}
        return found | {key: value for key, value in worked.items() if value is not None}

    def _by_days(self, key: str) -> bool:
        """Say whether a KPI's weeks are worked out from its days."""
        kpi = self.kpis[key]
        return kpi.cadence == "daily" and not kpi.formula

    def days(self, key: str, week: str) -> dict[date, Decimal | None]:
        """Give a daily KPI's value on each day of a week."""
        return {day: self.repository.reading(key, day.isoformat()) for day in self.calendar.days_of(week)}

    def between(self, kpi: Kpi, first: str, last: str) -> dict[str, Decimal]:
        """Give the values from one week or month to another, oldest first; periods without one are left out."""
        if kpi.cadence != "daily" or kpi.formula:
            return self.repository.readings(kpi.key, kpi.grain, first, last)
        days = self.calendar.days_of(first) + self.calendar.days_of(last)
        since, until = (days[0], days[-1]) if days else (first_day(first), last_day(last))
        return self._weekly(kpi, self.repository.readings(kpi.key, "daily", since.isoformat(), until.isoformat()))

    def all(self, kpi: Kpi) -> dict[str, Decimal]:
        """Give every value that stands for a KPI, by week or month, oldest first."""
        if kpi.cadence != "daily" or kpi.formula:
            return self.repository.readings(kpi.key, kpi.grain)
        return self._weekly(kpi, self.repository.readings(kpi.key, "daily"))

    def before(self, kpi: Kpi, period: str, most: int) -> list[tuple[str, Decimal]]:
        """Go back from a week or month to the newest values before it, at most so many; oldest first."""
        found = list[tuple[str, Decimal]]()
        if kpi.cadence != "daily" or kpi.formula:
            for reading in self.repository.newest_readings(kpi.key, kpi.grain, period):
                found.append(reading)
                if len(found) == most:
                    break
            return found[::-1]
        days = self.calendar.days_of(period)
        before = (days[0] if days else first_day(period)).isoformat()
        weeks = dict[str, dict[str, Decimal]]()
        for day, value in self.repository.newest_readings(kpi.key, "daily", before):
            week = self.calendar.week_of_day(first_day(day))
            if week not in weeks and len(weeks) == most:
                break
            weeks.setdefault(week, {})[day] = value
        by_day = {day: value for days_of in weeks.values() for day, value in days_of.items()}
        return list(self._weekly(kpi, dict(sorted(by_day.items()))).items())

    def _weekly(self, kpi: Kpi, days: dict[str, Decimal]) -> dict[str, Decimal]:
        """Work days, oldest first, out into weeks."""
        weeks = dict[str, list[Decimal]]()
        for day, value in days.items():
            weeks.setdefault(self.calendar.week_of_day(first_day(day)), []).append(value)
        worked = {week: aggregate(values, kpi.aggregate) for week, values in weeks.items()}
        return {week: value for week, value in worked.items() if value is not None}
