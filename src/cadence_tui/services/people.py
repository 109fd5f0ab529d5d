"""People: they join, change their names, and leave once somebody else holds what they held (rules, section 2)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.ladder import ADVISER, ROLES, reassigned
from cadence_tui.domain.text import clean_line, same_name
from cadence_tui.services import filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cadence_tui.domain.okr import Initiative, KeyResult, Objective
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.storage.repository import Repository


class Holdings(NamedTuple):
    """What somebody holds and cannot leave without handing it over.

    `kpis` are keys, the rest ids or names: open actions, open escalations that will ask them by name, objectives that
    are not closed, and initiatives of those that are neither done nor dropped.
    """

    kpis: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()
    escalations: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    is_founder: bool = False

    def told(self) -> list[str]:
        """Say what is held, a phrase each."""
        found = ["the founder’s role"] if self.is_founder else []
        for noun, names in (
            ("KPI", self.kpis),
            ("action", self.actions),
            ("objective", self.objectives),
            ("initiative", self.initiatives),
            ("lead of", self.leads),
            ("rung", self.rungs),
            ("a rung of", self.escalations),
        ):
            if names:
                plural = "s" if noun in ("KPI", "action", "objective", "initiative", "rung") and len(names) > 1 else ""
                found.append(f"{noun}{plural} {', '.join(names)}")
        return found


class Person(NamedTuple):
    """Somebody of the company, the teams that they are a member of, and what they hold."""

    name: str
    teams: tuple[str, ...]
    holds: Holdings
    left_at: datetime | None = None


def holdings(repository: Repository, name: str) -> Holdings:
    """Find what somebody holds."""
    objectives = [one for one in repository.objectives() if one.state != "closed"]
    return Holdings(
        kpis=tuple(key for key, kpi in repository.kpis(retired=False).items() if kpi.owner == name),
        actions=tuple(a.id for a in repository.actions() if a.owner == name and a.state == "open"),
        leads=tuple(team.name for team in repository.teams() if team.lead == name),
        rungs=tuple(f"“{r.name}”" for r in repository.ladder() or () if _asks(r.who, name)),
        escalations=tuple(
            e.id for e in repository.escalations() if any(_asks(r.who, name) for r in e.rungs[e.rung - 1 :])
        ),
        objectives=tuple(one.id for one in objectives if one.owner == name),
        initiatives=tuple(i.id for one in objectives for i in one.initiatives if i.owner == name and i.is_going),
        is_founder=repository.company().founder == name,
    )


def _asks(who: str, name: str) -> bool:
    """Say whether a rung asks somebody by name."""
    return who == name and who not in ROLES


def everyone(repository: Repository, *, gone: bool = False) -> list[Person]:
    """List the people by name, those who left after them where asked."""
    left = repository.left() if gone else {}
    return [person_of(repository, name, left.get(name)) for name in (*repository.people(), *left)]


def person_of(repository: Repository, name: str, left_at: datetime | None = None) -> Person:
    """Look at one person."""
    teams = tuple(team.name for team in repository.teams() if name in team.members)
    return Person(name, teams, holdings(repository, name), left_at)


def add(desk: Desk, name: str, *, why: str = "") -> str:
    """Add a person; one who left comes back.

    Raises:
        RefusedError: when there is somebody of that name.
    """
    from cadence_tui.edges.company_form import read_person

    reason = clean_line(why, "reason") if why else None
    with desk.change("added person", why=reason) as change:
        wanted = read_person(name)
        back = _namesake(change, wanted)
        if back is not None:
            change.repository.remove("people", name=back)
        change.repository.put_person(wanted)
        change.name(wanted)
        change.entry.after = {"name": wanted}
        return wanted


def _namesake(change: Change, wanted: str, *, but: str | None = None) -> str | None:
    """Find somebody who left and had a name; refuse one that somebody here has."""
    here = change.repository.people()
    for other in change.repository.people(gone=True):
        if other != but and same_name(other, wanted):
            if other in here:
                raise RefusedError(f"There is a person “{other}” already; choose another name.")
            return other
    return None


# --- A new name -------------------------------------------------------------------------------------------------------


def rename(desk: Desk, name: str, new: str, *, why: str = "") -> str:
    """Give a person another name: all that they own follows, and the history keeps the old name as it was written.

    Raises:
        RefusedError: when somebody has that name, or had it and left.
    """
    from cadence_tui.edges.company_form import read_person

    reason = clean_line(why, "reason") if why else None
    with desk.change("renamed person", why=reason) as change:
        old, wanted = change.repository.person(name), read_person(new)
        if (left := _namesake(change, wanted, but=old)) is not None:
            raise RefusedError(
                f"There was a person “{left}”, who left; choose another name, so that nobody mixes them up."
            )
        change.name(wanted, touches=(old,))
        change.entry.before, change.entry.after = {"name": old}, {"name": wanted}
        if wanted != old:
            change.repository.remove("people", name=old)
            change.repository.put_person(wanted)
            _rename_everywhere(change, old, wanted)
        return wanted


def _rename_everywhere(change: Change, old: str, new: str) -> None:
    """Let all that somebody owns, and each rung that asks them, follow to their new name."""
    _reassign_roles(change, old, new)
    _reassign_rungs(change, old, new, all_rungs=True)
    for team in change.repository.teams():
        change.repository.put_team(team._replace(members=tuple(new if m == old else m for m in team.members)))
    for key, kpi in change.course.kpis.items():
        if kpi.owner == old:
            renamed = kpi._replace(owner=new)
            change.repository.put_kpi(renamed)
            change.course.kpis = {**change.course.kpis, key: renamed}
    for action in change.repository.actions(closed=True):
        if action.owner == old:
            change.repository.put_action(action._replace(owner=new))
    _reassign_objectives(change, old, new, all_of_them=True)
    filters.follow(change, old, new)


def _reassign_roles(change: Change, old: str, new: str) -> None:
    """Put one person in the place of another as founder and as lead."""
    from cadence_tui.services.company import put_company

    for team in change.repository.teams():
        if team.lead == old:
            change.repository.put_team(team._replace(lead=new))
    founder = change.company.founder
    put_company(change, change.company._replace(founder=new if founder == old else founder))


def _reassign_objectives(change: Change, old: str, new: str, *, all_of_them: bool) -> None:
    """Put one person in the place of another in objectives and initiatives, in all of them or in those going on."""
    for one in change.repository.objectives():
        if one.state == "closed" and not all_of_them:
            continue
        initiatives = tuple(
            i._replace(owner=new) if i.owner == old and (all_of_them or i.is_going) else i for i in one.initiatives
        )
        after = one._replace(owner=new if one.owner == old else one.owner, initiatives=initiatives)
        if after != one:
            change.repository.put_objective(after, at=change.now, why=change.entry.why)
            change.entry.touches.append(one.id)


def _reassign_rungs(change: Change, old: str, new: str, *, all_rungs: bool) -> None:
    """Put one person in the place of another on the ladder, and on the ladders that open escalations go by.

    Without `all_rungs`, a rung that an escalation has climbed past keeps whom it asked.
    """
    own = change.repository.ladder()
    if own is not None:
        change.repository.put_ladder(reassigned(own, old, new))
    for key, escalation in list(change.course.escalations.items()):
        rungs = reassigned(escalation.rungs, old, new, since=1 if all_rungs else escalation.rung)
        if rungs != escalation.rungs:
            change.course.escalations[key] = escalation._replace(rungs=rungs)
            change.repository.put_escalation(change.course.escalations[key])
            change.entry.touches.extend((escalation.id, key))


# --- Leaving ----------------------------------------------------------------------------------------------------------


def remove(
    desk: Desk, name: str, *, to: str | None = None, kpis: Mapping[str, str] = MappingProxyType({}), why: str = ""
) -> tuple[Person, Holdings]:
    """Let a person leave, handing all that they hold over to somebody else in the same change; returns what that was.

    `kpis` names who takes over a team's KPIs, by team, so that they stay owned inside it; `to` takes all the rest.

    Raises:
        RefusedError: when they hold something and nobody takes it over, naming what it is.
    """
    reason = clean_line(why, "reason") if why else None
    with desk.change("removed person", why=reason) as change:
        person = change.repository.person(name)
        held = holdings(change.repository, person)
        heir = change.repository.person(to) if to is not None else None
        heirs = {change.repository.team(team).name: change.repository.person(who) for team, who in kpis.items()}
        if person in (heir, *heirs.values()):
            raise RefusedError(f"{person} cannot hand over to themselves; name somebody else.")
        rest = held._replace(kpis=tuple(key for key in held.kpis if change.course.kpis[key].team not in heirs))
        if heir is None and rest.told():
            raise RefusedError(
                f"{person} still holds {_listed(rest.told())}; hand it all over in the same step with "
                "--hand-over-to NAME."
            )
        if heir is not None:
            _hand_over(change, person, heir, held)
        _hand_over_kpis(change, held.kpis, heirs, heir)
        before = person_of(change.repository, person)
        for team in change.repository.teams():
            change.repository.put_team(team._replace(members=tuple(m for m in team.members if m != person)))
        change.repository.put_person(person, change.now)
        held_ids = (*held.kpis, *held.actions, *held.escalations, *held.objectives, *held.initiatives)
        touches = (*held_ids, *dict.fromkeys(one for one in (heir, *heirs.values()) if one))
        change.name(person, touches=touches)
        change.entry.before = {"holds": held.told(), "member_of": list(before.teams)}
        change.entry.after = {"handed_over_to": heir} | ({"team_kpis_to": heirs} if heirs else {})
        return person_of(change.repository, person, change.now), held


def _hand_over_kpis(change: Change, keys: Sequence[str], heirs: Mapping[str, str], heir: str | None) -> None:
    """Hand over KPIs: an open rung that is the owner's goes with them, and its running clock starts anew."""
    from cadence_tui.services.kpis import apply

    for key in keys:
        kpi = change.course.kpis[key]
        apply(change, kpi, {"owner": heirs.get(kpi.team or "", heir)})


def _hand_over(change: Change, person: str, heir: str, held: Holdings) -> None:
    """Hand over everything but the KPIs."""
    _reassign_roles(change, person, heir)
    _reassign_rungs(change, person, heir, all_rungs=False)
    for action in held.actions:
        change.repository.put_action(change.repository.action(action)._replace(owner=heir))
    _reassign_objectives(change, person, heir, all_of_them=False)


def _listed(words: Sequence[str]) -> str:
    """List phrases in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# --- What must hold afterwards ----------------------------------------------------------------------------------------


def dangling(repository: Repository) -> str | None:
    """Say what names a person, a team, a KPI or an objective that is not here, if anything in use does."""
    people, teams = set(repository.people()), {team.name for team in repository.teams()}
    named = [("the company", repository.company().founder)]
    named += [(kpi.key, kpi.owner) for kpi in repository.kpis(retired=False).values()]
    named += [(action.id, action.owner) for action in repository.actions() if action.state == "open"]
    for team in repository.teams():
        named += [(team.name, person) for person in (team.lead, *team.members) if person is not None]
    asked = [("the ladder", rung.who) for rung in repository.ladder() or ()]
    for escalation in repository.escalations():
        asked += [(escalation.id, rung.who) for rung in escalation.rungs[escalation.rung - 1 :]]
    named += [(what, who) for what, who in asked if who not in (*ROLES, ADVISER)]
    objectives = [one for one in repository.objectives() if one.state != "closed"]
    for one in objectives:
        named += [(one.id, one.owner), *((i.id, i.owner) for i in one.initiatives if i.is_going)]
    missing = next((f"{what} names {who}" for what, who in named if who not in people), None)
    homeless = (k for k in repository.kpis(retired=False).values() if k.team is not None and k.team not in teams)
    return (
        missing
        or next((f"{kpi.key} belongs to {kpi.team}" for kpi in homeless), None)
        or next((f"{one.id} belongs to {one.team}" for one in objectives if one.team not in (None, *teams)), None)
        or _adrift(repository, objectives)
    )


def _adrift(repository: Repository, objectives: Sequence[Objective]) -> str | None:
    """Say which objective moves, serves or is fed by what is not here."""
    kpis = repository.kpis() if objectives else {}
    every = {part for one in repository.objectives() for part in (one.id, *(p.id for p in _parts(one)))}
    for one in objectives:
        fed = ((part.id, part.kpi) for part in one.key_results)
        for what, kpi in ((one.id, one.kpi), *fed):
            if kpi is not None and kpi not in kpis:
                return f"{what} names {kpi}"
        if one.serves is not None and one.serves not in every:
            return f"{one.id} serves {one.serves}"
    served = [(action.id, name) for action in repository.actions() for name in action.serves]
    served += [(decision.id, name) for decision in repository.decisions() for name in decision.answers]
    lost = (f"{what} is for {name}" for what, name in served if name[:2] == "O-" and name not in every)
    return next(lost, None)


def _parts(objective: Objective) -> tuple[KeyResult | Initiative, ...]:
    """List the key results and initiatives of an objective."""
    return (*objective.key_results, *objective.initiatives)
