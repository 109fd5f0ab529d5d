"""The five-minute OKR check-in: a step of the weekly one, and a meeting of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from cadence_tui.services import meeting, okrs
from cadence_tui.services.checkins import Asked, asked
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion
from cadence_tui.tui.widgets.okr_words import figures_width, lands, part_line, way
from cadence_tui.tui.widgets.reading import Detail
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.services.view import View

_BAR = 10


class AskedRows(Rows):
    """The key results that are gone through, the one furthest behind first."""

    DEFAULT_CSS = "AskedRows { height: auto; max-height: 60%; }"

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__(id="asked")
        self.asked: dict[str, Asked] = {}
        self.view: View | None = None

    def fill(self, view: View, found: list[Asked]) -> None:
        """Show what is gone through."""
        self.view, self.asked = view, {one.part.key_result.id: one for one in found}
        self.rebuild()

    @property
    def here(self) -> Asked | None:
        """Give what has the cursor."""
        return self.asked.get(self.cursor)

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        if self.view is None:
            return []
        rows = list[Row]()
        beside = figures_width(self.view, [one.part for one in self.asked.values()])
        for key, one in self.asked.items():
            mark = ("✓ ", ink.MUTED) if one.is_made else ("○ ", ink.ACCENT)
            line = part_line(self.view, one.part, width - 10, _BAR, beside)
            rows.append(Row(key, (ink.line("  ", mark, ink.cell(key, 6, ink.MUTED), line),)))
        return rows


class OkrStep(MeetingStep):
    """Each key result whose check-in is due: its value, confidence, what progressed, what is blocked."""

    NAME, TITLE, MINUTES = "okrs", "OKR check-in", 5
    EMPTY = "Key results whose check-in is due. There are none."
    DUE_ONLY: ClassVar[bool] = True

    @classmethod
    def is_in(cls, view: View) -> bool:
        """Say whether there are active objectives at all."""
        return any(one.state == "active" for one in view.repository.objectives())

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:  # noqa: ARG003 (the step's)
        """Count the key results that are gone through, and those that are not checked in yet."""
        found = asked(view, due_only=cls.DUE_ONLY)
        return Load(len(found), sum(not one.is_made for one in found))

    def compose(self) -> ComposeResult:
        yield AskedRows()
        with Detail(id="detail"):
            yield Said(id="told")

    def show(self, view: View) -> None:
        self.query_one(AskedRows).fill(view, asked(view, due_only=self.DUE_ONLY))
        self._tell()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Tell of the key result with the cursor, and of initiatives that nobody works on."""
        rows, view = self.query_one(AskedRows), self.view
        here = rows.here
        if view is None or here is None:
            return
        one, part = here.objective.objective, here.part
        lines = [ink.text(part.key_result.title, ink.STRONG), ink.text(f"of {one.id} {one.title}", ink.MUTED)]
        lines.append(ink.text(f"{way(view, part.key_result)}. {lands(part).capitalize()}."))
        if part.check_in is not None:
            said = part.check_in
            lines += [ink.line(("Progressed: ", ink.MUTED), said.progressed)] if said.progressed else []
            lines += [ink.line(("Blocked: ", ink.MUTED), (said.blocked, ink.WARN))] if said.blocked else []
        if here.objective.idle:
            names = ", ".join(idle.title for idle in here.objective.idle)
            lines += [ink.text(""), ink.text(f"No action for three weeks: {names}.", ink.WARN)]
        does = "goes on" if here.is_made else "checks in on it"
        lines += [ink.text(""), ink.line((f"{self.app.key('rows.open')} ", ink.ACCENT), (does, ink.MUTED))]
        self.query_one("#told", Said).update(Content("\n").join(lines))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Ask about the key result with the cursor; once it is checked in, go on."""
        event.stop()
        event.prevent_default()  # a step's own way of going on is another
        rows = self.query_one(AskedRows)
        here = rows.here
        if here is None or self.view is None:
            return
        if here.is_made:
            self._go_on()
            return
        from cadence_tui.tui.dialogs.check_in import CheckInForm

        self.app.push_screen(CheckInForm(self.view, here.part), lambda found: self._go_on() if found else None)

    def _go_on(self) -> None:
        """Go to the next key result that is not checked in, and past the last one to the next step."""
        rows = self.query_one(AskedRows)
        keys = rows.keys
        at = keys.index(rows.cursor) + 1 if rows.cursor in keys else 0
        left = [key for key in (*keys[at:], *keys[:at]) if not rows.asked[key].is_made]
        if left:
            rows.cursor = left[0]
        else:
            self.done()


class EveryOkrStep(OkrStep):
    """Every key result that is going, due or not."""

    DUE_ONLY = False


class OkrCheckin(Meeting):
    """The check-in on objectives alone."""

    TITLE_TEXT = "OKR check-in"
    HELP_TEXT = "{rows.open} checks in on a key result and goes on to the next; what is furthest behind comes first."
    LABELS: ClassVar[dict[str, str]] = {"rows.open": "Check in"}
    STEPS = (EveryOkrStep,)

    @classmethod
    def occasion_of(cls, view: View) -> Occasion:
        return Occasion("okrs", okrs.current_cycle(view))

    @classmethod
    def refusal(cls, view: View) -> str:
        if any(one.state == "active" for one in view.repository.objectives()):
            return ""
        return "No objective is active; one is drafted and activated under OKRs."

    async def on_meeting_step_done(self, event: MeetingStep.Done) -> None:
        """End with the last key result: what was said of each is the record."""
        event.stop()
        event.prevent_default()
        self.held()
        deed = self.occasion
        attempt(self, lambda desk: meeting.end_sitting(desk, deed.period, deed.kind), done=lambda _: None, quiet=True)
        self.app.say("Every key result is checked in.")
        self.dismiss()
