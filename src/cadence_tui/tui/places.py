"""The places that exist: where a number key goes to, and the page that opens what a line is about.

To add a place, give it a line in `PLACES` under the argument of its command in the catalogue. To add a page, give its
kind a line in `PAGES`: lines, the palette and links then lead to it. A meeting has a line in
`MEETINGS`. Screens are imported when they are first gone to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cadence_tui.tui.screens.meeting import Meeting
    from cadence_tui.tui.screens.place import Place

Kind = Literal["kpi", "escalation", "decision", "action", "objective", "person"]


def _week() -> Place:
    from cadence_tui.tui.screens.week import WeekScreen

    return WeekScreen()


def _kpis() -> Place:
    from cadence_tui.tui.screens.kpis import KpisScreen

    return KpisScreen()


def _welcome() -> Place:
    from cadence_tui.tui.screens.welcome import WelcomeScreen

    return WelcomeScreen()


def _log() -> Place:
    from cadence_tui.tui.screens.log import LogScreen

    return LogScreen()


def _okrs() -> Place:
    from cadence_tui.tui.screens.okrs import OkrsScreen

    return OkrsScreen()


def _objective(subject: str) -> Place:
    from cadence_tui.tui.screens.objective import ObjectiveScreen, PartScreen

    return PartScreen(subject) if "." in subject else ObjectiveScreen(subject)


def _rollout() -> Place:
    from cadence_tui.tui.screens.rollout import RolloutScreen

    return RolloutScreen()


def _story(subject: str) -> Place:
    from cadence_tui.tui.screens.story import StoryScreen

    return StoryScreen(subject)


def _person(name: str) -> Place:
    from cadence_tui.tui.screens.person import PersonScreen

    return PersonScreen(name)


PLACES: Mapping[str, Callable[[], Place]] = {
    "welcome": _welcome,
    "week": _week,
    "kpis": _kpis,
    "okrs": _okrs,
    "log": _log,
    "rollout": _rollout,
}


def _weekly() -> type[Meeting]:
    from cadence_tui.tui.screens.meeting_weekly import WeeklyCheckin

    return WeeklyCheckin


def _monthly() -> type[Meeting]:
    from cadence_tui.tui.screens.review_monthly import MonthlyReview

    return MonthlyReview


def _quarterly() -> type[Meeting]:
    from cadence_tui.tui.screens.review_quarterly import Retrospective

    return Retrospective


def _checkin() -> type[Meeting]:
    from cadence_tui.tui.screens.meeting_okrs import OkrCheckin

    return OkrCheckin


# The meetings that are run step by step, by the name that `cadence review` has for them.
MEETINGS: Mapping[str, Callable[[], type[Meeting]]] = {
    "weekly": _weekly,
    "monthly": _monthly,
    "quarterly": _quarterly,
    "okrs": _checkin,
}

# How to open one thing by its id, or a person by name; a KPI's page may be ready, see `ahead`.
PAGES: Mapping[Kind, Callable[[str], Place]] = {
    "escalation": _story,
    "decision": _story,
    "action": _story,
    "objective": _objective,
    "person": _person,
}

_KINDS: Mapping[str, Kind] = {"E-": "escalation", "D-": "decision", "A-": "action", "O-": "objective"}


def kind_of(subject: str) -> Kind:
    """Tell by its id what a subject is; anything else is a KPI's key, which is never in capitals."""
    return _KINDS.get(subject[:2], "kpi")
