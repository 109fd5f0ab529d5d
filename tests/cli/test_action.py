"""Actions from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

ADD = ["action", "add", "Call them", "--owner", "olga", "--due", "2026-11-09"]


def test_an_action_as_json_has_every_key_of_the_specification(cadence: Terminal) -> None:
    """Age counts whole weeks since it was made; overdue is open after its day in the company's zone."""
    cadence(*ADD)
    cadence.at("2026-11-20T12:00:00+01:00")
    (found,) = cadence("action", "list", "--json").json
    wanted = {
        "id": "A-1",
        "text": "Call them",
        "owner": "Olga",
        "due": "2026-11-09",
        "state": "open",
        "decision": None,
        "age_weeks": 2,
        "overdue": True,
    }
    assert {name: found[name] for name in wanted} == wanted


def test_the_new_id_is_the_answer(cadence: Terminal) -> None:
    """With JSON it is the new object."""
    assert cadence(*ADD).out == "A-1\n"
    assert cadence(*ADD, "--json").json["id"] == "A-2"


def test_done_then_verified(cadence: Terminal) -> None:
    """Done is claimed, verified is checked; then it is off the list."""
    cadence(*ADD)
    assert cadence("action", "done", "a-1").out == "A-1 is done.\n"
    assert [one["state"] for one in cadence("action", "list", "--json").json] == ["done"]
    assert cadence("action", "verify", "A-1", "--json").json["state"] == "verified"
    assert cadence("action", "list").out == "No open actions.\n"
    assert [one["state"] for one in cadence("action", "list", "--all", "--json").json] == ["verified"]


def test_an_action_is_dropped_with_a_reason(cadence: Terminal) -> None:
    """Without one it is wrong usage."""
    cadence(*ADD)
    cadence("action", "drop", "A-1", status=2)
    assert cadence("action", "drop", "A-1", "--why", "they came back", "--json").json["state"] == "dropped"
    assert "dropped already" in cadence("action", "done", "A-1", status=1).err


def test_an_action_is_kept_to_a_new_date(cadence: Terminal) -> None:
    """It may be shrunk or handed over at once."""
    cadence(*ADD)
    words = ["--due", "2026-11-30", "--owner", "Lea", "--text", "Call three"]
    found = cadence("action", "keep", "A-1", *words, "--json").json
    assert (found["due"], found["owner"], found["text"]) == ("2026-11-30", "Lea", "Call three")


def test_an_action_belongs_to_a_decision(cadence: Terminal) -> None:
    """Added later, it counts with the decision."""
    cadence("decide", "Call them", "--why", "nobody knows")
    assert cadence(*ADD, "--decision", "D-1", "--json").json["decision"] == "D-1"
    assert cadence("decision", "list", "--json").json[0]["actions"] == ["A-1"]


def test_show_adds_its_history(cadence: Terminal) -> None:
    """Every step is there, with who took it."""
    cadence(*ADD)
    cadence("--as", "Olga", "action", "done", "A-1")
    history = cadence("action", "show", "A-1", "--json").json["history"]
    assert [(one["kind"], one["who"]) for one in history] == [("added action", "Fay"), ("done", "Olga")]
    assert "marked done A-1" in cadence("action", "show", "A-1").out


def test_an_overdue_action_says_so_in_words(cadence: Terminal) -> None:
    """Not by colour alone."""
    cadence(*ADD)
    cadence.at("2026-11-20T12:00:00+01:00")
    assert "! overdue" in cadence("action", "list").out
