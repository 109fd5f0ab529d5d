"""The rollout: where it stands, and advancing it (governance rules, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift, week_id
from cadence_tui.domain.decision import CHECK_AFTER, Decision
from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.domain.kpi import check_target
from cadence_tui.domain.owner import owner_fault
from cadence_tui.domain.report import Need
from cadence_tui.domain.rollout import Facts, ObjectiveFacts, Road, TeamFacts, road
from cadence_tui.domain.text import clean_text, fold
from cadence_tui.services.ranges import own_playbook
from cadence_tui.services.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.domain.company import Team
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View


ROLLOUT = "rollout"


def look(view: View, playbook: Playbook) -> Road:
    """Work out where the rollout stands, each gate item by item."""
    own = own_playbook(view.repository, playbook)
    company = view.company
    rules = own.stage(company.stage)
    return road(own, rules, _facts(view, own), phase=company.phase, start=company.start, today=view.today)


def next_need(road: Road, who: str) -> Need | None:
    """Say the one thing that the rollout waits for: the gate's first open item, or somebody to go through it."""
    if road.next is None:
        return None
    ahead = f"phase {road.next.phase.number}, {road.next.phase.name}"
    if not road.missing:
        return Need("gate", ROLLOUT, f"Open {ahead}", "its gate is met", who)
    item = road.missing[0]
    return Need("gate", ROLLOUT, item.what, f"{item.have}, needs {item.need}; opens {ahead}", who)


def advance(desk: Desk, playbook: Playbook, override: str | None = None) -> Road:
    """Go on to the next phase: with the gate met, or over it with a reason, which is logged as a decision.

    Raises:
        RefusedError: in the last phase, and before an unmet gate without a reason, naming what is missing.
    """
    reason = clean_text(override, "reason") if override is not None else ""
    with desk.change("advanced", why=reason or None) as change:
        before = look(view_of(change), playbook)
        if before.next is None:
            raise RefusedError("The rollout has come to its last phase: from here on the rhythm itself is the point.")
        if before.missing and not reason:
            missing = "; ".join(f"{item.what} ({item.have}, needs {item.need})" for item in before.missing)
            raise RefusedError(
                f"The gate of phase {before.phase} is not met yet: {missing}. "
                "Meet it, or go on with the reason: cadence rollout advance --override WHY"
            )
        after = before.next.phase
        company = change.company._replace(phase=after.number)
        change.repository.put_company(company)
        decided = _log(change, before, reason) if before.missing else None
        change.name(f"phase {after.number}", touches=(decided.id,) if decided else ())
        change.entry.before = {"phase": before.phase}
        change.entry.after = {"phase": after.number, "title": after.name}
        change.company = company
        return look(view_of(change), playbook)


def _log(change: Change, before: Road, why: str) -> Decision:
    """Log that a gate was passed unmet, and what was missing."""
    missing = "; ".join(f"{item.what} ({item.have}, needs {item.need})" for item in before.missing)
    ahead = before.next
    name = f"phase {ahead.phase.number}, {ahead.phase.name}" if ahead else "the next phase"
    decision = Decision(
        id=f"D-{change.repository.take_number('D')}",
        title=f"Go on to {name}, before the gate of phase {before.phase} is met",
        why=f"{why}\n\nMissing: {missing}",
        kind="other",
        by=change.who,
        at=change.now,
        check_on=change.course.calendar.today(change.now) + CHECK_AFTER,
    )
    change.repository.put_decision(decision)
    return decision


# --- The facts --------------------------------------------------------------------------------------------------------


def _facts(view: View, playbook: Playbook) -> Facts:
    """Gather what the gates are worked out from."""
    kpis = [kpi for kpi in view.kpis.values() if kpi.retired_at is None]
    of_company = [kpi for kpi in kpis if kpi.team is None]
    started = [one for one in view.repository.objectives() if one.activated_at is not None]
    teams = {} if view.company.is_solo else {t.name: _team(t, kpis, started) for t in view.repository.teams()}
    most = max(phase.weeks_on_time for phase in playbook.phases)
    return Facts(
        company_kpis=len(of_company),
        unowned=tuple(kpi.key for kpi in of_company if owner_fault(kpi.owner)),
        untargeted=tuple(kpi.key for kpi in of_company if not _has_target(kpi)),
        weeks=judged_weeks(view, most),
        teams=teams,
        objectives=tuple(_objective(one, view, playbook) for one in started if one.team is None),
        check_ins=len(view.repository.check_ins()),
        retrospectives=len(view.repository.meetings("quarterly")),
    )


def _team(team: Team, kpis: list[Kpi], objectives: list[Objective]) -> TeamFacts:
    """Gather a team's facts; its lead is inside it."""
    members = {fold(name) for name in (*team.members, *((team.lead,) if team.lead else ()))}
    own = [kpi for kpi in kpis if kpi.team == team.name]
    outsiders = tuple(kpi.key for kpi in own if fold(kpi.owner) not in members)
    return TeamFacts(len(own), outsiders, sum(one.team == team.name for one in objectives))


def _objective(objective: Objective, view: View, playbook: Playbook) -> ObjectiveFacts:
    """Gather an objective's facts."""
    from cadence_tui.domain import lint

    found = lint.of_objective(objective, playbook, people=view.repository.people())
    errors = sum(finding.level == "error" for finding in found)
    return ObjectiveFacts(objective.title, len(objective.key_results), errors, objective.kpi is not None)


def _has_target(kpi: Kpi) -> bool:
    """Say whether a KPI can be judged."""
    try:
        check_target(kpi.goal)
    except CadenceError:
        return False
    return True


def judged_weeks(view: View, most: int) -> list[tuple[int, int]]:
    """Give the newest judged weeks, newest first: how many judgements were not late, of how many.

    Paused ones are left out, and a month counts in the week whose deadline it shares. A week that was closed early
    counts once everything due in it is judged.
    """
    found = list[tuple[int, int]]()
    week = view.week
    oldest = week_id(view.company.created_at.astimezone(view.calendar.zone).date())
    while len(found) < most and week >= oldest:
        statuses = [judgement.status for judgement in judged_at(view, week) if judgement.status != "paused"]
        if statuses and (view.calendar.deadline(week) <= view.now or view.is_all_judged(week)):
            found.append((sum(status != "late" for status in statuses), len(statuses)))
        week = shift(week, -1)
    return found


def judged_at(view: View, week: str) -> Iterator[Judgement]:
    """Go through what was judged for a week, or for a month at its deadline, as it stands."""
    yield from view.judged(week).values()
    months = {lag: view.calendar.months_at(week, lag) for lag in {kpi.lag_days for kpi in view.kpis.values()}}
    for month in {month for found in months.values() for month in found}:
        yield from (one for kpi, one in view.judged(month).items() if month in months[view.kpis[kpi].lag_days])
