"""Lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Style
    from cadence_tui.services.linting import Linted

Document = dict[str, object]


@click.command()
@click.option("--waive", metavar="ID", help="Wave a warning through: its id, as kpi-count, or kpi-count:company.")
@click.option("--why", metavar="TEXT", help="With --waive: the reason.")
@common
def lint(call: Call, waive: str | None, why: str | None) -> None:
    """Check KPIs and objectives, each finding with what to do instead.

    Example: cadence lint --waive kpi-count:company --why "three more come with the new warehouse"
    """
    from cadence_tui.services import linting

    playbook = bootstrap.playbook()
    if waive is None:
        if why is not None:
            raise UsageError("--why is the reason of a waiver; name the warning with --waive ID.")
        with call.view() as view:
            found = linting.look(view, playbook)
    elif why is None:
        raise UsageError("A waiver needs the reason; give it with --why.")
    else:
        with call.desk() as desk:
            linting.waive(desk, playbook, waive, why)
            found = linting.look(desk.view(), playbook)
    call.answer(lambda: [_document(one) for one in found], lambda: _lines(found))


def _document(one: Linted) -> Document:
    """Write a finding."""
    found = one.finding
    return {
        "id": found.id,
        "level": found.level,
        "subject": found.subject,
        "message": found.message,
        "source": found.source,
        "waived": one.waived is not None,
        "why": one.waived,
    }


def _lines(found: list[Linted]) -> list[Line]:
    """Write the findings for people: what is wrong in one line, and under it what to do."""
    from cadence_tui.cli.terminal import wrap

    if not found:
        return ["Nothing to say: every KPI and objective is in order."]
    lines: list[Line] = []
    for one in found:
        kind = "waived" if one.waived is not None else one.finding.level
        style: Style = "now" if kind == "error" else "faint" if kind == "waived" else "head"
        glyph = {"error": "✗", "warning": "!", "waived": "–"}[kind]
        lines.append([(f"{glyph} {kind:<8}", style), f" {one.finding.key}"])
        lines += [f"    {line}" for line in wrap(one.finding.message, 4)]
        if one.waived is not None:
            lines += [[(f"    {line}", "faint")] for line in wrap(f"Waived: {one.waived}", 4)]
    errors = sum(one.finding.level == "error" for one in found)
    waived = sum(one.waived is not None for one in found)
    warnings = len(found) - errors - waived
    counts = [
        f"{count} {what}{'' if count == 1 else 's'}" for count, what in ((errors, "error"), (warnings, "warning"))
    ]
    return [*lines, "", f"{', '.join(counts)}, {waived} waived."]
