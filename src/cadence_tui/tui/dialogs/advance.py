"""Going on to the next phase: with its gate met, or before that with a reason that is logged as a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from cadence_tui.services.rollout import advance
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field, a_line
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.rollout import Road
    from cadence_tui.services.desk import Desk
    from cadence_tui.tui.app import CadenceApp


def open_advance(app: CadenceApp, road: Road) -> None:
    """Ask whether to go on, or, before the gate is met, why."""
    app.push_screen(Override(road) if road.missing else Advance(road))


class Advance(Dialog[None]):
    """The gate is met: what the next phase installs, and one key to open it."""

    SCOPE = "advance"
    DEFAULT_CSS = """
    Advance Static { height: auto; }
    """

    def __init__(self, road: Road) -> None:
        """Take the road, with its next phase."""
        super().__init__(_title(road))
        self._road = road

    def panel(self) -> ComposeResult:
        ahead = self._road.next
        lines = [ink.line(("✓ ", ink.GOOD), item.what, (f"  {item.have}", ink.MUTED)) for item in self._road.here.gate]
        if ahead is not None:
            lines += [
                ink.text(""),
                ink.text(f"It installs {ahead.phase.installs}."),
                ink.text(ahead.phase.why, ink.MUTED),
            ]
        yield Static(Content("\n").join(lines))
        yield Said("", id="problem")

    def action_confirm(self) -> None:
        attempt(
            self,
            lambda desk: advance(desk, self.app.host.playbook()),
            done=self._done,
            refused=lambda error: self.query_one("#problem", Said).update(ink.text(str(error), ink.WARN)),
        )

    def _done(self, after: Road) -> None:
        """Leave, and say what is open now."""
        self.app.say(_said(after, self.app))
        self.dismiss(None)


class Override(FormDialog):
    """The gate is not met: what is missing, and the reason for going on all the same."""

    def __init__(self, road: Road) -> None:
        """Say what is missing."""
        super().__init__(
            _title(road),
            [
                Field(
                    "why",
                    "Why go on now",
                    needed=True,
                    read=a_line("reason"),
                    hint="It is logged as a decision, which comes up in four weeks: was it right?",
                )
            ],
            draft=f"advance:{road.phase}",
        )
        missing = (f"✗ {item.what}: {item.have}, needs {item.need}" for item in road.missing)
        self._missing = (f"The gate of phase {road.phase} is not met yet.", *missing)

    def on_mount(self) -> None:
        """Say what is missing, a line for each."""
        self.about.update(Content("\n").join(ink.text(line) for line in self._missing))
        self.about.display = True

    def save(self, desk: Desk, typed: dict[str, str]) -> Road:
        """Go on with the reason."""
        return advance(desk, self.app.host.playbook(), typed["why"])

    def saved(self, found: Road) -> str:
        """Say what is open now."""
        return f"{_said(found, self.app)} The reason is a decision in the log."


def _title(road: Road) -> str:
    """Name what would be opened."""
    return f"Open phase {road.next.phase.number}, {road.next.phase.name}?" if road.next else ""


def _said(after: Road, app: CadenceApp) -> str:
    """Say what is open now, and how to take it back."""
    return f"Phase {after.phase}, {after.here.phase.name}, is open. {app.key('app.undo')} takes it back."
