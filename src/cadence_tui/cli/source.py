"""Sources: where KPIs' values come from, and fetching them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.source import Source
    from cadence_tui.services.sources import Read


@click.command()
@click.argument("key")
@click.option("--command", metavar="LINE", help="A program that prints the value; no shell reads the line.")
@click.option("--file", metavar="PATH", help="A CSV, TSV or XLSX file; --pick names a cell or a column.")
@click.option("--sqlite", metavar="PATH", help="A SQLite file; --pick is a query that gives one value.")
@click.option("--url", metavar="ADDRESS", help="An address with JSON; --pick is a path into it, as data[0].value.")
@click.option("--pick", default="", metavar="PART", help="Which part of the answer is the value.")
@click.option("--clear", is_flag=True, help="Have the value typed again.")
@click.option("--allow", is_flag=True, help="Have a source that was set on another machine fetched on this one.")
@common
def source(call: Call, key: str, pick: str, clear: bool, allow: bool, **places: str | None) -> None:
    """Show where a KPI's value comes from, set it, or clear it.

    A command or file of a company's file from elsewhere is never run or read before it is allowed on this machine.

    Example: cadence kpi source mrr --url https://example.com/numbers.json --pick totals.mrr
    """
    from pathlib import Path

    from cadence_tui.services import sources

    given = [("url" if kind == "url" else kind, place) for kind, place in places.items() if place is not None]
    if len(given) + clear + allow > 1:
        raise UsageError("Give one of --command, --file, --sqlite, --url, --clear and --allow.")
    if pick and not given:
        raise UsageError("--pick says which part of a source is the value; name the source beside it.")
    outside = bootstrap.outside()
    if not given and not clear and not allow:
        with call.view() as view:
            kpi = view.repository.kpi(key)
            found = sources.source_of(view, kpi.key)
        _answer(call, kpi.key, found, is_allowed=found is not None and outside.is_allowed(found))
        return
    with call.desk() as desk:
        kpi = desk.repository.kpi(key)
        if given:
            kind, place = given[0]
            if kind in ("file", "sqlite"):
                place = str(Path(place).expanduser().absolute())
            sources.set_source(desk, kpi.key, kind, place, pick, outside=outside)
        elif clear:
            sources.clear_source(desk, kpi.key)
        found = desk.repository.sources().get(kpi.key)
    if allow:
        if found is None:
            raise NotFoundError(f"{kpi.key} has no source to allow.")
        outside.allow(found)
    _answer(call, kpi.key, found, is_allowed=found is not None and outside.is_allowed(found))


def _answer(call: Call, key: str, found: Source | None, *, is_allowed: bool) -> None:
    """Say where a KPI's value comes from."""
    call.answer(
        lambda: {
            "kpi": key,
            "source": {**found._asdict(), "allowed": is_allowed} if found is not None else None,
        },
        lambda: _said(key, found, is_allowed=is_allowed),
    )


def _said(key: str, found: Source | None, *, is_allowed: bool) -> list[Line]:
    """Say it for people."""
    from cadence_tui.domain.source import KINDS

    if found is None:
        return [f"{key} is typed; it has no source."]
    lines: list[Line] = [f"{key} comes from {KINDS[found.kind]}: {found.words()}"]
    if not is_allowed:
        lines.append(f"It was set on another machine; “cadence kpi source {key} --allow” has it fetched here.")
    return lines


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--dry-run", is_flag=True, help="Only show what came; record nothing.")
@common
def pull(call: Call, keys: tuple[str, ...], dry_run: bool) -> None:
    """Fetch values from the sources that KPIs name, and record them with that as their origin.

    Without a KEY, those for which a value can be recorded now. What fails says why, and stays to be typed; the exit
    status is 1 then.

    Example: cadence pull mrr
    """
    from cadence_tui.services import sources

    with call.view() as view:
        wanted = sources.wanted(view, keys)
        number_format = view.company.number_format
    came = sources.fetch(wanted, bootstrap.outside())
    with call.desk() as desk:
        found = sources.read(desk, came)
        if not dry_run and any(one.value is not None for one in found):
            sources.record(desk, found)
    call.status = int(any(one.problem for one in found))
    call.answer(lambda: [_document(one) for one in found], lambda: _table(found, number_format, dry_run=dry_run))


def _document(one: Read) -> dict[str, object]:
    """Write what came for scripts."""
    from cadence_tui.cli.documents import number

    direction = one.wanted.kpi.goal.direction
    return {
        "kpi": one.wanted.kpi.key,
        "period": one.wanted.period,
        "before": number(one.wanted.before, direction),
        "value": number(one.value, direction),
        "effect": one.effect or None,
        "problem": one.problem or None,
    }


def _table(found: Sequence[Read], number_format: str, *, dry_run: bool) -> list[Line]:
    """Line up what came, beside what was there."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    if not found:
        return ["No KPI that can be recorded now has a source; “cadence kpi source KEY --help” says how to set one."]
    rows: list[list[Piece]] = []
    for one in found:
        kpi = one.wanted.kpi
        was, now = (
            formatting.value(value, kpi.unit, kpi.goal.direction, number_format)
            for value in (one.wanted.before, one.value)
        )
        rows.append([kpi.key, one.wanted.period, was, now, ("not fetched", "now") if one.problem else one.effect])
    lines = table(["KPI", "PERIOD", "WAS", "CAME", "WHAT"], rows, right=(2, 3), yields=(0,))
    lines += [f"{one.wanted.kpi.key}: {one.problem}" for one in found if one.problem]
    count = sum(one.value is not None and one.effect != "same" for one in found)
    values = formatting.plural(count, "value")
    return [*lines, f"{values} would be recorded." if dry_run else f"{values} recorded."]
