"""company.toml: a whole company from a file, every problem in it named at once by its line and field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING

from cadence_tui.domain.entry import DEFAULT_FORMAT
from cadence_tui.domain.text import fold, visible
from cadence_tui.edges.company_tables import ROLES, Tables
from cadence_tui.edges.problems import Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cadence_tui.domain.company import NumberFormat, Stage, Team
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.edges.kpi_form import KpiPlan

FOUNDER = "Founder"
MONDAY = 0
SIX_PM = time(18)
JANUARY = 1
_TABLES = ("company", "people", "teams", "kpis", "ladder")
_STAGES: tuple[tuple[int, Stage], ...] = ((1, "solo"), (20, "traction"), (100, "alignment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPlan:
    """A company as it is meant to be, before it exists.

    `people` are all who are named anywhere, each once, the founder first. `ladder` is None where the default by stage
    is meant.
    """

    name: str
    founder: str
    zone: str
    close_day: int
    close_time: time
    start: date
    number_format: NumberFormat
    people_count: int | None
    stage: Stage
    fiscal_start: int
    self_verify: bool
    checkin_weeks: int = 1
    people: tuple[str, ...]
    teams: tuple[Team, ...]
    kpis: tuple[KpiPlan, ...]
    ladder: tuple[Rung, ...] | None


def read_company(
    text: str, *, zone: str = "UTC", today: date | None = None, source: str = "company.toml"
) -> CompanyPlan:
    """Read a company.toml.

    `zone` and the first of `today`'s month stand in for a time zone and a start that the file does not name.

    Raises:
        InvalidError: naming every problem by its line and field, and what would be right.
    """
    source = visible(source)
    tables = Tables(text, source)
    tables.only(_TABLES)
    plan = _plan(tables, zone, today)
    if plan is None:
        raise refuse(tables.sorted(), f"{source} has {{count}} problems; nothing was created:", source=source)
    return plan


def read_ladder(text: str, *, source: str = "The file") -> tuple[Rung, ...]:
    """Read a ladder of its own: a TOML file with nothing but [[ladder]] in it.

    Raises:
        InvalidError: naming every problem by its line and field, and what would be right.
    """
    source = visible(source)
    tables = Tables(text, source)
    tables.only(("ladder",))
    rungs = tables.ladder()
    if rungs is None and not tables.problems:
        tables.note(("ladder",), Problem("ladder", "It is missing; write each rung as a table [[ladder]]."))
    if rungs is None or tables.problems:
        raise refuse(tables.sorted(), f"{source} has {{count}} problems; the ladder stays as it is:", source=source)
    return rungs


def example() -> str:
    """Give a complete company.toml of a made-up company, with a comment on each option."""
    from importlib.resources import files

    return files("cadence_tui.edges").joinpath("example.toml").read_text(encoding="utf-8")


def stage_of(people: int) -> Stage:
    """Say which stage a number of people is at."""
    return next((stage for most, stage in _STAGES if people <= most), "scaling")


def _plan(tables: Tables, zone: str, today: date | None) -> CompanyPlan | None:
    """Put the tables together; None when there is a problem in them."""
    form = tables.company(("name",) if today else ("name", "start"))
    number_format = form.number_format or DEFAULT_FORMAT
    listed, teams, ladder = tables.people(), tables.teams(), tables.ladder()
    kpis = tables.kpis(number_format, teams)
    start = form.start or (today and today.replace(day=1))
    if tables.problems or form.name is None or start is None:
        return None
    founder = form.founder or FOUNDER
    people = _people(founder, listed, teams, kpis, ladder or ())
    return CompanyPlan(
        name=form.name,
        founder=founder,
        zone=form.timezone or zone,
        close_day=form.close_day or MONDAY,
        close_time=SIX_PM if form.close_time is None else form.close_time,
        start=start,
        number_format=number_format,
        people_count=form.people_count,
        stage=form.stage or stage_of(form.people_count or len(people)),
        fiscal_start=form.fiscal_year_start or JANUARY,
        self_verify=form.self_verify is not False,
        checkin_weeks=form.checkin_weeks or 1,
        people=tuple(people.values()),
        teams=tuple(_with_people(team, people) for team in teams),
        kpis=tuple(replace(kpi, owner=people[fold(kpi.owner)]) for kpi in kpis),
        ladder=ladder and tuple(rung._replace(who=people.get(fold(rung.who), rung.who)) for rung in ladder),
    )


def _people(
    founder: str, listed: Sequence[str], teams: Sequence[Team], kpis: Sequence[KpiPlan], ladder: Sequence[Rung]
) -> dict[str, str]:
    """Gather everyone who is named, as they are spelled first, by their folded names."""
    named = [founder, *listed]
    named += [team.lead for team in teams if team.lead]
    named += [member for team in teams for member in team.members]
    named += [kpi.owner for kpi in kpis]
    named += [rung.who for rung in ladder if rung.who not in ROLES]
    people: dict[str, str] = {}
    for name in named:
        people.setdefault(fold(name), name)
    return people


def _with_people(team: Team, people: Mapping[str, str]) -> Team:
    """Spell a team's people as everywhere, each once."""
    members = dict.fromkeys(people[fold(member)] for member in team.members)
    return team._replace(lead=team.lead and people[fold(team.lead)], members=tuple(members))
