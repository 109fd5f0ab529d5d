"""One question with one line for its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class Ask(Dialog[str]):
    """Asks for a line of text; dismissed with it, or with None."""

    SCOPE = "ask"

    def __init__(
        self,
        title: str,
        *,
        text: str = "",
        check: Callable[[str], object] | None = None,
        does: str = "",
        select_on_focus: bool = False,
    ) -> None:
        """Ask; `check` refuses an answer by raising what is wrong with it, which then stands below the field.

        `does` says in a word what taking the answer does. With `select_on_focus`, what is typed takes the place of the
        text.
        """
        super().__init__(title)
        self.text, self.check, self.select_on_focus = text, check, select_on_focus
        self.LABELS = {"ask.accept": does} if does else {}

    def panel(self) -> ComposeResult:
        field = Typing(self.text)
        field.select_on_focus = self.select_on_focus
        yield field
        yield Said("", id="problem")

    def on_input_submitted(self) -> None:
        self.action_accept()

    def action_accept(self) -> None:
        answer = self.query_one(Typing).value.strip()
        if not answer:
            return
        try:
            if self.check is not None:
                self.check(answer)
        except CadenceError as error:
            self.query_one("#problem", Said).update(ink.text(str(error), ink.WARN))
            return
        self.dismiss(answer)
