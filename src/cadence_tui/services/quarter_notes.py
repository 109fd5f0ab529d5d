"""The facts of a cycle's retrospective, as plain values: frozen with it when it is held, and rendered by `export`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.cycle import cycle_verdict
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.okr import next_cycle, parse_cycle, rounded
from cadence_tui.services import okrs
from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.notes import action_facts, decision_facts, text_of
from cadence_tui.services.okr_path import changes

if TYPE_CHECKING:
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.services.view import View

Facts = dict[str, Any]


def quarterly(view: View, cycle: str | None = None) -> Facts:
    """Give the facts of a cycle's retrospective: those frozen when it was held, else worked out now.

    Without a cycle it is the newest one closed, else the one that it is.

    Raises:
        RefusedError: for a cycle that had no active objective.
    """
    held = {meeting["period"]: meeting for meeting in view.repository.meetings("quarterly")}
    where = parse_cycle(cycle) if cycle is not None else max(held, default=okrs.current_cycle(view))
    if where in held and held[where]["report"] is not None:
        report: Facts = held[where]["report"]
        return report
    if not held_in(view, where):
        raise RefusedError(f"{where} had no active objective; there is nothing to look back on.")
    closed = view.repository.cycles().get(where)
    return gather(view, where, learned=closed["learned"] if closed else None)


def held_in(view: View, cycle: str) -> list[ObjectiveLine]:
    """List the objectives that were active in a cycle, the company's first, then by team."""
    return [one for one in okrs.lines(view, cycle) if one.objective.activated_at is not None]


def verdicts(found: list[ObjectiveLine]) -> list[Facts]:
    """Say what the scores say of the company, and of each team, where all are given."""
    return [
        {"team": team, "verdict": said}
        for team, group in groupby(found, key=lambda one: one.objective.team)
        if (said := cycle_verdict(list(group))) is not None
    ]


def gather(
    view: View,
    cycle: str,
    *,
    learned: str | None = None,
    rating: int | None = None,
    remark: str = "",
    held: bool = False,
) -> Facts:
    """Work the facts of a cycle out from what stands."""
    found, company = held_in(view, cycle), view.company
    minutes = minutes_of(view.repository, cycle, "quarterly")
    first, last = (day.isoformat() for day in okrs.span_of_cycle(view, cycle))
    known = {name for one in found for name in _names(one)}
    actions = [one for one in view.repository.actions() if known.intersection(one.serves)]
    return {
        "kind": "quarterly",
        "company": company.name,
        "solo": company.is_solo,
        "stage": company.stage,
        "number_format": company.number_format,
        "zone": view.calendar.zone.key,
        "cycle": cycle,
        "first": first,
        "last": last,
        "held_at": view.now.isoformat() if held else None,
        "held_by": view.who if held else None,
        "rating": rating,
        "remark": remark,
        "head": view.repository.head()[:8],
        "verdicts": verdicts(found),
        "objectives": [_objective(view, one) for one in found],
        "learned": minutes.learned if learned is None else learned,
        "notes": [{"text": one.body, "by": one.who} for one in minutes.notes],
        "decisions": [
            decision_facts(view, one) for one in view.repository.decisions() if known.intersection(one.answers)
        ],
        "actions": [action_facts(view, one, view.today) for one in actions],
        "next": next_cycle(cycle),
        "drafts": [
            {"id": one.id, "title": one.title, "team": one.team, "key_results": [kr.title for kr in one.key_results]}
            for one in view.repository.objectives()
            if one.state == "draft" and one.cycle > cycle
        ],
    }


def _names(line: ObjectiveLine) -> set[str]:
    """Name an objective and its parts."""
    one = line.objective
    return {one.id, *(part.id for part in one.key_results), *(part.id for part in one.initiatives)}


def _objective(view: View, line: ObjectiveLine) -> Facts:
    """Give an objective's facts at its cycle's end."""
    one = line.objective
    return {
        "id": one.id,
        "title": one.title,
        "team": one.team,
        "owner": one.owner,
        "learning": line.learning,
        "progress": rounded(line.progress),
        "key_results": [_key_result(part) for part in line.key_results],
        "initiatives": [{"title": part.title, "state": part.state} for part in one.initiatives],
        "changes": [
            {"on": view.calendar.today(change.at).isoformat(), "subject": change.subject, "why": change.why or ""}
            for change in changes(view, one)
        ],
    }


def _key_result(line: KeyResultLine) -> Facts:
    """Give a key result's facts at its cycle's end."""
    one = line.key_result

    def measured(value: object) -> Facts:
        return {"value": value, "unit": one.unit, "direction": "at_least"}

    start, end = one.line or (one.baseline, one.target)
    return {
        "id": one.id,
        "title": one.title,
        "from": measured(text_of(start)),
        "to": measured(text_of(end)),
        "now": measured(text_of(line.current)),
        "progress": rounded(line.progress),
        "suggested": str(line.suggested),
        "score": None if one.score is None else str(one.score),
        "note": one.score_note,
        "ended": one.ended,
        "ended_why": one.ended_why,
    }
