"""Setting a company up from inside the app: by enter alone, with everything filled in, and in several sittings."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from cadence_tui import bootstrap
from cadence_tui.services import wizard
from cadence_tui.services.audit import Thing
from cadence_tui.services.wizard import Answers, FileStore
from cadence_tui.tui.host import Beginning
from cadence_tui.tui.screens.week import WeekScreen
from cadence_tui.tui.screens.wizard import Run, WizardScreen
from cadence_tui.tui.widgets.controls import Line, Long
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.widget import Widget

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

LIBRARY = cache(bootstrap.library)
OSLO = "Europe/Oslo"
SMALL = (80, 24)
TRACKED = ["Customer churn", "NPS", "Website traffic", "Launch in Spain", "Page views", "Double our sign-ups"]


def newcomer(stage: Stage, *, answers: Answers | None = None) -> CadenceApp:
    """Make the app where there is no company yet, or the answers of an earlier sitting."""
    stage.path.unlink()
    if answers is not None:
        FileStore.beside(stage.path).save(answers.write())
    return with_beginning(stage)


def with_beginning(stage: Stage) -> CadenceApp:
    """Make the app as the program does, with what a set-up goes by."""
    app = stage.app()
    app.host = replace(app.host, beginning=Beginning(LIBRARY, lambda: stage.now, lambda: OSLO))
    return app


def here(app: CadenceApp) -> str:
    """Name the step that is open."""
    return app.screen.step.NAME if isinstance(app.screen, Run) and app.screen.step else ""


async def at_step(pilot: Pilot[None], app: CadenceApp, name: str) -> None:
    """Wait for a step, with the focus in it."""
    await until(pilot, lambda: here(app) == name and app.screen.focused is not None)
    await pilot.pause()


async def test_enter_alone_leads_from_the_welcome_to_this_week(stage: Stage) -> None:
    """A newcomer who only presses enter has a company with sane numbers, and is told when it closes first."""
    app = newcomer(stage)
    steps = list[str]()
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for _ in range(40):
            await pilot.pause()
            if here(app) and here(app) not in steps:
                steps.append(here(app))
            if isinstance(app.screen, WeekScreen):
                break
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WeekScreen))
        assert steps == ["company", "rhythm", "people", "stage", "audit", "kpis", "ladder", "preview"]
        assert "My company is founded" in toasts(app)
    with stage.sit_down() as desk:
        view = desk.view()
        assert (view.company.name, view.company.stage, len(view.kpis)) == ("My company", "solo", 3)
        assert view.repository.ladder() is None
    assert [path.name for path in stage.folder.iterdir() if "setup" in path.name] == []


async def fill_in_the_company(pilot: Pilot[None], app: CadenceApp) -> None:
    """Answer the first three steps in full."""
    await type_in(pilot, "Fjord")
    await pilot.press("enter")
    await type_in(pilot, "Ada")
    await pilot.press("enter", "space", "enter")
    await at_step(pilot, app, "rhythm")
    await pilot.press("right", "right", "right", "enter")
    await type_in(pilot, "14")
    await pilot.press("enter", "enter")
    await type_in(pilot, "europe/os")
    assert "Europe/Oslo" in screen_text(app)
    await pilot.press("enter")
    await at_step(pilot, app, "people")
    await type_in(pilot, "7")
    await pilot.press("enter", "B", "o", "enter", "C", "y", "enter", "enter")
    await type_in(pilot, "Growth")
    await pilot.press("colon", "B", "o", "enter", "enter")


async def fill_in_the_audit(pilot: Pilot[None], app: CadenceApp) -> None:
    """List, sort and cut what is tracked."""
    for line in TRACKED:
        await type_in(pilot, line)
        await pilot.press("enter")
    await pilot.press("enter")
    await at_step(pilot, app, "sort")
    assert screen_text(app).count("strategic change?") == 2
    await pilot.press("h", "h", "p", "s", "h", "s", "enter")
    await at_step(pilot, app, "cut")
    assert "1 of 2 kept" in screen_text(app)
    await pilot.press("enter")


@pytest.mark.long
async def test_everything_can_be_filled_in(stage: Stage) -> None:
    """Every answer stands in the company: people, teams, stage, audit, KPIs, ladder, candidates."""
    app = newcomer(stage)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "company")
        await fill_in_the_company(pilot, app)
        await at_step(pilot, app, "stage")
        assert "traction" in screen_text(app)
        await pilot.press("enter")
        await at_step(pilot, app, "audit")
        await fill_in_the_audit(pilot, app)
        await at_step(pilot, app, "kpis")
        for text in ("Customer churn", "NPS", "Page views"):
            assert text in screen_text(app)
        await pilot.press("down", "down", "X", "n")
        await type_in(pilot, "Cash >= 50k / 30k @Ada and Bo")
        await pilot.press("enter")
        assert "what two people own nobody does" in " ".join(screen_text(app).split())
        await pilot.press(*["backspace"] * len(" and Bo"), "enter")
        await pilot.press("slash")
        await type_in(pilot, "runway")
        await until(pilot, lambda: "⏎ Choose" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Cash runway" in screen_text(app))
        await pilot.press("enter")
        await at_step(pilot, app, "ladder")
        await pilot.press("2", "4", "enter", "enter", "enter")
        await at_step(pilot, app, "preview")
        assert "month 3" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WeekScreen))
    with stage.sit_down() as desk:
        view = desk.view()
        rungs = view.repository.ladder()
        assert [kpi.name for kpi in view.kpis.values()] == ["Customer churn", "NPS", "Cash", "Cash runway"]
        assert view.repository.people() == ["Ada", "Bo", "Cy"]
        assert view.company.number_format == "1.234,50"
        assert view.calendar.rhythm(view.week).close_day == 3
        assert rungs is not None
        assert rungs[0].hours == 24
        assert [(row["name"], row["bucket"]) for row in view.repository.candidates()] == [
            ("Double our sign-ups", "change"),
            ("Launch in Spain", "parked"),
            ("Website traffic", "parked"),
        ]


async def test_what_was_typed_survives_a_closed_terminal(stage: Stage) -> None:
    """Half a second after the last key it is kept, half a word too; the next sitting opens the same step and field."""
    app = newcomer(stage)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "company")
        await type_in(pilot, "Fjord")
        await pilot.press("enter")
        await type_in(pilot, "Ad")
        await pilot.pause(0.5)
        kept, _ = wizard.resume(FileStore.beside(stage.path))
    assert (kept.step, kept.spot, kept.typed["you"]) == ("company", "you", "Ad")
    app = with_beginning(stage)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("enter")
        await at_step(pilot, app, "company")
        await type_in(pilot, "a")
        assert "as you left it" in screen_text(app)
        assert not toasts(app)
        assert app.screen.query(Line)[1].value == "Ada"


async def test_going_back_loses_nothing(stage: Stage) -> None:
    """Esc goes back step by step, then to the welcome, and everything typed is there when one comes again."""
    app = newcomer(stage, answers=Answers(step="ladder", typed={"name": "Fjord"}))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "ladder")
        await type_in(pilot, "100")
        for step in ("kpis", "audit", "stage", "people", "rhythm", "company"):
            await pilot.press("escape")
            await at_step(pilot, app, step)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, WizardScreen))
    kept, _ = wizard.resume(FileStore.beside(stage.path))
    assert (kept.typed["name"], kept.typed["solo_hours_1"], len(kept.kpis)) == ("Fjord", "100", 3)


ANSWERED = Answers(
    typed={"name": "Fjord Labs", "you": "Ada", "count": "7", "people": "Bo\nCy", "teams": "Growth: Bo", "tracked": "x"}
)


ORDER = ("company", "rhythm", "people", "stage", "audit", "sort", "cut", "kpis", "ladder", "preview")


def halfway(step: str) -> Answers:
    """Give answers that lead to a step, left there; without an audit the KPIs are the library's, and in order."""
    count = 9 if ORDER.index(step) <= ORDER.index("cut") else 0
    things = [Thing(f"Metric {n}", "health" if n < 6 else "change", kept=n < 3) for n in range(count)]
    typed = {**ANSWERED.typed, "tracked": "\n".join(thing.name for thing in things)}
    return Answers(step=step, typed=typed, things=things)


@pytest.mark.parametrize(("step", "following"), list(pairwise(ORDER)))
async def test_enter_goes_on_from_everything_that_can_have_the_focus(stage: Stage, step: str, following: str) -> None:
    """A line, a choice, a text of several lines with something in it, a list: wherever one stands, enter leads on."""
    app = newcomer(stage, answers=halfway(step))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, step)
        places = len(_places(app))
        for place in range(places):
            _places(app)[place].focus()
            await pilot.pause()
            for _ in range(8):
                if here(app) == step:
                    await pilot.press("enter")
                    await pilot.pause()
            await at_step(pilot, app, following)
            assert app.screen.focused is not None
            await pilot.press("escape")
            await at_step(pilot, app, step)
        assert places


def _places(app: CadenceApp) -> list[Widget]:
    """Give what can have the focus in the step that stands there."""
    assert isinstance(app.screen, WizardScreen)
    assert app.screen.step is not None
    return [one for one in app.screen.step.query("*").results() if one.focusable]


@pytest.mark.parametrize("step", ORDER)
async def test_every_step_can_be_left_and_resumed(stage: Stage, step: str) -> None:
    """The terminal is closed in it, and the next sitting opens it again, with nothing lost; esc asks for nothing."""
    app = newcomer(stage, answers=halfway(step))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, step)
        if isinstance(app.screen.focused, Line):
            await type_in(pilot, "4")
        await pilot.pause(0.5)
        before, _ = wizard.resume(FileStore.beside(stage.path))
    app = with_beginning(stage)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, step)
        for _ in range(2 * ORDER.index(step) + 2):
            if isinstance(app.screen, WizardScreen):
                await pilot.press("escape")
                await pilot.pause()
        await until(pilot, lambda: not isinstance(app.screen, WizardScreen))
    after, _ = wizard.resume(FileStore.beside(stage.path))
    lost = {name: text for name, text in before.typed.items() if after.typed.get(name) != text}
    assert lost == {}
    assert [thing.name for thing in after.things] == [thing.name for thing in before.things]


async def test_a_wrong_answer_is_named_beside_its_field(stage: Stage) -> None:
    """A time zone that does not exist stays where it is, with what would be right."""
    app = newcomer(stage, answers=Answers(step="rhythm", spot="zone"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "rhythm")
        await type_in(pilot, "Mars/Base")
        await pilot.press("enter")
        await until(pilot, lambda: "There is no time zone" in screen_text(app))
        assert here(app) == "rhythm"
        await pilot.press("ctrl+u")
        await type_in(pilot, "ber")
        await until(
            pilot, lambda: "“ber” may be Atlantic/Bermuda, Australia/Canberra, Europe/Berlin; type on" in _words(app)
        )
        await type_in(pilot, "l")
        await pilot.press("enter")
        await at_step(pilot, app, "people")
        assert app.screen.answers.get("zone") == "Europe/Berlin"  # type: ignore[attr-defined]


async def test_a_kpi_without_a_target_is_asked_for_one(stage: Stage) -> None:
    """Enter opens what is unfinished; leaving it with esc keeps what was typed."""
    app = newcomer(stage, answers=Answers(step="kpis", kpis=[{**_odd(), "name": "[/] {odd}"}]))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "kpis")
        assert "needs a target" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen.focused, Input))
        await pilot.pause()
        await type_in(pilot, "40")
        await pilot.press("escape")
        await at_step(pilot, app, "kpis")
        assert "≥ 40" in screen_text(app)


def _odd() -> dict[str, str]:
    """Give a KPI with nothing but a name."""
    from cadence_tui.services.wizard_kpis import blank

    return blank("odd")


async def test_five_hundred_pasted_lines_are_read(stage: Stage) -> None:
    """A long list is pasted whole, says what was done to it, and can be sorted and cut."""
    lines = "\n".join([f"Metric {n % 250}" for n in range(490)] + ["", "\x1b[31mRed", "x" * 300] + [""] * 7)
    app = newcomer(stage, answers=Answers(step="audit"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "audit")
        text = app.screen.query_one(Long)
        text.insert(lines)
        await until(pilot, lambda: "252 read: 240 named twice" in " ".join(screen_text(app).split()))
        await pilot.press("enter")
        await at_step(pilot, app, "sort")
        await pilot.press("enter")
        await at_step(pilot, app, "cut")
        assert "4 of 252 kept" in screen_text(app)
        await pilot.press("down", "down", "down", "down", "space")
        assert "5 of 252 kept" in screen_text(app)
        await pilot.press("b", "2", "escape", "enter")
        await at_step(pilot, app, "kpis")
        assert "Metric 1" in screen_text(app)


async def test_a_step_that_was_put_together_ahead_goes_by_what_was_answered_since(stage: Stage) -> None:
    """The next step is made while one reads, and made anew where an answer changes what it asks."""
    app = newcomer(stage, answers=Answers(step="people", typed={"name": "Fjord"}))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "people")
        await until(pilot, lambda: bool(app.screen.query("StageStep")))
        await type_in(pilot, "30")
        await pilot.press("enter", "enter", "enter")
        await at_step(pilot, app, "stage")
        assert "● alignment: 21–100" in screen_text(app)
        await until(pilot, lambda: len(app.screen.query("StageStep")) == 1)


async def test_keys_typed_ahead_reach_the_step_they_are_meant_for(stage: Stage) -> None:
    """From the key that opens the set-up on, nothing that is typed is lost, however quickly it comes."""
    app = newcomer(stage)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        for key in ["n", *"Fjord", "enter", *"Ada", "enter", "enter", "enter", *"14", "enter"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await at_step(pilot, app, "rhythm")
        run = app.screen
        assert isinstance(run, Run)
        await until(pilot, lambda: run.answers.spot == "close")
        assert [run.answers.get(name) for name in ("name", "you", "review")] == ["Fjord", "Ada", "14"]


async def test_a_kpi_that_was_spoilt_is_as_it_was_by_one_key(stage: Stage) -> None:
    """What is typed into a KPI is kept with every key; beginning anew is offered from the first one on."""
    app = newcomer(stage, answers=Answers(step="kpis", typed={"name": "Fjord"}))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "kpis")
        await pilot.press("space")
        await pilot.pause()
        assert "Begin anew" not in screen_text(app)
        await type_in(pilot, "99")
        await until(pilot, lambda: "Begin anew" in screen_text(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "Begin anew" not in screen_text(app))
        await pilot.press("escape")
        await at_step(pilot, app, "kpis")
        assert "✓ Cash runway " in screen_text(app)
        assert "99" not in screen_text(app)


async def test_whoever_owns_a_kpi_and_is_new_is_said_to_be_added(stage: Stage) -> None:
    """A name that was mistyped is seen before it is somebody; what stood there is written over."""
    typed = {"name": "Fjord", "you": "Ada", "count": "5", "people": "Bo\nÇelik"}
    app = newcomer(stage, answers=Answers(step="kpis", typed=typed))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "kpis")
        await pilot.press("space", "tab", *"cel", "tab", "shift+tab")
        assert "Çelik" in screen_text(app)
        assert "somebody new" not in screen_text(app)
        await pilot.press(*"Zed", "tab")
        assert "somebody new, who is added" in screen_text(app)
        await pilot.press("escape", "n")
        await type_in(pilot, "Waste <= 5 @Yan")
        await pilot.press("enter")
        assert "Yan is somebody new, who is added." in toasts(app)


async def test_alone_nobody_is_added(stage: Stage) -> None:
    """In a company of one every KPI is the founder's, whoever is named behind it."""
    app = newcomer(stage, answers=Answers(step="kpis", typed={"name": "Fjord", "you": "Ada", "count": "1"}))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "kpis")
        await pilot.press("n")
        await type_in(pilot, "Waste <= 5 @Yan")
        await pilot.press("enter")
        await until(pilot, lambda: "Waste" in screen_text(app))
        assert "somebody new" not in toasts(app)


async def test_a_team_is_refused_with_what_was_read_of_it(stage: Stage) -> None:
    """Somebody who is nobody here, and people without a colon before them, are named with what to do."""
    typed = {"name": "Fjord", "you": "Ada", "count": "5", "people": "Bo\nCy\nDi", "teams": "Growth: Bo, Zed"}
    app = newcomer(stage, answers=Answers(step="people", spot="teams", typed=typed))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "people")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Growth: Bo; Zed is nobody here. Add Zed" in _words(app))
        teams = app.screen.focused
        assert isinstance(teams, Long)
        teams.put("Growth: Ada, bo\nProduct Cy, Di")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "write it as “Product: Cy, Di”" in _words(app))
        assert here(app) == "people"
        teams.put("Growth: Ada, bo\nProduct: Cy, Di\nSupport")
        await pilot.press("ctrl+s")
        await at_step(pilot, app, "stage")


def _words(app: CadenceApp) -> str:
    """Give what is on the screen, however it is broken into lines."""
    return " ".join(screen_text(app).split())


async def test_both_lists_are_seen_before_either_is_cut(stage: Stage) -> None:
    """Where the second list is out of sight, enter goes to it first, and only then on."""
    things = [Thing(f"Metric {n}", "health", kept=n < 5) for n in range(9)]
    things += [Thing(f"Project {n}", "change", kept=n < 2) for n in range(3)]
    app = newcomer(stage, answers=Answers(step="cut", typed=dict(ANSWERED.typed), things=things))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "cut")
        assert "Project 2" not in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert here(app) == "cut"
        text = _words(app)
        assert "2 of 3 kept" in text
        assert "Project 2" in text
        assert "This is the second list." in text
        await pilot.press("enter")
        await at_step(pilot, app, "kpis")


async def test_what_is_said_of_one_step_does_not_stand_below_the_next(stage: Stage) -> None:
    """Where the audit's lines are left by enter, nothing is said of lines beside what is to be sorted."""
    app = newcomer(stage, answers=Answers(step="audit"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "audit")
        await type_in(pilot, "NPS")
        await pilot.press("enter", "enter")
        await at_step(pilot, app, "sort")
        await pilot.pause(0.5)
        assert "⏎ on an empty line" not in screen_text(app)
        assert "0 of 1 sorted" in screen_text(app)


async def test_only_what_enter_takes_stands_in_grey_without_a_word(stage: Stage) -> None:
    """What is an example and not taken by enter says so; all else that stands in grey is taken."""
    app = newcomer(stage, answers=Answers(step="people", typed={"count": "3"}))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "people")
        assert "for example Mateus" in screen_text(app)
        assert "for example Growth: Mateus, Yuki" in screen_text(app)


async def test_a_target_and_its_alert_are_written_alike(stage: Stage) -> None:
    """€10.000 and €8.000 stand side by side in the founder's own format, neither of them shortened alone."""
    entry = {**_odd(), "name": "MRR", "unit": "currency:EUR", "target": "10000", "alert": "8000"}
    typed = {"number_format": "1.234,50"}
    app = newcomer(stage, answers=Answers(step="kpis", typed=typed, kpis=[entry]))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await at_step(pilot, app, "kpis")
        assert "≥ €10.000" in screen_text(app)
        assert "< €8.000" in screen_text(app)
