"""The way that a key result took, and what was changed on it (governance rules, section 6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import first_day, shift
from cadence_tui.domain.cycle import LineChange, PathPoint
from cadence_tui.domain.okr import KeyResult, progress, span

if TYPE_CHECKING:
    from decimal import Decimal

    from cadence_tui.domain.okr import Objective
    from cadence_tui.services.view import View

CHANGES = (
    "changed objective",
    "changed key result",
    "changed initiative",
    "added key result",
    "added initiative",
    "raised",
)


def path(view: View, objective: Objective, key_result: KeyResult) -> list[PathPoint]:
    """Give a key result's way so far, oldest first; progress goes by the line that it had at each moment."""
    start, _ = span(key_result, objective.cycle, view.company.fiscal_start)
    end = objective.closed_at or view.now
    versions = _versions(view, objective, key_result)
    points = list[PathPoint]()
    for at, value in _values(view, key_result, end):
        day = view.calendar.today(at)
        if start <= day and at <= end:
            held = next((line for since, line in reversed(versions) if since <= at), versions[0][1])
            points.append(PathPoint(day, value, progress(held, value)))
    return points


def _values(view: View, key_result: KeyResult, end: datetime) -> list[tuple[datetime, Decimal]]:
    """List a key result's values with their moments: its KPI's by period, at its last day's end, or its check-ins'."""
    if key_result.kpi is None:
        check_ins = view.repository.check_ins(key_result.id)
        return [(one.at, one.value) for one in check_ins if one.value is not None]
    second = timedelta(seconds=1)
    found = view.values.all(view.kpis[key_result.kpi])
    ends = {period: view.calendar.midnight(first_day(shift(period, 1))) - second for period in found}
    return [(min(ends[period], end), value) for period, value in found.items()]


def _versions(view: View, objective: Objective, key_result: KeyResult) -> list[tuple[datetime, KeyResult]]:
    """List the lines that a key result had since its objective was activated, each with the moment it held from."""
    found = list[tuple[datetime, KeyResult]]()
    for at, one in view.repository.key_result_versions(objective.id, key_result.id):
        if objective.activated_at is not None and at < objective.activated_at:
            found.clear()
        found.append((at, one))
    return found or [(view.now, key_result)]


def changes(view: View, objective: Objective, of: str | None = None) -> list[LineChange]:
    """List what was changed of an objective and its parts, or `of` one part alone, while it was active, with why."""
    undone = view.repository.undone()
    found = list[LineChange]()
    is_active = False
    for entry in view.repository.entries_about(objective.id):
        if entry.seq in undone:
            continue
        is_active = is_active or entry.verb == "activated"
        if is_active and entry.verb in CHANGES and of in (None, entry.subject):
            found.append(LineChange(entry.at, entry.who, entry.subject, entry.before, entry.after, entry.why))
    return found
