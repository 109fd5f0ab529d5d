"""What a meeting under way has put down: answers held until their miss is judged, notes, lines of the summary."""

from __future__ import annotations

import json
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.decision import Decision
from cadence_tui.domain.errors import CadenceError, InvalidError, RefusedError
from cadence_tui.domain.meeting import COURSES, LINES, Minute
from cadence_tui.domain.text import clean_line, clean_text
from cadence_tui.services.decisions import ActionDraft, DecisionDraft, ExpectationDraft, decide_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.meeting import Course, Kind, Part
    from cadence_tui.domain.okr import Objective
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.storage.repository import Repository


class Held(NamedTuple):
    """An answer that waits for its miss to be judged, and who gave it."""

    kpi: str
    draft: DecisionDraft
    who: str


class Minutes(NamedTuple):
    """What a meeting has put down: answers by KPI, the KPIs put off, notes, and the lines written by hand.

    A review has what was learned, and by objective its course with why.
    """

    answers: Mapping[str, Held]
    later: frozenset[str]
    notes: tuple[Minute, ...]
    lines: Mapping[str, str]
    learned: str = ""
    courses: Mapping[str, tuple[Course, str]] = MappingProxyType({})


def minutes_of(repository: Repository, period: str, kind: Kind = "weekly") -> Minutes:
    """Read what the meeting of a period has put down so far."""
    found = repository.minutes(kind, period)
    return Minutes(
        answers={one.subject: Held(one.subject, _read(one.body), one.who) for one in found if one.part == "answer"},
        later=frozenset(one.subject for one in found if one.part == "later"),
        notes=tuple(one for one in found if one.part == "note"),
        lines={one.subject: one.body for one in found if one.part == "line"},
        learned=next((one.body for one in found if one.part == "learned"), ""),
        courses={one.subject: _course(one.body) for one in found if one.part == "course"},
    )


def _course(body: str) -> tuple[Course, str]:
    """Read an objective's course, and why."""
    word, _, why = body.partition("\n")
    return next(one for one in COURSES if one == word), why


# --- Answers that are held --------------------------------------------------------------------------------------------


class _Rehearsed(Exception):  # noqa: N818 (no error: it ends a rehearsal, whose transaction is rolled back)
    """Ends the rehearsal of an answer."""


def hold(desk: Desk, week: str, kpi: str, draft: DecisionDraft) -> Held:
    """Hold an answer to the miss that a KPI's close will bring; what the close would refuse is refused now.

    Raises:
        RefusedError: where no miss is coming, or its rung may not answer so.
    """
    _rehearse(desk, week, kpi, draft)
    with desk.change("answered ahead") as change:
        body = json.dumps(draft._asdict())
        _put(change, week, "answer", kpi, body)
        _drop(change, week, "later", kpi)
        change.name(kpi, touches=(week,))
        change.entry.after = {"title": draft.title, "week": week}
        return Held(kpi, draft, change.who)


def _rehearse(desk: Desk, week: str, kpi: str, draft: DecisionDraft) -> None:
    """Close and answer for once, and take all of it back: only so is it sure that the close will not stumble."""
    with suppress(_Rehearsed), desk.change("rehearsed") as change:
        _refuse_unless_current(change, week)
        change.course.close_early(change.now)
        change.settle()
        if log(change, Held(kpi, draft, change.who)) is None:
            raise RefusedError(f"Closing {week} brings no miss of {kpi}, so there is nothing to answer ahead.")
        raise _Rehearsed


def _refuse_unless_current(change: Change, week: str) -> None:
    """Refuse to hold an answer for a week that is judged already."""
    if week != change.course.calendar.current_week(change.now):
        raise RefusedError(f"{week} has been judged meanwhile; answer its escalations as they stand.")


def log(change: Change, held: Held) -> Decision | None:
    """Log a held answer for its KPI's escalation, if that is open and waits for one; whoever gave it has decided."""
    escalation = change.course.escalations.get(held.kpi)
    if escalation is None or escalation.answered or escalation.recovered_at is not None:
        return None
    draft = held.draft._replace(answers=(escalation.id,), by=held.draft.by or held.who)
    decision, touches = decide_within(change, draft)
    change.entry.touches.extend((decision.id, *touches))
    return decision


def log_all(change: Change, week: str) -> tuple[list[Decision], list[str]]:
    """Log every answer that was held for a week; returns them, and the KPIs whose miss did not come.

    Raises:
        InvalidError: naming the KPI whose answer cannot be logged as it was held.
    """
    found, idle = list[Decision](), list[str]()
    minutes = minutes_of(change.repository, week)
    for held in minutes.answers.values():
        try:
            decision = log(change, held)
        except CadenceError as error:
            raise RefusedError(f"The answer held for {held.kpi} cannot be logged now: {error}") from error
        if decision is None:
            idle.append(held.kpi)
        else:
            found.append(decision)
    for kpi in {*minutes.answers, *minutes.later}:
        _drop(change, week, "answer", kpi)
        _drop(change, week, "later", kpi)
    return found, idle


def take_back(desk: Desk, week: str, kpi: str) -> None:
    """Hold an answer, or a *later*, no more."""
    with desk.change("took back", kpi) as change:
        _drop(change, week, "answer", kpi)
        _drop(change, week, "later", kpi)
        change.name(kpi, touches=(week,))


def put_off(desk: Desk, week: str, kpi: str) -> None:
    """Say that a miss is answered later, so that the meeting may end without an answer to it."""
    with desk.change("put off", kpi) as change:
        _put(change, week, "later", change.repository.kpi(kpi).key, "")
        _drop(change, week, "answer", kpi)
        change.name(kpi, touches=(week,))
        change.entry.after = {"week": week}


# --- Notes and lines --------------------------------------------------------------------------------------------------


def note(desk: Desk, period: str, text: str, kind: Kind = "weekly") -> Minute:
    """Write a note down."""
    body = clean_text(text, "note")
    if not body:
        raise InvalidError("A note needs a text; write a line, or leave with esc.")
    with desk.change("noted") as change:
        numbers = [int(one.subject) for one in change.repository.minutes(kind, period) if one.part == "note"]
        minute = _put(change, period, "note", f"{max(numbers, default=0) + 1:03}", body, kind)
        change.name(period)
        change.entry.after = {"text": body.partition("\n")[0]}
        return minute


def write_lines(desk: Desk, period: str, lines: Mapping[str, str], kind: Kind = "weekly") -> None:
    """Write lines of the summary by hand; an empty one goes back to what the facts say."""
    read = {name: clean_line(text, name) if text.strip() else "" for name, text in lines.items() if name in LINES}
    with desk.change("summed up", period) as change:
        for name, text in read.items():
            if text:
                _put(change, period, "line", name, text, kind)
            else:
                _drop(change, period, "line", name, kind)
        change.name(period)
        change.entry.after = {name: text for name, text in read.items() if text}


def write_learned(desk: Desk, period: str, text: str, kind: Kind) -> str:
    """Write down what was learned; an empty text takes it away."""
    body = clean_text(text, "text on what was learned")
    with desk.change("wrote what was learned", period) as change:
        if body:
            _put(change, period, "learned", "", body, kind)
        else:
            _drop(change, period, "learned", "", kind)
        change.name(period)
        change.entry.after = {"learned": body}
        return body


def set_course(desk: Desk, month: str, objective: str, course: Course, why: str = "") -> Objective:
    """Say in a month's review that an objective is on course, changes course, or stops, which closes it.

    Raises:
        RefusedError: for one that is not active, and for any other course than the one it is on without a reason.
    """
    from cadence_tui.services.objectives import close_now

    reason = clean_text(why, "reason")
    if course != "on_course" and not reason:
        raise InvalidError("Say why the course is changed, or the objective stopped.")
    with desk.change("set course", why=reason or None) as change:
        found = change.repository.objective(objective)
        if found.state != "active":
            raise RefusedError(f"{found.id} is {found.state}; only an active objective has a course.")
        _put(change, month, "course", found.id, f"{course}\n{reason}", "monthly")
        after = close_now(change, found) if course == "stop" else found
        change.name(found.id, touches=(month,))
        change.entry.after = {"title": found.title, "course": course}
        return after


# --- The plan ---------------------------------------------------------------------------------------------------------

_ALWAYS = ""
MOST_MINUTES = 240


def planned(repository: Repository, kind: Kind) -> dict[str, int]:
    """Give the minutes that were planned for the steps of a kind of meeting, where that is not the usual."""
    return {one.subject: int(one.body) for one in repository.minutes(kind, _ALWAYS) if one.part == "plan"}


def plan(desk: Desk, kind: Kind, steps: Mapping[str, int | None]) -> None:
    """Plan so many minutes for the steps of a kind of meeting; None is the usual again.

    Raises:
        InvalidError: for less than none, or more than four hours.
    """
    for minutes in steps.values():
        if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
            raise InvalidError(f"A step takes 0 to {MOST_MINUTES} minutes; {minutes} is outside of that.")
    with desk.change("planned", kind) as change:
        for step, minutes in steps.items():
            if minutes is None:
                _drop(change, _ALWAYS, "plan", step, kind)
            else:
                _put(change, _ALWAYS, "plan", step, str(minutes), kind)
        change.name(kind)
        change.entry.after = {step: minutes for step, minutes in steps.items() if minutes is not None}


def _put(change: Change, period: str, part: Part, subject: str, body: str, kind: Kind = "weekly") -> Minute:
    """Put something down."""
    minute = Minute(kind, period, part, subject, body, change.who, change.now)
    change.repository.put_minute(minute)
    return minute


def _drop(change: Change, period: str, part: Part, subject: str, kind: Kind = "weekly") -> None:
    """Take something away, if it is there."""
    change.repository.remove_minute(Minute(kind, period, part, subject, "", change.who, change.now))


def _read(body: str) -> DecisionDraft:
    """Read a decision as it was held."""
    found = json.loads(body)
    found["actions"] = tuple(ActionDraft(*one) for one in found["actions"])
    found["expect"] = ExpectationDraft(*found["expect"]) if found["expect"] else None
    return DecisionDraft(**found)
