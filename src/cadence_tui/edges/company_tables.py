"""The tables of company.toml, read one by one; every problem is kept with the line on which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from cadence_tui.domain.company import Team
from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.domain.formula import Formula, check_cycles, parse
from cadence_tui.domain.ladder import Rung, check_ladder
from cadence_tui.domain.text import fold
from cadence_tui.edges.company_fields import CompanyFields, PersonFields, RungFields, TeamFields
from cadence_tui.edges.fields import missing, read
from cadence_tui.edges.kpi_form import KpiPlan, draft_kpi
from cadence_tui.edges.problems import Problem, echo, unknown
from cadence_tui.edges.toml_file import Lines, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cadence_tui.edges.toml_file import Path

M = TypeVar("M", bound=BaseModel)

ROLES = ("owner", "lead", "founder")


class Tables:
    """A document on its way to a plan, and every problem found with its line."""

    def __init__(self, text: str, source: str) -> None:
        document = text.removeprefix("\ufeff")
        self.document = read_toml(document, source)
        self.lines = Lines(document)
        self.problems: list[tuple[int, str]] = []

    def note(self, path: Path, problem: Problem) -> None:
        """Note a problem in a field of a table."""
        table = str(path[0])
        place = f"{table}.{problem.field}" if problem.field != table else table
        self.problems.append((self.lines.of((*path, problem.field)), f"{place}: {problem.what}"))

    def sorted(self) -> list[str]:
        """List the problems in the order of their lines."""
        return [f"line {line}, {problem}" for line, problem in sorted(self.problems, key=lambda found: found[0])]

    def only(self, known: Sequence[str]) -> None:
        """Refuse tables that nobody knows."""
        for name in self.document:
            if name not in known:
                self.problems.append((self.lines.of((name,)), f"{echo(name)}: {unknown(name, known, 'table')}"))

    def tables(self, name: str) -> list[dict[str, Any]]:
        """List the tables of a name, as [[teams]]."""
        found = self.document.get(name, [])
        if isinstance(found, list) and all(isinstance(table, dict) for table in found):
            return found
        self.note((name,), Problem(name, f"It is not what belongs here; write each of them as a table [[{name}]]."))
        return []

    def read(self, model: type[M], path: Path, fields: dict[str, Any], needed: Iterable[str]) -> M:
        """Read a table's fields, and note what is wrong or missing."""
        form, problems = read(model, fields)
        wrong = {problem.field for problem in problems}
        problems += [missing(model, name) for name in needed if name not in wrong and getattr(form, name) is None]
        for problem in problems:
            self.note(path, problem)
        return form

    def unique(self, table: str, names: Iterable[str | None]) -> None:
        """Refuse a name that counts as the same as one before it."""
        seen: dict[str, int] = {}
        for at, name in enumerate(names):
            if name is None:
                continue
            first = seen.setdefault(fold(name), at)
            if first != at:
                line = self.lines.of((table, first, "name"))
                self.note((table, at), Problem("name", f"“{echo(name)}” stands in line {line} already; take one away."))

    def company(self, needed: Iterable[str]) -> CompanyFields:
        """Read [company]."""
        table = self.document.get("company", {})
        if isinstance(table, dict):
            return self.read(CompanyFields, ("company",), table, needed)
        self.note(("company",), Problem("company", "It is not what belongs here; write it as a table [company]."))
        return CompanyFields()

    def people(self) -> list[str]:
        """Read [[people]]."""
        names = [
            self.read(PersonFields, ("people", at), fields, ("name",)).name
            for at, fields in enumerate(self.tables("people"))
        ]
        self.unique("people", names)
        return [name for name in names if name]

    def teams(self) -> list[Team]:
        """Read [[teams]]."""
        forms = [
            self.read(TeamFields, ("teams", at), fields, ("name",)) for at, fields in enumerate(self.tables("teams"))
        ]
        self.unique("teams", [form.name for form in forms])
        return [Team(form.name, form.lead, tuple(form.members or ())) for form in forms if form.name]

    def ladder(self) -> tuple[Rung, ...] | None:
        """Read [[ladder]], if there is one."""
        if "ladder" not in self.document:
            return None
        rungs = []
        for at, fields in enumerate(self.tables("ladder")):
            form = self.read(RungFields, ("ladder", at), fields, ("name", "who", "owes"))
            if form.name and form.who and form.owes:
                role = form.who.casefold()
                who = role if role in ROLES else form.who
                rungs.append(Rung(form.name, who, form.owes, form.respond_within_hours))
        if not any(place.startswith("ladder") for _, place in self.problems):
            try:
                check_ladder(tuple(rungs))
            except CadenceError as error:
                self.note(("ladder",), Problem("ladder", str(error)))
        return tuple(rungs)

    def kpis(self, number_format: str, teams: Sequence[Team]) -> list[KpiPlan]:
        """Read [[kpis]], and check that their formulas fit together; those with a problem are left out."""
        tables = self.tables("kpis")
        known = [team.name for team in teams]
        given = {fields["key"] for fields in tables if isinstance(fields.get("key"), str)}
        drafts: dict[str, dict[str, Any]] = {}
        faulty: set[str] = set()
        for at, fields in enumerate(tables):
            taken = drafts.keys() if "key" in fields else given | drafts.keys()
            draft, problems = draft_kpi(fields, number_format=number_format, teams=known, taken=taken)
            for problem in problems:
                self.note(("kpis", at), problem)
            drafts.setdefault(draft["key"], {**draft, "at": at})
            faulty |= {draft["key"]} if problems else set()
        self.unique("kpis", [name if isinstance(name := fields.get("name"), str) else None for fields in tables])
        self._fit_formulas(drafts, given)
        return [
            KpiPlan(**{name: value for name, value in draft.items() if name != "at"})
            for key, draft in drafts.items()
            if key not in faulty
        ]

    def _fit_formulas(self, drafts: dict[str, dict[str, Any]], given: set[str]) -> None:
        """Check formulas against all KPIs of the file, and give each its one spelling."""
        formulas: dict[str, Formula] = {}
        for key, draft in drafts.items():
            if not draft.get("formula"):
                continue
            try:
                formula = parse(draft["formula"], drafts.keys() | given)
                _check_inputs(draft, formula, drafts)
                check_cycles({**formulas, key: formula})
            except CadenceError as error:
                self.note(("kpis", draft["at"]), Problem("formula", str(error)))
            else:
                formulas[key] = formula
                draft["formula"] = formula.text


def _check_inputs(draft: Mapping[str, Any], formula: Formula, drafts: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse inputs that are answers, or come at another pace."""
    for key in formula.inputs:
        other = drafts.get(key, {})
        if other.get("unit") == "yes_no":
            raise RefusedError(f"{key} is a yes/no KPI; a formula needs numbers.")
        pace, own = other.get("cadence"), draft.get("cadence")
        if pace and own and pace != own:
            raise RefusedError(f"{key} is {pace} and {draft['key']} {own}; a formula needs one cadence.")
