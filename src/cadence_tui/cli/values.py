"""Recording values: one, or a file of them."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal

import click

from cadence_tui.cli.common import Call, common, read_file
from cadence_tui.domain.company import NUMBER_FORMATS
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click._termui_impl import ProgressBar

    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.importing import Progress
    from cadence_tui.services.recording import Outcome, Recorded


# What is done sooner than anybody would watch a bar, and the steps that a bar has.
_LONG, _STEPS = 20_000, 200


class Valued(click.Command):
    """A command whose value may begin with a minus: it has no short options, so -3 and -=3 are values."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a long option that there is none of; everything else that begins with a minus is a value."""
        known = {name for param in self.get_params(ctx) for name in param.opts}
        for word in args[: args.index("--")] if "--" in args else args:
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known and not any(one.startswith(name) for one in known):
                raise click.NoSuchOption(name, possibilities=sorted(known), ctx=ctx)
        return super().parse_args(ctx, args)


@click.command(cls=Valued, context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("value")
@click.option("--period", metavar="ID", help="The week, month or day it is for, instead of what closes next.")
@click.option("--note", default="", metavar="TEXT", help="A line to keep beside the value.")
@click.option("--amend", metavar="WHY", help="Why a value that is judged already changes.")
@common
def record(call: Call, key: str, value: str, period: str | None, note: str, amend: str | None) -> None:
    """Record a value, for the period whose deadline comes next unless told.

    Values are read as people write them: 41.2k, 6.1%, $1,200, 1:30, y, -3, +=3, =.

    Example: cadence record churn 6.1% --note "one large account left"
    """
    from cadence_tui.services.recording import record as do

    with call.desk() as desk:
        outcome = do(desk, key, value, period=period, note=note, amend=amend)
        number_format = desk.repository.company().number_format
    call.answer(lambda: _document(outcome), lambda: _said(outcome, number_format))


def _document(outcome: Outcome) -> dict[str, object]:
    """Write what recording a value did."""
    from cadence_tui.cli.documents import number

    done = outcome.recorded[0]
    direction = done.cell.kpi.goal.direction
    return {
        "kpi": done.cell.kpi.key,
        "period": done.cell.period,
        "value": number(done.cell.value, direction),
        "before": number(done.before, direction),
        "effect": done.effect,
        "judged": done.judgement.status if done.judgement else None,
        "would_be": None if done.judgement else done.judged,
        "escalations": [
            {"id": one.id, "state": one.state, "rung": one.rung, "outcome": one.outcome} for one in outcome.moved
        ],
    }


def _said(outcome: Outcome, number_format: str) -> list[Line]:
    """Say what was understood, and what it led to."""
    from cadence_tui import formatting

    done = outcome.recorded[0]
    kpi = done.cell.kpi
    shown = formatting.value(done.cell.value, kpi.unit, kpi.goal.direction, number_format, short=False)
    where = formatting.period_label(done.cell.period)
    if done.effect == "same":
        return [f"{kpi.name} is {shown} for {where} already."]
    so_far = ""
    if done.before is not None:
        was = formatting.value(done.before, kpi.unit, kpi.goal.direction, number_format, short=False)
        so_far = f"it was {was}, "
    if kpi.cadence == "daily":
        so_far += f"the week so far {formatting.value(done.value, kpi.unit, kpi.goal.direction, number_format)}, "
    return [[f"{kpi.name}: {shown} for {where}, {so_far}", *_became(done), "."], *map(_moved, outcome.moved)]


def _became(done: Recorded) -> list[Piece]:
    """Say what the period is judged as, or would be."""
    from cadence_tui.cli.terminal import status

    if done.effect == "late":
        return ["kept beside the late judgement"]
    return ["amended: " if done.effect == "amendment" else "", status(done.judged)]


def _moved(escalation: Escalation) -> Line:
    """Say where an escalation went."""
    if escalation.state != "open":
        return f"{escalation.id} is {escalation.state}: {escalation.outcome}."
    if escalation.recovered_at is not None:
        return f"{escalation.id} has recovered."
    return f"{escalation.id} is on rung {escalation.rung}, {escalation.here.name}.", "now"


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Progress | None]:
    """Draw how far a long import is, for whoever watches at a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as around:
        bars: list[ProgressBar[int]] = []

        def told(done: int, of: int) -> None:
            if of >= _LONG and not bars:
                bar = click.progressbar(length=_STEPS, file=sys.stderr, fill_char="━", empty_char="─", show_eta=False)
                bars.append(around.enter_context(bar))
            for bar in bars:
                bar.update(_STEPS * done // of - bar.pos)

        yield told


@click.command(name="import")
@click.argument("file")
@click.option("--kind", type=click.Choice(["values"]), default="values", help="What the rows are.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook, instead of the first.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="How 4/11/2026 is read, where nothing in it tells.")
@click.option("--numbers", type=click.Choice(NUMBER_FORMATS), default=None, help="How its numbers are written.")
@click.option("--why", default="", metavar="TEXT", help="The reason of the amendments that have none in their note.")
@click.option("--map", "pairs", multiple=True, metavar="NAME=KEY", help="Which KPI a name means; NAME= leaves it out.")
@common
def import_(
    call: Call,
    *,
    file: str,
    kind: str,  # noqa: ARG001 (rows are values so far)
    dry_run: bool,
    sheet: str,
    dates: Literal["dmy", "mdy"] | None,
    numbers: str | None,
    why: str,
    pairs: tuple[str, ...],
) -> None:
    """Import values from a file, CSV, TSV, JSON or XLSX: all rows or none, as one act.

    Either long, with the columns kpi, period (or date), value, note; or wide, a KPI a row or a column and periods
    across. The note is the reason where one is needed, else --why.

    Example: cadence import values.csv --dry-run
    """
    from pathlib import PurePath

    from cadence_tui.services.importing import import_values, reading_of

    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f'“{pair}” maps nothing; write --map "Name in the file=key".')
    reading = reading_of(sheet, dates, numbers, dict(pair.rsplit("=", 1) for pair in pairs))
    data = read_file(file)
    with call.desk() as desk, _bar(quiet=call.json) as progress:
        done = import_values(
            desk, PurePath(file).name, data, dry_run=dry_run, reading=reading, why=why, progress=progress
        )
    call.answer(done.document, lambda: list(done.sentence().split("\n")))
