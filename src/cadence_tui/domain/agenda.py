"""What a company's days hold, for the calendars that people have elsewhere: the closes, and days on which to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift, week_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from cadence_tui.domain.calendar import Calendar, Rhythm


class Closes(NamedTuple):
    """The weekly close while one rhythm holds: its first and last usual deadline, and the weeks that are otherwise.

    `last` is None while no other rhythm follows. `paused` are usual deadlines at which nothing is asked for; `moved`
    are usual deadlines, each with the one that holds instead.
    """

    from_week: str
    rhythm: Rhythm
    first: datetime
    last: datetime | None
    paused: tuple[datetime, ...] = ()
    moved: tuple[tuple[datetime, datetime], ...] = ()


class Day(NamedTuple):
    """Something that is due on a day: what it is about (a decision, an action, a cycle), and what to do."""

    subject: str
    day: date
    title: str
    details: str = ""


class Agenda(NamedTuple):
    """All of it, as it stands at a moment; `name` is the company's, `mark` tells companies apart for ever."""

    name: str
    mark: str
    now: datetime
    closes: tuple[Closes, ...]
    days: tuple[Day, ...]


def closes(calendar: Calendar, since: datetime) -> Iterator[Closes]:
    """Go through the rhythms that weeks have closed by since a moment, oldest first.

    The first close of each stays what it is for ever, so that a calendar which has it already finds it again.
    """
    founded = week_id(calendar.today(since))
    for number, rhythm in enumerate(calendar.rhythms):
        following = calendar.rhythms[number + 1].from_week if number + 1 < len(calendar.rhythms) else None
        begin = max(rhythm.from_week, founded)
        end = shift(following, -1) if following else None
        if end is not None and end < begin:
            continue
        own = {week: moment for week, moment in calendar.moved.items() if begin <= week <= (end or week)}
        paused = sorted(week for week in calendar.paused if begin <= week <= (end or week))
        yield Closes(
            begin,
            rhythm,
            calendar.usual_deadline(begin),
            calendar.usual_deadline(end) if end else None,
            tuple(calendar.usual_deadline(week) for week in paused),
            tuple((calendar.usual_deadline(week), own[week]) for week in sorted(own) if week not in paused),
        )
