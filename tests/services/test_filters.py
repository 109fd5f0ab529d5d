"""Filters of the log under a name of one's own."""

from __future__ import annotations

import pytest

from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.history import change, headline
from cadence_tui.services import filters, people, undo
from cadence_tui.services.filters import Saved
from cadence_tui.services.timeline import Query, TimeLine
from tests.companies import Company

HERS = Query(kind="action", state="overdue", person="Olga", kpi="nps", span="last 4 weeks", text="call")


def names(company: Company) -> list[str]:
    """Name the saved filters."""
    return [one.name for one in filters.saved(company.view())]


def test_a_filter_is_kept_whole_and_undone_like_any_change() -> None:
    """All that it narrows by comes back, for whoever looks; undo takes the saving back."""
    company = Company()
    filters.save(company.desk, "Hers", HERS)
    company.actor = "Olga"
    assert filters.saved(company.view()) == [Saved("Hers", HERS)]
    company.actor = "Fay"
    undo.undo(company.desk)
    assert names(company) == []


def test_one_s_own_stays_one_s_own_for_everybody() -> None:
    """A filter for what is mine shows each person theirs."""
    company = Company()
    filters.save(company.desk, "My own", Query(is_mine=True))
    assert filters.saved(company.view())[0].query == Query(is_mine=True)


def test_the_same_name_takes_the_place_of_the_one_before() -> None:
    """However it is cased, there is one filter of a name."""
    company = Company()
    filters.save(company.desk, "Late", Query(state="overdue"))
    filters.save(company.desk, "LATE", Query(state="open"))
    assert filters.saved(company.view()) == [Saved("Late", Query(state="open"))]


def test_a_filter_is_renamed_and_removed() -> None:
    """Its new name may be the old one in other letters, not another's; what is not there is refused."""
    company = Company()
    filters.save(company.desk, "Late", Query(state="overdue"))
    filters.save(company.desk, "Unanswered", Query(state="open"))
    assert filters.rename(company.desk, "late", "LATE") == "LATE"
    with pytest.raises(RefusedError, match="There is a filter “unanswered” already"):
        filters.rename(company.desk, "LATE", "unanswered")
    assert filters.remove(company.desk, "late") == "LATE"
    assert names(company) == ["Unanswered"]
    with pytest.raises(NotFoundError):
        filters.remove(company.desk, "LATE")
    with pytest.raises(NotFoundError):
        filters.rename(company.desk, "LATE", "Later")


def test_a_filter_that_narrows_nothing_is_refused_and_so_is_a_name_that_is_none() -> None:
    """Each with a sentence that says what to do."""
    company = Company()
    with pytest.raises(RefusedError, match="is not narrowed"):
        filters.save(company.desk, "All", Query())
    for name in (" ", "a\x1b[31m", "x" * 41):
        with pytest.raises(InvalidError):
            filters.save(company.desk, name, HERS)
    assert names(company) == []


def test_a_filter_by_a_person_follows_to_their_new_name() -> None:
    """It is theirs under whatever name they go by."""
    company = Company()
    filters.save(company.desk, "Hers", HERS)
    people.rename(company.desk, "Olga", "Olga Berg")
    assert filters.saved(company.view())[0].query.person == "Olga Berg"


@pytest.mark.parametrize(
    "stored",
    ['{"kpi":"gone"}', '{"person":"Eve"}', '{"span":"soon"}', '{"kind":"x"}', '{"no":1}', "[]", '{"text":1}', "{"],
)
def test_a_filter_that_makes_no_sense_here_is_left_out(stored: str) -> None:
    """A restored or damaged one is neither offered nor in the way of the others."""
    company = Company()
    filters.save(company.desk, "Hers", HERS)
    with company.desk.change("saved filter", "x") as change:
        change.repository.put_filter("Odd", "log", stored)
    assert names(company) == ["Hers"]


def test_how_somebody_looks_at_the_log_does_not_stand_in_it() -> None:
    """The history has it, the line of time has not."""
    company = Company()
    filters.save(company.desk, "Hers", HERS)
    filters.rename(company.desk, "Hers", "Theirs")
    filters.remove(company.desk, "Theirs")
    assert [one.what for one in TimeLine(company.view()).take(Query(kind="change"), 9)] == ["founded Fjord Labs"]
    verbs = [one.verb for one in company.view().entries()]
    assert verbs[-3:] == ["saved filter", "renamed filter", "removed filter"]
    assert headline(company.view().entries()[-3]) == "saved filter “Hers”"


def test_the_log_says_in_words_what_a_filter_shows() -> None:
    """Saved, saved again and removed: nothing of how it is stored."""
    company = Company()
    filters.save(company.desk, "Hers", HERS)
    filters.save(company.desk, "Hers", Query(state="check", is_mine=True))
    filters.remove(company.desk, "Hers")
    hers, mine = (
        "actions, overdue, of Olga, about nps, last 4 weeks, with “call”",
        "everything, to check, of one's own",
    )
    view = company.view()
    said = [change(one, view.calendar.zone) for one in view.entries() if one.verb.endswith("filter")]
    assert said == [hers, f"{hers} → {mine}", f"was {mine}"]
