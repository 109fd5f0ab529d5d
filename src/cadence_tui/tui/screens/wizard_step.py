"""One step of a run of steps: what it teaches, what it asks, and how it is left."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import Vertical
from textual.message import Message

from cadence_tui.tui import ink
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.library import Library
    from cadence_tui.domain.playbook import Playbook, Range, StageRules
    from cadence_tui.services.wizard import Answers
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.widgets.field import Field


class Ground(NamedTuple):
    """What a run of steps stands on: in a set-up it follows from the answers, in an audit from the company."""

    founder: str
    people: tuple[str, ...]
    number_format: str
    stage: Stage
    is_solo: bool
    fits: Range
    rules: StageRules
    playbook: Playbook
    library: Library
    zone: str
    now: datetime
    is_new: bool = True


class Step(Vertical):
    """A step: `title` and `teaches` stand above it; one that was made ahead of its time answers and says nothing."""

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    DEFAULT_CSS = "Step { height: 1fr; width: 1fr; }"
    app: CadenceApp

    @dataclass
    class Next(Message):
        """The step is done with."""

    @dataclass
    class Typed(Message):
        """An answer has changed."""

    @dataclass
    class Said(Message):
        """Something is to be said below the step."""

        step: Step
        words: str
        is_wrong: bool = False

    def __init__(self, answers: Answers, ground: Ground) -> None:
        """Begin with the answers so far."""
        super().__init__()
        self.answers, self.ground = answers, ground
        self.is_ahead = False

    @classmethod
    def is_asked(cls, answers: Answers, ground: Ground) -> bool:  # noqa: ARG003 (for those that override it)
        """Say whether the step is asked at all."""
        return True

    def teaches(self) -> str:
        """Say the one idea of the step, in two sentences at most."""
        return ""

    def is_as(self, other: Step) -> bool:
        """Say whether it would be put together as another one, which was made later."""
        return type(self) is type(other)

    def begin(self) -> None:
        """Show the answers as they are, and take the focus."""

    def hint(self) -> tuple[str, bool]:
        """Say what stands below the step at first, and whether something is wrong."""
        return "", False

    def say(self, words: str, is_wrong: bool = False) -> None:  # noqa: FBT001, FBT002 (as a hint is given)
        """Have something said below the step."""
        self.post_message(self.Said(self, words, is_wrong))

    def accept(self) -> None:
        """Go on, unless something is wrong."""
        self.post_message(self.Next())

    def keep_typed(self) -> None:
        """Have what was answered kept at once; the app asks for it when it has to leave."""
        from cadence_tui.tui.screens.wizard import Run

        if isinstance(self.screen, Run):
            self.screen.keep()


class FormStep(Step):
    """A step that is a form; what follows from it is told below the fields."""

    DEFAULT_CSS = """
    FormStep #told { height: auto; margin-top: 1; }
    """

    def __init__(self, answers: Answers, ground: Ground) -> None:
        """Make the fields from the answers so far."""
        super().__init__(answers, ground)
        self.form = Form(self.fields())

    def compose(self) -> ComposeResult:
        yield self.form
        yield Said(id="told")

    @abstractmethod
    def fields(self) -> Sequence[Field]:
        """Make the fields, each with what was answered before."""

    def tell(self) -> Content:
        """Say what follows from the answers as they are."""
        return ink.text("")

    def is_as(self, other: Step) -> bool:
        if not isinstance(other, FormStep) or not super().is_as(other):
            return False
        return [one.look for one in self.form.fields] == [one.look for one in other.form.fields]

    def begin(self) -> None:
        """Go to the field in which somebody stopped, else to the first."""
        self.query_one("#told", Said).update(self.tell())
        row = self.form.rows.get(self.answers.spot)
        self.screen.set_focus((row if row is not None and row in self.form.shown else self.form.shown[0]).control)

    def hint(self) -> tuple[str, bool]:
        row = next(row for row in self.form.shown if row.control is self.screen.focused)
        return self.form.hint_of(row), False

    def on_descendant_focus(self) -> None:
        self.answers.spot = next(
            (name for name, row in self.form.rows.items() if row.control is self.screen.focused), ""
        )

    def take(self, typed: dict[str, str]) -> None:
        """Take what the form holds into the answers."""
        self.answers.typed.update(typed)

    def on_form_typed(self, event: Form.Typed) -> None:
        event.stop()
        if self.is_ahead:
            return
        self.take(self.form.typed)
        self.query_one("#told", Said).update(self.tell())
        self.post_message(self.Typed())

    def on_form_accepted(self, event: Form.Accepted) -> None:
        event.stop()
        self.take(self.form.typed)
        self.post_message(self.Next())

    def on_form_hinted(self, event: Form.Hinted) -> None:
        event.stop()
        if self.display and not self.is_ahead:
            self.say(event.words, event.is_wrong)

    def accept(self) -> None:
        """Check every field, and go on where all are right."""
        self.form.accept()
