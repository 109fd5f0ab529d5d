"""Restoring what an export holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.text import visible


@click.command()
@click.argument("file")
@click.option("--yes", is_flag=True, help="Do not ask before another file is replaced.")
@common
def restore(call: Call, file: str, *, yes: bool) -> None:
    """Make the company's file from a JSON export; what stood there is kept as a backup first.

    Exporting it again gives the same text, byte for byte. A backup is put back by “cadence backup restore”.

    Example: cadence restore company.json --db company.db
    """
    if call.path.exists() and not yes:
        if not sys.stdin.isatty():
            raise RefusedError(f"{call.path} exists, and restoring over it asks first; in a script, say --yes.")
        asked = f"Put {file} in the place of {call.path}, which is kept as a backup first?"
        click.confirm(visible(asked), abort=True, err=True)
    kept = bootstrap.restore_export(call.path, Path(file).expanduser())
    where = f" What stood there is {kept}." if kept else ""
    call.answer(
        lambda: {"restored": str(call.path), "kept": str(kept) if kept else None},
        lambda: [f"{call.path} holds what {file} does.{where}"],
    )
