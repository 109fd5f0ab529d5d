"""The company: created from a file, shown, changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, Group, common, read_file, shared, write
from cadence_tui.cli.ladder import ladder
from cadence_tui.cli.people import person, team
from cadence_tui.cli.ranges import range_
from cadence_tui.domain.errors import InvalidError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.cli.terminal import Line
    from cadence_tui.domain.calendar import Rhythm
    from cadence_tui.services.company import Edited
    from cadence_tui.services.view import View

FIELDS = {
    "--name": ("TEXT", "What the company is called."),
    "--founder": ("NAME", "The person at the top of every ladder."),
    "--people-count": ("NUMBER", "How many people there are; decides the stage."),
    "--stage": ("STAGE", "solo, traction, alignment or scaling, whatever the number of people says."),
    "--close-day": ("DAY", "The day on which weeks close, mon to sun."),
    "--close-time": ("TIME", "The time at which weeks close, as 18:00."),
    "--timezone": ("ZONE", "The zone of all deadlines, as Europe/Oslo."),
    "--number-format": ("FORMAT", "1,234.50 or 1.234,50 or “1 234,50”."),
    "--fiscal-year-start": ("MONTH", "The month in which the fiscal year begins, 1 to 12."),
    "--self-verify": ("yes|no", "Whether, in a company of one, done also means verified."),
    "--checkin-weeks": ("1|2", "How many weeks lie from one check-in on an objective to the next."),
}


def _fields(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the fields of the company, by the names of company.toml."""
    for name, (metavar, line) in reversed(FIELDS.items()):
        command = click.option(name, metavar=metavar, help=line)(command)
    return command


@click.command()
@click.option("--from", "source", metavar="FILE", help="The company.toml to read.")
@click.option("--print-example", is_flag=True, help="Print a complete, commented company.toml.")
@common
def init(call: Call, source: str | None, print_example: bool) -> None:
    """Create the company from a file, without the wizard; nothing is ever overwritten.

    Example: cadence init --print-example > company.toml && cadence init --from company.toml
    """
    if print_example:
        from cadence_tui.services.setup import example

        write(example())
        return
    if source is None:
        raise UsageError("Name the file with --from company.toml; --print-example shows what it holds.")
    try:
        text = read_file(source).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(f"{source} is not text in UTF-8 ({error.reason}); save it as UTF-8.") from error
    founded, path = bootstrap.found(call.path, text, Path(source).name), str(call.path)
    from cadence_tui.cli.week import before_first_close

    with call.view() as view:
        call.answer(
            lambda: {"company": founded.name, "file": path},
            lambda: [f"{founded.name} is set up in {path}.", *before_first_close(view)],
        )


@click.group(cls=Group)
@shared
def company(**_: object) -> None:
    """Show and change the company, its people, teams and ladder.

    Example: cadence company show
    """


@company.command()
@common
def show(call: Call) -> None:
    """Show the company at a glance: its close, people, teams and ladder.

    Example: cadence company show
    """
    with call.view() as view:
        call.answer(lambda: document(view), lambda: _page(view))


@company.command()
@_fields
@click.option("--why", default="", metavar="TEXT", help="The reason, for the log.")
@common
def edit(call: Call, why: str, **fields: str | None) -> None:
    """Change the company; a new close holds from the first week that begins afterwards.

    Example: cadence company edit --close-day thu --close-time 17:00 --why "the review moved to Fridays"
    """
    from cadence_tui.services.company import edit as do

    given = {name: text for name, text in fields.items() if text is not None}
    if not given:
        raise UsageError("Say what to change, as --close-day thu; “cadence company edit --help” names all fields.")
    with call.desk() as desk:
        edited = do(desk, given, why=why)
        call.answer(lambda: document(desk.view()), lambda: _said(edited))


company.add_command(person)
company.add_command(team)
company.add_command(ladder)
company.add_command(range_)


def _said(edited: Edited) -> list[Line]:
    """Say what a change changed, and from when."""
    from cadence_tui import formatting

    if not edited.after:
        return [f"Nothing changed: {edited.company.name} is like that already."]
    lines: list[Line] = [f"{name}: {_plain(old)} → {_plain(edited.after[name])}" for name, old in edited.before.items()]
    if edited.from_week is not None:
        lines.append(
            f"The new close holds from {formatting.period_label(edited.from_week)}; "
            "the weeks before it keep their deadlines."
        )
    return lines


def _plain(value: object) -> str:
    """Write a field's value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


# --- At a glance ------------------------------------------------------------------------------------------------------


def document(view: View) -> dict[str, Any]:
    """Write the company with its people, teams and ladder; fields go by the names of company.toml."""
    from cadence_tui.cli import documents
    from cadence_tui.cli import ladder as ladders
    from cadence_tui.cli import people as folk
    from cadence_tui.domain.company import PHASES
    from cadence_tui.services.company import facts
    from cadence_tui.services.people import everyone

    one, calendar = view.company, view.calendar
    coming = _coming(view)
    return {
        **facts(one, calendar.rhythm(view.week)),
        "coming_close": {"from_week": coming.from_week, **_close(coming)} if coming else None,
        "start": one.start.isoformat(),
        "phase": one.phase,
        "phase_name": PHASES[one.phase],
        "week": view.week,
        "deadline": documents.moment(calendar.deadline(view.week), calendar.zone),
        "kpis": sum(kpi.retired_at is None for kpi in view.kpis.values()),
        "people": [folk.person_document(found, view) for found in everyone(view.repository)],
        "teams": [folk.team_document(found, view) for found in view.repository.teams()],
        "ladder": ladders.document(view),
    }


def _close(rhythm: Rhythm) -> dict[str, str]:
    """Write when weeks close."""
    from cadence_tui.services.company import close_facts

    return close_facts(rhythm)


def _coming(view: View) -> Rhythm | None:
    """Find the close that a later week will have, if it was changed."""
    return next((rhythm for rhythm in view.calendar.rhythms if rhythm.from_week > view.week), None)


def _page(view: View) -> list[Line]:
    """Tell about the company; what can say only one thing in a company of one is left out."""
    from cadence_tui import formatting
    from cadence_tui.cli import ladder as ladders
    from cadence_tui.cli import people as folk
    from cadence_tui.domain.company import PHASES
    from cadence_tui.services.people import everyone

    one, calendar = view.company, view.calendar
    closes = formatting.moment(calendar.deadline(view.week).astimezone(calendar.zone))
    count = f" · {formatting.plural(one.people_count, 'person', 'people')}" if one.people_count else ""
    founder = "" if one.is_solo else f" · founder {one.founder}"
    lines: list[Line] = [
        [(one.name, "head"), f" · {one.stage}{count}{founder}"],
        f"Weeks close {_close_text(calendar.rhythm(view.week))}; the current one, {view.week}, on {closes}.",
    ]
    if coming := _coming(view):
        lines.append(f"From {formatting.period_label(coming.from_week)} they close {_close_text(coming)}.")
    month = one.start.replace(day=1, month=one.fiscal_start)
    lines += [
        f"Phase {one.phase}, {PHASES[one.phase]} · since {formatting.day_label(one.start)} {one.start.year}",
        f"Numbers as {one.number_format} · fiscal year from {month:%B}",
    ]
    if one.is_solo:
        lines.append(f"Done {'also means' if one.self_verify else 'does not mean'} verified.")
    else:
        lines += ["", *folk.people_table(everyone(view.repository), view.calendar.zone)]
        if teams := view.repository.teams():
            lines += ["", *folk.teams_table(teams, view)]
    return [*lines, "", *ladders.page(view)]


def _close_text(rhythm: Rhythm) -> str:
    """Write when weeks close."""
    close = _close(rhythm)
    return f"{close['close_day'].capitalize()} {close['close_time']} {close['timezone']}"
