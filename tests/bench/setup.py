"""The set-up of a company, in turn with a bare app's palette: its next step, and a key in each of its two searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import bare
from tests.bench.app import BARE, app_environment, open_palette, showing, words
from tests.bench.figures import Figure, compared
from tests.bench.terminal import started

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.terminal import Program

LIMIT = 0.5
STEP, ZONE, LIBRARY = "the set-up's next step", "a key in the search for a zone", "a key in the search for a KPI"
# The title of each step after the first, and how many times enter leads to it from the one before.
STEPS = {"2 of 8": 3, "3 of 8": 4, "4 of 8": 1, "5 of 8": 1, "6 of 8": 1, "7 of 8": 1, "8 of 8": 3}


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Go through the whole set-up with enter alone, and search on the way; each round in a fresh app of either kind."""
    env = app_environment(folder)
    base = list[float]()
    samples: dict[str, list[float]] = {STEP: [], ZONE: [], LIBRARY: []}
    for number in range(-1, rounds):
        with started(BARE, env) as plain:
            plain.wait(showing(bare.READY))
            plain.settle()
            opened = open_palette(plain)
        with started(words(folder / f"set-up-{number}.db"), env) as program:
            found = _through(program)
        if number >= 0:
            base.append(opened)
            for name, took in found.items():
                samples[name] += took
    return [compared(f"{name} / a bare app's palette", LIMIT, took, base) for name, took in samples.items()]


def _through(program: Program) -> dict[str, list[float]]:
    """Set a company up; returns how long each kind of key took."""
    program.wait(showing("Set up your company"))
    program.settle()
    program.answer_ms("n", showing("1 of 8"))
    program.settle()
    found: dict[str, list[float]] = {STEP: [], ZONE: [], LIBRARY: []}
    for title, enters in STEPS.items():
        for number in range(1, enters):
            program.press("enter")
            program.settle()
            if title == "3 of 8" and number == enters - 1:
                found[ZONE] = _search(program, "osl")
        found[STEP].append(program.answer_ms("enter", showing(title)))
        program.settle()
        if title == "6 of 8":
            program.press("/")
            program.settle()
            found[LIBRARY] = _search(program, "chu")
            program.press("escape")
            program.settle()
    return found


def _search(program: Program, keys: str) -> list[float]:
    """Type into a search, each key until the next frame stands, and clear it again."""
    took = list[float]()
    for key in keys:
        took.append(program.frame_ms(key))
        program.settle(0.1)
    for _ in keys:
        program.press("\x7f")
    program.settle()
    return took
