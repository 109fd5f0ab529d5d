"""The company's ranges: how many KPIs and objectives fit it, its stage's or its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, Group, common, shared
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.services.view import View

WORDS = {
    "company_kpis": "company KPIs",
    "team_kpis": "KPIs a team",
    "company_okrs": "company objectives a quarter",
    "team_okrs": "objectives a team and quarter",
}


@click.group(name="range", cls=Group)
@shared
def range_(**_: object) -> None:
    """Show how many KPIs and objectives fit the company, or set ranges of its own.

    Example: cadence company range list
    """


@range_.command(name="list")
@common
def list_(call: Call) -> None:
    """List the ranges that gates and lint go by, the stage's or the company's own.

    Example: cadence company range list --json
    """
    with call.view() as view:
        call.answer(lambda: documents(view), lambda: _table(view))


@range_.command(name="set")
@click.argument("name")
@click.argument("text", metavar="[RANGE]", required=False)
@click.option("--default", "is_default", is_flag=True, help="Go back to the range of the company's stage.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def set_(call: Call, name: str, text: str | None, is_default: bool, why: str) -> None:
    """Set one range, as 4..8, in place of the stage's.

    Example: cadence company range set company_kpis 4..8 --why "two products, one team"
    """
    from cadence_tui.services.ranges import set_range

    if (text is None) != is_default:
        raise UsageError(f"Say which range of {name} it is, as 4..8, or go back to the stage's with --default.")
    with call.desk() as desk:
        set_range(desk, name.replace("-", "_"), text, why=why or None)
        view = desk.view()
        call.answer(lambda: documents(view), lambda: _table(view))


def documents(view: View) -> list[dict[str, Any]]:
    """Write each range; `high` is null where there is no end."""
    from cadence_tui.services.ranges import in_force

    return [
        {"name": name, "low": one.low, "high": one.high, "own": own}
        for name, one, own in in_force(view, bootstrap.playbook())
    ]


def _table(view: View) -> list[Line]:
    """Line the ranges up, with whose they are."""
    from cadence_tui.cli.terminal import table
    from cadence_tui.services.ranges import in_force

    rows: list[list[Piece]] = [
        [name, str(one), WORDS[name], "the company's own" if own else f"the stage's, {view.company.stage}"]
        for name, one, own in in_force(view, bootstrap.playbook())
    ]
    return table(["RANGE", "FITS", "WHAT", "WHOSE"], rows, yields=(2, 3))
