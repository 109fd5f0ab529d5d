"""A company for meetings: nine weekly KPIs with a steady past, closing on Mondays at 18:00 in Oslo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift
from cadence_tui.services import recording, week
from tests.companies import wall

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

KEYS = tuple(f"k{n}" for n in range(1, 10))
FIRST, WEEK = "2026-W40", "2026-W47"
MONDAY = wall("2026-11-23T10:00")
_HEAD = """
[company]
name = "Fjord Labs"
timezone = "Europe/Oslo"
close_day = "mon"
close_time = "18:00"
people_count = {count}
founder = "Ada"
"""
_BO = """
[[people]]
name = "Bo"
"""
_KPI = """
[[kpis]]
key = "{key}"
name = "Number {key}"
owner = "{owner}"
direction = "at_least"
target = "40"
alert = "30"
"""


_MADE: dict[tuple[bool, str], bytes] = {}


def founded(stage: Stage, *, solo: bool = False, values: str = "50") -> None:
    """Found the company, close the weeks before this one on time, and come to the Monday of the meeting."""
    if (solo, values) not in _MADE:
        _found(stage, solo=solo, values=values)
        _MADE[solo, values] = stage.path.read_bytes()
    stage.path.write_bytes(_MADE[solo, values])
    stage.now = MONDAY


def _found(stage: Stage, *, solo: bool, values: str) -> None:
    """Live through its weeks, as its people would."""
    stage.now = wall("2026-09-28T09:00")
    owner = "Ada" if solo else "Bo"
    kpis = "".join(_KPI.format(key=key, owner=owner) for key in KEYS)
    stage.company(_HEAD.format(count=1 if solo else 7) + ("" if solo else _BO) + kpis)
    where = FIRST
    while where < WEEK:
        with stage.sit_down() as desk:
            stage.now = desk.view().calendar.deadline(where) - timedelta(hours=1)
            for n, key in enumerate(KEYS):
                recording.record(desk, key, str(int(values) + (int(where[-2:]) + n) % 3), period=where)
            week.close(desk, where)
        where = shift(where, 1)


def record(stage: Stage, **values: str) -> None:
    """Record values for the week of the meeting."""
    with stage.sit_down() as desk:
        for key, value in values.items():
            recording.record(desk, key, value, period=WEEK)
