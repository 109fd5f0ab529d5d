"""A toast says in the words of the screens what was undone."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cadence_tui import tui
from cadence_tui.domain.history import Entry
from cadence_tui.services import recording
from cadence_tui.services.undo import KeptError
from cadence_tui.storage.repository import Repository
from cadence_tui.tui.commands import CATALOGUE
from cadence_tui.tui.told import kept, told
from tests.tui.driving import toasts

if TYPE_CHECKING:
    from tests.tui.conftest import Stage


@pytest.mark.parametrize(
    ("verb", "subject", "after", "said"),
    [
        ("recorded", "new_mrr", {"2026-W47": "2894"}, "recorded New MRR €2,894 for W47 · 16–22 Nov"),
        ("recorded", "nps", {"2026-W47": None}, "recorded NPS, no value for W47 · 16–22 Nov"),
        ("retired KPI", "churn", {}, "retired KPI Bakeries lost"),
        ("paused", "release", {"paused": "2026-W47"}, "paused Shipped to everyone for W47 · 16–22 Nov"),
        ("summed up", "2026-W47", {}, "summed up W47 · 16–22 Nov"),
        ("done", "A-27", {"text": "Rewrite the page"}, "marked done A-27 (Rewrite the page)"),
        ("activated", "O-4", {"title": "Turn trials"}, "activated O-4 (Turn trials)"),
        ("changed initiative", "O-5.i2", {}, "changed initiative O-5.i2 (A wall that shows what is out there)"),
        ("waived", "kpi-unread:churn", {}, "waived what lint found about Bakeries lost"),
        ("pulled", "churn, nps", {}, "pulled Bakeries lost and NPS"),
        ("set", "ladder", {}, "changed the ladder"),
        ("planned", "weekly", {}, "planned the minutes of the weekly check-in"),
    ],
)
def test_no_key_of_the_programs_is_told(
    stage: Stage, verb: str, subject: str, after: dict[str, object], said: str
) -> None:
    """A KPI is called by its name, a period as people write it, a value as the scorecard shows it."""
    with stage.sit_down() as desk:
        view = desk.view()
        entry = Entry(1, view.now, view.now, view.who, verb, subject, (subject,), None, after)
        found = told(entry, view)
    assert found.startswith(said.partition(" (A wall")[0])
    assert ("(" in found) == ("(" in said)


def test_titles_of_objectives_are_read_once_for_a_whole_log(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else of them is: each line read all of them, which was two thirds of the time that a log takes."""
    reads = list[str]()
    titles = Repository.okr_titles

    def noted(self: Repository) -> dict[str, str]:
        reads.append("titles")
        return titles(self)

    monkeypatch.setattr(Repository, "okr_titles", noted)
    monkeypatch.setattr(Repository, "objectives", lambda *_: reads.append("objectives"))
    with stage.sit_down() as desk:
        view = desk.view()
        said = [told(entry, view) for entry in view.entries()]
    assert len(said) > 500
    assert reads == ["titles"]


def test_what_cannot_be_undone_is_told_like_what_was(stage: Stage) -> None:
    """By the names of KPIs and people’s periods: what was to be undone, and what holds it."""
    with stage.sit_down() as desk:
        view = desk.view()
        mine = Entry(1, view.now, view.now, view.who, "recorded", "churn", ("churn",), None, {"2026-W47": "0.5"})
        theirs = Entry(2, view.now, view.now, "Bo", "retired KPI", "churn", ("churn",))
        begins = "“recorded Bakeries lost 0.5 % for W47 · 16–22 Nov” cannot be taken back: "
        for why, given, said in (
            ("churn has been judged since.", {"names": ["churn"]}, "Bakeries lost has been judged since."),
            (
                "Bo has since retired KPI churn; talk to them.",
                {"later": theirs},
                "Bo has since retired KPI Bakeries lost; talk to them.",
            ),
            (
                "churn would have been judged for 2026-W47 since.",
                {"names": ["churn"]},
                "Bakeries lost would have been judged for W47 · 16–22 Nov since.",
            ),
            ("E-20 has timed out since.", {"names": ["E-20"]}, "E-20 has timed out since."),
        ):
            assert kept(KeptError(mine, why, **given), view) == begins + said


async def test_a_refusal_to_undo_names_the_kpi(stage: Stage) -> None:
    """The toast of `u` tells it so."""
    with stage.sit_down() as desk:
        recording.record(desk, "churn", "0.5")
    with stage.sit_down() as desk:
        desk.asked_for = "Mateo Silva"
        recording.record(desk, "churn", "0.4")
    app = stage.app()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "Mateo Silva has since recorded Bakeries lost 0.4 % for W47" in " ".join(toasts(app).split())


def test_one_key_takes_away_and_another_writes_a_file() -> None:
    """X retires, drops, leaves out and removes, wherever that can be done; x writes a file, and nothing else."""
    takes = {"retire", "drop", "leave-out", "remove", "stop"}
    for one in CATALOGUE:
        does = one.id.partition(".")[2]
        if one.scope == "choices":  # in a form, where a character is text
            continue
        assert (does in takes) == (one.keys == "X"), one.id
        assert (one.keys == "x") == (does in ("export", "report")), one.id


def test_no_deed_is_silent() -> None:
    """Whatever changes something says so: only what changes nothing that a screen shows may be done without a word."""
    for path in sorted(Path(tui.__path__[0]).rglob("*.py")):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(one, ast.Call) or ast.unparse(one.func) != "attempt":
                continue
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in one.keywords}
            is_silent = given.get("done") == "lambda _: None"
            assert not is_silent or given.get("quiet") == "True", f"{path.name}:{one.lineno}"
