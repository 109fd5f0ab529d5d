"""Recording values: one, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import InvalidError

if TYPE_CHECKING:
    from cadence_tui.services.recording import Outcome, Recorded


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.argument("value")
@click.option("--period", metavar="ID", help="The week, month or day it is for, instead of what closes next.")
@click.option("--note", default="", metavar="TEXT", help="A line to keep beside the value.")
@click.option("--amend", metavar="WHY", help="Why a value that is judged already changes.")
@common
def record(call: Call, key: str, value: str, period: str | None, note: str, amend: str | None) -> None:
    """Record a value, for the period whose deadline comes next unless told.

    Values are read as people write them: 41.2k, 6.1%, $1,200, 1:30, y, -3, += 3, =.

    Example: cadence record churn 6.1% --note "one large account left"
    """
    from cadence_tui.services.recording import record as do

    with call.desk() as desk:
        outcome = do(desk, key, value, period=period, note=note, amend=amend)
        number_format = desk.repository.company().number_format
    done = outcome.recorded[0]
    call.answer(_document(done), lambda: _sentence(done, outcome, number_format))


def _document(done: Recorded) -> dict[str, object]:
    """Write what recording a value did."""
    from cadence_tui.cli.documents import number

    direction = done.cell.kpi.goal.direction
    return {
        "kpi": done.cell.kpi.key,
        "period": done.cell.period,
        "value": number(done.cell.value, direction),
        "before": number(done.before, direction),
        "effect": done.effect,
        "judged": done.judgement.status if done.judgement else None,
        "would_be": None if done.judgement else done.judged,
    }


def _sentence(done: Recorded, outcome: Outcome, number_format: str) -> str:
    """Say what was understood, and what it led to."""
    from cadence_tui import formatting

    kpi = done.cell.kpi
    shown = formatting.value(done.cell.value, kpi.unit, kpi.goal.direction, number_format, short=False)
    where = formatting.period_label(done.cell.period)
    if done.effect == "same":
        return f"{kpi.name} is {shown} for {where} already."
    glyph, word = formatting.STATUS[done.judged]
    how = {"late": "kept beside the late judgement", "amendment": f"amended: {glyph} {word}"}.get(
        done.effect, f"{glyph} {word}"
    )
    lines = [f"{kpi.name}: {shown} for {where}, {how}."]
    lines += [_moved(e.id, e.state, e.outcome, e.rung) for e in outcome.moved]
    return "\n".join(lines)


def _moved(escalation: str, state: str, outcome: str | None, rung: int) -> str:
    """Say where an escalation went."""
    return f"{escalation} is {state}: {outcome}." if state != "open" else f"{escalation} is on rung {rung}."


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["values"]), default="values", help="What the rows are.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@common
def import_(call: Call, file: Path, kind: str, dry_run: bool) -> None:  # noqa: ARG001 (an option's names)
    """Import values from CSV, TSV or JSON: all rows or none, as one act.

    Columns: kpi, period (or date), value, note. The note is the reason where one is needed.

    Example: cadence import values.csv --dry-run
    """
    from cadence_tui.services.importing import import_values

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidError(f"{file} cannot be read ({error.strerror}); name a file that can.") from error
    with call.desk() as desk:
        done = import_values(desk, file.name, data, dry_run=dry_run)
    call.answer(done.document(), done.sentence)
