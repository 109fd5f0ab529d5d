"""A meeting under way: what is answered, put off and written down in it before it is held.

A weekly check-in is about a week. Answers to misses that are not judged yet are held with it until they are, and are
logged at its close, right after the miss; nobody leaves a fresh miss without an answer unless they say *later*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["weekly", "monthly", "quarterly", "okrs"]
Part = Literal["answer", "later", "note", "line", "plan", "learned", "course"]
Course = Literal["on_course", "change", "stop"]
COURSES: tuple[Course, ...] = ("on_course", "change", "stop")
"""What a monthly review says of an objective (seed 003)."""
LINES = ("moved", "missed", "decided")
"""The three lines of the leadership signal, which may be written in one's own words."""


class Minute(NamedTuple):
    """One thing that a meeting has put down.

    That is an answer held for a KPI, one put off, a note, a line of the summary, what was learned, or an objective's
    course.
    `subject` is the KPI of an answer, the number of a note, the name of a line, or an objective; `body` its text, for
    an answer the decision as JSON, for a course the word for it and, on the lines after it, why.
    """

    kind: Kind
    period: str
    part: Part
    subject: str
    body: str
    who: str
    at: datetime


def meant_week(current: str, before: str, *, now: datetime, deadline: datetime, passed: datetime) -> str:
    """Say which week a check-in that begins now is about, where the week before has been judged and not been held.

    It is the one whose deadline is nearer: on the evening of the close and for half a week after it, the week that was
    judged at it; from then on the one that closes next.
    """
    return before if now - passed < deadline - now else current
