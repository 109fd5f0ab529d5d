"""A decision with what it answered, replaced and led to: what is written down of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.kpi import Kpi


class Record(NamedTuple):
    """A decision's record; `answers` holds an id and what it is about, `kpis` those that it names, by key.

    `actual` is where the KPI stood on the day by which an effect was expected, once that has come.
    """

    decision: Decision
    answers: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    kpis: Mapping[str, Kpi]
    supersedes: Decision | None
    superseded_by: Decision | None
    actual: Decimal | None
    zone: ZoneInfo
    number_format: str
    is_solo: bool
