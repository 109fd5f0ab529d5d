"""What was asked, decided, done and changed in one line of time: newest first, read as far as it is shown."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from heapq import merge
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.decision import Action, Decision
from cadence_tui.domain.history import headline
from cadence_tui.domain.ladder import Escalation
from cadence_tui.domain.report import cause_words
from cadence_tui.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.view import View

Kind = Literal["escalation", "decision", "action", "change"]
State = Literal["open", "overdue", "check"]

KINDS: tuple[Kind, ...] = ("escalation", "decision", "action", "change")
PAGE = 200
_EVERYTHING = 1 << 62


class Query(NamedTuple):
    """What is looked for: of one kind, in one state, one's own, and with these words in it."""

    kind: Kind | None = None
    state: State | None = None
    is_mine: bool = False
    text: str = ""


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
    """The line of time as it stands; what was read once is kept, so that each key of a search looks at memory."""

    def __init__(self, view: View) -> None:
        """Read nothing yet."""
        self.view = view
        self._moved = {move.after.id: move.after for moment in view.pending for move in moment.moves}
        self._known: dict[bool, list[Item]] = {True: [], False: []}
        self._rest = {True: self._unsettled(), False: self._all()}
        self._words = dict[str, str]()
        self._weeks = dict[date, str]()

    def take(self, query: Query, most: int) -> list[Item]:
        """Give the newest that a query finds, at most so many.

        Raises:
            BusyError: while another process keeps the file.
        """
        is_wanted = self._wanted(query)
        found = list[Item]()
        with self.view.repository.database.reading():
            for item in self._each(unsettled=query.state is not None):
                if is_wanted(item):
                    found.append(item)
                    if len(found) == most:
                        break
        return found

    def _each(self, *, unsettled: bool) -> Iterator[Item]:
        """Go through what is known, then read on."""
        known, rest = self._known[unsettled], self._rest[unsettled]
        yield from known
        for item in rest:
            known.append(item)
            yield item

    def _wanted(self, query: Query) -> Callable[[Item], bool]:
        """Make the test for a query."""
        words = fold(query.text).split()

        def test(item: Item) -> bool:
            if query.kind is not None and item.kind != query.kind:
                return False
            if query.state is not None and not _in_state(item, query.state):
                return False
            if query.is_mine and item.who != self.view.who:
                return False
            return not words or all(word in self._words_of(item) for word in words)

        return test

    def _words_of(self, item: Item) -> str:
        """Give what a search looks through: id, day and week, what, who, why and what it is about, by key and name."""
        found = self._words.get(item.key)
        if found is None:
            text = " ".join((item.key, self._when(item.at), item.what, item.who, *self._more_words(item)))
            found = self._words[item.key] = text.casefold() if text.isascii() else fold(text)
        return found

    def _when(self, at: datetime) -> str:
        """Write the day and the week of a moment, so that a search finds 2026, 2026-11, 2026-11-23 and W48."""
        day = at.astimezone(self.view.calendar.zone).date()
        found = self._weeks.get(day)
        if found is None:
            found = self._weeks[day] = f"{day.isoformat()} {self.view.calendar.week_of_day(day)}"
        return found

    def _more_words(self, item: Item) -> Iterator[str]:
        """Give what else a search may find something by."""
        one, kpis = item.thing, self.view.kpis
        if isinstance(one, Escalation):
            yield from (one.kpi, one.here.name, *one.decisions)
        elif isinstance(one, Decision):
            yield from (one.why, one.kind, *one.options, *one.answers)
            about = {*one.then, *(self._kpis_of_escalations.get(id_, id_) for id_ in one.answers)}
            yield from (f"{key} {kpis[key].name}" for key in about if key in kpis)
        elif isinstance(one, Action):
            yield from (one.decision or "", *one.serves, one.dropped_why)
        else:
            yield from (one.why or "", *(kpis[key].name for key in one.touches if key in kpis))

    @cached_property
    def _kpis_of_escalations(self) -> dict[str, str]:
        """Name the KPI of every escalation, read once."""
        return self.view.repository.kpis_of_escalations()

    # --- Reading ------------------------------------------------------------------------------------------------------

    def _all(self) -> Iterator[Item]:
        """Read everything, newest first."""
        return merge(
            self._escalations(unsettled=False),
            self._decisions(unsettled=False),
            self._actions(unsettled=False),
            self._changes(),
            key=lambda item: item.at,
            reverse=True,
        )

    def _unsettled(self) -> Iterator[Item]:
        """Read only what still asks something of somebody, newest first."""
        return merge(
            self._escalations(unsettled=True),
            self._decisions(unsettled=True),
            self._actions(unsettled=True),
            key=lambda item: item.at,
            reverse=True,
        )

    def _escalations(self, *, unsettled: bool) -> Iterator[Item]:
        """Read the escalations, as though caught up."""
        below = _EVERYTHING
        last = self.view.repository.newest_escalations(below, 1)
        newest = int(last[0].id[2:]) if last else 0
        fresh = [one for one in self._moved.values() if int(one.id[2:]) > newest]
        yield from (self._escalation(one) for one in sorted(fresh, key=lambda one: -int(one.id[2:])))
        while page := self.view.repository.newest_escalations(below, PAGE, unsettled=unsettled):
            yield from (self._escalation(self._moved.get(one.id, one)) for one in page)
            below = int(page[-1].id[2:])

    def _decisions(self, *, unsettled: bool) -> Iterator[Item]:
        """Read the decisions."""
        below, today = _EVERYTHING, self.view.today
        while page := self.view.repository.newest_decisions(below, PAGE, unsettled=unsettled):
            yield from (decision_item(one, today) for one in page)
            below = int(page[-1].id[2:])

    def _actions(self, *, unsettled: bool) -> Iterator[Item]:
        """Read the actions."""
        below, today = _EVERYTHING, self.view.today
        while page := self.view.repository.newest_actions(below, PAGE, unsettled=unsettled):
            yield from (action_item(one, today) for one in page)
            below = int(page[-1].id[2:])

    def _changes(self) -> Iterator[Item]:
        """Read meetings, amendments, pauses and changes of definition."""
        below, held = _EVERYTHING, set[str]()
        while page := self.view.repository.newest_changes(below, PAGE):
            for entry in page:
                if entry.verb == "closed":
                    # A week that was closed more than once had one meeting, which ended with the last.
                    if entry.subject in held:
                        continue
                    held.add(entry.subject)
                yield Item("change", f"#{entry.seq}", entry.at, headline(entry), entry.who or "", entry)
            below = page[-1].seq

    def _escalation(self, one: Escalation) -> Item:
        """Say where an escalation stands."""
        return escalation_item(one, self.view)


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


def _in_state(item: Item, state: State) -> bool:
    """Say whether something is in a state."""
    if state == "open":
        return item.is_open
    return item.is_overdue if state == "overdue" else item.is_to_check
