"""Values recorded by people: what is taken, what is refused, and what follows for judgements and ladders."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.judgement import late_by
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import kpis
from tests.companies import Company, plan, wall

W44, W45, W46, W47, W48 = (f"2026-W{number}" for number in range(44, 49))
ALONE = (Rung("Owner", "owner", "decision", 240),)
CALLS = plan("calls", "at_least 10 5", cadence="daily", aggregate="sum")
CASH = plan("cash", "at_least 100", cadence="monthly")


def weeks(company: Company, *values: str, key: str = "nps") -> Company:
    """Record one value a week from W45 on, each an hour before its close; a minus leaves a week out."""
    closes = ("2026-11-09T17:00", "2026-11-16T17:00", "2026-11-23T17:00", "2026-11-30T17:00", "2026-12-07T17:00")
    for moment, value in zip(closes, values, strict=False):
        company.at(moment)
        if value != "-":
            company.record(value, key=key)
    return company


# --- What period a value is for ---------------------------------------------------------------------------------------


def test_a_value_is_for_what_closes_next() -> None:
    """Unless told, a value is for the week or month whose deadline comes next, and a daily KPI's for today."""
    company = Company(plan(), CALLS, CASH).at("2026-11-23T17:59")
    assert company.record("45").recorded[0].cell.period == W47
    assert company.record("200", key="cash").recorded[0].cell.period == "2026-11"
    assert company.record("3", key="calls").recorded[0].cell.period == "2026-11-23"
    company.at("2026-11-23T18:00")
    assert company.record("45").recorded[0].cell.period == W48


def test_the_first_days_of_a_month_still_record_the_one_before() -> None:
    """Until its deadline has passed, the month that ended is the one whose deadline comes next."""
    company = Company(CASH).at("2026-12-07T17:59")
    assert company.record("200", key="cash").recorded[0].cell.period == "2026-11"


@pytest.mark.parametrize(
    ("key", "period", "begins"),
    [
        ("nps", W47, "2026-11-16T00:00"),
        ("cash", "2026-12", "2026-12-01T00:00"),
        ("calls", "2026-11-17", "2026-11-17T00:00"),
    ],
)
def test_a_period_that_has_not_begun_is_refused(key: str, period: str, begins: str) -> None:
    """A value for a week, month or day is taken from its first instant on, and not a second earlier."""
    company = Company(plan(), CALLS, CASH)
    company.at(wall(begins).replace(second=0)).now = wall(begins) - (
        wall("2026-01-01T00:01") - wall("2026-01-01T00:00")
    )
    with pytest.raises(RefusedError, match="has not begun"):
        company.record("45", period, key=key)
    company.at(begins).record("45", period, key=key)
    assert company.value(period if key != "calls" else W47, key) == 45


def test_with_a_thursday_close_the_next_week_begins_at_it() -> None:
    """A period begins at the deadline of the one before it, where that is earlier than its first day."""
    company = Company(close="thu 18:00").at("2026-11-12T17:59")
    with pytest.raises(RefusedError, match="has not begun"):
        company.record("45", W47)
    assert company.at("2026-11-12T18:00").record("45").recorded[0].cell.period == W47


@pytest.mark.parametrize(
    ("key", "period"),
    [("nps", "2026-11"), ("nps", "2026-11-03"), ("cash", W45), ("calls", W45), ("calls", "2026-11")],
)
def test_a_period_of_another_cadence_is_refused(key: str, period: str) -> None:
    """A weekly KPI takes weeks, a monthly one months, a daily one days."""
    with pytest.raises(RefusedError, match=r"give a (week|month|day)"):
        Company(plan(), CALLS, CASH).at("2026-11-30T12:00").record("45", period, key=key)


def test_what_cannot_be_read_changes_nothing() -> None:
    """A value or a period that cannot be read, and an unknown KPI, are refused."""
    company = Company()
    with pytest.raises(InvalidError):
        company.record("forty")
    with pytest.raises(InvalidError):
        company.record("NaN")
    with pytest.raises(InvalidError):
        company.record("45", "soon")
    with pytest.raises(NotFoundError):
        company.record("45", key="npx")
    assert len(company.view().entries()) == 1


def test_imported_history_is_drawn_and_never_judged() -> None:
    """Values may be entered for periods before the KPI was there; they stay unjudged for ever."""
    company = Company().at("2026-11-04T09:00")
    company.record("1", "2025-W30")
    company.at("2026-12-24T09:00")
    assert company.value("2025-W30") == 1
    assert company.status("2025-W30") is None


def test_a_value_can_change_until_it_is_judged() -> None:
    """Before its deadline a value is replaced without a reason, and the newest one is judged."""
    company = Company().at("2026-11-09T16:00")
    company.record("1")
    assert company.record("45").recorded[0].effect == "changed"
    assert company.at("2026-11-09T18:00").status(W45) == "on_track"


def test_at_the_deadline_it_is_too_late() -> None:
    """A value recorded at the very deadline is not one recorded before it."""
    company = Company().at("2026-11-09T18:00")
    assert company.record("45", W45).recorded[0].effect == "late"
    assert company.status(W45) == "late"


@pytest.mark.parametrize(
    ("text", "period", "value"),
    [("=", W46, "40.5"), ("+=2", W46, "42.5"), ("-=2", W46, "38.5"), ("+=2", W45, "42.5"), ("=", W48, "40.5")],
)
def test_relative_values_go_by_the_value_before(text: str, period: str, value: str) -> None:
    """`=`, `+=` and `-=` go by the newest value of an earlier period, or the period's own where it has one."""
    company = Company().at("2026-11-03T09:00")
    company.record("7", W44)
    company.record("40.5", W45)
    company.at("2026-11-24T09:00")
    assert company.record(text, period, amend="why").recorded[0].cell.value == Decimal(value)


def test_the_same_again_goes_by_the_earlier_period() -> None:
    """`=` on a period that has a value means the one before it all the same."""
    company = Company().at("2026-11-03T09:00")
    company.record("7", W44)
    company.record("40", W45)
    assert company.record("=", W45).recorded[0].cell.value == 7


# --- Late submissions -------------------------------------------------------------------------------------------------


def test_a_late_submission_is_kept_beside_its_judgement() -> None:
    """The judgement stays late, with no value, never amended; how late the first one came is kept."""
    company = Company().at("2026-11-10T00:00")
    assert company.record("45", W45).recorded[0].effect == "late"
    judgement = company.judgement(W45)
    assert (judgement.status, judgement.value, judgement.amended) == ("late", None, False)
    assert judgement.late_value == 45
    assert late_by(judgement) == wall("2026-11-10T00:00") - wall("2026-11-09T18:00")


def test_a_second_late_value_needs_a_reason() -> None:
    """The first needs none; a different one does, and the same one again is no error."""
    company = Company(ladder=ALONE).at("2026-11-10T00:00")
    company.record("1", W45)
    with pytest.raises(RefusedError, match="say why"):
        company.record("45", W45)
    assert company.record("1.0", W45).recorded[0].effect == "same"
    company.record("45", W45, amend="typo")
    assert company.judgement(W45).late_value == 45
    assert company.escalation().outcome == "submitted"


def test_a_late_value_on_the_first_rung_ends_the_escalation() -> None:
    """Submitted, at the moment the value comes."""
    company = Company().at("2026-11-10T00:00")
    company.record("35", W45)
    assert (company.escalation().outcome, company.escalation().ended_at) == ("submitted", wall("2026-11-10T00:00"))


def test_a_late_breach_leaves_it_open() -> None:
    """A late value that is a breach is no end to it."""
    company = Company().at("2026-11-10T00:00")
    company.record("1", W45)
    assert company.escalation().state == "open"


def test_two_late_weeks_in_one_act() -> None:
    """An import of both late weeks is looked at once, after its last row."""
    company = weeks(Company(ladder=ALONE), "-", "-").at("2026-11-17T09:00")
    outcome = company.batch(("nps", W46, "45"), ("nps", W45, "35"))
    assert [row.effect for row in outcome.recorded] == ["late", "late"]
    assert [(e.id, e.outcome) for e in outcome.moved] == [("E-1", "submitted")]


def test_an_act_is_looked_at_as_a_whole() -> None:
    """A late value and the amendment of a breach in one act: every miss left has its value once all is in."""
    company = weeks(Company(ladder=ALONE), "-", "1").at("2026-11-17T09:00")
    company.batch(("nps", W45, "45"), ("nps", W46, "35"), why="from the ledger")
    assert company.escalation().outcome == "submitted"


def test_an_act_does_not_end_what_its_last_row_keeps_open() -> None:
    """A first late value that would end the escalation, and a second that is a breach, in one act."""
    company = weeks(Company(ladder=ALONE), "-", "-").at("2026-11-17T09:00")
    company.batch(("nps", W45, "1"), ("nps", W46, "45"))
    company.batch(("nps", W45, "45"), ("nps", W46, "1"), why="the other way round")
    assert company.escalation().state == "open"


# --- Amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_needs_a_reason() -> None:
    """A different value for a judged period is refused without one, and nothing changes."""
    company = weeks(Company(), "45").at("2026-11-10T09:00")
    with pytest.raises(RefusedError, match="say why"):
        company.record("1", W45)
    assert (company.value(W45), company.status(W45)) == (Decimal(45), "on_track")


def test_the_same_value_again_changes_nothing() -> None:
    """It is no error, leaves no entry, and does not show as amended."""
    company = weeks(Company(), "45").at("2026-11-10T09:00")
    company.desk.catch_up()
    before = company.view().entries()
    assert company.record("45.0", W45).recorded[0].effect == "same"
    assert company.view().entries() == before
    assert not company.judgement(W45).amended


def test_both_values_are_kept() -> None:
    """The value before, the value after, who, when and why all stand in the history."""
    company = weeks(Company(), "45").at("2026-11-10T09:00")
    company.record("35", W45, amend="refunds came in")
    entry = company.view().entries()[-1]
    assert (entry.before, entry.after, entry.why, entry.who) == ({W45: "45"}, {W45: "35"}, "refunds came in", "Fay")
    judgement = company.judgement(W45)
    assert (judgement.status, judgement.amended, judgement.value) == ("watch", True, Decimal(35))
    assert judgement.judged_at == wall("2026-11-09T18:00")


def test_an_amendment_goes_by_the_target_the_period_had() -> None:
    """A target that was changed since does not count."""
    company = weeks(Company(), "45").at("2026-11-10T09:00")
    company.edit(target="60", alert="50")
    company.record("41", W45, amend="typo")
    assert company.status(W45) == "on_track"
    company.at("2026-11-16T17:00").record("45")
    assert company.at("2026-11-16T18:00").status(W46) == "breach"


def test_the_amendment_of_a_breach_withdraws_what_it_opened() -> None:
    """With the reason of the amendment."""
    company = weeks(Company(), "1").at("2026-11-10T09:00")
    outcome = company.record("41", W45, amend="typo")
    assert [(e.state, e.outcome, e.ended_at) for e in outcome.moved] == [
        ("withdrawn", "withdrawn", wall("2026-11-10T09:00"))
    ]
    ends = [event for event, _, _ in company.repository.events_of("E-1") if event.kind == "end"]
    assert [event.why for event in ends] == ["typo"]


def test_an_amendment_after_the_next_miss_only_strikes() -> None:
    """One of two misses is struck; the rung stays."""
    company = weeks(Company(), "1", "1").at("2026-11-17T09:00")
    company.record("41", W45, amend="typo")
    assert [(c.kind, c.struck) for c in company.escalation().causes] == [
        ("breach", True),
        ("no_response", False),
        ("breach", False),
    ]
    assert (company.escalation().rung, company.escalation().recovered_at) == (2, None)


def test_an_amendment_that_makes_a_miss_opens_an_escalation_then() -> None:
    """At its own moment, with its clock from then."""
    company = weeks(Company(), "45", "45").at("2026-11-17T09:00")
    company.record("1", W45, amend="recount")
    assert (company.escalation().opened_at, company.escalation().rung) == (wall("2026-11-17T09:00"), 1)
    assert company.at("2026-11-19T08:59").escalation().rung == 1
    assert company.at("2026-11-19T09:00").escalation().rung == 2


def test_a_week_closed_early_is_judged() -> None:
    """A different value after an early close is an amendment, before the deadline too."""
    company = Company().at("2026-11-06T15:00")
    company.record("45")
    company.close()
    with pytest.raises(RefusedError, match="say why"):
        company.record("46")
    assert company.record("46", amend="one more").recorded[0].effect == "amendment"


# --- Daily KPIs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("how", "value"), [("sum", "9"), ("mean", "3"), ("last", "4")])
def test_a_daily_kpis_week_is_worked_out_from_its_days(how: str, value: str) -> None:
    """Monday to Sunday with a Monday close; a Monday before and one after count elsewhere."""
    company = Company(plan("calls", cadence="daily", aggregate=how))  # type: ignore[arg-type]
    for day, number in ("2026-11-08", "100"), ("2026-11-09", "3"), ("2026-11-12", "2"), ("2026-11-15", "4"):
        company.at(f"{day}T20:00" if day != "2026-11-09" else "2026-11-09T12:00").record(number, key="calls")
    company.at("2026-11-16T12:00").record("100", key="calls")
    assert company.value(W46, "calls") == Decimal(value)
    assert company.at("2026-11-16T18:00").judgement(W46, "calls").value == Decimal(value)


def test_a_daily_kpi_is_missing_only_when_no_day_was_recorded() -> None:
    """One day will do; none is late."""
    company = Company(CALLS).at("2026-11-03T09:00")
    company.record("10", key="calls")
    company.at("2026-11-16T18:00")
    assert (company.status(W45, "calls"), company.status(W46, "calls")) == ("on_track", "late")


def test_a_new_day_in_a_judged_week_is_an_amendment() -> None:
    """It needs a reason, and the week is judged again."""
    company = Company(CALLS).at("2026-11-03T09:00")
    company.record("4", key="calls")
    company.at("2026-11-10T09:00")
    assert company.status(W45, "calls") == "breach"
    with pytest.raises(RefusedError, match="say why"):
        company.record("8", "2026-11-04", key="calls")
    company.record("8", "2026-11-04", key="calls", amend="forgotten")
    assert (company.status(W45, "calls"), company.judgement(W45, "calls").value) == ("on_track", Decimal(12))
    assert company.escalation("calls").outcome == "withdrawn"


def test_a_different_day_is_an_amendment_even_where_the_week_stays_the_same() -> None:
    """With the last day counting, an earlier one that changes shows the week as amended."""
    company = Company(plan("calls", cadence="daily")).at("2026-11-03T09:00")
    company.record("4", key="calls")
    company.at("2026-11-05T09:00").record("45", key="calls")
    company.at("2026-11-10T09:00").record("5", "2026-11-03", key="calls", amend="typo")
    assert (company.judgement(W45, "calls").amended, company.judgement(W45, "calls").value) == (True, Decimal(45))


def test_the_days_of_a_late_week_can_be_filled_in_one_by_one() -> None:
    """None of them needs a reason; a second, different value for one of them does."""
    company = Company(CALLS).at("2026-11-10T09:00")
    company.record("3", "2026-11-03", key="calls")
    company.at("2026-11-10T10:00").record("4", "2026-11-04", key="calls")
    judgement = company.judgement(W45, "calls")
    assert (judgement.status, judgement.late_value) == ("late", Decimal(7))
    assert judgement.late_at == wall("2026-11-10T09:00")
    with pytest.raises(RefusedError, match="say why"):
        company.record("5", "2026-11-04", key="calls")


def test_a_late_week_filled_in_ends_its_escalation_once_it_is_no_breach() -> None:
    """3 of 10 is a breach with an alert of 5; 3 and 4 are on watch."""
    company = Company(CALLS).at("2026-11-10T09:00")
    company.record("3", "2026-11-03", key="calls")
    assert company.escalation("calls").state == "open"
    company.record("4", "2026-11-04", key="calls")
    assert company.escalation("calls").outcome == "submitted"


def test_what_a_value_would_be_judged_as_is_echoed() -> None:
    """The week's value counts, not the day's: five calls and five taken back are none."""
    company = Company(plan("net", "at_least 1", cadence="daily", aggregate="sum")).at("2026-11-03T09:00")
    company.record("-5", key="net")
    done = company.at("2026-11-04T09:00").record("5", key="net").recorded[0]
    assert (done.value, done.judged) == (Decimal(0), "breach")


# --- Paused and retired -----------------------------------------------------------------------------------------------


def test_a_value_for_a_paused_week_is_kept() -> None:
    """It needs no reason, before and after the deadline, and is never judged."""
    company = Company().at("2026-11-03T09:00")
    company.pause(W45)
    company.record("1")
    company.at("2026-11-10T09:00").record("2", W45)
    assert (company.value(W45), company.status(W45)) == (Decimal(2), "paused")
    assert company.is_calm()


def test_values_after_retirement_are_refused() -> None:
    """Those of earlier periods can still be recorded and amended; the ladder no longer moves."""
    company = weeks(Company(), "45").at("2026-11-10T09:00")
    kpis.retire(company.desk, "nps", "of no use")
    company.at("2026-11-17T09:00")
    with pytest.raises(RefusedError, match="retired"):
        company.record("45", W47)
    company.record("1", W45, amend="recount")
    assert company.status(W45) == "breach"
    assert company.is_calm()
    assert company.status(W46) is None


# --- Derived KPIs -----------------------------------------------------------------------------------------------------

ARPU = (plan("mrr", "at_least 1"), plan("users", "at_least 1"), plan("arpu", "at_least 10 5", formula="mrr / users"))


def test_a_derived_kpi_cannot_be_typed() -> None:
    """It is computed from its inputs, and says which."""
    with pytest.raises(RefusedError, match="mrr / users"):
        Company(*ARPU).record("45", key="arpu")


def test_a_derived_kpi_is_computed_when_its_inputs_change() -> None:
    """It has a value once both have one, and a new one when either changes."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("100", W45, key="mrr")
    assert company.value(W45, "arpu") is None
    company.record("3", W45, key="users")
    assert company.value(W45, "arpu") == Decimal("33.33333333333333333333333333")
    company.record("4", W45, key="users")
    assert company.value(W45, "arpu") == 25


def test_a_derived_kpi_is_missing_when_it_divides_by_zero() -> None:
    """The value it had is gone, and comes back."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("100", W45, key="mrr")
    company.record("4", W45, key="users")
    company.record("0", W45, key="users")
    assert company.value(W45, "arpu") is None
    company.record("5", W45, key="users")
    assert company.value(W45, "arpu") == 20


def test_a_derived_kpi_is_judged_like_any_other() -> None:
    """On its value at the deadline, and its breach opens an escalation of its own."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("4", W45, key="mrr")
    company.record("4", W45, key="users")
    company.at("2026-11-09T18:00")
    assert company.status(W45, "arpu") == "breach"
    assert company.escalation("arpu").rung == 1


def test_without_its_inputs_a_derived_kpi_is_late_and_moves_no_ladder() -> None:
    """Its inputs have their own; the late input makes it come late too."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("100", W45, key="mrr")
    company.at("2026-11-10T09:00")
    assert (company.status(W45, "arpu"), company.view().escalations_of("arpu")) == ("late", [])
    assert company.escalation("users").state == "open"
    company.record("4", W45, key="users")
    judgement = company.judgement(W45, "arpu")
    assert (judgement.status, judgement.late_value, judgement.late_at) == (
        "late",
        Decimal(25),
        wall("2026-11-10T09:00"),
    )
    assert company.escalation("users").outcome == "submitted"


def test_an_amended_input_amends_what_is_derived_from_it() -> None:
    """With the same reason, and for the ladder then."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("100", W45, key="mrr")
    company.record("4", W45, key="users")
    company.at("2026-11-10T09:00").record("50", W45, key="users", amend="bots")
    judgement = company.judgement(W45, "arpu")
    assert (judgement.status, judgement.value, judgement.amended) == ("breach", Decimal(2), True)
    assert company.escalation("arpu").opened_at == wall("2026-11-10T09:00")
    company.at("2026-11-10T10:00").record("5", W45, key="users", amend="no bots")
    ends = [event for event, _, _ in company.repository.events_of("E-1") if event.kind == "end"]
    assert [(event.outcome, event.why) for event in ends] == [("withdrawn", "no bots")]


def test_an_amendment_that_leaves_no_value_leaves_the_judgement() -> None:
    """Divided by zero, the derived judgement stays as it was; the next amendment counts again."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.record("100", W45, key="mrr")
    company.record("4", W45, key="users")
    company.at("2026-11-10T09:00").record("0", W45, key="users", amend="all left")
    judgement = company.judgement(W45, "arpu")
    assert (judgement.status, judgement.value, judgement.amended) == ("on_track", Decimal(25), False)
    assert company.value(W45, "arpu") is None
    company.record("50", W45, key="users", amend="none left")
    assert company.judgement(W45, "arpu").value == 2


def test_a_derived_value_that_comes_back_is_no_amendment() -> None:
    """Gone and there again, the same value changes nothing, as it does when it is typed."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.batch(("mrr", W45, "100"), ("users", W45, "4"))
    company.at("2026-11-10T09:00").record("0", W45, key="users", amend="all left")
    company.record("4", W45, key="users", amend="they came back")
    judgement = company.judgement(W45, "arpu")
    assert (judgement.value, judgement.amended, company.value(W45, "arpu")) == (Decimal(25), False, Decimal(25))


def test_what_is_derived_from_the_derived_follows() -> None:
    """Through two formulas in one act."""
    company = Company(*ARPU, plan("aaa", "at_least 1", formula="arpu * 12")).at("2026-11-04T09:00")
    company.batch(("mrr", W45, "100"), ("users", W45, "4"))
    assert company.value(W45, "aaa") == 300


def test_a_daily_derived_kpi_goes_by_its_inputs_week_values() -> None:
    """The formula is over the week's values, not over each day's."""
    company = Company(
        plan("won", "at_least 1", cadence="daily", aggregate="sum"),
        plan("lost", "at_least 1", cadence="daily", aggregate="mean"),
        plan("net", "at_least 1", cadence="daily", formula="won - lost"),
    ).at("2026-11-03T09:00")
    company.record("5", key="won")
    company.record("1", key="lost")
    company.at("2026-11-04T09:00").record("6", key="won")
    company.record("4", key="lost")
    assert company.value(W45, "net") == Decimal("8.5")
    assert company.at("2026-11-09T18:00").status(W45, "net") == "on_track"


def test_a_retired_derived_kpi_has_no_values_after_its_retirement() -> None:
    """Its inputs go on; it stays as it was."""
    company = Company(*ARPU).at("2026-11-04T09:00")
    company.batch(("mrr", W45, "100"), ("users", W45, "4"))
    kpis.retire(company.desk, "arpu", "of no use")
    company.at("2026-11-10T09:00").batch(("mrr", W46, "100"), ("users", W46, "4"))
    assert (company.value(W45, "arpu"), company.value(W46, "arpu")) == (Decimal(25), None)


# --- One act ----------------------------------------------------------------------------------------------------------


def test_one_bad_row_refuses_all() -> None:
    """All rows or none."""
    company = Company().at("2026-11-17T09:00")
    with pytest.raises(RefusedError):
        company.batch(("nps", W45, "45"), ("nps", "2026-W48", "45"))
    assert company.value(W45) is None


def test_many_rows_are_taken_as_few_are() -> None:
    """A year of history in one act stands value by value."""
    company = Company(CALLS).at("2026-11-04T09:00")
    days = [f"2026-{month:02d}-{day:02d}" for month in (7, 8, 9) for day in range(1, 29)]
    outcome = company.batch(*(("calls", day, str(n)) for n, day in enumerate(days)))
    assert {row.effect for row in outcome.recorded} == {"new"}
    assert company.value("2026-W30", "calls") == sum(range(19, 26))
