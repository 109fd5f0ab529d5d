"""What stands in the scorecard's cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.tui.widgets.grid_words import bare, width
from tests.companies import kpi, plan

NUMBER, YES_NO = kpi(plan("nps")), kpi(plan("shipped", "yes_no"))


@given(
    st.decimals(-(10**15), 10**15, allow_nan=False, places=6) | st.decimals(-20_000, 20_000, allow_nan=False, places=3),
    st.sampled_from(["1,234.50", "1.234,50", "1 234,50"]),
    st.sampled_from(["number", "percent", "hours", "currency:EUR"]),
)
def test_a_value_never_takes_more_room_than_was_reckoned(amount: Decimal, form: str, unit: str) -> None:
    """Columns are as wide as their values, which are not all written for that."""
    one = NUMBER._replace(unit=unit)
    assert len(bare(amount, one, form)) <= width(amount, one, form)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("134.75", "134.8"), ("12345", "12.3k"), ("-1234.5", "-1,234"), ("0.51254", "0.5125"), ("9999.9", "10k")],
)
def test_four_digits_are_enough_side_by_side(amount: str, text: str) -> None:
    """The cell under the cursor says the rest."""
    assert bare(Decimal(amount), NUMBER, "1,234.50") == text


def test_yes_and_no_are_words() -> None:
    """No number stands for them."""
    assert [bare(Decimal(n), YES_NO, "1,234.50") for n in (1, 0)] == ["yes", "no"]
