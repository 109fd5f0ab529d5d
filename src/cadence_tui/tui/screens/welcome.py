"""The welcome, where there is no company's file yet: four ways to begin, each one key."""

from __future__ import annotations

import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.containers import Center, Vertical
from textual.widgets import Static

from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row, Rows, apart

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.tui.host import Host

FILE = "company.toml"


class Way(NamedTuple):
    """One way to begin."""

    name: str
    text: str


WAYS = {
    "new": Way("Set up your company", "Ten minutes, step by step; you can stop at any time and come back."),
    "demo": Way("Look around first", "A made-up company with a year behind it, in a file of its own."),
    "file": Way("Found my company", f"From a {FILE} that names its people, teams and KPIs."),
    "steps": Way("Show me the steps", f"How to write a {FILE}, in a few minutes."),
}


class Ways(Rows):
    """The ways to begin, to be chosen by key, by arrows or by mouse."""

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each fits)
        """Write each on two lines."""
        return apart(
            Row(
                name,
                (
                    ink.line("  ", (f"{self._key(name)}  ", ink.ACCENT), (way.name, ink.STRONG)),
                    ink.line("     ", (way.text, ink.MUTED)),
                ),
            )
            for name, way in WAYS.items()
            if name != "new" or self._may_begin()
        )

    def _key(self, name: str) -> str:
        """Give the key of a way, as this user has it."""
        from cadence_tui.tui.app import CadenceApp

        return self.app.key(f"welcome.{name}") if isinstance(self.app, CadenceApp) else ""

    def _may_begin(self) -> bool:
        """Say whether a company can be set up from here."""
        return isinstance(self.screen, WelcomeScreen) and self.screen.app.host.beginning is not None


class WelcomeScreen(Place):
    """Where the app opens without a company."""

    SCOPE = "welcome"
    TITLE_TEXT = "Welcome"
    HELP_TEXT = "There is no company here yet. Look around in the demo first, or found your own."
    CSS_PATH = ["welcome.tcss", "wizard.tcss"]  # noqa: RUF012 (read at once: each later sheet reads all again)

    def __init__(self) -> None:
        """Make nothing yet."""
        super().__init__()
        self._is_making = False

    def body(self) -> ComposeResult:
        with Center(), Vertical(id="welcome"):
            yield Static(ink.text("Run your company by a weekly rhythm.", ink.STRONG), id="promise")
            yield Static(
                ink.text(
                    "Every number has one owner and one weekly close. A miss climbs a ladder by rule, every meeting "
                    "ends in decisions, and decisions are checked for whether they worked.",
                    ink.MUTED,
                )
            )
            yield Ways(id="ways")
            yield Static(ink.text(f"There is no company in {self.app.host.path} yet.", ink.MUTED), id="state")

    def on_mount(self) -> None:
        self.call_after_refresh(threading.Thread(target=_make_ready, args=(self.app.host,), daemon=True).start)

    async def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        await self.app.action_run_command(f"welcome.{event.key}")

    def action_new(self) -> None:
        from cadence_tui.tui.screens.wizard import WizardScreen

        self.app.push_screen(WizardScreen())

    def action_demo(self) -> None:
        if self.app.host.demo is not None and not self._is_making:
            self._is_making = True
            self._say("Making the demo company and its year. This takes a moment …")
            self._make_demo()

    @work(thread=True, exclusive=True)
    def _make_demo(self) -> None:
        """Make the demo beside the screen, which stays alive meanwhile; who has gone on elsewhere stays there."""
        app, demo = self.app, self.app.host.demo
        if demo is None:
            return
        try:
            path = demo()
        except CadenceError as error:
            app.call_from_thread(self._demo_made, None, str(error))
        else:
            app.call_from_thread(
                self._demo_made, path, f"The demo company is made; {app.key('welcome.demo')} opens it."
            )

    def _demo_made(self, path: Path | None, words: str) -> None:
        """Enter the demo, unless something else was begun meanwhile: then it waits."""
        self._is_making = False
        self._say(words)
        if path is not None and self.app.screen is self:
            self._enter(path)

    def _enter(self, path: Path) -> None:
        """Sit down at a company's file, and go where a day begins."""
        try:
            self.app.sit_down(path)
        except CadenceError as error:
            self._say(str(error))
        else:
            self.app.switch_mode("week")

    def action_file(self) -> None:
        from cadence_tui.tui.dialogs.ask import Ask

        near = FILE if Path(FILE).is_file() else ""
        self.app.push_screen(Ask("Which file describes your company?", text=near), self._found)

    def _found(self, name: str | None) -> None:
        """Found the company that a file describes, or say everything that is wrong with it."""
        if name is None:
            return
        source = Path(name).expanduser()
        try:
            text = source.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self._say(f"{source} cannot be read; name a text file in UTF-8.")
            return
        try:
            self.app.host.found(self.app.host.path, text)
        except InvalidError as error:
            from cadence_tui.tui.dialogs.telling import Telling

            problems = error.problems or (str(error),)
            self._say(f"{source} is not right yet; nothing was made.")
            self.app.push_screen(Telling(f"What is not right in {source.name}", [ink.text(one) for one in problems]))
        except CadenceError as error:
            self._say(str(error))
        else:
            self._enter(self.app.host.path)

    def action_steps(self) -> None:
        from cadence_tui.tui.dialogs.steps import Steps

        self.app.push_screen(Steps(self.app.commands))

    def _say(self, words: str) -> None:
        """Say how far it is, or what is in the way."""
        self.query_one("#state", Static).update(ink.text(words, ink.MUTED))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the set-up and the demo where they can be made."""
        if action == "new":
            return self.app.host.beginning is not None
        return action != "demo" or self.app.host.demo is not None


def _make_ready(host: Host) -> None:
    """Load the set-up while somebody reads what it is: its first step is there with the key then."""
    from cadence_tui.services import wizard, wizard_plan

    import_module("cadence_tui.tui.screens.wizard")
    wizard_plan.stage(wizard.Answers())
    host.playbook()
    if host.beginning is not None:
        host.beginning.library()
