"""Closing the week: all that it will do is seen before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.services.week import Closing, close, preview
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.kpi_words import label
from cadence_tui.tui.screens.closing_words import closing_lines
from cadence_tui.tui.widgets.reading import Reading
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.services.view import View


def nothing_left(view: View, notes: str) -> str:
    """Say that nothing is left to judge before the deadline, where something was, and which key shows the `notes`."""
    ahead = preview(view)
    if ahead.judged or ahead.moves or ahead.waiting or next(view.book.closing(view.week), None) is None:
        return ""
    if view.week in view.calendar.paused:
        return f"{label(view.week)} is paused: nothing in it is judged."
    until = formatting.moment(view.calendar.deadline(view.week).astimezone(view.calendar.zone))
    return f"All that is due in {label(view.week)} is judged; its deadline is {until}. {notes} shows its notes."


class Close(Dialog[Closing]):
    """What closing now will judge, open, raise, recover and leave waiting; enter closes."""

    SCOPE = "close"
    HELP_TEXT = (
        "Closing judges every KPI that has a value. What has none waits for the deadline; nothing is late before it."
    )
    DEFAULT_CSS = """
    Close Reading { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
    Close Static { height: auto; }
    #state { color: $text-warning; }
    """

    def __init__(self, view: View) -> None:
        """Look at what closing would do."""
        super().__init__(f"Close {formatting.period_label(view.week)}")
        self._ahead = preview(view)
        self._view = view
        self._is_closing = False

    def panel(self) -> ComposeResult:
        with Reading():
            yield Said(Content("\n").join(closing_lines(self._view, self._ahead)), id="preview")
        yield Said("", id="state")

    def show(self, view: View) -> None:
        self._view, self._ahead = view, preview(view)
        self.query_one("#preview", Said).update(Content("\n").join(closing_lines(self._view, self._ahead)))

    def action_confirm(self) -> None:
        if not self._is_closing:
            self._is_closing = True
            self._say("Closing…")
            self.call_after_refresh(self._close)

    def _close(self) -> None:
        """Close, once it was said that this runs."""
        week = self._ahead.week
        attempt(
            self,
            lambda desk: close(desk, week),
            done=self._done,
            refused=self._refused,
            waiting=lambda: self._say("Waiting: another process is writing. It is tried again by itself."),
        )

    def _done(self, closing: Closing) -> None:
        """Leave, with what closing did."""
        self.dismiss(closing)

    def _refused(self, error: CadenceError) -> None:
        """Say why not; it may be tried again."""
        self._is_closing = False
        self._say(str(error))

    def _say(self, words: str) -> None:
        """Say what is in the way."""
        self.query_one("#state", Said).update(ink.text(words))
