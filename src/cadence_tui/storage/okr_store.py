"""Objectives, their cycles and check-ins, lint's waivers, a company's own ranges, and what the audit found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import not_found
from cadence_tui.domain.text import fold
from cadence_tui.storage.ledger import Ledger
from cadence_tui.storage.rows import dumps, moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cadence_tui.domain.okr import CheckIn, Initiative, KeyResult, Objective


class OkrStore(Ledger):
    """The verbs over what must change, beside those over what is watched."""

    # --- Objectives ---------------------------------------------------------------------------------------------------

    def objectives(self, cycle: str | None = None) -> list[Objective]:
        """List the objectives by number, of one cycle where asked."""
        found = self.database.execute(
            "SELECT * FROM objectives WHERE ?1 IS NULL OR cycle = ?1 ORDER BY number", (cycle,)
        )
        return [self._objective(row) for row in found.fetchall()]

    def active_cycles(self) -> set[str]:
        """Name the cycles that have active objectives, reading nothing else of them."""
        found = self.database.execute("SELECT DISTINCT cycle FROM objectives WHERE state = 'active'")
        return {row["cycle"] for row in found}

    def objective(self, objective: str) -> Objective:
        """Find an objective by its id."""
        row = self.database.execute("SELECT * FROM objectives WHERE id = ?", (objective.upper(),)).fetchone()
        if row is None:
            known = [row["id"] for row in self.database.execute("SELECT id FROM objectives ORDER BY number")]
            raise not_found("objective", objective, known, hint="“cadence okr list” shows them all.")
        return self._objective(row)

    def _objective(self, row: Any) -> Objective:  # noqa: ANN401 (a row of SQLite's)
        """Read an objective with what belongs to it."""
        from cadence_tui.storage.okr_rows import objective_from

        key_results, initiatives = (
            self.database.execute(f"SELECT * FROM {table} WHERE objective = ? ORDER BY position", (row["id"],))  # noqa: S608
            for table in ("key_results", "initiatives")
        )
        return objective_from(row, key_results.fetchall(), initiatives.fetchall())

    def put_objective(self, objective: Objective, *, at: datetime, why: str | None = None) -> None:
        """Write an objective with its key results and initiatives, and keep the version."""
        from cadence_tui.storage.okr_rows import initiative_row, key_result_row, objective_row

        row = objective_row(objective)
        key_results = [key_result_row(one, objective.id, n) for n, one in enumerate(objective.key_results, 1)]
        initiatives = [initiative_row(one, objective.id, n) for n, one in enumerate(objective.initiatives, 1)]
        self.put("objectives", row)
        for table, kept in (("key_results", key_results), ("initiatives", initiatives)):
            self._drop_others(table, objective.id, {one["id"] for one in kept})
            for one in kept:
                self.put(table, one)
        body = {**row, "key_results": key_results, "initiatives": initiatives}
        self.append("okr_versions", {"subject": objective.id, "at": stamp(at), "body": dumps(body), "why": why})

    def put_key_result(self, objective: str, key_result: KeyResult) -> None:
        """Write what came of a key result: its value, its confidence, its score; its line stays, and so no version."""
        from cadence_tui.storage.okr_rows import key_result_row

        found = self.database.execute("SELECT position FROM key_results WHERE id = ?", (key_result.id,)).fetchone()
        self.put("key_results", key_result_row(key_result, objective, found["position"]))

    def part(self, name: str) -> tuple[Objective, KeyResult | Initiative | None]:
        """Find an objective, a key result or an initiative by its id, with the objective that holds it."""
        wanted = name.strip().upper()
        head, dot, _ = wanted.partition(".")
        objective = self.objective(head)
        if not dot:
            return objective, None
        found: list[KeyResult | Initiative] = [*objective.key_results, *objective.initiatives]
        parts = {part.id.upper(): part for part in found}
        if wanted not in parts:
            raise not_found(
                "key result", name, [part.id for part in parts.values()], hint="“cadence okr list” shows them all."
            )
        return objective, parts[wanted]

    def key_result(self, name: str) -> tuple[Objective, KeyResult]:
        """Find a key result by its id, with its objective."""
        from cadence_tui.domain.okr import KeyResult

        objective, part = self.part(name)
        if isinstance(part, KeyResult):
            return objective, part
        known = [one.id for one in objective.key_results]
        hint = f"{objective.id} has {', '.join(known)}." if known else f"{objective.id} has none."
        raise not_found("key result", name, [], hint=hint)

    def _drop_others(self, table: str, objective: str, kept: Iterable[str]) -> None:
        """Remove what an objective has no longer."""
        found = self.database.execute(f"SELECT id FROM {table} WHERE objective = ?", (objective,)).fetchall()  # noqa: S608
        for row in found:
            if row["id"] not in kept:
                self.remove(table, id=row["id"])

    def objective_versions(self, objective: str) -> list[dict[str, Any]]:
        """Read an objective's versions that still count, oldest first: at, why, and all of it as plain values."""
        undone = self.undone()
        found = self.database.execute("SELECT * FROM okr_versions WHERE subject = ? ORDER BY id", (objective,))
        return [
            {"at": moment(row["at"]), "why": row["why"], "body": json.loads(row["body"])}
            for row in found
            if row["entry"] not in undone
        ]

    def key_result_versions(self, objective: str, key_result: str) -> list[tuple[datetime, KeyResult]]:
        """Read the versions of a key result that still count, oldest first, each with the moment it held from."""
        from cadence_tui.storage.okr_rows import key_result_from

        return [
            (version["at"], key_result_from(row))
            for version in self.objective_versions(objective)
            for row in version["body"]["key_results"]
            if row["id"] == key_result
        ]

    def add_check_in(self, check_in: CheckIn) -> None:
        """Append a key result's check-in."""
        from cadence_tui.storage.okr_rows import check_in_row

        self.append("kr_checkins", check_in_row(check_in))

    def check_ins(self, key_result: str | None = None) -> list[CheckIn]:
        """List the check-ins that still count, oldest first; of one key result where asked."""
        from cadence_tui.storage.okr_rows import check_in_from

        undone = self.undone()
        found = self.database.execute(
            "SELECT * FROM kr_checkins WHERE ?1 IS NULL OR key_result = ?1 ORDER BY id", (key_result,)
        )
        return [check_in_from(row) for row in found if row["entry"] not in undone]

    def cycles(self) -> dict[str, dict[str, Any]]:
        """Read the cycles that something was noted of: what was learned, and when each was closed."""
        return {row["id"]: dict(row) for row in self.database.execute("SELECT * FROM cycles ORDER BY id")}

    def put_cycle(self, cycle: str, *, learned: str, closed_at: datetime | None) -> None:
        """Write what was learned in a cycle, and when it was closed."""
        self.put("cycles", {"id": cycle, "learned": learned, "closed_at": stamp(closed_at)})

    # --- Lint and ranges ----------------------------------------------------------------------------------------------

    def waivers(self) -> dict[tuple[str, str], str]:
        """Read the warnings that were waved through, by check and subject, with their reasons."""
        found = self.database.execute("SELECT * FROM waivers ORDER BY lint, subject")
        return {(row["lint"], row["subject"]): row["why"] for row in found}

    def waived_at(self, lint: str) -> dict[str, datetime]:
        """Read when the warnings of one check were waved through, by subject."""
        found = self.database.execute("SELECT subject, at FROM waivers WHERE lint = ?", (lint,))
        return {row["subject"]: moment(row["at"]) for row in found}

    def put_waiver(self, lint: str, subject: str, *, why: str, by: str, at: datetime) -> None:
        """Wave a warning through."""
        row = {"lint": lint, "subject": subject, "why": why, "by": by, "at": stamp(at)}
        self.put("waivers", row, ("lint", "subject"))

    def ranges(self) -> dict[str, tuple[int, int]]:
        """Read the ranges that the company set in place of its stage's."""
        return {row["name"]: (row["low"], row["high"]) for row in self.database.execute("SELECT * FROM ranges")}

    def put_range(self, name: str, bounds: tuple[int, int] | None) -> None:
        """Write one of the company's own ranges; none goes back to the stage's."""
        if bounds is None:
            self.remove("ranges", name=name)
        else:
            self.put("ranges", {"name": name, "low": bounds[0], "high": bounds[1]}, ("name",))

    # --- The audit, and filters ---------------------------------------------------------------------------------------

    def candidates(self) -> list[dict[str, Any]]:
        """List what the audit found: name, bucket (health, change or parked), place and note."""
        found = self.database.execute("SELECT * FROM candidates ORDER BY bucket, place IS NULL, place, folded")
        return [dict(row) for row in found]

    def put_candidate(self, name: str, *, bucket: str | None, place: int | None = None, note: str = "") -> None:
        """Write one thing that is tracked today, and where it was put."""
        row = {"folded": fold(name), "name": name, "bucket": bucket, "place": place, "note": note}
        self.put("candidates", row, ("folded",))

    def remove_candidate(self, name: str) -> None:
        """Take one thing out of the audit."""
        self.remove("candidates", folded=fold(name))

    def saved_filters(self, screen: str) -> dict[str, str]:
        """Read a screen's saved filters by name."""
        found = self.database.execute("SELECT name, query FROM saved_filters WHERE screen = ? ORDER BY name", (screen,))
        return {row["name"]: row["query"] for row in found}

    def put_filter(self, name: str, screen: str, query: str) -> None:
        """Save a filter of a screen."""
        self.put("saved_filters", {"name": name, "screen": screen, "query": query}, ("name",))

    def remove_filter(self, name: str) -> None:
        """Take a saved filter away."""
        self.remove("saved_filters", name=name)
