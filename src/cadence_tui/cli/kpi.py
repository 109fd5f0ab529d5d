"""KPIs: listed, added, changed openly, retired, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui.cli.common import Call, Group, common, shared
from cadence_tui.cli.source import source
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.desk import Desk

FIELDS = {
    "--name": ("TEXT", "What it is called."),
    "--owner": ("NAME", "The one person who answers for it."),
    "--team": ("NAME", "The team that holds it; none for the company."),
    "--unit": ("UNIT", "number, percent, currency:EUR, hours, days, ratio or yes_no."),
    "--cadence": ("CADENCE", "daily, weekly or monthly."),
    "--direction": ("DIRECTION", "at_least, at_most, between or yes_no."),
    "--target": ("VALUE", "The value from which it is healthy; a range as 40..60."),
    "--alert": ("VALUE", "The value beyond which it is a breach; none takes it away."),
    "--aggregate": ("HOW", "Of a daily KPI's days: last, sum or mean; sum also says that its weeks or months add up."),
    "--lag-days": ("DAYS", "Of a monthly KPI: how many days after the month its value comes."),
    "--kind": ("KIND", "leading or lagging."),
    "--perspective": ("NAME", "financial, customer, process or learning."),
    "--formula": ("FORMULA", "How it is worked out from others, as new_mrr / new_customers."),
    "--measure": ("TEXT", "How it is measured, in words."),
}


def _fields(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the fields of a KPI, by the names of company.toml."""
    for name, (metavar, line) in reversed(FIELDS.items()):
        command = click.option(name, metavar=metavar, help=line)(command)
    return command


@click.group(cls=Group)
@shared
def kpi(**_: object) -> None:
    """List, add, edit, retire and show KPIs.

    Example: cadence kpi list
    """


kpi.add_command(source)


@kpi.command(name="list")
@click.option("--all", "every", is_flag=True, help="Show retired ones too (with --json they are always there).")
@click.option("--as-of", "week", metavar="WEEK", help="As they stood at that week's close, by its targets.")
@common
def list_(call: Call, every: bool, week: str | None) -> None:
    """List the KPIs in the period whose deadline comes next, or as they stood at a past close.

    Example: cadence kpi list --as-of 2026-W40
    """
    from cadence_tui.cli.documents import kpi as document
    from cadence_tui.cli.scorecard import scorecard
    from cadence_tui.services.reports import lines

    with call.view() as view:
        if week is None:
            found = lines(view, retired=every or call.json)
        else:
            from cadence_tui.services.past import lines_at

            found = lines_at(view, week, retired=every or call.json)
        call.answer(
            lambda: [document(line) for line in found],
            lambda: scorecard(view, found) if found else ["No KPIs yet; “cadence kpi add” adds one."],
        )


@kpi.command()
@click.option("--key", metavar="KEY", help="What commands and formulas call it; else made from the name.")
@_fields
@click.option("--why", metavar="TEXT", help="The reason, for the log.")
@common
def add(call: Call, why: str | None, **fields: str | None) -> None:
    """Add a KPI; its key is the answer.

    Example: cadence kpi add --name "Weekly churn" --owner Ada --unit percent --direction at_most --target 5 --alert 7
    """
    from cadence_tui.services.kpis import add as do

    with call.desk() as desk:
        _answer(call, desk, made := do(desk, _given(fields), why=why), made.key)


@kpi.command()
@click.argument("key")
@_fields
@click.option("--period", metavar="ID", help="Set target and alert for this coming week or month alone.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def edit(call: Call, key: str, period: str | None, why: str, **fields: str | None) -> None:
    """Change a KPI from now on, or its target and alert for one coming period alone.

    Example: cadence kpi edit churn --target 6 --period 2026-W52 --why "two large renewals"
    """
    from cadence_tui.services.kpis import edit as do
    from cadence_tui.services.week import read_period

    given = _given(fields)
    if not given:
        raise UsageError(f"Say what to change of {key}, as --target 6; “cadence kpi edit --help” names all fields.")
    with call.desk() as desk:
        period = read_period(desk, period) if period else None
        after = do(desk, key, given, why=why, period=period)
        _answer(call, desk, after, f"{after.key} is changed{f' for {period}' if period else ''}.")


@kpi.command()
@click.argument("key")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@common
def retire(call: Call, key: str, why: str) -> None:
    """Retire a KPI; its history stays.

    Example: cadence kpi retire churn --why "retention says more"
    """
    from cadence_tui.services.kpis import retire as do

    with call.desk() as desk:
        after = do(desk, key, why)
        _answer(call, desk, after, f"{after.key} is retired.")


@kpi.command()
@click.argument("key")
@common
def show(call: Call, key: str) -> None:
    """Show a KPI: a chart, its judgements, changes and decisions.

    Example: cadence kpi show churn
    """
    from cadence_tui.cli import documents
    from cadence_tui.services import story
    from cadence_tui.services.reports import line

    with call.view() as view:
        one = line(view, view.repository.kpi(key))
        judgements, happenings = view.judgements(one.kpi.key), story.of_kpi(view, one.kpi)
        zone = view.calendar.zone
        if call.json:
            call.answer(
                lambda: {
                    **documents.kpi(one),
                    "judgements": [documents.judgement(j, zone) for j in judgements],
                    "history": [documents.happening(h, zone) for h in happenings],
                },
                list,
            )
        else:
            from cadence_tui.cli.kpi_page import page

            call.answer(dict, lambda: page(view, one, judgements, happenings))


def _given(fields: dict[str, str | None]) -> dict[str, object]:
    """Keep the fields that were given."""
    return {name: text for name, text in fields.items() if text is not None}


def _answer(call: Call, desk: Desk, one: Kpi, said: str) -> None:
    """Answer with a KPI as it is now."""
    from cadence_tui.cli.documents import kpi as document
    from cadence_tui.services.reports import line

    call.answer(lambda: document(line(desk.view(), one)), lambda: [said])
