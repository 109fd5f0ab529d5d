"""Coming back after weeks in which nobody was there: one question for all of them, asked once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from cadence_tui import formatting
from cadence_tui.services import absence
from cadence_tui.services.week import pause_weeks
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.rows import Row, Rows, apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.tui.app import CadenceApp

WHY = "nobody was there"
_WAYS = {
    "pause": ("Pause {them}", "Nothing in {them} is late any more; an older miss stays as it is."),
    "fill": ("Fill {them} in", "At the KPIs, from memory; the close itself stays late."),
    "stand": ("Let {them} stand", "Each KPI that was due keeps its miss, and its ladder goes on."),
}


def ask_about_absence(app: CadenceApp) -> None:
    """Ask about the weeks in which nobody was there, where there are any that were not asked about."""
    view = app.view()
    weeks = absence.weeks_away(view) if view is not None else []
    if weeks:
        app.push_screen(Absence(weeks), partial(_answer, app, weeks))


def _answer(app: CadenceApp, weeks: Sequence[str], way: str | None) -> None:
    """Do what was chosen; whatever that was, these weeks are not asked about again."""
    attempt(
        app.screen,
        lambda desk: absence.remember(desk, weeks[-1]),
        done=lambda _: None,
        refused=lambda _: None,  # a file that cannot be written asks again
        quiet=True,
    )
    undo = app.key("app.undo")
    count = formatting.plural(len(weeks), "week")
    if way == "pause":
        attempt(
            app.screen,
            lambda desk: pause_weeks(desk, weeks, WHY),
            done=lambda _: app.say(f"Paused {count}: nothing in {_them(weeks)} is late. {undo} takes it back."),
        )
    elif way == "fill":
        app.action_go("kpis")
        app.say(f"Go to a cell of {_named(weeks)} and record: it is kept beside the late close.")


def _them(weeks: Sequence[str]) -> str:
    """Refer to the weeks."""
    return "it" if len(weeks) == 1 else "them"


def _named(weeks: Sequence[str]) -> str:
    """Name the weeks: the one, all of them where they are few, or the first and the last."""
    labels = [formatting.period_label(week).partition(" ·")[0] for week in weeks]
    few = 4
    return formatting.join_words(labels) if len(labels) <= few else f"{labels[0]} to {labels[-1]}"


class Ways(Rows):
    """The three ways, the kindest first."""

    def __init__(self, weeks: Sequence[str]) -> None:
        """Be about some weeks."""
        super().__init__(id="ways")
        self._weeks = weeks

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each fits)
        them = _them(self._weeks)
        return apart(
            Row(
                way,
                (
                    ink.line("  ", (name.format(them=them), ink.STRONG)),
                    ink.line("  ", (text.format(them=them), ink.MUTED)),
                ),
            )
            for way, (name, text) in _WAYS.items()
        )


class Absence(Dialog[str]):
    """Pause the weeks, fill them in, or let them stand; esc lets them stand."""

    HELP_TEXT = (
        "A week in which nobody recorded anything can be paused after it has closed, and this is undone like all."
    )
    LABELS: ClassVar = {"rows.open": "Choose"}
    DEFAULT_CSS = """
    Absence Static { height: auto; }
    Absence Ways { height: 8; margin-top: 1; background: $surface; }
    """

    def __init__(self, weeks: Sequence[str]) -> None:
        """Ask about some weeks."""
        super().__init__("Welcome back")
        self._weeks = tuple(weeks)

    def panel(self) -> ComposeResult:
        yield Static(self._told())
        yield Ways(self._weeks)

    def _told(self) -> Content:
        """Say which weeks closed without anybody."""
        closed = f"{formatting.plural(len(self._weeks), 'week')} closed while nobody recorded anything: "
        return ink.line(closed, (_named(self._weeks), ink.STRONG), ". This is asked once.")

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.dismiss(event.key)
