"""The scorecard in words: what its filter looks through, and what the cell under the cursor holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from textual.content import Content

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.pages import Cell, Row
    from cadence_tui.services.view import View


def searched(row: Row) -> str:
    """Gather what a filter looks through."""
    kpi, line = row.line.kpi, row.line
    words = (kpi.name, kpi.key, kpi.owner, kpi.team or "company", kpi.cadence, kpi.kind or "", kpi.perspective or "")
    return " ".join((*words, formatting.STATUS[line.shown][1])).casefold()


def describe(view: View, row: Row, cell: Cell) -> Content:
    """Say in words what a cell holds, and what it does not."""
    kpi, form = row.line.kpi, view.company.number_format
    parts = [ink.text(kpi.name, ink.STRONG), ink.text(_period(cell.period))]
    if cell.value is not None:
        parts.append(ink.text(formatting.value(cell.value, kpi.unit, kpi.goal.direction, form, short=False)))
    if cell.status is not None:
        parts.append(ink.status(cell.status))
    parts.append(ink.text(_explained(view, kpi, cell), ink.MUTED))
    if cell.amended:
        parts.append(ink.text("amended", ink.STRONG))
    goal = formatting.bound(cell.goal.target, kpi.unit, cell.goal.direction, form)
    parts.append(ink.text(f"target {goal}", ink.MUTED))
    return ink.text(" · ", ink.MUTED).join([part for part in parts if part.cell_length])


def _explained(view: View, kpi: Kpi, cell: Cell) -> str:
    """Explain a cell that could look wrong."""
    if kpi.formula:
        return f"worked out: {kpi.formula}"
    if cell.status is None and cell.value is None:
        return "nothing was asked for"
    if cell.status is None:
        return "recorded, and never judged"
    if cell.status == "late" and cell.value is not None:
        return "came after the close"
    if cell.status == "not_due":
        from cadence_tui.tui.dialogs.kpi_words import first_due

        return f"first closes with {formatting.period_label(first_due(view, kpi))}"
    return ""


def _period(period: str) -> str:
    """Name a period with its year."""
    label = formatting.period_label(period)
    return label if period[:4] in label else f"{label} {period[:4]}"
