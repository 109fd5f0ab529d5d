"""The app, in turn with a bare one: its first screen, its memory, its keys, and what it uses while nobody does."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import bare, companies
from tests.bench.commands import CADENCE, BenchError, environment
from tests.bench.figures import Figure, compared, skipped
from tests.bench.terminal import Program, started

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench.screen import Screen

BARE = (sys.executable, str(Path(bare.__file__)))
PALETTE = "Search for commands"
FIRST = companies.kpi_name(0)
START, MEMORY = "first screen with 20 KPIs / a bare app", "memory / a bare app"
START_LONG = "first screen with 104,000 values / with 1,040"
CHECK_IN, FIELD, ROW = "a key in the check-in", "a key in the record field", "a row moved"
PAGE, NOTES, FORM, BACK = "a KPI's page opened", "notes opened", "a form opened", "a place gone back to"
KEY_LIMITS: dict[str, float | None] = {
    CHECK_IN: 0.3, FIELD: 0.3, ROW: 0.2, PAGE: 0.6, NOTES: None, FORM: None, BACK: None,
}  # fmt: skip
IDLE = "processor while idle, % of a core"
SOON_S = 3.0
TYPED = "7777.25"
KPIS, FILTER, LOG = "KPIs", "The scorecard's filter, a key", "Log"
# In a large company it clears a full screen, in a small one a few lines: `log` holds it to a limit of its own.
SEARCH = "The log's search, a key"
# How each place is gone to from the one before (none: the app opens on it), and what only stands there.
PLACES = {
    "This week": ("", FIRST),
    KPIS: ("2", "· target"),
    FILTER: ("z", "No KPI fits"),
    "A KPI's page": ("enter", f"Counted at {companies.key(0)}"),
    LOG: ("4", "E-"),
    SEARCH: ("z", "Nothing in the log"),
}
# What is pressed before the next place can be gone to.
_AFTER = {KPIS: ("/",), FILTER: ("escape", "escape"), LOG: ("/",)}
GROWN = {"middle": ("60 KPIs and three years", None), "wide": ("200 KPIs and ten years", 1.3)}


def words(path: Path) -> tuple[str, ...]:
    """Give the words that open the app on a company's file."""
    return (CADENCE, "--db", str(path))


def showing(text: str) -> Callable[[Screen], bool]:
    """Say of a screen whether it shows a text."""
    return lambda screen: text in screen.text()


def starting(files: Mapping[str, Path], home: Path, rounds: int) -> list[Figure]:
    """Start a bare app, ours, and ours over a long history in turn; look at their memory once they are at rest."""
    env = app_environment(home)
    sides = {"bare": (BARE, bare.READY), "app": (words(files["small"]), FIRST), "long": (words(files["long"]), FIRST)}
    time: dict[str, list[float]] = {side: [] for side in sides}
    memory: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(-1, rounds):
        for side, (command, ready) in sides.items():
            with started(command, env) as program:
                seen = program.wait(showing(ready))
                program.settle()
                if number >= 0:
                    time[side].append((seen - program.begin) * 1000)
                    memory[side].append(program.memory_mib())
    return [
        compared(START, 1.6, time["app"], time["bare"]),
        compared(START_LONG, 1.2, time["long"], time["app"]),
        compared(MEMORY, 1.4, memory["app"], memory["bare"], "MiB"),
    ]


def pressing(files: Mapping[str, Path], home: Path, rounds: int) -> list[Figure]:
    """Press keys in both, in turn, in apps that stay open."""
    env = app_environment(home)
    base = list[float]()
    samples: dict[str, list[float]] = {name: [] for name in KEY_LIMITS}
    missing = dict[str, str]()
    deeds = {
        CHECK_IN: _type, FIELD: _type, ROW: _move, PAGE: _open, NOTES: _open_notes, FORM: _open_form, BACK: _go_back,
    }  # fmt: skip
    with started(BARE, env) as plain, ExitStack() as stack:
        plain.wait(showing(bare.READY))
        plain.settle()
        apps = {name: stack.enter_context(started(words(files["small"]), env)) for name in deeds}
        for app in apps.values():
            app.wait(showing(FIRST))
            app.settle()
        apps[CHECK_IN].press("w")
        apps[CHECK_IN].wait(showing("Follow-through"))
        apps[CHECK_IN].settle()
        for number in range(-1, rounds):
            opened = open_palette(plain)
            if number >= 0:
                base.append(opened)
            for name, deed in deeds.items():
                if name in missing:
                    continue
                try:
                    took = deed(apps[name])
                except BenchError as error:
                    missing[name] = str(error)
                    continue
                if number >= 0:
                    samples[name] += took
    return [
        skipped(f"{name} / a bare app's palette", limit, missing[name])
        if name in missing
        else compared(f"{name} / a bare app's palette", limit, samples[name], base)
        for name, limit in KEY_LIMITS.items()
    ]


def open_palette(program: Program) -> float:
    """Open the palette, and close it."""
    took = program.answer_ms("ctrl+p", showing(PALETTE))
    program.settle()
    program.press("escape")
    program.settle()
    return took


def _type(program: Program) -> list[float]:
    """Record a value as far as its last digit, each key until it stands in the field, and leave it as it was."""
    program.press("r")
    program.settle()
    took = list[float]()
    for end in range(1, len(TYPED) + 1):
        before = program.screen.text()
        typed = TYPED[:end]
        took.append(program.answer_ms(typed[-1], _more(typed, before.count(typed)), SOON_S))
    for _ in TYPED:
        program.press("\x7f")
    program.settle()
    program.press("escape")
    program.settle()
    return took


def _more(typed: str, before: int) -> Callable[[Screen], bool]:
    """Say of a screen whether a text stands on it once more than before."""
    return lambda screen: screen.text().count(typed) > before


def _move(program: Program) -> list[float]:
    """Go down some rows and up again; the cursor is colour, so the frame that follows is the answer."""
    took = list[float]()
    for key in ("down", "down", "down", "up", "up", "up"):
        took.append(program.frame_ms(key))
        program.settle(0.1)
    return took


def _open(program: Program) -> list[float]:
    """Open the first KPI's page, known by how the KPI is measured, and go back."""
    program.press("2")
    program.settle()
    return [_there_and_back(program, "enter", f"Counted at {companies.key(0)}")]


def _open_notes(program: Program) -> list[float]:
    """Open the notes of the newest week, known by their first heading, and leave them."""
    return [_there_and_back(program, "N", "In three lines")]


def _open_form(program: Program) -> list[float]:
    """Open the form of a new KPI among the others, and leave it."""
    program.press("2")
    program.settle()
    return [_there_and_back(program, "n", "A new KPI")]


def _there_and_back(program: Program, key: str, shown: str) -> float:
    """Open what stands over a place, and leave it."""
    took = program.answer_ms(key, showing(shown), SOON_S)
    program.settle()
    program.press("escape")
    program.settle()
    return took


def _go_back(program: Program) -> list[float]:
    """Go to another place, and back to the one that was open."""
    program.press("2")
    program.settle()
    took = program.answer_ms("1", showing("What needs you"), SOON_S)
    program.settle()
    return [took]


def idling(files: Mapping[str, Path], home: Path, seconds: float) -> list[Figure]:
    """Leave the app alone for a while."""
    with started(words(files["small"]), app_environment(home)) as program:
        program.wait(showing(FIRST))
        program.settle()
        share = program.idle_percent(seconds)
    return [Figure(IDLE, 0.3, share, None, note=f"over {seconds:g} s")]


def growing(files: Mapping[str, Path], home: Path, rounds: int) -> list[Figure]:
    """Open each place for the first time in companies of three sizes, in turn."""
    env = app_environment(home)
    samples: dict[tuple[str, str], list[float]] = {(name, size): [] for name in PLACES for size in ("small", *GROWN)}
    for number in range(-1, rounds):
        for size in ("small", *GROWN):
            for name, took in _visited(words(files[size]), env).items():
                if number >= 0:
                    samples[name, size].append(took)
    return [
        compared(
            f"{name}, {what} / 20 KPIs and one",
            None if name == SEARCH else limit,
            samples[name, size],
            samples[name, "small"],
        )
        for size, (what, limit) in GROWN.items()
        for name in PLACES
    ]


def _visited(command: tuple[str, ...], env: Mapping[str, str]) -> dict[str, float]:
    """Start the app, and go through the places, each of them opened for the first time."""
    found = dict[str, float]()
    with started(command, env) as program:
        for name, (key, shown) in PLACES.items():
            if key:
                found[name] = program.answer_ms(key, showing(shown), SOON_S)
            else:
                found[name] = (program.wait(showing(shown)) - program.begin) * 1000
            program.settle()
            for press in _AFTER.get(name, ()):
                program.press(press)
                program.settle()
    return found


def app_environment(home: Path) -> dict[str, str]:
    """Give the environment of a terminal that knows colours."""
    return {**environment(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
