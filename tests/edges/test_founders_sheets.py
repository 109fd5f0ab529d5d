"""Spreadsheets as founders keep them, a test for each: what is meant is read, what is in between is left aside."""

from __future__ import annotations

from datetime import date

import pytest

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges.value_rows import number_format_of, read_file
from tests.workbooks import Shown, workbook


def cells(data: bytes | str, name: str = "scorecard.csv") -> list[tuple[str, str, str]]:
    """Read a file into its KPIs, periods and values."""
    found = read_file(name, data.encode() if isinstance(data, str) else data)
    return [(row.kpi, row.period, row.value) for row in found.rows]


def test_a_european_month_sheet() -> None:
    """Semicolons, a title above, decimal commas, currencies on either side, percent, blanks, and a column of totals."""
    text = (
        "Fjord Labs AS;;;;\n;;;;\nKPI;Jan 2026;Feb 2026;Mar 2026;Sum\n"
        "MRR;€ 1.234,50;1.300,00 €;€ 1.400;3.934,50\nChurn;6,1 %;5,9%;;\n"
    )
    assert cells(text) == [
        ("MRR", "2026-01", "€ 1.234,50"),
        ("MRR", "2026-02", "1.300,00 €"),
        ("MRR", "2026-03", "€ 1.400"),
        ("Churn", "2026-01", "6,1 %"),
        ("Churn", "2026-02", "5,9%"),
    ]
    assert number_format_of(read_file("a.csv", text.encode()).rows) == "1.234,50"


def test_a_scandinavian_sheet_has_spaces_between_its_thousands() -> None:
    """With the space that a spreadsheet puts there, which is none of the keyboard's."""
    rows = read_file("a.csv", "KPI;2026-W45\nMRR;1\u00a0234,50 kr\n".encode()).rows
    assert number_format_of(rows) == "1 234,50"


@pytest.mark.parametrize("head", ["KPI,Target,W45,W46,Avg", "#,Metric,Owner,W45,W46", "Owner,KPI,Unit,W45,W46"])
def test_the_names_are_found_among_owners_targets_and_numbers(head: str) -> None:
    """By what their column is called; a week without its year is completed by whoever knows the day."""
    row = ",".join(
        {"KPI": "MRR", "Metric": "MRR", "W45": "41k", "W46": "42k"}.get(name, "9") for name in head.split(",")
    )
    assert cells(f"{head}\n{row}\n") == [("MRR", "W45", "41k"), ("MRR", "W46", "42k")]


def test_names_in_a_column_that_is_called_nothing() -> None:
    """Numbers before them are none."""
    assert cells("No,,2026-11-09,2026-11-16\n1,MRR,41,42\n2,NPS,40,44\n")[::2] == [
        ("MRR", "2026-11-09", "41"),
        ("NPS", "2026-11-09", "40"),
    ]


def test_months_without_a_year_take_that_of_the_line_above() -> None:
    """A year stands over the first of its months; or once, in the title."""
    two = "KPI,2025,,2026,\n,Nov,Dec,Jan,Feb\nMRR,1,2,3,4\n"
    assert [period for _, period, _ in cells(two)] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    titled = "Scorecard 2026,,\n,,\nKPI,January,Sept.\nMRR,1,2\n"
    assert [period for _, period, _ in cells(titled)] == ["2026-01", "2026-09"]


def test_months_whose_year_nobody_says_are_no_periods() -> None:
    """Nothing is guessed where a guess would put values into other years."""
    for text in ("KPI,Jan,Feb\nMRR,1,2\n", "2025 and 2026,,\nKPI,Jan,Feb\nMRR,1,2\n"):
        with pytest.raises(InvalidError, match="The header has no"):
            cells(text)


def test_weeks_by_their_first_or_last_day() -> None:
    """As planners write them."""
    head = "KPI,w/c 9/11/2026,Week commencing 16/11/2026,Week ending 29 Nov 2026"
    assert [period for _, period, _ in cells(f"{head}\nMRR,1,2,3\n")] == ["2026-11-09", "2026-11-16", "2026-11-29"]


def test_quarters_and_totals_between_months_are_left_aside() -> None:
    """They are no periods of any KPI."""
    text = "KPI,Q4 2025,Dec 2025,FY26,Jan 2026,YTD\nMRR,6,1,7,2,9\n"
    assert cells(text) == [("MRR", "2025-12", "1"), ("MRR", "2026-01", "2")]


def test_sums_and_targets_around_periods_that_go_down() -> None:
    """A line that stands for all periods, or for what is wanted of them, is none of them."""
    text = "Month,MRR,NPS\nTarget,50,40\n2026-01,1,2\n2026-02,3,4\nTotal,4,6\nAverage,2,3\n"
    assert cells(text) == [
        ("MRR", "2026-01", "1"), ("NPS", "2026-01", "2"), ("MRR", "2026-02", "3"), ("NPS", "2026-02", "4"),
    ]  # fmt: skip


def test_what_accountants_and_broken_formulas_write() -> None:
    """Brackets are a minus; an error is no value."""
    text = 'KPI,Jan 2026,Feb 2026,Mar 2026\nNet,"(1,234)",#REF!,($5)\nNPS,#DIV/0!,N/A,40\n'
    assert cells(text) == [("Net", "2026-01", "-1,234"), ("Net", "2026-03", "-$5"), ("NPS", "2026-03", "40")]
    assert cells("kpi,period,value\nnet,2026-W45,(12)\n") == [("net", "2026-W45", "-12")]


def test_sections_and_rows_that_end_early() -> None:
    """A heading between rows holds nothing, and what a row leaves out is empty."""
    text = "KPI,2026-W45,2026-W46\nGrowth\nMRR,41\nPeople,,\nNPS,40,44\n"
    assert cells(text) == [("MRR", "2026-W45", "41"), ("NPS", "2026-W45", "40"), ("NPS", "2026-W46", "44")]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", "\ufeff"), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-16-le", ""), ("utf-16-be", "")],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_as_text(encoding: str, mark: str, ends: str) -> None:
    """With a mark or without, whatever ends a line, tabs or the separator that the first line names."""
    for text in ("KPI\tJan 2026\nÅrr\t1,5\n", "sep=;\nKPI;Jan 2026\nÅrr;1,5\n"):
        assert cells((mark + text.replace("\n", ends)).encode(encoding)) == [("Årr", "2026-01", "1,5")]


def test_an_old_encoding_is_refused_by_its_line() -> None:
    """Nothing is guessed of what letters its bytes may be."""
    with pytest.raises(InvalidError, match=r"line 2: It is not text in UTF-8; save the file as CSV \(UTF-8\)"):
        cells("KPI;Jan 2026\nÅrr;1\n".encode("cp1252"))


def test_a_quote_that_is_never_closed_is_the_one_thing_said() -> None:
    """What it swallowed is not blamed on the header."""
    with pytest.raises(InvalidError, match=r"^scorecard\.csv, line 2: A double quote opens here and is never closed"):
        cells('KPI,Jan 2026\n"MRR,1\nNPS,2\n')


def test_a_workbook_as_it_is_kept() -> None:
    """A title, months as dates, euros, percent, hours, a section, a blank, a dash and a formula's total."""
    data = workbook(
        [
            ("Fjord Labs scorecard",),
            (),
            ("KPI", "Owner", Shown(date(2026, 1, 1), "mmm yy"), Shown(date(2026, 2, 1), "mmm yy"), "Total"),
            ("MRR", "Fay", Shown(1234.5, '#,##0.00 "€"'), Shown(1300, "#,##0"), 2534.5),
            ("Churn", "Lea", Shown(0.061, "0.0%"), None, None),
            ("Growth",),
            ("Response", "Lea", Shown(1.5 / 24, "[h]:mm"), "–", None),
        ]
    )
    assert cells(data, "scorecard.xlsx") == [
        ("MRR", "2026-01-01", "1234.5"),
        ("MRR", "2026-02-01", "1300"),
        ("Churn", "2026-01-01", "6.1%"),
        ("Response", "2026-01-01", "1:30"),
    ]


def test_a_workbook_with_a_year_over_its_months() -> None:
    """Merged over them, and kept as a number."""
    data = workbook([("", 2025, None, 2026), ("KPI", "Nov", "Dec", "Jan"), ("MRR", 1, 2, 3)])
    assert [period for _, period, _ in cells(data, "a.xlsx")] == ["2025-11", "2025-12", "2026-01"]
