"""What keeps the file safe while the app runs, beside it: a look over the file at the start, and the day's backup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from cadence_tui.tui.app import CadenceApp


class Keeper:
    """Works in threads, each with a connection of its own; no key waits for it."""

    def __init__(self, app: CadenceApp) -> None:
        """Keep the app's file."""
        self.app = app
        self._tried: date | None = None

    def look_over(self) -> None:
        """Look the theme, who acts, the clock and the file over once the first screen stands."""
        safety, warnings = self.app.host.safety, [self._theme_warning()]
        is_open = safety is not None and self.app.has_company
        if is_open:
            warnings += [self.app.desk.actor_warning(), self.app.desk.clock_warning()]
        if warning := "\n".join(filter(None, warnings)):
            self.app.say(warning, "warning")
        if safety is not None and is_open:
            self._beside(partial(self._look_over, safety.flaw, self.app.desk.repository.database.path))

    def _theme_warning(self) -> str | None:
        """Say that the theme which is set does not exist."""
        wanted = self.app.host.theme
        if not wanted or wanted in self.app.available_themes:
            return None
        choose = self.app.key("app.change_theme")
        return f"settings.toml asks for the theme “{wanted[:40]}”, which does not exist; {choose} shows them all."

    def _look_over(self, flaw: Callable[[Path], str | None], path: Path) -> None:
        found = flaw(path)
        if found is not None:
            self.app.call_from_thread(self.app.say, found, "error")

    def back_up(self, now: datetime) -> None:
        """Take the day's backup; where it cannot be made, that is said once, and tried again on another day."""
        safety = self.app.host.safety
        if safety is not None and self._tried != now.date():
            self._tried = now.date()
            self._beside(partial(self._back_up, safety.daily, self.app.desk.repository.database.path, now))

    def _back_up(self, daily: Callable[[Path, datetime], None], path: Path, now: datetime) -> None:
        try:
            daily(path, now)
        except CadenceError as error:
            self.app.call_from_thread(self.app.say, f"Today’s backup could not be made. {error}", "warning")
        else:
            self.app.call_from_thread(self._backed_up, path, now)

    def _backed_up(self, path: Path, now: datetime) -> None:
        """Keep that it is there; where another process writes just now, the next start takes one more."""
        try:
            if self.app.desk.repository.database.path == path:
                self.app.desk.backed_up(now)
        except CadenceError:
            return

    def _beside(self, work: Callable[[], None]) -> None:
        """Run something in a thread, which the app waits for when it is left."""
        self.app.run_worker(work, thread=True, group="keeper", exit_on_error=False)
