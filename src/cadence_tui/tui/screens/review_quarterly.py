"""The retrospective: each key result is scored, the cycle seen against 0.7 to 0.8, and the next one's draft opens."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.okr import next_cycle
from cadence_tui.services import okrs, quarter_notes, retrospective, reviews
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_agreed import AgreedStep
from cadence_tui.tui.screens.meeting_step import Load, Occasion
from cadence_tui.tui.screens.review_list import Listed, ListedStep
from cadence_tui.tui.screens.review_steps import LearnedStep, ReviewCloseStep
from cadence_tui.tui.widgets.okr_words import lands, shown, way
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.okr import Objective
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

_STATE = 12


def _parts(view: View, cycle: str) -> list[tuple[ObjectiveLine, KeyResultLine]]:
    """List a cycle's key results with their objectives, the company's first."""
    return [(one, part) for one in quarter_notes.held_in(view, cycle) for part in one.key_results]


class PartRows(Listed):
    """The cycle's key results, under their objectives."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.cycle = ""
        self.parts: dict[str, tuple[ObjectiveLine, KeyResultLine]] = {}

    def fill(self, view: View, cycle: str) -> None:
        """Show them."""
        self.view, self.cycle = view, cycle
        self.parts = {part.key_result.id: (one, part) for one, part in _parts(view, cycle)}
        self.rebuild()
        self.refresh_bindings()

    @property
    def here(self) -> KeyResultLine | None:
        """Give the key result with the cursor."""
        return self.parts[self.cursor][1] if self.cursor in self.parts else None

    @property
    def is_open(self) -> bool:
        """Say whether what is said of the key result with the cursor still counts."""
        found = self.parts.get(self.cursor)
        return found is not None and found[0].objective.state == "active"

    def build(self, width: int) -> list[Row]:
        """Write a line for each, with its objective above the first."""
        view, before = self.view, ""
        if view is None:
            return []
        rows = [Row("", (ink.text(f"  {formatting.period_label(self.cycle)}", ink.MUTED),))]
        for key, (one, part) in self.parts.items():
            if one.objective.id != before:
                before, team = one.objective.id, f"  {one.objective.team}" if one.objective.team else ""
                learning = "  learning: no verdict" if one.learning else ""
                rows.append(Row("", (ink.line("  ", (one.objective.title, ink.STRONG), (team + learning, ink.MUTED)),)))
            is_done, words = self.state(part)
            mark = ("✓ ", ink.MUTED) if is_done else ("○ ", ink.ACCENT)
            figures = f"{shown(view, part.key_result, part.current)}  {formatting.percent(part.progress)}"
            end = ink.cell(words, _STATE, ink.MUTED if is_done else ink.ACCENT)
            room = max(width - 10 - _STATE - 20 - 2, 8)
            what = ink.line(ink.cell(part.key_result.title, room), ink.cell(figures, 20, ink.MUTED, align="right"))
            rows.append(Row(key, (ink.line("  ", mark, ink.cell(key, 6, ink.MUTED), what, "  ", end),)))
        return rows

    @abstractmethod
    def state(self, part: KeyResultLine) -> tuple[bool, str]:
        """Say whether a key result is dealt with in this step, and how."""

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()


# --- Scores -----------------------------------------------------------------------------------------------------------


class ScoreRows(PartRows):
    """Each key result with its score."""

    def state(self, part: KeyResultLine) -> tuple[bool, str]:
        score = part.key_result.score
        return score is not None, f"suggests {part.suggested}" if score is None else f"scored {score}"


class ScoresStep(ListedStep):
    """Each key result is scored, and the cycle seen against 0.7 to 0.8."""

    NAME, TITLE, MINUTES = "scores", "Scores", 15
    EMPTY = "The key results of the cycle, each to be scored. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the key results, and those without a score."""
        found = _parts(view, occasion.period)
        return Load(len(found), sum(part.key_result.score is None for _, part in found))

    def listed(self) -> ScoreRows:
        return ScoreRows()

    def show(self, view: View) -> None:
        self.query_one(ScoreRows).fill(view, self.occasion.period)
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:  # noqa: ARG002 (the step's)
        here = self.query_one(ScoreRows).here
        lines = list[Content]()
        if here is not None:
            lines += [
                ink.text(here.key_result.title, ink.STRONG),
                ink.text(f"{way(view, here.key_result)}; {lands(here)}."),
            ]
            if here.key_result.score_note:
                lines.append(ink.text(here.key_result.score_note, ink.MUTED))
        for said in quarter_notes.verdicts(quarter_notes.held_in(view, self.occasion.period)):
            whose = said["team"] or "The company"
            lines += [ink.text(""), ink.line((f"{whose}: ", ink.STRONG), formatting.VERDICTS[said["verdict"]])]
        return lines

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Ask for the score, and go on to the next once it is set."""
        rows = self.query_one(ScoreRows)
        here = rows.here
        if here is None or not rows.is_open:
            return
        event.stop()
        event.prevent_default()  # a step's own way of going on is another
        from cadence_tui.tui.dialogs.check_in import ScoreForm

        self.app.push_screen(ScoreForm(here), lambda found: self._go_on() if found else None)

    def _go_on(self) -> None:
        """Go to the next key result without a score; past the last one, stay to see what the scores say."""
        rows = self.query_one(ScoreRows)
        left = [key for key, (_, part) in rows.parts.items() if part.key_result.score is None]
        if left:
            rows.cursor = left[0]


# --- What becomes of them ---------------------------------------------------------------------------------------------


class EndRows(PartRows):
    """Each key result with what becomes of it."""

    BINDINGS = bindings("ends")

    def state(self, part: KeyResultLine) -> tuple[bool, str]:
        ended = part.key_result.ended
        return ended is not None, ended or "open"

    @property
    def open_keys(self) -> list[str]:
        return [key for key, (_, part) in self.parts.items() if part.key_result.ended is None]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what may become of the key result with the cursor."""
        if action in ("keep", "drop", "promote"):
            here = self.here
            if here is None or not self.is_open or here.key_result.ended is not None:
                return False
            if action == "keep":
                return here.progress < 1
            return action == "drop" or here.key_result.kpi is not None
        return super().check_action(action, parameters)

    def action_keep(self) -> None:
        if self.here is not None:
            one = self.here.key_result
            words = f"{one.id} goes on in the next cycle’s draft: {one.title}."
            self.do(partial(retrospective.keep, key_result=one.id), words)

    def action_promote(self) -> None:
        if self.here is not None:
            one = self.here.key_result
            self.do(
                partial(retrospective.promote, key_result=one.id), f"What {one.id} has reached is its KPI’s new target."
            )

    def action_drop(self) -> None:
        from cadence_tui.tui.dialogs.ask import Ask

        if self.here is None:
            return
        one = self.here.key_result

        def dropped(why: str | None) -> None:
            if why:
                self.do(lambda desk: retrospective.drop(desk, one.id, why), f"{one.id} is dropped: {one.title}.")

        self.app.push_screen(Ask(f"Why is {one.id} dropped? {one.title}"), dropped)


class EndsStep(ListedStep):
    """Each key result is kept, dropped or promoted (seed 003)."""

    NAME, TITLE, MINUTES = "ends", "Keep or drop", 10
    EMPTY = "What becomes of each key result. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the key results, and those that nothing was said of."""
        found = _parts(view, occasion.period)
        return Load(len(found), sum(part.key_result.ended is None for _, part in found))

    def listed(self) -> EndRows:
        return EndRows()

    def show(self, view: View) -> None:
        self.query_one(EndRows).fill(view, self.occasion.period)
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:  # noqa: ARG002 (the step's)
        rows = self.query_one(EndRows)
        here = rows.here
        if here is None:
            return []
        one = here.key_result
        lines = [ink.text(one.title, ink.STRONG), ink.text(f"{way(view, one)}; now {shown(view, one, here.current)}.")]
        if one.ended is not None:
            return [*lines, ink.text(f"{one.ended.capitalize()}{f': {one.ended_why}' if one.ended_why else ''}.")]
        keys, said = self.app.commands, list[tuple[str, str]]()
        if here.progress < 1:
            said.append((keys["ends.keep"].key, " carries it to the next cycle, from where it stands now."))
        if one.kpi is not None:
            kpi = view.kpis[one.kpi].name
            said.append((keys["ends.promote"].key, f" makes what it has reached the target of {kpi}."))
        said.append((keys["ends.drop"].key, " drops it, with the reason."))
        return [*lines, ink.text(""), *(ink.line((key_, ink.ACCENT), (does, ink.MUTED)) for key_, does in said)]


# --- What comes next --------------------------------------------------------------------------------------------------


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
    ENDS = "Enter closes the cycle."

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
        found = [part.key_result for one, part in _parts(view, self.occasion.period) if one.objective.state == "active"]
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
