"""Fields from outside, checked by pydantic: every problem is found, and each says what would be right.

A model's `Field(description=…)` is that answer: it completes “… ; write …”. Rules of the domain speak for themselves,
in the words of their own errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from cadence_tui.domain.errors import CadenceError
from cadence_tui.edges.problems import Problem, echo, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import ErrorDetails

T = TypeVar("T")
M = TypeVar("M", bound="BaseModel")

# No field is unknown, and none is converted behind the writer’s back.
STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_RULE = "rule"


def rule(check: Callable[[T], T]) -> Callable[[T], T]:
    """Let a rule of the domain check a field of a model, and keep its sentence."""

    def checked(value: T) -> T:
        try:
            return check(value)
        except CadenceError as error:
            raise PydanticCustomError(_RULE, "{sentence}", {"sentence": str(error)}) from error

    return checked


def read(model: type[M], fields: Mapping[str, object]) -> tuple[M, list[Problem]]:
    """Read fields into a model, leaving out (as None) those with a problem; an absent field may be given as None."""
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        return model.model_validate(given), []
    except ValidationError as failed:
        errors = failed.errors(include_url=False)
    # One problem a field is enough: a choice reports each of its branches, a list each of its items.
    firsts: dict[str, ErrorDetails] = {}
    for error in errors:
        firsts.setdefault(str(error["loc"][0]), error)
    problems = [Problem(echo(name), _sentence(model, error, given)) for name, error in firsts.items()]
    return model.model_validate({name: value for name, value in given.items() if name not in firsts}), problems


def missing(model: type[BaseModel], name: str) -> Problem:
    """Say that a field is missing."""
    return Problem(name, f"It is missing; write {_right(model, name)}.")


def _right(model: type[BaseModel], name: str) -> str:
    """Say what belongs into a field."""
    return model.model_fields[name].description or "it"


def _sentence(model: type[BaseModel], error: ErrorDetails, given: Mapping[str, object]) -> str:
    """Put one of pydantic's errors into our words."""
    name, *inside = error["loc"]
    if error["type"] == _RULE:
        return error["msg"]
    if error["type"] == "extra_forbidden":
        return unknown(str(name), list(model.model_fields))
    value: object = error["input"] if inside and isinstance(inside[0], int) else given[str(name)]
    return f"“{echo(value)}” does not belong here; write {_right(model, str(name))}."
