"""What every dialog is made from: a calm panel over the place, with its own footer, left with esc.

    class Reason(Dialog[str]):
        SCOPE = "ask"                            # its commands in the catalogue, beside those of every dialog
        def panel(self) -> ComposeResult: ...    # what stands in the panel
        def action_accept(self) -> None:
            self.dismiss(self.query_one(Input).value)

Opened with `self.app.push_screen(Reason(...), callback)`; the callback gets what it was dismissed with, None for esc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cadence_tui.tui import ink
from cadence_tui.tui.breakpoints import classes_at
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import look
from cadence_tui.tui.sparing import Sparing
from cadence_tui.tui.widgets.footer import Footer
from cadence_tui.tui.widgets.small import TooSmall

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

Answer = TypeVar("Answer")


class Dialog(Sparing[Answer | None], ModalScreen[Answer | None], inherit_bindings=False):
    """A panel over a place."""

    BINDINGS = [*bindings("screen"), *bindings("dialog")]  # noqa: RUF012 (Textual's own)
    SCOPE: ClassVar[str] = "dialog"
    HELP_TEXT: ClassVar[str] = ""
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        #panel {
            width: 88;
            max-width: 94%;
            height: auto;
            max-height: 90%;
            background: $surface;
            padding: 1 2;
            border-left: wide $accent;
        }
        #title { text-style: bold; width: 1fr; height: auto; margin-bottom: 1; }
        Reading > * { margin-right: 1; }
        Footer { margin-top: 1; padding: 0; background: $surface; }
    }
    """
    app: CadenceApp

    def __init_subclass__(cls) -> None:
        """Take the bindings from the catalogue."""
        if "SCOPE" in vars(cls):
            cls.BINDINGS = bindings(cls.SCOPE) if cls.SCOPE != "dialog" else []
        super().__init_subclass__()

    def __init__(self, title: str = "") -> None:
        """Have a title; it may hold what a person typed."""
        super().__init__(classes=classes_at(self.app.size))
        self.title_text = title

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            if self.title_text:
                yield Static(ink.text(self.title_text), id="title")
            yield from self.panel()
            yield Footer()
        yield TooSmall()

    def panel(self) -> ComposeResult:
        """Compose what stands in the panel."""
        yield from ()

    def show(self, view: View) -> None:
        """Draw what stands; called after every change, by whomever."""

    def look(self) -> None:
        """Show what stands now."""
        if self.app.has_company:
            look(self.app, self.show)

    def action_close(self) -> None:
        if self.is_mounted:
            self.dismiss(None)
        else:  # what it mounts next would be taken down under its hands
            self.call_later(self.action_close)

    def action_help(self) -> None:
        self.app.action_help()

    def on_click(self, event: events.Click) -> None:
        """Leave when the ground around the panel is clicked; the event itself does not tell, once it came up here."""
        if self.get_widget_at(*event.screen_offset)[0] is self:
            self.dismiss(None)
