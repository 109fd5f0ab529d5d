"""What a meeting has agreed on so far: decisions, actions and notes that came since the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.notes import window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.meeting import Minute
    from cadence_tui.services.minutes import Held
    from cadence_tui.services.view import View


class Agreed(NamedTuple):
    """What came up: decisions, answers that wait for the close by KPI, actions, and notes."""

    decisions: tuple[Decision, ...]
    held: Mapping[str, Held]
    actions: tuple[Action, ...]
    notes: tuple[Minute, ...]

    @property
    def many(self) -> int:
        """Count it all."""
        return len(self.decisions) + len(self.held) + len(self.actions) + len(self.notes)


def agreed(view: View, week: str) -> Agreed:
    """Gather what was agreed on since the meeting before."""
    since = window(view, week)[0]
    minutes = minutes_of(view.repository, week)
    day = view.calendar.today(since)
    return Agreed(
        tuple(one for one in view.repository.decisions_since(since, day) if one.at > since),
        minutes.answers,
        tuple(one for one in view.repository.actions() if one.created_at > since),
        minutes.notes,
    )
