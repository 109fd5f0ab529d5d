"""The demo company."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common


@click.command()
@common
def demo(call: Call) -> None:
    """Make a company up, with a year of history, and open it; it never touches your own file.

    Example: cadence demo
    """
    path = bootstrap.demo(Path(call.db).expanduser() if call.db else None)
    if call.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        call.answer(lambda: {"file": str(path)}, lambda: [f"The demo company is in {path}; see it with --db {path}."])
        return
    from cadence_tui.cli.app import open_app

    open_app(str(path), call.asked)
