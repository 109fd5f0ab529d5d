"""The domain's verbs over the file: models in, models out. No SQL stands outside this room."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import Calendar
from cadence_tui.domain.errors import FileError, not_found
from cadence_tui.domain.text import fold
from cadence_tui.storage import rows
from cadence_tui.storage.as_of import AsOf
from cadence_tui.storage.drafts import Drafts
from cadence_tui.storage.lately import Lately
from cadence_tui.storage.log_pages import LogPages
from cadence_tui.storage.migrations import EXPORTED, VERSION
from cadence_tui.storage.minutes import MinutesStore
from cadence_tui.storage.newest import Newest
from cadence_tui.storage.okr_store import OkrStore
from cadence_tui.storage.outcomes import Outcomes
from cadence_tui.storage.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cadence_tui.domain.calendar import Rhythm
    from cadence_tui.domain.company import Company, Team
    from cadence_tui.domain.course import Move
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Kpi, Target
    from cadence_tui.domain.ladder import Escalation, Event, Rung

_LENGTH = {"daily": len("2026-11-21"), "weekly": len("2026-W47"), "monthly": len("2026-11")}


# The place of the judgement that stands for a KPI (?1) in a period (?2), and the one that comes after all.
_PLACE = (
    "(SELECT position FROM judgements WHERE status IS NOT NULL "
    "AND id = (SELECT max(id) FROM judgements WHERE kpi = ?1 AND period = ?2))"
)
_NEXT_PLACE = "(SELECT ifnull(max(id), 0) + 1 FROM judgements)"


class Repository(OkrStore, MinutesStore, Drafts, Newest, LogPages, Outcomes, Lately, AsOf, Sources):
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
            raise not_found("person", name, self.people(), hint="Add them with “cadence company person add”.")
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
        newest = {row["period"]: row["value"] for row in found if len(row["period"]) == size}
        return {period: Decimal(value) for period, value in newest.items() if value is not None}

    def newest_readings(self, kpi: str, cadence: str, before: str) -> Iterator[tuple[str, Decimal]]:
        """Go back through the values that stand, from the newest period before one."""
        found = self.database.execute(
            "SELECT period, value FROM readings WHERE kpi = ? AND period < ? ORDER BY period DESC, id DESC",
            (kpi, before),
        )
        size, seen = _LENGTH[cadence], ""
        for row in found:
            if len(row["period"]) == size and row["period"] != seen:
                seen = row["period"]
                if row["value"] is not None:
                    yield seen, Decimal(row["value"])

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

    # --- Decisions and actions ----------------------------------------------------------------------------------------

    def decisions(self) -> list[Decision]:
        """List the decisions, oldest first."""
        return list(map(rows.decision_from, self.database.execute("SELECT * FROM decisions ORDER BY number")))

    def decisions_about(self, subjects: Sequence[str]) -> list[Decision]:
        """List the decisions that answer one of these KPIs and escalations, or expect an effect on it, oldest first."""
        marks = ", ".join("?" * len(subjects))
        found = self.database.execute(
            f"SELECT * FROM decisions WHERE expect_kpi IN ({marks}) "  # noqa: S608
            f"OR EXISTS (SELECT 1 FROM json_each(answers) WHERE value IN ({marks})) ORDER BY number",
            (*subjects, *subjects),
        )
        return list(map(rows.decision_from, found))

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

    def decision(self, decision: str) -> Decision:
        """Find a decision by its id."""
        row = self.database.execute("SELECT * FROM decisions WHERE id = ?", (decision.upper(),)).fetchone()
        if row is None:
            raise not_found(
                "decision", decision, [d.id for d in self.decisions()], hint="“cadence decision list” shows them all."
            )
        return rows.decision_from(row)

    def put_decision(self, decision: Decision) -> None:
        """Write a decision."""
        self.put("decisions", rows.decision_row(decision))

    def actions(self, *, closed: bool = False, decision: str | None = None) -> list[Action]:
        """List the actions by number: those not verified or dropped, or all; of one decision where asked."""
        which = "(?1 IS NULL OR decision = ?1)" + ("" if closed else " AND state IN ('open', 'done')")
        found = self.database.execute(f"SELECT * FROM actions WHERE {which} ORDER BY number", (decision,))  # noqa: S608
        return list(map(rows.action_from, found))

    def action(self, action: str) -> Action:
        """Find an action by its id."""
        row = self.database.execute("SELECT * FROM actions WHERE id = ?", (action.upper(),)).fetchone()
        if row is None:
            raise not_found(
                "action",
                action,
                [a.id for a in self.actions(closed=True)],
                hint="“cadence action list --all” shows them all.",
            )
        return rows.action_from(row)

    def put_action(self, action: Action) -> None:
        """Write an action."""
        self.put("actions", rows.action_row(action))

    def all_closed(self, decisions: Sequence[str]) -> bool:
        """Say whether every action of these decisions is verified or dropped."""
        marks = ", ".join("?" * len(decisions))
        return (
            self.database.execute(
                f"SELECT 1 FROM actions WHERE decision IN ({marks}) AND state IN ('open', 'done') LIMIT 1",  # noqa: S608
                tuple(decisions),
            ).fetchone()
            is None
        )
