"""What stands at a moment, as though caught up."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cadence_tui.domain.book import Book
from cadence_tui.domain.company import roles
from cadence_tui.services.values import Values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date, datetime

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.course import Course, Moment
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.judgement import Grade, Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation, Roles
    from cadence_tui.services.desk import Change
    from cadence_tui.storage.repository import Repository


def book_of(repository: Repository) -> Book:
    """Read the definitions that judging goes by."""
    return Book(repository.calendar(), repository.kpis(), repository.goals(), frozenset(repository.pauses()))


def course_of(repository: Repository, company: Company, book: Book | None = None) -> Course:
    """Read what the rules need to know to go on from where things stand."""
    from cadence_tui.domain import course

    book = book or book_of(repository)
    values = Values(repository, book.calendar, book.kpis)
    return course.Course(
        book,
        roles=roles(company, repository.teams()),
        ladder=repository.ladder(),
        judged_week=repository.mark("judged_week") or "",
        escalations={escalation.kpi: escalation for escalation in repository.escalations()},
        next_id=repository.next_number("E"),
        value_of=values.of,
        values_in=values.in_period,
        judged_of=repository.judgements,
        judgement_of=repository.judgement,
        judged_in=repository.judgements_of,
        all_closed=repository.all_closed,
    )


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

    @cached_property
    def okr_titles(self) -> dict[str, str]:
        """Name every objective, key result and initiative, by id."""
        return self.repository.okr_titles()

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
        stored = [self._as_it_stands(j) for j in self.repository.judgements(kpi)]
        known = {j.period for j in stored}
        fresh = self.judged_since(kpi)
        return [*reversed(stored), *(j for period, j in fresh.items() if period not in known)]

    def judgements_since(self, kpi: str, at: datetime) -> list[Judgement]:
        """List a KPI's judgements as they stand that were made from a moment on, oldest first, reading no others."""
        stored: list[Judgement] = []
        for one in self.repository.judgements(kpi):
            if one.judged_at < at:
                break
            stored.append(self._as_it_stands(one))
        known = {one.period for one in stored}
        fresh = self.judged_since(kpi)
        return [*reversed(stored), *(one for period, one in fresh.items() if period not in known)]

    def judgements_in(self, kpi: str, periods: Collection[str]) -> dict[str, Judgement]:
        """Find how a KPI is judged for some periods as it stands, by period."""
        found = self.repository.judgements_in(kpi, periods)
        if self.caught_up:
            fresh = {period: self.caught_up.judgement_now(kpi, period) for period in periods}
            found |= {period: one for period, one in fresh.items() if one is not None}
        return found

    def judged(self, period: str) -> dict[str, Judgement]:
        """Find how each KPI is judged for a period as it stands, by KPI."""
        fresh = (one for moment in self.pending for one in moment.judgements if one.period == period)
        return self.repository.judgements_of(period) | {one.kpi: one for one in fresh}

    def is_all_judged(self, week: str) -> bool:
        """Say whether everything due at a week's deadline has been judged or paused already."""
        return all(
            self.judgement(kpi.key, period) is not None or self.book.is_paused(kpi, period)
            for kpi, period in self.book.closing(week)
        )

    def grades(self, kpi: str, first: str, last: str) -> dict[str, Grade]:
        """Find how a KPI is judged from one period to another as it stands, by period."""
        found = self.repository.grades(kpi, first, last)
        return found | {period: one.grade for period, one in self.judged_since(kpi).items()}

    def _as_it_stands(self, stored: Judgement) -> Judgement:
        """Give a stored judgement as it stands."""
        return (self.caught_up and self.caught_up.judgement_now(stored.kpi, stored.period)) or stored

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

            raise not_found(
                "escalation",
                escalation,
                [e.id for e in self.escalations(ended=True)],
                hint="“cadence escalation list --all” shows them all.",
            )
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

    def judged_since(self, kpi: str) -> Mapping[str, Judgement]:
        """Give a KPI's judgements that are not stored yet, by period."""
        return self._judged.get(kpi, {})

    @cached_property
    def _judged(self) -> dict[str, dict[str, Judgement]]:
        """Sort what was judged since the file was last written by KPI: there may be many, and each KPI asks for its."""
        found: dict[str, dict[str, Judgement]] = {}
        for moment in self.pending:
            for one in moment.judgements:
                found.setdefault(one.kpi, {})[one.period] = one
        return found

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
        return [*self.repository.entries(), *self._entries_to_come()]

    def entries_about(self, subject: str) -> list[Entry]:
        """List the entries that concern an id or a key, oldest first, with those that have come due since."""
        fresh = (entry for entry in self._entries_to_come() if subject == entry.subject or subject in entry.touches)
        return [*self.repository.entries_about(subject), *fresh]

    def _entries_to_come(self) -> Iterator[Entry]:
        """Go through the entries that what has come due will leave."""
        from cadence_tui.domain.history import Entry

        for seq, moment in enumerate(self.pending, self.repository.newest_seq() + 1 if self.pending else 1):
            yield Entry(
                seq=seq,
                at=moment.at,
                recorded_at=self.now,
                who=None,
                verb=moment.verb,
                subject=moment.subject,
                touches=tuple(sorted(touched(moment))),
                after=summary(moment),
            )


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


def view_of(change: Change) -> View:
    """Look at what stands inside a change."""
    return View(change.repository, change.now, change.who, change.company, book_of(change.repository))
