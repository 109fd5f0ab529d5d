"""Periods as spreadsheets head their columns with them: 21/11/2026, Nov 2026, W47, w/c 16 Nov 2026, Week 47 2026.

Which of the first two numbers of a date is the day cannot always be told from one of them. `order_of` looks at all of
them; where that does not tell either, the day is taken to come first, and whoever asks is told so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["dmy", "mdy"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_WEEK = re.compile(r"(?:(\d{4})[-/ ]?)?(?:w|wk|week|cw|kw|v|uke|s)\.? ?(\d{1,2})(?:[-/, ]+(\d{4}|'\d{2}))?", re.ASCII)
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-. ]+)?([a-z]{3,9})\.?"
    r"(?:[-, ]+(\d{1,2})(?:st|nd|rd|th)?(?=[, ]))?[-, ]*'?(\d{4}|\d{2})",
    re.ASCII,
)
_SHORT = re.compile(r"(?:([a-z]{3,9})\.?,? +)?(\d{1,2})\.? +([a-z]{3,9})\.?", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = tuple(name[:3] for name in _WEEKDAYS)
_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_OF_WEEK = re.compile(r"(?:w/[ce]|week)\.? ?(?:of|commencing|beginning|starting|ending|ended)?:? +", re.ASCII)
_LONGEST = 40
_IN_TITLE = re.compile(r"(?<!\d)(?:19[9]\d|20\d\d)(?!\d)", re.ASCII)
_CENTURY = 2000
_YEARS = range(1990, 2100)
_LAST_MONTH = 12


def order_of(labels: Iterable[str]) -> Order | None:
    """Tell from many labels whether the day or the month comes first; None where they do not tell."""
    for label in labels:
        found = _NUMBERS.fullmatch(_day_of_week(label))
        if found is None:
            continue
        if int(found[1]) > _LAST_MONTH or found[2] == ".":
            return "dmy"
        if int(found[3]) > _LAST_MONTH:
            return "mdy"
    return None


def is_ambiguous(labels: Iterable[str]) -> bool:
    """Say whether there is a date among them that could be read two ways, and nothing that tells which."""
    found = list(labels)
    return order_of(found) is None and any(_NUMBERS.fullmatch(_day_of_week(label)) for label in found)


def period(label: str, order: Order = "dmy") -> str:
    """Read a label as a week, a month or a day; empty where it is none.

    A week without its year stays as it is (W47): whoever knows what day it is completes it.
    """
    text = _day_of_week(label)
    if not text or len(text) > _LONGEST or not text.isascii():
        return ""
    if iso := _ISO.fullmatch(text):
        return _day(iso[1], iso[2], iso[3]) if iso[3] else _month(iso[1], iso[2])
    if numbers := _NUMBERS.fullmatch(text):
        first, second, year = numbers[1], numbers[3], numbers[4]
        return _day(year, first, second) if order == "mdy" else _day(year, second, first)
    if month := _MONTH.fullmatch(text):
        return _month(month[2], month[1])
    if week := _WEEK.fullmatch(text):
        return _week(week[1] or (week[3] or "").lstrip("'"), week[2])
    if words := _WORDS.fullmatch(text):
        number = month_named(words[2])
        if number:
            day = words[1] or words[3]
            return _day(words[4], str(number), day) if day else _month(words[4], str(number))
    return ""


def one_day(text: str, today: date | None = None, *, is_past: bool = False) -> date:
    """Read a day as 2026-11-30 or 30 Nov 2026, which nobody can read as another; else a ValueError.

    Where it is told what day it is, a day without its year is the nearest of that name: 4 Dec, Fri 4 Dec; and today,
    tomorrow, yesterday and Friday are days as well: the next one that comes, or the last that was where that is meant.
    """
    text = text.strip()
    if today is not None and (day := _near(text.casefold(), today, is_past=is_past)) is not None:
        return day
    short = _SHORT.fullmatch(text.casefold()) if today is not None else None
    if short is not None and today is not None and (month := month_named(short[3])):
        years = (today.year + by for by in (-1, 0, 1))
        days = [date(year, month, int(short[2])) for year in years if int(short[2]) <= monthrange(year, month)[1]]
        named = [day for day in days if not short[1] or _DAYS[day.weekday()] == short[1][:3]]
        return min(named, key=lambda day: abs(day - today))
    return date.fromisoformat(period(text) if _WORDS.fullmatch(text.casefold()) else text)


def _near(word: str, today: date, *, is_past: bool) -> date | None:
    """Read a day that is named from today on or back; None where a word names none."""
    if word in _FROM_TODAY:
        return today + timedelta(days=_FROM_TODAY[word])
    short = word.rstrip(".")
    number = next((n for n, name in enumerate(_WEEKDAYS) if name.startswith(short)), None)
    if number is None or len(short) < len(_DAYS[0]):
        return None
    ahead = (number - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead - 7 if is_past else ahead)


def _day_of_week(label: str) -> str:
    """Take what a week is called off its day, as w/c in w/c 16/11/2026; any other label is only stripped."""
    text = label.strip().casefold()
    return text if len(text) > _LONGEST or _WEEK.fullmatch(text) else _OF_WEEK.sub("", text, count=1)


def month_named(label: str) -> int:
    """Give the number of a month that stands without its year, as Jan; 0 where a label is none."""
    name = label.strip().casefold().rstrip(".")
    found = (n for n, (short, long) in enumerate(zip(_MONTHS, _LONG, strict=True), 1) if name in (short, long))
    return 9 if name == "sept" else next(found, 0)


def year_in(label: str) -> str:
    """Find the one year that a title names, as in Scorecard 2026; empty where it names none, or several."""
    found = set(_IN_TITLE.findall(label))
    return found.pop() if len(found) == 1 else ""


def _year(text: str) -> int:
    """Read a year, of this century where it has two digits."""
    year = int(text) + (_CENTURY if len(text) == len("26") else 0)
    if year not in _YEARS:
        raise ValueError(text)
    return year


def _day(year: str, month: str, day: str) -> str:
    """Write a day."""
    try:
        return date(_year(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _month(year: str, month: str) -> str:
    """Write a month."""
    return _day(year, month, "1")[:7]


def _week(year: str, number: str) -> str:
    """Write a week, with its year where that is said."""
    try:
        if not year:
            return f"W{int(number):02}" if 1 <= int(number) <= 53 else ""  # noqa: PLR2004 (weeks of a year)
        iso = date.fromisocalendar(_year(year), int(number), 1).isocalendar()
    except ValueError:
        return ""
    return f"{iso.year:04d}-W{iso.week:02d}"
