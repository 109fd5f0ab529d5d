"""The company, its people, teams, rhythm and ladder, and its KPIs with their targets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import Calendar
from cadence_tui.domain.errors import FileError, not_found
from cadence_tui.domain.text import fold
from cadence_tui.storage import rows
from cadence_tui.storage.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cadence_tui.domain.calendar import Rhythm
    from cadence_tui.domain.company import Company, Team
    from cadence_tui.domain.kpi import Kpi, Target
    from cadence_tui.domain.ladder import Rung


class CompanyStore(Ledger):
    """The verbs over what a company is made of."""

    # --- The company --------------------------------------------------------------------------------------------------

    def company(self) -> Company:
        """Read the company."""
        row = self.database.execute("SELECT * FROM company").fetchone()
        if row is None:
            raise FileError(f"{self.database.path} holds no company yet; make one with “cadence init”.")
        return rows.company_from(row)

    def put_company(self, company: Company) -> None:
        """Write the company."""
        self.put("company", rows.company_row(company))

    def calendar(self) -> Calendar:
        """Read the deadlines: rhythms, moved weeks, paused weeks."""
        rhythms = tuple(map(rows.rhythm_from, self.database.execute("SELECT * FROM rhythms ORDER BY from_week")))
        moved = dict[str, Any]()
        paused = set[str]()
        for row in self.database.execute("SELECT * FROM weeks"):
            if row["deadline"] is not None:
                moved[row["week"]] = rows.moment(row["deadline"])
            if row["paused_why"] is not None:
                paused.add(row["week"])
        return Calendar(rhythms, moved, frozenset(paused))

    def put_rhythm(self, rhythm: Rhythm) -> None:
        """Write when weeks close from one week on."""
        self.put("rhythms", rows.rhythm_row(rhythm), ("from_week",))

    def week_notes(self, week: str) -> dict[str, Any]:
        """Read why a week was moved or paused, if it was."""
        row = self.database.execute("SELECT * FROM weeks WHERE week = ?", (week,)).fetchone()
        return dict(row) if row else {"week": week, "deadline": None, "moved_why": None, "paused_why": None}

    def put_week(self, week: str, **changes: str | None) -> None:
        """Write a moved deadline or a pause of a week."""
        self.put("weeks", {**self.week_notes(week), **changes}, ("week",))

    def pauses(self) -> dict[tuple[str, str], str]:
        """Read the periods that are paused for one KPI alone, with their reasons."""
        found = self.database.execute("SELECT * FROM kpi_pauses")
        return {(row["kpi"], row["period"]): row["why"] for row in found}

    def put_pause(self, kpi: str, period: str, why: str) -> None:
        """Pause one KPI's period."""
        self.put("kpi_pauses", {"kpi": kpi, "period": period, "why": why}, ("kpi", "period"))

    def people(self, *, gone: bool = False) -> list[str]:
        """List the people by name, those who left too where asked."""
        which = "" if gone else " WHERE left_at IS NULL"
        return [row["name"] for row in self.database.execute(f"SELECT name FROM people{which} ORDER BY folded")]  # noqa: S608

    def person(self, name: str) -> str:
        """Find a person of the company, however the name is cased."""
        row = self.database.execute(
            "SELECT name FROM people WHERE folded = ? AND left_at IS NULL", (fold(name),)
        ).fetchone()
        if row is None:
            how = "Add them in the settings, or with “cadence company person add”."
            raise not_found("person", name, self.people(), hint=how)
        return str(row["name"])

    def knows(self, name: str) -> bool:
        """Say whether somebody of a name is or was of the company, however it is cased."""
        return self.database.execute("SELECT 1 FROM people WHERE folded = ?", (fold(name),)).fetchone() is not None

    def put_person(self, name: str, left_at: datetime | None = None) -> None:
        """Write a person."""
        self.put("people", {"name": name, "folded": fold(name), "left_at": rows.stamp(left_at)}, ("name",))

    def left(self) -> dict[str, datetime]:
        """Read who left, and when."""
        found = self.database.execute("SELECT * FROM people WHERE left_at IS NOT NULL ORDER BY folded")
        return {row["name"]: rows.moment(row["left_at"]) for row in found}

    def teams(self) -> list[Team]:
        """List the teams by name."""
        return list(map(rows.team_from, self.database.execute("SELECT * FROM teams ORDER BY folded")))

    def team(self, name: str) -> Team:
        """Find a team, however its name is cased."""
        row = self.database.execute("SELECT * FROM teams WHERE folded = ?", (fold(name),)).fetchone()
        if row is None:
            raise not_found(
                "team", name, [team.name for team in self.teams()], hint="“cadence company show” names them all."
            )
        return rows.team_from(row)

    def put_team(self, team: Team) -> None:
        """Write a team."""
        self.put("teams", rows.team_row(team, fold(team.name)), ("name",))

    def ladder(self) -> tuple[Rung, ...] | None:
        """Read the company's own ladder; None where it keeps its stage's default."""
        return tuple(map(rows.rung_from, self.database.execute("SELECT * FROM rungs ORDER BY position"))) or None

    def put_ladder(self, rungs: Sequence[Rung]) -> None:
        """Write the company's own ladder over the one before; none means its stage's default."""
        for row in self.database.execute("SELECT position FROM rungs").fetchall():
            if row["position"] > len(rungs):
                self.remove("rungs", position=row["position"])
        for position, rung in enumerate(rungs, 1):
            self.put("rungs", rows.rung_row(rung, position), ("position",))

    # --- KPIs ---------------------------------------------------------------------------------------------------------

    def kpis(self, *, retired: bool = True) -> dict[str, Kpi]:
        """Read the KPIs by key: company first, then by team, in the order in which they were added."""
        which = "" if retired else " WHERE retired_at IS NULL"
        found = self.database.execute(f"SELECT * FROM kpis{which} ORDER BY team IS NOT NULL, team, rowid")  # noqa: S608
        return {row["key"]: rows.kpi_from(row) for row in found}

    def kpi(self, key: str) -> Kpi:
        """Find a KPI by its key, or by its name however it is cased."""
        row = self.database.execute(
            "SELECT * FROM kpis WHERE key = ? OR folded = ? ORDER BY key = ? DESC", (key, fold(key), key)
        ).fetchone()
        if row is None:
            known = [row["key"] for row in self.database.execute("SELECT key FROM kpis")]
            raise not_found("KPI", key, known, hint="“cadence kpi list” shows them all.")
        return rows.kpi_from(row)

    def put_kpi(self, kpi: Kpi) -> None:
        """Write a KPI, and keep the version."""
        row = rows.kpi_row(kpi, fold(kpi.name))
        self.put("kpis", row, ("key",))
        self.append("kpi_versions", {"key": kpi.key, "body": rows.dumps(row)})

    def goals(self, kpi: str | None = None) -> dict[tuple[str, str], Target]:
        """Read the targets set for one period alone."""
        found = self.database.execute(
            "SELECT * FROM period_goals WHERE kpi = ?1 OR ?1 IS NULL ORDER BY id", (kpi,)
        ).fetchall()
        newest = {(row["kpi"], row["period"]): row for row in found}
        return {key: rows.goal_from(row) for key, row in newest.items() if row["direction"] is not None}

    def add_goal(self, kpi: str, period: str, goal: Target) -> None:
        """Set a target for one period alone."""
        self.append("period_goals", {"kpi": kpi, "period": period, **rows.goal_row(goal)})

    def goals_given(self, kpi: str) -> list[tuple[str | None, Target | None, int]]:
        """Read every target that a KPI was given, oldest first.

        Each with the period that it is for alone (None: from then on), and the number of the entry it came with; there
        is no target where one was taken away.
        """
        versions = self.database.execute("SELECT body, entry FROM kpi_versions WHERE key = ? ORDER BY id", (kpi,))
        alone = self.database.execute("SELECT * FROM period_goals WHERE kpi = ? ORDER BY id", (kpi,))
        lasting = [(None, rows.goal_from(json.loads(row["body"])), row["entry"]) for row in versions if row["body"]]
        single = [
            (row["period"], rows.goal_from(row) if row["direction"] is not None else None, row["entry"])
            for row in alone
        ]
        return sorted([*lasting, *single], key=lambda one: one[2])
