"""A week that is not like others: paused, as for a holiday, or closed at another moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain, instant, parse_period, week_id
from cadence_tui.domain.errors import CadenceError
from cadence_tui.services import week
from cadence_tui.services.decisions import read_date
from cadence_tui.services.wizard_plan import read_clock
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.kpi_words import label
from cadence_tui.tui.dialogs.reading import reads_day
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_PAUSE, _MOVE, _BACK = "pause", "move", "back"


class ChangeWeek(FormDialog):
    """Asks which week, what of it, and why."""

    def __init__(self, view: View) -> None:
        """Ask about the current week unless another is named."""
        self._view = view
        super().__init__(
            "A week that is not like others",
            [
                Field(
                    "do",
                    "What",
                    "choice",
                    choices=((_PAUSE, "pause it"), (_MOVE, "move its close"), (_BACK, "take its pause back")),
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
                    value=f"{view.calendar.deadline(view.week).astimezone(view.calendar.zone):%H:%M}",
                    needed=True,
                    read=_clock,
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
            draft="week:change",
            about="In a paused week nothing is judged: nothing is late, no ladder moves and no streak breaks.",
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Do it; says what was done."""
        view = self._view
        where = _week_of(typed["week"], view)
        name = formatting.period_label(where)
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
        where = _week_of(text, self._view)
        return f"{formatting.period_label(where)}{', paused' if where in self._view.calendar.paused else ''}"


def _week_of(text: str, view: View) -> str:
    """Read a week: by its name, or by a day in it."""
    try:
        where = parse_period(view.calendar.nearest(text.strip(), view.now))
    except CadenceError:
        return week_id(read_date(text, "week", view.today))
    return where if grain(where) == "weekly" else week_id(read_date(text, "week", view.today))


def _moves(typed: Mapping[str, str]) -> bool:
    """Say whether the close is to be moved."""
    return typed["do"] == _MOVE


def _clock(text: str, _: Mapping[str, str]) -> str:
    """Read a time of day; there is nothing to echo."""
    read_clock(text)
    return ""
