"""Small charts as SVG that stands inside a page: no script, no outside font, colours that follow the page's own.

Drawn here and by no library: what serves for print (matplotlib, plotly) costs a hundred times what these few lines
do at start-up and weighs more than the page, and none takes its colours from a style sheet that knows dark and light.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 180, 36
_PAD = 4


class Point(NamedTuple):
    """One period of a chart: its label, its value (None: none), how it was judged, and the target it had."""

    label: str
    value: float | None
    status: str | None
    target: tuple[float, ...]


def trend(points: Sequence[Point], *, title: str) -> str:
    """Draw values as a line with the target it had, and a dot for each period in the colour of its status."""
    known = [point.value for point in points if point.value is not None]
    levels = [*known, *(level for point in points for level in point.target)]
    if not known:
        return ""
    low, high = min(levels), max(levels)
    air = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - air, high + air
    step = (WIDTH - 2 * _PAD) / max(len(points) - 1, 1)

    def at(number: int, value: float) -> tuple[float, float]:
        return _PAD + number * step, _PAD + (1 - (value - low) / (high - low)) * (HEIGHT - 2 * _PAD)

    parts = [_head("trend", WIDTH, HEIGHT, title)]
    for which in range(max(len(point.target) for point in points)):
        line = [at(n, point.target[which]) for n, point in enumerate(points) if which < len(point.target)]
        parts.append(f'<polyline class="target" points="{_written(line)}"/>')
    runs = ([at(n, value) for n, value in run] for run in _runs(points))
    parts.extend(f'<polyline class="line" points="{_written(run)}"/>' for run in runs)
    for number, point in enumerate(points):
        if point.value is not None:
            x, y = at(number, point.value)
            radius, status = (3 if number == len(points) - 1 else 1.8), escape(point.status or "none")
            parts.append(f'<circle class="dot {status}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>')
    return "".join([*parts, "</svg>"])


def bar(done: float, expected: float, pace: str, *, title: str) -> str:
    """Draw how far something has come, with a mark where it was expected to be."""
    width, height = 120, 14
    mark, end = min(max(expected, 0.0), 1.0) * width, max(done, 0.0) * width
    return "".join(
        (
            _head("bar", width, height, title),
            f'<rect class="ground" x="0" y="4" width="{width}" height="6" rx="3"/>',
            f'<rect class="fill {escape(pace)}" x="0" y="4" width="{end:.1f}" height="6" rx="3"/>',
            f'<line class="mark" x1="{mark:.1f}" x2="{mark:.1f}" y1="1" y2="13"/></svg>',
        )
    )


def _head(kind: str, width: int, height: int, title: str) -> str:
    """Begin a chart, with what it is for those who do not see it."""
    said = escape(title)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg class="{kind}" {size} role="img" aria-label="{said}"><title>{said}</title>'


def _runs(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
    """Split the line where a value is missing."""
    runs: list[list[tuple[int, float]]] = [[]]
    for number, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((number, point.value))
    return [run for run in runs if len(run) > 1]


def _written(line: Sequence[tuple[float, float]]) -> str:
    """Write points as SVG takes them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
