"""The JSON that other people's scripts depend on: read models to documents, to the letter of the specification."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.judgement import late_by

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from cadence_tui.domain.calibration import Calibration, Tally
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Bound, Kpi, Target
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.report import KpiLine, WeekReport
    from cadence_tui.services.story import Happening, Turn
    from cadence_tui.services.view import View

Document = dict[str, Any]


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """Write an instant in ISO 8601 with the company's offset."""
    return None if at is None else at.astimezone(zone).isoformat()


def number(value: Decimal | None, direction: str = "at_least") -> str | None:
    """Write a value with its digits; yes or no where the KPI asks for that."""
    if value is None:
        return None
    if direction == "yes_no":
        return "yes" if value else "no"
    return f"{value:f}"


def bound(value: Bound | None) -> str | list[str] | None:
    """Write a target or an alert."""
    if isinstance(value, tuple):
        return [f"{value[0]:f}", f"{value[1]:f}"]
    return None if value is None else f"{value:f}"


def target(goal: Target) -> str | list[str] | None:
    """Write a target; a yes/no KPI's is yes."""
    return "yes" if goal.direction == "yes_no" else bound(goal.target)


def kpi(line: KpiLine) -> Document:
    """Write a KPI in the period whose deadline comes next."""
    one: Kpi = line.kpi
    direction = one.goal.direction
    return {
        "key": one.key,
        "name": one.name,
        "owner": one.owner,
        "level": one.level,
        "team": one.team,
        "unit": one.unit,
        "cadence": one.cadence,
        "direction": direction,
        "target": target(line.goal),
        "alert": bound(line.goal.alert),
        "period": line.period,
        "value": number(line.value, direction),
        "status": line.status,
        "would_be": line.would_be,
        "trend": [number(value, direction) for value in line.trend],
        "signal": line.signal,
        "formula": one.formula,
        "retired": one.retired_at is not None,
        "aggregate": one.aggregate,
        "lag_days": one.lag_days,
        "kind": one.kind,
        "perspective": one.perspective,
        "measure": one.measure,
    }


def judgement(one: Judgement, zone: ZoneInfo) -> Document:
    """Write a judgement as it stands."""
    direction = one.goal.direction
    late = late_by(one)
    hours = None
    if late is not None:
        exact = Decimal(int(late.total_seconds())) / 3600
        hours = float(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN))
    return {
        "period": one.period,
        "status": one.status,
        "value": number(one.value, direction),
        "judged_at": moment(one.judged_at, zone),
        "target": target(one.goal),
        "alert": bound(one.goal.alert),
        "amended": one.amended,
        "late_value": number(one.late_value, direction),
        "late_by_hours": hours,
    }


def status(report: WeekReport, zone: ZoneInfo) -> Document:
    """Write the week at a glance."""
    from cadence_tui.domain.company import PHASES

    company = report.company
    return {
        "company": company.name,
        "now": moment(report.now, zone),
        "stage": company.stage,
        "phase": company.phase,
        "phase_name": PHASES[company.phase],
        "week": report.week,
        "deadline": moment(report.deadline, zone),
        "due": len(report.due),
        "recorded": report.recorded,
        "kpis": [kpi(line) for line in report.lines],
        "escalations_open": len(report.escalations),
        "actions_open": len(report.open_actions),
        "actions_overdue": len(report.overdue_actions),
        "checkins_due": len(report.checkins),
    }


def escalation(one: Escalation, view: View) -> Document:
    """Write an escalation as it stands."""
    zone, direction = view.calendar.zone, view.kpis[one.kpi].goal.direction
    return {
        "id": one.id,
        "kpi": one.kpi,
        "state": one.state,
        "rung": one.rung,
        "routed_to": view.asked(one),
        "opened_at": moment(one.opened_at, zone),
        "causes": [
            {
                "at": moment(cause.at, zone),
                "period": cause.period,
                "kind": cause.kind,
                "value": number(cause.value, direction),
                "rung": cause.rung,
                "struck": cause.struck,
            }
            for cause in one.causes
        ],
        "response_due": moment(view.due_at(one), zone),
        "overdue": one.overdue_since is not None,
        "recovered_at": moment(one.recovered_at, zone),
        "resolved_at": moment(one.ended_at, zone),
        "outcome": one.outcome,
        "decisions": list(one.decisions),
    }


def decision(one: Decision, view: View) -> Document:
    """Write a decision with its actions."""
    expect = one.expect
    kpis = view.kpis
    return {
        "id": one.id,
        "title": one.title,
        "why": one.why,
        "kind": one.kind,
        "by": one.by,
        "at": moment(one.at, view.calendar.zone),
        "for": list(one.answers),
        "options": list(one.options),
        "actions": [a.id for a in view.repository.actions(closed=True, decision=one.id)],
        "expect": {
            "kpi": expect.kpi,
            "value": number(expect.value, kpis[expect.kpi].goal.direction),
            "date": expect.by.isoformat(),
        }
        if expect
        else None,
        "value_then": {key: number(value, kpis[key].goal.direction) for key, value in one.then.items()},
        "check_on": one.check_on.isoformat(),
        "outcome": one.outcome,
        "superseded_by": one.superseded_by,
        "supersedes": one.supersedes,
        "checked_note": one.checked_note,
    }


def action(one: Action, today: date, zone: ZoneInfo) -> Document:
    """Write an action."""
    return {
        "id": one.id,
        "text": one.text,
        "owner": one.owner,
        "due": one.due.isoformat(),
        "state": one.state,
        "decision": one.decision,
        "age_weeks": one.age_weeks(today, one.created_at.astimezone(zone).date()),
        "overdue": one.is_overdue(today),
        "for": list(one.serves),
        "dropped_why": one.dropped_why or None,
    }


def entry(one: Entry, zone: ZoneInfo) -> Document:
    """Write an entry of the history."""
    from cadence_tui.domain.history import headline

    return {
        "seq": one.seq,
        "at": moment(one.at, zone),
        "recorded_at": moment(one.recorded_at, zone),
        "who": one.who,
        "kind": one.verb,
        "subject": one.subject,
        "what": headline(one),
        "touches": list(one.touches),
        "from": one.before,
        "to": one.after,
        "why": one.why,
        "undoes": one.undoes,
    }


def turn(one: Turn, direction: str, zone: ZoneInfo) -> Document:
    """Write an event of an escalation, with the rung that it led to and who was asked there."""
    event = one.event
    return {
        "at": moment(event.at, zone),
        "kind": event.kind,
        "miss": event.miss,
        "period": event.period,
        "value": number(event.value, direction),
        "rung": one.rung,
        "asked": one.asked,
        "decision": event.decision,
        "outcome": event.outcome,
        "why": event.why,
    }


def happening(one: Happening, zone: ZoneInfo) -> Document:
    """Write one thing that happened to a KPI."""
    return {
        "at": moment(one.at, zone),
        "who": one.who,
        "kind": one.kind,
        "subject": one.subject,
        "period": one.period,
        "from": one.before,
        "to": one.after,
        "why": one.why,
        "note": one.note,
        "origin": one.origin,
    }


def calibration(found: Calibration) -> Document:
    """Write how many decisions worked and how far off they were, with the decisions behind each count."""
    return {
        "company": _tally(found.whole),
        "deciders": [_tally(one) for one in found.deciders],
        "quarters": [_tally(one) for one in found.quarters],
    }


def _tally(one: Tally) -> Document:
    """Write what became of some decisions; ratios are rounded half-even to four places."""
    ratio, digits = one.worked / one.answered if one.answered else None, 4
    return {
        "of": one.of,
        "answered": one.answered,
        "worked": one.worked,
        "waiting": one.waiting,
        "compared": one.compared,
        "share_worked": None if ratio is None else round(ratio, digits),
        "mean_miss": None if one.mean_miss is None else float(round(one.mean_miss, digits)),
        "decisions": [
            {
                "id": point.id,
                "day": point.day.isoformat(),
                "outcome": point.outcome,
                "expected": number(point.expected),
                "actual": number(point.actual),
                "miss": None if point.miss is None else float(round(point.miss, digits)),
            }
            for point in one.points
        ],
    }
