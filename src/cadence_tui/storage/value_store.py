"""The values that were given, and how they were judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cadence_tui.domain.judgement import Judgement

_LENGTH = {"daily": len("2026-11-21"), "weekly": len("2026-W47"), "monthly": len("2026-11")}
# The place of the judgement that stands for a KPI (?1) in a period (?2), and the one that comes after all.
_PLACE = (
    "(SELECT position FROM judgements WHERE status IS NOT NULL "
    "AND id = (SELECT max(id) FROM judgements WHERE kpi = ?1 AND period = ?2))"
)
_NEXT_PLACE = "(SELECT ifnull(max(id), 0) + 1 FROM judgements)"


class ValueStore(Ledger):
    """The verbs over what is watched."""

    # --- Values -------------------------------------------------------------------------------------------------------

    def reading(self, kpi: str, period: str) -> Decimal | None:
        """Read the value that stands for a KPI in a period (a daily KPI: a day)."""
        row = self.database.execute(
            "SELECT value FROM readings WHERE kpi = ? AND period = ? ORDER BY id DESC LIMIT 1", (kpi, period)
        ).fetchone()
        return None if row is None else rows.number_from(row["value"])

    def readings_in(self, period: str) -> dict[str, Decimal]:
        """Read the values that stand in one period, by KPI."""
        found = self.database.execute(
            "SELECT kpi, value FROM readings WHERE kpi IN (SELECT key FROM kpis) AND period = ? ORDER BY id", (period,)
        )
        newest = {row["kpi"]: row["value"] for row in found}
        return {key: Decimal(value) for key, value in newest.items() if value is not None}

    def reading_row(self, kpi: str, period: str) -> dict[str, Any] | None:
        """Read what stands for a KPI in a period with its note, origin, who and when."""
        row = self.database.execute(
            "SELECT * FROM readings WHERE kpi = ? AND period = ? ORDER BY id DESC LIMIT 1", (kpi, period)
        ).fetchone()
        if row is None or row["value"] is None:
            return None
        return {**dict(row), "value": Decimal(row["value"])}

    def reading_history(self, kpi: str) -> list[dict[str, Any]]:
        """Read every value that was ever given for a KPI, oldest first."""
        found = self.database.execute("SELECT * FROM readings WHERE kpi = ? ORDER BY id", (kpi,))
        return [dict(row) for row in found]

    def readings_given(self, kpi: str, periods: Sequence[str]) -> list[dict[str, Any]]:
        """Read every value that was ever given for a KPI in some periods, oldest first."""
        marks = ", ".join("?" * len(periods))
        found = self.database.execute(
            f"SELECT * FROM readings WHERE kpi = ? AND period IN ({marks}) ORDER BY id",  # noqa: S608
            (kpi, *periods),
        )
        return [{**dict(row), "value": rows.number_from(row["value"])} for row in found]

    def newest_origins(self, kpi: str, most: int = 13) -> tuple[str, ...]:
        """Say how a KPI's newest values came, the newest first: typed, imported, fetched, derived."""
        found = self.database.execute(
            "SELECT origin FROM readings WHERE kpi = ? ORDER BY period DESC, id DESC LIMIT ?", (kpi, most)
        )
        return tuple(dict.fromkeys(row["origin"] for row in found if row["origin"] is not None))

    def readings(self, kpi: str, cadence: str, first: str = "", last: str = "9999") -> dict[str, Decimal]:
        """Read the values that stand from one period to another, oldest first."""
        found = self.database.execute(
            "SELECT period, value FROM readings WHERE kpi = ? AND period BETWEEN ? AND ? ORDER BY period, id",
            (kpi, first, last),
        )
        size = _LENGTH[cadence]
        newest = {period: value for period, value in found if len(period) == size}
        return {period: Decimal(value) for period, value in newest.items() if value is not None}

    def newest_readings(self, kpi: str, cadence: str, before: str) -> Iterator[tuple[str, Decimal]]:
        """Go back through the values that stand, from the newest period before one."""
        found = self.database.execute(
            "SELECT period, value FROM readings WHERE kpi = ? AND period < ? ORDER BY period DESC, id DESC",
            (kpi, before),
        )
        size, seen = _LENGTH[cadence], ""
        for period, value in found:
            if len(period) == size and period != seen:
                seen = period
                if value is not None:
                    yield period, Decimal(value)

    def standing_readings(self, kpi: str) -> dict[str, tuple[Decimal, str]]:
        """Read every value that stands for a KPI with its note, by period."""
        found = self.database.execute("SELECT period, value, note FROM readings WHERE kpi = ? ORDER BY id", (kpi,))
        newest = {row["period"]: row for row in found}
        return {p: (Decimal(row["value"]), row["note"] or "") for p, row in newest.items() if row["value"] is not None}

    def has_typed(self, periods: Sequence[str]) -> bool:
        """Say whether a person's value stands for any of these weeks or days, for any KPI."""
        for period in periods:
            found = self.database.execute(
                "SELECT kpi, origin, value FROM readings "
                "WHERE kpi IN (SELECT key FROM kpis) AND period = ? ORDER BY id",
                (period,),
            )
            newest = {row["kpi"]: row for row in found}
            if any(row["value"] is not None and row["origin"] in ("typed", "imported") for row in newest.values()):
                return True
        return False

    def add_readings(self, found: Iterable[tuple[str, str, Decimal | None, str, str, str | None, datetime]]) -> None:
        """Append values: KPI, period, value (None: none stands any more), note, origin, who, when."""
        found = list(found)
        if not found:
            return
        seq = self.seq_to_append("readings")
        self.database.connection.executemany(
            "INSERT INTO readings (kpi, period, value, note, origin, who, at, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (kpi, period, rows.number(value), note or None, origin, who, rows.stamp(at), seq)
                for kpi, period, value, note, origin, who, at in found
            ),
        )

    # --- Judgements ---------------------------------------------------------------------------------------------------

    def judgement(self, kpi: str, period: str) -> Judgement | None:
        """Read how a KPI was judged for a period, as it stands."""
        row = self.database.execute(
            "SELECT * FROM judgements WHERE kpi = ? AND period = ? ORDER BY id DESC LIMIT 1", (kpi, period)
        ).fetchone()
        return None if row is None or row["status"] is None else rows.judgement_from(row)

    def judgements(self, kpi: str) -> Iterator[Judgement]:
        """Go back through a KPI's judgements as they stand, newest period first."""
        seen = set[str]()
        for row in self.database.execute(
            "SELECT * FROM judgements WHERE kpi = ? ORDER BY position DESC, id DESC", (kpi,)
        ):
            if row["period"] not in seen:
                seen.add(row["period"])
                if row["status"] is not None:
                    yield rows.judgement_from(row)

    def judgements_of(self, period: str) -> dict[str, Judgement]:
        """Read the judgements of one period by KPI."""
        found = self.database.execute(
            "SELECT * FROM judgements WHERE kpi IN (SELECT key FROM kpis) AND period = ? ORDER BY id", (period,)
        )
        newest = {row["kpi"]: row for row in found}
        return {key: rows.judgement_from(row) for key, row in newest.items() if row["status"] is not None}

    def add_judgements(self, found: Sequence[Judgement]) -> None:
        """Append judgements; each keeps the place of the one that it supersedes."""
        if not found:
            return
        seq = self.seq_to_append("judgements")
        new = [rows.judgement_row(judgement) for judgement in found]
        marks = ", ".join("?" * len(new[0]))
        self.database.connection.executemany(
            f"INSERT INTO judgements ({', '.join(new[0])}, entry, position) "  # noqa: S608
            f"VALUES ({marks}, ?, ifnull({_PLACE}, {_NEXT_PLACE}))",
            ((*row.values(), seq) for row in new),
        )
