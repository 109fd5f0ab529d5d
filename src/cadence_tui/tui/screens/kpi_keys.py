"""The keys that the scorecard and a KPI's page have in common: each opens a dialog about the KPI that is meant."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from cadence_tui.domain.calendar import shift
from cadence_tui.services import week
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.kpi_words import blocked, label
from cadence_tui.tui.screens.place import Place

if TYPE_CHECKING:
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.view import View


class KpiPlace(Place):
    """A place in which one KPI, in one period, is meant."""

    @abstractmethod
    def here(self) -> Kpi | None:
        """Give the KPI that is meant."""

    @abstractmethod
    def period(self) -> str:
        """Give the period that is meant."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the KPI that is meant allows."""
        if action not in ("edit", "record", "amend", "pause", "retire", "target"):
            return super().check_action(action, parameters)
        kpi = self.here()
        if kpi is None:
            return False
        if action in ("record", "amend") and kpi.formula:
            return False
        return kpi.retired_at is None or action in ("record", "amend")

    def _meant(self) -> tuple[View, Kpi] | None:
        """Look at the KPI that is meant, as it stands now."""
        kpi, view = self.here(), self.app.view()
        return None if kpi is None or view is None else (view, view.kpis[kpi.key])

    def record(self, period: str) -> None:
        """Ask for a value."""
        from cadence_tui.tui.dialogs.kpi_deeds import RecordValue

        if found := self._meant():
            view, kpi = found
            if view.calendar.begins(period, kpi.lag_days) > view.now:
                self.app.say(f"{label(period)} has not begun; it can be recorded once it has.", "warning")
            else:
                self.app.push_screen(RecordValue(view, kpi, period))

    def action_record(self) -> None:
        self.record(self.period())

    def action_edit(self) -> None:
        from cadence_tui.tui.dialogs.kpi_form import EditKpi

        if found := self._meant():
            self.app.push_screen(EditKpi(*found))

    def action_pause(self) -> None:
        from cadence_tui.tui.dialogs.kpi_deeds import Pause

        found = self._meant()
        if found is None:
            return
        (view, kpi), period = found, self.period()
        if (kpi.key, period) in view.book.pauses:
            undo = self.app.key("app.undo")
            attempt(
                self,
                lambda desk: week.unpause(desk, period, kpi=kpi.key),
                done=lambda _: self.app.say(f"{kpi.name} is asked for in {label(period)} again. {undo} undoes it."),
            )
        elif view.book.is_paused(kpi, period):
            self.app.say(f"{label(period)} is paused for everyone.", "warning")
        elif view.judgement(kpi.key, period) is not None or view.calendar.deadline(period, kpi.lag_days) <= view.now:
            following = label(shift(view.calendar.current(kpi.cadence, view.now, kpi.lag_days), 0))
            self.app.say(f"{label(period)} is judged already; a pause can begin with {following}.", "warning")
        else:
            self.app.push_screen(Pause(kpi, period))

    def action_retire(self) -> None:
        from cadence_tui.tui.dialogs.kpi_deeds import Retire

        if found := self._meant():
            view, kpi = found
            if kpi.key in view.open_by_kpi:
                self.app.say(blocked(view.open_by_kpi[kpi.key], f"{kpi.name} is retired"), "warning")
            else:
                self.app.push_screen(Retire(kpi))

    def new_kpi(self) -> None:
        """Ask for a new KPI."""
        from cadence_tui.tui.dialogs.kpi_form import AddKpi

        view = self.app.view()
        if view is not None:
            self.app.push_screen(AddKpi(view), lambda kpi: self.added(kpi) if kpi is not None else None)

    def added(self, kpi: Kpi) -> None:
        """Go to a KPI that is new."""
