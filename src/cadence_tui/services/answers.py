"""How an escalation may be answered now, and who may do what this rung may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.decision import Action, DecisionKind, check_answer
from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

ENDINGS: tuple[DecisionKind, ...] = ("accept", "retarget", "retire")
# Any number but none would do: what is asked is which kinds a rung may choose, not whether an action is missing.
_SOME = 1


def refusals(view: View, escalation: Escalation) -> Mapping[DecisionKind, str]:
    """Say which kinds of decision may not answer an escalation as it stands, each with the reason."""
    ended = [e.ended_at for e in view.escalations_of(escalation.kpi) if e.outcome == "accepted" and e.ended_at]
    found = dict[DecisionKind, str]()
    for kind in ENDINGS:
        try:
            check_answer(
                escalation,
                kind,
                actions=_SOME,
                at=view.now,
                accepted_at=max(ended, default=None),
                solo=view.company.is_solo,
            )
        except RefusedError as error:
            found[kind] = str(error)
    return found


def who_decides(view: View, escalation: Escalation) -> str:
    """Name who may re-target or retire the KPI: the next rung up that owes a decision, and who stands on it."""
    if escalation.here.owes == "decision":
        return ""
    above = next((rung for rung in escalation.rungs[escalation.rung :] if rung.owes == "decision"), None)
    if above is None:
        return ""
    person = view.roles.person(above.who, view.kpis[escalation.kpi])
    return above.name if above.name == person else f"{above.name}, {person}"


def stand_of(desk: Desk, action: str) -> Action:
    """Read an action as it stands now."""
    return desk.repository.action(action)


def refuse_stale(desk: Desk, seen: Action, now: Action) -> None:
    """Refuse to write over what somebody else has changed since it was looked at, saying what that is."""
    if now.state != seen.state:
        raise RefusedError(f"{now.id} is {now.state} already. {settled_by(desk.view(), now.id)}".strip())
    parts = list[str]()
    if now.due != seen.due:
        parts.append(f"it is due {now.due.isoformat()} now, not {seen.due.isoformat()}")
    if now.owner != seen.owner:
        parts.append(f"{now.owner} has it now, not {seen.owner}")
    if now.text != seen.text:
        parts.append(f"it says “{now.text}” now")
    if parts:
        raise RefusedError(f"{now.id} has changed meanwhile: {'; '.join(parts)}. Save again to change that too.")


def settled_by(view: View, action: str) -> str:
    """Say who settled an action, and when, for somebody who came second."""
    one = view.repository.action(action)
    at, who = _end_of(one, view)
    if at is None:
        return ""
    local = at.astimezone(view.calendar.zone)
    return f"{who} did that at {local:%H:%M} on {local.date().isoformat()}."


def _end_of(one: Action, view: View) -> tuple[datetime | None, str]:
    """Find the moment at which an action came to its state, and by whom."""
    entries = [entry for entry in view.repository.entries_named(one.id) if entry.verb == one.state]
    return (entries[-1].at, entries[-1].who or "") if entries else (None, "")
