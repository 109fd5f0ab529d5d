"""The retrospective: each key result is scored, then kept, dropped or promoted, and the cycle closed (section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import quarter_days
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.kpi import bound_text
from cadence_tui.domain.okr import cycle_of, next_cycle, parse_cycle, progress, read_score
from cadence_tui.domain.text import clean_line, clean_text, same_name
from cadence_tui.services.minutes import minutes_of
from cadence_tui.services.objectives import close_now, plant
from cadence_tui.services.okrs import current
from cadence_tui.services.quarter_notes import gather
from cadence_tui.services.view import view_of

if TYPE_CHECKING:
    from datetime import date

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import Ending, KeyResult, Objective
    from cadence_tui.services.desk import Change, Desk


def score(desk: Desk, key_result: str, text: str, *, note: str = "") -> KeyResult:
    """Score a key result, 0.0 to 1.0 in tenths.

    Raises:
        InvalidError: for what is no score.
        RefusedError: for a draft, and once its cycle is closed.
    """
    value = read_score(text)
    with desk.change("scored") as change:
        objective, found = _open(change, key_result)
        after = found._replace(score=value, score_note=clean_text(note, "note"))
        change.repository.put_key_result(objective.id, after)
        change.name(found.id, touches=(objective.id,), why=after.score_note or None)
        change.entry.before = {"score": None if found.score is None else str(found.score)}
        change.entry.after = {"title": found.title, "score": str(value)}
        return after


def _open(change: Change, name: str) -> tuple[Objective, KeyResult]:
    """Find a key result that a retrospective may still speak about."""
    objective, found = change.repository.key_result(name)
    if objective.state == "draft":
        raise RefusedError(f"{objective.id} is a draft; activate it first.")
    closed = change.repository.cycles().get(objective.cycle)
    if closed is not None and closed["closed_at"] is not None:
        raise RefusedError(f"{objective.cycle} is closed; {found.id} stays as it was.")
    return objective, found


def _end(change: Change, name: str, how: Ending) -> tuple[Objective, KeyResult]:
    """Find a key result that is to end, at the value that it has now."""
    objective, found = _open(change, name)
    if found.ended is not None:
        raise RefusedError(f"{found.id} was {found.ended} already; undo that, or leave it.")
    change.name(found.id, touches=(objective.id,))
    value = current(change.values, objective, found)
    return objective, found._replace(ended=how, current=value)


# --- Kept -------------------------------------------------------------------------------------------------------------


def keep(desk: Desk, key_result: str) -> tuple[Objective, KeyResult]:
    """Carry a key result to the next cycle's draft, from the value that it has now; returns it there.

    Raises:
        RefusedError: for one that is reached, ended or a draft's.
    """
    with desk.change("kept") as change:
        objective, found = _end(change, key_result, "kept")
        if progress(found, found.current) >= 1:
            raise RefusedError(f"{found.id} is reached; promote it, or drop it.")
        today = change.course.calendar.today(change.now)
        fiscal_start = change.company.fiscal_start
        home = _successor(change, objective, max(next_cycle(objective.cycle), cycle_of(today, fiscal_start)))
        carried = _carried(change, found, home, quarter_days(home.cycle, fiscal_start)[1])
        after = home._replace(key_results=(*home.key_results, carried))
        change.repository.put_objective(after, at=change.now)
        change.repository.put_key_result(objective.id, found._replace(ended_why=f"carried to {carried.id}"))
        change.entry.touches.extend((home.id, carried.id))
        change.entry.after = {"title": found.title, "carried_to": carried.id}
        return after, carried


def _carried(change: Change, found: KeyResult, home: Objective, due: date) -> KeyResult:
    """Give a key result as it begins in the next cycle."""
    return found._replace(
        id=f"{home.id}.{change.repository.take_number(home.id)}",
        baseline=found.current if found.kind == "metric" and found.current is not None else found.baseline,
        current=None if found.kpi else found.current,
        start=None,
        due=due,
        confidence=None,
        score=None,
        score_note="",
        ended=None,
    )


def _successor(change: Change, objective: Objective, cycle: str) -> Objective:
    """Find the draft that an objective goes on in, or make it, with the initiatives that are not done."""
    repository = change.repository
    for one in repository.objectives(cycle):
        if one.state == "draft" and one.team == objective.team and same_name(one.title, objective.title):
            return one
    id_ = f"O-{repository.next_number('O')}"
    going = (one for one in objective.initiatives if one.is_going)
    draft = objective._replace(
        id=id_,
        cycle=cycle,
        created_at=change.now,
        state="draft",
        key_results=(),
        initiatives=tuple(one._replace(id=f"{id_}.i{n}") for n, one in enumerate(going, 1)),
        activated_at=None,
        closed_at=None,
        serves=_served(change, objective, cycle),
    )
    plant(change, draft)
    for one in repository.objectives(cycle):
        if one.serves == objective.id and one.state == "draft":
            repository.put_objective(one._replace(serves=id_), at=change.now)
    return draft


def _served(change: Change, objective: Objective, cycle: str) -> str | None:
    """Find the objective that a team's next one serves: what goes on from the one it served, if that is there."""
    if objective.serves is None:
        return None
    served = change.repository.objective(objective.serves)
    later = change.repository.objectives(cycle)
    return next((o.id for o in later if o.team is None and same_name(o.title, served.title)), served.id)


# --- Dropped ----------------------------------------------------------------------------------------------------------


def drop(desk: Desk, key_result: str, why: str) -> KeyResult:
    """Drop a key result with the reason; out of a draft it is taken away.

    Raises:
        RefusedError: for one that ended already, and once its cycle is closed.
    """
    reason = clean_line(why, "reason")
    with desk.change("dropped", why=reason) as change:
        objective, part = change.repository.key_result(key_result)
        if objective.state == "draft":
            after = part._replace(ended="dropped", ended_why=reason)
            left = tuple(one for one in objective.key_results if one.id != part.id)
            change.repository.put_objective(objective._replace(key_results=left), at=change.now, why=reason)
            change.name(part.id, touches=(objective.id,))
        else:
            _, found = _end(change, key_result, "dropped")
            after = found._replace(ended_why=reason)
            change.repository.put_key_result(objective.id, after)
        change.entry.after = {"title": part.title, "ended": "dropped"}
        return after


# --- Promoted ---------------------------------------------------------------------------------------------------------


def promote(desk: Desk, key_result: str, *, alert: str | None = None) -> Kpi:
    """Make the value that a key result has reached its KPI's new target, for periods not judged yet; returns the KPI.

    Raises:
        RefusedError: where no KPI feeds it, and while an escalation of that KPI is open, saying what to do.
    """
    from cadence_tui.edges.kpi_form import read_changes
    from cadence_tui.services.kpis import apply

    with desk.change("promoted") as change:
        objective, found = _end(change, key_result, "promoted")
        if found.kpi is None:
            raise RefusedError(f"No KPI feeds {found.id}; keep it, or drop it with the reason.")
        kpi = change.course.kpis[found.kpi]
        _refuse_promotion(change, found, kpi)
        fields = {"target": found.current, "alert": alert}
        wanted = read_changes(fields, kpi, number_format=change.company.number_format)
        after = apply(change, kpi, wanted)
        told = f"target of {kpi.key}: {bound_text(after.goal.target)}"
        change.repository.put_key_result(objective.id, found._replace(ended_why=told))
        change.entry.touches.append(kpi.key)
        change.entry.before = {"target": bound_text(kpi.goal.target), "alert": bound_text(kpi.goal.alert)}
        change.entry.after = {
            "title": found.title,
            "target": bound_text(after.goal.target),
            "alert": bound_text(after.goal.alert),
        }
        return after


def _refuse_promotion(change: Change, found: KeyResult, kpi: Kpi) -> None:
    """Refuse a target that may not change now, or that one value cannot be."""
    if found.current is None:
        raise RefusedError(f"{kpi.key} has no value yet; there is nothing to promote {found.id} to.")
    if kpi.retired_at is not None:
        raise RefusedError(f"{kpi.key} is retired, and takes no target; keep {found.id}, or drop it with the reason.")
    if kpi.goal.direction == "between":
        raise RefusedError(
            f"{kpi.key} is healthy within a range, which {found.id}’s one value cannot be: set it with "
            f"“cadence kpi edit {kpi.key} --target 40..60 --why …”, then drop {found.id} with that as the reason."
        )
    if kpi.key in change.course.escalations:
        open_one = change.course.escalations[kpi.key].id
        raise RefusedError(
            f"{kpi.key} has an open escalation, so only a decision changes its target: log one with “cadence decide … "
            f"--for {open_one} --kind retarget --target {found.current:f}”, then promote {found.id}."
        )


# --- The cycle --------------------------------------------------------------------------------------------------------


def close_cycle(
    desk: Desk, cycle: str, *, learned: str | None = None, rating: int | None = None, remark: str = ""
) -> list[Objective]:
    """Close a cycle with what was learned: its active objectives are closed, and the retrospective counts as held.

    Without `learned` it is what was written down in the retrospective. What its notes are written from is frozen.

    Raises:
        RefusedError: while a key result has no score, or is neither kept nor dropped nor promoted, naming each.
    """
    where = parse_cycle(cycle)
    with desk.change("closed cycle", where) as change:
        repository = change.repository
        before = repository.cycles().get(where)
        if before is not None and before["closed_at"] is not None:
            raise RefusedError(f"{where} is closed already.")
        held = [one for one in repository.objectives(where) if one.activated_at is not None]
        if not held:
            raise RefusedError(f"{where} had no active objective; there is nothing to look back on.")
        _refuse_unfinished(where, [part for one in held if one.state == "active" for part in one.key_results])
        after = [close_now(change, one) if one.state == "active" else one for one in held]
        said = minutes_of(repository, where, "quarterly").learned if learned is None else clean_text(learned, "text")
        repository.put_cycle(where, learned=said, closed_at=change.now)
        report = gather(view_of(change), where, learned=said, rating=rating, remark=remark, held=True)
        repository.add_meeting(
            "quarterly", where, held_at=change.now, held_by=change.who, rating=rating, remark=remark, report=report
        )
        change.name(where, touches=[one.id for one in held])
        change.entry.after = {"closed": [one.id for one in after], "learned": said}
        return after


def _refuse_unfinished(cycle: str, key_results: list[KeyResult]) -> None:
    """Refuse to close a cycle while a key result of it is left open."""
    unscored = [one.id for one in key_results if one.score is None]
    if unscored:
        raise RefusedError(f"{cycle} cannot be closed: {', '.join(unscored)} not scored yet; use “cadence okr score”.")
    going = [one.id for one in key_results if one.ended is None]
    if going:
        raise RefusedError(
            f"{cycle} cannot be closed: {', '.join(going)} neither kept nor dropped nor promoted; say which with "
            "“cadence okr keep”, “drop” or “promote”."
        )
