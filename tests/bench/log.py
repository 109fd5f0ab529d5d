"""The log and the KPIs after ten years, in turn with the demo company's one, and with a bare app's palette."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.bench import bare, companies, decade
from tests.bench.app import BARE, SOON_S, app_environment, open_palette, showing, words
from tests.bench.figures import Figure, compared
from tests.bench.terminal import Program, started

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEMO_LIMIT, KEY_LIMIT, MEMORY_LIMIT = 2.0, 1.0, 1.6
NOTHING = "^"
SIDES = ("decade", "demo")
# What is pressed, what only stands there once it has been answered, and what is pressed before the next.
STEPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "scorecard opened": ("2", "· target", ()),
    "a KPI's page opened": ("enter", "Zoom", ("escape",)),
    "log opened": ("4", "f more", ()),
    "whether decisions worked, opened": ("y", "By quarter", ("escape", "D")),
    "a decision's story opened": ("enter", "status ", ("escape", "/")),
    "first key of the log's search, found nowhere": (NOTHING, "Nothing in the log", ("\x7f",)),
    "a later key of it": ("c", "c", ("\x7f", "escape", "escape", "f")),
    "a key in the list of filters": ("k", "KPI", ("escape",)),
}
KEYS = ("first key of the log's search, found nowhere", "a later key of it", "a key in the list of filters")


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Go through the screens in both companies, in turn with a bare app's palette."""
    env = app_environment(folder)
    files = {"decade": decade.build(folder / "decade.db"), "demo": _demo(folder / "demo.db")}
    took: dict[tuple[str, str], list[float]] = {(name, side): [] for name in STEPS for side in SIDES}
    memory: dict[str, list[float]] = {side: [] for side in SIDES}
    base = list[float]()
    with ExitStack() as stack:
        plain = stack.enter_context(started(BARE, env))
        plain.wait(showing(bare.READY))
        plain.settle()
        for number in range(-1, rounds):
            opened = open_palette(plain)
            for side in SIDES:
                found, most = _visited(files[side], env)
                if number >= 0:
                    memory[side].append(most)
                    for name, one in found.items():
                        took[name, side].append(one)
            if number >= 0:
                base.append(opened)
    figures = [compared("memory, ten years / the demo company", MEMORY_LIMIT, memory["decade"], memory["demo"], "MiB")]
    for name in STEPS:
        mine = took[name, "decade"]
        to_demo, limit = (None, KEY_LIMIT) if name in KEYS else (DEMO_LIMIT, None)
        figures.append(compared(f"{name}, ten years / the demo company", to_demo, mine, took[name, "demo"]))
        figures.append(compared(f"{name}, ten years / a bare app's palette", limit, mine, base))
    return figures


def _demo(path: Path) -> Path:
    """Make the demo company, in the week that all is measured in."""
    from cadence_tui import bootstrap

    before = os.environ.get("CADENCE_NOW")
    os.environ["CADENCE_NOW"] = companies.NOW.isoformat()
    try:
        return bootstrap.demo(path)
    finally:
        if before is None:
            del os.environ["CADENCE_NOW"]
        else:
            os.environ["CADENCE_NOW"] = before


def _visited(path: Path, env: Mapping[str, str]) -> tuple[dict[str, float], float]:
    """Start the app on a company, and take each step; returns how long each took, and the most memory."""
    found = dict[str, float]()
    with started(words(path), env) as program:
        program.wait(showing("This week"))
        program.settle()
        for name, (key, shown, after) in STEPS.items():
            found[name] = _answered(program, key, shown)
            program.settle()
            for press in after:
                program.press(press)
                program.settle()
        return found, program.memory_mib()


def _answered(program: Program, key: str, shown: str) -> float:
    """Press a key; where what it brings stands there before, the frame that follows is the answer."""
    if showing(shown)(program.screen):
        return program.frame_ms(key, SOON_S)
    return program.answer_ms(key, showing(shown), SOON_S)
