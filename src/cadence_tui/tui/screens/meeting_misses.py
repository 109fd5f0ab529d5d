"""The escalations step: each miss is answered where it stands, or somebody says later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui.domain.okr import PHASE_OF_LEVEL
from cadence_tui.services import decisions, minutes
from cadence_tui.services.decisions import DecisionDraft
from cadence_tui.services.meeting import Miss, misses
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion
from cadence_tui.tui.screens.miss_words import cause_words, state_words, told
from cadence_tui.tui.typed import USUAL
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Row
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from cadence_tui.domain.decision import DecisionKind
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

_STATE = 17


class Misses(Steps):
    """The misses, each with what its rung may decide."""

    BINDINGS = bindings("misses")
    DEFAULT_CSS = "Misses { height: auto; max-height: 50%; }"

    def __init__(self, occasion: Occasion) -> None:
        """Hold nothing yet."""
        super().__init__(id="misses")
        self.occasion = occasion
        self.misses: dict[str, Miss] = {}

    def fill(self, view: View, found: list[Miss]) -> None:
        """Show what is to be answered."""
        self.misses = {one.escalation.id: one for one in found}
        self.stand(view, {one.escalation.id: one.escalation for one in found})
        self.rebuild()
        self.refresh_bindings()

    @property
    def here(self) -> Miss | None:
        """Give the miss with the cursor."""
        return self.misses.get(self.cursor)

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        view = self.view
        if view is None:
            return []
        rows = list[Row]()
        for key, one in self.misses.items():
            state = state_words(one, view)
            room = max(width - 9 - _STATE, 10)
            name = min(max(room // 3, 16), 30)
            what = ink.line(
                ink.cell(one.line.kpi.name, name),
                "  ",
                ink.cell(cause_words(view, one.escalation), max(room - name - 2, 4), ink.MUTED),
            )
            line = ink.line("  ", ink.cell(key, 6, ink.MUTED), what, " ", ink.cell(state.text, _STATE, state.style))
            rows.append(Row(key, (line,)))
        return rows

    # --- Answers ------------------------------------------------------------------------------------------------------

    def _answer(self, kind: DecisionKind | None) -> None:
        """Ask for the answer; where the close makes the miss, it is held until then."""
        from cadence_tui.tui.dialogs.decide import Answer, HeldAnswer

        one, view = self.here, self.view
        if one is None or view is None:
            return
        if one.is_coming:
            self.app.push_screen(HeldAnswer(one.escalation, view, self.occasion.period, kind))
        else:
            self.app.push_screen(Answer(one.escalation, view, kind))

    def action_accept(self) -> None:
        """Accept the miss; by this one key where it moves as much by itself, or has recovered by itself."""
        one, view = self.here, self.view
        if one is None or view is None:
            return
        if one.is_over_by_itself and not one.is_coming:
            self._log(one, "Recovered by itself", "back on track by itself")
        elif one.asks and one.is_usual:
            self._log(one, f"Accept the miss of {one.line.kpi.name}", USUAL)
        else:
            self._answer("accept")

    def _log(self, one: Miss, title: str, why: str) -> None:
        """Accept with a reason that is known, or hold that until the close."""
        undo = self.app.key("app.undo")
        kind = "fix" if one.escalation.recovered_at and one.escalation.here.owes == "decision" else "accept"
        draft = DecisionDraft(title=title, why=why, answers=(one.escalation.id,), kind=kind)
        if one.is_coming:
            deed = partial(minutes.hold, week=self.occasion.period, kpi=one.line.kpi.key, draft=draft)
            words = f"{one.line.kpi.name}: accepted as {why}, logged with the close. {undo} takes it back."
            attempt(self, deed, done=lambda _: self.app.say(words), waiting=self._waiting)
        else:
            words = f"{one.escalation.id} {one.line.kpi.name}: {title}. {undo} takes it back."
            attempt(
                self, partial(decisions.decide, draft=draft), done=lambda _: self.app.say(words), waiting=self._waiting
            )

    def _do(self, deed: Callable[[Desk], object], words: str) -> None:
        """Do something, and say what it was."""
        said = f"{words} {self.app.key('app.undo')} undoes that."
        attempt(self, deed, done=lambda _: self.app.say(said), waiting=self._waiting)

    def _waiting(self) -> None:
        """Say that it takes a moment."""
        self.app.say("Another process is writing; waiting …")

    def action_later(self) -> None:
        """Say later, or take that back."""
        one = self.here
        if one is None:
            return
        change = minutes.take_back if one.is_later else minutes.put_off
        deed = partial(change, week=self.occasion.period, kpi=one.escalation.kpi)
        said = "wants an answer in this meeting again" if one.is_later else "is left for later"
        self._do(deed, f"{one.line.kpi.name} {said}.")

    def action_withdraw(self) -> None:
        """Take the answer back that waits for the close."""
        one = self.here
        if one is not None:
            deed = partial(minutes.take_back, week=self.occasion.period, kpi=one.escalation.kpi)
            self._do(deed, f"The answer to {one.line.kpi.name} is taken back.")

    def action_raise(self) -> None:
        """Make something to move of a number that needs more than a fix."""
        from cadence_tui.tui.dialogs.raising import raise_kpi

        if self.here is not None and self.view is not None:
            raise_kpi(self.app, self.view, self.here.line.kpi.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the rules allow now."""
        one = self.here
        if action == "raise":
            return one is not None and self.view is not None and self.view.company.phase >= PHASE_OF_LEVEL["company"]
        if action == "withdraw":
            return one is not None and one.held is not None
        if action == "later":
            return one is not None and (one.asks or (one.is_later and one.held is None))
        return super().check_action(action, parameters)


class MissesStep(MeetingStep):
    """Each miss is answered, or left for later."""

    NAME, TITLE, MINUTES = "escalations", "Escalations", 10
    EMPTY = "What is open, and what this close will open or raise. Nothing is."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the misses, and those that nothing has answered."""
        found = misses(view, occasion.period)
        return Load(len(found), sum(one.asks for one in found))

    def compose(self) -> ComposeResult:
        yield Misses(self.occasion)
        with Detail(id="detail"):
            yield Said(id="told")

    def show(self, view: View) -> None:
        self.query_one(Misses).fill(view, misses(view, self.occasion.period))
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Tell below the list of the miss with the cursor."""
        one = self.query_one(Misses).here
        names = {"accept": "escalation.accept", "answer": "escalation.answer", "later": "misses.later"}
        keys = {name: self.app.key(id_) for name, id_ in names.items()}
        lines = told(self.view, one, keys) if one is not None and self.view is not None else []
        self.query_one("#told", Said).update(Content("\n").join(lines))
