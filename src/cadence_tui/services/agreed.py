"""What a meeting has agreed on so far: decisions, actions and notes that came since the one before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.notes import window

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.meeting import Kind, Minute
    from cadence_tui.services.minutes import Held
    from cadence_tui.services.view import View


_RETROSPECTIVE = timedelta(days=14)


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


def agreed(view: View, period: str, kind: Kind = "weekly") -> Agreed:
    """Gather what was agreed on since the meeting before."""
    since = _since(view, period, kind)
    minutes = minutes_of(view.repository, period, kind)
    day = view.calendar.today(since)
    return Agreed(
        tuple(one for one in view.repository.decisions_since(since, day) if one.at > since),
        minutes.answers,
        tuple(one for one in view.repository.actions() if one.created_at > since),
        minutes.notes,
    )


def _since(view: View, period: str, kind: Kind) -> datetime:
    """Say since when: the meeting before, in a retrospective the last two weeks of its cycle."""
    if kind == "weekly":
        return window(view, period)[0]
    if kind == "monthly":
        from cadence_tui.services import monthly

        return monthly.window(view, period)[0]
    from cadence_tui.services.okrs import span_of_cycle

    return view.calendar.midnight(span_of_cycle(view, period)[1] - _RETROSPECTIVE)
