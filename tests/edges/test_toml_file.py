"""The lines of a TOML document: a problem must point at the line that a person then looks at."""

from __future__ import annotations

import tomllib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.edges.toml_file import Lines

VALUES = [
    "1",
    '"a"',
    "'a'",
    '"a # b"',
    '"\\" = ["',
    "'\" ['",
    '"""\n[x]\nk1 = 2\n# """',
    '"""a\\"""\n"b" ""c"""""',
    "'''\n[[t]]\nk2 = 'x'\n'''",
    "[1, # ]\n  2,\n]",
    '["]", [\n"#"]]',
    '{a = "}", b = [1, 2]}',
    "1.5 # = [",
    "2026-09-01T10:00:00Z",
]
BETWEEN = st.sampled_from(["", "\n", "# x = 1\n", "  # [y]\n", "\t\n"])
ENTRY = st.tuples(st.sampled_from(["k{}", '"k {}"', "'k.{}'", "a.b.k{}", " k{} "]), st.sampled_from(VALUES), BETWEEN)
TABLE = st.tuples(st.sampled_from(["[t{}]", "[[kpis]]", "[[ people ]]", '["t {}".x]', "[kpis.x{}]"]), st.lists(ENTRY))


@given(st.lists(TABLE, max_size=6))
def test_a_key_is_found_on_its_line(tables: list[tuple[str, list[tuple[str, str, str]]]]) -> None:
    """Whatever stands around it, a key is found on the line on which it is written."""
    text, expected, counts, count = "", dict[tuple[str | int, ...], int](), Counter[str](), 0
    for header, entries in tables:
        count += 1
        written = header.format(count)
        if written.startswith("[kpis.") and not counts["kpis"]:
            continue
        name = written.strip("[] ")
        path: tuple[str | int, ...] = tuple(part.strip('"') for part in name.split("."))
        if written.startswith("[["):
            path = (name, counts[name])
            counts[name] += 1
        elif written.startswith("[kpis."):
            path = ("kpis", counts["kpis"] - 1, path[1])
        text += f"{written}\n"
        expected[path] = text.count("\n")
        for key, value, between in entries:
            count += 1
            numbered = key.format(count)
            parts = [numbered] if "'" in numbered else numbered.split(".")
            text += between + f"{numbered} = "
            expected[(*path, *(part.strip().strip("\"'") for part in parts))] = text.count("\n") + 1
            text += f"{value}\n"
    tomllib.loads(text)
    lines = Lines(text)
    assert {path: lines.of(path) for path in expected} == expected


def test_what_is_not_there_is_found_where_it_should_stand() -> None:
    """A field that is missing is pointed at by the table that lacks it, and that by the first line."""
    lines = Lines("\n[company]\n[[kpis]]\n[[kpis]]\nname = 1\n")
    assert lines.of(("kpis", 0, "name")) == 3
    assert lines.of(("kpis", 1, "owner")) == 4
    assert lines.of(("kpis", 1, "name")) == 5
    assert lines.of(("company", "name")) == 2
    assert lines.of(("people", 0)) == 1
