"""The domain's verbs over the file: models in, models out. No SQL stands outside this room."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cadence_tui.storage import rows
from cadence_tui.storage.as_of import AsOf
from cadence_tui.storage.company_store import CompanyStore
from cadence_tui.storage.decision_store import DecisionStore
from cadence_tui.storage.drafts import Drafts
from cadence_tui.storage.lately import Lately
from cadence_tui.storage.log_pages import LogPages
from cadence_tui.storage.migrations import EXPORTED, VERSION
from cadence_tui.storage.minutes import MinutesStore
from cadence_tui.storage.newest import Newest
from cadence_tui.storage.okr_store import OkrStore
from cadence_tui.storage.outcomes import Outcomes
from cadence_tui.storage.sources import Sources
from cadence_tui.storage.value_store import ValueStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cadence_tui.domain.course import Move
    from cadence_tui.domain.ladder import Escalation, Event


class Repository(
    CompanyStore,
    ValueStore,
    DecisionStore,
    OkrStore,
    MinutesStore,
    Drafts,
    Newest,
    LogPages,
    Outcomes,
    Lately,
    AsOf,
    Sources,
):
    """What a company's file holds, and what can be written into it."""

    # --- Marks: where judging stands, and the next ids ----------------------------------------------------------------

    def mark(self, key: str) -> str | None:
        """Read a mark."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def set_mark(self, key: str, value: str) -> None:
        """Set a mark; marks are no part of the history."""
        self.database.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def next_moment(self) -> datetime | None:
        """Read the one moment that tells in a look whether there is anything to catch up."""
        return rows.moment_or_none(self.mark("next_moment"))

    def set_judged(self, week: str | None, next_moment: datetime) -> None:
        """Keep the newest week that was worked through, where there is a newer one, and when something next is due."""
        if week is not None:
            self.set_mark("judged_week", week)
        self.set_mark("next_moment", rows.stamp(next_moment) or "")

    def next_number(self, kind: str) -> int:
        """Give the number that the next escalation, decision or action gets; none is ever used twice."""
        return int(self.mark(f"next_{kind}") or "1")

    def take_number(self, kind: str) -> int:
        """Use up a number."""
        number = self.next_number(kind)
        self.set_mark(f"next_{kind}", str(number + 1))
        return number

    # --- All of it ----------------------------------------------------------------------------------------------------

    def twin(self) -> Repository:
        """Copy everything into memory, where it can be changed without writing anything."""
        return Repository(self.database.twin())

    def back_up(self, at: datetime, reason: str) -> None:
        """Take a backup of the file beside it; what is in memory has none."""
        if self.database.is_file:
            from cadence_tui.storage.backup import take

            take(self.database.path, at, reason)

    @property
    def schema(self) -> int:
        """Number the schema that the tables have."""
        return VERSION

    def tables(self) -> dict[str, Iterator[dict[str, Any]]]:
        """Go through every table but the drafts, each row by row in its own order."""
        return {
            table: map(dict, self.database.execute(f"SELECT * FROM {table} ORDER BY {order}"))  # noqa: S608
            for table, order in EXPORTED.items()
        }

    def columns(self, table: str) -> tuple[str, ...]:
        """Name a table's columns, in their order."""
        return tuple(row["name"] for row in self.database.execute("SELECT name FROM pragma_table_info(?)", (table,)))

    # --- Meetings -----------------------------------------------------------------------------------------------------

    def add_meeting(
        self,
        kind: str,
        period: str,
        *,
        held_at: datetime,
        held_by: str,
        rating: int | None,
        remark: str,
        report: object,
    ) -> None:
        """Record that a meeting was held, with the read model that its notes are written from, frozen."""
        self.append(
            "meetings",
            {
                "kind": kind,
                "period": period,
                "held_at": rows.stamp(held_at),
                "held_by": held_by,
                "rating": rating,
                "remark": remark or None,
                "report": None if report is None else rows.dumps(report),
            },
        )

    def meetings(self, kind: str) -> list[dict[str, Any]]:
        """List the meetings of a kind by period, oldest first, each as it was last held."""
        found = self.database.execute("SELECT * FROM meetings WHERE kind = ? ORDER BY period, id", (kind,))
        newest = {row["period"]: dict(row) for row in found}
        return [rows.meeting_from(row) for row in newest.values() if row["held_at"] is not None]

    def reports_of(self, kind: str, period: str) -> list[Any]:
        """Read what every meeting of a period froze for its notes, those that were undone or held again since too."""
        found = self.database.execute(
            "SELECT report FROM meetings WHERE kind = ? AND period = ? AND report IS NOT NULL ORDER BY id",
            (kind, period),
        )
        return [json.loads(row["report"]) for row in found]

    def meeting_held_at(self, kind: str, period: str) -> datetime | None:
        """Read when a period's meeting was last held, if it was."""
        row = self.database.execute(
            "SELECT held_at FROM meetings WHERE kind = ? AND period = ? ORDER BY id DESC LIMIT 1", (kind, period)
        ).fetchone()
        return rows.moment_or_none(row["held_at"]) if row else None

    # --- Escalations --------------------------------------------------------------------------------------------------

    def escalations(self, *, ended: bool = False) -> list[Escalation]:
        """List the escalations by opening time, then KPI: the open ones, or all."""
        which = "" if ended else " WHERE state = 'open'"
        found = self.database.execute(f"SELECT * FROM escalations{which} ORDER BY opened_at, kpi")  # noqa: S608
        return list(map(rows.escalation_from, found))

    def escalation(self, escalation: str) -> Escalation | None:
        """Find an escalation by its id."""
        row = self.database.execute("SELECT * FROM escalations WHERE id = ?", (escalation.upper(),)).fetchone()
        return None if row is None else rows.escalation_from(row)

    def escalations_of(self, kpi: str) -> list[Escalation]:
        """List a KPI's escalations, oldest first."""
        found = self.database.execute("SELECT * FROM escalations WHERE kpi = ? ORDER BY number", (kpi,))
        return list(map(rows.escalation_from, found))

    def add_events(self, moves: Sequence[Move]) -> None:
        """Append events of escalations; the states that they led to are written apart."""
        self.append_all(
            "escalation_events",
            [rows.event_row(move.event, move.after.id, move.after.rung, move.asked) for move in moves],
        )

    def put_escalation(self, escalation: Escalation) -> None:
        """Write an escalation as it stands."""
        self.put("escalations", rows.escalation_row(escalation))
        number = int(escalation.id[2:])
        if number >= self.next_number("E"):
            self.set_mark("next_E", str(number + 1))

    def events_of(self, escalation: str) -> list[tuple[Event, int, str]]:
        """Read an escalation's events that still count, oldest first, each with its rung and who was asked."""
        undone = self.undone()
        found = self.database.execute("SELECT * FROM escalation_events WHERE escalation = ? ORDER BY id", (escalation,))
        return [(rows.event_from(row), row["rung"], row["asked"]) for row in found if row["entry"] not in undone]
