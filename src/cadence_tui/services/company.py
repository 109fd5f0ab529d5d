"""The company, changed openly: its name, stage and founder, when its weeks close, its ladder (rules, 1, 2 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui.domain.calendar import WEEKDAYS, Rhythm, shift
from cadence_tui.domain.company import roles
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.ladder import ADVISER, ROLES, check_ladder, stage_ladder
from cadence_tui.domain.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from cadence_tui.domain.calendar import Calendar
    from cadence_tui.domain.company import Company
    from cadence_tui.domain.course import Course
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.services.desk import Change, Desk

_RHYTHM = ("zone", "close_day", "close_time")
DEFAULT = "default"


class Edited(NamedTuple):
    """What a change of the company changed, by the names of company.toml; a new close holds from `from_week`."""

    company: Company
    before: dict[str, Any]
    after: dict[str, Any]
    from_week: str | None


def edit(desk: Desk, fields: Mapping[str, object], *, why: str = "") -> Edited:
    """Change the company from plain fields; the stage follows from the number of people unless it is named.

    A new close day, time or zone holds from the first week that begins afterwards; earlier weeks keep their deadlines.

    Raises:
        InvalidError: naming every field that is wrong.
        NotFoundError: for a founder who is no person of the company.
        RefusedError: for a close that would bring two deadlines out of order.
    """
    from cadence_tui.edges.company_form import read_changes

    reason = clean_line(why, "reason") if why else None
    with desk.change("changed company", why=reason) as change:
        wanted = read_changes(fields)
        before, week = change.company, first_free_week(change)
        old = facts(before, change.course.calendar.rhythm(week))
        after = _company(change, {name: value for name, value in wanted.items() if name not in _RHYTHM})
        rhythm = _rhythm(change, week, {name: value for name, value in wanted.items() if name in _RHYTHM})
        new = facts(after, rhythm)
        changed = [name for name in new if new[name] != old[name]]
        is_later = any(name in changed for name in ("timezone", "close_day", "close_time"))
        change.name(after.name, touches=(week,) if is_later else ())
        change.entry.before = {name: old[name] for name in changed}
        change.entry.after = {name: new[name] for name in changed} | ({"from_week": week} if is_later else {})
        return Edited(after, change.entry.before, change.entry.after, week if is_later else None)


def facts(company: Company, rhythm: Rhythm) -> dict[str, Any]:
    """Give the company as plain values, by the names of company.toml."""
    return {
        "name": company.name,
        "founder": company.founder,
        "stage": company.stage,
        "people_count": company.people_count,
        "number_format": company.number_format,
        "fiscal_year_start": company.fiscal_start,
        "self_verify": company.self_verify,
        "checkin_weeks": company.checkin_weeks,
        **close_facts(rhythm),
    }


def close_facts(rhythm: Rhythm) -> dict[str, str]:
    """Give when weeks close as plain values, by the names of company.toml."""
    return {
        "timezone": rhythm.zone,
        "close_day": WEEKDAYS[rhythm.close_day],
        "close_time": rhythm.close_time.isoformat("minutes"),
    }


def _company(change: Change, wanted: dict[str, Any]) -> Company:
    """Change what holds at once."""
    from cadence_tui.edges.company_file import stage_of

    if "people_count" in wanted:
        wanted.setdefault("stage", stage_of(wanted["people_count"]))
    if "founder" in wanted:
        wanted["founder"] = change.repository.person(wanted["founder"])
    return put_company(change, change.company._replace(**wanted))


def put_company(change: Change, company: Company) -> Company:
    """Store the company, and let the rest of this change see it."""
    change.repository.put_company(company)
    change.company = company
    change.course.roles = roles(company, change.repository.teams())
    return company


# --- When weeks close -------------------------------------------------------------------------------------------------


def first_free_week(change: Change) -> str:
    """Find the first week that a change of the close can hold from: one that has not begun, whatever the clock says."""
    return free_week(change.course, change.now)


def free_week(course: Course, now: datetime) -> str:
    """Find the first week that a new close can hold from, before it is made."""
    begun = shift(course.judged_week, 1)
    return max(course.calendar.first_week_after(now), shift(begun, 1))


def _rhythm(change: Change, week: str, wanted: dict[str, Any]) -> Rhythm:
    """Let weeks close otherwise from one week on, in place of what was meant to hold from then."""
    calendar = change.course.calendar
    before = calendar.rhythm(week)
    after = before._replace(**wanted)._replace(from_week=week)
    if not wanted or after._replace(from_week=before.from_week) == before:
        return before
    for later in calendar.rhythms:
        if later.from_week >= week:
            change.repository.remove("rhythms", from_week=later.from_week)
    kept = change.repository.calendar().rhythm(week)
    if after._replace(from_week=kept.from_week) != kept:
        change.repository.put_rhythm(after)
    change.course.calendar = change.repository.calendar()
    if disorder := out_of_order(change.course.calendar, shift(week, -1)):
        raise RefusedError(f"With this close {disorder}; choose a later one, or wait until that week has closed.")
    return after


def out_of_order(calendar: Calendar, first: str) -> str | None:
    """Say which two deadlines from a week on come in the wrong order, if any do."""
    # Within one rhythm, and away from moved weeks, one deadline follows the other by a week.
    odd = {week for week in (*calendar.moved, *(rhythm.from_week for rhythm in calendar.rhythms)) if week >= first}
    for week in sorted(odd | {shift(week, -1) for week in odd}):
        following = shift(week, 1)
        for deadline in (calendar.usual_deadline, calendar.deadline):
            early, late = deadline(week), deadline(following)
            if late <= early:
                zone = calendar.zone
                closes = f"{following} would close at {late.astimezone(zone).isoformat(timespec='minutes')}"
                return f"{closes}, and {week} only at {early.astimezone(zone).isoformat(timespec='minutes')}"
    return None


# --- The ladder -------------------------------------------------------------------------------------------------------


def ladder_of(company: Company, own: tuple[Rung, ...] | None) -> tuple[Rung, ...]:
    """Give the company's own ladder, or the default of its stage before any rung is left out."""
    return own or stage_ladder(is_solo=company.is_solo)


def set_ladder(desk: Desk, text: str, *, source: str = "The file", why: str = "") -> tuple[Rung, ...]:
    """Give the company a ladder of its own, for escalations opened afterwards.

    Raises:
        InvalidError: naming every problem of the file by its line.
        NotFoundError: for a rung that asks somebody who is no person of the company.
    """
    from cadence_tui.edges.company_file import read_ladder

    rungs = read_ladder(text, source=source)
    with _ladder_change(desk, why) as change:
        named = tuple(_named(change, rung) for rung in rungs)
        _put_ladder(change, named)
        return named


def set_rungs(desk: Desk, rungs: Sequence[Mapping[str, object]], *, why: str = "") -> tuple[Rung, ...]:
    """Give the company a ladder of its own from the fields of each rung, for escalations opened afterwards.

    In a company of one, whoever a rung names and who is not known yet becomes a person: there is no other place to.

    Raises:
        InvalidError: naming every field that is wrong.
        NotFoundError: for a rung that asks somebody who is no person of the company.
    """
    from cadence_tui.edges.company_form import read_rung

    read = tuple(read_rung(fields) for fields in rungs)
    check_ladder(read)
    with _ladder_change(desk, why) as change:
        if change.company.is_solo:
            known = {fold(name) for name in (*change.repository.people(), *ROLES, ADVISER)}
            for name in dict.fromkeys(rung.who for rung in read):
                if fold(name) not in known:
                    change.repository.put_person(name)
        named = tuple(_named(change, rung) for rung in read)
        _put_ladder(change, named)
        return named


def _named(change: Change, rung: Rung) -> Rung:
    """Find the person whom a rung asks; roles stay what they are, and so does an adviser without a name."""
    is_open = rung.who in ROLES or rung.who == ADVISER
    return rung if is_open else rung._replace(who=change.repository.person(rung.who))


def reset_ladder(desk: Desk, *, why: str = "") -> tuple[Rung, ...]:
    """Go back to the default of the stage, for escalations opened afterwards."""
    with _ladder_change(desk, why) as change:
        _put_ladder(change, ())
        return ladder_of(change.company, None)


def _ladder_change(desk: Desk, why: str) -> AbstractContextManager[Change]:
    """Begin a change of the ladder."""
    return desk.change("set", "ladder", clean_line(why, "reason") if why else None)


def _put_ladder(change: Change, rungs: tuple[Rung, ...]) -> None:
    """Store the ladder."""
    before = change.repository.ladder()
    change.repository.put_ladder(rungs)
    change.name("ladder")
    change.entry.before, change.entry.after = _told(before), _told(rungs or None)


def _told(rungs: tuple[Rung, ...] | None) -> list[dict[str, Any]] | str:
    """Give a ladder as plain values, for the history."""
    return DEFAULT if rungs is None else [rung._asdict() for rung in rungs]
