"""What stands beside a KPI's values: how it is measured, what it feeds, when it is asked about, its targets and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.kpi_words import label
from cadence_tui.tui.widgets.grid_words import total_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from textual.content import Content

    from cadence_tui.domain.kpi import Kpi, Target
    from cadence_tui.services.kpi_facts import KpiFacts, TargetChange
    from cadence_tui.services.pages import KpiPage
    from cadence_tui.services.view import View

_ORIGINS = {"typed": "typed by hand", "imported": "imported", "fetched": "fetched from its source"}


def in_short(view: View, page: KpiPage, facts: KpiFacts) -> str:
    """Say in a line what the newest periods come to, what it feeds, and when the 90-day rule asks."""
    words = [total_words(page.line.kpi, page.totals, view.company.number_format)]
    if facts.feeds:
        words.append(f"feeds {formatting.join_words([part.key_result.id for _, part in facts.feeds])}")
    if page.line.kpi.retired_at is None:
        is_past = facts.stale_from <= view.now
        words.append(f"90-day rule {'since' if is_past else 'on'} {_day(view, facts.stale_from)}")
    return " · ".join(filter(None, words))


def about(view: View, page: KpiPage, facts: KpiFacts) -> list[Content]:
    """Tell all of it, a heading a part."""
    kpi = page.line.kpi
    parts = [
        ("How it is measured", list(_measured(kpi, facts))),
        ("What it is for", list(_feeds(view, facts))),
        ("The 90-day rule", [ink.text(_rule(view, page, facts))]),
        ("Its targets", [line for one in facts.targets for line in _target(view, kpi, one)]),
    ]
    found: list[Content] = []
    for title, lines in parts:
        found += [ink.text(""), ink.text(title, ink.STRONG), *lines]
    return found[1:]


def _measured(kpi: Kpi, facts: KpiFacts) -> Iterator[Content]:
    """Say how it is measured, where its values come from, and what kind it is."""
    yield from (ink.text(words) for words in kpi.measure.split("\n") if words.strip())
    if kpi.formula:
        yield ink.text(f"worked out: {kpi.formula}", ink.MUTED)
    elif facts.origins:
        yield ink.text(formatting.join_words([_ORIGINS.get(one, one) for one in facts.origins]), ink.MUTED)
    words = [kpi.cadence, kpi.kind or "neither leading nor lagging yet", kpi.perspective or "no perspective yet"]
    yield ink.text(" · ".join(words), ink.MUTED)


def _feeds(view: View, facts: KpiFacts) -> Iterator[Content]:
    """Name the key results that go by it, and the objectives that mean to move it."""
    form = view.company.number_format
    for objective, part in facts.feeds:
        one = part.key_result
        glyph, word = formatting.PACE[part.pace]
        ends = [
            formatting.NONE if end is None else formatting.number(end, one.unit, form)
            for end in (one.baseline, one.target)
        ]
        way = f"{ends[0]} → {ends[1]}"
        yield ink.line((one.id, ink.ACCENT), f" {one.title}  {way}  {glyph} {word}")
        yield ink.text(f"  of {objective.id} {objective.title}", ink.MUTED)
    for objective in facts.moves:
        yield ink.line((objective.id, ink.ACCENT), f" {objective.title} ", ("means to move it", ink.MUTED))
    if not facts.feeds and not facts.moves:
        yield ink.text("No key result goes by it, and no objective means to move it.", ink.MUTED)


def _rule(view: View, page: KpiPage, facts: KpiFacts) -> str:
    """Say when the monthly review asks whether to retire it."""
    day = _day(view, facts.stale_from)
    last = f"The last decision about it is {facts.touched[0]}. " if facts.touched else "No decision was about it yet. "
    if page.line.kpi.retired_at is not None:
        return "It is retired."
    if facts.stale_from <= view.now:
        return f"{last}Since {day} it is a candidate to retire: the monthly review asks."
    return f"{last}Without another, it is a candidate to retire from {day} on."


def _target(view: View, kpi: Kpi, one: TargetChange) -> Iterator[Content]:
    """Tell a target: since when, what it was before, whose and why."""
    which = f"{label(one.period)} alone: " if one.period else ""
    was = f" (was {_goal(view, kpi, one.before)})" if one.before is not None and not one.period else ""
    who = "" if view.company.is_solo else one.who
    yield ink.line((f"{_day(view, one.at)}  ", ink.MUTED), f"{which}{_goal(view, kpi, one.goal)}{was}")
    if said := " · ".join(filter(None, (who, one.why))):
        yield ink.text(f"  {said}", ink.MUTED)


def _goal(view: View, kpi: Kpi, goal: Target | None) -> str:
    """Write a target with its alert."""
    if goal is None:
        return "the usual one again"
    form = view.company.number_format
    alert = f", alert {formatting.beyond(goal.alert, kpi.unit, goal.direction, form)}" if goal.alert is not None else ""
    return f"{formatting.bound(goal.target, kpi.unit, goal.direction, form)}{alert}"


def _day(view: View, at: datetime) -> str:
    """Write a day with its year where that is another one."""
    day = at.astimezone(view.calendar.zone).date()
    year = "" if day.year == view.today.year else f" {day.year}"
    return f"{day.day} {formatting.MONTHS[day.month - 1]}{year}"
