"""The cells around what happened: enough to see what came of it, no period that has not begun, nothing that is far."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadence_tui.services import story, undo
from cadence_tui.services.pages import AFTER, BEFORE, SCORECARD, stretch
from tests.companies import Company, plan


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-W46", "2026-W46", ("2026-W38", "2026-W50")),
        ("2026-W46", "2026-W53", ("2026-W42", "2027-W04")),
        ("2027-W02", "2027-W06", ("2026-W48", "2027-W07")),
        ("", "", ("2026-W48", "2027-W07")),
    ],
)
def test_a_stretch_reaches_a_little_beyond_both_ends(first: str, last: str, shown: tuple[str, str]) -> None:
    """Four periods before and after, thirteen at least, and none after the one that closes next."""
    company = Company(plan()).at("2027-02-16T09:00")
    cells = stretch(company.view(), company.repository.kpi("nps"), first, last)
    assert (cells[0].period, cells[-1].period) == shown
    assert len(cells) >= SCORECARD
    assert [cell.is_current for cell in cells].count(True) == (cells[-1].period == "2027-W07")
    assert (BEFORE, AFTER) == (4, 4)


def test_a_stretch_shows_each_period_as_it_was_judged() -> None:
    """By the target of its time, amended ones as amended; and reads the values of no other period."""
    company = Company(plan()).at("2026-11-09T10:00")
    company.record("20")
    company.at("2026-11-10T09:00").decide("E-1", kind="accept")
    company.edit(target="30", why="it was too high")
    company.record("25", "2026-W45", amend="counted twice")
    read = list[str]()
    company.repository.database.connection.set_trace_callback(read.append)
    cells = {cell.period: cell for cell in stretch(company.view(), company.repository.kpi("nps"))}
    one = cells["2026-W45"]
    assert (str(one.value), one.status, str(one.goal.target), one.amended) == ("25", "breach", "40", True)
    assert str(cells["2026-W46"].goal.target) == "30"
    assert not [words for words in read if words.startswith("SELECT * FROM readings WHERE kpi = 'nps' ORDER")]


def test_the_newest_of_a_kpi_s_story_is_told_without_the_rest() -> None:
    """Asked for the newest three, three values are read and no entry of another KPI; asked for all, all are told."""
    company = Company(plan(), plan("mrr", "at_least 10"))
    for value in range(41, 49):
        company.record(str(value), amend="again")
        company.record("11", key="mrr", amend="again")
    view, kpi = company.view(), company.repository.kpi("nps")
    read = list[str]()
    company.repository.database.connection.set_trace_callback(read.append)
    newest = [one for one in story.of_kpi(view, kpi, 3) if one.kind == "value"]
    assert [(one.before, one.after) for one in newest] == [("45", "46"), ("46", "47"), ("47", "48")]
    assert not [words for words in read if "FROM history ORDER BY" in words or "history WHERE seq >" in words]
    assert [one.after for one in story.of_kpi(view, kpi) if one.kind == "value"] == [str(n) for n in range(41, 49)]


def test_a_value_from_the_moment_of_the_close_is_no_amendment() -> None:
    """At one moment the order of deeds tells: what was there is a value, what came after changes it."""
    company = Company(plan()).at("2026-11-10T10:00")
    company.record("41")
    company.close()
    company.record("42", amend="counted anew")
    told = [(one.kind, one.after) for one in story.of_kpi(company.view(), company.repository.kpi("nps"))]
    assert [one for one in told if one[0] in ("value", "amendment")] == [("value", "41"), ("amendment", "42")]


def test_a_value_before_a_close_that_was_undone_and_held_again_is_no_amendment() -> None:
    """The close that counts is the one that stands."""
    company = Company(plan()).at("2026-11-10T10:00")
    company.record("41")
    company.close()
    undo.undo(company.desk)
    company.record("42")
    company.close()
    kinds = [one.kind for one in story.of_kpi(company.view(), company.repository.kpi("nps"))]
    assert "amendment" not in kinds


def test_a_kpi_s_story_is_read_at_once_however_long_it_is() -> None:
    """How its values were judged, in the file and since, is not asked for one by one."""
    company = Company(plan())
    kpi, begun = company.repository.kpi("nps"), company.now
    read, asked = list[str](), set[int]()
    company.repository.database.connection.set_trace_callback(read.append)
    for weeks in range(1, 5):
        company.record(str(40 + weeks))
        view = company.at(begun + timedelta(weeks=weeks, hours=12)).view()
        assert view.pending
        read.clear()
        told = [one for one in story.of_kpi(view, kpi) if one.kind == "value"]
        asked.add(len(read))
        judged = [one.judgement for one in told]
        assert judged == [view.judgement("nps", one.period or "") for one in told]
        assert len([one for one in judged if one is not None]) >= weeks - 1
    assert len(asked) == 1


def test_what_was_undone_is_not_in_a_kpi_s_story() -> None:
    """A value that was taken back counts as never given, also as the one before."""
    company = Company(plan())
    for value in ("41", "42"):
        company.record(value, amend="again")
    undo.undo(company.desk)
    company.record("43", amend="again")
    view = company.view()
    told = [one for one in story.of_kpi(view, company.repository.kpi("nps")) if one.kind == "value"]
    assert [(one.before, one.after) for one in told] == [(None, "41"), ("41", "43")]
