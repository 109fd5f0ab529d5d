"""The facts of a month's review, as plain values: frozen with it when it is held, and rendered by `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import month_id
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.kpi import bound_text
from cadence_tui.services.monthly import Figure, MonthReport, look, read_month, window
from cadence_tui.services.notes import action_facts, concerns, decision_facts, objective_facts, text_of
from cadence_tui.services.reviews import closed_month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.view import View

Facts = dict[str, Any]


def monthly(view: View, playbook: Playbook, month: str | None = None) -> Facts:
    """Give the facts of a month's review: those frozen when it was held, else worked out now.

    Without a month it is the newest one held, else the newest that was judged.

    Raises:
        RefusedError: for a month that has not begun.
    """
    held = {meeting["period"]: meeting for meeting in view.repository.meetings("monthly")}
    where = read_month(month) if month is not None else max(held, default=closed_month(view))
    if where in held and held[where]["report"] is not None:
        report: Facts = held[where]["report"]
        return report
    if where > month_id(view.today):
        raise RefusedError(f"{where} has not begun; there is nothing to write about it yet.")
    return gather(view, playbook, where)


def gather(
    view: View, playbook: Playbook, month: str, *, rating: int | None = None, remark: str = "", held: bool = False
) -> Facts:
    """Work the facts of a month out from what stands."""
    start, end = window(view, month)
    until = view.now if held else min(end, view.now)
    found, company = look(view, playbook, month), view.company
    return {
        "kind": "monthly",
        "company": company.name,
        "solo": company.is_solo,
        "stage": company.stage,
        "number_format": company.number_format,
        "zone": view.calendar.zone.key,
        "month": month,
        "held_at": view.now.isoformat() if held else None,
        "held_by": view.who if held else None,
        "rating": rating,
        "remark": remark,
        "head": view.repository.head()[:8],
        "figures": [_figure_facts(one) for one in found.figures],
        "stale": [
            {"name": one.kpi.name, "days": one.days, "kept": one.kept, "retired": one.retired} for one in found.stale
        ],
        "misfits": [
            {
                "name": one.kpi.name,
                "fit": one.fit,
                "periods": one.periods,
                "grain": one.kpi.grain,
                "unit": one.kpi.unit,
                "direction": one.kpi.goal.direction,
                "target": bound_text(one.kpi.goal.target),
            }
            for one in found.misfits
        ],
        "okrs": list(_objectives(found, start)),
        "learned": found.minutes.learned,
        "notes": [{"text": one.body, "by": one.who} for one in found.minutes.notes],
        "decisions": [
            decision_facts(view, one)
            for one in view.repository.decided_between(start, until)
            if start < one.at <= until
        ],
        "actions": [
            action_facts(view, one, view.calendar.today(until))
            for one in view.repository.actions(closed=True)
            if concerns(one, start, until)
        ],
    }


def _figure_facts(one: Figure) -> Facts:
    """Give a KPI's month."""
    return {
        "key": one.kpi.key,
        "name": one.kpi.name,
        "owner": one.kpi.owner,
        "unit": one.kpi.unit,
        "direction": one.kpi.goal.direction,
        "cadence": one.kpi.cadence,
        "target": bound_text(one.kpi.goal.target),
        "value": text_of(one.value),
        "before": text_of(one.before),
        "how": one.how,
        "on_track": one.on_track,
        "judged": one.judged,
        "trailing": [text_of(value) for value in one.trailing],
        "over": text_of(one.over.value) if one.over else None,
    }


def _objectives(found: MonthReport, since: datetime) -> Iterator[Facts]:
    """Give the objectives, each with the course that was set for it."""
    for one in found.objectives:
        yield {**objective_facts(one.line, since), "course": one.course, "course_why": one.why}
