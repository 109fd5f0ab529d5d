"""The welcome, where there is no company's file yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place

if TYPE_CHECKING:
    from textual.app import ComposeResult


class WelcomeScreen(Place):
    """Three ways to begin, each one key."""

    SCOPE = "welcome"
    TITLE_TEXT = "Welcome"

    def body(self) -> ComposeResult:
        yield Static(ink.text("Welcome"))
