"""Teams: added, changed, and removed once they hold no KPI any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.company import roles
from cadence_tui.domain.errors import RefusedError, not_found
from cadence_tui.domain.text import clean_line, fold, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cadence_tui.domain.company import Team
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.desk import Change, Desk

COMPANY = "company"


def add(desk: Desk, name: str, *, lead: str | None = None, members: Sequence[str] = (), why: str = "") -> Team:
    """Add a team.

    Raises:
        RefusedError: when there is one of that name.
        NotFoundError: for a lead or member who is no person of the company.
    """
    from cadence_tui.edges.company_form import read_team

    reason = clean_line(why, "reason") if why else None
    with desk.change("added team", why=reason) as change:
        read = read_team({"name": name, "lead": lead, "members": list(members)})
        _refuse_name(change, read.name)
        team = read._replace(
            lead=change.repository.person(read.lead) if read.lead is not None else None,
            members=_people(change, read.members),
        )
        _put(change, team)
        change.name(team.name)
        change.entry.after = facts(team)
        return team


def edit(
    desk: Desk,
    team: str,
    *,
    name: str | None = None,
    lead: str | None = None,
    joining: Sequence[str] = (),
    leaving: Sequence[str] = (),
    why: str = "",
) -> Team:
    """Change a team: its name, which its KPIs and objectives follow, its lead (“none” for nobody), and who is in it.

    Raises:
        RefusedError: when there is a team of the new name.
        NotFoundError: for an unknown team or person, and for one who is to leave it and is not in it.
    """
    from cadence_tui.edges.company_form import read_lead, read_team

    reason = clean_line(why, "reason") if why else None
    with desk.change("changed team", why=reason) as change:
        before = after = change.repository.team(team)
        if name is not None:
            after = after._replace(name=read_team({"name": name}).name)
        if lead is not None:
            person = read_lead(lead)
            after = after._replace(lead=change.repository.person(person) if person is not None else None)
        gone = [_member(before, person) for person in leaving]
        members = dict.fromkeys((*before.members, *_people(change, joining)))
        after = after._replace(members=tuple(person for person in members if person not in gone))
        if after.name != before.name:
            _rename(change, before, after.name)
        _put(change, after)
        change.name(after.name, touches=(before.name,))
        old, new = facts(before), facts(after)
        change.entry.before = {field: value for field, value in old.items() if new[field] != value}
        change.entry.after = {field: value for field, value in new.items() if old[field] != value}
        return after


def remove(desk: Desk, team: str, *, to: str | None = None, why: str = "") -> Team:
    """Remove a team; its people stay, and its retired KPIs keep its name.

    `to` is the team that takes over its KPIs, or “company”, whose level they then have.

    Raises:
        RefusedError: while it has KPIs that are not retired or objectives that are not closed, naming them.
    """
    from cadence_tui.services.kpis import apply

    reason = clean_line(why, "reason") if why else None
    with desk.change("removed team", why=reason) as change:
        found = change.repository.team(team)
        held = kpis_of(change.course.kpis.values(), found.name)
        heir = None if to is None or fold(to) == COMPANY else change.repository.team(to).name
        if heir == found.name:
            raise RefusedError(f"{found.name} cannot take over its own KPIs; name another team, or {COMPANY}.")
        if held and to is None:
            whose, them = ("the KPI", "it") if len(held) == 1 else ("the KPIs", "them")
            raise RefusedError(
                f"{found.name} still has {whose} {', '.join(held)}; "
                f"retire {them}, or give {them} to another team, or to the {COMPANY}, with --hand-over-to NAME."
            )
        for key in held:
            apply(change, change.course.kpis[key], {"team": heir})
        going = [o.id for o in change.repository.objectives() if o.team == found.name and o.state != "closed"]
        if going:
            raise RefusedError(
                f"{found.name} still has {', '.join(going)}; close what it will not reach with “cadence okr close”."
            )
        change.repository.remove("teams", name=found.name)
        change.name(found.name, touches=tuple(held))
        change.entry.before = facts(found)
        change.entry.after = {"kpis_to": heir or COMPANY, "kpis": held} if held else None
        return found


def kpis_of(kpis: Iterable[Kpi], team: str) -> list[str]:
    """Name the KPIs that a team holds, retired ones aside."""
    return [kpi.key for kpi in kpis if kpi.team == team and kpi.retired_at is None]


def facts(team: Team) -> dict[str, Any]:
    """Give a team as plain values, for the history."""
    return {"name": team.name, "lead": team.lead, "members": list(team.members)}


def _put(change: Change, team: Team) -> None:
    """Store a team, and let the rest of this change see who leads it."""
    change.repository.put_team(team)
    change.course.roles = roles(change.company, change.repository.teams())


def _rename(change: Change, before: Team, name: str) -> None:
    """Give a team another name, which its KPIs and objectives follow, those of the past too."""
    _refuse_name(change, name, but=before.name)
    change.repository.remove("teams", name=before.name)
    for key, kpi in change.course.kpis.items():
        if kpi.team == before.name:
            moved = kpi._replace(team=name)
            change.repository.put_kpi(moved)
            change.course.kpis = {**change.course.kpis, key: moved}
    for one in change.repository.objectives():
        if one.team == before.name:
            change.repository.put_objective(one._replace(team=name), at=change.now, why=change.entry.why)


def _refuse_name(change: Change, name: str, *, but: str | None = None) -> None:
    """Refuse a name that another team has, however it is cased."""
    for other in change.repository.teams():
        if other.name != but and same_name(other.name, name):
            raise RefusedError(f"There is a team “{other.name}” already; choose another name.")


def _people(change: Change, names: Sequence[str]) -> tuple[str, ...]:
    """Find people of the company, each once."""
    return tuple(dict.fromkeys(change.repository.person(name) for name in names))


def _member(team: Team, name: str) -> str:
    """Find somebody who is in a team."""
    found = next((member for member in team.members if same_name(member, name)), None)
    if found is None:
        raise not_found(f"member of {team.name}", name, team.members)
    return found
