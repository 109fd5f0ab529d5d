"""Which review waits to be held: the month's, and the cycle's. Asked at every glance, so it loads little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift, weeks_of

if TYPE_CHECKING:
    from cadence_tui.services.view import View


def closed_month(view: View) -> str:
    """Name the newest month that has been judged."""
    return shift(view.calendar.current_month(view.now), -1)


def due_month(view: View) -> str | None:
    """Name the month whose review is due: the newest one judged, where anything was and its review was not held."""
    month = closed_month(view)
    if view.repository.meeting_held_at("monthly", month) is not None:
        return None
    return month if any(_is_judged(view, period) for period in (*weeks_of(month), month)) else None


def _is_judged(view: View, period: str) -> bool:
    """Say whether anything was judged for a period."""
    if view.repository.judgements_of(period):
        return True
    return any(judgement.period == period for moment in view.pending for judgement in moment.judgements)


def due_cycle(view: View) -> str | None:
    """Name the cycle whose retrospective is due: the oldest one that has ended with an objective still active."""
    cycles = view.repository.active_cycles()
    if not cycles:
        return None
    from cadence_tui.services.okrs import span_of_cycle

    return min((cycle for cycle in cycles if span_of_cycle(view, cycle)[1] < view.today), default=None)
