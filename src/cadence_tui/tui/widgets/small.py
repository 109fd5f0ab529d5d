"""What is shown where nothing would fit."""

from __future__ import annotations

from textual.widgets import Static

from cadence_tui.tui import ink


class TooSmall(Static):
    """A calm sentence over everything, below 60 columns or 16 lines; what lies beneath keeps its focus."""

    DEFAULT_CSS = """
    TooSmall {
        display: none;
        overlay: screen;
        position: absolute;
        offset: 0 0;
        width: 100vw;
        height: 100vh;
        background: $background;
        color: $text-muted;
        content-align: center middle;
        text-align: center;
        padding: 0 1;
    }
    """

    def __init__(self) -> None:
        """Say what would help."""
        super().__init__(ink.text("cadence needs a little more room: 60 columns and 16 lines. Nothing is lost."))
