"""The history: undo, redo, and the log of every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Call, common

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.history import Entry
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


@click.command()
@common
def undo(call: Call) -> None:
    """Take your newest change back, and say what it was.

    Example: cadence undo
    """
    from cadence_tui.services.undo import undo as do

    _move(call, do, "Undone", "undid")


@click.command()
@common
def redo(call: Call) -> None:
    """Make the change again that was undone last.

    Example: cadence redo
    """
    from cadence_tui.services.undo import redo as do

    _move(call, do, "Done again", "redid")


def _move(call: Call, do: Callable[[Desk], Entry], said: str, key: str) -> None:
    """Undo or redo, and name the change."""
    from cadence_tui.cli.documents import entry as document
    from cadence_tui.domain.history import headline

    with call.desk() as desk:
        moved = do(desk)
        call.answer(
            lambda: {key: document(moved, desk.view().calendar.zone)},
            lambda: [f"{said}: {headline(moved)}."],
        )


@click.command()
@click.option("--since", metavar="DATE", help="From this day on.")
@click.option("--kind", "kinds", multiple=True, metavar="VERB", help="This kind alone, as decided; may be given again.")
@common
def log(call: Call, since: str | None, kinds: tuple[str, ...]) -> None:
    """Show every change, oldest first: the audit trail.

    Example: cadence log --since 2026-11-01 --kind decided
    """
    from cadence_tui.cli.documents import entry as document

    with call.view() as view:
        zone = view.calendar.zone
        found = _chosen(view, since, kinds)
        call.answer(lambda: [document(one, zone) for one in found], lambda: table_of(found, zone))


def _chosen(view: View, since: str | None, kinds: tuple[str, ...]) -> list[Entry]:
    """Pick the entries from a day on, of some kinds."""
    from cadence_tui.services.decisions import read_date

    first = view.calendar.midnight(read_date(since, "day", view.today, is_past=True)) if since else None
    wanted = {_verb(kind) for kind in kinds}
    return [
        entry
        for entry in view.entries()
        if (first is None or entry.at >= first) and (not wanted or entry.verb in wanted)
    ]


def _verb(text: str) -> str:
    """Find a kind of change, however it is cased, with a hyphen or underscore for a space."""
    from cadence_tui.domain.errors import not_found
    from cadence_tui.domain.history import VERBS

    def plain(word: str) -> str:
        return word.casefold().replace("-", " ").replace("_", " ")

    found = next((verb for verb in VERBS if plain(verb) == plain(text)), None)
    if found is None:
        raise not_found("kind of change", text, VERBS, hint=f"There are {', '.join(VERBS)}.")
    return found


def table_of(entries: list[Entry], zone: ZoneInfo) -> list[Line]:
    """Line entries up for people: when, who, what from where to where, and why."""
    from cadence_tui.cli.terminal import table

    if not entries:
        return ["Nothing has happened yet."]
    rows: list[list[Piece]] = [
        [
            str(one.seq),
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}",
            one.who or "(by rule)",
            _what(one, zone),
            one.why or "",
        ]
        for one in entries
    ]
    return table(["#", "WHEN", "WHO", "WHAT", "WHY"], rows, right=(0,), yields=(3, 4))


def _what(entry: Entry, zone: ZoneInfo) -> str:
    """Say what an entry did, and from what to what."""
    from cadence_tui.domain.history import change, headline

    moved = change(entry, zone)
    return f"{headline(entry)}: {moved}" if moved else headline(entry)
