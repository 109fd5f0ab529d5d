"""The week from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TYPED

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

DUE = ["calls", "churn", "load", "mrr", "shipped"]


def test_due_names_what_is_missing_and_says_so_by_its_exit_status(cadence: Terminal) -> None:
    """Each KPI that is due and not yet recorded stands on a line of its own, and the exit status is 1."""
    done = cadence("due", status=1)
    assert [line.split()[0] for line in done.out.splitlines()] == DUE
    assert "until Mon 9 Nov 18:00" in done.out
    assert done.err == ""


def test_due_is_0_once_everything_is_recorded(cadence: Terminal) -> None:
    """A derived KPI and a month that is not due are nothing that anybody could record now."""
    for key, value in TYPED.items():
        cadence("record", key, value)
    assert cadence("due").out == "Everything that is due is recorded.\n"
    assert cadence("due", "--json").json == []


def test_due_as_json_is_a_list_of_kpis(cadence: Terminal) -> None:
    """Scripts get the same objects as from `kpi list`."""
    found = cadence("due", "--json", status=1).json
    listed = {one["key"]: one for one in cadence("kpi", "list", "--json").json}
    assert [one["key"] for one in found] == DUE
    assert all(one == listed[one["key"]] for one in found)


def test_a_paused_week_has_nothing_due(cadence: Terminal) -> None:
    """Nothing in a paused week is asked for."""
    cadence("pause", "2026-W45", "--why", "offsite")
    assert cadence("due", "--json").json == []


def test_status_ends_with_what_the_gate_asks_for(cadence: Terminal) -> None:
    """The rollout's next step is the last thing to do; where there is no room for it, it is counted."""
    lines = cadence("status").out.splitlines()
    assert lines[-1].split()[:4] == ["→", "rollout", "On", "time"]
    assert "0 of 3 weeks judged" in lines[-1]
    for key in ("a", "b", "c"):
        cadence("action", "add", key, "--owner", "Fay", "--due", "2026-11-01")
    assert cadence("status").out.splitlines()[-1] == "and 2 more"
    assert "gate" not in cadence("status", "--json").json


def test_what_is_due_on_a_day_has_no_hour(cadence: Terminal) -> None:
    """An action is late by days: nobody promised it for midnight."""
    cadence("action", "add", "Call", "--owner", "Fay", "--due", "2026-11-01")
    (line,) = [line for line in cadence("status").out.splitlines() if "was due" in line]
    assert "since Sun 1 Nov" in line
    assert "00:00" not in line


def test_status_says_that_the_week_is_closed(cadence: Terminal) -> None:
    """Until all that is due is judged it says when the week closes, after that until when values are its own."""
    assert "closes Mon" in cadence("status").out
    for key, value in TYPED.items():
        cadence("record", key, value)
    cadence.at("2026-11-09T10:00+01:00")  # a day's KPI is judged once its week's last day has begun
    cadence("close")
    assert "· closed, deadline Mon" in cadence("status").out


def test_status_as_json_has_every_key_of_the_specification(cadence: Terminal) -> None:
    """The week at a glance is one document whose keys scripts can rely on."""
    cadence("record", "churn", "6.10")
    found = cadence("status", "--json").json
    kpis = found.pop("kpis")
    assert found == {
        "company": "Fjord Labs",
        "now": "2026-11-06T12:00:00+01:00",
        "stage": "traction",
        "phase": 1,
        "phase_name": "company KPIs",
        "week": "2026-W45",
        "deadline": "2026-11-09T18:00:00+01:00",
        "due": 6,
        "recorded": 1,
        "escalations_open": 0,
        "actions_open": 0,
        "actions_overdue": 0,
        "checkins_due": 0,
    }
    assert kpis == cadence("kpi", "list", "--json").json


def test_status_counts_escalations_and_actions(missed: Terminal) -> None:
    """What is open and what is overdue are counted in the company's zone."""
    missed("action", "add", "Call them", "--owner", "Olga", "--due", "2026-11-09")
    missed("action", "add", "Write to them", "--owner", "Olga", "--due", "2026-11-10")
    found = missed("status", "--json").json
    assert (found["escalations_open"], found["actions_open"], found["actions_overdue"]) == (2, 2, 1)


def test_status_for_people_says_what_to_do_next(missed: Terminal) -> None:
    """The glance ends with what needs somebody, and each line fits the terminal."""
    done = missed("status")
    assert "Fjord Labs" in done.out
    assert "What to do next" in done.out
    assert "Weekly churn" in done.out.partition("What to do next")[2]
    assert max(map(len, done.out.splitlines())) <= 100


def test_times_have_the_company_s_offset_in_summer_too(cadence: Terminal) -> None:
    """A moment is written with the offset that its own day has in the company's zone."""
    cadence.at("2027-06-02T09:00:00Z")
    found = cadence("status", "--json").json
    assert (found["now"], found["deadline"]) == ("2027-06-02T11:00:00+02:00", "2027-06-07T18:00:00+02:00")


def test_close_judges_what_has_a_value(cadence: Terminal) -> None:
    """An early close says what was judged, what climbed and what still waits."""
    cadence("record", "churn", "9")
    found = cadence("close", "--json").json
    assert found["week"] == "2026-W45"
    assert found["judged"] == [{"kpi": "churn", "period": "2026-W45", "status": "breach", "value": "9"}]
    assert [(one["kpi"], one["state"], one["rung"]) for one in found["escalations"]] == [("churn", "open", 1)]
    assert [one["kpi"] for one in found["waiting"]] == ["calls", "load", "load_twice", "mrr", "shipped"]
    listed = {one["key"]: one for one in cadence("kpi", "list", "--json").json}
    assert (listed["churn"]["status"], listed["churn"]["would_be"]) == ("breach", None)


def test_close_says_it_for_people(cadence: Terminal) -> None:
    """The rung, who is on it and what they owe are named."""
    cadence("record", "churn", "9")
    out = cadence("close").out
    assert "churn: 9 %" in out
    assert "✗ breach" in out
    assert "Olga owes a corrective action" in out


@pytest.mark.parametrize("week", ["2026-W44", "2026-W46"])
def test_only_the_current_week_can_be_closed(cadence: Terminal, week: str) -> None:
    """Another week is refused, naming the current one."""
    done = cadence("close", "--week", week, status=1)
    assert "2026-W45" in done.err


def test_pause_and_unpause(cadence: Terminal) -> None:
    """A week is paused with a reason, and the pause is taken back until its deadline."""
    cadence("pause", "2026-W45", "--why", "offsite")
    statuses = {one["key"]: one["status"] for one in cadence("kpi", "list", "--json").json}
    assert statuses["churn"] == "paused"
    cadence("unpause", "2026-W45")
    statuses = {one["key"]: one["status"] for one in cadence("kpi", "list", "--json").json}
    assert statuses["churn"] == "pending"


def test_pause_one_kpi(cadence: Terminal) -> None:
    """A pause for one KPI leaves the others."""
    cadence("pause", "2026-W45", "--kpi", "churn", "--why", "no data")
    statuses = {one["key"]: one["status"] for one in cadence("kpi", "list", "--json").json}
    assert (statuses["churn"], statuses["mrr"]) == ("paused", "pending")
    cadence("unpause", "2026-W45", "--kpi", "churn")


def test_a_deadline_can_be_moved(cadence: Terminal) -> None:
    """A moment without an offset is in the company's zone."""
    done = cadence("deadline", "2026-W45", "2026-11-10T12:00", "--why", "a holiday", "--json")
    assert done.json == {"week": "2026-W45", "deadline": "2026-11-10T12:00:00+01:00"}
    assert cadence("status", "--json").json["deadline"] == "2026-11-10T12:00:00+01:00"


def test_a_deadline_outside_its_neighbours_is_refused(cadence: Terminal) -> None:
    """What would be right is said."""
    done = cadence("deadline", "2026-W45", "2026-11-30T12:00", "--why", "a holiday", status=1)
    assert "before 2026-11-16T18:00" in done.err


def test_a_week_is_read_as_the_program_shows_it(cadence: Terminal) -> None:
    """Without its year it is the nearest for what is ahead, and the newest that has begun for what is past."""
    assert cadence("pause", "W52", "--why", "Holidays").out == "2026-W52 is paused.\n"
    assert cadence("unpause", "w52").out == "2026-W52 is not paused any more.\n"
    moved = cadence("deadline", "W46", "2026-11-17T10:00", "--why", "A fair", "--json")
    assert moved.json["week"] == "2026-W46"
    edited = cadence("kpi", "edit", "churn", "--target", "6", "--period", "W52", "--why", "Renewals")
    assert "for 2026-W52" in edited.out
    assert "2026-W45" in cadence("close", "--week", "W45", "--json").out
    assert "W45" in cadence("notes", "--week", "w45").out
    assert cadence("export", "--format", "md", "--week", "W45").out.startswith("# Fjord Labs")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "2026-W99", "--why", "x"), "There is no week 99 in 2026; its last is 2026-W53."),
        (("notes", "--month", "2026-13"), "There is no month 13 in 2026; its last is 2026-12."),
        (("notes", "--week", "W99"), "There is no week 99; write one as 2026-W47."),
        (("action", "done", "A-77"), "There is no action “A-77”. “cadence action list --all” shows them all."),
        (("decision", "show", "D-77"), "There is no decision “D-77”. “cadence decision list” shows them all."),
        (
            ("log", "--since", "someday"),
            "The day “someday” is no day; write it as Friday, 30 Nov, 30 Nov 2026 or 2026-11-30.",
        ),
        (
            ("action", "add", "Call", "--owner", "Fay", "--due", "0001-01-01"),
            "The due date “0001-01-01” is no day; write it as Friday, 30 Nov, 30 Nov 2026 or 2026-11-30.",
        ),
        (
            ("company", "edit", "--close-time", "25:00", "--why", "x"),
            "--close-time: “25:00” does not belong here; write hours and minutes, as “18:00”.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(cadence: Terminal, words: tuple[str, ...], said: str) -> None:
    """In one sentence, that names what was typed and the form that is right."""
    assert cadence(*words, status=None).err == f"{said}\n"


def test_each_of_several_problems_names_the_option_that_was_typed(cadence: Terminal) -> None:
    """Not the field that it fills, which nobody typed."""
    err = cadence("company", "edit", "--close-time", "25:00", "--close-day", "someday", "--why", "x", status=1).err
    assert "  --close-time: “25:00”" in err
    assert "  --close-day: “someday”" in err
