"""The line of time: what is in it, in what order, how it is narrowed, and that it reads no more than is shown."""

from __future__ import annotations

import pytest

from cadence_tui.domain.errors import InvalidError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import answers, decisions
from cadence_tui.services.timeline import PAGE, Query, TimeLine
from tests.companies import Company, plan

SLOW = (Rung("Owner", "owner", "action", 168), Rung("Lead", "lead", "decision", 240))


def missed(**more: str) -> Company:
    """Found a company that missed one week, on the morning after."""
    return Company(plan(owner="Olga"), ladder=SLOW, **more).at("2026-11-10T09:00")  # type: ignore[arg-type]


def keys(company: Company, query: Query | None = None, most: int = 100) -> list[str]:
    """Name what a query finds."""
    return [item.key for item in TimeLine(company.view()).take(query or Query(), most)]


def test_everything_stands_newest_first() -> None:
    """Escalations, decisions and actions are in one line, the newest first."""
    company = missed()
    company.decide("E-1", actions=["call"])
    company.at("2026-11-10T10:00").decide("nps", actions=["hire"])
    found = [key for key in keys(company) if not key.startswith("#")]
    assert set(found[:2]) == {"D-2", "A-2"}
    assert set(found[2:4]) == {"D-1", "A-1"}
    assert found[4:] == ["E-1"]


def test_an_escalation_is_there_before_anything_is_written() -> None:
    """What came due since the file was last written stands in the line as it does everywhere else."""
    company = missed()
    assert company.repository.escalations() == []
    assert keys(company, Query(kind="escalation")) == ["E-1"]
    assert keys(company, Query(state="open")) == ["E-1"]


def test_meetings_amendments_and_pauses_are_in_it() -> None:
    """A meeting, an amendment with its reason and a pause are changes; a value in time is none."""
    company = Company(plan())
    company.record("50")
    company.close()
    company.record("45", "2026-W45", amend="counted twice")
    company.pause("2026-W47")
    found = [item.what.partition(" ")[0] for item in TimeLine(company.view()).take(Query(kind="change"), 9)]
    assert found == ["paused", "recorded", "closed", "founded"]


def test_a_week_closed_twice_had_one_meeting() -> None:
    """Closing again judges what has come since, and is no second meeting."""
    company = Company(plan())
    company.record("50")
    company.close()
    company.at("2026-11-02T10:00")
    company.record("51", amend="late count")
    company.close()
    found = TimeLine(company.view()).take(Query(kind="change", text="closed"), 9)
    assert len({item.what for item in found}) == len(found)


def test_what_was_undone_is_gone() -> None:
    """An undone change counts as never made."""
    from cadence_tui.services.undo import undo

    company = Company(plan())
    company.pause("2026-W47")
    undo(company.desk)
    assert keys(company, Query(text="paused")) == []


@pytest.mark.parametrize(
    ("state", "wanted"),
    [("open", {"E-1", "D-1", "A-1", "A-2"}), ("overdue", {"A-1"}), ("check", {"A-2", "D-1"})],
)
def test_states(state: str, wanted: set[str]) -> None:
    """Open is not settled, overdue is past its day, and to check is a done action or a decision whose day has come."""
    company = missed()
    company.decide("E-1", actions=["call", "write"])
    decisions.finish(company.desk, "A-2")
    company.at("2027-01-04T09:00")
    assert set(keys(company, Query(state=state))) - {"E-2"} == wanted  # type: ignore[arg-type]


def test_mine_is_what_one_owns_decided_or_is_asked_for() -> None:
    """Mine is the action one owns, the decision one made, the escalation one is asked about."""
    company = missed()
    company.decide("E-1", actions=["call"])
    company.actor = "Olga"
    assert set(keys(company, Query(is_mine=True))) == {"E-1", "A-1"}


@pytest.mark.parametrize("text", ["calL", "d-1 do", "because", "nps do", "  DO  "])
def test_words_are_found_however_they_are_cased(text: str) -> None:
    """Every word has to be somewhere: in title, why, id, who, or the KPI that it is about."""
    company = missed()
    company.decide("E-1", actions=["Call Ærlig"])
    assert keys(company, Query(text=text))


def test_words_are_found_as_they_look() -> None:
    """Full-width letters and the case of any alphabet make no difference."""
    company = missed()
    company.decide("E-1", actions=["Call ÆRLIG"])
    assert keys(company, Query(text="ærlig")) == keys(company, Query(text="ærlig")) == ["A-1"]


def test_showing_the_newest_reads_no_more_than_a_page() -> None:
    """However much there is, the newest few cost one page of each kind."""
    company = missed()
    row = dict(company.repository.database.execute("SELECT 1").fetchone())
    assert row
    company.decide("E-1", actions=["call"])
    one = dict(company.repository.database.execute("SELECT * FROM actions").fetchone())
    names = ", ".join(one)
    for number in range(2, 4 * PAGE):
        values = {**one, "number": number, "id": f"A-{number}"}
        marks = ", ".join("?" * len(values))
        company.repository.database.execute(f"INSERT INTO actions ({names}) VALUES ({marks})", tuple(values.values()))
    line, read = TimeLine(company.view()), list[str]()
    company.repository.database.connection.set_trace_callback(read.append)
    assert len(line.take(Query(kind="action"), 20)) == 20
    assert len(line.take(Query(kind="action"), PAGE)) == PAGE
    assert [statement[-len(f" LIMIT {PAGE}") :] for statement in read if "FROM actions" in statement] == [
        f" LIMIT {PAGE}"
    ]
    assert len(line.take(Query(kind="action"), 10_000)) == 4 * PAGE - 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(person="Olga"), {"E-2", "A-1"}),
        (Query(person="Fay"), {"D-1", "D-2", "E-1"}),
        (Query(kpi="nps"), {"E-2", "D-1", "A-1"}),
        (Query(kpi="mrr"), {"E-1", "D-2"}),
        (Query(kpi="mrr", text="prices"), {"D-2"}),
        (Query(kpi="nps", person="Olga", kind="action"), {"A-1"}),
        (Query(span="last week"), {"E-1", "E-2", "D-1", "A-1"}),
        (Query(span="this week"), {"D-2"}),
        (Query(span="this quarter"), {"D-1", "D-2", "A-1", "E-1", "E-2"}),
        (Query(span="2025"), set()),
        (Query(state="settled"), set()),
        (Query(is_mine=True, person="Olga"), set()),
    ],
)
def test_it_is_narrowed_by_person_kpi_and_time(query: Query, wanted: set[str]) -> None:
    """Each alone and together: whose it is now, the KPI that it is about (an action by its decision), and when."""
    company = Company(plan(owner="Olga"), plan("mrr", "at_least 10", owner="Fay"), ladder=SLOW).at("2026-11-09T19:00")
    company.decide("E-2", actions=["call"])
    company.at("2026-11-16T09:00").decide("mrr", why="the prices")
    assert {key for key in keys(company, query) if key[0] in "EDA"} == wanted


def test_what_came_of_it_is_a_state_too() -> None:
    """Decisions that worked or failed, and what is settled, are found on their own."""
    company = missed()
    company.decide("E-1", actions=["call"])
    decisions.drop(company.desk, "A-1", "no use")
    decisions.check(company.desk, "D-1", "failed")
    assert keys(company, Query(state="failed")) == ["D-1"]
    assert keys(company, Query(state="worked")) == []
    assert set(keys(company, Query(state="settled"))) == {"D-1", "A-1"}


@pytest.mark.parametrize(
    "text", ["", "call", "ÆRLIG", "straße", "STRASSE", "\\u00fc", "“[/", "'; drop", "%", "_", "ﬁx"]
)
def test_a_search_in_the_file_finds_what_a_search_in_words_would(text: str) -> None:
    """SQL narrows, and never hides what stands in a row: letters of any script, escapes, quotes and wildcards."""
    company = missed()
    company.decide("E-1", why="Grüße “[/ '; drop 100% a_b", actions=["Call Ærlig", "Straße \\u00fc ﬁx"], options=["Zü"])
    found = set(keys(company, Query(text=text)))
    every = TimeLine(company.view()).take(Query(), 100)
    line = TimeLine(company.view())
    wanted = {one.key for one in every if line._fits(one, line._sought(Query(text=text)))}
    assert found == wanted != set()


@pytest.mark.parametrize("text", ["meeting", "amended"])
def test_a_change_is_found_by_the_words_that_the_log_shows(text: str) -> None:
    """A closed week is found as a meeting, a value that was changed as amended."""
    company = Company(plan())
    company.record("50")
    company.close()
    company.record("45", "2026-W45", amend="counted twice")
    assert len(keys(company, Query(kind="change", text=text))) == 1


def test_a_time_that_nobody_knows_is_refused() -> None:
    """A saved filter from elsewhere says so in a sentence."""
    with pytest.raises(InvalidError, match="is no time that the log knows"):
        keys(missed(), Query(span="soon"))


# --- How an escalation may be answered --------------------------------------------------------------------------------


def test_a_rung_that_owes_an_action_leaves_the_target_to_the_one_above() -> None:
    """Re-targeting and retiring are refused with the reason, and whoever may is named."""
    view = missed().view()
    escalation = view.escalation("E-1")
    assert set(answers.refusals(view, escalation)) == {"retarget", "retire"}
    assert answers.who_decides(view, escalation) == "Lead, Fay"


def test_a_miss_is_accepted_once_in_27_days() -> None:
    """Accepting again so soon is refused beforehand; a company of one may."""
    for stage, refused in (("traction", True), ("solo", False)):
        company = missed(stage=stage)
        company.decide("E-1", kind="accept")
        company.at("2026-11-17T09:00")
        view = company.view()
        assert ("accept" in answers.refusals(view, view.escalation("E-2"))) is refused


def test_a_stale_action_is_refused_with_what_changed() -> None:
    """Whoever comes second hears who settled it, or what it says now."""
    company = missed()
    company.decide("E-1", actions=["call", "write"])
    seen = [company.repository.action(one) for one in ("A-1", "A-2")]
    company.actor = "Lea"
    decisions.finish(company.desk, "A-1")
    decisions.keep(company.desk, "A-2", "2027-01-08", owner="Bo")
    company.actor = "Fay"
    with pytest.raises(RefusedError, match=r"A-1 is done already\. Lea did that at 09:00 on 2026-11-10\."):
        answers.refuse_stale(company.desk, seen[0], company.repository.action("A-1"))
    with pytest.raises(RefusedError, match=r"due 2027-01-08 now, not 2026-12-31; Bo has it now, not Olga"):
        answers.refuse_stale(company.desk, seen[1], company.repository.action("A-2"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("w46", {"E-1", "D-1", "A-1"}),
        ("W46 olga", {"A-1"}),
        ("2026-11-24", {"D-2"}),
        ("2026-11 nps", {"D-1", "D-2", "E-1"}),
        ("2027", set()),
    ],
)
def test_a_search_finds_a_period(text: str, wanted: set[str]) -> None:
    """By day, week, month or year in which something came up, together with any other word."""
    company = missed()
    company.decide("E-1", actions=["call"])
    company.at("2026-11-24T09:00").decide("nps")
    assert {key for key in keys(company, Query(text=text)) if key[0] in "EDA"} - {"E-2"} == wanted
