"""The fields of a KPI by the names of company.toml, each checked for itself; `kpi_form` says how they fit together."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from cadence_tui.domain.entry import parse_bound, signs_of
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.formula import parse
from cadence_tui.domain.kpi import Aggregate, Bound, Cadence, Direction, Kind, Perspective
from cadence_tui.domain.owner import is_joint
from cadence_tui.domain.text import clean_key, clean_line, clean_text
from cadence_tui.edges.fields import STRICT, rule
from cadence_tui.edges.problems import echo

UNITS = ("number", "percent", "currency:EUR", "hours", "days", "ratio", "yes_no")
MOST_LAG = 28

_NONE = ("", "none")
_CURRENCY = re.compile(r"currency: ?([A-Za-z]{3})", re.IGNORECASE)
# Far beyond the largest value, so that no absurd exponent is ever written out.
_MOST_DIGITS = 60


def is_none(value: object) -> bool:
    """Say whether a field is to be left empty: nothing was written, or “none”."""
    return isinstance(value, str) and value.strip().casefold() in _NONE


def one_person(name: str, what: str = "owner") -> str:
    """Read the name of one who answers for something: one person, for what two own nobody owns.

    Raises:
        InvalidError: for nobody, and for a joint owner.
    """
    person = clean_line(name, what)
    if is_joint(person):
        raise InvalidError(f"“{echo(person)}” is more than one; name the one person who answers for it.")
    return person


def read_bound(value: object, direction: Direction, *, unit: str, number_format: str) -> Bound | None:
    """Read a target or an alert: text as people write it, a number of TOML or JSON, or two of either for a range.

    Raises:
        InvalidError: where it is not of the direction's shape, or a number in it cannot be read.
    """
    ends = value if isinstance(value, list | tuple) else [value]
    texts = [as_typed(end, number_format, is_yes_no=direction == "yes_no") for end in ends]
    whole = texts if isinstance(value, list | tuple) else texts[0]
    return parse_bound(whole, direction, unit=unit, number_format=number_format)


def as_typed(value: object, number_format: str, *, is_yes_no: bool = False) -> str:
    """Write a number as one types it here, so that 1.234 is never taken for a thousand."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) and is_yes_no:
        return "yes" if value else "no"
    number = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS:
        return f"{number:f}".replace(".", signs_of(number_format)[1])
    raise InvalidError(f"“{echo(value)}” is not a number; write it as {number_format}, in quotes or plain.")


def read_unit(text: str) -> str:
    """Read a unit."""
    unit = text.strip()
    if currency := _CURRENCY.fullmatch(unit):
        return f"currency:{currency[1].upper()}"
    if unit.casefold() not in UNITS:
        raise InvalidError(f"“{echo(text)}” is not a unit; write one of {', '.join(UNITS)}.")
    return unit.casefold()


def _formula(text: str) -> str:
    """Read a formula as far as it can be without knowing which KPIs there are."""
    if not is_none(text):
        parse(text)
    return text.strip()


def _choice(value: object) -> object:
    """Read one of several words, however it is cased, and with a hyphen or a space for _."""
    return value.strip().casefold().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


def _whole(value: object) -> object:
    """Read a whole number, which the command line hands over as text."""
    typed = value.strip() if isinstance(value, str) else ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < _MOST_DIGITS else value


Word = BeforeValidator(_choice)
_Name = Annotated[str, AfterValidator(rule(lambda text: clean_line(text, "KPI name")))]
_Measure = Annotated[str, AfterValidator(rule(lambda text: clean_text(text, "measure")))]
_Empty = Literal["", "none"]


class KpiFields(BaseModel):
    """The fields of a KPI; `target` and `alert` are read once direction, unit and number format are known."""

    model_config = STRICT

    key: Annotated[str, AfterValidator(rule(clean_key))] | None = Field(
        None, description="small letters, digits, - and _, as weekly-churn"
    )
    name: _Name | None = Field(None, description="the KPI’s name, as “Weekly churn”")
    owner: Annotated[str, AfterValidator(rule(one_person))] | None = Field(
        None, description="the one person who answers for it"
    )
    team: str | None = Field(None, description="the name of a team, or leave it out for a company KPI")
    unit: Annotated[str, AfterValidator(rule(read_unit))] | None = Field(None, description=f"one of {', '.join(UNITS)}")
    cadence: Annotated[Cadence, Word] | None = Field(None, description="daily, weekly or monthly")
    direction: Annotated[Direction, Word] | None = Field(None, description="at_least, at_most, between or yes_no")
    target: Any = Field(None, description="the value from which it counts as healthy, as 40, or a range, as 40..60")
    alert: Any = Field(None, description="the value beyond which it counts as a breach, or leave it out")
    aggregate: Annotated[Aggregate, Word] | None = Field(None, description="last, sum or mean")
    lag_days: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MOST_LAG)] | None = Field(
        None, description=f"a whole number from 0 to {MOST_LAG}"
    )
    kind: Annotated[Kind | _Empty, Word] | None = Field(None, description="leading or lagging")
    perspective: Annotated[Perspective | _Empty, Word] | None = Field(
        None, description="financial, customer, process or learning"
    )
    measure: _Measure | None = Field(None, description="how it is measured, in words")
    formula: Annotated[str, AfterValidator(rule(_formula))] | None = Field(
        None, description="KPI keys, numbers, + - * / and parentheses, as new_mrr / new_customers"
    )
