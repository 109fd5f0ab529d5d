"""Decisions from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

DECIDE = ["decide", "Call them", "--why", "nobody knows", "--for", "E-1", "--action", "call; them;Olga;2026-11-20"]


def test_a_decision_as_json_has_every_key_of_the_specification(missed: Terminal) -> None:
    """It keeps the values on the day, and asks in four weeks unless told."""
    more = ["--option", "wait", "--option", "ask", "--expect", "churn;4.50;2026-12-01", "--by", "olga"]
    done = missed(*DECIDE, *more, "--json")
    wanted = {
        "id": "D-1",
        "title": "Call them",
        "why": "nobody knows",
        "kind": "fix",
        "by": "Olga",
        "at": "2026-11-10T09:00:00+01:00",
        "for": ["E-1"],
        "options": ["wait", "ask"],
        "actions": ["A-1"],
        "expect": {"kpi": "churn", "value": "4.50", "date": "2026-12-01"},
        "value_then": {"churn": "9"},
        "check_on": "2026-12-08",
        "outcome": None,
        "superseded_by": None,
    }
    assert {name: done.json[name] for name in wanted} == wanted
    assert missed("decision", "list", "--json").json == [done.json]


def test_the_new_id_is_the_answer(missed: Terminal) -> None:
    """For scripts that go on with it."""
    assert missed(*DECIDE).out == "D-1\n"


def test_an_action_s_text_may_hold_semicolons(missed: Terminal) -> None:
    """The last two parts are owner and date."""
    missed(*DECIDE)
    (action,) = missed("action", "list", "--json").json
    assert (action["text"], action["owner"], action["due"]) == ("call; them", "Olga", "2026-11-20")


def test_a_fix_without_an_action_is_refused_where_one_is_owed(missed: Terminal) -> None:
    """The rung is named, and what it owes; nothing is logged."""
    done = missed("decide", "Wait", "--why", "it passes", "--for", "E-1", status=1)
    assert "corrective action" in done.err
    assert missed("decision", "list").out == "No decisions yet.\n"


def test_a_decision_to_accept_ends_the_escalation(missed: Terminal) -> None:
    """What its kind says is carried out."""
    missed("decide", "One bad week", "--why", "a holiday", "--for", "E-1", "--kind", "accept")
    (found,) = (one for one in missed("escalation", "list", "--all", "--json").json if one["id"] == "E-1")
    assert (found["state"], found["outcome"], found["decisions"]) == ("resolved", "accepted", ["D-1"])


def test_a_decision_to_retarget_changes_the_target(cadence: Terminal) -> None:
    """`--target` and `--alert` go with `--kind retarget`."""
    words = ["decide", "Aim lower", "--why", "the market turned", "--for", "churn"]
    assert "--kind retarget" in cadence(*words, "--target", "6", status=2).err
    cadence(*words, "--kind", "retarget", "--target", "6", "--alert", "8")
    found = cadence("kpi", "show", "churn", "--json").json
    assert (found["target"], found["alert"]) == ("6", "8")


def test_a_decision_to_retire_retires(cadence: Terminal) -> None:
    """A KPI can be decided away."""
    cadence("decide", "Stop counting", "--why", "it says nothing", "--for", "shipped", "--kind", "retire")
    assert cadence("kpi", "show", "shipped", "--json").json["retired"] is True


def test_a_superseding_decision_is_named_by_both(missed: Terminal) -> None:
    """The old one says which took its place."""
    missed(*DECIDE)
    missed("decide", "Visit them", "--why", "calls fail", "--supersedes", "D-1")
    old, new = missed("decision", "list", "--json").json
    assert (old["superseded_by"], new["for"]) == ("D-2", ["E-1"])


@pytest.mark.parametrize(
    ("verdict", "more", "outcome", "check_on"),
    [
        ("worked", ["--note", "it did"], "worked", "2026-12-08"),
        ("failed", [], "failed", "2026-12-08"),
        ("early", ["--until", "2027-01-15"], None, "2027-01-15"),
    ],
)
def test_a_decision_is_checked(
    missed: Terminal, verdict: str, more: list[str], outcome: str | None, check_on: str
) -> None:
    """It worked, it did not, or it is too early."""
    missed(*DECIDE)
    found = missed("decision", "check", "D-1", verdict, *more, "--json").json
    assert (found["outcome"], found["check_on"]) == (outcome, check_on)


def test_show_adds_what_came_of_it(missed: Terminal) -> None:
    """Its history has the decision, its actions' steps and its check."""
    missed(*DECIDE)
    missed("action", "done", "A-1")
    missed("decision", "check", "D-1", "worked", "--note", "it did")
    found = missed("decision", "show", "d-1", "--json").json
    assert [one["kind"] for one in found["history"]] == ["decided", "done", "checked"]
    assert {name: found[name] for name in found if name != "history"} == missed("decision", "list", "--json").json[0]


def test_the_page_for_people_has_its_reason_and_actions(missed: Terminal) -> None:
    """What was considered, what the value was then, and what became of its actions."""
    missed(*DECIDE, "--option", "wait")
    out = missed("decision", "show", "D-1").out
    assert all(text in out for text in ("nobody knows", "considered: wait", "Weekly churn was 9 % then.", "A-1"))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["decide", "X"], 2),
        (["decide", "X", "--why", "y", "--action", "call"], 2),
        (["decide", "X", "--why", "y", "--expect", "churn;4"], 2),
        (["decide", "X", "--why", "y", "--kind", "whim"], 1),
        (["decide", "X", "--why", "y", "--for", "E-99"], 1),
        (["decide", "X", "--why", "y", "--action", "call;Nobody;2026-12-01"], 1),
        (["decide", "X", "--why", "y", "--action", "call;Olga;soon"], 1),
        (["decision", "check", "D-1", "perhaps"], 1),
        (["decision", "show", "D-9"], 1),
    ],
)
def test_what_is_wrong_is_one_sentence(cadence: Terminal, words: list[str], status: int) -> None:
    """Wrong usage is 2, a refusal 1; nothing is logged."""
    done = cadence(*words, status=status)
    assert (done.out, len(done.err.splitlines())) == ("", 1)
    assert cadence("decision", "list", "--json").json == []


def test_records_are_written_one_file_each_and_over_nothing(missed: Terminal, tmp_path: Path) -> None:
    """All of them, or those that are named; the same again adds nothing, and what is there stays."""
    missed(*DECIDE)
    missed("decide", "Wait", "--why", "it passes")
    folder = tmp_path / "records"
    done = missed("decision", "export", "d-1", "-o", str(folder))
    assert done.out == f"{folder / 'D-1-call-them.md'}\n"
    done = missed("decision", "export", "-o", str(folder), "--json")
    assert done.json == [str(folder / name) for name in ("D-1-call-them.md", "D-2-wait.md")]
    (folder / "D-2-wait.md").write_text("mine")
    missed("decision", "export", "-o", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["D-1-call-them.md", "D-2-wait-2.md", "D-2-wait.md"]
    assert (folder / "D-2-wait.md").read_text() == "mine"
    assert "D-9" in missed("decision", "export", "D-9", "-o", str(folder), status=1).err


def test_calibration_counts_what_was_answered(missed: Terminal) -> None:
    """For the company, each decider and each quarter, with the decisions behind each count."""
    assert missed("decision", "calibration").out == "The day of no decision has come yet.\n"
    missed(*DECIDE, "--by", "olga")
    missed("decision", "check", "D-1", "worked")
    found = missed("decision", "calibration", "--json").json
    assert (found["company"]["worked"], found["company"]["answered"], found["company"]["share_worked"]) == (1, 1, 1.0)
    assert [one["of"] for one in found["deciders"]] == ["Olga"]
    assert [one["id"] for one in found["quarters"][0]["decisions"]] == ["D-1"]
    assert "1 of 1" in missed("decision", "calibration").out
