"""Where everyone who uses a company's file sits: the file, the clock, and who acts.

Whatever is read is answered as though caught up, and writes nothing. Whatever is changed is one transaction: what came
due before it is stored first, in a transaction of its own.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from cadence_tui.domain.book import Book
from cadence_tui.domain.calendar import first_day, last_day
from cadence_tui.domain.company import roles
from cadence_tui.domain.errors import DamagedError, FileError
from cadence_tui.domain.judgement import aggregate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.course import Course, Moment
    from cadence_tui.domain.history import Entry, OpenEntry
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation, Roles
    from cadence_tui.storage.repository import Repository


class Values:
    """The values that stand, by the period that a KPI is judged by: a daily KPI's week is worked out from its days."""

    def __init__(self, repository: Repository, calendar: Calendar, kpis: dict[str, Kpi]) -> None:
        """Read from a repository as it stands at each call."""
        self.repository, self.calendar, self.kpis = repository, calendar, kpis

    def of(self, key: str, period: str) -> Decimal | None:
        """Give the value of a KPI in a week or month, or None."""
        kpi = self.kpis[key]
        if kpi.cadence != "daily" or kpi.formula:
            return self.repository.reading(key, period)
        days = self.calendar.days_of(period)
        found = self.repository.readings(key, "daily", days[0].isoformat(), days[-1].isoformat()) if days else {}
        return aggregate(list(found.values()), kpi.aggregate)

    def days(self, key: str, week: str) -> dict[date, Decimal | None]:
        """Give a daily KPI's value on each day of a week."""
        return {day: self.repository.reading(key, day.isoformat()) for day in self.calendar.days_of(week)}

    def between(self, kpi: Kpi, first: str, last: str) -> dict[str, Decimal]:
        """Give the values from one week or month to another, oldest first; periods without one are left out."""
        if kpi.cadence != "daily" or kpi.formula:
            return self.repository.readings(kpi.key, kpi.grain, first, last)
        days = self.calendar.days_of(first) + self.calendar.days_of(last)
        since, until = (days[0], days[-1]) if days else (first_day(first), last_day(last))
        return self._weekly(kpi, self.repository.readings(kpi.key, "daily", since.isoformat(), until.isoformat()))

    def all(self, kpi: Kpi) -> dict[str, Decimal]:
        """Give every value that stands for a KPI, by week or month, oldest first."""
        if kpi.cadence != "daily" or kpi.formula:
            return self.repository.readings(kpi.key, kpi.grain)
        return self._weekly(kpi, self.repository.readings(kpi.key, "daily"))

    def before(self, kpi: Kpi, period: str, most: int) -> list[tuple[str, Decimal]]:
        """Go back from a week or month to the newest values before it, at most so many; oldest first."""
        found = list[tuple[str, Decimal]]()
        if kpi.cadence != "daily" or kpi.formula:
            for reading in self.repository.newest_readings(kpi.key, kpi.grain, period):
                found.append(reading)
                if len(found) == most:
                    break
            return found[::-1]
        days = self.calendar.days_of(period)
        before = (days[0] if days else first_day(period)).isoformat()
        weeks = dict[str, dict[str, Decimal]]()
        for day, value in self.repository.newest_readings(kpi.key, "daily", before):
            week = self.calendar.week_of_day(first_day(day))
            if week not in weeks and len(weeks) == most:
                break
            weeks.setdefault(week, {})[day] = value
        by_day = {day: value for days_of in weeks.values() for day, value in days_of.items()}
        return list(self._weekly(kpi, dict(sorted(by_day.items()))).items())

    def _weekly(self, kpi: Kpi, days: dict[str, Decimal]) -> dict[str, Decimal]:
        """Work days, oldest first, out into weeks."""
        weeks = dict[str, list[Decimal]]()
        for day, value in days.items():
            weeks.setdefault(self.calendar.week_of_day(first_day(day)), []).append(value)
        worked = {week: aggregate(values, kpi.aggregate) for week, values in weeks.items()}
        return {week: value for week, value in worked.items() if value is not None}


def book_of(repository: Repository) -> Book:
    """Read the definitions that judging goes by."""
    return Book(repository.calendar(), repository.kpis(), repository.goals(), frozenset(repository.pauses()))


def course_of(repository: Repository, company: Company, book: Book | None = None) -> Course:
    """Read what the rules need to know to go on from where things stand."""
    from cadence_tui.domain import course

    book = book or book_of(repository)
    return course.Course(
        book,
        roles=roles(company, repository.teams()),
        ladder=repository.ladder(),
        judged_week=repository.mark("judged_week") or "",
        escalations={escalation.kpi: escalation for escalation in repository.escalations()},
        next_id=repository.next_number("E"),
        value_of=Values(repository, book.calendar, book.kpis).of,
        judged_of=repository.judgements,
        judgement_of=repository.judgement,
        all_closed=repository.all_closed,
    )


class Change:
    """A change under way: inside its transaction and its history entry, with everything caught up."""

    def __init__(
        self, repository: Repository, company: Company, course: Course, now: datetime, who: str, entry: OpenEntry
    ) -> None:
        """Keep what a change needs to know."""
        self.repository, self.company, self.course = repository, company, course
        self.now, self.who, self.entry = now, who, entry

    @property
    def values(self) -> Values:
        """Give the values as they stand now."""
        return Values(self.repository, self.course.calendar, dict(self.course.kpis))

    def name(self, subject: str, *, touches: Iterable[str] = (), why: str | None = None) -> None:
        """Say what the entry is about, once it is known, and why it was made."""
        self.entry.subject, self.entry.why = subject, why or self.entry.why
        self.entry.touches.extend((subject, *touches))

    def supersede_entry(self, seq: int) -> None:
        """Say which entry this one undoes."""
        self.entry.undoes = seq

    def reload(self) -> Course:
        """Read again what the rules need to know, after state was put back."""
        return course_of(self.repository, self.repository.company())


class View:
    """What stands at a moment, as though caught up; reading it writes nothing.

    `pending` are the moments that have come due and are not stored yet; where there are any, `caught_up` is the course
    that worked them out.
    """

    def __init__(
        self,
        repository: Repository,
        now: datetime,
        who: str,
        company: Company,
        book: Book,
        caught_up: Course | None = None,
    ) -> None:
        """Keep what is read in any case; the rest is read when it is asked for."""
        self.repository, self.now, self.who, self.company, self.book = repository, now, who, company, book
        self.caught_up = caught_up
        self.pending: list[Moment] = list(caught_up.moments) if caught_up else []

    @cached_property
    def course(self) -> Course:
        """Give the course of events up to now."""
        return self.caught_up or course_of(self.repository, self.company, self.book)

    @cached_property
    def roles(self) -> Roles:
        """Say who stands behind owner, lead and founder."""
        return roles(self.company, self.repository.teams())

    @property
    def calendar(self) -> Calendar:
        """Give the deadlines."""
        return self.book.calendar

    @property
    def kpis(self) -> dict[str, Kpi]:
        """Give every KPI by its key, retired ones too."""
        return self.book.kpis

    @cached_property
    def values(self) -> Values:
        """Give the values that stand."""
        return Values(self.repository, self.calendar, self.kpis)

    @property
    def today(self) -> date:
        """Give the day it is in the company's zone."""
        return self.calendar.today(self.now)

    @property
    def week(self) -> str:
        """Name the current week."""
        return self.calendar.current_week(self.now)

    def judgement(self, kpi: str, period: str) -> Judgement | None:
        """Find one judgement as it stands."""
        source = self.caught_up.judgement if self.caught_up else self.repository.judgement
        return source(kpi, period)

    def judgements(self, kpi: str) -> list[Judgement]:
        """List a KPI's judgements as they stand, oldest first."""
        stored = [self.judgement(kpi, j.period) or j for j in self.repository.judgements(kpi)]
        known = {j.period for j in stored}
        fresh = {j.period: j for moment in self.pending for j in moment.judgements if j.kpi == kpi}
        return [*reversed(stored), *(j for period, j in fresh.items() if period not in known)]

    def escalations(self, *, ended: bool = False) -> list[Escalation]:
        """List the escalations by opening time, then KPI: the open ones, or all."""
        found = {e.id: e for e in self.repository.escalations(ended=ended)} | self._moved
        wanted = (e for e in found.values() if ended or e.state == "open")
        return sorted(wanted, key=lambda e: (e.opened_at, e.kpi))

    def escalation(self, escalation: str) -> Escalation:
        """Find an escalation by its id."""
        found = self._moved.get(escalation.upper()) or self.repository.escalation(escalation)
        if found is None:
            from cadence_tui.domain.errors import not_found

            raise not_found("escalation", escalation, [e.id for e in self.escalations(ended=True)])
        return found

    @cached_property
    def open_by_kpi(self) -> dict[str, Escalation]:
        """Give the open escalations by KPI key."""
        return {escalation.kpi: escalation for escalation in self.escalations()}

    def escalations_of(self, kpi: str) -> list[Escalation]:
        """List a KPI's escalations, oldest first."""
        found = {e.id: e for e in self.repository.escalations_of(kpi)}
        found |= {e.id: e for e in self._moved.values() if e.kpi == kpi}
        return sorted(found.values(), key=lambda e: int(e.id[2:]))

    @cached_property
    def _moved(self) -> dict[str, Escalation]:
        """Give the escalations that moved since the file was last written, as they stand."""
        return {move.after.id: move.after for moment in self.pending for move in moment.moves}

    def asked(self, escalation: Escalation) -> str:
        """Name the person on the rung now; once it has ended, at the end."""
        return escalation.asked or self.roles.person(escalation.here.who, self.kpis[escalation.kpi])

    def due_at(self, escalation: Escalation) -> datetime | None:
        """Give the moment at which its response clock runs out, or ran out on the top rung; None while it stands."""
        if escalation.clock_due is None:
            return escalation.overdue_since
        return self.calendar.unpaused(escalation.clock_due)

    def entries(self) -> list[Entry]:
        """List the history, oldest first, with what has come due since it was last written."""
        from cadence_tui.domain.history import Entry

        found = list(self.repository.entries())
        first = found[-1].seq + 1 if found else 1
        for seq, moment in enumerate(self.pending, first):
            found.append(
                Entry(
                    seq=seq,
                    at=moment.at,
                    recorded_at=self.now,
                    who=None,
                    verb=moment.verb,
                    subject=moment.subject,
                    touches=tuple(sorted(touched(moment))),
                    after=summary(moment),
                )
            )
        return found


_BACKED_UP = "backed_up_on"


class _NothingChanged(Exception):  # noqa: N818 (no error: it ends a transaction that kept nothing)
    """Ends a change that turned out to change nothing."""


class Desk:
    """The file, the clock and who acts: what every service is handed."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime], who: str | None = None) -> None:
        """Sit down; nothing is read yet."""
        self.repository, self.clock, self.asked_for = repository, clock, who

    def who(self, company: Company) -> str:
        """Name who acts: the person asked for, else the founder."""
        return self.repository.person(self.asked_for) if self.asked_for else company.founder

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
            return View(self.repository, now, self.who(company), company, book, course)

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
        today = now.date().isoformat()
        if self.repository.mark(_BACKED_UP) != today:
            self._back_up(now)
        with self.repository.database.transaction():
            company = self.repository.company()
            who = self.who(company)
            course = course_of(self.repository, company)
            self._store_due(course, now)
            with self.repository.entry(at=now, recorded_at=now, who=who, verb=verb, subject=subject, why=why) as entry:
                change = Change(self.repository, company, course, now, who, entry)
                deed = course.begin_deed(now, subject)
                yield change
                store(self.repository, deed)
                entry.touches.extend(touched(deed))
                if entry.is_empty:
                    raise _NothingChanged
            self.repository.set_judged(None, course_of(self.repository, self.repository.company()).next_moment())

    def _back_up(self, now: datetime) -> None:
        """Take the day's backup; where it cannot be made, the write that follows says what is wrong with the place."""
        try:
            self.repository.back_up(now, "daily")
        except DamagedError:
            raise
        except FileError:
            return
        with self.repository.database.transaction():
            self.repository.set_mark(_BACKED_UP, now.date().isoformat())

    def _store_due(self, course: Course, now: datetime) -> int:
        """Store what came due up to now, each moment as an entry stamped with its own time."""
        course.catch_up(now)
        for moment in course.moments:
            with self.repository.entry(
                at=moment.at, recorded_at=now, who=None, verb=moment.verb, subject=moment.subject
            ) as entry:
                store(self.repository, moment)
                entry.touches.extend(touched(moment))
                entry.after = summary(moment)
                entry.changes.clear()
        count = len(course.moments)
        course.moments.clear()
        if count:
            self.repository.set_judged(course.judged_week, course.next_moment())
        return count

    def is_behind(self) -> bool:
        """Say whether something has come due that is not stored yet."""
        return self._is_due(self.clock())

    def _is_due(self, now: datetime) -> bool:
        """Tell in one look whether there is anything to catch up."""
        next_moment = self.repository.next_moment()
        return next_moment is None or next_moment <= now


def store(repository: Repository, moment: Moment) -> None:
    """Write what happened at a moment into the entry that is open."""
    for judgement in moment.judgements:
        repository.add_judgement(judgement)
    for move in moment.moves:
        repository.add_move(move)


def touched(moment: Moment) -> set[str]:
    """Name the KPIs and escalations that a moment concerns."""
    found = {judgement.kpi for judgement in moment.judgements}
    for move in moment.moves:
        found |= {move.after.kpi, move.after.id}
    return found


def summary(moment: Moment) -> dict[str, dict[str, str]]:
    """Say in short what happened at a moment: each judgement, and where each escalation went."""
    return {
        "judged": {f"{j.kpi} {j.period}": j.status for j in moment.judgements},
        "escalations": {move.after.id: describe(move.after) for move in moment.moves},
    }


def describe(escalation: Escalation) -> str:
    """Say in a word or two where an escalation stands."""
    if escalation.state != "open":
        return escalation.outcome or escalation.state
    if escalation.overdue_since is not None:
        return f"overdue on rung {escalation.rung}"
    return "recovered" if escalation.recovered_at else f"rung {escalation.rung}"
