"""The KPI library: that its data can be founded on, and that it is found by what people call things."""

from collections import Counter

import pytest

from cadence_tui.domain.company import STAGES, Stage
from cadence_tui.domain.kpi import PERSPECTIVES
from cadence_tui.domain.library import FUNCTIONS
from cadence_tui.services import wizard_kpis
from cadence_tui.settings import library, playbook

LIBRARY = library()


def test_it_holds_some_sixty_kpis_for_every_function() -> None:
    """Every function and every perspective has several KPIs to choose from, and no two are called the same."""
    assert 55 <= len(LIBRARY.kpis) <= 80
    assert Counter(kpi.function for kpi in LIBRARY.kpis).keys() == set(FUNCTIONS)
    assert {kpi.perspective for kpi in LIBRARY.kpis} == set(PERSPECTIVES)
    names = Counter(name for kpi in LIBRARY.kpis for name in set(kpi.names))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("number_format", ["1,234.50", "1.234,50", "1 234,50"])
def test_each_can_be_founded_as_it_stands(number_format: str) -> None:
    """Targets and alerts are right in every number format, and the alert is on its side."""
    for kpi in LIBRARY.kpis:
        entry = wizard_kpis.localised(wizard_kpis.of_library(kpi), number_format)
        assert wizard_kpis.check(entry, "Fay", number_format) == {}, kpi.key
        assert kpi.measure
        assert set(kpi.starts) <= set(kpi.stages)


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_proposed_at_least_its_least_number(stage: Stage) -> None:
    """Whoever only presses enter has as many KPIs as the stage's range asks for, not all of one perspective."""
    found = LIBRARY.proposed(stage, playbook().stage(stage).company_kpis.low)
    assert len(found) == playbook().stage(stage).company_kpis.low
    assert len({kpi.perspective for kpi in found}) > 1


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("churn", "churn"),
        ("NPS", "nps"),
        ("mttr", "recovery"),
        ("Website traffic", "visitors"),
        ("cac", "customer-cost"),
        ("runway", "cash-runway"),
    ],
)
def test_search_finds_what_people_call_it(words: str, key: str) -> None:
    """A name, an abbreviation or another name brings the KPI up first."""
    assert LIBRARY.find(words)[0].key == key


def test_search_goes_by_function_and_stage() -> None:
    """A function lists its KPIs, those of the stage first; what fits nothing finds nothing."""
    assert all(kpi.function == "people" or "people" in kpi.measure for kpi in LIBRARY.find("people leading"))
    first = LIBRARY.find("", "solo")[0]
    assert "solo" in first.stages
    assert LIBRARY.find("zzz") == []
    assert LIBRARY.named("net promoter score") is not None
    assert LIBRARY.named("promoter") is None
