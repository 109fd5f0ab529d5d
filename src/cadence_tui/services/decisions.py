"""Decisions and actions: logged, carried out where their kind says so, checked, done, verified (rules, section 5)."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import YEARS
from cadence_tui.domain.decision import (
    CHECK_AFTER,
    DECISION_KINDS,
    Action,
    Decision,
    DecisionKind,
    DecisionOutcome,
    Expectation,
    check_answer,
    ending,
)
from cadence_tui.domain.entry import parse_value
from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.ladder import Escalation
from cadence_tui.domain.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from cadence_tui.services.desk import Change, Desk


class ActionDraft(NamedTuple):
    """An action as it is asked for: a text, one owner, a due date."""

    text: str
    owner: str
    due: str


class ExpectationDraft(NamedTuple):
    """An expected effect as it is asked for: which KPI, to what value, by when."""

    kpi: str
    value: str
    by: str


class DecisionDraft(NamedTuple):
    """A decision as it is asked for; `definition` holds the new target and alert of one that re-targets."""

    title: str
    why: str
    answers: Sequence[str] = ()
    kind: str | None = None
    by: str | None = None
    options: Sequence[str] = ()
    actions: Sequence[ActionDraft] = ()
    expect: ExpectationDraft | None = None
    supersedes: str | None = None
    check_on: str | None = None
    definition: Mapping[str, object] | None = None


def read_date(text: str, what: str, today: date, *, is_past: bool = False) -> date:
    """Read a day; one without its year is the nearest of that name, Friday the next one, or the last that was."""
    from cadence_tui.edges.dates import one_day

    found: date | None = None
    with suppress(ValueError):
        found = one_day(text, today, is_past=is_past)
    if found is None or found.year not in YEARS:
        raise InvalidError(
            f"The {what} “{text[:40]}” is no day; write it as Friday, 30 Nov, 30 Nov 2026 or 2026-11-30."
        )
    return found


def decide(desk: Desk, draft: DecisionDraft) -> Decision:
    """Log a decision, answer what it answers, and carry it out where its kind says so.

    Raises:
        NotFoundError: for an unknown id, KPI or person.
        RefusedError: where a rung, a kind or an ended escalation does not allow it.
    """
    with desk.change("decided") as change:
        decision, touches = decide_within(change, draft)
        change.name(decision.id, touches=touches, why=decision.why)
        change.entry.after = {"title": decision.title, "kind": decision.kind, "answers": list(decision.answers)}
        return decision


def decide_within(change: Change, draft: DecisionDraft) -> tuple[Decision, tuple[str, ...]]:
    """Log a decision as a part of a change; returns it, and the ids and keys of what it concerns."""
    old = change.repository.decision(draft.supersedes) if draft.supersedes else None
    if old is not None and old.superseded_by is not None:
        raise RefusedError(f"{old.id} is superseded by {old.superseded_by} already; supersede that one.")
    answers = _resolve(change, (*draft.answers, *(old.answers if old else ())))
    fresh = [e for e in answers.escalations if old is None or e.id not in old.answers]
    kind = _kind(draft, answers)
    decision = _decision(change, draft, kind, answers, old)
    actions = [_action(change, a, decision=decision.id) for a in draft.actions]
    for escalation in fresh:
        check_answer(
            escalation,
            kind,
            actions=len(actions),
            at=change.now,
            accepted_at=_last_accepted(change, escalation.kpi),
            solo=change.company.is_solo,
        )
    if old is not None:
        _supersede(change, old, decision, kind, answers)
    change.repository.put_decision(decision)
    for action in actions:
        change.repository.put_action(action)
    _carry_out(change, draft, decision, kind, answers, fresh)
    touches = (*decision.answers, *(a.id for a in actions), *answers.kpis)
    return change.repository.decision(decision.id), touches


class _Answers(NamedTuple):
    """What a decision answers, looked up: ids as stored, escalations, and the KPIs concerned."""

    ids: tuple[str, ...]
    escalations: tuple[Escalation, ...]
    kpis: tuple[str, ...]


def _resolve(change: Change, texts: Sequence[str]) -> _Answers:
    """Look up what a decision answers: escalations, objectives and key results by id, KPIs by key."""
    ids, escalations, kpis = list[str](), list[Escalation](), list[str]()
    for text in texts:
        escalation = change.repository.escalation(text)
        if escalation is not None:
            ids.append(escalation.id)
            escalations.append(escalation)
            kpis.append(escalation.kpi)
            continue
        if text[:2].upper() == "O-" and text[2:3].isdigit():
            objective, part = change.repository.part(text)
            ids.append(part.id if part else objective.id)
            continue
        if text[:2].upper() == "E-" and text[2:].isdigit():
            raise NotFoundError(f"There is no escalation “{text}”; “cadence escalation list --all” shows them all.")
        kpi = change.repository.kpi(text)
        ids.append(kpi.key)
        kpis.append(kpi.key)
    unique = {e.id: e for e in escalations}
    return _Answers(tuple(dict.fromkeys(ids)), tuple(unique.values()), tuple(dict.fromkeys(kpis)))


def _kind(draft: DecisionDraft, answers: _Answers) -> DecisionKind:
    """Find the kind: a fix when it answers an escalation, else other, unless said; two kinds answer exactly one."""
    kind = draft.kind or ("fix" if answers.escalations else "other")
    found = next((known for known in DECISION_KINDS if known == kind), None)
    if found is None:
        raise InvalidError(f"“{kind[:40]}” is no kind of decision; use one of {', '.join(DECISION_KINDS)}.")
    if found in ("retarget", "retire") and (len(answers.ids) != 1 or not answers.kpis):
        raise RefusedError(f"A decision to {found} answers exactly one escalation or KPI; name it with --for.")
    if found == "retarget" and not draft.definition:
        raise RefusedError("A decision to retarget needs the new target; give it with --target.")
    return found


def _decision(
    change: Change, draft: DecisionDraft, kind: DecisionKind, answers: _Answers, old: Decision | None
) -> Decision:
    """Make the decision's record, with the KPIs' values on the day."""
    today = change.course.calendar.today(change.now)
    expect = _expectation(change, draft.expect) if draft.expect else None
    then = dict[str, Decimal]()
    for key in dict.fromkeys((*answers.kpis, *((expect.kpi,) if expect else ()))):
        kpi = change.course.kpis[key]
        newest = change.values.before(kpi, "9998-12" if kpi.grain == "monthly" else "9998-W01", 1)
        if newest:
            then[key] = newest[0][1]
    return Decision(
        id=f"D-{change.repository.take_number('D')}",
        title=clean_line(draft.title, "title"),
        why=_reason(draft.why),
        kind=kind,
        by=change.repository.person(draft.by) if draft.by else change.who,
        at=change.now,
        check_on=read_date(draft.check_on, "day to check on", today) if draft.check_on else today + CHECK_AFTER,
        answers=answers.ids,
        options=tuple(clean_line(option, "option") for option in draft.options),
        expect=expect,
        then=then,
        supersedes=old.id if old else None,
    )


def _reason(text: str) -> str:
    """Read why something was decided, which nobody will know later unless it is said now."""
    reason = clean_text(text, "reason")
    if not reason:
        raise InvalidError("A decision needs its reason; say why in a sentence.")
    return reason


def _expectation(change: Change, draft: ExpectationDraft) -> Expectation:
    """Read the effect that is expected."""
    kpi = change.repository.kpi(draft.kpi)
    value = parse_value(
        draft.value, unit=kpi.unit, direction=kpi.goal.direction, number_format=change.company.number_format
    )
    today = change.course.calendar.today(change.now)
    return Expectation(kpi.key, value, read_date(draft.by, "day of the effect", today))


def _last_accepted(change: Change, kpi: str) -> datetime | None:
    """Find when an escalation of a KPI last ended as accepted."""
    ended = [e.ended_at for e in change.repository.escalations_of(kpi) if e.outcome == "accepted" and e.ended_at]
    return max(ended, default=None)


def _supersede(change: Change, old: Decision, new: Decision, kind: DecisionKind, answers: _Answers) -> None:
    """Put a decision in the place of another; it moves no ladder by that."""
    change.repository.put_decision(old._replace(superseded_by=new.id))
    for escalation in answers.escalations:
        if escalation.state == "open" and escalation.id in old.answers:
            if kind in ("retarget", "retire"):
                raise RefusedError(
                    f"Superseding {old.id} moves no ladder, and {escalation.id} is open: log a decision to {kind} "
                    f"of its own with --for {escalation.id}."
                )
            change.course.supersede(escalation, new.id, change.now)


def _carry_out(
    change: Change,
    draft: DecisionDraft,
    decision: Decision,
    kind: DecisionKind,
    answers: _Answers,
    fresh: Sequence[Escalation],
) -> None:
    """Answer the escalations, and re-target or retire the KPI where that was decided."""
    from cadence_tui.services.kpis import retarget, retire_now

    kpi = change.course.kpis[answers.kpis[0]] if kind in ("retarget", "retire") else None
    if kpi is not None and not fresh and kpi.key in change.course.escalations:
        open_one = change.course.escalations[kpi.key].id
        raise RefusedError(f"{kpi.key} has an open escalation; let the decision answer it with --for {open_one}.")
    if kpi is not None and kind == "retarget":
        retarget(change, kpi, draft.definition or {}, decision.why)
    for escalation in fresh:
        change.course.respond(escalation, decision.id, change.now, outcome=ending(kind), why=decision.why)
    if kpi is not None and kind == "retire":
        retire_now(change, kpi)


def check(desk: Desk, decision: str, verdict: str, *, note: str = "", until: str | None = None) -> Decision:
    """Say whether a decision worked, failed, or that it is too early to tell, with a new day to ask on."""
    with desk.change("checked") as change:
        found = change.repository.decision(decision)
        today = change.course.calendar.today(change.now)
        change.name(found.id, touches=found.answers, why=note or None)
        if found.outcome is not None:
            raise RefusedError(f"{found.id} was answered already ({found.outcome}); supersede it if that has changed.")
        if verdict == "early":
            day = read_date(until, "new day", today) if until else today + CHECK_AFTER
            if day <= today:
                raise RefusedError(f"{day} has come already; choose a later day to check {found.id} on.")
            after = found._replace(check_on=day, checked_note=clean_text(note, "note"))
        else:
            outcomes: dict[str, DecisionOutcome] = {"worked": "worked", "failed": "failed"}
            if verdict not in outcomes:
                raise InvalidError(f"“{verdict[:40]}” is no answer; say worked, failed or early.")
            after = found._replace(
                outcome=outcomes[verdict], checked_at=change.now, checked_note=clean_text(note, "note")
            )
        change.repository.put_decision(after)
        change.entry.before = {"outcome": found.outcome, "check_on": found.check_on.isoformat()}
        change.entry.after = {"outcome": after.outcome, "check_on": after.check_on.isoformat()}
        return after


# --- Actions ----------------------------------------------------------------------------------------------------------


def add_action(desk: Desk, draft: ActionDraft, *, decision: str | None = None, serves: Sequence[str] = ()) -> Action:
    """Add an action, on its own or to a decision, with which it then counts."""
    with desk.change("added action") as change:
        of = change.repository.decision(decision) if decision else None
        ids = _resolve(change, serves)
        action = _action(change, draft, decision=of.id if of else None, serves=ids.ids)
        change.repository.put_action(action)
        change.name(action.id, touches=(*((of.id, *of.answers) if of else ()), *ids.ids, *ids.kpis))
        change.entry.after = {"text": action.text, "owner": action.owner, "due": action.due.isoformat()}
        return action


def _action(change: Change, draft: ActionDraft, *, decision: str | None, serves: tuple[str, ...] = ()) -> Action:
    """Make an action's record."""
    return Action(
        id=f"A-{change.repository.take_number('A')}",
        text=clean_line(draft.text, "action"),
        owner=change.repository.person(draft.owner),
        due=read_date(draft.due, "due date", change.course.calendar.today(change.now)),
        created_at=change.now,
        decision=decision,
        serves=serves,
    )


def finish(desk: Desk, action: str) -> Action:
    """Claim that an action is done; in a company of one that also verifies it, unless that is turned off."""
    with desk.change("done") as change:
        found = change.repository.action(action)
        _refuse_unless(found, ("open",), "marked done")
        after = found._replace(state="done", done_at=change.now)
        if change.company.is_solo and change.company.self_verify:
            after = after._replace(state="verified", verified_at=change.now, verified_by=change.who)
        return _moved(change, found, after)


def verify(desk: Desk, action: str) -> Action:
    """Check that an action was done; verifying an open one marks it done too."""
    with desk.change("verified") as change:
        found = change.repository.action(action)
        _refuse_unless(found, ("open", "done"), "verified")
        after = found._replace(
            state="verified",
            done_at=found.done_at or change.now,
            verified_at=change.now,
            verified_by=change.who,
        )
        return _moved(change, found, after)


def drop(desk: Desk, action: str, why: str) -> Action:
    """Drop an action, with the reason."""
    reason = clean_line(why, "reason")
    with desk.change("dropped", why=reason) as change:
        found = change.repository.action(action)
        _refuse_unless(found, ("open", "done"), "dropped")
        return _moved(change, found, found._replace(state="dropped", dropped_at=change.now, dropped_why=reason))


def keep(desk: Desk, action: str, due: str, *, owner: str | None = None, text: str | None = None) -> Action:
    """Carry an action over to a new date, shrunk or handed to somebody else where that was asked."""
    with desk.change("kept") as change:
        found = change.repository.action(action)
        _refuse_unless(found, ("open",), "kept")
        after = found._replace(
            due=read_date(due, "due date", change.course.calendar.today(change.now)),
            owner=change.repository.person(owner) if owner else found.owner,
            text=clean_line(text, "action") if text else found.text,
        )
        return _moved(change, found, after)


def _refuse_unless(action: Action, states: tuple[str, ...], what: str) -> None:
    """Refuse a step from a state that does not lead there."""
    if action.state not in states:
        raise RefusedError(f"{action.id} is {action.state} already; it cannot be {what}.")


def _moved(change: Change, before: Action, after: Action) -> Action:
    """Write an action's new state; the escalation that its decision answers may be verified by it."""
    change.repository.put_action(after)
    touches = list[str]()
    if after.decision is not None:
        touches.append(after.decision)
        for escalation in list(change.course.escalations.values()):
            if after.decision in escalation.decisions:
                touches += [escalation.id, escalation.kpi]
                change.course.settle_verified(escalation.kpi, change.now)
    change.name(after.id, touches=touches)
    change.entry.before, change.entry.after = _facts(before), _facts(after)
    return after


def _facts(action: Action) -> dict[str, str]:
    """Give what may change of an action."""
    return {"state": action.state, "owner": action.owner, "due": action.due.isoformat(), "text": action.text}
