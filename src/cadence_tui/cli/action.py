"""Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, Group, common, shared

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.decision import Action
    from cadence_tui.domain.history import Entry
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


@click.group(cls=Group)
@shared
def action(**_: object) -> None:
    """List, add, finish, verify, keep and drop actions.

    Example: cadence action list
    """


@action.command(name="list")
@click.option("--all", "every", is_flag=True, help="Verified and dropped ones too.")
@common
def list_(call: Call, every: bool) -> None:
    """List the actions that are still to be done or checked.

    Example: cadence action list --all
    """
    from cadence_tui.cli.documents import action as document

    with call.view() as view:
        found = view.repository.actions(closed=every)
        call.answer(
            lambda: [document(one, view.today, view.calendar.zone) for one in found],
            lambda: _table(view, found, closed=every),
        )


@action.command()
@click.argument("id_", metavar="ID")
@common
def show(call: Call, id_: str) -> None:
    """Show an action with its history.

    Example: cadence action show A-3
    """
    from cadence_tui.cli import documents

    with call.view() as view:
        found, zone = view.repository.action(id_), view.calendar.zone
        entries = view.entries_about(found.id)
        call.answer(
            lambda: {
                **documents.action(found, view.today, zone),
                "history": [documents.entry(one, zone) for one in entries],
            },
            lambda: _page(view, found, entries),
        )


@action.command()
@click.argument("text")
@click.option("--owner", required=True, metavar="NAME", help="The one person who does it.")
@click.option("--due", required=True, metavar="DATE", help="By when.")
@click.option("--decision", metavar="ID", help="The decision it belongs to.")
@click.option("--for", "serves", multiple=True, metavar="ID", help="What it is for; may be given again.")
@common
def add(call: Call, text: str, owner: str, due: str, decision: str | None, serves: tuple[str, ...]) -> None:
    """Add an action, on its own or to a decision.

    Example: cadence action add "Call the ten who left" --owner Ada --due 2026-12-01 --decision D-1
    """
    from cadence_tui.services.decisions import ActionDraft, add_action

    with call.desk() as desk:
        made = add_action(desk, ActionDraft(text=text, owner=owner, due=due), decision=decision, serves=serves)
        _answer(call, desk, made, made.id)


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
        _answer(call, desk, after, f"{after.id} is {after.state}.")


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
        _answer(call, desk, after, f"{after.id} is {after.state}.")


@action.command()
@click.argument("id_", metavar="ID")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@common
def drop(call: Call, id_: str, why: str) -> None:
    """Drop an action, with the reason.

    Example: cadence action drop A-3 --why "the customer came back by themselves"
    """
    from cadence_tui.services.decisions import drop as do

    with call.desk() as desk:
        after = do(desk, id_, why)
        _answer(call, desk, after, f"{after.id} is {after.state}.")


@action.command()
@click.argument("id_", metavar="ID")
@click.option("--due", required=True, metavar="DATE", help="The new date.")
@click.option("--owner", metavar="NAME", help="Hand it to somebody else.")
@click.option("--text", metavar="TEXT", help="Shrink it to this.")
@common
def keep(call: Call, id_: str, due: str, owner: str | None, text: str | None) -> None:
    """Carry an action over to a new date, shrunk or handed over where you say so.

    Example: cadence action keep A-3 --due 2026-12-08
    """
    from cadence_tui import formatting
    from cadence_tui.services.decisions import keep as do

    with call.desk() as desk:
        after = do(desk, id_, due, owner=owner, text=text)
        _answer(call, desk, after, f"{after.id} is due {formatting.day_label(after.due)}, by {after.owner}.")


def _answer(call: Call, desk: Desk, one: Action, said: str) -> None:
    """Answer with an action as it is now."""
    from cadence_tui.cli.documents import action as document

    def written() -> object:
        view = desk.view()
        return document(one, view.today, view.calendar.zone)

    call.answer(written, lambda: [said])


def _table(view: View, found: list[Action], *, closed: bool) -> list[Line]:
    """Line actions up for people."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    if not found:
        return ["There are no actions." if closed else "No open actions."]
    zone = view.calendar.zone
    rows: list[list[Piece]] = []
    for one in found:
        weeks = one.age_weeks(view.today, one.created_at.astimezone(zone).date())
        due = formatting.day_label(one.due)
        rows.append([one.id, one.text, one.owner, due, _state(view, one), f"{weeks} wk", one.decision or ""])
    return table(["ID", "WHAT", "OWNER", "DUE", "STATE", "AGE", "FOR"], rows, right=(5,), yields=(1, 2))


def _state(view: View, one: Action) -> Piece:
    """Write an action's state as glyph and word."""
    if one.is_overdue(view.today):
        return "! overdue", "now"
    glyph = {"open": "○", "done": "◐", "verified": "✓", "dropped": "✗"}[one.state]
    return f"{glyph} {one.state}", "faint" if one.is_closed else "plain"


def _page(view: View, one: Action, entries: list[Entry]) -> list[Line]:
    """Tell an action's story."""
    from cadence_tui import formatting
    from cadence_tui.cli.history import table_of

    of = f", for {one.decision}" if one.decision else ""
    return [
        [(f"{one.id} · {one.text}", "head")],
        [f"{one.owner}, due {formatting.day_label(one.due)}{of}  ", _state(view, one)],
        *([f"  dropped: {one.dropped_why}"] if one.dropped_why else []),
        "",
        *table_of(entries, view.calendar.zone),
    ]
