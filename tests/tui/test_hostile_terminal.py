"""Text that a terminal would obey, in every name, note and draft, through every screen, in a real pseudo-terminal."""

from __future__ import annotations

import signal
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from tests.hostile import OBEYED, spoil
from tests.tui.program import PROGRAM, Run, running

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

F4, F8 = "\x1bOS", "\x1b[19~"
BACK = ["escape", "escape"]
WALK = {
    "this week": ["down", "?", *BACK, "r", "escape", "x", *BACK, "y", *BACK, "N", *BACK, "c", *BACK, "i", *BACK],
    "KPIs": [
        "2",
        "down",
        "\x1b[C",
        " ",
        *BACK,
        "enter",
        "i",
        *BACK,
        "e",
        *BACK,
        "n",
        *BACK,
        "t",
        *BACK,
        "/",
        "e",
        *BACK,
    ],
    "OKRs": ["3", "down", "enter", "e", *BACK, "c", *BACK, "n", *BACK, "escape", "t"],
    "log": ["4", "down", "enter", "d", *BACK, "escape", "down", "down", "enter", "escape", "/", "e", *BACK],
    "rollout": ["5", "down", "down", "a", *BACK, "l", "v", *BACK],
    "settings": ["1", ",", "down", "down", "e", *BACK, "down", "down", "down", "e", *BACK, "escape"],
    "palette": ["ctrl+p", "a", "down", *BACK],
    "backups": ["B", "escape"],
    "check-in": ["w", *["\x13"] * 3, "\x0e", *BACK[:1], *["\x13"] * 4, "escape", "escape"],
    "reviews": ["M", *["\x13"] * 6, *BACK, "Q", *["\x13"] * 6, *BACK, F4, *["\x13"] * 3, *BACK],
    "audit": [F8, "enter", "enter", *BACK, *BACK],
}
# Which of these one run of the program goes through.
WALKS = [
    ("this week", "KPIs", "OKRs", "log"),
    ("rollout", "settings", "palette", "backups"),
    ("check-in", "reviews", "audit"),
]


def _press(run: Run, key: str) -> None:
    """Press a key, and see what it does; esc alone takes a terminal a while, since it begins other keys."""
    run.press(key)
    run.settle(0.06 if key == "escape" else 0.04)


@pytest.mark.long
@pytest.mark.parametrize("places", WALKS, ids=", ".join)
def test_nothing_of_it_reaches_a_terminal(stage: Stage, places: tuple[str, ...]) -> None:
    """In lists, pages, forms, fields, help, the palette, toasts, meetings and notes: it is shown, and never obeyed."""
    spoil(stage.path)
    with running(PROGRAM, stage) as run:
        for key in chain.from_iterable(WALK[place] for place in places):
            _press(run, key)
        assert run.kill(signal.SIGTERM) == 143
    assert "HACK" in run.written
    for text in OBEYED:
        assert text not in run.written, run.written[run.written.index(text) - 80 :][:200]


@pytest.mark.parametrize("keys", [["down", "r"], ["4", "/"], ["w", "\x0e", "enter"]], ids=["value", "search", "form"])
def test_what_is_pasted_is_not_obeyed_either(stage: Stage, keys: list[str]) -> None:
    """Into a value, a search and a line of a form: it is shown, and what is typed next stands behind it."""
    with running(PROGRAM, stage) as run:
        for key in keys:
            _press(run, key)
        run.press("\x1b[200~\u202e\x9bevil\x1b[201~")
        run.press("71")
        run.see("evil71")
        assert run.kill(signal.SIGTERM) == 143
    for text in OBEYED:
        assert text not in run.written, run.written[run.written.index(text) - 80 :][:200]
