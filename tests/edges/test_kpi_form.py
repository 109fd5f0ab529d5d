"""A KPI's fields from an option or a form: what makes a definition, and what changes one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.kpi import Kpi, Target, check_target
from cadence_tui.domain.text import clean_key, visible
from cadence_tui.edges.kpi_fields import KpiFields
from cadence_tui.edges.kpi_form import KpiPlan, make_key, read_changes, read_kpi

MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
GIVEN: dict[str, object] = {"name": "Weekly churn", "owner": "Ada", "direction": "at_most", "target": "5"}
CHURN = Kpi(
    key="churn",
    name="Weekly churn",
    owner="Ada",
    goal=Target("at_most", Decimal(5), Decimal(7)),
    created_at=MOMENT,
    due_from=MOMENT,
    team="Growth",
    unit="percent",
    kind="lagging",
    perspective="customer",
)
SHIPPED = Kpi(
    key="shipped",
    name="Shipped",
    owner="Ada",
    goal=Target("yes_no"),
    created_at=MOMENT,
    due_from=MOMENT,
    unit="yes_no",
)
CASH = Kpi(
    key="cash",
    name="Cash",
    owner="Ada",
    goal=Target("between", (Decimal(40), Decimal(60)), (Decimal(30), Decimal(70))),
    created_at=MOMENT,
    due_from=MOMENT,
    unit="currency:EUR",
    cadence="monthly",
    lag_days=10,
)
TOTAL = Kpi(
    key="total",
    name="Total",
    owner="Ada",
    goal=Target("at_least", Decimal(1)),
    created_at=MOMENT,
    due_from=MOMENT,
    cadence="daily",
    aggregate="sum",
    formula="a + b",
)


def refused(fields: dict[str, object], **known: Any) -> list[str]:  # noqa: ANN401  # teams and taken keys
    """List what is said about the fields of a new KPI."""
    with pytest.raises(InvalidError) as error:
        read_kpi({**GIVEN, **fields}, **known)
    return list(error.value.problems) or [str(error.value)]


def refused_change(kpi: Kpi, **fields: object) -> list[str]:
    """List what is said about a change."""
    with pytest.raises(InvalidError) as error:
        read_changes(fields, kpi)
    return list(error.value.problems) or [str(error.value)]


# --- A new KPI --------------------------------------------------------------------------------------------------------


def test_a_kpi_needs_a_name_an_owner_a_direction_and_a_target() -> None:
    """With these four it is a weekly number of the company's; its key comes from its name."""
    assert read_kpi(GIVEN) == KpiPlan(
        key="weekly-churn", name="Weekly churn", owner="Ada", goal=Target("at_most", Decimal(5))
    )


def test_what_is_missing_is_asked_for() -> None:
    """Every field that a KPI cannot do without is named at once."""
    with pytest.raises(InvalidError) as error:
        read_kpi({})
    assert str(error.value) == "The KPI has 4 problems; it was not added:"
    assert error.value.problems == (
        "name: It is missing; write the KPI’s name, as “Weekly churn”.",
        "owner: It is missing; write the one person who answers for it.",
        "direction: It is missing; write at_least, at_most, between or yes_no.",
        "target: It is missing; write the value from which it counts as healthy, as 40, or a range, as 40..60.",
    )


def test_an_option_that_was_not_given_is_absent() -> None:
    """The command line hands over None for what nobody wrote."""
    assert read_kpi({**dict.fromkeys(KpiFields.model_fields), **GIVEN}) == read_kpi(GIVEN)


def test_all_fields_are_taken() -> None:
    """Every field of a KPI can be written as text, as options and forms hand it over."""
    plan = read_kpi(
        {
            "key": "cash",
            "name": " Cash ",
            "owner": " Inês ",
            "team": "growth",
            "unit": "currency:eur",
            "cadence": "Monthly",
            "direction": "at-least",
            "target": "250k",
            "alert": "€180,000",
            "aggregate": "last",
            "lag_days": "10",
            "kind": "leading",
            "perspective": "financial",
            "measure": " all accounts\n",
        },
        teams=["Growth"],
    )
    assert plan == KpiPlan(
        key="cash",
        name="Cash",
        owner="Inês",
        team="Growth",
        unit="currency:EUR",
        cadence="monthly",
        goal=Target("at_least", Decimal(250_000), Decimal(180_000)),
        lag_days=10,
        kind="leading",
        perspective="financial",
        measure="all accounts",
    )


def test_numbers_follow_the_companys_format() -> None:
    """What could be read two ways is read as the company writes numbers."""
    assert read_kpi({**GIVEN, "target": "1.234"}, number_format="1.234,50").goal.target == 1234
    assert read_kpi({**GIVEN, "target": "1.234"}).goal.target == Decimal("1.234")


@pytest.mark.parametrize("target", ["40..60", "40–60", ["40", "60"], [40, Decimal(60)], ("40%", "60%")])
def test_a_range_is_one_text_or_two_ends(target: object) -> None:
    """A range may be written in one text, or handed over as its two ends."""
    plan = read_kpi({**GIVEN, "direction": "between", "unit": "percent", "target": target})
    assert plan.goal.target == (40, 60)


def test_yes_or_no_needs_no_more() -> None:
    """A KPI that asks for yes or no says so by its unit or its direction, and has no target of its own."""
    for fields in ({"unit": "yes_no"}, {"direction": "yes_no"}, {"unit": "yes_no", "direction": "yes_no"}):
        plan = read_kpi({"name": "Shipped", "owner": "Ada", "target": "yes", "alert": "none", **fields})
        assert (plan.unit, plan.goal) == ("yes_no", Target("yes_no"))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"alert": "7", "direction": "at_least"}, "alert: The alert 7 must not be above the target 5"),
        ({"target": "5x"}, "target: “5x” is not a number; write it as 1,234.50 or 41.2k."),
        ({"target": "NaN"}, "target: “NaN” is not a number"),
        ({"target": "5..6"}, "target: “5..6” is a range; an “at_most” KPI takes one number, as 40."),
        ({"target": "$5"}, "target: “$5” is in $, and this KPI is in plain numbers; leave $ out."),
        ({"target": ""}, "target: Nothing was typed; write a number"),
        ({"direction": "between"}, "target: “5” is not a range; write both its ends, as 40..60."),
        ({"direction": "between", "target": ["1", "2", "3"]}, "target: “1..2..3” is not a range"),
        ({"direction": "between", "target": "60..40"}, "target: The target range 60..40 has its ends the wrong way"),
        (
            {"direction": "between", "target": "40..60", "alert": "45..70"},
            "alert: The alert range 45..70 must hold the target range 40..60.",
        ),
        ({"unit": "yes_no"}, "direction: The unit yes_no and the direction yes_no go together"),
        ({"unit": "percent", "direction": "yes_no", "target": None}, "direction: The unit yes_no and the direction"),
        ({"direction": "yes_no"}, "target: “5” is no target for a yes/no KPI; its target is always yes."),
        ({"direction": "yes_no", "target": None, "alert": "no"}, "alert: A yes/no KPI has no alert"),
        ({"direction": "yes_no", "target": None, "aggregate": "sum"}, "aggregate: Days of yes and no cannot be added"),
        ({"direction": "yes_no", "target": None, "formula": "a + b"}, "formula: A yes/no KPI cannot be worked out"),
        ({"lag_days": "10"}, "lag_days: Only a monthly KPI can lag"),
        ({"lag_days": "-1", "cadence": "monthly"}, "lag_days: “-1” does not belong here; write a whole number from 0"),
        ({"lag_days": "٣", "cadence": "monthly"}, "lag_days: “٣” does not belong here"),
        ({"lag_days": True, "cadence": "monthly"}, "lag_days: “true” does not belong here"),
        ({"owner": ""}, "owner: The owner is empty"),
        ({"owner": "Ada and Bob"}, "owner: “Ada and Bob” is more than one; name the one person who answers for it."),
        ({"name": "a\x1b[2J"}, "name: The KPI name has a control character (␛) in it"),
        ({"name": 5}, "name: “5” does not belong here; write the KPI’s name, as “Weekly churn”."),
        ({"key": "Weekly churn"}, "key: The key “Weekly churn” may hold only small letters, digits, - and _"),
        ({"key": "churn"}, "key: There is a KPI churn already; choose another key, or leave it out."),
        ({"team": "Grwth"}, "team: There is no team “Grwth”. Did you mean Growth?"),
        ({"team": "\x1b"}, "team: The team name has a control character (␛) in it"),
        ({"formula": "a +"}, "formula: The formula cannot be read"),
        ({"colour": "red"}, "colour: There is no such field; there are key, name, owner, "),
        ({"\x1b[2J": "red"}, "␛[2J: There is no such field"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, object], problem: str) -> None:
    """A problem names its field first, then what is wrong and what would be right."""
    (found,) = refused(fields, teams=["Growth"], taken=["churn"])
    assert found.startswith(problem)
    assert found.isprintable()


def test_numbers_are_looked_at_without_a_direction() -> None:
    """A target that cannot be read is named in the same run as the direction that is missing."""
    assert [said.partition(":")[0] for said in refused({"direction": None, "target": "x", "alert": "y"})] == [
        "direction",
        "target",
        "alert",
    ]
    assert [said.partition(":")[0] for said in refused({"direction": "up", "target": "4..6"})] == ["direction"]


def test_a_wrong_unit_hides_no_missing_field() -> None:
    """What is missing is named in the same run as a unit that there is not."""
    with pytest.raises(InvalidError) as error:
        read_kpi({"name": "Churn", "owner": "Ada", "unit": "euro"})
    assert [said.partition(":")[0] for said in error.value.problems] == ["unit", "direction", "target"]
    assert refused({"target": None}) == [
        "target: It is missing; write the value from which it counts as healthy, as 40, or a range, as 40..60."
    ]


def test_nothing_stands_for_nothing() -> None:
    """A form hands an empty text over for what was left empty, and none is what one says."""
    for nothing in ("", "none", " None "):
        empty = dict.fromkeys(("team", "alert", "kind", "perspective", "formula"), nothing)
        assert read_kpi({**GIVEN, **empty, "measure": ""}) == read_kpi(GIVEN)


def test_a_team_may_be_called_none() -> None:
    """A team that there is wins over the word that means there is none."""
    assert read_kpi({**GIVEN, "team": "none"}, teams=["None"]).team == "None"


def test_a_key_that_is_made_is_made_unique() -> None:
    """A key made from the name gets the first number that is free."""
    assert read_kpi(GIVEN, taken=["weekly-churn"]).key == "weekly-churn-2"
    assert read_kpi(GIVEN, taken=["weekly-churn", "weekly-churn-2"]).key == "weekly-churn-3"


@given(st.text(max_size=80), st.integers(0, 12))
def test_a_made_key_is_a_key(name: str, before: int) -> None:
    """Whatever the name, and however many have it already, the key made is a right one, and new."""
    taken: list[str] = []
    for _ in range(before):
        taken.append(make_key(name, taken))
    key = make_key(name, taken)
    assert clean_key(key) == key
    assert key not in taken


fields = st.dictionaries(
    st.one_of(st.sampled_from(list(KpiFields.model_fields)), st.text(max_size=5)),
    st.one_of(
        st.none(),
        st.text(max_size=8),
        st.sampled_from(["at_least", "between", "yes_no", "percent", "daily", "monthly", "5", "4..6", "none", "sum"]),
        st.integers(),
        st.booleans(),
        st.decimals(),
        st.lists(st.one_of(st.text(max_size=3), st.integers()), max_size=3),
    ),
)


@given(fields)
def test_any_fields_make_a_kpi_or_a_sentence(fields: dict[str, object]) -> None:
    """Whatever is handed over, what comes back is in order, or says what is not."""
    try:
        plan = read_kpi({**GIVEN, **fields})
    except InvalidError as error:
        said = [str(error), *error.problems]
    else:
        check_target(plan.goal)
        said = []
    assert all(visible(sentence) == sentence for sentence in said)


# --- A change ---------------------------------------------------------------------------------------------------------


def test_only_what_is_given_changes() -> None:
    """A change holds the fields that were written, as a KPI holds them."""
    assert read_changes({"name": "Churn", "owner": None}, CHURN) == {"name": "Churn"}
    assert read_changes({"measure": "", "kind": "leading"}, CHURN) == {"measure": "", "kind": "leading"}
    assert read_changes({}, CHURN) == {}


def test_what_is_given_is_there_even_if_it_is_the_same() -> None:
    """That something was written is told from nothing, for one period's target may repeat the lasting one."""
    assert read_changes({"target": "5"}, CHURN) == {"goal": CHURN.goal}
    assert read_changes({"unit": "percent"}, CHURN) == {"unit": "percent"}


def test_a_target_without_an_alert_keeps_the_alert() -> None:
    """The alert that there is stays, while it is on the right side."""
    assert read_changes({"target": "6"}, CHURN) == {"goal": Target("at_most", Decimal(6), Decimal(7))}


def test_a_kept_alert_on_the_wrong_side_is_asked_for() -> None:
    """Where the target passes the alert that there is, a new one is asked for."""
    assert refused_change(CHURN, target="8") == [
        "alert: The alert 7 must not be below the target 8 of an “at_most” KPI. Write a new alert too, or “none”."
    ]
    assert read_changes({"target": "8", "alert": "9"}, CHURN) == {"goal": Target("at_most", Decimal(8), Decimal(9))}


def test_none_takes_the_alert_away() -> None:
    """Without an alert the KPI follows its target."""
    assert read_changes({"alert": "none"}, CHURN) == {"goal": Target("at_most", Decimal(5))}
    assert read_changes({"target": "8", "alert": "none"}, CHURN) == {"goal": Target("at_most", Decimal(8))}


def test_none_takes_away_what_a_kpi_can_do_without() -> None:
    """A team, a kind, a perspective and a formula can be taken away."""
    for name in ("team", "kind", "perspective", "formula"):
        assert read_changes({name: "none"}, CHURN) == {name: None}
        assert read_changes({name: ""}, CHURN) == {name: None}


def test_a_team_is_looked_for_where_teams_are_known() -> None:
    """A team is spelled as it is defined; without the teams, others look for it."""
    assert read_changes({"team": "growth"}, CHURN, teams=["Growth"]) == {"team": "Growth"}
    assert read_changes({"team": "growth"}, CHURN) == {"team": "growth"}
    with pytest.raises(InvalidError, match=r"^team: There is no team “x”\."):
        read_changes({"team": "x"}, CHURN, teams=["Growth"])


def test_a_range_stays_a_range() -> None:
    """A target of a between KPI is a range, and its alert must hold it."""
    assert read_changes({"target": "45..55"}, CASH)["goal"].target == (45, 55)
    assert refused_change(CASH, target="50") == ["target: “50” is not a range; write both its ends, as 40..60."]
    assert refused_change(CASH, target="20..50") == [
        "alert: The alert range 30..70 must hold the target range 20..50. Write a new alert too, or “none”."
    ]


def test_a_new_direction_needs_a_target_of_its_shape() -> None:
    """A direction that turns round keeps target and alert where they fit, and asks where they do not."""
    assert refused_change(CHURN, direction="at_least") == [
        "alert: The alert 7 must not be above the target 5 of an “at_least” KPI. Write a new alert too, or “none”."
    ]
    assert refused_change(CHURN, direction="between") == [
        "target: A “between” KPI takes ranges, as 40..60, for its target and its alert."
    ]
    assert refused_change(CHURN, direction="between", target="4..6")[0].startswith(
        "alert: A “between” KPI takes ranges"
    )
    assert read_changes({"direction": "at_least", "alert": "3"}, CHURN) == {
        "goal": Target("at_least", Decimal(5), Decimal(3))
    }


def test_a_number_can_become_a_yes_or_no() -> None:
    """Target and alert, and days that are added up, go with the number; a formula has to be taken away."""
    assert read_changes({"direction": "yes_no"}, CHURN) == {"unit": "yes_no", "goal": Target("yes_no")}
    assert read_changes({"unit": "yes_no"}, CHURN) == {"unit": "yes_no", "goal": Target("yes_no")}
    assert read_changes({"unit": "yes_no", "formula": "none"}, TOTAL) == {
        "unit": "yes_no",
        "goal": Target("yes_no"),
        "formula": None,
        "aggregate": "last",
    }
    assert refused_change(TOTAL, unit="yes_no")[0].startswith("formula: A yes/no KPI cannot be worked out")
    assert refused_change(SHIPPED, formula="a + b")[0].startswith("formula: A yes/no KPI cannot be worked out")
    assert refused_change(SHIPPED, aggregate="sum")[0].startswith("aggregate: Days of yes and no")


def test_a_yes_or_no_can_become_a_number() -> None:
    """It then needs a unit, a direction and a target."""
    assert refused_change(SHIPPED, unit="number") == [
        "direction: A KPI in number needs a direction; write at_least, at_most or between."
    ]
    assert refused_change(SHIPPED, direction="at_least", target="5") == [
        "unit: An “at_least” KPI needs a unit; write one of number, percent, currency:EUR, hours, days, ratio."
    ]
    assert refused_change(SHIPPED, unit="number", direction="at_least") == [
        "target: A KPI needs a target: the value from which it counts as healthy."
    ]
    assert read_changes({"unit": "number", "direction": "at_least", "target": "5"}, SHIPPED) == {
        "unit": "number",
        "goal": Target("at_least", Decimal(5)),
    }
    assert refused_change(SHIPPED, target="5")[0].startswith("target: “5” is no target for a yes/no KPI")


def test_a_lag_goes_with_the_month() -> None:
    """A KPI that is no longer monthly has no lag any more, and one that is not cannot get one."""
    assert read_changes({"cadence": "weekly"}, CASH) == {"cadence": "weekly", "lag_days": 0}
    assert read_changes({"lag_days": "5"}, CASH) == {"lag_days": 5}
    assert read_changes({"cadence": "monthly", "lag_days": "5"}, CHURN) == {"cadence": "monthly", "lag_days": 5}
    assert refused_change(CHURN, lag_days="5")[0].startswith("lag_days: Only a monthly KPI can lag")


def test_a_key_does_not_change() -> None:
    """Formulas and scripts go by the key; the same key again is no change."""
    assert refused_change(CHURN, key="churn-rate")[0].startswith("key: A key stays what it is")
    assert read_changes({"key": "churn"}, CHURN) == {}


def test_every_problem_of_a_change_is_named() -> None:
    """A change with several problems names the KPI and all of them, and changes nothing."""
    with pytest.raises(InvalidError) as error:
        read_changes({"owner": "Ada/Bob", "cadence": "hourly", "target": "x"}, CHURN)
    assert str(error.value) == "The change of churn has 3 problems; nothing was changed:"
    assert [said.partition(":")[0] for said in error.value.problems] == ["owner", "cadence", "target"]


@given(fields, st.sampled_from([CHURN, SHIPPED, CASH, TOTAL]))
def test_any_change_leaves_a_kpi_in_order(fields: dict[str, object], kpi: Kpi) -> None:
    """Whatever is changed, the KPI that comes of it has a target that fits, or the change is refused in a sentence."""
    try:
        changed = kpi._replace(**read_changes(fields, kpi))
    except InvalidError as error:
        said = [str(error), *error.problems]
    else:
        check_target(changed.goal)
        assert (changed.unit == "yes_no") == (changed.goal.direction == "yes_no")
        assert changed.cadence == "monthly" or not changed.lag_days
        said = []
    assert all(visible(sentence) == sentence for sentence in said)
