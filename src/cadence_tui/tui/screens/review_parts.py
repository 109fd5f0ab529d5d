"""What a retrospective says of each key result: its score, and what becomes of it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.services import quarter_notes, retrospective
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.meeting_step import Load, Occasion
from cadence_tui.tui.screens.review_list import Listed, ListedStep
from cadence_tui.tui.widgets.okr_words import lands, shown, way
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.okr import KeyResult
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

_STATE, _NOW, _DONE = 12, 14, 6


def parts(view: View, cycle: str) -> list[tuple[ObjectiveLine, KeyResultLine]]:
    """List a cycle's key results with their objectives, the company's first."""
    return [(one, part) for one in quarter_notes.held_in(view, cycle) for part in one.key_results]


def _figures(now: str, done: str) -> Content:
    """Set what a key result stands at beside how much of its way that is, as its columns are headed."""
    return ink.line(*(ink.cell(*one, ink.MUTED, align="right") for one in ((now, _NOW), (done, _DONE))))


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
        self.parts = {part.key_result.id: (one, part) for one, part in parts(view, cycle)}
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
        room = max(width - 10 - _STATE - _NOW - _DONE - 2, 8)
        period = ink.cell(formatting.period_label(self.cycle), 8 + room, ink.MUTED)
        rows = [Row("", (ink.line("  ", period, _figures("now", "done")),))]
        for key, (one, part) in self.parts.items():
            if one.objective.id != before:
                before, team = one.objective.id, f"  {one.objective.team}" if one.objective.team else ""
                learning = "  learning: no verdict" if one.learning else ""
                rows.append(Row("", (ink.line("  ", (one.objective.title, ink.STRONG), (team + learning, ink.MUTED)),)))
            is_done, words = self.state(part)
            mark = ("✓ ", ink.MUTED) if is_done else ("○ ", ink.ACCENT)
            figures = _figures(shown(view, part.key_result, part.current), formatting.percent(part.progress))
            end = ink.cell(words, _STATE, ink.MUTED if is_done else ink.ACCENT)
            what = ink.line(ink.cell(part.key_result.title, room), figures)
            rows.append(Row(key, (ink.line("  ", mark, ink.cell(key, 6, ink.MUTED), what, "  ", end),)))
        return rows

    @abstractmethod
    def state(self, part: KeyResultLine) -> tuple[bool, str]:
        """Say whether a key result is dealt with in this step, and how."""

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()


class PartStep(ListedStep):
    """A step that asks something of each key result of the cycle."""

    @classmethod
    @abstractmethod
    def is_left(cls, one: KeyResult) -> bool:
        """Say whether a key result still waits for what the step asks."""

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the key results, and those that wait."""
        found = parts(view, occasion.period)
        return Load(len(found), sum(cls.is_left(part.key_result) for _, part in found))

    def show(self, view: View) -> None:
        self.query_one(PartRows).fill(view, self.occasion.period)  # type: ignore[type-abstract]  # found, not made
        self.tell()


# --- Scores -----------------------------------------------------------------------------------------------------------


class ScoreRows(PartRows):
    """Each key result with its score."""

    def state(self, part: KeyResultLine) -> tuple[bool, str]:
        score = part.key_result.score
        return score is not None, f"suggests {part.suggested}" if score is None else f"scored {score}"


class ScoresStep(PartStep):
    """Each key result is scored, and the cycle seen against 0.7 to 0.8."""

    NAME, TITLE, MINUTES = "scores", "Scores", 15
    EMPTY = "The key results of the cycle, each to be scored. There are none."

    @classmethod
    def is_left(cls, one: KeyResult) -> bool:
        return one.score is None

    def listed(self) -> ScoreRows:
        return ScoreRows()

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


class EndsStep(PartStep):
    """Each key result is kept, dropped or promoted (seed 003)."""

    NAME, TITLE, MINUTES = "ends", "Keep or drop", 10
    EMPTY = "What becomes of each key result. There are none."

    @classmethod
    def is_left(cls, one: KeyResult) -> bool:
        return one.ended is None

    def listed(self) -> EndRows:
        return EndRows()

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
