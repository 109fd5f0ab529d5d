"""Decisions and actions: governance rules, sections 4 (what answers an escalation) and 5."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cadence_tui.domain.ladder import Escalation, Outcome

DecisionKind = Literal["fix", "retarget", "retire", "accept", "resource", "other"]
DecisionOutcome = Literal["worked", "failed"]
ActionState = Literal["open", "done", "verified", "dropped"]

DECISION_KINDS: tuple[DecisionKind, ...] = ("fix", "retarget", "retire", "accept", "resource", "other")
CHECK_AFTER = timedelta(weeks=4)
ACCEPT_AGAIN_AFTER = timedelta(days=27)
CHALLENGE_FROM_WEEK = 3
_ENDS: dict[str, Outcome] = {"retarget": "retargeted", "retire": "retired", "accept": "accepted"}


class Expectation(NamedTuple):
    """The effect that a decision should have: which KPI, to what value, by when."""

    kpi: str
    value: Decimal
    by: date


class Decision(NamedTuple):
    """What was decided, why, by whom, and when to ask whether it worked.

    `answers` are ids of escalations, objectives and key results, or KPI keys; `then` holds those KPIs' values on the
    day, and `checked_note` what was said when the day came.
    """

    id: str
    title: str
    why: str
    kind: DecisionKind
    by: str
    at: datetime
    check_on: date
    answers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    expect: Expectation | None = None
    then: Mapping[str, Decimal] = MappingProxyType({})
    outcome: DecisionOutcome | None = None
    checked_at: datetime | None = None
    checked_note: str = ""
    supersedes: str | None = None
    superseded_by: str | None = None


class Action(NamedTuple):
    """Something that one person does by a date; `serves` are ids of what it is for when no decision asks for it."""

    id: str
    text: str
    owner: str
    due: date
    created_at: datetime
    state: ActionState = "open"
    decision: str | None = None
    serves: tuple[str, ...] = ()
    done_at: datetime | None = None
    verified_at: datetime | None = None
    verified_by: str | None = None
    dropped_at: datetime | None = None
    dropped_why: str = ""

    @property
    def is_closed(self) -> bool:
        """Say whether nothing is left to do or to check."""
        return self.state in ("verified", "dropped")

    def is_overdue(self, today: date) -> bool:
        """Say whether it is open and its day has passed."""
        return self.state == "open" and self.due < today

    def age_weeks(self, today: date, created_on: date) -> int:
        """Give how many whole weeks it has been carried."""
        return max(0, (today - created_on).days // 7)


def ending(kind: DecisionKind) -> Outcome | None:
    """Name the outcome with which a kind of decision ends the escalation it answers, if it does."""
    return _ENDS.get(kind)


def check_answer(
    escalation: Escalation,
    kind: DecisionKind,
    *,
    actions: int,
    at: datetime,
    accepted_at: datetime | None,
    solo: bool,
) -> None:
    """Refuse an answer that the rung may not give.

    Args:
        escalation: the one to be answered, still open.
        kind: the decision's kind.
        actions: how many actions the decision carries.
        at: now.
        accepted_at: when an escalation of the same KPI last ended as accepted.
        solo: whether this is a company of one, which may accept as often as it likes.
    """
    if escalation.state != "open":
        raise RefusedError(f"{escalation.id} has ended ({escalation.outcome}); a decision can answer only an open one.")
    if escalation.here.owes != "action":
        return
    if kind in ("retarget", "retire"):
        verb = "re-targeted" if kind == "retarget" else "retired"
        above = next((rung.name for rung in escalation.rungs[escalation.rung :] if rung.owes == "decision"), None)
        later = f" once it reaches {above}" if above else ""
        raise RefusedError(
            f"A KPI is {verb} only from a rung that owes a decision{later}; "
            f"{escalation.id} is on “{escalation.here.name}”: fix it with an action, or accept the miss."
        )
    if kind == "accept":
        if not solo and accepted_at is not None and at - accepted_at < ACCEPT_AGAIN_AFTER:
            raise RefusedError(
                f"A miss of this KPI was accepted less than {ACCEPT_AGAIN_AFTER.days} days ago; "
                f"answer {escalation.id} with an action this time."
            )
        return
    if actions == 0:
        raise RefusedError(
            f"{escalation.id} is on “{escalation.here.name}”, which owes a corrective action: "
            "add one (text, owner, due date), or accept the miss."
        )
