"""Coming back after weeks in which nobody was there: found, and asked about once (governance rules, section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift, week_id

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

ASKED = "absence_asked"
_LOOK_BACK = 53


def weeks_away(view: View) -> list[str]:
    """List the weeks that closed late while nobody recorded anything, oldest first; those asked about are left out."""
    asked = view.repository.mark(ASKED) or ""
    oldest = max(week_id(view.company.created_at.astimezone(view.calendar.zone).date()), shift(view.week, -_LOOK_BACK))
    found = list[str]()
    week = shift(view.week, -1)
    late = view.repository.late_periods(oldest, week)
    late |= {judgement.period for moment in view.pending for judgement in moment.judgements}
    while week >= oldest and week > asked:
        if week in late and _is_lost(view, week):
            found.append(week)
        week = shift(week, -1)
    return found[::-1]


def _is_lost(view: View, week: str) -> bool:
    """Say whether a week closed late and nobody was there: it could still be paused."""
    if week in view.calendar.paused:
        return False
    is_late = any(one.status == "late" and one.late_at is None for one in view.judged(week).values())
    days = [day.isoformat() for day in view.calendar.days_of(week)]
    return is_late and not view.repository.has_typed([week, *days])


def remember(desk: Desk, week: str) -> None:
    """Remember that the weeks up to one were asked about, whatever was answered."""
    with desk.repository.database.transaction():
        if week > (desk.repository.mark(ASKED) or ""):
            desk.repository.set_mark(ASKED, week)
