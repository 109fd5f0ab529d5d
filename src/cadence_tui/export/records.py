"""A decision's record as Markdown, in the shape of MADR 4: context, options, outcome, consequences, confirmation."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.text import slug, visible
from cadence_tui.export.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.record import Record

NAME_LENGTH = 60
# What begins a list, a rule or an underline where it stands first in a paragraph.
_OPENING = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")


def file_name(decision: Decision) -> str:
    """Name a decision's file: its id, then its title in letters that every file system takes."""
    words = slug(decision.title).encode("ascii", "ignore").decode()[:NAME_LENGTH].strip("-_")
    return f"{decision.id}-{words}.md" if words else f"{decision.id}.md"


def render(record: Record) -> str:
    """Write a decision's record."""
    one = record.decision
    parts = [_front(record), f"# {one.id} {escape(one.title)}", "## Context and Problem Statement"]
    parts += _context(record)
    parts += ["## Considered Options", "\n".join(f"* {_paragraph(option)}" for option in (one.title, *one.options))]
    first, *others = _paragraphs(one.why) or ["it was decided so."]
    parts += ["## Decision Outcome", f'Chosen option: "{escape(one.title)}", because {first}', *others]
    consequences = [*_expected(record), *(_action(record, action) for action in record.actions)]
    if consequences:
        parts += ["### Consequences", "\n".join(consequences)]
    parts += ["### Confirmation", *_confirmation(record)]
    more = [f"* Kind of decision: {one.kind}"]
    more += [
        f"* {words} {other.id} {escape(other.title)}"
        for words, other in (("Supersedes", record.supersedes), ("Superseded by", record.superseded_by))
        if other is not None
    ]
    parts += ["## More Information", "\n".join(more)]
    return "\n\n".join(parts) + "\n"


def _front(record: Record) -> str:
    """Write what stands before the text, each as a quoted YAML string, which JSON's are too."""
    one = record.decision
    state = f"superseded by {one.superseded_by}" if one.superseded_by else "accepted"
    facts = {"status": state, "date": one.at.astimezone(record.zone).date().isoformat()}
    if not record.is_solo:
        facts["decision-makers"] = visible(one.by)
    return "\n".join(["---", *(f"{name}: {json.dumps(text)}" for name, text in facts.items()), "---"])


def _context(record: Record) -> Iterator[str]:
    """Say what the decision answers, and where the KPIs stood that day."""
    one = record.decision
    if record.answers:
        yield "\n".join(f"* {escape(id_)}: {escape(about)}" for id_, about in record.answers)
    else:
        yield "It answers nothing in particular."
    stood = [
        f"* {escape(record.kpis[key].name)} stood at {_value(record, key, value)}." for key, value in one.then.items()
    ]
    if stood:
        yield "On the day:"
        yield "\n".join(stood)


def _expected(record: Record) -> Iterator[str]:
    """Say which effect was expected."""
    expect = record.decision.expect
    if expect is not None:
        name = escape(record.kpis[expect.kpi].name)
        yield f"* Expected: {name} at {_value(record, expect.kpi, expect.value)} by {expect.by.isoformat()}"


def _action(record: Record, one: Action) -> str:
    """Name an action, with where it stands."""
    owner = "" if record.is_solo else f"{escape(one.owner)}, "
    why = f": {escape(one.dropped_why)}" if one.dropped_why else ""
    return f"* {one.id} {escape(one.text)} ({owner}due {one.due.isoformat()}, {one.state}{why})"


def _confirmation(record: Record) -> Iterator[str]:
    """Say whether it worked, or when that is asked; what was expected beside what came."""
    one = record.decision
    if one.outcome is not None and one.checked_at is not None:
        words = "It worked" if one.outcome == "worked" else "It did not work"
        yield f"{words}, as of {one.checked_at.astimezone(record.zone).date().isoformat()}."
    elif one.superseded_by is not None:
        yield "It was superseded before anybody said whether it worked."
    else:
        yield f"Whether it worked is asked on {one.check_on.isoformat()}."
    if one.expect is not None and record.actual is not None:
        name, key = escape(record.kpis[one.expect.kpi].name), one.expect.kpi
        expected, actual = _value(record, key, one.expect.value), _value(record, key, record.actual)
        yield f"{name} stood at {actual}; {expected} was expected."
    yield from _paragraphs(one.checked_note)


def _value(record: Record, key: str, amount: Decimal) -> str:
    """Write a KPI's value with all its digits."""
    kpi = record.kpis[key]
    return formatting.value(amount, kpi.unit, kpi.goal.direction, record.number_format, short=False)


def _paragraphs(text: str) -> list[str]:
    """Write each line of a text as a paragraph of its own."""
    return [_paragraph(line) for line in text.splitlines() if line.strip()]


def _paragraph(line: str) -> str:
    """Write a line so that it begins nothing but a paragraph."""
    return _OPENING.sub(_guarded, escape(line))


def _guarded(found: re.Match[str]) -> str:
    """Put a backslash before a mark, and after a number."""
    mark = found[1]
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
