"""Changes of the company, its people and its teams from outside: options of the command line, a form of the app."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.company import Team
from cadence_tui.domain.ladder import ROLES, Rung
from cadence_tui.domain.text import clean_line
from cadence_tui.edges.company_fields import CompanyFields, RungFields, TeamFields
from cadence_tui.edges.fields import missing, read
from cadence_tui.edges.kpi_fields import is_none, one_person
from cadence_tui.edges.problems import Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = {
    "name": "name",
    "founder": "founder",
    "stage": "stage",
    "people_count": "people_count",
    "number_format": "number_format",
    "fiscal_year_start": "fiscal_start",
    "self_verify": "self_verify",
    "checkin_weeks": "checkin_weeks",
    "timezone": "zone",
    "close_day": "close_day",
    "close_time": "close_time",
}
_NUMBER = re.compile(r"[0-9]{1,9}")
_ANSWERS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def read_changes(fields: Mapping[str, object]) -> dict[str, Any]:
    """Read changes of the company: the fields of `Company` and `Rhythm` that are given, with their new values.

    `fields` go by the names of company.toml; one that is None counts as absent.

    Raises:
        InvalidError: naming every field that is wrong, and what would be right.
    """
    form, problems = read(CompanyFields, {name: _typed(name, value) for name, value in fields.items()})
    if form.start is not None:
        problems.append(Problem("start", "The rollout’s first day stays what it is; leave it out."))
    if problems:
        raise refuse(problems, "The change of the company has {count} problems; nothing was changed:")
    return {to: value for name, to in _NAMES.items() if (value := getattr(form, name)) is not None}


def _typed(name: str, value: object) -> object:
    """Read a number or a yes as it is typed; what is none is left for the field to refuse."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if name in ("people_count", "fiscal_year_start", "checkin_weeks") and _NUMBER.fullmatch(text):
        return int(text)
    return _ANSWERS.get(text.casefold(), value) if name == "self_verify" else value


def read_person(name: str) -> str:
    """Read the name of somebody new.

    Raises:
        InvalidError: for a name that cannot be one, or that is more than one person's.
    """
    return one_person(name, "person’s name")


def read_team(fields: Mapping[str, object]) -> Team:
    """Read a new team from its fields, by the names of company.toml.

    Raises:
        InvalidError: naming every field that is missing or wrong, and what would be right.
    """
    form, problems = read(TeamFields, fields)
    if form.name is None and all(problem.field != "name" for problem in problems):
        problems.append(missing(TeamFields, "name"))
    if problems or form.name is None:
        raise refuse(problems, "The team has {count} problems; it was not added:")
    return Team(form.name, form.lead, tuple(form.members or ()))


def read_lead(text: str) -> str | None:
    """Read who leads a team; “none” means nobody, and the founder stands in."""
    return None if is_none(text) else clean_line(text, "lead")


def read_rung(fields: Mapping[str, object]) -> Rung:
    """Read one rung of a ladder from its fields, by the names of company.toml; no hours mean no limit.

    Raises:
        InvalidError: naming every field that is missing or wrong, and what would be right.
    """
    hours = fields.get("respond_within_hours")
    if isinstance(hours, str):
        text = hours.strip()
        hours = int(text) if _NUMBER.fullmatch(text) else text or None
    form, problems = read(RungFields, {**fields, "respond_within_hours": hours})
    wrong = {problem.field for problem in problems}
    problems += [missing(RungFields, n) for n in ("name", "who", "owes") if getattr(form, n) is None and n not in wrong]
    if problems or form.name is None or form.who is None or form.owes is None:
        raise refuse(problems, "The rung has {count} problems; the ladder stays as it is:")
    role = form.who.casefold()
    return Rung(form.name, role if role in ROLES else form.who, form.owes, form.respond_within_hours)
