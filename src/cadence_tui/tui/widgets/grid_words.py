"""What stands in the scorecard's cells, as short text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.totals import SPANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.totals import Total
    from cadence_tui.services.pages import Cell, Row

DERIVED = "ƒ"
_GROUPED_FROM, _SCALED_FROM, _LONG_FROM = Decimal(999), Decimal(9_999), Decimal(999_000_000_000)
SUM, MEAN = "Σ", "ø"
SIGNS = {"sum": SUM, "mean": MEAN, "formula": DERIVED}
_HOW = {"sum": "added up", "mean": "on average", "formula": "by its formula"}


def name(row: Row) -> str:
    """Name a KPI, one that is worked out marked."""
    return f"{row.line.kpi.name} {DERIVED}" if row.line.kpi.formula else row.line.kpi.name


def target(row: Row, number_format: str) -> str:
    """Write the target of the newest period, with its unit."""
    line = row.line
    return formatting.bound(line.goal.target, line.kpi.unit, line.goal.direction, number_format)


def value(row: Row, cell: Cell, number_format: str) -> str:
    """Write a cell's value without its unit, which the target tells.

    A dash where one was asked for and none came, a dot where nothing was asked for.
    """
    if cell.value is not None:
        return bare(cell.value, row.line.kpi, number_format)
    if cell.status == "paused":
        return ""
    return formatting.GAP if cell.status in (None, "not_due") else formatting.NONE


def bare(amount: Decimal, kpi: Kpi, number_format: str) -> str:
    """Write a value without its unit and in four digits, so that more of them stand side by side."""
    if kpi.goal.direction == "yes_no":
        return formatting.number(amount, "yes_no")
    if kpi.unit == "hours" and ":" in (clock := formatting.number(amount, "hours", number_format)):
        return clock.removesuffix(" h")
    return formatting.number(Decimal(f"{amount:.4g}"), "number", number_format)


def width(amount: Decimal | None, kpi: Kpi, number_format: str) -> int:
    """Say how much room a value takes at most; most of them are never in sight, and are not written for that."""
    if amount is None:
        return 1
    if kpi.goal.direction == "yes_no" or kpi.unit == "hours" or not -_LONG_FROM < amount < _LONG_FROM:
        return len(bare(amount, kpi, number_format))
    if -_SCALED_FROM < amount < _SCALED_FROM:
        return len(f"{amount:.4g}") + (not -_GROUPED_FROM < amount < _GROUPED_FROM)
    return len("-1.23M") if amount < 0 else len("1.23M")


def total(row: Row, at: int, number_format: str) -> str:
    """Write one of a row's totals with the sign of how it was made; nothing where there is none."""
    one = row.totals[at]
    if one is None:
        return ""
    kpi = row.line.kpi
    if kpi.goal.direction == "yes_no":
        return f"{SIGNS[one.how]} {formatting.percent(float(one.value))}"
    return f"{SIGNS[one.how]} {bare(one.value, kpi, number_format)}"


def total_words(kpi: Kpi, totals: Sequence[Total | None], number_format: str) -> str:
    """Say in words what the newest closed periods come to."""
    unit = "months" if kpi.grain == "monthly" else "weeks"
    found = [(span, one) for span, one in zip(SPANS, totals, strict=True) if one is not None]
    parts = [f"{span} {unit} {_amount(one.value, kpi, number_format)}" for span, one in found]
    return f"{' · '.join(parts)} {_HOW[found[0][1].how]}" if found else ""


def _amount(amount: Decimal, kpi: Kpi, number_format: str) -> str:
    """Write what periods come to with its unit: of yes and no, the share of yes."""
    if kpi.goal.direction == "yes_no":
        return f"{formatting.percent(float(amount))} yes"
    return formatting.number(amount, kpi.unit, number_format)
