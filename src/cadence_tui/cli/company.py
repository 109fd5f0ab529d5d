"""The company: created from a file, shown, changed."""

from __future__ import annotations

from pathlib import Path

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common
from cadence_tui.domain.errors import InvalidError, UsageError


@click.command()
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="The company.toml to read.")
@click.option("--print-example", is_flag=True, help="Print a complete, commented company.toml.")
@common
def init(call: Call, source: Path | None, print_example: bool) -> None:
    """Create the company from a file, without the wizard.

    Example: cadence init --print-example > company.toml; cadence init --from company.toml
    """
    if print_example:
        from cadence_tui.services.setup import example

        click.echo(example(), nl=False)
        return
    if source is None:
        raise UsageError("Name the file with --from company.toml; --print-example shows what it holds.")
    try:
        text = source.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError(f"{source} cannot be read ({error}); name a text file in UTF-8.") from error
    company = bootstrap.found(call.path, text)
    call.answer({"company": company.name, "file": str(call.path)}, lambda: f"{company.name} is set up in {call.path}.")
