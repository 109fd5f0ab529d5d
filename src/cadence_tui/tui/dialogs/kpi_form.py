"""A KPI added or edited: one form for both, which says what a change will do before it is saved."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.errors import StaleError
from cadence_tui.domain.kpi import AGGREGATES, CADENCES, KINDS, PERSPECTIVES
from cadence_tui.services import kpis
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.dialogs.kpi_words import GOAL, blocked, effects, first_due
from cadence_tui.tui.widgets.field import Field, a_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.domain.kpi import Bound, Kpi
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.form import Form

_UNITS = ("number", "percent", "currency", "hours", "days", "ratio", "yes_no")
_DIRECTIONS = (("at_least", "at least"), ("at_most", "at most"), ("between", "between"))


def _is_number(typed: Mapping[str, str]) -> bool:
    """Say whether a KPI is measured as a number."""
    return typed.get("unit") != "yes_no"


def _could_add(typed: Mapping[str, str], *, kpi: Kpi | None) -> bool:
    """Say whether the values of several weeks or months could add up; of a daily KPI, its days tell that already."""
    return typed["cadence"] != "daily" and unit_of(typed, kpi) not in ("percent", "ratio", "yes_no")


def unit_of(typed: Mapping[str, str], kpi: Kpi | None = None) -> str:
    """Put the unit together from its two fields; where it is not asked for, it stays."""
    unit = typed.get("unit") or (kpi.unit if kpi else "number")
    return f"currency:{typed.get('currency', '').strip().upper()}" if unit == "currency" else unit


def read_goal(
    text: str, typed: Mapping[str, str], *, number_format: str, kpi: Kpi | None = None, is_alert: bool = False
) -> str:
    """Read a target, or an alert, and echo it as it will stand everywhere."""
    from cadence_tui.services.kpis import is_none, read_bound

    direction: Any = typed.get("direction") or (kpi.goal.direction if kpi else "at_least")
    unit = unit_of(typed, kpi)
    if is_none(text):
        return "no alert"
    found = read_bound(text, direction, unit=unit, number_format=number_format)
    write = formatting.beyond if is_alert else formatting.bound
    return write(found, unit, direction, number_format, short=False)


def goal_text(bound: Bound | None, number_format: str) -> str:
    """Write a target or an alert as it is typed."""
    ends = bound if isinstance(bound, tuple) else () if bound is None else (bound,)
    return "..".join(formatting.number(end, "number", number_format, short=False) for end in ends)


def values_of(kpi: Kpi, number_format: str) -> dict[str, str]:
    """Write a KPI as its form's fields begin."""
    unit, _, currency = kpi.unit.partition(":")
    return {
        "name": kpi.name,
        "owner": kpi.owner,
        "team": kpi.team or "",
        "unit": unit,
        "currency": currency or "EUR",
        "cadence": kpi.cadence,
        "direction": kpi.goal.direction if kpi.goal.direction != "yes_no" else "at_least",
        "target": goal_text(kpi.goal.target, number_format),
        "alert": goal_text(kpi.goal.alert, number_format),
        "aggregate": kpi.aggregate,
        "adds": "sum" if kpi.aggregate == "sum" else "mean",
        "lag_days": str(kpi.lag_days),
        "measure": kpi.measure,
        "kind": kpi.kind or "none",
        "perspective": kpi.perspective or "none",
        "formula": kpi.formula or "",
        "why": "",
    }


def fields(view: View, kpi: Kpi | None = None) -> list[Field]:
    """Make the fields: without owner and team in a company of one, without the target while an escalation is open."""
    form = view.company.number_format
    begin = values_of(kpi, form) if kpi else {"owner": view.who, "currency": "EUR", "lag_days": "0"}
    goal = partial(read_goal, number_format=form, kpi=kpi)
    known = tuple(sorted(key for key, one in view.kpis.items() if one.retired_at is None))
    none = ("none", "not said")
    all_fields = [
        Field("name", "Name", needed=True, read=a_line("KPI name"), hint="What everyone calls it, as Weekly churn."),
        Field("owner", "Owner", needed=True, known=tuple(view.repository.people()), select_on_focus=True),
        Field(
            "team",
            "Team",
            known=tuple(team.name for team in view.repository.teams()),
            placeholder="empty: the company’s",
        ),
        Field("unit", "Measured in", "choice", choices=tuple((unit, unit.replace("_", "/")) for unit in _UNITS)),
        Field(
            "currency",
            "Currency",
            when=lambda typed: typed["unit"] == "currency",
            hint="Three letters, as EUR.",
            select_on_focus=True,
        ),
        Field("direction", "Healthy is", "choice", choices=_DIRECTIONS, when=_is_number),
        Field(
            "target",
            "Target",
            needed=True,
            read=goal,
            when=_is_number,
            hint=_target_hint(form),
            select_on_focus=True,
        ),
        Field(
            "alert",
            "Alert",
            read=partial(goal, is_alert=True),
            when=_is_number,
            hint="Beyond it a value is a breach; up to it, one to watch. Empty: none.",
            select_on_focus=True,
        ),
        Field("cadence", "Recorded", "choice", value="weekly", choices=tuple((one, one) for one in CADENCES)),
        Field(
            "aggregate",
            "Week’s value",
            "choice",
            choices=tuple((one, f"{one} of its days") for one in AGGREGATES),
            when=lambda typed: typed["cadence"] == "daily" and _is_number(typed),
        ),
        Field(
            "adds",
            "Over 4 or 13",
            "choice",
            value="mean",
            choices=(("mean", "their mean"), ("sum", "their sum")),
            when=partial(_could_add, kpi=kpi),
            hint="Sign-ups of 4 weeks add up; NPS or cash of 4 weeks has a mean.",
        ),
        Field(
            "lag_days",
            "Days later",
            when=lambda typed: typed["cadence"] == "monthly",
            hint="How many days after the month’s end it can be known: 0 to 28.",
            select_on_focus=True,
        ),
        Field(
            "measure",
            "Measure",
            "text",
            hint="How it is counted, and where the number comes from; ⏎ on an empty line goes on.",
        ),
        Field(
            "kind",
            "Kind",
            "choice",
            choices=(none, *((one, one) for one in KINDS)),
            hint="Leading moves first; lagging says how it went.",
        ),
        Field("perspective", "Perspective", "choice", choices=(none, *((one, one) for one in PERSPECTIVES))),
        Field(
            "formula",
            "Worked out",
            when=_is_number,
            placeholder="empty: it is recorded",
            hint=f"From other KPIs, as new_mrr / signups. There are: {', '.join(known[:12])}",
        ),
        Field("why", "Why", hint="The reason, for the log; it may be left empty.") if kpi else None,
    ]
    left_out = {"owner", "team"} if view.company.is_solo else set()
    if kpi is not None and kpi.key in view.open_by_kpi:
        left_out |= set(GOAL)
    return [_begun(field, begin) for field in all_fields if field is not None and field.name not in left_out]


def _begun(field: Field, begin: Mapping[str, str]) -> Field:
    """Let a field begin with what the KPI has."""
    from dataclasses import replace

    return replace(field, value=begin.get(field.name) or field.value)


def _target_hint(number_format: str) -> str:
    """Say how a target is written."""
    return f"The value from which it counts as healthy, as 40 or {number_format}; between takes a range, as 40..60."


class AddKpi(FormDialog):
    """A new KPI."""

    def __init__(self, view: View, name: str = "") -> None:
        """Begin empty, or with the name that it has elsewhere."""
        found = [replace(field, value=name) if field.name == "name" else field for field in fields(view)]
        super().__init__("A new KPI", found, draft=f"kpi:new:{name}" if name else "kpi:new")
        self._founder = view.company.founder

    def save(self, desk: Desk, typed: dict[str, str]) -> Kpi:
        """Add it."""
        given = _given({name: text for name, text in typed.items() if text.strip()}, set(typed))
        return kpis.add(desk, {"owner": self._founder} | given)

    def saved(self, found: Kpi) -> str:
        """Say when it first closes."""
        view = self.app.view()
        starts = f" It first closes with {formatting.period_label(first_due(view, found))}." if view else ""
        return f"Added {found.name}.{starts} {self.app.key('app.undo')} undoes it."


class EditKpi(FormDialog):
    """A KPI to be changed; it is refused where the KPI has changed since the form was opened."""

    def __init__(self, view: View, kpi: Kpi) -> None:
        """Begin with the KPI as it is."""
        super().__init__(f"Edit {kpi.name}", fields(view, kpi), draft=f"kpi:{kpi.key}")
        self._view, self._kpi = view, kpi
        self._open = view.open_by_kpi.get(kpi.key)

    def on_mount(self) -> None:
        self._say_effects()

    def _say_effects(self) -> None:
        """Say above the form what saving it will do."""
        words = effects(self._view, self._kpi, set(self.form.changed()) - {"why"})
        if self._open is not None:
            words = f"{blocked(self._open, 'its target changes')} {words}"
        self.about.update(ink.text(words or "What you change counts from now on; what was judged stays as it was."))
        self.about.display = True

    def on_form_typed(self, event: Form.Typed) -> None:
        event.stop()
        self._say_effects()

    def show(self, view: View) -> None:
        """Notice at once when somebody else changes it."""
        self._view = view
        now = view.repository.kpi(self._kpi.key)
        if now != self._kpi:
            self._take(now)

    def _take(self, now: Kpi) -> None:
        """Go on from the KPI as it is now, keeping what was typed."""
        base = values_of(now, self._view.company.number_format)
        self._kpi = now
        self.form.rebase({name: base[name] for name in self.form.base})
        self._say_effects()

    def save(self, desk: Desk, typed: dict[str, str]) -> Kpi:
        """Change what was changed."""
        names = set(self.form.changed()) - {"why"}
        if names & set(GOAL):
            names |= {name for name in GOAL if name in typed}
        return kpis.edit(desk, self._kpi.key, _given(typed, names), why=typed.get("why", ""), since=self._kpi)

    def refused(self, error: CadenceError) -> None:
        """Show what it is now, where it is not what it was."""
        if isinstance(error, StaleError) and (view := self.app.view()):
            self.show(view)
        super().refused(error)

    def saved(self, found: Kpi) -> str:
        """Say that it is changed."""
        return f"Changed {found.name}. {self.app.key('app.undo')} undoes it."


def _given(typed: Mapping[str, str], names: set[str]) -> dict[str, object]:
    """Give fields by the names of company.toml; what was emptied is taken away."""
    given: dict[str, object] = {name: text for name, text in typed.items() if name in names}
    given.pop("currency", None)
    given.pop("why", None)
    if "adds" in given:
        given["aggregate"] = "sum" if given.pop("adds") == "sum" else "last"
    if "unit" in given or "currency" in names:
        given["unit"] = unit_of(typed)
        if given["unit"] == "yes_no":
            given["direction"] = "yes_no"
    for name in ("team", "alert", "formula"):
        if name in given and not str(given[name]).strip():
            given[name] = "none"
    return given
