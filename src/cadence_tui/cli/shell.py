"""Completion for shells."""

from __future__ import annotations

import click

from cadence_tui.cli.common import shared, write

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@shared
def completion(shell: str, **_: object) -> None:
    """Print the script that completes commands in your shell.

    Example: cadence completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from cadence_tui.cli.main import cli

    found = get_completion_class(shell)
    if found is not None:
        write(f"{found(cli, {}, 'cadence', '_CADENCE_COMPLETE').source().strip()}\n")
