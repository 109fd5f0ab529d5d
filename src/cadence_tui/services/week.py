"""The week: closed early, paused, or its deadline moved (governance rules, sections 1 and 3)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import grain, instant, parse_period, shift, week_id
from cadence_tui.domain.errors import CadenceError, InvalidError, RefusedError
from cadence_tui.domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.course import Course, Move
    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View


class Closing(NamedTuple):
    """What closing a week judges, moves and leaves waiting; the held answers it logged, and those that no miss met."""

    week: str
    judged: tuple[Judgement, ...]
    moves: tuple[Move, ...]
    waiting: tuple[tuple[Kpi, str], ...]
    answered: tuple[Decision, ...] = ()
    idle: tuple[str, ...] = ()


def close(desk: Desk, week: str | None = None, *, rating: int | None = None, remark: str = "") -> Closing:
    """Close the current week early, and record the meeting; closing again judges what has come since.

    Answers that the check-in holds for misses which the close brings are logged with it, right after them.

    Raises:
        RefusedError: for any week but the current one.
    """
    with desk.change("closed") as change:
        current = change.course.calendar.current_week(change.now)
        wanted = parse_period(change.course.calendar.nearest(week, change.now)) if week else current
        if wanted != current:
            when = "has closed already" if wanted < current else "has not come yet"
            raise RefusedError(f"{wanted} {when}; only the current week, {current}, can be closed early.")
        judged = change.course.close_early(change.now)
        change.name(current)
        change.entry.after = {f"{j.kpi} {j.period}": j.status for j in judged}
        return _hold(change, _closing(change, current, judged), rating, remark)


def hold_late(desk: Desk, week: str, *, rating: int | None = None, remark: str = "") -> Closing:
    """Record a meeting that was held after its week had been judged at the deadline.

    Raises:
        RefusedError: for a week whose deadline has not passed, which is closed instead.
    """
    with desk.change("met") as change:
        where = parse_period(change.course.calendar.nearest(week, change.now))
        if where >= change.course.calendar.current_week(change.now):
            raise RefusedError(f"The deadline of {where} has not passed; close it.")
        change.name(where)
        return _hold(change, Closing(where, (), (), ()), rating, remark)


def _hold(change: Change, closing: Closing, rating: int | None, remark: str) -> Closing:
    """Log the answers that were held, now that their misses are judged, and freeze what the notes are written from."""
    from cadence_tui.services.minutes import log_all

    change.settle()
    answered, idle = log_all(change, closing.week)
    change.settle()
    hold_meeting(change, closing.week, rating, remark)
    return closing._replace(answered=tuple(answered), idle=tuple(idle))


def preview(view: View) -> Closing:
    """Say what closing the current week now would judge and move, without doing it."""
    course, judged = _closed(view)
    waiting = [(kpi, p) for kpi, p in course.closing(view.week) if _waits(view, kpi, p, {j.kpi for j in judged})]
    return Closing(view.week, tuple(judged), tuple(course.moments[-1].moves), tuple(waiting))


def preview_facts(view: View, week: str, *, rating: int | None = None, remark: str = "") -> Facts:
    """Give the facts of a week's notes as holding its meeting now would freeze them, without doing it."""
    from cadence_tui.services.minutes import minutes_of
    from cadence_tui.services.notes import ahead_facts, gather
    from cadence_tui.services.view import View

    course = _closed(view)[0] if week == view.week else view.course
    ahead = View(view.repository, view.now, view.who, view.company, course, course)
    facts = gather(ahead, week, rating=rating, remark=remark, held=True)
    ids = {one.kpi: one.id for one in ahead.escalations() if not one.answered}
    held = minutes_of(view.repository, week).answers
    return facts | ahead_facts(view, facts, {ids[key]: one for key, one in held.items() if key in ids})


def _closed(view: View) -> tuple[Course, list[Judgement]]:
    """Work the course out as closing now would leave it."""
    from cadence_tui.services.view import course_of

    course = course_of(view.repository, view.company)
    course.catch_up(view.now)
    course.begin_deed(view.now)
    return course, course.close_early(view.now)


def _closing(change: Change, week: str, judged: list[Judgement]) -> Closing:
    """Gather what closing did."""
    waiting = [
        (kpi, period)
        for kpi, period in change.course.closing(week)
        if change.course.judgement(kpi.key, period) is None and not change.course.is_paused(kpi, period)
    ]
    return Closing(week, tuple(judged), tuple(change.course.moments[-1].moves), tuple(waiting))


def _waits(view: View, kpi: Kpi, period: str, judged: set[str]) -> bool:
    """Say whether a KPI would still be waiting for its value after a close."""
    return kpi.key not in judged and view.judgement(kpi.key, period) is None and not view.book.is_paused(kpi, period)


def hold_meeting(change: Change, week: str, rating: int | None, remark: str) -> None:
    """Record that a week's meeting was held, and by whom."""
    from cadence_tui.services.notes import gather
    from cadence_tui.services.view import View

    view = View(change.repository, change.now, change.who, change.company, change.course, change.course)
    report = gather(view, week, rating=rating, remark=remark, held=True)
    change.repository.add_meeting(
        "weekly", week, held_at=change.now, held_by=change.who, rating=rating, remark=remark, report=report
    )


# --- Pauses -----------------------------------------------------------------------------------------------------------


def read_period(desk: Desk, text: str) -> str:
    """Read a period; a week without its year is the nearest, past or to come.

    Raises:
        InvalidError: for what is none.
    """
    return parse_period(desk.repository.calendar().nearest(text, desk.clock()))


def read_week(view: View, text: str) -> str:
    """Read a week: by its name, or by a day in it.

    Raises:
        InvalidError: where it is neither.
    """
    from cadence_tui.services.decisions import read_date

    with suppress(CadenceError):
        where = parse_period(view.calendar.nearest(text.strip(), view.now))
        if grain(where) == "weekly":
            return where
    with suppress(CadenceError):
        return week_id(read_date(text, "week", view.today))
    raise InvalidError(f"“{text[:40]}” is no week; write it as W52, or as a day in it: 25 Dec.")


def pause(desk: Desk, period: str, why: str, *, kpi: str | None = None) -> str:
    """Pause a week for all weekly and daily KPIs, or one period of one KPI; returns the period.

    Raises:
        RefusedError: for a month without a KPI, a period judged already, or a week after the fact in which somebody
            recorded a value.
    """
    where, reason = read_period(desk, period), clean_line(why, "reason")
    with desk.change("paused", where, reason) as change:
        if kpi is not None:
            _pause_one(change, change.repository.kpi(kpi), where, reason)
        elif grain(where) != "weekly":
            raise RefusedError(f"{where} is no week: pause a week, or one KPI's period with --kpi KEY.")
        elif where not in change.course.calendar.paused:
            _pause_week(change, where, reason)
        change.name(where if kpi is None else change.repository.kpi(kpi).key, touches=(where,))
        change.entry.after = {"paused": where}
    return where


def pause_weeks(desk: Desk, weeks: Sequence[str], why: str) -> tuple[str, ...]:
    """Pause several weeks in one act, so that one undo takes all of them back; returns those that were not paused.

    Raises:
        RefusedError: for anything but weeks, and for a week after the fact in which somebody recorded a value.
    """
    reason = clean_line(why, "reason")
    with desk.change("paused", why=reason) as change:
        wanted = sorted({read_period(desk, week) for week in weeks})
        if any(grain(week) != "weekly" for week in wanted):
            raise RefusedError(f"{', '.join(wanted)} are not all weeks; only weeks are paused together.")
        paused = tuple(week for week in wanted if week not in change.course.calendar.paused)
        for week in paused:
            _pause_week(change, week, reason)
        change.name(", ".join(paused), touches=paused)
        change.entry.after = {"weeks": list(paused)}
        return paused


def _pause_one(change: Change, kpi: Kpi, period: str, why: str) -> None:
    """Pause one KPI's week or month before it is judged."""
    if grain(period) != kpi.grain:
        kinds = "months" if kpi.grain == "monthly" else "weeks"
        raise RefusedError(f"{kpi.key} is judged by {kinds}; {period} is none of them.")
    if change.course.judgement(kpi.key, period) is not None or (
        change.course.calendar.deadline(period, kpi.lag_days) <= change.now
    ):
        raise RefusedError(f"{kpi.key} is judged for {period} already; one KPI can be paused only before.")
    if (kpi.key, period) not in change.course.pauses:
        change.repository.put_pause(kpi.key, period, why)


def _pause_week(change: Change, week: str, why: str) -> None:
    """Pause a whole week; after the fact only when nobody was there."""
    course = change.course
    weekly = [kpi for kpi in course.kpis.values() if kpi.grain == "weekly"]
    judged = [kpi for kpi in weekly if course.judgement(kpi.key, week) is not None]
    past = course.calendar.deadline(week) <= change.now
    if past or judged:
        days = [day.isoformat() for day in course.calendar.days_of(week)]
        if change.repository.has_typed([week, *days]):
            raise RefusedError(
                f"{week} cannot be paused after the fact: somebody recorded a value for it, so somebody was there."
            )
    change.repository.put_week(week, paused_why=why)
    for kpi in judged:
        course.pause_late(kpi, week, change.now, why)


def unpause(desk: Desk, period: str, *, kpi: str | None = None) -> str:
    """Take a pause back, until its deadline; a clock whose moment is past by then runs out now.

    Raises:
        RefusedError: when it is not paused, or its deadline has passed.
    """
    where = read_period(desk, period)
    with desk.change("unpaused", where) as change:
        calendar = change.course.calendar
        found = change.repository.kpi(kpi) if kpi else None
        paused = (found.key, where) in change.course.pauses if found else where in calendar.paused
        if not paused:
            raise RefusedError(f"{where} is not paused{f' for {found.key}' if found else ''}.")
        if calendar.deadline(where, found.lag_days if found else 0) <= change.now:
            raise RefusedError(f"The deadline of {where} has passed; its pause stays.")
        if found:
            change.repository.remove("kpi_pauses", kpi=found.key, period=where)
        else:
            change.repository.put_week(where, paused_why=None)
            change.course.calendar = change.repository.calendar()
            change.course.run_out(change.now)
        change.name(found.key if found else where, touches=(where,))
        change.entry.before = {"paused": where}
    return where


# --- Deadlines --------------------------------------------------------------------------------------------------------


def move_deadline(desk: Desk, week: str, moment: str, why: str) -> datetime:
    """Move one week's deadline until it passes, to a moment between the deadlines around it.

    Raises:
        RefusedError: when it has passed, or the moment is not between now, the one before and the one after.
    """
    where, reason = parse_period(week), clean_line(why, "reason")
    if grain(where) != "weekly":
        raise RefusedError(f"{where} is no week; only a week's deadline can be moved.")
    with desk.change("moved", where, reason) as change:
        calendar = change.course.calendar
        before, at = calendar.deadline(where), read_moment(moment, calendar.zone)
        shown = at.astimezone(calendar.zone).isoformat(timespec="minutes")
        if before <= change.now:
            raise RefusedError(f"The deadline of {where} has passed; it cannot be moved any more.")
        earliest = max(change.now, calendar.deadline(shift(where, -1)))
        latest = calendar.deadline(shift(where, 1))
        if not earliest < at < latest:
            low, high = (m.astimezone(calendar.zone).isoformat(timespec="minutes") for m in (earliest, latest))
            raise RefusedError(f"{shown} does not work for {where}: choose a moment after {low} and before {high}.")
        change.repository.put_week(where, deadline=at.isoformat(), moved_why=reason)
        change.name(where)
        change.entry.before, change.entry.after = {"deadline": before.isoformat()}, {"deadline": at.isoformat()}
        return at


def read_moment(text: str, zone: object) -> datetime:
    """Read a moment in ISO 8601; without an offset it is in the company's zone."""
    from zoneinfo import ZoneInfo

    if not isinstance(zone, ZoneInfo):
        raise TypeError(zone)
    try:
        found = datetime.fromisoformat(text.strip()).replace(microsecond=0)
        return instant(found.date(), found.time(), zone) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidError(f"“{text[:40]}” is no moment; write it as 2026-11-24T18:00.") from error
