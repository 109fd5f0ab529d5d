"""What a check-in goes through first: the actions that were open when it began, and decisions whose day has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.decision import CHALLENGE_FROM_WEEK
from cadence_tui.services.notes import window

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.services.view import View


class Carried(NamedTuple):
    """An action that was open when the meeting began: for how many weeks, and whether it still asks for something."""

    action: Action
    weeks: int
    asks: bool

    @property
    def is_challenged(self) -> bool:
        """Say whether it has been carried for so long that it is to be shrunk, handed over or dropped."""
        return self.weeks >= CHALLENGE_FROM_WEEK


def carried(view: View, week: str) -> list[Carried]:
    """List the actions that came from before, the oldest first: what is done about one moves none in the list.

    From before is what the meeting before agreed on, to the moment of its close, and what was added since on an earlier
    day; what is added today is of this meeting.
    One asks for something when its day has come, when it waits to be checked, or when it has been carried three times;
    not any more once it was kept in this meeting.
    """
    since = window(view, week)[0]
    found = list[Carried]()
    for one in view.repository.actions():
        day = one.created_at.astimezone(view.calendar.zone).date()
        if one.created_at > since and day >= view.today:
            continue
        weeks = one.age_weeks(view.today, day)
        presses = one.state == "done" or one.due <= view.today or weeks >= CHALLENGE_FROM_WEEK
        found.append(Carried(one, weeks, presses and not _was_kept(view, one, week)))
    return sorted(found, key=lambda one: (one.action.created_at, one.action.id))


def _was_kept(view: View, one: Action, week: str) -> bool:
    """Say whether an action was carried over since the week before was closed."""
    since = window(view, week)[0]
    return (
        one.state == "open"
        and any(entry.verb == "kept" and entry.at > since for entry in view.repository.entries_named(one.id))
        and one.due > view.today
    )


def to_check(view: View) -> list[Decision]:
    """List the decisions whose day has come and that nobody has answered for."""
    return view.repository.unanswered(view.today)
