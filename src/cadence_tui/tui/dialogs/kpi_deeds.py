"""What is done to one KPI and needs a word or two: a value, a pause, a target for one period, its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import parse_period, shift
from cadence_tui.domain.errors import InvalidError, StaleError
from cadence_tui.services import kpis, recording, week
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.kpi_form import goal_text, read_goal
from cadence_tui.tui.dialogs.kpi_words import label, open_period
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.recording import Outcome
    from cadence_tui.services.view import View


class KpiDialog(FormDialog):
    """Something about one KPI."""

    def undone(self) -> str:
        """Say how it is taken back."""
        return f"{self.app.key('app.undo')} undoes it."


class RecordValue(KpiDialog):
    """A value for one period of a KPI; where that is judged already, with the reason why it changes."""

    def __init__(self, view: View, kpi: Kpi, period: str) -> None:
        """Show what stands there."""
        self._view, self._kpi, self._period = view, kpi, period
        judged = view.judgement(kpi.key, period)
        standing = view.values.of(kpi.key, period)
        is_late = judged is not None and judged.status == "late"
        self._reason = judged is not None and judged.status != "paused" and not (is_late and standing is None)
        self._days = kpi.cadence == "daily"
        self._before: dict[str, Decimal | None] = {where: view.values.of(kpi.key, where) for where in self._places()}
        word = "Amend" if self._reason else "Record"
        super().__init__(
            f"{word} {kpi.name} · {formatting.period_label(period)}",
            self._fields(),
            draft=f"value:{kpi.key}:{period}",
            about=self._standing(judged.status if judged else ""),
        )

    def _places(self) -> list[str]:
        """Name the periods that a value may be typed for: the days that have come, or the period itself."""
        if not self._days:
            return [self._period]
        days = self._view.calendar.days_of(self._period)
        return [day.isoformat() for day in days if day <= self._view.today] or [self._period]

    def _standing(self, judged: str) -> str:
        """Say what is there, and what another value does to it."""
        was = self._view.values.of(self._kpi.key, self._period)
        kpi, form = self._kpi, self._view.company.number_format
        words = f"It is {formatting.value(was, kpi.unit, kpi.goal.direction, form)} now. " if was is not None else ""
        if self._reason:
            return f"{words}It was judged {judged.replace('_', ' ')}; the period is judged again by the target it had."
        if judged == "late":
            return "It was judged late; the value is kept beside that, and shows that it came after the close."
        return words + (kpi.measure or "")

    def _fields(self) -> list[Field]:
        """Ask for the day where there is more than one, the value, and the reason or a note."""
        places = list(self._before)
        days = tuple((day, _day_words(day, self._before[day])) for day in places) if self._days else ()
        open_day = next((day for day in reversed(places) if self._before[day] is None), places[-1])
        found = [Field("day", "Day", "choice", value=open_day, choices=days)] if days else []
        found.append(
            Field(
                "value", "Value", needed=True, read=self._read, hint="As 41.2k, 6.1 % or +=3; = repeats the last one."
            )
        )
        if self._reason:
            return [
                *found,
                Field(
                    "why", "Why", needed=True, read=a_line("reason"), hint="It stands in the log beside the amendment."
                ),
            ]
        return [*found, Field("note", "Note", hint="If there is something to say about it.")]

    def _read(self, text: str, typed: Mapping[str, str]) -> str:
        """Say what a value is, and what it would be judged as."""
        from cadence_tui.services.reports import line
        from cadence_tui.tui.typed import understand

        where = typed.get("day") or self._period
        found = understand(self._view, line(self._view, self._kpi, self._period), where, text)
        if found.value is None:
            raise InvalidError(found.words.plain)
        return found.words.plain

    def save(self, desk: Desk, typed: dict[str, str]) -> Outcome:
        """Record it, unless somebody else has meanwhile."""
        where = typed.get("day") or self._period
        now = desk.view().values.of(self._kpi.key, where)
        if now != self._before[where]:
            self._before[where] = now
            kpi, form = self._kpi, self._view.company.number_format
            shown = formatting.value(now, kpi.unit, kpi.goal.direction, form)
            raise StaleError(f"It has been made {shown} meanwhile; look again, and save again to change that.")
        return recording.record(
            desk,
            self._kpi.key,
            typed["value"],
            period=where,
            note=typed.get("note", ""),
            amend=typed.get("why") or None,
        )

    def saved(self, found: Outcome) -> str:
        """Say what it was judged as."""
        done = found.recorded[0]
        kpi, form = self._kpi, self._view.company.number_format
        shown = formatting.value(done.cell.value, kpi.unit, kpi.goal.direction, form)
        status = formatting.STATUS[done.judged][1]
        return f"{kpi.name}: {shown} for {label(done.cell.period)}, {status}. {self.undone()}"


def _day_words(day: str, value: Decimal | None) -> str:
    """Name a day, and whether it has a value."""
    from datetime import date

    return f"{formatting.DAYS[date.fromisoformat(day).weekday()]}{' ✓' if value is not None else ''}"


class Pause(KpiDialog):
    """One period of a KPI in which nothing is asked for."""

    def __init__(self, kpi: Kpi, period: str) -> None:
        """Ask for the reason."""
        about = f"Nothing is asked for in {formatting.period_label(period)}, and nothing counts as missed."
        super().__init__(f"Pause {kpi.name}", [_reason()], draft=f"pause:{kpi.key}:{period}", about=about)
        self._kpi, self._period = kpi, period

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Pause it."""
        return week.pause(desk, self._period, typed["why"], kpi=self._kpi.key)

    def saved(self, found: str) -> str:
        """Say so."""
        return f"{self._kpi.name} is paused for {label(found)}. {self.undone()}"


class Retire(KpiDialog):
    """The end of a KPI."""

    def __init__(self, kpi: Kpi) -> None:
        """Ask for the reason."""
        about = "It is not asked for any more. Its values, judgements and decisions stay, and so does its page."
        super().__init__(f"Retire {kpi.name}", [_reason()], draft=f"retire:{kpi.key}", about=about)
        self._kpi = kpi

    def save(self, desk: Desk, typed: dict[str, str]) -> Kpi:
        """Retire it."""
        return kpis.retire(desk, self._kpi.key, typed["why"])

    def saved(self, found: Kpi) -> str:
        """Say so."""
        return f"Retired {found.name}. {self.undone()}"


class OnePeriod(KpiDialog):
    """Another target for one coming period alone."""

    def __init__(self, view: View, kpi: Kpi) -> None:
        """Begin with the target that holds."""
        form, first = view.company.number_format, open_period(view, kpi)
        goal = partial(read_goal, number_format=form, kpi=kpi)
        alert = partial(goal, is_alert=True)
        fields = [
            Field(
                "period",
                "Period",
                needed=True,
                value=first,
                select_on_focus=True,
                read=_read_period,
                hint=f"As {shift(first, 1)}.",
            ),
            Field(
                "target",
                "Target",
                needed=True,
                value=goal_text(kpi.goal.target, form),
                select_on_focus=True,
                read=goal,
            ),
            Field(
                "alert",
                "Alert",
                value=goal_text(kpi.goal.alert, form),
                select_on_focus=True,
                read=alert,
                hint="Empty: none.",
            ),
            _reason(),
        ]
        about = "It holds for this one period; before and after, the target stays what it is."
        super().__init__(f"A target of {kpi.name} for one period", fields, draft=f"target:{kpi.key}", about=about)
        self._kpi = kpi

    def save(self, desk: Desk, typed: dict[str, str]) -> Kpi:
        """Set it."""
        wanted = {"target": typed["target"], "alert": typed["alert"].strip() or "none"}
        return kpis.edit(desk, self._kpi.key, wanted, why=typed["why"], period=typed["period"], since=self._kpi)

    def saved(self, found: Kpi) -> str:
        """Say so."""
        return f"{found.name} has a target of its own for that period. {self.undone()}"

    def refused(self, error: CadenceError) -> None:
        """Go on from the KPI as it is now, where it has changed."""
        view = self.app.view() if isinstance(error, StaleError) else None
        if view is not None:
            now = view.repository.kpi(self._kpi.key)
            self.form.rebase(
                {
                    "target": goal_text(now.goal.target, view.company.number_format),
                    "alert": goal_text(now.goal.alert, view.company.number_format),
                }
            )
            self._kpi = now
        super().refused(error)


def _reason() -> Field:
    """Ask for the reason."""
    return Field("why", "Why", needed=True, read=a_line("reason"), hint="The reason, for the log.")


def _read_period(text: str, _: Mapping[str, str]) -> str:
    """Read a period, and echo which days it has."""
    return formatting.period_label(parse_period(text))
