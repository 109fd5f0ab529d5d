"""The tables of company.toml, field by field; `company_file` says how they fit together."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from cadence_tui.domain.calendar import WEEKDAYS, zone_named
from cadence_tui.domain.company import NUMBER_FORMATS, NumberFormat, Stage
from cadence_tui.domain.errors import NotFoundError, not_found
from cadence_tui.domain.ladder import Owes
from cadence_tui.domain.text import clean_line
from cadence_tui.edges.dates import one_day
from cadence_tui.edges.fields import STRICT, rule
from cadence_tui.edges.kpi_fields import Word, one_person

_MOST_PEOPLE = 1_000_000
_MOST_HOURS = 24 * 366
_YEARS = range(2000, 2200)
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")


def _zone(text: str) -> str:
    """Read a time zone."""
    name = clean_line(text, "time zone")
    try:
        zone_named(name)
    except NotFoundError:
        raise not_found("time zone", name, available_timezones(), hint="Use a name such as Europe/Oslo.") from None
    return name


def read_weekday(value: object) -> int:
    """Read a day of the week as its number, 0 for Monday."""
    name = value.strip().casefold() if isinstance(value, str) else ""
    return (WEEKDAYS if name in WEEKDAYS else _LONG_DAYS).index(name)


def _close_time(value: object) -> time:
    """Read a time of day in whole minutes, as text or as TOML's own."""
    if isinstance(value, str) and (found := _TIME.fullmatch(value.strip())):
        return time(int(found[1]), int(found[2]))
    if isinstance(value, time) and not (value.second or value.microsecond):
        return value
    raise ValueError(value)


def read_day(value: object) -> date:
    """Read a date, as text or as TOML's own; a moment is none."""
    day = one_day(value) if isinstance(value, str) else value
    if isinstance(day, datetime) or not isinstance(day, date) or day.year not in _YEARS:
        raise ValueError(value)
    return day


def _line(what: str) -> AfterValidator:
    """Read a name: one line that can be seen."""
    return AfterValidator(rule(lambda text: clean_line(text, what)))


_Person = Annotated[str, _line("person’s name")]
_TeamName = Annotated[str, _line("team name")]


class CompanyFields(BaseModel):
    """The table [company]."""

    model_config = STRICT

    name: Annotated[str, _line("company name")] | None = Field(None, description="the company’s name, as “Fjord Labs”")
    timezone: Annotated[str, AfterValidator(rule(_zone))] | None = Field(
        None, description="a time zone, as “Europe/Oslo”"
    )
    close_day: Annotated[int, BeforeValidator(read_weekday)] | None = Field(
        None, description=f"one of {', '.join(WEEKDAYS)}"
    )
    close_time: Annotated[time, BeforeValidator(_close_time)] | None = Field(
        None, description="hours and minutes, as “18:00”"
    )
    start: Annotated[date, BeforeValidator(read_day)] | None = Field(
        None, description="the first day of the rollout, as 2026-09-01"
    )
    number_format: NumberFormat | None = Field(None, description=" or ".join(f"“{name}”" for name in NUMBER_FORMATS))
    people_count: Annotated[int, Field(ge=1, le=_MOST_PEOPLE)] | None = Field(
        None, description="how many people there are, as 7"
    )
    stage: Annotated[Stage, Word] | None = Field(None, description="solo, traction, alignment or scaling")
    founder: Annotated[str, AfterValidator(rule(lambda text: one_person(text, "founder")))] | None = Field(
        None, description="the founder’s name"
    )
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="the number of the month in which the fiscal year begins, from 1 to 12"
    )
    self_verify: bool | None = Field(
        None, description="true, when in a company of one done also means verified, or false"
    )
    checkin_weeks: Annotated[int, Field(ge=1, le=2)] | None = Field(
        None, description="1 for a check-in on objectives every week, 2 for every two weeks"
    )


class PersonFields(BaseModel):
    """One of [[people]]."""

    model_config = STRICT

    name: _Person | None = Field(None, description="the person’s name")


class TeamFields(BaseModel):
    """One of [[teams]]."""

    model_config = STRICT

    name: _TeamName | None = Field(None, description="the team’s name, as “Growth”")
    lead: _Person | None = Field(None, description="the name of the person who leads it")
    members: list[_Person] | None = Field(None, description="a list of names, as [“Ada”, “Bob”]")


class RungFields(BaseModel):
    """One of [[ladder]]."""

    model_config = STRICT

    name: Annotated[str, _line("rung’s name")] | None = Field(None, description="the rung’s name, as “Owner”")
    who: _Person | None = Field(None, description="owner, lead, founder, or a person’s name")
    owes: Annotated[Owes, Word] | None = Field(None, description="action or decision")
    respond_within_hours: Annotated[int, Field(ge=1, le=_MOST_HOURS)] | None = Field(
        None, description=f"whole hours from 1 to {_MOST_HOURS:,}, or leave it out for no limit"
    )
