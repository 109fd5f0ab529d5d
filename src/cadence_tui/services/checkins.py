"""The check-in on a key result: its value, how confident, what progressed, what is blocked (rules, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.entry import parse_number
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.okr import MILESTONE_LINE, CheckIn, check_check_in
from cadence_tui.domain.text import clean_text
from cadence_tui.services import okrs

if TYPE_CHECKING:
    from decimal import Decimal

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.okr import KeyResult, Pace
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_ANSWERS = {"done": MILESTONE_LINE[1], "yes": MILESTONE_LINE[1], "y": MILESTONE_LINE[1]}
_ANSWERS |= {"not done": MILESTONE_LINE[0], "no": MILESTONE_LINE[0], "n": MILESTONE_LINE[0]}


class Asked(NamedTuple):
    """A key result that a check-in goes through: its objective, and whether it is made since the close before."""

    objective: ObjectiveLine
    part: KeyResultLine
    is_made: bool


_ORDER: tuple[Pace, ...] = ("off_pace", "at_risk", "too_early", "on_pace", "done")


def asked(view: View, *, due_only: bool = False) -> list[Asked]:
    """List the key results of active objectives that are going, those that are off pace first, the furthest behind.

    With `due_only` it is those of objectives whose check-in is due this week, or was made in it.
    """
    begun = view.calendar.deadline(shift(view.week, -1))
    found = list[Asked]()
    for one in okrs.active(view):
        parts = [part for part in one.key_results if part.key_result.ended is None]
        made = {part.key_result.id for part in parts if part.check_in is not None and part.check_in.at >= begun}
        if one.is_due or made or not due_only:
            found += [Asked(one, part, part.key_result.id in made) for part in parts]
    return sorted(found, key=lambda one: (_ORDER.index(one.part.pace), one.part.progress - one.part.expected))


def check_in(
    desk: Desk, key_result: str, value: str | None = None, *, confidence: int, progressed: str = "", blocked: str = ""
) -> KeyResult:
    """Check in on a key result; without a value the one before stays.

    Raises:
        RefusedError: for one that is fed and given a value, that is a draft's, closed or ended, or has no value yet.
    """
    with desk.change("checked in") as change:
        objective, found = change.repository.key_result(key_result)
        if found.ended is not None:
            raise RefusedError(f"{found.id} was {found.ended} at the retrospective: it takes no check-in.")
        made = CheckIn(
            key_result=found.id,
            at=change.now,
            who=change.who,
            confidence=confidence,
            value=None if value is None or found.kpi else read_value(found, value, change.company.number_format),
            progressed=clean_text(progressed, "progress"),
            blocked=clean_text(blocked, "text on what is blocked"),
        )
        given = made if value is None or not found.kpi else made._replace(value=MILESTONE_LINE[0])
        check_check_in(objective, found, given)
        if made.value is None and not found.kpi and found.kind == "metric" and found.current is None:
            raise RefusedError(f"{found.id} has no value yet; give one, as cadence okr check-in {found.id} 45 …")
        after = found._replace(confidence=confidence, current=found.current if made.value is None else made.value)
        change.repository.put_key_result(objective.id, after)
        change.repository.add_check_in(made)
        change.name(found.id, touches=(objective.id,))
        change.entry.before = {"value": _text(found.current), "confidence": found.confidence}
        change.entry.after = {
            "title": found.title,
            "value": _text(after.current),
            "confidence": confidence,
            "progressed": made.progressed,
            "blocked": made.blocked,
        }
        return after


def read_value(key_result: KeyResult, text: str, number_format: str) -> Decimal:
    """Read a key result's value as people write it; a milestone's is done, not done, or a percentage.

    Raises:
        InvalidError: saying what would be right.
    """
    if key_result.kind == "metric":
        newest = key_result.current
        return parse_number(text, unit=key_result.unit, number_format=number_format, newest=newest, current=newest)
    answer = _ANSWERS.get(text.strip().casefold())
    if answer is not None:
        return answer
    value = parse_number(text, unit="percent", number_format=number_format, newest=key_result.current)
    if not MILESTONE_LINE[0] <= value <= MILESTONE_LINE[1]:
        raise InvalidError(f"“{text[:40]}” is beyond a milestone’s 0 to 100 percent; write done, or 0 to 100.")
    return value


def _text(value: Decimal | None) -> str | None:
    """Write a value, if there is one."""
    return None if value is None else f"{value:f}"
