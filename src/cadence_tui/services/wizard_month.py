"""What the first month of a company brings, before it is founded: its closes, what is due, and what comes then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import WEEKDAYS, Calendar, Rhythm, shift, week_id, zone_named
from cadence_tui.domain.judgement import is_due
from cadence_tui.domain.kpi import Kpi
from cadence_tui.domain.lint import company_cap
from cadence_tui.domain.rollout import first_of_month
from cadence_tui.services.wizard_plan import close_after, read_close

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.edges.company_file import CompanyPlan
    from cadence_tui.services.wizard import Answers

WEEKS = 6
COMPANY_OKRS, TEAM_OKRS = 3, 4  # the phases are numbered in the rules


class Close(NamedTuple):
    """A close to come, in the company's zone, and the names of the KPIs that are due then."""

    at: datetime
    due: tuple[str, ...]


def calendar_of(plan: CompanyPlan, now: datetime) -> Calendar:
    """Give the calendar that a plan comes to."""
    first = shift(week_id(now.astimezone(zone_named(plan.zone)).date()), -8)
    return Calendar((Rhythm(first, plan.zone, plan.close_day, plan.close_time),))


def closes(plan: CompanyPlan, now: datetime, weeks: int = WEEKS) -> list[Close]:
    """List the first closes with what is due at each."""
    calendar = calendar_of(plan, now)
    kpis = [
        Kpi(k.key, k.name, k.owner, k.goal, now, now, cadence=k.cadence, lag_days=k.lag_days, formula=k.formula)
        for k in plan.kpis
    ]
    week, found = calendar.current_week(now), list[Close]()
    for by in range(weeks):
        one = shift(week, by)
        due = [
            kpi.name
            for kpi in kpis
            for period in (calendar.months_at(one, kpi.lag_days) if kpi.cadence == "monthly" else [one])
            if is_due(kpi, period, calendar)
        ]
        found.append(Close(calendar.deadline(one).astimezone(calendar.zone), tuple(due)))
    return found


def first_close(answers: Answers, zone: str, now: datetime) -> datetime:
    """Say when the first week closes, from the review and the zone alone.

    Raises:
        CadenceError: where one of them is not right yet.
    """
    named = answers.get("zone", zone)
    close = read_close(answers.get("close", close_after(answers.get("review"))), answers.get("review"))
    day = WEEKDAYS.index(answers.get("review_day", WEEKDAYS[0]))
    local = now.astimezone(zone_named(named))
    calendar = Calendar((Rhythm(shift(week_id(local.date()), -8), named, day, close),))
    return calendar.deadline(calendar.current_week(now)).astimezone(calendar.zone)


def road(plan: CompanyPlan, playbook: Playbook) -> list[tuple[int, date, str]]:
    """Say what the coming phases bring: the month, its first day, and what it installs.

    Without teams their phases are passed by: nobody alone is told of them, and others that they come with teams.
    """
    of_teams: Sequence[int] = () if plan.teams else (2, 4)
    skipped = of_teams if plan.stage == "solo" else ()
    rules = playbook.stage(plan.stage)
    cap = company_cap(playbook, rules, COMPANY_OKRS, is_first_cycle=True)
    caps = [most for most in (cap, rules.company_okrs.high) if most is not None]
    fits = {COMPANY_OKRS: f", {min(caps)} at most" if caps else ""}
    if rules.team_okrs is not None:
        fits[TEAM_OKRS] = f", {rules.team_okrs} a team"
    return [
        (
            phase.months.low,
            first_of_month(plan.start, phase.months.low),
            (phase.installs.partition(",")[0] + fits[phase.number] if phase.number in fits else phase.installs)
            + (", once there are teams" if phase.number in of_teams else ""),
        )
        for phase in playbook.phases
        if phase.number not in skipped and 1 < phase.number < playbook.phases[-1].number
    ]
