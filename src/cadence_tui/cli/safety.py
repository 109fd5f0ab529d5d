"""Keeping the file safe: backups, the doctor, and where everything is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, Group, common, note, shared
from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from cadence_tui.cli.terminal import Line, Piece
    from cadence_tui.domain.backup import Backup
    from cadence_tui.domain.finding import Finding

_KB = 1024


class Backups(Group):
    """A group that takes a word it does not know for the file to write a backup to."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, else hand the words to the one that takes a backup."""
        if args[0] not in self.commands:
            return "take", self.commands["take"], args
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands but the one that needs no name."""
        return [name for name in super().list_commands(ctx) if name != "take"]


@click.group(cls=Backups, invoke_without_command=True, subcommand_metavar="[FILE] | list | restore NAME")
@shared
def backup(**_: object) -> None:
    """Take a backup now: among the others, or to a FILE of its own. It is consistent while others write.

    Example: cadence backup
    """
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        context.invoke(take)


@backup.command(hidden=True)
@click.argument("file", required=False)
@common
def take(call: Call, file: str | None) -> None:
    """Take a backup now: among the others, or to a FILE of its own.

    Example: cadence backup /mnt/usb/company.db
    """
    made = bootstrap.back_up(call.path, target=Path(file).expanduser() if file else None)
    call.answer(lambda: {"backup": str(made)}, lambda: [f"A verified backup is in {made}."])


@backup.command(name="list")
@common
def list_(call: Call) -> None:
    """List the backups, newest first, each looked through from end to end.

    Example: cadence backup list
    """
    found = bootstrap.backups(call.path)[::-1]
    call.answer(lambda: [_document(one) for one in found], lambda: _table(found))


def _document(one: Backup) -> dict[str, object]:
    return {
        "name": one.name,
        "file": one.file,
        "at": one.at.isoformat(),
        "reason": one.reason,
        "size": one.size,
        "verified": one.flaw is None,
        "flaw": one.flaw,
    }


def _table(found: list[Backup]) -> list[Line]:
    """Line backups up: how old, how large, why, whether whole."""
    from cadence_tui import formatting
    from cadence_tui.cli.terminal import table

    if not found:
        return ["There are no backups yet; “cadence backup” takes one, and so does each day’s first change."]
    now = bootstrap.machine_now()
    rows: list[list[Piece]] = [
        [
            one.name,
            "in the future" if one.at > now else formatting.span(now - one.at),
            f"{max(one.size // _KB, 1):,} KB",
            "✓ whole" if one.flaw is None else (f"✗ {one.flaw}", "now"),
        ]
        for one in found
    ]
    return table(["BACKUP", "AGE", "SIZE", "LOOKED THROUGH"], rows, right=(2,), yields=(3,))


@backup.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common
def restore(call: Call, name: str, *, yes: bool) -> None:
    """Put a backup in the place of the company's file, which is kept as a backup of its own first.

    NAME is one of “cadence backup list”, or the beginning of one, or any backup's file.

    Example: cadence backup restore 20261123T090000Z-daily
    """
    if not yes:
        if not sys.stdin.isatty():
            raise RefusedError("Restoring asks first; in a script, say --yes.")
        asked = f"Put {name} in the place of {call.path}, which is kept as a backup first?"
        from cadence_tui.domain.text import visible

        click.confirm(visible(asked), abort=True, err=True)
    source, kept = bootstrap.restore(call.path, name)
    where = f" What stood there is {kept}." if kept else ""
    call.answer(
        lambda: {"restored": str(source), "kept": str(kept) if kept else None},
        lambda: [f"{source.stem} is in its place.{where}"],
    )


@click.command()
@common
def doctor(call: Call) -> None:
    """Look everything through: the file, its history, its backups, the settings, this terminal.

    The exit status is 3 where the file is at fault, 1 where something else is, else 0.

    Example: cadence doctor
    """
    from cadence_tui.cli import own, probe

    found = [*bootstrap.examine(call.path), *own.examine(call.path), *probe.examine()]
    bad = {one.what for one in found if one.state == "bad"}
    call.status = 0 if not bad else 1 if bad <= {"settings", "terminal", "backups"} else 3
    call.answer(lambda: [one._asdict() for one in found], lambda: _findings(found))


def _findings(found: list[Finding]) -> list[Line]:
    """Write each finding on a line, and below it what to do."""
    lines: list[Line] = []
    for one in found:
        mark: Piece = {"good": "✓", "note": "·", "bad": ("✗", "now")}[one.state]  # type: ignore[assignment]
        lines.append([mark, " ", (f"{one.what:<12}", "head"), f" {one.said}"])
        if one.advice:
            lines.append([" " * 15, (one.advice, "faint")])
    bad = sum(one.state == "bad" for one in found)
    lines += ["", "All is in order." if not bad else f"{bad} of {len(found)} need you."]
    return lines


@click.command()
@common
def where(call: Call) -> None:
    """Say where everything is kept: the file, backups, settings, templates, notes, the log.

    Example: cadence where
    """
    call.heed_settings()
    found = bootstrap.places(call.path)
    call.answer(
        lambda: {name: {"path": str(path), "exists": path.exists()} for name, path in found.items()},
        lambda: [
            [(f"{name:<10} ", "head"), str(path), ("" if path.exists() else "  (not there yet)", "faint")]
            for name, path in found.items()
        ],
    )
    if not found["file"].exists():
        note("There is no company there yet; “cadence” sets one up.")
