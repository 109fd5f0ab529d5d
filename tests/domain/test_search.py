"""A thing is found by a few letters of its name, among thousands, while they are typed."""

from __future__ import annotations

import time

import pytest

from cadence_tui.domain.search import best, fit


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("churn", "churn in the small plan", "the plan's churn"),
        ("plan", "small plan", "explanation"),
        ("plan", "explanation", "p. l. a. n."),
        ("hsd", "hire second driver", "hashed"),
        ("churn", "churn", "churn and more"),
    ],
)
def test_the_nearer_name_comes_first(query: str, better: str, worse: str) -> None:
    """A name that begins so comes before words that do, those before words that hold it, and those before letters."""
    assert fit(query, better).score > fit(query, worse).score


def test_words_stand_in_any_order() -> None:
    """Each word that is typed may stand anywhere, and its letters are marked where it begins a word."""
    found = fit("plan churn", "explain churn of the plan")
    assert [("explain churn of the plan"[at]) for at in found.places] == list("planchurn")
    assert found.places[0] == 21


@pytest.mark.parametrize("query", ["", " ", "zz", "nrhc", "uoagny"])
def test_what_does_not_fit_is_no_find(query: str) -> None:
    """Nothing typed finds nothing, and letters in another order or strewn over a long name find it neither."""
    assert not fit(query, "churn of each framework, digested by hand in july").score


def test_five_thousand_decisions_are_searched_while_one_types() -> None:
    """A key among 200 KPIs, 5,000 decisions and 10,000 actions costs less than somebody notices."""
    names = [(f"d-{n} hire a second driver for tour {n % 97} and write to all", n) for n in range(15_200)]
    took = list[float]()
    for query in ("h", "hire", "driver 96", "d-4999", "hsdft", "qqq"):
        start = time.process_time()
        best(query, names, 40)
        took.append(time.process_time() - start)
    assert best("d-4999", names, 40)[0][1] == 4999
    assert sorted(took)[len(took) // 2] < 0.2
