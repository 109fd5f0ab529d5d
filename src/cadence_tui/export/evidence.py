"""The evidence pack as Markdown, and as one page that opens from a file: no script, no link to anything outside."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from cadence_tui import formatting
from cadence_tui.domain.text import visible
from cadence_tui.export import svg
from cadence_tui.export.markdown import escape, filters, summary

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal["md", "html"]
_TWO_DAYS = 48
OUTCOMES = {"worked": "it worked", "failed": "it did not work"}


def render(facts: Mapping[str, Any], form: Form) -> str:
    """Write a pack, as `services.evidence.pack` gathers it."""
    from cadence_tui.export.jinja import environment

    written = filters(facts) | {
        "md": escape,
        "plain": visible,
        "chart": _chart,
        "bar": _bar,
        "ends": _ends,
        "state": _state,
        "waited": _waited,
        "outcome": OUTCOMES.__getitem__,
        "miss": lambda status: " ".join(formatting.STATUS[status]),
    }
    zone = ZoneInfo(facts["zone"])
    known = dict(facts) | summary(facts) | {"span": _span(facts, zone)}
    text = environment(written, autoescape=form == "html").get_template(f"evidence.{form}.j2").render(known)
    return "\n".join(line.rstrip() for line in text.splitlines() if form == "md" or line.strip()).strip() + "\n"


def _span(facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Say from when to when it is."""
    start, end = (datetime.fromisoformat(facts[name]).astimezone(zone) for name in ("start", "end"))
    year = f" {start.year}" if start.year != end.year else ""
    return f"{formatting.day_label(start.date())}{year} to {formatting.day_label(end.date())} {end.year}"


def _number(text: str | None) -> float | None:
    return None if text is None else float(Decimal(text))


def _ends(text: str | None) -> tuple[float, ...]:
    """Read a target's one or two levels."""
    if text is None:
        return ()
    low, dots, high = text.partition("..")
    return (float(low), float(high)) if dots else (float(low),)


def _chart(one: Mapping[str, Any]) -> Any:  # noqa: ANN401 (Jinja's markup)
    """Draw a KPI's periods."""
    from markupsafe import Markup

    points = [
        svg.Point(each["period"], _number(each["value"]), each["status"], _ends(each["target"]))
        for each in one["trend"]
    ]
    title = f"{visible(one['name'])}, the last {len(points)} periods"
    return Markup(svg.trend(points, title=title))  # noqa: S704 (numbers alone, and a title that is escaped)


def _bar(one: Mapping[str, Any]) -> Any:  # noqa: ANN401 (Jinja's markup)
    """Draw how far a key result has come."""
    from markupsafe import Markup

    done, due = one["progress"] or 0.0, one["expected"] or 0.0
    title = f"{formatting.percent(done)} done, {formatting.percent(due)} expected"
    return Markup(svg.bar(done, due, one["pace"], title=title))  # noqa: S704 (numbers alone)


def _waited(hours: float) -> str:
    """Write how long somebody took."""
    if hours < 1:
        return "less than an hour"
    return f"{hours:.0f} h" if hours < _TWO_DAYS else f"{hours / 24:.1f} days"


def _state(one: Mapping[str, Any]) -> str:
    """Say where an escalation stood at the end of the time."""
    if one["outcome"]:
        return f"ended: {one['outcome']}"
    if one["recovered"]:
        return "recovered"
    if one["answered"]:
        return "answered"
    return "overdue, unanswered" if one["overdue"] else "unanswered"
