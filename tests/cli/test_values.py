"""Values from the command line: one, or a file of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("mrr", "41.2k", "41200"),
        ("mrr", "€1,200.50", "1200.50"),
        ("mrr", "1.3m", "1300000"),
        ("churn", "6.10%", "6.10"),
        ("shipped", "y", "yes"),
        ("shipped", "no", "no"),
        ("load", "-3", "-3"),
        ("load", "-12k", "-12000"),
        ("load", "−5", "-5"),
        ("load", "-.5", "-0.5"),
    ],
)
def test_values_are_read_as_people_write_them(cadence: Terminal, key: str, typed: str, value: str) -> None:
    """A value keeps its digits, and one that begins with a minus is no option."""
    found = cadence("record", key, typed, "--json").json
    assert (found["kpi"], found["period"], found["value"]) == (key, "2026-W45", value)


@pytest.mark.parametrize(
    "words",
    [
        ["record", "load", "-3", "--period", "2026-W45"],
        ["record", "load", "--period", "2026-W45", "-3"],
        ["record", "--period=2026-W45", "load", "-3"],
        ["record", "load", "--", "-3"],
    ],
)
def test_a_negative_value_may_stand_anywhere(cadence: Terminal, words: list[str]) -> None:
    """Options may come before it, after it, or both."""
    cadence(*words)
    assert cadence("kpi", "show", "load", "--json").json["value"] == "-3"


def test_relative_values_go_by_what_stands(cadence: Terminal) -> None:
    """`=` repeats the value before, `+=` and `-=` change it."""
    cadence("record", "load", "40", "--period", "2026-W44")
    assert cadence("record", "load", "=", "--json").json["value"] == "40"
    assert cadence("record", "load", "-=3", "--json").json["value"] == "37"
    assert cadence("record", "load", "+=1.5", "--period", "2026-W45", "--json").json["value"] == "38.5"


def test_what_was_understood_is_echoed(cadence: Terminal) -> None:
    """The sentence has the value in full, the period, and what it would be judged as."""
    assert cadence("record", "mrr", "41.2k").out == "Recurring revenue: €41,200 for W45 · 2–8 Nov, ● on track.\n"
    assert cadence("record", "mrr", "41,200").out == "Recurring revenue is €41,200 for W45 · 2–8 Nov already.\n"


def test_a_daily_value_is_for_today(cadence: Terminal) -> None:
    """Without a period, a daily KPI's value is for the day it is in the company's zone."""
    cadence.at("2026-11-05T23:30:00Z")
    assert cadence("record", "calls", "5", "--json").json["period"] == "2026-11-06"


def test_a_late_value_may_end_an_escalation_and_says_so(missed: Terminal) -> None:
    """A late submission is kept beside the judgement; on the first rung it ends the escalation."""
    done = missed("record", "mrr", "41k", "--period", "2026-W45")
    assert "kept beside the late judgement" in done.out
    assert "E-2 is resolved: submitted." in done.out


def test_a_judged_value_changes_only_with_a_reason(missed: Terminal) -> None:
    """Without `--amend` it is refused, naming the option; with it, the escalation is withdrawn."""
    assert "--amend" in missed("record", "churn", "4", "--period", "2026-W45", status=1).err
    found = missed("record", "churn", "4", "--period", "2026-W45", "--amend", "a typo", "--json").json
    assert (found["effect"], found["judged"]) == ("amendment", "on_track")
    assert [(one["state"], one["outcome"]) for one in found["escalations"]] == [("withdrawn", "withdrawn")]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["load", "many"], "many"),
        (["load", "nan"], "nan"),
        (["load", "1e999"], "1e999"),
        (["load_twice", "5"], "load * 2"),
        (["load", "5", "--period", "2026-W50"], "has not begun"),
        (["load", "5", "--period", "2026-11"], "weekly"),
        (["load", "5", "--period", "W77"], "2026-W47"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_changes_nothing(cadence: Terminal, words: list[str], why: str) -> None:
    """One sentence says what was wrong; nothing is printed on standard output."""
    done = cadence("record", *words, status=1)
    assert why in done.err
    assert (done.out, len(done.err.splitlines())) == ("", 1)
    assert cadence("log", "--kind", "recorded", "--json").json == []


def test_a_misspelt_option_is_not_taken_for_a_value(cadence: Terminal) -> None:
    """Only what begins with one minus is a value."""
    done = cadence("record", "load", "3", "--peroid", "2026-W45", status=2)
    assert "--period" in done.err


def test_an_import_says_what_it_did(missed: Terminal, tmp_path: Path) -> None:
    """New, same, late and amended rows are counted, and what ended is named."""
    rows = ["kpi,period,value,note", "mrr,2026-W45,41k,", "churn,2026-W46,4,", "load,2026-W45,50,"]
    (tmp_path / "values.csv").write_text("\n".join(rows), encoding="utf-8")
    before = missed("log", "--json").json
    dry = missed("import", str(tmp_path / "values.csv"), "--dry-run", "--json").json
    assert (dry["new"], dry["late"], dry["same"], dry["dry_run"]) == (1, 1, 1, True)
    assert missed("log", "--json").json == before
    done = missed("import", str(tmp_path / "values.csv"))
    assert done.out.startswith("Imported 3 rows from values.csv: 1 new, 1 the same, 1 late submission")
    assert "E-2" in done.out


def test_an_import_is_all_or_nothing_and_names_each_bad_row(cadence: Terminal, tmp_path: Path) -> None:
    """Each bad row has a line of its own with its number and why."""
    rows = [{"kpi": "mrr", "period": "2026-W45", "value": "1"}, {"kpi": "mmr", "period": "2026-W45", "value": "x"}]
    (tmp_path / "values.json").write_text(json.dumps(rows), encoding="utf-8")
    done = cadence("import", str(tmp_path / "values.json"), status=1)
    assert "1 of 2 rows" in done.err
    assert "Did you mean mrr?" in done.err
    assert cadence("kpi", "show", "mrr", "--json").json["value"] is None


def test_a_file_that_cannot_be_read_is_one_sentence(cadence: Terminal, tmp_path: Path) -> None:
    """A missing file and a folder are refused by name."""
    for name in ("missing.csv", "."):
        done = cadence("import", str(tmp_path / name), status=1)
        assert len(done.err.splitlines()) == 1


WIDE = "Scorecard;;\nWhat;09/11/2026;16/11/2026\nRecurring revenue;41,2;42\nSupport load;50;-\nSomething else;1;2\n"


def test_one_reason_is_given_for_all_that_a_table_amends(missed: Terminal, tmp_path: Path) -> None:
    """A wide table has no notes; the dry run says what the real one does, and the reason stands in the log."""
    path = tmp_path / "wide.csv"
    path.write_text("KPI,2026-W45\nchurn,4\n", "utf-8")
    refused = missed("import", str(path), status=1)
    assert "say why it changes (--amend WHY; in an import its note, or --why)" in refused.err
    words = ["import", str(path), "--why", "counted anew"]
    dry = missed(*words, "--dry-run", "--json").json
    assert dry["amendment"] == 1
    assert {**missed(*words, "--json").json, "dry_run": True} == dry
    assert missed("log", "--json").json[-1]["why"] == "counted anew"


def test_a_wide_table_is_imported_as_it_is(cadence: Terminal, tmp_path: Path) -> None:
    """Names mean KPIs however they are cased, dates the week that holds them, and decimal commas are noticed."""
    cadence.at("2026-11-17T09:00:00+01:00")
    path = tmp_path / "wide.csv"
    path.write_text(WIDE, "utf-8")
    done = cadence("import", str(path), status=1)
    assert "line 5, columns B to C: There is no KPI “Something else”" in done.err
    assert '--map "Something else="' in done.err
    found = cadence(
        "import", str(path), "--map", "Something else=", "--map", "Support load=churn", "--dry-run", "--json"
    )
    assert found.json["rows"] == 3
    real = cadence("import", str(path), "--map", "Something else=", "--map", "Support load=churn", "--json")
    assert real.json == {**found.json, "dry_run": False}
    assert cadence("kpi", "show", "mrr", "--json").json["value"] == "42"
    again = cadence("import", str(path), "--map", "Something else=", "--map", "Support load=churn", "--json").json
    assert (again["same"], again["rows"]) == (3, 3)


def test_dates_that_can_be_read_two_ways_are_asked_about(cadence: Terminal, tmp_path: Path) -> None:
    """Nothing is guessed; told, it is read that way."""
    path = tmp_path / "wide.csv"
    path.write_text("KPI,02/11/2026,03/11/2026\nCalls,4,5\n".replace("Calls", "calls"), "utf-8")
    assert "two ways" in cadence("import", str(path), status=1).err
    assert cadence("import", str(path), "--dates", "dmy", "--json").json["new"] == 2
    assert "maps nothing" in cadence("import", str(path), "--map", "calls", status=2).err


def test_a_value_that_takes_the_place_of_another_says_which(cadence: Terminal) -> None:
    """A slip in the name of a KPI is seen at once by what it overwrote."""
    assert "it was" not in cadence("record", "churn", "4").out
    assert "5 % for W45 · 2–8 Nov, it was 4 %, " in cadence("record", "churn", "5").out
