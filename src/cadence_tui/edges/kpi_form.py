"""A KPI's definition from outside: a table of company.toml, options of the command line, a form of the app.

All three are read here, so that what one accepts, the others do. Whether a person exists, and whether a formula's
inputs fit together, only those who know the whole company can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.entry import DEFAULT_FORMAT
from cadence_tui.domain.errors import CadenceError, not_found
from cadence_tui.domain.kpi import Aggregate, Cadence, Direction, Kind, Perspective, Target, check_target
from cadence_tui.domain.text import KEY_LENGTH, clean_line, fold, slug
from cadence_tui.edges.fields import missing, read
from cadence_tui.edges.kpi_fields import UNITS, KpiFields, is_none, read_bound
from cadence_tui.edges.problems import Problem, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cadence_tui.domain.kpi import Bound, Kpi

_AS_THEY_ARE = ("name", "owner", "unit", "cadence", "aggregate", "lag_days", "measure")
_REMOVABLE = ("kind", "perspective", "formula")


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiPlan:
    """A KPI as it is meant to be, before it exists."""

    key: str
    name: str
    owner: str
    goal: Target
    team: str | None = None
    unit: str = "number"
    cadence: Cadence = "weekly"
    aggregate: Aggregate = "last"
    lag_days: int = 0
    kind: Kind | None = None
    perspective: Perspective | None = None
    measure: str = ""
    formula: str | None = None


def read_kpi(
    fields: Mapping[str, object],
    *,
    number_format: str = DEFAULT_FORMAT,
    teams: Collection[str] = (),
    taken: Collection[str] = (),
) -> KpiPlan:
    """Read a new KPI; its key is made from its name where none is given.

    `fields` go by the names of company.toml; one that is None counts as absent. `teams` are those that there are,
    `taken` the keys that are in use.

    Raises:
        InvalidError: naming every field that is missing or wrong, and what would be right.
    """
    draft, problems = draft_kpi(fields, number_format=number_format, teams=teams, taken=taken)
    if problems:
        raise refuse(problems, "The KPI has {count} problems; it was not added:")
    return KpiPlan(**draft)


def draft_kpi(
    fields: Mapping[str, object], *, number_format: str, teams: Collection[str], taken: Collection[str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read a new KPI as the fields of `KpiPlan`; those with a problem are left out, but for the key."""
    reading = _Reading(*read(KpiFields, fields), None, number_format)
    form = reading.form
    reading.problems += [missing(KpiFields, name) for name in ("name", "owner") if reading.lacks(name)]
    draft = reading.found(teams)
    if not reading.failed("cadence"):
        draft.setdefault("cadence", "weekly")
    if form.key is not None and form.key in taken:
        reading.problem("key", f"There is a KPI {form.key} already; choose another key, or leave it out.")
    draft["key"] = form.key or make_key(form.name or "", taken)
    return draft, reading.problems


def read_changes(
    fields: Mapping[str, object],
    kpi: Kpi,
    *,
    number_format: str = DEFAULT_FORMAT,
    teams: Collection[str] | None = None,
) -> dict[str, Any]:
    """Read changes of a KPI: the fields of `Kpi` that are given, or follow from those given, with their new values.

    An alert of “none” takes the alert away, and so it is for team, kind, perspective and formula. A target without an
    alert keeps the alert there is. Without `teams`, whether a team exists is left to others.

    Raises:
        InvalidError: naming every field that is wrong, and what would be right.
    """
    reading = _Reading(*read(KpiFields, fields), kpi, number_format)
    if reading.form.key is not None and reading.form.key != kpi.key:
        reading.problem("key", "A key stays what it is, for formulas and scripts go by it; change the name instead.")
    changes = reading.found(teams)
    if reading.problems:
        raise refuse(reading.problems, f"The change of {kpi.key} has {{count}} problems; nothing was changed:")
    return changes


def make_key(name: str, taken: Collection[str]) -> str:
    """Make a key from a name, and make it unique with -2, -3 and so on."""
    base = key = slug(name)
    count = 1
    while key in taken:
        count += 1
        ending = f"-{count}"
        key = base[: KEY_LENGTH - len(ending)].rstrip("-_") + ending
    return key


@dataclass(slots=True)
class _Reading:
    """Fields on their way to a definition, and every problem found; `before` is the KPI that is being changed."""

    form: KpiFields
    problems: list[Problem]
    before: Kpi | None
    number_format: str

    def problem(self, field: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(field, what))

    def failed(self, *fields: str) -> bool:
        """Say whether one of these fields has a problem, so that nothing more can be said about it."""
        return any(problem.field in fields for problem in self.problems)

    def found(self, teams: Collection[str] | None) -> dict[str, Any]:
        """Find what the fields say, by the names of `Kpi`, and what follows from it."""
        found = {name: getattr(self.form, name) for name in _AS_THEY_ARE if getattr(self.form, name) is not None}
        for name in _REMOVABLE:
            value = getattr(self.form, name)
            if value is not None:
                found[name] = None if is_none(value) else value
        if self.form.team is not None:
            found["team"] = self._team(self.form.team, teams)
        self._goal(found)
        self._fit(found)
        return found

    def lacks(self, name: str) -> bool:
        """Say whether a field that a new KPI needs is missing, and not merely wrong."""
        return self.before is None and getattr(self.form, name) is None and not self.failed(name)

    def _was(self, name: str) -> Any:  # noqa: ANN401  # as many types as a KPI has fields
        """Look a field up as it is before the change."""
        return None if self.before is None else getattr(self.before, name)

    def _team(self, text: str, teams: Collection[str] | None) -> str | None:
        """Find the team, as it is spelled where it is defined."""
        known = {fold(team): team for team in teams or ()}
        if fold(text) in known or is_none(text):
            return known.get(fold(text))
        try:
            name = clean_line(text, "team name")
            if teams is not None:
                raise not_found("team", name, teams, hint="Leave it out for a company KPI.")
        except CadenceError as error:
            self.problem("team", str(error))
            return None
        return name

    def _goal(self, found: dict[str, Any]) -> None:
        """Find unit, direction, target and alert, which hang together."""
        form, old = self.form, self.before.goal if self.before else None
        unit = form.unit or ("yes_no" if form.direction == "yes_no" else self._was("unit") or "number")
        direction = form.direction or ("yes_no" if form.unit == "yes_no" else old.direction if old else None)
        if unit != self._was("unit"):
            found["unit"] = unit
        needed = ("direction", "target") if direction is None else () if direction == "yes_no" else ("target",)
        self.problems += [missing(KpiFields, name) for name in needed if self.lacks(name)]
        if direction and not self.failed("unit", "direction"):
            self._check_yes_no(unit, direction)
        if self.failed("unit"):
            return
        # Without a direction the numbers are looked at all the same: every problem is to be found at once.
        kept = old if old and direction != "yes_no" else Target("yes_no")
        target = self._bound("target", direction, unit, kept.target)
        alert = self._bound("alert", direction, unit, kept.alert)
        is_given = form.target is not None or form.alert is not None or direction != (old and old.direction)
        if direction and is_given and not self.failed("direction", "target", "alert"):
            found["goal"] = Target(direction, target, alert)
            self._check_goal(found["goal"])

    def _check_yes_no(self, unit: str, direction: Direction) -> None:
        """Refuse a KPI that is asked as yes or no and measured as a number, or the other way round."""
        if (unit == "yes_no") == (direction == "yes_no"):
            return
        if self.form.unit is None:
            self.problem("unit", f"An “{direction}” KPI needs a unit; write one of {', '.join(UNITS[:-1])}.")
        elif self.form.direction is None:
            self.problem("direction", f"A KPI in {unit} needs a direction; write at_least, at_most or between.")
        else:
            self.problem("direction", "The unit yes_no and the direction yes_no go together; write both, or neither.")

    def _bound(self, name: str, direction: Direction | None, unit: str, kept: Bound | None) -> Bound | None:
        """Read the target or the alert, or keep the one there is."""
        value = getattr(self.form, name)
        if value is None or (name == "alert" and is_none(value)):
            return kept if value is None else None
        if name == "alert" and direction == "yes_no":
            self.problem(name, "A yes/no KPI has no alert: no is a breach; leave it out.")
            return None
        is_range = ".." in value if isinstance(value, str) else isinstance(value, Sequence)
        shape: Direction = direction or ("between" if is_range else "at_least")
        try:
            return read_bound(value, shape, unit=unit, number_format=self.number_format)
        except CadenceError as error:
            self.problem(name, str(error))
            return None

    def _check_goal(self, goal: Target) -> None:
        """Refuse a target of the wrong shape and an alert on the wrong side of it, each under its own name."""
        for name, part in (("target", goal._replace(alert=None)), ("alert", goal)):
            try:
                check_target(part)
            except CadenceError as error:
                is_kept = name == "alert" and self.form.alert is None
                self.problem(name, f"{error} Write a new alert too, or “none”." if is_kept else str(error))
                return

    def _fit(self, found: dict[str, Any]) -> None:
        """Refuse what does not fit the cadence or a yes/no KPI, and let go of what a change has made meaningless."""
        cadence = found.get("cadence") or self._was("cadence") or "weekly"
        if cadence != "monthly" and not self.failed("cadence"):
            if self.form.lag_days:
                self.problem("lag_days", "Only a monthly KPI can lag; leave it out, or make the cadence monthly.")
            elif self._was("lag_days"):
                found["lag_days"] = 0
        goal = found.get("goal") or self._was("goal")
        if goal is None or goal.direction != "yes_no":
            return
        if self.form.aggregate not in (None, "last"):
            self.problem("aggregate", "Days of yes and no cannot be added up; write last, or leave it out.")
        elif self._was("aggregate") not in (None, "last"):
            found["aggregate"] = "last"
        if found.get("formula", self._was("formula")):
            self.problem("formula", "A yes/no KPI cannot be worked out; leave the formula out, or give it a number.")
