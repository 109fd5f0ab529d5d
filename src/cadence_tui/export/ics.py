"""The agenda as an iCalendar file (RFC 5545), which every calendar imports or subscribes to.

Each entry keeps its UID from one export to the next, so that importing the file again changes what is there instead of
adding to it. Times are wall-clock times of the company's zone, which the file describes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vRecur

from cadence_tui.domain.text import visible
from cadence_tui.export.files import write, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cadence_tui.domain.agenda import Agenda, Closes, Day

NAME = "cadence.ics"
_PRODUCT = "-//cadence//cadence-tui//EN"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CLOSE = "Close the week"
_ABOUT = "Record what is due, and close with “cadence review weekly”: what has no value by now is late."


def calendar(agenda: Agenda) -> str:
    """Write an agenda."""
    found = Calendar()
    found.add("prodid", _PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"cadence · {visible(agenda.name)}")
    for one in agenda.closes:
        for event in _closes(agenda, one):
            found.add_component(event)
    for day in agenda.days:
        found.add_component(_day(agenda, day))
    found.add_missing_timezones()
    return str(found.to_ical(), "utf-8")


def keep(folder: Path, agenda: Agenda) -> Path:
    """Write an agenda into a folder, over the one written there before; over nothing else.

    Raises:
        RefusedError: when the folder cannot be written.
    """
    path = folder / NAME
    is_ours = path.is_file() and _PRODUCT.encode() in path.read_bytes()
    return write(path, calendar(agenda)) if is_ours else write_new(folder, NAME, calendar(agenda))


def _event(agenda: Agenda, uid: str, title: str, about: str) -> Event:
    """Begin an entry; what people typed is text in it, whatever it holds."""
    event = Event()
    event.add("uid", f"{uid}.{agenda.mark}@cadence")
    event.add("dtstamp", agenda.now)
    event.add("summary", visible(title))
    if about:
        event.add("description", visible(about, lines=True))
    event.add("transp", "TRANSPARENT")
    return event


def _closes(agenda: Agenda, closes: Closes) -> Iterator[Event]:
    """Write the weekly close, then each week whose deadline was moved."""
    zone, uid, title = ZoneInfo(closes.rhythm.zone), f"close-{closes.from_week}", f"{_CLOSE} · {agenda.name}"
    event = _event(agenda, uid, title, _ABOUT)
    event.add("dtstart", _local(closes.first, zone))
    rule: dict[str, object] = {"freq": "weekly", "byday": _DAYS[closes.rhythm.close_day]}
    if closes.last is not None:
        rule["until"] = closes.last
    event.add("rrule", vRecur(rule))
    if closes.paused:
        event.add("exdate", [_local(one, zone) for one in closes.paused])
    yield event
    for usual, instead in closes.moved:
        event = _event(agenda, uid, title, _ABOUT)
        event.add("recurrence-id", _local(usual, zone))
        event.add("dtstart", _local(instead, zone))
        yield event


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give a moment as the company's clocks show it."""
    return moment.astimezone(zone)


def _day(agenda: Agenda, day: Day) -> Event:
    """Write something that is due on a day, which takes up no hour of it."""
    event = _event(agenda, day.subject, day.title, day.details)
    event.add("dtstart", day.day)
    return event
