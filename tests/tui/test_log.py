"""The log and its stories: what is shown, how it is narrowed, and each next step by its key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cadence_tui.services import decisions
from cadence_tui.services.week import pause_weeks
from cadence_tui.tui.dialogs.decide import Answer
from cadence_tui.tui.dialogs.notes import Notes
from cadence_tui.tui.screens import story_words
from cadence_tui.tui.screens.calibration import CalibrationScreen, Mirror
from cadence_tui.tui.screens.log import Search
from cadence_tui.tui.screens.log_words import change_words
from cadence_tui.tui.screens.story import StoryScreen
from cadence_tui.tui.widgets.footer import Footer
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.storyline import Storyline
from cadence_tui.tui.widgets.timeline import Timeline
from tests.companies import Company, plan
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)
SOLO = """
[company]
name = "Alone"
stage = "solo"
founder = "Ada"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"

[[kpis]]
key = "mrr"
name = "MRR [/] [b"
owner = "Ada"
direction = "at_least"
target = "10"
"""


def footer(app: CadenceApp) -> str:
    """Give what the footer offers."""
    return app.screen.query_one(Footer).render().lines[0].plain


async def opened(pilot: Pilot[None], app: CadenceApp, subject: str) -> Storyline:
    """Open a story."""
    await pilot.pause()
    app.open(None, subject)
    await pilot.pause()
    assert isinstance(app.screen, StoryScreen)
    return app.screen.query_one(Storyline)


def test_the_only_rung_is_not_counted() -> None:
    """Where nobody stands above, a story says so instead of counting one rung of one."""
    company = Company(plan(owner="Founder"), people=("Founder",)).at("2026-11-10T10:00")
    view = company.view()
    words = story_words.escalation_head(view, view.escalation("E-1"))[1].plain
    assert "of 1" not in words
    assert words.endswith("; nobody stands above")


async def in_log(pilot: Pilot[None], app: CadenceApp) -> Timeline:
    """Go to the log."""
    await pilot.pause()
    await pilot.press("4")
    await pilot.pause()
    return app.screen.query_one(Timeline)


async def test_the_log_narrows_by_single_keys_and_widens_by_the_same(stage: Stage) -> None:
    """E, D, A and C choose a kind, o, l, c and m a state; the same key again, or esc, shows all."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        everything = timeline.keys
        await pilot.press("D")
        assert {key[0] for key in timeline.keys} == {"D"}
        await pilot.press("A")
        assert {key[0] for key in timeline.keys} == {"A"}
        await pilot.press("l")
        assert timeline.keys == ["A-29", "A-27"]
        await pilot.press("l", "A")
        assert timeline.keys == everything
        await pilot.press("C", "o", "m")
        assert "Nothing in the log is like that" in screen_text(app)
        await pilot.press("escape")
        assert timeline.keys == everything


async def test_a_narrow_log_has_room_for_what_it_is_about(stage: Stage) -> None:
    """At 80 columns a title of 36 cells is read in full: the day does without its time, people without last names."""
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await in_log(pilot, app)
        text = screen_text(app)
        assert re.search(r"E-20  Mon  Trial to paid: breach, then no answer +Mateo +! 8 h left", text)


async def test_the_log_is_searched_as_one_types(stage: Stage) -> None:
    """Each key narrows; in the field every letter is text; enter goes to the list with the text kept."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("slash")
        await type_in(pilot, "detractor")
        await pilot.pause()
        assert timeline.keys == ["D-27", "A-29"]
        await pilot.press("enter")
        assert timeline.has_focus
        assert app.screen.query_one(Search).value == "detractor"
        await pilot.press("escape")
        assert len(timeline.keys) > 2


async def test_a_row_opens_its_story_and_esc_comes_back_to_it(stage: Stage) -> None:
    """Enter opens the row's page, and the cursor is where it was on return."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("D", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StoryScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert timeline.has_focus
        assert timeline.cursor == "D-30"


async def test_a_story_tells_who_was_asked_what_they_decided_and_whether_it_worked(stage: Stage) -> None:
    """Each cause has its period and value, each rung who was asked and by when, each decision its actions."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "E-16")
        shown = screen_text(app)
        for words in ("breach: 10.4 % in W43", "Owner, Santiago Rojas asked for a corrective action, until",
                      "D-26", "6 % expected by", "A-27", "days late", "did it work?", "no answer in time"):  # fmt: skip
            assert words in shown


async def test_the_footer_offers_what_the_rung_may_do(stage: Stage) -> None:
    """A rung that owes an action may not re-target; the top rung may."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "E-18")
        assert "Decide" in footer(app)
        assert "New target" not in footer(app)
        await opened(pilot, app, "E-16")
        assert "New target" in footer(app)


async def test_an_escalation_is_answered_with_a_decision_and_an_action(stage: Stage) -> None:
    """The form logs the decision with its action, names it in a toast, and undo takes it back."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, "E-20")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Answer))
        await pilot.pause()
        form = app.screen.query_one(Form)
        for name, text in {"title": "Call them [/]", "why": "nobody did [b", "action1": "Call ten"}.items():
            form.rows[name].control.put(text)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, StoryScreen))
        assert "D-32 answers E-20: Call them [/]" in toasts(app)
        assert "Call ten" in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert "Undone" in toasts(app)
        assert "Call ten" not in screen_text(app)


async def test_a_corrective_action_is_asked_for_beside_its_field(stage: Stage) -> None:
    """Without the action that the rung owes, the form stays, and says so below the field."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "E-18")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Answer))
        await pilot.pause()
        form = app.screen.query_one(Form)
        form.rows["title"].control.put("Wait")
        form.rows["why"].control.put("it passes")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "owes a corrective action: add one" in screen_text(app))
        assert form.rows["title"].typed == "Wait"
        assert form.rows["action1"].control.has_focus


async def test_actions_are_done_verified_dropped_and_kept_from_the_list(stage: Stage) -> None:
    """Each step is one key on the row, says what it did, and takes the row on."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("A")
        timeline.cursor = "A-33"
        await pilot.press("space")
        await pilot.pause()
        assert "A-33 is done" in toasts(app)
        await pilot.press("v")
        await pilot.pause()
        assert "A-33 is verified" in toasts(app)
        timeline.cursor = "A-29"
        await pilot.press("X")
        await pilot.pause()
        await type_in(pilot, "they came back")
        await pilot.press("enter")
        await until(pilot, lambda: "A-29 is dropped" in toasts(app))
        timeline.cursor = "A-27"
        await pilot.press("K")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "A-27 is due" in toasts(app))


async def test_an_action_that_somebody_settled_meanwhile_is_refused_with_who(stage: Stage) -> None:
    """A stale view changes nothing, and says what has changed."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("A")
        timeline.cursor = "A-33"
        with stage.sit_down() as desk:
            decisions.drop(desk, "A-33", "no longer needed")
        await pilot.press("space")
        await until(pilot, lambda: "A-33 is dropped already" in toasts(app))
        assert "Noor Haddad did that" in toasts(app)


async def test_a_decision_is_checked_and_superseded(stage: Stage) -> None:
    """The key v asks whether it worked; s puts another in its place, and both say so."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, "D-25")
        await pilot.press("v")
        await pilot.pause()
        await pilot.press("right")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "D-25 failed" in toasts(app))
        await pilot.press("s")
        await pilot.pause()
        form = app.screen.query_one(Form)
        form.rows["title"].control.put("A year for ten months")
        form.rows["why"].control.put("pauses did not help")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "takes the place of D-25" in toasts(app))
        assert "took its place" in screen_text(app)
        await opened(pilot, app, "D-32")
        assert "this takes its place" in screen_text(app)


async def test_another_process_keeps_the_file_and_nothing_is_lost(stage: Stage) -> None:
    """While the file is kept, the step waits, and is made by itself afterwards."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("A")
        timeline.cursor = "A-33"
        with stage.sit_down() as other, other.repository.database.transaction():
            await pilot.press("space")
            await pilot.pause()
            assert "waiting" in toasts(app)
        await until(pilot, lambda: "A-33 is done" in toasts(app))


async def test_in_a_company_of_one_nobody_is_named(stage: Stage) -> None:
    """No owner is asked for or shown, nothing is mine, and done is all there is."""
    from datetime import timedelta

    stage.now -= timedelta(days=14)
    stage.company(SOLO)
    stage.now += timedelta(days=14)
    with stage.sit_down() as desk:
        decisions.add_action(desk, decisions.ActionDraft("Call [/]", "Ada", "2026-12-31"))
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "Welcome back" in screen_text(app))
        await pilot.press("escape")  # the weeks that nobody kept are asked about first
        timeline = await in_log(pilot, app)
        assert "mine" not in screen_text(app)
        assert "MRR [/] [b" in screen_text(app)
        assert "Ada" not in screen_text(app)
        timeline.cursor = "A-1"
        await pilot.pause()
        assert "Verify" not in footer(app)
        await pilot.press("space")
        await pilot.pause()
        assert "✓ done" in screen_text(app)
        timeline.cursor = "E-1"
        await pilot.press("d")
        await pilot.pause()
        assert not {"by", "owner1"} & set(app.screen.query_one(Form).rows)


async def test_whether_decisions_worked_is_one_key_from_the_log(stage: Stage) -> None:
    """The counts come first, enter the decisions behind one, enter again the story of one; esc goes back each time."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await in_log(pilot, app)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, CalibrationScreen))
        mirror = app.screen.query_one(Mirror)
        await until(pilot, lambda: "By quarter" in screen_text(app))
        await until(pilot, lambda: "…" not in screen_text(app))
        assert mirror.cursor == "all"
        before = len(mirror.keys)
        await pilot.press("enter", "down")
        assert len(mirror.keys) > before
        assert mirror.cursor.startswith("D-")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StoryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CalibrationScreen))
        await pilot.press("up", "enter")
        assert len(mirror.keys) == before


async def test_a_company_of_one_is_told_what_the_mirror_is_for(stage: Stage) -> None:
    """Before any decision's day has come it says so, and names no decider."""
    stage.company(SOLO)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await in_log(pilot, app)
        await pilot.press("y")
        await until(pilot, lambda: "Four weeks after a decision" in screen_text(app))
        assert "By who decided" not in screen_text(app)


async def test_a_decision_s_record_is_written_by_one_key(stage: Stage) -> None:
    """The file stands beside the notes, and a toast says where; the same again adds none."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await in_log(pilot, app)
        await pilot.press("D")
        timeline = app.screen.query_one(Timeline)
        await until(pilot, lambda: timeline.cursor.startswith("D-"))
        await pilot.press("x", "x")
        await until(pilot, lambda: "Written to" in toasts(app))
        folder = app.host.notes_of(app.desk, app.host.notes) / "decisions"
        (path,) = folder.iterdir()
        assert path.name.startswith(f"{timeline.cursor}-")
        assert path.read_text("utf-8").startswith("---\nstatus: ")


async def test_a_change_opens_to_something(stage: Stage) -> None:
    """A meeting opens to its notes, and a paused week tells who paused it and why."""
    from cadence_tui.services import week

    with stage.sit_down() as desk:
        week.pause(desk, "2026-W49", "everybody is at [/] the fair")
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        timeline = await in_log(pilot, app)
        await pilot.press("slash", *"paused fair", "enter")
        await until(pilot, lambda: timeline.cursor.startswith("#"))
        await pilot.press("enter")
        await until(pilot, lambda: "everybody is at [/] the fair" in screen_text(app))
        await pilot.press("escape")
        app.screen.query_one(Search).value = "closed"
        await until(pilot, lambda: timeline.cursor.startswith("#"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Notes))


def test_weeks_that_were_paused_together_are_named_by_the_first_and_the_last(stage: Stage) -> None:
    """Five weeks away take one short line, and not the ids of all five."""
    with stage.sit_down() as desk:
        pause_weeks(desk, [f"2026-W{number}" for number in range(48, 53)], "the bakery moves")
        view = desk.view()
        entry = next(iter(view.repository.entries_backwards()))
        assert change_words(entry, view) == "W48 to W52, 5 weeks, paused"


async def test_the_key_that_decides_says_where_nothing_waits_for_it(stage: Stage) -> None:
    """On what has ended, and on an action: whoever goes on typing has been told that there is no field."""
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        timeline = await in_log(pilot, app)
        view = app.view()
        assert view is not None
        ended = next(one.id for one in reversed(view.escalations(ended=True)) if one.state != "open")
        action = view.repository.actions()[0].id
        for subject, words in ((ended, f"{ended} has ended"), (action, "Nothing here waits for a decision")):
            await opened(pilot, app, subject)
            await pilot.press("d")
            assert words in toasts(app)
            await pilot.press("escape")
        assert app.screen.query_one(Timeline) is timeline
