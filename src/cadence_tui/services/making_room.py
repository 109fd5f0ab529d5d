"""One objective over the cap is met with a choice, which the cap is there to force (governance rules, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError
from cadence_tui.domain.okr import PHASE_OF_LEVEL
from cadence_tui.domain.text import clean_line
from cadence_tui.services.linting import of_activation
from cadence_tui.services.objectives import activate_now, close_now

if TYPE_CHECKING:
    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


def in_the_way(view: View, playbook: Playbook, draft: Objective) -> list[Objective]:
    """List the active objectives beside which there is no room for a draft; none where it is not over the cap."""
    if draft.state != "draft" or view.company.phase < PHASE_OF_LEVEL[draft.level]:
        return []
    found = of_activation(view, playbook, draft)
    if not any(one.id == "objective-count" and one.level == "error" for one in found):
        return []
    return [one for one in view.repository.objectives(draft.cycle) if one.state == "active" and one.team == draft.team]


def replace(desk: Desk, playbook: Playbook, draft: str, instead_of: str, *, why: str) -> Objective:
    """Activate a draft in the place of an active objective of its level and cycle, which is closed; as one change.

    Raises:
        RefusedError: for another level or cycle, and what activating refuses.
    """
    with desk.change("activated", why=clean_line(why, "reason")) as change:
        new, old = change.repository.objective(draft), change.repository.objective(instead_of)
        if old.state != "active" or (old.cycle, old.team) != (new.cycle, new.team):
            raise RefusedError(
                f"{new.id} can take the place only of an active objective of its own level in {new.cycle}; "
                f"{old.id} is none."
            )
        close_now(change, old)
        after = activate_now(change, playbook, new.id)
        change.entry.touches.append(old.id)
        change.entry.after["instead of"] = old.id
        return after
