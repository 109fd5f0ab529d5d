"""The KPI library, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui.domain.text import fold
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.widgets import Input

    from cadence_tui.domain.company import Stage
    from cadence_tui.domain.library import Library, LibraryKpi

_SIGN = {"at_least": "≥ ", "at_most": "≤ ", "between": "", "yes_no": "yes"}
_NAME, _GOAL = 32, 12


class Found(Rows):
    """What fits what is typed."""

    def __init__(self, taken: Collection[str]) -> None:
        """Mark those that are taken already."""
        super().__init__()
        self.can_focus = False
        self.taken = {fold(name) for name in taken}
        self.kpis: list[LibraryKpi] = []

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (cut by the list)
        """Write each on a line."""
        return [
            Row(
                kpi.key,
                (
                    ink.line(
                        ("✓ " if fold(kpi.name) in self.taken else "  ", ink.GOOD),
                        ink.cell(kpi.name, _NAME),
                        "  ",
                        ink.cell(f"{_SIGN[kpi.direction]}{kpi.target.replace('..', '–')}", _GOAL, ink.MUTED),
                        (f"{kpi.function} · {kpi.kind}", ink.MUTED),
                    ),
                ),
            )
            for kpi in self.kpis
        ]


class Search(Typing):
    """The field in which one types, with the arrows going to the list."""

    BINDINGS = bindings("find")

    def action_down(self) -> None:
        self.screen.query_one(Found).action_down()

    def action_up(self) -> None:
        self.screen.query_one(Found).action_up()


class Find(Dialog[str]):
    """Finds a KPI of the library; dismissed with its key."""

    SCOPE = "ask"
    LABELS: ClassVar = {"ask.accept": "Choose"}
    HELP_TEXT = "Type what it is about: a name, an abbreviation, sales, leading."
    DEFAULT_CSS = """
    Find Found { height: 9; background: $surface; margin: 1 0; }
    Find Found:focus > .rows--cursor, Find Found > .rows--cursor { background: $block-cursor-background; }
    Find #measure { height: 2; color: $text-muted; }
    """

    def __init__(self, library: Library, stage: Stage, taken: Collection[str]) -> None:
        """Search a library, the KPIs of a stage first."""
        super().__init__("Find a KPI")
        self.library, self.stage, self.taken = library, stage, taken

    def panel(self) -> ComposeResult:
        yield Search(placeholder="churn, sales, leading …")
        yield Found(self.taken)
        yield Said(id="measure")

    def on_mount(self) -> None:
        self.query_one(Search).focus()
        self._fill("")

    def _fill(self, words: str) -> None:
        """Show what fits."""
        rows = self.query_one(Found)
        rows.kpis = self.library.find(words, self.stage)
        rows.cursor = rows.kpis[0].key if rows.kpis else ""
        rows.rebuild()
        rows.scroll_home(animate=False)
        self._tell(rows.cursor)

    def _tell(self, key: str) -> None:
        """Say how the one under the cursor is measured."""
        kpi = next((one for one in self.library.kpis if one.key == key), None)
        keys = self.app.key
        own = f"None has that name; {keys('dialog.close')}, and {keys('draft.new')} writes one of your own."
        words = f"Measured as: {kpi.measure}" if kpi else own
        self.query_one("#measure", Said).update(ink.text(words))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        self.dismiss(self.query_one(Found).cursor or None)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._tell(event.key)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self.dismiss(event.key)
