"""One KPI's page for people: what it is, a chart, its judgements, and what happened to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.cli.terminal import Line, Piece, status, table
from cadence_tui.domain.calendar import shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.story import Happening
    from cadence_tui.services.view import View

PERIODS = 13
HAPPENINGS = 12
_CELLS = 24


def page(view: View, line: KpiLine, judgements: Sequence[Judgement], happenings: Sequence[Happening]) -> list[Line]:
    """Lay a KPI's page out."""
    return [*_head(view, line), "", *_chart(view, line, judgements), "", *_history(view, line, happenings)]


def _head(view: View, line: KpiLine) -> list[Line]:
    """Say what a KPI is and where it stands."""
    one, form = line.kpi, view.company.number_format
    wanted = formatting.bound(line.goal.target, one.unit, line.goal.direction, form)
    alert = ""
    if line.goal.alert is not None:
        alert = f", alert {formatting.beyond(line.goal.alert, one.unit, line.goal.direction, form)}"
    known: Piece = ("· retired", "faint") if one.retired_at is not None else status(line.shown)
    whose = [] if view.company.is_solo else [one.owner, one.team or "company"]
    escalation, lines = line.escalation, list[Line]()
    if escalation:
        lines.append((f"{escalation.id} is open on rung {escalation.rung}, {escalation.here.name}", "now"))
    return [
        [(f"{one.name} ({one.key})", "head")],
        " · ".join([*whose, one.cadence, one.unit, f"target {wanted}{alert}"]),
        *([one.measure] if one.measure else []),
        *([f"= {one.formula}"] if one.formula else []),
        [
            f"{formatting.period_label(line.period)}: ",
            f"{formatting.value(line.value, one.unit, line.goal.direction, form)}  ",
            known,
            f"  {line.signal}" if line.signal != "unknown" else "",
        ],
        *lines,
    ]


def _chart(view: View, line: KpiLine, judgements: Sequence[Judgement]) -> list[Line]:
    """Draw the newest periods as bars, each with what it was judged as."""
    one = line.kpi
    values = dict(view.values.before(one, shift(line.period, 1), PERIODS))
    judged = {judgement.period: judgement for judgement in judgements}
    periods = sorted({*values, *list(judged)[-PERIODS:]})[-PERIODS:]
    if not periods:
        return ["No values yet."]
    low, high = min([*values.values(), Decimal(0)]), max([*values.values(), Decimal(0)])
    rows: list[list[Piece]] = []
    for period in periods:
        value, judgement = values.get(period), judged.get(period)
        known: Piece = status(judgement.status) if judgement else ""
        marks = _marks(judgement) if judgement else ""
        shown = formatting.value(value, one.unit, one.goal.direction, view.company.number_format)
        rows.append([formatting.period_label(period), shown, _bar(value, low, high), known, marks])
    return table(["PERIOD", "VALUE", "", "JUDGED", ""], rows, right=(1,), yields=(2, 4))


def _marks(judgement: Judgement) -> str:
    """Say what came after a judgement."""
    if judgement.late_at is not None:
        return f"came {formatting.span(judgement.late_at - judgement.judged_at)} late"
    return "amended" if judgement.amended else ""


def _bar(value: Decimal | None, low: Decimal, high: Decimal) -> str:
    """Draw a value as a bar between the least and the greatest."""
    if value is None or high == low:
        return ""
    return "█" * max(1, int((value - low) * _CELLS / (high - low)))


def _history(view: View, line: KpiLine, happenings: Sequence[Happening]) -> list[Line]:
    """List what happened to a KPI but for plain values, which the chart shows."""
    found = [one for one in happenings if one.kind != "value"]
    zone = view.calendar.zone
    rows: list[list[Piece]] = [
        [
            f"{one.at.astimezone(zone).year} {formatting.day_label(one.at.astimezone(zone).date())}",
            one.who or "(by rule)",
            _words(one),
            one.why or one.note or "",
        ]
        for one in found[-HAPPENINGS:]
    ]
    earlier = len(found) - HAPPENINGS
    more = [f"and {earlier} earlier; “cadence kpi show {line.kpi.key} --json” has all"] if earlier > 0 else []
    return [*table(["WHEN", "WHO", "WHAT", "WHY"], rows, yields=(3, 2, 1)), *more] if rows else []


def _words(one: Happening) -> str:
    """Say what happened."""
    if one.kind == "decided":
        title = one.after.get("title", "") if isinstance(one.after, dict) else ""
        return f"{one.subject} decided: {title}"
    if one.period is not None:
        return f"{one.kind} for {one.period}: {one.before or formatting.NONE} → {one.after or formatting.NONE}"
    if isinstance(one.before, dict) and isinstance(one.after, dict):
        names = [name for name, value in one.after.items() if one.before.get(name, value) != value]
        return f"{one.kind}: " + ", ".join(f"{name} {one.before[name]} → {one.after[name]}" for name in names)
    return one.kind
