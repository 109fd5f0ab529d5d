"""The newest of what the file holds: values that were given, and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger
from cadence_tui.storage.rows import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.judgement import Grade, Judgement


class Newest(Ledger):
    """Reads no more than what is newest."""

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

    def judging_entry(self, kpi: str, period: str) -> int | None:
        """Name the entry with which a KPI's period was judged first, of what still counts; None before it is."""
        row = self.database.execute(
            "SELECT min(entry) AS entry FROM judgements WHERE kpi = :kpi AND period = :period AND id > (SELECT "
            "ifnull(max(id), 0) FROM judgements WHERE kpi = :kpi AND period = :period AND status IS NULL)",
            {"kpi": kpi, "period": period},
        ).fetchone()
        return None if row["entry"] is None else int(row["entry"])

    def judgements_in(self, kpi: str, periods: Iterable[str]) -> dict[str, Judgement]:
        """Read how a KPI was judged for some periods, as it stands, by period."""
        found = self.database.execute(
            "SELECT * FROM judgements WHERE kpi = ? AND period IN (SELECT value FROM json_each(?)) ORDER BY id",
            (kpi, dumps(sorted(periods))),
        )
        newest = {row["period"]: row for row in found}
        return {period: rows.judgement_from(row) for period, row in newest.items() if row["status"] is not None}

    def grades(self, kpi: str, first: str, last: str) -> dict[str, Grade]:
        """Read how a KPI was judged from one period to another, as it stands, by period."""
        found = self.database.execute(
            "SELECT period, status, direction, target, alert, amended FROM judgements "
            "WHERE kpi = ? AND period BETWEEN ? AND ? ORDER BY period, id",
            (kpi, first, last),
        )
        newest = {row["period"]: row for row in found}
        return {period: rows.grade_from(row) for period, row in newest.items() if row["status"] is not None}

    def late_periods(self, first: str, last: str) -> set[str]:
        """Name the periods from one to another for which any KPI was late once, whatever came of that since."""
        found = self.database.execute(
            "SELECT DISTINCT period FROM judgements "
            "WHERE kpi IN (SELECT key FROM kpis) AND period BETWEEN ? AND ? AND status = 'late'",
            (first, last),
        )
        return {row["period"] for row in found}

    def kpi_of_escalation(self, escalation: str) -> str | None:
        """Name the KPI of an escalation."""
        row = self.database.execute("SELECT kpi FROM escalations WHERE id = ?", (escalation,)).fetchone()
        return None if row is None else str(row["kpi"])

    def titles(self) -> Iterator[tuple[str, str]]:
        """Name every decision and action, newest first: its id and what it says, and no more of its row."""
        for row in self.database.execute("SELECT id, title FROM decisions ORDER BY number DESC"):
            yield row["id"], row["title"]
        for row in self.database.execute("SELECT id, text FROM actions ORDER BY number DESC"):
            yield row["id"], row["text"]

    def okr_titles(self) -> dict[str, str]:
        """Name every objective, key result and initiative, by id, and read no more of its row."""
        found = self.database.execute(
            "SELECT id, title FROM objectives UNION ALL SELECT id, title FROM key_results"
            " UNION ALL SELECT id, title FROM initiatives"
        )
        return {row["id"]: row["title"] for row in found}

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
