"""What a close will do, in words: what it judges, what follows, and what waits for its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.kpi_words import first_close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from cadence_tui.domain.course import Move
    from cadence_tui.services.view import View
    from cadence_tui.services.week import Closing

_WORTH = {"breach": 0, "late": 1, "watch": 2, "on_track": 3, "paused": 4}


def closing_lines(view: View, closing: Closing) -> Iterator[Content]:
    """Write what closing will do, the worst first."""
    if first := "" if closing.judged else first_close(view):
        yield ink.text(f"{first} Closing records that the meeting was held.")
    elif not closing.judged:
        yield ink.text("Nothing has a value that is not judged yet. Closing records that the meeting was held.")
    else:
        judged = sorted(closing.judged, key=lambda one: _WORTH.get(one.status, 9))
        names = [formatting.cell_width(view.kpis[one.kpi].name) for one in judged]
        width = min(max(names), 40)
        yield ink.text(f"Judges {formatting.plural(len(judged), 'KPI')}", ink.STRONG)
        for one in judged:
            kpi = view.kpis[one.kpi]
            shown = formatting.value(one.value, kpi.unit, one.goal.direction, view.company.number_format)
            value = ink.cell(shown, 10, ink.STRONG, "right")
            yield ink.line("  ", ink.cell(kpi.name, width), value, "   ", ink.status(one.status))
    if closing.moves:
        yield ink.text("")
        yield ink.text("What follows", ink.STRONG)
        for move in closing.moves:
            yield from _moved(view, move)
    if closing.waiting:
        yield ink.text("")
        yield ink.text("Waits for a value until its deadline", ink.STRONG)
        for kpi, period in closing.waiting:
            until = view.calendar.deadline(period, kpi.lag_days).astimezone(view.calendar.zone)
            yield ink.line("  ", kpi.name, (f"  until {formatting.moment(until)}", ink.MUTED))


def _moved(view: View, move: Move) -> Iterator[Content]:
    """Say where an escalation goes, and below it who owes what then."""
    after, name = move.after, view.kpis[move.after.kpi].name
    if after.state != "open":
        yield ink.line(("  ✓ ", ink.GOOD), name, (f"  {after.id} ends: {after.outcome}", ink.MUTED))
    elif after.recovered_at is not None:
        yield ink.line(("  ✓ ", ink.GOOD), name, (f"  {after.id} recovers", ink.MUTED))
    else:
        verb = "opens" if len(after.causes) == 1 else "rises"
        asked = move.asked if not view.company.is_solo else after.here.name
        owes = "a corrective action" if after.here.owes == "action" else "a decision"
        hours = f" within {after.here.hours} h" if after.here.hours else ""
        yield ink.line(("  ▲ ", ink.URGENT), name, (f"  {after.id} {verb} to {after.here.name}", ink.MUTED))
        yield ink.text(f"    {asked} owes {owes}{hours}", ink.MUTED)
