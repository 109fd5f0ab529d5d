"""How the rhythm is kept: the facts of the last thirteen weeks, gathered for `domain.rhythm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain import rhythm
from cadence_tui.domain.calendar import shift
from cadence_tui.domain.rhythm import WEEKS, RhythmReport, Share
from cadence_tui.services.rollout import judged_at, judged_weeks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.ladder import Event
    from cadence_tui.services.view import View

# A streak is counted this far back: longer than a habit needs, and short enough to look at.
STREAK_WEEKS = 52


def look(view: View) -> RhythmReport:
    """Work out how the rhythm is kept now."""
    first = shift(view.week, -WEEKS)
    since = view.calendar.deadline(shift(first, -1))
    day = view.calendar.today(since)
    decisions = view.repository.decisions_since(since, day)
    stories = _stories(view, since)
    founder = None if view.company.is_solo else view.company.founder
    return RhythmReport(
        weeks=rhythm.closed_on_time(judged_weeks(view, WEEKS)),
        answers=rhythm.answered([[(event, rung) for event, rung, _ in story] for story in stories], since),
        actions=rhythm.done_by_date(
            [(one, _day(view, one.done_at or one.verified_at)) for one in view.repository.actions_due_since(day)],
            day,
            view.today,
        ),
        checks=rhythm.checked([(one, _day(view, one.checked_at)) for one in decisions], day, view.today),
        streak=rhythm.streak(_held(view)),
        by_founder=_decided_by(founder, decisions, since) if founder else None,
        to_founder=_reached(founder, stories, since) if founder else None,
    )


def _held(view: View) -> Iterator[bool | None]:
    """Go back through the weeks in which something was judged: whether each was held; None while it can still be."""
    held = view.repository.held_since("weekly", shift(view.week, -STREAK_WEEKS))
    if view.week in held:
        yield True
    week = shift(view.week, -1)
    while held and week >= min(held):
        until = view.calendar.deadline(shift(week, 1))
        if week in held:
            yield held[week] < until
        elif any(judgement.status != "paused" for judgement in judged_at(view, week)):
            yield None if view.now < until else False
        week = shift(week, -1)


def _stories(view: View, since: datetime) -> list[list[tuple[Event, int, str]]]:
    """Gather the events of the escalations that were open lately, as though caught up."""
    found = view.repository.events_since(since)
    for moment in view.pending:
        for move in moment.moves:
            found.setdefault(move.after.id, []).append((move.event, move.after.rung, move.asked))
    return list(found.values())


def _day(view: View, at: datetime | None) -> date | None:
    """Give the day of a moment in the company's zone."""
    return None if at is None else view.calendar.today(at)


def _decided_by(founder: str, decisions: list[Decision], since: datetime) -> Share:
    """Count the decisions that the founder made, of all that were made."""
    made = [one for one in decisions if one.at >= since]
    return Share(sum(one.by == founder for one in made), len(made))


def _reached(founder: str, stories: list[list[tuple[Event, int, str]]], since: datetime) -> Share:
    """Count the escalations that reached the founder, of all that moved."""
    moved = [story for story in stories if any(event.at >= since for event, _, _ in story)]
    return Share(sum(any(asked == founder for _, _, asked in story) for story in moved), len(moved))
