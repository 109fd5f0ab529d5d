"""The company's days for calendars elsewhere, as an iCalendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, common
from cadence_tui.cli.output import put

if TYPE_CHECKING:
    from cadence_tui.domain.agenda import Agenda


@click.command()
@click.option("-o", "--output", metavar="FILE", help="Write a file instead of standard output; - is standard output.")
@common
def calendar(call: Call, output: str | None) -> None:
    """Write the closes, the decisions to check and the actions due as an .ics file for your calendar.

    Importing a newer one changes what is there; nothing stands twice.

    Example: cadence calendar -o cadence.ics
    """
    from cadence_tui.services.agenda import agenda

    with call.view() as view:
        found = agenda(view)
    if call.json:
        call.answer(lambda: _document(found), list)
        return
    from cadence_tui.export.ics import calendar as written

    put(call, output, written(found))


def _document(found: Agenda) -> dict[str, object]:
    """Write an agenda for scripts: each rhythm's closes, and the days."""
    return {
        "closes": [
            {
                "from_week": one.from_week,
                "zone": one.rhythm.zone,
                "first": one.first.isoformat(),
                "last": one.last.isoformat() if one.last else None,
                "paused": [moment.isoformat() for moment in one.paused],
                "moved": [{"from": usual.isoformat(), "to": instead.isoformat()} for usual, instead in one.moved],
            }
            for one in found.closes
        ],
        "days": [
            {"subject": one.subject, "day": one.day.isoformat(), "title": one.title, "details": one.details}
            for one in found.days
        ],
    }
