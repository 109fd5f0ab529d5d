"""A list in which everything that may be done next about a thing is one key, and a page of one thing's story too.

What is in the footer is what the rules allow now, for the row with the cursor, else for what the page is about.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cadence_tui.domain.decision import Action, Decision, DecisionKind
from cadence_tui.domain.errors import BusyError, CadenceError
from cadence_tui.domain.ladder import Escalation
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

    Thing = Escalation | Decision | Action

T = TypeVar("T", Escalation, Decision, Action)
_ANSWER = "escalation.answer"


def _asks(one: Escalation) -> bool:
    """Say whether an escalation still wants an answer: its newest miss has none, and it has not recovered."""
    return not one.answered and one.recovered_at is None


class Steps(Rows):
    """Rows of escalations, decisions and actions, each with its next steps."""

    BINDINGS = [*bindings("escalation"), *bindings("decision"), *bindings("action"), *bindings("thing")]  # noqa: RUF012
    app: CadenceApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet; `things` are those that steps can be taken on, `page` the one that it is all about."""
        super().__init__(id=id)
        self.things: dict[str, Thing] = {}
        self.page = ""
        self.view: View | None = None
        self._refusals: dict[str, Mapping[DecisionKind, str]] = {}

    # --- What steps are about -----------------------------------------------------------------------------------------

    def _found(self, kind: type[T]) -> T | None:
        """Give what the row with the cursor is about, else what the page is about, if it is of a kind."""
        for key in (self.cursor.partition(" ")[0], self.page):
            one = self.things.get(key)
            if isinstance(one, kind):
                return one
        return None

    def may(self, one: Escalation, kind: DecisionKind) -> bool:
        """Say whether the rung that an escalation stands on may answer with a kind of decision."""
        from cadence_tui.services.answers import refusals

        if self.view is None:
            return False
        if one.id not in self._refusals:
            try:
                with self.view.repository.database.reading():
                    self._refusals[one.id] = refusals(self.view, one)
            except BusyError:
                return True
        return kind not in self._refusals[one.id]

    def stand(self, view: View, things: dict[str, Thing]) -> None:
        """Take what stands now."""
        self.view, self.things = view, things
        self._refusals.clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the rules allow now."""
        if action in ("answer", "accept", "retarget", "retire", "raise"):
            return self._may_answer(self._found(Escalation), action)
        if action in ("done", "verify", "keep", "drop"):
            return self._may_move(self._found(Action), action)
        if action in ("check", "supersede"):
            decision = self._found(Decision)
            if decision is None or decision.superseded_by is not None:
                return False
            return action == "supersede" or (
                decision.outcome is None and not self._may_move(self._found(Action), "verify")
            )
        if action == "export":
            return self._found(Decision) is not None
        if action == "new":
            return self.view is not None
        return super().check_action(action, parameters)

    def _may_answer(self, one: Escalation | None, step: str) -> bool:
        """Say whether an escalation may be answered so; a miss that was answered or has recovered is not accepted."""
        if one is None or one.state != "open":
            return False
        ends: dict[str, DecisionKind] = {"accept": "accept", "retarget": "retarget", "retire": "retire"}
        return step in ("answer", "raise") or (self.may(one, ends[step]) and (step != "accept" or _asks(one)))

    def _may_move(self, one: Action | None, step: str) -> bool:
        """Say whether an action may be done, verified, kept or dropped as it stands."""
        if one is None or self.view is None:
            return False
        company = self.view.company
        if step == "verify":
            is_done = one.state == "done"
            return is_done or (one.state == "open" and not (company.is_solo and company.self_verify))
        return one.state == "open" or (step == "drop" and one.state == "done")

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """Say that nothing waits for a decision here, rather than nothing at all: a sentence is about to be typed."""
        if event.key not in self.app.commands[_ANSWER].keys.split(",") or event.key in self.screen.active_bindings:
            return
        event.stop()
        one = self._found(Escalation)
        why = "Nothing here waits for a decision" if one is None else f"{one.id} has ended, and waits for none"
        self.app.say(f"{why}; {self.app.key('thing.new')} logs one of its own.", "warning")

    # --- Steps --------------------------------------------------------------------------------------------------------

    def _do(self, deed: Callable[[Desk], Action], word: str) -> None:
        """Move an action, name it and how to take that back; a refusal says what has changed."""
        undo = self.app.key("app.undo")
        attempt(
            self,
            deed,
            done=lambda one: self.app.say(f"{one.id} {word}: {one.text}. {undo} takes it back."),
            refused=self._refused,
            waiting=lambda: self.app.say("Another process is writing; waiting …"),
        )

    def _refused(self, error: CadenceError) -> None:
        """Say why not, and show what stands now."""
        from cadence_tui.services.answers import settled_by

        one, words = self._found(Action), ""
        view = self.app.view()
        if one is not None and view is not None:
            words = settled_by(view, one.id)
        self.app.changed()
        self.app.say(f"{error} {words}".strip(), "warning")

    def action_done(self) -> None:
        from cadence_tui.services.decisions import finish

        one = self._found(Action)
        if one is not None:
            self._do(partial(finish, action=one.id), "is done")

    def action_verify(self) -> None:
        from cadence_tui.services.decisions import verify

        one = self._found(Action)
        if one is not None:
            self._do(partial(verify, action=one.id), "is verified")

    def action_drop(self) -> None:
        from cadence_tui.tui.dialogs.drop import Drop

        one = self._found(Action)
        if one is not None:
            self.app.push_screen(Drop(one))

    def action_keep(self) -> None:
        from cadence_tui.tui.dialogs.action import Keep

        one = self._found(Action)
        if one is not None and self.view is not None:
            self.app.push_screen(Keep(one, self.view))

    def action_check(self) -> None:
        from cadence_tui.tui.dialogs.check import Check

        one = self._found(Decision)
        if one is not None and self.view is not None:
            self.app.push_screen(Check(one, self.view))

    def action_supersede(self) -> None:
        from cadence_tui.tui.dialogs.decide import Supersede

        one = self._found(Decision)
        if one is not None and self.view is not None:
            self.app.push_screen(Supersede(one, self.view))

    def action_export(self) -> None:
        """Write the decision's record to the notes' folder, over nothing, and say where it is."""
        from cadence_tui.export.files import write_new
        from cadence_tui.export.records import file_name, render
        from cadence_tui.services.records import gather

        one, view = self._found(Decision), self.app.view()
        if one is None or view is None:
            return
        try:
            with view.repository.database.reading():
                (record,) = gather(view, [one.id])
            folder = self.app.host.notes_of(self.app.desk, self.app.host.notes) / "decisions"
            path = write_new(folder, file_name(record.decision), render(record))
        except CadenceError as error:
            self.app.say(str(error), "warning")
            return
        self.app.say(f"Written to {path}")

    def _answer(self, kind: DecisionKind | None) -> None:
        """Ask for the decision that answers an escalation."""
        from cadence_tui.tui.dialogs.decide import Answer

        one = self._found(Escalation)
        if one is not None and self.view is not None:
            self.app.push_screen(Answer(one, self.view, kind))

    def action_answer(self) -> None:
        self._answer(None)

    def action_accept(self) -> None:
        self._answer("accept")

    def action_retarget(self) -> None:
        self._answer("retarget")

    def action_retire(self) -> None:
        self._answer("retire")

    def action_raise(self) -> None:
        from cadence_tui.tui.dialogs.raising import raise_kpi

        one = self._found(Escalation)
        if one is not None and self.view is not None:
            raise_kpi(self.app, self.view, one.kpi)

    def action_new(self) -> None:
        from cadence_tui.tui.dialogs.decide import New

        if self.view is not None:
            self.app.push_screen(New(self.view, self._found(Decision)))
