"""Periods and their deadlines, in any zone and through every change of its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cadence_tui.domain.calendar import (
    WEEKDAYS,
    Calendar,
    Rhythm,
    first_day,
    grain,
    instant,
    last_day,
    parse_period,
    period_of,
    quarter_days,
    quarter_of,
    shift,
    week_id,
    zone_named,
)
from cadence_tui.domain.errors import InvalidError, NotFoundError

OSLO = ZoneInfo("Europe/Oslo")
ZONES = ("UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")


def calendar(
    close: str = "mon 18:00",
    zone: str = "Europe/Oslo",
    *,
    moved: dict[str, str] | None = None,
    paused: tuple[str, ...] = (),
    later: tuple[Rhythm, ...] = (),
) -> Calendar:
    """Make a company's calendar; moved deadlines are wall-clock times in its zone."""
    first = rhythm("2000-W01", close, zone)
    at = {week: wall(text, zone) for week, text in (moved or {}).items()}
    return Calendar((first, *later), at, frozenset(paused))


def rhythm(from_week: str, close: str, zone: str = "Europe/Oslo") -> Rhythm:
    """Make a rhythm that holds from a week on."""
    day, _, at = close.partition(" ")
    return Rhythm(from_week, zone, WEEKDAYS.index(day), time.fromisoformat(at))


def wall(text: str, zone: str = "Europe/Oslo") -> datetime:
    """Give the instant of a wall-clock time that exists once."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def utc(text: str) -> datetime:
    """Give an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- Wall-clock times -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Oslo", "2026-11-16T18:00", "2026-11-16T17:00"),
        ("Europe/Oslo", "2026-07-06T18:00", "2026-07-06T16:00"),
        ("America/New_York", "2026-11-16T18:00", "2026-11-16T23:00"),
        ("Asia/Kathmandu", "2026-11-16T18:00", "2026-11-16T12:15"),
    ],
)
def test_a_wall_clock_time_is_that_of_the_companys_zone(zone: str, at: str, expected: str) -> None:
    """Deadlines are wall-clock times in the company's zone, summer and winter."""
    local = datetime.fromisoformat(at)
    assert instant(local.date(), local.time(), ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Oslo", "2026-03-29T02:00", "2026-03-29T01:00"),
        ("Europe/Oslo", "2026-03-29T02:30", "2026-03-29T01:00"),
        ("Europe/Oslo", "2026-03-29T02:59", "2026-03-29T01:00"),
        ("Europe/Oslo", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Pacific/Apia", "2011-12-30T18:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00"),
    ],
)
def test_a_time_that_does_not_exist_is_the_first_instant_after_the_gap(zone: str, at: str, expected: str) -> None:
    """When clocks spring forward, a skipped time means the first instant after the gap, be it an hour or a day."""
    local = datetime.fromisoformat(at)
    assert instant(local.date(), local.time(), ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Oslo", "2026-10-25T02:00", "2026-10-25T00:00"),
        ("Europe/Oslo", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("Europe/Oslo", "2026-10-25T03:00", "2026-10-25T02:00"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
    ],
)
def test_a_time_that_exists_twice_is_the_first_of_the_two(zone: str, at: str, expected: str) -> None:
    """When clocks fall back, a repeated time means the first of the two."""
    local = datetime.fromisoformat(at)
    assert instant(local.date(), local.time(), ZoneInfo(zone)) == utc(expected)


@given(
    zone=st.sampled_from([*ZONES, "America/Santiago", "Africa/Casablanca", "Antarctica/Troll"]),
    day=st.dates(date(2005, 1, 1), date(2035, 12, 31)),
    at=st.times().map(lambda t: t.replace(microsecond=0)),
)
@example(zone="Antarctica/Troll", day=date(2005, 3, 27), at=time(1, 0, fold=1))
def test_a_wall_clock_time_never_comes_out_earlier(zone: str, day: date, at: time) -> None:
    """Shown again in its zone, an instant reads as the time it was made from, or as the end of the gap that held it."""
    shown = instant(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    wanted = datetime.combine(day, at)
    assert shown.replace(tzinfo=None) >= wanted
    assert shown.fold == 0
    if shown.replace(tzinfo=None) != wanted:
        before = (shown.astimezone(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        assert before.replace(tzinfo=None) < wanted


def test_an_unknown_zone_is_named() -> None:
    """A zone that does not exist is refused by its name."""
    with pytest.raises(NotFoundError, match="Mars/Olympus"):
        zone_named("Mars/Olympus")
    with pytest.raises(NotFoundError, match="time zone"):
        zone_named("../../etc/passwd")


# --- Ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "period", "kind"),
    [
        ("2026-W47", "2026-W47", "weekly"),
        (" 2026-w47 ", "2026-W47", "weekly"),
        ("2026-W53", "2026-W53", "weekly"),
        ("2026-11", "2026-11", "monthly"),
        ("2026-11-21", "2026-11-21", "daily"),
        ("2024-02-29", "2024-02-29", "daily"),
    ],
)
def test_a_period_is_known_by_its_id(typed: str, period: str, kind: str) -> None:
    """A week is written 2026-W47, a month 2026-11, a day 2026-11-21."""
    assert parse_period(typed) == period
    assert grain(period) == kind


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026",
        "2026-W7",
        "2026-1",
        "2026-2-3",
        "2026-Q4",
        "26-W47",
        "２０２６-11",
        "2026-W4\u0667",
        "2026-11-21T10:00",
        "next week",
        "-W47",
        "2026-11-",
        "2026-W47-1",
        "+026-11",
        "0001-01",
        "0001-W01",
        "0001-01-01",
        "9999-12",
        "9999-W52",
        "9999-12-31",
    ],
)
def test_what_is_no_period_is_refused_with_what_would_be_right(typed: str) -> None:
    """What is no period, or one beyond any calendar's reach, is refused with an example of each kind."""
    with pytest.raises(InvalidError, match="2026-W47"):
        parse_period(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-W99", "There is no week 99 in 2026; its last is 2026-W53."),
        ("2025-W53", "There is no week 53 in 2025; its last is 2025-W52."),
        ("2026-W00", "There is no week 0 in 2026; its last is 2026-W53."),
        ("w99", "There is no week 99; write one as 2026-W47."),
        ("W5", "“W5” needs its year; write it as 2026-W05."),
        ("2026-13", "There is no month 13 in 2026; its last is 2026-12."),
        ("2026-00-07", "There is no month 0 in 2026; its last is 2026-12."),
        ("2026-02-30", "There is no day 2026-02-30; the last of its month is 2026-02-28."),
    ],
)
def test_a_number_that_its_year_does_not_have_is_named(typed: str, said: str) -> None:
    """What is written in the right form is not told the form, but what is wrong with it."""
    with pytest.raises(InvalidError) as refused:
        parse_period(typed)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("W52", "2026-W52"),
        ("w30", "2026-W30"),
        ("W2", "2027-W02"),
        ("W20", "2027-W20"),
        ("W53", "2026-W53"),
        ("W99", "W99"),
        ("2025-W52", "2025-W52"),
        ("2026-11", "2026-11"),
    ],
)
def test_a_week_without_its_year_is_the_nearest(typed: str, found: str) -> None:
    """Past or to come, as the screens show it; whatever else is written stays as it is."""
    assert calendar().nearest(typed, datetime(2026, 11, 25, 9, tzinfo=UTC)) == found


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2025-12-29", "2026-W01"),
        ("2021-01-01", "2020-W53"),
        ("2016-01-03", "2015-W53"),
    ],
)
def test_weeks_are_iso_weeks(day: str, week: str) -> None:
    """A week runs from Monday to Sunday and belongs to the year that holds its Thursday; some years have 53."""
    assert week_id(date.fromisoformat(day)) == week
    assert period_of(date.fromisoformat(day), "weekly") == week


def test_a_day_lies_in_one_week_and_one_month() -> None:
    """A date means the week or the month that holds it."""
    day = date(2027, 1, 1)
    assert period_of(day, "weekly") == "2026-W53"
    assert period_of(day, "monthly") == "2027-01"
    assert period_of(day, "daily") == "2027-01-01"


@pytest.mark.parametrize(
    ("period", "by", "expected"),
    [
        ("2026-W53", 1, "2027-W01"),
        ("2027-W01", -1, "2026-W53"),
        ("2025-W52", 1, "2026-W01"),
        ("2026-12", 1, "2027-01"),
        ("2027-01", -1, "2026-12"),
        ("2026-01", -13, "2024-12"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2026-12-31", 1, "2027-01-01"),
    ],
)
def test_periods_follow_each_other_over_the_turn_of_the_year(period: str, by: int, expected: str) -> None:
    """After week 53 comes week 1 of the next year, after December January."""
    assert shift(period, by) == expected


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-11-21", "2026-11-21", "2026-11-21"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    """A week has its Monday and Sunday, a month its first and last, a day itself."""
    assert (first_day(period).isoformat(), last_day(period).isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("day", "start", "quarter", "days"),
    [
        ("2026-11-21", 1, "2026-Q4", ("2026-10-01", "2026-12-31")),
        ("2026-11-21", 4, "2026-Q3", ("2026-10-01", "2026-12-31")),
        ("2027-02-01", 4, "2026-Q4", ("2027-01-01", "2027-03-31")),
        ("2026-11-21", 11, "2026-Q1", ("2026-11-01", "2027-01-31")),
        ("2026-10-31", 11, "2025-Q4", ("2026-08-01", "2026-10-31")),
        ("2026-12-31", 12, "2026-Q1", ("2026-12-01", "2027-02-28")),
    ],
)
def test_a_quarter_is_one_of_the_fiscal_year(day: str, start: int, quarter: str, days: tuple[str, str]) -> None:
    """A fiscal year is named by the calendar year in which it starts, and a quarter ends with its last day."""
    assert quarter_of(date.fromisoformat(day), start) == quarter
    first, last = quarter_days(quarter, start)
    assert (first.isoformat(), last.isoformat()) == days


# --- Deadlines of weeks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("close", "expected"),
    [
        ("mon 18:00", "2026-11-23T18:00"),
        ("tue 18:00", "2026-11-24T18:00"),
        ("wed 18:00", "2026-11-25T18:00"),
        ("thu 18:00", "2026-11-19T18:00"),
        ("fri 18:00", "2026-11-20T18:00"),
        ("sat 09:30", "2026-11-21T09:30"),
        ("sun 23:59", "2026-11-22T23:59"),
        ("mon 00:00", "2026-11-23T00:00"),
    ],
)
def test_a_week_closes_on_its_close_day_at_its_close_time(close: str, expected: str) -> None:
    """Thursday to Sunday close the same ISO week, Monday to Wednesday the one before, at the close time."""
    assert calendar(close).deadline("2026-W47") == wall(expected)


def test_a_week_53_closes_like_any_other() -> None:
    """The last week of a year with 53 closes on the Monday after it, in the next year."""
    assert calendar().deadline("2026-W53") == wall("2027-01-04T18:00")


def test_a_deadline_in_a_gap_or_an_overlap_is_the_first_instant_that_will_do() -> None:
    """A close time that clocks skip means the end of the gap; one that they repeat, the first time round."""
    night = calendar("sun 02:30")
    assert night.deadline("2026-W13") == utc("2026-03-29T01:00")
    assert night.deadline("2026-W43") == utc("2026-10-25T00:30")
    assert calendar("fri 18:00", "Pacific/Apia").deadline("2011-W52") == utc("2011-12-30T10:00")


def test_the_current_week_is_the_one_whose_deadline_comes_next() -> None:
    """With a Monday 18:00 close it is, until Monday at 17:59, the week just ending; at 18:00 that has closed."""
    weekly = calendar()
    assert weekly.current_week(wall("2026-11-22T12:00")) == "2026-W47"
    assert weekly.current_week(wall("2026-11-23T17:59")) == "2026-W47"
    assert weekly.current_week(wall("2026-11-23T18:00")) == "2026-W48"


@pytest.mark.parametrize("close", [f"{day} {at}" for day in WEEKDAYS for at in ("00:00", "02:30", "18:00")])
@pytest.mark.parametrize("zone", ZONES)
def test_the_current_week_is_the_earliest_with_a_deadline_after_now(zone: str, close: str) -> None:
    """At any moment the current week's deadline is ahead, and the one before it is not."""
    weekly = calendar(close, zone)
    now = datetime(2026, 10, 23, tzinfo=UTC)
    for _ in range(24):
        week = weekly.current_week(now)
        assert weekly.deadline(shift(week, -1)) <= now < weekly.deadline(week)
        now += timedelta(hours=11)


# --- Which days and months a week judges ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("close", "first", "last"),
    [
        ("mon 18:00", "2026-11-16", "2026-11-22"),
        ("mon 00:00", "2026-11-16", "2026-11-22"),
        ("tue 18:00", "2026-11-17", "2026-11-23"),
        ("wed 18:00", "2026-11-18", "2026-11-24"),
        ("thu 18:00", "2026-11-12", "2026-11-18"),
        ("fri 18:00", "2026-11-13", "2026-11-19"),
        ("sat 18:00", "2026-11-14", "2026-11-20"),
        ("sun 18:00", "2026-11-15", "2026-11-21"),
        ("sun 00:00", "2026-11-15", "2026-11-21"),
    ],
)
def test_a_day_belongs_to_the_week_that_closes_at_or_after_its_end(close: str, first: str, last: str) -> None:
    """A daily KPI's week holds the days that have ended by its deadline: with a Monday close, Monday to Sunday."""
    days = calendar(close).days_of("2026-W47")
    assert (days[0].isoformat(), days[-1].isoformat(), len(days)) == (first, last, 7)


@given(
    zone=st.sampled_from(ZONES),
    close=st.sampled_from(WEEKDAYS),
    at=st.sampled_from(["00:00", "00:30", "02:30", "18:00", "23:59"]),
    day=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
)
def test_every_day_belongs_to_exactly_one_week(zone: str, close: str, at: str, day: date) -> None:
    """Whatever the zone and the close, a day is judged once, at the earliest usual deadline that its end allows."""
    weekly = calendar(f"{close} {at}", zone)
    week = weekly.week_of_day(day)
    end = instant(day + timedelta(days=1), time(), ZoneInfo(zone))
    assert weekly.usual_deadline(shift(week, -1)) < end <= weekly.usual_deadline(week)
    assert [w for w in (shift(week, -1), week, shift(week, 1)) if day in weekly.days_of(w)] == [week]


@pytest.mark.parametrize(
    ("lag", "week"),
    [(0, "2026-W49"), (6, "2026-W49"), (7, "2026-W50"), (10, "2026-W50"), (13, "2026-W50"), (28, "2026-W53")],
)
def test_a_month_is_judged_at_the_first_close_after_it_and_its_lag(lag: int, week: str) -> None:
    """November closes with the first weekly deadline at or after 1 December, or so many days later."""
    weekly = calendar()
    assert weekly.month_week("2026-11", lag) == week
    assert weekly.deadline("2026-11", lag) == weekly.deadline(week)


def test_a_month_whose_next_begins_at_a_deadline_is_judged_there() -> None:
    """A deadline at the very first instant of the next month will do."""
    assert calendar("tue 00:00").deadline("2026-11") == wall("2026-12-01T00:00")
    assert calendar("mon 23:59").deadline("2026-11") == wall("2026-12-07T23:59")


@given(
    zone=st.sampled_from(ZONES),
    close=st.sampled_from(WEEKDAYS),
    lag=st.integers(0, 28),
    month=st.dates(date(2010, 1, 1), date(2030, 12, 31)).map(lambda day: day.isoformat()[:7]),
)
def test_every_month_belongs_to_exactly_one_week(zone: str, close: str, lag: int, month: str) -> None:
    """Whatever the zone, the close and the lag, a month is judged at one week's deadline, and that week lists it."""
    weekly = calendar(f"{close} 18:00", zone)
    week = weekly.month_week(month, lag)
    earliest = instant(first_day(shift(month, 1)) + timedelta(days=lag), time(), ZoneInfo(zone))
    assert weekly.usual_deadline(shift(week, -1)) < earliest <= weekly.usual_deadline(week)
    assert month in weekly.months_at(week, lag)
    assert month not in weekly.months_at(shift(week, -1), lag) + weekly.months_at(shift(week, 1), lag)


def test_the_current_month_is_the_one_whose_deadline_comes_next() -> None:
    """With a lag of ten days, November is current until its deadline in mid-December."""
    weekly = calendar()
    assert weekly.current("monthly", wall("2026-12-07T17:59")) == "2026-11"
    assert weekly.current("monthly", wall("2026-12-07T18:00")) == "2026-12"
    assert weekly.current("monthly", wall("2026-12-14T17:59"), 10) == "2026-11"
    assert weekly.current("monthly", wall("2026-12-14T18:00"), 10) == "2026-12"
    assert weekly.current("daily", wall("2026-11-22T12:00")) == "2026-W47"


# --- When a period begins ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("close", "expected"),
    [
        ("mon 18:00", "2026-11-16T00:00"),
        ("mon 00:00", "2026-11-16T00:00"),
        ("wed 18:00", "2026-11-16T00:00"),
        ("thu 18:00", "2026-11-12T18:00"),
        ("sun 18:00", "2026-11-15T18:00"),
    ],
)
def test_a_week_begins_with_its_monday_or_with_the_close_before_it(close: str, expected: str) -> None:
    """A week begins with its first day, or at the deadline of the one before it, whichever is earlier."""
    assert calendar(close).begins("2026-W47") == wall(expected)


def test_a_month_and_a_day_begin_with_their_first_day() -> None:
    """A month's close comes after it has ended, so that the next begins with its first; a day begins at midnight."""
    assert calendar().begins("2026-11") == wall("2026-11-01T00:00")
    assert calendar().begins("2026-11", 28) == wall("2026-11-01T00:00")
    assert calendar("thu 18:00").begins("2026-11-21") == wall("2026-11-21T00:00")


def test_a_day_that_begins_in_a_gap_begins_after_it() -> None:
    """Where clocks spring forward at midnight, the day begins an hour later."""
    assert calendar(zone="America/Santiago").begins("2026-09-06") == utc("2026-09-06T04:00")


# --- Moved deadlines --------------------------------------------------------------------------------------------------


def test_a_moved_deadline_takes_the_place_of_the_usual_one() -> None:
    """A holiday Monday: the week closes on Tuesday, and is the current one until then."""
    weekly = calendar(moved={"2026-W47": "2026-11-24T12:00"})
    assert weekly.deadline("2026-W47") == wall("2026-11-24T12:00")
    assert weekly.deadline("2026-W48") == wall("2026-11-30T18:00")
    assert weekly.current_week(wall("2026-11-24T11:59")) == "2026-W47"
    assert weekly.current_week(wall("2026-11-24T12:00")) == "2026-W48"


def test_months_move_with_the_deadline_that_they_share() -> None:
    """What would have been judged at a moved deadline, months included, is judged then."""
    weekly = calendar(moved={"2026-W48": "2026-12-01T12:00", "2026-W49": "2026-12-06T12:00"})
    assert weekly.month_week("2026-11", 0) == "2026-W49"
    assert weekly.deadline("2026-11") == wall("2026-12-06T12:00")


def test_days_and_months_stay_with_their_week_when_its_deadline_moves() -> None:
    """Which days and months belong to which week goes by the usual deadlines."""
    usual = calendar()
    moved = calendar(moved={"2026-W47": "2026-11-20T12:00", "2026-W48": "2026-12-03T12:00"})
    assert moved.days_of("2026-W47") == usual.days_of("2026-W47")
    assert moved.month_week("2026-11") == usual.month_week("2026-11") == "2026-W49"


def test_a_week_begins_with_an_early_close_of_the_one_before() -> None:
    """A deadline moved to Friday lets the next week begin then."""
    weekly = calendar(moved={"2026-W47": "2026-11-20T12:00"})
    assert weekly.begins("2026-W48") == wall("2026-11-20T12:00")
    assert weekly.current_week(wall("2026-11-20T12:00")) == "2026-W48"


# --- A change of rhythm -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("close", "now", "week"),
    [
        ("mon 18:00", "2026-11-17T09:00", "2026-W48"),
        ("mon 18:00", "2026-11-16T09:00", "2026-W48"),
        ("mon 18:00", "2026-11-15T23:59", "2026-W47"),
        ("thu 18:00", "2026-11-12T17:59", "2026-W47"),
        ("thu 18:00", "2026-11-12T18:00", "2026-W48"),
        ("sun 18:00", "2026-11-15T12:00", "2026-W47"),
    ],
)
def test_a_new_rhythm_holds_from_the_first_week_that_begins_afterwards(close: str, now: str, week: str) -> None:
    """A change made during a week leaves that week, and the ones before it, their deadlines."""
    assert calendar(close).first_week_after(wall(now)) == week


def test_earlier_weeks_keep_their_deadlines() -> None:
    """After a change from Monday to Friday the weeks before it close as they did."""
    changed = calendar(later=(rhythm("2026-W47", "fri 12:00"),))
    assert changed.deadline("2026-W46") == wall("2026-11-16T18:00")
    assert changed.deadline("2026-W47") == wall("2026-11-20T12:00")
    assert changed.days_of("2026-W47") == [
        date(2026, 11, 16),
        date(2026, 11, 17),
        date(2026, 11, 18),
        date(2026, 11, 19),
    ]
    assert changed.current_week(wall("2026-11-16T18:00")) == "2026-W47"


@pytest.mark.parametrize("before", WEEKDAYS)
@pytest.mark.parametrize("after", WEEKDAYS)
def test_no_day_or_month_is_lost_or_judged_twice_by_a_change_of_close_day(before: str, after: str) -> None:
    """Around a change every day and every month still belongs to exactly one week, in order."""
    changed = calendar(f"{before} 18:00", later=(rhythm("2026-W47", f"{after} 09:00"),))
    weeks = list(changed.weeks("2026-W40", "2026-W53"))
    days = [day for week in weeks for day in changed.days_of(week)]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    for lag in (0, 10, 28):
        months = [month for week in weeks for month in changed.months_at(week, lag)]
        assert months == sorted(set(months))
        assert {"2026-10", "2026-11"} <= set(months)


def test_the_day_it_is_goes_by_the_zone_that_holds_then() -> None:
    """A zone chosen for the weeks to come does not change what day it is today."""
    changed = calendar(later=(rhythm("2026-W48", "mon 18:00", "Pacific/Auckland"),))
    assert changed.today(wall("2026-11-18T20:00")) == date(2026, 11, 18)
    assert changed.today(utc("2026-11-25T20:00")) == date(2026, 11, 26)


# --- Response deadlines and paused weeks ------------------------------------------------------------------------------


def test_a_response_deadline_outside_paused_weeks_stays() -> None:
    """A pause moves nothing that falls before or after it."""
    weekly = calendar(paused=("2026-W47",))
    for at in ("2026-11-15T23:59", "2026-11-23T00:00"):
        assert weekly.unpaused(wall(at)) == wall(at)


@pytest.mark.parametrize(
    ("at", "moved"),
    [
        ("2026-11-16T00:00", "2026-11-23T00:00"),
        ("2026-11-18T18:00", "2026-11-25T18:00"),
        ("2026-11-22T23:59", "2026-11-29T23:59"),
    ],
)
def test_a_response_deadline_in_a_paused_week_moves_on_by_a_week(at: str, moved: str) -> None:
    """Monday 00:00 up to the next Monday 00:00, it keeps its wall-clock time and moves by whole weeks."""
    assert calendar("thu 18:00", paused=("2026-W47",)).unpaused(wall(at)) == wall(moved)


def test_a_response_deadline_moves_to_the_first_week_that_is_not_paused() -> None:
    """Three paused weeks in a row move it by three."""
    weekly = calendar(paused=("2026-W47", "2026-W48", "2026-W49", "2026-W51"))
    assert weekly.unpaused(wall("2026-11-18T18:00")) == wall("2026-12-09T18:00")


def test_a_response_deadline_keeps_its_wall_clock_time_through_a_change_of_clocks() -> None:
    """Moved over the end of summer time, 18:00 stays 18:00."""
    weekly = calendar(paused=("2026-W43",))
    assert weekly.unpaused(wall("2026-10-23T18:00")) == wall("2026-10-30T18:00")
    assert weekly.unpaused(wall("2026-10-23T18:00")) - wall("2026-10-23T18:00") == timedelta(days=7, hours=1)


def test_a_week_may_be_named_as_the_screens_show_it() -> None:
    """W46 is the newest such week that has begun, also across the turn of the year; what is no such week stays."""
    now = wall("2026-11-25T12:00")
    assert calendar().with_year("w46", now) == "2026-W46"
    assert calendar().with_year("W50", now) == "2025-W50"
    assert calendar().with_year("W77", now) == "W77"
    assert calendar().with_year("2026-11", now) == "2026-11"
