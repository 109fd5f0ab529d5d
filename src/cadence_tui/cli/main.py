"""The commands, each loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from cadence_tui.cli.common import Group, note, shared, write
from cadence_tui.domain.errors import CadenceError, InvalidError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("company:init", "Create the company from a file, without the wizard."),
    "status": ("week:status", "Show this week at a glance."),
    "due": ("week:due", "List what is not yet recorded; exit status 1 while anything is."),
    "kpi": ("kpi:kpi", "List, add, edit, retire and show KPIs."),
    "record": ("values:record", "Record a value."),
    "import": ("values:import_", "Import values from a file, all rows or none."),
    "pull": ("source:pull", "Fetch values from the sources that KPIs name."),
    "close": ("week:close", "Close the current week early."),
    "pause": ("week:pause", "Pause a week, or one KPI's period."),
    "unpause": ("week:unpause", "Take a pause back until its deadline."),
    "deadline": ("week:deadline", "Move one week's deadline."),
    "escalation": ("escalation:escalation", "List and show escalations."),
    "decide": ("decision:decide", "Log a decision, and carry it out."),
    "decision": ("decision:decision", "List, show and check decisions."),
    "action": ("action:action", "List, add, finish, verify, keep and drop actions."),
    "okr": ("okr:okr", "Draft, activate, check in on, score and close objectives."),
    "company": ("company:company", "Show and change the company, its people, teams and ladder."),
    "rollout": ("rollout:rollout", "Show the phases, each gate item by item, and advance."),
    "lint": ("lint:lint", "Check KPIs and objectives, and wave a warning through."),
    "undo": ("history:undo", "Take your newest change back."),
    "redo": ("history:redo", "Make the change again that was undone last."),
    "review": ("review:review", "Open a review where it was left."),
    "notes": ("output:notes", "Write the notes of a meeting as Markdown."),
    "log": ("history:log", "Show every change, oldest first."),
    "export": ("output:export", "Write everything that the company's file holds."),
    "restore": ("restoring:restore", "Make the company's file from a JSON export."),
    "backup": ("safety:backup", "Take, list and restore backups."),
    "doctor": ("safety:doctor", "Look the file, its history, its backups and this terminal through."),
    "where": ("safety:where", "Say where everything is kept."),
    "calendar": ("agenda:calendar", "Write closes, checks and due dates for your calendar (.ics)."),
    "serve": ("serve:serve", "Open the app in a browser."),
    "demo": ("demo:demo", "Make a company up, with a year of history, and open it."),
    "completion": ("shell:completion", "Print the script that completes commands in your shell."),
}


class Lazy(Group):
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


@click.group(cls=Lazy, invoke_without_command=True)
@click.option("--version", is_flag=True, help="Say which version this is.")
@shared
def cli(db: str | None, who: str | None, *, version: bool, **_: object) -> None:
    """Run your company's operating rhythm: KPIs, a weekly close, escalations and decisions.

    Without a command, opens the app.

    Example: cadence status
    """
    if version:
        from cadence_tui import __version__

        write(f"cadence {__version__}\n")
    elif click.get_current_context().invoked_subcommand is None:
        from cadence_tui.cli.app import open_app

        open_app(db, who)


def run(words: Sequence[str] | None = None) -> int:
    """Run the command line on what was typed, and give its exit status; an error is one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        # What this terminal's encoding does not have shall not end the program.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = cli(words, prog_name="cadence", standalone_mode=False)
    except CadenceError as error:
        _say(error)
        return error.exit_status
    except click.ClickException as error:
        note(_sentence(error))
        return error.exit_code
    except click.Abort:
        note("Stopped; nothing more was changed.")
        return 130
    except UnicodeEncodeError:  # what was typed holds bytes that are no text
        note("A word of the command is no text; write it in UTF-8.")
        return 2
    except Exception as error:  # noqa: BLE001 (a person never gets to see a traceback)
        from cadence_tui import bootstrap

        note(bootstrap.report_crash(error))
        return 1
    return status if isinstance(status, int) else 0


def _say(error: CadenceError) -> None:
    """Print an error with every problem that it names."""
    note(str(error))
    if isinstance(error, InvalidError):
        for problem in error.problems:
            note(f"  {problem}")


def _sentence(error: click.ClickException) -> str:
    """Say in one sentence what was wrong with the words of a command, and where to read on."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and isinstance(error.ctx.command, click.Group):
        from cadence_tui.formatting import join_words

        names = join_words(error.ctx.command.list_commands(error.ctx))
        message = f"Say what to do with “{error.ctx.command_path}”: {names}."
    else:
        message = " ".join(error.format_message().split())
    stop = "" if message.endswith((".", "?", "!")) else "."
    return f"{message}{stop} See “{context.command_path if context else 'cadence'} --help”."
