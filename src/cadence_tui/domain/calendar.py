"""Periods and their deadlines: governance rules, section 1.

A period is known by its id alone: a day `2026-11-21`, a week `2026-W47` (ISO, Monday to Sunday), a month `2026-11`, a
fiscal quarter `2026-Q4`. Instants are in UTC throughout, so that they can be compared and subtracted; only this module
turns wall-clock times into instants.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from cadence_tui.domain.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cadence_tui.domain.kpi import Cadence

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_THURSDAY = 3
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# Far enough from the ends of the calendar that no deadline or pause near them falls off it.
YEARS = range(1900, 3000)
_WEEKS, _MONTHS = range(1, 54), range(1, 13)
_FORM = re.compile(
    r"(?:(?P<year>[0-9]{4})-)?W(?P<week>[0-9]{1,2})|(?P<of>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"
)


def zone_named(name: str) -> ZoneInfo:
    """Find a time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise NotFoundError(f"There is no time zone “{name}”; use an IANA name such as Europe/Oslo.") from error


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Turn a wall-clock time into an instant.

    One that does not exist (spring forward) means the first instant after the gap; one that exists twice (fall back)
    means the first of the two.
    """
    local = datetime.combine(day, at, tzinfo=zone).replace(fold=0)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    before = local.replace(fold=1).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while found - before > _SECOND:
        middle = before + (found - before) // 2
        middle = middle.replace(microsecond=0)
        if middle == before:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            found = middle
    return found


# --- Periods by their ids ---------------------------------------------------------------------------------------------


def grain(period: str) -> str:
    """Tell a day, a week, a month and a quarter apart by the shape of the id."""
    if "W" in period:
        return "weekly"
    if "Q" in period:
        return "quarterly"
    return "monthly" if len(period) == len("2026-11") else "daily"


@lru_cache(maxsize=4096)
def parse_period(text: str) -> str:
    """Read a day, week or month as people write its id.

    Raises:
        InvalidError: when it is none, with what would be right.
    """
    wanted = text.strip().upper()
    try:
        if "W" in wanted:
            year, _, number = wanted.partition("-W")
            return week_id(date.fromisocalendar(_year(year), _digits(number, 2), 1))
        if len(wanted) == len("2026-11"):
            year, _, number = wanted.partition("-")
            return date(_year(year), _digits(number, 2), 1).isoformat()[:7]
        year, month, day = wanted.split("-")
        return date(_year(year), _digits(month, 2), _digits(day, 2)).isoformat()
    except ValueError as error:
        raise InvalidError(_no_period(text, wanted)) from error


def _no_period(text: str, wanted: str) -> str:
    """Say what is wrong with a period: its form, or a number that its year does not have."""
    form = _FORM.fullmatch(wanted)
    year = int(form["year"] or form["of"] or YEARS[0]) if form else 0
    if form is None or year not in YEARS or (form["year"] and len(form["week"]) == 1):
        return f"“{text[:40]}” is no period; write a week as 2026-W47, a month as 2026-11 or a day as 2026-11-21."
    if form["week"]:
        week = int(form["week"])
        if form["year"]:
            return f"There is no week {week} in {year}; its last is {week_id(date(year, 12, 28))}."
        if week in _WEEKS:
            return f"“{wanted}” needs its year; write it as 2026-W{week:02d}."
        return f"There is no week {week}; write one as 2026-W47."
    month = int(form["month"])
    if month not in _MONTHS:
        return f"There is no month {month} in {year}; its last is {year}-12."
    return f"There is no day {wanted}; the last of its month is {last_day(wanted[:7])}."


def _bare_week(text: str) -> int | None:
    """Read the number of a week written without its year, as the screens show it."""
    short = text.strip().upper()
    if len(short) not in (2, 3) or short[0] != "W" or not (short[1:].isascii() and short[1:].isdigit()):
        return None
    return int(short[1:])


def _digits(text: str, length: int) -> int:
    """Read exactly so many ASCII digits."""
    if len(text) != length or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _year(text: str) -> int:
    """Read a year that a company can have values in."""
    year = _digits(text, 4)
    if year not in YEARS:
        raise ValueError(text)
    return year


def week_id(day: date) -> str:
    """Name the ISO week that holds a day."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def month_id(day: date) -> str:
    """Name the month that holds a day."""
    return f"{day.year:04d}-{day.month:02d}"


def period_of(day: date, cadence: str) -> str:
    """Name the day, ISO week or month that holds a day."""
    if cadence == "weekly":
        return week_id(day)
    return month_id(day) if cadence == "monthly" else day.isoformat()


def first_day(period: str) -> date:
    """Give the first day of a day, week or month."""
    if "W" in period:
        return date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
    return date.fromisoformat(period if len(period) == len("2026-11-21") else f"{period}-01")


def last_day(period: str) -> date:
    """Give the last day of a day, week or month."""
    return first_day(shift(period, 1)) - _DAY


@lru_cache(maxsize=4096)
def shift(period: str, by: int) -> str:
    """Count periods onwards, or back with a negative number."""
    kind = grain(period)
    if kind == "monthly":
        months = int(period[:4]) * 12 + int(period[5:]) - 1 + by
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    day = first_day(period)
    if kind == "weekly":
        return week_id(day + timedelta(weeks=by))
    return (day + timedelta(days=by)).isoformat()


def weeks_of(month: str) -> list[str]:
    """List a month's weeks, oldest first: those whose Thursday lies in it."""
    start, end = first_day(month), last_day(month)
    found = list[str]()
    week = week_id(start)
    while (thursday := first_day(week) + timedelta(days=_THURSDAY)) <= end:
        if thursday >= start:
            found.append(week)
        week = shift(week, 1)
    return found


@lru_cache(maxsize=4096)
def quarter_of(day: date, fiscal_start: int = 1) -> str:
    """Name the fiscal quarter that holds a day; a fiscal year is named by the calendar year in which it starts."""
    months = day.year * 12 + day.month - 1 - (fiscal_start - 1)
    return f"{months // 12:04d}-Q{months % 12 // 3 + 1}"


def quarter_days(quarter: str, fiscal_start: int = 1) -> tuple[date, date]:
    """Give a fiscal quarter's first and last day."""
    months = int(quarter[:4]) * 12 + (int(quarter[6:]) - 1) * 3 + fiscal_start - 1
    begin = date(months // 12, months % 12 + 1, 1)
    months += 3
    return begin, date(months // 12, months % 12 + 1, 1) - _DAY


# --- The company's calendar -------------------------------------------------------------------------------------------


class Rhythm(NamedTuple):
    """When weeks close, from one week on: a zone, a close day (0 is Monday) and a wall-clock time."""

    from_week: str
    zone: str
    close_day: int
    close_time: time


class Calendar(NamedTuple):
    """The company's deadlines: its rhythms, oldest first, with the weeks that were moved or paused."""

    rhythms: tuple[Rhythm, ...]
    moved: Mapping[str, datetime] = MappingProxyType({})
    paused: frozenset[str] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The zone that was chosen last, in which times are shown and read."""
        return ZoneInfo(self.rhythms[-1].zone)

    def zone_at(self, now: datetime) -> ZoneInfo:
        """Give the zone that holds at an instant: that of the weeks that have begun, not of those to come."""
        for rhythm in self.rhythms[:0:-1]:
            if self.begins(rhythm.from_week) <= now:
                return ZoneInfo(rhythm.zone)
        return ZoneInfo(self.rhythms[0].zone)

    def rhythm(self, week: str) -> Rhythm:
        """Find the rhythm that a week goes by; weeks before the first one go by the first."""
        for candidate in reversed(self.rhythms):
            if candidate.from_week <= week:
                return candidate
        return self.rhythms[0]

    def usual_deadline(self, week: str) -> datetime:
        """Give a week's deadline as the rhythm has it: Thursday to Sunday in the week itself, else in the next."""
        return _usual_deadline(self.rhythm(week), week)

    def deadline(self, period: str, lag_days: int = 0) -> datetime:
        """Give the instant at which a week or a month is judged."""
        week = self.month_week(period, lag_days) if grain(period) == "monthly" else period
        return self.moved.get(week) or self.usual_deadline(week)

    def month_week(self, month: str, lag_days: int = 0) -> str:
        """Find the week at whose deadline a month is judged.

        It is the first usual one at or after the first instant of the next month plus the KPI's lag.
        """
        earliest = first_day(shift(month, 1)) + timedelta(days=lag_days)
        return _week_closing_from(self.rhythms, earliest, self.rhythm(week_id(earliest)).zone)

    def week_of_day(self, day: date) -> str:
        """Find the week that a day is judged in: the one with the earliest usual deadline at or after the day's end.

        A day ends in the zone that it was lived in, also where the next one begins in another.
        """
        return _week_closing_from(self.rhythms, day + _DAY, self.rhythm(week_id(day)).zone)

    def midnight(self, day: date) -> datetime:
        """Give the first instant of a day in the company's zone."""
        return instant(day, time(), ZoneInfo(self.rhythm(week_id(day)).zone))

    def days_of(self, week: str) -> list[date]:
        """List the days that are judged in a week, oldest first."""
        return list(_days_of(self.rhythms, week))

    def months_at(self, week: str, lag_days: int = 0) -> list[str]:
        """List the months that are judged at a week's deadline, oldest first."""
        around = month_id(first_day(week))
        return [month for by in range(-3, 1) if self.month_week(month := shift(around, by), lag_days) == week]

    def begins(self, period: str, lag_days: int = 0) -> datetime:
        """Give the instant a period begins: its first day, or the deadline of the one before, whichever is earlier."""
        begin = self.midnight(first_day(period))
        if grain(period) == "daily":
            return begin
        return min(begin, self.deadline(shift(period, -1), lag_days))

    def today(self, now: datetime) -> date:
        """Give the day it is in the company's zone."""
        return now.astimezone(self.zone_at(now)).date()

    def current_week(self, now: datetime) -> str:
        """Find the earliest week whose deadline is strictly after now."""
        week = week_id(self.today(now))
        while self.deadline(shift(week, -1)) > now:
            week = shift(week, -1)
        while self.deadline(week) <= now:
            week = shift(week, 1)
        return week

    def current_month(self, now: datetime, lag_days: int = 0) -> str:
        """Find the earliest month whose deadline is strictly after now."""
        month = shift(month_id(self.today(now)), -3)
        while self.deadline(month, lag_days) <= now:
            month = shift(month, 1)
        return month

    def current(self, cadence: Cadence, now: datetime, lag_days: int = 0) -> str:
        """Name the period whose deadline comes next for a cadence: a month, or the week."""
        return self.current_month(now, lag_days) if cadence == "monthly" else self.current_week(now)

    def with_year(self, text: str, now: datetime) -> str:
        """Complete a week written as the screens show it, W46, to the newest such week that has begun."""
        number = _bare_week(text)
        if number is None:
            return text
        week = self.current_week(now)
        while self.begins(shift(week, 1)) <= now:
            week = shift(week, 1)
        for _ in range(54):
            if int(week[6:]) == number:
                return week
            week = shift(week, -1)
        return text

    def nearest(self, text: str, now: datetime) -> str:
        """Complete a week written without its year, W46, to the one nearest today: past or to come."""
        number = _bare_week(text)
        if number is None:
            return text
        today = self.today(now)
        found = list[date]()
        for year in (today.year - 1, today.year, today.year + 1):
            with suppress(ValueError):
                found.append(date.fromisocalendar(year, number, 1))
        return week_id(min(found, key=lambda day: abs(day - today))) if found else text

    def first_week_after(self, now: datetime) -> str:
        """Find the first week that begins after now: the one from which a change of rhythm holds."""
        week = self.current_week(now)
        while self.begins(week) <= now:
            week = shift(week, 1)
        return week

    def unpaused(self, due: datetime) -> datetime:
        """Move a response deadline out of paused weeks: the same wall-clock time in the first week not paused."""
        zone = self.zone_at(due)
        wall = due.astimezone(zone)
        day = wall.date()
        if week_id(day) not in self.paused:
            return due
        while week_id(day) in self.paused:
            day += timedelta(weeks=1)
        return instant(day, wall.time(), zone)

    def weeks(self, first: str, last: str) -> Iterator[str]:
        """Go through the weeks from one to another, both included."""
        while first <= last:
            yield first
            first = shift(first, 1)


# --- Asked for over and over: what the rhythms alone decide -----------------------------------------------------------


@lru_cache(maxsize=1024)
def _usual_deadline(rhythm: Rhythm, week: str) -> datetime:
    """Work a week's deadline out from its rhythm."""
    days = rhythm.close_day if rhythm.close_day >= _THURSDAY else rhythm.close_day + 7
    return instant(first_day(week) + timedelta(days=days), rhythm.close_time, ZoneInfo(rhythm.zone))


@lru_cache(maxsize=4096)
def _week_closing_from(rhythms: tuple[Rhythm, ...], day: date, zone: str) -> str:
    """Find the first week whose usual deadline is at or after the first instant of a day in a zone."""
    calendar = Calendar(rhythms)
    since = instant(day, time(), ZoneInfo(zone))
    week = week_id(day - timedelta(weeks=2))
    while calendar.usual_deadline(week) < since:
        week = shift(week, 1)
    return week


@lru_cache(maxsize=1024)
def _days_of(rhythms: tuple[Rhythm, ...], week: str) -> tuple[date, ...]:
    """Find the days that belong to a week."""
    calendar, start = Calendar(rhythms), first_day(shift(week, -1))
    days = (start + timedelta(days=n) for n in range(21))
    return tuple(day for day in days if calendar.week_of_day(day) == week)
