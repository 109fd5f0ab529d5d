"""The monthly review: when it is due, what it looks at, what it does, and its notes, frozen when it is held."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cadence_tui.domain.calendar import shift, weeks_of
from cadence_tui.domain.errors import CadenceError, InvalidError, NotFoundError, RefusedError
from cadence_tui.export import markdown
from cadence_tui.services import kpis, minutes, monthly, reviews, undo
from cadence_tui.services.month_notes import monthly as facts_of
from cadence_tui.settings import playbook
from tests.companies import Company, plan, wall
from tests.objectives import objective, put

PLAYBOOK = playbook()
NOTES = Path(__file__).parent / "notes"
NOVEMBER, DECEMBER = "2026-11", "2026-12"
AFTER = "2026-12-08T09:00"
"""The morning after November was judged, on Monday 7 December at 18:00."""


def november(*, solo: bool = False) -> Company:
    """Live through November with a weekly KPI that adds up, one that does not, and a monthly one."""
    people = ("Fay",) if solo else ("Fay", "Olga", "Lea", "Bo")
    owner = people[-1]
    one = Company(
        plan("signups", "at_least 20 10", owner=owner, aggregate="sum"),
        plan("nps", owner=owner),
        plan("cash", "at_least 100 90", owner=owner, cadence="monthly"),
        people=people,
        stage="solo" if solo else "traction",
    )
    for n, week in enumerate(weeks_of(NOVEMBER)):
        one.at(wall("2026-11-09T12:00") + timedelta(weeks=n))
        one.record(str(20 + n), week, key="signups")
        one.record(str(45 - 5 * n), week, key="nps")
    one.at("2026-12-07T12:00")
    one.record("120", NOVEMBER, key="cash")
    return one.at(AFTER)


def quarter_later(one: Company) -> Company:
    """Let 91 days go by since the company was founded, with nothing decided."""
    one.at("2027-01-04T12:00").record("125", DECEMBER, key="cash")
    one.at("2027-02-01T12:00").record("130", "2027-01", key="cash")
    return one.at("2027-02-02T09:00")


# --- When -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "first", "last", "count"),
    [
        ("2026-11", "2026-W45", "2026-W48", 4),
        ("2026-12", "2026-W49", "2026-W53", 5),
        ("2027-01", "2027-W01", "2027-W04", 4),
    ],
)
def test_a_week_is_of_the_month_that_holds_its_thursday(month: str, first: str, last: str, count: int) -> None:
    """So each week is in one month, also at the turn of the year."""
    found = weeks_of(month)
    assert (found[0], found[-1], len(found)) == (first, last, count)


def test_every_week_is_in_exactly_one_month() -> None:
    """Over four years no week is left out, and none is in two."""
    months = [shift("2025-01", n) for n in range(48)]
    weeks = [week for month in months for week in weeks_of(month)]
    assert weeks == [shift(weeks[0], n) for n in range(len(weeks))]


@pytest.mark.parametrize(
    ("moment", "due"),
    [("2026-11-30T19:00", None), ("2026-12-07T17:59", None), ("2026-12-07T18:00", NOVEMBER), (AFTER, NOVEMBER)],
)
def test_a_review_is_due_once_its_month_is_judged(moment: str, due: str | None) -> None:
    """Which is at the first weekly deadline after its end."""
    one = november().at("2026-12-07T17:00")
    assert reviews.due_month(one.at(moment).view()) == due


def test_a_review_that_was_held_is_not_due_any_more() -> None:
    """Until the next month is judged; and one undo later it is due again."""
    one = november()
    monthly.hold(one.desk, PLAYBOOK, NOVEMBER)
    assert reviews.due_month(one.view()) is None
    undo.undo(one.desk)
    assert reviews.due_month(one.view()) == NOVEMBER
    assert reviews.due_month(one.at("2027-01-05T09:00").view()) == DECEMBER


def test_nothing_is_due_of_a_month_in_which_nothing_was_judged() -> None:
    """A company that was only just founded is asked nothing."""
    assert reviews.due_month(Company().view()) is None


def test_a_month_that_has_not_ended_is_not_reviewed() -> None:
    """The refusal says from when on it can be."""
    with pytest.raises(RefusedError, match="2027-01-01"):
        monthly.hold(november().desk, PLAYBOOK, DECEMBER)


# --- What it looks at -------------------------------------------------------------------------------------------------


def test_the_month_of_a_kpi_is_its_sum_its_mean_or_its_value() -> None:
    """What adds up is summed, a level averaged, a monthly value taken as it is; each beside the month before."""
    figures = {one.kpi.key: one for one in monthly.look(november().view(), PLAYBOOK, NOVEMBER).figures}
    assert {key: (str(one.value), one.how, one.on_track, one.judged) for key, one in figures.items()} == {
        "signups": ("86", "sum", 4, 4),
        "nps": ("37.5", "mean", 2, 4),
        "cash": ("120", None, 1, 1),
    }
    assert figures["signups"].before is None
    assert [len(one.trailing) for one in figures.values()] == [13, 13, 6]
    assert [str(value) for value in figures["signups"].trailing[-4:]] == ["20", "21", "22", "23"]


def test_the_month_before_stands_beside_it() -> None:
    """December is told beside November."""
    one = november()
    one.record("30", "2026-W49", key="signups")
    figures = {f.kpi.key: f for f in monthly.look(one.at("2027-01-05T09:00").view(), PLAYBOOK, DECEMBER).figures}
    assert (str(figures["signups"].value), str(figures["signups"].before)) == ("30", "86")


def test_a_kpi_that_nobody_decides_by_is_asked_about() -> None:
    """After 90 days; kept with a reason it is settled, and asked about again 90 days later."""
    one = quarter_later(november())
    assert [s.kpi.key for s in monthly.look(one.view(), PLAYBOOK, "2027-01").stale] == ["signups", "nps", "cash"]
    monthly.keep(one.desk, PLAYBOOK, "nps", "the board reads it")
    kept = {s.kpi.key: s.kept for s in monthly.look(one.view(), PLAYBOOK, "2027-01").stale}
    assert kept == {"signups": None, "nps": "the board reads it", "cash": None}
    monthly.hold(one.desk, PLAYBOOK, "2027-01")
    one.at("2027-03-09T09:00")
    assert [s.kpi.key for s in monthly.look(one.view(), PLAYBOOK, "2027-02").stale] == ["signups", "cash"]
    one.at("2027-05-04T09:00")
    again = monthly.look(one.view(), PLAYBOOK, "2027-04").stale
    assert [(s.kpi.key, s.is_settled) for s in again] == [("signups", False), ("nps", False), ("cash", False)]


def test_a_kpi_that_the_review_retires_stays_in_its_notes() -> None:
    """With the reason for which it went."""
    one = quarter_later(november())
    monthly.hold(one.desk, PLAYBOOK, "2026-12")
    kpis.retire(one.at("2027-02-02T10:00").desk, "cash", "the bank tells us daily")
    (found,) = [s for s in monthly.look(one.view(), PLAYBOOK, "2027-01").stale if s.kpi.key == "cash"]
    assert (found.retired, found.is_settled) == ("the bank tells us daily", True)


def test_the_rule_is_the_playbook_s() -> None:
    """Where the playbook is not at hand, it counts the same days."""
    assert PLAYBOOK.limits.stale_days == monthly.STALE_DAYS


def test_a_kpi_that_the_rule_does_not_name_cannot_be_kept() -> None:
    """There is nothing to keep it from."""
    with pytest.raises(NotFoundError, match="nothing to waive"):
        monthly.keep(november().desk, PLAYBOOK, "nps", "why not")


def test_a_target_that_nobody_meets_is_named() -> None:
    """Over eight weeks that were all judged by it."""
    one = november()
    for n in range(10):
        week = shift("2026-W49", n)
        one.at(wall("2026-12-07T17:00") + timedelta(weeks=n))
        one.record("19", week, key="signups")
        one.record("32" if n else "45", week, key="nps")
    found = monthly.look(one.at("2027-03-09T09:00").view(), PLAYBOOK, "2027-02").misfits
    assert [(m.kpi.key, m.fit) for m in found] == []
    for n in range(10, 14):
        one.at(wall("2026-12-07T17:00") + timedelta(weeks=n))
        one.record("19", shift("2026-W49", n), key="signups")
        one.record("32", shift("2026-W49", n), key="nps")
    found = monthly.look(one.at("2027-04-06T09:00").view(), PLAYBOOK, "2027-03").misfits
    assert [(m.kpi.key, m.fit, m.periods) for m in found] == [("signups", "unmet", 13), ("nps", "unmet", 13)]


# --- What it does -----------------------------------------------------------------------------------------------------


def test_an_objective_is_on_course_changes_course_or_stops() -> None:
    """Stopping closes it, with the reason, in the one act; one undo takes both back."""
    one = november()
    put(one, objective(created_at=one.now, activated_at=one.now))
    minutes.set_course(one.desk, NOVEMBER, "O-1", "on_course")
    minutes.set_course(one.desk, NOVEMBER, "O-1", "stop", "the market is gone")
    assert one.repository.objective("O-1").state == "closed"
    found = monthly.look(one.view(), PLAYBOOK, NOVEMBER)
    assert [o.line.objective.id for o in found.objectives] == ["O-1"]
    assert found.minutes.courses == {"O-1": ("stop", "the market is gone")}
    undo.undo(one.desk)
    assert one.repository.objective("O-1").state == "active"
    assert minutes.minutes_of(one.repository, NOVEMBER, "monthly").courses == {"O-1": ("on_course", "")}


def test_another_course_needs_a_reason_and_an_active_objective() -> None:
    """What is refused changes nothing."""
    one = november()
    put(
        one, objective(created_at=one.now, activated_at=one.now), objective(id="O-2", state="draft", created_at=one.now)
    )
    with pytest.raises(InvalidError, match="why"):
        minutes.set_course(one.desk, NOVEMBER, "O-1", "stop", " ")
    with pytest.raises(CadenceError, match="O-2 is draft"):
        minutes.set_course(one.desk, NOVEMBER, "O-2", "change", "because")
    assert minutes.minutes_of(one.repository, NOVEMBER, "monthly").courses == {}


# --- Its notes --------------------------------------------------------------------------------------------------------


def held(*, solo: bool = False) -> Company:
    """Hold a review with something under each of its headings, hostile text too."""
    one = november(solo=solo)
    put(
        one,
        objective(created_at=one.now, activated_at=one.now, owner="Fay", title="Make *the* first week [easy]"),
    )
    quarter_later(one)
    monthly.hold(one.desk, PLAYBOOK, "2026-12")
    one.at("2027-02-02T10:00")
    minutes.set_course(one.desk, "2027-01", "O-1", "change", "nobody asked for `it`")
    kpis.retire(one.desk, "cash", "the bank tells us daily")
    monthly.keep(one.desk, PLAYBOOK, "nps", "the board | reads it")
    minutes.write_learned(one.desk, "2027-01", "Ask first.\n# Then build.", "monthly")
    minutes.note(one.desk, "2027-01", "The <b>tour</b> comes later", "monthly")
    one.decide(actions=["call five customers"] if not solo else [])
    monthly.hold(one.desk, PLAYBOOK, "2027-01", rating=8, remark="short and calm")
    return one


@pytest.mark.parametrize("form", ["notes", "chat"])
@pytest.mark.parametrize("solo", [False, True])
def test_the_notes_of_a_month_are_these(form: markdown.Form, *, solo: bool) -> None:
    """Word for word, in a team and for one alone; rewrite the file where a change is meant."""
    one = held(solo=solo)
    text = markdown.review(facts_of(one.view(), PLAYBOOK), form=form)
    golden = NOTES / f"monthly-{form}{'-solo' if solo else ''}.md"
    assert text == golden.read_text("utf-8")


def test_the_notes_of_a_review_that_was_held_never_change() -> None:
    """Whatever comes after it, they are written from what was frozen."""
    one = held()
    before = facts_of(one.view(), PLAYBOOK, "2027-01")
    one.at("2027-03-09T09:00").record("99", "2027-W01", amend="typo")
    minutes.write_learned(one.desk, "2027-01", "Something else.", "monthly")
    assert facts_of(one.view(), PLAYBOOK, "2027-01") == before


def test_a_month_that_has_not_begun_has_no_notes() -> None:
    """It says so; what is no month is refused, too."""
    view = november().view()
    with pytest.raises(RefusedError, match="has not begun"):
        facts_of(view, PLAYBOOK, "2027-01")
    with pytest.raises(InvalidError, match="no month"):
        facts_of(view, PLAYBOOK, "2026-W47")
