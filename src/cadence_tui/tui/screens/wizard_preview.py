"""The last step: what the first month will bring, before anything is founded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError
from cadence_tui.services import wizard_month, wizard_plan
from cadence_tui.tui import ink
from cadence_tui.tui.screens.wizard_audit import of_bucket
from cadence_tui.tui.screens.wizard_list import List
from cadence_tui.tui.screens.wizard_step import Step
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.content import Content


class Month(List):
    """The first closes, and the months after them."""

    def __init__(self, step: PreviewStep) -> None:
        """Show what a step foresees."""
        super().__init__()
        self.step = step

    def build(self, width: int) -> list[Row]:
        """Write the closes, then the road."""
        return [Row("", (line,)) for line in self.step.foreseen(width)]


class PreviewStep(Step):
    """What comes."""

    NAME, TITLE = "preview", "Your first month"

    def teaches(self) -> str:
        return (
            "One thing at a time: month 1 is only about these numbers arriving on time. "
            "{wizard.next} founds the company; {wizard.back} goes back and changes what you like."
        )

    def compose(self) -> ComposeResult:
        yield Month(self)

    def begin(self) -> None:
        self.query_one(Month).rebuild()
        self.query_one(Month).focus()

    def hint(self) -> tuple[str, bool]:
        return f"{self.app.key('wizard.next')} founds it, and opens This week.", False

    def foreseen(self, width: int) -> Iterable[Content]:
        """Write what comes, or what does not fit together yet."""
        try:
            plan = wizard_plan.plan_of(self.answers, self.ground.zone, self.ground.now)
        except CadenceError as error:
            yield from (ink.text(line, ink.WARN) for line in wizard_plan.problems(error))
            return
        numbers = formatting.plural(len(plan.kpis), "KPI")
        yield ink.line((plan.name, ink.STRONG), f"  {plan.stage} · {numbers} · {plan.zone}")
        yield ink.text("")
        yield ink.text("The first closes", ink.MUTED)
        for close in wizard_month.closes(plan, self.ground.now):
            at = formatting.moment(close.at)
            words = formatting.fit(_due(close.due, len(plan.kpis)), max(width - 20, 10))
            yield ink.line("  ", (f"{at:<18}", ink.STRONG if close.due else ink.MUTED), (words, ink.PLAIN))
        yield ink.text("")
        yield ink.text("Then", ink.MUTED)
        for month, day, installs in wizard_month.road(plan, self.ground.playbook):
            when = f"month {month}, {day.day} {formatting.MONTHS[day.month - 1]}"
            yield ink.line("  ", (f"{when:<18}", ink.STRONG), installs)
        waiting = [thing for thing in of_bucket(self.answers, "change") if thing.kept]
        if waiting:
            wait = "candidate from your audit waits", "candidates from your audit wait"
            yield ink.text(f"  {formatting.plural(len(waiting), *wait)} there to become objectives.", ink.MUTED)


def _due(names: tuple[str, ...], all_of_them: int) -> str:
    """Say what is due at a close."""
    if not all_of_them:
        return "nothing: there is no KPI yet"
    if not names:
        return "nothing yet: less than 72 hours from now"
    if len(names) == all_of_them and all_of_them > 1:
        return f"all {all_of_them} KPIs"
    return ", ".join(names)
