"""One cell of the scorecard in full: how it was judged, every value it ever had, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from decimal import Decimal

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.view import View


class Given(NamedTuple):
    """A value that was given for a period or a day of it; None where one was taken away.

    `note` is what was said beside it, `why` the reason where it changed what was judged.
    """

    at: datetime
    period: str
    value: Decimal | None
    who: str
    origin: str
    note: str = ""
    why: str = ""


class CellStory(NamedTuple):
    """A KPI in one period: its judgement as it stands, each value ever given, oldest first, and what followed.

    `escalations` are those that the period is a cause of; `paused` is the reason for which nothing was asked.
    """

    kpi: Kpi
    period: str
    judgement: Judgement | None
    given: tuple[Given, ...]
    escalations: tuple[str, ...]
    paused: str = ""


def cell_story(view: View, kpi: Kpi, period: str) -> CellStory:
    """Gather what is known about one cell, reading no row of any other."""
    why = view.repository.pauses().get((kpi.key, period)) or view.repository.week_notes(period)["paused_why"]
    return CellStory(
        kpi=kpi,
        period=period,
        judgement=view.judgement(kpi.key, period),
        given=tuple(_given(view, kpi, period)),
        escalations=tuple(
            one.id for one in view.escalations_of(kpi.key) if any(cause.period == period for cause in one.causes)
        ),
        paused=why or "",
    )


def _given(view: View, kpi: Kpi, period: str) -> Iterator[Given]:
    """Go through the values that were given, but for those that were undone."""
    is_daily = kpi.cadence == "daily" and not kpi.formula
    places = [day.isoformat() for day in view.calendar.days_of(period)] if is_daily else [period]
    undone = view.repository.undone()
    for row in view.repository.readings_given(kpi.key, places):
        entry = view.repository.entry_numbered(row["entry"])
        if entry is None or entry.seq in undone or entry.undoes is not None:
            continue
        yield Given(
            at=entry.at,
            period=row["period"],
            value=row["value"],
            who=row["who"] or "",
            origin=row["origin"] or "",
            note=row["note"] or "",
            why=entry.why or "",
        )
