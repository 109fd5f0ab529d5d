"""The road: the months of the rollout from left to right, its phases as stops, and where the company is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from cadence_tui import formatting
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from cadence_tui.domain.rollout import PhaseState, Road

MARKS: dict[PhaseState, tuple[str, str]] = {
    "done": ("✓", ink.GOOD),
    "current": ("●", ink.ACCENT),
    "ahead": ("○", ink.MUTED),
}
_LABEL = 8
_WIDEST = 120


class RoadMap(Widget):
    """Four lines: the months with today's in the accent, the way with its stops, and what each stop is called."""

    DEFAULT_CSS = """
    RoadMap { height: 4; width: 1fr; }
    """
    auto_links = False

    def __init__(self) -> None:
        """Know no road yet."""
        super().__init__()
        self._road: Road | None = None

    def fill(self, road: Road) -> None:
        """Show a road."""
        self._road = road
        self.refresh()

    def render(self) -> Content:
        if self._road is None:
            return ink.text("")
        return Content("\n").join(draw(self._road, min(self.content_size.width, _WIDEST)))


def draw(road: Road, width: int) -> list[Content]:
    """Write the road in so many columns."""
    last = max(stop.phase.months.low for stop in road.stops)
    step = max((width - _LABEL) // max(last - 1, 1), 1)
    here = road.here.phase.months.low
    months = [
        (f"{'▾' if is_now else ' '}{_month(month, last)}", f"{ink.ACCENT} bold" if is_now else ink.MUTED)
        for month in range(1, last + 1)
        for is_now in [month == min(max(road.month, 1), last)]
    ]
    numbers = ink.line(*(ink.cell(words, step, style) for words, style in months))
    stops = {stop.phase.months.low: stop for stop in road.stops}
    way = list[Content]()
    for month in range(1, last + 1):
        stop = stops.get(month)
        is_behind = month < here
        track, colour = ("━", ink.ACCENT) if is_behind else ("─", ink.MUTED)
        mark = ink.text(*MARKS[stop.state]) if stop else ink.text(track, colour)
        lead = ink.text("━" if month <= here else "─", ink.ACCENT if month <= here else ink.MUTED)
        way.append(ink.line(lead if month > 1 else " ", mark, (track * (step - 2) if month < last else "", colour)))
    return [numbers, ink.line(*way), *_names(road, step, last)]


def _month(month: int, last: int) -> str:
    """Name a month above the way."""
    return f"month {month}" if month == 1 else f"{month} on" if month == last else str(month)


def _names(road: Road, step: int, last: int) -> list[Content]:
    """Name each stop below it: its two words on two lines."""
    names = {stop.phase.months.low: stop for stop in road.stops}
    lines = list[Content]()
    for row in range(2):
        parts = list[Content]()
        for month in range(1, last + 1):
            stop = names.get(month)
            words = stop.phase.name.split(" ", 1) if stop else []
            strong = stop is not None and stop.state == "current"
            text = words[row] if row < len(words) else ""
            parts.append(ink.cell(f" {text}", step if month < last else _LABEL, ink.STRONG if strong else ink.MUTED))
        lines.append(ink.line(*parts))
    return lines


def schedule(road: Road) -> str:
    """Hold where the company is against where its schedule would have it, in weeks."""
    weeks = abs(road.weeks_behind)
    month = f"Month {road.month}" if road.month else "Before month 1"
    if not weeks:
        due = "" if road.phase >= road.scheduled_phase else f", and phase {road.scheduled_phase} is due now"
        return f"{month}, on schedule{due}"
    return f"{month}, {formatting.plural(weeks, 'week')} {'behind' if road.weeks_behind > 0 else 'ahead of'} schedule"
