"""A meeting under way: which week it is about, where in it one is, and what it still has to answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.meeting import meant_week
from cadence_tui.services import drafts, reports

if TYPE_CHECKING:
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.meeting import Kind
    from cadence_tui.domain.report import KpiLine, WeekReport
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.minutes import Held
    from cadence_tui.services.view import View
    from cadence_tui.services.week import Closing

_EVERYONE = ""
"""Whose draft a meeting's place is: it is one meeting, whoever goes on with it."""


class Sitting(NamedTuple):
    """Where a meeting is: its step, the thing in it that has the cursor, the seconds spent on each step.

    `text` is what was half typed there, and `cursor` where in it somebody stopped.
    """

    step: str = ""
    spot: str = ""
    spent: dict[str, int] = {}  # noqa: RUF012 (never changed: a new one takes its place)
    is_paused: bool = False
    text: str = ""
    cursor: int = 0


def _name(kind: Kind, period: str) -> str:
    return f"meeting/{kind}/{period}"


def sitting(desk: Desk | View, period: str, kind: Kind = "weekly") -> Sitting | None:
    """Find where the meeting of a period was left; None where it has not begun."""
    draft = drafts.of_field(desk, _EVERYONE, _name(kind, period))
    return Sitting(**json.loads(draft.text)) if draft else None


def keep_sitting(desk: Desk, period: str, now: Sitting, kind: Kind = "weekly") -> None:
    """Keep where a meeting is, for whoever goes on with it.

    Of two who are in it at once, a step has taken as long as the longer of them says.
    """
    kept = sitting(desk, period, kind)
    if kept is not None:
        spent = {step: max(kept.spent.get(step, 0), now.spent.get(step, 0)) for step in {**kept.spent, **now.spent}}
        now = now._replace(spent=spent)
    drafts.keep(desk, _EVERYONE, _name(kind, period), drafts.Draft(json.dumps(now._asdict()), 0))


def end_sitting(desk: Desk, period: str, kind: Kind = "weekly") -> None:
    """Forget where a meeting was: it has been held."""
    drafts.forget(desk, _EVERYONE, _name(kind, period))


def under_way(view: View) -> str | None:
    """Name the week whose check-in somebody has begun, if there is one.

    One that was held is not begun again by being looked at: only by what is half typed in it.
    """
    where = meeting_week(view, view)
    now, held = sitting(view, where), view.repository.meeting_held_at("weekly", where)
    return where if now is not None and (held is None or now.text) else None


def meeting_week(desk: Desk | View, view: View) -> str:
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
    order = list(view.kpis)
    lines = tuple(sorted(lines, key=lambda one: order.index(one.kpi.key)))
    return report._replace(week=where, deadline=view.calendar.deadline(where), lines=lines, due=lines)


class Miss(NamedTuple):
    """An escalation that the meeting looks at: as it is, or as the close will open or raise it.

    `is_coming` says that the miss is not judged yet, so that an answer is held until it is; `is_fresh` that its newest
    miss is of the meeting's own week. `line` is the KPI in the period of that miss, `asked` who is asked; `held` is the
    answer that waits, and `is_later` says that somebody has put it off.
    """

    escalation: Escalation
    line: KpiLine
    is_coming: bool
    is_fresh: bool
    asked: str
    held: Held | None = None
    is_later: bool = False

    @property
    def asks(self) -> bool:
        """Say whether nothing has answered its newest miss yet."""
        one = self.escalation
        return one.state == "open" and not (one.answered or one.recovered_at or self.held or self.is_later)

    @property
    def is_usual(self) -> bool:
        """Say whether the value that missed is inside what is usual for its KPI: noise."""
        return self.line.signal == "noise"

    @property
    def is_over_by_itself(self) -> bool:
        """Say whether it has recovered without anybody having decided anything."""
        return self.escalation.recovered_at is not None and not self.escalation.decisions


def misses(view: View, where: str) -> list[Miss]:
    """List the escalations that are open and those that closing the week will open or raise, the fresh ones first.

    An answer moves none of them in the list.
    """
    from cadence_tui.services.minutes import minutes_of

    minutes = minutes_of(view.repository, where)
    places = {(kpi.key, period) for kpi, period in view.book.closing(where)}
    states, asked, coming = dict(view.open_by_kpi), dict[str, str](), set[str]()
    for move in preview(view, where).moves:
        key = move.after.kpi
        states[key], asked[key] = move.after, move.asked
        if move.event.kind == "miss":
            coming.add(key)
    found = list[Miss]()
    for key, one in states.items():
        period = next((cause.period for cause in reversed(one.misses) if cause.period), None)
        found.append(
            Miss(
                one,
                reports.line(view, view.kpis[key], period),
                is_coming=key in coming,
                is_fresh=key in coming or (key, period) in places,
                asked=asked.get(key) or view.asked(one),
                held=minutes.answers.get(key) if key in coming else None,
                is_later=key in minutes.later,
            )
        )
    return sorted(found, key=lambda one: (not one.is_fresh, one.escalation.opened_at, one.line.kpi.key))


def preview(view: View, where: str) -> Closing:
    """Say what ending the meeting will judge and move: nothing, where its week has been judged."""
    from cadence_tui.services import week

    return week.preview(view) if where == view.week else week.Closing(where, (), (), ())


def unanswered(view: View, where: str) -> list[Miss]:
    """List the fresh misses that nobody has answered, and that nobody has put off."""
    return [one for one in misses(view, where) if one.is_fresh and one.asks]


def finish(desk: Desk, where: str, *, rating: int | None = None, remark: str = "") -> Closing:
    """End a check-in: close its week, or only hold its meeting where the deadline has passed meanwhile."""
    from cadence_tui.services import week

    is_ahead = where == desk.view().week
    closing = (week.close if is_ahead else week.hold_late)(desk, where, rating=rating, remark=remark)
    end_sitting(desk, where)
    return closing
