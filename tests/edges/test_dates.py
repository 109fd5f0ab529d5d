"""Days as people name them, seen from a Monday: what is due lies ahead, what is looked back to behind."""

from __future__ import annotations

from datetime import date

import pytest

from cadence_tui.edges.dates import one_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "ahead", "behind"),
    [
        ("Friday", "2026-11-27", "2026-11-20"),
        ("fri", "2026-11-27", "2026-11-20"),
        ("Thurs.", "2026-11-26", "2026-11-19"),
        ("Monday", "2026-11-30", "2026-11-23"),  # what is due on Monday is not due today
        (" Sunday ", "2026-11-29", "2026-11-22"),
        ("today", "2026-11-23", "2026-11-23"),
        ("tomorrow", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-22", "2026-11-22"),
        ("4 Dec", "2026-12-04", "2026-12-04"),
        ("Fri 4 Dec", "2026-12-04", "2026-12-04"),
        ("30 Nov 2025", "2025-11-30", "2025-11-30"),
    ],
)
def test_a_day_is_named_from_today_on(text: str, ahead: str, behind: str) -> None:
    """A day of the week is the next one, or the last that was."""
    assert one_day(text, MONDAY).isoformat() == ahead
    assert one_day(text, MONDAY, is_past=True).isoformat() == behind


@pytest.mark.parametrize("text", ["Friday", "tomorrow", "4 Dec"])
def test_where_nobody_says_what_day_it_is_a_day_has_its_year(text: str) -> None:
    """A company's file means the same whenever it is read."""
    with pytest.raises(ValueError, match="isoformat"):
        one_day(text)


@pytest.mark.parametrize("text", ["f", "fr", "fridays", "someday", "next Friday", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    """Nothing is guessed from parts of a name."""
    with pytest.raises(ValueError, match="isoformat"):
        one_day(text, MONDAY)
