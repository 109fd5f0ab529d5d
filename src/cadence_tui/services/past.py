"""How the company stood at a past close: what was known then, judged by the targets of that week."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import grain, parse_period, shift
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.services.desk import Desk
from cadence_tui.services.reports import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.view import View


def closed_week(view: View, text: str) -> str:
    """Read a week that has closed.

    Raises:
        InvalidError: for what is no week.
        RefusedError: for one that is still open, or lies before the company was founded.
    """
    week = parse_period(view.calendar.with_year(text, view.now))
    if grain(week) != "weekly":
        raise InvalidError(f"“{text[:40]}” is no week; write it as {shift(view.week, -1)}.")
    at = view.calendar.deadline(week)
    if at > view.now:
        raise RefusedError(f"{week} has not closed yet; the newest close is that of {shift(view.week, -1)}.")
    if at < view.company.created_at:
        raise RefusedError(f"{week} closed before {view.company.name} was set up here; there was nothing yet.")
    return week


@contextmanager
def at_close(view: View, week: str) -> Iterator[View]:
    """Look at what stood once a week had closed; nothing can be written meanwhile, and nothing is read later.

    Raises:
        InvalidError: for what is no week.
        RefusedError: for one that has not closed.
    """
    at = view.calendar.deadline(closed_week(view, week))
    with view.repository.as_of(at):
        yield Desk(view.repository, lambda: at).view()


def closed_last(view: View, kpi: Kpi) -> str:
    """Name the newest period of a KPI that has closed."""
    return shift(view.calendar.current(kpi.cadence, view.now, kpi.lag_days), -1)


def lines_at(view: View, week: str, *, retired: bool = False) -> list[KpiLine]:
    """Work out the line of every KPI that there was at a week's close, for the newest period closed then."""
    with at_close(view, week) as then:
        kpis = [kpi for kpi in then.kpis.values() if retired or kpi.retired_at is None]
        return [line(then, kpi, closed_last(then, kpi)) for kpi in kpis]
