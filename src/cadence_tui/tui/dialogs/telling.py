"""Something to be read: a few lines, and nothing to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Telling(Dialog[str]):
    """Lines to be read, scrolled where they are many; dismissed with what is to be done next, where there is such."""

    DEFAULT_CSS = """
    Telling Reading { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
    Telling Static { height: auto; }
    """

    def __init__(self, title: str, lines: Sequence[Content]) -> None:
        """Tell some lines."""
        super().__init__(title)
        self.told = Content("\n").join(lines)

    def panel(self) -> ComposeResult:
        with Reading():
            yield Static(self.told, id="told")
