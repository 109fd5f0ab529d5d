"""One step of a meeting: what it holds, how much of that is left, and how it is left and found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import Vertical
from textual.message import Message

from cadence_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from cadence_tui.domain.meeting import Kind
    from cadence_tui.services.meeting import Sitting
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


class Occasion(NamedTuple):
    """Which meeting it is: its kind, and the week, month, quarter or cycle that it is about."""

    kind: Kind
    period: str


class Load(NamedTuple):
    """How many things a step holds, and how many of them still ask for something."""

    of: int
    left: int = 0


class Spot(NamedTuple):
    """Where somebody is in a step: the row or field, and what is half typed into it up to where the cursor stands."""

    name: str = ""
    text: str = ""
    cursor: int = 0


class MeetingStep(Vertical):
    """A step of a meeting; `EMPTY` says what it is for, where there is nothing in it.

    The step is mounted when it is gone to; `load` is asked of the class, for the list of steps, at every change.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    MINUTES: ClassVar[int] = 5
    EMPTY: ClassVar[str] = ""
    DEFAULT_CSS = """
    MeetingStep { height: 1fr; width: 1fr; }
    MeetingStep #detail { height: 1fr; padding: 0 2; margin-top: 1; scrollbar-size-vertical: 1; }
    MeetingStep #detail Static { height: auto; }
    """
    app: CadenceApp

    @dataclass
    class Done(Message):
        """The step is done with; the next one that holds something is wanted."""

    @dataclass
    class Wanted(Message):
        """Another step is to be gone to first, named by its `NAME`."""

        name: str

    def __init__(self, occasion: Occasion) -> None:
        """Be a step of one meeting."""
        super().__init__(id="meeting-step")
        self.occasion = occasion
        self.view: View | None = None

    @classmethod
    def is_in(cls, view: View) -> bool:  # noqa: ARG003 (for those that override it)
        """Say whether the step is in the meeting at all."""
        return True

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:  # noqa: ARG003 (for those that override it)
        """Say how much the step holds, and how much of it is left."""
        return Load(0)

    def see(self, view: View) -> None:
        """Take what stands now, and draw it."""
        self.view = view
        self.show(view)

    def show(self, view: View) -> None:
        """Draw what stands; called when the step is gone to, and after every change, by whomever."""

    def begin(self, sitting: Sitting) -> None:
        """Take the focus; in a step that somebody left, where they stopped."""
        for rows in self.query(Rows):
            rows.cursor = sitting.spot or rows.cursor
            self.screen.set_focus(rows)
            return

    @property
    def spot(self) -> Spot:
        """Say where somebody is."""
        return next((Spot(rows.cursor) for rows in self.query(Rows)), Spot())

    def keep_typed(self) -> None:
        """Have it kept where somebody is; the app asks for this when it has to leave."""
        from cadence_tui.tui.screens.meeting import Meeting

        if isinstance(self.screen, Meeting):
            self.screen.keep()

    def done(self) -> None:
        """Go on to the next step."""
        self.post_message(self.Done())

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Go on to the next row, and from the last one to the next step."""
        event.stop()
        keys = event.rows.keys
        if event.rows.cursor in keys[:-1]:
            event.rows.action_down()
        else:
            self.done()
