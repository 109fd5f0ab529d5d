"""The company: created from a file."""

from __future__ import annotations

import click

from cadence_tui import bootstrap
from cadence_tui.cli.common import Call, common, read_file, write
from cadence_tui.domain.errors import InvalidError, UsageError


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
    company, path = bootstrap.found(call.path, text), str(call.path)
    call.answer(lambda: {"company": company.name, "file": path}, lambda: [f"{company.name} is set up in {path}."])
