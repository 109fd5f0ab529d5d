"""How a story is told: what happened, who was asked and by when, what they decided, who did what, whether it worked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.report import cause_words
from cadence_tui.tui import ink
from cadence_tui.tui.screens import log_words

if TYPE_CHECKING:
    from decimal import Decimal

    from textual.content import Content

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.story import Turn
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.storyline import Chain

KINDS = {
    "fix": "a fix",
    "retarget": "a new target",
    "retire": "retires the KPI",
    "accept": "accepts the miss",
    "resource": "resources",
    "other": "",
}
TREND = 13


def value(view: View, key: str, amount: Decimal | None) -> str:
    """Write a KPI's value."""
    kpi = view.kpis[key]
    return formatting.value(amount, kpi.unit, kpi.goal.direction, view.company.number_format)


def title(glyph: str, id_: str, words: str, state: log_words.Words) -> Content:
    """Write what a story is about, and where that stands."""
    return ink.line((f"{glyph} {id_}  ", ink.MUTED), (words, ink.STRONG), "  ", (state.text, state.style))


def kpi_line(view: View, key: str, *, bars: bool = True, width: int = 0) -> Content:
    """Write where a KPI stands: its newest periods as bars, unless a chart follows, the newest value, the target.

    With a `width` the name is a column of its own.
    """
    kpi = view.kpis[key]
    newest = view.values.before(kpi, "9999-W01" if kpi.grain == "weekly" else "9999-01", TREND)
    amounts = [amount for _, amount in newest]
    now = f"{value(view, key, amounts[-1])} in {formatting.period_label(newest[-1][0])}" if newest else "no value yet"
    goal = formatting.bound(kpi.goal.target, kpi.unit, kpi.goal.direction, view.company.number_format)
    drawn = f"{formatting.sparkline(amounts)}  " if amounts and bars else ""
    name = ink.cell(kpi.name, width) if width else ink.text(kpi.name)
    return ink.line(name, "  ", (drawn, ink.ACCENT), (f"{now}, target {goal}", ink.MUTED))


# --- Escalations ------------------------------------------------------------------------------------------------------


def escalation_head(view: View, one: Escalation) -> list[Content]:
    """Say where an escalation stands, who is asked for what, and until when."""
    lines = [
        title(log_words.GLYPHS["escalation"], one.id, view.kpis[one.kpi].name, log_words.escalation_state(one, view))
    ]
    if one.state == "open":
        owes = "a corrective action" if one.here.owes == "action" else "a decision"
        asked, due = view.asked(one), view.due_at(one)
        rung = f"Rung {one.rung} of {len(one.rungs)}: " if len(one.rungs) > 1 else ""
        whom = "you owe" if _is_self(view, asked) else f"{_named(one.here.name, asked)} owes"
        until = ""
        if one.answered:
            whom, owes = "answered", ""
        elif due is not None:
            until = f" {'since' if one.overdue_since else 'until'} {log_words.moment(due, view)}"
        words = f"{rung}{whom} {owes}".rstrip() + until
        alone = "" if rung or one.answered else "; nobody stands above"
        lines.append(ink.text(f"{words[:1].upper()}{words[1:]}{alone}", ink.MUTED))
    return lines


def _is_self(view: View, person: str) -> bool:
    """Say whether naming somebody could say only one thing."""
    return view.company.is_solo and person == view.company.founder


def _named(rung: str, person: str) -> str:
    """Name a rung and who stands on it."""
    return rung if rung == person else f"{rung}, {person},"


def tell_turn(view: View, chain: Chain, one: Escalation, turn: Turn, *, from_rung: int) -> None:
    """Tell one event of an escalation, which stood on a rung before, and who was asked by it."""
    event, key = turn.event, one.kpi
    where = f" in {formatting.period_label(event.period)}" if event.period else ""
    if event.kind in ("response", "superseded") and event.decision is not None:
        tell_decision(view, chain, view.repository.decision(event.decision), is_again=event.kind == "superseded")
        return
    marks = {
        "miss": (("!", ink.WARN), f"late: no value{where}")
        if event.miss == "late"
        else (("✗", ink.WARN), f"breach: {value(view, key, event.value)}{where}"),
        "recovery": (("●", ink.GOOD), f"back on track{where}"),
        "timeout": (("!", ink.WARN), "no answer in time"),
        "strike": (("·", ink.MUTED), f"the miss{where} was taken away"),
        "handover": (("→", ink.MUTED), f"handed over to {turn.asked}"),
        "end": (("✓", ink.GOOD), f"ended: {event.outcome}"),
    }
    mark, words = marks[event.kind]
    more = [ink.text(event.why, ink.MUTED)] if event.why else []
    if event.kind == "timeout" and turn.rung == from_rung:
        more.append(ink.text("nobody stands above: it is overdue until it is answered", ink.MUTED))
    elif event.kind in ("miss", "timeout"):
        more.append(ink.text(_asked(view, one, turn), ink.MUTED))
    chain.link(event.at, mark, ink.text(words), *more, rail=event.kind != "end")


def _asked(view: View, one: Escalation, turn: Turn) -> str:
    """Say who was asked for what, and until when."""
    rung = one.rungs[turn.rung - 1]
    owes = "a corrective action" if rung.owes == "action" else "a decision"
    until = ""
    if rung.hours is not None:
        due = view.calendar.unpaused(turn.event.at + timedelta(hours=rung.hours))
        until = f", until {log_words.moment(due, view)}"
    if _is_self(view, turn.asked):
        return f"asked for {owes}{until}"
    return f"→ {_named(rung.name, turn.asked).rstrip(',')} asked for {owes}{until}"


def escalation_row(view: View, chain: Chain, one: Escalation) -> None:
    """Name an escalation among what a decision answers."""
    state = log_words.escalation_state(one, view)
    name = f"{view.kpis[one.kpi].name}: {cause_words(one)}"
    chain.link(
        one.opened_at,
        (log_words.GLYPHS["escalation"], ink.MUTED),
        ink.line((f"{one.id}  ", ink.MUTED), name, "  ", (state.text, state.style)),
        key=one.id,
    )


# --- Decisions --------------------------------------------------------------------------------------------------------


def tell_decision(view: View, chain: Chain, one: Decision, *, is_again: bool = False, is_page: bool = False) -> None:
    """Tell a decision: why, what else was considered, what was expected; then its actions, and whether it worked."""
    by = "" if view.company.is_solo else f"  {one.by}"
    what = KINDS[one.kind]
    about = f"  {what}" if what else ""
    lines = [ink.text(part) for part in one.why.splitlines() if part.strip()]
    lines += [ink.text(f"considered: {option}", ink.MUTED) for option in one.options]
    lines += [ink.text(words, ink.MUTED) for words in expectations(view, one)]
    if is_again:
        lines.append(ink.text(f"in the place of {one.supersedes}; it moves no ladder", ink.MUTED))
    state = log_words.decision_state(one, view)
    name = ink.line((f"{one.id}  ", ink.MUTED), (one.title, ink.STRONG), (f"{by}{about}", ink.MUTED))
    chain.link(one.at, (log_words.GLYPHS["decision"], ink.ACCENT), name, *lines, key=one.id)
    for action in view.repository.actions(closed=True, decision=one.id):
        action_row(view, chain, action)
    if is_page:
        return
    note = f": {one.checked_note}" if one.checked_note else ""
    chain.below(("→" if one.superseded_by else state.text[:1], state.style), _outcome(view, one, note), key="")


def _outcome(view: View, one: Decision, note: str) -> Content:
    """Say whether a decision worked, or when that is asked."""
    state = log_words.decision_state(one, view)
    if one.superseded_by is not None:
        return ink.text(f"{one.superseded_by} took its place", ink.MUTED)
    if one.outcome is not None:
        return ink.line((state.text[2:], state.style), note)
    when = log_words.day(one.check_on, view.today)
    return ink.text(f"did it work? asked {'since' if one.check_on <= view.today else 'on'} {when}{note}", state.style)


def tell_check(view: View, chain: Chain, one: Decision) -> None:
    """Tell whether a decision worked, then and now side by side, and what took its place."""
    state = log_words.decision_state(one, view)
    if one.outcome is not None:
        note = [ink.text(part) for part in one.checked_note.splitlines() if part.strip()]
        chain.link(
            one.checked_at, (state.text[:1], state.style), ink.text(state.text[2:], state.style), *note, rail=False
        )
    if one.superseded_by is not None:
        later = view.repository.decision(one.superseded_by)
        words = ink.line((f"{later.id}  ", ink.MUTED), later.title, ("  took its place", ink.MUTED))
        chain.link(later.at, (log_words.GLYPHS["decision"], ink.MUTED), words, key=later.id, rail=False)
    elif one.outcome is None:
        note = [ink.text(one.checked_note, ink.MUTED)] if one.checked_note else []
        when = log_words.day(one.check_on, view.today)
        asked = f"did it work? asked {'since' if one.check_on <= view.today else 'on'} {when}"
        chain.link(None, ("?", state.style), ink.text(asked, state.style), *note, rail=False)


def expectations(view: View, one: Decision) -> list[str]:
    """Say what was expected, then and now side by side."""
    found = list[str]()
    for key, then in one.then.items():
        kpi = view.kpis[key]
        newest = view.values.before(kpi, "9999-W01" if kpi.grain == "weekly" else "9999-01", 1)
        now = f", {value(view, key, newest[-1][1])} now" if newest else ""
        wanted = ""
        if one.expect is not None and one.expect.kpi == key:
            by = log_words.day(one.expect.by, view.today)
            wanted = f", {value(view, key, one.expect.value)} expected by {by}"
        found.append(f"{kpi.name}: {value(view, key, then)} then{wanted}{now}")
    if one.expect is not None and one.expect.kpi not in one.then:
        by = log_words.day(one.expect.by, view.today)
        name = view.kpis[one.expect.kpi].name
        found.append(f"{name}: {value(view, one.expect.kpi, one.expect.value)} expected by {by}")
    return found


# --- Actions ----------------------------------------------------------------------------------------------------------


def action_row(view: View, chain: Chain, one: Action) -> None:
    """Name an action of a decision, with where it stands."""
    state = log_words.action_state(one, view)
    owner = "" if view.company.is_solo else f"  {one.owner}"
    why = f"  {one.dropped_why}" if one.dropped_why else ""
    words = ink.line((f"{one.id}  ", ink.MUTED), one.text, (f"{owner}{why}", ink.MUTED))
    end = ink.text(state.text, state.style)
    chain.below((log_words.GLYPHS["action"], ink.MUTED), words, key=one.id, end=end)


def tell_action(view: View, chain: Chain, one: Action, entries: list[Entry]) -> None:
    """Tell an action from when it was taken on to where it stands."""
    owner = "" if view.company.is_solo else f" {one.owner},"
    first = next((entry.before for entry in entries if entry.verb == "kept" and isinstance(entry.before, dict)), None)
    due = one.due.isoformat() if first is None else str(first.get("due"))
    words = f"taken on:{owner} due {_day(due, view)}"
    chain.link(one.created_at, (log_words.GLYPHS["action"], ink.ACCENT), ink.text(words))
    for entry in entries:
        if entry.verb == "kept" and isinstance(entry.before, dict) and isinstance(entry.after, dict):
            chain.link(
                entry.at, ("→", ink.MUTED), ink.text(_kept(entry.before, entry.after, view)), _by(entry.who, view)
            )
    if one.done_at is not None and one.done_at != one.verified_at:
        chain.link(one.done_at, ("◐", ink.PLAIN), ink.text("done"), rail=one.state != "done")
    if one.verified_at is not None:
        by = "" if view.company.is_solo else f" by {one.verified_by}"
        is_alone = view.company.is_solo and one.done_at == one.verified_at
        words = "done, self-verified" if is_alone else f"verified{by}"
        chain.link(one.verified_at, ("✓", ink.GOOD), ink.text(words), rail=False)
    if one.dropped_at is not None:
        chain.link(one.dropped_at, ("✗", ink.MUTED), ink.text("dropped"), ink.text(one.dropped_why), rail=False)
    elif one.state == "open":
        state = log_words.action_state(one, view)
        weeks = one.age_weeks(view.today, one.created_at.astimezone(view.calendar.zone).date())
        age = f"open for {formatting.plural(weeks, 'week')}" if weeks else "open"
        due_now = f"due {log_words.day(one.due, view.today)}"
        chain.link(None, (state.text[:1], state.style), ink.text(f"{age}, {due_now}", state.style), rail=False)


def _day(text: str, view: View) -> str:
    """Write a stored day for people."""
    from datetime import date

    return log_words.day(date.fromisoformat(text), view.today)


def _by(who: str | None, view: View) -> Content:
    """Name who did something, where it could have been another."""
    return ink.text("" if view.company.is_solo or who is None else who, ink.MUTED)


def _kept(before: dict[str, str], after: dict[str, str], view: View) -> str:
    """Say what of an action was changed as it was carried over."""
    parts = list[str]()
    if before.get("due") != after.get("due"):
        parts.append(f"carried over from {_day(before['due'], view)} to {_day(after['due'], view)}")
    if before.get("owner") != after.get("owner"):
        parts.append(f"handed from {before['owner']} to {after['owner']}")
    if before.get("text") != after.get("text"):
        parts.append(f"was “{before['text']}”")
    return ", ".join(parts) or "kept as it was"
