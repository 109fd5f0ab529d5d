"""The first step: what became of what was decided. Actions one by one, and decisions whose day has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.text import visible
from cadence_tui.services.follow_through import Carried, carried, to_check
from cadence_tui.tui import ink
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion
from cadence_tui.tui.screens.story_words import expectations
from cadence_tui.tui.widgets.chart import plot
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Row
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from cadence_tui.domain.decision import Decision
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

CHART_LINES, LOW_LINES = 9, 6
LOW = 30
SCROLLBAR = 2
PERIODS = 26


class Followed(Steps):
    """Actions and decisions, each with what can be done about it."""

    DEFAULT_CSS = "Followed { height: auto; max-height: 60%; }"

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__(id="followed")
        self._carried: list[Carried] = []
        self._decisions: list[Decision] = []

    def fill(self, view: View, found: list[Carried], decisions: list[Decision]) -> None:
        """Show what is gone through."""
        self._carried, self._decisions = found, decisions
        things = {one.action.id: one.action for one in found}
        self.stand(view, {**things, **{one.id: one for one in decisions}})
        self.rebuild()
        self.refresh_bindings()

    @property
    def here(self) -> Carried | Decision | None:
        """Give what has the cursor."""
        action = next((one for one in self._carried if one.action.id == self.cursor), None)
        return action or next((one for one in self._decisions if one.id == self.cursor), None)

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        rows = list[Row]()
        if self._carried:
            rows.append(Row("", (ink.text("  Actions", ink.MUTED),)))
        rows += [Row(one.action.id, (self._action(one, width),)) for one in self._carried]
        if self._decisions:
            gap = (ink.text(""),) if rows else ()
            rows.append(Row("", (*gap, ink.text("  Did it work?", ink.MUTED))))
        rows += [Row(one.id, (self._decision(one, width),)) for one in self._decisions]
        return rows

    def _action(self, one: Carried, width: int) -> Content:
        """Write an action: what, whose, and where it stands."""
        if self.view is None:
            return ink.text("")
        state = log_words.action_state(one.action, self.view)
        who = "" if self.view.company.is_solo else f"  {one.action.owner}"
        weeks = f"  {formatting.plural(one.weeks, 'week')}" if one.is_challenged else ""
        end = ink.line((who, ink.MUTED), (weeks, ink.WARN), "  ", ink.cell(state.text, 14, state.style))
        mark = ("□", ink.WARN if one.asks else ink.MUTED)
        return _row(mark, one.action.id, one.action.text, end, width)

    def _decision(self, one: Decision, width: int) -> Content:
        """Write a decision: what, and by whom."""
        who = "" if self.view is None or self.view.company.is_solo else f"  {one.by}"
        return _row(("?", ink.ACCENT), one.id, one.title, ink.text(who, ink.MUTED), width)


def _row(mark: tuple[str, str], id_: str, words: str, end: Content, width: int) -> Content:
    """Write a line: its mark, its id, what it says as far as there is room, and its end."""
    room = max(width - 10 - end.cell_length, 8)
    return ink.line("  ", mark, " ", ink.cell(id_, 6, ink.MUTED), ink.cell(words, room), end)


class FollowStep(MeetingStep):
    """Last week's actions one by one, and decisions then and now."""

    NAME, TITLE, MINUTES = "follow", "Follow-through", 5
    EMPTY = "Actions that are still open, and decisions whose day has come. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count what comes from before, and what of it still asks for something."""
        found, decisions = carried(view, occasion.period), to_check(view)
        return Load(len(found) + len(decisions), sum(one.asks for one in found) + len(decisions))

    def compose(self) -> ComposeResult:
        yield Followed()
        with Detail(id="detail"):
            yield Said(id="told")

    def show(self, view: View) -> None:
        self.query_one(Followed).fill(view, carried(view, self.occasion.period), to_check(view))
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._tell()

    def on_resize(self) -> None:
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        """Tell below the list of what has the cursor."""
        if not self.query(Followed):  # the step has been left since the last refresh
            return
        view, here, lines = self.view, self.query_one(Followed).here, list[Content]()
        if view is None:
            return
        if isinstance(here, Carried):
            lines = _action_words(view, here)
        elif here is not None:
            is_low = self.app.size.height < LOW
            lines = _decision_words(
                view, here, self.query_one("#told").size.width, LOW_LINES if is_low else CHART_LINES
            )
        self.query_one("#told", Said).update(Content("\n").join(lines))


def _action_words(view: View, one: Carried) -> list[Content]:
    """Say what an action is for, and challenge one that has been carried for too long."""
    lines = [ink.text(one.action.text, ink.STRONG)]
    if one.action.decision:
        decision = view.repository.decision(one.action.decision)
        lines.append(ink.text(f"of {decision.id} {decision.title}", ink.MUTED))
    since = one.action.created_at.astimezone(view.calendar.zone).date()
    lines.append(ink.text(f"since {log_words.day(since, view.today)}", ink.MUTED))
    if one.is_challenged and one.asks and one.action.state == "open":
        asked = "Shrink it, or drop it?" if view.company.is_solo else "Shrink it, hand it over, or drop it?"
        lines += [ink.text(""), ink.text(f"Carried for {one.weeks} weeks. {asked}", ink.WARN)]
    return lines


def _decision_words(view: View, one: Decision, width: int, height: int) -> list[Content]:
    """Put then, expected and now side by side, with the KPI's values since and the day of the decision marked."""
    why = formatting.fit(visible(one.why.partition("\n")[0]), max(width - SCROLLBAR, 1))
    lines = [ink.text(one.title, ink.STRONG), ink.text(why, ink.MUTED)]
    lines += [ink.text(words) for words in expectations(view, one)]
    key = one.expect.kpi if one.expect is not None else next(iter(one.then), "")
    if not key or width <= 0:
        return lines
    from cadence_tui.services.pages import kpi_page

    page = kpi_page(view, key, PERIODS)
    day = view.calendar.today(one.at)
    marks = {cell.period: [one.id] for cell in page.cells if _holds(cell.period, day)}
    drawn = plot(page.line.kpi, page.cells, view.company.number_format, width, height, marks=marks)
    return [*lines, *drawn]


def _holds(period: str, day: date) -> bool:
    """Say whether a day falls into a period."""
    from cadence_tui.domain.calendar import first_day, last_day

    return first_day(period) <= day <= last_day(period)
