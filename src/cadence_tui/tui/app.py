"""The app itself: it holds the desk, goes from place to place, and notices what changes; it knows no rules."""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.filter import Monochrome
from textual.worker import WorkerFailed

from cadence_tui.domain.errors import BusyError, FileError
from cadence_tui.domain.text import visible
from cadence_tui.tui import breakpoints, few_colours, themes
from cadence_tui.tui.ahead import Ahead
from cadence_tui.tui.commands import HOMES, bindings
from cadence_tui.tui.deeds import look, revert
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.keeper import Keeper
from cadence_tui.tui.keymap import rekey, with_keys
from cadence_tui.tui.palette import Everything, open_palette
from cadence_tui.tui.pasting import read_pastes_whole
from cadence_tui.tui.patience import be_patient
from cadence_tui.tui.places import MEETINGS, PAGES, PLACES, kind_of
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.switching import Switching
from cadence_tui.tui.turnstile import Turnstile
from cadence_tui.tui.widgets.header import Header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.dom import DOMNode
    from textual.events import AppBlur, Event
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.widget import Widget

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.commands import Command
    from cadence_tui.tui.host import Host
    from cadence_tui.tui.places import Kind

TICK_S = 1.0


_REVIEWS = ("review_month", "review_quarter", "review_okrs")


class CadenceApp(Switching, inherit_bindings=False):
    """The terminal app, on one company's file."""

    TITLE = "cadence"
    BINDINGS = bindings("app")
    COMMANDS: ClassVar = {Everything}
    MODES: ClassVar = dict(PLACES)
    ESCAPE_TO_MINIMIZE = False
    HORIZONTAL_BREAKPOINTS = breakpoints.WIDTHS
    VERTICAL_BREAKPOINTS = breakpoints.HEIGHTS
    CSS_PATH = ["app.tcss", "screens/week.tcss"]  # noqa: RUF012 (read at once: each later sheet reads all again)

    def __init__(self, host: Host) -> None:
        """Take what the program hands over; a company's file that exists is opened right away.

        Raises:
            FileError: when the file cannot be used.
            InvalidError: when the user's keys clash.
        """
        # The first screen is the one that is meant: mounting an empty one before it takes a fifth of the start.
        vars(self)["DEFAULT_MODE"] = "week" if host.path.exists() else "welcome"
        super().__init__()
        be_patient()
        self.host = host
        self.commands = with_keys(host.keys)
        rekey(self, self.commands)
        self.revision = 0
        self._files = ExitStack()
        self._desk: Desk | None = None
        self._seen = 0
        self._is_catching_up = True
        self._turnstile = Turnstile(self)
        self._turn_seen = 0
        self._keeper = Keeper(self)
        self.ahead = Ahead(self)
        for theme in themes.OWN:
            self.register_theme(theme)
        wanted = host.theme or themes.DARK.name
        self.theme = wanted if wanted in self.available_themes else themes.DARK.name
        self._few_colours = few_colours.filter_of(self)
        self.stylesheet.set_variables(self.get_css_variables())
        self._unchanged_theme: str | None = self.theme
        if host.path.exists():
            self.sit_down(host.path)

    # --- The file -----------------------------------------------------------------------------------------------------

    @property
    def has_company(self) -> bool:
        """Say whether a company's file is open."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """Give the desk; there is one in every place but the welcome."""
        if self._desk is None:
            raise FileError("No company is open yet.")
        return self._desk

    def sit_down(self, path: Path) -> None:
        """Open a company's file in the place of the one that is open."""
        files = ExitStack()
        try:
            desk = files.enter_context(self.host.sit_down(path))
            desk.repository.company()
        except BaseException:
            files.close()
            raise
        self._files.close()
        self._files = files
        if self.host.safety is not None:
            desk.back_up_beside = self._keeper.back_up
        self._desk, self._seen = desk, desk.repository.database.change_count()
        self.revision += 1

    def view(self) -> View | None:
        """Look at what stands now; nothing while another process keeps the file, when the next tick asks again."""
        return look(self, lambda view: view)

    def look_again(self) -> None:
        """Have the next tick show what could not be read just now."""
        self._seen = -1

    def changed(self) -> None:
        """Have what is seen show what stands now: a place and the dialogs over it; others do when they are gone to."""
        self.revision += 1
        stack = self.screen_stack
        top = max((at for at, screen in enumerate(stack) if isinstance(screen, Place)), default=0)
        for screen in stack[top:]:
            if isinstance(screen, Place | Dialog):
                screen.look()

    def _tick(self) -> None:
        """Notice what another process changed, and what came due; cheap while nothing has."""
        self._rest()
        if self._desk is None:
            return
        try:
            with self._desk.repository.database.translated():
                count = self._desk.repository.database.change_count()
                caught_up = self._is_catching_up and self._desk.catch_up()
        except BusyError:
            return
        except FileError:  # read-only: every view is as though caught up, and that has to do
            count, caught_up, self._is_catching_up = -1, 0, False
        if caught_up or count != self._seen:
            self._seen = count
            self.changed()
        for screen in self.screen_stack[-1:]:  # none any more, while the app is being left
            for header in screen.query(Header):
                header.tick(self._desk.clock())

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        """Give each widget the user's keys before it hears any."""
        if self.host.keys:
            rekey(child, self.commands)
        super()._register_child(parent, child, before, after)

    # --- Coming and going ---------------------------------------------------------------------------------------------

    async def on_event(self, event: Event) -> None:
        """Let what a person does in one at a time."""
        if not self._turnstile.holds(event):
            await super().on_event(event)

    def on_app_blur(self, event: AppBlur) -> None:
        """Keep the focus in a browser: its driver says at each start, late, that nobody looks."""
        if self.is_web:
            event.prevent_default()

    def on_mount(self) -> None:
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:  # Windows has no SIGHUP
                # Nor has its loop such handlers; elsewhere none can be set outside the main thread, as tests run apps.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    get_running_loop().add_signal_handler(number, self._stop, name)
        self.set_interval(TICK_S, self._tick)
        self._keeper.look_over()
        if self.host.meeting is not None and self.has_company:
            self.call_after_refresh(self.hold, self.host.meeting)

    def on_ready(self) -> None:
        self.host.at_rest()

    @property
    def is_left_alone(self) -> bool:
        """Say whether nobody has done anything since the last tick."""
        return self._turnstile.turn == self._turn_seen and not self._turnstile.is_busy

    def _rest(self) -> None:
        """Say that nobody waits for anything, where that is so."""
        if self.is_left_alone:
            self.host.at_rest()
        self._turn_seen = self._turnstile.turn

    def on_exit_app(self) -> None:
        """Keep what is half typed, whoever ends the app: a person, the system, or a browser's page that is closed."""
        self.save_typed()

    def on_unmount(self) -> None:
        self._files.close()

    def _stop(self, name: str) -> None:
        """Leave because the system says so; the exit status says that it was no choice."""
        self.exit(return_code=128 + getattr(signal, name))

    def save_typed(self) -> None:
        """Have whatever holds something half typed keep it now: each widget that has `keep_typed`."""
        for widget in (widget for screen in self._screen_stack for widget in screen.query("*")):
            if hasattr(widget, "keep_typed"):
                widget.keep_typed()

    def _fatal_error(self) -> None:
        """Crash into the log file, and say where that is; the terminal gets one sentence."""
        self.save_typed()
        error = self._exception or RuntimeError("unknown")
        # What went wrong beside the app comes in a wrapper that knows neither where nor why.
        error = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        self.panic(self.host.report_crash(error))

    def key(self, command: str) -> str:
        """Give the key of a command, as it is set for this user and as people read it."""
        return self.commands[command].key

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the clipboard, with nothing in it that a terminal would execute, and say so."""
        from cadence_tui.tui.copying import harmless, sent

        text = harmless(text)
        super().copy_to_clipboard(text)
        self.say(sent(self, text))

    # --- What screens ask for -----------------------------------------------------------------------------------------

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the style sheet of a screen that is new; it is about that screen alone, so all else keeps its styles."""
        for path in screen.css_path:
            if not self.stylesheet.has_source(str(path), ""):
                self.stylesheet.read(path)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 (as Textual has it)
        """Read the style sheets anew once the theme was changed.

        At the start, and where a place is gone to for the first time, Textual asks for it too, and nothing has changed.
        """
        if self.theme != self._unchanged_theme:
            self._unchanged_theme = None
            super().refresh_css(animate=animate)

    def get_css_variables(self) -> dict[str, str]:
        """Give the colours of the theme, fitted to what is written here."""
        variables = super().get_css_variables()
        self.theme_variables = {**variables, **themes.fitted(self.current_theme, variables)}
        return self.theme_variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Write through what suits a terminal of few colours, in the place of Textual's greys."""
        filters, few = super().get_line_filters(), self._few_colours
        return [*(one for one in filters if not isinstance(one, Monochrome)), few] if few else filters

    def say(self, message: str, severity: SeverityLevel = "information") -> None:
        """Show a toast in the place of the one before; what it holds is never markup."""
        self.clear_notifications()
        self.notify(visible(message, lines=True), severity=severity, markup=False)

    def open(self, kind: Kind | None, subject: str) -> bool:
        """Open the page of a KPI, an escalation, a decision, an action or a person, where there is one."""
        kind = kind or kind_of(subject)
        page = self.ahead.page if kind == "kpi" else PAGES.get(kind)
        if page is not None:
            self.push_screen(page(subject))
        return page is not None

    async def action_run_command(self, command: str) -> None:
        """Run a command by its id, as its key would."""
        for active in self.screen.active_bindings.values():
            if active.binding.id == command and active.enabled:
                await self.run_action(active.binding.action, active.node)
                return

    async def run_elsewhere(self, command: Command) -> None:
        """Go to the place where a command is found, and run it there, or say what it waits for."""
        await self.run_action(self.commands[HOMES[command.scope][0]].action)
        self.screen.call_after_refresh(self._run_here, command)

    async def _run_here(self, command: Command) -> None:
        if any(one.binding.id == command.id and one.enabled for one in self.screen.active_bindings.values()):
            await self.action_run_command(command.id)
        else:
            self.say(f"Choose what it is about first; then {command.key} does it: {command.text}")

    def action_go(self, place: str) -> None:
        """Go to a place itself: pages that are open in it are left, as by esc."""
        if not self.has_company:
            return
        if place != self.current_mode:
            self.switch_mode(place)
        self.save_typed()
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_settings(self) -> None:
        from cadence_tui.tui.screens.settings import open_settings

        open_settings(self)

    def action_backups(self) -> None:
        from cadence_tui.tui.screens.backups import open_backups

        open_backups(self)

    def action_change_theme(self) -> None:
        from cadence_tui.tui.screens.settings_own import choose_colours

        choose_colours(self)

    def action_audit(self) -> None:
        from cadence_tui.tui.screens.audit import AuditScreen

        if self.host.beginning is not None and not isinstance(self.screen, AuditScreen):
            self.push_screen(AuditScreen())

    def action_calendar(self) -> None:
        from cadence_tui.tui.dialogs.calendar import write_calendar

        write_calendar(self)

    def action_checkin(self) -> None:
        self.hold("weekly")

    def action_review_month(self) -> None:
        self.hold("monthly")

    def action_review_quarter(self) -> None:
        self.hold("quarterly")

    def action_review_okrs(self) -> None:
        self.hold("okrs")

    def hold(self, kind: str) -> None:
        """Open a meeting, where it was left."""
        from cadence_tui.tui.screens.meeting import open_meeting

        open_meeting(self, MEETINGS[kind]())

    def action_undo(self) -> None:
        revert(self.screen, "undo")

    def action_redo(self) -> None:
        revert(self.screen, "redo")

    def action_help(self) -> None:
        from cadence_tui.tui.dialogs.help import open_help

        open_help(self)

    action_help_too = action_help

    def action_copy(self) -> None:
        from cadence_tui.tui.copying import copy

        copy(self)

    def action_command_palette(self) -> None:
        open_palette(self)

    def action_reach(self) -> None:
        from cadence_tui.tui.dialogs.reach import open_reach

        open_reach(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what needs a company only where there is one, and going back where there is something to go back to."""
        if action == "back":
            return sum(not screen.is_modal for screen in self.screen_stack) > 1
        needing = ("undo", "redo", "go", "settings", "audit", "calendar", "backups", "checkin", *_REVIEWS)
        return self.has_company or action not in needing


def run(host: Host) -> int:
    """Run the app until it is left; returns the exit status."""
    app = CadenceApp(host)
    read_pastes_whole(app)
    app.run()
    return app.return_code or 0
