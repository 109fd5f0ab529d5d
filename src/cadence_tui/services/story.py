"""The whole story of a KPI, an escalation, a decision or an action: what happened, who was asked, what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
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

    `before` and `after` are what changed, as plain values; `subject` is the decision's id where it is one.
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


def entries_about(view: View, subject: str) -> list[Entry]:
    """List the entries of the history that concern an id or a key, oldest first."""
    return [entry for entry in view.entries() if subject == entry.subject or subject in entry.touches]


def of_kpi(view: View, kpi: Kpi) -> list[Happening]:
    """List what happened to a KPI, oldest first: values, amendments, changes of its definition, decisions."""
    undone = view.repository.undone()
    entries = {e.seq: e for e in view.entries() if e.undoes is None and e.seq not in undone}
    found = [*_values(view, kpi, entries), *_changes(kpi, list(entries.values())), *_decisions(view, kpi, entries)]
    return sorted(found, key=lambda happening: happening.at)


def _values(view: View, kpi: Kpi, entries: dict[int, Entry]) -> Iterator[Happening]:
    """Go through every value that was ever given, each with the one before it in its place."""
    judgements = {judgement.period: judgement for judgement in view.judgements(kpi.key)}
    stood = dict[str, str | None]()
    for row in view.repository.reading_history(kpi.key):
        entry, period = entries.get(row["entry"]), row["period"]
        if entry is None:
            continue
        yield Happening(
            at=entry.at,
            who=entry.who,
            kind=_kind_of_value(entry, judgements.get(_judged_in(view, kpi, period))),
            subject=kpi.key,
            period=period,
            before=stood.get(period),
            after=row["value"],
            why=entry.why,
            note=row["note"],
            origin=row["origin"],
        )
        stood[period] = row["value"]


def _judged_in(view: View, kpi: Kpi, period: str) -> str:
    """Name the period that a value is judged in: a day's week."""
    from cadence_tui.domain.calendar import first_day, grain

    if kpi.formula or grain(period) != "daily":
        return period
    return view.calendar.week_of_day(first_day(period))


def _kind_of_value(entry: Entry, judgement: Judgement | None) -> str:
    """Tell a value in time from a late submission, an amendment and one that was put back."""
    if entry.undoes is not None:
        return entry.verb
    if judgement is None or judgement.status == "paused" or entry.at < judgement.judged_at:
        return "value"
    return "late" if judgement.status == "late" else "amendment"


def _changes(kpi: Kpi, entries: list[Entry]) -> Iterator[Happening]:
    """Go through the changes of a KPI's definition and of its targets, its pauses, and what was undone."""
    about = [entry for entry in entries if kpi.key == entry.subject or kpi.key in entry.touches]
    if all(entry.verb != "added KPI" for entry in about):
        yield Happening(at=kpi.created_at, who=entries[0].who, kind="added KPI", subject=kpi.key)
    for entry in about:
        if entry.verb not in _TOLD_ELSEWHERE:
            yield Happening(
                at=entry.at,
                who=entry.who,
                kind=entry.verb,
                subject=entry.subject,
                before=entry.before,
                after=entry.after,
                why=entry.why,
            )


def _decisions(view: View, kpi: Kpi, entries: dict[int, Entry]) -> Iterator[Happening]:
    """Go through the decisions that named a KPI or its escalation, or expected an effect on it."""
    named = {kpi.key, *(escalation.id for escalation in view.escalations_of(kpi.key))}
    made = {entry.subject: entry for entry in entries.values() if entry.verb == "decided"}
    for decision in view.repository.decisions():
        expected = decision.expect is not None and decision.expect.kpi == kpi.key
        if expected or named & set(decision.answers):
            yield _decision(decision, made.get(decision.id))


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
