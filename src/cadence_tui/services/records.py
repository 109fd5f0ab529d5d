"""Decision records: what is to be written down of a decision, gathered for `export.records`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.record import Record
from cadence_tui.domain.report import cause_words
from cadence_tui.services.calibration import stood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.decision import Decision
    from cadence_tui.services.view import View


def gather(view: View, ids: Sequence[str] = ()) -> list[Record]:
    """Gather the records of some decisions, or of all, oldest first.

    Raises:
        NotFoundError: when there is no such decision.
    """
    repository = view.repository
    wanted = [repository.decision(id_) for id_ in dict.fromkeys(id_.upper() for id_ in ids)]
    return [_record(view, one) for one in (wanted if ids else repository.decisions())]


def _record(view: View, one: Decision) -> Record:
    """Gather one decision's record."""
    find = view.repository.decision
    return Record(
        decision=one,
        answers=tuple((id_, _about(view, id_)) for id_ in one.answers),
        actions=tuple(view.repository.actions(closed=True, decision=one.id)),
        kpis={key: view.kpis[key] for key in (*one.then, *((one.expect.kpi,) if one.expect else ()))},
        supersedes=find(one.supersedes) if one.supersedes else None,
        superseded_by=find(one.superseded_by) if one.superseded_by else None,
        actual=stood(view, one),
        zone=view.calendar.zone,
        number_format=view.company.number_format,
        is_solo=view.company.is_solo,
    )


def _about(view: View, id_: str) -> str:
    """Say what something that a decision answers is about."""
    if id_.startswith("E-"):
        escalation = view.escalation(id_)
        return f"{view.kpis[escalation.kpi].name}: {cause_words(escalation) or 'withdrawn'}"
    if id_ in view.kpis:
        return view.kpis[id_].name
    titles = dict[str, str]()
    for objective in view.repository.objectives():
        titles[objective.id] = objective.title
        titles |= {one.id: one.title for one in objective.key_results}
    return titles.get(id_, "")
