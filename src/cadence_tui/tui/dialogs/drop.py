"""Dropping an action, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.services import answers, decisions
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Action
    from cadence_tui.services.desk import Desk


class Drop(FormDialog):
    """Asks why an action is dropped."""

    def __init__(self, action: Action) -> None:
        """Ask about an action as it stands."""
        self.action = action
        super().__init__(
            f"Drop {action.id} {action.text}",
            [Field("why", "Why", needed=True, hint="One line that still makes sense in a year.")],
            draft=f"drop:{action.id}",
        )

    def save(self, desk: Desk, typed: dict[str, str]) -> Action:
        """Drop it, unless it has changed meanwhile."""
        self.action, before = answers.stand_of(desk, self.action.id), self.action
        answers.refuse_stale(desk, before, self.action)
        return decisions.drop(desk, self.action.id, typed["why"])

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was dropped, and how to take that back."""
        return f"{found.id} is dropped: {found.text}. {self.app.key('app.undo')} takes it back."
