"""What lint reads in a wording: phrases that must fire, and phrases that must not.

They stand in phrases.toml, so that one can be added as it is met.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui import settings
from cadence_tui.domain.levels import maintains
from cadence_tui.domain.owner import is_joint, is_role
from cadence_tui.domain.wording import is_personal, named_target
from cadence_tui.domain.work import is_activity

WORDS = settings.playbook().words
PEOPLE = ("Ada", "Bob Smith", "Mateo Silva", "Olga", "Fay", "Founder", "Customer lead", "Head of Growth")

LISTS = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))


def phrases(check: str, verdict: str) -> list[str]:
    """List the phrases on which a check fires, or stays silent; there are at least ten of each."""
    found: list[str] = LISTS[check][verdict].strip().splitlines()
    assert len(found) >= 10
    return found


def test_a_joint_name_is_no_owner() -> None:
    """Joint ownership is no ownership: two people, however they are joined, and nobody in particular."""
    assert [name for name in phrases("joint", "fires") if not is_joint(name)] == []


def test_one_person_or_one_role_is_an_owner() -> None:
    """A name that holds letters such as “and”, and a role over two fields, are one owner."""
    assert [name for name in phrases("joint", "silent") if is_joint(name)] == []


def test_roles_are_told_from_names() -> None:
    """A role may stand in an objective without making it a person's."""
    assert is_role("Founder")
    assert is_role("Head of Growth")
    assert not is_role("Ada Lovelace")


def test_a_number_on_a_metric_is_a_target() -> None:
    """An objective that is a number to reach is the target of a KPI."""
    assert [title for title in phrases("target", "fires") if not named_target(title, WORDS)] == []


def test_other_digits_are_no_target() -> None:
    """A year, a version, a quarter, a standard, a place in a ranking or a count of partners is no target."""
    assert [title for title in phrases("target", "silent") if named_target(title, WORDS) is not None] == []


def test_the_number_is_named_as_it_was_written() -> None:
    """The finding repeats the number, so that one sees what was taken for a target."""
    assert named_target("Reduce churn from 5 % to 2%", WORDS) == "5 % to 2%"


def test_what_keeps_a_level_is_a_kpi() -> None:
    """A title whose main clause keeps a level changes nothing: it is a KPI."""
    assert [title for title in phrases("level", "fires") if not maintains(title, WORDS)] == []


def test_what_changes_something_keeps_no_level() -> None:
    """Keeping on, holding an event, or guarding one number while another moves, keeps no level."""
    assert [title for title in phrases("level", "silent") if maintains(title, WORDS)] == []


def test_work_is_no_key_result() -> None:
    """What people will do is an initiative, however much of it they will do."""
    assert [title for title in phrases("work", "fires") if not is_activity(title, WORDS)] == []


def test_an_outcome_is_a_key_result() -> None:
    """What a metric will show is an outcome, though its name holds a verb, and so is work that names its number."""
    assert [title for title in phrases("work", "silent") if is_activity(title, WORDS)] == []


def test_an_objective_for_a_person_is_seen() -> None:
    """The cascade stops at the team: no objective is one person's."""
    assert [title for title in phrases("personal", "fires") if not is_personal(title, WORDS, people=PEOPLE)] == []


def test_an_objective_for_all_is_nobodys_own() -> None:
    """Customers, roles, places and words that are also names make no objective a person's."""
    assert [title for title in phrases("personal", "silent") if is_personal(title, WORDS, people=PEOPLE)] == []


def test_a_level_that_is_a_person_makes_an_objective_personal() -> None:
    """An objective given to Ada instead of a team is hers, whatever it says."""
    assert is_personal("Win the Nordics", WORDS, people=PEOPLE, level="ada")
    assert not is_personal("Win the Nordics", WORDS, people=PEOPLE, level="Growth")


WORDS_AND_SIGNS = (
    *"KR1:,.()–-%$→<>&/@'+y",
    *[
        "keep",
        "launch",
        "for",
        "Ada's",
        "2027",
        "from",
        "to",
        "70",
        "½",
        "ſ",
        "of",
        "and",
        "And",
        "et",
        "und",
        "og",
        "e",
        "Ada",
        "CEO",
        "Chief",
        "team",
    ],
    " y ",
)
words_and_signs = st.lists(st.sampled_from(WORDS_AND_SIGNS))


@given(st.one_of(st.text(max_size=60), words_and_signs.map(" ".join), words_and_signs.map("".join)))
def test_odd_titles_break_nothing(title: str) -> None:
    """Whatever is typed so far is read without an error."""
    named_target(title, WORDS)
    maintains(title, WORDS)
    is_activity(title, WORDS)
    is_personal(title, WORDS, people=PEOPLE)
    is_joint(title)


@pytest.mark.parametrize("name", ["Andrea", "Ethan", "Vera", "Undine", "Oğuz Og", "Yves y", "Plus Ultra", "1 y Bo"])
def test_a_name_is_read_with_each_letter(name: str) -> None:
    """A name begins with a word that joins two, or is one so far: And…rea is one person at every letter."""
    for end in range(1, len(name) + 1):
        is_joint(name[:end])
        is_role(name[:end])
    assert not is_joint(name)
    assert not any(is_joint(word) for word in ("And", "and", "et", "Ve", "und", "og"))
