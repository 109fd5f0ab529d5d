"""Workbooks: a sheet of values as spreadsheets save it, whatever was done to it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.edges import workbook as reader
from cadence_tui.edges.value_rows import Reading, ValueRow, read_file, read_rows
from tests.workbooks import Shown, patched, workbook

HEADER = ("KPI", "Date", "Value", "Note")
UNREADABLE = r"^values\.xlsx, line 1: It is not a workbook that can be read; save it as"


def sheet(*cells: object) -> bytes:
    """Put a workbook together with one row of values under the header."""
    return workbook([HEADER, cells])


def read(data: bytes) -> list[ValueRow]:
    """Read a workbook."""
    return read_rows("values.xlsx", data)


def value(cell: object) -> ValueRow:
    """Read one cell as a value."""
    (row,) = read(sheet("churn", "2026-W47", cell))
    return row


def test_the_first_sheet_that_is_seen_is_read() -> None:
    """Its rows are taken, with their numbers, whatever the file is called; a hidden sheet is not what was meant."""
    rows = [(), HEADER, (), ("churn", "2026-W47", 4.2)]
    data = workbook([("scratch",)], rows, hidden=[0])
    found = read_file("values", data)
    assert found.rows == [ValueRow(4, "churn", "2026-W47", "4.2", "", exact=True)]
    assert (found.sheet, found.sheets) == ("Sheet2", ("Sheet2", "Sheet1"))


def test_an_empty_cell_is_named_by_its_line() -> None:
    """A cell stands where it stands, and what a row leaves out is empty."""
    with pytest.raises(InvalidError, match=r"^values\.xlsx, line 2, period: It is empty; write a week"):
        read(sheet("churn", None, 1))


def test_long_texts_are_whole() -> None:
    """Lines within a cell stay, and so does what looks like the escape of a spreadsheet."""
    (row,) = read(sheet("churn", "2026-W47", 1, "one\ntwo_x000D_"))
    assert row.note == "one\ntwo_x000D_"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (4.2, "4.2"),
        (0.30000000000000004, "0.3"),
        (5.9999999999999998e-2, "0.06"),
        (1.2e6, "1200000"),
        (-3, "-3"),
        (123456789012345, "123456789012345"),
        (0.1 + 0.7, "0.8"),
    ],
)
def test_a_number_is_as_it_is_shown(kept: float, shown: str) -> None:
    """A spreadsheet keeps binary numbers and shows fifteen digits of them: 0.1 + 0.2 is 0.3."""
    assert value(kept)[3:6] == (shown, "", True)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_every_number_that_is_typed_comes_back(typed: object) -> None:
    """To the digit, as a decimal."""
    assert float(value(float(str(typed))).value) == float(str(typed))
    assert "e" not in value(float(str(typed))).value.casefold()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Shown(0.061, "0.0%"), "6.1%"),
        (Shown(0.5, "0%"), "50%"),
        (Shown(1.2, "0.00%;[Red]-0.00%"), "120%"),
        (Shown(-0.035, "0.0%"), "-3.5%"),
        (Shown(0.061, '0.0" % of all"'), "0.061"),
        (Shown(41200.5, '#,##0.00 "€"'), "41200.5"),
        (Shown(41200.5, "_-[$kr-414] * #,##0.00_-"), "41200.5"),
        (True, "yes"),
        (False, "no"),
        (time(1, 30), "1:30"),
        (timedelta(hours=30, minutes=15), "30:15"),
        ("41.2k", "41.2k"),
    ],
)
def test_a_cell_is_as_people_would_type_it(cell: object, shown: str) -> None:
    """A share that is shown as percent, an amount, an answer, hours: by the number format, not by what is kept."""
    assert value(cell).value == shown


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 11, 21),
        datetime(2026, 11, 21, 18),  # noqa: DTZ001 (spreadsheets know no zones)
        Shown(date(2026, 11, 21), "mmm yyyy"),
        Shown(46347, "[$-409]mmm\\-yy;@"),
        "2026-11-21",
    ],
)
def test_a_day_is_a_day(cell: object) -> None:
    """A cell in the column of periods that holds a date means that day, however it is shown."""
    assert read(sheet("churn", cell, 1))[0].period == "2026-11-21"


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.booleans())
def test_every_day_comes_back(day: date, from_1904: bool) -> None:
    """Whichever day a workbook counts from."""
    data = workbook([HEADER, ("churn", day, 1)], options={"date_1904": from_1904})
    assert read(data)[0].period == day.isoformat()


def test_a_formula_gives_what_it_came_to() -> None:
    """And one that came to an error is empty, as it looks."""
    head = '<c r="C2"'
    data = patched(
        sheet("churn", "2026-W47", 7),
        "sheet1.xml",
        lambda part: part.replace(head.encode(), b'<c r="C2" t="e"').replace(b"<v>7</v>", b"<f>1/0</f><v>#DIV/0!</v>"),
    )
    with pytest.raises(InvalidError, match="line 2, value: It is empty"):
        read(data)
    computed = patched(sheet("churn", "2026-W47", 7), "sheet1.xml", lambda p: p.replace(b"<v>7", b"<f>A1+1</f><v>8"))
    assert read(computed)[0].value == "8"


def test_the_header_is_checked_as_in_any_table() -> None:
    """A workbook without the columns is refused like any other file."""
    with pytest.raises(InvalidError, match=r"^values\.xlsx, line 1: The header has no kpi and no period and no value"):
        read(workbook([(1,)]))
    with pytest.raises(InvalidError, match=r"has no kpi"):
        read(workbook([]))


def gone(_: bytes) -> None:
    """Leave a part out."""


def put(old: bytes, new: bytes, part: bytes) -> bytes:
    """Put one thing into another's place."""
    assert old in part
    return part.replace(old, new, 1)


WHOLE = workbook([HEADER, ("churn", "2026-W47", 7)])
BROKEN = {
    "no list of sheets": patched(WHOLE, "workbook.xml", gone),
    "no sheet": patched(WHOLE, "sheet1.xml", gone),
    "no links": patched(WHOLE, "workbook.xml.rels", gone),
    "not XML": patched(WHOLE, "sheet1.xml", lambda part: part[:-40]),
    "no such column": patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', b'r="XFE2"')),
    "a column without end": patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', b'r="ZZZZZZ2"')),
    "no such row": patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', b'r="C1048577"')),
    "a row without end": patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', b'r="C99999999999"')),
    "row nought": patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', b'r="C0"')),
    "no sheet at all": patched(WHOLE, "workbook.xml", partial(put, b"<sheet ", b"<sheep ")),
    "entities": patched(WHOLE, "sheet1.xml", partial(put, b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'ha'>]><worksheet")),
    "cut short": WHOLE[:-30],
    "parts with two names": WHOLE.replace(b"sheet1", b"sheet9", 1),
    "another file": b"PK\x03\x04" + b"\0" * 60,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_workbook_is_refused(fault: str) -> None:
    """What cannot be read as a workbook is refused in a sentence, whatever is wrong with it."""
    with pytest.raises(InvalidError, match=UNREADABLE):
        read(BROKEN[fault])


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    """Before any of it is unpacked, and what says that it is smaller than it is does not get far either."""
    zeros = b"\0" * (reader.LARGEST // 8)
    bomb = patched(workbook([HEADER], *[[(n,)] for n in range(8)]), ".xml", lambda part: part + zeros)
    assert len(bomb) < reader.LARGEST / 500
    with pytest.raises(InvalidError, match=UNREADABLE):
        read(bomb)
    lying = patched(WHOLE, "sheet1.xml", lambda part: part + b" " * 1_000_000)
    size = (lying[lying.index(b"xl/worksheets/sheet1.xml") - 8 :])[:4]
    with pytest.raises(InvalidError, match=UNREADABLE):
        read(lying.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("far", ["XFD1048576", "Z1048576", "XFD999"])
def test_a_cell_far_from_all_others_is_refused(far: str) -> None:
    """The room for what lies between would end the process: 512 GB for a file of 5 KB."""
    data = patched(WHOLE, "sheet1.xml", partial(put, b'r="C2"', f'r="{far}"'.encode()))
    with pytest.raises(InvalidError, match=r"has cells as far as row [\d,]+ and column \w+, with next to nothing"):
        read(data)


def prefixed(part: bytes) -> bytes:
    """Write every element with a prefix, as some programs do."""
    part = part.replace(b"xmlns=", b"xmlns:x=")
    return re.sub(rb"<(/?)(?=\w)(?!\?)", rb"<\1x:", part)


def test_elements_may_have_a_prefix() -> None:
    """They mean the same with it, percent signs and far cells too."""
    data = sheet("churn", "2026-W47", Shown(0.061, "0.0%"))
    for part in ("sheet1.xml", "styles.xml", "sharedStrings.xml"):
        data = patched(data, part, prefixed)
    assert read(data)[0].value == "6.1%"
    far = patched(data, "sheet1.xml", partial(put, b'r="C2"', b'r="XFD1048576"'))
    with pytest.raises(InvalidError, match="has cells as far as"):
        read(far)


def test_rows_that_are_only_formatted_are_nothing() -> None:
    """A sheet that is formatted down to its last row holds no more for that."""
    empty = b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n) for n in (1_048_575, 1_048_576))
    data = patched(WHOLE, "sheet1.xml", partial(put, b"</sheetData>", empty + b"</sheetData>"))
    assert [row.value for row in read(data)] == ["7"]


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes that are lost or changed anywhere in a workbook end in rows or in a sentence."""
    at = data.draw(st.integers(4, len(WHOLE) - 1))
    damaged = WHOLE[:at] + data.draw(st.binary(max_size=3)) + WHOLE[at + 1 :]
    said = "values.xlsx"
    try:
        read(damaged)
    except InvalidError as error:
        said = str(error)
    assert said.startswith("values.xlsx")


@given(st.data())
def test_damaged_parts_are_read_or_refused(data: st.DataObject) -> None:
    """With their checksums right, too."""
    ending = data.draw(st.sampled_from(["sheet1.xml", "workbook.xml", "styles.xml", "sharedStrings.xml", ".rels"]))

    def damage(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part) - 1))
        return part[:at] + data.draw(st.sampled_from([b"", b"9", b'"', b"<", b">", b"\0", b"\xff"])) + part[at + 1 :]

    said = "values.xlsx"
    try:
        read(patched(WHOLE, ending, damage))
    except InvalidError as error:
        said = str(error)
    assert said.startswith("values.xlsx")


def test_a_wide_sheet_is_read_with_its_days() -> None:
    """Periods across are dates, and only dates are read as days: a value of 46000 stays one."""
    found = read(workbook([("KPI", date(2026, 11, 9), date(2026, 11, 16)), ("MRR", 46000, 46100.5)]))
    assert [(one.kpi, one.period, one.value, one.exact, one.column) for one in found] == [
        ("MRR", "2026-11-09", "46000", True, "B"),
        ("MRR", "2026-11-16", "46100.5", True, "C"),
    ]


def test_a_sheet_is_chosen_by_its_name() -> None:
    """All are named; one that there is not is refused with those that there are."""
    data = workbook([HEADER, ("nps", "2026-W47", 40)], [HEADER, ("mrr", "2026-W47", 41)])
    assert [row.kpi for row in read_file("a.xlsx", data, Reading(sheet="Sheet2")).rows] == ["mrr"]
    with pytest.raises(InvalidError, match="no sheet “Third”; there are Sheet1, Sheet2"):
        read_file("a.xlsx", data, Reading(sheet="Third"))
