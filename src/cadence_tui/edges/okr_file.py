"""okrs.toml: objectives with their key results from a file, every problem in it named at once by its line and field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.okr import Initiative, Objective, check_service
from cadence_tui.domain.text import visible
from cadence_tui.edges.fields import read
from cadence_tui.edges.okr_fields import ObjectiveFields
from cadence_tui.edges.okr_form import draft_key_result, draft_objective
from cadence_tui.edges.problems import Problem, echo, refuse, unknown
from cadence_tui.edges.toml_file import Lines, read_toml

if TYPE_CHECKING:
    from cadence_tui.domain.okr import KeyResult
    from cadence_tui.edges.okr_form import Known
    from cadence_tui.edges.toml_file import Path

_TABLE = "objectives"


def read_objectives(text: str, known: Known, *, source: str = "okrs.toml") -> tuple[Objective, ...]:
    """Read an okrs.toml as drafts, numbered on from those that there are.

    Raises:
        InvalidError: naming every problem by its line and field, and what would be right.
    """
    source = visible(source)
    reading = _File(text, source, known)
    found = reading.objectives()
    if reading.problems:
        raise refuse(reading.sorted(), f"{source} has {{count}} problems; nothing was added:", source=source)
    return found


class _File:
    """A document on its way to objectives, and every problem found with its line."""

    def __init__(self, text: str, source: str, known: Known) -> None:
        document = text.removeprefix("\ufeff")
        self.document = read_toml(document, source)
        self.lines = Lines(document)
        self.known = known
        self.problems: list[tuple[int, str]] = []

    def note(self, path: Path, problem: Problem) -> None:
        """Note a problem in a field of a table."""
        table = next(str(part) for part in reversed(path) if isinstance(part, str))
        place = f"{table}.{problem.field}" if problem.field else table
        self.problems.append((self.lines.of((*path, problem.field)), f"{place}: {problem.what}"))

    def sorted(self) -> list[str]:
        """List the problems in the order of their lines."""
        return [f"line {line}, {problem}" for line, problem in sorted(self.problems, key=lambda found: found[0])]

    def objectives(self) -> tuple[Objective, ...]:
        """Read [[objectives]], and check whom each serves."""
        for name in self.document:
            if name != _TABLE:
                self.problems.append((self.lines.of((name,)), f"{echo(name)}: {unknown(name, [_TABLE], 'table')}"))
        tables = _tables(self.document.get(_TABLE, []))
        if tables is None or (not tables and not self.problems):
            self.problems.append((1, f"{_TABLE}: There is none; write each objective as a table [[{_TABLE}]]."))
            return ()
        found = [self._objective(fields, at) for at, fields in enumerate(tables)]
        if self.problems:
            return ()
        others = {**self.known.objectives, **{one.id: one for one in found}}
        for at, one in enumerate(found):
            self._check_service(one, others, (_TABLE, at))
        return tuple(found)

    def _check_service(self, one: Objective, others: dict[str, Objective], path: Path) -> None:
        """Refuse to serve what is not there, not the company's, or itself."""
        if one.serves is not None and one.serves not in others:
            what = f"There is no objective “{echo(one.serves)}”; “cadence okr list” shows them all."
            self.note(path, Problem("serves", what))
            return
        try:
            check_service(one, others)
        except CadenceError as error:
            self.note(path, Problem("serves", str(error)))

    def _objective(self, fields: dict[str, Any], at: int) -> Objective:
        """Read one objective."""
        path: Path = (_TABLE, at)
        id_ = f"O-{self.known.number + at}"
        draft, problems = draft_objective(fields, self.known)
        for problem in problems:
            self.note(path, problem)
        tables = _tables(fields.get("key_results", []))
        if tables is None:
            what = "It is not what belongs here; write each as a table [[objectives.key_results]]."
            self.note(path, Problem("key_results", what))
        key_results = [
            self._key_result(one, f"{id_}.{n}", draft["cycle"], (*path, "key_results", n - 1))
            for n, one in enumerate(tables or [], 1)
        ]
        titles = read(ObjectiveFields, {"initiatives": fields.get("initiatives")})[0].initiatives or []
        owner = draft.get("owner") or ""
        return Objective(
            **{"title": "", **draft, "owner": owner},
            id=id_,
            created_at=self.known.now,
            key_results=tuple(one for one in key_results if one is not None),
            initiatives=tuple(Initiative(id=f"{id_}.i{n}", title=t, owner=owner) for n, t in enumerate(titles, 1)),
        )

    def _key_result(self, fields: dict[str, Any], id_: str, cycle: str, path: Path) -> KeyResult | None:
        """Read one key result."""
        found, problems = draft_key_result(fields, id_, cycle, self.known)
        for problem in problems:
            self.note(path, problem)
        return found


def _tables(found: object) -> list[dict[str, Any]] | None:
    """List the tables of a name; None where they are none."""
    if isinstance(found, list) and all(isinstance(table, dict) for table in found):
        return found
    return None
