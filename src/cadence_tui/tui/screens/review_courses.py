"""What a monthly review says of objectives: the course that is set for each, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.services import minutes, monthly
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.meeting_step import Load, Occasion
from cadence_tui.tui.screens.review_list import Listed, ListedStep
from cadence_tui.tui.widgets.okr_words import lands, pace
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from textual.content import Content

    from cadence_tui.domain.meeting import Course
    from cadence_tui.services.view import View


class CourseRows(Listed):
    """The objectives, each with the course that was set for it."""

    BINDINGS = bindings("course")

    def __init__(self, month: str) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.month = month
        self.report: tuple[monthly.Coursed, ...] = ()

    def fill(self, view: View) -> None:
        """Show them."""
        self.view, self.report = view, monthly.coursed(view, self.month)
        self.rebuild()
        self.refresh_bindings()

    @property
    def here(self) -> monthly.Coursed | None:
        """Give the objective with the cursor."""
        return next((one for one in self.report if one.line.objective.id == self.cursor), None)

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        rows = list[Row]()
        for one in self.report:
            objective = one.line.objective
            glyph, words = formatting.COURSES[one.course] if one.course else ("○", "not set")
            style = ink.ACCENT if one.course is None else ink.MUTED
            done = formatting.percent(one.line.progress)
            what = ink.cell(objective.title, max(width - 34, 10))
            state = ink.cell(f"{glyph} {words}", 16, style)
            line = ink.line(
                "  ", ink.cell(objective.id, 6, ink.MUTED), what, ink.cell(done, 7, align="right"), "  ", state
            )
            rows.append(Row(objective.id, (line,)))
        return rows

    @property
    def open_keys(self) -> list[str]:
        return [one.line.objective.id for one in self.report if one.course is None]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a course to what is active."""
        if action in ("on", "change", "stop"):
            return self.here is not None and self.here.line.objective.state == "active"
        return super().check_action(action, parameters)

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()

    def action_on(self) -> None:
        self._set("on_course", "")

    def action_change(self) -> None:
        self._ask("change", "Why does {} change course? What changes?")

    def action_stop(self) -> None:
        self._ask("stop", "Why does {} stop? It is closed as it stands.")

    def _ask(self, course: Course, question: str) -> None:
        """Ask for the reason."""
        from cadence_tui.tui.dialogs.ask import Ask

        if self.here is not None:
            title = self.here.line.objective.title
            self.app.push_screen(Ask(question.format(title)), lambda why: self._set(course, why) if why else None)

    def _set(self, course: Course, why: str) -> None:
        """Set the course."""
        if self.here is not None:
            one = self.here.line.objective
            words = f"{one.id}: {formatting.COURSES[course][1]}."
            self.do(lambda desk: minutes.set_course(desk, self.month, one.id, course, why), words)


class CourseStep(ListedStep):
    """Each objective: on course, change course, or stop (seed 003)."""

    NAME, TITLE, MINUTES = "course", "Objectives", 30
    EMPTY = "Each objective: on course, change course, or stop. There are none."

    @classmethod
    def is_in(cls, view: View) -> bool:
        """Say whether there are objectives to speak of."""
        return any(one.activated_at is not None for one in view.repository.objectives())

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the objectives, and those without a course."""
        found = monthly.coursed(view, occasion.period)
        return Load(len(found), sum(one.course is None for one in found))

    def listed(self) -> CourseRows:
        return CourseRows(self.occasion.period)

    def show(self, view: View) -> None:
        self.query_one(CourseRows).fill(view)
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:  # noqa: ARG002 (the step's)
        one = self.query_one(CourseRows).here
        if one is None:
            return []
        lines = [ink.text(one.line.objective.title, ink.STRONG)]
        lines += [
            ink.line((f"{pace(part)}  ", ink.MUTED), f"{part.key_result.title}: {lands(part)}")
            for part in one.line.weakest_first
        ]
        if one.line.idle:
            names = ", ".join(idle.title for idle in one.line.idle)
            lines.append(ink.text(f"No action for three weeks: {names}.", ink.WARN))
        if one.why:
            lines += [ink.text(""), ink.line(("Why: ", ink.MUTED), one.why)]
        return lines
