"""Imported rows: what every spreadsheet, script and export may write, and how each bad row is named."""

from __future__ import annotations

import codecs
import csv
import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_text, visible
from cadence_tui.edges.value_rows import ValueRow, read_rows

HEADER = "kpi,period,value,note\n"
CHURN = ValueRow(2, "churn", "2026-W47", "4.2", "late sheet")
LINE = "churn,2026-W47,4.2,late sheet\n"
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def read(text: str, name: str = "values.csv") -> list[ValueRow]:
    """Read a file that is in order."""
    return read_rows(name, text.encode())


def problems(data: str | bytes, name: str = "values.csv") -> list[str]:
    """Read a file that is not in order, and list what is said about it."""
    with pytest.raises(InvalidError) as refused:
        read_rows(name, data.encode() if isinstance(data, str) else data)
    return list(refused.value.problems) or [str(refused.value).removeprefix(f"{name}, ")]


# --- Tables -----------------------------------------------------------------------------------------------------------


def test_a_row_has_a_kpi_a_period_a_value_and_a_note() -> None:
    """A row is taken with the number of its line, its note and all."""
    assert read(HEADER + LINE) == [CHURN]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("KPI,Period,VALUE,Note", "churn,2026-W47,4.2,late sheet"),
        (" kpi , date , value , note ", "churn,2026-W47,4.2,late sheet"),
        ("note,value,period,kpi", "late sheet,4.2,2026-W47,churn"),
        ("owner,kpi,period,,value,note,", "Ada,churn,2026-W47,x,4.2,late sheet,y"),
        ("kpi;period;value;note", "churn;2026-W47;4.2;late sheet"),
        ("kpi\tperiod\tvalue\tnote", "churn\t2026-W47\t4.2\tlate sheet"),
        ('"kpi";"period";"value";"note"', '"churn";"2026-W47";"4.2";"late sheet"'),
        ("kpi,period,value,note", " churn , 2026-W47 , 4.2 , late sheet "),
        ("kpi,period,value,note", "churn,2026-W47,4.2,late sheet,,"),
    ],
)
@pytest.mark.parametrize("name", ["values.csv", "values.tsv", "values", "values.txt", "-"])
def test_columns_are_found_by_their_names(header: str, row: str, name: str) -> None:
    """Order, case, other columns and what separates cells do not matter, whatever the file is called."""
    assert read(f"{header}\n{row}\n", name) == [CHURN]


def test_a_note_may_be_left_out() -> None:
    """A file without a column for notes is as good."""
    assert read("kpi,period,value\nchurn,2026-W47,4.2\n") == [CHURN._replace(note="")]


def test_what_separates_cells_may_be_said() -> None:
    """The line that some spreadsheets put first is understood, and counts as a line."""
    assert read(f"sep=;\n{HEADER}{LINE}".replace(",", ";")) == [CHURN._replace(line=3)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    """Files of any system are read, and blank lines are left out but counted."""
    text = f"\n{HEADER}\n,,,\n  \n{LINE}{LINE}"
    assert [row.line for row in read(text.replace("\n", end))] == [6, 7]


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("has_mark", [True, False])
def test_encodings_of_spreadsheets_are_read(encoding: str, has_mark: bool) -> None:
    """UTF-8 and UTF-16 are told apart, with their mark and without."""
    data = (MARKS[encoding] if has_mark else b"") + (HEADER + LINE.replace("sheet", "søknad")).encode(encoding)
    assert read_rows("values.csv", data) == [CHURN._replace(note="late søknad")]


def test_a_quoted_cell_may_span_lines() -> None:
    """A row is named by the line on which it begins."""
    text = HEADER + 'churn,2026-W47,4.2,"one\ntwo, ""three"""\n' + LINE
    assert read(text) == [CHURN._replace(note='one\ntwo, "three"'), CHURN._replace(line=4)]


def test_a_file_without_rows_adds_nothing() -> None:
    """A header alone is in order."""
    assert read(HEADER) == []
    assert read("[]", "values.json") == []


@pytest.mark.parametrize("sign", [*"=+-@", *"＝＋－＠"])
@pytest.mark.parametrize("spaces", ["", " ", "  "])
def test_the_quote_of_our_exports_is_taken_off(sign: str, spaces: str) -> None:
    """A text that was kept from being a formula comes back as it was; any other quote stays."""
    (row,) = read(f"{HEADER}churn,2026-W47,'-3,'{spaces}{sign}x\n")
    assert (row.value, row.note) == ("-3", f"{sign}x")
    (row,) = read(f"{HEADER}churn,2026-W47,1,'{spaces}x{sign}\n")
    assert row.note == f"'{spaces}x{sign}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5), st.sampled_from(",;\t"))
def test_what_was_written_comes_back(notes: list[str], delimiter: str) -> None:
    """Notes of any text, written as exports write them, come back as they were, or are refused for what is in them."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=delimiter)
    table.writerow(["kpi", "period", "value", "note"])
    for note in notes:
        is_formula = note.lstrip(" ")[:1] in tuple("=+-@\t\r＝＋－＠")
        table.writerow(["churn", "2026-W47", "4.2", f"'{note}" if is_formula and not note.startswith("'") else note])
    try:
        expected = [clean_text(note, "note") for note in notes]
    except InvalidError:
        assert problems(written.getvalue())
        return
    assert [row.note for row in read(written.getvalue())] == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: The file is empty; its first line names the columns: kpi, period (or date), value and, "),
        ("\ufeff \n", "line 1: The file is empty"),
        ("a,b\n", "line 1: The header has no kpi and no period and no value; it names kpi, period (or date), value"),
        ("churn,2026-W47,4.2\n", "line 1: The header has no kpi and no period and no value"),
        ("\nkpi,value\nchurn,4\n", "line 2: The header has no period; it names kpi"),
        ("kpi,period,date,value\n", "line 1, date: The header has both period and date; keep one of them."),
        ("kpi,period,value,Value\n", "line 1, value: The header names it 2 times; keep one of them."),
        ("kpi,period,value,x,X\n", "line 1, x: The header names it 2 times; keep one of them."),
        (HEADER + "churn\n", "line 2: It has 1 cell and the header 4; leave no cell out, and put a text that"),
        (HEADER + LINE + "churn,2026-W47,4,2,late\n", "line 3: It has 5 cells and the header 4"),
        (HEADER + ",2026-W47,4.2,\n", "line 2, kpi: It is empty; write a KPI’s key."),
        (HEADER + "churn, ,4.2,\n", "line 2, period: It is empty; write a week as 2026-W47, a month or a day."),
        (HEADER + "churn,2026-W47,,\n", "line 2, value: It is empty; write it, or take the row out."),
        (HEADER + "ch\x1burn,2026-W47,1,\n", "line 2, kpi: The kpi has a control character (␛) in it; leave that"),
        (HEADER + "churn,2026-W47,1\u202e,\n", "line 2, value: The value has a control character"),
        (HEADER + 'churn,"2026\nW47",1,\n', "line 2, period: The period has a line break (␊) in it"),
        (HEADER + "churn,2026-W47,1,bell\x07\n", "line 2, note: The note has a control character (␇) in it"),
        pytest.param(
            HEADER + f"{'x' * 300},2026-W47,1,\n",
            "line 2, kpi: The kpi has 300 characters; write it in 200 at most.",
            id="long name",
        ),
        (
            HEADER + LINE + 'churn,2026-W47,1,"open\n' + LINE * 3,
            "line 3: A double quote opens here and is never closed",
        ),
        (HEADER + 'churn,2026-W47,1,"a"b\n', "line 2: A double quote stands inside a quoted cell; write it twice."),
        pytest.param(
            HEADER + f"churn,2026-W47,1,{'x' * 200_000}\n",
            "line 2: A cell is far too long; is a double quote missing",
            id="long",
        ),
        (HEADER + LINE + "churn,2026-W47,\0,\n", "line 3: It has a NUL character in it; save the file as CSV (UTF-8)."),
    ],
)
def test_a_bad_row_is_named(text: str, problem: str) -> None:
    """A problem names the line, the column and why, and can be shown on any terminal."""
    (found,) = problems(text)
    assert found.startswith(problem)
    assert found.isprintable()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ((HEADER + LINE).encode() + b"churn,2026-W47,1,caf\xe9\n", "line 3: It is not text in UTF-8; save the file as"),
        (codecs.BOM_UTF16_LE + b"k\0p", "line 1: It is not text in UTF-16; save the file as CSV (UTF-8)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "line 1: It is an old or protected workbook; save it as XLSX or CSV"),
        (b"PK\x03\x04", "line 1: It is not a workbook that can be read; save it as XLSX or CSV (UTF-8), unprotected."),
        (b"\x89PNG\r\n\x1a\n", "line 1: It is not text in UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str) -> None:
    """A file of another kind is refused with what to save instead."""
    (found,) = problems(data)
    assert found.startswith(problem)


def test_every_bad_row_is_named_at_once() -> None:
    """One run names every bad row in the order of the lines, and imports none of the good ones."""
    with pytest.raises(InvalidError) as refused:
        read(HEADER + LINE + ",2026-W47,,\nchurn\n" + LINE + 'x,y,1,"')
    assert str(refused.value) == "values.csv has 4 problems; nothing was imported:"
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "line 3, kpi",
        "line 3, value",
        "line 4",
        "line 6",
    ]


def test_the_name_of_a_file_is_shown_safely() -> None:
    """A file's name is named without its folder, and without what a terminal would execute."""
    with pytest.raises(InvalidError, match=r"^␛\[2J\.csv, line 1: The file is empty"):
        read_rows("/tmp/\x1b[2J.csv", b"")  # noqa: S108  # a name, not a file


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_is_a_list_of_objects() -> None:
    """Each object is a row, named by the line on which it begins; other names in it do not matter."""
    text = '[\n  {"kpi": "churn", "Date": "2026-W47", "value": "4.2",\n   "note": "late sheet", "x": {"y": [1]}},\n'
    text += '{"kpi": "cash", "period": "2026-11", "value": "1k"}\n]\n'
    assert read(text, "values.json") == [CHURN, ValueRow(4, "cash", "2026-11", "1k")]


def test_json_lines_are_read() -> None:
    """One object after another is as good as a list."""
    text = (
        '{"kpi": "churn", "period": "2026-W47", "value": "1"}\n\n{"kpi": "churn", "period": "2026-W48", "value": "2"}'
    )
    for name in ("values.json", "values.jsonl", "values.ndjson", "values"):
        assert [(row.line, row.value) for row in read(text, name)] == [(1, "1"), (3, "2")]


@pytest.mark.parametrize("number", ["6.10", "0.1", "-3", "1.234", "1e3", "123456789012345678901234567890"])
def test_a_number_of_json_keeps_its_digits(number: str) -> None:
    """A number is its exact text, and is marked as one that has a point whatever the company's number format."""
    text = f'[{{"kpi": "churn", "period": "2026-W47", "value": {number}, "note": null}}]'
    assert read(text, "values.json") == [ValueRow(1, "churn", "2026-W47", number, "", exact=True)]


def test_a_number_of_json_without_end_is_refused() -> None:
    """A number too long to be worked with is refused without being worked out."""
    (found,) = problems(f'{{"kpi": "churn", "period": "2026-W47", "value": {"9" * 5_000}}}', "values.json")
    assert found == "line 1, value: The value has 5,000 characters; write it in 200 at most."


def test_true_is_yes_in_json() -> None:
    """An answer may be true or false."""
    text = '[{"kpi":"a","period":"2026-W47","value":true},{"kpi":"b","period":"2026-W47","value":false}]'
    assert [(row.value, row.exact) for row in read(text, "values.json")] == [("yes", False), ("no", False)]


def test_a_quote_in_json_is_meant() -> None:
    """No spreadsheet reads JSON, so nothing was put before a sign, and nothing is taken off."""
    (row,) = read('[{"kpi":"a","period":"2026-W47","value":"1","note":"\'=x"}]', "values.json")
    assert row.note == "'=x"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1]", "line 1: It is not an object; write {"),
        ('["a"]', "line 1: It is not an object"),
        ("[[]]", "line 1: It is not an object"),
        ('[{"period":"2026-W47","value":1}]', "line 1, kpi: It is empty; write a KPI’s key."),
        ('[\n{"kpi":"a","period":"2026-W47","value":null}]', "line 2, value: It is empty"),
        (
            '[{"kpi":"a","period":"x","value":[1]}]',
            "line 1, value: A list or object does not belong here; write a text",
        ),
        (
            '[{"kpi":true,"period":"x","value":1}]',
            "line 1, kpi: “true” does not belong here; write a text or a number.",
        ),
        ('[{"kpi":"a","period":"x","value":1,"VALUE":2}]', "line 1, value: It stands twice in one object; keep one"),
        ('[{"kpi":"a","period":"x","date":"y","value":1}]', "line 1, period: It stands twice in one object"),
        ('[{"kpi":"a\\u001b","period":"x","value":1}]', "line 1, kpi: The kpi has a control character (␛) in it"),
        ('[{"kpi":"a","period":"x","value":1,"note":"\\ud800"}]', "line 1, note: The note has a control character"),
        ('[\n{"kpi":"a","period":"x","value":1},\n{]', "line 3: It is not JSON; write a list of objects, as [{"),
        ('[{"kpi":"a","period":"x","value":1},]', "line 1: It is not JSON"),
        (
            '[{"kpi":"a","period":"x","value":1}\n',
            "line 2: The list goes wrong here; put a comma between rows, and one",
        ),
        ('[{"kpi":"a","period":"x","value":1}\n{}]', "line 2: The list goes wrong here"),
        ("[]\n[]", "line 2: The list goes wrong here"),
        ('{"kpi":"a","period":"x","value":1},', "line 1: It is not JSON"),
        pytest.param("[" * 100_000, "line 1: It is not JSON", id="endless"),
        ("kpi,period,value\n", "line 1: It is not JSON"),
    ],
)
def test_a_bad_object_is_named(text: str, problem: str) -> None:
    """A problem in JSON names the line, the column and why."""
    (found,) = problems(text, "values.json")
    assert found.startswith(problem)


cells = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(cells, cells, cells, st.text(max_size=20)), max_size=5), st.sampled_from([None, 1]))
def test_json_comes_back(rows: list[tuple[str, str, str, str]], indent: int | None) -> None:
    """Whatever text stands in an object, ASCII-escaped and indented or not, comes back as it was, or is refused."""
    objects = [dict(zip(("kpi", "period", "value", "note"), row, strict=True)) for row in rows]
    try:
        found = read(json.dumps(objects, indent=indent), "values.json")
    except InvalidError as error:
        said = [str(error), *error.problems]
        assert all(visible(sentence) == sentence for sentence in said)
        return
    assert [row.note for row in found] == [clean_text(row[3], "note") for row in rows]
    assert len(found) == len(rows)


# --- All kinds --------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(["v.csv", "v.tsv", "v.json", "v.xlsx", "v"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """No file whatever ends in anything but rows or a sentence that can be shown."""
    try:
        read_rows(name, data)
    except InvalidError as error:
        said = [str(error), *error.problems]
    else:
        said = []
    assert all(visible(sentence) == sentence for sentence in said)


@given(st.text(st.sampled_from('kpi,period;value\tnote"\n\r{}[]:1\u00e9\u001b '), max_size=60), st.booleans())
def test_any_table_is_read_or_refused(text: str, has_header: bool) -> None:
    """However a table is torn, what comes back is whole rows, or sentences."""
    rows, said = list[ValueRow](), list[str]()
    try:
        rows = read((HEADER if has_header else "") + text)
    except InvalidError as error:
        said = [str(error), *error.problems]
    assert all(row.kpi and row.period and row.value for row in rows)
    assert all(visible(sentence) == sentence for sentence in said)


def test_a_hundred_thousand_rows_are_read_with_the_last_one_bad() -> None:
    """Nothing is taken from a long file whose last row is bad, and only that row is named."""
    text = HEADER + LINE * 100_000
    assert len(read(text)) == 100_000
    (found,) = problems(f"{text}churn,2026-W47,\n")
    assert found.startswith("line 100002: It has 3 cells and the header 4")


def test_reading_rows_loads_no_framework() -> None:
    """Rows are too many for a model each, so the library that makes models stays unloaded."""
    script = "import sys, cadence_tui.edges.value_rows; sys.exit(any(m.startswith('pydantic') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
