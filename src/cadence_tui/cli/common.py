"""What every command shares: where the file is, who acts, and how answers leave."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from cadence_tui import bootstrap
from cadence_tui.domain.errors import CadenceError, InvalidError, UsageError, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from cadence_tui.cli.terminal import Line
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class Call:
    """One run of a command: its file, its person, whether it answers in JSON, and the answer."""

    def __init__(self, db: str | None, who: str | None, *, json: bool) -> None:
        """Keep what was asked for; nothing is opened yet."""
        self.db, self.asked, self.json = db, who, json
        self.status = 0
        self._answer = ""

    @property
    def path(self) -> Path:
        """Give the company's file."""
        return bootstrap.company_file(self.db)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Sit down at the company's file to change something."""
        with bootstrap.desk(self.path, bootstrap.acting(self.asked)) as desk:
            if warning := desk.clock_warning():
                note(warning)
            yield desk

    @contextmanager
    def view(self) -> Iterator[View]:
        """Look at what stands, as though caught up; who looks makes no difference unless they are named."""
        self.heed_settings()
        with bootstrap.looking(self.path, self.asked) as view:
            yield view

    def heed_settings(self) -> None:
        """Say that the settings cannot be read, where a look at the company can do without them."""
        try:
            bootstrap.read_settings()
        except InvalidError as error:
            note(f"{error} Your settings are left aside here; nothing is changed until that is mended.")

    def answer(self, document: Callable[[], object], text: Callable[[], Iterable[Line]]) -> None:
        """Work the answer out: one JSON document, or text for people. It leaves once the file is let go."""
        if self.json:
            import json

            self._answer = json.dumps(document(), ensure_ascii=True, allow_nan=False, indent=1)
        else:
            from cadence_tui.cli.terminal import render

            self._answer = render(text())

    def leave(self) -> None:
        """Print the answer, and end with its exit status."""
        if self._answer:
            write(f"{self._answer}\n")
        if self.status:
            click.get_current_context().exit(self.status)


def write(text: str) -> None:
    """Write on standard output; a reader who has gone away is no fault, a full disk is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        what = f"The answer could not be written ({error.strerror})"
        raise CadenceError(f"{what}; what was asked for is done all the same.") from error


def note(text: str) -> None:
    """Say something on standard error."""
    from cadence_tui.domain.text import visible

    click.echo(visible(text), err=True)


class Group(click.Group):
    """A group that keeps its commands in the order in which they are written, and offers the nearest to a typo."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Name the commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UsageError(
                f"{not_found('command', args[0], self.list_commands(ctx))} See “{ctx.command_path} --help”."
            )
        return super().resolve_command(ctx, args)


def _help(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print a command's help, where it was asked for."""
    if asked and not context.resilient_parsing:
        write(f"{context.get_help()}\n")
        context.exit()


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command or a group the options that all of them take.

    The help is among them because click's own looks for a translation on the disk each time.
    """
    said = "Show this, and do nothing else."
    command = click.option("--help", is_flag=True, expose_value=False, is_eager=True, help=said, callback=_help)(
        command
    )
    command = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")(command)
    command = click.option("--as", "who", metavar="NAME", help="Who acts, instead of you.")(command)
    return click.option("--db", metavar="PATH", help="The company's file, instead of the usual one.")(command)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what all of them take, hand it its Call, and print its answer."""

    @shared
    @wraps(command)
    def run(*, db: str | None, who: str | None, as_json: bool, **rest: Any) -> None:  # noqa: ANN401
        call = Call(db or _told("db"), who or _told("who"), json=as_json or bool(_told("as_json")))
        try:
            command(call, **rest)
        except InvalidError as error:
            raise _by_options(error, rest) from error
        call.leave()

    return run


def _by_options(error: InvalidError, given: Mapping[str, object]) -> InvalidError:
    """Name the options that were typed where an error names the fields that they fill."""
    typed = {
        one.name: max(one.opts, key=len)
        for one in click.get_current_context().command.params
        if isinstance(one, click.Option) and given.get(one.name or "") not in (None, (), False)
    }

    def named(text: str) -> str:
        field, colon, rest = text.partition(": ")
        return f"{typed[field]}{colon}{rest}" if colon and field in typed else text

    return InvalidError(named(str(error)), map(named, error.problems))


def _told(name: str) -> Any:  # noqa: ANN401 (a text or a flag)
    """Look an option up where it was given before the command's own name."""
    context = click.get_current_context().parent
    while context is not None:
        if context.params.get(name):
            return context.params[name]
        context = context.parent
    return None


def read_file(name: str) -> bytes:
    """Read a file that was named.

    Raises:
        CadenceError: saying why it cannot be read.
    """
    from pathlib import Path

    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise CadenceError(f"{name} cannot be read ({what}); name a file that can.") from error
