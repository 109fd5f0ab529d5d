"""What leaves as a file or on standard output: the notes of a meeting, and everything that a file holds."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common, note, write
from cadence_tui.domain.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a file holds, by its ending; the first for each is the usual one.
_ENDINGS = {
    ".json": "json",
    ".zip": "csv",
    ".csv": "csv",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
}


@click.command()
@click.option("--week", metavar="ID", help="The week, instead of the newest one held.")
@click.option("--month", metavar="ID", help="The review of a month, as 2026-11.")
@click.option("--quarter", metavar="ID", help="The retrospective of a fiscal quarter, as 2026-Q4.")
@click.option("--chat", is_flag=True, help="In the form for chat: a line a KPI and no table.")
@click.option("-o", "--output", metavar="FILE", help="Write a file instead of standard output; - is standard output.")
@common
def notes(call: Call, week: str | None, month: str | None, quarter: str | None, chat: bool, output: str | None) -> None:
    """Write the notes of a week's meeting, a month's review or a quarter's retrospective as Markdown.

    Example: cadence notes --week 2026-W47 -o notes.md
    """
    from cadence_tui.services.month_notes import monthly
    from cadence_tui.services.notes import weekly as facts_of
    from cadence_tui.services.quarter_notes import quarterly

    if sum(one is not None for one in (week, month, quarter)) > 1:
        raise UsageError("Name one of --week, --month and --quarter; see “cadence notes --help”.")
    if (meant := _ENDINGS.get(_ending(output), "md")) != "md":
        raise UsageError(
            f"Notes are Markdown, not what {output} says; name a file with .md, or have {meant.upper()} written: "
            f"“cadence export --format {meant} -o {output}”."
        )
    with call.view() as view:
        if month is not None:
            facts = monthly(view, bootstrap.playbook(), month)
        else:
            facts = quarterly(view, quarter) if quarter is not None else facts_of(view, week)
    if call.json:
        call.answer(lambda: facts, list)
        return
    from cadence_tui.export import markdown

    form: markdown.Form = "chat" if chat else "notes"
    folder = bootstrap.templates_folder()
    if facts["kind"] == "weekly":
        leads = bootstrap.playbook().leads(facts.get("stage"))
        text = markdown.weekly(facts, form=form, folder=folder, leads=leads)
    else:
        text = markdown.review(facts, form=form, folder=folder)
    put(call, output, text)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "md", "html"]),
    default="json",
    help="How it is written; see above.",
)
@click.option("--week", metavar="ID", help="With md or html: this week, instead of the newest that has closed.")
@click.option("--month", metavar="ID", help="With md or html: this month, as 2026-11.")
@click.option("--quarter", metavar="ID", help="With md or html: this quarter, as 2026-Q4.")
@click.option("-o", "--output", metavar="FILE", help="Write a file instead of standard output; - is standard output.")
@common
def export(call: Call, form: str, week: str | None, month: str | None, quarter: str | None, output: str | None) -> None:
    """Write everything that the company's file holds, or a report for those outside.

    json is everything, to be restored or read by other programs. csv is a zip with a file a table, for spreadsheets;
    its values.csv is what “cadence import” reads. md and html are the evidence pack of a week, a month or a quarter:
    what moved, what was missed and why, who was asked, what was decided and what came of it; html is one page that
    opens from a file.

    Example: cadence export --format html --month 2026-11 -o november.html
    """
    named = [one for one in (week, month, quarter) if one is not None]
    if len(named) > 1:
        raise UsageError("Name one of --week, --month and --quarter.")
    _refuse_ending(output, form)
    if form in ("json", "csv"):
        if named:
            raise UsageError(
                f"{form.upper()} holds everything; --week, --month and --quarter go with --format md or html."
            )
        if form == "csv":
            _export_tables(call, output)
            return
        from cadence_tui.services.exporting import export_json

        call.heed_settings()
        with bootstrap.desk(call.path, call.asked) as desk:
            put(call, output, export_json(desk))
        return
    from cadence_tui.export.evidence import render
    from cadence_tui.services.evidence import pack

    with call.view() as view:
        text = render(pack(view, named[0] if named else None), "html" if form == "html" else "md")
    put(call, output, text)


def _ending(output: str | None) -> str:
    """Give the ending of a file's name."""
    from pathlib import PurePath

    return PurePath(output or "").suffix.lower()


def _refuse_ending(output: str | None, form: str) -> None:
    """Refuse a file whose ending says that it holds something else than would be written."""
    meant = _ENDINGS.get(_ending(output), form)
    if meant != form:
        right = next(one for one, other in _ENDINGS.items() if other == form)
        raise UsageError(
            f"{output} would hold {form}, not what its ending says; say --format {meant}, or name a file with {right}."
        )


def _export_tables(call: Call, output: str | None) -> None:
    """Write the tables as a zip."""
    if output is None or output == "-":
        raise UsageError("CSV is a zip with a file a table; name it, as -o company.zip.")
    from cadence_tui.export.table_files import Table, zipped
    from cadence_tui.services.exporting import export_tables, separator

    call.heed_settings()
    with bootstrap.desk(call.path, call.asked) as desk:
        _put_file(call, output, zipped((Table(*found) for found in export_tables(desk)), separator(desk)))


def put(call: Call, output: str | None, text: str | Iterable[str]) -> None:
    """Write to standard output, or a file in one step; never over the company's own."""
    pieces = [text] if isinstance(text, str) else text
    if output is not None and output != "-":
        _put_file(call, output, (piece.encode() for piece in pieces))
        return
    for piece in pieces:
        write(piece)


def _put_file(call: Call, output: str, pieces: Iterable[bytes]) -> None:
    """Write a file in one step; never over the company's own."""
    from pathlib import Path

    from cadence_tui.export import files

    path = Path(output)
    with suppress(OSError):  # what cannot be looked at cannot be written either, which says so
        if path.exists() and call.path.exists() and path.samefile(call.path):
            raise RefusedError(f"{output} is the company's own file; name another.")
    note(f"Written to {files.write_pieces(path, pieces)}.")
