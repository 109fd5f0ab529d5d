"""The times that the log can be narrowed to, by the names that they are chosen and saved by; each goes by today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import first_day, quarter_days, quarter_of
from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from datetime import date, datetime

    from cadence_tui.services.view import View

_WEEKS = {"this week": (0, 1), "last week": (1, 1), "last 4 weeks": (3, 4), "last 13 weeks": (12, 13)}
_DAY = timedelta(days=1)


def spans(view: View) -> tuple[str, ...]:
    """Name the times there are to choose from: weeks and quarters, and each year since the company's first entry."""
    first = view.repository.entry_numbered(1)
    begun = view.today.year if first is None else first.at.astimezone(view.calendar.zone).year
    years = (str(year) for year in range(view.today.year, begun - 1, -1))
    return (*_WEEKS, "this quarter", "last quarter", *years)


def span_of(view: View, name: str) -> tuple[datetime, datetime]:
    """Give the moments from which and until which a time reaches, as it is named.

    Raises:
        InvalidError: for a name that means no time.
    """
    first, last = _days(view, name)
    return view.calendar.midnight(first), view.calendar.midnight(last + _DAY)


def _days(view: View, name: str) -> tuple[date, date]:
    """Give a time's first and last day."""
    today, fiscal = view.today, view.company.fiscal_start
    if name in _WEEKS:
        back, count = _WEEKS[name]
        begin = first_day(view.calendar.week_of_day(today)) - timedelta(weeks=back)
        return begin, begin + timedelta(weeks=count) - _DAY
    if name in ("this quarter", "last quarter"):
        begin, end = quarter_days(quarter_of(today, fiscal), fiscal)
        return (begin, end) if name == "this quarter" else quarter_days(quarter_of(begin - _DAY, fiscal), fiscal)
    if len(name) == len("2026") and name.isascii() and name.isdigit() and int(name):
        return today.replace(int(name), 1, 1), today.replace(int(name), 12, 31)
    raise InvalidError(f"“{name}” is no time that the log knows; choose one of its list.")
