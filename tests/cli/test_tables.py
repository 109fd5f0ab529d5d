"""Everything as tables for a spreadsheet, and the values back in through our own import."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence_tui.domain.entry import NUMBER_FORMATS
from cadence_tui.edges.value_rows import read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


def _tables(cadence: Terminal, path: Path) -> dict[str, bytes]:
    cadence("export", "--format", "csv", "-o", str(path))
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_there_is_a_file_for_each_table(missed: Terminal, tmp_path: Path) -> None:
    """With its columns in the first line, the values that stand first of all, and no drafts."""
    found = _tables(missed, tmp_path / "all.zip")
    assert next(iter(found)) == "values.csv"
    assert {"kpis.csv", "judgements.csv", "escalations.csv", "decisions.csv", "history.csv"} < found.keys()
    assert "drafts.csv" not in found
    kpis = list(csv.DictReader(io.StringIO(found["kpis.csv"].decode("utf-8-sig"), newline="")))
    assert {row["key"] for row in kpis} >= {"mrr", "churn", "load_twice"}
    first = (tmp_path / "all.zip").read_bytes()
    _tables(missed, tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == first


def test_a_zip_needs_a_file(cadence: Terminal) -> None:
    """It is not for a terminal, and a period goes with a report."""
    assert "-o" in cadence("export", "--format", "csv", status=2).err
    assert "--week" in cadence("export", "--format", "csv", "--week", "2026-W45", "-o", "x.zip", status=2).err


@pytest.mark.parametrize("form", NUMBER_FORMATS)
def test_exported_values_are_imported_as_no_change(missed: Terminal, tmp_path: Path, form: str) -> None:
    """In each number format: every row is the same as what stands, notes that look like formulas too."""
    missed("company", "edit", "--number-format", form)
    missed("record", "load", "-3.125" if "." in form[-3:] else "-3,125", "--note", "=HYPERLINK(1)")
    missed("record", "shipped", "n", "--note", '\'=1; "so", and\nmore')
    path = tmp_path / "values.csv"
    path.write_bytes(_tables(missed, tmp_path / "all.zip")["values.csv"])
    assert b"'=HYPERLINK" in path.read_bytes()
    before = missed("export").out
    missed("import", str(path))
    assert missed("export").out == before
    found = {(row.kpi, row.period): row.note for row in read_rows("values.csv", path.read_bytes())}
    assert {"=HYPERLINK(1)", '\'=1; "so", and\nmore'} <= set(found.values())


NOTES = st.text("'=+-@ ＝\n\t;,\"xé1", min_size=1, max_size=8).filter(lambda text: text.strip() == text)


@given(NOTES, st.decimals(-(10**9), 10**9, places=3))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_note_and_value_comes_back(cadence: Terminal, tmp_path: Path, note: str, value: object) -> None:
    """Through the file that was exported, as the import reads it."""
    cadence("record", "load", f"{value:f}", f"--note={note}", "--amend", "anew", status=None)
    stands = cadence("kpi", "show", "load", "--json").json["value"]
    rows = read_rows("values.csv", _tables(cadence, tmp_path / "all.zip")["values.csv"])
    assert [(row.value, row.note) for row in rows if row.kpi == "load"] == [(stands, note)]
