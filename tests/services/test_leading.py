"""What leads at a stage stands first: among what needs somebody, and in the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.domain.report import needs
from cadence_tui.export import markdown
from cadence_tui.services import notes, reports
from cadence_tui.settings import playbook
from tests.companies import Company
from tests.objectives import objective, put

if TYPE_CHECKING:
    from cadence_tui.domain.company import Stage

PLAYBOOK = playbook()


def with_objective(stage: Stage) -> Company:
    """Make a company of a stage in phase 3, with an active objective and a check-in due this week."""
    company = Company(stage=stage).at("2026-11-05T09:00")
    put(company, objective(created_at=company.now, activated_at=company.now))
    with company.desk.change("advanced") as change:
        change.repository.put_company(change.company._replace(phase=3))
        change.name("phase 3")
    return company.at("2026-11-07T09:00")


@pytest.mark.parametrize(
    ("stage", "leads"),
    [("solo", ("kpis",)), ("traction", ("kpis",)), ("alignment", ("okrs",)), ("scaling", ("kpis", "okrs"))],
)
def test_the_playbook_says_what_leads(stage: Stage, leads: tuple[str, ...]) -> None:
    """KPIs lead while a company is small, OKRs in alignment, both in scaling; facts that name no stage are KPI-led."""
    assert PLAYBOOK.stage(stage).leads == PLAYBOOK.leads(stage) == leads
    assert PLAYBOOK.leads(None) == ("kpis",)


@pytest.mark.parametrize(
    ("stage", "first"),
    [("traction", ["due", "off_pace"]), ("alignment", ["off_pace", "due"]), ("scaling", ["due", "off_pace"])],
)
def test_what_needs_somebody_is_ordered_by_what_leads(stage: Stage, first: list[str]) -> None:
    """Where OKRs lead, a key result that falls behind comes before a value that is missing; the gate stays last."""
    view = with_objective(stage).view()
    report = reports.with_rollout(reports.week(view), view, lambda: PLAYBOOK)
    found = list(dict.fromkeys(need.urgency for need in needs(report, view.calendar)))
    assert [urgency for urgency in found if urgency in first] == first
    assert found[-1] == "gate"


@pytest.mark.parametrize("form", ["notes", "chat"])
@pytest.mark.parametrize("stage", ["traction", "alignment", "scaling"])
def test_the_notes_begin_with_what_leads(stage: Stage, form: markdown.Form) -> None:
    """Where OKRs lead, they stand before the scorecard; else after it."""
    company = with_objective(stage)
    facts = notes.gather(company.view(), "2026-W45")
    text = markdown.weekly(facts, form=form, leads=PLAYBOOK.leads(facts["stage"]))
    scorecard = text.index("## Scorecard" if form == "notes" else facts["scorecard"][0]["name"])
    okrs = text.index("Make the first week")
    assert (okrs < scorecard) == (stage == "alignment")
    assert text.count("Make the first week") == 1


def test_a_glance_without_room_for_the_gate_counts_it() -> None:
    """The playbook is not read for what would not be shown."""
    company = Company()
    view = company.view()
    report = reports.week(view)
    full = report._replace(to_check=tuple(company.decide() for _ in range(7)))
    counted = reports.with_rollout(full, view, lambda: pytest.fail("the playbook was read"))
    assert needs(counted, view.calendar)[-1].urgency == "gate"
    assert reports.with_rollout(report, view, lambda: PLAYBOOK).gate is not None
