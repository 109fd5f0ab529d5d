"""The audit in a company that there is: health becomes KPIs, change waits as candidates, the rest is parked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui import formatting
from cadence_tui.domain.playbook import Range
from cadence_tui.services import audit, wizard_plan
from cadence_tui.services.ranges import own_playbook
from cadence_tui.services.wizard import DeskStore
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.screens.wizard import Run
from cadence_tui.tui.screens.wizard_audit import AuditStep, CutStep, SortStep
from cadence_tui.tui.screens.wizard_kpis import KpisStep
from cadence_tui.tui.screens.wizard_step import Ground

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.wizard import Store
    from cadence_tui.services.wizard_kpis import Entry


class NewKpisStep(KpisStep):
    """The KPIs that the audit comes to."""

    def teaches(self) -> str:
        return (
            "What survived as ongoing health becomes a KPI here, with one owner, a target and an alert. "
            "What is to change waits as a candidate for an objective."
        )


class AuditScreen(Run):
    """The audit, run again."""

    TITLE_TEXT = "Audit"
    HELP_TEXT = (
        "List what is tracked, put each into ongoing health or strategic change, and cut each list in half. Nothing "
        "changes before the last step, and then it is one change, which can be undone."
    )
    STEPS = (AuditStep, SortStep, CutStep, NewKpisStep)
    HEADINGS: ClassVar[dict[str, str]] = {
        "audit": "What you track",
        "sort": "Health or change",
        "cut": "The cut",
        "kpis": "New KPIs",
    }

    def __init__(self) -> None:
        """Begin with what earlier audits found, where none is under way."""
        super().__init__()
        view = self.app.desk.view()
        if not self.answers.things and "tracked" not in self.answers.typed:
            self.answers.things = audit.look(view.repository)
            self.answers.typed["tracked"] = "\n".join(thing.name for thing in self.answers.things)
        self.answers.typed["there"] = "\n".join(kpi.name for kpi in view.kpis.values() if kpi.retired_at is None)

    def make_store(self) -> Store:
        return DeskStore(self.app.desk)

    def ground(self) -> Ground:
        view, host = self.app.desk.view(), self.app.host
        if host.beginning is None:
            raise TypeError(host)
        playbook = own_playbook(view.repository, host.playbook())
        rules = playbook.stage(view.company.stage)
        there = sum(kpi.team is None and kpi.retired_at is None for kpi in view.kpis.values())
        high = rules.company_kpis.high
        return Ground(
            founder=view.who,
            people=tuple(view.repository.people()),
            number_format=view.company.number_format,
            stage=view.company.stage,
            is_solo=view.company.is_solo,
            fits=Range(max(rules.company_kpis.low - there, 0), None if high is None else max(high - there, 0)),
            rules=rules,
            playbook=playbook,
            library=host.beginning.library(),
            zone=view.calendar.zone.key,
            now=view.now,
            is_new=False,
        )

    def finish(self) -> None:
        """Take the audit over, in one change."""
        ground, things = self.ground(), self.answers.things
        change, aside = audit.survivors(things, "change"), audit.parked(things)
        kpis = [self._fields(entry, ground) for entry in self.answers.kpis]

        def deed(desk: Desk) -> list[Kpi]:
            return audit.finish(desk, kpis, change, aside)

        attempt(self, deed, done=self._done)

    def _fields(self, entry: Entry, ground: Ground) -> dict[str, object]:
        """Give an entry as plain fields."""
        return dict(wizard_plan.fields_of(entry, ground.founder, solo=ground.is_solo))

    def _done(self, made: list[Kpi]) -> None:
        """Leave, and say what came of it."""
        waiting = formatting.plural(len(audit.survivors(self.answers.things, "change")), "candidate")
        self.store.drop()
        self._kept = self.answers.write()
        undo = self.app.key("app.undo")
        self.dismiss()
        self.app.say(f"{formatting.plural(len(made), 'new KPI')}, {waiting} for month 3. {undo} takes it back.")
