"""What needs somebody, most urgent first: seven lines at most, each of which opens what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.report import NEEDS_SHOWN, needs
from cadence_tui.domain.text import visible
from cadence_tui.tui import ink
from cadence_tui.tui.copying import joined
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from textual.content import Content

    from cadence_tui.domain.report import Need, Urgency, WeekReport
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

MARKS: dict[Urgency, tuple[str, str]] = {
    "overdue": ("!", ink.URGENT),
    "answer": ("▲", ink.URGENT),
    "late": ("!", ink.URGENT),
    "meeting": ("▸", ink.ACCENT),
    "due": ("○", ink.MUTED),
    "off_pace": ("!", ink.WARN),
    "action": ("□", ink.WARN),
    "checkin": ("○", ink.ACCENT),
    "check": ("?", ink.ACCENT),
    "review": ("▸", ink.ACCENT),
    "gate": ("→", ink.ACCENT),
}
TWO_LINES_UNTIL = 64
LOW, SHOWN_LOW = 30, 4


class Needs(Rows):
    """The list of what needs somebody; each row's key is what it is about."""

    GUTTER = 2

    app: CadenceApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Need nothing yet."""
        super().__init__(id=id)
        self.needs: dict[str, Need] = {}
        self._report: WeekReport | None = None

    def fill(self, view: View, report: WeekReport) -> None:
        """Show what a week needs."""
        self._report = report
        self.needs = {f"{need.urgency} {need.subject}": need for need in needs(report, view.calendar)}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay the first seven out, on two lines each or three where the list stands beside the scorecard."""
        report = self._report
        if report is None:
            return []
        rows = [Row("", (ink.text("What needs you", ink.STRONG),))]
        if not self.needs:
            calm = "Nothing needs you now." if report.lines else "Nothing yet. It fills by itself once there are KPIs."
            return [*rows, Row("", (ink.text(calm, ink.MUTED),))]
        most = NEEDS_SHOWN if self.app.size.height >= LOW or width < TWO_LINES_UNTIL else SHOWN_LOW
        shown = list(self.needs.items())[:most]
        rows += [Row(key, self._drawn(need, report, width)) for key, need in shown]
        more = len(self.needs) - len(shown)
        return [*rows, Row("", (ink.text(f"and {more} more", ink.MUTED),))] if more else rows

    def copied(self) -> str:
        """Give what is needed uncut."""
        need, report = self.needs.get(self.cursor), self._report
        if need is None or report is None:
            return ""
        when, what = self._told(need, report)
        return joined(need.name, what, when)

    def _told(self, need: Need, report: WeekReport) -> tuple[str, str]:
        """Say how much time is left or past, and what is needed of whom."""
        left = formatting.span(need.by - report.now) if need.by is not None else ""
        if need.day is not None:
            days = (report.today - need.day).days
            left = f"{formatting.plural(days, 'day')} ago" if days else "today"
        elif need.by is not None and need.by < report.now:
            left = f"{left} ago"
        if need.urgency == "meeting":
            return left, f"{need.text} (resume: {self.app.key('app.checkin')})"
        who = "" if report.company.is_solo or not need.who else f" · {need.who}"
        return left, f"{'no value yet' if need.urgency == 'due' else need.text}{who}"

    def _wrapped(self, what: str, room: int, most: int) -> list[str]:
        """Write words on so many lines at most, since who is asked stands last; on a low screen on one."""
        words = visible(what)
        lines = list[str]()
        while len(lines) < most - 1 and self.app.size.height >= LOW and formatting.cell_width(words) > room:
            first = ink.text(words).wrap(room)[0].plain.rstrip()
            lines.append(first)
            words = words[len(first) :].strip()
        return [*lines, formatting.fit(words, room)]

    def _drawn(self, need: Need, report: WeekReport, width: int) -> tuple[Content, ...]:
        """Write one thing that is needed: what about, what, from whom, and the time that is left."""
        mark, colour = MARKS[need.urgency]
        left, what = self._told(need, report)
        when = ink.text(left, ink.URGENT if need.is_late else ink.MUTED)
        room = width - 2 - when.cell_length - 1
        if width < TWO_LINES_UNTIL:
            first, *more = self._wrapped(need.name, room, 2)
            head = ink.line((mark, colour), " ", ink.cell(first, room), " ", when)
            below = [(one, ink.MUTED) for one in self._wrapped(what, width - 2, 3)]
            return (head, *(ink.line("  ", one) for one in more), *(ink.line("  ", one) for one in below))
        name_width = min(formatting.cell_width(visible(need.name)), max(room // 2, 12))
        name = ink.cell(need.name, name_width)
        rest = ink.cell(what, max(room - name_width - 2, 0), ink.MUTED)
        return (ink.line((mark, colour), " ", name, "  ", rest, " ", when),)
