"""Objectives for tests, as they are stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui.domain.okr import Initiative, KeyResult, Objective

if TYPE_CHECKING:
    from tests.companies import Company


def objective(**fields: object) -> Objective:
    """Make an active company objective with two key results."""
    known: dict[str, object] = {
        "id": "O-1",
        "title": "Make the first week feel effortless",
        "owner": "Olga",
        "cycle": "2026-Q4",
        "kpi": "nps",
        "state": "active",
        "key_results": tuple(
            KeyResult(
                id=f"O-1.{n}", title="Activation", baseline=Decimal(45), target=Decimal(65), due=date(2026, 12, 31)
            )
            for n in (1, 2)
        ),
        "initiatives": tuple(Initiative(id=f"O-1.i{n}", title="Sample data", owner="Olga") for n in (1, 2)),
    }
    return Objective(**{**known, **fields})  # type: ignore[arg-type]


def put(company: Company, *objectives: Objective) -> None:
    """Write objectives."""
    with company.desk.change("added objective", "O-1") as change:
        for one in objectives:
            change.repository.put_objective(one, at=change.now)
