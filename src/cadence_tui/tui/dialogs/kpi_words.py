"""What a change of a KPI will do, in words, before it is saved; and when a KPI first closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.view import View

_AHEAD = 12
GOAL = ("target", "alert", "direction", "unit", "currency")


def open_period(view: View, kpi: Kpi) -> str:
    """Name the period that a change counts from: the first that is not judged yet."""
    from cadence_tui.domain.calendar import shift

    period = view.calendar.current(kpi.cadence, view.now, kpi.lag_days)
    return shift(period, 1) if view.judgement(kpi.key, period) is not None else period


def first_due(view: View, kpi: Kpi) -> str:
    """Name the first period from now on that a KPI is due in."""
    from cadence_tui.domain.calendar import shift
    from cadence_tui.domain.judgement import is_due

    period = view.calendar.current(kpi.cadence, view.now, kpi.lag_days)
    return next((p for p in (shift(period, by) for by in range(_AHEAD)) if is_due(kpi, p, view.calendar)), period)


def first_close_of(view: View, kpi: Kpi) -> str:
    """Say when a KPI first closes: its moment, and the period it is about."""
    period = first_due(view, kpi)
    return _close_words(view, view.calendar.deadline(period, kpi.lag_days), period)


def first_close(view: View) -> str:
    """Say when the first close is that judges something, where nothing is due this week; else nothing."""
    from cadence_tui.services import reports

    week, at = reports.first_close(view) or (view.week, view.now)
    return "" if week == view.week else f"{_close_words(view, at, week)}; nothing is due before."


def _close_words(view: View, at: datetime, period: str) -> str:
    """Write when something first closes."""
    return f"First close: {formatting.moment(at.astimezone(view.calendar.zone))} ({label(period)})"


def label(period: str) -> str:
    """Name a period in few words: W47, or Nov 2026."""
    return formatting.period_label(period).partition(" ·")[0]


def effects(view: View, kpi: Kpi, names: Collection[str]) -> str:
    """Say what changing these fields will do."""
    found, start = list[str](), label(open_period(view, kpi))
    unit = "months" if kpi.grain == "monthly" else "weeks"
    if any(name in GOAL for name in names):
        found.append(f"The new target holds from {start} on; {unit} already judged keep theirs.")
    if "owner" in names:
        found.append("The new owner is asked from now on, in an open escalation too.")
    if "team" in names:
        found.append("On the lead’s rung, the lead of that team is asked.")
    if "cadence" in names:
        found.append("With another cadence it counts as new: it first closes after 72 hours’ notice.")
    if "formula" in names or "aggregate" in names:
        found.append(f"Values from {start} on are worked out again; judged {unit} stay.")
    if not found and names:
        found.append("This changes how it is shown, and nothing that was judged.")
    return " ".join(found)


def blocked(escalation: Escalation, what: str) -> str:
    """Say why something has to wait for an answer to an escalation, and what to do instead."""
    return f"{escalation.id} is open: {what} with a decision that answers it, from {escalation.id} in the log."


def changed_words(pairs: Sequence[tuple[str, object, object]]) -> str:
    """Write what changed: target ≥ 40 → ≥ 45, owner Ada → Ben."""
    return ", ".join(f"{name} {was or formatting.NONE} → {now or formatting.NONE}" for name, was, now in pairs)
