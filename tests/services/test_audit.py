"""The audit: a pasted list is read, sorted, ranked and cut, and taken over in one change."""

from itertools import pairwise

import pytest

from cadence_tui import bootstrap
from cadence_tui.domain.playbook import Range
from cadence_tui.services import audit, undo
from cadence_tui.services.audit import Pairs, Thing
from cadence_tui.settings import playbook
from tests.companies import Company

PLAYBOOK = playbook()
LIBRARY = bootstrap.library()


def test_a_pasted_list_of_five_hundred_lines_is_read_and_says_what_it_did() -> None:
    """Duplicates, blank lines, control characters and endless names are dealt with, and counted."""
    lines = [f"- Metric {n % 300}" for n in range(440)]
    lines += [""] * 30 + ["\x1b[31mRed\x07", "x" * 300] + ["  metric 5 "] * 28
    found = audit.read_list("\r\n".join(lines))
    assert len(found.names) == 302
    assert all(name.isprintable() and len(name) <= 200 for name in found.names)
    assert found.told == (
        "302 read: 168 named twice, kept once; 30 empty, left out; 1 with characters that cannot be shown, cleaned; "
        "1 longer than 200 characters, shortened."
    )


def test_a_list_of_a_spreadsheet_gives_its_first_column() -> None:
    """Bullets, numbers and what stands after a tab are no part of a name."""
    assert audit.read_list("1. Churn\t4%\n[x] NPS\n* 1:1s held\n").names == ("Churn", "NPS", "1:1s held")
    assert audit.read_list(" \n\n").names == ()


def test_a_file_says_how_many_were_taken_doubled_cut_and_blank() -> None:
    """Each line of the file is accounted for, the header and the other columns too; what is there is not added."""
    lines = ["KPI,Now", *(f"Metric {n % 20},{n}" for n in range(30)), ",", "\x1b[31mRed\x07,3", f"{'x' * 300},4"]
    found = audit.read_file("[a].csv", "\r\n".join(lines).encode(), there="metric 1\nOther\n")
    assert len(found.names) == 21
    assert "Metric 1" not in found.names
    assert found.told == (
        "[a].csv: 21 of 33 lines below “KPI” taken: 10 named twice, kept once; 1 in your list already; 1 empty, left "
        "out; 1 with characters that cannot be shown, cleaned; 1 longer than 200 characters, shortened. 1 other column "
        "left out."
    )


@pytest.mark.parametrize(
    ("count", "low", "high", "kept"), [(12, 3, 9, 6), (40, 3, 5, 5), (4, 3, 5, 3), (2, 3, 5, 2), (30, 10, 15, 15)]
)
def test_each_list_is_cut_in_half_until_the_range_is_met(count: int, low: int, high: int, kept: int) -> None:
    """Half is kept, halved again over the range, never under it."""
    assert audit.keep_count(count, Range(low, high)) == kept


def test_what_was_sorted_stays_when_the_list_changes() -> None:
    """Lines that come later join; those that are there keep their place and bucket."""
    before = [Thing("Churn", "health"), Thing("Launch in Spain", "change", kept=False)]
    after = audit.take(["NPS", "churn", "Launch in Spain"], before)
    assert [(one.name, one.bucket, one.kept) for one in after] == [
        ("Churn", "health", True),
        ("Launch in Spain", "change", False),
        ("NPS", "", True),
    ]


@pytest.mark.parametrize(
    ("name", "bucket"),
    [("Churn", "health"), ("Launch in Spain", "change"), ("Close rate", "health"), ("Double our sign-ups", "change")],
)
def test_a_proposal_is_made_by_how_a_line_begins(name: str, bucket: str) -> None:
    """A verb that moves or makes something is a change; anything else is health."""
    assert audit.proposed(name, PLAYBOOK) == bucket


def test_pairs_rank_a_list_by_halving() -> None:
    """Whatever the order, so many answers as halving needs put everything into its place."""
    names = [f"{n:02}" for n in (5, 3, 9, 1, 7, 2, 8, 0, 6, 4)]
    pairs, asked = Pairs(list(names)), 0
    while (question := pairs.question) is not None:
        pairs.answer(is_first=question[0] < question[1])
        asked += 1
    assert all(a < b for a, b in pairwise(pairs.order))
    assert len(pairs.order) == 10
    assert asked <= 29


def test_an_audit_is_taken_over_in_one_change_and_undone_in_one() -> None:
    """Health becomes KPIs, change waits, the rest is parked; u takes it all back."""
    small = Company()
    fields = {"name": "Refunds", "owner": "Fay", "direction": "at_most", "target": "5"}
    made = audit.finish(small.desk, [fields], ["Win Spain"], ["Page views"])
    assert [kpi.key for kpi in made] == ["refunds"]
    assert [(one.name, one.bucket) for one in audit.look(small.desk.repository)] == [
        ("Win Spain", "change"),
        ("Page views", "parked"),
    ]
    undo.undo(small.desk)
    assert audit.look(small.desk.repository) == []
    assert "refunds" not in small.desk.view().kpis


def test_what_matters_is_kept_before_what_only_looks_well() -> None:
    """Until its founder ranks it, a list is cut by what speaks for each, told in a word; one that looks ahead stays."""
    names = ["Twitter followers", "Cash in bank", "Office plants", "Page views", "Our churn rate", "Customer churn"]
    things = [Thing(name, "health") for name in [*names, "Demos held"]]
    audit.propose(things, "health", Range(3, 3), LIBRARY, PLAYBOOK, "traction")
    assert audit.survivors(things, "health") == ["Our churn rate", "Cash in bank", "Demos held"]
    why = {one.name: audit.worth(one, LIBRARY, PLAYBOOK, "traction").why for one in things}
    assert why["Our churn rate"] == "fits your stage"
    assert why["Page views"] == "looks well, decides little"
    assert why["Office plants"] == ""


def test_one_that_looks_ahead_is_among_those_that_are_kept() -> None:
    """Where all that is kept would look back, the first that tells early where things go takes the last place."""
    names = ["Revenue", "Customer churn", "Cash in the bank", "Gross margin", "NPS", "Conversations with customers"]
    things = [Thing(name, "health") for name in names]
    audit.propose(things, "health", Range(3, 3), LIBRARY, PLAYBOOK, "scaling")
    kept = [LIBRARY.near(name) for name in audit.survivors(things, "health")]
    assert [kpi.kind for kpi in kept if kpi is not None][-1] == "leading"


def test_an_outcome_is_kept_before_work() -> None:
    """Of what is to change, what moves something comes before what is only done; the order is otherwise kept."""
    things = [Thing(name, "change") for name in ("Rewrite the app", "Launch in Spain", "Double our sign-ups")]
    audit.propose(things, "change", Range(1, 1), LIBRARY, PLAYBOOK, "solo")
    assert audit.survivors(things, "change") == ["Double our sign-ups"]
