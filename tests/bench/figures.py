"""What was measured: figures, each a ratio of two medians of one interleaved run, as a table and as JSON."""

from __future__ import annotations

import json
import platform
import sqlite3
from importlib.metadata import version
from os import cpu_count
from statistics import median
from time import gmtime, strftime  # noqa: TID251 (the day of a run is part of its result)
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Figure(NamedTuple):
    """One line of the table.

    `at_most` is the limit it is held against, None for what is only shown; `measured` is None where it could not be
    measured, and `note` then says why. `median` is that of the thing itself, in `unit`.
    """

    name: str
    at_most: float | None
    measured: float | None
    median: float | None = None
    unit: str = "ms"
    note: str = ""


def compared(
    name: str, at_most: float | None, mine: Sequence[float], base: Sequence[float], unit: str = "ms"
) -> Figure:
    """Compare samples with those of what was run in turn with them."""
    return Figure(name, at_most, median(mine) / median(base), median(mine), unit)


def skipped(name: str, at_most: float | None, why: str) -> Figure:
    """Keep the place of a figure that could not be measured."""
    return Figure(name, at_most, None, note=why)


def table(figures: Sequence[Figure]) -> str:
    """Write the figures as a table for people; what is over its limit is marked."""
    head = ("figure", "at most", "measured", "", "median")
    rows = [head, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, 3) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, *(f"{one.name}: not measured, {one.note}." for one in figures if one.measured is None)])


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    """Write one figure."""
    limit = "" if figure.at_most is None else f"{figure.at_most:g}"
    if figure.measured is None:
        return figure.name, limit, "–", "", ""
    over = figure.at_most is not None and round(figure.measured, 2) > figure.at_most
    shown = "" if figure.median is None else f"{figure.median:.1f} {figure.unit}"
    return figure.name, limit, f"{figure.measured:.2f}", "over" if over else "", shown


def keep(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON, with the day and what kind of machine it was."""
    document = {
        "date": strftime("%Y-%m-%d", gmtime()),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": cpu_count(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "textual": version("textual"),
        },
        "figures": [
            {
                "figure": one.name,
                "at_most": one.at_most,
                "measured": None if one.measured is None else round(one.measured, 2),
                "median": None if one.median is None else round(one.median, 1),
                "unit": one.unit,
                **({"note": one.note} if one.note else {}),
            }
            for one in figures
        ],
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
