"""Setting the company up: founding it from a plan (governance rules, sections 1 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import Calendar, Rhythm, shift, week_id, zone_named
from cadence_tui.domain.company import Company
from cadence_tui.services.desk import Change
from cadence_tui.services.kpis import plant
from cadence_tui.services.view import course_of

if TYPE_CHECKING:
    from datetime import datetime

    from cadence_tui.edges.company_file import CompanyPlan
    from cadence_tui.edges.kpi_form import KpiPlan
    from cadence_tui.storage.repository import Repository


def read_plan(text: str, *, zone: str, today: datetime, source: str = "company.toml") -> CompanyPlan:
    """Read a company.toml; a zone or a start that it does not name is the machine's, and the first of this month."""
    from cadence_tui.edges.company_file import read_company

    return read_company(text, zone=zone, today=today.astimezone(zone_named(zone)).date(), source=source)


def found(repository: Repository, plan: CompanyPlan, now: datetime) -> Company:
    """Found a company from its plan: everything in it is created now, in one entry.

    Raises:
        RefusedError: when the plan breaks a rule; then nothing is created.
    """
    company = Company(
        name=plan.name,
        founder=plan.founder,
        stage=plan.stage,
        start=plan.start,
        created_at=now,
        people_count=plan.people_count,
        number_format=plan.number_format,
        fiscal_start=plan.fiscal_start,
        self_verify=plan.self_verify,
        checkin_weeks=plan.checkin_weeks,
    )
    zone = zone_named(plan.zone)
    rhythm = Rhythm(shift(week_id(now.astimezone(zone).date()), -8), plan.zone, plan.close_day, plan.close_time)
    calendar = Calendar((rhythm,))
    with (
        repository.database.transaction(),
        repository.entry(at=now, recorded_at=now, who=company.founder, verb="founded", subject=company.name) as entry,
    ):
        repository.put_company(company)
        repository.put_rhythm(rhythm)
        for name in plan.people:
            repository.put_person(name)
        for team in plan.teams:
            repository.put_team(team)
        if plan.ladder:
            repository.put_ladder(plan.ladder)
        repository.set_judged(shift(calendar.current_week(now), -1), now)
        course = course_of(repository, company)
        change = Change(repository, company, course, now, company.founder, entry)
        for kpi in _inputs_first(plan.kpis):
            plant(change, kpi)
        entry.after = {"people": len(plan.people), "teams": len(plan.teams), "kpis": len(plan.kpis)}
        repository.set_judged(None, course_of(repository, company).next_moment())
    return company


def _inputs_first(plans: tuple[KpiPlan, ...]) -> list[KpiPlan]:
    """Order KPIs so that each derived one comes after those that it is worked out from."""
    from cadence_tui.domain.formula import evaluation_order, parse

    keys = {plan.key for plan in plans}
    order = evaluation_order({plan.key: parse(plan.formula, keys) for plan in plans if plan.formula})
    by_key = {plan.key: plan for plan in plans}
    return [plan for plan in plans if not plan.formula] + [by_key[key] for key in order]


def example() -> str:
    """Give a complete, commented company.toml."""
    from cadence_tui.edges.company_file import example as text

    return text()
