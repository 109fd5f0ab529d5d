"""The facts of a week's meeting, as plain values: frozen with the meeting when it is held, and rendered by `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import grain, parse_period, shift
from cadence_tui.domain.errors import NotFoundError, RefusedError
from cadence_tui.domain.kpi import bound_text
from cadence_tui.domain.ladder import step
from cadence_tui.domain.okr import PHASE_OF_LEVEL, rounded
from cadence_tui.domain.report import cause_words
from cadence_tui.services import okrs
from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.reports import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.minutes import Held
    from cadence_tui.services.view import View

Facts = dict[str, Any]


def weekly(view: View, week: str | None = None) -> Facts:
    """Give the facts of a week's notes: those frozen when its meeting was held, else worked out now.

    Without a week it is the newest one held, else the newest that has closed.

    Raises:
        RefusedError: for a week that has not begun, and before any has closed.
    """
    held = {meeting["period"]: meeting for meeting in view.repository.meetings("weekly")}
    if week is None:
        where = max(held) if held else shift(view.week, -1)
        if not held and view.calendar.deadline(where) <= view.company.created_at:
            raise RefusedError("No week has closed yet; the first notes come with the first close.")
    else:
        where = parse_period(view.calendar.with_year(week, view.now))
        if grain(where) != "weekly":
            raise NotFoundError(f"“{week}” is no week; name one as 2026-W47.")
    meeting = held.get(where)
    if meeting is not None and meeting["report"] is not None:
        report: Facts = meeting["report"]
        return report
    if view.calendar.begins(where) > view.now:
        raise RefusedError(f"{where} has not begun; there is nothing to write about it yet.")
    return gather(view, where)


def gather(view: View, week: str, *, rating: int | None = None, remark: str = "", held: bool = False) -> Facts:
    """Work the facts of a week out from what stands."""
    start, end = window(view, week)
    until = view.now if held or end > view.now else end
    lines = list(_lines(view, week))
    escalations = list(_escalations(view, start, until))
    known = view.repository.decided_between(start, until)
    decisions = [d for d in known if start < d.at <= until]
    checked = [d for d in known if d.checked_at is not None and start < d.checked_at <= until]
    actions = [a for a in view.repository.actions(closed=True) if concerns(a, start, until)]
    company, minutes = view.company, minutes_of(view.repository, week)
    return {
        "kind": "weekly",
        "company": company.name,
        "solo": company.is_solo,
        "stage": company.stage,
        "number_format": company.number_format,
        "zone": view.calendar.zone.key,
        "week": week,
        "deadline": view.calendar.deadline(week).isoformat(),
        "held_at": view.now.isoformat() if held else None,
        "held_by": view.who if held else None,
        "rating": rating,
        "remark": remark,
        "notes": [{"text": one.body, "by": one.who} for one in minutes.notes],
        "own": dict(minutes.lines),
        "head": view.repository.head()[:8],
        "scorecard": [_line_facts(one) for one in lines],
        "escalations": [_escalation_facts(view, e) for e in escalations],
        "decisions": [decision_facts(view, d) for d in decisions],
        "checked": [decision_facts(view, d) for d in checked],
        "actions": [action_facts(view, a, view.calendar.today(until)) for a in actions],
        "okrs": [objective_facts(one, start) for one in _objectives(view, week, until, is_now=until == view.now)],
    }


def window(view: View, week: str) -> tuple[datetime, datetime]:
    """Give the time that a week's notes speak of: from the meeting (else the deadline) before it to its deadline."""
    before = shift(week, -1)
    held_at = view.repository.meeting_held_at("weekly", before)
    return held_at or view.calendar.deadline(before), view.calendar.deadline(week)


def _lines(view: View, week: str) -> Iterator[KpiLine]:
    """Work out the line of each KPI that is, or is to be, judged with a week."""
    closing = {(kpi.key, period) for kpi, period in view.book.closing(week)}
    for kpi in view.kpis.values():
        periods = view.calendar.months_at(week, kpi.lag_days) if kpi.cadence == "monthly" else [week]
        for period in periods:
            found = line(view, kpi, period)
            if (kpi.key, period) in closing or found.judgement is not None or found.value is not None:
                yield found


def _escalations(view: View, start: datetime, until: datetime) -> Iterator[Escalation]:
    """Go through the escalations that were open in the time, each as it stood at its end."""
    moved: dict[str, list[Any]] = {}
    for moment in view.pending:
        for move in moment.moves:
            moved.setdefault(move.after.id, []).append(move.event)
    for one in view.escalations(ended=True):
        if one.opened_at > until or (one.ended_at is not None and one.ended_at <= start):
            continue
        events = [event for event, _, _ in view.repository.events_of(one.id)] + moved.get(one.id, [])
        stood = type(one)(id=one.id, kpi=one.kpi, rungs=one.rungs, opened_at=one.opened_at)
        for event in events:
            if event.at <= until:
                stood = step(stood, event)
        yield stood


def _objectives(view: View, week: str, until: datetime, *, is_now: bool) -> list[ObjectiveLine]:
    """List the active objectives as they stand, or stood at a week's end: from phase 3 on (seed 003)."""
    if view.company.phase < PHASE_OF_LEVEL["company"]:
        return []
    if is_now:
        return [one for one in okrs.lines(view) if one.objective.state == "active"]
    return okrs.lines_at(view, week, until)


def concerns(action: Action, start: datetime, until: datetime) -> bool:
    """Say whether an action was open in the time, or was settled in it."""
    if action.created_at > until:
        return False
    settled = action.verified_at or action.dropped_at
    return settled is None or start < settled


def text_of(value: Decimal | None) -> str | None:
    """Write a decimal, if there is one."""
    return None if value is None else f"{value:f}"


def _line_facts(one: KpiLine) -> Facts:
    """Give a scorecard line's facts."""
    return {
        "key": one.kpi.key,
        "name": one.kpi.name,
        "team": one.kpi.team,
        "owner": one.kpi.owner,
        "unit": one.kpi.unit,
        "period": one.period,
        "direction": one.goal.direction,
        "target": bound_text(one.goal.target),
        "alert": bound_text(one.goal.alert),
        "value": text_of(one.value),
        "before": text_of(one.before),
        "trend": [text_of(value) for value in one.trend],
        "status": one.status,
        "would_be": one.would_be,
        "signal": one.signal,
        "amended": one.judgement.amended if one.judgement else False,
        "note": one.note,
    }


def objective_facts(one: ObjectiveLine, since: datetime) -> Facts:
    """Give an objective's facts, with what was said of its key results in the time."""
    objective = one.objective
    return {
        "id": objective.id,
        "title": objective.title,
        "team": objective.team,
        "owner": objective.owner,
        "progress": rounded(one.progress),
        "key_results": [_key_result_facts(line, since) for line in one.key_results],
        "idle": [initiative.title for initiative in one.idle],
    }


def _key_result_facts(line: KeyResultLine, since: datetime) -> Facts:
    """Give a key result's facts."""
    one, said = line.key_result, line.check_in
    start, end = one.line or (one.baseline, one.target)
    fresh = said if said is not None and said.at > since else None

    def measured(value: Decimal | None) -> Facts:
        return {"value": text_of(value), "unit": one.unit, "direction": "at_least"}

    return {
        "id": one.id,
        "title": one.title,
        "now": measured(line.current),
        "from": measured(start),
        "to": measured(end),
        "progress": rounded(line.progress),
        "expected": rounded(line.expected),
        "pace": line.pace,
        "forecast": rounded(line.forecast),
        "confidence": said.confidence if said else None,
        "progressed": fresh.progressed if fresh else "",
        "blocked": fresh.blocked if fresh else "",
    }


def _escalation_facts(view: View, one: Escalation) -> Facts:
    """Give an escalation's facts."""
    due = view.due_at(one)
    return {
        "id": one.id,
        "kpi": view.kpis[one.kpi].name,
        "cause": cause_words(one),
        "rung": one.here.name,
        "owes": one.here.owes,
        "asked": view.asked(one),
        "due": due.isoformat() if due else None,
        "overdue": one.overdue_since is not None,
        "answered": one.answered,
        "recovered": one.recovered_at is not None,
        "state": one.state,
        "outcome": one.outcome,
    }


def decision_facts(view: View, one: Decision) -> Facts:
    """Give a decision's facts."""
    expect = one.expect
    return {
        "id": one.id,
        "title": one.title,
        "why": one.why,
        "kind": one.kind,
        "by": one.by,
        "options": list(one.options),
        "answers": list(one.answers),
        "check_on": one.check_on.isoformat(),
        "expect": {
            "kpi": view.kpis[expect.kpi].name,
            "unit": view.kpis[expect.kpi].unit,
            "direction": view.kpis[expect.kpi].goal.direction,
            "value": text_of(expect.value),
            "by": expect.by.isoformat(),
        }
        if expect
        else None,
        "outcome": one.outcome,
        "supersedes": one.supersedes,
        "note": one.checked_note,
    }


def ahead_facts(view: View, facts: Facts, held: Mapping[str, Held]) -> Facts:
    """Give a week's decisions, actions and escalations as they will be once the held answers are logged.

    `held` are the answers by escalation; they stand with the numbers that they would get.
    """
    decisions, actions = list(facts["decisions"]), list(facts["actions"])
    escalations = {one["id"]: one for one in facts["escalations"]}
    number, action_number = view.repository.next_number("D"), view.repository.next_number("A")
    for escalation, answer in held.items():
        draft = answer.draft
        decisions.append(
            {
                "id": f"D-{number}",
                "title": draft.title,
                "why": draft.why,
                "kind": draft.kind or "fix",
                "by": draft.by or answer.who,
                "options": list(draft.options),
                "answers": [escalation],
                "check_on": draft.check_on,
                "expect": None,
                "outcome": None,
                "supersedes": None,
                "note": "",
            }
        )
        number += 1
        if escalation in escalations:
            escalations[escalation] = {**escalations[escalation], "answered": True}
        for action in draft.actions:
            facts_of = {"id": f"A-{action_number}", "text": action.text, "owner": action.owner, "due": action.due}
            actions.append({**facts_of, "state": "open", "weeks": 0, "overdue": False, "why": ""})
            action_number += 1
    return {"decisions": decisions, "actions": actions, "escalations": list(escalations.values())}


def action_facts(view: View, one: Action, today: date) -> Facts:
    """Give an action's facts on a day."""
    created = one.created_at.astimezone(view.calendar.zone).date()
    return {
        "id": one.id,
        "text": one.text,
        "owner": one.owner,
        "due": one.due.isoformat(),
        "state": one.state,
        "weeks": one.age_weeks(today, created),
        "overdue": one.is_overdue(today),
        "why": one.dropped_why,
    }
