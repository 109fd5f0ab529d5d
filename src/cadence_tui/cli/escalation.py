"""Escalations."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common


@click.group()
def escalation() -> None:
    """List and show escalations."""


@escalation.command(name="list")
@click.option("--all", "every", is_flag=True, help="Ended ones too.")
@common
def list_(call: Call, every: bool) -> None:
    """List the open escalations.

    Example: cadence escalation list --all
    """
    from cadence_tui.cli.documents import escalation as document

    with call.view() as view:
        found = view.escalations(ended=every)
        call.answer(
            [document(one, view) for one in found], lambda: "\n".join(f"{e.id} {e.kpi} {e.state}" for e in found)
        )
