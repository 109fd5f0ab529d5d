"""The way that a key result took, and what was changed on it (governance rules, section 6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import last_day
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
    """Give a key result's way so far, oldest first; progress goes by the line that it had on each day."""
    start, _ = span(key_result, objective.cycle, view.company.fiscal_start)
    end = view.calendar.today(objective.closed_at) if objective.closed_at else view.today
    versions = _versions(view, objective, key_result)
    points = list[PathPoint]()
    for day, value in _values(view, key_result, end):
        if start <= day <= end:
            held = next((line for since, line in reversed(versions) if since <= day), versions[0][1])
            points.append(PathPoint(day, value, progress(held, value)))
    return points


def _values(view: View, key_result: KeyResult, end: date) -> list[tuple[date, Decimal]]:
    """List a key result's values with their days: its KPI's by period, or those of its check-ins."""
    if key_result.kpi is not None:
        found = view.values.all(view.kpis[key_result.kpi])
        return [(min(last_day(period), end), value) for period, value in found.items()]
    check_ins = view.repository.check_ins(key_result.id)
    return [(view.calendar.today(one.at), one.value) for one in check_ins if one.value is not None]


def _versions(view: View, objective: Objective, key_result: KeyResult) -> list[tuple[date, KeyResult]]:
    """List the lines that a key result had since its objective was activated, each with the day it held from."""
    found = list[tuple[date, KeyResult]]()
    for at, one in view.repository.key_result_versions(objective.id, key_result.id):
        if objective.activated_at is None or at >= objective.activated_at or not found:
            found.append((view.calendar.today(at), one))
        else:
            found[-1] = (found[-1][0], one)
    return found or [(view.today, key_result)]


def changes(view: View, objective: Objective) -> list[LineChange]:
    """List what was changed of an objective, its key results and its initiatives while it was active, with why."""
    if objective.activated_at is None:
        return []
    undone = view.repository.undone()
    return [
        LineChange(entry.at, entry.who, entry.subject, entry.before, entry.after, entry.why)
        for entry in view.entries()
        if entry.verb in CHANGES
        and entry.seq not in undone
        and entry.at >= objective.activated_at
        and objective.id in (entry.subject, *entry.touches)
    ]
