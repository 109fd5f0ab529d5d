"""KPIs from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

KEYS = [
    "key",
    "name",
    "owner",
    "level",
    "team",
    "unit",
    "cadence",
    "direction",
    "target",
    "alert",
    "period",
    "value",
    "status",
    "would_be",
    "trend",
    "signal",
    "formula",
    "retired",
]


def test_a_kpi_as_json_has_every_key_of_the_specification(cadence: Terminal) -> None:
    """Decimals are texts that keep their digits, what is absent is null."""
    cadence("record", "churn", "6.10")
    found = {one["key"]: one for one in cadence("kpi", "list", "--json").json}
    assert {name: found["churn"][name] for name in KEYS} == {
        "key": "churn",
        "name": "Weekly churn",
        "owner": "Olga",
        "level": "team",
        "team": "Growth",
        "unit": "percent",
        "cadence": "weekly",
        "direction": "at_most",
        "target": "5",
        "alert": "7",
        "period": "2026-W45",
        "value": "6.10",
        "status": "recorded",
        "would_be": "watch",
        "trend": [None] * 6,
        "signal": "unknown",
        "formula": None,
        "retired": False,
    }
    assert (found["mrr"]["level"], found["mrr"]["team"], found["mrr"]["value"]) == ("company", None, None)


def test_each_direction_writes_its_target_in_its_own_shape(cadence: Terminal) -> None:
    """A range is a pair, and a yes/no KPI's target is yes, with no alert."""
    cadence("record", "shipped", "n")
    found = {one["key"]: one for one in cadence("kpi", "list", "--json").json}
    assert (found["load"]["target"], found["load"]["alert"]) == (["40", "60"], ["30", "75"])
    assert (found["shipped"]["target"], found["shipped"]["alert"], found["shipped"]["value"]) == ("yes", None, "no")
    assert found["calls"]["alert"] is None
    assert found["load_twice"]["formula"] == "load * 2"


def test_each_cadence_has_the_period_whose_deadline_comes_next(cadence: Terminal) -> None:
    """A daily KPI has the week, a monthly one its month, whose deadline is the first after it."""
    cadence("record", "calls", "12", "--period", "2026-11-04")
    cadence("record", "calls", "9", "--period", "2026-11-05")
    found = {one["key"]: one for one in cadence("kpi", "list", "--json").json}
    assert {key: one["period"] for key, one in found.items() if one["cadence"] != "weekly"} == {
        "calls": "2026-W45",
        "margin": "2026-11",
    }
    assert found["calls"]["value"] == "21"


def test_the_trend_holds_the_six_periods_before_this_one(cadence: Terminal) -> None:
    """Oldest first, imported ones too, null where there is none."""
    cadence("record", "churn", "4", "--period", "2026-W40")
    cadence("record", "churn", "5.5", "--period", "2026-W44")
    (found,) = (one for one in cadence("kpi", "list", "--json").json if one["key"] == "churn")
    assert found["trend"] == [None, "4", None, None, None, "5.5"]


def test_the_list_for_people_is_a_table(cadence: Terminal) -> None:
    """Each KPI stands on a line with value, target and status as glyph and word."""
    cadence("record", "churn", "6.1")
    (line,) = (line for line in cadence("kpi", "list").out.splitlines() if line.startswith("churn"))
    assert line.split()[1:] == ["6.1", "%", "≤", "5", "%", "······", "◐", "watch", "Olga"]


def test_a_kpi_is_added_and_its_key_printed(cadence: Terminal) -> None:
    """The key is made from the name, and is all that is printed."""
    done = cadence(
        "kpi", "add", "--name", "Net promoters", "--owner", "olga", "--direction", "at_least", "--target", "30"
    )
    assert done.out == "net-promoters\n"
    (found,) = (one for one in cadence("kpi", "list", "--json").json if one["key"] == "net-promoters")
    assert (found["owner"], found["target"], found["status"]) == ("Olga", "30", "pending")


def test_adding_with_json_gives_the_new_object(cadence: Terminal) -> None:
    """Scripts get what they would find in the list."""
    words = ["--name", "Range", "--owner", "Olga", "--direction", "between", "--target", "1..2", "--alert", "0..3"]
    done = cadence("kpi", "add", *words, "--json")
    assert (done.json["key"], done.json["target"], done.json["alert"]) == ("range", ["1", "2"], ["0", "3"])


def test_everything_wrong_with_a_new_kpi_is_named_at_once(cadence: Terminal) -> None:
    """Each problem has a line of its own, and nothing is added."""
    before = cadence("kpi", "list", "--json").out
    done = cadence("kpi", "add", "--unit", "furlongs", "--direction", "sideways", status=1)
    assert all(field in done.err for field in ("name", "owner", "unit", "direction"))
    assert cadence("kpi", "list", "--json").out == before


def test_an_unknown_owner_is_refused_with_the_nearest(cadence: Terminal) -> None:
    """A person who does not exist is not made up."""
    done = cadence("kpi", "add", "--name", "X", "--owner", "Olgo", "--direction", "at_least", "--target", "1", status=1)
    assert "Did you mean Olga?" in done.err


def test_a_target_is_changed_from_now_on(cadence: Terminal) -> None:
    """The change and its reason are in the KPI's history."""
    cadence("kpi", "edit", "churn", "--target", "6", "--why", "the market turned")
    found = cadence("kpi", "show", "churn", "--json").json
    (change,) = (one for one in found["history"] if one["kind"] == "changed KPI")
    assert found["target"] == "6"
    assert (change["why"], change["who"]) == ("the market turned", "Fay")
    assert change["from"] != change["to"]


def test_a_target_for_one_period_alone_leaves_the_next(cadence: Terminal) -> None:
    """`--period` sets target and alert for that period, and needs the reason."""
    cadence("kpi", "edit", "churn", "--target", "9", "--alert", "10", "--period", "2026-W45", status=1)
    cadence("kpi", "edit", "churn", "--target", "9", "--alert", "10", "--period", "2026-W45", "--why", "renewals")
    now = cadence("kpi", "show", "churn", "--json").json
    cadence.at("2026-11-10T12:00:00+01:00")
    later = cadence("kpi", "show", "churn", "--json").json
    assert (now["target"], later["target"]) == ("9", "5")


def test_an_edit_of_nothing_is_wrong_usage(cadence: Terminal) -> None:
    """What can be changed is pointed at."""
    assert "--target" in cadence("kpi", "edit", "churn", status=2).err


def test_a_retired_kpi_is_left_out_for_people_and_marked_for_scripts(cadence: Terminal) -> None:
    """Its history stays, and `--all` shows it."""
    cadence("kpi", "retire", "shipped", "--why", "we always do")
    assert "shipped" not in cadence("kpi", "list").out
    assert "· retired" in cadence("kpi", "list", "--all").out
    retired = {one["key"]: one["retired"] for one in cadence("kpi", "list", "--json").json}
    assert retired["shipped"] is True
    assert cadence("kpi", "show", "shipped", "--json").json["retired"] is True


def test_show_has_judgements_and_history(missed: Terminal) -> None:
    """The judgements are oldest first, with what came late and when."""
    missed("record", "mrr", "41000", "--period", "2026-W45")
    found = missed("kpi", "show", "mrr", "--json").json
    assert set(KEYS) < set(found)
    assert found["judgements"] == [
        {
            "period": "2026-W45",
            "status": "late",
            "value": None,
            "judged_at": "2026-11-09T18:00:00+01:00",
            "target": "40000",
            "alert": "35000",
            "amended": False,
            "late_value": "41000",
            "late_by_hours": 15.0,
        }
    ]
    assert [one["kind"] for one in found["history"]] == ["added KPI", "late"]


def test_an_amendment_is_told_with_its_reason(missed: Terminal) -> None:
    """Both values and the reason stand in the history."""
    missed("record", "churn", "4", "--period", "2026-W45", "--amend", "two were counted twice")
    found = missed("kpi", "show", "churn", "--json").json
    (amendment,) = (one for one in found["history"] if one["kind"] == "amendment")
    assert (amendment["from"], amendment["to"], amendment["period"]) == ("9", "4", "2026-W45")
    assert amendment["why"] == "two were counted twice"
    assert found["judgements"][0]["amended"] is True
    assert found["judgements"][0]["late_by_hours"] is None


def test_a_decision_is_told_with_its_kpi(missed: Terminal) -> None:
    """What was decided about a KPI, or what it should do to it, stands in its history."""
    missed("decide", "Call them", "--why", "nobody knows", "--expect", "churn;4;2026-12-01")
    found = missed("kpi", "show", "churn", "--json").json
    assert [(one["kind"], one["subject"]) for one in found["history"]][-1] == ("decided", "D-1")


def test_show_for_people_has_a_chart_and_fits(missed: Terminal) -> None:
    """The page names the KPI, draws its values, and says what happened."""
    missed("record", "churn", "4", "--period", "2026-W45", "--amend", "two were counted twice")
    done = missed("kpi", "show", "churn")
    assert "Weekly churn (churn)" in done.out
    assert "█" in done.out
    assert "amended" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_the_list_as_of_a_past_close(missed: Terminal) -> None:
    """`--as-of` shows value, status and target as they stood at a week's close, whatever came since."""
    missed("record", "churn", "4", "--period", "2026-W45", "--amend", "two were counted twice")
    missed("kpi", "edit", "shipped", "--name", "We shipped")
    found = {one["key"]: one for one in missed("kpi", "list", "--as-of", "2026-W45", "--json").json}
    assert {name: found["churn"][name] for name in ("period", "value", "status", "target")} == {
        "period": "2026-W45",
        "value": "9",
        "status": "breach",
        "target": "5",
    }
    assert found["shipped"]["name"] != "We shipped"
    assert "✗ breach" in missed("kpi", "list", "--as-of", "2026-W45").out
    assert "has not closed yet" in missed("kpi", "list", "--as-of", "2026-W46", status=1).err
    assert missed("kpi", "list", "--json").json[0]["period"] == "2026-W46"


def test_an_unknown_kpi_is_not_found_and_the_nearest_offered(cadence: Terminal) -> None:
    """A slip of the finger costs one look."""
    for words in (["kpi", "show", "chrun"], ["record", "chrun", "5"], ["kpi", "retire", "chrun", "--why", "x"]):
        assert "Did you mean churn?" in cadence(*words, status=1).err
