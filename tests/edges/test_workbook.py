"""Workbooks: a sheet of values as spreadsheets save it, read without a library for all that a sheet can be."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges import workbook
from cadence_tui.edges.value_rows import Reading, ValueRow, read_file, read_rows
from cadence_tui.edges.workbook import day_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("KPI", "Date", "Value", "Note"))


def book(
    rows: str,
    *,
    texts: str = "",
    settings: str = "",
    target: str = "worksheets/sheet1.xml",
    namespace: str = MAIN,
    leave_out: str = "",
) -> bytes:
    """Put a workbook together whose first sheet has these rows."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{LINK}">{settings}<sheets>'
        '<sheet name="Values" sheetId="1" r:id="rId7"/><sheet name="Other" sheetId="2" r:id="rId8"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId8" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId7" Target="{target}"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{texts}</sst>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if name != leave_out:
                archive.writestr(name, part)
    return written.getvalue()


def sheet(*cells: str) -> bytes:
    """Put a workbook together with one row of values under the header."""
    return book(f"<row>{HEADER}</row><row>{''.join(cells)}</row>")


def text(value: str) -> str:
    """Write a cell with a text in it."""
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


CHURN, WEEK = text("churn"), text("2026-W47")


def read(data: bytes) -> list[ValueRow]:
    """Read a workbook."""
    return read_rows("values.xlsx", data)


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_the_first_sheet_is_read(namespace: str, target: str) -> None:
    """The first sheet's rows are taken, with their numbers, in either dialect of the format."""
    rows = f'<row r="2">{HEADER}</row><row r="3"/><row r="7">{CHURN}{WEEK}<c><v>4.2</v></c></row>'
    data = book(rows, target=target, namespace=namespace)
    assert read(data) == [ValueRow(7, "churn", "2026-W47", "4.2", "", exact=True)]
    assert read_rows("values", data) == read(data)


def test_cells_may_be_left_out() -> None:
    """A cell stands where its reference says, and what a row leaves out at its end is empty."""
    rows = f'<row>{HEADER}</row><row><c r="A2" t="str"><v>churn</v></c><c r="C2"><v>1</v></c></row>'
    with pytest.raises(InvalidError, match=r"^values\.xlsx, line 2, period: It is empty; write a week"):
        read(book(rows))


def test_shared_texts_are_found() -> None:
    """A cell may name its text by number; runs of it are joined, and what helps reading it aloud is left out."""
    texts = (
        "<si><t>churn</t></si><si><r><t>2026</t></r><r><rPr/><t>-W47</t></r><rPh><t>no</t></rPh></si>"
        "<si><t>one_x000D_\ntwo</t></si>"
    )
    cells = "".join(f'<c t="s"><v>{at}</v></c>' for at in (0, 1))
    rows = f'<row>{HEADER}</row><row>{cells}<c><v>1</v></c><c t="s"><v>2</v></c></row>'
    assert read(book(rows, texts=texts)) == [ValueRow(2, "churn", "2026-W47", "1", "one\ntwo", exact=True)]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("4.2", "4.2"),
        ("0.30000000000000004", "0.3"),
        ("5.9999999999999998E-2", "0.06"),
        ("1.2E+6", "1200000"),
        ("-3", "-3"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_a_number_is_as_it_is_shown(kept: str, shown: str) -> None:
    """A spreadsheet keeps binary numbers and shows fifteen digits of them: 0.1 + 0.2 is 0.3."""
    (row,) = read(sheet(CHURN, WEEK, f"<c><v>{kept}</v></c>"))
    assert (row.value, row.exact) == (shown, True)


def test_an_answer_is_yes_or_no() -> None:
    """A cell that is true or false is an answer."""
    assert read(sheet(CHURN, WEEK, '<c t="b"><v>1</v></c>'))[0].value == "yes"
    assert read(sheet(CHURN, WEEK, '<c t="b"><v>0</v></c>'))[0].value == "no"


@pytest.mark.parametrize(
    "cell", ['<c t="d"><v>2026-11-21T00:00:00</v></c>', "<c><v>46347</v></c>", "<c><v>46347.75</v></c>"]
)
def test_a_day_is_a_day(cell: str) -> None:
    """A cell in the column of periods that holds a date means that day."""
    assert read(sheet(CHURN, cell, "<c><v>1</v></c>"))[0].period == "2026-11-21"


def test_days_may_be_counted_from_1904() -> None:
    """Some workbooks count their days from 1904, and say so."""
    rows = f"<row>{HEADER}</row><row>{CHURN}<c><v>44885</v></c><c><v>1</v></c></row>"
    data = book(rows, settings='<workbookPr date1904="1"/>')
    assert read(data)[0].period == "2026-11-21"


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    """The number that a spreadsheet keeps for a day is that day again."""
    assert day_of(str((day - date(1899, 12, 30)).days)) == day.isoformat()


@pytest.mark.parametrize("number", ["2026", "-46347", "999999999999999999", "", "x", "٣"])
def test_other_numbers_are_no_days(number: str) -> None:
    """A year or anything else in the column of periods stays as it is, to be refused as what it is."""
    assert day_of(number) == number


def test_the_header_is_checked_as_in_any_table() -> None:
    """A workbook without the columns is refused like any other file."""
    with pytest.raises(InvalidError, match=r"^values\.xlsx, line 1: The header has no kpi and no period and no value"):
        read(book("<row><c><v>1</v></c></row>"))
    with pytest.raises(InvalidError, match=r"has no kpi"):
        read(book(""))


BROKEN = {
    "no list of sheets": book("", leave_out="xl/workbook.xml"),
    "no sheet": book("", leave_out="xl/worksheets/sheet1.xml"),
    "no links": book("", leave_out="xl/_rels/workbook.xml.rels"),
    "not XML": book("<row><c", texts="x"),
    "no such text": book('<row><c t="s"><v>7</v></c></row>'),
    "no such column": book('<row><c r="ZZZ1"><v>7</v></c></row>'),
    "columns backwards": book('<row><c r="B1"><v>7</v></c><c r="A1"><v>7</v></c></row>'),
    "not a number": book("<row><c><v>seven</v></c></row>"),
    "not a row": book('<row r="x"><c><v>7</v></c></row>'),
    "cut short": book(f"<row>{HEADER}</row>")[:-30],
    "parts with two names": book(f"<row>{HEADER}</row>").replace(b"sheet1", b"sheet9", 1),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_workbook_is_refused(fault: str) -> None:
    """What cannot be read as a workbook is refused in a sentence, whatever is wrong with it."""
    with pytest.raises(InvalidError, match=r"^values\.xlsx, line 1: It is not a workbook that can be read; save it as"):
        read(BROKEN[fault])


def test_a_workbook_with_entities_is_refused() -> None:
    """Entities, with which a small file grows without end, are refused before they are read."""
    bomb = "<!DOCTYPE x [<!ENTITY a 'ha'>]>"
    with pytest.raises(InvalidError, match="not a workbook that can be read"):
        read(book("", settings=bomb))


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that would unpack to more than any sheet of values is not unpacked."""
    monkeypatch.setattr(workbook, "LARGEST_PART", 500)
    with pytest.raises(InvalidError, match="not a workbook that can be read"):
        read(book("<row/>" * 1_000))


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes that are lost or changed anywhere in a workbook end in rows or in a sentence."""
    whole = sheet(CHURN, WEEK, "<c><v>1</v></c>")
    at = data.draw(st.integers(4, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :]
    said = "values.xlsx"
    try:
        read(damaged)
    except InvalidError as error:
        said = str(error)
    assert said.startswith("values.xlsx")


def test_a_wide_sheet_is_read_with_its_days() -> None:
    """Periods across are kept as numbers of days, and only heads are read as days: a value of 46000 stays one."""
    day = (date(2026, 11, 9) - date(1899, 12, 30)).days
    rows = f"<row>{text('KPI')}<c><v>{day}</v></c><c><v>{day + 7}</v></c></row>"
    rows += f"<row>{text('MRR')}<c><v>46000</v></c><c><v>46100.5</v></c></row>"
    found = read_rows("wide.xlsx", book(rows))
    assert [(one.kpi, one.period, one.value, one.exact, one.column) for one in found] == [
        ("MRR", "2026-11-09", "46000", True, "B"),
        ("MRR", "2026-11-16", "46100.5", True, "C"),
    ]


def test_a_sheet_is_chosen_by_its_name() -> None:
    """All are named; one that there is not is refused with those that there are."""
    found = read_file("a.xlsx", sheet(text("nps"), text("2026-W47"), "<c><v>40</v></c>"))
    assert (found.sheet, found.sheets) == ("Values", ("Values", "Other"))
    with pytest.raises(InvalidError, match="no sheet “Third”; there are Values, Other"):
        read_file("a.xlsx", sheet(), Reading(sheet="Third"))
