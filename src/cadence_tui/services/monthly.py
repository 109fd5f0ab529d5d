"""The monthly review: the month's company KPIs, those that nobody decides by, targets that no longer fit, objectives.

A month is reviewed once it has been judged: from the first weekly deadline after its end. Weeks are a month's by their
Thursday, as ISO weeks are a year's; so each week is in one month, and a month has four or five.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import first_day, grain, month_id, parse_period, shift, weeks_of
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.fit import fit, looked_at
from cadence_tui.domain.report import TREND
from cadence_tui.domain.totals import Total, total
from cadence_tui.services import okrs
from cadence_tui.services.linting import last_touched
from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from decimal import Decimal

    from cadence_tui.domain.cycle import ObjectiveLine
    from cadence_tui.domain.fit import Fit
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.meeting import Course
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.minutes import Minutes
    from cadence_tui.services.view import View

TRAILING = 13
STALE_DAYS = 90
"""The 90-day rule, where the playbook is not at hand (seed 004)."""


class Figure(NamedTuple):
    """A company KPI in a month: its number, that of the month before, and how it was judged.

    A weekly or daily KPI's number is its weeks' sum or mean (`how`), a monthly one's its value. `trailing` are its last
    thirteen weeks up to the month's end, or a monthly one's last six months, oldest first; `over` what they come to.
    """

    kpi: Kpi
    value: Decimal | None
    before: Decimal | None
    how: str | None
    on_track: int
    judged: int
    trailing: tuple[Decimal | None, ...]
    over: Total | None


class Stale(NamedTuple):
    """A KPI that no decision has touched for so many days; `kept` or `retired` is why, once the review has said so."""

    kpi: Kpi
    days: int
    kept: str | None = None
    retired: str | None = None

    @property
    def is_settled(self) -> bool:
        """Say whether it was kept or retired."""
        return self.kept is not None or self.retired is not None


class Misfit(NamedTuple):
    """A KPI whose target no longer fits, and over how many judged periods that shows."""

    kpi: Kpi
    fit: Fit
    periods: int


class Coursed(NamedTuple):
    """An objective in a month's review: the course that was set for it, if one was, and why."""

    line: ObjectiveLine
    course: Course | None = None
    why: str = ""


class MonthReport(NamedTuple):
    """What a monthly review looks at."""

    month: str
    figures: tuple[Figure, ...]
    stale: tuple[Stale, ...]
    misfits: tuple[Misfit, ...]
    objectives: tuple[Coursed, ...]
    minutes: Minutes


# --- When -------------------------------------------------------------------------------------------------------------


def read_month(text: str) -> str:
    """Read a month as people write its id.

    Raises:
        InvalidError: for what is none.
    """
    month = parse_period(text)
    if grain(month) != "monthly":
        raise InvalidError(f"“{text[:40]}” is no month; write it as 2026-11.")
    return month


def window(view: View, month: str) -> tuple[datetime, datetime]:
    """Give the time that a month's review speaks of: from the one before it (else its judging) to the next judging."""
    before = shift(month, -1)
    held_at = view.repository.meeting_held_at("monthly", before)
    return held_at or view.calendar.deadline(before), view.calendar.deadline(shift(month, 1))


# --- What it looks at -------------------------------------------------------------------------------------------------


def look(view: View, playbook: Playbook, month: str) -> MonthReport:
    """Work out what the review of a month looks at, as things stand now."""
    return MonthReport(
        month=month,
        figures=figures(view, month),
        stale=stale(view, month, playbook.limits.stale_days),
        misfits=misfits(view),
        objectives=coursed(view, month),
        minutes=minutes_of(view.repository, month, "monthly"),
    )


def figures(view: View, month: str) -> tuple[Figure, ...]:
    """Work out the company KPIs of a month."""
    start, end = (view.calendar.midnight(first_day(period)) for period in (month, shift(month, 1)))
    return tuple(
        _figure(view, kpi, month)
        for kpi in view.kpis.values()
        if kpi.team is None and kpi.created_at < end and (kpi.retired_at is None or kpi.retired_at >= start)
    )


def coursed(view: View, month: str) -> tuple[Coursed, ...]:
    """List the active objectives, and those that this review has stopped, each with its course."""
    courses = minutes_of(view.repository, month, "monthly").courses
    return tuple(
        Coursed(one, *courses.get(one.objective.id, (None, "")))
        for one in okrs.lines(view)
        if one.objective.state == "active" or one.objective.id in courses
    )


def _figure(view: View, kpi: Kpi, month: str) -> Figure:
    """Work out one KPI's month."""
    is_monthly = kpi.grain == "monthly"
    periods = [month] if is_monthly else weeks_of(month)
    earlier = [shift(month, -1)] if is_monthly else weeks_of(shift(month, -1))
    span = TREND if is_monthly else TRAILING
    trailing = [shift(periods[-1], by) for by in range(1 - span, 1)]
    first, last = min(earlier[0], trailing[0]), periods[-1]
    known: dict[str, dict[str, Decimal]] = {}

    def values(key: str) -> dict[str, Decimal]:
        if key not in known:
            known[key] = view.values.between(view.kpis[key], first, last)
        return known[key]

    now, before, over = (total(kpi, view.kpis, wanted, values) for wanted in (periods, earlier, trailing))
    judged = [found.status for period in periods if (found := view.judgement(kpi.key, period)) is not None]
    return Figure(
        kpi=kpi,
        value=now.value if now else None,
        before=before.value if before else None,
        how=now.how if now and not is_monthly else None,
        on_track=judged.count("on_track"),
        judged=sum(status != "paused" for status in judged),
        trailing=tuple(values(kpi.key).get(period) for period in trailing),
        over=over,
    )


def stale(view: View, month: str, days: int = STALE_DAYS) -> tuple[Stale, ...]:
    """Apply the 90-day rule; a KPI that was kept with a reason is asked about again when that is 90 days old."""
    return tuple(_stale(view, month, timedelta(days=days)))


def _stale(view: View, month: str, limit: timedelta) -> Iterator[Stale]:
    """Go through the KPIs that the rule names, and those that went in the month."""
    since, until = window(view, month)
    touched = last_touched(view)
    waived, why = view.repository.waived_at("kpi-stale"), view.repository.waivers()
    for kpi in view.kpis.values():
        last = max(kpi.created_at, touched.get(kpi.key, kpi.created_at))
        kept_at = waived.get(kpi.key)
        if kpi.retired_at is not None:
            if since < kpi.retired_at <= until:
                yield Stale(kpi, (kpi.retired_at - last).days, retired=_why_retired(view, kpi))
        elif view.now - last >= limit and view.now - kpi.created_at > limit:
            if kept_at is not None and kept_at > since:
                yield Stale(kpi, (view.now - last).days, kept=why["kpi-stale", kpi.key])
            elif kept_at is None or view.now - kept_at >= limit:
                yield Stale(kpi, (view.now - last).days)


def _why_retired(view: View, kpi: Kpi) -> str:
    """Find the reason for which a KPI was retired."""
    said = (entry.why for entry in reversed(view.entries_about(kpi.key)) if entry.at == kpi.retired_at)
    return next((why for why in said if why), "")


def misfits(view: View) -> tuple[Misfit, ...]:
    """Find the targets that no longer fit."""
    return tuple(_misfits(view))


def _misfits(view: View) -> Iterator[Misfit]:
    """Go through the KPIs."""
    for kpi in view.kpis.values():
        if kpi.retired_at is None:
            judgements = view.judgements(kpi.key)[::-1]
            found = fit(kpi, judgements)
            if found is not None:
                yield Misfit(kpi, found, len(looked_at(kpi, judgements)))


# --- What it does -----------------------------------------------------------------------------------------------------


def keep(desk: Desk, playbook: Playbook, key: str, why: str) -> None:
    """Keep a KPI that the 90-day rule names, with a reason; the rule is waved through for as long again.

    Raises:
        NotFoundError: for one that it does not name.
    """
    from cadence_tui.services.linting import waive

    waive(desk, playbook, f"kpi-stale:{key}", why)


def hold(desk: Desk, playbook: Playbook, month: str, *, rating: int | None = None, remark: str = "") -> str:
    """Record that a month's review was held, with what its notes are written from, frozen; returns the month.

    Raises:
        RefusedError: for a month that has not ended.
    """
    from cadence_tui.services.month_notes import gather

    where = read_month(month)
    with desk.change("held review", where) as change:
        view = view_of(change)
        if where >= month_id(view.today):
            raise RefusedError(
                f"{where} has not ended; its review is held from {view.calendar.today(_end(view, where))} on."
            )
        report = gather(view, playbook, where, rating=rating, remark=remark, held=True)
        change.repository.add_meeting(
            "monthly", where, held_at=change.now, held_by=change.who, rating=rating, remark=remark, report=report
        )
        change.name(where)
        return where


def _end(view: View, month: str) -> datetime:
    """Give the first instant after a month."""
    return view.calendar.midnight(first_day(shift(month, 1)))
