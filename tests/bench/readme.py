"""The README's table of what was measured, written from results.json by a whole run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def section(results: Path) -> str:
    """Write the figures that have a limit as a table, with the day and the machine; what is over it is marked."""
    document = json.loads(results.read_text("utf-8"))
    machine = document["machine"]
    rows = [
        f"| {one['figure']} | {one['at_most']:g} | {_measured(one)} |"
        for one in document["figures"]
        if one["at_most"] is not None
    ]
    versions = ", ".join(f"{name} {machine[name.lower()]}" for name in ("Python", "SQLite", "Textual"))
    where = f"{machine['system']} ({machine['architecture']}, {machine['cores']} cores)"
    head = [f"Measured on {document['date']} on {where}, {versions}:", "", "| figure | at most | measured |"]
    return "\n".join([*head, "| --- | ---: | ---: |", *rows, ""])


def _measured(figure: dict[str, float | None]) -> str:
    """Write what was measured, what is over its limit in bold."""
    measured, limit = figure["measured"], figure["at_most"]
    if measured is None or limit is None:
        return "–"
    return f"**{measured:.2f}**" if measured > limit else f"{measured:.2f}"


def publish(results: Path, readme: Path) -> None:
    """Put the table in its place in the README."""
    text = readme.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    readme.write_text(before + BEGIN + section(results) + END + rest.partition(END)[2], "utf-8")
