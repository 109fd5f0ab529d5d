"""Lists of names from files: whatever a spreadsheet writes, the names are found, and what else there was is told."""

from __future__ import annotations

import codecs

import pytest

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges.name_list import NameList, read_names
from tests.workbooks import workbook


@pytest.mark.parametrize(
    ("name", "text", "rows", "header", "others"),
    [
        ("list.txt", "Churn\nNPS\n\nRevenue, net\n", ("Churn", "NPS", "", "Revenue, net"), "", 0),
        ("list.csv", "Churn\nNPS\n", ("Churn", "NPS"), "", 0),
        ("list.csv", "Metric\nChurn\nNPS\n", ("Churn", "NPS"), "Metric", 0),
        ("list.csv", "Churn,4%\nNPS,40\n", ("Churn", "NPS"), "", 1),
        ("list.csv", "What,Now\nChurn,4%\nNPS,40\n", ("Churn", "NPS"), "What", 1),
        ("list.csv", "Owner,KPI,Now\nAda,Churn,4%\nBo,NPS,40\n", ("Churn", "NPS"), "KPI", 2),
        ("list.csv", "1,Churn,4%\n2,NPS,40\n", ("Churn", "NPS"), "", 2),
        ("list.csv", '"Revenue, net",12\n"Said ""NPS""",40\n', ("Revenue, net", 'Said "NPS"'), "", 1),
        ("list.csv", "Churn;4,2\nNPS;40\n", ("Churn", "NPS"), "", 1),
        ("list.tsv", "name\tvalue\nChurn\t4\n\nNPS\t40\n", ("Churn", "", "NPS"), "name", 1),
        ("list.csv", "sep=;\nKPI;Now\nChurn;4\n", ("Churn",), "KPI", 1),
        ("list.csv", "\n\nKPI,\nChurn,\n", ("", "", "Churn"), "KPI", 0),
        ("list.csv", "'=NPS,1\nChurn,2\n", ("=NPS", "Churn"), "", 1),
        ("list", "Churn, monthly\nNPS\n", ("Churn, monthly", "NPS"), "", 0),
    ],
)
def test_the_column_of_the_names_is_found(
    name: str, text: str, rows: tuple[str, ...], header: str, others: int
) -> None:
    """With a header or without, first column or not, whatever separates them."""
    assert read_names(name, text.encode()) == NameList(rows, header, others)


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")])
def test_what_spreadsheets_save_as_text_is_read(mark: bytes, encoding: str) -> None:
    """UTF-8 or UTF-16, with a mark or without."""
    data = "KPI\nÅpning\n".encode(encoding)
    assert read_names("list.csv", mark + data) == read_names("list.csv", data) == NameList(("Åpning",), "KPI", 0)


def test_the_first_sheet_of_a_workbook_is_read() -> None:
    """Its numbers and dates are other columns."""
    data = workbook([("KPI", "Now"), ("Churn", "4 %"), ("NPS", 40)])
    assert read_names("list.xlsx", data) == NameList(("Churn", "NPS"), "KPI", 1)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b" \n,\n", "The file is empty"),
        ("a.csv", b'"Churn\nNPS\n', "A double quote opens here and is never closed"),
        ("a.csv", b"Churn\nN\xffPS", "line 2: It is not text"),
        ("a.csv", b"Churn\nN\0PS", "NUL"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "old or protected workbook"),
        ("a.xlsx", b"PK\x03\x04nothing", "not a workbook that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, words: str) -> None:
    """One sentence with the line and what would be right."""
    with pytest.raises(InvalidError, match=words) as refused:
        read_names(name, data)
    assert name in str(refused.value)
