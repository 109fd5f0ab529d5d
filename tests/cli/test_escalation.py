"""Escalations from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def test_an_escalation_as_json_has_every_key_of_the_specification(missed: Terminal) -> None:
    """By opening time, then KPI; a cause's rung is where it stood after it."""
    churn, mrr = missed("escalation", "list", "--json").json
    assert churn == {
        "id": "E-1",
        "kpi": "churn",
        "state": "open",
        "rung": 1,
        "routed_to": "Olga",
        "opened_at": "2026-11-09T18:00:00+01:00",
        "causes": [
            {
                "at": "2026-11-09T18:00:00+01:00",
                "period": "2026-W45",
                "kind": "breach",
                "value": "9",
                "rung": 1,
                "struck": False,
            }
        ],
        "response_due": "2026-11-11T18:00:00+01:00",
        "overdue": False,
        "recovered_at": None,
        "resolved_at": None,
        "outcome": None,
        "decisions": [],
    }
    assert (mrr["id"], mrr["causes"][0]["kind"], mrr["causes"][0]["value"]) == ("E-2", "late", None)


def test_a_clock_that_has_run_out_is_seen_though_nobody_ran_anything(missed: Terminal) -> None:
    """Reading answers as though caught up, and stores nothing."""
    missed.at("2026-11-12T09:00:00+01:00")
    (churn,) = (one for one in missed("escalation", "list", "--json").json if one["kpi"] == "churn")
    assert (churn["rung"], churn["routed_to"]) == (2, "Lea")
    assert [one["kind"] for one in churn["causes"]] == ["breach", "no_response"]
    assert churn["causes"][1]["period"] is None


def test_ended_ones_are_listed_on_request(missed: Terminal) -> None:
    """An ended escalation keeps who was asked at the end."""
    missed("record", "mrr", "41k", "--period", "2026-W45")
    assert [one["id"] for one in missed("escalation", "list", "--json").json] == ["E-1"]
    (ended,) = (one for one in missed("escalation", "list", "--all", "--json").json if one["id"] == "E-2")
    assert (ended["state"], ended["outcome"], ended["routed_to"]) == ("resolved", "submitted", "Fay")
    assert (ended["resolved_at"], ended["response_due"]) == ("2026-11-10T09:00:00+01:00", None)


def test_show_adds_every_event(missed: Terminal) -> None:
    """What is not stored yet is told with what is."""
    missed("decide", "Call them", "--why", "nobody knows", "--for", "E-1", "--action", "call;Olga;2026-11-20")
    missed.at("2026-11-17T09:00:00+01:00")
    found = missed("escalation", "show", "e-1", "--json").json
    listed = missed("escalation", "list", "--json").json[0]
    history = found.pop("history")
    assert found == listed
    assert [(one["kind"], one["rung"], one["asked"]) for one in history] == [
        ("miss", 1, "Olga"),
        ("response", 1, "Olga"),
        ("miss", 2, "Lea"),
    ]
    assert set(history[0]) >= {"at", "kind", "period", "value", "rung", "asked", "decision", "outcome", "why"}
    assert (history[0]["value"], history[1]["decision"], history[2]["miss"]) == ("9", "D-1", "late")


def test_an_empty_list_is_a_sentence(cadence: Terminal) -> None:
    """Nothing to show is said on standard output, and JSON is an empty list."""
    assert cadence("escalation", "list").out == "No open escalations.\n"
    assert cadence("escalation", "list", "--json").json == []


def test_the_list_for_people_names_who_is_asked_and_until_when(missed: Terminal) -> None:
    """A line an escalation, cut to the terminal."""
    first, second = missed("escalation", "list").out.splitlines()[1:]
    assert "Olga" in first
    assert "until Wed 11 Nov 18:00" in first
    assert "late" in second


def test_the_page_for_people_tells_the_story(missed: Terminal) -> None:
    """When, what, for which period, on which rung, and who was asked."""
    out = missed("escalation", "show", "E-1").out
    assert "breach: 9 %" in out
    assert "W45" in out


def test_an_unknown_id_is_not_found(missed: Terminal) -> None:
    """The nearest one is offered."""
    assert "Did you mean E-" in missed("escalation", "show", "E-12", status=1).err


def test_the_only_rung_is_not_counted(missed: Terminal) -> None:
    """The founder of a KPI of their own is asked once, for a decision: no word of a ladder that there is none of."""
    assert "Owner, with nobody above: Fay" in missed("escalation", "show", "E-2").out
    assert "Rung 1 of 3, Owner: Olga" in missed("escalation", "show", "E-1").out
