"""Lint: what the seeds' authors check by eye (governance rules, section 8), each check a function of plain data.

An error stops activation; a warning is shown, and can be waived with a reason. Which is which, the sentence that says
what to do instead, and the seed it comes from stand in the playbook.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.kpi import check_target
from cadence_tui.domain.levels import maintains
from cadence_tui.domain.owner import owner_fault
from cadence_tui.domain.wording import is_personal, named_target
from cadence_tui.domain.work import is_activity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.okr import KeyResult, Objective
    from cadence_tui.domain.playbook import CheckLevel, Playbook, StageRules

COMPANY = "company"
_BLANK = re.compile(r"\{(\w+)\}")
_LAST_SINGLE_CAP_PHASE = 3
_FEWEST_TO_BALANCE = 2


class Finding(NamedTuple):
    """Something that a check found: about which KPI, objective, key result, team, or the company."""

    id: str
    level: CheckLevel
    subject: str
    message: str
    source: str

    @property
    def key(self) -> str:
        """Name it as a waiver does: the check and its subject."""
        return f"{self.id}:{self.subject}"


def find(playbook: Playbook, check: str, subject: str, *, level: CheckLevel | None = None, **said: object) -> Finding:
    """Make a finding of a check, its sentence filled in."""
    rule = playbook.checks[check]
    message = _BLANK.sub(lambda blank: str(said[blank[1]]), rule.says)
    return Finding(check, level or rule.level, subject, message, rule.source)


# --- KPIs -------------------------------------------------------------------------------------------------------------


def of_kpi(kpi: Kpi, playbook: Playbook) -> Iterator[Finding]:
    """Check one KPI: its owner, its target."""
    name = f"“{kpi.name}”"
    if fault := owner_fault(kpi.owner):
        yield find(playbook, "kpi-owner", kpi.key, name=name, have=fault)
    try:
        check_target(kpi.goal)
    except CadenceError as error:
        yield find(playbook, "kpi-target", kpi.key, name=name, have=str(error).rstrip("."))


def of_counts(
    playbook: Playbook, rules: StageRules, *, company: int, teams: Mapping[str, int], phase: int
) -> Iterator[Finding]:
    """Check how many KPIs the company and each team have; a team's own begin with phase 2."""
    if not rules.company_kpis.holds(company):
        yield _count(playbook, COMPANY, "The company", company, str(rules.company_kpis), rules.company_kpis.low)
    for team, count in teams.items():
        if rules.team_kpis is None or rules.team_kpis.holds(count) or (phase == 1 and count == 0):
            continue
        yield _count(playbook, team, f"The team {team}", count, str(rules.team_kpis), rules.team_kpis.low)


def _count(playbook: Playbook, subject: str, name: str, count: int, need: str, low: int) -> Finding:
    """Say that there are too few or too many KPIs."""
    advice = "add what is missing" if count < low else "retire those that no decision needs"
    return find(playbook, "kpi-count", subject, name=name, have=_number(count, "KPI"), need=need, advice=advice)


def of_stale(
    playbook: Playbook, kpis: Iterable[Kpi], touched: Mapping[str, datetime], now: datetime
) -> Iterator[Finding]:
    """Apply the 90-day rule: a KPI that is older, and that no decision has touched for so long (seed 004)."""
    limit = timedelta(days=playbook.limits.stale_days)
    for kpi in kpis:
        last = max(kpi.created_at, touched.get(kpi.key, kpi.created_at))
        if kpi.retired_at is None and now >= stale_from(playbook, kpi, last) and now - kpi.created_at > limit:
            yield find(playbook, "kpi-stale", kpi.key, name=f"“{kpi.name}”", days=(now - last).days)


def stale_from(playbook: Playbook, kpi: Kpi, touched: datetime | None) -> datetime:
    """Give the moment from which a KPI is a candidate to retire, if no decision touches it until then."""
    return max(kpi.created_at, touched or kpi.created_at) + timedelta(days=playbook.limits.stale_days)


def of_balance(playbook: Playbook, kpis: Sequence[Kpi]) -> Iterator[Finding]:
    """Check that the company's KPIs do not all look back, nor all at one side of it (seed 002)."""
    if len(kpis) < _FEWEST_TO_BALANCE:
        return
    perspectives = {kpi.perspective for kpi in kpis}
    has, advice = list[str](), list[str]()
    if all(kpi.kind == "lagging" for kpi in kpis):
        has.append("lagging")
        advice.append("tells early where things go (leading)")
    if len(perspectives) == 1 and None not in perspectives:
        has.append(f"of one perspective ({perspectives.pop()})")
        advice.append("looks at another side: financial, customer, process or learning")
    if has:
        have = f"All {len(kpis)} KPIs of the company are {' and '.join(has)}"
        yield find(playbook, "kpi-balance", COMPANY, have=have, advice=", and one that ".join(advice))


# --- Objectives and key results ---------------------------------------------------------------------------------------


def of_objective(objective: Objective, playbook: Playbook, *, people: Collection[str] = ()) -> Iterator[Finding]:
    """Check one objective, its key results and its initiatives."""
    yield from of_title(objective, playbook, people=people)
    name = f"“{objective.title}”"
    if fault := owner_fault(objective.owner):
        yield find(playbook, "kpi-owner", objective.id, name=name, have=fault)
    if objective.kpi is None:
        advice = "name the KPI that it means to move"
        yield find(playbook, "objective-unlinked", objective.id, name=name, have="moves no KPI", advice=advice)
    elif objective.team and objective.serves is None:
        has, advice = "serves no objective of the company", "name the one that it serves"
        yield find(playbook, "objective-unlinked", objective.id, name=name, have=has, advice=advice)
    limits = playbook.limits
    if not limits.key_results.holds(len(objective.key_results)):
        have = _number(len(objective.key_results), "key result")
        yield find(playbook, "kr-count", objective.id, name=name, have=have, need=limits.key_results)
    going = [one for one in objective.initiatives if one.state != "dropped"]
    if not limits.initiatives.holds(len(going)):
        have = _number(len(going), "initiative")
        yield find(playbook, "initiative-count", objective.id, name=name, have=have, need=limits.initiatives)
    for key_result in objective.key_results:
        yield from of_key_result(key_result, playbook)


def of_title(objective: Objective, playbook: Playbook, *, people: Collection[str] = ()) -> Iterator[Finding]:
    """Check what an objective says, as it is typed."""
    name = f"“{objective.title}”"
    if maintains(objective.title, playbook.words):
        yield find(playbook, "objective-maintains", objective.id, name=name)
    elif match := named_target(objective.title, playbook.words):
        yield find(playbook, "objective-is-target", objective.id, match=match)
    level = objective.team
    is_own = level is not None and level.casefold() == objective.owner.casefold()
    if is_own or is_personal(objective.title, playbook.words, people=people, level=level):
        yield find(playbook, "objective-personal", objective.id, name=name)


def of_key_result(key_result: KeyResult, playbook: Playbook) -> Iterator[Finding]:
    """Check one key result: an outcome that can be measured, and no level that is kept."""
    name = f"“{key_result.title}”"
    if maintains(key_result.title, playbook.words):
        yield find(playbook, "objective-maintains", key_result.id, name=name)
    elif is_activity(key_result.title, playbook.words):
        yield find(playbook, "kr-activity", key_result.id, name=name)
    if key_result.kind != "metric":
        return
    parts = {"baseline": key_result.baseline, "target": key_result.target, "due date": key_result.due}
    missing = [part for part, value in parts.items() if value is None]
    if missing:
        yield find(playbook, "kr-unmeasurable", key_result.id, name=name, have=" and no ".join(missing))


def of_objective_count(
    playbook: Playbook,
    rules: StageRules,
    *,
    count: int,
    cycle: str,
    phase: int,
    team: str | None = None,
    is_first_cycle: bool = False,
) -> Iterator[Finding]:
    """Check how many objectives a level has in a cycle: an error over the cap, a warning over the stage's range."""
    allowed = rules.team_okrs if team else rules.company_okrs
    advised = allowed.high if allowed else None
    cap = playbook.limits.okrs_a_team if team else company_cap(playbook, rules, phase, is_first_cycle=is_first_cycle)
    most, level = (cap, "error") if cap is not None and count > cap else (advised, "warning")
    if most is None or count <= most:
        return
    name = f"The team {team}" if team else "The company"
    yield find(
        playbook,
        "objective-count",
        team or COMPANY,
        level="error" if level == "error" else "warning",
        name=name,
        have=count,
        cycle=cycle,
        need=most,
    )


def company_cap(playbook: Playbook, rules: StageRules, phase: int, *, is_first_cycle: bool) -> int | None:
    """Give how many objectives the company may have: 3 in phase 3, the stage's after it, fewer in its first cycle."""
    if phase <= _LAST_SINGLE_CAP_PHASE:
        return playbook.limits.okrs_in_phase_3
    most = rules.company_okrs.high
    if is_first_cycle and rules.first_cycle_okrs is not None:
        return rules.first_cycle_okrs if most is None else min(most, rules.first_cycle_okrs)
    return most


def _number(count: int, what: str) -> str:
    """Count things in words."""
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
