"""The set-up's answers: kept beside the company's file, and turned into the plan that a company.toml gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.services import wizard, wizard_kpis, wizard_month, wizard_plan
from cadence_tui.services.audit import Thing
from cadence_tui.services.wizard import Answers, FileStore
from cadence_tui.settings import library, playbook

if TYPE_CHECKING:
    from pathlib import Path

OSLO = "Europe/Oslo"
TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)


def settled(**typed: str) -> Answers:
    """Answer some fields, and have the KPIs proposed."""
    answers = Answers(typed=typed)
    rules = playbook().stage(wizard_plan.stage(answers))
    form = wizard_plan.number_format(answers)
    wizard_kpis.settle(answers, library(), stage=rules.name, fits=rules.company_kpis, number_format=form)
    return answers


def test_no_answers_at_all_come_to_a_company() -> None:
    """Whoever only presses enter has a company of one that closes on Mondays, and three KPIs."""
    plan = wizard_plan.plan_of(settled(), OSLO, TUESDAY)
    assert (plan.name, plan.founder, plan.stage, plan.zone) == ("My company", "Founder", "solo", OSLO)
    assert len(plan.kpis) == 3
    assert plan.ladder is None
    due = wizard_month.closes(plan, TUESDAY)
    assert due[0].at.isoformat() == "2026-11-30T18:00:00+01:00"
    assert due[0].due
    assert [month for month, *_ in wizard_month.road(plan, playbook())] == [3]


def test_phases_of_teams_come_once_there_are_teams() -> None:
    """The first month shown says of them what the road will do: without teams it passes them by."""
    several = wizard_plan.plan_of(settled(count="3", people="Bo\nCy"), OSLO, TUESDAY)
    told = [month for month, _, words in wizard_month.road(several, playbook()) if "once there are teams" in words]
    assert told == [2, 4]
    teamed = wizard_plan.plan_of(settled(count="3", people="Bo\nCy", teams="Growth: Bo"), OSLO, TUESDAY)
    assert not [words for _, _, words in wizard_month.road(teamed, playbook()) if "once there are teams" in words]


@pytest.mark.parametrize("hostile", ['Fjo"rd \\ Labs', '[/] {x} \'y\' """', "Ærø 公司 🏔", "a = 1 # b"])
def test_any_name_survives_the_way_through_the_file(hostile: str) -> None:
    """Quotes, backslashes and every script stay what they are."""
    assert wizard_plan.plan_of(settled(name=hostile, you="Inês"), OSLO, TUESDAY).name == hostile


def test_all_answers_come_to_a_company() -> None:
    """People, teams, stage, numbers, ladder and zone stand in the plan as they were given."""
    answers = settled(
        name="Fjord",
        you="Ada",
        number_format="1.234,50",
        review_day="thu",
        review="19:00",
        count="7",
        people="Bo\nCy, Di",
        teams="Growth: Bo, Cy\nProduct: Ed",
        stage="alignment",
        stage_for="traction",
        team_hours_1="24",
    )
    plan = wizard_plan.plan_of(answers, OSLO, TUESDAY)
    assert plan.people == ("Ada", "Bo", "Cy", "Di", "Ed")
    assert [(team.name, team.lead) for team in plan.teams] == [("Growth", "Bo"), ("Product", "Ed")]
    assert (plan.stage, plan.people_count, plan.close_day) == ("alignment", 7, 3)
    assert plan.close_time.isoformat("minutes") == "23:00"
    assert plan.ladder is not None
    assert [rung.hours for rung in plan.ladder] == [24, 72, None]
    assert len(plan.kpis) == 10
    assert [month for month, *_ in wizard_month.road(plan, playbook())] == [2, 3, 4]


def test_month_1_is_a_whole_one() -> None:
    """The rollout begins on the day of the founding, in the company's zone: late in a month too it has a month."""
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # the thirtieth in Oslo
    plan = wizard_plan.plan_of(settled(count="7"), OSLO, late)
    assert plan.start.isoformat() == "2026-11-30"
    begins = {month: day.isoformat() for month, day, _ in wizard_month.road(plan, playbook())}
    assert begins == {2: "2026-12-30", 3: "2027-01-30", 4: "2027-02-28"}


@pytest.mark.parametrize(("count", "most", "of_team"), [("1", 1, None), ("7", 3, "1 to 2"), ("200", 3, "2 to 3")])
def test_the_month_to_come_names_as_many_objectives_as_fit(count: str, most: int, of_team: str | None) -> None:
    """Phase 3 has three of the company at most (rules, section 7), a small stage fewer; a team's are its stage's."""
    road = wizard_month.road(wizard_plan.plan_of(settled(count=count), OSLO, TUESDAY), playbook())
    installs = {month: words for month, _, words in road}
    assert installs[3] == f"company objectives for the coming quarter, {most} at most"
    assert installs.get(4) == (of_team and f"team objectives, {of_team} a team, once there are teams")


def test_one_person_has_the_ladder_that_was_shown_whatever_the_stage() -> None:
    """Nobody stands above them but somebody from outside; so it is shown, and so it climbs."""
    answers = settled(count="1", you="Ada", stage="traction", stage_for="solo")
    plan = wizard_plan.plan_of(answers, OSLO, TUESDAY)
    assert plan.stage == "traction"
    assert plan.ladder is not None
    assert [(rung.who, rung.owes) for rung in plan.ladder] == [("owner", "action"), ("Adviser", "decision")]


def test_another_headcount_asks_for_the_stage_anew() -> None:
    """A chosen stage holds for the headcount that it was chosen for."""
    answers = Answers(typed={"count": "7", "stage": "scaling", "stage_for": "traction"})
    assert wizard_plan.stage(answers) == "scaling"
    answers.typed["count"] = "40"
    assert wizard_plan.stage(answers) == "alignment"


def test_a_second_owner_is_refused_with_the_reason() -> None:
    """What two people own nobody does."""
    with pytest.raises(InvalidError, match="what two people own nobody does"):
        wizard_plan.one_person("Ada and Bo")


@pytest.mark.parametrize(
    ("read", "text"), [("read_count", "0"), ("read_count", "many"), ("read_hours", "0"), ("read_clock", "25:00")]
)
def test_what_is_no_number_or_time_is_refused(read: str, text: str) -> None:
    """Each says what would be right."""
    with pytest.raises(InvalidError, match="write it as"):
        getattr(wizard_plan, read)(text)


def test_the_close_comes_after_the_review() -> None:
    """A close before the review is refused; a late review moves the proposal."""
    with pytest.raises(InvalidError, match="before your review"):
        wizard_plan.read_close("10:00", "14:00")
    assert wizard_plan.close_after("") == "18:00"
    assert wizard_plan.close_after("20:30") == "23:00"


@pytest.mark.parametrize(
    ("line", "unit", "direction", "target", "alert", "owner"),
    [
        ("Customer churn <= 3% / 5% @Ada", "percent", "at_most", "3%", "5%", "Ada"),
        ("Cash at least €250k alert 180k", "currency:EUR", "at_least", "€250k", "180k", ""),
        ("Lead time at most 5 days", "days", "at_most", "5", "", ""),
        ("Shipped yes/no", "yes_no", "yes_no", "", "", ""),
        ("Billed hours between 65..80", "number", "between", "65..80", "", ""),
    ],
)
def test_a_kpi_of_ones_own_is_one_line(
    line: str, unit: str, direction: str, target: str, alert: str, owner: str
) -> None:
    """Name, target, alert and owner are read from one line, and hold as they are."""
    found = wizard_kpis.read_line(line)
    assert (found["unit"], found["direction"]) == (unit, direction)
    assert (found["target"], found["alert"], found["owner"]) == (target, alert, owner)
    assert wizard_kpis.check(found, "Fay", "1,234.50") == {}


def test_a_name_does_not_keep_the_comma_after_it() -> None:
    """Who writes the parts of the line apart by commas, as they are listed, gets the name without one."""
    assert wizard_kpis.read_line("Waste share, <= 5%")["name"] == "Waste share"
    assert wizard_kpis.read_line("Waste share,")["name"] == "Waste share"


def test_what_survived_the_audit_becomes_kpis_and_stays_edited() -> None:
    """A name that the library knows brings its target; a second audit takes nothing away that somebody edited."""
    answers = Answers(
        things=[Thing("NPS", "health"), Thing("Odd number", "health"), Thing("Traffic", "health", kept=False)]
    )
    rules = playbook().stage("solo")
    for _ in range(2):
        wizard_kpis.settle(answers, library(), stage="solo", fits=rules.company_kpis, number_format="1,234.50")
        assert [kpi["name"] for kpi in answers.kpis] == ["NPS", "Odd number"]
    assert answers.kpis[0]["target"] == "40"
    assert wizard_kpis.unfinished(answers.kpis, "Fay", "1,234.50") == [1]
    wizard_kpis.drop(answers, 0)
    wizard_kpis.settle(answers, library(), stage="solo", fits=rules.company_kpis, number_format="1,234.50")
    assert [kpi["name"] for kpi in answers.kpis] == ["Odd number"]


def test_answers_are_kept_and_read_again(tmp_path: Path) -> None:
    """Everything comes back as it was, in a file that only its owner reads; nothing is left once it is dropped."""
    store = FileStore.beside(tmp_path / "new" / "company.db")
    answers = settled(name="Fjord")
    answers.things.append(Thing("Churn", "change", kept=False))
    answers.step, answers.spot = "ladder", "adviser"
    store.save(answers.write())
    assert store.path.stat().st_mode & 0o77 == 0
    assert wizard.resume(store)[0] == answers
    assert [path.name for path in store.path.parent.iterdir()] == ["company.db.setup.json"]
    store.drop()
    assert wizard.resume(store) == (Answers(), "")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"step": 1}', '{"step":"a","spot":"","typed":[],"things":[],"kpis":[]}']
)
def test_answers_that_cannot_be_read_are_set_aside(tmp_path: Path, text: str) -> None:
    """The set-up begins anew, says so, and keeps the old file under another name."""
    store = FileStore.beside(tmp_path / "company.db")
    store.path.write_text(text)
    found, told = wizard.resume(store)
    assert found == Answers()
    assert "begins anew" in told
    assert [path.name for path in tmp_path.iterdir()] == ["company.db.setup.json.old"]


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A folder that is a file keeps nothing, and the sentence says which."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"):
        FileStore.beside(tmp_path / "file" / "company.db").save("{}")


def test_what_is_proposed_stays_when_the_step_is_left_and_gone_to_again() -> None:
    """One's own and one from the library beside the proposals take none of them away, nor from their places."""
    answers = settled(count="4")
    rules, form = playbook().stage(wizard_plan.stage(answers)), wizard_plan.number_format(answers)
    picked = next(kpi for kpi in library().kpis if kpi.name not in {one["name"] for one in answers.kpis})
    answers.kpis.insert(0, wizard_kpis.read_line("Waste <= 5"))
    answers.kpis.append(wizard_kpis.of_library(picked, f"library:{picked.key}"))
    names = [one["name"] for one in answers.kpis]
    for _ in range(2):
        wizard_kpis.settle(answers, library(), stage=rules.name, fits=rules.company_kpis, number_format=form)
        assert [one["name"] for one in answers.kpis] == names


def test_somebody_is_known_by_their_first_name() -> None:
    """Whoever is named by it in a team, or owns a KPI, is that person, and nobody new."""
    answers = Answers(
        typed={"you": "Ada Berg", "count": "5", "people": "Ben Okoro\nTom Weiss", "teams": "Growth: Ben, ada"}
    )
    assert [team.members for team in wizard_plan.teams(answers)] == [("Ben Okoro", "Ada Berg")]
    answers.kpis.append(wizard_kpis.read_line("Open bugs <= 12 / 20 @Tom", wizard_plan.people(answers)))
    assert answers.kpis[0]["owner"] == "Tom Weiss"
    assert wizard_plan.people(answers) == ["Ada Berg", "Ben Okoro", "Tom Weiss"]
