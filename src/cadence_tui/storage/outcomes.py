"""What became of decisions, row by row and no more of them than that: ten years of them are looked through at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cadence_tui.domain.calibration import Came
    from cadence_tui.domain.decision import Decision

# The decisions whose day has come, but for those that others took the place of.
_CAME = """
SELECT id, by, outcome, checked_at, check_on FROM decisions
WHERE outcome IS NOT NULL OR (superseded_by IS NULL AND check_on <= :today) ORDER BY number DESC
"""
# The same, each with the newest value of a period before the one that `until` names; with none
# where it names none. What was taken away stands for none. Parted in two, so that each period is named once.
_COMPARED = """
WITH came AS MATERIALIZED (
  SELECT number, id, by, outcome, checked_at, check_on, expect_kpi, expect_value, expect_by,
    CASE WHEN expect_by <= :today THEN until(expect_by, expect_kpi) END AS until
  FROM decisions WHERE outcome IS NOT NULL OR (superseded_by IS NULL AND check_on <= :today)
)
SELECT id, by, outcome, checked_at, check_on, expect_kpi, expect_value, expect_by, (
  SELECT value FROM readings AS one WHERE one.kpi = expect_kpi AND one.period < until
  AND length(one.period) = length(until) AND one.value IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM readings AS later WHERE later.kpi = one.kpi AND later.period = one.period AND later.id > one.id
  ) ORDER BY one.period DESC, one.id DESC LIMIT 1
) FROM came ORDER BY number DESC
"""


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

    def came(self, today: date) -> list[Came]:
        """List the decisions whose day has come, newest first, without what was expected and what stood."""
        return list_of_outcomes_from(self._outcomes(_CAME, today))

    def compared(self, today: date, until: Callable[[date, str], str | None]) -> Iterator[Came]:
        """Go through the decisions whose day has come, newest first, each with where its KPI stood.

        `until` names the period, by an effect's day and a KPI's cadence, before which the value is looked for.
        """
        from cadence_tui.domain.calibration import Came

        cadences = {row["key"]: row["cadence"] for row in self.database.execute("SELECT key, cadence FROM kpis")}
        period = lru_cache(maxsize=512)(lambda by, cadence: until(date.fromisoformat(by), cadence))

        def named(by: str, kpi: str) -> str | None:
            return period(by, cadences[kpi]) if kpi in cadences else None

        self.database.connection.create_function("until", 2, named, deterministic=True)
        return map(compared_outcome_from, self._outcomes(_COMPARED, today), repeat(Came))

    def _outcomes(self, statement: str, today: date) -> Iterator[tuple[Any, ...]]:
        """Read the rows as tuples, which takes less than by name."""
        found = self.database.execute(statement, {"today": today.isoformat()})
        found.row_factory = None
        return found


@rows.readable
def list_of_outcomes_from(found: Iterable[tuple[Any, ...]]) -> list[Came]:
    """Read what became of decisions."""
    from cadence_tui.domain.calibration import Came

    moment, day = datetime.fromisoformat, date.fromisoformat
    return [Came(id_, who, outcome, moment(at) if at else None, day(on)) for id_, who, outcome, at, on in found]


@rows.readable
def compared_outcome_from(row: tuple[Any, ...], made: type[Came]) -> Came:
    """Read what became of a decision, what was expected of it and where its KPI stood."""
    id_, who, outcome, checked_at, check_on, kpi, expected, by, stood = row
    return made(
        id_,
        who,
        outcome,
        datetime.fromisoformat(checked_at) if checked_at else None,
        date.fromisoformat(check_on),
        kpi,
        Decimal(expected) if expected else None,
        date.fromisoformat(by) if by else None,
        Decimal(stood) if stood else None,
    )
