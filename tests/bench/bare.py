"""The least that a Textual app can be: what start, memory and keys are measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "nothing but this"


class Bare(App[None]):
    """An app with one line."""

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(READY)


if __name__ == "__main__":
    Bare().run()
