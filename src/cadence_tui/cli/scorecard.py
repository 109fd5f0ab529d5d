"""The scorecard as a table, which the KPIs' list and the week's glance both show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.cli.terminal import status, table

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.report import KpiLine
    from cadence_tui.services.view import View


def scorecard(view: View, found: list[KpiLine]) -> list[Line]:
    """Line KPIs up: value, target, change, trend and status; who owns them, where more than one could."""
    rows: list[list[Piece]] = [_row(line, view.company.number_format) for line in found]
    head = ["KPI", "VALUE", "TARGET", "CHANGE", "TREND", "STATUS"]
    if not view.company.is_solo:
        head.append("OWNER")
        for line, row in zip(found, rows, strict=True):
            row.append(line.kpi.owner)
    # The key is what other commands ask for: all else gives way before it.
    return table(head, rows, right=(1, 2), yields=(3,) if view.company.is_solo else (6, 3))


def _row(line: KpiLine, number_format: str) -> list[Piece]:
    """Write a KPI's line."""
    one, direction = line.kpi, line.goal.direction
    known = status("not_due" if one.retired_at is not None else line.shown)
    return [
        one.key if one.cadence != "monthly" else f"{one.key} · {formatting.MONTHS[int(line.period[5:]) - 1]}",
        formatting.value(line.value, one.unit, direction, number_format),
        formatting.bound(line.goal.target, one.unit, direction, number_format),
        formatting.delta(line.value, line.before, one.unit, number_format),
        formatting.sparkline(line.trend),
        ("· retired", "faint") if one.retired_at is not None else known,
    ]
