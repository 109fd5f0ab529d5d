"""Texts that a spreadsheet would run: made harmless, and given back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.spreadsheet import prefixed, unprefixed
from cadence_tui.export.table_files import Table, zipped

TEXTS = st.one_of(st.text(st.characters(codec="utf-8")), st.text("'=+-@\t\r ＝＋－＠1a", max_size=6))


@given(TEXTS)
def test_a_prefix_is_taken_off_again(text: str) -> None:
    """Whatever the text is, and however many quotes it begins with."""
    assert unprefixed(prefixed(text)) == text


@given(TEXTS)
def test_nothing_is_left_that_a_spreadsheet_would_run(text: str) -> None:
    """A cell begins with no sign of a formula, after spaces neither; but for numbers, which stay numbers."""
    cell = prefixed(text)
    is_number = cell.isascii() and cell.removeprefix("-").replace(".", "", 1).replace(",", "", 1).isdigit()
    assert is_number or cell.strip()[:1] not in tuple("=+-@＝＋－＠")
    assert cell[:1] not in ("\t", "\r")


@pytest.mark.parametrize("text", ["-3", "41.20", "-0,5", "6", "", "plain", "'quoted'", "it's -5"])
def test_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    """So that a spreadsheet can add them up."""
    assert prefixed(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@sum", " =1", "\t1", "＝1", "-1-1", "-1\n=2", "'=1"])
def test_a_formula_gets_a_quote(text: str) -> None:
    """With spaces before it, in full width, and where it only begins as a number."""
    assert prefixed(text) == f"'{text}"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.sampled_from([",", ";"]))
def test_a_table_is_read_back_cell_by_cell(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Quotes, separators and line ends inside a cell stay inside it, and the same rows give the same bytes."""
    from zipfile import ZipFile

    rows = [(a.replace("\r", ""), b.replace("\r", "")) for a, b in rows]
    data = b"".join(zipped([Table("t", ("one", "two"), rows)], delimiter))
    assert data == b"".join(zipped([Table("t", ("one", "two"), rows)], delimiter))
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        text = archive.read("t.csv").decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert [tuple(map(unprefixed, row)) for row in found] == [("one", "two"), *rows]
