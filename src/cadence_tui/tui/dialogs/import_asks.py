"""What an import asks: the KPI that a name in the file means, and why what is judged already changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


class ChooseKpi(FormDialog):
    """Which KPI a name in a file means; empty leaves it out."""

    IS_DEED: ClassVar[bool] = False

    def __init__(self, name: str, view: View) -> None:
        """Offer the KPIs there are."""
        known = tuple(kpi.name for kpi in view.kpis.values() if not kpi.formula)
        fields = [
            Field("kpi", "KPI", known=known, read=self._meant, hint="Its name or key; empty leaves the name out.")
        ]
        self._view = view
        super().__init__(f"Which KPI is “{name}”?", fields)

    def _meant(self, text: str, _: object) -> str:
        """Say which KPI is meant."""
        return self._view.repository.kpi(text.strip()).key

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Give the KPI's key."""
        text = typed["kpi"].strip()
        return desk.repository.kpi(text).key if text else ""


class WhyAmend(FormDialog):
    """Why the import changes what is judged, for the rows whose note does not say it."""

    IS_DEED: ClassVar[bool] = False

    def __init__(self, why: str) -> None:
        """Begin with what was said before."""
        hint = "The reason of every amendment in the file that has no note of its own."
        field = Field("why", "Why", value=why, needed=True, read=a_line("reason"), hint=hint)
        super().__init__("Why does what is judged change?", [field])

    def save(self, desk: Desk, typed: dict[str, str]) -> str:  # noqa: ARG002 (it is kept with what is imported)
        """Hand the line on."""
        return typed["why"].strip()
