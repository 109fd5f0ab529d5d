"""What one may want to know of a KPI beside its values: its targets and why, what it feeds, when it is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.lint import stale_from
from cadence_tui.services import okrs
from cadence_tui.services.ranges import own_playbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cadence_tui.domain.cycle import KeyResultLine
    from cadence_tui.domain.kpi import Kpi, Target
    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.pages import KpiPage
    from cadence_tui.services.view import View


class TargetChange(NamedTuple):
    """A target that a KPI was given: when, by whom and why; for one `period` alone, where it says one.

    `before` is the lasting target that it had; None for its first. `goal` is None where a period's own was taken away.
    """

    at: datetime
    who: str
    goal: Target | None
    before: Target | None
    why: str
    period: str | None = None


class KpiFacts(NamedTuple):
    """What stands beside a KPI's values.

    `targets` are newest first; `feeds` the key results of active objectives that go by it, `moves` the objectives that
    mean to move it; `touched` is the newest decision about it, and from `stale_from` on it is asked whether to retire
    it. `origins` says how its newest values came: typed, imported, fetched, derived.
    """

    targets: tuple[TargetChange, ...]
    feeds: tuple[tuple[Objective, KeyResultLine], ...]
    moves: tuple[Objective, ...]
    touched: tuple[str, datetime] | None
    stale_from: datetime
    origins: tuple[str, ...]


def kpi_facts(view: View, page: KpiPage, playbook: Playbook) -> KpiFacts:
    """Gather the facts of the KPI on a page."""
    kpi = page.line.kpi
    active = okrs.active(view)
    newest = page.decisions[0] if page.decisions else None
    return KpiFacts(
        targets=tuple(reversed(list(_targets(view, kpi)))),
        feeds=tuple(
            (one.objective, part)
            for one in active
            for part in one.key_results
            if part.key_result.kpi == kpi.key and part.key_result.ended is None
        ),
        moves=tuple(one.objective for one in active if one.objective.kpi == kpi.key),
        touched=(newest.id, newest.at) if newest else None,
        stale_from=stale_from(own_playbook(view.repository, playbook), kpi, newest.at if newest else None),
        origins=view.repository.newest_origins(kpi.key),
    )


def _targets(view: View, kpi: Kpi) -> Iterator[TargetChange]:
    """Go through the targets that a KPI was given, oldest first, but for those that were undone."""
    undone, before = view.repository.undone(), None
    for period, goal, seq in view.repository.goals_given(kpi.key):
        entry = view.repository.entry_numbered(seq)
        if entry is None or seq in undone or entry.undoes is not None or (period is None and goal == before):
            continue
        yield TargetChange(entry.at, entry.who or "", goal, before, entry.why or "", period)
        before = goal if period is None else before
