"""Raising a KPI or a candidate of the audit, from wherever: into an objective that is open, or one drafted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.text import fold
from cadence_tui.services.okrs import current_cycle
from cadence_tui.tui.dialogs.draft_objective import DraftObjective
from cadence_tui.tui.dialogs.edit_objective import RaiseKpi

if TYPE_CHECKING:
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp


def raise_kpi(app: CadenceApp, view: View, key: str) -> None:
    """Ask into which objective a KPI is raised; where none is open, draft one with it filled in."""
    try:
        given = _given(view, key)
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    now, playbook = current_cycle(view), app.host.playbook()
    homes = [one for one in view.repository.objectives() if one.state != "closed" and one.cycle >= now]

    def draft() -> None:
        app.push_screen(DraftObjective(view, playbook, given=given))

    if not homes:
        draft()
        return

    dialog = RaiseKpi(view, playbook, key, homes)
    app.push_screen(dialog, lambda _: draft() if dialog.wants_new else None)


def _given(view: View, key: str) -> dict[str, str]:
    """Fill in the key result that a KPI makes.

    Raises:
        RefusedError: for a KPI without a value, on its target, or answered with yes or no.
    """
    from cadence_tui.domain.okr import raised
    from cadence_tui.services.okrs import newest, span_of_cycle

    kpi = view.kpis[key]
    first, last = span_of_cycle(view, current_cycle(view))
    made = raised(kpi, newest(view.values, kpi), key_result="O-0.1", start=first, due=last)
    return {"kr1": made.title, "kr1_way": f"{made.baseline:f} to {made.target:f}", "kr1_kpi": key, "kpi": key}


def draft_candidate(app: CadenceApp, view: View, name: str) -> None:
    """Draft an objective of what the audit set down to change; a KPI of its name fills in its first key result."""
    kpi = next((one for one in view.kpis.values() if fold(one.name) == fold(name) and one.retired_at is None), None)
    given = {"title": name}
    if kpi is not None:
        try:
            given |= _given(view, kpi.key)
        except CadenceError:
            given["kpi"] = kpi.key
    app.push_screen(DraftObjective(view, app.host.playbook(), given=given, candidate=name))
