"""A week that is not like others: paused, as for a holiday, or closed at another moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import instant
from cadence_tui.services import week
from cadence_tui.services.decisions import read_date
from cadence_tui.services.wizard_plan import read_clock
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.kpi_words import label
from cadence_tui.tui.dialogs.reading import reads_day
from cadence_tui.tui.screens.wizard_reads import clock
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_PAUSE, _MOVE, _BACK = "pause", "move", "back"


class ChangeWeek(FormDialog):
    """Asks which week, what of it, and why."""

    def __init__(self, view: View) -> None:
        """Ask about the current week unless another is named; what was typed is offered again on the same day."""
        self._view, calendar = view, view.calendar
        paused = sorted(where for where in calendar.paused if calendar.deadline(where) > view.now)
        deeds = ((_PAUSE, "pause it"), (_MOVE, "move its close"), (_BACK, "take its pause back"))
        about = "In a paused week nothing is judged: nothing is late, no ladder moves and no streak breaks."
        if paused:
            about = f"{about} Paused from now on: {', '.join(self._named(where) for where in paused)}."
        super().__init__(
            "A week that is not like others",
            [
                Field(
                    "do",
                    "What",
                    "choice",
                    choices=deeds if paused else deeds[:2],
                    hint="Space or an arrow chooses.",
                ),
                Field(
                    "week",
                    "Week",
                    value=label(view.week),
                    needed=True,
                    read=self._week,
                    select_on_focus=True,
                    hint="As W52, or any day in it: 25 Dec.",
                ),
                Field(
                    "day",
                    "Closes on",
                    needed=True,
                    read=reads_day(view.today),
                    when=_moves,
                    hint="As 24 Nov or Tuesday: after the close before, and before the one after.",
                ),
                Field(
                    "at",
                    "At",
                    value=f"{calendar.usual_deadline(view.week).astimezone(calendar.zone):%H:%M}",
                    needed=True,
                    read=clock,
                    when=_moves,
                    select_on_focus=True,
                    hint="As 18:00.",
                ),
                Field(
                    "why",
                    "Why",
                    needed=True,
                    read=a_line("reason"),
                    when=lambda typed: typed["do"] != _BACK,
                    hint="It stands in the history.",
                ),
            ],
            draft=f"week:{view.today}",
            about=about,
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Do it; says what was done."""
        view = self._view
        where = week.read_week(view, typed["week"])
        name = self._named(where)
        if typed["do"] == _PAUSE:
            week.pause(desk, where, typed["why"])
            return f"{name} is paused."
        if typed["do"] == _BACK:
            week.unpause(desk, where)
            return f"{name} is not paused any more."
        day = read_date(typed["day"], "day", view.today)
        at = instant(day, read_clock(typed["at"]), view.calendar.zone)
        moved = week.move_deadline(desk, where, at.isoformat(), typed["why"])
        return f"{name} closes {formatting.moment(moved.astimezone(view.calendar.zone))}."

    def saved(self, found: str) -> str:
        """Say what was done, and how it is taken back."""
        return f"{found} {self.app.key('app.undo')} undoes it."

    def _week(self, text: str, _: Mapping[str, str]) -> str:
        """Read a week, and say which days it has, and whether it is paused."""
        where = week.read_week(self._view, text)
        return f"{self._named(where)}{', paused' if where in self._view.calendar.paused else ''}"

    def _named(self, where: str) -> str:
        """Write a week with its days, and its year where that is another than now."""
        year = where[:4]
        return f"{formatting.period_label(where)}{f' {year}' if year != self._view.week[:4] else ''}"


def _moves(typed: Mapping[str, str]) -> bool:
    """Say whether the close is to be moved."""
    return typed["do"] == _MOVE
