"""Objectives and key results: governance rules, section 6.

A KPI says how the engine runs, a key result what must change by when (seed 002); both may watch the same number. Ratios
are exact fractions, so that 0.9 of what was expected is on pace and never a hair below it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain.calendar import quarter_days, quarter_of
from cadence_tui.domain.errors import InvalidError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from cadence_tui.domain.kpi import Kpi, Level

KeyResultKind = Literal["metric", "milestone"]
ObjectiveState = Literal["draft", "active", "closed"]
InitiativeState = Literal["planned", "under_way", "done", "dropped"]
Ending = Literal["kept", "dropped", "promoted"]
Pace = Literal["done", "too_early", "on_pace", "at_risk", "off_pace"]
Verdict = Literal["learning", "unambitious", "high", "healthy", "short"]

KEY_RESULT_KINDS: tuple[KeyResultKind, ...] = ("metric", "milestone")
INITIATIVE_STATES: tuple[InitiativeState, ...] = ("planned", "under_way", "done", "dropped")
MOST_CONFIDENCE = 10
EARLY_DAYS = 14
LEARNING_CYCLES = 2
ON_PACE, AT_RISK = Fraction(9, 10), Fraction(6, 10)
HEALTHY = (Fraction(7, 10), Fraction(8, 10))
MILESTONE_LINE = (Decimal(0), Decimal(100))
PHASE_OF_LEVEL: dict[Level, int] = {"company": 3, "team": 4}
_CYCLE = re.compile("(19|2[0-9])[0-9]{2}-Q[1-4]")
_SCORE = re.compile(r"0(\.[0-9]0*)?|1(\.0+)?")
_TENTH = Decimal("0.1")


class KeyResult(NamedTuple):
    """What shows that an objective is reached: a metric on its way from baseline to target, or a milestone.

    A milestone goes from 0 to 100 percent. `kpi` is the KPI that feeds it, `current` the value that was typed where
    none does. `score`, `ended` and `ended_why` come with the retrospective.
    """

    id: str
    title: str
    kind: KeyResultKind = "metric"
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str = "number"
    start: date | None = None
    due: date | None = None
    weight: Decimal = Decimal(1)
    kpi: str | None = None
    current: Decimal | None = None
    confidence: int | None = None
    score: Decimal | None = None
    score_note: str = ""
    ended: Ending | None = None
    ended_why: str = ""

    @property
    def line(self) -> tuple[Decimal, Decimal] | None:
        """Give where it starts and where it should end; None while one of the two is open."""
        if self.kind == "milestone":
            return MILESTONE_LINE
        return None if self.baseline is None or self.target is None else (self.baseline, self.target)


class Initiative(NamedTuple):
    """One of the few projects that should produce the key results (seed 003), with its owner."""

    id: str
    title: str
    owner: str
    state: InitiativeState = "planned"

    @property
    def is_going(self) -> bool:
        """Say whether it is still to be done."""
        return self.state in ("planned", "under_way")


class Objective(NamedTuple):
    """What must change in a cycle, in words; it belongs to the company or to one team, and one person answers for it.

    `kpi` is the KPI that it means to move, `serves` the company objective that a team's one serves; `review_day` is the
    weekday of its check-in, 0 for Monday.
    """

    id: str
    title: str
    owner: str
    cycle: str
    created_at: datetime
    team: str | None = None
    kpi: str | None = None
    serves: str | None = None
    review_day: int = 0
    state: ObjectiveState = "draft"
    key_results: tuple[KeyResult, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    activated_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def level(self) -> Level:
        """Say whether the company or one team holds it."""
        return "team" if self.team else "company"


class CheckIn(NamedTuple):
    """A key result's check-in: its value where no KPI feeds it, how confident, what progressed, what is blocked."""

    key_result: str
    at: datetime
    who: str
    confidence: int
    value: Decimal | None = None
    progressed: str = ""
    blocked: str = ""


# --- Progress, pace, forecast -----------------------------------------------------------------------------------------


def progress(key_result: KeyResult, current: Decimal | None) -> Fraction:
    """Say how far a key result has come from its baseline to its target, whichever way that goes, within 0 and 1."""
    line = key_result.line
    if line is None or current is None or line[0] == line[1]:
        return Fraction(0)
    start, end = map(Fraction, line)
    return _clamped((Fraction(current) - start) / (end - start))


def weighted(parts: Iterable[tuple[Decimal, Fraction]]) -> Fraction:
    """Give an objective's progress: the mean of its key results', by their weights."""
    kept = [(Fraction(weight), part) for weight, part in parts]
    total = sum((weight for weight, _ in kept), Fraction(0))
    return sum((weight * part for weight, part in kept), Fraction(0)) / total if total else Fraction(0)


def expected(start: date, due: date, today: date) -> Fraction:
    """Say how far it should have come by now, in whole days: nothing on the start day, all of it on the due date."""
    if today >= due:
        return Fraction(1)
    return _clamped(Fraction((today - start).days, (due - start).days)) if today > start else Fraction(0)


def pace(done: Fraction, start: date, due: date, today: date) -> Pace:
    """Hold progress against what was expected."""
    if done >= 1:
        return "done"
    if (today - start).days < EARLY_DAYS:
        return "too_early"
    ratio = done / expected(start, due, today)
    if ratio >= ON_PACE:
        return "on_pace"
    return "at_risk" if ratio >= AT_RISK else "off_pace"


def forecast(done: Fraction, start: date, due: date, today: date) -> Fraction | None:
    """Say where a straight line lands on the due date; None while it is too early to tell."""
    if done >= 1:
        return Fraction(1)
    if (today - start).days < EARLY_DAYS:
        return None
    return _clamped(done / expected(start, due, today))


def rounded(ratio: Fraction | None) -> float | None:
    """Round a ratio half-even to 4 places."""
    return None if ratio is None else float(round(ratio, 4))


def _clamped(ratio: Fraction) -> Fraction:
    """Keep a ratio within 0 and 1."""
    return min(max(ratio, Fraction(0)), Fraction(1))


# --- Cycles and scores ------------------------------------------------------------------------------------------------


def cycle_of(day: date, fiscal_start: int = 1) -> str:
    """Name the cycle that holds a day: its fiscal quarter."""
    return quarter_of(day, fiscal_start)


def parse_cycle(text: str) -> str:
    """Read a cycle as people write its id.

    Raises:
        InvalidError: when it is none, with what would be right.
    """
    wanted = text.strip().upper()
    if not _CYCLE.fullmatch(wanted):
        raise InvalidError(f"“{text[:40]}” is no cycle; write the fiscal quarter, as 2026-Q4.")
    return wanted


def next_cycle(cycle: str) -> str:
    """Name the cycle after one."""
    number = int(cycle[:4]) * 4 + int(cycle[6:])
    return f"{number // 4:04d}-Q{number % 4 + 1}"


def span(key_result: KeyResult, cycle: str, fiscal_start: int = 1) -> tuple[date, date]:
    """Give the days from and to which a key result is measured: its own, else its cycle's."""
    first, last = quarter_days(cycle, fiscal_start)
    return key_result.start or first, key_result.due or last


def suggested_score(done: Fraction) -> Decimal:
    """Suggest a score in tenths from progress; a person sets it."""
    return Decimal(int(round(done, 1) * 10)).scaleb(-1)


def read_score(text: str) -> Decimal:
    """Read a score: 0.0 to 1.0 in tenths.

    Raises:
        InvalidError: for anything else, with what would be right.
    """
    typed = text.strip().replace(",", ".")
    if not _SCORE.fullmatch(typed):
        raise InvalidError(f"“{text[:40]}” is no score; give one from 0.0 to 1.0, in tenths, as 0.7.")
    return Decimal(typed).quantize(_TENTH)


def is_learning(cycle: str, active_in: Iterable[str]) -> bool:
    """Say whether a cycle is among the first two in which a team had objectives: time to learn (seed 003)."""
    return cycle in sorted({*active_in, cycle})[:LEARNING_CYCLES]


def verdict(scores: Sequence[Decimal], *, learning: bool = False) -> Verdict:
    """Judge a cycle by its scores: 0.7 to 0.8 is healthy, 1.0 throughout was not ambitious enough (seed 003)."""
    if learning:
        return "learning"
    if scores and all(score == 1 for score in scores):
        return "unambitious"
    mean = sum(map(Fraction, scores), Fraction(0)) / len(scores) if scores else Fraction(0)
    if mean > HEALTHY[1]:
        return "high"
    return "healthy" if mean >= HEALTHY[0] else "short"


# --- The bridge from and to KPIs --------------------------------------------------------------------------------------


def raised(kpi: Kpi, value: Decimal | None, *, key_result: str, start: date, due: date) -> KeyResult:
    """Raise a KPI to a key result: from its current value to its healthy target, fed by it (seed 002)."""
    goal = kpi.goal.target
    if goal is None or value is None:
        what = (
            "is answered with yes or no; make it a milestone" if goal is None else "has no value yet; record one first"
        )
        raise RefusedError(f"{kpi.key} {what}.")
    target = min(goal, key=lambda end: abs(end - value)) if isinstance(goal, tuple) else goal
    made = KeyResult(
        id=key_result, title=kpi.name, baseline=value, target=target, unit=kpi.unit, start=start, due=due, kpi=kpi.key
    )
    if kpi.goal.verdict(value) == "on_track":
        raise RefusedError(f"{kpi.key} is on its target already ({value:f}); set a better target first, then raise it.")
    check_key_result(made, kpi)
    return made


# --- What is refused --------------------------------------------------------------------------------------------------


def check_key_result(key_result: KeyResult, kpi: Kpi | None = None) -> None:
    """Refuse a key result that cannot be measured along a line; what is still open in a draft is lint's to name.

    Raises:
        RefusedError: saying which of its parts is wrong, and what would be right.
    """
    name = f"“{key_result.title}”"
    line = key_result.line
    if line is not None and line[0] == line[1]:
        raise RefusedError(f"{name} starts where it should end ({line[0]:f}); give it another target.")
    if not key_result.weight.is_finite() or key_result.weight <= 0:
        raise RefusedError(f"The weight of {name} is {key_result.weight}; write one above 0.")
    start, due = key_result.start, key_result.due
    if start is not None and due is not None and due <= start:
        raise RefusedError(f"{name} is due on {due} and starts on {start}; it must be due after its start.")
    if kpi is None:
        return
    if key_result.kind == "milestone":
        raise RefusedError(
            f"{name} is a milestone, and {kpi.key} cannot feed it; make it a metric, or leave the KPI out."
        )
    if kpi.unit != key_result.unit:
        raise RefusedError(
            f"{name} is in {key_result.unit} and {kpi.key} in {kpi.unit}; only a KPI of its unit can feed it."
        )


def check_service(objective: Objective, others: Mapping[str, Objective]) -> None:
    """Refuse an objective that serves itself, by whatever way round, or one that is not the company's."""
    seen, at = [objective.id], objective.serves
    while at is not None:
        if at in seen:
            way = " → ".join([*seen, at])
            raise RefusedError(f"{objective.id} would serve itself ({way}); let it serve a company objective.")
        seen.append(at)
        at = others[at].serves if at in others else None
    if objective.serves is None:
        return
    if objective.team is None:
        raise RefusedError(f"{objective.id} is the company's; only a team objective serves another.")
    if objective.serves in others and others[objective.serves].team is not None:
        raise RefusedError(f"{objective.serves} is a team's objective; {objective.id} must serve a company objective.")


def check_check_in(objective: Objective, key_result: KeyResult, check_in: CheckIn) -> None:
    """Refuse a check-in on what is not under way, a value that a KPI gives, and a confidence off the scale."""
    if objective.state != "active":
        what = "closed" if objective.state == "closed" else "a draft; activate it first"
        raise RefusedError(f"{objective.id} is {what}: {key_result.id} takes no check-in.")
    if key_result.kpi is not None and check_in.value is not None:
        raise RefusedError(
            f"{key_result.id} is fed by {key_result.kpi}: record the value there, and leave it out here."
        )
    if not 0 <= check_in.confidence <= MOST_CONFIDENCE:
        raise RefusedError(f"The confidence {check_in.confidence} is off the scale; give 0 to {MOST_CONFIDENCE}.")
