"""Pages of what the file holds, newest first: what is shown first is read first, the rest when it is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from datetime import datetime

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.ladder import Escalation

# A clock that was set back puts entries before their time by so much at most.
MARGIN = timedelta(days=7)
# Entries that tell of an escalation, a decision or an action, which tell it better themselves; and what undid others.
_TOLD_ELSEWHERE = (
    "added action",
    "checked",
    "decided",
    "done",
    "dropped",
    "imported",
    "judged",
    "kept",
    "redid",
    "timed_out",
    "undid",
    "verified",
)


class Newest(Ledger):
    """Reads backwards, a page at a time; `below` is the number of the last one of the page before."""

    def newest_escalations(self, below: int, most: int, *, unsettled: bool = False) -> list[Escalation]:
        """Read a page of the escalations: all, or those still open."""
        which = " AND state = 'open'" if unsettled else ""
        found = self.database.execute(
            f"SELECT * FROM escalations WHERE number < ?{which} ORDER BY number DESC LIMIT ?",  # noqa: S608
            (below, most),
        )
        return list(map(rows.escalation_from, found))

    def newest_decisions(self, below: int, most: int, *, unsettled: bool = False) -> list[Decision]:
        """Read a page of the decisions: all, or those of which nobody knows yet whether they worked."""
        which = " AND outcome IS NULL AND superseded_by IS NULL" if unsettled else ""
        found = self.database.execute(
            f"SELECT * FROM decisions WHERE number < ?{which} ORDER BY number DESC LIMIT ?",  # noqa: S608
            (below, most),
        )
        return list(map(rows.decision_from, found))

    def newest_actions(self, below: int, most: int, *, unsettled: bool = False) -> list[Action]:
        """Read a page of the actions: all, or those still to be done or checked."""
        which = " AND state IN ('open', 'done')" if unsettled else ""
        found = self.database.execute(
            f"SELECT * FROM actions WHERE number < ?{which} ORDER BY number DESC LIMIT ?",  # noqa: S608
            (below, most),
        )
        return list(map(rows.action_from, found))

    def newest_changes(self, below: int, span: int) -> list[Entry]:
        """Read the meetings, amendments, pauses and changes of definition among the entries right below a number."""
        marks = ", ".join("?" * len(_TOLD_ELSEWHERE))
        found = self.database.execute(
            "SELECT * FROM history WHERE seq < ? AND seq >= ? AND (verb <> 'recorded' OR why IS NOT NULL) "  # noqa: S608
            f"AND verb NOT IN ({marks}) ORDER BY seq DESC",
            (below, below - span, *_TOLD_ELSEWHERE),
        )
        entries = list(map(rows.entry_from, found))
        undone = self.undone() if entries else ()
        return [entry for entry in entries if entry.seq not in undone]

    def kpis_of_escalations(self) -> dict[str, str]:
        """Name the KPI of every escalation."""
        return {row["id"]: row["kpi"] for row in self.database.execute("SELECT id, kpi FROM escalations")}

    def newest_seq(self) -> int:
        """Give the number of the newest entry."""
        return int(self.database.execute("SELECT ifnull(max(seq), 0) AS newest FROM history").fetchone()["newest"])

    def entries_named(self, subject: str, since: datetime) -> list[Entry]:
        """Read the entries whose subject something is that came up at a moment, oldest first."""
        found = self.database.execute(
            "SELECT * FROM history WHERE subject = ? AND seq >= ? ORDER BY seq", (subject, self._seq_at(since - MARGIN))
        )
        undone = self.undone()
        return [rows.entry_from(row) for row in found if row["seq"] not in undone and row["undoes"] is None]

    def _seq_at(self, at: datetime) -> int:
        """Find by halves where the history had come to at a moment; it is stored in the order in which it was made."""
        low, high, wanted = 0, self.newest_seq(), rows.stamp(at) or ""
        while low < high:
            middle = (low + high) // 2
            row = self.database.execute("SELECT recorded_at FROM history WHERE seq = ?", (middle,)).fetchone()
            if row is None or row["recorded_at"] < wanted:
                low = middle + 1
            else:
                high = middle
        return low
