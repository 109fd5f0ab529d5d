"""Small companies for tests: founded in memory without a file, with a clock that the test sets.

Moments are written as wall-clock times in the company's zone (`2026-11-23T17:00`), targets as `at_least 40 30`: a
direction, a target and, where there is one, an alert. The usual company closes on Mondays at 18:00 in Oslo and is
founded on Monday 2 November 2026, so that its first week judged is 2026-W45, on 9 November.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cadence_tui.domain.calendar import WEEKDAYS, Calendar, Rhythm, instant
from cadence_tui.domain.kpi import Kpi, Target
from cadence_tui.edges.company_file import CompanyPlan
from cadence_tui.edges.kpi_form import KpiPlan
from cadence_tui.services import decisions, kpis, recording, setup, week
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.desk import Desk
from cadence_tui.storage.database import Database
from cadence_tui.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.company import Stage, Team
    from cadence_tui.domain.decision import Decision
    from cadence_tui.domain.judgement import Judgement
    from cadence_tui.domain.kpi import Aggregate, Bound, Cadence, Direction
    from cadence_tui.domain.ladder import Escalation, Rung
    from cadence_tui.services.recording import Outcome
    from cadence_tui.services.view import View

OSLO = "Europe/Oslo"
FOUNDED = "2026-11-02T09:00"
PEOPLE = ("Fay", "Olga", "Lea", "Bo")


def wall(text: str, zone: str = OSLO) -> datetime:
    """Give the instant of a wall-clock time, with the rules' own reading of those that clocks skip or repeat."""
    local = datetime.fromisoformat(text)
    return instant(local.date(), local.time(), ZoneInfo(zone))


def goal(text: str) -> Target:
    """Read a target as `at_least 40 30`, `between 40..60 30..75` or `yes_no`."""
    direction, *bounds = text.split()
    known: dict[str, Direction] = {name: name for name in ("at_least", "at_most", "between", "yes_no")}
    return Target(known[direction], *map(_bound, bounds))


def _bound(text: str) -> Bound:
    """Read one end of a target, or a range."""
    low, dots, high = text.partition("..")
    return (Decimal(low), Decimal(high)) if dots else Decimal(low)


def rhythm(close: str = "mon 18:00", zone: str = OSLO, from_week: str = "2000-W01") -> Rhythm:
    """Say when weeks close."""
    day, at = close.split()
    return Rhythm(from_week, zone, WEEKDAYS.index(day), time.fromisoformat(at))


def calendar(
    close: str = "mon 18:00", zone: str = OSLO, *, moved: Mapping[str, str] | None = None, paused: Sequence[str] = ()
) -> Calendar:
    """Make a company's calendar; moved deadlines are wall-clock times in its zone."""
    moments = {one: wall(text, zone) for one, text in (moved or {}).items()}
    return Calendar((rhythm(close, zone),), moments, frozenset(paused))


def plan(
    key: str = "nps",
    target: str = "at_least 40 30",
    *,
    owner: str = "Olga",
    cadence: Cadence = "weekly",
    team: str | None = None,
    aggregate: Aggregate = "last",
    lag: int = 0,
    formula: str | None = None,
) -> KpiPlan:
    """Plan a KPI."""
    wanted = goal(target)
    return KpiPlan(
        key=key,
        name=key,
        owner=owner,
        goal=wanted,
        team=team,
        unit="yes_no" if wanted.direction == "yes_no" else "number",
        cadence=cadence,
        aggregate=aggregate,
        lag_days=lag,
        formula=formula,
    )


def kpi(of: KpiPlan, at: str = "2026-01-01T00:00", zone: str = OSLO) -> Kpi:
    """Make a KPI from its plan, as one that was created at a moment."""
    created = wall(at, zone)
    return Kpi(
        key=of.key,
        name=of.name,
        owner=of.owner,
        goal=of.goal,
        created_at=created,
        due_from=created,
        team=of.team,
        unit=of.unit,
        cadence=of.cadence,
        aggregate=of.aggregate,
        lag_days=of.lag_days,
        formula=of.formula,
    )


class Memory(Database):
    """A company's file that is none: the same connection, in memory."""

    def __init__(self) -> None:
        """Start from an empty schema."""
        self.path, self.fresh, self.is_file = Path("memory.cadence"), True, False
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        _empty().backup(self.connection)
        self.connection.row_factory = sqlite3.Row
        self._prepare()


@cache
def _empty() -> sqlite3.Connection:
    """Make the schema once, for all to copy."""
    from cadence_tui.storage.migrations import migrate

    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection


class Company:
    """A company, its clock, and the deeds of its people in as few words as the rules have for them."""

    def __init__(
        self,
        *plans: KpiPlan,
        at: str = FOUNDED,
        zone: str = OSLO,
        close: str = "mon 18:00",
        ladder: tuple[Rung, ...] | None = None,
        teams: tuple[Team, ...] = (),
        people: tuple[str, ...] = PEOPLE,
        stage: Stage = "traction",
        self_verify: bool = True,
    ) -> None:
        """Found it; the first of its people is the founder."""
        self.zone, self.now, self.actor = zone, wall(at, zone), people[0]
        self.repository = Repository(Memory())
        usual = rhythm(close, zone)
        setup.found(
            self.repository,
            CompanyPlan(
                name="Fjord Labs",
                founder=people[0],
                zone=zone,
                close_day=usual.close_day,
                close_time=usual.close_time,
                start=date(2026, 9, 1),
                number_format="1,234.50",
                people_count=1 if stage == "solo" else 7,
                stage=stage,
                fiscal_start=1,
                self_verify=self_verify,
                people=people,
                teams=teams,
                kpis=plans or (plan(),),
                ladder=ladder,
            ),
            self.now,
        )

    # --- The clock and who acts ---------------------------------------------------------------------------------------

    def at(self, moment: str | datetime) -> Company:
        """Set the clock."""
        self.now = moment if isinstance(moment, datetime) else wall(moment, self.zone)
        return self

    @property
    def desk(self) -> Desk:
        """Sit down as whoever acts."""
        return Desk(self.repository, lambda: self.now, self.actor)

    # --- What stands --------------------------------------------------------------------------------------------------

    def view(self) -> View:
        """Look at what stands now."""
        return self.desk.view()

    def status(self, period: str, key: str = "nps") -> str | None:
        """Say how a KPI is judged for a period, if it is."""
        judgement = self.view().judgement(key, period)
        return None if judgement is None else judgement.status

    def judgement(self, period: str, key: str = "nps") -> Judgement:
        """Find a judgement that there is."""
        judgement = self.view().judgement(key, period)
        assert judgement is not None
        return judgement

    def value(self, period: str, key: str = "nps") -> Decimal | None:
        """Give the value that stands."""
        return self.view().values.of(key, period)

    def escalation(self, key: str = "nps") -> Escalation:
        """Find a KPI's newest escalation, open or ended."""
        return self.view().escalations_of(key)[-1]

    def is_calm(self, key: str = "nps") -> bool:
        """Say whether a KPI has no open escalation."""
        return all(one.state != "open" for one in self.view().escalations_of(key))

    # --- Deeds --------------------------------------------------------------------------------------------------------

    def record(self, value: str, period: str | None = None, *, key: str = "nps", amend: str | None = None) -> Outcome:
        """Record a value."""
        return recording.record(self.desk, key, value, period=period, amend=amend)

    def batch(self, *cells: tuple[str, str, str], why: str | None = None) -> Outcome:
        """Record (KPI, period, value) as one act, as an import does."""
        with self.desk.change("imported", "batch") as change:
            found = [
                recording.Cell(change.repository.kpi(key), period, Decimal(value), why or "", why)
                for key, period, value in cells
            ]
            outcome = recording.record_cells(change, found, "imported")
            change.name("batch", touches={key for key, _, _ in cells})
        return outcome

    def close(self) -> tuple[Judgement, ...]:
        """Close the current week early."""
        return week.close(self.desk).judged

    def pause(self, period: str, *, key: str | None = None) -> None:
        """Pause a week, or one KPI's period."""
        week.pause(self.desk, period, "away", kpi=key)

    def unpause(self, period: str, *, key: str | None = None) -> None:
        """Take a pause back."""
        week.unpause(self.desk, period, kpi=key)

    def move(self, which: str, moment: str) -> None:
        """Move a week's deadline."""
        week.move_deadline(self.desk, which, moment, "holiday")

    def decide(
        self,
        *answers: str,
        kind: str | None = None,
        actions: Sequence[str] = (),
        target: str | None = None,
        supersedes: str | None = None,
        why: str = "because",
        options: Sequence[str] = (),
    ) -> Decision:
        """Log a decision with so many actions, given by their texts; `target` is the new one of a re-targeting."""
        draft = DecisionDraft(
            title="Do something",
            why=why,
            options=list(options),
            answers=answers,
            kind=kind,
            actions=[ActionDraft(text=text, owner="Olga", due="2026-12-31") for text in actions],
            supersedes=supersedes,
            definition={"target": target} if target else None,
        )
        return decisions.decide(self.desk, draft)

    def edit(self, key: str = "nps", *, period: str | None = None, why: str = "", **fields: Any) -> Kpi:  # noqa: ANN401
        """Change a KPI, or its target for one period."""
        return kpis.edit(self.desk, key, fields, why=why, period=period)
