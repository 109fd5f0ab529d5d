"""The weekly check-in: what became of what was decided, the numbers, the misses, anything else, and the close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.services.meeting import meeting_week
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_agreed import AgreedStep
from cadence_tui.tui.screens.meeting_close import CloseStep
from cadence_tui.tui.screens.meeting_follow import FollowStep
from cadence_tui.tui.screens.meeting_misses import MissesStep
from cadence_tui.tui.screens.meeting_okrs import OkrStep
from cadence_tui.tui.screens.meeting_scorecard import ScorecardStep
from cadence_tui.tui.screens.meeting_step import Occasion

if TYPE_CHECKING:
    from datetime import datetime

    from cadence_tui.services.view import View


class WeeklyCheckin(Meeting):
    """The meeting at which a week ends."""

    TITLE_TEXT = "Weekly check-in"
    HELP_TEXT = (
        "{meeting.next} goes on to the next step that holds something. Everything is saved as it is entered: leave "
        "with {meeting.leave} whenever you like, and come back to the same field."
    )
    STEPS = (FollowStep, ScorecardStep, MissesStep, OkrStep, AgreedStep, CloseStep)

    @classmethod
    def occasion_of(cls, view: View) -> Occasion:
        return Occasion("weekly", meeting_week(view, view))

    def closes_at(self, view: View) -> datetime:
        return view.calendar.deadline(self.occasion.period)
