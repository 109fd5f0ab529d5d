"""What was asked, decided, done and changed in one line of time: newest first, read as far as it is shown."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from heapq import merge
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.decision import Action, Decision
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.history import headline
from cadence_tui.domain.ladder import Escalation
from cadence_tui.domain.report import cause_words
from cadence_tui.domain.sought import Sought, Word
from cadence_tui.domain.text import fold
from cadence_tui.services.spans import span_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.view import View

Kind = Literal["escalation", "decision", "action", "change"]
State = Literal["open", "overdue", "check", "settled", "worked", "failed"]

KINDS: tuple[Kind, ...] = ("escalation", "decision", "action", "change")
STATES: tuple[State, ...] = ("open", "overdue", "check", "settled", "worked", "failed")
PAGE = 100
_EVERYTHING = 1 << 62
# What is said of every entry with a verb, beside its own words, as people read it in the log.
_SAID = {
    "closed": "closed in its meeting",
    "recorded": "recorded for amended",
    "unpaused": "no longer paused",
    "moved": "the close moved",
    "added KPI": "became a KPI",
    "retired KPI": "retired",
    "changed KPI": "target",
}


class Query(NamedTuple):
    """What is looked for: of one kind, in one state, one's own or of a person, about a KPI, of a time, with words."""

    kind: Kind | None = None
    state: State | None = None
    is_mine: bool = False
    text: str = ""
    person: str | None = None
    kpi: str | None = None
    span: str | None = None


class Item(NamedTuple):
    """One thing in the line of time, as it stands now.

    `key` is its id, and #12 for entry 12 of the history; `at` is when it came up, `who` whose it is now. It is open
    while it is not settled, overdue when its moment has passed, and to check when somebody is to say whether it was
    done, or whether it worked.
    """

    kind: Kind
    key: str
    at: datetime
    what: str
    who: str
    thing: Escalation | Decision | Action | Entry
    by: datetime | date | None = None
    is_open: bool = False
    is_overdue: bool = False
    is_to_check: bool = False


class TimeLine:
    """The line of time as it stands; what one query has found is kept, so that going on reads on."""

    def __init__(self, view: View) -> None:
        """Read nothing yet."""
        self.view = view
        self._moved = {move.after.id: move.after for moment in view.pending for move in moment.moves}
        self._query: Query | None = None
        self._known: list[Item] = []
        self._rest: Iterator[Item] = iter(())
        view.repository.read_days(_days_of(view))

    def take(self, query: Query, most: int) -> list[Item]:
        """Give the newest that a query finds, at most so many.

        Raises:
            BusyError: while another process keeps the file.
        """
        if query != self._query:
            self._query, self._known, self._rest = query, [], self._found(query)
        try:
            with self.view.repository.database.reading():
                while len(self._known) < most and (item := next(self._rest, None)) is not None:
                    self._known.append(item)
        except CadenceError:
            self._query = None
            raise
        return self._known[:most]

    # --- What is looked for -------------------------------------------------------------------------------------------

    def _found(self, query: Query) -> Iterator[Item]:
        """Go through what a query finds, newest first."""
        sought = self._sought(query)
        sources = {
            "escalation": self._escalations,
            "decision": self._decisions,
            "action": self._actions,
            "change": self._changes,
        }
        wanted = [query.kind] if query.kind else KINDS
        yield from merge(*(sources[kind](sought) for kind in wanted), key=lambda item: item.at, reverse=True)

    def _sought(self, query: Query) -> Sought:
        """Say what rows are to be like; who and what is named has to be all of it, words are found in part."""
        view = self.view
        words = tuple(
            Word(word, tuple(one.key for one in view.kpis.values() if word in fold(f"{one.key} {one.name}:")))
            for word in dict.fromkeys(fold(query.text).split())
        )
        since, until = span_of(view, query.span) if query.span else (None, None)
        person = query.person
        if query.is_mine:
            # What is mine and somebody else's is nothing.
            person = view.who if person in (None, view.who) else ""
        return Sought(view.today, words, query.state, person, query.kpi, since, until)

    def _fits(self, item: Item, sought: Sought) -> bool:
        """Say whether a row that was found is what is sought: what its words are is known only once it is read."""
        if not sought.words:
            return True
        text = fold(" ".join((item.key, _when(self.view, item.at), item.what, item.who, *self._more_words(item))))
        return all(word.text in text for word in sought.words)

    def _stands(self, item: Item, one: Escalation, sought: Sought) -> bool:
        """Say whether an escalation is as sought as it stands now; where that is changes by itself."""
        states = {"open": item.is_open, "overdue": item.is_overdue, "settled": not item.is_open}
        return (
            (sought.state is None or states.get(sought.state, False))
            and sought.person in (None, item.who)
            and sought.kpi in (None, one.kpi)
            and (sought.since is None or item.at >= sought.since)
            and (sought.until is None or item.at < sought.until)
        )

    def _more_words(self, item: Item) -> Iterator[str]:
        """Give what else a search may find something by."""
        one, kpis = item.thing, self.view.kpis
        if isinstance(one, Escalation):
            yield from (one.kpi, one.here.name, one.state, one.outcome or "", *one.decisions)
        elif isinstance(one, Decision):
            yield from (one.why, one.kind, one.outcome or "", *one.options, *one.answers)
            expected = (one.expect.kpi,) if one.expect else ()
            about = {*one.then, *expected, *(self._kpi_of(id_) for id_ in one.answers)}
            yield from (f"{key} {kpis[key].name}" for key in about if key in kpis)
        elif isinstance(one, Action):
            yield from (one.decision or "", *one.serves, one.dropped_why, one.state)
        else:
            yield from (one.why or "", _said_by(one.verb), *(kpis[key].name for key in one.touches if key in kpis))

    def _kpi_of(self, answered: str) -> str:
        """Name the KPI of an escalation; anything else that a decision answers is named as it is."""
        return self.view.repository.kpi_of_escalation(answered) or answered

    # --- Reading ------------------------------------------------------------------------------------------------------

    def _escalations(self, sought: Sought) -> Iterator[Item]:
        """Read the escalations, as though caught up."""
        below, read = _EVERYTHING, self.view.repository.found_escalations
        newest = self.view.repository.next_number("E")
        fresh = [one for one in self._moved.values() if int(one.id[2:]) >= newest]
        page: Sequence[Escalation] = sorted(fresh, key=lambda one: -int(one.id[2:]))
        while page or below == _EVERYTHING:
            for one in page:
                now = self._moved.get(one.id, one)
                item = escalation_item(now, self.view)
                if self._stands(item, now, sought) and self._fits(item, sought):
                    yield item
            below = min(below, newest) if below == _EVERYTHING else int(page[-1].id[2:])
            page = read(sought, below, PAGE)

    def _decisions(self, sought: Sought) -> Iterator[Item]:
        """Read the decisions."""
        below, read = _EVERYTHING, self.view.repository.found_decisions
        while page := read(sought, below, PAGE):
            items = (decision_item(one, self.view.today) for one in page)
            yield from (item for item in items if self._fits(item, sought))
            below = int(page[-1].id[2:])

    def _actions(self, sought: Sought) -> Iterator[Item]:
        """Read the actions."""
        below, read = _EVERYTHING, self.view.repository.found_actions
        while page := read(sought, below, PAGE):
            items = (action_item(one, self.view.today) for one in page)
            yield from (item for item in items if self._fits(item, sought))
            below = int(page[-1].id[2:])

    def _changes(self, sought: Sought) -> Iterator[Item]:
        """Read meetings, amendments, pauses and changes of definition."""
        below, read, held = _EVERYTHING, self.view.repository.found_changes, set[str]()
        while page := read(sought, below, PAGE, _said_by):
            for entry in page:
                if entry.verb == "closed":
                    # A week that was closed more than once had one meeting, which ended with the last.
                    if entry.subject in held:
                        continue
                    held.add(entry.subject)
                item = Item("change", f"#{entry.seq}", entry.at, headline(entry), entry.who or "", entry)
                if self._fits(item, sought):
                    yield item
            below = page[-1].seq


def _said_by(verb: str) -> str:
    """Give the words that stand for a verb where people read them."""
    return fold(f"{verb} {_SAID.get(verb, '')}")


def _when(view: View, at: datetime) -> str:
    """Write the day and the week of a moment, so that a search finds 2026, 2026-11, 2026-11-23 and W48."""
    day = at.astimezone(view.calendar.zone).date()
    return f"{day.isoformat()} {view.calendar.week_of_day(day)}"


def _days_of(view: View) -> Callable[[str], str]:
    """Have stored moments be written so, each once."""

    @lru_cache(maxsize=PAGE)
    def when(stamp: str) -> str:
        return fold(_when(view, datetime.fromisoformat(stamp)))

    return when


def escalation_item(one: Escalation, view: View) -> Item:
    """Say where an escalation stands."""
    is_open = one.state == "open"
    return Item(
        "escalation",
        one.id,
        one.opened_at,
        f"{view.kpis[one.kpi].name}: {cause_words(one) or 'withdrawn'}",
        view.asked(one),
        one,
        by=view.due_at(one) if is_open else None,
        is_open=is_open,
        is_overdue=one.overdue_since is not None,
    )


def decision_item(one: Decision, today: date) -> Item:
    """Say where a decision stands."""
    is_open = one.outcome is None and one.superseded_by is None
    is_due = is_open and one.check_on <= today
    return Item("decision", one.id, one.at, one.title, one.by, one, one.check_on, is_open, is_to_check=is_due)


def action_item(one: Action, today: date) -> Item:
    """Say where an action stands."""
    return Item(
        "action",
        one.id,
        one.created_at,
        one.text,
        one.owner,
        one,
        one.due,
        is_open=not one.is_closed,
        is_overdue=one.is_overdue(today),
        is_to_check=one.state == "done",
    )
