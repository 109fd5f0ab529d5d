"""The scorecard as somebody wants to see it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services.arranging import Arrangement, Order, arranged, standing, trend
from cadence_tui.services.pages import Cell, Row, scorecard
from tests.companies import FOUNDED, Company, kpi, plan, wall

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Kind, Kpi, Perspective, Status
    from cadence_tui.domain.report import KpiLine


def _line(one: Kpi, status: Status = "pending") -> KpiLine:
    """Give the line of a KPI in a company where nothing has happened, with another status."""
    template = scorecard(Company(plan(one.key)).view())[0].line
    return template._replace(kpi=one, goal=one.goal, status=status, would_be=None)


def _row(
    key: str = "nps",
    target: str = "at_least 40",
    *,
    values: str = "",
    statuses: tuple[Status, ...] = (),
    now: Status = "pending",
    owner: str = "Olga",
    team: str | None = None,
    kind: Kind | None = None,
    perspective: Perspective | None = None,
    monthly: bool = False,
) -> Row:
    """Make a row; `values` are written oldest first."""
    one = kpi(plan(key, target, owner=owner, team=team, cadence="monthly" if monthly else "weekly"))
    one = one._replace(kind=kind, perspective=perspective)
    cells = [Cell("", Decimal(text), None, one.goal) for text in values.split()]
    cells += [Cell("", None, status, one.goal) for status in statuses]
    return Row(_line(one, now), tuple(cells))


def _shape(rows: list[Row], wanted: Arrangement = Arrangement(), *, solo: bool = False) -> list[tuple[str, str]]:  # noqa: B008 (frozen)
    """Give each group's title, and the keys in it."""
    return [
        (group.title, " ".join(row.line.kpi.key for row in group.rows)) for group in arranged(rows, wanted, solo=solo)
    ]


def test_groups_by_level_and_team() -> None:
    """The company's KPIs come first, then each team's, by name."""
    rows = [_row("b", team="Sales"), _row("a"), _row("c", team="ads"), _row("d")]
    assert _shape(rows) == [("Company", "a d"), ("ads", "c"), ("Sales", "b")]


def test_groups_by_perspective_in_the_order_of_the_scorecard() -> None:
    """Financial, customer, process, learning; what has none comes last."""
    rows = [_row("a"), _row("b", perspective="learning"), _row("c", perspective="financial")]
    found = _shape(rows, Arrangement(by="perspective"))
    assert found == [("Financial", "c"), ("Learning", "b"), ("No perspective", "a")]


def test_groups_by_owner() -> None:
    """Each owner has what is theirs."""
    rows = [_row("a", owner="Olga"), _row("b", owner="bo"), _row("c", owner="Olga")]
    assert _shape(rows, Arrangement(by="owner")) == [("bo", "b"), ("Olga", "a c")]


def test_months_stand_below_weeks() -> None:
    """They have periods of their own, so that no column means two things."""
    assert _shape([_row("a", monthly=True), _row("b", team="Sales")]) == [("Sales", "b"), ("Company", "a")]


def test_a_company_of_one_has_no_titles_that_say_only_one_thing() -> None:
    """Owner and team are spared; perspectives still tell something."""
    rows = [_row("a", perspective="customer")]
    assert _shape(rows, solo=True) == [("", "a")]
    assert _shape(rows, Arrangement(by="perspective"), solo=True) == [("Customer", "a")]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Arrangement(owner="Bo"), "b"),
        (Arrangement(level="company"), "a"),
        (Arrangement(level="team"), "b c"),
        (Arrangement(kind="leading"), "a c"),
        (Arrangement(level="team", kind="leading"), "c"),
        (Arrangement(owner="Nobody"), ""),
    ],
)
def test_filters_leave_what_fits_all_of_them(wanted: Arrangement, keys: str) -> None:
    """By owner, by level, by leading or lagging."""
    rows = [
        _row("a", kind="leading"),
        _row("b", owner="Bo", team="T", kind="lagging"),
        _row("c", team="T", kind="leading"),
    ]
    assert " ".join(found for _, found in _shape(rows, wanted)) == keys
    assert wanted.narrows


@pytest.mark.parametrize(
    ("order", "keys"),
    [("listed", "z y B a"), ("name", "a B y z"), ("status", "a y z B"), ("trend", "y z a B")],
)
def test_rows_are_ordered_within_their_group(order: Order, keys: str) -> None:
    """As listed, by name whatever its case, the worst first, or what falls most first."""
    rows = [
        _row("z", now="watch", values="10 10 10 10 10 9"),
        _row("y", now="late", values="10 10 10 10 1 1"),
        _row("B", now="on_track", values="10 10 10 10 20 20"),
        _row("a", now="breach"),
    ]
    assert [found for _, found in _shape(rows, Arrangement(order=order))] == [keys]


def test_where_a_kpi_stands_is_its_newest_judgement_while_nothing_is_recorded() -> None:
    """On a Monday morning most are pending, and that says nothing."""
    assert standing(_row(statuses=("breach", "watch", "paused"))) == "watch"
    assert standing(_row(statuses=("on_track",), now="breach")) == "breach"
    assert standing(_row()) == "pending"


@pytest.mark.parametrize(
    ("target", "values", "sign"),
    [
        ("at_least 40", "1 1 1 1 2 2", 1),
        ("at_least 40", "2 2 2 2 1 1", -1),
        ("at_most 5", "1 1 1 1 2 2", -1),
        ("between 40..60", "90 90 50 50 50 50", 1),
        ("between 40..60", "50 50 10 10 10 10", -1),
        ("at_least 40", "1 2 3", 0),
        ("at_least 0", "0 0 0 0 0 0", 0),
    ],
)
def test_a_trend_is_good_or_bad_by_the_direction_of_the_kpi(target: str, values: str, sign: int) -> None:
    """The newest four are held against those before them; with nothing before them there is no trend."""
    found = trend(_row(target=target, values=values))
    assert (found > 0) - (found < 0) == sign


def test_rows_of_a_company_are_arranged_with_their_totals() -> None:
    """What four weeks come to stands beside the row, whatever the order."""
    company = Company(plan("nps"), plan("signups", aggregate="sum")).at("2026-11-04T09:00")
    company.record("30", key="nps")
    company.record("7", key="signups")
    company.at("2026-11-10T09:00").record("50", key="nps")
    assert wall(FOUNDED) < company.now
    (group,) = arranged(scorecard(company.view()), Arrangement(order="name"))
    totals = {row.line.kpi.key: [one and (int(one.value), one.how) for one in row.totals] for row in group.rows}
    assert totals == {"nps": [(30, "mean")] * 2, "signups": [(7, "sum")] * 2}
