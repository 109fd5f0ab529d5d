"""This week: the scorecard, beside what needs somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from cadence_tui.tui import ink
from cadence_tui.tui.deeds import look
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.board import Board
from cadence_tui.tui.widgets.needs import Needs
from cadence_tui.tui.widgets.route import Route
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.scorecard import Scorecard

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.report import WeekReport
    from cadence_tui.services.view import View
    from cadence_tui.services.week import Closing
    from cadence_tui.tui.widgets.rows import Rows

AGAIN_S = 1.0


class Quiet(Said):
    """A line that asks for nothing; a click opens what it is about."""

    DEFAULT_CSS = "Quiet { height: 1; padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis; }"

    async def on_click(self) -> None:
        await self.screen.run_action("rhythm")


class WeekScreen(Place):
    """The place where a day begins."""

    SCOPE = "week"
    AUTO_FOCUS = "#scorecard"
    TITLE_TEXT = "This week"
    HELP_TEXT = (
        "The scorecard shows each KPI in the period that closes next; what needs you stands beside or below it, "
        "most urgent first. Values are written as people write them: 41.2k, 6.1 %, 1:30, +=3, = for the same again, "
        "y or n. After the status, ▪: it is judged; ◆: outside what is usual for it, or the eighth in a row on one "
        "side. ✎ before a value: typed and not saved yet; {week.record} goes on with it."
    )

    def __init__(self) -> None:
        """Know of nothing that waits yet."""
        super().__init__()
        self._open: dict[str, Escalation] = {}

    def body(self) -> ComposeResult:
        with Container(id="week"):
            yield Board(id="board")
            yield Needs(id="needs")
        yield Quiet(id="rhythm")

    def show(self, view: View) -> None:
        from cadence_tui.services.reports import week, with_rollout

        report = with_rollout(week(view), view, self.app.host.playbook)
        waiting = [one.escalation for one in report.escalations]
        self._open = {one.id: one for one in waiting} | {one.kpi: one for one in waiting}
        self._lead(report)
        self.query_one(Board).fill(view, report)
        self.query_one(Needs).fill(view, report)
        self.call_after_refresh(self._say_rhythm)
        self.refresh_bindings()

    def _lead(self, report: WeekReport) -> None:
        """Have the objectives stand first, where they lead."""
        if "okrs" in report.leads and not self.query(Route):
            self.mount(Route(id="route"), before="#week")
        for route in self.query(Route):
            route.fill(report)

    def _say_rhythm(self) -> None:
        """Say in one quiet line how the rhythm is kept, once the rest is drawn."""
        from cadence_tui.services.rhythm import look as look_back
        from cadence_tui.tui.screens.rhythm import headline

        words = look(self.app, lambda view: headline(look_back(view)))
        if words is not None:
            self.query_one(Quiet).update(ink.text(words, ink.MUTED))

    def on_mount(self) -> None:
        super().on_mount()
        if self.app.host.meeting is None:
            self._welcome_back()
        else:
            self.set_timer(AGAIN_S, self._welcome_back)

    def _welcome_back(self) -> None:
        """Ask about weeks in which nobody was there: at once, so that no key meets it that was meant for this screen.

        Who is typing or in a meeting is asked afterwards, in a quiet moment.
        """
        from cadence_tui.tui.dialogs.absence import ask_about_absence

        if self.is_current and self.app.is_left_alone and not self.query_one(Board).is_typing:
            ask_about_absence(self.app)
        else:
            self.set_timer(AGAIN_S, self._welcome_back)

    @property
    def here(self) -> Escalation | None:
        """Give the open escalation of the line with the cursor, in the list that has the focus."""
        rows = self.focused
        need = rows.needs.get(rows.cursor) if isinstance(rows, Needs) else None
        subject = need.subject if need is not None else rows.cursor if isinstance(rows, Scorecard) else ""
        return self._open.get(subject)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        if self._open:
            self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Open a KPI's page, or what a need is about; without a page for it, go to where it is dealt with."""
        event.stop()
        need = self.query_one(Needs).needs.get(event.key) if isinstance(event.rows, Needs) else None
        subject = need.subject if need is not None else event.key
        if need is not None and need.urgency == "due":
            self.query_one(Board).record(subject)
        elif need is not None and need.urgency in ("meeting", "review"):
            self.app.hold(subject)
        elif need is not None and need.urgency == "gate":
            self.app.action_go(subject)
        elif not self.app.open(None, subject):
            self._go_to(subject)

    def _go_to(self, subject: str) -> None:
        """Find the KPI of a subject in the scorecard."""
        card = self.query_one(Scorecard)
        if subject in card.lines:
            self.query_one(Board).record(subject)
            return
        view = self.app.view()
        escalation = view.escalation(subject) if view is not None and subject.startswith("E-") else None
        if escalation is not None and escalation.kpi in card.lines:
            card.cursor = escalation.kpi
            card.focus()

    def action_record(self) -> None:
        self.query_one(Board).record()

    def action_decide(self) -> None:
        from cadence_tui.tui.dialogs.decide import Answer

        one, view = self.here, self.app.view()
        if one is not None and view is not None:
            self.app.push_screen(Answer(one, view))

    def action_sort(self) -> None:
        self.query_one(Scorecard).sort_on()

    def action_import(self) -> None:
        from cadence_tui.tui.screens.importing import open_import

        open_import(self.app)

    def action_pull(self) -> None:
        from cadence_tui.tui.dialogs.pull import open_pull

        open_pull(self.app)

    def action_close(self) -> None:
        from cadence_tui.tui.dialogs.close import Close, nothing_left

        view = self.app.view()
        if view is None:
            return
        if said := nothing_left(view, self.app.key("week.notes")):
            self.app.say(said)
        else:
            self.app.push_screen(Close(view), self._read_closed)

    def _read_closed(self, closing: Closing | None) -> None:
        """Show the notes of a week that was closed just now."""
        if closing is not None:
            self._read(closing.week, write=True)

    def action_checkin(self) -> None:
        self.app.action_checkin()

    def action_change(self) -> None:
        from cadence_tui.tui.dialogs.change_week import ChangeWeek

        if (view := self.app.view()) is not None:
            self.app.push_screen(ChangeWeek(view))

    def action_report(self) -> None:
        from cadence_tui.tui.dialogs.report import Report

        if (view := self.app.view()) is not None:
            self.app.push_screen(Report(view))

    def action_rhythm(self) -> None:
        from cadence_tui.tui.screens.rhythm import RhythmScreen

        self.app.push_screen(RhythmScreen())

    def action_notes(self) -> None:
        self._read(None, write=False)

    def _read(self, week: str | None, *, write: bool) -> None:
        """Show a week's notes rendered, written to their folder first where the week was closed just now."""
        from cadence_tui.tui.dialogs.notes import open_notes

        open_notes(self.app, week, write=write)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer recording, sorting and closing once there is a KPI, and to decide where a decision is waited for."""
        if action == "decide":
            return self.here is not None
        return action not in ("record", "sort", "close") or bool(
            self.query(Scorecard) and self.query_one(Scorecard).lines
        )
