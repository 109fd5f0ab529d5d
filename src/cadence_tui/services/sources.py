"""Sources: where KPIs' values come from, fetched when somebody asks for it and recorded with that as their origin.

Nothing is ever fetched unasked, and nothing that was set on another machine is run or read before the user of this one
has looked at it and allowed it: a company's file, an export or a history may come from anyone.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.calendar import grain
from cadence_tui.domain.entry import DEFAULT_FORMAT, ten_times_off
from cadence_tui.domain.errors import CadenceError, NotFoundError, RefusedError
from cadence_tui.domain.source import Source, as_text, read_source
from cadence_tui.services.recording import Cell, Outcome, Standing, read_value, record_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.edges.fetching import Came
    from cadence_tui.services.desk import Change, Desk
    from cadence_tui.services.view import View

ORIGIN = "fetched"
# How many sources are asked at once, and how often it is looked whether what they give is still wanted.
_AT_ONCE, _LOOK_S = 8, 0.1


class Outside(NamedTuple):
    """What is handed over for looking outside: a query of a SQLite file, and what this machine's user allowed."""

    query: Callable[[str, str], object]
    is_allowed: Callable[[Source], bool]
    allow: Callable[[Source], None]


class Wanted(NamedTuple):
    """A value to be fetched: for which KPI and period, from where, and what stands there now."""

    kpi: Kpi
    period: str
    source: Source
    before: Decimal | None


class Fetched(NamedTuple):
    """What came for it, or why nothing did."""

    wanted: Wanted
    came: Came | None = None
    problem: str = ""


class Read(NamedTuple):
    """What came, understood: the value beside the one before, what recording it would do, or what is wrong."""

    wanted: Wanted
    value: Decimal | None = None
    effect: str = ""
    problem: str = ""
    is_odd: bool = False


# --- Where values come from -------------------------------------------------------------------------------------------


def set_source(
    desk: Desk, key: str, kind: str, place: str, pick: str = "", *, outside: Outside | None = None
) -> Source:
    """Say where a KPI's value comes from; who sets it on this machine allows it there.

    Raises:
        NotFoundError: for an unknown KPI.
        InvalidError: naming the part that is wrong.
        RefusedError: for a KPI that is worked out, or retired.
    """
    source = read_source(kind, place, pick)
    with desk.change("set source") as change:
        kpi = change.repository.kpi(key)
        if kpi.formula:
            raise RefusedError(f"{kpi.key} is worked out from {kpi.formula}; give its inputs a source.")
        if kpi.retired_at is not None:
            raise RefusedError(f"{kpi.key} is retired; nothing is fetched for it any more.")
        _put(change, kpi, source)
    if outside is not None:
        outside.allow(source)
    return source


def clear_source(desk: Desk, key: str) -> None:
    """Have a KPI's value typed again."""
    with desk.change("set source") as change:
        _put(change, change.repository.kpi(key), None)


def _put(change: Change, kpi: Kpi, source: Source | None) -> None:
    """Write a source, and both in the history."""
    before = change.repository.sources().get(kpi.key)
    change.repository.put_source(kpi.key, source)
    change.name(kpi.key)
    change.entry.before = {"source": before.words() if before else "typed"}
    change.entry.after = {"source": source.words() if source else "typed"}


def source_of(view: View, key: str) -> Source | None:
    """Give a KPI's source, where it has one."""
    return view.repository.sources().get(key)


# --- Fetching ---------------------------------------------------------------------------------------------------------


def wanted(view: View, keys: Sequence[str] = ()) -> list[Wanted]:
    """List what is to be fetched: of the KPIs named, else of all that a value can be recorded for now.

    Raises:
        NotFoundError: for a KPI that there is not, or that has no source.
    """
    sources = view.repository.sources()
    if keys:
        kpis = [view.repository.kpi(key) for key in keys]
        for kpi in kpis:
            if kpi.key not in sources:
                raise NotFoundError(
                    f"{kpi.key} has no source; “cadence kpi source {kpi.key} --help” says how to set one."
                )
        return [_wanted(view, kpi, sources[kpi.key]) for kpi in dict.fromkeys(kpis)]
    live = (kpi for key, kpi in view.kpis.items() if key in sources and kpi.retired_at is None and not kpi.formula)
    return [one for kpi in live if not _is_settled(view, one := _wanted(view, kpi, sources[kpi.key]))]


def _wanted(view: View, kpi: Kpi, source: Source) -> Wanted:
    """Say for which period a KPI's value is fetched: today for a daily one, else what closes next."""
    if kpi.cadence == "daily":
        period = view.today.isoformat()
    else:
        period = view.calendar.current(kpi.cadence, view.now, kpi.lag_days)
    return Wanted(kpi, period, source, view.repository.reading(kpi.key, period))


def _is_settled(view: View, one: Wanted) -> bool:
    """Say whether a period is judged or paused already, so that nothing is asked for."""
    period = one.period if grain(one.period) != "daily" else view.calendar.week_of_day(view.today)
    return view.judgement(one.kpi.key, period) is not None or view.book.is_paused(one.kpi, period)


def fetch(
    found: Sequence[Wanted],
    outside: Outside,
    is_wanted: Callable[[], bool] = lambda: True,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Fetched]:
    """Fetch values side by side; what fails says why, and the others come all the same. It touches no company's file.

    Once they are no longer wanted, those on their way are let go, and nobody waits for them. Who has it `tell` is told
    how many have come.
    """
    from queue import Empty, SimpleQueue
    from threading import Semaphore, Thread

    from cadence_tui.edges.fetching import LEFT

    came: SimpleQueue[tuple[int, Fetched | Exception]] = SimpleQueue()
    at_once = Semaphore(_AT_ONCE)

    def ask(number: int, one: Wanted) -> None:
        with at_once:
            try:
                came.put((number, _fetched(one, outside, is_wanted)))
            except Exception as error:  # noqa: BLE001 (raised again where it was asked for)
                came.put((number, error))

    for number, one in enumerate(found):
        Thread(target=ask, args=(number, one), daemon=True).start()
    answers = dict[int, Fetched]()
    while len(answers) < len(found) and is_wanted():
        with suppress(Empty):
            number, answer = came.get(timeout=_LOOK_S)
            if isinstance(answer, Exception):
                raise answer
            answers[number] = answer
            tell(len(answers))
    return [answers.get(number, Fetched(one, problem=LEFT)) for number, one in enumerate(found)]


def _fetched(one: Wanted, outside: Outside, is_wanted: Callable[[], bool]) -> Fetched:
    """Fetch a value, or say why it did not come."""
    try:
        return Fetched(one, _ask(one, outside, is_wanted))
    except CadenceError as error:
        return Fetched(one, problem=str(error))


def _ask(one: Wanted, outside: Outside, is_wanted: Callable[[], bool]) -> Came:
    """Ask a source, where the user of this machine has allowed it."""
    if not outside.is_allowed(one.source):
        raise RefusedError(
            f"Its source was set on another machine: {one.source.words()}. "
            f"If you trust it, save it again on the KPI’s page, or say “cadence kpi source {one.kpi.key} --allow”."
        )
    from cadence_tui.edges import fetching

    if one.source.kind == "sqlite":
        return fetching.Came(as_text(outside.query(one.source.place, one.source.pick)))
    return fetching.fetch(one.source, is_wanted=is_wanted)


# --- Recording --------------------------------------------------------------------------------------------------------


def read(desk: Desk, found: Sequence[Fetched]) -> list[Read]:
    """Say what came beside what was there, and what recording it would do; nothing is written."""
    twin = desk.repository.twin()
    try:
        from cadence_tui.services.desk import Desk

        with Desk(twin, desk.clock, desk.asked_for).change("pulled") as change:
            return [_read(change, one) for one in found]
    finally:
        twin.database.close()


def _read(change: Change, one: Fetched) -> Read:
    """Understand what came for one KPI."""
    wanted = one.wanted
    if one.came is None:
        return Read(wanted, problem=one.problem)
    try:
        value = read_value(
            change,
            wanted.kpi,
            wanted.period,
            one.came.text,
            number_format=DEFAULT_FORMAT if one.came.exact else None,
        )
        effect, _ = Standing(change, []).effect(Cell(wanted.kpi, wanted.period, value))
    except CadenceError as error:
        return Read(wanted, problem=str(error))
    before = next((known for _, known in change.values.before(wanted.kpi, _judged_in(change, wanted), 1)), None)
    is_number = wanted.kpi.goal.direction != "yes_no" and wanted.kpi.cadence != "daily"
    return Read(wanted, value, effect, is_odd=is_number and before is not None and ten_times_off(value, before))


def _judged_in(change: Change, one: Wanted) -> str:
    """Name the week or month that a period is judged in."""
    if one.kpi.cadence != "daily":
        return one.period
    from cadence_tui.domain.calendar import first_day

    return change.course.calendar.week_of_day(first_day(one.period))


def record(desk: Desk, found: Sequence[Read]) -> Outcome:
    """Record what came as one act; what could not be understood stays to be typed."""
    cells = [Cell(one.wanted.kpi, one.wanted.period, one.value) for one in found if one.value is not None]
    with desk.change("pulled") as change:
        outcome = record_cells(change, cells, ORIGIN)
        told = [one for one in outcome.recorded if one.effect != "same"]
        change.name(", ".join(one.cell.kpi.key for one in told), touches=[one.cell.kpi.key for one in told])
        change.entry.before = {one.cell.kpi.key: _text(one.before) for one in told}
        change.entry.after = {one.cell.kpi.key: _text(one.cell.value) for one in told}
    return outcome


def _text(value: Decimal | None) -> str | None:
    """Write a value for the history."""
    return None if value is None else f"{value:f}"
