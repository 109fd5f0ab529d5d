"""What became of decisions, row by row and no more of them than that: ten years of them are looked through at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calibration import Came
from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from cadence_tui.domain.decision import Decision

# The newest value of a period before the one that holds the day after an expected effect; none where a function of the
# caller's says so. What was taken away stands for none.
_STOOD = (
    "SELECT value FROM readings AS one WHERE one.kpi = decisions.expect_kpi "
    "AND one.period < until(decisions.expect_by, kpis.cadence) "
    "AND length(one.period) = length(until(decisions.expect_by, kpis.cadence)) AND one.value IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM readings AS later WHERE later.kpi = one.kpi AND later.period = one.period "
    "AND later.id > one.id) ORDER BY one.period DESC, one.id DESC LIMIT 1"
)


class Outcomes(Ledger):
    """Reads what became of decisions."""

    def unanswered(self, until: date | None = None) -> list[Decision]:
        """List the decisions of which nobody has said whether they worked, oldest first; those due by a day, or all."""
        found = self.database.execute(
            "SELECT * FROM decisions WHERE outcome IS NULL AND superseded_by IS NULL AND check_on <= ? ORDER BY number",
            ("9999" if until is None else until.isoformat(),),
        )
        return list(map(rows.decision_from, found))

    def decided_between(self, start: datetime, end: datetime) -> list[Decision]:
        """List the decisions that were made, or answered for, after one moment and up to another, oldest first."""
        found = self.database.execute(
            "SELECT * FROM decisions WHERE (at > :start AND at <= :end) "
            "OR (checked_at > :start AND checked_at <= :end) ORDER BY number",
            {"start": rows.stamp(start), "end": rows.stamp(end)},
        )
        return list(map(rows.decision_from, found))

    def last_decided(self) -> dict[str, datetime]:
        """Say when a decision last named each KPI or an escalation of it, or expected an effect on it."""
        found = self.database.execute(
            "SELECT about, max(at) AS at FROM ("
            "SELECT expect_kpi AS about, at FROM decisions WHERE expect_kpi IS NOT NULL UNION ALL "
            "SELECT ifnull(escalations.kpi, answered.value), decisions.at "
            "FROM decisions, json_each(answers) AS answered LEFT JOIN escalations ON escalations.id = answered.value"
            ") GROUP BY about"
        )
        return {row["about"]: rows.moment(row["at"]) for row in found}

    def came(self, today: date, until: Callable[[date, str], str | None]) -> Iterator[Came]:
        """Go through the decisions whose day has come, oldest first, but for those that others took the place of.

        `until` names the period, by an effect's day and a KPI's cadence, before which the value is looked for.
        """

        @lru_cache(maxsize=512)
        def named(by: str | None, cadence: str | None) -> str | None:
            return until(date.fromisoformat(by), cadence) if by and cadence else None

        self.database.connection.create_function("until", 2, named, deterministic=True)
        found = self.database.execute(
            "SELECT decisions.id, decisions.by, outcome, checked_at, check_on, expect_kpi, expect_value, expect_by, "  # noqa: S608
            f"CASE WHEN expect_by <= :today THEN ({_STOOD}) END AS stood "
            "FROM decisions LEFT JOIN kpis ON kpis.key = decisions.expect_kpi "
            "WHERE outcome IS NOT NULL OR (superseded_by IS NULL AND check_on <= :today) ORDER BY number",
            {"today": today.isoformat()},
        )
        yield from map(_came, found)


@rows.readable
def _came(row: Any) -> Came:  # noqa: ANN401 (a row of SQLite's)
    """Read what became of a decision."""
    by = row["expect_by"]
    return Came(
        row["id"],
        row["by"],
        row["outcome"],
        rows.moment_or_none(row["checked_at"]),
        date.fromisoformat(row["check_on"]),
        row["expect_kpi"],
        rows.number_from(row["expect_value"]),
        date.fromisoformat(by) if by else None,
        None if row["stood"] is None else Decimal(row["stood"]),
    )
