"""KPIs."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common


@click.group()
def kpi() -> None:
    """List, add, edit, retire and show KPIs."""


@kpi.command()
@click.argument("key")
@common
def show(call: Call, key: str) -> None:
    """Show a KPI with its history.

    Example: cadence kpi show churn
    """
    from cadence_tui.cli import documents
    from cadence_tui.services.reports import line

    with call.view() as view:
        one = view.repository.kpi(key)
        found = line(view, one)
        judgements = view.judgements(one.key)
        document = documents.kpi(found)
        document["judgements"] = [documents.judgement(j, view.calendar.zone) for j in judgements]
        call.answer(document, lambda: one.name)
