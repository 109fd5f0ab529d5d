"""The rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, Group, common

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Style
    from cadence_tui.domain.rollout import Road, Stop


@click.group(cls=Group, invoke_without_command=True)
@common
def rollout(call: Call) -> None:
    """Show the phases, each gate item by item.

    Example: cadence rollout
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from cadence_tui.services.rollout import look

    with call.view() as view:
        road = look(view, bootstrap.playbook())
    call.answer(lambda: _document(road), lambda: _lines(road))


@rollout.command()
@click.option("--override", metavar="WHY", help="Go on over an unmet gate; the reason is logged as a decision.")
@common
def advance(call: Call, override: str | None) -> None:
    """Go on to the next phase.

    Example: cadence rollout advance --override "the second team starts in January"
    """
    from cadence_tui.services.rollout import advance as do

    with call.desk() as desk:
        road = do(desk, bootstrap.playbook(), override)
    call.answer(lambda: _document(road), lambda: _lines(road))


def _document(road: Road) -> dict[str, Any]:
    """Write where the rollout stands."""
    return {
        "phase": road.phase,
        "month": road.month,
        "scheduled_phase": road.scheduled_phase,
        "weeks_behind": road.weeks_behind,
        "phases": [
            {
                "number": stop.phase.number,
                "name": stop.phase.name,
                "state": stop.state,
                "gate": [
                    {"what": item.what, "met": item.met, "have": item.have, "need": item.need} for item in stop.gate
                ],
            }
            for stop in road.stops
        ],
    }


def _lines(road: Road) -> list[Line]:
    """Write the road for people."""
    lines: list[Line] = [f"Month {road.month} · {_schedule(road)}", ""]
    for stop in road.stops:
        lines += _stop(stop)
    if road.next is None:
        return [*lines, "", "The last phase: nothing is added any more, the rhythm itself is the point."]
    if road.missing:
        open_items = f"{len(road.missing)} of {len(road.here.gate)}"
        next_step = f"Phase {road.next.phase.number} opens with the gate met ({open_items} to go), or with a reason:"
        return [*lines, "", next_step, "  cadence rollout advance --override WHY"]
    return [*lines, "", f"The gate is met; go on to phase {road.next.phase.number}: cadence rollout advance"]


def _schedule(road: Road) -> str:
    """Hold the schedule against where it stands."""
    weeks = abs(road.weeks_behind)
    if not weeks:
        return "on schedule" if road.phase >= road.scheduled_phase else f"phase {road.scheduled_phase} is due now"
    return f"{weeks} week{'' if weeks == 1 else 's'} {'behind' if road.weeks_behind > 0 else 'ahead of'} schedule"


def _stop(stop: Stop) -> list[Line]:
    """Write a phase: what it installs and why it comes here, and, where one is, the gate."""
    from cadence_tui.cli.terminal import wrap

    months = stop.phase.months
    if months.high is None:
        when = f"from month {months.low} on"
    else:
        when = f"month {months.low}" if months.low == months.high else f"months {months}"
    glyph = {"done": "✓", "current": "●", "ahead": "○"}[stop.state]
    style: Style = "head" if stop.state == "current" else "faint"
    lines: list[Line] = [[(f"{glyph} {stop.phase.number} {stop.phase.name}", style), (f"  {when}", "faint")]]
    if stop.state == "done":
        return lines
    lines += [(f"    {line}", "faint") for line in wrap(f"Installs {stop.phase.installs}. {stop.phase.why}", 4)]
    for item in stop.gate:
        mark = "✓" if item.met else "✗"
        said = f"{mark} {item.what} · {item.have}" + ("" if item.met else f" (needs {item.need})")
        lines += [f"    {'  ' if n else ''}{line}" for n, line in enumerate(wrap(said, 6))]
    return lines
