"""Looks a restored file through before it takes a company's place: all of it has to be what the rules can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import zone_named
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.text import visible
from cadence_tui.edges.export_file import read_export
from cadence_tui.services import checkup

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk

_DIGITS = 100
__all__ = ["broken", "look_through", "read_export"]

_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def look_through(desk: Desk, name: str) -> None:
    """Read everything once, as the screens will.

    Raises:
        InvalidError: when something cannot be read, or is not what its events lead to.
    """
    try:
        _read(desk)
        bad = next((one for one in checkup.examine(desk) if one.state == "bad"), None)
    except (*_UNREADABLE, CadenceError) as error:
        raise broken(name, visible(str(error))) from error
    if bad is not None:
        raise broken(name, f"{bad.what}: {visible(bad.said)}")


def broken(name: str, what: str) -> InvalidError:
    """Say that an export does not hold together."""
    said = " ".join(what.rstrip(".").split())
    return InvalidError(f"{name} does not hold together ({said[:200]}); nothing was restored. Export it again.")


def _read(desk: Desk) -> None:
    """Read each table through the words that it becomes."""
    view = desk.view()
    known = view.repository
    for rhythm in view.calendar.rhythms:
        zone_named(rhythm.zone)
    for kpi in view.kpis.values():
        known.reading_history(kpi.key)
        known.standing_readings(kpi.key)
        known.readings(kpi.key, kpi.cadence)
        known.goals_given(kpi.key)
        view.judgements(kpi.key)
    for kind in ("weekly", "monthly", "quarterly"):
        known.meetings(kind)
    for objective in known.objectives():
        known.objective_versions(objective.id)
        for one in objective.key_results:
            known.key_result_versions(objective.id, one.id)
    known.check_ins()
    for decision in known.decisions():
        if not all(value.is_finite() and abs(value.adjusted()) < _DIGITS for value in decision.then.values()):
            raise broken(decision.id, "a value that it keeps is no number")
    known.actions(closed=True)
    known.left()
    known.people(gone=True)
    known.ladder()
    known.cycles()
    known.waivers()
    known.ranges()
    known.sources()
    view.entries()
