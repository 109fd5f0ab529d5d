"""The playbook: what the rules' tables say, as data."""

from __future__ import annotations

import pytest

from cadence_tui import settings
from cadence_tui.domain.company import PHASES, STAGES
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.playbook import Range, read_range
from cadence_tui.domain.words import verb_forms

PLAYBOOK = settings.playbook()


@pytest.mark.parametrize(
    ("stage", "company_kpis", "team_kpis", "company_okrs", "team_okrs"),
    [
        ("solo", "3 to 5", "None", "1", "None"),
        ("traction", "3 to 9", "3 to 5", "1 to 3", "1 to 2"),
        ("alignment", "10 to 15", "3 to 5", "3 to 5", "1 to 3"),
        ("scaling", "10 to 20", "3 to 5", "3 to 5", "2 to 3"),
    ],
)
def test_each_stage_has_its_ranges(
    stage: str, company_kpis: str, team_kpis: str, company_okrs: str, team_okrs: str
) -> None:
    """Stages set how many KPIs and objectives fit."""
    rules = PLAYBOOK.stages[stage]
    found = (rules.company_kpis, rules.team_kpis, rules.company_okrs, rules.team_okrs)
    assert tuple(map(str, found)) == (company_kpis, team_kpis, company_okrs, team_okrs)


def test_the_playbook_and_the_domain_name_the_same_things() -> None:
    """Stages and phases are those of the domain, and every check says what to do and where it comes from."""
    assert tuple(PLAYBOOK.stages) == STAGES
    assert {phase.number: phase.name for phase in PLAYBOOK.phases} == PHASES
    assert len(PLAYBOOK.checks) == 14
    assert all(check.says.endswith(".") and check.source for check in PLAYBOOK.checks.values())
    assert {check.level for check in PLAYBOOK.checks.values()} == {"error", "warning"}


def test_a_company_may_override_its_stages_ranges() -> None:
    """The company's own range takes the place of its stage's; the rest stays."""
    own = PLAYBOOK.with_ranges({"company_kpis": Range(5, 7)})
    assert str(own.stage("traction").company_kpis) == "5 to 7"
    assert str(own.stage("traction").team_kpis) == "3 to 5"
    assert PLAYBOOK.with_ranges({}) is PLAYBOOK


@pytest.mark.parametrize("text", ["4..8", "4-8", "4–8", " 4 .. 8 "])
def test_a_range_is_read_as_people_write_it(text: str) -> None:
    """Dots, a hyphen and a dash all do."""
    assert read_range(text) == Range(4, 8)


def test_one_number_is_a_range_too() -> None:
    """Exactly five is from five to five."""
    assert read_range("5") == Range(5, 5)
    assert str(Range(7, None)) == "7 and more"
    assert Range(7, None).holds(700)


@pytest.mark.parametrize("text", ["", "8..4", "many", "-1..3", "1..2..3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    """The answer says how to write one."""
    with pytest.raises(InvalidError, match=r"write it as 4\.\.8"):
        read_range(text)


def test_verbs_are_known_in_all_their_forms() -> None:
    """Lint's lists hold base forms alone."""
    assert {"ship", "ships", "shipping", "shipped"} <= verb_forms("ship")
    assert {"write", "writing", "wrote", "written"} <= verb_forms("write")
    assert {"deploys", "deploying"} <= verb_forms("deploy")
    assert {"modified", "modifies"} <= verb_forms("modify")
