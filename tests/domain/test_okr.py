"""Objectives and key results: progress, pace, forecast, cycles, scores, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadence_tui.domain import okr
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.kpi import Direction, Kpi, Target
from cadence_tui.domain.okr import CheckIn, KeyResult, Objective

START, DUE = date(2026, 10, 1), date(2026, 12, 31)
numbers = st.decimals(-10_000, 10_000, places=2)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
parts = st.fractions(0, 1)


def key_result(baseline: str | Decimal = "45", target: str | Decimal = "65", **fields: object) -> KeyResult:
    """Make a key result."""
    plain = KeyResult(id="O-1.1", title="Activation rate", baseline=Decimal(baseline), target=Decimal(target))
    return plain._replace(**fields)  # type: ignore[arg-type]


def objective(**fields: object) -> Objective:
    """Make an active objective."""
    plain = Objective(
        id="O-1",
        title="Make the first week feel effortless",
        owner="Ada",
        cycle="2026-Q4",
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        state="active",
    )
    return plain._replace(**fields)  # type: ignore[arg-type]


def kpi(value_unit: str = "percent", direction: Direction = "at_least", target: str = "65") -> Kpi:
    """Make a KPI."""
    made = datetime(2026, 9, 1, tzinfo=UTC)
    goal = Target(direction, None if direction == "yes_no" else Decimal(target))
    return Kpi(
        key="activation", name="Activation", owner="Ada", goal=goal, unit=value_unit, created_at=made, due_from=made
    )


@pytest.mark.parametrize(
    ("baseline", "target", "current", "share"),
    [
        ("45", "65", "50", Fraction(1, 4)),
        ("14", "7", "10.5", Fraction(1, 2)),
        ("-20", "20", "0", Fraction(1, 2)),
        ("20", "-20", "10", Fraction(1, 4)),
        ("-30", "-10", "-15", Fraction(3, 4)),
        ("-10", "-30", "-15", Fraction(1, 4)),
        ("45", "65", "40", Fraction(0)),
        ("45", "65", "70", Fraction(1)),
        ("14", "7", "15", Fraction(0)),
        ("0.1", "0.4", "0.2", Fraction(1, 3)),
    ],
)
def test_progress_is_the_share_of_the_way_whichever_way_it_goes(
    baseline: str, target: str, current: str, share: Fraction
) -> None:
    """Progress runs from baseline to target upwards, downwards and through zero, and is shown within 0 and 1."""
    assert okr.progress(key_result(baseline, target), Decimal(current)) == share


@given(numbers, numbers, numbers)
def test_progress_is_the_same_seen_in_a_mirror(baseline: Decimal, target: Decimal, current: Decimal) -> None:
    """A decreasing key result is judged exactly as the increasing one that mirrors it."""
    assume(baseline != target)
    there = okr.progress(key_result(baseline, target), current)
    assert there == okr.progress(key_result(-baseline, -target), -current)
    assert 0 <= there <= 1


@given(numbers, numbers, st.decimals(-1000, 1000, places=2))
def test_progress_does_not_depend_on_where_zero_is(baseline: Decimal, target: Decimal, by: Decimal) -> None:
    """Shifting baseline, target and value alike changes nothing: zero is no special place."""
    assume(baseline != target)
    current = (baseline + target) / 2
    assert okr.progress(key_result(baseline, target), current) == Fraction(1, 2)
    assert okr.progress(key_result(baseline + by, target + by), current + by) == Fraction(1, 2)


@given(numbers, numbers)
def test_progress_is_nothing_at_the_baseline_and_all_at_the_target(baseline: Decimal, target: Decimal) -> None:
    """At the baseline nothing is reached, at the target everything, and without a value nothing is known to be."""
    assume(baseline != target)
    one = key_result(baseline, target)
    assert okr.progress(one, baseline) == 0
    assert okr.progress(one, target) == 1
    assert okr.progress(one, None) == 0


def test_a_milestone_goes_from_nothing_to_a_hundred_percent() -> None:
    """A milestone is done or not, or a percentage by hand."""
    milestone = KeyResult(id="O-1.2", title="SOC 2 report", kind="milestone")
    assert okr.progress(milestone, Decimal(100)) == 1
    assert okr.progress(milestone, Decimal(40)) == Fraction(2, 5)


@given(st.lists(st.tuples(st.decimals("0.01", 100, places=2), parts), min_size=1, max_size=5))
def test_an_objective_is_the_weighted_mean_of_its_key_results(weighed: list[tuple[Decimal, Fraction]]) -> None:
    """An objective lies between its worst and best key result, and doubling every weight changes nothing."""
    whole = okr.weighted(weighed)
    assert min(part for _, part in weighed) <= whole <= max(part for _, part in weighed)
    assert whole == okr.weighted([(2 * weight, part) for weight, part in weighed])


def test_weights_count() -> None:
    """A key result of weight 3 counts three times as much as one of weight 1."""
    assert okr.weighted([(Decimal(3), Fraction(1)), (Decimal(1), Fraction(0))]) == Fraction(3, 4)
    assert okr.weighted([]) == 0


@given(days, st.integers(1, 400), st.integers(-30, 430))
def test_expected_counts_whole_days(start: date, length: int, day: int) -> None:
    """Nothing is expected on the start day or before, all on the due date or after, and each day adds its share."""
    due, today = start + timedelta(days=length), start + timedelta(days=day)
    share = okr.expected(start, due, today)
    assert share == min(max(Fraction(day, length), Fraction(0)), Fraction(1))


@given(parts, st.integers(0, 200))
def test_pace_and_forecast_tell_the_same_story(done: Fraction, day: int) -> None:
    """The forecast is open exactly while it is too early, and otherwise on pace means landing at 0.9 or better."""
    today = START + timedelta(days=day)
    pace, forecast = okr.pace(done, START, DUE, today), okr.forecast(done, START, DUE, today)
    assert (pace == "done") == (done == 1)
    assert (forecast is None) == (pace == "too_early")
    if forecast is not None:
        assert 0 <= forecast <= 1
        assert (forecast >= Fraction(9, 10)) == (pace in ("done", "on_pace"))
        assert (forecast < Fraction(6, 10)) == (pace == "off_pace")


@pytest.mark.parametrize(
    ("done", "day", "pace"),
    [
        (Fraction(0), 13, "too_early"),
        (Fraction(0), 14, "off_pace"),
        (Fraction(1), 3, "done"),
        (Fraction(9, 10) * Fraction(60, 90), 60, "on_pace"),
        (Fraction(6, 10) * Fraction(60, 90), 60, "at_risk"),
        (Fraction(59, 100) * Fraction(60, 90), 60, "off_pace"),
    ],
)
def test_pace_has_exact_borders(done: Fraction, day: int, pace: str) -> None:
    """0.9 of what was expected is on pace and 0.6 at risk, to the last digit; before the 14th day nothing is said."""
    assert okr.pace(done, START, START + timedelta(days=90), START + timedelta(days=day)) == pace


def test_ratios_are_rounded_half_even() -> None:
    """Ratios leave with four places, a half going to the even one."""
    assert okr.rounded(Fraction(5, 100_000)) == 0.0
    assert okr.rounded(Fraction(15, 100_000)) == 0.0002
    assert okr.rounded(Fraction(1, 3)) == 0.3333
    assert okr.rounded(None) is None


@pytest.mark.parametrize(
    ("day", "fiscal_start", "cycle"),
    [
        (date(2026, 11, 22), 1, "2026-Q4"),
        (date(2026, 3, 31), 4, "2025-Q4"),
        (date(2026, 4, 1), 4, "2026-Q1"),
        (date(2027, 1, 1), 7, "2026-Q3"),
    ],
)
def test_a_cycle_is_a_fiscal_quarter(day: date, fiscal_start: int, cycle: str) -> None:
    """A cycle is named by the year in which its fiscal year starts."""
    assert okr.cycle_of(day, fiscal_start) == cycle


def test_a_key_result_is_measured_over_its_cycle_unless_it_says_otherwise() -> None:
    """Start and due date are the cycle's first and last day where a key result names none."""
    assert okr.span(key_result(), "2026-Q4") == (START, DUE)
    assert okr.span(key_result(due=date(2026, 11, 30)), "2026-Q4") == (START, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("done", "score"), [("0", "0.0"), ("0.74", "0.7"), ("0.25", "0.2"), ("0.35", "0.4"), ("1", "1.0")]
)
def test_a_score_is_suggested_in_tenths(done: str, score: str) -> None:
    """The suggestion is progress to the nearest tenth."""
    assert str(okr.suggested_score(Fraction(done))) == score


def test_a_teams_first_two_cycles_are_for_learning() -> None:
    """Teams are let fail for a cycle or two: those get no verdict."""
    cycles = ["2026-Q4", "2027-Q1", "2027-Q2"]
    assert [okr.is_learning(cycle, cycles) for cycle in cycles] == [True, True, False]
    assert okr.is_learning("2026-Q4", [])


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        (["1.0", "1.0"], "unambitious"),
        (["1.0", "0.8"], "high"),
        (["0.7", "0.8"], "healthy"),
        (["0.7"], "healthy"),
        (["0.8"], "healthy"),
        (["0.6", "0.7"], "short"),
        ([], "short"),
    ],
)
def test_a_cycle_is_healthy_between_07_and_08(scores: list[str], verdict: str) -> None:
    """A cycle that scores 1.0 throughout was not ambitious enough, and says so."""
    assert okr.verdict([Decimal(score) for score in scores]) == verdict
    assert okr.verdict([Decimal(score) for score in scores], learning=True) == "learning"


def test_a_kpi_is_raised_with_its_value_and_its_target() -> None:
    """Raising a KPI makes a key result from its current value to its healthy target, which it feeds."""
    made = okr.raised(kpi(), Decimal(45), key_result="O-1.1", start=START, due=DUE)
    assert made.line == (Decimal(45), Decimal(65))
    assert (made.unit, made.kpi) == ("percent", "activation")


@pytest.mark.parametrize(
    ("one", "value"), [(kpi(), None), (kpi(), Decimal(65)), (kpi(), Decimal(70)), (kpi("yes_no", "yes_no"), Decimal(1))]
)
def test_a_kpi_with_nowhere_to_go_is_not_raised(one: Kpi, value: Decimal | None) -> None:
    """A KPI without a value, with one on its target, or answered with yes or no cannot become a metric key result."""
    with pytest.raises(RefusedError):
        okr.raised(one, value, key_result="O-1.1", start=START, due=DUE)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (key_result("5", "5.0"), "another target"),
        (key_result(weight=Decimal(0)), "above 0"),
        (key_result(weight=Decimal(-1)), "above 0"),
        (key_result(weight=Decimal("NaN")), "above 0"),
        (key_result(start=DUE, due=START), "after its start"),
        (key_result(start=START, due=START), "after its start"),
    ],
)
def test_what_cannot_be_measured_along_a_line_is_refused(wrong: KeyResult, says: str) -> None:
    """Baseline equal to target, a weight of zero or less, and a due date before the start are refused."""
    with pytest.raises(RefusedError, match=says):
        okr.check_key_result(wrong)


def test_only_a_kpi_of_the_same_unit_can_feed() -> None:
    """A key result in percent cannot be fed in euros, and a milestone not at all."""
    okr.check_key_result(key_result(unit="percent"), kpi())
    with pytest.raises(RefusedError, match="only a KPI of its unit"):
        okr.check_key_result(key_result(unit="percent"), kpi("currency:EUR"))
    with pytest.raises(RefusedError, match="milestone"):
        okr.check_key_result(KeyResult(id="O-1.1", title="Audit", kind="milestone"), kpi())


@given(st.integers(1, 6))
def test_a_circle_of_service_is_refused(length: int) -> None:
    """However long the way round, no objective serves itself."""
    ids = [f"O-{n}" for n in range(length)]
    ring = {
        one: objective(id=one, team="Growth", serves=other) for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)
    }
    with pytest.raises(RefusedError, match="serve itself"):
        okr.check_service(ring["O-0"], ring)


def test_a_team_objective_serves_one_of_the_company() -> None:
    """A team's objective serves a company objective; the company's serve nothing, and no team's is served."""
    company, team = objective(id="O-1"), objective(id="O-2", team="Growth", serves="O-1")
    others = {"O-1": company, "O-2": team}
    okr.check_service(company, others)
    okr.check_service(team, others)
    with pytest.raises(RefusedError, match="only a team objective"):
        okr.check_service(objective(id="O-3", serves="O-1"), others)
    with pytest.raises(RefusedError, match="must serve a company objective"):
        okr.check_service(objective(id="O-3", team="Growth", serves="O-2"), others)


def check_in(confidence: int = 7, value: Decimal | None = None) -> CheckIn:
    """Make a check-in."""
    return CheckIn(
        key_result="O-1.1", at=datetime(2026, 11, 2, tzinfo=UTC), who="Ada", confidence=confidence, value=value
    )


def test_a_check_in_fits_what_it_is_about() -> None:
    """A value for a fed key result, a check-in on a draft or after closing, and a confidence of 11 are refused."""
    plain, fed = key_result(), key_result(kpi="activation")
    okr.check_check_in(objective(), plain, check_in(value=Decimal(50)))
    okr.check_check_in(objective(), fed, check_in(10))
    for wrong, one, what in (
        (objective(), fed, check_in(value=Decimal(50))),
        (objective(state="closed"), plain, check_in()),
        (objective(state="draft"), plain, check_in()),
        (objective(), plain, check_in(11)),
        (objective(), plain, check_in(-1)),
    ):
        with pytest.raises(RefusedError):
            okr.check_check_in(wrong, one, what)
