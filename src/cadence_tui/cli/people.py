"""People and teams: listed, added, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui.cli.common import Call, Group, common, shared
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.company import Team
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.people import Person
    from cadence_tui.services.view import View


@click.group(cls=Group)
@shared
def person(**_: object) -> None:
    """List, add, rename and remove people.

    Example: cadence company person list
    """


@person.command(name="list")
@click.option("--all", "gone", is_flag=True, help="Show those who left too.")
@common
def list_people(call: Call, gone: bool) -> None:
    """List the people with what they hold.

    Example: cadence company person list --json
    """
    from cadence_tui.services.people import everyone

    with call.view() as view:
        found = everyone(view.repository, gone=gone)
        call.answer(
            lambda: [person_document(one, view) for one in found], lambda: people_table(found, view.calendar.zone)
        )


@person.command(name="add")
@click.argument("name")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def add_person(call: Call, name: str, why: str) -> None:
    """Add a person; one who left comes back.

    Example: cadence company person add "Ada Lovelace"
    """
    from cadence_tui.services.people import add as do

    with call.desk() as desk:
        _answer_person(call, desk, added := do(desk, name, why=why), f"{added} is in.")


@person.command(name="edit")
@click.argument("name")
@click.option("--name", "new", metavar="NAME", help="The new name; all that they own follows.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def edit_person(call: Call, name: str, new: str | None, why: str) -> None:
    """Give a person another name, everywhere but in what is history.

    Example: cadence company person edit Ada --name "Ada Lovelace"
    """
    from cadence_tui.services.people import rename as do

    if new is None:
        raise UsageError(f"Say what to change of {name}, as --name NEW.")
    with call.desk() as desk:
        renamed = do(desk, name, new, why=why)
        _answer_person(call, desk, renamed, f"{renamed} it is, and all that they own follows.")


@person.command(name="remove")
@click.argument("name")
@click.option("--hand-over-to", "heir", metavar="NAME", help="Who takes over what they hold.")
@click.option("--team-kpis", "kpis", multiple=True, metavar="TEAM=NAME", help="Who takes over their KPIs of a team.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def remove_person(call: Call, name: str, heir: str | None, kpis: tuple[str, ...], why: str) -> None:
    """Let a person leave, once somebody else holds what they held.

    Example: cadence company person remove Ada --hand-over-to Bob
    """
    from cadence_tui.services.people import remove as do

    pairs = [text.partition("=") for text in kpis]
    if not all(team.strip() and who.strip() for team, _, who in pairs):
        raise UsageError("Name a team and a person with --team-kpis, as --team-kpis Growth=Bob.")
    with call.desk() as desk:
        gone, held = do(desk, name, to=heir, kpis={team.strip(): who.strip() for team, _, who in pairs}, why=why)
        said = f"{gone.name} has left."
        if held.told():
            said += f" Handed over: {', '.join(held.told())}."
        call.answer(lambda: person_document(gone, desk.view()), lambda: [said])


def _answer_person(call: Call, desk: Desk, name: str, said: str) -> None:
    """Answer with a person as they are now."""
    from cadence_tui.services.people import person_of

    call.answer(lambda: person_document(person_of(desk.repository, name), desk.view()), lambda: [said])


def person_document(one: Person, view: View) -> dict[str, Any]:
    """Write a person with what they hold."""
    from cadence_tui.cli.documents import moment

    return {
        "name": one.name,
        "founder": one.holds.is_founder,
        "kpis": list(one.holds.kpis),
        "actions": list(one.holds.actions),
        "leads": list(one.holds.leads),
        "teams": list(one.teams),
        "left_at": moment(one.left_at, view.calendar.zone),
    }


def people_table(found: Sequence[Person], zone: ZoneInfo) -> list[Line]:
    """Line people up."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    rows: list[list[Piece]] = []
    for one in found:
        left = f"left {formatting.day_label(one.left_at.astimezone(zone).date())}" if one.left_at else ""
        roles = ["founder"] if one.holds.is_founder else []
        roles += [f"leads {name}" for name in one.holds.leads]
        rows.append(
            [
                (one.name, "faint") if one.left_at else one.name,
                (left, "faint") if left else ", ".join(roles),
                ", ".join(one.teams),
                str(len(one.holds.kpis)),
                str(len(one.holds.actions)),
            ]
        )
    return table(["PERSON", "ROLE", "TEAMS", "KPIS", "OPEN ACTIONS"], rows, right=(3, 4), yields=(2, 1, 0))


# --- Teams ------------------------------------------------------------------------------------------------------------


@click.group(cls=Group)
@shared
def team(**_: object) -> None:
    """List, add, change and remove teams.

    Example: cadence company team list
    """


@team.command(name="list")
@common
def list_teams(call: Call) -> None:
    """List the teams with their leads, people and KPIs.

    Example: cadence company team list --json
    """
    with call.view() as view:
        found = view.repository.teams()
        call.answer(
            lambda: [team_document(one, view) for one in found],
            lambda: teams_table(found, view) if found else ["No teams yet; “cadence company team add NAME” adds one."],
        )


@team.command(name="add")
@click.argument("name")
@click.option("--lead", metavar="NAME", help="Who leads it; the founder stands in where nobody does.")
@click.option("--member", "members", multiple=True, metavar="NAME", help="Somebody in it; may be given again.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def add_team(call: Call, name: str, lead: str | None, members: tuple[str, ...], why: str) -> None:
    """Add a team.

    Example: cadence company team add Growth --lead Ada --member Ada --member Bob
    """
    from cadence_tui.services.teams import add as do

    with call.desk() as desk:
        added = do(desk, name, lead=lead, members=members, why=why)
        call.answer(lambda: team_document(added, desk.view()), lambda: [f"{added.name} is a team now."])


@team.command(name="edit")
@click.argument("team_", metavar="TEAM")
@click.option("--name", metavar="NAME", help="The new name; its KPIs follow.")
@click.option("--lead", metavar="NAME", help="Who leads it; none for nobody.")
@click.option("--add-member", "joining", multiple=True, metavar="NAME", help="Somebody who joins; may be given again.")
@click.option("--remove-member", "leaving", multiple=True, metavar="NAME", help="Somebody who leaves it.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def edit_team(
    call: Call,
    team_: str,
    name: str | None,
    lead: str | None,
    joining: tuple[str, ...],
    leaving: tuple[str, ...],
    why: str,
) -> None:
    """Change a team's name, its lead, or who is in it.

    Example: cadence company team edit Growth --lead Bob --remove-member Ada
    """
    from cadence_tui.services.teams import edit as do

    if name is None and lead is None and not joining and not leaving:
        raise UsageError(f"Say what to change of {team_}: --name, --lead, --add-member or --remove-member.")
    with call.desk() as desk:
        after = do(desk, team_, name=name, lead=lead, joining=joining, leaving=leaving, why=why)
        call.answer(lambda: team_document(after, desk.view()), lambda: [f"{after.name} is changed."])


@team.command(name="remove")
@click.argument("team_", metavar="TEAM")
@click.option("--hand-over-to", "heir", metavar="NAME", help="The team that takes over its KPIs, or company.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def remove_team(call: Call, team_: str, heir: str | None, why: str) -> None:
    """Remove a team; its people stay, and its KPIs go to another team, or to the company.

    Example: cadence company team remove Growth --hand-over-to Marketing
    """
    from cadence_tui.services.teams import remove as do

    with call.desk() as desk:
        gone = do(desk, team_, to=heir, why=why)
        call.answer(lambda: team_document(gone, desk.view()), lambda: [f"{gone.name} is no team any more."])


def team_document(one: Team, view: View) -> dict[str, Any]:
    """Write a team with its KPIs."""
    from cadence_tui.services.teams import kpis_of

    return {
        "name": one.name,
        "lead": one.lead,
        "members": list(one.members),
        "kpis": kpis_of(view.kpis.values(), one.name),
    }


def teams_table(found: Sequence[Team], view: View) -> list[Line]:
    """Line teams up."""
    from cadence_tui.cli.terminal import table
    from cadence_tui.services.teams import kpis_of

    rows: list[list[Piece]] = [
        [
            one.name,
            one.lead or f"– ({view.company.founder} stands in)",
            ", ".join(one.members),
            ", ".join(kpis_of(view.kpis.values(), one.name)),
        ]
        for one in found
    ]
    return table(["TEAM", "LEAD", "MEMBERS", "KPIS"], rows, yields=(2, 3, 1, 0))
