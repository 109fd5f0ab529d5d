"""Several periods of a KPI as one number: their sum where its values add up, else their mean.

Whether values add up is the KPI's own word: its aggregate is `sum`, as of sign-ups or new revenue, of which four weeks
have four times as much. A level (cash, MRR, NPS) has the mean, and so has whatever cannot add up by its unit: a
percentage, a ratio, a yes or no. What is worked out by a formula is worked out by it again, over its inputs' sums or
means, each over the same periods: a ratio of totals, never a mean of ratios.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.judgement import aggregate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from cadence_tui.domain.kpi import Kpi

SPANS = (4, 13)
How = Literal["sum", "mean", "formula"]
_NEVER_ADD = ("percent", "ratio", "yes_no")


class Total(NamedTuple):
    """Periods as one number: how it was made, and how many of them had a value to make it from."""

    value: Decimal
    how: How
    counted: int


def adds(kpi: Kpi) -> bool:
    """Say whether a KPI's values add up from period to period."""
    return kpi.aggregate == "sum" and kpi.unit not in _NEVER_ADD and kpi.goal.direction != "yes_no"


def total(
    kpi: Kpi, kpis: Mapping[str, Kpi], periods: Sequence[str], values: Callable[[str], Mapping[str, Decimal]]
) -> Total | None:
    """Make one number of some periods; None where none of them has what it takes.

    Args:
        kpi: the KPI.
        kpis: every KPI by its key, for those that a formula names.
        periods: the periods, in any order.
        values: gives the values that stand for a KPI, by period.
    """
    how: Literal["sum", "mean"] = "sum" if adds(kpi) else "mean"
    if kpi.formula is None:
        own = values(kpi.key)
        found = [own[period] for period in periods if period in own]
        made = aggregate(found, how)
        return None if made is None else Total(made, how, len(found))
    known = {key: values(key) for key in _typed(kpi.key, kpis)}
    counted = [period for period in periods if all(period in one for one in known.values())]
    if not counted:
        return None

    def over(key: str) -> Decimal | None:
        formula = kpis[key].formula
        if formula is None:
            return aggregate([known[key][period] for period in counted], how)
        from cadence_tui.domain.formula import parse

        found = parse(formula)
        return found.evaluate({name: over(name) for name in found.inputs})

    value = over(kpi.key)
    return None if value is None else Total(value, "formula", len(counted))


def _typed(key: str, kpis: Mapping[str, Kpi]) -> list[str]:
    """Name the KPIs whose values are typed that one goes back to: itself, or its formula's inputs, and theirs."""
    formula = kpis[key].formula
    if formula is None:
        return [key]
    from cadence_tui.domain.formula import parse

    return list(dict.fromkeys(name for part in parse(formula).inputs for name in _typed(part, kpis)))
