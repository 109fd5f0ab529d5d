"""Objectives: drafted, activated, changed openly, closed (governance rules, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain import lint
from cadence_tui.domain.calendar import quarter_days
from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.okr import (
    PHASE_OF_LEVEL,
    Initiative,
    KeyResult,
    Objective,
    check_service,
    cycle_of,
    next_cycle,
)
from cadence_tui.domain.text import clean_line
from cadence_tui.services.linting import of_activation
from cadence_tui.services.okr_facts import facts, part_facts
from cadence_tui.services.okrs import current
from cadence_tui.services.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cadence_tui.domain.lint import Finding
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.edges.okr_form import Known
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View

_ONLY_DRAFTS = {"team": "its team", "cycle": "its cycle"}


def known_of(change: Change) -> Known:
    """Gather what objectives may name in a change, and what holds where they say nothing."""
    return known_from(view_of(change))


def known_from(view: View) -> Known:
    """Gather what objectives may name, and what holds where they say nothing."""
    from cadence_tui.edges.okr_form import Known

    repository, calendar, company = view.repository, view.calendar, view.company
    return Known(
        people=repository.people(),
        teams=[team.name for team in repository.teams()],
        kpis=view.kpis,
        objectives={one.id: one for one in repository.objectives()},
        number=repository.next_number("O"),
        cycle=cycle_of(view.today, company.fiscal_start),
        fiscal_start=company.fiscal_start,
        review_day=calendar.rhythm(view.week).close_day,
        number_format=company.number_format,
        now=view.now,
    )


# --- Drafts -----------------------------------------------------------------------------------------------------------


def add(desk: Desk, text: str, *, source: str = "okrs.toml") -> tuple[Objective, ...]:
    """Add the objectives of an okrs.toml as drafts, all of them or none.

    Raises:
        InvalidError: naming every problem by its line.
    """
    from cadence_tui.edges.okr_file import read_objectives

    with desk.change("added objective") as change:
        found = read_objectives(text, known_of(change), source=source)
        for one in found:
            plant(change, one)
        change.name(", ".join(one.id for one in found), touches=[one.id for one in found])
        if len(found) == 1:
            change.entry.after = facts(found[0])
        else:
            change.entry.after = {one.id: one.title for one in found}
        return found


def plant(change: Change, objective: Objective) -> Objective:
    """Store a new objective, using up its number and those of its key results and initiatives."""
    repository = change.repository
    repository.take_number("O")
    for kind, parts in ((objective.id, objective.key_results), (f"{objective.id}.i", objective.initiatives)):
        for _ in parts:
            repository.take_number(kind)
    repository.put_objective(objective, at=change.now)
    return objective


# --- Active -----------------------------------------------------------------------------------------------------------


def activate(desk: Desk, playbook: Playbook, objective: str) -> Objective:
    """Activate a draft.

    Raises:
        RefusedError: while the phase does not allow it, saying what opens it, and while lint finds an error.
    """
    with desk.change("activated") as change:
        return activate_now(change, playbook, objective)


def activate_now(change: Change, playbook: Playbook, objective: str) -> Objective:
    """Activate a draft now, and name the change after it."""
    found = change.repository.objective(objective)
    if found.state != "draft":
        raise RefusedError(f"{found.id} is {found.state} already; only a draft can be activated.")
    _refuse_phase(change, found, playbook)
    after = found._replace(state="active", activated_at=change.now)
    errors = [one for one in of_activation(view_of(change), playbook, after) if one.level == "error"]
    if errors:
        raise refused(f"{found.id} cannot be activated", [_with_choice(change, found, one) for one in errors])
    change.repository.put_objective(after, at=change.now)
    change.name(after.id, touches=_touched(after))
    change.entry.before, change.entry.after = {"state": "draft"}, {"state": "active", "title": after.title}
    return after


def _refuse_phase(change: Change, objective: Objective, playbook: Playbook) -> None:
    """Refuse what a later phase installs, naming that phase and what is missing, item by item."""
    from cadence_tui.services.rollout import look

    opens = PHASE_OF_LEVEL[objective.level]
    if change.company.phase >= opens:
        return
    road = look(view_of(change), playbook)
    missing = "; ".join(f"{item.what} ({item.have}, needs {item.need})" for item in road.missing)
    still = f"the gate of phase {road.phase} still asks for: {missing}" if missing else "its gate is met"
    whose = "a team" if objective.team else "the company"
    raise RefusedError(
        f"{objective.id} stays a draft: objectives of {whose} are activated from phase {opens}, "
        f"{playbook.phase(opens).name}, on, and this is phase {road.phase}; {still}. "
        "The rollout goes on to the next: “cadence rollout advance”, or its place in the app."
    )


def _with_choice(change: Change, objective: Objective, finding: Finding) -> str:
    """Say what a finding says, and for one objective over the cap how each of the choices is made."""
    said = f"{finding.message} ({finding.id})"
    if finding.id != "objective-count":
        return said
    level = (objective.cycle, objective.team)
    beside = [o.id for o in change.repository.objectives(objective.cycle) if o.state == "active" and level[1] == o.team]
    return (
        f"{said} Roll it in with “cadence okr edit {objective.id} --into {beside[0]} --why …”, make room with "
        f"“cadence okr close {beside[0]}”, or keep it with "
        f"“cadence okr edit {objective.id} --cycle {next_cycle(objective.cycle)}”."
    )


def refused(what: str, said: Iterable[str]) -> RefusedError | InvalidError:
    """Build the refusal for one reason or several."""
    reasons = list(said)
    if len(reasons) == 1:
        return RefusedError(f"{what}: {reasons[0]}")
    return InvalidError(f"{what}, for {len(reasons)} reasons:", reasons)


# --- Changes ----------------------------------------------------------------------------------------------------------


def edit(desk: Desk, playbook: Playbook, name: str, fields: Mapping[str, object], *, why: str = "") -> Objective:
    """Change an objective, a key result or an initiative, by its id; what is active is changed only with a reason.

    Raises:
        RefusedError: for one that is closed, without a reason, and where lint would find a new error in what is active.
    """
    head, dot, part = name.strip().upper().partition(".")
    verb = "changed objective" if not dot else "changed initiative" if part.startswith("I") else "changed key result"
    with desk.change(verb, head, clean_line(why, "reason") if why else None) as change:
        before, which = change.repository.part(name)
        after = _edited(change, before, which, fields)
        write(change, playbook, before, after, which.id if which else before.id)
        old, new = (part_facts(one, which) for one in (before, after))
        change.entry.before = {key: value for key, value in old.items() if new[key] != value}
        change.entry.after = {key: value for key, value in new.items() if old[key] != value}
        return after


def _edited(
    change: Change, before: Objective, which: KeyResult | Initiative | None, fields: Mapping[str, object]
) -> Objective:
    """Give an objective as a change would leave it."""
    from cadence_tui.edges import okr_form

    known = known_of(change)
    if isinstance(which, Initiative):
        one = okr_form.initiative_changes(fields, which, known)
        return before._replace(initiatives=tuple(one if i.id == one.id else i for i in before.initiatives))
    if isinstance(which, KeyResult):
        if which.ended is not None:
            raise RefusedError(f"{which.id} was {which.ended} at the retrospective; it stays what it was.")
        part = okr_form.key_result_changes(fields, which, before.cycle, known)
        if which.kpi is not None and part.kpi is None:
            part = part._replace(current=current(change.values, before, which))
        return with_key_result(before, part)
    after = before._replace(**okr_form.objective_changes(fields, before, known))
    check_service(after, {**known.objectives, after.id: after})
    for other in known.objectives.values():
        if other.serves == after.id:
            check_service(other, {**known.objectives, after.id: after})
    return after if after.cycle == before.cycle else _moved(change, before, after)


def _moved(change: Change, before: Objective, after: Objective) -> Objective:
    """Let what is due at a cycle's end move with it to another."""
    fiscal_start = change.company.fiscal_start
    was, now = (quarter_days(one.cycle, fiscal_start)[1] for one in (before, after))
    key_results = (one._replace(due=now) if one.due == was else one for one in after.key_results)
    return after._replace(key_results=tuple(key_results))


def write(change: Change, playbook: Playbook, before: Objective, after: Objective, subject: str) -> None:
    """Store a changed objective; an active one needs a reason, and no new error may come of it."""
    if before.state == "closed":
        raise RefusedError(f"{before.id} is closed; it stays as it was.")
    if before.state == "active" and after._replace(initiatives=before.initiatives) != before:
        if change.entry.why is None:
            raise RefusedError(f"{before.id} is active; say why it changes with --why TEXT.")
        for name, what in _ONLY_DRAFTS.items():
            if getattr(after, name) != getattr(before, name):
                raise RefusedError(f"{before.id} is active; {what} stays. Close it, and draft another.")
        people = change.repository.people()
        known = {one.key for one in lint.of_objective(before, playbook, people=people)}
        found = lint.of_objective(after, playbook, people=people)
        errors = [one for one in found if one.level == "error" and one.key not in known]
        if errors:
            raise refused(f"{before.id} is active, and cannot change so", [one.message for one in errors])
    change.repository.put_objective(after, at=change.now, why=change.entry.why)
    change.name(subject, touches=(after.id,))


def with_key_result(objective: Objective, key_result: KeyResult) -> Objective:
    """Put a key result in the place of the one with its id."""
    parts = tuple(key_result if one.id == key_result.id else one for one in objective.key_results)
    return objective._replace(key_results=parts)


# --- Closed -----------------------------------------------------------------------------------------------------------


def close(desk: Desk, objective: str, *, why: str = "") -> Objective:
    """Close an objective: it stays readable as it is now, and takes no check-in any more; a draft is put aside.

    Raises:
        RefusedError: when it is closed already.
    """
    with desk.change("closed objective", why=clean_line(why, "reason") if why else None) as change:
        found = change.repository.objective(objective)
        if found.state == "closed":
            raise RefusedError(f"{found.id} is closed already.")
        after = close_now(change, found)
        change.name(after.id, touches=_touched(after))
        change.entry.before, change.entry.after = {"state": found.state}, {"state": "closed", "title": after.title}
        return after


def close_now(change: Change, objective: Objective) -> Objective:
    """Close an objective now, its key results at the values that they have."""
    values = change.values
    key_results = (one._replace(current=current(values, objective, one)) for one in objective.key_results)
    after = objective._replace(state="closed", closed_at=change.now, key_results=tuple(key_results))
    change.repository.put_objective(after, at=change.now, why=change.entry.why)
    return after


def _touched(objective: Objective) -> tuple[str, ...]:
    """Name what a change of a whole objective concerns."""
    return (*(one.id for one in objective.key_results), *(one.id for one in objective.initiatives))
