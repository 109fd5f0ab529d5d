"""Did it work: a decision's day has come, then and now side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.decision import CHECK_AFTER
from cadence_tui.domain.errors import RefusedError
from cadence_tui.services import decisions
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.reading import keeps_day, reads_day
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.story_words import expectations
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Decision
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_ANSWERS = (("worked", "it worked"), ("failed", "it failed"), ("early", "too early to tell"))


class Check(FormDialog):
    """Asks whether a decision worked."""

    CSS_PATH = "decide.tcss"

    def __init__(self, decision: Decision, view: View) -> None:
        """Ask about a decision as it stands."""
        self.decision, self.today = decision, view.today
        fields = [
            Field("verdict", "Did it work?", kind="choice", choices=_ANSWERS),
            Field(
                "until",
                "Ask again on",
                value=formatting.date_label(view.today + CHECK_AFTER),
                select_on_focus=True,
                needed=True,
                read=reads_day(view.today),
                kept=keeps_day(view.today),
                when=lambda typed: typed["verdict"] == "early",
            ),
            Field("note", "What was learnt", kind="text", hint="What you would tell whoever decides this next."),
        ]
        about = " · ".join(expectations(view, decision)) or decision.why.partition("\n")[0]
        super().__init__(f"{decision.id} {decision.title}", fields, draft=f"check:{decision.id}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Decision:
        """Log the answer, unless the decision has been superseded or moved to another day meanwhile."""
        now, before = desk.repository.decision(self.decision.id), self.decision
        self.decision = now
        if now.superseded_by is not None:
            raise RefusedError(f"{now.id} has been superseded by {now.superseded_by} meanwhile; check that one.")
        if now.outcome is None and now.check_on != before.check_on:
            raise RefusedError(
                f"The day was moved to {formatting.date_label(now.check_on)} meanwhile. "
                "Save again to answer all the same."
            )
        until = typed.get("until") if typed["verdict"] == "early" else None
        return decisions.check(desk, now.id, typed["verdict"], note=typed["note"], until=until)

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was answered, and how to take that back."""
        when = log_words.day(found.check_on, self.today)
        words = {"worked": "worked", "failed": "failed", None: f"is asked about again on {when}"}[found.outcome]
        return f"{found.id} {words}: {found.title}. {self.app.key('app.undo')} takes it back."
