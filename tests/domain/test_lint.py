"""Lint's checks over KPIs, objectives and key results."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui import settings
from cadence_tui.domain import lint
from cadence_tui.domain.kpi import Target
from cadence_tui.domain.okr import Initiative, KeyResult, Objective
from tests.companies import kpi as make
from tests.companies import plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.lint import Finding

PLAYBOOK = settings.playbook()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def kpi(**fields: object) -> Kpi:
    """Make a KPI that is in order."""
    return make(plan())._replace(**fields)  # type: ignore[arg-type]


def key_result(n: int = 1, **fields: object) -> KeyResult:
    """Make a key result that is in order."""
    plain = KeyResult(
        id=f"O-1.{n}", title="Activation rate", baseline=Decimal(45), target=Decimal(65), due=date(2026, 12, 31)
    )
    return plain._replace(**fields)  # type: ignore[arg-type]


def objective(**fields: object) -> Objective:
    """Make an objective that is in order."""
    plain = Objective(
        id="O-1",
        title="Make the first week feel effortless",
        owner="Olga",
        cycle="2026-Q4",
        created_at=NOW,
        kpi="activation",
        key_results=(key_result(1), key_result(2)),
        initiatives=tuple(Initiative(id=f"O-1.i{n}", title="Sample data", owner="Olga") for n in (1, 2)),
    )
    return plain._replace(**fields)  # type: ignore[arg-type]


def ids(found: Iterable[Finding]) -> list[str]:
    """Name the checks that found something."""
    return [one.id for one in found]


def test_what_is_in_order_is_not_spoken_of() -> None:
    """Lint is silent about a KPI and an objective that are as they should be."""
    assert ids(lint.of_kpi(kpi(), PLAYBOOK)) == []
    assert ids(lint.of_objective(objective(), PLAYBOOK)) == []


@pytest.mark.parametrize("owner", ["", " ", "Ada and Bob", "Ada/Bob", "Ada & Bob", "Ada, Bob", "Everyone"])
def test_exactly_one_owner(owner: str) -> None:
    """Nobody's KPI, and one of two people, is an error, and so it is with objectives."""
    (found,) = lint.of_kpi(kpi(owner=owner), PLAYBOOK)
    assert (found.id, found.level, found.subject, found.source) == ("kpi-owner", "error", "nps", "000, 003")
    assert ids(lint.of_objective(objective(owner=owner), PLAYBOOK)) == ["kpi-owner"]


@pytest.mark.parametrize(
    ("goal", "fires"),
    [
        (Target("at_least"), True),
        (Target("between", Decimal(4)), True),
        (Target("at_least", Decimal(40), Decimal(41)), True),
        (Target("at_most", Decimal(5), Decimal(4)), True),
        (Target("between", (Decimal(4), Decimal(6)), (Decimal(5), Decimal(7))), True),
        (Target("at_least", Decimal(40)), False),
        (Target("at_least", Decimal(40), Decimal(40)), False),
        (Target("yes_no"), False),
    ],
)
def test_a_target_and_an_alert_on_its_far_side(goal: Target, fires: bool) -> None:
    """A KPI without a target, or with an alert on the wrong side of it, is an error; yes/no needs none."""
    assert ids(lint.of_kpi(kpi(goal=goal), PLAYBOOK)) == ["kpi-target"] * fires


@pytest.mark.parametrize(
    ("stage", "company", "teams", "phase", "subjects"),
    [
        ("traction", 3, {"Growth": 3}, 2, []),
        ("traction", 9, {"Growth": 5}, 2, []),
        ("traction", 2, {"Growth": 0}, 1, ["company"]),
        ("traction", 10, {"Growth": 2}, 1, ["company", "Growth"]),
        ("traction", 3, {"Growth": 0, "Product": 6}, 2, ["Growth", "Product"]),
        ("solo", 6, {}, 1, ["company"]),
        ("alignment", 9, {}, 1, ["company"]),
        ("scaling", 20, {}, 1, []),
    ],
)
def test_the_number_of_kpis_fits_the_stage(
    stage: Stage, company: int, teams: dict[str, int], phase: int, subjects: list[str]
) -> None:
    """Too few hide a risk, too many decide nothing; a team without any is asked from phase 2 on."""
    found = lint.of_counts(PLAYBOOK, PLAYBOOK.stage(stage), company=company, teams=teams, phase=phase)
    assert [one.subject for one in found] == subjects


def test_a_count_says_what_to_do() -> None:
    """Too many are retired, too few are added to."""
    few, many = (
        next(iter(lint.of_counts(PLAYBOOK, PLAYBOOK.stage("traction"), company=n, teams={}, phase=1))) for n in (1, 40)
    )
    assert "1 KPI, and 3 to 9 fit its stage; add" in few.message
    assert "40 KPIs, and 3 to 9 fit its stage; retire" in many.message


@pytest.mark.parametrize(
    ("created", "touched", "fires"),
    [(91, None, True), (90, None, False), (200, 90, True), (200, 89, False), (89, None, False), (91, 91, True)],
)
def test_a_kpi_that_moved_no_decision_for_90_days_is_stale(created: int, touched: int | None, fires: bool) -> None:
    """Untouched for 90 days, and itself over 90 days old."""
    one = kpi(created_at=NOW - timedelta(days=created))
    known = {} if touched is None else {"nps": NOW - timedelta(days=touched)}
    assert ids(lint.of_stale(PLAYBOOK, [one], known, NOW)) == ["kpi-stale"] * fires
    assert ids(lint.of_stale(PLAYBOOK, [one._replace(retired_at=NOW)], known, NOW)) == []


@pytest.mark.parametrize(
    ("kinds", "perspectives", "fires"),
    [
        (["lagging", "lagging"], ["financial", "customer"], True),
        (["lagging", "leading"], ["financial", "financial"], True),
        (["lagging", "lagging"], ["financial", "financial"], True),
        (["lagging", "leading"], ["financial", "customer"], False),
        (["lagging", None], ["financial", None], False),
        ([None, None], [None, None], False),
        (["lagging"], ["financial"], False),
    ],
)
def test_kpis_look_ahead_and_to_more_than_one_side(
    kinds: list[str | None], perspectives: list[str | None], fires: bool
) -> None:
    """Not all of the company's KPIs may lag, nor all be of one perspective; what is not said is not held against it."""
    kpis = [kpi(kind=k, perspective=p) for k, p in zip(kinds, perspectives, strict=True)]
    assert ids(lint.of_balance(PLAYBOOK, kpis)) == ["kpi-balance"] * fires


@pytest.mark.parametrize(
    ("stage", "phase", "team", "first", "levels"),
    [
        ("traction", 3, None, False, ["", "", "", "error"]),
        ("traction", 4, None, False, ["", "", "", "error"]),
        ("solo", 3, None, False, ["", "warning", "warning", "error"]),
        ("solo", 5, None, False, ["", "error", "error", "error"]),
        ("alignment", 3, None, True, ["", "", "", "error"]),
        ("alignment", 5, None, True, ["", "", "", "error"]),
        ("alignment", 5, None, False, ["", "", "", "", "", "error"]),
        ("traction", 4, "Growth", False, ["", "", "warning", "error"]),
        ("scaling", 4, "Growth", False, ["", "", "", "error"]),
    ],
)
def test_more_objectives_than_the_cap_is_an_error_and_than_the_range_a_warning(
    stage: Stage, phase: int, team: str | None, first: bool, levels: list[str]
) -> None:
    """Three in phase 3 whatever the stage, the stage's after it, and three a team at most."""
    for count, level in enumerate(levels, 1):
        found = lint.of_objective_count(
            PLAYBOOK,
            PLAYBOOK.stage(stage),
            count=count,
            cycle="2026-Q4",
            phase=phase,
            team=team,
            is_first_cycle=first,
        )
        assert [one.level for one in found] == ([level] if level else []), count


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (objective(kpi=None), "objective-unlinked"),
        (objective(team="Growth"), "objective-unlinked"),
        (objective(title="Increase NPS to 70"), "objective-is-target"),
        (objective(title="Maintain 95% uptime"), "objective-maintains"),
        (objective(title="Ada's sales objective"), "objective-personal"),
        (objective(team="Olga", serves="O-2"), "objective-personal"),
        (objective(key_results=(key_result(),)), "kr-count"),
        (objective(key_results=tuple(map(key_result, range(1, 7)))), "kr-count"),
        (objective(initiatives=()), "initiative-count"),
        (objective(initiatives=objective().initiatives * 3), "initiative-count"),
        (objective(key_results=(key_result(1, title="Launch guided onboarding"), key_result(2))), "kr-activity"),
        (objective(key_results=(key_result(1, title="Keep churn under 5 %"), key_result(2))), "objective-maintains"),
        (objective(key_results=(key_result(1, baseline=None), key_result(2))), "kr-unmeasurable"),
        (objective(key_results=(key_result(1, due=None), key_result(2))), "kr-unmeasurable"),
    ],
)
def test_each_check_of_an_objective_finds_its_own_fault(wrong: Objective, check: str) -> None:
    """An objective with one fault has one finding."""
    assert ids(lint.of_objective(wrong, PLAYBOOK, people=("Olga", "Ada"))) == [check]


def test_levels_are_those_of_the_rules() -> None:
    """Errors stop activation, warnings can be waived."""
    errors = {one.id for one in PLAYBOOK.checks.values() if one.level == "error"}
    assert errors == {"kpi-owner", "kpi-target", "objective-count", "objective-personal", "kr-count", "kr-unmeasurable"}


def test_a_milestone_needs_no_baseline() -> None:
    """A milestone is done or not."""
    milestone = KeyResult(id="O-1.1", title="SOC 2 report without exceptions", kind="milestone")
    assert ids(lint.of_key_result(milestone, PLAYBOOK)) == []


def test_what_is_missing_of_a_key_result_is_named() -> None:
    """One sentence names all of it."""
    (found,) = lint.of_key_result(key_result(baseline=None, target=None, due=None), PLAYBOOK)
    assert "has no baseline and no target and no due date" in found.message


def test_a_team_objective_that_serves_one_of_the_company_is_in_order() -> None:
    """It moves a KPI and serves an objective."""
    assert ids(lint.of_objective(objective(team="Growth", serves="O-2"), PLAYBOOK)) == []


def test_text_from_people_stands_in_a_finding_as_it_was_written() -> None:
    """Braces in a title are no placeholders."""
    (found,) = lint.of_objective(objective(title="{match} {have} {0}", kpi=None), PLAYBOOK)
    assert "“{match} {have} {0}”" in found.message
