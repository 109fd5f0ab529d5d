"""Changing an objective, a key result or an initiative: an active one only with the reason, which is kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.calendar import WEEKDAYS
from cadence_tui.domain.okr import Initiative, KeyResult
from cadence_tui.services import key_results, objectives
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cadence_tui.domain.okr import Objective
    from cadence_tui.domain.playbook import Playbook
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class EditObjective(FormDialog):
    """Asks for what changes of an objective or a part of it."""

    def __init__(
        self, view: View, playbook: Playbook, objective: Objective, part: KeyResult | Initiative | None
    ) -> None:
        """Begin from what stands."""
        self.playbook, self.of = playbook, part.id if part is not None else objective.id
        is_active = objective.state == "active"
        if isinstance(part, KeyResult):
            fields = _of_key_result(view, part)
        elif isinstance(part, Initiative):
            fields = _of_initiative(view, part)
        else:
            fields = _of_objective(view, objective)
        if is_active:
            hint = "What has changed around it; the line it had stays readable."
            fields.append(Field("why", "Why", needed=True, hint=hint))
        about = "It is active: the change is kept with its reason, for the retrospective to list." if is_active else ""
        name = part.title if part is not None else objective.title
        super().__init__(f"{self.of} {name}", fields, draft=f"edit:{self.of}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Objective:
        """Make the change."""
        fields: dict[str, object] = {name: text for name, text in self.form.changed().items() if name != "why"}
        return objectives.edit(desk, self.playbook, self.of, fields, why=typed.get("why", ""))

    def saved(self, found: Any) -> str:  # noqa: ANN401, ARG002 (the form's)
        """Say what was changed, and how to take that back."""
        return f"{self.of} is changed. {self.app.key('app.undo')} takes it back."


class AddPart(FormDialog):
    """Asks for one more key result or initiative of an objective."""

    def __init__(self, playbook: Playbook, objective: Objective) -> None:
        """Offer both."""
        self.playbook, self.objective = playbook, objective
        kinds = (("key_result", "a key result"), ("initiative", "an initiative"))
        fields = [
            Field("what", "Add", kind="choice", choices=kinds),
            Field("title", "Title", needed=True, hint="A number that moves, a milestone, or a project."),
            Field(
                "way",
                "Going",
                when=lambda typed: typed["what"] == "key_result",
                hint="From where to where, as 45 to 65 percent; empty makes it a milestone.",
            ),
        ]
        if objective.state == "active":
            fields.append(Field("why", "Why", needed=True, hint="What has changed around it."))
        super().__init__(f"Add to {objective.id} {objective.title}", fields, draft=f"add-part:{objective.id}")

    def save(self, desk: Desk, typed: dict[str, str]) -> KeyResult | Initiative:
        """Add it."""
        from cadence_tui.services.drafting import read_way

        why = typed.get("why", "")
        if typed["what"] == "initiative":
            made = {"title": typed["title"]}
            return key_results.add_initiative(desk, self.playbook, self.objective.id, made, why=why)
        fields: dict[str, object] = {"title": typed["title"]}
        fields |= read_way(typed["way"]) if typed.get("way", "").strip() else {"kind": "milestone"}
        return key_results.add_key_result(desk, self.playbook, self.objective.id, fields, why=why)

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was added, and how to take that back."""
        return f"{found.id} is added: {found.title}. {self.app.key('app.undo')} takes it back."


class RaiseKpi(FormDialog):
    """Asks to which objective a KPI is raised."""

    def __init__(self, view: View, playbook: Playbook, kpi: str, homes: Sequence[Objective]) -> None:
        """Offer the objectives that are open."""
        self.playbook, self.kpi, self.wants_new = playbook, kpi, False
        active = {one.id for one in homes if one.state == "active"}
        choices = tuple((one.id, f"{one.id} {formatting.fit(one.title, 40)}") for one in homes)

        def is_active(typed: Mapping[str, str]) -> bool:
            return typed["objective"] in active

        fields = [
            Field("objective", "Objective", kind="choice", choices=(*choices, ("", "a new one"))),
            Field("why", "Why", needed=True, when=is_active, hint="The objective is active: say what has changed."),
        ]
        about = "From its value now to its healthy target, fed by the KPI, which goes on being judged."
        super().__init__(f"Raise {view.kpis[kpi].name} to a key result", fields, about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> KeyResult | None:
        """Raise it; for a new objective that is drafted next."""
        self.wants_new = not typed["objective"]
        if self.wants_new:
            return None
        return key_results.raise_kpi(desk, self.playbook, self.kpi, typed["objective"], why=typed.get("why", ""))

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was raised, and how to take that back."""
        if found is None:
            return ""
        return f"{found.id} is raised: {found.title}. {self.app.key('app.undo')} takes it back."


# --- Fields -----------------------------------------------------------------------------------------------------------


def _of_objective(view: View, one: Objective) -> list[Field]:
    """Ask for an objective's own words."""
    kpis = tuple(kpi.key for kpi in view.kpis.values() if kpi.retired_at is None)
    found = [Field("title", "We will", value=one.title, needed=True)]
    if not view.company.is_solo:
        people = tuple(view.repository.people())
        found.append(
            Field(
                "owner",
                "Owned by",
                value=one.owner,
                select_on_focus=True,
                needed=True,
                known=people,
                hint="One person.",
            )
        )
    found.append(Field("kpi", "To move", value=one.kpi or "", known=kpis, hint="The KPI that it means to move."))
    if one.team is not None:
        company = tuple(
            other.id
            for other in view.repository.objectives(one.cycle)
            if other.team is None and other.state != "closed"
        )
        found.append(Field("serves", "Serving", value=one.serves or "", known=company))
    days = tuple(zip(WEEKDAYS, formatting.DAYS, strict=True))
    found.append(Field("review_day", "Reviewed on", kind="choice", value=WEEKDAYS[one.review_day], choices=days))
    if one.state == "draft":
        found.append(Field("cycle", "In", value=one.cycle, needed=True, hint="The fiscal quarter, as 2026-Q4."))
    return found


def _of_key_result(view: View, one: KeyResult) -> list[Field]:
    """Ask for a key result's line."""
    kpis = tuple(kpi.key for kpi in view.kpis.values() if kpi.retired_at is None)

    def written(value: object) -> str:
        return "" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)

    found = [Field("title", "Key result", value=one.title, needed=True)]
    if one.kind == "metric":
        found += [
            Field("baseline", "From", value=written(one.baseline), select_on_focus=True),
            Field("target", "To", value=written(one.target), select_on_focus=True),
            Field("unit", "Unit", value=one.unit),
            Field("kpi", "Fed by", value=one.kpi or "", known=kpis),
        ]
    return [
        *found,
        Field(
            "due",
            "Due",
            value=formatting.date_label(one.due) if one.due else "",
            select_on_focus=True,
            hint="A day, as 31 Dec 2026; empty for the cycle’s last.",
        ),
        Field(
            "weight",
            "Weight",
            value=written(one.weight),
            select_on_focus=True,
            hint="How much it counts beside the others.",
        ),
    ]


def _of_initiative(view: View, one: Initiative) -> list[Field]:
    """Ask for an initiative's own words."""
    found = [Field("title", "Initiative", value=one.title, needed=True)]
    if not view.company.is_solo:
        people = tuple(view.repository.people())
        found.append(
            Field(
                "owner", "By whom", value=one.owner, select_on_focus=True, needed=True, known=people, hint="One person."
            )
        )
    return found
