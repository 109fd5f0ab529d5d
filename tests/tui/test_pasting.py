"""What a terminal sends when something is pasted, whole and in pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from cadence_tui.tui.pasting import PasteParser

PASTED = "\x1b[200~- Churn\r\x1b[31mRed\x07\r\r- NPS\x1b\r\x1b[201~x"


def read(*pieces: str) -> list[str]:
    """Feed what a terminal sends; returns each paste, and each key by its name."""
    parser = PasteParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    return [one.text if isinstance(one, events.Paste) else one.key for one in found if isinstance(one, _KNOWN)]


_KNOWN = (events.Paste, events.Key)


@given(st.lists(st.integers(1, len(PASTED) - 1), max_size=4).map(sorted))
def test_a_pasted_list_with_escapes_in_it_is_one_text(cuts: list[int]) -> None:
    """Nothing of it is typed as keys and nothing of it is lost, wherever the terminal cuts what it sends."""
    ends = [0, *cuts, len(PASTED)]
    pieces = [PASTED[a:b] for a, b in pairwise(ends) if a < b]
    assert read(*pieces) == ["- Churn\r\x1a[31mRed\x07\r\r- NPS\x1a\r", "x"]


@pytest.mark.parametrize(("sent", "keys"), [("\x1b[A", ["up"]), ("ab", ["a", "b"]), ("\x1b[201~c", ["c"])])
def test_keys_are_read_as_ever(sent: str, keys: list[str]) -> None:
    """What is no paste is left alone."""
    assert read(sent) == keys
