"""What belongs in people's own calendars: the weekly close, decisions to check, actions due, and cycles' ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.agenda import Agenda, Day, closes
from cadence_tui.domain.calendar import quarter_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.services.view import View


def agenda(view: View) -> Agenda:
    """Gather what is still to come, and the close as it has been all along."""
    company = view.company
    days = sorted([*_checks(view), *_actions(view), *_cycles(view)], key=lambda one: (one.day, one.subject))
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


def _cycles(view: View) -> Iterator[Day]:
    """List the last days of the cycles that have an active objective."""
    active = [one for one in view.repository.objectives() if one.state == "active"]
    for cycle in sorted({one.cycle for one in active}):
        titles = "\n".join(one.title for one in active if one.cycle == cycle)
        last = quarter_days(cycle, view.company.fiscal_start)[1]
        yield Day(cycle, last, f"{cycle} ends: score it, and hold the retrospective", titles)
