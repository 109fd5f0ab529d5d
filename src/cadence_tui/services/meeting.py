"""A meeting under way: which week it is about, where in it one is, and what it still has to answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.meeting import meant_week
from cadence_tui.services import drafts, reports, week
from cadence_tui.services.minutes import minutes_of

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.meeting import Kind
    from cadence_tui.domain.report import KpiLine, WeekReport
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.minutes import Minutes
    from cadence_tui.services.view import View
    from cadence_tui.services.week import Closing

_EVERYONE = ""
"""Whose draft a meeting's place is: it is one meeting, whoever goes on with it."""


class Sitting(NamedTuple):
    """Where a meeting is: its step, the thing in it that has the cursor, the seconds spent on each step."""

    step: str = ""
    spot: str = ""
    spent: dict[str, int] = {}  # noqa: RUF012 (never changed: a new one takes its place)
    is_paused: bool = False


def _name(kind: Kind, period: str) -> str:
    return f"meeting/{kind}/{period}"


def sitting(desk: Desk, period: str, kind: Kind = "weekly") -> Sitting | None:
    """Find where the meeting of a period was left; None where it has not begun."""
    draft = drafts.of_field(desk, _EVERYONE, _name(kind, period))
    return Sitting(**json.loads(draft.text)) if draft else None


def keep_sitting(desk: Desk, period: str, now: Sitting, kind: Kind = "weekly") -> None:
    """Keep where a meeting is, for whoever goes on with it."""
    drafts.keep(desk, _EVERYONE, _name(kind, period), drafts.Draft(json.dumps(now._asdict()), 0))


def end_sitting(desk: Desk, period: str, kind: Kind = "weekly") -> None:
    """Forget where a meeting was: it has been held."""
    drafts.forget(desk, _EVERYONE, _name(kind, period))


def meeting_week(desk: Desk, view: View) -> str:
    """Say which week a check-in is about now: the one under way, else the one whose deadline is nearer."""
    current, before = view.week, shift(view.week, -1)
    if view.repository.meeting_held_at("weekly", before) is not None or before in view.calendar.paused:
        return current
    if sitting(desk, current) is not None or not any(view.judgement(key, before) for key in _judged(view, before)):
        return current
    if sitting(desk, before) is not None:
        return before
    passed, deadline = view.calendar.deadline(before), view.calendar.deadline(current)
    return meant_week(current, before, now=view.now, deadline=deadline, passed=passed)


def _judged(view: View, week_: str) -> list[str]:
    """Name the KPIs that were judged with a week."""
    return [kpi.key for kpi, period in view.book.closing(week_) if period == week_]


def week_report(view: View, where: str) -> WeekReport:
    """Work out the glance of a week: the current one as it stands, one that was judged with its own lines."""
    report = reports.week(view)
    due = [reports.line(view, kpi, period) for kpi, period in view.book.closing(where)]
    lines = tuple(one for one in due if one.status != "paused")
    if where == report.week:
        known = {(one.kpi.key, one.period): one for one in report.lines}
        lines = tuple(known.get((one.kpi.key, one.period), one) for one in lines)
    return report._replace(week=where, deadline=view.calendar.deadline(where), lines=lines, due=lines)


class Miss(NamedTuple):
    """An escalation that the meeting looks at: as it is, or as the close will open or raise it.

    `is_coming` says that the miss is not judged yet, and `line` is the KPI as it stands.
    """

    escalation: Escalation
    line: KpiLine
    is_coming: bool


def misses(view: View, where: str) -> list[Miss]:
    """List the escalations that are open and those that closing the week will open or raise, the fresh ones first."""
    ahead = preview(view, where)
    coming = {move.after.kpi: move.after for move in ahead.moves if move.event.kind == "miss"}
    still = {one.kpi: one for one in view.escalations() if one.kpi not in coming}
    found = [Miss(one, _line(view, one.kpi, where), is_coming=True) for one in coming.values()]
    return found + [Miss(one, _line(view, one.kpi, where), is_coming=False) for one in still.values()]


def preview(view: View, where: str) -> Closing:
    """Say what ending the meeting will judge and move: nothing, where its week has been judged."""
    return week.preview(view) if where == view.week else week.Closing(where, (), (), ())


def _line(view: View, kpi: str, where: str) -> KpiLine:
    """Work out a KPI's line in the week that the meeting is about."""
    one = view.kpis[kpi]
    period = where if one.grain == "weekly" else None
    return reports.line(view, one, period)


def unanswered(view: View, where: str) -> list[Miss]:
    """List the fresh misses that nobody has answered ahead, and that nobody has put off."""
    minutes = minutes_of(view.repository, where)
    return [
        one
        for one in misses(view, where)
        if one.is_coming and one.escalation.kpi not in minutes.answers and one.escalation.kpi not in minutes.later
    ]


def finish(desk: Desk, where: str, *, rating: int | None = None, remark: str = "") -> Closing:
    """End a check-in: close its week, or only hold its meeting where the deadline has passed meanwhile."""
    is_ahead = where == desk.view().week
    closing = (week.close if is_ahead else week.hold_late)(desk, where, rating=rating, remark=remark)
    end_sitting(desk, where)
    return closing


def minutes_so_far(view: View, where: str) -> Minutes:
    """Read what the check-in of a week has put down so far."""
    return minutes_of(view.repository, where)
