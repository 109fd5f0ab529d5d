"""The week: closed early, paused before and after the fact, its deadline moved."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import reports, week
from tests.companies import Company, plan, wall

W45, W46, W47, W48, W49 = (f"2026-W{number}" for number in range(45, 50))
ALONE = (Rung("Owner", "owner", "decision", 24),)
CALLS = plan("calls", "at_least 10 5", cadence="daily", aggregate="sum")
CASH = plan("cash", "at_least 100", cadence="monthly")


# --- Catching up ------------------------------------------------------------------------------------------------------


def test_reading_writes_nothing() -> None:
    """A month later everything reads as though caught up, and the history is as long as before."""
    company = Company().at("2026-12-02T09:00")
    before = list(company.repository.entries())
    assert company.status(W47) == "late"
    assert company.escalation().state == "open"
    assert list(company.repository.entries()) == before
    assert company.repository.judgement("nps", W47) is None


def test_the_first_change_stores_what_came_due_before_it() -> None:
    """Each moment is an entry of its own, stamped with its own time, stored now, and before the change."""
    company = Company().at("2026-11-12T09:00")
    company.record("45")
    found = [(entry.verb, entry.at, entry.who) for entry in company.view().entries()[1:]]
    assert found == [
        ("judged", wall("2026-11-02T18:00"), None),
        ("judged", wall("2026-11-09T18:00"), None),
        ("timed_out", wall("2026-11-11T18:00"), None),
        ("recorded", wall("2026-11-12T09:00"), "Fay"),
    ]
    assert {entry.recorded_at for entry in company.view().entries()[1:]} == {wall("2026-11-12T09:00")}


def test_a_change_that_is_refused_keeps_what_came_due() -> None:
    """What came due stands in its own transaction, whatever becomes of the command that stored it."""
    company = Company().at("2026-11-12T09:00")
    with pytest.raises(InvalidError):
        company.record("forty")
    assert company.repository.judgement("nps", W45) is not None


def test_catching_up_twice_changes_nothing() -> None:
    """Once stored there is nothing left to catch up."""
    company = Company().at("2026-11-12T09:00")
    assert company.desk.catch_up() == 3
    assert company.desk.catch_up() == 0


def test_a_clock_set_back_judges_nothing_twice() -> None:
    """Everything stays as it is, and goes on from there."""
    company = Company().at("2026-11-17T09:00")
    company.desk.catch_up()
    company.at("2026-11-10T09:00").desk.catch_up()
    company.at("2026-11-24T09:00").desk.catch_up()
    assert [j.period for j in company.view().judgements("nps")] == [W45, W46, W47]


# --- Closed early -----------------------------------------------------------------------------------------------------


def test_closing_judges_what_has_a_value_and_waits_for_the_rest() -> None:
    """What has no value stays pending until the deadline, which still is the week's own."""
    company = Company(plan(), plan("churn", "at_most 5 7"), CALLS).at("2026-11-06T15:00")
    company.record("45")
    company.record("45", key="calls")
    closing = week.close(company.desk)
    assert [(j.kpi, j.status, j.judged_at) for j in closing.judged] == [("nps", "on_track", wall("2026-11-06T15:00"))]
    assert [(kpi.key, period) for kpi, period in closing.waiting] == [("calls", W45), ("churn", W45)]
    assert company.status(W45, "churn") is None
    assert company.view().week == W45
    assert company.at("2026-11-09T18:00").status(W45, "churn") == "late"


def test_closing_again_judges_what_has_come_since() -> None:
    """The first close's judgements stay as they are."""
    company = Company(plan(), plan("churn", "at_most 5 7")).at("2026-11-06T15:00")
    company.record("45")
    company.close()
    company.at("2026-11-06T16:00").record("9", key="churn")
    assert [(j.kpi, j.status) for j in company.close()] == [("churn", "breach")]
    assert company.judgement(W45).judged_at == wall("2026-11-06T15:00")


@pytest.mark.parametrize(("which", "why"), [("2026-W44", "has closed already"), (W46, "has not come yet")])
def test_only_the_current_week_can_be_closed(which: str, why: str) -> None:
    """One that has closed, or has not come, is refused."""
    with pytest.raises(RefusedError, match=why):
        week.close(Company().at("2026-11-06T15:00").desk, which)


def test_a_months_close_waits_for_its_last_day() -> None:
    """With a Monday close, November is closed with W49 in December."""
    company = Company(CASH).at("2026-11-29T15:00")
    company.record("200", "2026-11", key="cash")
    assert company.close() == ()
    assert [j.status for j in company.at("2026-12-01T09:00").close()] == ["on_track"]


def test_a_preview_says_what_closing_would_do_and_does_nothing() -> None:
    """What would be judged, what would move, and what would wait."""
    company = Company(plan(), plan("churn", "at_most 5 7")).at("2026-11-06T15:00")
    company.record("1")
    closing = week.preview(company.view())
    assert [(j.kpi, j.status) for j in closing.judged] == [("nps", "breach")]
    assert [move.after.rung for move in closing.moves] == [1]
    assert [kpi.key for kpi, _ in closing.waiting] == ["churn"]
    assert company.status(W45) is None
    assert company.view().escalations() == []


# --- A week paused before the fact ------------------------------------------------------------------------------------


def test_nothing_in_a_paused_week_is_late() -> None:
    """Weekly and daily KPIs are paused; a month goes on."""
    company = Company(plan(), CALLS, CASH)
    company.pause(W49)
    company.at("2026-12-08T09:00")
    assert (company.status(W49), company.status(W49, "calls")) == ("paused", "paused")
    assert company.status("2026-11", "cash") == "late"
    assert company.status(W48) == "late"


def test_pausing_a_paused_week_changes_nothing() -> None:
    """The first reason stays, and no entry is left."""
    company = Company()
    company.pause(W46)
    entries = company.view().entries()
    company.pause(W46)
    assert company.view().entries() == entries


def test_a_response_deadline_moves_out_of_a_paused_week_and_back() -> None:
    """Paused, W46's Wednesday becomes W47's; with the pause taken back before it, it is W46's again."""
    company = Company().at("2026-11-10T09:00")
    company.pause(W46)
    assert company.view().due_at(company.escalation()) == wall("2026-11-18T18:00")
    company.unpause(W46)
    assert company.view().due_at(company.escalation()) == wall("2026-11-11T18:00")


def test_a_pause_taken_back_too_late_runs_the_clock_out_there_and_then() -> None:
    """Its moment has passed by then: up one rung now, the next clock from now."""
    company = Company(plan(team=None), ladder=(Rung("A", "owner", "action", 48), Rung("B", "Bo", "decision", 72)))
    company.at("2026-11-10T09:00").pause(W46)
    company.at("2026-11-14T09:00").unpause(W46)
    escalation = company.escalation()
    assert [(c.kind, c.at) for c in escalation.causes] == [
        ("late", wall("2026-11-09T18:00")),
        ("no_response", wall("2026-11-14T09:00")),
    ]
    assert company.view().due_at(escalation) == wall("2026-11-17T09:00")
    assert company.repository.escalation("E-1") == escalation
    assert company.at("2026-11-14T10:00").escalation() == escalation


def test_a_pause_can_be_taken_back_until_the_deadline() -> None:
    """Then the week is judged as usual; after the deadline the pause stays."""
    company = Company()
    company.pause(W45)
    company.pause(W46)
    company.at("2026-11-09T17:59").unpause(W45)
    company.at("2026-11-16T18:00")
    with pytest.raises(RefusedError, match="has passed"):
        company.unpause(W46)
    assert (company.status(W45), company.status(W46)) == ("late", "paused")


def test_only_what_is_paused_can_be_unpaused() -> None:
    """A week that is not paused, and one that is paused for another KPI alone, are refused."""
    company = Company(plan(), plan("churn"))
    company.pause(W46, key="churn")
    for key in (None, "nps"):
        with pytest.raises(RefusedError, match="is not paused"):
            company.unpause(W46, key=key)


@pytest.mark.parametrize("period", ["2026-11", "2026-11-10"])
def test_a_month_and_a_day_are_paused_for_no_one_at_large(period: str) -> None:
    """Only weeks are paused for all."""
    with pytest.raises(RefusedError, match="is no week"):
        Company(plan(), CASH, CALLS).pause(period)


def test_a_week_can_be_paused_ahead() -> None:
    """Three weeks of holidays in a row move a response deadline by all three."""
    company = Company().at("2026-11-10T09:00")
    for which in (W46, W47, W48):
        company.pause(which)
    assert company.view().due_at(company.escalation()) == wall("2026-12-02T18:00")


# --- One KPI's pause --------------------------------------------------------------------------------------------------


def test_one_kpis_pause_is_its_own() -> None:
    """Its week or month alone is not judged, and response deadlines stay."""
    company = Company(plan(), plan("churn"), CASH).at("2026-11-10T09:00")
    company.pause(W46, key="nps")
    company.pause("2026-11", key="cash")
    assert company.view().due_at(company.escalation()) == wall("2026-11-11T18:00")
    company.at("2026-12-08T09:00")
    assert (company.status(W46), company.status(W46, "churn")) == ("paused", "late")
    assert (company.status(W47), company.status("2026-11", "cash")) == ("late", "paused")


@pytest.mark.parametrize(("key", "period"), [("nps", "2026-11"), ("cash", W46), ("calls", "2026-11-10")])
def test_a_kpi_is_paused_by_the_period_that_it_is_judged_by(key: str, period: str) -> None:
    """A weekly or daily KPI by week, a monthly one by month."""
    with pytest.raises(RefusedError, match="judged by"):
        Company(plan(), CALLS, CASH).pause(period, key=key)


def test_one_kpi_is_paused_only_before_it_is_judged() -> None:
    """Neither after its deadline nor after it was closed early."""
    company = Company().at("2026-11-06T15:00")
    company.record("45")
    company.close()
    with pytest.raises(RefusedError, match="judged for 2026-W45 already"):
        company.pause(W45, key="nps")
    company.at("2026-11-16T18:00")
    with pytest.raises(RefusedError, match="judged for 2026-W46 already"):
        company.pause(W46, key="nps")


def test_one_kpis_pause_can_be_taken_back() -> None:
    """Until the deadline; a month's is its own, with its lag."""
    company = Company(plan(), plan("cost", cadence="monthly", lag=10))
    company.pause(W45, key="nps")
    company.pause("2026-11", key="cost")
    company.at("2026-11-09T17:59").unpause(W45, key="nps")
    company.at("2026-12-14T17:59").unpause("2026-11", key="cost")
    company.at("2026-12-14T18:00")
    assert (company.status(W45), company.status("2026-11", "cost")) == ("late", "late")


# --- After the fact ---------------------------------------------------------------------------------------------------


def test_weeks_in_which_nobody_was_there_can_be_paused_afterwards() -> None:
    """Their late judgements become paused; with no miss left the escalation is withdrawn, with the reason."""
    company = Company(plan(), CALLS).at("2026-11-17T09:00")
    company.pause(W45)
    assert (company.status(W45), company.status(W45, "calls"), company.status(W46)) == ("paused", "paused", "late")
    assert [c.struck for c in company.escalation().causes if c.kind == "late"] == [True, False]
    company.pause(W46)
    escalation = company.escalation()
    assert (escalation.outcome, escalation.ended_at) == ("withdrawn", wall("2026-11-17T09:00"))
    ends = [event.why for event, _, _ in company.repository.events_of(escalation.id) if event.kind == "end"]
    assert ends == ["away"]


@pytest.mark.parametrize(
    ("key", "period", "moment"),
    [
        ("nps", W45, "2026-11-05T09:00"),
        ("calls", "2026-11-08", "2026-11-08T09:00"),
        ("calls", "2026-11-03", "2026-11-17T08:00"),
        ("nps", W45, "2026-11-17T08:00"),
    ],
)
def test_a_week_in_which_somebody_was_there_cannot(key: str, period: str, moment: str) -> None:
    """A value that a person recorded for that week or a day of it, whenever typed, for any KPI, stands against it."""
    company = Company(plan(), plan("churn"), CALLS).at(moment)
    company.record("45", period, key=key)
    company.at("2026-11-17T09:00")
    with pytest.raises(RefusedError, match="somebody was there"):
        company.pause(W45)
    company.pause(W46)


def test_months_and_other_weeks_do_not_stand_against_it() -> None:
    """A month's value typed in that week, and a week's value typed for another, say nothing about that week."""
    company = Company(plan(), CALLS, CASH).at("2026-11-05T09:00")
    company.record("200", "2026-11", key="cash")
    company.record("1", "2026-W44", key="nps")
    company.at("2026-11-09T08:00").record("3", key="calls")
    company.at("2026-11-10T09:00").pause(W45)
    assert company.status(W45) == "paused"


def test_fetched_values_do_not_stand_against_it() -> None:
    """A machine was there; nobody else was. What was judged on its values stays judged."""
    company = Company(plan(), plan("signups", "at_least 1")).at("2026-11-05T09:00")
    from cadence_tui.services import recording

    recording.record(company.desk, "signups", "7", origin="fetched")
    company.at("2026-11-10T09:00").pause(W45)
    assert (company.status(W45), company.status(W45, "signups")) == ("paused", "on_track")
    assert company.is_calm()


def test_a_week_judged_early_is_paused_as_one_after_the_fact() -> None:
    """Before its deadline, but something in it was judged: somebody was there."""
    company = Company(plan(), plan("churn", "at_most 5 7")).at("2026-11-06T15:00")
    company.record("45")
    company.close()
    with pytest.raises(RefusedError, match="somebody was there"):
        company.pause(W45)


def test_a_week_that_only_machines_closed_can_still_be_paused() -> None:
    """Judged early on a fetched value, which stays judged; what has none is paused at the deadline."""
    from cadence_tui.services import recording

    company = Company(plan(), plan("signups", "at_least 1")).at("2026-11-06T15:00")
    recording.record(company.desk, "signups", "7", origin="fetched")
    company.close()
    company.pause(W45)
    company.at("2026-11-09T18:00")
    assert (company.status(W45), company.status(W45, "signups")) == ("paused", "on_track")


def test_a_value_alone_does_not_stop_a_pause_before_the_deadline() -> None:
    """Nothing is judged yet: the week can be paused, and the value is kept."""
    company = Company().at("2026-11-06T15:00")
    company.record("45")
    company.pause(W45)
    company.at("2026-11-10T09:00")
    assert (company.status(W45), company.value(W45)) == ("paused", Decimal(45))


def test_a_clock_that_has_run_out_already_does_not_move() -> None:
    """The pause of the week in which it ran out comes too late for it; what still runs there moves."""
    ladder = (Rung("A", "owner", "action", 24), Rung("B", "Bo", "decision", 96))
    company = Company(ladder=ladder).at("2026-11-12T09:00")
    company.pause(W46)
    escalation = company.escalation()
    assert [(c.kind, c.at) for c in escalation.causes][1:] == [("no_response", wall("2026-11-10T18:00"))]
    assert company.view().due_at(escalation) == wall("2026-11-21T18:00")


def test_pausing_the_newest_week_may_bring_a_recovery_back() -> None:
    """With the late week gone the newest judged one is on track: recovered as of the pause."""
    company = Company(ladder=ALONE).at("2026-11-16T17:00")
    company.record("45", W46)
    company.at("2026-11-24T09:00")
    assert (company.status(W47), company.escalation().recovered_at) == ("late", None)
    company.pause(W47)
    assert company.escalation().recovered_at == wall("2026-11-24T09:00")
    assert [c.struck for c in company.escalation().causes] == [False, True]


# --- Moved deadlines --------------------------------------------------------------------------------------------------


def test_a_moved_deadline_judges_then() -> None:
    """A holiday Monday, and the month that shares the deadline with it."""
    company = Company(plan(), CASH)
    company.move(W49, "2026-12-08T12:00")
    company.at("2026-12-08T11:59")
    assert (company.status(W49), company.status("2026-11", "cash")) == (None, None)
    company.record("45")
    company.at("2026-12-08T12:00")
    assert (company.status(W49), company.status("2026-11", "cash")) == ("on_track", "late")
    assert company.judgement(W49).judged_at == wall("2026-12-08T12:00")


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-16T18:00", False),
        ("2026-11-16T18:01", False),
        ("2026-11-17T09:00", False),
        ("2026-11-17T09:01", True),
        ("2026-11-30T17:59", True),
        ("2026-11-30T18:00", False),
        ("2026-11-20T12:00:00+09:00", True),
    ],
)
def test_a_deadline_moves_between_now_and_its_neighbours(moment: str, allowed: bool) -> None:
    """After now, after the deadline before it, and before the deadline after it."""
    company = Company().at("2026-11-17T09:00")
    if allowed:
        company.move(W47, moment)
    else:
        with pytest.raises(RefusedError, match="choose a moment after"):
            company.move(W47, moment)


def test_a_deadline_ahead_moves_after_the_one_before_it() -> None:
    """Next week's deadline cannot come before this week's, as that stands."""
    company = Company().at("2026-11-17T09:00")
    company.move(W47, "2026-11-25T12:00")
    with pytest.raises(RefusedError, match="choose a moment after 2026-11-25T12:00"):
        company.move(W48, "2026-11-25T12:00")
    company.move(W48, "2026-11-25T12:01")


def test_a_deadline_that_has_passed_cannot_be_moved() -> None:
    """At 18:00 it has closed."""
    company = Company().at("2026-11-16T18:00")
    with pytest.raises(RefusedError, match="has passed"):
        company.move(W46, "2026-11-17T12:00")


def test_a_deadline_can_be_moved_again() -> None:
    """Until the one it was moved to passes."""
    company = Company()
    company.move(W45, "2026-11-10T12:00")
    company.at("2026-11-10T11:00").move(W45, "2026-11-10T15:00")
    assert company.at("2026-11-10T14:59").status(W45) is None
    assert company.at("2026-11-10T15:00").status(W45) == "late"


@pytest.mark.parametrize(
    "moment", ["tomorrow", "2026-11-31T12:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", ""]
)
def test_what_is_no_moment_is_refused(moment: str) -> None:
    """With an example of one; a moment beyond any calendar's reach is none either."""
    with pytest.raises((InvalidError, RefusedError)):
        Company().move(W45, moment)


def test_only_weeks_have_a_deadline_to_move() -> None:
    """A month goes with its week."""
    with pytest.raises(RefusedError, match="is no week"):
        Company(CASH).move("2026-11", "2026-12-08T12:00")


def test_due_goes_by_the_deadline_as_it_stands_when_it_passes() -> None:
    """A KPI added 72 hours before the moved deadline is due in that week."""
    from cadence_tui.services import kpis

    company = Company().at("2026-11-20T19:00")
    kpis.add(company.desk, {"name": "churn", "owner": "Olga", "direction": "at_most", "target": "5"})
    company.move(W47, "2026-11-23T19:00")
    assert company.at("2026-11-23T19:00").status(W47, "churn") == "late"


def test_the_current_week_stays_current_until_its_moved_deadline() -> None:
    """What is recorded without a period goes there."""
    company = Company()
    company.move(W45, "2026-11-11T12:00")
    company.at("2026-11-11T11:59").record("45")
    assert company.value(W45) == 45


# --- The status of a KPI in a period ----------------------------------------------------------------------------------


def shown(company: Company, key: str = "nps", period: str | None = None) -> tuple[str, str | None]:
    """Give a KPI's status, and what its value would be judged as."""
    view = company.view()
    line = reports.line(view, view.kpis[key], period)
    return line.status, line.would_be


def test_a_period_is_pending_then_recorded_then_judged() -> None:
    """A recorded value is shown with what it would be judged as; once judged, with what it was, early too."""
    company = Company().at("2026-11-06T15:00")
    assert shown(company) == ("pending", None)
    company.record("35")
    assert shown(company) == ("recorded", "watch")
    company.close()
    assert shown(company) == ("watch", None)
    assert shown(company.at("2026-11-10T09:00"), period=W45) == ("watch", None)
    assert shown(company, period=W46) == ("pending", None)


@pytest.mark.parametrize("value", [None, "35"])
def test_paused_and_not_due_win_over_pending_and_recorded(value: str | None) -> None:
    """With a value or without."""
    company = Company(plan(), plan("churn")).at("2026-11-03T09:00")
    if value:
        company.record(value)
        company.record(value, "2026-W44")
    company.pause(W45)
    assert shown(company) == ("paused", None)
    assert shown(company, period="2026-W44") == ("not_due", None)
    company.pause(W46, key="churn")
    assert shown(company, "churn", W46) == ("paused", None)


def test_a_late_period_stays_late() -> None:
    """Whatever comes afterwards."""
    company = Company().at("2026-11-10T09:00")
    company.record("45", W45)
    assert shown(company, period=W45) == ("late", None)


def test_a_recorded_value_would_be_judged_by_the_periods_own_target() -> None:
    """A target for one period counts there before it is judged, too."""
    company = Company().at("2026-11-04T09:00")
    company.edit(period=W45, target="20", alert="10", why="holidays")
    company.record("20")
    assert shown(company) == ("recorded", "on_track")
