"""Objectives and key results: drafted, activated, checked in on, changed openly, scored, carried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, Group, common, read_file, shared
from cadence_tui.cli.key_result import (
    KEY_RESULT,
    KPI,
    OWNER,
    TITLE,
    Options,
    add_key_result,
    check_in,
    drop,
    keep,
    options,
    promote,
    raise_,
    reason,
    score,
)
from cadence_tui.domain.errors import InvalidError, UsageError

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk

OBJECTIVE: Options = {
    "--team": ("NAME", "The team that holds it; none for the company."),
    "--cycle": ("ID", "The fiscal quarter, as 2026-Q4."),
    "--serves": ("ID", "Of a team's objective: the company objective that it serves."),
    "--review-day": ("DAY", "The weekday of its check-in, mon to sun."),
}


@click.group(cls=Group)
@shared
def okr(**_: object) -> None:
    """Draft, activate, check in on, score and close objectives.

    Example: cadence okr list
    """


@okr.command(name="list")
@click.option("--cycle", metavar="ID", help="This fiscal quarter alone, as 2026-Q4.")
@common
def list_(call: Call, cycle: str | None) -> None:
    """List the objectives with their key results: what is open or to come, or one cycle.

    Example: cadence okr list --cycle 2026-Q4
    """
    from cadence_tui.cli.okr_documents import objective as document
    from cadence_tui.cli.okr_page import overview
    from cadence_tui.domain.okr import parse_cycle
    from cadence_tui.services.okrs import lines

    with call.view() as view:
        found = lines(view, parse_cycle(cycle) if cycle is not None else None)
        call.answer(lambda: [document(one) for one in found], lambda: overview(view, found, every=cycle is not None))


@okr.command()
@click.argument("id_", metavar="ID")
@common
def show(call: Call, id_: str) -> None:
    """Show an objective: its key results with the way that each took, what was changed, and its history.

    Example: cadence okr show O-1
    """
    from cadence_tui.cli import documents, okr_documents
    from cadence_tui.cli.okr_page import page
    from cadence_tui.services import okr_path, okrs

    with call.view() as view:
        objective, _ = view.repository.part(id_)
        line, zone = okrs.line(view, objective), view.calendar.zone
        paths = {part.id: okr_path.path(view, objective, part) for part in objective.key_results}
        entries = view.entries_about(objective.id)
        call.answer(
            lambda: {
                **okr_documents.objective(line),
                "paths": {
                    name: [okr_documents.path_point(point) for point in points] for name, points in paths.items()
                },
                "history": [documents.entry(one, zone) for one in entries],
            },
            lambda: page(view, line, paths, entries),
        )


@okr.command()
@click.argument("file", metavar="FILE.toml")
@common
def add(call: Call, file: str) -> None:
    """Add the objectives of a file as drafts, all of them or none; their ids are the answer.

    Example: cadence okr add okrs.toml
    """
    from cadence_tui.cli.okr_documents import objective as document
    from cadence_tui.services.objectives import add as do
    from cadence_tui.services.okrs import line

    try:
        text = read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(f"{file} is not text in UTF-8 ({error.reason}); save it as UTF-8.") from error
    with call.desk() as desk:
        made = do(desk, text, source=file)
        call.answer(
            lambda: [document(line(desk.view(), one)) for one in made],
            lambda: [one.id for one in made],
        )


@okr.command()
@click.argument("id_", metavar="ID")
@common
def activate(call: Call, id_: str) -> None:
    """Activate a draft: refused while lint has an error, or the phase does not allow it.

    Example: cadence okr activate O-1
    """
    from cadence_tui.services.objectives import activate as do

    with call.desk() as desk:
        after = do(desk, bootstrap.playbook(), id_)
        _answer(call, desk, after.id, f"{after.id} is active: {after.title}.")


@okr.command()
@click.argument("id_", metavar="ID")
@options(TITLE, OWNER, OBJECTIVE, KPI, KEY_RESULT)
@click.option("--state", metavar="STATE", help="Of an initiative: planned, under_way, done or dropped.")
@click.option(
    "--into", metavar="ID", help="Roll a draft into this objective: its key results and initiatives go there."
)
@reason
@common
def edit(call: Call, id_: str, into: str | None, why: str, **fields: str | None) -> None:
    """Change an objective, a key result or an initiative by its id, O-1, O-1.2 or O-1.i1.

    Example: cadence okr edit O-1.2 --target 60 --why "the second market comes in spring"
    """
    from cadence_tui.services.key_results import roll_in
    from cadence_tui.services.objectives import edit as do

    given = {name: text for name, text in fields.items() if text is not None}
    if bool(given) == (into is not None):
        raise UsageError(
            f"Say what to change of {id_}, as --target 60, or --into alone; see “cadence okr edit --help”."
        )
    with call.desk() as desk:
        if into is not None:
            after = roll_in(desk, bootstrap.playbook(), id_, into, why=why)
            _answer(call, desk, after.id, f"{id_.strip().upper()} is rolled into {after.id}.")
        else:
            after = do(desk, bootstrap.playbook(), id_, given, why=why)
            _answer(call, desk, after.id, f"{id_.strip()} is changed.")


@okr.command(name="add-initiative")
@click.argument("objective", metavar="ID")
@click.argument("title")
@options(OWNER)
@common
def add_initiative(call: Call, objective: str, title: str, owner: str | None) -> None:
    """Add an initiative to an objective; its id is the answer.

    Example: cadence okr add-initiative O-1 "Sample data in every account" --owner Ada
    """
    from cadence_tui.services.key_results import add_initiative as do

    with call.desk() as desk:
        made = do(desk, bootstrap.playbook(), objective, {"title": title, "owner": owner})
        _answer(call, desk, made.id.partition(".")[0], made.id)


@okr.command()
@click.argument("id_", metavar="ID")
@click.option("--why", default="", metavar="TEXT", help="The reason.")
@click.option("--learned", default="", metavar="TEXT", help="With a cycle: what was learned in it.")
@common
def close(call: Call, id_: str, why: str, learned: str) -> None:
    """Close an objective, put a draft aside, or close a whole cycle once each of its key results is scored and settled.

    Example: cadence okr close 2026-Q4 --learned "two objectives were one too many"
    """
    from cadence_tui.services.objectives import close as do

    if "Q" in id_.upper():
        _close_cycle(call, id_, learned)
        return
    if learned:
        raise UsageError("--learned goes with a cycle, as 2026-Q4; give --why with an objective.")
    with call.desk() as desk:
        after = do(desk, id_, why=why)
        _answer(call, desk, after.id, f"{after.id} is closed.")


def _close_cycle(call: Call, cycle: str, learned: str) -> None:
    """Close a cycle, and say what its scores say."""
    from cadence_tui.cli.okr_documents import objective as document
    from cadence_tui.cli.okr_page import verdicts
    from cadence_tui.services.okrs import lines
    from cadence_tui.services.retrospective import close_cycle as do

    with call.desk() as desk:
        after = do(desk, cycle, learned=learned)
        view = desk.view()
        found = lines(view, after[0].cycle)
        call.answer(
            lambda: [document(one) for one in found],
            lambda: [f"{after[0].cycle} is closed.", *verdicts(found)],
        )


def _answer(call: Call, desk: Desk, objective: str, said: str) -> None:
    """Answer with an objective as it is now."""
    from cadence_tui.cli.okr_documents import objective as document
    from cadence_tui.services.okrs import line

    view = desk.view()
    call.answer(lambda: document(line(view, view.repository.objective(objective))), lambda: [said])


for _command in (check_in, score, keep, drop, promote, raise_, add_key_result):
    okr.add_command(_command)
