"""Names, notes and reasons: what is taken, what is refused, and how what came in before is shown."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import clean_key, clean_line, clean_text, fold, known_as, same_name, slug, visible

if TYPE_CHECKING:
    from collections.abc import Callable

EXECUTED_OR_REORDERED = [
    *(chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)]),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800\udfff",
]
anything = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize("char", EXECUTED_OR_REORDERED, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("name", ["{}churn", "weekly {} churn", "churn{}"])
def test_a_name_with_a_control_character_is_refused(name: str, char: str) -> None:
    """No character that a terminal executes, or that reorders text, comes in with a name, wherever it stands in it."""
    with pytest.raises(InvalidError, match=r"^The KPI name has a (control character|line break)") as refused:
        clean_line(name.format(char), "KPI name")
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("char", [char for char in EXECUTED_OR_REORDERED if char not in "\n\t"])
def test_a_note_with_a_control_character_is_refused(char: str) -> None:
    """Long text takes newlines and tabs, and nothing else that is executed."""
    with pytest.raises(InvalidError, match=r"^The note has a control character"):
        clean_text(f"fell{char} by half", "note")


def test_a_note_keeps_its_lines() -> None:
    """Newlines and tabs are part of a long text, and the spaces around it are not."""
    assert clean_text("  why:\n\n\t- churn\n ", "note") == "why:\n\n\t- churn"


def test_a_note_from_windows_keeps_its_lines() -> None:
    """A line end of Windows is a line end, not a carriage return that overwrites the line."""
    assert clean_text("one\r\ntwo", "note") == "one\ntwo"


def test_a_note_may_be_empty() -> None:
    """A note is optional; whether a reason is needed is for the rule that asks for it."""
    assert clean_text(" \n", "note") == ""


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\u00a0", "\u200b", "\u200d\u200d", "\u3164", "\u2800", "\ufeff", "\u0301"]
)
def test_a_name_that_cannot_be_seen_is_refused(nothing: str) -> None:
    """Spaces, joiners and fillers alone are no name: nobody could tell that it is there."""
    with pytest.raises(InvalidError, match=r"^The name is empty; write at least one character that can be seen"):
        clean_line(nothing, "name")


@pytest.mark.parametrize(
    "name", ["Weekly churn", "[/] [b]", "=1+1", "| # <script>", "Ærlig Ødegård", "收入", "★", "-", "7"]
)
def test_any_other_name_is_taken_as_it_is(name: str) -> None:
    """Markup, formulas and every script are plain text; what they must not do is the edges' business."""
    assert clean_line(f"  {name} ", "name") == name


def test_text_is_kept_in_one_normal_form() -> None:
    """A letter and its accent are kept as one, so that the same name typed on two systems is the same text."""
    assert clean_line("Cafe\u0301", "name") == "Caf\u00e9"
    assert clean_text("Cafe\u0301", "note") == "Caf\u00e9"


@pytest.mark.parametrize(("clean", "longest"), [(clean_line, 200), (clean_text, 20_000)])
def test_text_has_a_greatest_length(clean: Callable[[str, str], str], longest: int) -> None:
    """A name has 200 characters at most and a long text 20,000; the refusal says both lengths."""
    assert len(clean("x" * longest, "text")) == longest
    with pytest.raises(InvalidError, match=f"has {longest + 1:,} characters; write it in {longest:,} at most"):
        clean("x" * (longest + 1), "text")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Growth", "GROWTH"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\uff2d\uff32\uff32", "mrr"),
        ("new  mrr", "new mrr"),
        ("churn\u200b", "churn"),
        ("ﬁx", "FIX"),
    ],
)
def test_names_that_look_alike_are_the_same(name: str, other: str) -> None:
    """Names are unique by NFKC casefold: case, width, accents' spelling and what cannot be seen make no difference."""
    assert same_name(name, other)


@pytest.mark.parametrize(("name", "other"), [("Growth", "Growths"), ("où", "ou"), ("A B", "AB")])
def test_names_that_look_different_are_different(name: str, other: str) -> None:
    """Accents and spaces between words do make a difference."""
    assert not same_name(name, other)


@given(anything)
def test_folding_twice_changes_nothing(name: str) -> None:
    """A folded name folds to itself, so that it can be stored and compared."""
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Weekly churn", "weekly-churn"),
        ("Churn (%) / week", "churn-week"),
        ("new_mrr", "new_mrr"),
        ("Où est Ça?", "ou-est-ca"),
        ("Straße Ødegård Łódź", "strasse-odegard-lodz"),
        ("\uff2d\uff32\uff32", "mrr"),
        ("Founder’s day", "founders-day"),
        ("收入 (月)", "收入-月"),
        ("Й Ё", "й-ё"),
        ("हिंदी दर", "हिंदी-दर"),
        ("한국 매출", "한국-매출"),
        ("100", "kpi-100"),
        ("24/7", "kpi-24-7"),
        ("—", "kpi"),
        ("_", "kpi"),
        ("", "kpi"),
    ],
)
def test_a_key_is_made_from_the_name(name: str, key: str) -> None:
    """Small letters, digits and hyphens, ASCII where there is a plain way to it, and letters of other scripts kept."""
    assert slug(name) == key


@given(anything)
def test_every_name_gives_a_key_that_is_taken(name: str) -> None:
    """Whatever a KPI is called, the key made of it is a valid one, and the key of that key is itself."""
    assert clean_key(slug(name)) == slug(name)
    assert slug(slug(name)) == slug(name)


@pytest.mark.parametrize("key", ["churn", "new_mrr", "on-time-b6", "2fa-rate", "收入"])
def test_a_key_is_taken(key: str) -> None:
    """A key given by hand may hold letters, digits, hyphens and underscores."""
    assert clean_key(key) == key


@pytest.mark.parametrize("key", ["New MRR", "a b", "a/b", "-a", "a-", "100", "1-2", "a.b", "a+b", "Churn"])
def test_a_key_that_a_formula_could_not_name_is_refused(key: str) -> None:
    """A key that could be read as something else in a formula is refused, and a right one is offered."""
    with pytest.raises(InvalidError, match=f"“{slug(key)}” would do"):
        clean_key(key)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07", "bell␇"),
        ("\x9b31m", r"\x9b31m"),
        ("over\u202ewrite", r"over\u202ewrite"),
        ("a\u2028b", r"a\u2028b"),
        ("\ud800", r"\ud800"),
        ("a\r\nb\tc\x7f", "a␍␊b␉c␡"),
        ("plain – ✓ 収入", "plain – ✓ 収入"),
    ],
)
def test_what_a_terminal_would_execute_is_made_visible(text: str, shown: str) -> None:
    """Data that came in before, or from elsewhere, is shown with its control characters as pictures or numbers."""
    assert visible(text) == shown


def test_lines_can_stay_lines() -> None:
    """A long text is shown with its newlines and tabs, and everything else visible."""
    assert visible("a\n\tb\x1b", lines=True) == "a\n\tb␛"


@given(anything)
def test_nothing_forbidden_is_left_when_it_is_shown(text: str) -> None:
    """Whatever is in the data, what is shown could have been typed as a name or note."""
    for shown in (visible(text), visible(text, lines=True)):
        clean_text(shown, "text", longest=10 * len(text) + 10)
    assert not any(char in visible(text) for char in EXECUTED_OR_REORDERED)


@given(anything)
def test_cleaning_changes_nothing_the_second_time(text: str) -> None:
    """What was taken once is taken again as it is, so that an export can be read back."""
    try:
        cleaned = clean_line(text, "text")
    except InvalidError:
        return
    assert clean_line(cleaned, "text") == cleaned == unicodedata.normalize("NFC", cleaned)
    assert visible(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "stands_for"),
    [
        ("Ben", "Ben Okoro"),
        ("ben okoro", "Ben Okoro"),
        ("Celik", "Çelik"),
        ("José", "José"),
        ("Jose", "Jose"),
        ("Ada", "Ada"),  # that whole name is somebody's
        ("Be", "Be"),  # no whole word of anybody's
        ("Zed", "Zed"),
    ],
)
def test_a_first_name_stands_for_the_one_who_has_it(name: str, stands_for: str) -> None:
    """The first words of a name are enough where nobody else's are the same; else it is somebody's own."""
    people = ["Ada", "Ada Berg", "Ben Okoro", "Çelik", "Jose", "José", "Tom Weiss", "Tom Ray"]
    assert known_as(name, people) == stands_for


def test_a_first_name_of_two_is_asked_about() -> None:
    """Nobody is guessed, and nobody is made up beside them."""
    with pytest.raises(InvalidError, match="“Tom” may be Tom Weiss or Tom Ray; write out who is meant"):
        known_as("Tom", ["Tom Weiss", "Ada", "Tom Ray"])
