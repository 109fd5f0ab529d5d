"""Rows to objectives, key results and their check-ins, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui.domain.okr import CheckIn, Initiative, KeyResult, Objective
from cadence_tui.storage.rows import moment, moment_or_none, number, number_from, readable, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cadence_tui.storage.rows import Fields, Row


def _day(day: date | None) -> str | None:
    """Write a day that may be missing."""
    return None if day is None else day.isoformat()


def _day_from(text: str | None) -> date | None:
    """Read a day that may be missing."""
    return None if text is None else date.fromisoformat(text)


def objective_row(one: Objective) -> Fields:
    """Write an objective, without its key results and initiatives."""
    return {
        "id": one.id,
        "number": int(one.id[2:]),
        "title": one.title,
        "owner": one.owner,
        "cycle": one.cycle,
        "team": one.team,
        "kpi": one.kpi,
        "serves": one.serves,
        "review_day": one.review_day,
        "state": one.state,
        "created_at": stamp(one.created_at),
        "activated_at": stamp(one.activated_at),
        "closed_at": stamp(one.closed_at),
    }


@readable
def objective_from(row: Row, key_results: Sequence[Row], initiatives: Sequence[Row]) -> Objective:
    """Read an objective with its key results and initiatives."""
    return Objective(
        id=row["id"],
        title=row["title"],
        owner=row["owner"],
        cycle=row["cycle"],
        created_at=moment(row["created_at"]),
        team=row["team"],
        kpi=row["kpi"],
        serves=row["serves"],
        review_day=row["review_day"],
        state=row["state"],
        key_results=tuple(map(key_result_from, key_results)),
        initiatives=tuple(
            Initiative(id=i["id"], title=i["title"], owner=i["owner"], state=i["state"]) for i in initiatives
        ),
        activated_at=moment_or_none(row["activated_at"]),
        closed_at=moment_or_none(row["closed_at"]),
    )


def key_result_row(one: KeyResult, objective: str, position: int) -> Fields:
    """Write a key result in its place."""
    return {
        "id": one.id,
        "objective": objective,
        "position": position,
        "title": one.title,
        "kind": one.kind,
        "baseline": number(one.baseline),
        "target": number(one.target),
        "unit": one.unit,
        "start": _day(one.start),
        "due": _day(one.due),
        "weight": number(one.weight),
        "kpi": one.kpi,
        "current": number(one.current),
        "confidence": one.confidence,
        "score": number(one.score),
        "score_note": one.score_note,
        "ended": one.ended,
        "ended_why": one.ended_why,
    }


@readable
def key_result_from(row: Row | Mapping[str, Any]) -> KeyResult:
    """Read a key result."""
    return KeyResult(
        id=row["id"],
        title=row["title"],
        kind=row["kind"],
        baseline=number_from(row["baseline"]),
        target=number_from(row["target"]),
        unit=row["unit"],
        start=_day_from(row["start"]),
        due=_day_from(row["due"]),
        weight=Decimal(row["weight"]),
        kpi=row["kpi"],
        current=number_from(row["current"]),
        confidence=row["confidence"],
        score=number_from(row["score"]),
        score_note=row["score_note"],
        ended=row["ended"],
        ended_why=row["ended_why"],
    )


def initiative_row(one: Initiative, objective: str, position: int) -> Fields:
    """Write an initiative in its place."""
    return {
        "id": one.id,
        "objective": objective,
        "position": position,
        "title": one.title,
        "owner": one.owner,
        "state": one.state,
    }


def check_in_row(one: CheckIn) -> Fields:
    """Write a key result's check-in."""
    return {
        "key_result": one.key_result,
        "at": stamp(one.at),
        "who": one.who,
        "confidence": one.confidence,
        "value": number(one.value),
        "progressed": one.progressed,
        "blocked": one.blocked,
    }


@readable
def check_in_from(row: Row) -> CheckIn:
    """Read a key result's check-in."""
    return CheckIn(
        key_result=row["key_result"],
        at=moment(row["at"]),
        who=row["who"],
        confidence=row["confidence"],
        value=number_from(row["value"]),
        progressed=row["progressed"],
        blocked=row["blocked"],
    )
