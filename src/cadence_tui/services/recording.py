"""Recording values: one typed, or a whole import as one act (governance rules, sections 2 and 3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from cadence_tui.domain import entry as entries
from cadence_tui.domain.calendar import first_day, grain, parse_period
from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.judgement import Judgement
from cadence_tui.domain.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Protocol, TypeVar

    from cadence_tui.domain.kpi import Kpi, Status
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View

    T = TypeVar("T")

    class Each(Protocol):
        """Goes through something, and is told of every one."""

        def __call__(self, items: Iterable[T], /) -> Iterator[T]:
            """Go through them."""


_MANY = 40

Effect = Literal["new", "changed", "same", "late", "amendment"]

GRAINS = {"daily": "a day, as 2026-11-21", "weekly": "a week, as 2026-W47", "monthly": "a month, as 2026-11"}


class Cell(NamedTuple):
    """A value to be recorded: for a day, week or month of a KPI, with a note and, where one is needed, the reason."""

    kpi: Kpi
    period: str
    value: Decimal
    note: str = ""
    why: str | None = None


class Placed(NamedTuple):
    """What recording a cell did, and the value before."""

    cell: Cell
    effect: Effect
    before: Decimal | None

    @property
    def needs_why(self) -> bool:
        """Say whether it could not be done without a reason."""
        return self.effect == "amendment" or (self.effect == "late" and self.before is not None)


class Recorded(NamedTuple):
    """What recording a cell did: the value before, what it was, and what the period is (or would be) judged as."""

    cell: Cell
    effect: Effect
    before: Decimal | None
    judged: Status
    value: Decimal | None
    judgement: Judgement | None


class Outcome(NamedTuple):
    """What an act of recording did, cell by cell, and the escalations it moved."""

    recorded: tuple[Recorded, ...]
    moved: tuple[Escalation, ...]


def record(
    desk: Desk,
    key: str,
    text: str,
    *,
    period: str | None = None,
    note: str = "",
    amend: str | None = None,
    origin: str = "typed",
) -> Outcome:
    """Record one value as a person writes it.

    Raises:
        NotFoundError: for an unknown KPI.
        InvalidError: for a value or period that cannot be read.
        RefusedError: for a derived KPI, a period that has not begun or comes after retirement, and for a value that
            differs from a judged one without a reason.
    """
    with desk.change("recorded", "") as change:
        kpi = change.repository.kpi(key)
        where = _period(change, kpi, period)
        value = read_value(change, kpi, where, text)
        cell = Cell(kpi, where, value, clean_text(note, "note"), clean_line(amend, "reason") if amend else None)
        outcome = record_cells(change, [cell], origin)
        done = outcome.recorded[0]
        change.name(kpi.key, why=cell.why)
        change.entry.before = {where: _written(done.before, kpi)}
        change.entry.after = {where: _written(value, kpi)}
        return outcome


def _written(value: Decimal | None, kpi: Kpi) -> str | None:
    """Write a value for the history."""
    if value is None or kpi.goal.direction != "yes_no":
        return None if value is None else f"{value:f}"
    return "yes" if value else "no"


def read_value(within: Change | View, kpi: Kpi, period: str, text: str, *, number_format: str | None = None) -> Decimal:
    """Read a value as people write it, going by the values before it where it asks for that.

    The company's number format holds unless another is named.
    """
    relative = "=" in text
    newest = current = None
    if relative:
        current = within.repository.reading(kpi.key, period)
        newest = next((v for _, v in within.repository.newest_readings(kpi.key, grain(period), period)), None)
    return entries.parse_value(
        text,
        unit=kpi.unit,
        direction=kpi.goal.direction,
        number_format=number_format or within.company.number_format,
        newest=newest,
        current=current,
    )


def _period(change: Change, kpi: Kpi, text: str | None) -> str:
    """Read the period a value is for; without one it is today, or what closes next."""
    if text is not None:
        return parse_period(change.course.calendar.with_year(text, change.now))
    if kpi.cadence == "daily":
        return change.course.calendar.today(change.now).isoformat()
    return change.course.calendar.current(kpi.cadence, change.now, kpi.lag_days)


def record_cells(change: Change, cells: Sequence[Cell], origin: str) -> Outcome:
    """Record cells as one act: what is judged already is looked at once, after the last of them."""
    standing = Standing(change, cells)
    placed, moved = place_cells(change, cells, origin, standing)
    return Outcome(tuple(standing.recorded(*one) for one in placed), moved)


def place_cells(
    change: Change, cells: Sequence[Cell], origin: str, standing: Standing, each: Each = iter
) -> tuple[list[Placed], tuple[Escalation, ...]]:
    """Record cells as `record_cells` does, and give what that did in few words: there may be a hundred thousand.

    `standing` is what stands in their places; `each` is told of every cell as it is written.
    """
    effects = [Placed(cell, *standing.effect(cell)) for cell in cells]
    change.repository.add_readings(
        (cell.kpi.key, cell.period, cell.value, cell.note, origin, change.who, change.now)
        for cell, effect, before in each(effects)
        if effect != "same" or (cell.note and standing.note(cell) != cell.note)
    )
    reasons = dict[tuple[str, str], str]()
    for cell, effect, _ in effects:
        if effect != "same":
            where = (cell.kpi.key, standing.judged_period(cell))
            reasons[where] = cell.why or cell.note or reasons.get(where, "")
    look_again(change, reasons, standing.judged)
    moved = {move.after.id: move.after for move in change.course.moments[-1].moves}
    return effects, tuple(moved.values())


class Standing:
    """What stands where cells are to be recorded, looked up once for each."""

    def __init__(self, within: Change | View, cells: Sequence[Cell]) -> None:
        """Look at many cells of a KPI in one go, and at a few one by one."""
        self.within = within
        self._weeks = dict[str, str]()
        self.judged = dict[tuple[str, str], Judgement | None]()
        self._readings = dict[tuple[str, str], tuple[Decimal | None, str]]()
        self._begins = dict[tuple[str, int], datetime]()
        self._effects = dict[tuple[str, str], tuple[Effect, Decimal | None]]()
        counts = dict[str, int]()
        for cell in cells:
            counts[cell.kpi.key] = counts.get(cell.kpi.key, 0) + 1
        self._whole = {key for key, count in counts.items() if count > _MANY}
        for key in self._whole:
            self._readings |= {
                (key, period): standing for period, standing in within.repository.standing_readings(key).items()
            }
            self.judged |= {(key, j.period): j for j in within.repository.judgements(key)}

    def judged_period(self, cell: Cell) -> str:
        """Name the period that a cell is judged in: a day's week."""
        if cell.kpi.cadence != "daily":
            return cell.period
        if cell.period not in self._weeks:
            self._weeks[cell.period] = self.within.course.calendar.week_of_day(first_day(cell.period))
        return self._weeks[cell.period]

    def reading(self, cell: Cell) -> tuple[Decimal | None, str]:
        """Give the value and the note that stand in a cell's place."""
        where = (cell.kpi.key, cell.period)
        if where not in self._readings:
            row = None if cell.kpi.key in self._whole else self.within.repository.reading_row(*where)
            self._readings[where] = (row["value"], row["note"] or "") if row else (None, "")
        return self._readings[where]

    def note(self, cell: Cell) -> str:
        """Give the note that stands in a cell's place."""
        return self.reading(cell)[1]

    def judgement(self, cell: Cell) -> Judgement | None:
        """Find how a cell's period is judged."""
        where = (cell.kpi.key, self.judged_period(cell))
        if where not in self.judged:
            known = cell.kpi.key in self._whole
            self.judged[where] = None if known else self.within.course.judgement(*where)
        return self.judged[where]

    def begins(self, kpi: Kpi, period: str) -> datetime:
        """Find when a period begins."""
        where = (period, kpi.lag_days)
        if where not in self._begins:
            self._begins[where] = self.within.course.calendar.begins(period, kpi.lag_days)
        return self._begins[where]

    def effect(self, cell: Cell) -> tuple[Effect, Decimal | None]:
        """Say what recording a cell would do; refuse what the rules refuse.

        Raises:
            RefusedError: naming the rule.
        """
        where = (cell.kpi.key, cell.period)
        if where not in self._effects:
            self._effects[where] = self._effect(cell)
        return self._effects[where]

    def _effect(self, cell: Cell) -> tuple[Effect, Decimal | None]:
        """Work out what recording a cell would do."""
        kpi, period = cell.kpi, cell.period
        if kpi.formula:
            raise RefusedError(f"{kpi.key} is worked out from {kpi.formula}; record its inputs instead.")
        if grain(period) != kpi.cadence:
            raise RefusedError(f"{kpi.key} is {kpi.cadence}: give {GRAINS[kpi.cadence]}, not {period}.")
        begins = self.begins(kpi, period)
        if begins > self.within.now:
            raise RefusedError(f"{period} has not begun; {kpi.key} can be recorded for it once it has.")
        if kpi.retired_at is not None and begins > kpi.retired_at:
            raise RefusedError(f"{kpi.key} was retired before {period}; record it for an earlier period.")
        before = self.reading(cell)[0]
        if before == cell.value:
            return "same", before
        judgement = self.judgement(cell)
        if judgement is None or judgement.status == "paused":
            return ("new" if before is None else "changed"), before
        late = judgement.status == "late"
        if not cell.why and not (late and before is None):
            had = "has a value already" if late else f"is judged {judgement.status.replace('_', ' ')}"
            raise RefusedError(
                f"{kpi.key} {had} for {period}; say why it changes (--amend WHY; in an import its note, or --why)."
            )
        return ("late" if late else "amendment"), before

    def recorded(self, cell: Cell, effect: Effect, before: Decimal | None) -> Recorded:
        """Say what recording a cell did."""
        course, period = self.within.course, self.judged_period(cell)
        judgement = course.judgement_now(cell.kpi.key, period) or self.judgement(cell)
        value = self.within.values.of(cell.kpi.key, period) if len(self._readings) <= _MANY else cell.value
        stands = cell.value if value is None else value
        judged = judgement.status if judgement else course.goal(cell.kpi, period).verdict(stands)
        return Recorded(cell, effect, before, judged, value, judgement)


def look_again(
    change: Change,
    reasons: Mapping[tuple[str, str], str],
    known: Mapping[tuple[str, str], Judgement | None] = MappingProxyType({}),
) -> None:
    """Work out what follows from new values, by KPI and period: derived KPIs, amendments, then late submissions.

    `known` are judgements that were looked up already. What comes late may end an escalation only as all of it stands,
    amendments in the same act included.
    """
    reasons = dict(reasons) | _derive(change, reasons)
    course, values, late = change.course, change.values, dict[str, dict[str, Decimal]]()
    for key, period in sorted(reasons):
        where = (key, period)
        judgement = known[where] if where in known else course.judgement(key, period)
        if judgement is None or judgement.status == "paused":
            continue
        kpi, value = course.kpis[key], values.of(key, period)
        if value is None or (kpi.formula and value in (judgement.value, judgement.late_value)):
            continue
        if judgement.status == "late":
            late.setdefault(key, {})[period] = value
        else:
            course.amend(kpi, period, value, change.now, reasons[key, period])
    for key, given in late.items():
        course.submit_late(course.kpis[key], given, change.now)


def _derive(change: Change, reasons: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Work the derived KPIs out again where an input changed; returns those that changed, with the input's reason."""
    if not any(kpi.formula for kpi in change.course.kpis.values()):
        return {}
    from cadence_tui.domain.formula import evaluation_order, parse

    formulas = {key: parse(kpi.formula) for key, kpi in change.course.kpis.items() if kpi.formula}
    changed, out = dict(reasons), dict[tuple[str, str], str]()
    values = change.values
    for key in evaluation_order(formulas):
        formula = formulas[key]
        periods = sorted({p for name, p in changed if name in formula.inputs and _lives(change, key, p)})
        for period in periods:
            value = formula.evaluate({name: values.of(name, period) for name in formula.inputs})
            if value != change.repository.reading(key, period):
                change.repository.add_readings([(key, period, value, "", "derived", None, change.now)])
                why = next(changed[name, period] for name in formula.inputs if (name, period) in changed)
                changed[key, period] = out[key, period] = why
    return out


def _lives(change: Change, key: str, period: str) -> bool:
    """Say whether a KPI has values in a period: one that begins after its retirement has none."""
    kpi = change.course.kpis[key]
    return kpi.retired_at is None or change.course.calendar.begins(period, kpi.lag_days) <= kpi.retired_at


def derive_again(change: Change, key: str) -> None:
    """Work a KPI out again where its definition changed, and then all that is worked out from it."""
    from cadence_tui.domain.formula import evaluation_order, parse

    formulas = {name: parse(kpi.formula) for name, kpi in change.course.kpis.items() if kpi.formula}
    changed = {key}
    for name in evaluation_order(formulas):
        if name in changed or changed.intersection(formulas[name].inputs):
            changed.add(name)
            derive_all(change, name)


def derive_all(change: Change, key: str) -> None:
    """Work a derived KPI out for every period that its inputs have values in and that is not judged yet.

    What was typed for a period whose deadline is still to come, before the KPI was derived, counts no longer.
    """
    from cadence_tui.domain.formula import parse

    kpi = change.course.kpis[key]
    if kpi.formula is None:
        return
    formula, values, calendar = parse(kpi.formula), change.values, change.course.calendar
    typed = change.repository.readings(key, kpi.grain)
    periods = {period for period in typed if calendar.deadline(period, kpi.lag_days) > change.now}
    for name in formula.inputs:
        periods |= set(values.all(change.course.kpis[name]))
    found = list[tuple[str, str, Decimal | None, str, str, str | None, datetime]]()
    for period in sorted(periods):
        if change.course.judgement(key, period) is None and _lives(change, key, period):
            value = formula.evaluate({name: values.of(name, period) for name in formula.inputs})
            if value != change.repository.reading(key, period):
                found.append((key, period, value, "", "derived", None, change.now))
    change.repository.add_readings(found)
