"""Carrying an action over: to a new date, to somebody else, or made smaller."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.decision import CHALLENGE_FROM_WEEK
from cadence_tui.services import answers, decisions
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.reading import keeps_day, reads_day
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Action
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

A_WEEK = timedelta(weeks=1)


class Keep(FormDialog):
    """Asks until when an action is kept."""

    def __init__(self, action: Action, view: View) -> None:
        """Ask about an action as it stands."""
        self.action, self.today = action, view.today
        weeks = action.age_weeks(view.today, action.created_at.astimezone(view.calendar.zone).date())
        asked = "Shrink it, hand it over, or drop it?" if not view.company.is_solo else "Shrink it, or drop it?"
        about = f"Carried for {weeks} weeks. {asked}" if weeks >= CHALLENGE_FROM_WEEK else ""
        fields = [
            Field(
                "due",
                "Until",
                value=formatting.date_label(max(action.due, view.today + A_WEEK)),
                select_on_focus=True,
                needed=True,
                read=reads_day(view.today),
                kept=keeps_day(view.today),
                hint="The new date, as 7 Dec or Friday.",
            ),
            Field("text", "Action", value=action.text, needed=True, hint="Make it as small as can be done by then."),
        ]
        if not view.company.is_solo:
            people = tuple(view.repository.people())
            owner = Field("owner", "Owner", value=action.owner, select_on_focus=True, needed=True, known=people)
            fields.insert(1, owner)
        super().__init__(f"Keep {action.id} {action.text}", fields, draft=f"keep:{action.id}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Action:
        """Carry it over, unless it has changed meanwhile."""
        self.action, before = answers.stand_of(desk, self.action.id), self.action
        answers.refuse_stale(desk, before, self.action)
        text = typed["text"] if typed["text"].strip() != self.action.text else None
        owner = typed.get("owner")
        return decisions.keep(
            desk, self.action.id, typed["due"], owner=owner if owner != self.action.owner else None, text=text
        )

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say until when it is kept, and how to take that back."""
        due = log_words.day(found.due, self.today)
        return f"{found.id} is due {due}: {found.text}. {self.app.key('app.undo')} takes it back."
