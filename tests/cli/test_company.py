"""The company, its people, teams and ladder from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

LADDER = '[[ladder]]\nname = "Head"\nwho = "Olga"\nowes = "decision"\nrespond_within_hours = 24\n'


# --- The company ------------------------------------------------------------------------------------------------------


def test_the_company_as_json_goes_by_the_names_of_company_toml(cadence: Terminal) -> None:
    """What the file said comes back by the same names, with people, teams, the ladder, and where the week stands."""
    found = cadence("company", "show", "--json").json
    wanted = {
        "name": "Fjord Labs",
        "founder": "Fay",
        "stage": "traction",
        "people_count": 7,
        "number_format": "1,234.50",
        "fiscal_year_start": 1,
        "self_verify": True,
        "timezone": "Europe/Oslo",
        "close_day": "mon",
        "close_time": "18:00",
        "coming_close": None,
        "start": "2026-09-01",
        "phase": 1,
        "phase_name": "company KPIs",
        "week": "2026-W45",
        "deadline": "2026-11-09T18:00:00+01:00",
        "kpis": 7,
        "teams": [{"name": "Growth", "lead": "Lea", "members": ["Lea", "Olga"], "kpis": ["churn", "load"]}],
    }
    assert {name: found[name] for name in wanted} == wanted
    assert [person["name"] for person in found["people"]] == ["Fay", "Lea", "Olga"]
    assert [rung["who"] for rung in found["ladder"]["rungs"]] == ["owner", "lead", "founder"]


def test_the_company_at_a_glance_names_its_close_people_teams_and_ladder(cadence: Terminal) -> None:
    """For people: the close in a sentence, who holds what, and who each rung asks."""
    shown = cadence("company", "show").out
    for part in ("Mon 18:00 Europe/Oslo", "founder Fay", "leads Growth", "the KPI’s owner", "Lea (Growth), else Fay"):
        assert part in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


def test_a_company_of_one_is_spared_its_people_and_teams(cadence: Terminal) -> None:
    """What can say only one thing is left out; whether done means verified is said."""
    cadence("company", "edit", "--stage", "solo")
    shown = cadence("company", "show").out
    assert "PERSON" not in shown
    assert "founder" not in shown
    assert "Done also means verified." in shown
    assert "Adviser" in shown


def test_a_new_close_says_from_when_it_holds(cadence: Terminal) -> None:
    """The answer names the week from which it holds, and the company shows both closes until then."""
    done = cadence("company", "edit", "--close-day", "thu", "--close-time", "17:00", "--why", "Fridays are free")
    assert done.out.splitlines() == [
        "close_day: mon → thu",
        "close_time: 18:00 → 17:00",
        "The new close holds from W46 · 9–15 Nov; the weeks before it keep their deadlines.",
    ]
    found = cadence("company", "show", "--json").json
    assert (found["close_day"], found["deadline"]) == ("mon", "2026-11-09T18:00:00+01:00")
    assert found["coming_close"] == {
        "from_week": "2026-W46",
        "timezone": "Europe/Oslo",
        "close_day": "thu",
        "close_time": "17:00",
    }
    assert "From W46 · 9–15 Nov they close Thu 17:00 Europe/Oslo." in cadence("company", "show").out
    (entry,) = cadence("log", "--kind", "changed-company", "--json").json
    assert (entry["who"], entry["why"]) == ("Fay", "Fridays are free")
    assert entry["from"] == {"close_day": "mon", "close_time": "18:00"}
    assert entry["to"] == {"close_day": "thu", "close_time": "17:00", "from_week": "2026-W46"}


def test_the_stage_follows_from_the_number_of_people(cadence: Terminal) -> None:
    """The answer as JSON is the company as it is afterwards."""
    found = cadence("company", "edit", "--people-count", "30", "--json").json
    assert (found["people_count"], found["stage"]) == (30, "alignment")
    assert cadence("company", "edit", "--people-count", "30").out.startswith("Nothing changed")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["edit"], 2, "Say what to change"),
        (["edit", "--close-dy", "thu"], 2, "--close-day"),
        (["edit", "--close-day", "someday"], 1, "mon, tue, wed"),
        (["edit", "--timezone", "Europe/Olso"], 1, "Europe/Oslo"),
        (["edit", "--founder", "Olgga"], 1, "Did you mean Olga?"),
        (["edit", "--stage", "huge"], 1, "solo, traction"),
        (["edit", "--people-count", "0"], 1, "how many people"),
        (["edit", "--fiscal-year-start", "13"], 1, "from 1 to 12"),
        (["person"], 2, "list, add, edit and remove"),
        (["person", "edit", "Olga"], 2, "--name NEW"),
        (["person", "edit", "Olgaa", "--name", "Ada"], 1, "Did you mean Olga?"),
        (["person", "add", "OLGA"], 1, "“Olga” already"),
        (["person", "remove", "Olga"], 1, "--hand-over-to"),
        (["person", "remove", "Olga", "--hand-over-to", "Leia"], 1, "Did you mean Lea?"),
        (["team", "edit", "Growth"], 2, "--add-member"),
        (["team", "edit", "Growt", "--lead", "Lea"], 1, "Did you mean Growth?"),
        (["team", "remove", "Growth"], 1, "churn, load"),
        (["ladder", "set"], 2, "--default"),
        (["ladder", "set", "x.toml", "--default"], 2, "one of the two"),
        (["ladder", "set", "nowhere.toml"], 1, "cannot be read"),
        (["lader"], 2, "Did you mean ladder?"),
    ],
)
def test_an_error_is_one_sentence_with_the_nearest_name(
    cadence: Terminal, words: list[str], status: int, said: str
) -> None:
    """Wrong usage is 2, a refusal 1; nothing is on standard output, and nothing is changed."""
    before = cadence("company", "show", "--json").out
    done = cadence("company", *words, status=status)
    assert done.out == ""
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert cadence("company", "show", "--json").out == before


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["edit"],
        *(["person", deed] for deed in ("list", "add", "edit", "remove")),
        *(["team", deed] for deed in ("list", "add", "edit", "remove")),
        *(["ladder", deed] for deed in ("show", "set")),
    ],
)
def test_each_command_says_what_it_is_for_with_an_example(cadence: Terminal, words: list[str]) -> None:
    """A line for the purpose, and one to copy."""
    shown = cadence("company", *words, "--help").out
    assert f"Example: cadence company {' '.join(words)}" in shown


# --- People -----------------------------------------------------------------------------------------------------------


def test_people_are_listed_with_what_they_hold(cadence: Terminal) -> None:
    """KPIs, open actions, teams and roles, for scripts; those who left are asked for."""
    cadence("action", "add", "Call", "--owner", "Olga", "--due", "2026-11-20")
    cadence("company", "person", "add", "Bo")
    cadence("company", "person", "remove", "Bo")
    found = {one["name"]: one for one in cadence("company", "person", "list", "--all", "--json").json}
    assert found["Olga"] == {
        "name": "Olga",
        "founder": False,
        "kpis": ["calls", "load_twice", "churn", "load"],
        "actions": ["A-1"],
        "leads": [],
        "teams": ["Growth"],
        "left_at": None,
    }
    assert found["Bo"]["left_at"] == "2026-11-06T12:00:00+01:00"
    assert (found["Fay"]["founder"], found["Lea"]["leads"]) == (True, ["Growth"])
    assert "Bo" not in cadence("company", "person", "list").out


def test_a_new_name_is_the_name_everywhere(missed: Terminal) -> None:
    """The KPIs, the escalation's person, and who acts go by the new name; the log keeps what was written."""
    assert missed("company", "person", "edit", "olga", "--name", "Olga Nord", "--json").json["name"] == "Olga Nord"
    owners = {one["key"]: one["owner"] for one in missed("kpi", "list", "--json").json}
    assert owners["churn"] == "Olga Nord"
    routed = {one["kpi"]: one["routed_to"] for one in missed("escalation", "list", "--json").json}
    assert routed["churn"] == "Olga Nord"
    missed("company", "person", "add", "Bo", "--as", "Olga Nord")
    missed("company", "person", "add", "Cy", "--as", "Olga", status=1)
    (entry,) = missed("log", "--kind", "renamed-person", "--json").json
    assert (entry["from"], entry["to"]) == ({"name": "Olga"}, {"name": "Olga Nord"})


def test_handing_over_starts_the_running_clock_anew(missed: Terminal) -> None:
    """The new owner has 48 hours from now; undo gives the old owner and the old clock back."""
    before = {one["kpi"]: one["response_due"] for one in missed("escalation", "list", "--json").json}
    assert before["churn"] == "2026-11-11T18:00:00+01:00"
    done = missed("company", "person", "remove", "Olga", "--hand-over-to", "Lea", "--why", "a new job")
    assert done.out.startswith("Olga has left. Handed over: KPIs ")
    after = {one["kpi"]: (one["routed_to"], one["response_due"]) for one in missed("escalation", "list", "--json").json}
    assert after["churn"] == ("Lea", "2026-11-12T09:00:00+01:00")
    missed("undo")
    assert {one["kpi"]: one["response_due"] for one in missed("escalation", "list", "--json").json} == before
    missed("redo")
    assert [one["name"] for one in missed("company", "person", "list", "--json").json] == ["Fay", "Lea"]


# --- Teams ------------------------------------------------------------------------------------------------------------


def test_teams_are_added_changed_and_removed(cadence: Terminal) -> None:
    """Each answer is the team as it is then."""
    team = cadence("company", "team", "add", "Sales", "--lead", "lea", "--member", "Fay", "--member", "Olga", "--json")
    assert team.json == {"name": "Sales", "lead": "Lea", "members": ["Fay", "Olga"], "kpis": []}
    words = ["--name", "Deals", "--lead", "none", "--add-member", "Lea", "--remove-member", "fay"]
    after = cadence("company", "team", "edit", "sales", *words, "--json").json
    assert after == {"name": "Deals", "lead": None, "members": ["Olga", "Lea"], "kpis": []}
    assert "– (Fay stands in)" in cadence("company", "team", "list").out
    assert cadence("company", "team", "remove", "deals").out == "Deals is no team any more.\n"
    assert [one["name"] for one in cadence("company", "team", "list", "--json").json] == ["Growth"]


# --- The ladder -------------------------------------------------------------------------------------------------------


def test_the_ladder_is_set_from_a_file_and_left_to_the_stage_again(cadence: Terminal, tmp_path: Path) -> None:
    """It is the company's own until the default is asked for."""
    (tmp_path / "ladder.toml").write_text(LADDER, encoding="utf-8")
    own = cadence("company", "ladder", "set", str(tmp_path / "ladder.toml"), "--json").json
    assert own == cadence("company", "ladder", "show", "--json").json
    assert own == {
        "own": True,
        "rungs": [
            {
                "rung": 1,
                "name": "Head",
                "who": "Olga",
                "owes": "decision",
                "respond_within_hours": 24,
                "person": "Olga",
            }
        ],
    }
    assert "The company’s own ladder." in cadence("company", "ladder", "show").out
    back = cadence("company", "ladder", "set", "--default").out
    assert "The default of the stage traction" in back
    assert "open ones keep theirs" in back
    assert cadence("company", "ladder", "show", "--json").json["own"] is False


def test_a_ladder_that_is_wrong_is_refused_with_its_lines(cadence: Terminal, tmp_path: Path) -> None:
    """Two faults are two lines under the sentence; a stranger is named with the nearest person; bytes are no text."""
    path = tmp_path / "ladder.toml"
    path.write_text(LADDER.replace("decision", "thanks").replace("24", "0"), encoding="utf-8")
    done = cadence("company", "ladder", "set", str(path), status=1)
    assert len(done.err.splitlines()) == 3
    path.write_text(LADDER.replace("Olga", "Olgga"), encoding="utf-8")
    assert "Did you mean Olga?" in cadence("company", "ladder", "set", str(path), status=1).err
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in cadence("company", "ladder", "set", str(path), status=1).err


# --- Text that somebody typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["churn [/] fell", "[@click=app.quit]x[/]", "=cmd|x", "グロース", "a" * 150, "x|y`#"])
def test_a_name_is_only_ever_text(cadence: Terminal, name: str) -> None:
    """Markup, formulas and wide letters are names like any other, and fit the terminal."""
    cadence("company", "team", "add", name)
    cadence("company", "edit", "--name", name)
    found = cadence("company", "show", "--json").json
    assert name in {team["name"] for team in found["teams"]}
    assert found["name"] == name
    assert name[:20] in cadence("company", "show").out


@pytest.mark.parametrize("name", ["[b]Ada", "{'a[0]'}", "=Ada", "ファウンダー", "a" * 150])
def test_a_person_s_name_is_only_ever_text(cadence: Terminal, name: str) -> None:
    """Somebody of a strange name can be the founder, lead a team, and be asked."""
    cadence("company", "person", "add", name)
    cadence("company", "team", "edit", "Growth", "--lead", name, "--add-member", name)
    cadence("company", "edit", "--founder", name)
    assert cadence("company", "show", "--json").json["founder"] == name
    assert name[:20] in cadence("company", "show").out


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\nb", "a\u202eb", "a\x9bb", ""])
def test_a_name_that_a_terminal_would_execute_is_refused(cadence: Terminal, name: str) -> None:
    """In no name of a person, a team or the company; what is echoed of it executes nothing."""
    for words in (["person", "add", name], ["team", "add", name], ["edit", "--name", name]):
        done = cadence("company", *words, status=1)
        assert not set(done.err) & {"\x1b", "\x9b", "\u202e"}


def test_the_ranges_are_the_stages_or_the_companys_own(cadence: Terminal) -> None:
    """A range is set as 9..12 and taken back with --default; what is none is refused, and nothing has changed."""
    own = cadence("company", "range", "set", "company-kpis", "9..12", "--why", "two products", "--json").json
    assert own[0] == {"name": "company_kpis", "low": 9, "high": 12, "own": True}
    listed = cadence("company", "range", "list").out.splitlines()
    assert "9 to 12" in listed[1]
    assert "the company's own" in listed[1]
    assert "the stage's, traction" in listed[2]
    assert "at least 9" in cadence("rollout").out
    assert "no range" in cadence("company", "range", "set", "team_kpis", "many", status=1).err
    assert "there are company_kpis" in cadence("company", "range", "set", "kpis", "1..2", status=1).err
    cadence("company", "range", "set", "company_kpis", status=2)
    cadence("company", "range", "set", "company_kpis", "--default")
    assert not cadence("company", "range", "list", "--json").json[0]["own"]


def test_kpis_are_handed_over_when_a_team_or_its_owner_goes(cadence: Terminal) -> None:
    """A team's KPIs go to another team, a person's team KPIs to somebody of that team."""
    cadence("company", "team", "add", "Sales", "--lead", "Lea")
    cadence("company", "team", "remove", "Growth", "--hand-over-to", "sales")
    assert cadence("company", "team", "list", "--json").json[0]["kpis"] == ["churn", "load"]
    cadence("company", "person", "remove", "Olga", "--hand-over-to", "Fay", "--team-kpis", "Sales=Lea")
    owners = {one["key"]: one["owner"] for one in cadence("kpi", "list", "--json").json}
    assert owners["churn"] == "Lea"
    cadence("company", "person", "remove", "Lea", "--team-kpis", "Sales", status=2)
