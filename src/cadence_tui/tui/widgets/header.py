"""The line above every place: company, week, time to the close, phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from cadence_tui import formatting
from cadence_tui.domain.company import PHASES
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.links import Links

if TYPE_CHECKING:
    from datetime import datetime

    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


class Header(Links):
    """One line; it counts the time to the close down by itself."""

    DEFAULT_CSS = """
    Header { dock: top; height: 2; width: 100%; padding: 0 2; background: $background; }
    """

    app: CadenceApp

    def __init__(self, screen_name: str) -> None:
        """Know nothing yet but the name of what it stands above."""
        super().__init__()
        self._screen_name = screen_name
        self._company = self._week = self._phase = ""
        self._deadline: datetime | None = None
        self._close_day = ""
        self._is_closed = False
        self._idle = self._left = ""
        self._latest: datetime | None = None

    def show(self, view: View) -> None:
        """Take the company, the week and its deadline from a view."""
        self._company = view.company.name
        self._week = formatting.period_label(view.week)
        self._phase = f"phase {view.company.phase} · {PHASES[view.company.phase]}{self._gate(view)}"
        self._deadline = view.calendar.deadline(view.week)
        self._close_day = formatting.moment(self._deadline.astimezone(view.calendar.zone))
        due = [(kpi, where) for kpi, where in view.book.closing(view.week) if not view.book.is_paused(kpi, where)]
        self._is_closed = bool(due) and view.is_all_judged(view.week)
        # Where nothing closes, as in a company's first days, no hour is counted down to.
        idle = "paused" if view.week in view.calendar.paused else "nothing due"
        self._idle = "" if due or not view.kpis else idle
        self._left = ""
        self._latest = view.repository.latest_at()
        self.tick(view.now)

    def _gate(self, view: View) -> str:
        """Say how much of the phase's gate is met, where there is room for it."""
        if self.app.size.width < _GATE_FROM:
            return ""
        from cadence_tui.services.rollout import look

        road = look(view, self.app.host.playbook())
        met = len(road.here.gate) - len(road.missing)
        return f", {met} of {len(road.here.gate)} of its gate" if road.here.gate else ""

    def tick(self, now: datetime) -> None:
        """Count down to the close; draws nothing while the words stay the same.

        A clock that is behind what is in the file counts nothing down: that it is, is said for as long as it is so.
        """
        if self._deadline is None:
            return
        is_behind = self._latest is not None and now < self._latest
        left = _BEHIND if is_behind else formatting.span(self._deadline - now)
        if left != self._left:
            self._left = left
            self.refresh()

    def render(self) -> ink.Drawn:
        width = self.content_size.width
        if self._deadline is None:
            return ink.Drawn(ink.text("cadence", ink.STRONG))
        end, tabs = self._fitting(width)
        name = formatting.fit(self._company, max(width - end.cell_length - tabs.cell_length - _GAPS, 8))
        start = ink.line((name, ink.STRONG), "   ", tabs)
        gap = max(width - start.cell_length - end.cell_length, 2)
        return ink.Drawn(ink.line(start, " " * gap, end))

    def _fitting(self, width: int) -> tuple[Content, Content]:
        """Choose how much is said of the week, and of the places: the most that leaves room for the company's name.

        Where one can go comes before the days of the week and the words around the time.
        """
        word = "closed, deadline" if self._is_closed else "closes"
        close = f"{word} in {self._left}" if width < _ROOMY else f"{word} {self._close_day}, in {self._left}"
        least = " ".join(self._left.split()[:2])  # the larger of its two parts
        short = f"closed, {least} left" if self._is_closed else f"{least} left"
        if self._left == _BEHIND:
            close, short, least = _BEHIND, _BEHIND, _CLOCK
        elif self._idle:
            close, short = self._idle, self._idle.replace("nothing", "none")
            least = short
        week = self._week.partition(" · ")[0]
        said = [*((self._week, close, *phase) for phase in self._phases(width)), (week, close), (week, short)]
        room = width - min(formatting.cell_width(self._company), _NAME) - _GAPS
        tabs = self._tabs()
        for is_short in (False, True):
            tabs = self._tabs(short=True) if is_short else tabs
            for words in said:
                end = self._end(*words)
                if end.cell_length + tabs.cell_length <= room:
                    return end, tabs
        return self._end(week, least), tabs

    def _phases(self, width: int) -> list[tuple[str, ...]]:
        """Say which phase it is, in full and in short, where there is room for that at all."""
        return [(self._phase,), (self._phase.partition(" · ")[0],), ()] if width >= _PHASE_FROM else [()]

    def _end(self, week: str, *more: str) -> Content:
        """Write what stands to the right: the week, and what is said of it."""
        return Content(" · ").join([ink.text(week), *(self._said(one) for one in more if one)])

    def _said(self, words: str) -> Content:
        """Write quietly what is said of the week, but for what somebody has to see to."""
        return ink.text(words, ink.WARN if words in (_BEHIND, _CLOCK) else ink.MUTED)

    def _tabs(self, *, short: bool = False) -> Content:
        """Name the places there are, each to be clicked, or that alone which is open; where one is, in the accent.

        A page that was opened in a place stands behind it.
        """
        places = [command for command in self.app.commands.values() if command.argument]
        page = self._screen_name if self._screen_name not in {command.place for command in places} else ""
        tabs: list[Content] = []
        for command in places:
            here = command.argument == self.app.current_mode
            click = Style.from_meta({"@click": f"app.go('{command.argument}')"})
            words = f" {command.place}" if here or not short else ""
            name = ink.line((command.key, ink.MUTED), (words, ink.HERE if here and not page else ink.MUTED))
            more = ((" › ", ink.MUTED), (page, ink.HERE)) if here and page else ()
            tabs.append(ink.line(name.stylize(click), *more))
        return Content("  ").join(tabs)


_BEHIND, _CLOCK = "the clock is behind", "clock!"
_ROOMY = 140
_PHASE_FROM = 112
_GATE_FROM = 180
_NAME, _GAPS = 12, 5
