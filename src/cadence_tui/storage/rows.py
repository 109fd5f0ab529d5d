"""Rows to models and back; nowhere else. Instants are stored in UTC, decimals and ranges as text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from cadence_tui.domain.calendar import Rhythm
from cadence_tui.domain.company import Company, Team
from cadence_tui.domain.errors import DamagedError
from cadence_tui.domain.kpi import Kpi, Target, bound_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from sqlite3 import Row as SqliteRow

    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.history import Entry
    from cadence_tui.domain.judgement import Grade, Judgement
    from cadence_tui.domain.kpi import Bound, Direction
    from cadence_tui.domain.ladder import Escalation, Event, Rung

    Row = SqliteRow | Mapping[str, Any]

Fields = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


dumps = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False, check_circular=False
).encode
"""Writes JSON in its one canonical form."""


def readable(read: Callable[P, T]) -> Callable[P, T]:
    """Have a row that makes no sense be said to be damaged, which is what it is: nothing here writes such a one."""

    @wraps(read)
    def safely(*args: P.args, **options: P.kwargs) -> T:
        try:
            return read(*args, **options)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            what = read.__name__.removesuffix("_from").replace("_", " ")
            raise DamagedError(
                f"The company’s file holds {'an' if what[0] in 'aeiou' else 'a'} {what} that makes no sense; "
                "“cadence doctor” looks it through and names the newest good backup."
            ) from error

    return safely


def stamp(moment: datetime | None) -> str | None:
    """Write an instant; two of them compare as texts as they do as instants."""
    return None if moment is None else f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:-6]}Z"


@readable
def moment(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)


@readable
def moment_or_none(text: str | None) -> datetime | None:
    """Read an instant that may be missing."""
    return None if text is None else datetime.fromisoformat(text)


def number(value: Decimal | None) -> str | None:
    """Write a decimal with the digits it has."""
    return None if value is None else f"{value:f}"


@readable
def number_from(text: str | None) -> Decimal | None:
    """Read a decimal that may be missing."""
    return None if text is None else Decimal(text)


def bound_from(text: str | None) -> Bound | None:
    """Read a bound."""
    if text is None:
        return None
    low, dots, high = text.partition("..")
    return (Decimal(low), Decimal(high)) if dots else Decimal(low)


def goal_row(goal: Target) -> Fields:
    """Write what a value is held against."""
    return {"direction": goal.direction, "target": bound_text(goal.target), "alert": bound_text(goal.alert)}


@readable
def goal_from(row: Row) -> Target:
    """Read what a value is held against."""
    return _goal(row["direction"], row["target"], row["alert"])


@lru_cache(maxsize=1024)
def _goal(direction: Direction, target: str | None, alert: str | None) -> Target:
    """Read a target from its texts; a KPI has the same one for years."""
    return Target(direction, bound_from(target), bound_from(alert))


def company_row(company: Company) -> Fields:
    """Write the company."""
    return {
        "id": 1,
        "name": company.name,
        "founder": company.founder,
        "stage": company.stage,
        "start": company.start.isoformat(),
        "created_at": stamp(company.created_at),
        "people_count": company.people_count,
        "number_format": company.number_format,
        "fiscal_start": company.fiscal_start,
        "phase": company.phase,
        "self_verify": int(company.self_verify),
        "checkin_weeks": company.checkin_weeks,
    }


@readable
def company_from(row: Row) -> Company:
    """Read the company."""
    return Company(
        name=row["name"],
        founder=row["founder"],
        stage=row["stage"],
        start=date.fromisoformat(row["start"]),
        created_at=moment(row["created_at"]),
        people_count=row["people_count"],
        number_format=row["number_format"],
        fiscal_start=row["fiscal_start"],
        phase=row["phase"],
        self_verify=bool(row["self_verify"]),
        checkin_weeks=row["checkin_weeks"],
    )


def rhythm_row(rhythm: Rhythm) -> Fields:
    """Write when weeks close."""
    return {
        "from_week": rhythm.from_week,
        "zone": rhythm.zone,
        "close_day": rhythm.close_day,
        "close_time": rhythm.close_time.isoformat("minutes"),
    }


@readable
def rhythm_from(row: Row) -> Rhythm:
    """Read when weeks close."""
    return Rhythm(row["from_week"], row["zone"], row["close_day"], time.fromisoformat(row["close_time"]))


def team_row(team: Team, folded: str) -> Fields:
    """Write a team."""
    return {"name": team.name, "folded": folded, "lead": team.lead, "members": dumps(team.members)}


@readable
def team_from(row: Row) -> Team:
    """Read a team."""
    return Team(row["name"], row["lead"], tuple(json.loads(row["members"])))


def rung_row(rung: Rung, position: int) -> Fields:
    """Write one rung of the company's own ladder."""
    return {"position": position, "name": rung.name, "who": rung.who, "owes": rung.owes, "hours": rung.hours}


@readable
def rung_from(row: Row) -> Rung:
    """Read a rung."""
    from cadence_tui.domain.ladder import Rung

    return Rung(row["name"], row["who"], row["owes"], row["hours"])


def kpi_row(kpi: Kpi, folded: str) -> Fields:
    """Write a KPI."""
    return {
        "key": kpi.key,
        "name": kpi.name,
        "folded": folded,
        "owner": kpi.owner,
        "team": kpi.team,
        "unit": kpi.unit,
        "cadence": kpi.cadence,
        **goal_row(kpi.goal),
        "aggregate": kpi.aggregate,
        "lag_days": kpi.lag_days,
        "kind": kpi.kind,
        "perspective": kpi.perspective,
        "measure": kpi.measure,
        "formula": kpi.formula,
        "created_at": stamp(kpi.created_at),
        "due_from": stamp(kpi.due_from),
        "retired_at": stamp(kpi.retired_at),
    }


@readable
def kpi_from(row: Row) -> Kpi:
    """Read a KPI."""
    return Kpi(
        key=row["key"],
        name=row["name"],
        owner=row["owner"],
        goal=goal_from(row),
        created_at=moment(row["created_at"]),
        due_from=moment(row["due_from"]),
        team=row["team"],
        unit=row["unit"],
        cadence=row["cadence"],
        aggregate=row["aggregate"],
        lag_days=row["lag_days"],
        kind=row["kind"],
        perspective=row["perspective"],
        measure=row["measure"],
        formula=row["formula"],
        retired_at=moment_or_none(row["retired_at"]),
    )


def judgement_row(judgement: Judgement) -> Fields:
    """Write a judgement."""
    return {
        "kpi": judgement.kpi,
        "period": judgement.period,
        "status": judgement.status,
        "judged_at": stamp(judgement.judged_at),
        "value": number(judgement.value),
        **goal_row(judgement.goal),
        "amended": int(judgement.amended),
        "late_value": number(judgement.late_value),
        "late_at": stamp(judgement.late_at),
    }


@readable
def judgement_from(row: Row) -> Judgement:
    """Read a judgement."""
    from cadence_tui.domain.judgement import Judgement

    return Judgement(
        kpi=row["kpi"],
        period=row["period"],
        status=row["status"],
        judged_at=moment(row["judged_at"]),
        goal=goal_from(row),
        value=number_from(row["value"]),
        amended=bool(row["amended"]),
        late_value=number_from(row["late_value"]),
        late_at=moment_or_none(row["late_at"]),
    )


@readable
def grade_from(row: Row) -> Grade:
    """Read what a scorecard's cell tells of a judgement."""
    return row["status"], goal_from(row), bool(row["amended"])


def escalation_row(escalation: Escalation) -> Fields:
    """Write an escalation as it stands."""
    return {
        "id": escalation.id,
        "number": int(escalation.id[2:]),
        "kpi": escalation.kpi,
        "state": escalation.state,
        "opened_at": stamp(escalation.opened_at),
        "rung": escalation.rung,
        "rungs": dumps([[r.name, r.who, r.owes, r.hours] for r in escalation.rungs]),
        "causes": dumps(
            [[stamp(c.at), c.kind, c.rung, c.period, number(c.value), c.struck] for c in escalation.causes]
        ),
        "clock_due": stamp(escalation.clock_due),
        "overdue_since": stamp(escalation.overdue_since),
        "recovered_at": stamp(escalation.recovered_at),
        "ended_at": stamp(escalation.ended_at),
        "outcome": escalation.outcome,
        "decisions": dumps(escalation.decisions),
        "answered": int(escalation.answered),
        "asked": escalation.asked,
    }


@readable
def escalation_from(row: Row) -> Escalation:
    """Read an escalation as it stands."""
    from cadence_tui.domain.ladder import Cause, Escalation, Rung

    return Escalation(
        id=row["id"],
        kpi=row["kpi"],
        rungs=tuple(Rung(*rung) for rung in json.loads(row["rungs"])),
        opened_at=moment(row["opened_at"]),
        rung=row["rung"],
        state=row["state"],
        causes=tuple(
            Cause(moment(at), kind, rung, period, number_from(value), struck)
            for at, kind, rung, period, value, struck in json.loads(row["causes"])
        ),
        clock_due=moment_or_none(row["clock_due"]),
        overdue_since=moment_or_none(row["overdue_since"]),
        recovered_at=moment_or_none(row["recovered_at"]),
        ended_at=moment_or_none(row["ended_at"]),
        outcome=row["outcome"],
        decisions=tuple(json.loads(row["decisions"])),
        answered=bool(row["answered"]),
        asked=row["asked"],
    )


def event_row(event: Event, escalation: str, rung: int, asked: str) -> Fields:
    """Write an event of an escalation, with where it led and who was asked then."""
    return {
        "escalation": escalation,
        "kind": event.kind,
        "at": stamp(event.at),
        "period": event.period,
        "miss": event.miss,
        "value": number(event.value),
        "decision": event.decision,
        "outcome": event.outcome,
        "why": event.why,
        "rung": rung,
        "asked": asked,
    }


@readable
def event_from(row: Row) -> Event:
    """Read an event of an escalation."""
    from cadence_tui.domain.ladder import Event

    return Event(
        row["kind"],
        moment(row["at"]),
        row["period"],
        row["miss"],
        number_from(row["value"]),
        row["decision"],
        row["outcome"],
        row["why"],
    )


def decision_row(decision: Decision) -> Fields:
    """Write a decision."""
    expect = decision.expect
    return {
        "id": decision.id,
        "number": int(decision.id[2:]),
        "title": decision.title,
        "why": decision.why,
        "kind": decision.kind,
        "by": decision.by,
        "at": stamp(decision.at),
        "check_on": decision.check_on.isoformat(),
        "answers": dumps(decision.answers),
        "options": dumps(decision.options),
        "expect_kpi": expect.kpi if expect else None,
        "expect_value": number(expect.value) if expect else None,
        "expect_by": expect.by.isoformat() if expect else None,
        "then_values": dumps({key: number(value) for key, value in decision.then.items()}),
        "outcome": decision.outcome,
        "checked_at": stamp(decision.checked_at),
        "checked_note": decision.checked_note,
        "supersedes": decision.supersedes,
        "superseded_by": decision.superseded_by,
    }


@readable
def decision_from(row: Row) -> Decision:
    """Read a decision."""
    from cadence_tui.domain.decision import Decision, Expectation

    expect = None
    if row["expect_kpi"] is not None:
        expect = Expectation(row["expect_kpi"], Decimal(row["expect_value"]), date.fromisoformat(row["expect_by"]))
    return Decision(
        id=row["id"],
        title=row["title"],
        why=row["why"],
        kind=row["kind"],
        by=row["by"],
        at=moment(row["at"]),
        check_on=date.fromisoformat(row["check_on"]),
        answers=tuple(json.loads(row["answers"])),
        options=tuple(json.loads(row["options"])),
        expect=expect,
        then={key: Decimal(value) for key, value in json.loads(row["then_values"]).items()},
        outcome=row["outcome"],
        checked_at=moment_or_none(row["checked_at"]),
        checked_note=row["checked_note"],
        supersedes=row["supersedes"],
        superseded_by=row["superseded_by"],
    )


def action_row(action: Action) -> Fields:
    """Write an action."""
    return {
        "id": action.id,
        "number": int(action.id[2:]),
        "text": action.text,
        "owner": action.owner,
        "due": action.due.isoformat(),
        "created_at": stamp(action.created_at),
        "state": action.state,
        "decision": action.decision,
        "serves": dumps(action.serves),
        "done_at": stamp(action.done_at),
        "verified_at": stamp(action.verified_at),
        "verified_by": action.verified_by,
        "dropped_at": stamp(action.dropped_at),
        "dropped_why": action.dropped_why,
    }


@readable
def action_from(row: Row) -> Action:
    """Read an action."""
    from cadence_tui.domain.decision import Action

    return Action(
        id=row["id"],
        text=row["text"],
        owner=row["owner"],
        due=date.fromisoformat(row["due"]),
        created_at=moment(row["created_at"]),
        state=row["state"],
        decision=row["decision"],
        serves=tuple(json.loads(row["serves"])),
        done_at=moment_or_none(row["done_at"]),
        verified_at=moment_or_none(row["verified_at"]),
        verified_by=row["verified_by"],
        dropped_at=moment_or_none(row["dropped_at"]),
        dropped_why=row["dropped_why"],
    )


@readable
def entry_from(row: Row) -> Entry:
    """Read a history entry."""
    from cadence_tui.domain.history import Entry

    return Entry(
        seq=row["seq"],
        at=moment(row["at"]),
        recorded_at=moment(row["recorded_at"]),
        who=row["who"],
        verb=row["verb"],
        subject=row["subject"],
        touches=tuple(json.loads(row["touches"])),
        before=json.loads(row["before"]) if row["before"] else None,
        after=json.loads(row["after"]) if row["after"] else None,
        why=row["why"],
        undoes=row["undoes"],
        hash=row["hash"],
    )


@readable
def meeting_from(row: Row) -> Fields:
    """Read a meeting: its kind, period, when and by whom it was held, rating, remark and frozen report."""
    return {
        **dict(row),
        "held_at": moment(row["held_at"]),
        "report": json.loads(row["report"]) if row["report"] else None,
    }
