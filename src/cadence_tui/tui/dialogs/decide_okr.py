"""Logging a decision about an objective or a part of it, or an action that serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.decision import Action
from cadence_tui.domain.okr import KeyResult
from cadence_tui.services import decisions
from cadence_tui.services.decisions import ActionDraft
from cadence_tui.tui.dialogs import decide_fields as asks
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.okr import Initiative, Objective
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class DecideOkr(FormDialog):
    """Asks for an action that serves an objective or a part of it, or for a decision about it."""

    CSS_PATH = "decide.tcss"

    def __init__(self, view: View, objective: Objective, part: KeyResult | Initiative | None) -> None:
        """Ask; the owner of what it is about is proposed."""
        self.view = view
        self.of = part.id if part is not None else objective.id
        self.kpi = (part.kpi if isinstance(part, KeyResult) else objective.kpi) or ""
        is_key_result = part is None or isinstance(part, KeyResult)
        self.owner = objective.owner if part is None or isinstance(part, KeyResult) else part.owner
        kinds = (("action", "an action"), ("decision", "a decision"))
        fields = [
            Field("what", "Add", kind="choice", choices=kinds if is_key_result else kinds[:1]),
            *asks.one_action(view, self.owner, "What somebody will do for it.", _is_action),
        ]
        effects = asks.effect_fields(view, lambda _: self.kpi, view.kpis[self.kpi].name if self.kpi else "")
        fields += [
            _of_decision(field)
            for field in (*asks.what_and_why(), *asks.action_fields(view, self.owner), *effects)
            if self.kpi or not field.name.startswith("expect")
        ]
        title = part.title if part is not None else objective.title
        super().__init__(f"{self.of} {title}", fields, draft=f"decide:{self.of}")

    def save(self, desk: Desk, typed: dict[str, str]) -> Action | Decision:
        """Log it."""
        if typed["what"] == "action":
            draft = ActionDraft(typed["text"], typed.get("owner") or self.owner, typed["due"])
            return decisions.add_action(desk, draft, serves=(self.of,))
        return decisions.decide(
            desk, asks.decision_of(self.view, typed, answers=(self.of,), kind="other", kpi=self.kpi)
        )

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was logged, and how to take that back."""
        what = f"serves {self.of}: {found.text}" if isinstance(found, Action) else f"is about {self.of}: {found.title}"
        return f"{found.id} {what}. {self.app.key('app.undo')} takes it back."


def _is_action(typed: Mapping[str, str]) -> bool:
    """Say whether an action is to be added."""
    return typed["what"] == "action"


def _of_decision(field: Field) -> Field:
    """Ask for a field only where a decision is to be logged."""
    from dataclasses import replace

    when = field.when
    return replace(field, when=lambda typed: not _is_action(typed) and (when is None or when(typed)))
