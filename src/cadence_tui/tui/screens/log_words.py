"""What the log says of each thing: when, what, and where it stands, in words and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.decision import Action, Decision
from cadence_tui.domain.ladder import Escalation
from cadence_tui.tui import ink
from cadence_tui.tui.told import told

if TYPE_CHECKING:
    from datetime import date, datetime

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.timeline import Item, Kind
    from cadence_tui.services.view import View

GLYPHS: dict[Kind, str] = {"escalation": "▲", "decision": "◆", "action": "□", "change": "·"}


class Words(NamedTuple):
    """A few words with their colour."""

    text: str
    style: str = ink.PLAIN


def day(one: date, today: date) -> str:
    """Write a day, with its year where that is another."""
    if one.year == today.year:
        return formatting.day_label(one)
    return formatting.date_label(one)


def moment(at: datetime, view: View) -> str:
    """Write a moment in the company's zone, with its year where that is another."""
    local = at.astimezone(view.calendar.zone)
    year = f" {local.year}" if local.year != view.today.year else ""
    return f"{formatting.day_label(local)}{year} {local.hour:02}:{local.minute:02}"


def when(at: datetime, view: View) -> str:
    """Write a moment within its week."""
    local = at.astimezone(view.calendar.zone)
    return f"{formatting.DAYS[local.weekday()]} {local.hour:02}:{local.minute:02}"


def state(item: Item, view: View) -> Words:
    """Say where a thing stands: glyph and word, red only where somebody is needed now."""
    one = item.thing
    if isinstance(one, Escalation):
        return escalation_state(one, view)
    if isinstance(one, Decision):
        return decision_state(one, view)
    if isinstance(one, Action):
        return action_state(one, view)
    return Words("")


def escalation_state(one: Escalation, view: View) -> Words:
    """Say whether an escalation waits for an answer, and how long, or how it ended."""
    if one.state != "open":
        return Words(f"✓ {one.outcome}" if one.state == "resolved" else "· withdrawn", ink.MUTED)
    if one.recovered_at is not None:
        return Words("◐ recovered", ink.GOOD)
    if one.answered:
        return Words("◐ answered")
    due = view.due_at(one)
    if one.overdue_since is not None:
        return Words("! overdue", ink.URGENT)
    if due is None:
        return Words("! unanswered", ink.URGENT)
    return Words(f"! {formatting.span(due - view.now)} left", ink.URGENT)


def decision_state(one: Decision, view: View) -> Words:
    """Say whether a decision worked, or when that is asked."""
    if one.superseded_by is not None:
        return Words(f"→ {one.superseded_by}", ink.MUTED)
    if one.outcome is not None:
        return Words("✓ worked", ink.GOOD) if one.outcome == "worked" else Words("✗ failed", ink.WARN)
    if one.check_on <= view.today:
        return Words("? did it work", ink.WARN)
    return Words(f"? {day(one.check_on, view.today)}", ink.MUTED)


def action_state(one: Action, view: View) -> Words:
    """Say whether an action is to be done, to be checked or settled."""
    if one.is_overdue(view.today):
        return Words(f"! {formatting.plural((view.today - one.due).days, 'day')} late", ink.URGENT)
    if one.state == "open":
        return Words(f"○ {day(one.due, view.today)}")
    known = {
        "done": ("◐ to verify", ink.WARN),
        "verified": ("✓ verified", ink.MUTED),
        "dropped": ("✗ dropped", ink.MUTED),
    }
    return Words("✓ done", ink.MUTED) if _is_done_alone(one, view) else Words(*known[one.state])


def _is_done_alone(one: Action, view: View) -> bool:
    """Say whether verifying was no step of its own."""
    return one.state == "verified" and view.company.is_solo


def what(item: Item, view: View) -> str:
    """Say what a thing is about."""
    one = item.thing
    if isinstance(one, (Escalation, Decision, Action)):
        return item.what
    return change_words(one, view)


def change_words(entry: Entry, view: View) -> str:
    """Say what a change of the company, a KPI or a week was, in words rather than keys."""
    where, verb = entry.subject, entry.verb
    kpi = view.kpis.get(where)
    name = kpi.name if kpi else _period(where)
    if verb == "closed":
        return f"{_period(where)} closed in its meeting"
    if verb == "recorded" and kpi is not None and isinstance(entry.after, dict):
        return f"{name}: {_amended(entry)}"
    if verb in ("paused", "unpaused"):
        weeks = (entry.after or {}).get("weeks") if kpi is None else None
        if isinstance(weeks, list) and len(weeks) > 1:
            first, *_, last = (_period(week).partition(" ·")[0] for week in weeks)
            name = f"{first} to {last}, {len(weeks)} weeks,"
        here = (entry.after or entry.before or {}).get("paused") if kpi else None
        what_for = f": {_period(here)}" if isinstance(here, str) else ""
        return f"{name}{what_for} {'paused' if verb == 'paused' else 'no longer paused'}"
    if verb == "moved":
        return f"{name}: the close moved"
    if verb == "added KPI":
        return f"{name} became a KPI"
    if verb == "retired KPI":
        return f"{name} retired"
    if verb == "changed KPI" and isinstance(entry.after, dict):
        return f"{name}: {_changed(entry)}"
    words = told(entry, view)
    return words[:1].upper() + words[1:]


def _period(text: str) -> str:
    """Write a period for people, and anything else as it is."""
    from cadence_tui.domain.calendar import parse_period
    from cadence_tui.domain.errors import CadenceError

    try:
        return formatting.period_label(parse_period(text))
    except CadenceError:
        return text


def _amended(entry: Entry) -> str:
    """Say which values became which."""
    before = entry.before if isinstance(entry.before, dict) else {}
    parts = [
        f"{_period(period)} amended, {before.get(period) or formatting.NONE} → {value or formatting.NONE}"
        for period, value in entry.after.items()
    ]
    return ", ".join(parts)


def _changed(entry: Entry) -> str:
    """Say which of a KPI's fields became what."""
    before = entry.before if isinstance(entry.before, dict) else {}
    after = {name: value for name, value in entry.after.items() if before.get(name) != value}
    where = f" for {_period(after.pop('period'))}" if "period" in after else ""
    names = {"goal": "target"}
    parts = [
        f"{names.get(name, name.replace('_', ' '))} {_plain(before.get(name))} → {_plain(value)}"
        for name, value in after.items()
    ]
    return ", ".join(parts) + where or "defined anew"


def _plain(value: object) -> str:
    """Write what changed as people read it."""
    text = formatting.NONE if value is None or value == "" else str(value)
    return text.replace("at_least ", "≥ ").replace("at_most ", "≤ ").replace("yes_no", "yes")
