"""The law of the rules: it makes no difference when, or how often, the program was run in between.

Small companies live random histories twice: once straight, and once with the program run and looked at in between. What
stands in the end has to be the same; and what stands, a replay of the stored events has to give again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadence_tui.domain.calendar import WEEKDAYS, shift, week_id
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.ladder import Escalation, Rung, step
from cadence_tui.services import company as office
from cadence_tui.services import decisions, kpis
from tests.companies import Company, plan, wall

if TYPE_CHECKING:
    from collections.abc import Callable

    from cadence_tui.domain.ladder import Event
    from cadence_tui.services.view import View

    Picture = dict[str, Any]

# Clocks change in each of these zones in the weeks that are lived through, or stand at an odd angle.
ZONES = ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
FOUNDED = "2026-10-13T09:00"
KEYS = ("nps", "calls", "cash", "arpu", "net")
INPUTS = ("nps", "calls", "cash")
HOUR = timedelta(hours=1)


class Deed(NamedTuple):
    """Something that somebody tries to do, so many hours after the deed before it."""

    after: float
    verb: str
    which: int
    back: int
    value: int
    stops: tuple[float, ...]

    def do(self, company: Company) -> None:
        """Do it, where the rules allow it."""
        with suppress(CadenceError):
            getattr(self, f"_{self.verb}")(company)

    @property
    def key(self) -> str:
        """Pick a KPI."""
        return KEYS[self.which % len(KEYS)]

    def period(self, company: Company, key: str) -> str:
        """Pick a period, at most so many before the current one."""
        days = company.view().calendar
        one = company.view().kpis[key]
        if one.cadence == "daily" and self.verb == "record":
            return shift(days.today(company.now).isoformat(), -self.back)
        return shift(days.current(one.cadence, company.now, one.lag_days), -(self.back % 3))

    def _record(self, company: Company) -> None:
        why = "because" if self.value % 3 else None
        key = INPUTS[self.which % len(INPUTS)]
        company.record(str(self.value), self.period(company, key), key=key, amend=why)

    def _batch(self, company: Company) -> None:
        days = company.view().calendar
        now = {key: days.current(company.view().kpis[key].cadence, company.now, 5) for key in INPUTS}
        now["calls"] = days.today(company.now).isoformat()
        cells = [(key, period, str(self.value + n)) for n, (key, period) in enumerate(now.items())]
        earlier = [(key, shift(now[key], -1 - self.back % 2), str(self.value)) for key in INPUTS[: self.which % 3]]
        company.batch(*cells, *earlier, why="import")

    def _close(self, company: Company) -> None:
        company.close()

    def _pause(self, company: Company) -> None:
        company.pause(shift(company.view().week, self.which % 5 - 3))

    def _pause_one(self, company: Company) -> None:
        company.pause(self.period(company, self.key), key=self.key)

    def _unpause(self, company: Company) -> None:
        found = sorted(company.view().calendar.paused)
        company.unpause(found[-1 - self.which % min(len(found), 2)] if found else company.view().week)

    def _move(self, company: Company) -> None:
        days = company.view().calendar
        which = shift(company.view().week, self.which % 2)
        at = days.deadline(which) + (self.value - 10) * 7 * HOUR
        company.move(which, at.isoformat())

    def _decide(self, company: Company) -> None:
        found = company.view().escalations()
        if found:
            kind = ("fix", "other", None, "accept", "retarget", "retire")[self.back % 6]
            actions = ["act"] * (self.value % 3)
            company.decide(found[self.which % len(found)].id, kind=kind, actions=actions, target=str(self.value))

    def _supersede(self, company: Company) -> None:
        found = company.repository.decisions()
        if found:
            company.decide(supersedes=found[self.which % len(found)].id, actions=["act"] * (self.back % 2))

    def _act(self, company: Company) -> None:
        found = company.repository.actions()
        if found:
            deeds: tuple[Callable[..., object], ...] = (
                decisions.finish,
                decisions.verify,
                lambda desk, one: decisions.drop(desk, one, "why"),
            )
            deeds[self.value % 3](company.desk, found[self.which % len(found)].id)

    def _edit(self, company: Company) -> None:
        fields = (
            {"owner": ("Olga", "Bo", "Lea")[self.value % 3]},
            {"target": self.goal},
            {"cadence": ("weekly", "monthly", "daily")[self.value % 3]},
        )[self.which % 3]
        company.edit(self.key, **fields)

    def _aim(self, company: Company) -> None:
        company.edit(self.key, period=self.period(company, self.key), why="why", target=self.goal)

    def _rhythm(self, company: Company) -> None:
        fields = (
            {"close_day": WEEKDAYS[self.which % 7]} if self.back % 2 else {"timezone": ZONES[self.which % len(ZONES)]}
        )
        office.edit(company.desk, fields)

    @property
    def goal(self) -> str:
        """Pick a target, a range where the KPI has one."""
        return f"{self.value}..{self.value + 3}" if self.key == "cash" else str(self.value)

    def _retire(self, company: Company) -> None:
        kpis.retire(company.desk, self.key, "why")


VERBS = [
    *["batch"] * 8,
    *["record", "decide", "act"] * 4,
    *["close", "pause", "pause_one", "unpause", "move", "supersede", "edit", "aim", "retire", "rhythm"],
]

rungs = st.builds(
    Rung,
    st.just("Rung"),
    st.sampled_from(["owner", "founder", "Bo"]),
    st.sampled_from(["action", "decision"]),
    st.sampled_from([None, 1, 24, 48, 168, 169, 300]),
)
deeds = st.builds(
    Deed,
    st.sampled_from([0, 1, 5, 24, 24, 72, 100, 160, 168, 300]),
    st.sampled_from(VERBS),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from([*range(21), *[12] * 20]),
    st.lists(st.floats(0, 1), max_size=2).map(lambda parts: tuple(sorted(parts))),
)
companies = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(ZONES),
        "close": st.builds("{} {}".format, st.sampled_from(WEEKDAYS), st.sampled_from(["00:00", "02:30", "18:00"])),
        "ladder": st.one_of(st.none(), st.lists(rungs, min_size=1, max_size=5).map(tuple)),
        "stage": st.sampled_from(["traction", "solo"]),
    }
)


def found(facts: dict[str, Any]) -> Company:
    """Found a company with a KPI of each kind."""
    return Company(
        plan("nps", "at_least 10 5"),
        plan("calls", "at_most 14 16", cadence="daily", aggregate="mean"),
        plan("cash", "between 5..15 2..18", cadence="monthly", lag=5),
        plan("arpu", "at_least 10", formula="nps * 2 - 4"),
        plan("net", "at_most 30", cadence="daily", formula="calls * 2"),
        at=FOUNDED,
        **facts,
    )


def live(facts: dict[str, Any], history: list[Deed], look: Callable[[Company], None] | None) -> Company:
    """Live a history; where there is somebody to look, they do so in between, at moments of each deed's own."""
    company = found(facts)
    now = company.now
    for deed in history:
        for stop in deed.stops if look else ():
            company.at(now + timedelta(seconds=int(deed.after * 3600 * stop)))
            look(company)  # type: ignore[misc]
        now += deed.after * HOUR
        deed.do(company.at(now))
    return company.at(now + 100 * HOUR)


def look_in(company: Company) -> None:
    """Read what stands, store it, and read it again: the first look has to have seen what the second does."""
    before = picture(company.view())
    company.desk.catch_up()
    assert picture(company.view()) == before


def picture(view: View) -> Picture:
    """Gather what stands, as whoever reads it sees it."""
    return {
        "judgements": {key: view.judgements(key) for key in view.kpis},
        "escalations": [(e, view.asked(e), view.due_at(e)) for e in view.escalations(ended=True)],
        "of_kpis": {key: view.escalations_of(key) for key in view.kpis},
        "decisions": view.repository.decisions(),
        "actions": view.repository.actions(closed=True),
        "history": [
            (e.seq, e.at, e.who, e.verb, e.subject, e.touches, e.before, e.after, e.why) for e in view.entries()
        ],
        "week": view.week,
    }


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(facts=companies, history=st.lists(deeds, min_size=10, max_size=40))
def test_it_makes_no_difference_when_the_program_was_run(facts: dict[str, Any], history: list[Deed]) -> None:
    """Run and looked at in between or not: the same judgements, escalations, ids and history, word for word."""
    straight, stopping = live(facts, history, None), live(facts, history, look_in)
    assert picture(straight.view()) == picture(stopping.view())
    look_in(straight)
    replay(straight)
    sound(straight)


def replay(company: Company) -> None:
    """Run every escalation's stored events again, and compare with the state that is stored."""
    for stored in company.repository.escalations(ended=True):
        events = company.repository.events_of(stored.id)
        start = Escalation(id=stored.id, kpi=stored.kpi, rungs=stored.rungs, opened_at=stored.opened_at)
        again = reduce(step, (event for event, _, _ in events), start)
        asked = None if again.state == "open" else events[-1][2]
        assert again._replace(asked=asked) == stored
        in_order([event for event, _, _ in events])


def in_order(events: list[Event]) -> None:
    """An escalation's events follow each other in time, and the first is the miss that opened it."""
    assert events[0].kind == "miss"
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert "end" not in [event.kind for event in events[:-1]]


def sound(company: Company) -> None:
    """What no run of events may lead to."""
    view = company.view()
    stamps = [entry.at for entry in view.entries()]
    assert stamps == sorted(stamps)
    ids = [int(e.id[2:]) for e in view.escalations(ended=True)]
    assert sorted(ids) == list(range(1, len(ids) + 1))
    for key in view.kpis:
        periods = [judgement.period for judgement in view.judgements(key)]
        assert len(periods) == len(set(periods))
        of = view.escalations_of(key)
        assert all(e.state != "open" for e in of[:-1])
    for escalation in view.escalations():
        due = view.due_at(escalation)
        assert due is None or due > company.now or escalation.overdue_since is not None


@settings(max_examples=15)
@given(facts=companies, days=st.integers(0, 90))
def test_a_long_absence_is_caught_up_as_if_nobody_had_been_away(facts: dict[str, Any], days: int) -> None:
    """Every deadline in between is judged once, in order, and stamped with its own moment."""
    company = found(facts)
    company.at(company.now + timedelta(days=days)).desk.catch_up()
    calendar = company.view().calendar
    judged = [entry for entry in company.view().entries() if entry.verb == "judged"]
    weeks = [entry.subject for entry in judged]
    assert weeks == list(calendar.weeks(weeks[0], weeks[-1])) if weeks else days < 8
    assert all(entry.at == calendar.deadline(entry.subject) for entry in judged)
    assert week_id(wall(FOUNDED).date()) in {shift(week, n) for week in weeks or ["2026-W42"] for n in (0, 1)}
    assert company.now.astimezone(UTC) > datetime(2026, 1, 1, tzinfo=UTC)
