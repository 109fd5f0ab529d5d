"""The escalation ladder: governance rules, section 4.

An escalation moves only by events, each a pure step from one state to the next. The store keeps every event, and beside
it the newest state; replaying the events must give the same state again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from cadence_tui.domain.kpi import Kpi

Owes = Literal["action", "decision"]
State = Literal["open", "resolved", "withdrawn"]
CauseKind = Literal["late", "breach", "no_response"]
Outcome = Literal["recovered", "submitted", "retargeted", "retired", "accepted", "verified", "withdrawn"]
EventKind = Literal["miss", "recovery", "response", "timeout", "strike", "handover", "superseded", "end"]

ROLES = ("owner", "lead", "founder")
MOST_RUNGS = 5
ADVISER = "Adviser"


class Rung(NamedTuple):
    """One step of a ladder: who is asked, what they owe, and within how many hours (None: no limit).

    `who` is owner, lead, founder, or a person's name.
    """

    name: str
    who: str
    owes: Owes
    hours: int | None = None


class Roles(NamedTuple):
    """Who stands behind the roles that a ladder names."""

    founder: str
    leads: Mapping[str, str | None]
    solo: bool = False

    def person(self, who: str, kpi: Kpi) -> str:
        """Name the person a rung asks for a KPI; a company KPI's lead is the founder."""
        if who == "owner":
            return kpi.owner
        if who == "lead" and kpi.team:
            return self.leads.get(kpi.team) or self.founder
        return self.founder if who in ("lead", "founder") else who


_DEFAULT = (
    Rung("Owner", "owner", "action", 48),
    Rung("Lead", "lead", "decision", 72),
    Rung("Founder", "founder", "decision"),
)
_SOLO = (Rung("Yourself", "owner", "action", 192), Rung(ADVISER, ADVISER, "decision"))


def stage_ladder(*, is_solo: bool) -> tuple[Rung, ...]:
    """Give a stage's default ladder, before any rung is left out."""
    return _SOLO if is_solo else _DEFAULT


def reassigned(rungs: tuple[Rung, ...], person: str, to: str, *, since: int = 1) -> tuple[Rung, ...]:
    """Put one person in the place of another on the rungs from one on; roles stay what they are."""
    return tuple(
        rung._replace(who=to) if number >= since and rung.who == person and person not in ROLES else rung
        for number, rung in enumerate(rungs, 1)
    )


def default_ladder(kpi: Kpi, roles: Roles) -> tuple[Rung, ...]:
    """Give the default ladder for a KPI, leaving out a rung whose person is the one below.

    The last rung left always owes a decision.
    """
    whole = stage_ladder(is_solo=roles.solo)
    if roles.solo:
        return whole
    kept: list[Rung] = []
    for rung in whole:
        if not kept or roles.person(rung.who, kpi) != roles.person(kept[-1].who, kpi):
            kept.append(rung)
    kept[-1] = kept[-1]._replace(owes="decision")
    return tuple(kept)


def check_ladder(rungs: tuple[Rung, ...]) -> None:
    """Refuse a ladder that is too short, too long, or whose rungs have no name or no time to answer."""
    if not 1 <= len(rungs) <= MOST_RUNGS:
        raise RefusedError(f"A ladder has 1 to {MOST_RUNGS} rungs; this one has {len(rungs)}.")
    for rung in rungs:
        if rung.hours is not None and rung.hours < 1:
            raise RefusedError(f"The rung “{rung.name}” must give at least 1 hour to respond, or no limit at all.")


class Cause(NamedTuple):
    """One reason why an escalation is where it is; `rung` is where it stood afterwards."""

    at: datetime
    kind: CauseKind
    rung: int
    period: str | None = None
    value: Decimal | None = None
    struck: bool = False


class Event(NamedTuple):
    """Something that moves an escalation.

    A miss has its period, what kind of miss it was and the value; a strike its period; a response or a supersession its
    decision; an end its outcome and, where somebody gave one, the reason.
    """

    kind: EventKind
    at: datetime
    period: str | None = None
    miss: Literal["late", "breach"] | None = None
    value: Decimal | None = None
    decision: str | None = None
    outcome: Outcome | None = None
    why: str | None = None


class Escalation(NamedTuple):
    """A KPI's misses on their way up the ladder, as they stand now.

    `clock_due` is when the response clock runs out if no week is paused (None while it stands still); `overdue_since`
    is set once the top rung's clock has run out; `answered` says that a decision has come since the last miss. `asked`
    is the person on the rung, fixed when the escalation ends.
    """

    id: str
    kpi: str
    rungs: tuple[Rung, ...]
    opened_at: datetime
    rung: int = 0
    state: State = "open"
    causes: tuple[Cause, ...] = ()
    clock_due: datetime | None = None
    overdue_since: datetime | None = None
    recovered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    decisions: tuple[str, ...] = ()
    answered: bool = False
    asked: str | None = None

    @property
    def here(self) -> Rung:
        """Give the rung it stands on."""
        return self.rungs[self.rung - 1]

    @property
    def misses(self) -> tuple[Cause, ...]:
        """List the misses that still count."""
        return tuple(c for c in self.causes if c.kind != "no_response" and not c.struck)


def step(escalation: Escalation, event: Event) -> Escalation:
    """Move an escalation by one event."""
    if event.kind == "miss":
        return _missed(escalation, event)
    if event.kind == "timeout":
        return _timed_out(escalation, event)
    if event.kind == "strike":
        return _struck(escalation, event)
    if event.kind == "handover":
        return escalation if escalation.clock_due is None else _clock_from(escalation, event.at)
    if event.kind == "recovery":
        since = escalation.recovered_at or event.at
        return escalation._replace(recovered_at=since, clock_due=None, overdue_since=None)
    if event.kind == "end":
        return _ended(escalation, event)
    if event.decision is None:
        raise ValueError(event)
    answered = escalation._replace(decisions=(*escalation.decisions, event.decision))
    if event.kind == "superseded":
        return answered
    return answered._replace(clock_due=None, overdue_since=None, answered=True)


def _clock_from(escalation: Escalation, at: datetime) -> Escalation:
    """Start the response clock anew, with the limit of the rung it stands on."""
    hours = escalation.here.hours
    due = None if hours is None else at + timedelta(hours=hours)
    return escalation._replace(clock_due=due, overdue_since=None)


def _missed(escalation: Escalation, event: Event) -> Escalation:
    """Open at the first rung, or climb one; the recovery is over and the clock starts anew."""
    rung = min(escalation.rung + 1, len(escalation.rungs))
    cause = Cause(event.at, event.miss or "late", rung, event.period, event.value)
    risen = escalation._replace(rung=rung, causes=(*escalation.causes, cause), recovered_at=None, answered=False)
    return _clock_from(risen, event.at)


def _timed_out(escalation: Escalation, event: Event) -> Escalation:
    """Climb for want of an answer; on the top rung nothing rises, it is marked overdue."""
    if escalation.rung == len(escalation.rungs):
        return escalation._replace(overdue_since=event.at, clock_due=None)
    rung = escalation.rung + 1
    cause = Cause(event.at, "no_response", rung)
    return _clock_from(escalation._replace(rung=rung, causes=(*escalation.causes, cause)), event.at)


def _struck(escalation: Escalation, event: Event) -> Escalation:
    """Take a miss away; the rung stays, for what happened happened."""
    causes = tuple(
        c._replace(struck=True) if c.kind != "no_response" and c.period == event.period else c
        for c in escalation.causes
    )
    return escalation._replace(causes=causes)


def _ended(escalation: Escalation, event: Event) -> Escalation:
    """Resolve or withdraw it."""
    state: State = "withdrawn" if event.outcome == "withdrawn" else "resolved"
    return escalation._replace(
        state=state, ended_at=event.at, outcome=event.outcome, clock_due=None, overdue_since=None
    )
