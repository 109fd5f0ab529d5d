"""What is said of a key result: its pace, its bar, its way and where it lands; cards, pages and charts say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.okr import rounded
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from textual.content import Content

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.okr import KeyResult, Pace
    from cadence_tui.services.view import View

PACE_INK: dict[Pace, str] = {
    "done": ink.GOOD,
    "too_early": ink.MUTED,
    "on_pace": ink.GOOD,
    "at_risk": ink.WARN,
    "off_pace": ink.URGENT,
}
DONE, LEFT, EXPECTED = "━", "─", "╋"
_PACE, _GAP, _MOST_WHAT = 11, "  ", 60
STATE_WORDS = {"planned": "○ planned", "under_way": "◐ under way", "done": "✓ done", "dropped": "✗ dropped"}


class FiguresWidth(NamedTuple):
    """How wide the figures of key results are."""

    now: int
    way: int


def as_it_runs(line: ObjectiveLine) -> ObjectiveLine:
    """Say of no draft how it does: it has not begun, and lands nowhere yet."""
    if line.objective.state != "draft":
        return line
    parts = (one if one.pace == "done" else one._replace(pace="too_early", forecast=None) for one in line.key_results)
    return line._replace(key_results=tuple(parts))


def pace(one: KeyResultLine) -> str:
    """Say how a key result does, as glyph and words."""
    return " ".join(formatting.PACE[one.pace])


def bar(one: KeyResultLine, width: int) -> Content:
    """Draw how far it has come, with a mark where it was expected to be by now."""
    done, due = int(one.progress * width), min(int(one.expected * width), width - 1)
    cells = [DONE if at < done else LEFT for at in range(width)]
    style = PACE_INK[one.pace]
    parts = [(char, style if at < done else ink.MUTED) for at, char in enumerate(cells)]
    if one.pace != "done":
        parts[due] = (EXPECTED, style if due < done else ink.MUTED)
    return ink.line(*parts)


def shown(view: View, one: KeyResult, value: Decimal | None) -> str:
    """Write a value of a key result; a milestone's is a percentage."""
    unit = "percent" if one.kind == "milestone" else one.unit
    return formatting.value(value, unit, "at_least", view.company.number_format)


def way(view: View, one: KeyResult) -> str:
    """Write where a key result starts and where it should end, a unit that stands behind both only once."""
    if one.kind == "milestone":
        return "milestone"
    start, end = shown(view, one, one.baseline), shown(view, one, one.target)
    _, gap, unit = end.rpartition(" ")
    return f"{start.removesuffix(gap + unit) if gap else start} → {end}"


def lands(one: KeyResultLine) -> str:
    """Say where it lands if nothing changes, against what was expected by now; or what became of it."""
    part = one.key_result
    if part.ended is not None:
        score = f"scored {part.score}, " if part.score is not None else ""
        why = f": {part.ended_why}" if part.ended_why else ""
        return f"{score}{part.ended}{why}"
    if one.pace == "done":
        return "reached"
    come = f"{formatting.percent(rounded(one.progress))} done, {formatting.percent(rounded(one.expected))} expected"
    if one.forecast is None:
        return f"{come}; too early to say where it lands"
    said = [f"lands at {formatting.percent(rounded(one.forecast))} if nothing changes", come]
    if part.confidence is not None:
        said.append(f"confidence {part.confidence} of 10")
    return "; ".join(said)


def figures_width(view: View, parts: Iterable[KeyResultLine]) -> FiguresWidth:
    """Measure the figures of key results that stand below each other: what they are at, and their way."""
    found = [(shown(view, one.key_result, one.current), way(view, one.key_result)) for one in parts]
    at = max((formatting.cell_width(now) for now, _ in found), default=0)
    return FiguresWidth(at, max((formatting.cell_width(whole) for _, whole in found), default=0))


def part_line(view: View, one: KeyResultLine, width: int, size: int, beside: FiguresWidth) -> Content:
    """Write a key result on a line: how it does, its bar of so many cells, what it is, and its figures in columns."""
    now = formatting.pad(shown(view, one.key_result, one.current), beside.now, "right")
    figures = f"{now}{_GAP}{formatting.pad(way(view, one.key_result), beside.way)}"
    room = width - _PACE - size - 2 * len(_GAP)
    what = min(max(room - formatting.cell_width(figures) - len(_GAP), 14), _MOST_WHAT)
    return ink.line(
        ink.cell(pace(one), _PACE, PACE_INK[one.pace]),
        _GAP,
        bar(one, size),
        _GAP,
        ink.cell(one.key_result.title, what),
        _GAP,
        (formatting.fit(figures, max(room - what - len(_GAP), 0)), ink.MUTED),
    )


def below(one: KeyResultLine, width: int) -> Content:
    """Write where a key result lands, to stand below its line; where there is no room for all, the first of it."""
    words, room = lands(one), max(width - _PACE - len(_GAP), 10)
    while formatting.cell_width(words) > room and "; " in words and one.key_result.ended is None:
        words = words.rpartition("; ")[0]
    return ink.line(" " * _PACE, _GAP, (formatting.fit(words, room), ink.MUTED))
