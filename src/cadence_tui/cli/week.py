"""The week: at a glance, what is due, closing it, pausing it, moving its deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, common

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.course import Move
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.report import Need, Urgency, WeekReport
    from cadence_tui.services.view import View
    from cadence_tui.services.week import Closing


@click.command()
@common
def status(call: Call) -> None:
    """Show this week at a glance: what is due and recorded, what is open, what to do next.

    Example: cadence status
    """
    from cadence_tui import bootstrap
    from cadence_tui.cli.documents import status as document
    from cadence_tui.services.reports import week, with_rollout

    with call.view() as view:
        report = week(view)
        call.answer(
            lambda: document(report, view.calendar.zone),
            lambda: _glance(view, with_rollout(report, view, bootstrap.playbook)),
        )


@click.command()
@common
def due(call: Call) -> None:
    """List what is not yet recorded for the period that closes next; exit status 1 while anything is.

    Example: cadence due || echo "numbers are missing"
    """
    from cadence_tui.services.due import unrecorded

    with call.view() as view:
        found = unrecorded(view)
        call.answer(lambda: _due_documents(view, found), lambda: _due(view, found))
    call.status = 1 if found else 0


def _due_documents(view: View, found: list[tuple[Kpi, str]]) -> list[dict[str, object]]:
    """Write the KPIs that are still to be recorded."""
    from cadence_tui.cli.documents import kpi as document
    from cadence_tui.services.reports import line

    return [document(line(view, one, period)) for one, period in found]


@click.command()
@click.option("--week", metavar="ID", help="The week to close; only the current one can be.")
@common
def close(call: Call, week: str | None) -> None:
    """Close the current week early: what has a value is judged now.

    Example: cadence close
    """
    from cadence_tui.services.week import close as do

    with call.desk() as desk:
        closing = do(desk, week)
        call.answer(lambda: _closing_document(closing), lambda: _closing(desk.view(), closing))


@click.command()
@click.argument("period")
@click.option("--kpi", metavar="KEY", help="For this KPI alone.")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@common
def pause(call: Call, period: str, kpi: str | None, why: str) -> None:
    """Pause a week, or one KPI's week or month: nothing in it is late, and no ladder moves.

    A week may be written as it is shown, W52: it is the nearest one.

    Example: cadence pause 2026-W53 --why "closed between the years"
    """
    from cadence_tui.services.week import pause as do

    with call.desk() as desk:
        where = do(desk, period, why, kpi=kpi)
    call.answer(lambda: {"paused": where, "kpi": kpi}, lambda: [f"{where} is paused{f' for {kpi}' if kpi else ''}."])


@click.command()
@click.argument("period")
@click.option("--kpi", metavar="KEY", help="For this KPI alone.")
@common
def unpause(call: Call, period: str, kpi: str | None) -> None:
    """Take a pause back, until the period's deadline.

    Example: cadence unpause 2026-W53
    """
    from cadence_tui.services.week import unpause as do

    with call.desk() as desk:
        where = do(desk, period, kpi=kpi)
    call.answer(
        lambda: {"unpaused": where, "kpi": kpi},
        lambda: [f"{where} is not paused any more{f' for {kpi}' if kpi else ''}."],
    )


@click.command()
@click.argument("week")
@click.argument("moment")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@common
def deadline(call: Call, week: str, moment: str, why: str) -> None:
    """Move one week's deadline, until it passes.

    Example: cadence deadline 2026-W47 2026-11-24T18:00 --why "Monday is a holiday"
    """
    from cadence_tui import formatting
    from cadence_tui.cli.documents import moment as written
    from cadence_tui.services.week import move_deadline, read_period

    with call.desk() as desk:
        week = read_period(desk, week)
        at = move_deadline(desk, week, moment, why)
        zone = desk.view().calendar.zone
    call.answer(
        lambda: {"week": week, "deadline": written(at, zone)},
        lambda: [f"{week} closes on {formatting.moment(at.astimezone(zone))}."],
    )


def before_first_close(view: View) -> list[Line]:
    """Say when the first close is that judges something, where nothing is due this week."""
    from cadence_tui import formatting
    from cadence_tui.services.reports import first_close

    first = first_close(view)
    if first is None or first[0] == view.week:
        return []
    at = formatting.moment(first[1].astimezone(view.calendar.zone))
    return [f"The first close that judges is {at}, of {first[0]}: a KPI is due from 72 hours after it is added."]


# --- For people -------------------------------------------------------------------------------------------------------


def _due(view: View, found: list[tuple[Kpi, str]]) -> list[Line]:
    """Name what is still to be recorded, one line each."""
    if not found:
        return before_first_close(view) or ["Everything that is due is recorded."]
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    zone = view.calendar.zone
    rows: list[list[Piece]] = [
        [
            one.key,
            formatting.period_label(period),
            f"until {formatting.moment(view.calendar.deadline(period, one.lag_days).astimezone(zone))}",
            "" if view.company.is_solo else one.owner,
        ]
        for one, period in found
    ]
    return table([], rows, yields=(3, 0))


def _glance(view: View, report: WeekReport) -> list[Line]:
    """Show the week: where it stands, the scorecard, and what to do next."""
    from cadence_tui import formatting
    from cadence_tui.cli.scorecard import scorecard
    from cadence_tui.domain.company import PHASES

    closes = formatting.moment(report.deadline.astimezone(view.calendar.zone))
    left = formatting.span(report.deadline - report.now)
    close = f"closed, deadline {closes}" if report.is_closed else f"closes {closes}"
    company = report.company
    plural = formatting.plural
    counts = [
        f"{report.recorded} of {plural(len(report.due), 'due KPI')} recorded",
        f"{plural(len(report.escalations), 'escalation')} open",
        f"{plural(len(report.open_actions), 'action')} open",
        *([f"{plural(len(report.checkins), 'OKR check-in')} due"] if report.checkins else []),
    ]
    overdue = len(report.overdue_actions)
    return [
        [(company.name, "head"), f" · {formatting.period_label(report.week)} · {close}, in {left}"],
        f"Phase {company.phase}, {PHASES[company.phase]} · {company.stage}",
        [", ".join(counts), *([", ", (f"{overdue} overdue", "now")] if overdue else []), "."],
        *([] if report.due else before_first_close(view)),
        *(["", *scorecard(view, list(report.lines))] if report.lines else ["No KPIs yet; “cadence kpi add” adds one."]),
        *_next(view, report),
    ]


def _next(view: View, report: WeekReport) -> list[Line]:
    """Say what needs somebody, most urgent first, in seven lines at most; the rollout's gate comes last."""
    from cadence_tui.cli.terminal import table
    from cadence_tui.domain.report import NEEDS_SHOWN, needs

    found = needs(report, view.calendar)
    if not found:
        return ["", "Nothing needs you now."]
    more = len(found) - NEEDS_SHOWN
    rows = [_need(view, report, need) for need in found[:NEEDS_SHOWN]]
    return [
        "",
        ("What to do next", "head"),
        *table([], rows, yields=(1, 2, 4)),
        *([f"and {more} more"] if more > 0 else []),
    ]


_GLYPHS: dict[Urgency, str] = {
    "overdue": "!",
    "answer": "!",
    "late": "!",
    "meeting": "▸",
    "due": "○",
    "off_pace": "!",
    "action": "○",
    "checkin": "○",
    "check": "?",
    "review": "▸",
    "gate": "→",
}


def _need(view: View, report: WeekReport, need: Need) -> list[Piece]:
    """Say one thing that needs somebody: what, until when, and who."""
    from cadence_tui import formatting

    glyph = _GLYPHS[need.urgency]
    when = ""
    if need.by is not None:
        local = need.by.astimezone(view.calendar.zone)
        at = formatting.day_label(need.day) if need.day is not None else formatting.moment(local)
        when = f"since {at}" if need.by <= report.now else f"by {at}"
    who = "" if report.company.is_solo else need.who
    cells: list[Piece] = [f"{glyph} {need.subject}", need.name, need.text, when, who]
    return [(str(cell), "now") for cell in cells] if need.is_late else cells


def _closing_document(closing: Closing) -> dict[str, object]:
    """Write what a close did."""
    from cadence_tui.cli.documents import number

    return {
        "week": closing.week,
        "judged": [
            {"kpi": j.kpi, "period": j.period, "status": j.status, "value": number(j.value, j.goal.direction)}
            for j in closing.judged
        ],
        "escalations": [
            {"id": move.after.id, "kpi": move.after.kpi, "state": move.after.state, "rung": move.after.rung}
            for move in closing.moves
        ],
        "waiting": [{"kpi": kpi.key, "period": period} for kpi, period in closing.waiting],
    }


def _closing(view: View, closing: Closing) -> list[Line]:
    """Say what a close judged, what climbed, and what still waits for its value."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import status as word

    judged = formatting.plural(len(closing.judged), "KPI")
    lines: list[Line] = [f"{formatting.period_label(closing.week)}: {judged} judged, {len(closing.waiting)} waiting."]
    for one in closing.judged:
        kpi = view.kpis[one.kpi]
        shown = formatting.value(one.value, kpi.unit, one.goal.direction, view.company.number_format)
        lines.append([f"  {one.kpi}: {shown}  ", word(one.status)])
    if not closing.judged and not closing.waiting:
        lines += before_first_close(view)
    lines += [_moved(move) for move in closing.moves]
    for kpi, period in closing.waiting:
        until = formatting.moment(view.calendar.deadline(period, kpi.lag_days).astimezone(view.calendar.zone))
        lines.append(f"  {kpi.key} waits for {formatting.period_label(period)}, until {until}.")
    return lines


def _moved(move: Move) -> Line:
    """Say where an escalation went."""
    after = move.after
    if after.state != "open":
        return f"  {after.id} {after.kpi} ended: {after.outcome}."
    if after.recovered_at is not None:
        return f"  {after.id} {after.kpi} has recovered."
    owes = "a corrective action" if after.here.owes == "action" else "a decision"
    return f"  {after.id} {after.kpi} is on rung {after.rung}, {after.here.name}: {move.asked} owes {owes}.", "now"
