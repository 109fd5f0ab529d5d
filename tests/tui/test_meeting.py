"""Whole check-ins by keys alone, from `w` to the notes file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cadence_tui.services import decisions, kpis, meeting, minutes, week
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.tui.dialogs.help import Help, Sheet
from cadence_tui.tui.screens.meeting import Meeting
from cadence_tui.tui.widgets.value_field import KEEP_AFTER, ValueField
from tests.companies import wall
from tests.meetings import KEYS, MONDAY, WEEK, founded, record
from tests.tui.driving import screen_text, toasts, type_in, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

SIZE = (120, 40)


def here(app: CadenceApp) -> str:
    """Name the step that is gone through."""
    screen = app.screen
    assert isinstance(screen, Meeting)
    assert screen.step is not None
    return screen.step.NAME


def notes(stage: Stage) -> str:
    """Read the notes that were written."""
    return (stage.folder / "notes" / f"{WEEK}.md").read_text("utf-8")


async def fill(pilot: Pilot[None], *values: str) -> None:
    """Type values, each with enter."""
    for value in values:
        await type_in(pilot, value)
        await pilot.press("enter")


async def test_a_normal_week_costs_its_values_and_16_keys(stage: Stage) -> None:
    """Nine KPIs on track, nothing open and nothing decided: from `w` to the notes file, 16 keys beside the values."""
    founded(stage)
    app, keys = stage.app(), 0
    async with app.run_test(size=SIZE) as pilot:

        async def press(*names: str) -> None:
            nonlocal keys
            keys += len(names)
            await pilot.press(*names)

        await press("w")
        for _ in KEYS:
            await type_in(pilot, "51")
            await press("enter")
        assert here(app) == "close"
        await press("8", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    assert keys <= 16
    assert "9 of 9 KPIs on track" in notes(stage)
    assert "Rating: 8 of 10" in notes(stage)
    with stage.sit_down() as desk:
        assert desk.repository.judgement("k9", WEEK) is not None
        assert meeting.sitting(desk, WEEK) is None


async def test_a_solo_founder_is_neither_asked_for_a_rating_nor_shown_a_clock(stage: Stage) -> None:
    """In a company of one there is no clock and no rating: enter closes."""
    founded(stage, solo=True)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        assert "of 25:00" not in screen_text(app)
        await fill(pilot, *["51"] * 9)
        assert here(app) == "close"
        assert "This meeting" not in screen_text(app)
        await pilot.press("enter")
        assert "Done. The notes are in" in screen_text(app)
    assert "9 of 9 KPIs on track" in notes(stage)


async def test_help_says_once_what_enter_does_in_a_field(stage: Stage) -> None:
    """Saved, passed when empty, and on to the next KPI without one: in one line, and nowhere else otherwise."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        told = [line for line in app.screen.query_one(Sheet).copied().splitlines() if "⏎" in line]
        assert [line.split(None, 1)[1] for line in told] == [
            "Save the value, and go to the next KPI without one; empty, pass it."
        ]


async def test_a_breach_asks_why_and_its_answer_is_logged_with_the_close(stage: Stage) -> None:
    """A breach asks for a line of why; the answer to its miss is held, and logged right after the miss."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w", "2", "0")
        await pilot.press("enter")
        assert "is a breach. Why?" in screen_text(app)
        await type_in(pilot, "the mill stood still")
        await pilot.press("enter")
        await fill(pilot, *["51"] * 8)
        assert here(app) == "escalations"
        assert "20 against at least 40" in screen_text(app)
        assert "with this close" in screen_text(app)
        await pilot.press("d")
        await type_in(pilot, "Mend the mill")
        await pilot.press("enter")
        await type_in(pilot, "it is broken")
        await pilot.press("enter", "enter", "enter")
        await type_in(pilot, "Call the smith")
        await pilot.press("ctrl+s")
        assert "answer held" in screen_text(app)
        with stage.sit_down() as desk:
            assert desk.repository.decisions() == []
        await pilot.press("ctrl+s")
        assert here(app) == "agreed"
        await pilot.press("ctrl+s")
        assert here(app) == "close"
        assert "E-1 opens" in screen_text(app)
        await pilot.press("enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    with stage.sit_down() as desk:
        (decision,) = desk.repository.decisions()
        escalation = desk.repository.escalation("E-1")
        assert escalation is not None
        assert (decision.title, decision.answers, escalation.answered) == ("Mend the mill", ("E-1",), True)
        events = [event.kind for event, _, _ in desk.repository.events_of("E-1")]
        assert events == ["miss", "response"]
        assert desk.repository.minutes("weekly", WEEK) == []
    text = notes(stage)
    assert "the mill stood still" in text
    assert "D-1 Mend the mill" in text
    assert "Call the smith" in text


async def test_a_meeting_does_not_end_with_a_fresh_miss_unanswered(stage: Stage) -> None:
    """The close leads back to a fresh miss that nobody has answered, until somebody says later."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS[1:], "51"), k1="20")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w")
        assert here(app) == "scorecard"
        await pilot.press("ctrl+s", "ctrl+s")
        assert here(app) == "close"
        await pilot.press("enter", "enter")
        assert here(app) == "escalations"
        assert "answer the miss first, or say later" in toasts(app)
        await pilot.press("L")
        assert "→ later" in screen_text(app)
        await pilot.press("ctrl+s", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)


async def test_noise_is_accepted_by_one_key(stage: Stage) -> None:
    """A miss inside its usual range is accepted by one key, its why filled in, and logged with the close."""
    founded(stage, values="28")
    record(stage, **dict.fromkeys(KEYS, "29"))
    with stage.sit_down() as desk:
        before = {one.id for one in desk.repository.decisions()}
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w", "ctrl+s")
        assert here(app) == "escalations"
        await pilot.press("a")
        assert "accepted as inside its usual range" in toasts(app)
        await pilot.press("u")
        assert "answer held" not in screen_text(app)
        await pilot.press(*["a", "down"] * 9)
        await pilot.press("ctrl+s", "ctrl+s", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    with stage.sit_down() as desk:
        fresh = [one for one in desk.repository.decisions() if one.id not in before]
        assert {(one.kind, one.why) for one in fresh} == {("accept", "inside its usual range")}


async def test_it_is_resumed_at_the_very_field_by_whoever_comes_next(stage: Stage) -> None:
    """Left in the middle of a value, it goes on in that field, for somebody else too, with what was half typed."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        await fill(pilot, "51", "52")
        await pilot.press("4", "7", "left", "escape", "escape")
        await until(pilot, lambda: "is under way (resume: w)" in screen_text(app))
    app = stage.app()
    with stage.sit_down() as desk:
        desk.asked_for = "Bo"
    async with app.run_test(size=SIZE) as pilot:
        app.desk.asked_for = "Bo"
        await pilot.press("w")
        field = app.screen.query_one(ValueField)
        assert app.focused is field
        assert (field.value, field.cursor_position) == ("47", 1)


async def test_it_is_resumed_where_the_cursor_stood_though_the_text_was_kept_before(stage: Stage) -> None:
    """A cursor that moves once the text has been kept is kept too: the next key goes where it was meant to go."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "4", "7")
        await pilot.pause(KEEP_AFTER * 2)
        await pilot.press("left", "escape", "escape", "w")
        field = app.screen.query_one(ValueField)
        assert (field.value, field.cursor_position) == ("47", 1)


async def test_the_deadline_passes_while_the_meeting_is_open(stage: Stage) -> None:
    """At the deadline the week is judged, one sentence says so, and what is typed is kept and comes late."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w")
        await fill(pilot, "51")
        await type_in(pilot, "5")
        stage.now = wall("2026-11-23T18:00")
        app._tick()
        await pilot.pause()
        assert "The deadline has passed" in toasts(app)
        field = app.screen.query_one(ValueField)
        assert (app.focused, field.value) == (field, "5")
        await type_in(pilot, "2")
        await pilot.press("enter")
        assert "kept beside the late judgement" in toasts(app)
    with stage.sit_down() as desk:
        judgement = desk.repository.judgement("k2", WEEK)
        assert judgement is not None
        assert (judgement.status, str(judgement.late_value)) == ("late", "52")


async def test_a_meeting_after_the_deadline_is_still_that_weeks(stage: Stage) -> None:
    """On the day after, the check-in is about the week that closed: late values are asked for, and it is recorded."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS[1:], "51"))
    stage.now = wall("2026-11-24T09:00")
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w")
        assert here(app) == "scorecard"
        await fill(pilot, "50")
        assert "kept beside the late judgement" in toasts(app)
        await pilot.press("ctrl+s", "ctrl+s")
        assert here(app) == "close"
        await pilot.press("7", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    with stage.sit_down() as desk:
        assert WEEK in desk.repository.held_since("weekly", WEEK)
    assert "Rating: 7 of 10" in notes(stage)


async def test_a_note_a_decision_and_an_action_are_added_from_a_field(stage: Stage) -> None:
    """ctrl+n works while a value is being typed; what is added stands in the notes, and the field is found again."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "5", "ctrl+n", "right", "right", "enter")
        await type_in(pilot, "Bo is away")
        await pilot.press("ctrl+s")
        assert isinstance(app.focused, ValueField)
        assert app.focused.value == "5"
        await fill(pilot, "1", *["51"] * 8)
        assert here(app) == "agreed"
        assert "Bo is away" in screen_text(app)
        await pilot.press("ctrl+s", "enter", "enter")
    assert "- Bo is away (Ada)" in notes(stage)


async def test_two_people_are_in_it_on_two_terminals(stage: Stage) -> None:
    """Each sees what the other enters, and a value that somebody else has typed meanwhile is not overwritten."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "4", "9")
        record(stage, k1="55", k2="56")
        app._tick()
        await pilot.pause()
        assert "56" in screen_text(app)
        await pilot.press("enter")
        assert "Somebody has changed it to 55 meanwhile" in screen_text(app)
        await pilot.press("ctrl+u")
    with stage.sit_down() as desk:
        assert str(desk.repository.reading("k1", WEEK)) == "55"


async def test_a_week_that_was_held_can_be_held_again(stage: Stage) -> None:
    """What comes after the close is judged by closing again, and the rating of before stays."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS[1:], "51"))
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "ctrl+s", "7", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
        await pilot.press("escape", "w")
        assert here(app) == "scorecard"
        await fill(pilot, "52")
        assert here(app) == "close"
        await pilot.press("enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    with stage.sit_down() as desk:
        assert desk.repository.judgement("k1", WEEK) is not None
        assert [one["rating"] for one in desk.repository.meetings("weekly") if one["period"] == WEEK] == [7]


async def test_undoing_a_close_says_where_its_notes_stay_and_the_next_writes_them_anew(stage: Stage) -> None:
    """One file for one meeting: held again it has the new notes; one that somebody has written in is left alone."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS, "51"))
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        for rating in ("7", "8"):
            await pilot.press("w", "ctrl+s", *["backspace"] * 2, rating, "enter", "enter")
            assert "Done. The notes are in" in screen_text(app)
            assert f"Rating: {rating} of 10" in notes(stage)
            await pilot.press("escape", "u")
            assert f"{WEEK}.md; they are written anew" in toasts(app)
        assert [one.name for one in (stage.folder / "notes").iterdir()] == [f"{WEEK}.md"]
        (stage.folder / "notes" / f"{WEEK}.md").write_text("mine", "utf-8")
        await pilot.press("w", "ctrl+s", *["backspace"] * 2, "9", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
    assert notes(stage) == "mine"
    assert "Rating: 9 of 10" in (stage.folder / "notes" / f"{WEEK}-2.md").read_text("utf-8")


async def test_a_meeting_that_was_held_is_not_under_way_again_by_a_look(stage: Stage) -> None:
    """Opened and left again after its end, it asks nobody to go on with it."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS, "51"))
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "ctrl+s")
        await pilot.press("escape")
        assert "under way" in screen_text(app)
        await pilot.press("w", *["backspace"] * 2, "8", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
        await pilot.press("escape")
        assert "under way" not in screen_text(app)
        await pilot.press("w", "escape")
        assert "under way" not in screen_text(app)


async def test_the_summary_is_written_in_ones_own_words(stage: Stage) -> None:
    """A line of the summary that somebody writes takes the place of what the facts say."""
    founded(stage)
    record(stage, **dict.fromkeys(KEYS, "51"))
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "ctrl+s", "tab", "tab", "e")
        await pilot.press("ctrl+end", *["backspace"] * 80)
        await type_in(pilot, "all quiet")
        await pilot.press("ctrl+s")
        assert "Moved: all quiet" in screen_text(app)
        await pilot.press("enter", "enter")
    assert "- **Moved:** all quiet" in notes(stage)
    assert "- **Missed:** nothing." in notes(stage)


async def test_the_notes_are_sent_to_the_clipboard(stage: Stage) -> None:
    """One key copies the notes and another the form for chat; the path is said in any case."""
    founded(stage, solo=True)
    record(stage, **dict.fromkeys(KEYS, "51"))
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w", "ctrl+s", "enter", "y")
        assert app.clipboard == notes(stage)
        assert f"{WEEK}.md" in toasts(app)
        await pilot.press("Y")
        assert "9 of 9 KPIs on track" in app.clipboard
        assert "|" not in app.clipboard


async def test_a_retired_kpi_leaves_a_sane_screen(stage: Stage) -> None:
    """When somebody retires the KPI whose value is being typed, a sentence says so, and the meeting goes on."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("w", "4")
        with stage.sit_down() as desk:
            kpis.retire(desk, "k1", "nobody reads it")
        app._tick()
        await pilot.pause()
        assert "has been retired" in toasts(app)
        await pilot.resize_terminal(60, 16)
        await pilot.resize_terminal(120, 40)
        await pilot.press("ctrl+s")
        assert here(app) == "close"


async def test_somebody_else_closes_the_week_meanwhile(stage: Stage) -> None:
    """When another process closes the week, what is typed is kept, and the end of the meeting says what is left."""
    founded(stage)
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "4", "5")
        record(stage, **dict.fromkeys(KEYS[1:], "51"))
        with stage.sit_down() as desk:
            week.close(desk)
        app._tick()
        await pilot.pause()
        field = app.screen.query_one(ValueField)
        assert (app.focused, field.value) == (field, "45")
        await pilot.press("enter")
        assert here(app) == "close"
        assert "Judges 1 KPI" in screen_text(app)


async def test_actions_and_decisions_are_gone_through_by_keys(stage: Stage) -> None:
    """Last week's action is marked done, and a decision whose day has come is put then and now, by one key each."""
    founded(stage)
    with stage.sit_down() as desk:
        stage.now = wall("2026-11-09T09:00")
        draft = DecisionDraft("Call everybody", "to hear it", ("k1",), check_on="2026-11-23")
        decisions.decide(desk, draft)
        decisions.add_action(desk, ActionDraft("Write the letter", "Bo", "2026-11-20"))
        stage.now = MONDAY
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        assert here(app) == "follow"
        assert "3 days late" in screen_text(app)
        await pilot.press("space", "enter")
        assert "to verify" in screen_text(app)
        assert "◆D-1" in screen_text(app)
        await pilot.press("v", "ctrl+s")
        assert "Did it work?" not in screen_text(app)
        await pilot.press("enter")
        assert here(app) == "scorecard"
    with stage.sit_down() as desk:
        assert desk.repository.decision("D-1").outcome == "worked"


async def test_the_minutes_of_a_step_are_planned_in_the_settings(stage: Stage) -> None:
    """The plan is the company's: what somebody plans there holds for the clock of every meeting."""
    founded(stage)
    with stage.sit_down() as desk:
        minutes.plan(desk, "weekly", {"close": 15})
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        assert "of 40:00" in screen_text(app)
        stage.now += timedelta(seconds=8)
        assert isinstance(app.screen, Meeting)
        app.screen._tick()
        assert app.screen.spent == {"scorecard": 8}
        await pilot.press("escape", "P")
        assert "paused" in screen_text(app)
        stage.now += timedelta(seconds=8)
        app.screen._tick()
        assert app.screen.spent == {"scorecard": 8}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_text_goes_through_the_meeting(stage: Stage, size: tuple[int, int]) -> None:
    """Markup in names, values, reasons and notes is shown as it is, in every step."""
    founded(stage)
    with stage.sit_down() as desk:
        kpis.edit(desk, "k1", {"name": "churn [/] fell"}, why="[b")
        decisions.add_action(desk, ActionDraft("[@click=app.quit]x[/]", "Bo", "2026-11-20"))
        stage.now = wall("2026-11-23T10:05")
    app = stage.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("w", "2", "0", "enter")
        await type_in(pilot, "see [Q3] [/")
        await pilot.press("enter")
        assert "churn [/] fell" in screen_text(app)
        await pilot.press("ctrl+s")
        assert here(app) == "escalations"
        assert "see [Q3] [/" in screen_text(app)
        await pilot.press("L", "ctrl+n", "right", "right", "enter")
        await type_in(pilot, "[/b] note")
        await pilot.press("ctrl+s", "ctrl+s", "f2", "escape")
        assert "[/b] note" in screen_text(app)
        await pilot.press("ctrl+s", "enter", "enter")
        assert "Done. The notes are in" in screen_text(app)
