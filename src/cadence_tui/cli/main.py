"""The commands, each loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from cadence_tui.domain.errors import CadenceError, InvalidError

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("company:init", "Create the company from a file, without the wizard."),
    "status": ("week:status", "Show this week at a glance."),
    "due": ("week:due", "List what is not yet recorded; exit status 1 while anything is."),
    "close": ("week:close", "Close the current week early."),
    "pause": ("week:pause", "Pause a week, or one KPI's period."),
    "unpause": ("week:unpause", "Take a pause back until its deadline."),
    "deadline": ("week:deadline", "Move one week's deadline."),
    "kpi": ("kpi:kpi", "List, add, edit, retire and show KPIs."),
    "record": ("values:record", "Record a value."),
    "import": ("values:import_", "Import values from a file, all rows or none."),
    "escalation": ("escalation:escalation", "List and show escalations."),
    "decide": ("decision:decide", "Log a decision, and carry it out."),
    "decision": ("decision:decision", "List, show and check decisions."),
    "action": ("action:action", "List, add, finish, verify and drop actions."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called, so that a prompt's `cadence due` loads little."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Name the commands in the order of a week's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found = getattr(import_module(f"cadence_tui.cli.{module}"), name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with a line each, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", metavar="PATH", help="The company's file, instead of the usual one.")
@click.option("--as", "who", metavar="NAME", help="Who acts, instead of you.")
@click.pass_context
def cli(context: click.Context, db: str | None, who: str | None) -> None:
    """Run your company's operating rhythm: KPIs, a weekly close, escalations and decisions.

    Without a command, opens the app.
    """
    if context.invoked_subcommand is None:
        from cadence_tui.cli.app import open_app

        open_app(db, who)


def main() -> None:
    """Run the command line; an error is one sentence on standard error, and an exit status that says what kind."""
    try:
        status = cli(prog_name="cadence", standalone_mode=False)
    except CadenceError as error:
        _say(error)
        status = error.exit_status
    except click.exceptions.Exit as done:
        status = done.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        click.echo("Stopped; nothing more was changed.", err=True)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def _say(error: CadenceError) -> None:
    """Print an error with every problem that it names."""
    from cadence_tui.domain.text import visible

    click.echo(visible(str(error)), err=True)
    if isinstance(error, InvalidError):
        for problem in error.problems:
            click.echo(f"  {visible(problem)}", err=True)
