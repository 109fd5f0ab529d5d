"""Opening a review: the app, right in the meeting."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common

KINDS = ("weekly", "monthly", "quarterly", "okrs")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@common
def review(call: Call, kind: str) -> None:
    """Open a review where it was left: the week, the month, the quarter, or the objectives alone.

    Example: cadence review weekly
    """
    from cadence_tui.cli.app import open_app

    with call.view():
        pass
    open_app(call.db, call.asked, meeting=kind)
