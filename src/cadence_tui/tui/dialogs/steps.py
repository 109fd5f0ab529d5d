"""The steps from nothing to a company of one's own, and the example to begin with."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.telling import Telling

FILE = "company.toml"


class Steps(Telling):
    """Tells how a company file is made; one key writes the example."""

    SCOPE = "steps"

    def __init__(self) -> None:
        """Tell the three steps."""
        super().__init__(
            "From nothing to your company",
            [
                ink.line(("1  ", ink.ACCENT), f"Write an example {FILE} into this folder: press w, or in a shell"),
                ink.text(f"   cadence init --print-example > {FILE}", ink.MUTED),
                ink.text(""),
                ink.line(("2  ", ink.ACCENT), "Change it in your editor. Every line in it says what it is for."),
                ink.text("   Five KPIs are plenty to begin with: each one number, one owner, one target.", ink.MUTED),
                ink.text(""),
                ink.line(("3  ", ink.ACCENT), "Come back here, press f, and give its name."),
                ink.text("   What is not right in it is named line by line, and nothing is half done.", ink.MUTED),
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
        self.query_one("#told", Static).update(
            ink.line("Written to ", (str(path), ink.STRONG), ".\nChange it in your editor, then press f here.")
        )
