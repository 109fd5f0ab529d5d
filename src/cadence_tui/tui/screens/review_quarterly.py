"""The retrospective: each key result is scored, the cycle seen against 0.7 to 0.8, and the next one's draft opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui import formatting
from cadence_tui.domain.okr import next_cycle
from cadence_tui.services import okrs, quarter_notes, retrospective, reviews
from cadence_tui.tui import ink
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_agreed import AgreedStep
from cadence_tui.tui.screens.meeting_step import Load, Occasion
from cadence_tui.tui.screens.review_list import Listed, ListedStep
from cadence_tui.tui.screens.review_parts import EndsStep, ScoresStep, parts
from cadence_tui.tui.screens.review_steps import LearnedStep, ReviewCloseStep
from cadence_tui.tui.widgets.okr_words import way
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from textual.content import Content

    from cadence_tui.domain.okr import Objective
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View


class DraftRows(Listed):
    """The next cycle's drafts."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.drafts: list[Objective] = []

    def fill(self, view: View, found: list[Objective]) -> None:
        """Show them."""
        self.view, self.drafts = view, found
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        rows = list[Row]()
        for one in self.drafts:
            parts = formatting.plural(len(one.key_results), "key result")
            what = ink.cell(one.title, max(width - 30, 10))
            rows.append(Row(one.id, (ink.line("  ", ink.cell(one.id, 6, ink.MUTED), what, "  ", (parts, ink.MUTED)),)))
        return rows


def _drafts(view: View, cycle: str) -> list[Objective]:
    """List the drafts of the cycles after one."""
    return [one for one in view.repository.objectives() if one.state == "draft" and one.cycle > cycle]


class NextStep(ListedStep):
    """The next cycle's drafts: what was kept stands in them already."""

    NAME, TITLE, MINUTES = "next", "Next cycle", 10
    EMPTY = "What was kept, as drafts of the next cycle. There is none; an objective is drafted under OKRs."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the drafts; they wait for their cycle."""
        return Load(len(_drafts(view, occasion.period)))

    def listed(self) -> DraftRows:
        return DraftRows()

    def show(self, view: View) -> None:
        self.query_one(DraftRows).fill(view, _drafts(view, self.occasion.period))
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:
        one = next((draft for draft in self.query_one(DraftRows).drafts if draft.id == key), None)
        if one is None:
            return []
        lines = [ink.text(one.title, ink.STRONG)]
        lines += [ink.text(f"{part.title}: {way(view, part)}") for part in one.key_results]
        cycle = formatting.period_label(next_cycle(self.occasion.period))
        does = f"It is a draft for {cycle}, finished and activated under OKRs."
        return [*lines, ink.text(""), ink.text(does, ink.MUTED)]


# --- The meeting ------------------------------------------------------------------------------------------------------


class CycleCloseStep(ReviewCloseStep):
    """The notes of the cycle, and its end."""

    TITLE = "Close"
    ENDS = "⏎ closes the cycle."

    def ahead(self, view: View) -> list[Content]:
        cycle = self.occasion.period
        if view.repository.meeting_held_at("quarterly", cycle) is not None:
            return [ink.text("The cycle is closed. These are its notes, as they were.", ink.MUTED)]
        going = sum(one.objective.state == "active" for one in quarter_notes.held_in(view, cycle))
        lines = [
            ink.text(f"{formatting.plural(going, 'objective')} will be closed, and stay readable as they are now.")
        ]
        last = okrs.span_of_cycle(view, cycle)[1]
        if view.today < last:
            lines.append(
                ink.text(f"The cycle runs until {formatting.day_label(last)}; closing it now ends it.", ink.WARN)
            )
        return lines

    def facts(self, view: View, *, held: bool) -> Facts:
        cycle = self.occasion.period
        if held or view.repository.meeting_held_at("quarterly", cycle) is not None:
            return quarter_notes.quarterly(view, cycle)
        return quarter_notes.gather(view, cycle, held=True)

    def is_stopped(self, view: View) -> bool:
        """Lead to the key result that has no score, or of which nothing was said."""
        found = [part.key_result for one, part in parts(view, self.occasion.period) if one.objective.state == "active"]
        for step, wants, left in (
            (ScoresStep.NAME, "to be scored", [one.id for one in found if one.score is None]),
            (EndsStep.NAME, "to be kept, dropped or promoted", [one.id for one in found if one.ended is None]),
        ):
            if left:
                verb = "wants" if len(left) == 1 else "want"
                self.app.say(f"{formatting.join_words(left)} {verb} {wants} first.", "warning")
                self.post_message(self.Wanted(step))
                return True
        return False

    def record(self, desk: Desk, rating: int | None, remark: str) -> object:
        return retrospective.close_cycle(desk, self.occasion.period, rating=rating, remark=remark)


class Retrospective(Meeting):
    """The meeting at which a cycle ends."""

    TITLE_TEXT = "Retrospective"
    HELP_TEXT = (
        "Each key result is scored, from what its progress suggests; 0.7 to 0.8 is healthy. Then each is kept, dropped "
        "or promoted, and the cycle is closed. Scores are never set against a person."
    )
    LABELS: ClassVar[dict[str, str]] = {"rows.open": "Next", "ending.close": "Close the cycle"}
    STEPS = (ScoresStep, LearnedStep, EndsStep, NextStep, AgreedStep, CycleCloseStep)

    @classmethod
    def occasion_of(cls, view: View) -> Occasion:
        return Occasion("quarterly", reviews.due_cycle(view) or okrs.current_cycle(view))

    @classmethod
    def refusal(cls, view: View) -> str:
        cycle = cls.occasion_of(view).period
        if quarter_notes.held_in(view, cycle):
            return ""
        return f"No objective was active in {formatting.period_label(cycle)}; there is nothing to look back on yet."
