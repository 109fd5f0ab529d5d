"""Objectives and key results from outside: a table of okrs.toml, options of the command line, a form of the app.

What they name (people, teams, KPIs, objectives) is looked up here, so that a file's every problem is found at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cadence_tui.domain.errors import CadenceError, InvalidError, RefusedError, not_found
from cadence_tui.domain.okr import KeyResult, check_key_result, span
from cadence_tui.domain.text import fold
from cadence_tui.edges.fields import missing, read
from cadence_tui.edges.kpi_fields import is_none
from cadence_tui.edges.okr_fields import InitiativeFields, KeyResultFields, ObjectiveFields, read_number
from cadence_tui.edges.problems import Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import Initiative, Objective

T = TypeVar("T")
_PARTS = ("baseline", "target", "unit", "kpi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What objectives may name, and what holds where they say nothing.

    `objectives` are all there are by their ids; `number` is that of the next one, `cycle` the current cycle, and
    `review_day` the weekday on which weeks close.
    """

    people: Sequence[str]
    teams: Sequence[str]
    kpis: Mapping[str, Kpi]
    objectives: Mapping[str, Objective]
    number: int
    cycle: str
    fiscal_start: int
    review_day: int
    number_format: str
    now: datetime

    def person(self, name: str) -> str:
        """Find a person of the company."""
        return _named("person", name, self.people, hint="Add them with “cadence company person add”.")

    def team(self, name: str) -> str:
        """Find a team."""
        return _named("team", name, self.teams, hint="Leave it out for a company objective.")

    def kpi(self, key: str) -> Kpi:
        """Find a KPI by its key or its name, one that is still recorded."""
        by_name = {fold(kpi.name): kpi for kpi in self.kpis.values()}
        found = self.kpis.get(key.strip()) or by_name.get(fold(key))
        if found is None:
            raise not_found("KPI", key, self.kpis, hint="“cadence kpi list” shows them all.")
        if found.retired_at is not None:
            raise RefusedError(f"{found.key} is retired; name a KPI that is still recorded.")
        return found


def _named(what: str, name: str, known: Sequence[str], *, hint: str) -> str:
    """Find a name, however it is cased."""
    by_folded = {fold(one): one for one in known}
    if fold(name) not in by_folded:
        raise not_found(what, name, known, hint=hint)
    return by_folded[fold(name)]


@dataclass(slots=True)
class Reading:
    """Problems found on the way, each under its field."""

    problems: list[Problem] = field(default_factory=list)

    def attempt(self, name: str, look_up: Callable[[], T]) -> T | None:
        """Look something up, and note why it cannot be."""
        try:
            return look_up()
        except CadenceError as error:
            self.problems.append(Problem(name, str(error)))
            return None

    def failed(self, *names: str) -> bool:
        """Say whether one of these fields has a problem, so that nothing more can be said about it."""
        return any(problem.field in names for problem in self.problems)


# --- Objectives -------------------------------------------------------------------------------------------------------


def draft_objective(fields: Mapping[str, object], known: Known) -> tuple[dict[str, Any], list[Problem]]:
    """Read the fields of a new objective as those of `Objective`, without its id, key results and initiatives."""
    form, problems = read(ObjectiveFields, fields)
    reading = Reading(problems)
    for name in ("title", "owner"):
        if getattr(form, name) is None and not reading.failed(name):
            problems.append(missing(ObjectiveFields, name))
    found: dict[str, Any] = {"cycle": known.cycle, "review_day": known.review_day}
    found |= _objective_fields(form, reading, known)
    return found, problems


def objective_changes(fields: Mapping[str, object], objective: Objective, known: Known) -> dict[str, Any]:
    """Read changes of an objective: the fields of `Objective` that are given, with their new values.

    Raises:
        InvalidError: naming every field that is wrong, and what would be right.
    """
    form, problems = read(ObjectiveFields, fields)
    found = _objective_fields(form, Reading(problems), known)
    if problems:
        raise refuse(problems, f"The change of {objective.id} has {{count}} problems; nothing was changed:")
    return found


def _objective_fields(form: ObjectiveFields, reading: Reading, known: Known) -> dict[str, Any]:
    """Find what the fields say; “none” takes a team, a KPI or what it serves away."""
    names = ("title", "cycle", "review_day")
    found = {name: getattr(form, name) for name in names if getattr(form, name) is not None}
    finders: dict[str, Callable[[str], str]] = {
        "owner": known.person,
        "team": known.team,
        "kpi": lambda key: known.kpi(key).key,
        "serves": lambda text: text.strip().upper(),
    }
    for name, find in finders.items():
        text = getattr(form, name)
        if text is not None:
            found[name] = None if is_none(text) else reading.attempt(name, partial(find, text))
    return found


# --- Key results ------------------------------------------------------------------------------------------------------


def draft_key_result(
    fields: Mapping[str, object], id_: str, cycle: str, known: Known
) -> tuple[KeyResult | None, list[Problem]]:
    """Read a new key result; due on its cycle's last day where it does not say, and in the unit of what feeds it."""
    form, problems = read(KeyResultFields, fields)
    if form.title is None and all(problem.field != "title" for problem in problems):
        problems.append(missing(KeyResultFields, "title"))
    before = KeyResult(id=id_, title=form.title or "")
    reading = Reading(problems)
    after = _key_result(form, before, cycle, reading, known)
    if after.due is None:
        after = after._replace(due=span(after, cycle, known.fiscal_start)[1])
    _check(after, cycle, reading, known)
    return (None, problems) if problems else (after, problems)


def key_result_changes(fields: Mapping[str, object], before: KeyResult, cycle: str, known: Known) -> KeyResult:
    """Read changes of a key result, and give it as it would be.

    Raises:
        InvalidError: naming every field that is wrong, and what would be right.
    """
    form, problems = read(KeyResultFields, fields)
    reading = Reading(problems)
    after = _key_result(form, before, cycle, reading, known)
    _check(after, cycle, reading, known)
    if problems:
        raise refuse(problems, f"The change of {before.id} has {{count}} problems; nothing was changed:")
    return after


def _key_result(form: KeyResultFields, before: KeyResult, cycle: str, reading: Reading, known: Known) -> KeyResult:
    """Find what the fields say, and what follows from them."""
    found = {name: getattr(form, name) for name in ("title", "kind") if getattr(form, name) is not None}
    for name in ("start", "due"):
        day = getattr(form, name)
        if day is not None:
            found[name] = None if isinstance(day, str) else day
    if found.get("due", before) is None:
        found["due"] = span(before._replace(due=None), cycle, known.fiscal_start)[1]
    if found.get("kind", before.kind) == "milestone":
        _milestone(form, reading)
        found |= _numbers(form, before, ("weight",), "number", reading, known)
        return before._replace(**found, unit="percent", baseline=None, target=None, kpi=None)
    if form.kpi is not None:
        fed = None if is_none(form.kpi) else reading.attempt("kpi", lambda: known.kpi(str(form.kpi)))
        found["kpi"] = fed.key if fed else None
        if fed is not None and form.unit is None and before.target is None:
            found["unit"] = fed.unit
    if form.unit is not None:
        found["unit"] = form.unit
    found |= _numbers(form, before, ("baseline", "target"), str(found.get("unit", before.unit)), reading, known)
    found |= _numbers(form, before, ("weight",), "number", reading, known)
    return before._replace(**found)


def _numbers(
    form: KeyResultFields, before: KeyResult, names: Sequence[str], unit: str, reading: Reading, known: Known
) -> dict[str, Any]:
    """Read the numbers that are given."""
    found: dict[str, Any] = {}
    for name in names:
        value = getattr(form, name)
        if value is not None:
            read_it = partial(read_number, value, unit=unit, number_format=known.number_format)
            number = reading.attempt(name, read_it)
            found[name] = getattr(before, name) if number is None else number
    return found


def _milestone(form: KeyResultFields, reading: Reading) -> None:
    """Refuse what a milestone has not: it is done or not, or a percentage of it."""
    for name in _PARTS:
        if getattr(form, name) is not None and not reading.failed(name):
            reading.problems.append(Problem(name, "A milestone goes from 0 to 100 percent; leave it out."))


def _check(key_result: KeyResult, cycle: str, reading: Reading, known: Known) -> None:
    """Refuse what cannot be measured along a line, under the field that it is about."""
    if reading.problems:
        return
    kpi = known.kpis[key_result.kpi] if key_result.kpi else None
    start, due = span(key_result, cycle, known.fiscal_start)
    whole = key_result._replace(start=start, due=due)
    plain = whole._replace(baseline=None, target=None, weight=Decimal(1), start=None, due=None)
    parts = (
        ("target", plain._replace(baseline=whole.baseline, target=whole.target), None),
        ("weight", plain._replace(weight=whole.weight), None),
        ("due", plain._replace(start=start, due=due), None),
        ("kpi", plain, kpi),
    )
    for name, part, feed in parts:
        if name == "kpi" and feed is not None and feed.goal.direction == "yes_no":
            reading.problems.append(Problem(name, f"{feed.key} is answered with yes or no; make it a milestone."))
            return
        reading.attempt(name, partial(check_key_result, part, feed))


# --- Initiatives ------------------------------------------------------------------------------------------------------


def initiative_changes(fields: Mapping[str, object], before: Initiative, known: Known) -> Initiative:
    """Read changes of an initiative, or a new one's fields over an empty one, and give it as it would be.

    Raises:
        InvalidError: naming every field that is wrong, and what would be right.
    """
    form, problems = read(InitiativeFields, fields)
    reading = Reading(problems)
    found: dict[str, Any] = {
        name: getattr(form, name) for name in ("title", "state") if getattr(form, name) is not None
    }
    if form.owner is not None:
        found["owner"] = reading.attempt("owner", lambda: known.person(str(form.owner)))
    if problems:
        raise refuse(problems, f"The initiative {before.id} has {{count}} problems; nothing was changed:")
    after = before._replace(**found)
    if not after.title:
        raise InvalidError(f"The initiative {before.id} needs a title; say what is to be done in a few words.")
    return after
