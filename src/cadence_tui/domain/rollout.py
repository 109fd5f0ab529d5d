"""The rollout: one thing at a time over months, each phase left through its gate (governance rules, section 7).

Everything in week one makes paperwork and no habit (seed 003). Here are the months, the schedule and the gates, worked
out from plain facts; who moves the phase, and when, is theirs to decide.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.playbook import Phase, Playbook, Range, StageRules

PhaseState = Literal["done", "current", "ahead"]

_YEAR = 12
_WITHOUT_TEAMS = (1, 3, 5)


class GateItem(NamedTuple):
    """One thing that a gate asks for: what, whether it is met, what there is and what is needed."""

    what: str
    met: bool
    have: str
    need: str


class Stop(NamedTuple):
    """A phase on the road, with its gate."""

    phase: Phase
    state: PhaseState
    gate: tuple[GateItem, ...]


class Road(NamedTuple):
    """Where the rollout is, against where its schedule would have it; `weeks_behind` is negative when it is ahead."""

    phase: int
    month: int
    scheduled_phase: int
    weeks_behind: int
    stops: tuple[Stop, ...]

    @property
    def here(self) -> Stop:
        """Give the current phase."""
        return next(stop for stop in self.stops if stop.state == "current")

    @property
    def next(self) -> Stop | None:
        """Give the phase that the current gate opens."""
        return next((stop for stop in self.stops if stop.state == "ahead"), None)

    @property
    def missing(self) -> tuple[GateItem, ...]:
        """List what the current gate still asks for."""
        return tuple(item for item in self.here.gate if not item.met)


class TeamFacts(NamedTuple):
    """What the gates ask about a team: how many KPIs, who of their owners is no member, how many objectives."""

    kpis: int
    outsiders: tuple[str, ...] = ()
    objectives: int = 0


class ObjectiveFacts(NamedTuple):
    """What the gate of phase 3 asks about a company objective that was activated."""

    title: str
    key_results: int
    errors: int
    is_linked: bool


class Facts(NamedTuple):
    """What the gates are worked out from.

    `weeks` are the judged weeks, newest first: how many judgements were on time, of how many. `unowned` and
    `untargeted` are company KPIs that lack the one or the other.
    """

    company_kpis: int
    teams: Mapping[str, TeamFacts]
    unowned: tuple[str, ...] = ()
    untargeted: tuple[str, ...] = ()
    weeks: Sequence[tuple[int, int]] = ()
    objectives: tuple[ObjectiveFacts, ...] = ()
    check_ins: int = 0
    retrospectives: int = 0


# --- The schedule -----------------------------------------------------------------------------------------------------


def month_of(start: date, today: date) -> int:
    """Count the months since the start, the first one being 1; before the start it is 0."""
    if today < start:
        return 0
    whole = (today.year - start.year) * _YEAR + today.month - start.month
    return whole + 1 if first_of_month(start, whole + 1) <= today else whole


def first_of_month(start: date, month: int) -> date:
    """Give the first day of a month of the rollout; a start on the 31st falls on the last day of a shorter month."""
    months = start.year * _YEAR + start.month - 1 + month - 1
    year, number = divmod(months, _YEAR)
    last = date(year + (number + 1) // _YEAR, (number + 1) % _YEAR + 1, 1) - timedelta(days=1)
    return start.replace(year=year, month=number + 1, day=min(start.day, last.day))


def path(playbook: Playbook, *, has_teams: bool, at: int) -> list[Phase]:
    """List the phases that a company passes: without teams there are no team KPIs and no team objectives."""
    return [phase for phase in playbook.phases if has_teams or phase.number in _WITHOUT_TEAMS or phase.number == at]


def road(playbook: Playbook, rules: StageRules, facts: Facts, *, phase: int, start: date, today: date) -> Road:
    """Work out where the rollout is."""
    phases = path(playbook, has_teams=bool(facts.teams), at=phase)
    month = month_of(start, today)
    scheduled = max((one for one in phases if one.months.low <= max(month, 1)), key=lambda one: one.number)
    stops = tuple(Stop(one, _state(one.number, phase), gate(playbook, rules, one, facts)) for one in phases)
    return Road(phase, month, scheduled.number, _weeks_behind(phases, phase, start, today), stops)


def _state(number: int, current: int) -> PhaseState:
    """Say where a phase lies."""
    if number == current:
        return "current"
    return "done" if number < current else "ahead"


def _weeks_behind(phases: Sequence[Phase], current: int, start: date, today: date) -> int:
    """Count the whole weeks since the next phase should have begun, or, ahead, until this one should."""
    later = next((one for one in phases if one.number > current), None)
    if later is not None and (due := first_of_month(start, later.months.low)) <= today:
        return (today - due).days // 7
    begins = first_of_month(start, next(one for one in phases if one.number == current).months.low)
    return -((begins - today).days // 7) if begins > today and current > 1 else 0


# --- The gates --------------------------------------------------------------------------------------------------------


def gate(playbook: Playbook, rules: StageRules, phase: Phase, facts: Facts) -> tuple[GateItem, ...]:
    """Work out what leaves a phase, item by item; the last has no gate."""
    if phase.number == 1:
        return (*_company_kpis(rules, facts), _on_time(playbook, phase, facts))
    if phase.number == 2:  # noqa: PLR2004 (the phases are numbered in the rules)
        return (*_team_kpis(playbook, facts), _on_time(playbook, phase, facts))
    if phase.number == 3:  # noqa: PLR2004
        return tuple(_company_okrs(playbook, facts))
    if phase.number == 4:  # noqa: PLR2004
        return tuple(_team_okrs(facts))
    return ()


def _company_kpis(rules: StageRules, facts: Facts) -> list[GateItem]:
    """Ask for the stage's least number of company KPIs, each with owner and target."""
    count, least = facts.company_kpis, rules.company_kpis.low
    whole = count - len({*facts.unowned, *facts.untargeted})
    lacking = ", ".join([*(f"{key}: owner" for key in facts.unowned), *(f"{key}: target" for key in facts.untargeted)])
    have = f"{whole} of {count}" + (f" (missing {lacking})" if lacking else "")
    return [
        GateItem("Company KPIs", count >= least, str(count), f"at least {least}"),
        GateItem(
            "Each with a target" if rules.name == "solo" else "Each with one owner and a target",
            count > 0 and whole == count,
            have,
            "all of them",
        ),
    ]


def _on_time(playbook: Playbook, phase: Phase, facts: Facts) -> GateItem:
    """Ask that what was due in the last judged weeks together was on time."""
    count, percent = phase.weeks_on_time, playbook.limits.on_time_percent
    weeks = facts.weeks[:count]
    on_time, due = sum(ok for ok, _ in weeks), sum(all_due for _, all_due in weeks)
    what = f"On time over the last {count} judged weeks together"
    need = f"{percent} % of {count} weeks"
    if len(weeks) < count:
        so_far = f", {_percent(on_time, due)} on time so far" if due else ""
        return GateItem(what, met=False, have=f"{len(weeks)} of {count} weeks judged{so_far}", need=need)
    have = f"{_percent(on_time, due)} ({on_time} of {due})"
    return GateItem(what, on_time * 100 >= due * percent, have, need)


def _percent(part: int, whole: int) -> str:
    """Write a share in whole percent, never rounded up to what it has not reached."""
    return f"{part * 100 // whole if whole else 0} %"


def _team_kpis(playbook: Playbook, facts: Facts) -> list[GateItem]:
    """Ask that every team has its KPIs, each owned inside the team."""
    need: Range = playbook.limits.team_kpis_to_leave
    found = list[GateItem]()
    for name, team in facts.teams.items():
        found.append(GateItem(f"{name}: KPIs", need.holds(team.kpis), str(team.kpis), str(need)))
        inside = team.kpis - len(team.outsiders)
        outside = f" (outside: {', '.join(team.outsiders)})" if team.outsiders else ""
        what = f"{name}: each owned inside the team"
        found.append(
            GateItem(what, team.kpis > 0 and not team.outsiders, f"{inside} of {team.kpis}{outside}", "all of them")
        )
    return found


def _company_okrs(playbook: Playbook, facts: Facts) -> list[GateItem]:
    """Ask for one company objective that is whole, and for one check-in."""
    span = playbook.limits.key_results
    whole = [o for o in facts.objectives if span.holds(o.key_results) and o.errors == 0 and o.is_linked]
    return [
        GateItem("Active company objectives", bool(facts.objectives), str(len(facts.objectives)), "at least 1"),
        GateItem(
            f"One with {span} key results, no lint error, linked to a KPI",
            bool(whole),
            f"“{whole[0].title}”" if whole else _nearest(facts.objectives, span),
            "1",
        ),
        GateItem("An OKR check-in", facts.check_ins > 0, str(facts.check_ins), "at least 1"),
    ]


def _nearest(objectives: Sequence[ObjectiveFacts], span: Range) -> str:
    """Say what the objective that lacks least still lacks."""
    if not objectives:
        return "none"
    fewest: list[str] = min((_lacking(one, span) for one in objectives), key=len)
    return ", ".join(fewest)


def _lacking(one: ObjectiveFacts, span: Range) -> list[str]:
    """List what an objective lacks."""
    return [
        *([] if span.holds(one.key_results) else [f"{one.key_results} key results"]),
        *([f"{one.errors} lint errors"] if one.errors else []),
        *([] if one.is_linked else ["no KPI"]),
    ]


def _team_okrs(facts: Facts) -> list[GateItem]:
    """Ask for an objective of every team, and one retrospective."""
    found = [
        GateItem(f"{name}: objectives", team.objectives > 0, str(team.objectives), "at least 1")
        for name, team in facts.teams.items()
    ]
    held = facts.retrospectives
    return [*found, GateItem("A quarterly retrospective", held > 0, str(held), "at least 1")]
