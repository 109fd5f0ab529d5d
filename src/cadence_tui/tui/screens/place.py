"""What every place is made from: header, body, footer, its commands, and what it shows of the file.

A new screen, in full:

    class LogScreen(Place):
        SCOPE = "log"                            # its commands in the catalogue; a command runs action_<name>
        CSS_PATH = "log.tcss"                    # a style sheet beside it, if it needs one
        TITLE_TEXT = "Log"

        def body(self) -> ComposeResult:         # what stands between header and footer
            yield Stories(id="stories")

        def show(self, view: View) -> None:      # called on opening, and whenever anything or the size has changed
            self.query_one(Stories).fill(view)

`show` is handed a fresh view of the file: read all that is drawn from it, and keep nothing of it that can be stale.
It is called again after every change, by whomever: this screen's own (`attempt`), an undo, another process, a deadline
that passes. Update what is there; do not take away what has the focus. Change things through `deeds.attempt` alone.
Dialogs are opened with `self.app.push_screen(MyDialog(...), callback)`, pages with `self.app.open("decision", "D-3")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui.tui.breakpoints import classes_at
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import look
from cadence_tui.tui.sparing import Sparing
from cadence_tui.tui.widgets.footer import Footer
from cadence_tui.tui.widgets.header import Header
from cadence_tui.tui.widgets.small import TooSmall

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


class Place(Sparing[None], inherit_bindings=False):
    """A full screen: a place behind a number key, or a page opened from one, which esc leaves."""

    BINDINGS = bindings("screen")
    SCOPE: ClassVar[str] = "app"
    TITLE_TEXT: ClassVar[str] = ""
    HELP_TEXT: ClassVar[str] = ""
    app: CadenceApp

    def __init_subclass__(cls) -> None:
        """Take the bindings from the catalogue."""
        if "SCOPE" in vars(cls):
            cls.BINDINGS = bindings(cls.SCOPE) if cls.SCOPE != "app" else []
        super().__init_subclass__()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(classes=classes_at(self.app.size))
        self._seen: tuple[int, Size] | None = None

    @property
    def title_text(self) -> str:
        """Name the place, or what its page is about, for the help."""
        return self.TITLE_TEXT

    @property
    def name_above(self) -> str:
        """Name the place or the kind of page, for the header."""
        return self.TITLE_TEXT

    def compose(self) -> ComposeResult:
        yield Header(self.name_above)
        yield from self.body()
        yield Footer()
        yield TooSmall()

    def body(self) -> ComposeResult:
        """Compose what stands between header and footer."""
        yield from ()

    def show(self, view: View) -> None:
        """Draw what stands; called on opening and after every change, by whomever."""

    def on_mount(self) -> None:
        self.look()

    def on_screen_resume(self) -> None:
        self.look()

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self.look()

    def look(self) -> None:
        """Show what stands, where that or the room for it has changed; nothing on a screen that is taken down."""
        if self._seen == self._to_see() or not self.app.has_company or not self.is_mounted:
            return
        if not self.query(Header):
            return
        look(self.app, self._see)

    def look_anew(self) -> None:
        """Show what stands, where something else is wanted of it."""
        self._seen = None
        self.look()

    def _to_see(self) -> tuple[int, Size]:
        """Give all that what is shown depends on."""
        return self.app.revision, self.app.size

    def _see(self, view: View) -> None:
        """Show a view, and remember that it was shown."""
        self.query_one(Header).show(view)
        self.show(view)
        self._seen = self._to_see()

    def _compositor_refresh(self) -> None:
        """Draw no frame that is thrown away: while the app is put together, Textual works one out and drops it."""
        if self.app._batch_count:  # noqa: SLF001 (Textual has no other word for it)
            self.app.call_later(self.refresh)
        else:
            super()._compositor_refresh()

    def action_back(self) -> None:
        """Leave a page; a place stays."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
