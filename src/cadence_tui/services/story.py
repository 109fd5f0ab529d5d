"""The whole story of a KPI, an escalation, a decision or an action: what happened, who was asked, what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation, Event
    from cadence_tui.services.view import View

# What a KPI's readings, judgements and decisions tell better than the entries that they came with.
_TOLD_ELSEWHERE = ("recorded", "imported", "pulled", "judged", "timed_out", "decided", "closed", "founded")


class Happening(NamedTuple):
    """One thing that happened to a KPI: a value, an amendment, a change of its definition, a decision.

    `before` and `after` are what changed, as plain values; `subject` is the decision's id where it is one; `judgement`
    is how the period of a value is judged: a day's week.
    """

    at: datetime
    who: str | None
    kind: str
    subject: str
    period: str | None = None
    before: Any = None
    after: Any = None
    why: str | None = None
    note: str | None = None
    origin: str | None = None
    judgement: Judgement | None = None


class Turn(NamedTuple):
    """One event of an escalation, the rung it stood on afterwards, and who was asked there."""

    event: Event
    rung: int
    asked: str


def of_escalation(view: View, escalation: Escalation) -> list[Turn]:
    """List an escalation's events, oldest first, with those that have come due since the file was last written."""
    stored = [Turn(*found) for found in view.repository.events_of(escalation.id)]
    fresh = (move for moment in view.pending for move in moment.moves if move.after.id == escalation.id)
    return [*stored, *(Turn(move.event, move.after.rung, move.asked) for move in fresh)]


def of_kpi(view: View, kpi: Kpi, most: int | None = None) -> list[Happening]:
    """List what happened to a KPI, oldest first: values, amendments, changes of its definition, decisions.

    Of each sort no more than the newest so many are read, so that no more of them than that are in order to be shown.
    """
    found = [*_values(view, kpi, most), *_changes(view, kpi, most), *_decisions(view, kpi, most)]
    return sorted(found, key=lambda happening: happening.at)


def _values(view: View, kpi: Kpi, most: int | None) -> Iterator[Happening]:
    """Go through the values that were given, each with the one before it in its place."""
    given = view.repository.values_given(kpi.key, most)
    judged = view.judgements_in(kpi.key, {_judged_in(view, kpi, row["period"]) for row in given})
    for row in given:
        period = row["period"]
        judgement = judged.get(_judged_in(view, kpi, period))
        yield Happening(
            at=row["made_at"],
            who=row["made_by"],
            kind="value" if _is_in_time(view, row, judgement) else _kind_of_value(judgement),
            subject=kpi.key,
            period=period,
            before=row["before"],
            after=row["value"],
            why=row["why"],
            note=row["note"],
            origin=row["origin"],
            judgement=judgement,
        )


def _judged_in(view: View, kpi: Kpi, period: str) -> str:
    """Name the period that a value is judged in: a day's week."""
    from cadence_tui.domain.calendar import first_day, grain

    if kpi.formula or grain(period) != "daily":
        return period
    return view.calendar.week_of_day(first_day(period))


def _is_in_time(view: View, row: Mapping[str, Any], judgement: Judgement | None) -> bool:
    """Say whether a value was there when its period was judged; at one moment, their order in the history tells."""
    if judgement is None or judgement.status == "paused" or row["made_at"] < judgement.judged_at:
        return True
    if row["made_at"] > judgement.judged_at:
        return False
    judging = view.repository.judging_entry(judgement.kpi, judgement.period)
    return judging is None or row["entry"] < judging


def _kind_of_value(judgement: Judgement | None) -> str:
    """Tell a late submission from an amendment."""
    return "late" if judgement is not None and judgement.status == "late" else "amendment"


def _changes(view: View, kpi: Kpi, most: int | None) -> Iterator[Happening]:
    """Go through the changes of a KPI's definition and of its targets, its pauses, and what its actions came to."""
    undone, about = view.repository.undone(), view.entries_about(kpi.key)
    counting = [one for one in about if one.undoes is None and one.seq not in undone]
    if all(entry.verb != "added KPI" for entry in counting):
        first = view.repository.entry_numbered(1)
        yield Happening(at=kpi.created_at, who=first.who if first else None, kind="added KPI", subject=kpi.key)
    told = [entry for entry in counting if entry.verb not in _TOLD_ELSEWHERE]
    for entry in told[-most:] if most else told:
        yield Happening(
            at=entry.at,
            who=entry.who,
            kind=entry.verb,
            subject=entry.subject,
            before=entry.before,
            after=entry.after,
            why=entry.why,
        )


def _decisions(view: View, kpi: Kpi, most: int | None) -> Iterator[Happening]:
    """Go through the decisions that named a KPI or its escalation, or expected an effect on it."""
    named = [kpi.key, *(escalation.id for escalation in view.escalations_of(kpi.key))]
    found = view.repository.decisions_about(named)
    for decision in found[-most:] if most else found:
        made = (entry for entry in view.repository.entries_named(decision.id) if entry.verb == "decided")
        yield _decision(decision, next(made, None))


def _decision(decision: Decision, entry: Entry | None) -> Happening:
    """Tell a decision, with what it changed of the KPI."""
    return Happening(
        at=decision.at,
        who=decision.by,
        kind="decided",
        subject=decision.id,
        before=entry.before if entry else None,
        after=entry.after if entry else {"title": decision.title, "kind": decision.kind},
        why=decision.why,
    )
