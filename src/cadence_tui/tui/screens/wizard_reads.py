"""How the set-up's fields are read, and what they echo."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from cadence_tui.domain.calendar import zone_named
from cadence_tui.domain.errors import CadenceError, NotFoundError, not_found
from cadence_tui.domain.text import bare, clean_line
from cadence_tui.services import wizard_plan as plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def a_person(what: str) -> Callable[[str, Mapping[str, str]], str]:
    """Read one person."""

    def read(text: str, _: Mapping[str, str]) -> str:
        plan.one_person(text, what)
        return ""

    return read


def clock(text: str, _: Mapping[str, str]) -> str:
    """Read a time of day."""
    return time_text(plan.read_clock(text))


def time_text(at: object) -> str:
    """Write a time of day."""
    return str(at)[:5]


_NAMED = 3


@cache
def zones() -> tuple[str, ...]:
    """List the time zones that this machine knows; looking through them takes as long as drawing a step."""
    return tuple(sorted(available_timezones()))


def zone(text: str, _: Mapping[str, str]) -> str:
    """Read a time zone."""
    name = clean_line(text, "time zone")
    try:
        zone_named(name)
    except NotFoundError:
        found = [one for one in zones() if bare(name) in bare(one)]
        if not found:
            raise not_found("time zone", name, zones(), hint="Use a name such as Europe/Oslo.") from None
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise NotFoundError(f"“{name}” may be {', '.join(found[:_NAMED])}{more}; type on, or write one out.") from None
    return ""


def is_several(typed: Mapping[str, str]) -> bool:
    """Say whether there is more than one person."""
    try:
        return plan.read_count(typed.get("count", "").strip() or "1") > 1
    except CadenceError:
        return False


def headcount(number: int) -> str:
    """Echo a headcount."""
    return "just you" if number == 1 else f"{number} people"


def hours_text(hours: int | None) -> str:
    """Echo hours, in days where that says more."""
    if hours is None:
        return "no limit"
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"  # noqa: PLR2004 (a day)
