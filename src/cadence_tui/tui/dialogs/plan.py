"""How many minutes a meeting's steps are planned for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.errors import InvalidError
from cadence_tui.services import minutes
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.meeting import Kind
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class Planned(NamedTuple):
    """A step, with the minutes that are usual for it."""

    name: str
    title: str
    usual: int


class Plan(FormDialog):
    """Asks for the minutes of each step."""

    def __init__(self, view: View, kind: Kind) -> None:
        """Begin with the plan as it is."""
        from cadence_tui.tui.places import MEETINGS

        self.kind = kind
        self.steps = [Planned(step.NAME, step.TITLE, step.MINUTES) for step in MEETINGS[kind]().STEPS]
        now = minutes.planned(view.repository, kind)
        fields = [
            Field(
                step.name,
                step.title if formatting.cell_width(step.title) <= _LABEL else step.title.partition(" ")[0],
                value=str(now.get(step.name, step.usual)),
                select_on_focus=True,
                read=_minutes,
                hint=f"Minutes; {step.usual} if left empty.",
            )
            for step in self.steps
        ]
        super().__init__("Planned minutes", fields, about="The clock of the meeting goes by them.")

    def save(self, desk: Desk, typed: dict[str, str]) -> int:
        """Plan them; the usual is no plan of one's own."""
        wanted = {step.name: typed[step.name].strip() for step in self.steps}
        usual = {step.name: step.usual for step in self.steps}
        plan = {name: int(text) if text and int(text) != usual[name] else None for name, text in wanted.items()}
        minutes.plan(desk, self.kind, plan)
        return sum(usual[name] if found is None else found for name, found in plan.items())

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what it comes to, and how to take that back."""
        return f"The meeting is planned for {found} minutes. {self.app.key('app.undo')} takes it back."


# What fits beside a field; a longer title is known by its first word, as in the steps of a narrow screen.
_LABEL = 14


def _minutes(text: str, _: Mapping[str, str]) -> str:
    """Read a number of minutes."""
    if not text.strip().isdecimal() or int(text) > minutes.MOST_MINUTES:
        raise InvalidError(f"Write whole minutes, 0 to {minutes.MOST_MINUTES}.")
    return ""
