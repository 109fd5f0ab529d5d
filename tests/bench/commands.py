"""Whole processes, run in turn so that a noisy machine hits all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tests.bench import companies
from tests.bench.figures import Figure, compared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

EMPTY = (sys.executable, "-c", "pass")
FLOOR = (sys.executable, "-c", "import click, sqlite3")
CADENCE = str(Path(sys.executable).with_name("cadence"))
LIMITS = {"due": 5.5, "status": 6.0, "kpi list": 6.0, "record": 7.0, "escalation list": 6.0}
GROWTH = 1.1


class BenchError(Exception):
    """Something did not do what was to be measured."""


class Task(NamedTuple):
    """A process to time: its words, or what gives them for a round, and the exit statuses that mean it went well."""

    words: Sequence[str] | Callable[[int], Sequence[str]]
    statuses: tuple[int, ...] = (0,)


def environment(home: Path) -> dict[str, str]:
    """Give the environment that every process gets: a home of its own, and a set clock."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "USERPROFILE": str(home),
        "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
        "LANG": "C.UTF-8",
        "TZ": "Europe/Oslo",
        "CADENCE_NOW": companies.NOW.isoformat(),
    }


def once(task: Task, number: int, env: Mapping[str, str]) -> float:
    """Run a task to its end; returns the milliseconds it took.

    Raises:
        BenchError: when it ends with a status that it should not.
    """
    words = task.words(number) if callable(task.words) else task.words
    begin = perf_counter()
    done = subprocess.run(
        words,
        check=False,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    took = (perf_counter() - begin) * 1000
    if done.returncode not in task.statuses:
        said = done.stderr.decode(errors="replace")[-400:]
        raise BenchError(f"{' '.join(words)} ended with status {done.returncode}: {said}")
    return took


def interleaved(
    tasks: Mapping[str, Task], env: Mapping[str, str], rounds: int, warmup: int = 1
) -> dict[str, list[float]]:
    """Run every task once a round, in turn; returns the milliseconds of each, uncounted rounds left out."""
    samples: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(-warmup, rounds):
        for name, task in tasks.items():
            took = once(task, number + warmup, env)
            if number >= 0:
                samples[name].append(took)
    return samples


def cadence(path: Path, command: str) -> Task:
    """Give the task that runs a command on a company's file."""
    words = (CADENCE, *command.split(), "--db", str(path))
    if command == "record":
        return Task(lambda number: (*words[:2], companies.key(0), f"{60 + number / 10:.1f}", *words[2:]))
    return Task(words, (0, 1) if command == "due" else (0,))


def measure(files: Mapping[str, Path], home: Path, rounds: int) -> list[Figure]:
    """Measure the everyday commands against an empty process, and as the values grow."""
    tasks = {"empty": Task(EMPTY), "floor": Task(FLOOR)}
    tasks |= {f"{command} {name}": cadence(path, command) for command in LIMITS for name, path in files.items()}
    found = interleaved(tasks, environment(home), rounds, warmup=2)
    empty = found["empty"]
    figures = [
        Figure("an empty Python process", None, 1.0, sorted(empty)[len(empty) // 2]),
        compared("floor: click and sqlite3 imported / empty", None, found["floor"], empty),
    ]
    figures += [compared(f"{command} / empty", limit, found[f"{command} small"], empty)
                for command, limit in LIMITS.items()]  # fmt: skip
    sizes = (("middle", "10,000 values of 60 KPIs"), ("long", "104,000 values of 20 KPIs"),
             ("wide", "104,000 values of 200 KPIs"))  # fmt: skip
    for name, what in sizes:
        figures += [
            compared(
                f"{command}, {what} / 1,040 of 20",
                GROWTH if name == "long" else None,
                found[f"{command} {name}"],
                found[f"{command} small"],
            )
            for command in LIMITS
        ]
    return figures
