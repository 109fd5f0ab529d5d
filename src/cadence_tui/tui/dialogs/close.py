"""Closing the week: all that it will do is seen before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cadence_tui import formatting
from cadence_tui.services.week import Closing, close, preview
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.kpi_words import first_close, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from cadence_tui.domain.course import Move
    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.services.view import View

_WORTH = {"breach": 0, "late": 1, "watch": 2, "on_track": 3, "paused": 4}


def all_judged(view: View) -> str:
    """Say that nothing is left to judge before the deadline, where something was; else nothing."""
    ahead = preview(view)
    if ahead.judged or ahead.moves or ahead.waiting or next(view.book.closing(view.week), None) is None:
        return ""
    until = formatting.moment(view.calendar.deadline(view.week).astimezone(view.calendar.zone))
    return f"All that is due in {label(view.week)} is judged; its deadline is {until}."


class Close(Dialog[Closing]):
    """What closing now will judge, open, raise, recover and leave waiting; enter closes."""

    SCOPE = "close"
    HELP_TEXT = (
        "Closing judges every KPI that has a value. What has none waits for the deadline; nothing is late before it."
    )
    DEFAULT_CSS = """
    Close VerticalScroll { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
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
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()), id="preview")
        yield Static("", id="state")

    def show(self, view: View) -> None:
        self._view, self._ahead = view, preview(view)
        self.query_one("#preview", Static).update(Content("\n").join(self._lines()))

    def _lines(self) -> Iterator[Content]:
        """Write what closing will do, the worst first."""
        closing, view = self._ahead, self._view
        if first := "" if closing.judged else first_close(view):
            yield ink.text(f"{first} Closing records that the meeting was held.")
        elif not closing.judged:
            yield ink.text("Nothing has a value that is not judged yet. Closing records that the meeting was held.")
        else:
            judged = sorted(closing.judged, key=lambda one: _WORTH.get(one.status, 9))
            names = [formatting.cell_width(view.kpis[one.kpi].name) for one in judged]
            width = min(max(names), 40)
            yield ink.text(f"Judges {formatting.plural(len(judged), 'KPI')}", ink.STRONG)
            for one in judged:
                kpi = view.kpis[one.kpi]
                shown = formatting.value(one.value, kpi.unit, one.goal.direction, view.company.number_format)
                value = ink.cell(shown, 10, ink.STRONG, "right")
                yield ink.line("  ", ink.cell(kpi.name, width), value, "   ", ink.status(one.status))
        if closing.moves:
            yield ink.text("")
            yield ink.text("What follows", ink.STRONG)
            yield from (ink.line("  ", self._moved(move)) for move in closing.moves)
        if closing.waiting:
            yield ink.text("")
            yield ink.text("Waits for a value until its deadline", ink.STRONG)
            for kpi, period in closing.waiting:
                until = view.calendar.deadline(period, kpi.lag_days).astimezone(view.calendar.zone)
                yield ink.line("  ", kpi.name, (f"  until {formatting.moment(until)}", ink.MUTED))

    def _moved(self, move: Move) -> Content:
        """Say where an escalation goes."""
        after, name = move.after, self._view.kpis[move.after.kpi].name
        if after.state != "open":
            return ink.line(("✓ ", ink.GOOD), name, (f"  {after.id} ends: {after.outcome}", ink.MUTED))
        if after.recovered_at is not None:
            return ink.line(("✓ ", ink.GOOD), name, (f"  {after.id} recovers", ink.MUTED))
        verb = "opens" if len(after.causes) == 1 else "rises"
        asked = move.asked if not self._view.company.is_solo else after.here.name
        owes = "a corrective action" if after.here.owes == "action" else "a decision"
        hours = f" within {after.here.hours} h" if after.here.hours else ""
        told = f"  {after.id} {verb} to {after.here.name}: {asked} owes {owes}{hours}"
        return ink.line(("▲ ", ink.URGENT), name, (told, ink.MUTED))

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
        self.query_one("#state", Static).update(ink.text(words))
