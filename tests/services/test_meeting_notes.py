"""The notes of whole meetings, compared with files: what is in them is what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadence_tui.domain.ladder import Rung
from cadence_tui.export.markdown import weekly
from cadence_tui.services import decisions, meeting, minutes, notes, week
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from tests.companies import Company, plan

GOLDEN = Path(__file__).parent.parent / "golden"
W45, W46 = "2026-W45", "2026-W46"
LADDER = (Rung("Owner", "owner", "action", 48), Rung("Lead", "lead", "decision", 72))
MORNING, TUESDAY = "2026-11-09T09:00", "2026-11-10T09:00"


def company() -> Company:
    """Found a company with two KPIs on the morning of its first close."""
    return Company(plan("nps"), plan("runs", "at_least 10"), ladder=LADDER).at(MORNING)


def quiet() -> Company:
    """Hold a meeting in which all is well."""
    one = company()
    one.record("44", W45)
    one.record("12", W45, key="runs")
    meeting.finish(one.desk, W45, rating=9)
    return one


def answered_ahead() -> Company:
    """Miss a target, and answer before the week is judged."""
    one = company()
    one.record("20", W45)
    one.record("12", W45, key="runs")
    minutes.hold(
        one.desk,
        W45,
        "nps",
        DecisionDraft("Call them", "Nobody knows why.", actions=[ActionDraft("call", "Bo", "2026-11-16")]),
    )
    return one


def eventful() -> Company:
    """Hold a meeting with a breach that was answered ahead, something decided, a note, and a line of one's own."""
    one = answered_ahead()
    decisions.add_action(one.desk, ActionDraft("Book the hall", "Lea", "2026-11-20"))
    minutes.note(one.desk, W45, "The fair is in May.")
    minutes.write_lines(one.desk, W45, {"missed": "We did not listen."})
    meeting.finish(one.desk, W45, rating=6, remark="Too long.")
    return one


def late() -> Company:
    """Hold a meeting on the day after its deadline, by which one value was missing."""
    one = company()
    one.record("44", W45)
    one.at(TUESDAY).record("12", W45, key="runs")
    meeting.finish(one.desk, W45)
    return one


HELD = {"quiet": quiet, "eventful": eventful, "late": late}


@pytest.mark.parametrize("name", HELD)
def test_the_notes_of_a_meeting_are_as_they_were(name: str) -> None:
    """The Markdown of a meeting, and its form for chat, hold what was said in it, as the files in tests/golden do."""
    facts = {**notes.weekly(HELD[name]().view(), W45), "head": ""}
    assert weekly(facts) == (GOLDEN / f"meeting-{name}.md").read_text("utf-8")
    assert weekly(facts, form="chat") == (GOLDEN / f"meeting-{name}.txt").read_text("utf-8")


def test_what_is_seen_before_the_close_is_what_is_written_at_it() -> None:
    """The notes that are rendered before the close are those that it writes, held answers and all."""
    one = answered_ahead()
    ahead = weekly({**week.preview_facts(one.view(), W45, rating=7), "head": ""})
    meeting.finish(one.desk, W45, rating=7)
    assert weekly({**notes.weekly(one.view(), W45), "head": ""}) == ahead


def test_a_value_that_was_worked_out_is_rounded_in_the_notes() -> None:
    """A mean of seven days has no end of digits; what somebody typed keeps all of its own."""
    facts = notes.gather(quiet().view(), W45)
    facts["scorecard"][0]["value"] = "99.97142857142857142857142857"
    facts["scorecard"][1]["value"] = "12.345678"
    text = weekly(facts)
    assert "| 99.97 |" in text
    assert "| 12.345678 |" in text
