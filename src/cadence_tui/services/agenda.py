"""What belongs in people's own calendars: the closes, reviews, decisions to check, and actions due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.agenda import Agenda, Day, closes
from cadence_tui.domain.calendar import first_day, month_id, quarter_days, shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.services.view import View

# How far ahead months are told.
_MONTHS = 3


def agenda(view: View) -> Agenda:
    """Gather what is still to come, and the close as it has been all along."""
    company = view.company
    days = sorted(
        [*_checks(view), *_actions(view), *_months(view), *_cycles(view)], key=lambda one: (one.day, one.subject)
    )
    return Agenda(
        company.name,
        f"{company.created_at:%Y%m%dT%H%M%S}",
        view.now,
        tuple(closes(view.calendar, company.created_at)),
        tuple(days),
    )


def _checks(view: View) -> Iterator[Day]:
    """List the decisions whose day is still to come, or has come and was not used."""
    for one in view.repository.unanswered():
        yield Day(one.id, one.check_on, f"Did it work? {one.title}", one.why)


def _actions(view: View) -> Iterator[Day]:
    """List the open actions; whose they are, where more than one person could be meant."""
    for one in view.repository.actions():
        if one.state == "open":
            whose = "" if view.company.is_solo else f" ({one.owner})"
            yield Day(one.id, one.due, f"Due: {one.text}{whose}")


def _months(view: View) -> Iterator[Day]:
    """List the days on which the next months are judged, and can be reviewed."""
    founded = month_id(view.calendar.today(view.company.created_at))
    month = max(view.calendar.current("monthly", view.now), founded)
    for _ in range(_MONTHS):
        day = view.calendar.today(view.calendar.deadline(month))
        yield Day(month, day, f"Review {first_day(month):%B %Y}", "“cadence review monthly”, once the week is closed.")
        month = shift(month, 1)


def _cycles(view: View) -> Iterator[Day]:
    """List the last days of the cycles that have an active objective."""
    active = [one for one in view.repository.objectives() if one.state == "active"]
    for cycle in sorted({one.cycle for one in active}):
        titles = "\n".join(one.title for one in active if one.cycle == cycle)
        last = quarter_days(cycle, view.company.fiscal_start)[1]
        yield Day(cycle, last, f"{cycle} ends: score it, and hold the retrospective", titles)
