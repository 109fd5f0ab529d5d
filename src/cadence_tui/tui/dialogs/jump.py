"""The steps of a meeting, to go to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cadence_tui.tui.screens.meeting_step import Load

_NAME = 24


class StepRows(Rows):
    """A step a line, with what is left in it."""

    def __init__(self, steps: Sequence[tuple[str, str, Load]]) -> None:
        """Hold the steps."""
        super().__init__(id="steps")
        self.steps = steps

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each fits)
        rows = list[Row]()
        for name, title, load in self.steps:
            words = "nothing" if not load.of else f"{load.left} left" if load.left else "✓"
            rows.append(Row(name, (ink.line("  ", ink.cell(title, _NAME), (words, ink.MUTED)),)))
        return rows


class Jump(Dialog[str]):
    """Asks for a step."""

    SCOPE = "jump"
    DEFAULT_CSS = """
    Jump #panel { width: 48; }
    Jump StepRows { height: auto; max-height: 10; background: $surface; }
    """

    def __init__(self, steps: Sequence[tuple[str, str, Load]], here: str) -> None:
        """Begin at the step that one is in."""
        super().__init__("Go to")
        self.steps, self.here = steps, here

    def panel(self) -> ComposeResult:
        yield StepRows(self.steps)

    def on_mount(self) -> None:
        rows = self.query_one(StepRows)
        rows.styles.height = len(self.steps)
        rows.focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        rows = self.query_one(StepRows)
        rows.rebuild()
        rows.cursor = self.here

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_choose(self) -> None:
        self.dismiss(self.query_one(StepRows).cursor)
