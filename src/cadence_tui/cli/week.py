"""The week: at a glance, what is due, closing it, pausing it, moving its deadline."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common


@click.command()
@click.option("--week", metavar="ID", help="The week to close; only the current one can be.")
@common
def close(call: Call, week: str | None) -> None:
    """Close the current week early: what has a value is judged now.

    Example: cadence close
    """
    from cadence_tui.services.week import close as do

    with call.desk() as desk:
        closing = do(desk, week)
    document = {
        "week": closing.week,
        "judged": [{"kpi": j.kpi, "period": j.period, "status": j.status} for j in closing.judged],
        "waiting": [{"kpi": kpi.key, "period": period} for kpi, period in closing.waiting],
    }
    call.answer(document, lambda: f"{closing.week}: {len(closing.judged)} judged, {len(closing.waiting)} waiting.")
