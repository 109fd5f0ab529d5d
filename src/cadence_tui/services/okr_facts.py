"""Objectives, key results and initiatives as plain values, by the names of okrs.toml, for the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.okr import Initiative, KeyResult

if TYPE_CHECKING:
    from cadence_tui.domain.okr import Objective


def part_facts(objective: Objective, which: KeyResult | Initiative | None) -> dict[str, Any]:
    """Give an objective, or one of its parts, as plain values."""
    if isinstance(which, KeyResult):
        return key_result_facts(next(one for one in objective.key_results if one.id == which.id))
    if isinstance(which, Initiative):
        one = next(one for one in objective.initiatives if one.id == which.id)
        return {"title": one.title, "owner": one.owner, "state": one.state}
    return facts(objective)


def facts(one: Objective) -> dict[str, Any]:
    """Give an objective as plain values, by the names of okrs.toml."""
    return {
        "title": one.title,
        "owner": one.owner,
        "team": one.team,
        "cycle": one.cycle,
        "kpi": one.kpi,
        "serves": one.serves,
        "review_day": WEEKDAYS[one.review_day],
        "initiatives": [initiative.title for initiative in one.initiatives],
        "key_results": [key_result.title for key_result in one.key_results],
    }


def key_result_facts(one: KeyResult) -> dict[str, Any]:
    """Give a key result's line as plain values, by the names of okrs.toml."""

    def text(value: object) -> str | None:
        return None if value is None else str(value)

    return {
        "title": one.title,
        "kind": one.kind,
        "baseline": None if one.baseline is None else f"{one.baseline:f}",
        "target": None if one.target is None else f"{one.target:f}",
        "unit": one.unit,
        "start": text(one.start),
        "due": text(one.due),
        "weight": f"{one.weight:f}",
        "kpi": one.kpi,
    }
