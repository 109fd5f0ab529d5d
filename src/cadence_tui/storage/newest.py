"""Pages of what the file holds, newest first: what is shown first is read first, the rest when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger
from cadence_tui.storage.migrations import TOLD
from cadence_tui.storage.rows import dumps

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.ladder import Escalation


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

    def newest_changes(self, below: int, most: int) -> list[Entry]:
        """Read a page of the meetings, amendments, pauses and changes of definition that still count."""
        found = self.database.execute(
            f"SELECT * FROM history WHERE seq < ? AND {TOLD} "  # noqa: S608
            "AND seq NOT IN (SELECT value FROM json_each(?)) ORDER BY seq DESC LIMIT ?",
            (below, dumps(sorted(self.undone())), most),
        )
        return list(map(rows.entry_from, found))

    def values_given(self, kpi: str, most: int | None = None) -> list[dict[str, Any]]:
        """Read the newest values that were given for a KPI, oldest first, but for those that were undone.

        Each has the value that it took the place of as `before`, and of its entry `made_at`, `made_by` and `why`.
        """
        hidden = dumps(sorted(self.hidden()))
        found = self.database.execute(
            "WITH hidden AS (SELECT value AS seq FROM json_each(:hidden)) "
            "SELECT given.*, history.at AS made_at, history.who AS made_by, history.why AS why, "
            "(SELECT value FROM readings AS earlier WHERE earlier.kpi = given.kpi AND earlier.period = given.period "
            "AND earlier.id < given.id AND earlier.entry NOT IN hidden ORDER BY earlier.id DESC LIMIT 1) AS before "
            "FROM readings AS given JOIN history ON history.seq = given.entry WHERE given.id IN ("
            "SELECT id FROM readings WHERE kpi = :kpi AND entry NOT IN hidden ORDER BY id DESC LIMIT :most) "
            "ORDER BY given.id",
            {"kpi": kpi, "hidden": hidden, "most": -1 if most is None else most},
        )
        return [{**dict(row), "made_at": rows.moment(row["made_at"])} for row in found]

    def kpis_of_escalations(self) -> dict[str, str]:
        """Name the KPI of every escalation."""
        return {row["id"]: row["kpi"] for row in self.database.execute("SELECT id, kpi FROM escalations")}

    def newest_seq(self) -> int:
        """Give the number of the newest entry."""
        return int(self.database.execute("SELECT ifnull(max(seq), 0) AS newest FROM history").fetchone()["newest"])

    def entries_named(self, subject: str) -> list[Entry]:
        """Read the entries of which something is the subject, oldest first, but for what was undone and what undid."""
        undone = self.undone()
        return [
            entry
            for entry in self.entries_about(subject)
            if entry.subject == subject and entry.seq not in undone and entry.undoes is None
        ]
