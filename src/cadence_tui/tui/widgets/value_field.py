"""The field in which a value is typed: one line, without a box, which never loses what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from cadence_tui.tui.commands import bindings
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

KEEP_AFTER = 0.3


class ValueField(Typing):
    """An input whose text is kept as a draft by `keeper`, soon after the last key, and at once when it is left.

    Posts, beside Input's own `Changed` and `Submitted`: `Left` when esc leaves it, `Stepped` to go to the KPI before or
    after, or to another day.
    """

    HELP_TEXT = (
        "A value, as people write it: 41.2k, 6.1 %, 1:30, +=3 to add to what stands there, = for the same again. Its "
        "status stands beside it while you type."
    )
    BINDINGS = bindings("value")

    @dataclass
    class Left(Message):
        """The field is to be left."""

        field: ValueField

    @dataclass
    class Stepped(Message):
        """Another row, or another day, is wanted; the text is kept."""

        field: ValueField
        rows: int = 0
        days: int = 0

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Be empty."""
        super().__init__(id=id)
        self.has_days = False
        self.keeper: Callable[[str, int], None] | None = None
        self._timer: Timer | None = None
        self._kept = ("", 0)

    def start(self, text: str, cursor: int | None = None) -> None:
        """Begin with a text that needs no keeping, and the cursor where it stood."""
        self._stop_timer()
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text) if cursor is None else min(cursor, len(text))
        self._kept = self._now
        self._stop_timer()

    @property
    def _now(self) -> tuple[str, int]:
        """Give what is kept: the text and where the cursor stands in it; where there is none, that does not matter."""
        return self.value, self.cursor_position if self.value else 0

    def watch_value(self) -> None:
        """Keep it once the hands rest."""
        self._keep_soon()

    def watch_selection(self) -> None:
        """Keep where the cursor has gone, too."""
        self._keep_soon()

    def _keep_soon(self) -> None:
        """Begin to wait anew, where there is anything to keep."""
        self._stop_timer()
        if self.is_mounted and self._now != self._kept:
            self._timer = self.set_timer(KEEP_AFTER, self.keep_typed)

    def keep_typed(self) -> None:
        """Keep what is typed now, where it is new; the app asks for this when it has to leave in a hurry."""
        self._stop_timer()
        if self.keeper is not None and self._now != self._kept:
            self._kept = self._now
            self.keeper(*self._kept)

    def let_go(self) -> None:
        """Keep it no more: it is being accepted."""
        self._stop_timer()

    def _stop_timer(self) -> None:
        """Keep nothing by itself any more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def action_leave(self) -> None:
        self.keep_typed()
        self.post_message(self.Left(self))

    def _step(self, *, rows: int = 0, days: int = 0) -> None:
        """Go on, the text kept."""
        self.keep_typed()
        self.post_message(self.Stepped(self, rows, days))

    def action_before(self) -> None:
        self._step(rows=-1)

    def action_after(self) -> None:
        self._step(rows=1)

    def action_next_day(self) -> None:
        self._step(days=1)

    def action_last_day(self) -> None:
        self._step(days=-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer other days where there are any."""
        return action not in ("next_day", "last_day") or self.has_days
