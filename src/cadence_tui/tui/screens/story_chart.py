"""The KPI's chart in a story, with a mark in the period of each thing that happened: the same as in the chain below."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.tui import ink
from cadence_tui.tui.widgets.chart import plot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from textual.content import Content

    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.story import Turn
    from cadence_tui.services.view import View

LOW, HIGH = 8, 11
TALL = 32


class Mark(NamedTuple):
    """Something that happened to a KPI: its glyph and word, and the period that it is marked in."""

    period: str
    words: str


def of_escalation(view: View, one: Escalation, turns: Sequence[Turn]) -> Iterator[Mark]:
    """Mark each miss, who was asked and did not answer, each decision with what came of it, recovery and end."""
    kpi = view.kpis[one.kpi]
    for turn in turns:
        event = turn.event
        here = event.period or _period(view, kpi, event.at)
        if event.kind == "miss":
            yield Mark(here, "✗breach" if event.miss == "breach" else "!late")
            yield Mark(_period(view, kpi, event.at), f"→{one.rungs[turn.rung - 1].name}")
        elif event.kind == "timeout":
            yield Mark(here, "!no answer")
        elif event.kind in ("response", "superseded") and event.decision is not None:
            yield from of_decision(view, kpi, view.repository.decision(event.decision))
        elif event.kind == "recovery":
            yield Mark(_judged_at(view, kpi, event.at), "●back")
        elif event.kind == "end":
            yield Mark(_judged_at(view, kpi, event.at), f"✓{event.outcome}")


def of_decision(view: View, kpi: Kpi, one: Decision) -> Iterator[Mark]:
    """Mark a decision, its actions as they were verified, and whether it worked."""
    yield Mark(_period(view, kpi, one.at), f"◆{one.id}")
    for action in view.repository.actions(closed=True, decision=one.id):
        if action.verified_at is not None:
            yield Mark(_period(view, kpi, action.verified_at), f"✓{action.id}")
    if one.outcome is not None and one.checked_at is not None:
        yield Mark(_period(view, kpi, one.checked_at), "✓worked" if one.outcome == "worked" else "✗failed")
    elif one.superseded_by is None and one.check_on <= view.today:
        yield Mark(_period(view, kpi, view.calendar.midnight(one.check_on)), "?did it work")


def answered(view: View, kpi: Kpi, one: Decision) -> Iterator[Mark]:
    """Mark the escalations of the KPI that a decision answers."""
    for id_ in one.answers:
        if id_.startswith("E-"):
            escalation = view.escalation(id_)
            if escalation.kpi == kpi.key and escalation.causes and escalation.causes[0].period:
                yield Mark(escalation.causes[0].period, f"▲{escalation.id}")


def _period(view: View, kpi: Kpi, at: datetime) -> str:
    """Name the period of the KPI in which something happened."""
    return view.calendar.current(kpi.cadence, at, kpi.lag_days)


def _judged_at(view: View, kpi: Kpi, at: datetime) -> str:
    """Name the period at whose close something came true, or in which it did."""
    return _period(view, kpi, at - timedelta(seconds=1))


def drawn(view: View, kpi: Kpi, marks: Iterable[Mark], width: int, *, is_tall: bool) -> list[Content]:
    """Draw the KPI from a little before the first mark to a little after the last one."""
    from cadence_tui.services.pages import stretch

    found: dict[str, list[str]] = {}
    for mark in marks:
        words = found.setdefault(mark.period, [])
        if mark.words not in words:
            words.append(mark.words)
    cells = stretch(view, kpi, min(found), max(found)) if found else stretch(view, kpi)
    lines = plot(kpi, cells, view.company.number_format, width, HIGH if is_tall else LOW, marks=found)
    return [*lines, ink.text("")]
