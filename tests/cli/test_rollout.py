"""The rollout and lint from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def test_rollout_json_is_to_the_letter(cadence: Terminal) -> None:
    """The keys that scripts depend on are there, and no other."""
    found = cadence("rollout", "--json").json
    assert list(found) == ["phase", "month", "scheduled_phase", "weeks_behind", "phases"]
    assert [found[key] for key in list(found)[:4]] == [1, 3, 3, 5]
    assert [list(phase) for phase in found["phases"]] == [["number", "name", "state", "gate"]] * 5
    assert found["phases"][0]["name"] == "company KPIs"
    item = found["phases"][0]["gate"][0]
    assert item == {"what": "Company KPIs", "met": True, "have": "5", "need": "at least 3"}


def test_the_road_is_shown_to_people(cadence: Terminal) -> None:
    """Where one is, what is missing, and the way on."""
    out = cadence("rollout").out
    assert "5 weeks behind schedule" in out
    assert "● 1 company KPIs" in out
    assert "✗ On time over the last 3 judged weeks together" in out
    assert "cadence rollout advance --override WHY" in out


def test_advance_is_refused_before_its_gate(cadence: Terminal) -> None:
    """Exit status 1, what is missing on standard error, and nothing changed."""
    done = cadence("rollout", "advance", status=1)
    assert "0 of 3 weeks judged" in done.err
    assert cadence("rollout", "--json").json["phase"] == 1


def test_advance_over_the_gate_is_logged_and_undone(cadence: Terminal) -> None:
    """The decision and the phase come and go together."""
    assert cadence("rollout", "advance", "--override", "now", "--json").json["phase"] == 2
    assert [one["kind"] for one in cadence("decision", "list", "--json").json] == ["other"]
    assert "✓ 1 company KPIs" in cadence("rollout").out
    cadence("undo")
    assert cadence("rollout", "--json").json["phase"] == 1
    assert cadence("decision", "list", "--json").json == []


def test_the_last_phase_says_so(cadence: Terminal) -> None:
    """From phase 5 nothing is added any more, and advancing is refused."""
    for _ in range(4):
        cadence("rollout", "advance", "--override", "now")
    assert "The last phase" in cadence("rollout").out
    assert "last phase" in cadence("rollout", "advance", "--override", "now", status=1).err


def test_lint_json_is_to_the_letter(cadence: Terminal) -> None:
    """Each finding has its check, level, subject, message, source, and whether it was waived."""
    (found,) = cadence("lint", "--json").json
    assert list(found)[:6] == ["id", "level", "subject", "message", "source", "waived"]
    assert (found["id"], found["level"], found["subject"], found["waived"]) == ("kpi-count", "warning", "Growth", False)


def test_a_warning_is_waived_with_a_reason(cadence: Terminal) -> None:
    """It stays in the list, as waived, and in the log."""
    done = cadence("lint", "--waive", "kpi-count:Growth", "--why", "two are enough", "--json")
    assert [one["waived"] for one in done.json] == [True]
    assert "Waived: two are enough" in cadence("lint").out
    assert "waived kpi-count:Growth" in cadence("log").out
    cadence("undo")
    assert "0 errors, 1 warning, 0 waived." in cadence("lint").out


def test_a_waiver_needs_both_words(cadence: Terminal) -> None:
    """--waive and --why go together: anything else is wrong usage."""
    assert "needs the reason" in cadence("lint", "--waive", "kpi-count", status=2).err
    assert "--waive ID" in cadence("lint", "--why", "because", status=2).err
    assert "Lint finds no" in cadence("lint", "--waive", "kpi-owner", "--why", "x", status=1).err


def test_a_company_in_order_is_told_so(cadence: Terminal) -> None:
    """With one more KPI for the team there is nothing to say."""
    cadence(
        "kpi",
        "add",
        "--name",
        "Signups",
        "--owner",
        "Olga",
        "--team",
        "Growth",
        "--direction",
        "at_least",
        "--target",
        "9",
    )
    assert "in order" in cadence("lint").out
    assert cadence("lint", "--json").json == []
