"""The ladder: shown with who is meant, set from a file, or left to the stage again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cadence_tui.cli.common import Call, Group, common, read_file, shared
from cadence_tui.domain.errors import InvalidError, UsageError

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.ladder import Rung
    from cadence_tui.services.view import View


@click.group(cls=Group)
@shared
def ladder(**_: object) -> None:
    """Show the ladder that a miss climbs, or set another.

    Example: cadence company ladder show
    """


@ladder.command()
@common
def show(call: Call) -> None:
    """Show the ladder, the company's own or its stage's, with who is meant.

    Example: cadence company ladder show
    """
    with call.view() as view:
        call.answer(lambda: document(view), lambda: page(view))


@ladder.command(name="set")
@click.argument("file", required=False)
@click.option("--default", "is_default", is_flag=True, help="Go back to the default of the company's stage.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def set_(call: Call, file: str | None, is_default: bool, why: str) -> None:
    """Set the ladder from a TOML file with a table [[ladder]] for each rung, for escalations opened afterwards.

    Example: cadence company ladder set ladder.toml --why "the lead answers first"
    """
    from cadence_tui.services.company import reset_ladder, set_ladder

    if (file is None) != is_default:
        raise UsageError("Name the file with the ladder, or go back to the stage's with --default; one of the two.")
    text = _text(file) if file is not None else ""
    with call.desk() as desk:
        if file is None:
            reset_ladder(desk, why=why)
        else:
            set_ladder(desk, text, source=file, why=why)
        view = desk.view()
        said = "Escalations opened from now on climb this ladder; open ones keep theirs."
        call.answer(lambda: document(view), lambda: [*page(view), "", said])


def _text(file: str) -> str:
    """Read a file as text."""
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(f"{file} is not text in UTF-8 ({error.reason}); save it as UTF-8.") from error


def document(view: View) -> dict[str, Any]:
    """Write the ladder; `person` is who is meant, absent where that depends on the KPI."""
    from cadence_tui.services.company import ladder_of

    own = view.repository.ladder()
    return {
        "own": own is not None,
        "rungs": [
            {
                "rung": number,
                "name": rung.name,
                "who": rung.who,
                "owes": rung.owes,
                "respond_within_hours": rung.hours,
                "person": _person(rung, view),
            }
            for number, rung in enumerate(ladder_of(view.company, own), 1)
        ],
    }


def _person(rung: Rung, view: View) -> str | None:
    """Name who a rung asks, where that is the same for every KPI."""
    if rung.who in ("owner", "lead"):
        return view.company.founder if view.company.is_solo else None
    return view.company.founder if rung.who == "founder" else rung.who


def page(view: View) -> list[Line]:
    """Line the rungs up, with who is meant."""
    from cadence_tui.cli.terminal import table
    from cadence_tui.services.company import ladder_of

    own = view.repository.ladder()
    rungs = ladder_of(view.company, own)
    rows: list[list[Piece]] = [
        [
            str(number),
            rung.name,
            _meant(rung, view),
            "a corrective action" if rung.owes == "action" else "a decision",
            "no limit" if rung.hours is None else f"{rung.hours} h",
        ]
        for number, rung in enumerate(rungs, 1)
    ]
    lines = table(["RUNG", "NAME", "WHO", "OWES", "WITHIN"], rows, right=(0, 4), yields=(2, 1))
    if own is not None:
        return [*lines, "The company’s own ladder."]
    left_out = "" if view.company.is_solo else "; a rung whose person is the one below is left out"
    return [*lines, f"The default of the stage {view.company.stage}{left_out}."]


def _meant(rung: Rung, view: View) -> str:
    """Say who a rung asks."""
    if (person := _person(rung, view)) is not None:
        return person
    if rung.who == "owner":
        return "the KPI’s owner"
    leads = [f"{team.lead} ({team.name})" for team in view.repository.teams() if team.lead]
    return f"the team’s lead: {', '.join([*leads, f'else {view.company.founder}'])}"
