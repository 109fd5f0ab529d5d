"""The command line as its own help tells it: each command with its words, purpose, options and example."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from cadence_tui.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMON = ("db", "who", "as_json")
"""The options that every command takes, told once."""


class Entry(NamedTuple):
    """A command: `words` as it is typed, `usage` behind them, what it does, more about it, and an example.

    A group that only holds others never `runs` itself.
    """

    words: str
    usage: str
    purpose: str
    more: list[str]
    example: str
    options: list[tuple[str, str]]
    runs: bool


def entries() -> list[Entry]:
    """List every command, in the order in which help lists them, a group before what it holds."""
    return list(_walk(cli, click.Context(cli, info_name="cadence")))


def common_options() -> list[tuple[str, str]]:
    """Give the options that every command takes, and --help."""
    context = click.Context(cli, info_name="cadence")
    return [
        record
        for param in cli.get_params(context)
        if param.name in (*COMMON, "help") and (record := param.get_help_record(context))
    ]


def find(words: list[str]) -> tuple[click.Command, list[str]]:
    """Find the command that some words name; gives it and the words behind it."""
    command: click.Command = cli
    rest = list(words)
    while rest and isinstance(command, click.Group):
        found = command.get_command(click.Context(command), rest[0])
        if found is None:
            break
        command, rest = found, rest[1:]
    return command, rest


def _walk(group: click.Group, context: click.Context) -> Iterator[Entry]:
    """Go through a group."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        yield _entry(command, inner)
        if isinstance(command, click.Group):
            yield from _walk(command, inner)


def _entry(command: click.Command, context: click.Context) -> Entry:
    """Read a command's own help."""
    paragraphs = [" ".join(one.split()) for one in (command.help or "").split("\n\n")]
    example = next(one.removeprefix("Example: ") for one in paragraphs if one.startswith("Example: "))
    purpose, *more = [one for one in paragraphs if not one.startswith("Example: ")]
    options = [
        record
        for param in command.get_params(context)
        if isinstance(param, click.Option)
        and param.name not in (*COMMON, "help")
        and (record := param.get_help_record(context))
    ]
    pieces = [one for one in command.collect_usage_pieces(context) if one != "[OPTIONS]"]
    usage = " ".join([*pieces, *(["[OPTIONS]"] if options else [])])
    runs = not isinstance(command, click.Group) or command.invoke_without_command
    return Entry(context.command_path, usage, purpose, more, example, options, runs)
