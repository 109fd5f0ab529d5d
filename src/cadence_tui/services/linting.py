"""Lint over the whole company, and warnings that are waved through with a reason (governance rules, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain import lint
from cadence_tui.domain.errors import NotFoundError, RefusedError
from cadence_tui.domain.text import clean_line, fold
from cadence_tui.services.ranges import own_playbook
from cadence_tui.services.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from cadence_tui.domain.lint import Finding
    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class Linted(NamedTuple):
    """A finding, and the reason for which it was waved through, where it was."""

    finding: Finding
    waived: str | None = None


def look(view: View, playbook: Playbook) -> list[Linted]:
    """Check everything: errors first, then warnings, each kind in the order of the checks."""
    own = own_playbook(view.repository, playbook)
    order = list(own.checks)
    waivers = view.repository.waivers()
    found = sorted(_all(view, own), key=lambda f: (f.level != "error", order.index(f.id)))
    return [Linted(f, waivers.get((f.id, f.subject)) if f.level == "warning" else None) for f in found]


def _all(view: View, playbook: Playbook) -> Iterator[Finding]:
    """Run every check."""
    yield from _of_kpis(view, playbook)
    objectives = [one for one in view.repository.objectives() if one.state != "closed"]
    people = view.repository.people()
    for objective in objectives:
        yield from lint.of_objective(objective, playbook, people=people)
    for cycle, team in dict.fromkeys((one.cycle, one.team) for one in objectives):
        count = sum((one.cycle, one.team) == (cycle, team) for one in objectives)
        yield from _of_count(view, playbook, count=count, cycle=cycle, team=team)


def _of_kpis(view: View, playbook: Playbook) -> Iterator[Finding]:
    """Check the KPIs, one by one and together."""
    kpis = [kpi for kpi in view.kpis.values() if kpi.retired_at is None]
    for kpi in kpis:
        yield from lint.of_kpi(kpi, playbook)
    of_company = [kpi for kpi in kpis if kpi.team is None]
    teams = {team.name: sum(kpi.team == team.name for kpi in kpis) for team in view.repository.teams()}
    rules = playbook.stage(view.company.stage)
    yield from lint.of_counts(playbook, rules, company=len(of_company), teams=teams, phase=view.company.phase)
    yield from lint.of_stale(playbook, kpis, last_touched(view), view.now)
    yield from lint.of_balance(playbook, of_company)


def _of_count(view: View, playbook: Playbook, *, count: int, cycle: str, team: str | None) -> Iterator[Finding]:
    """Check how many objectives the company or a team has in a cycle."""
    earlier = [one for one in view.repository.objectives() if one.cycle < cycle and one.activated_at is not None]
    return lint.of_objective_count(
        playbook,
        playbook.stage(view.company.stage),
        count=count,
        cycle=cycle,
        phase=view.company.phase,
        team=team,
        is_first_cycle=not any(one.team is None for one in earlier),
    )


def of_activation(view: View, playbook: Playbook, objective: Objective) -> list[Finding]:
    """Check an objective as though it were activated now: itself, and how many there would be beside it."""
    own = own_playbook(view.repository, playbook)
    level = (objective.cycle, objective.team)
    beside = [o for o in view.repository.objectives(objective.cycle) if o.state == "active" and o.id != objective.id]
    count = 1 + sum((one.cycle, one.team) == level for one in beside)
    return [
        *lint.of_objective(objective, own, people=view.repository.people()),
        *_of_count(view, own, count=count, cycle=objective.cycle, team=objective.team),
    ]


def last_touched(view: View) -> dict[str, datetime]:
    """Say when a decision last touched each KPI: named it, its escalation, or expected an effect on it (seed 004)."""
    return view.repository.last_decided()


def waive(desk: Desk, playbook: Playbook, finding: str, why: str) -> Linted:
    """Wave a warning through, with a reason; `finding` is the check's id, with `:subject` where it found several.

    Raises:
        NotFoundError: where there is no such finding.
        RefusedError: for an error, and where the id alone does not say which finding is meant.
    """
    reason = clean_line(why, "reason")
    with desk.change("waived", why=reason) as change:
        found = _named(look(view_of(change), playbook), finding)
        if found.level == "error":
            raise RefusedError(f"{found.key} is an error and cannot be waived: {found.message}")
        change.repository.put_waiver(found.id, found.subject, why=reason, by=change.who, at=change.now)
        change.name(found.key, touches=(found.subject,))
        change.entry.after = {"waived": found.key}
        return Linted(found, reason)


def _named(linted: Iterable[Linted], name: str) -> Finding:
    """Find the finding that is meant."""
    found = [one.finding for one in linted]
    wanted = fold(name)
    hits = [one for one in found if wanted in (fold(one.key), fold(one.id))]
    exact = [one for one in hits if fold(one.key) == wanted]
    if len(exact or hits) == 1:
        return (exact or hits)[0]
    known = ", ".join(one.key for one in (hits or found))
    if not hits:
        raise NotFoundError(
            f"Lint finds no “{name[:60]}” now; there is {known}." if known else "Lint finds nothing to waive."
        )
    raise RefusedError(f"“{name[:60]}” was found more than once; name one of {known}.")
