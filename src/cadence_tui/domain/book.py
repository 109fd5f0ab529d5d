"""What is due when: the KPIs, their targets and pauses, beside the calendar that they are judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.judgement import is_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.kpi import Kpi, Target


class Book:
    """The definitions that judging goes by.

    Args:
        calendar: deadlines, moved and paused weeks.
        kpis: every KPI by its key, retired ones too.
        goals: targets set for one period alone, by (KPI, period).
        pauses: periods paused for one KPI alone, as (KPI, period).
    """

    def __init__(
        self,
        calendar: Calendar,
        kpis: Mapping[str, Kpi],
        goals: Mapping[tuple[str, str], Target],
        pauses: frozenset[tuple[str, str]],
    ) -> None:
        """Keep the definitions."""
        self.calendar, self.kpis, self.goals, self.pauses = calendar, dict(kpis), goals, pauses

    def goal(self, kpi: Kpi, period: str) -> Target:
        """Give the target that a period not judged yet goes by."""
        return self.goals.get((kpi.key, period), kpi.goal)

    def is_paused(self, kpi: Kpi, period: str) -> bool:
        """Say whether a period is not judged: its week is paused, or the period is for this KPI alone."""
        return period in self.calendar.paused or (kpi.key, period) in self.pauses

    def closing(self, week: str) -> Iterator[tuple[Kpi, str]]:
        """List the KPIs that are due at a week's deadline, months that share it too, by key."""
        for key in sorted(self.kpis):
            kpi = self.kpis[key]
            periods = self.calendar.months_at(week, kpi.lag_days) if kpi.cadence == "monthly" else [week]
            yield from ((kpi, period) for period in periods if is_due(kpi, period, self.calendar))
