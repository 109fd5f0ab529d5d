"""Decisions, and the actions that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import not_found
from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.decision import Action, Decision


class DecisionStore(Ledger):
    """The verbs over what was decided."""

    def decisions(self) -> list[Decision]:
        """List the decisions, oldest first."""
        return list(map(rows.decision_from, self.database.execute("SELECT * FROM decisions ORDER BY number")))

    def decisions_about(self, subjects: Sequence[str]) -> list[Decision]:
        """List the decisions that answer one of these KPIs and escalations, or expect an effect on it, oldest first."""
        marks = ", ".join("?" * len(subjects))
        found = self.database.execute(
            f"SELECT * FROM decisions WHERE expect_kpi IN ({marks}) "  # noqa: S608
            f"OR EXISTS (SELECT 1 FROM json_each(answers) WHERE value IN ({marks})) ORDER BY number",
            (*subjects, *subjects),
        )
        return list(map(rows.decision_from, found))

    def decision(self, decision: str) -> Decision:
        """Find a decision by its id."""
        row = self.database.execute("SELECT * FROM decisions WHERE id = ?", (decision.upper(),)).fetchone()
        if row is None:
            raise not_found(
                "decision", decision, [d.id for d in self.decisions()], hint="“cadence decision list” shows them all."
            )
        return rows.decision_from(row)

    def put_decision(self, decision: Decision) -> None:
        """Write a decision."""
        self.put("decisions", rows.decision_row(decision))

    def actions(self, *, closed: bool = False, decision: str | None = None) -> list[Action]:
        """List the actions by number: those not verified or dropped, or all; of one decision where asked."""
        which = "(?1 IS NULL OR decision = ?1)" + ("" if closed else " AND state IN ('open', 'done')")
        found = self.database.execute(f"SELECT * FROM actions WHERE {which} ORDER BY number", (decision,))  # noqa: S608
        return list(map(rows.action_from, found))

    def action(self, action: str) -> Action:
        """Find an action by its id."""
        row = self.database.execute("SELECT * FROM actions WHERE id = ?", (action.upper(),)).fetchone()
        if row is None:
            raise not_found(
                "action",
                action,
                [a.id for a in self.actions(closed=True)],
                hint="“cadence action list --all” shows them all.",
            )
        return rows.action_from(row)

    def put_action(self, action: Action) -> None:
        """Write an action."""
        self.put("actions", rows.action_row(action))

    def all_closed(self, decisions: Sequence[str]) -> bool:
        """Say whether every action of these decisions is verified or dropped."""
        marks = ", ".join("?" * len(decisions))
        return (
            self.database.execute(
                f"SELECT 1 FROM actions WHERE decision IN ({marks}) AND state IN ('open', 'done') LIMIT 1",  # noqa: S608
                tuple(decisions),
            ).fetchone()
            is None
        )
