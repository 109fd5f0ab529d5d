"""One objective over the cap: rolled into another, in the place of another, or kept for the next quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.okr import next_cycle
from cadence_tui.services import key_results, making_room, objectives
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_TITLE = 40


class MakeRoom(FormDialog):
    """Asks what is to become of an objective for which there is no room."""

    def __init__(self, view: View, playbook: Playbook, draft: Objective, beside: Sequence[Objective]) -> None:
        """Offer the three choices, over the objectives that are active."""
        self.playbook, self.objective = playbook, draft
        later = formatting.period_label(next_cycle(draft.cycle))
        ways = (("replace", "replaces one"), ("roll", "goes into one"), ("later", f"waits for {later}"))
        names = tuple((one.id, f"{one.id} {formatting.fit(one.title, _TITLE)}") for one in beside)
        fields = [
            Field("way", "It", kind="choice", choices=ways),
            Field("other", "Which", kind="choice", choices=names, when=_names_one),
            Field("why", "Why", needed=True, when=_names_one, hint="Kept with both, for the retrospective."),
        ]
        whose = f"{draft.team} has" if draft.team else "You have" if view.company.is_solo else "The company has"
        about = (
            f"{whose} {formatting.plural(len(beside), 'objective')} in {formatting.period_label(draft.cycle)} already, "
            "and there is room for no more: what matters less makes way."
        )
        super().__init__(f"{draft.id} {draft.title}", fields, draft=f"make-room:{draft.id}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Objective:
        """Do what was chosen."""
        one, playbook = self.objective, self.playbook
        if typed["way"] == "replace":
            return making_room.replace(desk, playbook, one.id, typed["other"], why=typed["why"])
        if typed["way"] == "roll":
            return key_results.roll_in(desk, playbook, one.id, typed["other"], why=typed["why"])
        return objectives.edit(desk, playbook, one.id, {"cycle": next_cycle(one.cycle)})

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what became of it, and how to take that back."""
        name = self.objective.id
        if found.id != name:
            said = f"{name} went into {found.id}: {found.title}"
        elif found.state == "active":
            said = f"{name} is active: {found.title}"
        else:
            said = f"{name} waits for {formatting.period_label(found.cycle)}: {found.title}"
        return f"{said}. {self.app.key('app.undo')} takes it back."


def _names_one(typed: Mapping[str, str]) -> bool:
    """Say whether the choice takes another objective."""
    return typed["way"] != "later"
