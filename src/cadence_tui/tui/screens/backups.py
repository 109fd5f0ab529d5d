"""The backups: how old each is, how large, why it was taken and whether it is whole; and putting one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.widgets import Static
from textual.worker import get_current_worker

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from textual.app import ComposeResult

    from cadence_tui.domain.backup import Backup, Watch
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

_KB = 1024
_REASONS = {
    "daily": "day’s first change",
    "by-hand": "by hand",
    "before-import": "before an import",
    "before-restore": "before a restore",
}
_WHEN, _AGE, _REASON, _SIZE = 22, 12, 20, 10


def open_backups(app: CadenceApp) -> None:
    """Go to the backups, unless they are open already."""
    if app.host.safety is not None and not isinstance(app.screen, BackupsScreen):
        app.push_screen(BackupsScreen())


def when(backup: Backup, view: View) -> str:
    """Say when a backup was taken, in the company's zone."""
    at = backup.at.astimezone(view.calendar.zone)
    return f"{formatting.moment(at)}{'' if at.year == view.now.year else f' {at.year}'}"


def _age(backup: Backup, now: datetime) -> str:
    """Say how long ago it was taken."""
    return "in the future" if backup.at > now else formatting.span(now - backup.at)


def _why(backup: Backup) -> str:
    """Say what a backup was taken for."""
    return _REASONS.get(backup.reason, backup.reason.replace("-", " "))


class BackupRows(Rows):
    """The backups, the newest first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Know none yet."""
        super().__init__(id=id)
        self.backups: dict[str, Backup] = {}
        self._view: View | None = None

    def fill(self, backups: Sequence[Backup], view: View) -> None:
        """Show what there is."""
        self.backups, self._view = {one.file: one for one in backups[::-1]}, view
        self.rebuild()

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (cut by the list)
        """Write each on a line."""
        view = self._view
        if view is None:
            return []
        return [
            Row(
                one.file,
                (
                    ink.line(
                        "  ",
                        ink.cell(when(one, view), _WHEN, ink.STRONG),
                        ink.cell(_age(one, view.now), _AGE),
                        ink.cell(_why(one), _REASON, ink.MUTED),
                        ink.cell(f"{max(one.size // _KB, 1):,} KB", _SIZE, ink.MUTED, "right"),
                        "  ",
                        ("✓ whole", ink.GOOD) if one.flaw is None else ("✗ broken", ink.WARN),
                    ),
                ),
            )
            for one in self.backups.values()
        ]


class BackupsScreen(Place):
    """Where a backup is taken by hand, and put back; esc goes back."""

    SCOPE = "backups"
    TITLE_TEXT = "Backups"
    HELP_TEXT = (
        "One is taken on each day with a change, before an import and before a restore, and each is looked through. "
        "All of the last two days stay, then one a day for 12 days, a week for 10 weeks and a month for 9 months."
    )
    DEFAULT_CSS = """
    BackupsScreen #state { height: auto; padding: 0 2; margin: 0 0 1 0; color: $text-muted; }
    BackupsScreen BackupRows { height: 1fr; }
    """

    def __init__(self) -> None:
        """Know none yet."""
        super().__init__()
        self._view: View | None = None
        self._is_working = self._is_stopped = self._can_stop = False

    def body(self) -> ComposeResult:
        with Vertical(id="backups"):
            yield Said("", id="state")
            yield BackupRows(id="all")

    @property
    def here(self) -> Backup | None:
        """Give the backup under the cursor."""
        rows = self.query(BackupRows)
        return rows.first().backups.get(rows.first().cursor) if rows else None

    def show(self, view: View) -> None:
        self._view = view
        if not self._is_working:
            self._tell("Looking each through …")
            self._list()

    def _watch(self, what: str) -> Watch:
        """Have what a thread does seen, a little at a time, for as long as it is wanted."""
        app, worker, shown = self.app, get_current_worker(), -1

        def watch(done: int, of: int) -> bool:
            nonlocal shown
            wanted = not worker.is_cancelled and not self._is_stopped
            if wanted and 100 * done // max(of, 1) != shown:
                shown = 100 * done // max(of, 1)
                app.call_from_thread(self._tell, f"{formatting.progress(done, of)} {shown} %  {what} …")
            return wanted

        return watch

    @work(thread=True, exclusive=True, group="backups")
    def _list(self) -> None:
        """Look the backups through, beside the screen."""
        app, worker = self.app, get_current_worker()
        if app.host.safety is not None:
            found = app.host.safety.listed(app.desk.repository.database.path, self._watch("Looking each through"))
            if not worker.is_cancelled:
                app.call_from_thread(self._listed, found)

    def _listed(self, found: list[Backup]) -> None:
        """Show what was found."""
        if self._view is None or not self.is_attached:
            return
        rows = self.query_one(BackupRows)
        rows.fill(found, self._view)
        rows.focus()
        self.refresh_bindings()
        new = self.app.key("backups.take")
        if not found:
            self._tell(f"There are none yet. Each day’s first change takes one by itself; {new} takes one now.")
            return
        whole = sum(one.flaw is None for one in found)
        all_ = "all " if len(found) > 1 else ""
        count = f"{formatting.plural(len(found), 'backup')}, {all_ if whole == len(found) else f'{whole} '}whole"
        self._tell(f"{count}, beside the company’s file.")

    def _tell(self, words: str) -> None:
        """Say how things stand, above the list."""
        if self.is_attached:
            self.query_one("#state", Said).update(ink.text(words))

    # --- What the keys do ---------------------------------------------------------------------------------------------

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.action_restore()

    def action_take(self) -> None:
        if not self._is_working:
            self._is_working, self._can_stop, self._is_stopped = True, True, False
            self._tell("Taking a backup …")
            self._take()

    @work(thread=True, exclusive=True, group="backups")
    def _take(self) -> None:
        """Take one, beside the screen, which may be left meanwhile."""
        app = self.app
        if app.host.safety is None:
            return
        try:
            watch = self._watch(f"Taking a backup; {app.key('backups.leave')} stops it")
            app.host.safety.take(app.desk.repository.database.path, watch)
        except CadenceError as error:
            app.call_from_thread(self._done, app, str(error), "warning")
        else:
            app.call_from_thread(self._done, app, "A backup is taken, and it is whole.", "information")

    def _done(self, app: CadenceApp, words: str, severity: str) -> None:
        """Say what came of it, and list them anew."""
        self._is_working = self._can_stop = self._is_stopped = False
        app.say(words, "warning" if severity == "warning" else "information")
        if self.is_attached:
            self._list()

    def action_leave(self) -> None:
        """Stop a backup that is being taken; wait for one that is being put back; else leave."""
        if self._can_stop:
            self._is_stopped = True
        elif self._is_working:
            self.app.say("The backup is being put back; a moment.")
        else:
            self.action_back()

    def action_restore(self) -> None:
        if self.here is not None and self._view is not None and not self._is_working:
            self.app.push_screen(Restore(self.here, self._view), self._restore)

    def _restore(self, backup: Backup | None) -> None:
        """Put one back, once that was confirmed."""
        if backup is not None:
            self._is_working = True
            self._tell("Putting it back …")
            self._put_back(backup)

    @work(thread=True, exclusive=True, group="backups")
    def _put_back(self, backup: Backup) -> None:
        """Put one in the place of the file, beside the screen, which may be left meanwhile."""
        app = self.app
        if app.host.safety is None:
            return
        path = app.desk.repository.database.path
        try:
            app.host.safety.restore(path, backup.file)
        except CadenceError as error:
            app.call_from_thread(self._done, app, str(error), "warning")
        else:
            app.call_from_thread(self._sit_down, app, path, backup)

    def _sit_down(self, app: CadenceApp, path: Path, backup: Backup) -> None:
        """Open the file anew, and say how the other comes back."""
        try:
            app.sit_down(path)
        except CadenceError as error:
            self._done(app, str(error), "warning")
            return
        self._is_working = False
        taken = when(backup, self._view) if self._view is not None else backup.name
        app.say(f"The company is as of {taken}. What stood before is the newest backup here.")
        app.changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to put back what is there."""
        return action != "restore" or (self.here is not None and self.here.flaw is None)


class Restore(Dialog["Backup"]):
    """Asks before a backup takes the company's place; dismissed with it."""

    SCOPE = "restore"
    DEFAULT_CSS = "Restore Static { height: auto; } Restore #told { margin-top: 1; }"

    def __init__(self, backup: Backup, view: View) -> None:
        """Ask about one."""
        super().__init__(f"Put the backup of {when(backup, view)} in the company’s place?")
        self._backup = backup
        self._age = _age(backup, view.now)

    def panel(self) -> ComposeResult:
        taken = {"now": "just now", "in the future": "in the future, its date says"}.get(self._age, f"{self._age} ago")
        yield Static(ink.text(f"It was taken {taken}. What was recorded since is not in it."))
        kept = "The company as it stands now is kept as a backup of its own first, so that it can be put back too."
        yield Static(ink.text(kept, ink.MUTED), id="told")

    def action_confirm(self) -> None:
        self.dismiss(self._backup)
