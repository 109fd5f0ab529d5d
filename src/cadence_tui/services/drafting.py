"""Drafting an objective as a form says it: all of it at once, with lint beside each part (rules, section 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain import lint
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.okr import Initiative, KeyResult, Objective, check_service
from cadence_tui.services.objectives import known_from, known_of, plant
from cadence_tui.services.okr_facts import facts
from cadence_tui.services.ranges import own_playbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.lint import Finding
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.edges.okr_form import Known
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View

_WAY = re.compile(
    r"\s*(?:from\s+)?(?P<baseline>\S.*?)\s*(?:→|->|\bto\b|\.\.)\s*(?P<target>\S.*?)"
    r"(?:\s+(?:by|until)\s+(?P<due>\S+(?:\s+\S+){0,2}))?\s*",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?P<amount>.*\d\w?)\s+(?P<unit>[^\W\d]\S*)")
_PERCENT = re.compile(r"\d\s*%$")


class ObjectiveDraft(NamedTuple):
    """An objective as it is asked for: its fields by the names of okrs.toml, its key results and its initiatives.

    `candidate` is what the audit set down that it is made of, which then waits no longer.
    """

    fields: Mapping[str, object]
    key_results: Sequence[Mapping[str, object]] = ()
    initiatives: Sequence[Mapping[str, object]] = ()
    candidate: str = ""


def draft(desk: Desk, wanted: ObjectiveDraft) -> Objective:
    """Add an objective as a draft.

    Raises:
        InvalidError: naming every field that is wrong; those of a key result as `key_result2.target`.
        RefusedError: for one that would serve itself, or one that is not the company's.
    """
    with desk.change("added objective") as change:
        made = _made(change, wanted)
        plant(change, made)
        if wanted.candidate:
            change.repository.remove_candidate(wanted.candidate)
        change.name(made.id, touches=(made.id,))
        change.entry.after = facts(made)
        return made


def _made(change: Change, wanted: ObjectiveDraft) -> Objective:
    """Read all of a draft, and find every problem in it."""
    from cadence_tui.edges.okr_form import draft_key_result, draft_objective, initiative_changes
    from cadence_tui.edges.problems import Problem, refuse

    known = known_of(change)
    id_ = f"O-{known.number}"
    found, problems = draft_objective(wanted.fields, known)
    key_results = list[KeyResult]()
    for number, fields in enumerate(wanted.key_results, 1):
        part, wrong = draft_key_result(fields, f"{id_}.{number}", found["cycle"], known)
        problems += [Problem(f"key_result{number}.{one.field}", one.what) for one in wrong]
        key_results += [part] if part else []
    owner = found.get("owner") or ""
    initiatives = list[Initiative]()
    for number, fields in enumerate(wanted.initiatives, 1):
        empty = Initiative(id=f"{id_}.i{number}", title="", owner=owner)
        try:
            initiatives.append(initiative_changes(fields, empty, known))
        except CadenceError as error:
            said = getattr(error, "problems", None) or [str(error)]
            problems += [Problem(f"initiative{number}", one) for one in said]
    if problems:
        raise refuse(problems, "The objective has {count} problems; it was not added:")
    made = Objective(
        **{"title": "", **found, "owner": owner},
        id=id_,
        created_at=change.now,
        key_results=tuple(key_results),
        initiatives=tuple(initiatives),
    )
    _refuse_service(made, known)
    return made


def _refuse_service(made: Objective, known: Known) -> None:
    """Refuse to serve what is not there, not the company's, or itself."""
    if made.serves is not None and made.serves not in known.objectives:
        raise InvalidError(f"serves: There is no objective “{made.serves}”; “cadence okr list” shows them all.")
    check_service(made, {**known.objectives, made.id: made})


# --- As it is typed ---------------------------------------------------------------------------------------------------


def read_way(text: str) -> dict[str, object]:
    """Read the way of a key result as people say it: “45 to 65 percent by 2026-12-15”, “45 % → 65 %”.

    Raises:
        InvalidError: saying what would be right.
    """
    found = _WAY.fullmatch(text)
    if found is None:
        raise InvalidError(f"“{text[:40]}” does not say from where to where; write it as 45 to 65 percent.")
    baseline, target, due = found["baseline"], found["target"], found["due"]
    unit: str | None = None
    if named := _UNIT.fullmatch(target):
        target, unit = named["amount"], named["unit"]
    elif _PERCENT.search(target):
        unit = "percent"
    return {
        name: given
        for name, given in {"baseline": baseline, "target": target, "unit": unit, "due": due}.items()
        if given is not None
    }


def key_result_of(view: View, fields: Mapping[str, object], cycle: str) -> KeyResult:
    """Understand a key result as it is typed, to echo it.

    Raises:
        InvalidError: naming what is wrong with it.
    """
    from cadence_tui.edges.okr_form import draft_key_result

    found, problems = draft_key_result(fields, "O-0.1", cycle, known_from(view))
    if found is None:
        raise InvalidError(" ".join(one.what for one in problems))
    return found


def lint_title(view: View, playbook: Playbook, title: str, *, owner: str = "", team: str = "") -> list[Finding]:
    """Check an objective's words as they are typed."""
    typed = _typed(view, title=title, owner=owner or view.company.founder, team=team.strip() or None)
    return list(lint.of_title(typed, own_playbook(view.repository, playbook), people=view.repository.people()))


def lint_key_result(view: View, playbook: Playbook, title: str) -> list[Finding]:
    """Check a key result's words as they are typed."""
    typed = KeyResult(id="O-0.1", title=title, kind="milestone")
    return list(lint.of_key_result(typed, own_playbook(view.repository, playbook)))


def lint_whole(view: View, playbook: Playbook, wanted: ObjectiveDraft) -> list[Finding]:
    """Check what no single field can tell: how many key results and initiatives there are, and what it moves."""
    fields = wanted.fields
    names = {name: str(fields.get(name) or "").strip() or None for name in ("team", "kpi", "serves")}
    typed = _typed(
        view,
        title=str(fields.get("title") or ""),
        owner=str(fields.get("owner") or view.company.founder),
        key_results=tuple(KeyResult(f"O-0.{n}", "", "milestone") for n, _ in enumerate(wanted.key_results, 1)),
        initiatives=tuple(Initiative(f"O-0.i{n}", "", "") for n, _ in enumerate(wanted.initiatives, 1)),
        **names,
    )
    own = own_playbook(view.repository, playbook)
    return [one for one in lint.of_objective(typed, own) if one.id in _OF_THE_WHOLE]


_OF_THE_WHOLE = ("kr-count", "initiative-count", "objective-unlinked", "kpi-owner")


def _typed(view: View, **fields: object) -> Objective:
    """Make an objective of what is typed so far."""
    known: dict[str, object] = {"id": "O-0", "cycle": "", "created_at": view.now, "owner": "", "title": ""}
    return Objective(**{**known, **fields})  # type: ignore[arg-type]
