"""What somebody still has to record: asked before every line of a shell prompt, so it looks at nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.view import View


def unrecorded(view: View) -> list[tuple[Kpi, str]]:
    """List the KPIs and periods that are due at the current week's deadline and have no value yet.

    Paused ones are left out, and derived ones, which nobody can record.
    """
    return [
        (kpi, period)
        for kpi, period in view.book.closing(view.week)
        if not kpi.formula and not view.book.is_paused(kpi, period) and view.values.of(kpi.key, period) is None
    ]
