"""The course of events: what deadlines, clocks and people do to judgements and escalations, in time order.

This is where governance rules 3 and 4 meet. Nothing here knows when or how often the program runs: whatever has come
due is worked through in the order in which it came due, stamped with its own time, before anything a person does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.book import Book
from cadence_tui.domain.calendar import last_day, shift
from cadence_tui.domain.judgement import Judgement, amended, judge, submitted
from cadence_tui.domain.ladder import Escalation, Event, Roles, Rung, default_ladder, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Outcome

RECOVERED_AFTER = 4


class Move(NamedTuple):
    """One event of one escalation, and what it led to."""

    event: Event
    after: Escalation
    asked: str


class Moment(NamedTuple):
    """All that happened at one instant for one reason: a week's deadline, a clock run out, or a person's deed."""

    at: datetime
    verb: Literal["judged", "timed_out", "did"]
    subject: str
    judgements: list[Judgement]
    moves: list[Move]


class Course(Book):
    """What the rules need to know to go on from where things stand, and what came of it (`moments`).

    Args:
        book: the definitions that judging goes by.
        roles: who stands behind owner, lead and founder.
        ladder: the company's own rungs, or None for the default of its stage.
        judged_week: the newest week whose deadline has been worked through.
        escalations: the open escalations by KPI key.
        next_id: the number that the next escalation gets.
        value_of: the value that stands for a KPI in a week or month, or None.
        values_in: the values that stand in a week or month, by KPI key.
        judged_of: a KPI's judgements as they stand in the store, newest period first, paused ones too.
        judgement_of: one judgement as it stands in the store, or None.
        judged_in: the judgements of one period as they stand in the store, by KPI key.
        all_closed: whether every action of these decisions is verified or dropped.
    """

    def __init__(  # noqa: PLR0913 (what the rules lean on)
        self,
        book: Book,
        *,
        roles: Roles,
        ladder: tuple[Rung, ...] | None,
        judged_week: str,
        escalations: dict[str, Escalation],
        next_id: int,
        value_of: Callable[[str, str], Decimal | None],
        values_in: Callable[[str], Mapping[str, Decimal]],
        judged_of: Callable[[str], Iterable[Judgement]],
        judgement_of: Callable[[str, str], Judgement | None],
        judged_in: Callable[[str], Mapping[str, Judgement]],
        all_closed: Callable[[tuple[str, ...]], bool],
    ) -> None:
        """Start from where things stand."""
        super().__init__(book.calendar, book.kpis, book.goals, book.pauses)
        self.roles, self.ladder, self.judged_week = roles, ladder, judged_week
        self.escalations, self.next_id = escalations, next_id
        self.value_of, self.values_in = value_of, values_in
        self.judged_of, self.judgement_of, self.judged_in = judged_of, judgement_of, judged_in
        self.all_closed = all_closed
        self.moments: list[Moment] = []
        self._fresh: dict[tuple[str, str], Judgement] = {}
        self._added: dict[str, list[str]] = {}

    # --- What stands --------------------------------------------------------------------------------------------------

    def judgement(self, kpi: str, period: str) -> Judgement | None:
        """Find one judgement as it stands now."""
        return self._fresh.get((kpi, period)) or self.judgement_of(kpi, period)

    def judgement_now(self, kpi: str, period: str) -> Judgement | None:
        """Find a judgement that was made or changed just now."""
        return self._fresh.get((kpi, period))

    def counted(self, kpi: str) -> Iterator[Judgement]:
        """Go through a KPI's judgements as they stand now, newest period first, paused ones aside."""
        added = self._added.get(kpi, ())
        for period in reversed(added):
            if (judgement := self._fresh[kpi, period]).status != "paused":
                yield judgement
        for stored in self.judged_of(kpi):
            judgement = self._fresh.get((kpi, stored.period), stored)
            if judgement.status != "paused" and judgement.period not in added:
                yield judgement

    def due_at(self, escalation: Escalation) -> datetime | None:
        """Give the moment at which the response clock runs out, out of paused weeks; None while it stands still."""
        return None if escalation.clock_due is None else self.calendar.unpaused(escalation.clock_due)

    def next_moment(self) -> datetime:
        """Give the moment at which something next comes due: the week's deadline, or a response clock."""
        clocks = [due for e in self.escalations.values() if (due := self.due_at(e))]
        return min([self.calendar.deadline(shift(self.judged_week, 1)), *clocks])

    # --- What comes due by itself -------------------------------------------------------------------------------------

    def catch_up(self, now: datetime) -> None:
        """Work through every deadline and every clock up to now; at the same instant, deadlines come first."""
        while (at := self.next_moment()) <= now:
            week = shift(self.judged_week, 1)
            if self.calendar.deadline(week) <= at:
                self._judge_week(week, self.calendar.deadline(week))
                self.judged_week = week
            else:
                self._time_out(at)

    def _judge_week(self, week: str, at: datetime) -> None:
        """Judge every KPI that is due at a week's deadline and was not judged early."""
        self._begin(at, "judged", week)
        due = list(self.closing(week))
        periods = {period for _, period in due}
        values = {period: self.values_in(period) for period in periods}
        judged = {period: self.judged_in(period) for period in periods}
        for kpi, period in due:
            if kpi.key not in judged[period] and self.judgement_now(kpi.key, period) is None:
                self._judge(kpi, period, at, values[period].get(kpi.key))

    def _judge(self, kpi: Kpi, period: str, at: datetime, value: Decimal | None) -> None:
        """Judge one KPI for one period by the value it has, and let its ladder hear of it."""
        goal = self.goal(kpi, period)
        if self.is_paused(kpi, period):
            paused = Judgement(kpi=kpi.key, period=period, status="paused", judged_at=at, goal=goal)
            self._add(paused)
            return
        judgement = judge(kpi, period, goal, value, at)
        self._add(judgement)
        if judgement.is_miss and not (kpi.formula and judgement.status == "late"):
            self._miss(kpi, judgement, at)
        elif judgement.status == "on_track":
            self._recover(kpi, at)
        self._settle_recovered(kpi, at)

    def _time_out(self, at: datetime) -> None:
        """Let every response clock whose moment has come run out, each as a moment of its own."""
        for escalation in self._ripe(at):
            self._begin(at, "timed_out", escalation.id)
            self._move(escalation, Event("timeout", at))

    def _ripe(self, at: datetime) -> list[Escalation]:
        """List the escalations whose response clock has run out by a moment, by KPI key."""
        by_key = (self.escalations[key] for key in sorted(self.escalations))
        return [e for e in by_key if (due := self.due_at(e)) is not None and due <= at]

    # --- What people do -----------------------------------------------------------------------------------------------

    def begin_deed(self, at: datetime, subject: str = "") -> Moment:
        """Open the moment that collects what one deed of a person leads to."""
        return self._begin(at, "did", subject)

    def close_early(self, now: datetime) -> list[Judgement]:
        """Judge what has a value in the current week before its deadline; months and daily KPIs on their last day."""
        week = self.calendar.current_week(now)
        judged = list[Judgement]()
        for kpi, period in self.closing(week):
            if self.judgement(kpi.key, period) is not None or self.is_paused(kpi, period):
                continue
            value = self.value_of(kpi.key, period) if self._may_close(kpi, period, now) else None
            if value is not None:
                self._judge(kpi, period, now, value)
                judged.append(self._fresh[kpi.key, period])
        return judged

    def _may_close(self, kpi: Kpi, period: str, now: datetime) -> bool:
        """Say whether a period may be judged early: a month, and a daily KPI's week, once its last day has begun."""
        if kpi.cadence == "weekly":
            return True
        last = last_day(period) if kpi.cadence == "monthly" else self.calendar.days_of(period)[-1]
        return self.calendar.midnight(last) <= now

    def amend(self, kpi: Kpi, period: str, value: Decimal, at: datetime, why: str) -> None:
        """Judge a period again by another value; for the ladder this is an event of its own, now."""
        before = self.judgement(kpi.key, period)
        if before is None:
            return
        self._replace(kpi, before, amended(before, value), at, why)

    def pause_late(self, kpi: Kpi, period: str, at: datetime, why: str) -> None:
        """Turn a late judgement of a week that was paused after the fact into a paused one."""
        before = self.judgement(kpi.key, period)
        if before is not None and before.status == "late":
            self._replace(kpi, before, before._replace(status="paused", late_value=None, late_at=None), at, why)

    def _replace(self, kpi: Kpi, before: Judgement, after: Judgement, at: datetime, why: str) -> None:
        """Put another judgement in the place of one, and let the ladder hear of the difference."""
        newest = next(self.counted(kpi.key), None)
        self._put(after)
        if kpi.retired_at is not None:
            return
        struck = False
        if before.is_miss and not after.is_miss:
            struck = self._strike(kpi, after.period, at, why)
        elif after.is_miss and not before.is_miss:
            self._miss(kpi, after, at)
        if struck or (newest is not None and newest.period == after.period):
            now_newest = next(self.counted(kpi.key), None)
            if now_newest is not None and now_newest.status == "on_track":
                self._recover(kpi, at)

    def submit_late(self, kpi: Kpi, values: Mapping[str, Decimal], at: datetime) -> None:
        """Keep values that come after their periods were judged late; on the first rung they may end the escalation.

        All that come in one act are kept before the escalation is looked at.
        """
        for period, value in values.items():
            before = self.judgement(kpi.key, period)
            if before is not None:
                self._put(submitted(before, value, at))
        escalation = self.escalations.get(kpi.key)
        if escalation is None or escalation.rung > 1 or kpi.retired_at is not None:
            return
        if all(self._is_submitted(kpi.key, cause.period) for cause in escalation.misses):
            self._move(escalation, Event("end", at, outcome="submitted"))

    def _is_submitted(self, kpi: str, period: str | None) -> bool:
        """Say whether a late period has its value now, and one that is no breach."""
        judgement = self.judgement(kpi, period) if period else None
        if judgement is None or judgement.status != "late" or judgement.late_value is None:
            return False
        return judgement.goal.verdict(judgement.late_value) != "breach"

    def respond(
        self, escalation: Escalation, decision: str, at: datetime, *, outcome: Outcome | None = None, why: str = ""
    ) -> None:
        """Answer an escalation with a decision: its clock stops until the next miss; an outcome ends it at once."""
        answered = self._move(escalation, Event("response", at, decision=decision))
        if outcome is not None:
            self._move(answered, Event("end", at, outcome=outcome, why=why))
        else:
            self.settle_verified(escalation.kpi, at)

    def supersede(self, escalation: Escalation, decision: str, at: datetime) -> None:
        """Let a decision stand beside the one it supersedes; the ladder does not move."""
        self._move(escalation, Event("superseded", at, decision=decision))

    def hand_over(self, kpi: Kpi, at: datetime) -> None:
        """Let a new owner take over an open rung that is the owner's; a running clock starts anew."""
        escalation = self.escalations.get(kpi.key)
        if escalation is not None and escalation.here.who == "owner":
            self._move(escalation, Event("handover", at))

    def run_out(self, at: datetime) -> None:
        """Let the clocks whose moment is past run out now, in the deed that took a pause back."""
        for escalation in self._ripe(at):
            self._move(escalation, Event("timeout", at))

    def settle_verified(self, kpi: str, at: datetime) -> None:
        """Resolve an escalation that is recovered, answered, and whose actions are all verified or dropped."""
        escalation = self.escalations.get(kpi)
        if escalation is None or escalation.recovered_at is None or not escalation.decisions:
            return
        if self.all_closed(escalation.decisions):
            self._move(escalation, Event("end", at, outcome="verified"))

    # --- The ladder's side of it --------------------------------------------------------------------------------------

    def _miss(self, kpi: Kpi, judgement: Judgement, at: datetime) -> None:
        """Open an escalation, or let the open one climb."""
        escalation = self.escalations.get(kpi.key)
        if escalation is None:
            rungs = self.ladder or default_ladder(kpi, self.roles)
            escalation = Escalation(id=f"E-{self.next_id}", kpi=kpi.key, rungs=rungs, opened_at=at)
            self.next_id += 1
        miss: Literal["late", "breach"] = "late" if judgement.status == "late" else "breach"
        self._move(escalation, Event("miss", at, period=judgement.period, miss=miss, value=judgement.value))

    def _recover(self, kpi: Kpi, at: datetime) -> None:
        """Mark an open escalation as recovered, if it is not yet."""
        escalation = self.escalations.get(kpi.key)
        if escalation is not None and escalation.recovered_at is None:
            self._move(escalation, Event("recovery", at))
            self.settle_verified(kpi.key, at)

    def _settle_recovered(self, kpi: Kpi, at: datetime) -> None:
        """Resolve an unanswered escalation after four on-track judgements in a row since its recovery."""
        escalation = self.escalations.get(kpi.key)
        if escalation is None or escalation.recovered_at is None or escalation.decisions:
            return
        since = escalation.recovered_at
        last = [j for _, j in zip(range(RECOVERED_AFTER), self.counted(kpi.key), strict=False)]
        if len(last) == RECOVERED_AFTER and all(j.status == "on_track" and j.judged_at >= since for j in last):
            self._move(escalation, Event("end", at, outcome="recovered"))

    def _strike(self, kpi: Kpi, period: str, at: datetime, why: str) -> bool:
        """Take a miss out of the open escalation, withdrawing it when none is left; say whether there was one."""
        escalation = self.escalations.get(kpi.key)
        if escalation is None or all(cause.period != period for cause in escalation.misses):
            return False
        left = self._move(escalation, Event("strike", at, period=period, why=why))
        if not left.misses:
            self._move(left, Event("end", at, outcome="withdrawn", why=why))
        return True

    def _move(self, escalation: Escalation, event: Event) -> Escalation:
        """Take one step, note it, and keep the new state; the person asked is fixed when it ends."""
        kpi = self.kpis[escalation.kpi]
        after = step(escalation, event)
        asked = self.roles.person(after.here.who, kpi)
        if after.state == "open":
            self.escalations[kpi.key] = after
        else:
            after = after._replace(asked=asked)
            self.escalations.pop(kpi.key, None)
        self.moments[-1].moves.append(Move(event, after, asked))
        return after

    def _begin(self, at: datetime, verb: Literal["judged", "timed_out", "did"], subject: str) -> Moment:
        """Open a new moment."""
        self.moments.append(Moment(at, verb, subject, [], []))
        return self.moments[-1]

    def _add(self, judgement: Judgement) -> None:
        """Keep the first judgement of a period."""
        self._added.setdefault(judgement.kpi, []).append(judgement.period)
        self._put(judgement)

    def _put(self, judgement: Judgement) -> None:
        """Keep a judgement as it now stands."""
        self._fresh[judgement.kpi, judgement.period] = judgement
        self.moments[-1].judgements.append(judgement)
