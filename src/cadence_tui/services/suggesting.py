"""The suggestions about what stands: key results nobody believes in, objectives that move nothing, KPIs to raise."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cadence_tui.domain.okr import CheckIn
from cadence_tui.domain.suggestion import RUNNING, Suggestion, fell_running, missed_running, moves_nothing
from cadence_tui.domain.text import fold
from cadence_tui.services.okrs import current_cycle, newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import Objective
    from cadence_tui.services.view import View


def look(view: View) -> list[Suggestion]:
    """Gather what is worth a thought now: what is under way first, then what could be begun."""
    now, every = current_cycle(view), view.repository.objectives()
    going = [one for one in every if one.state != "closed" and one.cycle >= now]
    return [*_unsure(view, going), *_unlinked(going), *_to_raise(view, going), *_waiting(view, every)]


def _unsure(view: View, going: Sequence[Objective]) -> Iterator[Suggestion]:
    """Name the key results of which people are less sure with each check-in."""
    parts = [part for one in going if one.state == "active" for part in one.key_results if part.ended is None]
    said = dict[str, list[CheckIn]]()
    for check_in in view.repository.check_ins() if parts else ():
        said.setdefault(check_in.key_result, []).append(check_in)
    for part in parts:
        if fell := fell_running(said.get(part.id, ())):
            reason = f"Confidence fell three check-ins in a row, {fell[0]} to {fell[1]}: say what is in the way."
            yield Suggestion("unsure", part.id, part.title, reason)


def _unlinked(going: Sequence[Objective]) -> Iterator[Suggestion]:
    """Name the objectives that move no KPI."""
    for one in going:
        if moves_nothing(one):
            yield Suggestion("unlinked", one.id, one.title, "It moves no KPI: name the one that should show it.")


def _to_raise(view: View, going: Sequence[Objective]) -> Iterator[Suggestion]:
    """Name the KPIs that keep missing, and that no key result is after yet."""
    fed = {part.kpi for one in going for part in one.key_results if part.ended is None}
    for kpi in view.kpis.values():
        is_free = kpi.retired_at is None and kpi.key not in fed
        if is_free and _can_rise(view, kpi) and missed_running(_newest_judged(view, kpi.key)):
            yield Suggestion("raise", kpi.key, kpi.name, "Missed three times running: raise it to a key result.")


def _can_rise(view: View, kpi: Kpi) -> bool:
    """Say whether there is a way for a KPI to go: a value, and a number to reach that it is not on yet."""
    if kpi.goal.target is None:
        return False
    value = newest(view.values, kpi)
    return value is not None and kpi.goal.verdict(value) != "on_track"


def _newest_judged(view: View, kpi: str) -> list[Judgement]:
    """List a KPI's newest judgements, the newest first, without reading all there ever were."""
    stored = (view.judgement(kpi, one.period) or one for one in view.repository.judgements(kpi))
    found = {one.period: one for one in islice((one for one in stored if one.status != "paused"), RUNNING)}
    found |= view.judged_since(kpi)
    return sorted(found.values(), key=lambda one: one.judged_at, reverse=True)


def _waiting(view: View, every: Sequence[Objective]) -> Iterator[Suggestion]:
    """Name what the audit found that is to change, and that no objective has taken up."""
    taken = {fold(one.title) for one in every}
    for row in view.repository.candidates():
        if row["bucket"] == "change" and fold(row["name"]) not in taken:
            reason = "The audit set it down as something to change: draft an objective of it."
            yield Suggestion("candidate", row["name"], row["name"], reason)
