"""KPIs: added, changed openly, and retired (governance rules, section 2, *Definitions change openly*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.calendar import grain, parse_period
from cadence_tui.domain.errors import RefusedError, StaleError
from cadence_tui.domain.kpi import Kpi, Target, bound_text, check_target
from cadence_tui.domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.kpi import Bound, Direction
    from cadence_tui.edges.kpi_form import KpiPlan
    from cadence_tui.services.desk import Change, Desk

_FACTS = (
    "name",
    "owner",
    "team",
    "unit",
    "cadence",
    "aggregate",
    "lag_days",
    "kind",
    "perspective",
    "measure",
    "formula",
)


def add(desk: Desk, fields: Mapping[str, object], *, why: str | None = None) -> Kpi:
    """Add a KPI from plain fields.

    Raises:
        InvalidError: naming every field that is missing or wrong.
        NotFoundError: for an owner, team or input that does not exist.
    """
    from cadence_tui.edges.kpi_form import read_kpi

    with desk.change("added KPI", why=why) as change:
        plan = read_kpi(
            fields,
            number_format=change.company.number_format,
            teams=[team.name for team in change.repository.teams()],
            taken=change.course.kpis,
        )
        kpi = plant(change, plan)
        change.name(kpi.key)
        change.entry.after = facts(kpi)
        return kpi


def plant(change: Change, plan: KpiPlan) -> Kpi:
    """Make a KPI from its plan, created now."""
    from cadence_tui.services.recording import derive_all

    kpi = Kpi(
        key=plan.key,
        name=plan.name,
        owner=change.repository.person(plan.owner),
        goal=plan.goal,
        created_at=change.now,
        due_from=change.now,
        team=change.repository.team(plan.team).name if plan.team else None,
        unit=plan.unit,
        cadence=plan.cadence,
        aggregate=plan.aggregate,
        lag_days=plan.lag_days,
        kind=plan.kind,
        perspective=plan.perspective,
        measure=plan.measure,
        formula=plan.formula,
    )
    _refuse_name(change, kpi)
    kpi = _with_formula(change, kpi)
    _write(change, kpi)
    derive_all(change, kpi.key)
    return kpi


def is_none(text: str) -> bool:
    """Say whether what was typed takes a field's value away."""
    from cadence_tui.edges.kpi_fields import is_none as edge

    return edge(text)


def read_bound(text: str, direction: Direction, *, unit: str, number_format: str) -> Bound | None:
    """Read a target or an alert as it is typed, by the rules that hold for every definition."""
    from cadence_tui.edges.kpi_fields import read_bound as edge

    return edge(text, direction, unit=unit, number_format=number_format)


def edit(
    desk: Desk,
    key: str,
    fields: Mapping[str, object],
    *,
    why: str = "",
    period: str | None = None,
    since: Kpi | None = None,
) -> Kpi:
    """Change a KPI from now on, or its target and alert for one coming period alone.

    `since` is the KPI as it was when the change was begun.

    Raises:
        StaleError: where it is not that any more.
        RefusedError: for a target change while an escalation is open, and whatever else the rules do not allow.
    """
    from cadence_tui.edges.kpi_form import read_changes

    with desk.change("changed KPI") as change:
        before = change.repository.kpi(key)
        if since is not None and before != since:
            raise StaleError(f"{before.key} has been changed meanwhile; look at what it is now, and save again.")
        wanted = read_changes(fields, before, number_format=change.company.number_format)
        reason = clean_line(why, "reason") if why else None
        change.name(before.key, why=reason)
        if period is not None:
            return _set_goal(change, before, wanted, parse_period(period), reason)
        after = apply(change, before, wanted)
        old, new = facts(before), facts(after)
        change.entry.before = {name: value for name, value in old.items() if new[name] != value}
        change.entry.after = {name: value for name, value in new.items() if old[name] != value}
        return after


def apply(change: Change, before: Kpi, wanted: Mapping[str, Any]) -> Kpi:
    """Make a lasting change of a KPI, with all that follows from it."""
    from cadence_tui.services.recording import derive_again

    if before.retired_at is not None:
        raise RefusedError(f"{before.key} is retired; add a new KPI instead.")
    after = before._replace(**wanted)
    check_target(after.goal)
    if after.goal != before.goal and before.key in change.course.escalations:
        open_one = change.course.escalations[before.key].id
        raise RefusedError(
            f"{before.key} has an open escalation; change its target with a decision that answers it: "
            f"cadence decide … --for {open_one} --kind retarget --target …"
        )
    if after.owner != before.owner:
        after = after._replace(owner=change.repository.person(after.owner))
    if after.team:
        after = after._replace(team=change.repository.team(after.team).name)
    if after.cadence != before.cadence:
        _refuse_inputs(change, before, "change its cadence")
        after = after._replace(due_from=change.now)
    _refuse_yes_no(change, before, after)
    if after.name != before.name:
        _refuse_name(change, after)
    if after.formula != before.formula or after.cadence != before.cadence:
        after = _with_formula(change, after)
    _write(change, after)
    if after.owner != before.owner:
        change.course.hand_over(after, change.now)
    if (after.formula, after.aggregate) != (before.formula, before.aggregate):
        derive_again(change, after.key)
    return after


def _set_goal(change: Change, kpi: Kpi, wanted: Mapping[str, Any], period: str, why: str | None) -> Kpi:
    """Set the target and alert of one coming period alone."""
    if set(wanted) != {"goal"}:
        raise RefusedError("For one period alone only the target and the alert can be set; leave the rest out.")
    if not why:
        raise RefusedError("A target for one period needs the reason; give it with --why.")
    if grain(period) != kpi.grain:
        unit = "month, as 2026-11" if kpi.grain == "monthly" else "week, as 2026-W47"
        raise RefusedError(f"{kpi.key} is judged by {kpi.grain.removesuffix('ly')}; name a {unit}.")
    calendar = change.course.calendar
    if change.course.judgement(kpi.key, period) or calendar.deadline(period, kpi.lag_days) <= change.now:
        raise RefusedError(f"{period} is over or judged already; a target can be set only for a period to come.")
    goal: Target = wanted["goal"]
    check_target(goal)
    change.repository.add_goal(kpi.key, period, goal)
    change.entry.before = {"period": period, "goal": _goal_text(change.course.goal(kpi, period))}
    change.entry.after = {"period": period, "goal": _goal_text(goal)}
    return kpi


def retire(desk: Desk, key: str, why: str) -> Kpi:
    """Retire a KPI; its history stays.

    Raises:
        RefusedError: while an escalation of it is open, or a formula uses it.
    """
    reason = clean_line(why, "reason")
    with desk.change("retired KPI", why=reason) as change:
        kpi = change.repository.kpi(key)
        change.name(kpi.key)
        if kpi.key in change.course.escalations:
            open_one = change.course.escalations[kpi.key].id
            raise RefusedError(
                f"{kpi.key} has an open escalation; retire it with a decision that answers it: "
                f"cadence decide … --for {open_one} --kind retire"
            )
        return retire_now(change, kpi)


def retire_now(change: Change, kpi: Kpi) -> Kpi:
    """Retire a KPI now."""
    if kpi.retired_at is not None:
        raise RefusedError(f"{kpi.key} is retired already.")
    _refuse_inputs(change, kpi, "be retired")
    after = kpi._replace(retired_at=change.now)
    _write(change, after)
    return after


def retarget(change: Change, kpi: Kpi, definition: Mapping[str, object], why: str) -> Kpi:
    """Carry a decision to re-target out: from now on, for periods not judged yet."""
    from cadence_tui.edges.kpi_form import read_changes

    if kpi.retired_at is not None:
        raise RefusedError(f"{kpi.key} is retired; it has no target to change.")
    wanted = read_changes(definition, kpi, number_format=change.company.number_format)
    after = kpi._replace(**{name: value for name, value in wanted.items() if name in ("goal", "unit", "aggregate")})
    check_target(after.goal)
    _refuse_yes_no(change, kpi, after)
    _write(change, after)
    change.entry.before = {"goal": _goal_text(kpi.goal)}
    change.entry.after = {**(change.entry.after or {}), "goal": _goal_text(after.goal), "why": why}
    return after


def _write(change: Change, kpi: Kpi) -> None:
    """Store a KPI, and let the rest of this change see it."""
    change.repository.put_kpi(kpi)
    change.course.kpis = {**change.course.kpis, kpi.key: kpi}


def _refuse_name(change: Change, kpi: Kpi) -> None:
    """Refuse a name that another KPI has, however it is cased."""
    from cadence_tui.domain.text import same_name

    for other in change.course.kpis.values():
        if other.key != kpi.key and same_name(other.name, kpi.name):
            raise RefusedError(f"The KPI {other.key} is named “{other.name}” already; choose another name.")


def _refuse_inputs(change: Change, kpi: Kpi, what: str) -> None:
    """Refuse what an input of a formula may not do."""
    from cadence_tui.domain.formula import parse

    for other in change.course.kpis.values():
        if other.formula and other.retired_at is None and kpi.key in parse(other.formula).inputs:
            raise RefusedError(f"{kpi.key} cannot {what} while {other.key} is worked out from it ({other.formula}).")


def _refuse_yes_no(change: Change, before: Kpi, after: Kpi) -> None:
    """Refuse that an input of a formula, which needs numbers, becomes a yes or no, or what feeds key results either."""
    if after.goal.direction == "yes_no" and before.goal.direction != "yes_no":
        _refuse_inputs(change, before, "become a yes or no")
    if after.unit != before.unit:
        _refuse_unit(change, before)


def _refuse_unit(change: Change, kpi: Kpi) -> None:
    """Refuse another unit while key results go by this one."""
    fed = [
        part.id
        for one in change.repository.objectives()
        for part in one.key_results
        if one.state != "closed" and part.kpi == kpi.key and part.ended is None
    ]
    if fed:
        raise RefusedError(
            f"{kpi.key} feeds {', '.join(fed)}, in {kpi.unit}; take it away there first with "
            f"“cadence okr edit {fed[0]} --kpi none”."
        )


def _with_formula(change: Change, kpi: Kpi) -> Kpi:
    """Check a formula against the KPIs that there are, and keep its one spelling."""
    if kpi.formula is None:
        return kpi
    from cadence_tui.domain.formula import check_cycles, parse

    formula = parse(kpi.formula, {*change.course.kpis, kpi.key})
    for name in formula.inputs:
        other = kpi if name == kpi.key else change.course.kpis[name]
        if other.goal.direction == "yes_no":
            raise RefusedError(f"{name} is a yes/no KPI; a formula needs numbers.")
        if other.cadence != kpi.cadence:
            raise RefusedError(f"{name} is {other.cadence} and {kpi.key} {kpi.cadence}; a formula needs one cadence.")
        if other.retired_at is not None:
            raise RefusedError(f"{name} is retired; a formula needs KPIs that are still recorded.")
    others = {key: parse(other.formula) for key, other in change.course.kpis.items() if other.formula}
    check_cycles({**others, kpi.key: formula})
    return kpi._replace(formula=formula.text)


def facts(kpi: Kpi) -> dict[str, Any]:
    """Give a KPI's definition as plain values, for the history."""
    plain = kpi._asdict()
    return {
        **{name: plain[name] for name in _FACTS},
        "direction": kpi.goal.direction,
        "goal": _goal_text(kpi.goal),
        "retired": kpi.retired_at is not None,
    }


def _goal_text(goal: Target) -> str:
    """Write a target with its alert for the history."""
    alert = f", alert {bound_text(goal.alert)}" if goal.alert is not None else ""
    return f"{goal.direction} {bound_text(goal.target) or 'yes'}{alert}"
