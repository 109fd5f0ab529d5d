"""The chart: values where they are, on the bands as they were, and nothing that a strange number could break."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.calendar import shift
from cadence_tui.domain.kpi import Kpi, Target
from cadence_tui.domain.signal import Limits
from cadence_tui.services.pages import Cell
from cadence_tui.tui.widgets.chart import plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.kpi import Status

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
FORTY = Target("at_least", Decimal(40), Decimal(30))
FORM = "1,234.50"


def _kpi(goal: Target = FORTY, unit: str = "number") -> Kpi:
    return Kpi("nps", "NPS", "Ada", goal, MOMENT, MOMENT, unit=unit)


def _cells(*values: str | None, goal: Target = FORTY, status: Status | None = "on_track") -> list[Cell]:
    last = len(values) - 1
    return [
        Cell(shift("2026-W01", n), None if v is None else Decimal(v), status, goal, is_current=n == last)
        for n, v in enumerate(values)
    ]


def _drawn(cells: Sequence[Cell], width: int = 60, height: int = 9, goal: Target = FORTY) -> list[str]:
    return [line.plain for line in plot(_kpi(goal), cells, FORM, width, height)]


def test_levels_are_named_beside_the_plot_and_periods_below_it() -> None:
    """Target and alert stand at their heights, and the newest period is always named."""
    lines = _drawn(_cells("45", "41", "50"))
    target, alert = (next(n for n, line in enumerate(lines) if word in line) for word in ("target 40", "alert 30"))
    assert target < alert
    assert lines[-2].split() == ["W01", "W02", "W03"]
    assert lines[-1].split() == ["status", "●", "●", "●"]


def test_no_axis_goes_where_no_value_has_been() -> None:
    """Below zero where none was, and beyond all of a percentage, nothing is expected, and nothing is named."""
    goal = Target("at_least", Decimal(99), Decimal(50))
    cells = _cells("100", "0.5", "100", goal=goal)
    drawn = [line.plain.lstrip() for line in plot(_kpi(goal, "percent"), cells, FORM, 60, 16)]
    assert drawn[-3].startswith("0 %")
    assert not any(line.startswith(("-", "11")) for line in drawn)
    assert any(line.lstrip().startswith("-") for line in _drawn(_cells("-25", "60"), height=16))


def test_bands_are_those_of_their_time() -> None:
    """Where a target was raised, its edge makes a step in the chart."""
    raised = Target("at_least", Decimal(60))
    cells = [*_cells("45", "45"), *_cells("45", "45", goal=raised)]
    lines = _drawn(cells, goal=raised)
    rows = [line.index("╌") for line in lines if "╌" in line]
    assert len(rows) == 2
    assert rows[0] != rows[1]


def test_what_is_not_on_track_has_its_glyph() -> None:
    """A breach is told by its glyph, not by colour alone; a late period without a value stands at the foot."""
    cells = [*_cells("45", "20", status="breach")[:2], *_cells(None, "41", status="late")]
    text = "\n".join(_drawn(cells))
    assert "✗" in text
    assert "!" in _drawn(cells)[-3]


def test_an_amended_value_has_a_star() -> None:
    """An amended value can be told from one that stands as it was recorded."""
    cells = [cell._replace(amended=True) for cell in _cells("45", "41")]
    assert "*" in "".join(_drawn(cells))


def test_where_there_is_no_room_a_column_shows_the_worst_of_several() -> None:
    """All periods are drawn, however many; what went wrong in one of them is never lost between the columns."""
    cells = _cells(*["45"] * 520)
    cells[100] = cells[100]._replace(value=Decimal(10), status="breach")
    lines = _drawn(cells, width=60)
    assert all(len(line) <= 60 for line in lines)
    assert lines[-1].count("✗") == 1
    assert 8 < len(lines[-1].split("✗")[0]) < 24
    assert sum("✗" in line for line in lines) == 2


def test_escalations_and_decisions_are_marked_in_their_periods() -> None:
    """By their ids where there is room, else by glyphs alone; what lies in periods that are not shown is left out."""
    cells = _cells(*["45"] * 13)
    marks = {"2026-W02": ["E-1"], "2026-W03": ["D-7", "D-8"], "2026-W13": ["D-9"], "2025-W01": ["E-9"]}
    wide = [line.plain for line in plot(_kpi(), cells, FORM, 120, 10, marks=marks)][-1]
    assert wide.split() == ["▲E-1", "◆D-7", "◆D-8", "◆D-9"]
    narrow = [line.plain for line in plot(_kpi(), cells, FORM, 50, 10, marks=marks)]
    assert narrow[-1].split() == ["▲", "◆D-7", "◆D-8", "◆"]
    assert narrow[-1].index("▲") == [n for n, char in enumerate(narrow[-2]) if char == "●"][1]


def test_limits_are_drawn_and_named_where_they_are_wanted() -> None:
    """Mean and limits of an XmR chart have lines of their own, and the plot makes room for them."""
    cells = _cells(*["45", "41"] * 6)
    usual = Limits(Decimal(43), Decimal(33), Decimal(53))
    text = "\n".join(line.plain for line in plot(_kpi(), cells, FORM, 80, 16, limits=usual))
    for words in ("mean 43", "low 33", "high 53", "─", "┄"):
        assert words in text
    assert "mean" not in "\n".join(_drawn(cells, 80, 16))


@pytest.mark.parametrize("width", [40, 60, 90, 140])
def test_a_period_is_named_right_below_its_value(width: int) -> None:
    """However narrow the columns are, a name stands below its own period or not at all."""
    cells = [*_cells(*["41"] * 20), *_cells(*["41"] * 6)]
    cells = [cell._replace(period=shift("2026-W01", n)) for n, cell in enumerate(cells)]
    cells[11] = cells[11]._replace(value=Decimal(10), status="breach")
    lines = _drawn(cells, width)
    column = next(line.index("✗") for line in lines if "✗" in line)
    near = [n for n in (10, 11, 12, 13) if f"W{n:02}" in lines[-2]]
    each = (width - len("target 40") - 1) // 26
    for n in near:
        assert abs(lines[-2].index(f"W{n:02}") + 1 - (column + (n - 12) * each)) <= 1


def test_yes_and_no_are_two_rows() -> None:
    """A yes/no KPI needs no scale."""
    goal = Target("yes_no")
    lines = [line.plain for line in plot(_kpi(goal, "yes_no"), _cells("1", "0", goal=goal), FORM, 40, 9)]
    assert lines[1].startswith("yes")
    assert lines[2].startswith("no")


def test_without_values_the_chart_says_what_it_will_be() -> None:
    """A new KPI has a sentence in the place of its line."""
    assert _drawn(_cells(None, None)) == ["No values yet; the first ones make a line here."]


@given(
    st.lists(st.none() | st.decimals(-(10**15), 10**15, allow_nan=False, places=4), min_size=1, max_size=60),
    st.integers(20, 200),
    st.integers(3, 30),
    st.sampled_from([FORTY, Target("at_most", Decimal(5)), Target("between", (Decimal(0), Decimal(0)))]),
)
def test_any_values_are_drawn_within_their_room(
    values: list[Decimal | None], width: int, height: int, goal: Target
) -> None:
    """Whatever the numbers are, the chart fills its room and no more."""
    cells = _cells(*[None if value is None else f"{value:f}" for value in values], goal=goal)
    lines = _drawn(cells, width, height, goal)
    assert len(lines) <= max(height, 3)
    if len(lines) > 1:
        assert all(len(line) <= max(width, 40) for line in lines)


@pytest.mark.parametrize("width", [1, 5, 12])
def test_hardly_any_room_is_no_trouble(width: int) -> None:
    """A chart squeezed to nothing draws what it can."""
    assert _drawn(_cells("45", "41", "50"), width, 3)
