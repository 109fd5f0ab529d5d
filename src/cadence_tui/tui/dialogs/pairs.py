"""Two at a time: which of them tells you more? So a list is ranked without looking at all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.services.audit import Pairs


class Compare(Dialog[list[str]]):
    """Asks about pairs until every name has its place; leaving keeps the order so far."""

    SCOPE = "pairs"
    HELP_TEXT = "Choose the one of which a bad week would make you act first."
    DEFAULT_CSS = "Compare Static { height: auto; } Compare #first, Compare #second { margin: 1 0 0 2; }"

    def __init__(self, pairs: Pairs) -> None:
        """Go through a list."""
        super().__init__("Which of the two would you rather know?")
        self.pairs = pairs

    def panel(self) -> ComposeResult:
        yield Said(id="left")
        yield Said(id="first")
        yield Said(id="second")

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Ask about the next two, or leave with the order."""
        if self.pairs.question is None:
            self.dismiss(self.pairs.order)
            return
        first, second = self.pairs.question
        keys = self.app.commands
        esc, one, two = (keys[id_].key for id_ in ("dialog.close", "pairs.first", "pairs.second"))
        left = f"{len(self.pairs.ranked)} of {len(self.pairs.order)} have their place; {esc} keeps the order so far."
        self.query_one("#left", Said).update(ink.text(left, ink.MUTED))
        self.query_one("#first", Said).update(ink.line((f"{one}  ", ink.ACCENT), (first, ink.STRONG)))
        self.query_one("#second", Said).update(ink.line((f"{two}  ", ink.ACCENT), (second, ink.STRONG)))

    def action_first(self) -> None:
        self.pairs.answer(is_first=True)
        self._ask()

    def action_second(self) -> None:
        self.pairs.answer(is_first=False)
        self._ask()

    def action_close(self) -> None:
        self.dismiss(self.pairs.order)
