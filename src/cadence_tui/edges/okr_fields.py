"""The fields of objectives and key results by the names of okrs.toml, each checked for itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.entry import parse_number
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.okr import InitiativeState, KeyResultKind, parse_cycle
from cadence_tui.domain.text import clean_line
from cadence_tui.edges.company_fields import read_day, read_weekday
from cadence_tui.edges.fields import STRICT, rule
from cadence_tui.edges.kpi_fields import UNITS, Word, as_typed, is_none, one_person, read_unit
from cadence_tui.edges.problems import echo

if TYPE_CHECKING:
    from decimal import Decimal

MEASURED = tuple(unit for unit in UNITS if unit != "yes_no")


def _unit(text: str) -> str:
    """Read the unit of a metric; a yes or no is a milestone."""
    unit = read_unit(text)
    if unit == "yes_no":
        raise InvalidError("A yes or no is a milestone; write kind = “milestone”, and leave the unit out.")
    return unit


def _day_or_none(value: object) -> object:
    """Read a date, or that there is to be none of its own."""
    return value if is_none(value) else read_day(value)


def read_number(value: object, *, unit: str, number_format: str) -> Decimal:
    """Read a baseline, a target or a weight: text as people write it, or a number of TOML.

    Raises:
        InvalidError: where it is no number.
    """
    text = as_typed(value, number_format)
    if text.strip()[:2] in ("=", "+=", "-="):
        raise InvalidError(f"“{echo(text)}” goes by a value before, and there is none; write the number itself.")
    return parse_number(text, unit=unit, number_format=number_format)


_Title = Annotated[str, AfterValidator(rule(lambda text: clean_line(text, "title")))]
_Owner = Annotated[str, AfterValidator(rule(one_person))]
_Day = Annotated[date | str, BeforeValidator(_day_or_none)]


class ObjectiveFields(BaseModel):
    """One of [[objectives]]."""

    model_config = STRICT

    title: _Title | None = Field(None, description="what will be different, in words")
    owner: _Owner | None = Field(None, description="the one person who answers for it")
    team: str | None = Field(None, description="the name of a team, or leave it out for a company objective")
    cycle: Annotated[str, AfterValidator(rule(parse_cycle))] | None = Field(
        None, description="the fiscal quarter, as 2026-Q4, or leave it out for the current one"
    )
    kpi: str | None = Field(None, description="the key of the KPI that it means to move")
    serves: str | None = Field(None, description="the id of the company objective that it serves, as O-1")
    review_day: Annotated[int, BeforeValidator(read_weekday)] | None = Field(
        None, description=f"one of {', '.join(WEEKDAYS)}"
    )
    initiatives: list[_Title] | None = Field(None, description="a list of texts, as [“Guided first run”]")
    key_results: list[Any] | None = Field(None, description="each as a table [[objectives.key_results]]")


class KeyResultFields(BaseModel):
    """One of [[objectives.key_results]]; its numbers are read once unit and number format are known."""

    model_config = STRICT

    title: _Title | None = Field(None, description="the number that moves, as “Activation rate”")
    kind: Annotated[KeyResultKind, Word] | None = Field(None, description="metric or milestone")
    baseline: Any = Field(None, description="the number from which it starts, as 45")
    target: Any = Field(None, description="the number at which it should end, as 65")
    unit: Annotated[str, AfterValidator(rule(_unit))] | None = Field(None, description=f"one of {', '.join(MEASURED)}")
    due: _Day | None = Field(None, description="a day, as 2026-12-31, or leave it out for the cycle’s last")
    start: _Day | None = Field(None, description="a day, as 2026-10-01, or leave it out for the cycle’s first")
    weight: Any = Field(None, description="a number above 0, or leave it out for 1")
    kpi: str | None = Field(None, description="the key of the KPI that feeds it, or leave it out")


class InitiativeFields(BaseModel):
    """An initiative."""

    model_config = STRICT

    title: _Title | None = Field(None, description="what is to be done, in a few words")
    owner: _Owner | None = Field(None, description="the one person who answers for it")
    state: Annotated[InitiativeState, Word] | None = Field(None, description="planned, under_way, done or dropped")
