"""Opening a review: the app, right in the meeting."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common

KINDS = ("weekly",)


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@common
def review(call: Call, kind: str) -> None:
    """Open a review where it was left: the weekly check-in.

    Example: cadence review weekly
    """
    from cadence_tui.cli.app import open_app

    with call.view():
        pass
    open_app(call.db, call.asked, meeting=kind)
