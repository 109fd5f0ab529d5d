"""Several periods of a KPI as one number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.totals import Total, adds, total
from tests.companies import kpi, plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.kpi import Aggregate, Kpi

NEWEST = "2026-W46"
FOUR = [shift(NEWEST, -by) for by in range(4)]


def _kpi(key: str, *, aggregate: Aggregate = "last", unit: str = "number", formula: str | None = None) -> Kpi:
    return kpi(plan(key, aggregate=aggregate, formula=formula))._replace(unit=unit)


def _total(of: str, kpis: list[Kpi], **values: list[str | None]) -> Total | None:
    """Work a KPI's total over the newest periods out; values are written newest first."""
    known: dict[str, Mapping[str, Decimal]] = {
        key: {shift(NEWEST, -by): Decimal(text) for by, text in enumerate(texts) if text is not None}
        for key, texts in values.items()
    }
    by_key = {one.key: one for one in kpis}
    return total(by_key[of], by_key, FOUR, lambda key: known.get(key, {}))


def test_what_adds_up_is_summed() -> None:
    """A KPI whose aggregate is `sum` says that four weeks have four times as much."""
    found = _total("signups", [_kpi("signups", aggregate="sum")], signups=["5", "7", "1", "2"])
    assert found == Total(Decimal(15), "sum", 4)


def test_a_level_has_the_mean() -> None:
    """Cash, MRR or NPS of four weeks is their mean."""
    assert _total("nps", [_kpi("nps")], nps=["40", "30", "50", "40"]) == Total(Decimal(40), "mean", 4)


def test_what_cannot_add_up_by_its_unit_never_does() -> None:
    """A percentage, a ratio and a yes or no have the mean, whatever the aggregate says."""
    assert not adds(_kpi("churn", aggregate="sum", unit="percent"))
    assert not adds(_kpi("ltv_cac", aggregate="sum", unit="ratio"))
    assert not adds(kpi(plan("shipped", "yes_no"))._replace(aggregate="sum"))
    assert adds(_kpi("new_mrr", aggregate="sum", unit="currency:EUR"))


def test_a_ratio_is_that_of_its_totals() -> None:
    """New revenue per new customer over four weeks is all revenue by all customers, no mean of four ratios."""
    kpis = [
        _kpi("mrr", aggregate="sum"),
        _kpi("new", aggregate="sum"),
        _kpi("each", unit="ratio", formula="mrr / new"),
    ]
    found = _total("each", kpis, mrr=["100", "900", "0", "0"], new=["1", "9", "5", "5"], each=["100", "100", "0", "0"])
    assert found == Total(Decimal(50), "formula", 4)


def test_a_derived_kpi_that_adds_up_goes_by_its_inputs_sums() -> None:
    """Net new customers over four weeks are those won less those lost."""
    kpis = [_kpi("won"), _kpi("lost"), _kpi("net", aggregate="sum", formula="won - lost")]
    found = _total("net", kpis, won=["5", "6", "7", "8"], lost=["1", "2", "3", "4"])
    assert found == Total(Decimal(16), "formula", 4)


def test_a_formula_over_a_formula_goes_back_to_what_is_typed() -> None:
    """Nothing on the way is averaged from ratios either."""
    kpis = [_kpi("a"), _kpi("b"), _kpi("rate", formula="a / b"), _kpi("points", formula="rate * 100")]
    found = _total("points", kpis, a=["1", "3"], b=["10", "10"])
    assert found == Total(Decimal(20), "formula", 2)


def test_only_periods_that_have_every_input_count() -> None:
    """A week with revenue and no count of customers tells nothing about revenue per customer."""
    kpis = [_kpi("a"), _kpi("b"), _kpi("rate", formula="a / b")]
    assert _total("rate", kpis, a=["1", "99", "3"], b=["2", None, "6"]) == Total(Decimal("0.5"), "formula", 2)


def test_without_a_value_there_is_no_total() -> None:
    """Nothing is made of nothing, and nothing is divided by zero."""
    kpis = [_kpi("a"), _kpi("b"), _kpi("rate", formula="a / b")]
    assert _total("a", kpis, a=[None, None]) is None
    assert _total("rate", kpis, a=["1"], b=["0"]) is None


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=4))
def test_a_ratio_does_not_depend_on_whether_its_inputs_add_up(pairs: list[tuple[int, int]]) -> None:
    """Sums and means over the same periods have the same ratio."""
    values: dict[str, list[str | None]] = {"a": [str(a) for a, _ in pairs], "b": [str(b) for _, b in pairs]}
    inputs = [_kpi("a"), _kpi("b")]
    mean = _total("rate", [*inputs, _kpi("rate", formula="a / b")], **values)
    summed = _total("rate", [*inputs, _kpi("rate", aggregate="sum", formula="a / b")], **values)
    assert mean is not None
    assert summed is not None
    assert abs(mean.value - summed.value) <= abs(mean.value) * Decimal("1e-20")
