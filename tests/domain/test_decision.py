"""What a rung may answer, what that ends, and how long an action has been carried."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.decision import DECISION_KINDS, Action, DecisionKind, check_answer, ending
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.ladder import Escalation, Rung

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import Outcome

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LADDER = (Rung("Owner", "owner", "action", 48), Rung("Lead", "lead", "decision", 72))
LOW = Escalation(id="E-1", kpi="nps", rungs=LADDER, opened_at=NOW - DAY, rung=1)
HIGH = LOW._replace(rung=2)


def answer(
    escalation: Escalation,
    kind: DecisionKind,
    *,
    actions: int = 0,
    accepted: datetime | None = None,
    solo: bool = False,
) -> None:
    """Ask whether a decision may answer an escalation."""
    check_answer(escalation, kind, actions=actions, at=NOW, accepted_at=accepted, solo=solo)


@pytest.mark.parametrize("kind", ["fix", "resource", "other"])
def test_a_rung_that_owes_an_action_takes_no_answer_without_one(kind: DecisionKind) -> None:
    """On a rung that owes a corrective action, a decision carries at least one action; one without is refused."""
    with pytest.raises(RefusedError, match="corrective action"):
        answer(LOW, kind)
    answer(LOW, kind, actions=1)
    answer(HIGH, kind)


@pytest.mark.parametrize("kind", ["retarget", "retire"])
@pytest.mark.parametrize("actions", [0, 2])
@pytest.mark.parametrize("solo", [True, False])
def test_retargeting_and_retiring_take_a_rung_that_owes_a_decision(
    kind: DecisionKind, actions: int, solo: bool
) -> None:
    """A rung that owes a corrective action may neither re-target nor retire, whatever actions come with it."""
    with pytest.raises(RefusedError, match="only from a rung that owes a decision"):
        answer(LOW, kind, actions=actions, solo=solo)
    answer(HIGH, kind, actions=actions, solo=solo)


def test_a_miss_can_be_accepted_on_any_rung() -> None:
    """Accepting needs no action, on the lowest rung as on the highest."""
    answer(LOW, "accept")
    answer(HIGH, "accept")


@pytest.mark.parametrize(
    ("ago", "allowed"), [(timedelta(0), False), (27 * DAY - timedelta(seconds=1), False), (27 * DAY, True)]
)
def test_the_lowest_rung_cannot_accept_again_and_again(ago: timedelta, allowed: bool) -> None:
    """Where an action is owed, a miss is accepted only when none of this KPI was less than 27 days before."""
    if allowed:
        answer(LOW, "accept", accepted=NOW - ago)
    else:
        with pytest.raises(RefusedError, match="27 days"):
            answer(LOW, "accept", accepted=NOW - ago)
    answer(HIGH, "accept", accepted=NOW - ago)


def test_a_company_of_one_may_accept_as_often_as_it_likes() -> None:
    """The 27 days do not hold in a company of one."""
    answer(LOW, "accept", accepted=NOW - DAY, solo=True)


@pytest.mark.parametrize("kind", DECISION_KINDS)
@pytest.mark.parametrize("outcome", ["recovered", "withdrawn"])
def test_an_escalation_that_has_ended_takes_no_answer(kind: DecisionKind, outcome: Outcome) -> None:
    """A decision for an escalation that has ended is refused."""
    ended = HIGH._replace(state="withdrawn" if outcome == "withdrawn" else "resolved", outcome=outcome, ended_at=NOW)
    with pytest.raises(RefusedError, match=f"ended .{outcome}"):
        answer(ended, kind, actions=1)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("fix", None),
        ("resource", None),
        ("other", None),
        ("retarget", "retargeted"),
        ("retire", "retired"),
        ("accept", "accepted"),
    ],
)
def test_three_kinds_end_what_they_answer(kind: DecisionKind, outcome: str | None) -> None:
    """Re-targeting, retiring and accepting resolve an escalation at once; the rest only answer it."""
    assert ending(kind) == outcome


# --- Actions ----------------------------------------------------------------------------------------------------------


def action(**changes: object) -> Action:
    """Make an action that is due on 27 November."""
    made = Action(id="A-1", text="Call ten customers", owner="Ada", due=date(2026, 11, 27), created_at=NOW)
    return made._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "closed"), [("open", False), ("done", False), ("verified", True), ("dropped", True)])
def test_done_is_claimed_and_verified_is_checked(state: str, closed: bool) -> None:
    """Nothing is left of an action once it is verified or dropped; done alone still has to be checked."""
    assert action(state=state).is_closed is closed


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [
        ("open", "2026-11-27", False),
        ("open", "2026-11-28", True),
        ("done", "2026-11-28", False),
        ("dropped", "2026-11-28", False),
    ],
)
def test_an_action_is_overdue_from_the_day_after_it_was_due(state: str, today: str, overdue: bool) -> None:
    """Overdue is open and due before today."""
    assert action(state=state).is_overdue(date.fromisoformat(today)) is overdue


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (20, 2), (21, 3), (-1, 0)])
def test_an_action_has_an_age_in_weeks(days: int, weeks: int) -> None:
    """An open action is carried with its age in whole weeks."""
    created = date(2026, 11, 24)
    assert action().age_weeks(created + days * DAY, created) == weeks
