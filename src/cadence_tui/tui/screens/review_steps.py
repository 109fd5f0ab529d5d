"""Steps that the monthly review and the retrospective share: what was learned, and the end."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from cadence_tui.services import meeting, minutes
from cadence_tui.services.minutes import minutes_of
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.meeting_close import CloseStep
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion, Spot
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.export import markdown
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.meeting import Sitting
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View


class LearnedStep(MeetingStep):
    """What was learned, in a few lines."""

    BINDINGS = bindings("learned")
    NAME, TITLE, MINUTES = "learned", "Learned", 10
    DEFAULT_CSS = """
    LearnedStep Form { padding: 0 2; height: auto; }
    LearnedStep #state { padding: 1 2; height: auto; }
    """

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """There is one thing to write down."""
        return Load(1, 0 if minutes_of(view.repository, occasion.period, occasion.kind).learned else 1)

    def compose(self) -> ComposeResult:
        view = self.app.view()
        now = "" if view is None else minutes_of(view.repository, self.occasion.period, self.occasion.kind).learned
        hint = "What would you tell yourself at its beginning? It stands in the notes; may be empty."
        draft = f"learned:{self.occasion.kind}:{self.occasion.period}"
        yield Form([Field("learned", "Learned", kind="text", value=now, hint=hint)], draft=draft)
        yield Said(ink.text(hint, ink.MUTED), id="state")

    def begin(self, sitting: Sitting) -> None:  # noqa: ARG002 (the draft of the form has what was typed)
        """Go to the field."""
        self.screen.set_focus(self.query_one(Form).shown[0].control)

    @property
    def spot(self) -> Spot:
        return Spot()

    def on_form_hinted(self, event: Form.Hinted) -> None:
        event.stop()
        self._say(event.words, is_wrong=event.is_wrong)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say something below the field."""
        self.query_one("#state", Said).update(ink.text(words, ink.WARN if is_wrong else ink.MUTED))

    def action_keep(self) -> None:
        self.query_one(Form).accept()

    def on_form_accepted(self, event: Form.Accepted) -> None:
        """Keep what was written, and go on."""
        event.stop()
        form, text = self.query_one(Form), event.typed["learned"]
        if not form.changed():
            self.done()
            return

        def kept(_: str) -> None:
            form.accepted()
            self.app.say(f"Kept, and in the notes. {self.app.key('app.undo')} takes it back.")
            self.done()

        attempt(
            self,
            lambda desk: minutes.write_learned(desk, self.occasion.period, text, self.occasion.kind),
            done=kept,
            refused=form.refuse,
            waiting=lambda: self._say("Waiting: another process is writing. It is tried again by itself."),
        )


class ReviewCloseStep(CloseStep):
    """The notes of a review, and its end."""

    TITLE = "Close"
    ENDS = "⏎ ends the review."

    def ahead(self, view: View) -> list[Content]:
        held_at = view.repository.meeting_held_at(self.occasion.kind, self.occasion.period)
        if held_at is not None:
            return [ink.text("It was held already. Holding it again writes its notes anew.", ink.MUTED)]
        return [ink.text("These are the notes. Once it is held they are frozen, and written to a file.", ink.MUTED)]

    def written(self, facts: Facts, form: markdown.Form) -> str:
        from cadence_tui.export.markdown import review

        return review(facts, form=form, folder=self.app.host.templates)

    def hold(self, desk: Desk, rating: int | None, remark: str) -> object:
        found = self.record(desk, rating, remark)
        meeting.end_sitting(desk, self.occasion.period, self.occasion.kind)
        return found

    @abstractmethod
    def record(self, desk: Desk, rating: int | None, remark: str) -> object:
        """Record that it was held, with its facts."""

    def is_stopped(self, view: View) -> bool:  # noqa: ARG002 (for those that override it)
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no summary lines: a review has none."""
        return action != "summary" and super().check_action(action, parameters)
