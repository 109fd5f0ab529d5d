"""What counts towards the rhythm, and how far it has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cadence_tui.domain.decision import Action, Decision
from cadence_tui.domain.ladder import Event
from cadence_tui.domain.rhythm import RhythmReport, Share, answered, checked, closed_on_time, done_by_date, streak

DAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 17, tzinfo=UTC)
ALL = Share(4, 4)


def _event(kind: str, hours: int, rung: int) -> tuple[Event, int]:
    return Event(kind, AT + timedelta(hours=hours)), rung  # type: ignore[arg-type]


def _action(due: int, state: str = "open") -> Action:
    day = DAY + timedelta(days=due)
    return Action("A-1", "call", "Ada", day, AT, state=state)  # type: ignore[arg-type]


def _decision(check: int, superseded_by: str | None = None) -> Decision:
    day = DAY + timedelta(days=check)
    return Decision("D-1", "call", "why", "fix", "Ada", AT, day, superseded_by=superseded_by)


def test_a_week_is_on_time_when_nothing_in_it_was_late() -> None:
    """Of each week's judgements none may be late; one late number makes the week late."""
    assert closed_on_time([(3, 3), (2, 3), (9, 9)]) == Share(2, 3)
    assert closed_on_time([]).percent is None


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ([], 0),
        ([True, True, False, True], 2),
        ([None, True, True], 2),
        ([False, True], 0),
        ([True, None, True, False], 2),
    ],
)
def test_a_streak_ends_at_the_first_week_that_was_not_held(held: list[bool | None], count: int) -> None:
    """A week that can still be held breaks no streak; one that was not held does."""
    assert streak(held) == count


@pytest.mark.parametrize(
    ("story", "share"),
    [
        ([("miss", 0, 1), ("response", 10, 1)], Share(1, 1)),
        ([("miss", 0, 1), ("timeout", 48, 2), ("response", 50, 2)], Share(1, 2)),
        ([("miss", 0, 1), ("timeout", 48, 1), ("response", 60, 1)], Share(0, 1)),
        ([("miss", 0, 1), ("recovery", 20, 1)], Share(0, 0)),
        ([("miss", 0, 1), ("recovery", 20, 1), ("response", 30, 1)], Share(0, 0)),
        ([("miss", 0, 1), ("response", 10, 1), ("response", 11, 1)], Share(1, 1)),
        ([("miss", 0, 1), ("response", 10, 1), ("miss", 168, 2), ("response", 169, 2)], Share(2, 2)),
        ([("miss", 0, 1), ("end", 10, 1)], Share(0, 0)),
    ],
)
def test_an_answer_is_in_time_when_it_comes_before_the_clock_runs_out(
    story: list[tuple[str, int, int]], share: Share
) -> None:
    """Each clock that ran out counts against the rhythm; one that was overtaken by a recovery counts for nothing."""
    assert answered([[_event(*one) for one in story]], AT) == share


def test_what_was_answered_before_the_weeks_looked_at_is_left_out() -> None:
    """An escalation that goes on since long ago counts only with what has happened lately."""
    story = [_event("miss", 0, 1), _event("timeout", 48, 2), _event("response", 60, 2)]
    assert answered([story], AT + timedelta(hours=50)) == Share(1, 1)


@pytest.mark.parametrize(
    ("action", "done", "share"),
    [
        (_action(3), 3, Share(1, 1)),
        (_action(3), 4, Share(0, 1)),
        (_action(3), None, Share(0, 1)),
        (_action(3, "dropped"), None, Share(0, 0)),
        (_action(10), None, Share(0, 0)),
        (_action(11), None, Share(0, 0)),
        (_action(-1), None, Share(0, 0)),
    ],
)
def test_an_action_is_kept_when_it_was_done_by_its_date(action: Action, done: int | None, share: Share) -> None:
    """One due today is not missed yet; a dropped one, and one due before the weeks looked at, count for nothing."""
    on = None if done is None else DAY + timedelta(days=done)
    assert done_by_date([(action, on)], DAY, DAY + timedelta(days=10)) == share


@pytest.mark.parametrize(
    ("decision", "on", "share"),
    [
        (_decision(3), 10, Share(1, 1)),
        (_decision(3), 11, Share(0, 1)),
        (_decision(3), None, Share(0, 1)),
        (_decision(13), None, Share(0, 0)),
        (_decision(12), None, Share(0, 1)),
        (_decision(3, "D-2"), None, Share(0, 0)),
        (_decision(-1), None, Share(0, 0)),
    ],
)
def test_a_decision_is_checked_when_somebody_said_so_within_a_week(
    decision: Decision, on: int | None, share: Share
) -> None:
    """There are seven days to say whether it worked; a superseded one needs no check."""
    day = None if on is None else DAY + timedelta(days=on)
    assert checked([(decision, day)], DAY, DAY + timedelta(days=20)) == share


@pytest.mark.parametrize(
    ("report", "level"),
    [
        (RhythmReport(Share(3, 3), ALL, ALL, ALL, 13), "ad hoc"),
        (RhythmReport(Share(2, 4), ALL, ALL, ALL, 13), "ad hoc"),
        (RhythmReport(Share(3, 4), Share(1, 4), ALL, ALL, 13), "measured"),
        (RhythmReport(Share(3, 4), ALL, Share(1, 4), ALL, 13), "measured"),
        (RhythmReport(Share(13, 13), Share(3, 4), Share(0, 0), ALL, 12), "answered"),
        (RhythmReport(Share(13, 13), ALL, ALL, Share(1, 2), 13), "answered"),
        (RhythmReport(Share(13, 13), ALL, ALL, ALL, 13), "habit"),
    ],
)
def test_the_level_is_told_from_facts_and_names_what_comes_next(report: RhythmReport, level: str) -> None:
    """Each level asks for the one before; what there was nothing of is no fault; a habit has nothing to come."""
    assert report.level == level
    order = ["ad hoc", "measured", "answered", "habit"]
    after = order[order.index(level) + 1 :]
    assert report.next is None if not after else report.next is not None and report.next[0] == after[0]
