"""The evidence pack: a week, a month or a quarter as a report on which somebody outside can decide.

It holds what was said, asked and decided in the time: the scorecard with thirteen periods behind it, each miss with its
why, each escalation with its way up and how long an answer took, each decision with what was expected and what came of
it. Everything is a plain value; `export.evidence` writes it as Markdown and as a page.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui.domain.calendar import first_day, grain, month_id, parse_period, quarter_days, shift
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.kpi import bound_text
from cadence_tui.domain.ladder import Escalation, step
from cadence_tui.domain.okr import PHASE_OF_LEVEL, parse_cycle, rounded
from cadence_tui.domain.report import cause_words
from cadence_tui.services import okrs, story
from cadence_tui.services.notes import decision_facts, text_of
from cadence_tui.services.reports import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.view import View

Facts = dict[str, Any]
TREND = 13


class Span(NamedTuple):
    """What a pack is about: its id, and the time from one moment (not with it) to another (with it)."""

    period: str
    start: datetime
    end: datetime


def span_of(view: View, period: str | None = None) -> Span:
    """Read which week, month or quarter a pack is about; the newest week that has closed unless one is named.

    Raises:
        InvalidError: for what is none of them.
        RefusedError: for one that has not begun.
    """
    period = newest_closed(view) if period is None else period
    where = parse_cycle(period) if "Q" in period.upper() else parse_period(view.calendar.with_year(period, view.now))
    if "Q" in where:
        first, last = quarter_days(where, view.company.fiscal_start)
        start = view.calendar.midnight(first)
        end = view.calendar.midnight(first_day(shift(last.isoformat(), 1)))
    elif grain(where) == "weekly":
        start, end = _end_of(view, shift(where, -1)), _end_of(view, where)
    elif grain(where) == "monthly":
        start, end = (view.calendar.midnight(first_day(one)) for one in (where, shift(where, 1)))
    else:
        raise InvalidError(f"“{period}” is a day; name a week, a month or a quarter, as 2026-W47, 2026-11 or 2026-Q4.")
    if start > view.now:
        raise RefusedError(f"{where} has not begun; there is nothing to show of it yet.")
    return Span(where, start, min(end, view.now))


def newest_closed(view: View) -> str:
    """Name the newest week that has closed: that whose deadline passed last, or a later one that was closed early."""
    held: list[str] = [one["period"] for one in view.repository.meetings("weekly")]
    return max([shift(view.week, -1), *held])


def _end_of(view: View, week: str) -> datetime:
    """Give the moment at which a week is over: its deadline, or its meeting where that was held later."""
    deadline, held = view.calendar.deadline(week), view.repository.meeting_held_at("weekly", week)
    return max(deadline, held) if held is not None else deadline


def pack(view: View, period: str | None = None) -> Facts:
    """Gather the facts of a week, a month or a quarter."""
    span = span_of(view, period)
    company = view.company
    lines = list(_lines(view, span))
    known = view.repository.decided_between(span.start, span.end)
    decided = [one for one in known if span.start < one.at <= span.end]
    checked = [one for one in known if one.checked_at is not None and span.start < one.checked_at <= span.end]
    return {
        "company": company.name,
        "solo": company.is_solo,
        "number_format": company.number_format,
        "zone": view.calendar.zone.key,
        "period": span.period,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "made_at": view.now.isoformat(),
        "head": view.repository.head()[:8],
        "scorecard": [_line_facts(view, one) for one in lines],
        "misses": list(_misses(view, span)),
        "escalations": [_escalation_facts(view, one, span) for one in _escalations(view, span)],
        "decisions": [decision_facts(view, one) for one in decided],
        "checked": [_checked_facts(view, one.id) for one in checked],
        "okrs": [_objective_facts(one) for one in _objectives(view, span)],
    }


# --- The scorecard ----------------------------------------------------------------------------------------------------


def _lines(view: View, span: Span) -> Iterator[KpiLine]:
    """Give each KPI's line in the newest period of the time that it was judged in, or could have been."""
    for kpi in view.kpis.values():
        if kpi.retired_at is not None and kpi.retired_at <= span.start:
            continue
        found = line(view, kpi, _newest_period(view, kpi, span))
        if found.judgement is not None or found.value is not None or any(found.trend):
            yield found


def _newest_period(view: View, kpi: Kpi, span: Span) -> str:
    """Name the newest period of a KPI that closed by the end of the time, or is closing in it."""
    if kpi.grain == "weekly" and "-W" in span.period:
        return span.period
    where = month_id(view.calendar.today(span.end)) if kpi.grain == "monthly" else view.calendar.current_week(span.end)
    while view.calendar.deadline(where, kpi.lag_days) > span.end and not _was_judged(view, kpi, where, span.end):
        where = shift(where, -1)
    return where


def _was_judged(view: View, kpi: Kpi, period: str, until: datetime) -> bool:
    """Say whether a period was judged by a moment, early closes included."""
    judgement = view.judgement(kpi.key, period)
    return judgement is not None and judgement.judged_at <= until


def _line_facts(view: View, one: KpiLine) -> Facts:
    """Give a line of the scorecard, with the periods before it for its chart."""
    kpi = one.kpi
    periods = [shift(one.period, -by) for by in range(TREND - 1, -1, -1)]
    values = view.values.between(kpi, periods[0], periods[-1])
    return {
        "key": kpi.key,
        "name": kpi.name,
        "team": kpi.team,
        "owner": kpi.owner,
        "unit": kpi.unit,
        "period": one.period,
        "direction": one.goal.direction,
        "target": bound_text(one.goal.target),
        "alert": bound_text(one.goal.alert),
        "value": text_of(one.value),
        "before": text_of(one.before),
        "status": one.status,
        "would_be": one.would_be,
        "signal": one.signal,
        "amended": one.judgement.amended if one.judgement else False,
        "note": one.note,
        "trend": [
            {
                "period": period,
                "value": text_of(values.get(period)),
                "status": judgement.status if (judgement := view.judgement(kpi.key, period)) else None,
                "target": bound_text((judgement.goal if judgement else one.goal).target),
            }
            for period in periods
        ],
    }


# --- Misses -----------------------------------------------------------------------------------------------------------


def _misses(view: View, span: Span) -> Iterator[Facts]:
    """List what was missed in the time, in the order in which it was judged, each with what was said about it."""
    found: list[tuple[datetime, Kpi, Judgement]] = []
    for kpi in view.kpis.values():
        for one in reversed(view.judgements(kpi.key)):
            if one.judged_at <= span.start:
                break
            if one.is_miss and one.judged_at <= span.end:
                found.append((one.judged_at, kpi, one))
    for _, kpi, one in sorted(found, key=lambda each: (each[0], each[1].key)):
        row = None if kpi.cadence == "daily" else view.repository.reading_row(kpi.key, one.period)
        goal = one.goal
        yield {
            "name": kpi.name,
            "owner": kpi.owner,
            "period": one.period,
            "status": one.status,
            "value": text_of(one.value),
            "unit": kpi.unit,
            "direction": goal.direction,
            "target": bound_text(goal.target),
            "late_value": text_of(one.late_value),
            "why": (row["note"] or "") if row else "",
        }


# --- Escalations ------------------------------------------------------------------------------------------------------


def _escalations(view: View, span: Span) -> Iterator[Escalation]:
    """List the escalations that were open in the time."""
    for one in view.escalations(ended=True):
        if one.opened_at <= span.end and (one.ended_at is None or one.ended_at > span.start):
            yield one


def _escalation_facts(view: View, one: Escalation, span: Span) -> Facts:
    """Give an escalation as it stood at the end of the time, and its way there.

    The way has who was asked on each rung and when, and where they answered, by which decision and after how long.
    """
    then, route = Escalation(id=one.id, kpi=one.kpi, rungs=one.rungs, opened_at=one.opened_at), list[Facts]()
    for turn in story.of_escalation(view, one):
        event = turn.event
        if event.at > span.end:
            break
        then = step(then, event)
        if event.kind in ("miss", "timeout") and then.overdue_since is None:
            name = one.rungs[turn.rung - 1].name
            route.append(
                {"name": name, "asked": turn.asked, "at": event.at.isoformat(), "decision": None, "hours": None}
            )
        elif event.kind == "response" and route and route[-1]["decision"] is None:
            asked_at = datetime.fromisoformat(route[-1]["at"])
            route[-1] |= {"decision": event.decision, "hours": round((event.at - asked_at).total_seconds() / 3600, 1)}
    return {
        "id": one.id,
        "kpi": view.kpis[one.kpi].name,
        "cause": cause_words(then),
        "opened_at": one.opened_at.isoformat(),
        "route": route,
        "ended_at": then.ended_at.isoformat() if then.ended_at else None,
        "outcome": then.outcome,
        "overdue": then.overdue_since is not None,
        "answered": then.answered,
        "recovered": then.recovered_at is not None,
    }


# --- Decisions and objectives -----------------------------------------------------------------------------------------


def _checked_facts(view: View, decision: str) -> Facts:
    """Give a decision that was asked about, with what was expected beside what came."""
    one = view.repository.decision(decision)
    facts = decision_facts(view, one)
    key = one.expect.kpi if one.expect else next(iter(one.then), None)
    if key is None or key not in view.kpis or one.checked_at is None:
        return {**facts, "then": None, "now": None, "unit": "", "direction": "at_least"}
    kpi = view.kpis[key]
    newest = okrs.newest(view.values, kpi, _before(view, kpi, one.checked_at))
    return {
        **facts,
        "of": kpi.name,
        "then": text_of(one.then.get(key)),
        "now": text_of(newest),
        "unit": kpi.unit,
        "direction": kpi.goal.direction,
    }


def _before(view: View, kpi: Kpi, at: datetime) -> str:
    """Name the period before which a value was known at a moment."""
    return month_id(view.calendar.today(at)) if kpi.grain == "monthly" else shift(view.calendar.current_week(at), 1)


def _objectives(view: View, span: Span) -> list[Any]:
    """List the objectives as they stood at the end of the time."""
    if view.company.phase < PHASE_OF_LEVEL["company"]:
        return []
    if span.end == view.now:
        return okrs.active(view)
    return okrs.lines_at(view, view.calendar.current_week(span.end), span.end)


def _objective_facts(one: Any) -> Facts:  # noqa: ANN401 (an objective's line)
    """Give an objective with its key results, the weakest first."""
    return {
        "id": one.objective.id,
        "title": one.objective.title,
        "team": one.objective.team,
        "owner": one.objective.owner,
        "progress": rounded(one.progress),
        "key_results": [
            {
                "id": part.key_result.id,
                "title": part.key_result.title,
                "progress": rounded(part.progress),
                "expected": rounded(part.expected),
                "pace": part.pace,
                "forecast": rounded(part.forecast),
                "value": text_of(part.current),
                "unit": "percent" if part.key_result.kind == "milestone" else part.key_result.unit,
                "direction": "at_least",
            }
            for part in one.weakest_first
        ],
    }
