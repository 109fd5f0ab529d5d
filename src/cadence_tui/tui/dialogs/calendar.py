"""The company's days as a file for calendars elsewhere, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError

if TYPE_CHECKING:
    from cadence_tui.tui.app import CadenceApp


def write_calendar(app: CadenceApp) -> None:
    """Write the calendar file to the notes' folder, over the one written before, and say what to do with it."""
    from cadence_tui.export.ics import keep
    from cadence_tui.services.agenda import agenda

    view = app.view()
    if view is None:
        return
    try:
        path = keep(app.host.notes_of(app.desk, app.host.notes), agenda(view))
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    app.say(f"Written to {path}. Import it into your calendar; a newer one changes what is there.")
