"""The rhythm's page: how it is kept over thirteen weeks, what counts, how far it has come and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.rhythm import ENOUGH_PERCENT, WEEKS
from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.reading import Reading
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.rhythm import RhythmReport, Share
    from cadence_tui.services.view import View

GAP = 2
WIDEST = 120


class Figure(NamedTuple):
    """One figure of the page: what it is called, its share or count, what counts, and whether it is judged."""

    name: str
    share: Share | int
    counts: str
    is_judged: bool = True


def headline(report: RhythmReport) -> str:
    """Say in one line how the rhythm is kept; nothing before a first week has closed."""
    if not report.weeks.of:
        return ""
    on_time = f"{report.weeks.kept} of {formatting.plural(report.weeks.of, 'week')} on time"
    parts = [f"Rhythm: {report.level}", on_time]
    if report.streak:
        parts.append(f"{report.streak} held in a row")
    return " · ".join(parts)


def figures(report: RhythmReport) -> list[Figure]:
    """List the figures of the page, in the order of a week."""
    found = [
        Figure("Weeks closed on time", report.weeks, "Every number that was due had its value by the deadline."),
        Figure("Weeks held in a row", report.streak, "The check-in was held before the deadline of the week after."),
        Figure(
            "Escalations answered in time",
            report.answers,
            "A decision came before the clock ran out.",
        ),
        Figure("Actions done by their date", report.actions, "Dropped ones count for nothing."),
        Figure("Decisions checked", report.checks, "Within a week of its day, somebody said whether it worked."),
    ]
    if report.by_founder is not None and report.to_founder is not None:
        less = "The less, the less it waits for one person."
        found += [
            Figure("Decisions made by the founder", report.by_founder, less, is_judged=False),
            Figure("Escalations that reached them", report.to_founder, less, is_judged=False),
        ]
    return found


class RhythmScreen(Place):
    """The page of the rhythm."""

    TITLE_TEXT = "Rhythm"
    HELP_TEXT = (
        f"The last {WEEKS} weeks: what was kept of what the company promised itself. A share of {ENOUGH_PERCENT} % is "
        "enough. Paused weeks count for nothing. It tells of the rhythm, never of a person."
    )

    CSS_PATH = "rhythm.tcss"

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._report: RhythmReport | None = None

    def body(self) -> ComposeResult:
        with Reading(id="page"):
            yield Said(id="figures")

    def show(self, view: View) -> None:
        from cadence_tui.services.rhythm import look

        self._report = look(view)
        self._draw()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Lay the levels out, then the figures, for the width there is."""
        width = min(self.query_one("#figures").size.width, WIDEST)
        if self._report is None or width <= 0:
            return
        found = figures(self._report)
        name = max(formatting.cell_width(one.name) for one in found) + GAP
        lines = [*_levels(self._report, width), ink.text("")]
        for one in found:
            lines += _drawn(one, name, width)
        self.query_one("#figures", Said).update(Content("\n").join(lines))


def _levels(report: RhythmReport, width: int) -> list[Content]:
    """Show the levels with the one that is reached, and what the next asks for."""
    names = ["ad hoc", *(level for level, _, _ in report.ladder)]
    road = [ink.text(f"● {name}", ink.ACCENT) if name == report.level else ink.text(name, ink.MUTED) for name in names]
    lines = [
        ink.line(("How the rhythm is kept", ink.STRONG), (f"  the last {WEEKS} weeks", ink.MUTED)),
        ink.text("  →  ", ink.MUTED).join(road),
    ]
    if report.next is None:
        words = "It is a habit: what is left is to keep it."
    else:
        level, asks = report.next
        words = f"“{level}” comes next. It asks for {asks}."
    return [*lines, ink.text(""), *ink.text(words).wrap(width)]


def _drawn(one: Figure, name: int, width: int) -> tuple[Content, ...]:
    """Draw a figure, and below it what counts."""
    if isinstance(one.share, int):
        value, percent, style = formatting.plural(one.share, "week"), "", ink.STRONG
    elif one.share.percent is None:
        value, percent, style = "nothing yet", "", ink.MUTED
    else:
        value, percent = f"{one.share.kept} of {one.share.of}", f"{one.share.percent} %"
        style = ink.WARN if one.is_judged and not one.share.is_enough else ink.STRONG
    head = ink.line(ink.cell(one.name, name), ink.cell(value, 12, style), ink.cell(percent, 6, style, "right"))
    beside = head.cell_length + GAP
    if beside + formatting.cell_width(one.counts) <= width:
        return (ink.line(head, " " * GAP, (one.counts, ink.MUTED)),)
    return (head, *(ink.line(" " * GAP, line) for line in ink.text(one.counts, ink.MUTED).wrap(max(width - GAP, 20))))
