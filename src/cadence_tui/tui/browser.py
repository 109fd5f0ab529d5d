"""The app's end of a page: Textual's own driver for browsers, which does not notice that the server is gone."""

from __future__ import annotations

from contextlib import suppress

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class PageDriver(WebDriver):
    """Ends the app when nobody is left who could ever press a key."""

    def run_input_thread(self) -> None:
        """Hand on what comes from the page; where that ends, so does the app."""
        super().run_input_thread()
        self._app.post_message(ExitApp())

    def write(self, data: str) -> None:
        """Draw, where somebody sees it."""
        with suppress(BrokenPipeError):
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something, where there is one."""
        with suppress(BrokenPipeError):
            super().write_meta(data)
