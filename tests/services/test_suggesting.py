"""Suggestions about a company as it stands: they come by what happened, and go once it is no longer so."""

from __future__ import annotations

from cadence_tui import settings
from cadence_tui.services import checkins, drafting, key_results, objectives, rollout, suggesting, undo
from cadence_tui.services.drafting import ObjectiveDraft
from tests.companies import Company, plan

PLAYBOOK = settings.playbook()
MISSED = (("2026-11-09T12:00", "2026-W45"), ("2026-11-16T12:00", "2026-W46"), ("2026-11-23T12:00", "2026-W47"))
THREE_LINES = """
[[objectives]]
title = "Feel effortless"
owner = "Olga"
kpi = "nps"
initiatives = ["Guided first run", "Sample data"]
[[objectives.key_results]]
title = "Activation rate"
baseline = "45"
target = "65"
[[objectives.key_results]]
title = "Answers"
baseline = "3"
target = "1"
"""


def found(one: Company) -> list[tuple[str, str]]:
    """List what is suggested, and about what."""
    return [(each.kind, each.subject) for each in suggesting.look(one.view())]


def missing() -> Company:
    """Give a company whose KPI missed three weeks running."""
    one = Company(plan())
    for at, week in MISSED:
        one.at(at).record("20", week)
    return one.at("2026-11-23T19:00")


def test_a_kpi_missed_three_times_running_is_to_be_raised_until_it_is() -> None:
    """It is suggested with the third close, before anything has stored it, and goes once a key result is after it."""
    one = Company(plan())
    for at, week in MISSED:
        one.at(at).record("20", week)
        assert found(one) == []
    one.at("2026-11-23T19:00")
    assert found(one) == [("raise", "nps")]
    (draft,) = objectives.add(one.desk, '[[objectives]]\ntitle = "Delight"\nowner = "Olga"\nkpi = "nps"\n')
    key_results.raise_kpi(one.desk, PLAYBOOK, "nps", draft.id)
    assert found(one) == []


def test_a_kpi_that_has_recovered_is_not_to_be_raised() -> None:
    """There is no way to go from a value that is on target already."""
    one = missing()
    one.record("50")
    assert found(one) == []


def test_an_objective_that_moves_no_kpi_is_named_while_it_is_open() -> None:
    """Draft or active it is named; closed it is not."""
    one = Company(plan())
    (draft,) = objectives.add(one.desk, '[[objectives]]\ntitle = "Delight"\nowner = "Olga"\n')
    assert found(one) == [("unlinked", draft.id)]
    objectives.close(one.desk, draft.id)
    assert found(one) == []


def test_a_key_result_of_which_people_are_less_and_less_sure_is_named() -> None:
    """The third fall names it with how far confidence fell, and a check-in that is surer ends it."""
    one = Company(plan())
    for _ in range(2):
        rollout.advance(one.desk, PLAYBOOK, "we begin")
    (made,) = objectives.add(one.desk, THREE_LINES)
    objectives.activate(one.desk, PLAYBOOK, made.id)
    for confidence in (8, 7, 5):
        checkins.check_in(one.desk, "O-1.1", "50", confidence=confidence)
        assert found(one) == []
    checkins.check_in(one.desk, "O-1.1", "50", confidence=4)
    (said,) = suggesting.look(one.view())
    assert (said.kind, said.subject) == ("unsure", "O-1.1")
    assert "8 to 4" in said.reason
    checkins.check_in(one.desk, "O-1.1", "50", confidence=6)
    assert found(one) == []


def test_a_candidate_waits_until_an_objective_is_made_of_it() -> None:
    """Drafting takes it off the list in the same change, whatever its new title; undo puts it back."""
    one = Company(plan())
    with one.desk.change("audited", "the audit") as change:
        change.repository.put_candidate("Win back old customers", bucket="change", place=1)
        change.repository.put_candidate("Page views", bucket="parked")
    assert found(one) == [("candidate", "Win back old customers")]
    wanted = ObjectiveDraft({"title": "Old friends return", "owner": "Olga", "kpi": "nps"})
    drafting.draft(one.desk, wanted._replace(candidate="Win back old customers"))
    assert found(one) == []
    undo.undo(one.desk)
    assert found(one) == [("candidate", "Win back old customers")]
