"""What happened lately: only the rows of the last weeks are read, however long the history is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from datetime import date, datetime

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.ladder import Event


class Lately(Ledger):
    """Reads what came up, came due or was held since a day."""

    def held_since(self, kind: str, period: str) -> dict[str, datetime]:
        """Read when the meetings of a kind were last held, by period, from a period on."""
        found = self.database.execute(
            "SELECT period, held_at FROM meetings WHERE kind = ? AND period >= ? ORDER BY id", (kind, period)
        )
        newest = {row["period"]: row["held_at"] for row in found}
        return {period: rows.moment(at) for period, at in newest.items() if at is not None}

    def events_since(self, since: datetime) -> dict[str, list[tuple[Event, int, str]]]:
        """Read the events of every escalation that was open since a moment: each with its rung and who was asked."""
        undone = self.undone()
        found: dict[str, list[tuple[Event, int, str]]] = {}
        for row in self.database.execute(
            "SELECT events.* FROM escalations AS one JOIN escalation_events AS events ON events.escalation = one.id "
            "WHERE one.ended_at IS NULL OR one.ended_at >= ? ORDER BY events.id",
            (rows.stamp(since),),
        ):
            if row["entry"] not in undone:
                found.setdefault(row["escalation"], []).append((rows.event_from(row), row["rung"], row["asked"]))
        return found

    def decisions_since(self, since: datetime, day: date) -> list[Decision]:
        """Read the decisions made since a moment, or to be checked since a day, oldest first."""
        found = self.database.execute(
            "SELECT * FROM decisions WHERE at >= ? OR check_on >= ? ORDER BY number",
            (rows.stamp(since), day.isoformat()),
        )
        return list(map(rows.decision_from, found))

    def actions_due_since(self, day: date) -> list[Action]:
        """Read the actions that came due since a day, and those still to come, oldest first."""
        found = self.database.execute("SELECT * FROM actions WHERE due >= ? ORDER BY number", (day.isoformat(),))
        return list(map(rows.action_from, found))

    def actions_alive_since(self, at: datetime) -> list[Action]:
        """Read the actions that are still to be done or verified, and those verified that were made after a moment."""
        found = self.database.execute(
            "SELECT * FROM actions WHERE state IN ('open', 'done') OR state = 'verified' AND created_at > ?"
            " ORDER BY number",
            (rows.stamp(at),),
        )
        return list(map(rows.action_from, found))
