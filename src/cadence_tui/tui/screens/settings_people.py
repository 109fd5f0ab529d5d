"""The forms for people and teams: they join, change their names, and leave with a hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_line, same_name
from cadence_tui.formatting import fit, join_words
from cadence_tui.services import people, teams
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cadence_tui.domain.company import Team
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_TEAM, _LABEL = "team of ", 14


class Deed(FormDialog):
    """A form whose deed and whose words are handed to it."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        deed: Callable[[Desk, dict[str, str]], Any],
        said: str,
        draft: str = "",
        about: str = "",
    ) -> None:
        """Ask for fields; `said` is what the toast says."""
        super().__init__(title, fields, draft=draft, about=about)
        self._deed, self._said = deed, said

    def save(self, desk: Desk, typed: dict[str, str]) -> Any:  # noqa: ANN401 (each deed's own)
        """Do the deed."""
        return self._deed(desk, typed)

    def saved(self, found: Any) -> str:  # noqa: ANN401, ARG002 (each deed's own)
        """Say what was done, and how to take it back."""
        return f"{self._said} {self.app.key('app.undo')} takes it back."


def form_for(view: View, kind: str, which: str) -> FormDialog | None:
    """Make the form for a person or a team."""
    makers: dict[str, Callable[[], Deed]] = {
        "add-person": _add_person,
        "person": lambda: _rename(which),
        "remove-person": lambda: _leave(view, which),
        "add-team": lambda: _team(view, None),
        "team": lambda: _team(view, view.repository.team(which)),
        "remove-team": lambda: _remove_team(view, which),
    }
    return makers[kind]() if kind in makers else None


def _add_person() -> Deed:
    """Ask for the name of somebody new."""
    name = Field("name", "Name", needed=True, read=a_line("person’s name"), hint="One person, as everyone calls them.")
    return Deed(
        "A new person",
        [name],
        deed=lambda desk, typed: people.add(desk, typed["name"]),
        said="They can own KPIs and actions from now on.",
        draft="settings:person",
    )


def _rename(person: str) -> Deed:
    """Ask for another name."""
    return Deed(
        f"Rename {person}",
        [Field("name", "Name", value=person, needed=True, read=a_line("person’s name"))],
        deed=lambda desk, typed: people.rename(desk, person, typed["name"]),
        said="Their KPIs, actions and rungs follow the new name; the history keeps the old one.",
        draft=f"settings:person:{person}",
        about="All that they own follows; what was written before keeps the old name.",
    )


def _leave(view: View, person: str) -> Deed:
    """Ask who takes over what somebody holds."""
    holds = people.holdings(view.repository, person)
    held = holds.told()
    others = tuple(name for name in view.repository.people() if name != person)
    about = f"{person} holds {join_words(held)}." if held else f"{person} holds nothing, and can leave at once."
    heir = Field(
        "to",
        "Hand over to",
        known=others,
        needed=bool(held),
        hint="Who takes all of it over; a running clock of an open rung starts anew for them.",
    )
    found = {team.name: _heir_in(team, view, holds.kpis, person) for team in view.repository.teams()}
    of_teams = {team: field for team, field in found.items() if field is not None}
    stay = " A team’s KPIs are owned inside it: name who of it takes them over, or nobody but the heir does."

    def leave(desk: Desk, typed: dict[str, str]) -> object:
        named = {team: typed[field.name].strip() for team, field in of_teams.items()}
        return people.remove(desk, person, to=typed["to"].strip() or None, kpis={t: n for t, n in named.items() if n})

    return Deed(
        f"{person} leaves",
        [heir, *of_teams.values()],
        deed=leave,
        said=f"{person} has left" + (", and what they held is handed over." if held else "."),
        about=f"{about} The history keeps the name.{stay if of_teams else ''}",
    )


def _heir_in(team: Team, view: View, keys: Sequence[str], person: str) -> Field | None:
    """Ask who of a team takes over its KPIs, where somebody who leaves owns any."""
    names = [view.kpis[key].name for key in keys if view.kpis[key].team == team.name]
    if not names:
        return None
    inside = tuple(dict.fromkeys(name for name in (team.lead, *team.members) if name and name != person))
    return Field(
        _TEAM + team.name,
        fit(f"{team.name}’s KPIs", _LABEL),
        known=inside,
        placeholder="whoever takes the rest",
        hint=f"Who takes over {join_words(names)}.",
    )


# --- Teams ------------------------------------------------------------------------------------------------------------


def _names(text: str) -> tuple[str, ...]:
    """Read names that commas divide."""
    return tuple(clean_line(name, "person’s name") for name in text.split(",") if name.strip())


def _team(view: View, team: Team | None) -> Deed:
    """Ask for a team's name, lead and members."""
    known = view.repository.people()

    def members(text: str, _: object) -> str:
        strangers = [name for name in _names(text) if not any(same_name(name, one) for one in known)]
        if strangers:
            raise InvalidError(f"There is no person {strangers[0]}; there are {', '.join(known)}.")
        return f"{len(_names(text))}"

    fields = [
        Field("name", "Name", value=team.name if team else "", needed=True, read=a_line("team name")),
        Field(
            "lead",
            "Lead",
            value=(team.lead or "") if team else "",
            known=tuple(known),
            placeholder="empty: the founder",
            hint="Who is asked on the second rung.",
        ),
        Field(
            "members",
            "Members",
            value=", ".join(team.members) if team else "",
            read=members,
            hint=f"Names with commas between them. There are {', '.join(known)}.",
        ),
    ]
    if team is None:
        return Deed(
            "A new team",
            fields,
            deed=lambda desk, typed: teams.add(
                desk, typed["name"], lead=typed["lead"].strip() or None, members=_names(typed["members"])
            ),
            said="The team is there; it can own KPIs from now on.",
            draft="settings:team",
        )
    return Deed(
        f"The team {team.name}",
        fields,
        deed=lambda desk, typed: _edit(desk, team, typed),
        said=f"The team {team.name} is changed, from now on.",
        draft=f"settings:team:{team.name}",
    )


def _edit(desk: Desk, team: Team, typed: dict[str, str]) -> Team:
    """Change what was changed of a team."""
    wanted = _names(typed["members"])
    return teams.edit(
        desk,
        team.name,
        name=typed["name"],
        lead=typed["lead"].strip() or "none",
        joining=[name for name in wanted if not any(same_name(name, one) for one in team.members)],
        leaving=[name for name in team.members if not any(same_name(name, one) for one in wanted)],
    )


def _remove_team(view: View, team: str) -> Deed:
    """Ask why a team goes, and who takes its KPIs over."""
    held = [view.kpis[key].name for key in teams.kpis_of(view.kpis.values(), team)]
    others = tuple(one.name for one in view.repository.teams() if one.name != team)
    about = f"It owns {join_words(held)}, which go to another team or to the company." if held else ""
    heir = Field(
        "to",
        "Its KPIs go to",
        known=(*others, teams.COMPANY),
        needed=True,
        hint="Their owners stay who they are.",
    )
    why = Field("why", "Why", hint="For the log; it may be left empty. Its people stay.")
    return Deed(
        f"Remove the team {team}?",
        [heir, why] if held else [why],
        deed=lambda desk, typed: teams.remove(desk, team, to=typed.get("to"), why=typed["why"].strip()),
        said=f"The team {team} is removed; its people stay.",
        about=about,
    )
