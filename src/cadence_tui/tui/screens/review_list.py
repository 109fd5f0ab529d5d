"""A step of a review that is a list, with what is to be said of its row with the cursor below it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.meeting_step import MeetingStep
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Rows
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


class Listed(Rows):
    """A list of a review's step, as tall as what is in it."""

    DEFAULT_CSS = "Listed { height: auto; max-height: 60%; }"
    app: CadenceApp

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__(id="listed")
        self.view: View | None = None

    @property
    def open_keys(self) -> list[str]:
        """List the rows that still ask for something."""
        return []

    def do(self, deed: Callable[[Desk], object], words: str) -> None:
        """Do something, say so with how to take it back, and go on to the next row that asks for something."""
        undo = self.app.key("app.undo")

        def done(_: object) -> None:
            self.app.say(f"{words} {undo} takes it back.")
            keys = self.keys
            at = keys.index(self.cursor) if self.cursor in keys else 0
            left = [key for key in (*keys[at:], *keys[:at]) if key in self.open_keys]
            self.cursor = left[0] if left else self.cursor

        attempt(self, deed, done=done, waiting=partial(self.app.say, "Another process is writing; waiting …"))


class ListedStep(MeetingStep):
    """A step with a list, and below it what is to be said of the row with the cursor."""

    def compose(self) -> ComposeResult:
        yield self.listed()
        with Detail(id="detail"):
            yield Said(id="told")

    @abstractmethod
    def listed(self) -> Listed:
        """Make the list."""

    def told(self, view: View, key: str) -> list[Content]:  # noqa: ARG002 (for those that override it)
        """Tell of the row with the cursor."""
        return []

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.tell()

    def tell(self) -> None:
        """Tell of the row with the cursor, as it is now."""
        if self.view is not None:
            lines = self.told(self.view, self.query_one(Listed).cursor)
            self.query_one("#told", Said).update(Content("\n").join(lines))
