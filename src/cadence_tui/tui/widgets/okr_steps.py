"""A list in which everything that may be done next about an objective or a key result is one key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from cadence_tui import formatting
from cadence_tui.domain.okr import rounded
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.copying import joined
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.widgets.okr_words import lands, pace, shown, way
from cadence_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.domain.okr import Initiative, Objective
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

_SCORED_FROM = timedelta(days=14)
"""A key result is scored, kept, dropped or promoted in the last two weeks before its due date, and after it."""
_ENDS = ("score", "keep", "drop", "promote")


class OkrSteps(Rows):
    """Rows of objectives, key results and initiatives, each with its next steps."""

    BINDINGS = bindings("okr")
    app: CadenceApp

    @dataclass
    class Drafted(Message):
        """An objective was drafted."""

        objective: Objective

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet; `page` is what it is all about, where it is a page of one, `cycle` that of a draft."""
        super().__init__(id=id)
        self.lines: dict[str, ObjectiveLine] = {}
        self.parts: dict[str, KeyResultLine] = {}
        self.view: View | None = None
        self.page = self.cycle = ""

    def stand(self, view: View, lines: list[ObjectiveLine]) -> None:
        """Take what stands now."""
        self.view = view
        self.lines = {one.objective.id: one for one in lines}
        self.parts = {part.key_result.id: part for one in lines for part in one.key_results}

    def copied(self) -> str:
        """Give the objective or the key result with the cursor uncut, and anything else as it stands."""
        one, part = self.lines.get(self.cursor), self.parts.get(self.cursor)
        if part is not None and self.view is not None:
            of = part.key_result
            figures = [pace(part), shown(self.view, of, part.current), way(self.view, of), lands(part)]
            return joined(of.id, of.title, *figures)
        if one is not None:
            done = f"{formatting.percent(rounded(one.progress))} done"
            return joined(one.objective.id, one.objective.title, done if one.objective.state != "draft" else "draft")
        return super().copied()

    # --- What a key is about ------------------------------------------------------------------------------------------

    @property
    def _about(self) -> str:
        """Give the id that a key is about: that of the row with the cursor, else the page's."""
        key = self.cursor.partition(" ")[0]
        return key if key.partition(".")[0] in self.lines else self.page

    @property
    def objective(self) -> ObjectiveLine | None:
        """Give the objective that the cursor is in."""
        return self.lines.get(self._about.partition(".")[0])

    @property
    def part(self) -> KeyResultLine | None:
        """Give the key result with the cursor; from an objective's own row, the weakest that is not settled."""
        found = self.parts.get(self._about)
        one = self.objective
        if found is not None or one is None or self._about != one.objective.id:
            return found
        return next((part for part in one.weakest_first if part.key_result.ended is None), None)

    @property
    def initiative(self) -> Initiative | None:
        """Give the initiative with the cursor."""
        one = self.objective
        found = one.objective.initiatives if one is not None else ()
        return next((each for each in found if each.id == self._about), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what may be done now."""
        one, part = self.objective, self.part
        if action == "check_in":
            return one is not None and part is not None and one.objective.state == "active"
        if action in _ENDS:
            return self._may_end(action)
        if action == "activate":
            return one is not None and one.objective.state == "draft"
        if action == "new":
            return "." not in self.page and (not self.page or (one is not None and one.objective.state != "closed"))
        if action in ("edit", "close_it"):
            return one is not None and one.objective.state != "closed"
        if action == "decide":
            return one is not None and one.objective.state == "active"
        if action == "go_on":
            return self.initiative is not None and one is not None and one.objective.state != "closed"
        return super().check_action(action, parameters)

    def _may_end(self, action: str) -> bool:
        """Say whether a key result may be scored, or ended so, now."""
        part, view = self.parts.get(self._about), self.view
        if part is None or view is None or self.objective is None or self.objective.objective.state == "draft":
            return False
        if view.today < part.due - _SCORED_FROM or part.key_result.ended is not None:
            return False
        return action != "promote" or part.key_result.kpi is not None

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()

    # --- What the keys do ---------------------------------------------------------------------------------------------

    def _do(self, deed: Callable[[Desk], object], words: str) -> None:
        """Do something and say so, with how to take it back; a refusal is told in full."""
        undo = self.app.key("app.undo")
        attempt(self, deed, done=lambda _: self.app.say(f"{words} {undo} takes it back."), refused=self._refused)

    def _refused(self, error: CadenceError) -> None:
        """Say why not, all of it."""
        from cadence_tui.tui import ink
        from cadence_tui.tui.dialogs.telling import Telling

        reasons = getattr(error, "problems", ()) or ()
        self.app.changed()
        self.app.push_screen(Telling(str(error).partition("\n")[0], [ink.text(f"· {one}") for one in reasons]))

    def action_check_in(self) -> None:
        from cadence_tui.tui.dialogs.check_in import CheckInForm

        if self.part is not None and self.view is not None:
            self.app.push_screen(CheckInForm(self.view, self.part))

    def action_new(self) -> None:
        from cadence_tui.tui.dialogs.draft_objective import DraftObjective
        from cadence_tui.tui.dialogs.edit_objective import AddPart

        one, view, playbook = self.objective, self.view, self.app.host.playbook()
        if self.page and one is not None:
            self.app.push_screen(AddPart(playbook, one.objective))
        elif view is not None:
            self.app.push_screen(DraftObjective(view, playbook, cycle=self.cycle), self._drafted)

    def _drafted(self, found: Objective | None) -> None:
        """Tell what was drafted."""
        if found is not None:
            self.post_message(self.Drafted(found))

    def action_edit(self) -> None:
        from cadence_tui.tui.dialogs.edit_objective import EditObjective

        one, view = self.objective, self.view
        if one is None or view is None:
            return
        found = self.parts.get(self._about)
        part = found.key_result if found is not None else self.initiative
        self.app.push_screen(EditObjective(view, self.app.host.playbook(), one.objective, part))

    def action_score(self) -> None:
        from cadence_tui.tui.dialogs.check_in import ScoreForm

        part = self.parts.get(self._about)
        if part is not None:
            self.app.push_screen(ScoreForm(part))

    def action_keep(self) -> None:
        from cadence_tui.services.retrospective import keep

        if part := self.parts.get(self._about):
            one = part.key_result
            self._do(partial(keep, key_result=one.id), f"{one.id} goes on in the next cycle’s draft: {one.title}.")

    def action_drop(self) -> None:
        from cadence_tui.services.retrospective import drop
        from cadence_tui.tui.dialogs.ask import Ask

        part = self.parts.get(self._about)
        if part is None:
            return
        one = part.key_result

        def dropped(why: str | None) -> None:
            if why:
                self._do(lambda desk: drop(desk, one.id, why), f"{one.id} is dropped: {one.title}.")

        self.app.push_screen(Ask(f"Why is {one.id} dropped? {one.title}"), dropped)

    def action_promote(self) -> None:
        from cadence_tui.services.retrospective import promote

        if part := self.parts.get(self._about):
            one = part.key_result
            self._do(partial(promote, key_result=one.id), f"What {one.id} has reached is its KPI’s new target.")

    def action_activate(self) -> None:
        from cadence_tui.services.making_room import in_the_way
        from cadence_tui.services.objectives import activate
        from cadence_tui.tui.dialogs.make_room import MakeRoom

        line, view = self.objective, self.view
        if line is None or view is None:
            return
        one, playbook = line.objective, self.app.host.playbook()
        if beside := in_the_way(view, playbook, one):
            self.app.push_screen(MakeRoom(view, playbook, one, beside))
        else:
            self._do(lambda desk: activate(desk, playbook, one.id), f"{one.id} is active: {one.title}.")

    def action_close_it(self) -> None:
        from cadence_tui.services.objectives import close
        from cadence_tui.tui.dialogs.ask import Ask

        if (line := self.objective) is None:
            return
        one = line.objective

        def closed(why: str | None) -> None:
            if why:
                self._do(lambda desk: close(desk, one.id, why=why), f"{one.id} is closed: {one.title}.")

        word = "put aside" if one.state == "draft" else "closed, for good"
        self.app.push_screen(Ask(f"Why is {one.id} {word}? {one.title}"), closed)

    def action_decide(self) -> None:
        from cadence_tui.tui.dialogs.decide_okr import DecideOkr

        if self.view is not None and (line := self.objective) is not None:
            found = self.parts.get(self._about)
            part = found.key_result if found is not None else self.initiative
            self.app.push_screen(DecideOkr(self.view, line.objective, part))

    def action_go_on(self) -> None:
        """Move an initiative on to its next state; of an active objective that is a change, and asks why."""
        from cadence_tui.domain.okr import INITIATIVE_STATES
        from cadence_tui.services.objectives import edit
        from cadence_tui.tui.dialogs.ask import Ask
        from cadence_tui.tui.widgets.okr_words import STATE_WORDS

        one, line = self.initiative, self.objective
        if one is None or line is None:
            return
        after = INITIATIVE_STATES[(INITIATIVE_STATES.index(one.state) + 1) % len(INITIATIVE_STATES)]
        playbook, word = self.app.host.playbook(), STATE_WORDS[after][2:]

        def move(why: str | None) -> None:
            if why is not None:
                self._do(
                    lambda desk: edit(desk, playbook, one.id, {"state": after}, why=why), f"{one.title} is {word}."
                )

        if line.objective.state == "draft":
            move("")
        else:
            self.app.push_screen(Ask(f"{one.title} is {word} now. What happened?"), move)
