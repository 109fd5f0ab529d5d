"""What somebody holds and what waits for them: for the page of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cadence_tui.domain.decision import Action, Decision
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.domain.ladder import Escalation
    from cadence_tui.domain.okr import Initiative, Objective
    from cadence_tui.services.view import View


class Duties(NamedTuple):
    """What waits for a person, then what they hold.

    `asked` are escalations without an answer on whose rung they stand, `actions` open ones of theirs, `checks` their
    decisions whose day has come. `initiatives` stand with their objective’s id.
    """

    teams: tuple[str, ...]
    asked: tuple[Escalation, ...]
    actions: tuple[Action, ...]
    checks: tuple[Decision, ...]
    kpis: tuple[Kpi, ...]
    objectives: tuple[Objective, ...]
    initiatives: tuple[tuple[str, Initiative], ...]


def of(view: View, name: str) -> Duties:
    """Find what somebody holds."""
    from cadence_tui.services.follow_through import to_check

    repository = view.repository
    objectives = [one for one in repository.objectives() if one.state != "closed"]
    return Duties(
        teams=tuple(team.name for team in repository.teams() if name in (team.lead, *team.members)),
        asked=tuple(one for one in view.escalations() if not one.answered and view.asked(one) == name),
        actions=tuple(one for one in repository.actions() if one.owner == name and one.state == "open"),
        checks=tuple(one for one in to_check(view) if one.by == name),
        kpis=tuple(kpi for kpi in view.kpis.values() if kpi.owner == name and kpi.retired_at is None),
        objectives=tuple(one for one in objectives if one.owner == name),
        initiatives=tuple(
            (o.id, one) for o in objectives for one in o.initiatives if one.owner == name and one.is_going
        ),
    )
