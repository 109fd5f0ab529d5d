"""The steps from nothing to a company of one's own, and the example to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Static

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.tui.commands import Command

FILE = "company.toml"


class Steps(Telling):
    """Tells how a company file is made; one key writes the example."""

    SCOPE = "steps"

    def __init__(self, commands: Mapping[str, Command]) -> None:
        """Tell the three steps, with the keys as they are set."""
        write, file = commands["steps.write"].key, commands["welcome.file"].key
        super().__init__(
            "From nothing to your company",
            [
                ink.line(("1  ", ink.ACCENT), f"Write an example {FILE} here: press {write}, or in a shell"),
                ink.text(f"   cadence init --print-example > {FILE}", ink.MUTED),
                ink.text(""),
                ink.line(("2  ", ink.ACCENT), "Change it in your editor. Every line in it says what it is for."),
                ink.text("   Five KPIs are plenty: one number, one owner, one target each.", ink.MUTED),
                ink.text(""),
                ink.line(("3  ", ink.ACCENT), f"Come back here, press {file}, and give its name."),
                ink.text("   What is wrong in it is named line by line; nothing is half done.", ink.MUTED),
            ],
        )

    def action_write(self) -> None:
        from cadence_tui.export.files import write_new
        from cadence_tui.services.setup import example

        try:
            path = write_new(Path.cwd(), FILE, example())
        except (CadenceError, OSError) as error:
            self.app.say(str(error), "warning")
            return
        file = self.app.key("welcome.file")
        self.query_one("#told", Static).update(
            ink.line("Written to ", (str(path), ink.STRONG), f".\nChange it in your editor, then press {file} here.")
        )
