"""Objectives from the command line: a quarter lived through, the JSON key by key, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Done, Terminal

OKRS = """
[[objectives]]
title = "Make the first week feel effortless"
owner = "Fay"
cycle = "2027-Q1"
kpi = "mrr"
review_day = "mon"
initiatives = ["Guided first run", "Sample data in every account"]

[[objectives.key_results]]
title = "Recurring revenue"
baseline = "40k"
target = "50k"
kpi = "mrr"
weight = "2"

[[objectives.key_results]]
title = "Activation rate"
baseline = "45"
target = "65"
unit = "percent"

[[objectives.key_results]]
title = "SOC 2 report in hand"
kind = "milestone"
"""
KEYS = {
    "id", "title", "level", "team", "owner", "cycle", "kpi", "state", "progress", "key_results", "initiatives",
}  # fmt: skip
KR_KEYS = {
    "id", "title", "kind", "baseline", "target", "current", "unit", "due", "kpi", "weight", "progress", "expected",
    "pace", "forecast", "confidence", "score",
}  # fmt: skip


def put(cadence: Terminal, text: str = OKRS, *, status: int = 0) -> Done:
    """Add the objectives of a file."""
    path: Path = cadence.file.with_name("okrs.toml")
    path.write_text(text, encoding="utf-8")
    return cadence("okr", "add", str(path), status=status)


@pytest.fixture
def third(cadence: Terminal) -> Terminal:
    """Give a terminal in phase 3, in December before the first quarter, with one draft."""
    cadence.at("2026-12-14T09:00:00+01:00")
    for _ in range(2):
        cadence("rollout", "advance", "--override", "we start the year with objectives")
    put(cadence)
    return cadence


def objective(cadence: Terminal, id_: str = "O-1") -> dict[str, Any]:
    """Read one objective."""
    found: dict[str, Any] = next(one for one in cadence("okr", "list", "--json").json if one["id"] == id_)
    return found


def part(cadence: Terminal, id_: str) -> dict[str, Any]:
    """Read one key result."""
    held = objective(cadence, id_.partition(".")[0])
    found: dict[str, Any] = next(one for one in held["key_results"] if one["id"] == id_)
    return found


# --- A quarter --------------------------------------------------------------------------------------------------------


def test_a_quarter_is_lived_through(third: Terminal) -> None:
    """Drafted, activated, checked in on thirteen times, scored, kept, dropped and promoted; the next cycle begins."""
    third("okr", "activate", "O-1")
    for week in range(13):
        monday = date(2027, 1, 4) + timedelta(weeks=week)
        offset = "+02:00" if monday > date(2027, 3, 27) else "+01:00"
        third.at(f"{monday}T10:00:00{offset}")
        third("record", "mrr", str(40_000 + 1_000 * week))
        assert third("status", "--json").json["checkins_due"] == 1
        third("okr", "check-in", "O-1.1", "--confidence", "7", "--progressed", "two more accounts")
        third("okr", "check-in", "O-1.2", str(45 + week), "--confidence", "5", "--blocked", "no designer")
        third("okr", "check-in", "O-1.3", "done" if week == 12 else "10", "--confidence", "9")
        assert third("status", "--json").json["checkins_due"] == 0
    found = objective(third)
    assert [one["current"] for one in found["key_results"]] == ["52000", "57", "100"]
    assert [one["progress"] for one in found["key_results"]] == [1.0, 0.6, 1.0]
    assert found["progress"] == 0.9
    assert [one["pace"] for one in found["key_results"]] == ["done", "at_risk", "done"]
    assert found["key_results"][1]["expected"] == round(87 / 89, 4)
    assert found["key_results"][1]["forecast"] == round(0.6 * 89 / 87, 4)
    third.at("2027-03-31T15:00:00+02:00")
    for name, score in (("O-1.1", "1.0"), ("O-1.2", "0.6"), ("O-1.3", "1.0")):
        third("okr", "score", name, score, "--note", "as it came")
    assert third("okr", "keep", "O-1.2").out == "O-2.1\n"
    third("okr", "drop", "O-1.3", "--why", "it is in hand")
    third("okr", "promote", "O-1.1")
    assert "it was not held yet" in third("notes", "--quarter", "2027-Q1").out
    third("okr", "close", "2027-Q1", "--learned", "ask for help sooner")
    notes = third("notes", "--quarter", "2027-Q1").out
    for said in ("ask for help sooner", "| 0.6 | kept: carried to O-2.1 |", "## Drafts for Q2 2027", "Fay"):
        assert said in notes
    closed = objective(third)
    assert closed["state"] == "closed"
    assert [(one["score"], one["ended"]) for one in closed["key_results"]] == [
        (1.0, "promoted"),
        (0.6, "kept"),
        (1.0, "dropped"),
    ]
    kpi = next(one for one in third("kpi", "list", "--json").json if one["key"] == "mrr")
    assert (kpi["target"], kpi["alert"]) == ("52000", "35000")
    (after,) = [one for one in third("okr", "list", "--cycle", "2027-Q2", "--json").json if one["id"] == "O-2"]
    assert (after["title"], after["state"], after["kpi"]) == ("Make the first week feel effortless", "draft", "mrr")
    (carried,) = after["key_results"]
    assert (carried["id"], carried["baseline"], carried["target"], carried["due"]) == (
        "O-2.1",
        "57",
        "65",
        "2027-06-30",
    )
    third("okr", "add-key-result", "O-2", "--title", "Trials started", "--baseline", "10", "--target", "20")
    third.at("2027-04-05T09:00:00+02:00")
    third("okr", "activate", "O-2")
    assert third("okr", "check-in", "O-2.1", "58", "--confidence", "6", "--json").json["progress"] == 0.125
    third("okr", "check-in", "O-1.2", "60", "--confidence", "6", status=1)
    assert third("notes", "--quarter", "2027-Q1").out == notes


def test_what_was_closed_stays_as_it_was(third: Terminal) -> None:
    """A KPI that goes on moving, and days that go by, change nothing of a closed objective."""
    third("okr", "activate", "O-1")
    third.at("2027-02-01T10:00:00+01:00")
    third("record", "mrr", "45000")
    third("okr", "close", "O-1")
    before = objective(third)
    third.at("2027-03-01T10:00:00+01:00")
    third("record", "mrr", "60000")
    assert objective(third) == before


# --- The documents ----------------------------------------------------------------------------------------------------


def test_the_list_has_every_key_of_the_specification(third: Terminal) -> None:
    """Scripts find each key, its type and its value; keys may be added, none is taken away."""
    third("okr", "check-in", "O-1.2", "50", "--confidence", "7", status=1)
    third("okr", "activate", "O-1")
    third.at("2027-01-20T10:00:00+01:00")
    third("okr", "check-in", "O-1.2", "50.50", "--confidence", "7")
    (found,) = third("okr", "list", "--json").json
    assert set(found) >= KEYS
    assert {name: found[name] for name in KEYS - {"key_results"}} == {
        "id": "O-1",
        "title": "Make the first week feel effortless",
        "level": "company",
        "team": None,
        "owner": "Fay",
        "cycle": "2027-Q1",
        "kpi": "mrr",
        "state": "active",
        "progress": 0.0688,
        "initiatives": ["Guided first run", "Sample data in every account"],
    }
    fed, typed, milestone = found["key_results"]
    assert set(typed) >= KR_KEYS
    assert {name: typed[name] for name in KR_KEYS} == {
        "id": "O-1.2",
        "title": "Activation rate",
        "kind": "metric",
        "baseline": "45",
        "target": "65",
        "current": "50.50",
        "unit": "percent",
        "due": "2027-03-31",
        "kpi": None,
        "weight": "1",
        "progress": 0.275,
        "expected": 0.2135,
        "pace": "on_pace",
        "forecast": 1.0,
        "confidence": 7,
        "score": None,
    }
    assert (fed["kpi"], fed["unit"], fed["baseline"], fed["current"]) == ("mrr", "currency:EUR", "40000", None)
    assert (milestone["kind"], milestone["current"], milestone["confidence"]) == ("milestone", None, None)


def test_too_early_has_no_forecast(third: Terminal) -> None:
    """In the first fortnight nothing is told, and it is null."""
    third("okr", "activate", "O-1")
    third.at("2027-01-14T10:00:00+01:00")
    assert (part(third, "O-1.2")["pace"], part(third, "O-1.2")["forecast"]) == ("too_early", None)
    third.at("2027-01-15T10:00:00+01:00")
    assert (part(third, "O-1.2")["pace"], part(third, "O-1.2")["forecast"]) == ("off_pace", 0.0)


def test_new_ones_answer_with_their_ids(third: Terminal) -> None:
    """Each `add` prints the new id, and with --json the new object."""
    assert put(third).out == "O-2\n"
    assert [one["id"] for one in third("okr", "list", "--cycle", "2027-q1", "--json").json] == ["O-1", "O-2"]
    third("record", "mrr", "38000")
    raised = third("okr", "raise", "mrr", "--objective", "O-2", "--json").json
    assert (raised["id"], raised["kpi"], raised["baseline"], raised["target"], raised["unit"]) == (
        "O-2.4",
        "mrr",
        "38000",
        "40000",
        "currency:EUR",
    )
    assert third("okr", "add-initiative", "O-2", "Call ten").out == "O-2.i3\n"


def test_show_tells_the_way_and_the_history(third: Terminal) -> None:
    """The list's object, with the path of each key result and every entry."""
    third("okr", "activate", "O-1")
    third.at("2027-01-20T10:00:00+01:00")
    third("okr", "check-in", "O-1.2", "55", "--confidence", "7", "--blocked", "no designer")
    third.at("2027-02-03T10:00:00+01:00")
    third("okr", "edit", "O-1.2", "--target", "85", "--why", "the second market is in")
    third("okr", "check-in", "O-1.2", "65", "--confidence", "6")
    shown = third("okr", "show", "O-1", "--json").json
    assert shown["paths"]["O-1.2"] == [
        {"day": "2027-01-20", "value": "55", "progress": 0.5},
        {"day": "2027-02-03", "value": "65", "progress": 0.5},
    ]
    assert [one["kind"] for one in shown["history"]] == [
        "added objective",
        "activated",
        "checked in",
        "changed key result",
        "checked in",
    ]
    change = shown["history"][3]
    assert (change["from"], change["to"], change["why"]) == (
        {"target": "65"},
        {"target": "85"},
        "the second market is in",
    )
    page = third("okr", "show", "O-1").out
    assert "Activation rate" in page
    assert "the second market is in" in page


def test_the_list_is_read_by_people(third: Terminal) -> None:
    """Cycle by cycle, with the pace in words; nothing to show is said."""
    third("okr", "activate", "O-1")
    third.at("2027-02-10T10:00:00+01:00")
    text = third("okr", "list").out
    for said in ("2027-Q1", "O-1 Make the first week", "✗ off pace", "lands at 0 %", "check-in due", "O-1.i1"):
        assert said in text
    third("okr", "close", "O-1")
    third.at("2027-04-10T10:00:00+01:00")
    assert "No objectives are open. 1 closed one" in third("okr", "list").out


# --- What is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('target = "65"', 'target = "45"', "line 20, key_results.target: “Activation rate” starts where it should end"),
        ('target = "65"', 'target = "65"\ndue = 2026-12-31', "key_results.due: “Activation rate” is due on 2026-12-31"),
        ('weight = "2"', 'weight = "0"', "key_results.weight: The weight of “Recurring revenue” is 0"),
        ('weight = "2"', 'unit = "percent"', "“Recurring revenue” is in percent and mrr in"),
        ('unit = "percent"', 'kpi = "shipped"', "key_results.kpi: shipped is answered with yes or no"),
        ('owner = "Fay"', 'owner = "Fay and Olga"', "line 4, objectives.owner: “Fay and Olga” is more than one"),
        ('owner = "Fay"', 'owner = "Sven"', "objectives.owner: There is no person “Sven”"),
        ('owner = "Fay"', 'owner = "Fay"\nteam = "Sales"', "objectives.team: There is no team “Sales”"),
        ('owner = "Fay"', "", "line 2, objectives.owner: It is missing; write the one person"),
        ('cycle = "2027-Q1"', 'cycle = "2027-Q5"', "objectives.cycle: “2027-Q5” is no cycle"),
        ('cycle = "2027-Q1"', 'serves = "O-7"', "objectives.serves: There is no objective “O-7”"),
        ('cycle = "2027-Q1"', 'serves = "O-2"', "objectives.serves: O-2 would serve itself (O-2 → O-2)"),
        ('kind = "milestone"', 'kind = "milestone"\ntarget = "5"', "key_results.target: A milestone goes from 0"),
        ('review_day = "mon"', 'review_dy = "mon"', "no such field; did you mean review_day"),
    ],
)
def test_a_bad_file_is_refused_by_its_line(third: Terminal, old: str, new: str, said: str) -> None:
    """One sentence that names the line and the field, and nothing is added."""
    done = put(third, OKRS.replace(old, new, 1), status=1)
    assert said in done.err
    assert done.err.count("\n") == 1
    assert [one["id"] for one in third("okr", "list", "--json").json] == ["O-1"]


def test_every_problem_of_a_file_is_named(third: Terminal) -> None:
    """Several at once, in the order of their lines."""
    text = OKRS.replace('"Fay"', '"Sven"').replace('"65"', '"x"')
    done = put(third, text, status=1)
    assert "2 problems; nothing was added" in done.err
    assert done.err.index("line 4") < done.err.index("line 20")


def test_objectives_that_serve_each_other_are_refused(third: Terminal) -> None:
    """A circle of service serves nobody."""
    one = '[[objectives]]\ntitle = "Wow"\nowner = "Lea"\nteam = "Growth"\nserves = "O-{}"\n'
    done = put(third, one.format(3) + one.format(2), status=1)
    assert "O-2 would serve itself (O-2 → O-3 → O-2)" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check-in", "O-1.1", "5", "--confidence", "7"], "O-1.1 is fed by mrr: record the value there"),
        (["check-in", "O-1.2", "5", "--confidence", "11"], "The confidence 11 is off the scale"),
        (["check-in", "O-1.2", "--confidence", "7"], "O-1.2 has no value yet; give one"),
        (["check-in", "O-1.3", "120", "--confidence", "7"], "beyond a milestone’s 0 to 100 percent"),
        (["check-in", "O-1.9", "5", "--confidence", "7"], "There is no key result “O-1.9”"),
        (["check-in", "O-9.1", "5", "--confidence", "7"], "There is no objective “O-9”"),
        (["score", "O-1.2", "0.75"], "“0.75” is no score; give one from 0.0 to 1.0, in tenths"),
        (["score", "O-1.2", "1.1"], "“1.1” is no score"),
        (["edit", "O-1.2", "--target", "70"], "O-1 is active; say why it changes with --why TEXT."),
        (["edit", "O-1.2", "--target", "45", "--why", "x"], "starts where it should end"),
        (["edit", "O-1", "--team", "Growth", "--why", "x"], "O-1 is active; its team stays"),
        (["edit", "O-1.2", "--kpi", "churn", "--unit", "number", "--why", "x"], "is in number and churn in percent"),
        (["promote", "O-1.2"], "No KPI feeds O-1.2; keep it, or drop it"),
        (["promote", "O-1.1"], "mrr has no value yet"),
        (["raise", "shipped", "--objective", "O-1", "--why", "x"], "shipped is answered with yes or no"),
        (["raise", "churn", "--objective", "O-1", "--why", "x"], "churn has no value yet; record one first."),
        (["activate", "O-1"], "O-1 is active already"),
        (["close", "2027-Q1"], "O-1.1, O-1.2, O-1.3 not scored yet"),
        (["close", "2026-Q1"], "2026-Q1 had no active objective"),
        (["keep", "O-1"], "There is no key result “O-1”. O-1 has O-1.1, O-1.2, O-1.3."),
        (["list", "--cycle", "spring"], "“spring” is no cycle"),
    ],
)
def test_what_a_rule_forbids_is_refused_in_one_sentence(third: Terminal, words: list[str], said: str) -> None:
    """It says what was wrong and what to do, exit status 1, and nothing changes."""
    third("okr", "activate", "O-1")
    before = objective(third)
    done = third("okr", *words, status=1)
    assert said in done.err
    assert done.err.count("\n") == 1
    assert objective(third) == before


def test_a_closed_objective_takes_no_check_in(third: Terminal) -> None:
    """Nor a change."""
    third("okr", "activate", "O-1")
    third("okr", "close", "O-1")
    assert (
        "O-1 is closed: O-1.2 takes no check-in."
        in third("okr", "check-in", "O-1.2", "5", "--confidence", "5", status=1).err
    )
    assert "O-1 is closed" in third("okr", "edit", "O-1", "--title", "Wow", "--why", "x", status=1).err


def test_the_phase_says_what_opens_it(cadence: Terminal) -> None:
    """A draft can be made at any time; activating it names the phase and what is still missing."""
    put(cadence)
    done = cadence("okr", "activate", "O-1", status=1)
    assert "activated from phase 3, company OKRs, on, and this is phase 1" in done.err
    assert "On time over the last 3 judged weeks together (" in done.err


def test_hostile_text_reaches_no_terminal(third: Terminal) -> None:
    """Control characters are refused at entry; what looks like markup is shown as it was typed."""
    escape = "\x1b[31mred"
    for words in (
        ["edit", "O-1", "--title", escape],
        ["add-initiative", "O-1", escape],
        ["show", escape],
        ["drop", "O-1.1", "--why", escape],
    ):
        assert "\x1b" not in third("okr", *words, status=1).err
    third("okr", "edit", "O-1", "--title", "see [/Q3] {x}")
    assert "see [/Q3] {x}" in third("okr", "list").out


def test_a_value_below_zero_is_no_option(third: Terminal) -> None:
    """A key result that goes through zero is checked in on as it is typed."""
    third("okr", "add-key-result", "O-1", "--title", "Net result", "--baseline", "-10", "--target", "10")
    third("okr", "activate", "O-1")
    assert third("okr", "check-in", "O-1.4", "-5", "--confidence", "4", "--json").json["progress"] == 0.25


# --- Beside the rest --------------------------------------------------------------------------------------------------


def test_actions_and_decisions_name_objectives(third: Terminal) -> None:
    """An action serves a key result or an initiative; a decision answers an objective or a key result."""
    for name in ("O-1.2", "O-1.i1"):
        third("action", "add", "Call", "--owner", "Fay", "--due", "2027-02-01", "--for", name.lower())
    assert [one["for"] for one in third("action", "list", "--json").json] == [["O-1.2"], ["O-1.i1"]]
    third("decide", "Go on", "--why", "it works", "--for", "O-1", "--for", "O-1.2")
    assert third("decision", "list", "--json").json[-1]["for"] == ["O-1", "O-1.2"]
    words = ("decide", "Aim lower", "--why", "x", "--for", "O-1.2", "--kind", "retarget", "--target", "5")
    assert "answers exactly one escalation or KPI" in third(*words, status=1).err
    assert "There is no key result “O-1.7”" in third("decide", "Go", "--why", "x", "--for", "O-1.7", status=1).err


def test_each_change_is_undone_and_done_again(third: Terminal) -> None:
    """Undo puts back what was, redo what is, step by step down to the file that was read."""
    third("okr", "activate", "O-1")
    third.at("2027-02-10T10:00:00+01:00")
    third("record", "mrr", "45000")
    steps: list[list[str]] = [
        ["check-in", "O-1.2", "50", "--confidence", "7"],
        ["edit", "O-1.2", "--target", "70", "--why", "more"],
        ["edit", "O-1.i1", "--state", "under_way"],
        ["add-initiative", "O-1", "Call ten"],
        ["add-key-result", "O-1", "--title", "Leads", "--baseline", "1", "--target", "2", "--why", "more"],
        ["score", "O-1.2", "0.3"],
        ["keep", "O-1.2"],
        ["drop", "O-1.3", "--why", "away"],
        ["close", "O-1"],
    ]
    for words in steps:
        before = third("okr", "list", "--json").json
        third("okr", *words)
        after = third("okr", "list", "--json").json
        assert after != before, words
        third("undo")
        assert third("okr", "list", "--json").json == before, words
        third("redo")
        assert third("okr", "list", "--json").json == after, words
    kinds = [one["kind"] for one in third("log", "--json", "--kind", "checked-in").json]
    assert kinds == ["checked in"]


def test_ids_are_never_used_twice(third: Terminal) -> None:
    """Neither after an undo, nor for a key result that was taken out of a draft."""
    third("undo")
    assert put(third).out == "O-2\n"
    third("okr", "drop", "O-2.3", "--why", "not now")
    assert (
        third("okr", "add-key-result", "O-2", "--title", "Leads", "--baseline", "1", "--target", "2").out == "O-2.4\n"
    )
    assert "There is nothing" not in third("undo").out


def test_promotion_waits_for_an_open_escalation(third: Terminal) -> None:
    """While one is open only a decision changes the target, and the refusal says which."""
    third("okr", "activate", "O-1")
    third.at("2026-12-16T09:00:00+01:00")
    third("record", "mrr", "30000")
    third.at("2026-12-22T09:00:00+01:00")
    done = third("okr", "promote", "O-1.1", status=1)
    assert "mrr has an open escalation, so only a decision changes its target" in done.err
    assert "--kind retarget --target 30000" in done.err


def test_the_company_counts_check_ins_every_two_weeks_where_it_says_so(third: Terminal) -> None:
    """Then every other week of the cycle asks for none."""
    third("company", "edit", "--checkin-weeks", "2")
    third("okr", "activate", "O-1")
    due = []
    for day in ("2027-01-05", "2027-01-12", "2027-01-19", "2027-01-26"):
        third.at(f"{day}T10:00:00+01:00")
        due.append(third("status", "--json").json["checkins_due"])
    assert sorted(due) == [0, 0, 1, 1]
    assert due[0] != due[1]


# --- The week's notes -------------------------------------------------------------------------------------------------


def test_the_notes_tell_of_the_objectives(third: Terminal) -> None:
    """From phase 3 on, each active objective with its key results, and what was said in the week."""
    third("okr", "activate", "O-1")
    third.at("2027-02-08T10:00:00+01:00")
    third("record", "mrr", "45000")
    third(
        "okr", "check-in", "O-1.2", "50", "--confidence", "4", "--progressed", "two | more", "--blocked", "no designer"
    )
    third("close")
    text = third("notes").out
    assert "## OKRs" in text
    assert "### O-1 Make the first week feel effortless" in text
    assert "| O-1.2 Activation rate | 50 % | 45 % | 65 % | 25 % | 43 % | ✗ off pace | 59 % | 4 |" in text
    assert "- O-1.2 progressed: two \\| more; blocked: no designer\n\nWithout an action for three weeks: Guided" in text
    assert "O-1 Make the first week feel effortless: 31 %; Activation rate ✗ off pace" in third("notes", "--chat").out


def test_notes_of_a_week_long_past_tell_what_stood_then(third: Terminal) -> None:
    """Values and check-ins that came later are not in them, nor an objective that was activated since."""
    third("okr", "activate", "O-1")
    for day, value in (("2027-02-01", "50"), ("2027-02-08", "60")):
        third.at(f"{day}T10:00:00+01:00")
        third("okr", "check-in", "O-1.2", value, "--confidence", "4")
        third("record", "mrr", f"{value}000")
    (found,) = third("notes", "--week", "2027-W04", "--json").json["okrs"]
    assert [one["now"]["value"] for one in found["key_results"]] == ["50000", "50", None]
    assert third("notes", "--week", "2026-W49", "--json").json["okrs"] == []


def test_a_key_result_that_falls_behind_is_loud_in_the_week(third: Terminal) -> None:
    """By the fourth week it stands under what to do next, with where it lands; and so does the check-in that is due."""
    third("okr", "activate", "O-1")
    third.at("2027-01-27T10:00:00+01:00")
    for key in ("mrr", "churn", "shipped", "load", "calls"):
        third("record", key, "y" if key == "shipped" else "50")
    third("decide", "Away", "--why", "nobody was there", "--kind", "accept", *_open(third))
    third.monkeypatch.setenv("COLUMNS", "200")
    text = " ".join(third("status").out.split())
    assert "! O-1.2 Activation rate off pace, lands at 0 % if nothing changes" in text
    assert "1 OKR check-in due" in text


def _open(cadence: Terminal) -> list[str]:
    """Name each open escalation as an option."""
    return [word for one in cadence("escalation", "list", "--json").json for word in ("--for", one["id"])]
