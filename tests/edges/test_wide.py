"""Wide tables: a KPI a row or a column, periods across, headed as founders' spreadsheets head them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges.dates import is_ambiguous, order_of, period
from cadence_tui.edges.layout import letter, number_of
from cadence_tui.edges.value_rows import Reading, ValueRow, places, read_file, read_rows


def cells(text: str, reading: Reading | None = None) -> list[tuple[str, str, str]]:
    """Read a CSV into its KPIs, periods and values."""
    found = read_file("values.csv", text.encode(), reading or Reading())
    return [(row.kpi, row.period, row.value) for row in found.rows]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("2026-W47", "2026-W47"),
        ("W47", "W47"),
        ("Week 47", "W47"),
        ("wk 7", "W07"),
        ("KW 47/2026", "2026-W47"),
        ("W47 2026", "2026-W47"),
        ("2026W53", "2026-W53"),
        ("2025-W53", ""),
        ("2026-11", "2026-11"),
        ("Nov 2026", "2026-11"),
        ("November 2026", "2026-11"),
        ("Nov-26", "2026-11"),
        ("Sept '26", "2026-09"),
        ("11/2026", "2026-11"),
        ("2026-11-21", "2026-11-21"),
        ("2026/11/21", "2026-11-21"),
        ("2026-11-21 00:00:00", "2026-11-21"),
        ("21/11/2026", "2026-11-21"),
        ("21.11.26", "2026-11-21"),
        ("21 Nov 2026", "2026-11-21"),
        ("21-Nov-26", "2026-11-21"),
        ("Nov 21, 2026", "2026-11-21"),
        ("w/c 16/11/2026", "2026-11-16"),
        ("Week of 16 Nov 2026", "2026-11-16"),
        ("Week ending: 22 Nov 2026", "2026-11-22"),
        ("week 47 of 2026", ""),
        ("31/02/2026", ""),
        ("Target", ""),
        ("Market 2026", ""),
        ("Q4 2026", ""),
        ("4.2", ""),
        ("2026", ""),
        ("", ""),
    ],
)
def test_periods_are_read_as_people_head_their_columns(label: str, found: str) -> None:
    """Weeks, months and days; what is none is none."""
    assert period(label) == found


def test_the_order_of_day_and_month_is_told_by_all_dates_together() -> None:
    """One date that can be read only one way tells it for all."""
    assert order_of(["04/11/2026", "18/11/2026"]) == "dmy"
    assert order_of(["11/04/2026", "11/18/2026"]) == "mdy"
    assert order_of(["4.11.2026"]) == "dmy"
    assert is_ambiguous(["04/11/2026", "05/11/2026"])
    assert is_ambiguous(["w/c 04/11/2026", "w/c 11/11/2026"])
    assert not is_ambiguous(["2026-11-04"])
    assert period("04/11/2026", "mdy") == "2026-04-11"


def test_a_kpi_a_row_with_a_title_above_and_columns_between() -> None:
    """What is neither a KPI's name nor a period is left aside, and so are empty cells."""
    text = "Fjord Labs scorecard,,,,\n,,,,\nKPI,Owner,2026-W45,2026-W46,2026-W47\nMRR,Fay,41k,42k,–\nNPS,Lea,40,,44\n"
    assert cells(text) == [
        ("MRR", "2026-W45", "41k"),
        ("MRR", "2026-W46", "42k"),
        ("NPS", "2026-W45", "40"),
        ("NPS", "2026-W47", "44"),
    ]
    assert next((row.line, row.column) for row in read_rows("a.csv", text.encode())) == (4, "C")


def test_a_kpi_a_column_with_periods_down() -> None:
    """The first column holds the periods, whatever it is called."""
    text = "Week ending;MRR;Churn\n08/11/2026;41,2;5,1\n15/11/2026;42;4,9\n"
    assert cells(text) == [
        ("MRR", "2026-11-08", "41,2"),
        ("Churn", "2026-11-08", "5,1"),
        ("MRR", "2026-11-15", "42"),
        ("Churn", "2026-11-15", "4,9"),
    ]


def test_a_long_table_has_dates_as_people_write_them() -> None:
    """Where nothing tells day from month it asks, and takes what it is told."""
    text = "kpi,date,value\nmrr,04/11/2026,41\nmrr,11/11/2026,42\n"
    with pytest.raises(InvalidError, match="two ways"):
        cells(text)
    assert cells(text, Reading(order="mdy"))[0][1] == "2026-04-11"
    assert cells(text.replace("11/11", "18/11"))[0][1] == "2026-11-04"


def test_wide_dates_that_can_be_read_two_ways_ask() -> None:
    """Nothing is guessed where a guess would put values into other months."""
    text = "KPI,04/11/2026,11/11/2026\nMRR,41,42\n"
    with pytest.raises(InvalidError, match="two ways"):
        cells(text)
    assert [one[1] for one in cells(text, Reading(order="dmy"))] == ["2026-11-04", "2026-11-11"]


def test_a_period_that_cannot_be_read_is_named_by_line_and_column() -> None:
    """Unless its cells are empty, or it says that it stands for all of them."""
    with pytest.raises(InvalidError, match="line 4, column A: “Summer”"):
        cells("Week,MRR\n2026-W45,1\n2026-W46,2\nSummer,3\n")
    assert len(cells("Week,MRR\n2026-W45,1\n2026-W46,2\nSummer,\nTotal:,3\n")) == 2


def test_a_long_table_without_its_header_is_not_taken_for_a_wide_one() -> None:
    """It says which columns the first line has to name."""
    with pytest.raises(InvalidError, match="The header has no kpi"):
        cells("name,week,amount\nmrr,2026-W45,41\nmrr,2026-W46,42\nnps,2026-W46,40\n")


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    """A to Z, then AA."""
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [number_of(letter(n)) for n in range(800)] == list(range(800))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ([(2, "B"), (2, "C"), (2, "D")], "line 2, columns B to D"),
        ([(2, "B"), (2, "D"), (2, "AA")], "line 2, columns B, D and AA"),
        ([(3, "B"), (4, "B"), (7, "B")], "lines 3 to 4 and 7, column B"),
        ([(2, "B"), (2, "C"), (3, "B"), (3, "C"), (5, "C")], "lines 2 to 3, columns B to C; line 5, column C"),
        ([(2, ""), (3, ""), (4, "")], "lines 2 to 4"),
    ],
)
def test_where_several_rows_stand_is_said_in_one_go(where: list[tuple[int, str]], said: str) -> None:
    """Lines and columns side by side are a span; each one is named."""
    assert places(ValueRow(line, "nps", "2026-W45", "4", column=column) for line, column in where) == said


@given(
    st.lists(st.sampled_from(["MRR", "NPS", "Churn rate", "New, big"]), unique=True, min_size=1),
    st.lists(st.integers(1, 52), unique=True, min_size=1, max_size=20),
    st.sampled_from([",", ";", "\t"]),
)
def test_rows_columns_and_long_say_the_same(names: list[str], weeks: list[int], delimiter: str) -> None:
    """However a table lies, and whatever separates its cells, the same values are read from it."""
    import csv
    import io

    periods = [f"2026-W{week:02}" for week in weeks]
    values = {(name, when): str(n) for n, (name, when) in enumerate((a, b) for a in names for b in periods)}

    def written(table: list[list[str]]) -> list[tuple[str, str, str]]:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(table)
        return sorted(cells(out.getvalue()))

    rows = written([["KPI", *periods], *([name, *(values[name, when] for when in periods)] for name in names)])
    down = written([["Week", *names], *([when, *(values[name, when] for name in names)] for when in periods)])
    long = written([["kpi", "period", "value"], *([name, when, value] for (name, when), value in values.items())])
    assert rows == down == long
