"""What is added to an objective: a key result, a KPI raised to one, an initiative, all of another draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import quarter_days
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.okr import Initiative, raised
from cadence_tui.domain.text import clean_line
from cadence_tui.services.objectives import close_now, known_of, write
from cadence_tui.services.okr_facts import key_result_facts
from cadence_tui.services.okrs import newest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cadence_tui.domain.okr import KeyResult, Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Change, Desk


def add_key_result(
    desk: Desk, playbook: Playbook, objective: str, fields: Mapping[str, object], *, why: str = ""
) -> KeyResult:
    """Add a key result to an objective, to an active one with the reason.

    Raises:
        InvalidError: naming every field that is wrong.
        RefusedError: for a closed objective, and what write refuses.
    """
    from cadence_tui.edges.okr_form import draft_key_result
    from cadence_tui.edges.problems import refuse

    with desk.change("added key result", objective, _reason(why)) as change:
        found = change.repository.objective(objective)
        id_ = _take_id(change, found)
        made, problems = draft_key_result(fields, id_, found.cycle, known_of(change))
        if made is None:
            raise refuse(problems, "The key result has {count} problems; it was not added:")
        _put(change, playbook, found, made)
        return made


def raise_kpi(desk: Desk, playbook: Playbook, kpi: str, objective: str, *, why: str = "") -> KeyResult:
    """Raise a KPI to a key result, from its value now to its healthy target; it is fed by the KPI, which stays.

    It is measured from today where its cycle has begun.

    Raises:
        RefusedError: for a KPI that is retired, has no value, is on its target or is answered with yes or no.
    """
    with desk.change("raised", kpi, _reason(why)) as change:
        found, one = change.repository.objective(objective), change.repository.kpi(kpi)
        if one.retired_at is not None:
            raise RefusedError(f"{one.key} is retired; raise a KPI that is still recorded.")
        id_ = _take_id(change, found)
        value = newest(change.values, one)
        first, last = _days(change, found)
        today = change.course.calendar.today(change.now)
        if today >= last:
            raise RefusedError(f"{found.cycle} is over; raise {one.key} to an objective of a cycle to come.")
        made = raised(one, value, key_result=id_, start=max(first, today), due=last)
        made = made._replace(start=None) if today <= first else made
        _put(change, playbook, found, made)
        change.entry.touches.append(one.key)
        return made


def _days(change: Change, objective: Objective) -> tuple[date, date]:
    """Give the first and the last day of an objective's cycle."""
    return quarter_days(objective.cycle, change.company.fiscal_start)


def _put(change: Change, playbook: Playbook, objective: Objective, made: KeyResult) -> None:
    """Store an objective with one key result more."""
    after = objective._replace(key_results=(*objective.key_results, made))
    write(change, playbook, objective, after, made.id)
    change.entry.after = key_result_facts(made)


def _take_id(change: Change, objective: Objective) -> str:
    """Use up the id of an objective's next key result."""
    return f"{objective.id}.{change.repository.take_number(objective.id)}"


def _reason(why: str) -> str | None:
    """Read a reason, where one is given."""
    return clean_line(why, "reason") if why else None


def add_initiative(
    desk: Desk, playbook: Playbook, objective: str, fields: Mapping[str, object], *, why: str = ""
) -> Initiative:
    """Add an initiative to an objective; its owner is the objective's where nobody is named."""
    from cadence_tui.edges.okr_form import initiative_changes

    with desk.change("added initiative", objective, _reason(why)) as change:
        found = change.repository.objective(objective)
        empty = Initiative(id=_initiative_id(change, found), title="", owner=found.owner)
        made = initiative_changes(fields, empty, known_of(change))
        after = found._replace(initiatives=(*found.initiatives, made))
        write(change, playbook, found, after, made.id)
        change.entry.after = {"title": made.title, "owner": made.owner, "state": made.state}
        return made


def _initiative_id(change: Change, objective: Objective) -> str:
    """Use up the id of an objective's next initiative."""
    return f"{objective.id}.i{change.repository.take_number(f'{objective.id}.i')}"


def roll_in(desk: Desk, playbook: Playbook, draft: str, into: str, *, why: str = "") -> Objective:
    """Roll a draft into another objective, to which its key results and initiatives go; the draft is put aside.

    Raises:
        RefusedError: for one that is no draft, and what write refuses.
    """
    with desk.change("rolled in", draft, _reason(why)) as change:
        found, home = change.repository.objective(draft), change.repository.objective(into)
        if found.state != "draft":
            raise RefusedError(f"{found.id} is {found.state}; only a draft can be rolled into another objective.")
        if found.id == home.id or found.cycle != home.cycle:
            raise RefusedError(f"{found.id} can be rolled only into another objective of {found.cycle}.")
        moved = (one._replace(id=_take_id(change, home)) for one in found.key_results)
        initiatives = (one._replace(id=_initiative_id(change, home)) for one in found.initiatives)
        after = home._replace(
            key_results=(*home.key_results, *moved),
            initiatives=(*home.initiatives, *initiatives),
        )
        write(change, playbook, home, after, found.id)
        close_now(change, found)
        change.entry.after = {"into": home.id, "title": found.title}
        return after
