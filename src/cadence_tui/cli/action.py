"""Actions."""

from __future__ import annotations

import click

from cadence_tui.cli.common import Call, common


@click.group()
def action() -> None:
    """List, add, finish, verify and drop actions."""


@action.command(name="list")
@click.option("--all", "every", is_flag=True, help="Verified and dropped ones too.")
@common
def list_(call: Call, every: bool) -> None:
    """List the open actions.

    Example: cadence action list --all
    """
    from cadence_tui.cli.documents import action as document

    with call.view() as view:
        found = view.repository.actions(closed=every)
        rows = [document(one, view.today, view.calendar.zone) for one in found]
        call.answer(rows, lambda: "\n".join(f"{a.id} {a.text} {a.owner} {a.due} {a.state}" for a in found))


@action.command()
@click.argument("id_", metavar="ID")
@common
def done(call: Call, id_: str) -> None:
    """Claim that an action is done.

    Example: cadence action done A-3
    """
    from cadence_tui.services.decisions import finish

    with call.desk() as desk:
        after = finish(desk, id_)
    click.echo(f"{after.id} is {after.state}.")


@action.command()
@click.argument("id_", metavar="ID")
@common
def verify(call: Call, id_: str) -> None:
    """Say that you checked that an action was done.

    Example: cadence action verify A-3
    """
    from cadence_tui.services.decisions import verify as do

    with call.desk() as desk:
        after = do(desk, id_)
    click.echo(f"{after.id} is {after.state}.")
