"""Escalations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, Group, common, shared

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.story import Turn
    from cadence_tui.services.view import View


@click.group(cls=Group)
@shared
def escalation(**_: object) -> None:
    """List and show escalations.

    Example: cadence escalation list
    """


@escalation.command(name="list")
@click.option("--all", "every", is_flag=True, help="Ended ones too.")
@common
def list_(call: Call, every: bool) -> None:
    """List the open escalations, with who is asked and until when.

    Example: cadence escalation list --all
    """
    from cadence_tui.cli.documents import escalation as document

    with call.view() as view:
        found = view.escalations(ended=every)
        call.answer(lambda: [document(one, view) for one in found], lambda: _table(view, found, ended=every))


@escalation.command()
@click.argument("id_", metavar="ID")
@common
def show(call: Call, id_: str) -> None:
    """Show an escalation with its whole story.

    Example: cadence escalation show E-1
    """
    from cadence_tui.cli import documents
    from cadence_tui.services import story

    with call.view() as view:
        found = view.escalation(id_)
        turns = story.of_escalation(view, found)
        direction = view.kpis[found.kpi].goal.direction
        call.answer(
            lambda: {
                **documents.escalation(found, view),
                "history": [documents.turn(one, direction, view.calendar.zone) for one in turns],
            },
            lambda: _page(view, found, turns),
        )


def _table(view: View, found: list[Escalation], *, ended: bool) -> list[Line]:
    """Line escalations up for people."""
    from cadence_tui.cli.terminal import table
    from cadence_tui.domain.report import cause_words

    if not found:
        return ["There are no escalations." if ended else "No open escalations."]
    rows: list[list[Piece]] = [
        [one.id, one.kpi, f"{one.rung} {one.here.name}", view.asked(one), _state(view, one), cause_words(one)]
        for one in found
    ]
    return table(["ID", "KPI", "RUNG", "ASKED", "STATE", "BECAUSE"], rows, yields=(5, 3, 1))


def _state(view: View, one: Escalation) -> Piece:
    """Say where an escalation stands, and until when somebody has to answer."""
    from cadence_tui import formatting

    if one.state != "open":
        return f"✓ {one.outcome}", "faint"
    if one.overdue_since is not None:
        return "! overdue", "now"
    if one.recovered_at is not None:
        return "◐ recovered"
    if one.answered:
        return "◐ answered"
    due = view.due_at(one)
    if due is None:
        return "! open", "now"
    return f"! until {formatting.moment(due.astimezone(view.calendar.zone))}", "now"


def _page(view: View, one: Escalation, turns: list[Turn]) -> list[Line]:
    """Tell an escalation's story."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    zone = view.calendar.zone
    rows: list[list[Piece]] = [
        [formatting.moment(turn.event.at.astimezone(zone)), *_words(view, one, turn), str(turn.rung), turn.asked]
        for turn in turns
    ]
    return [
        [(f"{one.id} · {view.kpis[one.kpi].name}", "head")],
        [f"{_rung(one)}: {view.asked(one)}  ", _state(view, one)],
        "",
        *table(["WHEN", "WHAT", "PERIOD", "RUNG", "ASKED"], rows, right=(3,), yields=(1, 4)),
    ]


def _rung(one: Escalation) -> str:
    """Say on which rung an escalation stands, and of how many."""
    if len(one.rungs) == 1:
        return f"{one.here.name}, with nobody above"
    return f"Rung {one.rung} of {len(one.rungs)}, {one.here.name}"


def _words(view: View, one: Escalation, turn: Turn) -> list[Piece]:
    """Say what an event was, and the period it was about."""
    from cadence_tui import formatting

    event, kpi = turn.event, view.kpis[one.kpi]
    where = formatting.period_label(event.period) if event.period else ""
    shown = formatting.value(event.value, kpi.unit, kpi.goal.direction, view.company.number_format)
    what = {
        "miss": "late" if event.miss == "late" else f"breach: {shown}",
        "recovery": "recovered",
        "response": f"answered by {event.decision}",
        "timeout": "no answer in time",
        "strike": "the miss was taken away",
        "handover": "handed to the new owner",
        "superseded": f"{event.decision} took the earlier answer's place",
        "end": f"ended: {event.outcome}",
    }[event.kind]
    return [f"{what} ({event.why})" if event.why and event.kind in ("strike", "end") else what, where]
