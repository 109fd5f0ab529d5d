"""What the escalations step says of a miss: its cause in words, who is asked, and all that happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.services.story import of_escalation
from cadence_tui.tui import ink
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.story_words import value
from cadence_tui.tui.typed import USUAL

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import Cause, Escalation
    from cadence_tui.services.meeting import Miss
    from cadence_tui.services.view import View

_RUNNING = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_IN_WORDS = {"≥ ": "at least ", "≤ ": "at most "}


def cause_words(view: View, one: Escalation) -> str:
    """Say why an escalation is where it is: “late two weeks running, then 7.4 % against at most 7 %”."""
    parts, late = list[str](), 0
    for cause in [*(cause for cause in one.causes if not cause.struck), None]:
        if cause is not None and cause.kind == "late":
            late += 1
            continue
        if late:
            parts.append("late" if late == 1 else f"late {_RUNNING.get(late, late)} {_periods(view, one)} running")
            late = 0
        if cause is not None:
            parts.append("no answer" if cause.kind == "no_response" else _breach(view, one, cause))
    return ", then ".join(parts)


def _periods(view: View, one: Escalation) -> str:
    """Say by what a KPI is judged."""
    return "months" if view.kpis[one.kpi].grain == "monthly" else "weeks"


def _breach(view: View, one: Escalation, cause: Cause) -> str:
    """Write the value that missed, against what it missed."""
    kpi, period = view.kpis[one.kpi], cause.period or ""
    judgement = view.judgement(one.kpi, period)
    goal = judgement.goal if judgement is not None else view.book.goal(kpi, period)
    bound = formatting.bound(goal.target, kpi.unit, goal.direction, view.company.number_format)
    for sign, words in _IN_WORDS.items():
        bound = bound.replace(sign, words)
    return f"{value(view, one.kpi, cause.value)} against {bound}"


def state_words(one: Miss, view: View) -> log_words.Words:
    """Say where a miss stands, for its line."""
    if one.held is not None:
        return log_words.Words("◐ answer held", ink.GOOD)
    if one.is_later and not one.escalation.answered:
        return log_words.Words("→ later", ink.MUTED)
    if one.is_coming:
        return log_words.Words("▲ with this close", ink.URGENT)
    return log_words.escalation_state(one.escalation, view)


def told(view: View, one: Miss, keys: dict[str, str]) -> list[Content]:
    """Tell of a miss: its cause, who is asked for what until when, what it was like before, and what could be done."""
    escalation, kpi = one.escalation, one.line.kpi
    owes = "a corrective action" if escalation.here.owes == "action" else "a decision"
    lines = [ink.line((kpi.name, ink.STRONG), "  ", cause_words(view, escalation) or "withdrawn")]
    if escalation.state == "open":
        lines.append(ink.text(_asked(view, one, owes), ink.MUTED))
    else:
        lines.append(ink.text(f"ends with this close: {escalation.outcome}", ink.GOOD))
    if one.line.signal == "noise" and not one.is_over_by_itself:
        lines.append(ink.text(f"The value is {USUAL}: it moves as much by itself.", ink.MUTED))
    if one.line.note:
        lines.append(ink.text(f"“{one.line.note}”"))
    if one.held is not None:
        lines.append(
            ink.line(("Held: ", ink.GOOD), one.held.draft.title, (". It is logged with the close.", ink.MUTED))
        )
        lines += [
            ink.text(f"  □ {action.text}  {_whose(view, action.owner)}{action.due}", ink.MUTED)
            for action in one.held.draft.actions
        ]
    if offer := _offer(one, keys):
        lines.append(ink.text(offer, ink.ACCENT))
    return [*lines, ink.text(""), *_history(view, one)]


def _whose(view: View, owner: str) -> str:
    """Name an owner where it could be another."""
    return "" if view.company.is_solo else f"{owner}, "


def _asked(view: View, one: Miss, owes: str) -> str:
    """Say which rung it is on, who owes what, and how long they have."""
    escalation = one.escalation
    rung = f"{escalation.id}, rung {escalation.rung} of {len(escalation.rungs)}"
    if escalation.answered or escalation.recovered_at:
        how = "answered" if escalation.answered else "recovered"
        return f"{rung}: {how}"
    here = escalation.here
    whom = here.name if here.name == one.asked else f"{here.name}, {one.asked},"
    if view.company.is_solo and one.asked == view.company.founder:
        whom = "you"
    left = f" within {here.hours} h of the close" if one.is_coming and here.hours else ""
    due = view.due_at(escalation)
    if not one.is_coming and due is not None:
        word = "overdue since" if escalation.overdue_since else f"{formatting.span(due - view.now)} left, until"
        left = f"; {word} {log_words.moment(due, view)}"
    return f"{rung}: {whom} {'owe' if whom == 'you' else 'owes'} {owes}{left}"


def _offer(one: Miss, keys: dict[str, str]) -> str:
    """Say what fits best, and its key."""
    if one.is_over_by_itself and one.escalation.state == "open":
        return f"{keys['accept']} closes it: it has recovered by itself."
    if one.asks and one.is_usual:
        return f"{keys['accept']} accepts it once, as {USUAL}. {keys['answer']} decides something else."
    if one.asks:
        return f"{keys['answer']} answers it, {keys['later']} leaves it for later."
    return ""


def _history(view: View, one: Miss) -> list[Content]:
    """List what happened to it, the newest last."""
    lines = list[Content]()
    for turn in of_escalation(view, one.escalation):
        event = turn.event
        where = f" in {formatting.period_label(event.period)}" if event.period else ""
        words = {
            "miss": f"late{where}"
            if event.miss == "late"
            else f"{value(view, one.escalation.kpi, event.value)}{where}",
            "recovery": "back on track",
            "timeout": "no answer in time",
            "strike": f"the miss{where} was taken away",
            "handover": f"handed over to {turn.asked}",
            "end": f"ended: {event.outcome}",
            "response": _decided(view, event.decision),
            "superseded": _decided(view, event.decision),
        }[event.kind]
        lines.append(ink.line((f"{log_words.moment(event.at, view)}  ", ink.MUTED), words))
    return lines


def _decided(view: View, decision: str | None) -> str:
    """Name a decision."""
    found = view.repository.decision(decision) if decision else None
    return f"{found.id} {found.title}" if found is not None else ""
