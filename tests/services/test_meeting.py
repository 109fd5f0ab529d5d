"""A check-in under way: answers held until their miss is judged, what is put off, and which week it is about."""

from __future__ import annotations

import pytest

from cadence_tui.domain.errors import CadenceError, InvalidError, RefusedError
from cadence_tui.domain.ladder import Rung
from cadence_tui.services import meeting, minutes, notes, undo
from cadence_tui.services.decisions import ActionDraft, DecisionDraft
from cadence_tui.services.meeting import Sitting
from tests.companies import Company, plan, wall

W45, W46 = "2026-W45", "2026-W46"
LADDER = (Rung("Owner", "owner", "action", 48), Rung("Lead", "lead", "decision", 72))
MORNING = "2026-11-09T09:00"
"""The morning on which week 45 closes at 18:00."""


def company(*, value: str = "20") -> Company:
    """Found a company whose one KPI has a value, which is a breach unless another is given."""
    found = Company(plan("nps"), plan("runs", "at_least 10"), ladder=LADDER).at(MORNING)
    found.record(value, W45)
    found.record("12", W45, key="runs")
    return found


def answer(kind: str | None = None, *actions: str, owner: str = "Olga") -> DecisionDraft:
    """Draft an answer."""
    drafts = [ActionDraft(text, owner, "2026-11-16") for text in actions]
    return DecisionDraft("Call them", "Nobody knows why.", kind=kind, actions=drafts)


def test_an_answer_is_held_until_the_close_and_logged_right_after_its_miss() -> None:
    """The miss opens its escalation, and the decision answers it at the same instant, after it."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    assert one.repository.decisions() == []
    closing = meeting.finish(one.desk, W45)
    escalation = one.escalation()
    assert [d.answers for d in closing.answered] == [(escalation.id,)]
    assert (escalation.rung, escalation.answered, one.view().due_at(escalation)) == (1, True, None)
    kinds = [(event.kind, event.at) for event, _, _ in one.repository.events_of(escalation.id)]
    assert kinds == [("miss", one.now), ("response", one.now)]
    assert [a.text for a in one.repository.actions()] == ["call"]


def test_the_notes_hold_the_answer_that_the_close_logged() -> None:
    """What was held stands in the notes of the meeting, as answered."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    meeting.finish(one.desk, W45)
    facts = notes.weekly(one.view(), W45)
    assert [d["title"] for d in facts["decisions"]] == ["Call them"]
    assert [(e["state"], e["answered"]) for e in facts["escalations"]] == [("open", True)]


def test_who_gave_an_answer_has_decided() -> None:
    """Whoever closes the week, the decision is of the person who held it."""
    one = company()
    one.actor = "Lea"
    minutes.hold(one.desk, W45, "nps", answer("accept"))
    one.actor = "Fay"
    closing = meeting.finish(one.desk, W45)
    assert [d.by for d in closing.answered] == ["Lea"]
    assert one.escalation().outcome == "accepted"


@pytest.mark.parametrize(
    ("draft", "word"),
    [
        (answer(None), "corrective action"),
        (answer("retarget")._replace(definition={"target": "15"}), "owes a decision"),
        (answer(None, "call", owner="Nobody"), "Nobody"),
        (answer(None, "")._replace(), "action"),
    ],
)
def test_what_the_close_would_refuse_is_refused_at_once(draft: DecisionDraft, word: str) -> None:
    """An answer that the rung may not give, or that names nobody known, is refused as it is held; nothing stays."""
    one = company()
    before = one.repository.head()
    with pytest.raises(CadenceError, match=word):
        minutes.hold(one.desk, W45, "nps", draft)
    assert one.repository.head() == before
    assert one.view().judgement("nps", W45) is None


def test_an_answer_needs_a_miss_that_is_coming() -> None:
    """A KPI that is on track cannot be answered ahead."""
    one = company()
    with pytest.raises(RefusedError, match="no miss of runs"):
        minutes.hold(one.desk, W45, "runs", answer(None, "call"))


def test_an_answer_whose_miss_did_not_come_is_let_go() -> None:
    """A value set right before the close leaves nothing to answer; the close says so and logs nothing."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    one.record("44", W45)
    closing = meeting.finish(one.desk, W45)
    assert (closing.answered, closing.idle) == ((), ("nps",))
    assert one.repository.decisions() == []
    assert minutes.minutes_of(one.repository, W45).answers == {}


def test_the_deadline_may_pass_before_the_meeting_ends() -> None:
    """The week is judged at its deadline, and a held answer is logged when the meeting ends."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    one.at("2026-11-09T18:20")
    assert one.escalation().opened_at == wall("2026-11-09T18:00")
    closing = meeting.finish(one.desk, W45)
    assert [d.at for d in closing.answered] == [wall("2026-11-09T18:20")]
    assert one.repository.meeting_held_at("weekly", W45) == wall("2026-11-09T18:20")


def test_a_fresh_miss_is_answered_or_put_off() -> None:
    """What nobody has answered is listed until somebody answers, or says later; one takes the other's place."""
    one = company()
    assert [miss.escalation.kpi for miss in meeting.unanswered(one.view(), W45)] == ["nps"]
    minutes.put_off(one.desk, W45, "nps")
    assert meeting.unanswered(one.view(), W45) == []
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    assert minutes.minutes_of(one.repository, W45).later == frozenset()
    minutes.take_back(one.desk, W45, "nps")
    assert len(meeting.unanswered(one.view(), W45)) == 1


def test_closing_again_logs_nothing_twice() -> None:
    """A held answer is logged once, however often the week is closed."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    meeting.finish(one.desk, W45)
    meeting.finish(one.desk, W45)
    assert len(one.repository.decisions()) == 1


def test_a_close_is_undone_with_the_answers_it_logged() -> None:
    """Undo takes judgements, escalation, decision and action back, and holds the answer again; redo makes all anew."""
    one = company()
    minutes.hold(one.desk, W45, "nps", answer(None, "call"))
    meeting.finish(one.desk, W45)
    undo.undo(one.desk)
    assert (one.repository.decisions(), one.repository.actions(), one.view().escalations()) == ([], [], [])
    assert set(minutes.minutes_of(one.repository, W45).answers) == {"nps"}
    undo.redo(one.desk)
    assert [d.title for d in one.repository.decisions()] == ["Call them"]
    assert one.escalation().answered


def test_notes_and_lines_of_ones_own_stand_in_the_notes() -> None:
    """What was written down is kept with who said it, and a line of one's own takes the place of the facts'."""
    one = company()
    minutes.note(one.desk, W45, "The fair is in May.")
    minutes.write_lines(one.desk, W45, {"moved": "All of it.", "missed": " "})
    facts = notes.weekly(one.view(), W45)
    assert facts["notes"] == [{"text": "The fair is in May.", "by": "Fay"}]
    assert facts["own"] == {"moved": "All of it."}
    minutes.write_lines(one.desk, W45, {"moved": ""})
    assert notes.weekly(one.view(), W45)["own"] == {}
    undo.undo(one.desk)
    assert notes.weekly(one.view(), W45)["own"] == {"moved": "All of it."}


def test_an_empty_note_is_refused() -> None:
    """A note has a text."""
    with pytest.raises(InvalidError, match="needs a text"):
        minutes.note(company().desk, W45, "  ")


def test_held_notes_never_change_afterwards() -> None:
    """What comes after a meeting, an amendment, another note, leaves its notes as they were."""
    one = company()
    meeting.finish(one.desk, W45)
    before = notes.weekly(one.view(), W45)
    one.record("50", W45, amend="counted twice")
    minutes.note(one.desk, W45, "too late")
    assert notes.weekly(one.view(), W45) == before


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-11-09T17:59", W45),
        ("2026-11-09T18:01", W45),
        ("2026-11-12T09:00", W45),
        ("2026-11-14T09:00", W46),
    ],
)
def test_the_check_in_is_about_the_week_whose_deadline_is_nearer(moment: str, week: str) -> None:
    """For half a week after its close, a week whose meeting was not held is what the check-in is about."""
    one = company().at(moment)
    assert meeting.meeting_week(one.desk, one.view()) == week


def test_a_week_that_was_held_is_done_with() -> None:
    """Once its meeting is held, the check-in is about the next week."""
    one = company()
    meeting.finish(one.desk, W45)
    one.at("2026-11-09T18:01")
    assert meeting.meeting_week(one.desk, one.view()) == W46


def test_a_meeting_goes_on_where_anybody_left_it() -> None:
    """Its place is kept for whoever comes next, also days later, and is forgotten once it is held."""
    one = company()
    place = Sitting("scorecard", "nps", {"scorecard": 40}, is_paused=True)
    meeting.keep_sitting(one.desk, W45, place)
    one.actor = "Lea"
    one.at("2026-11-14T09:00")
    assert meeting.meeting_week(one.desk, one.view()) == W45
    assert meeting.sitting(one.desk, W45) == place
    meeting.finish(one.desk, W45)
    assert meeting.sitting(one.desk, W45) is None
