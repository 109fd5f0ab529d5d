"""What every command shares: where the file is, who acts, and how answers leave."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cadence_tui.services.desk import Desk, View


class Call:
    """One run of a command: its file, its person, and whether it answers in JSON."""

    def __init__(self, db: str | None, who: str | None, *, json: bool) -> None:
        """Keep what was asked for; nothing is opened yet."""
        self.db, self.asked, self.json = db, who, json

    @property
    def path(self) -> Path:
        """Give the company's file."""
        return bootstrap.company_file(self.db)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Sit down at the company's file."""
        with bootstrap.desk(self.path, bootstrap.acting(self.asked)) as desk:
            yield desk

    @contextmanager
    def view(self) -> Iterator[View]:
        """Look at what stands, as though caught up."""
        with self.desk() as desk:
            yield desk.view()

    def answer(self, document: object, text: Callable[[], str]) -> None:
        """Print the answer: one JSON document, or text for people."""
        if self.json:
            import json

            click.echo(json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1))
        elif shown := text():
            click.echo(shown)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --db, --as and --json, and hand it its Call."""

    @click.option("--db", metavar="PATH", help="The company's file, instead of the usual one.")
    @click.option("--as", "who", metavar="NAME", help="Who acts, instead of you.")
    @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
    @wraps(command)
    def run(*, db: str | None, who: str | None, as_json: bool, **rest: Any) -> Any:  # noqa: ANN401
        above = click.get_current_context().find_root().params
        return command(Call(db or above.get("db"), who or above.get("who"), json=as_json), **rest)

    return run


def note(text: str) -> None:
    """Say something on standard error."""
    click.echo(text, err=True)


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), right: Sequence[int] = ()) -> str:
    """Line texts up in columns by cell width; the columns numbered in `right` are aligned to the right."""
    from cadence_tui.formatting import cell_width, pad

    every = [head, *rows] if head else list(rows)
    if not every:
        return ""
    widths = [max(cell_width(row[n]) for row in every) for n in range(len(every[0]))]
    lines = (
        "  ".join(pad(cell, widths[n], "right" if n in right else "left") for n, cell in enumerate(row)).rstrip()
        for row in every
    )
    return "\n".join(lines)


def is_terminal() -> bool:
    """Say whether a person looks at standard output."""
    return sys.stdout.isatty()
