"""The scorecard step: a value for each KPI that is due, and one line of why for each that is a breach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from cadence_tui import formatting
from cadence_tui.services.drafts import Draft
from cadence_tui.services.meeting import week_report
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion, Spot
from cadence_tui.tui.typed import lacks_value
from cadence_tui.tui.widgets.board import Asked, Board
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.meeting import Sitting
    from cadence_tui.services.recording import Outcome
    from cadence_tui.services.view import View
    from cadence_tui.tui.typed import Understood
    from cadence_tui.tui.widgets.rows import Rows


class Why(FormDialog):
    """Asks for one line of why, which stands beside the value in the notes."""

    def __init__(self, line: KpiLine, period: str, shown: str) -> None:
        """Ask about a value that misses its target by more than the alert allows."""
        hint = "⏎ on nothing leaves it out."
        super().__init__(
            f"{line.kpi.name} {shown} is a breach. Why?",
            [Field("why", "In one line", hint=f"It stands in the notes, for whoever was not here. {hint}")],
            draft=f"why:{line.kpi.key}:{period}",
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> str:  # noqa: ARG002 (it is saved with its value)
        """Hand the line on."""
        return typed["why"].strip()

    def saved(self, found: Any) -> str:  # noqa: ANN401, ARG002 (the form's)
        """Say nothing: the value is said."""
        return ""


class MeetingBoard(Board):
    """A scorecard whose field goes from one missing value to the next, a daily KPI's days one after the other."""

    @dataclass
    class Finished(Message):
        """Every value is in, or was passed."""

    def __init__(self) -> None:
        """Have passed nothing yet."""
        super().__init__(id="board")
        self._passed = set[tuple[str, str]]()
        self._left = Spot()

    def places(self) -> list[tuple[str, str, bool]]:
        """List where a value can be typed, in the order of the rows, and whether one is missing there."""
        view, found = self.view, list[tuple[str, str, bool]]()
        if view is None:
            return found
        for key, line in self.card.lines.items():
            if line.kpi.formula:
                continue
            if line.days:
                days = [(day, value) for day, value in line.days if day <= view.today]
                open_ = lacks_value(line, view.today) or line.judgement is None
                found += [(key, day.isoformat(), open_ and value is None) for day, value in days]
            else:
                found.append((key, line.period, lacks_value(line, view.today)))
        return found

    def begin(self) -> None:
        """Go to the first value that is missing."""
        place = next(((key, period) for key, period, is_missing in self.places() if is_missing), None)
        if place is None:
            self.screen.set_focus(self.card)
        else:
            self.record(*place)

    def is_missing(self, asked: Asked) -> bool:
        """Say whether there is no value yet where one is being asked for."""
        return (asked.key, asked.period, True) in self.places()

    def go_on(self, asked: Asked, *, is_empty: bool = False) -> bool:
        """Go to the next value that is missing, round to the first; one that was passed is not asked for again."""
        if is_empty:
            self._passed.add((asked.key, asked.period))
        places = self.places()
        here = next((n for n, (*place, _) in enumerate(places) if tuple(place) == (asked.key, asked.period)), 0)
        for key, period, is_missing in (*places[here + 1 :], *places[:here]):
            if is_missing and (key, period) not in self._passed:
                self.record(key, period)
                return True
        self.close_field()
        self._left = Spot()
        self.post_message(self.Finished())
        return False

    def close_field(self) -> None:
        """Leave the field for the list, and remember what was half typed."""
        self._left = self.spot
        super().close_field()

    @property
    def spot(self) -> Spot:
        """Say which field somebody is in, or was in last, where the cursor still stands on it."""
        if self.asked is not None:
            return Spot(f"{self.asked.key}/{self.asked.period}", self.field.value, self.field.cursor_position)
        is_there = self._left.text and self._left.name.partition("/")[0] == self.card.cursor
        return self._left if is_there else Spot(self.card.cursor)

    def all_in(self) -> str:
        """Say nothing: the meeting goes on."""
        return ""

    def tell(self, outcome: Outcome, words: str) -> None:
        """Say what the row does not show: that it came late."""
        if outcome.recorded[0].effect == "late":
            self.app.say(words)

    def accept(self, asked: Asked, line: KpiLine, meant: Understood, text: str) -> None:
        """Ask why of a breach that nobody has said anything about."""
        if meant.status != "breach" or line.note or self.view is None:
            self.save(asked, text, None)
            return
        kpi, form = line.kpi, self.view.company.number_format
        shown = formatting.value(meant.value, kpi.unit, kpi.goal.direction, form)
        why = Why(line, asked.period, shown)
        self.app.push_screen(why, lambda note: self.save(asked, text, None, note or ""))


class ScorecardStep(MeetingStep):
    """A value for each KPI that is due."""

    BINDINGS = bindings("figures")
    NAME, TITLE, MINUTES = "scorecard", "Scorecard", 5
    EMPTY = "A value for each KPI that is due. None is, this week."
    _has_sources = False

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count what is due, and what has no value yet."""
        lines = week_report(view, occasion.period).due
        typed = [line for line in lines if not line.kpi.formula]
        return Load(len(lines), sum(lacks_value(line, view.today) and line.value is None for line in typed))

    def compose(self) -> ComposeResult:
        yield MeetingBoard()

    @property
    def _board(self) -> MeetingBoard:
        return self.query_one(MeetingBoard)

    def show(self, view: View) -> None:
        self._has_sources = bool(view.repository.sources())
        self._board.fill(view, week_report(view, self.occasion.period))

    def begin(self, sitting: Sitting) -> None:
        """Go to the field in which somebody stopped, with what they had typed; else to the first value missing."""
        key, _, period = sitting.spot.partition("/")
        if key in self._board.card.lines and period:
            typed = Draft(sitting.text, sitting.cursor) if sitting.text else None
            self._board.record(key, period, typed)
        elif key in self._board.card.lines:
            self._board.card.cursor = key
            self.screen.set_focus(self._board.card)
        else:
            self._board.begin()

    @property
    def spot(self) -> Spot:
        return self._board.spot

    def on_meeting_board_finished(self, event: MeetingBoard.Finished) -> None:
        event.stop()
        self.done()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Type a value for the row; where all are in, go on."""
        event.stop()
        if any(is_missing for _, _, is_missing in self._board.places()):
            self._board.record(event.key)
        else:
            self.done()

    def action_record(self) -> None:
        self._board.record()

    def action_pull(self) -> None:
        from cadence_tui.tui.dialogs.pull import open_pull

        open_pull(self.app, then=self._pulled)

    def _pulled(self) -> None:
        """Go on to a value that is still missing, where the one that was asked for has come."""
        asked = self._board.asked
        if asked is not None and not self._board.field.value and not self._board.is_missing(asked):
            self._board.go_on(asked)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to fetch where a KPI has a source."""
        return action != "pull" or self._has_sources
