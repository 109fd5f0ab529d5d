"""Filters of the log that are kept under a name: saved, renamed and removed as every other change is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import InvalidError, RefusedError, not_found
from cadence_tui.domain.text import clean_line, same_name, visible
from cadence_tui.services.spans import span_of
from cadence_tui.services.timeline import KINDS, STATES, Query

if TYPE_CHECKING:
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View
    from cadence_tui.storage.repository import Repository

SCREEN = "log"
LONGEST = 40
KIND_WORDS = {"escalation": "escalations", "decision": "decisions", "action": "actions", "change": "changes"}
STATE_WORDS = {
    "open": "open",
    "overdue": "overdue",
    "check": "to check",
    "settled": "settled",
    "worked": "worked",
    "failed": "failed",
}
MINE = "mine"


class Saved(NamedTuple):
    """A filter with the name it was saved under."""

    name: str
    query: Query


def saved(view: View) -> list[Saved]:
    """List the saved filters by name; one that this company's log cannot be narrowed by any more is left out."""
    found = list[Saved]()
    for name, row in view.repository.saved_filters(SCREEN).items():
        try:
            found.append(Saved(name, read(view, row)))
        except (InvalidError, ValueError):
            continue
    return found


def read(view: View, text: str) -> Query:
    """Read a filter as it is stored.

    Raises:
        InvalidError: for one that names something that there is not.
    """
    fields = json.loads(text)
    if not isinstance(fields, dict) or not fields.keys() <= set(Query._fields):
        raise InvalidError(f"“{visible(text[:40])}” is no filter of the log.")
    query = Query(**fields)
    is_known = (
        query.kind in (None, *KINDS)
        and query.state in (None, *STATES)
        and fields.get("is_mine", False) in (True, False)
        and type(fields.get("text", "")) is str
        and query.person in (None, *view.repository.people(gone=True))
        and query.kpi in (None, *view.kpis)
    )
    if not is_known:
        raise InvalidError(f"“{visible(text[:40])}” names what this log does not know.")
    if query.span is not None:
        span_of(view, query.span)
    return query


def save(desk: Desk, name: str, query: Query) -> Saved:
    """Keep a filter under a name, in the place of the one that has it.

    Raises:
        RefusedError: for a filter that narrows nothing.
        InvalidError: for a name that is none.
    """
    if query == Query():
        raise RefusedError("The log is not narrowed; choose what it is to show, then save that.")
    name = read_name(name)
    with desk.change("saved filter", _subject(name)) as change:
        known = change.repository.saved_filters(SCREEN)
        before = next((one for one in known if same_name(one, name)), name)
        fields = {field: value for field, value in query._asdict().items() if value != Query._field_defaults[field]}
        change.name(_subject(before))
        change.repository.put_filter(before, SCREEN, json.dumps(fields, sort_keys=True))
        change.entry.before, change.entry.after = {"filter": known.get(before)}, {"filter": json.dumps(fields)}
    return Saved(before, query)


def rename(desk: Desk, name: str, new: str) -> str:
    """Give a saved filter another name.

    Raises:
        NotFoundError: for a filter that there is not.
        RefusedError: for a name that another has.
        InvalidError: for a name that is none.
    """
    new = read_name(new)
    with desk.change("renamed filter", _subject(name)) as change:
        known = change.repository.saved_filters(SCREEN)
        before = _find(change.repository, name)
        if any(same_name(one, new) for one in known if one != before):
            raise RefusedError(f"There is a filter “{new}” already; choose another name, or remove that one first.")
        change.repository.remove_filter(before)
        change.repository.put_filter(new, SCREEN, known[before])
        change.name(_subject(new), touches=(_subject(before),))
        change.entry.before, change.entry.after = {"name": before}, {"name": new}
    return new


def remove(desk: Desk, name: str) -> str:
    """Take a saved filter away.

    Raises:
        NotFoundError: for a filter that there is not.
    """
    with desk.change("removed filter", _subject(name)) as change:
        before = _find(change.repository, name)
        change.entry.before = {"filter": change.repository.saved_filters(SCREEN)[before]}
        change.repository.remove_filter(before)
        change.name(_subject(before))
    return before


def follow(change: Change, old: str, new: str) -> None:
    """Let the filters by a person follow to their new name."""
    for name, text in change.repository.saved_filters(SCREEN).items():
        fields = json.loads(text)
        if fields.get("person") == old:
            change.repository.put_filter(name, SCREEN, json.dumps({**fields, "person": new}, sort_keys=True))


def read_name(text: str) -> str:
    """Read a filter's name.

    Raises:
        InvalidError: for one that is empty, too long or cannot be seen.
        RefusedError: for one that the log has a filter of its own for.
    """
    name = clean_line(text, "filter’s name", longest=LONGEST)
    if any(same_name(name, own) for own in (*KIND_WORDS.values(), *STATE_WORDS.values(), MINE)):
        raise RefusedError(f"The log has a filter “{name}” of its own; choose another name.")
    return name


def _subject(name: str) -> str:
    """Name a filter in the history as nothing else is named there."""
    return f"“{name}”"


def _find(repository: Repository, name: str) -> str:
    """Find a saved filter, however its name is cased."""
    known = repository.saved_filters(SCREEN)
    found = next((one for one in known if same_name(one, name)), None)
    if found is None:
        raise not_found("saved filter", name, known)
    return found
