"""The monthly review: the month's numbers, KPIs that nobody decides by, targets that no longer fit, objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui.services import monthly, reviews
from cadence_tui.services.month_notes import gather
from cadence_tui.services.month_notes import monthly as facts_of
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_agreed import AgreedStep
from cadence_tui.tui.screens.meeting_step import Occasion
from cadence_tui.tui.screens.review_courses import CourseStep
from cadence_tui.tui.screens.review_kpis import FiguresStep, StaleStep, TargetsStep
from cadence_tui.tui.screens.review_steps import LearnedStep, ReviewCloseStep

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View


class MonthCloseStep(ReviewCloseStep):
    """The notes of the month, and the end of its review."""

    def facts(self, view: View, *, held: bool) -> Facts:
        playbook, month = self.app.host.playbook(), self.occasion.period
        return facts_of(view, playbook, month) if held else gather(view, playbook, month, held=True)

    def record(self, desk: Desk, rating: int | None, remark: str) -> object:
        return monthly.hold(desk, self.app.host.playbook(), self.occasion.period, rating=rating, remark=remark)


class MonthlyReview(Meeting):
    """The meeting at which a month is looked back on."""

    TITLE_TEXT = "Monthly review"
    HELP_TEXT = (
        "What the month came to, which KPIs nobody decides by, which targets no longer fit, and whether each objective "
        "is on course. Everything is saved as it is entered; steps with nothing in them are passed."
    )
    LABELS: ClassVar[dict[str, str]] = {"rows.open": "Next", "ending.close": "Hold the review"}
    STEPS = (FiguresStep, StaleStep, TargetsStep, CourseStep, LearnedStep, AgreedStep, MonthCloseStep)

    @classmethod
    def occasion_of(cls, view: View) -> Occasion:
        return Occasion("monthly", reviews.closed_month(view))

    @classmethod
    def refusal(cls, view: View) -> str:
        month = reviews.closed_month(view)
        if view.repository.meeting_held_at("monthly", month) is not None or reviews.due_month(view) is not None:
            return ""
        return "No month has been judged yet; the review of the first one announces itself."
