"""Where everyone who uses a company's file sits: the file, the clock, and who acts.

Whatever is read is answered as though caught up, and writes nothing. Whatever is changed is one transaction: what came
due before it is stored first, in a transaction of its own.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import DamagedError, FileError, NotFoundError
from cadence_tui.domain.text import fold
from cadence_tui.services.values import Values
from cadence_tui.services.view import View, book_of, course_of, summary, touched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from cadence_tui.domain.company import Company
    from cadence_tui.domain.course import Course, Moment
    from cadence_tui.domain.history import OpenEntry
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.storage.repository import Repository


class Change:
    """A change under way: inside its transaction and its history entry, with everything caught up."""

    def __init__(
        self, repository: Repository, company: Company, course: Course, now: datetime, who: str, entry: OpenEntry
    ) -> None:
        """Keep what a change needs to know."""
        self.repository, self.company, self.course = repository, company, course
        self.now, self.who, self.entry = now, who, entry
        self.deed = course.begin_deed(now)

    @property
    def values(self) -> Values:
        """Give the values as they stand now."""
        return Values(self.repository, self.course.calendar, dict(self.course.kpis))

    def name(self, subject: str, *, touches: Iterable[str] = (), why: str | None = None) -> None:
        """Say what the entry is about, once it is known, and why it was made."""
        self.entry.subject, self.entry.why = subject, why or self.entry.why
        self.entry.touches.extend((subject, *touches))

    def settle(self) -> None:
        """Store what the deed has led to so far, so that what it does next finds that in the file."""
        store(self.repository, self.deed, newest_states([self.deed]))
        self.entry.touches.extend(touched(self.deed))
        self.course.moments.clear()
        self.deed = self.course.begin_deed(self.now)

    def supersede_entry(self, seq: int) -> None:
        """Say which entry this one undoes."""
        self.entry.undoes = seq

    def reload(self) -> Course:
        """Read again what the rules need to know, after state was put back."""
        return course_of(self.repository, self.repository.company())


_BACKED_UP = "backed_up_on"
_LONG_AGO = timedelta(days=180)


class _NothingChanged(Exception):  # noqa: N818 (no error: it ends a transaction that kept nothing)
    """Ends a change that turned out to change nothing."""


class Desk:
    """The file, the clock and who acts: what every service is handed."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime], who: str | None = None) -> None:
        """Sit down; nothing is read yet."""
        self.repository, self.clock, self.asked_for = repository, clock, who
        self.back_up_beside: Callable[[datetime], None] | None = None

    def who(self, company: Company) -> str:
        """Name who acts: the person asked for, else the founder.

        Raises:
            NotFoundError: where that is nobody of the company, or nobody any more; saying how to act as somebody else.
        """
        if not self.asked_for:
            return company.founder
        if (day := self._left_on(self.asked_for)) is not None:
            raise NotFoundError(
                f"{self.asked_for} left the company on {day}, so nothing can be changed in that name; looking is free. "
                "Say who acts: --as NAME, CADENCE_USER, or who you are in the settings."
            )
        return self.repository.person(self.asked_for)

    def _left_on(self, name: str) -> str | None:
        """Give the day on which somebody left, if they did and nobody of that name is there."""
        same = fold(name)
        gone = next((at for who, at in self.repository.left().items() if fold(who) == same), None)
        return None if gone is None else gone.astimezone(self.repository.calendar().zone).date().isoformat()

    def onlooker(self, company: Company) -> str:
        """Name who looks: who acts, else, where that is nobody of the company, the name that was asked for."""
        try:
            return self.who(company)
        except NotFoundError:
            return self.asked_for or company.founder

    def actor_warning(self) -> str:
        """Say what is wrong with who acts, if anything is: nobody can change things in the name of one who left."""
        try:
            self.who(self.repository.company())
        except NotFoundError as error:
            return str(error)
        return ""

    def view(self) -> View:
        """Look at what stands now, as though caught up."""
        now = self.clock()
        with self.repository.database.reading():
            company = self.repository.company()
            book = book_of(self.repository)
            course = None
            if self._is_due(now):
                course = course_of(self.repository, company, book)
                course.catch_up(now)
            return View(self.repository, now, self.onlooker(company), company, book, course)

    def catch_up(self) -> int:
        """Store what has come due, in a transaction of its own; returns how many moments that were."""
        now = self.clock()
        if not self._is_due(now):
            return 0
        with self.repository.database.transaction():
            course = course_of(self.repository, self.repository.company())
            return self._store_due(course, now)

    @contextmanager
    def change(self, verb: str, subject: str = "", why: str | None = None) -> Iterator[Change]:
        """Make one change: caught up first, whole or not at all, with its entry in the history.

        One that turns out to change nothing leaves no entry either.
        """
        self.catch_up()
        with suppress(_NothingChanged):
            yield from self._changed(verb, subject, why)

    def _changed(self, verb: str, subject: str, why: str | None) -> Iterator[Change]:
        """Hold the transaction and the entry of a change."""
        now = self.clock()
        is_days_first = self.repository.mark(_BACKED_UP) != now.date().isoformat()
        if is_days_first and self.back_up_beside is None:
            self._back_up(now)
        with self.repository.database.transaction():
            company = self.repository.company()
            who = self.who(company)
            course = course_of(self.repository, company)
            self._store_due(course, now)
            with self.repository.entry(at=now, recorded_at=now, who=who, verb=verb, subject=subject, why=why) as entry:
                change = Change(self.repository, company, course, now, who, entry)
                yield change
                change.settle()
                if entry.is_empty:
                    raise _NothingChanged
            self.repository.set_judged(None, course_of(self.repository, self.repository.company()).next_moment())
        if is_days_first and self.back_up_beside is not None:
            self.back_up_beside(now)

    def _back_up(self, now: datetime) -> None:
        """Take the day's backup; where it cannot be made, the write that follows says what is wrong with the place."""
        try:
            self.repository.back_up(now, "daily")
        except DamagedError:
            raise
        except FileError:
            return
        self.backed_up(now)

    def backed_up(self, now: datetime) -> None:
        """Keep that the day has its backup.

        A command takes it before the day's first write. An app takes it beside, right after that write, so that it
        waits for nobody's key: what stood before is one undo away in it.
        """
        with self.repository.database.transaction():
            self.repository.set_mark(_BACKED_UP, now.date().isoformat())

    def _store_due(self, course: Course, now: datetime) -> int:
        """Store what came due up to now, each moment as an entry stamped with its own time.

        Escalations are written once, with the last of them: each holds all its causes, which years of misses make many.
        """
        course.catch_up(now)
        states = newest_states(course.moments)
        for moment in course.moments:
            with self.repository.entry(
                at=moment.at, recorded_at=now, who=None, verb=moment.verb, subject=moment.subject
            ) as entry:
                store(self.repository, moment, states if moment is course.moments[-1] else ())
                entry.touches.extend(touched(moment))
                entry.after = summary(moment)
        count = len(course.moments)
        course.moments.clear()
        if count:
            self.repository.set_judged(course.judged_week, course.next_moment())
        return count

    def clock_warning(self) -> str:
        """Say what looks wrong with the clock, for as long as it is so.

        It is behind while a change is in the file that was stored later than now, whatever has been stored since.
        """
        latest, newest, now = self.repository.latest_at(), self.repository.newest_at(), self.clock()
        if latest is not None and now < latest:
            return (
                f"The clock is behind a change that is in the file ({latest.isoformat()}); check it. "
                "Changes keep the order in which they are made."
            )
        if newest is not None and now - newest > _LONG_AGO:
            return (
                f"The newest change is {(now - newest).days} days old ({newest.date()}); check the clock. "
                "What came due since is judged with the next change."
            )
        return ""

    def is_behind(self) -> bool:
        """Say whether something has come due that is not stored yet."""
        return self._is_due(self.clock())

    def _is_due(self, now: datetime) -> bool:
        """Tell in one look whether there is anything to catch up."""
        next_moment = self.repository.next_moment()
        return next_moment is None or next_moment <= now


def newest_states(moments: Iterable[Moment]) -> list[Escalation]:
    """Give the escalations that moved, each as its last move left it."""
    return list({move.after.id: move.after for moment in moments for move in moment.moves}.values())


def store(repository: Repository, moment: Moment, states: Iterable[Escalation]) -> None:
    """Write what happened at a moment into the entry that is open, and how escalations stand after it."""
    repository.add_judgements(moment.judgements)
    repository.add_events(moment.moves)
    for escalation in states:
        repository.put_escalation(escalation)
