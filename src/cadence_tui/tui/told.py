"""What a change was, as people say it: names in the place of keys, periods and values as screens write them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import parse_period
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.history import headline
from cadence_tui.domain.lint import COMPANY

if TYPE_CHECKING:
    from cadence_tui.domain.history import Entry
    from cadence_tui.services.undo import KeptError
    from cadence_tui.services.view import View

_MEETINGS = {"weekly": "the weekly check-in", "monthly": "the monthly review", "quarterly": "the retrospective"}
_PERIOD = re.compile(r"\b\d{4}-(?:W\d\d|Q\d|\d\d)\b(?!-)")
_WHOLE = {
    "changed company": "changed the company",
    "audited": "took what came out of the audit",
}


def told(entry: Entry, view: View) -> str:
    """Say in a few words what an entry did."""
    verb, subject = entry.verb, entry.subject
    after = entry.after if isinstance(entry.after, dict) else {}
    if verb == "recorded":
        return "recorded " + ", ".join(_recorded(view, subject, *one) for one in after.items())
    if verb in ("paused", "unpaused") and subject in view.kpis:
        before = entry.before if isinstance(entry.before, dict) else {}
        where = (after or before).get("paused", "")
        return f"{verb} {view.kpis[subject].name}{f' for {period(where)}' if where else ''}"
    if verb == "changed range":
        from cadence_tui.tui.screens.settings_rows import RANGE_WORDS

        return f"changed the range of {RANGE_WORDS.get(subject, subject)}"
    if verb == "planned":
        return f"planned the minutes of {_MEETINGS.get(subject, 'the check-in')}"
    if verb == "set" and subject == "ladder":
        return "changed the ladder"
    if verb == "waived":
        return f"waived what lint found about {finding_name(view, subject)}"
    return _WHOLE.get(verb) or _renamed(headline(entry), subject, view)


def kept(error: KeptError, view: View) -> str:
    """Say why a change cannot be taken back."""
    why = error.why
    if error.later is not None:
        why = why.replace(headline(error.later), told(error.later, view))
    for name in error.names:
        why = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", lambda found: named(view, found[0]), why)
    why = _PERIOD.sub(lambda found: period(found[0]), why)
    return f"“{told(error.entry, view)}” cannot be taken back: {why}"


def named(view: View, subject: str) -> str:
    """Name a subject: a KPI by its name, a period as people write it, an id with its title."""
    if subject in view.kpis:
        return view.kpis[subject].name
    if ", " in subject:
        return formatting.join_words([named(view, one) for one in subject.split(", ")])
    title = view.okr_titles.get(subject)
    return f"{subject} ({title})" if title else period(subject)


def finding_name(view: View, key: str) -> str:
    """Name what a finding of lint is about, by its key."""
    subject = key.partition(":")[2] or key
    return "the company" if subject == COMPANY else named(view, subject)


def period(text: str) -> str:
    """Write a period for people, and anything else as it is."""
    try:
        return formatting.period_label(parse_period(text))
    except CadenceError:
        return text


def _renamed(words: str, subject: str, view: View) -> str:
    """Put the name of a subject where its key stands."""
    name = named(view, subject)
    if name == subject or not subject or subject not in words:
        return words
    head, _, rest = words.partition(subject)
    # Where the words say the title already, it is not said twice.
    return words if rest.startswith(" (") and "(" in name else f"{head}{name}{rest}"


def _recorded(view: View, key: str, where: str, text: object) -> str:
    """Say which value was recorded, for which KPI and period."""
    kpi = view.kpis.get(key)
    if kpi is None:
        return f"{key} {text} for {period(where)}"
    try:
        amount = Decimal(str(text)) if text is not None else None
    except InvalidOperation:
        return f"{kpi.name} {text} for {period(where)}"
    value = formatting.value(amount, kpi.unit, kpi.goal.direction, view.company.number_format)
    said = f" {value}" if amount is not None else ", no value"
    return f"{kpi.name}{said} for {period(where)}"
