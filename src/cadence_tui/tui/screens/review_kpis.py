"""What a monthly review says of KPIs: the month's numbers, those nobody decides by, targets that no longer fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import shift
from cadence_tui.services import kpis, monthly
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.meeting_step import Load, Occasion
from cadence_tui.tui.screens.review_list import Listed, ListedStep
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.content import Content

    from cadence_tui.services.monthly import Figure, Misfit, Stale
    from cadence_tui.services.view import View

_NUMBER = 11


# --- The numbers ------------------------------------------------------------------------------------------------------


class FigureRows(Listed):
    """The company KPIs of the month."""

    def __init__(self, month: str) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.month = month
        self.figures: dict[str, Figure] = {}

    def fill(self, view: View, found: tuple[Figure, ...]) -> None:
        """Show the month."""
        self.view, self.figures = view, {one.kpi.key: one for one in found}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Write a line for each, under what its columns are."""
        view = self.view
        if view is None:
            return []
        has_trend = width >= 5 + 16 + 3 * (_NUMBER + 1) + monthly.TRAILING
        name = max(width - 4 - 3 * (_NUMBER + 1) - (monthly.TRAILING + 2 if has_trend else 0), 10)
        now, before = (formatting.period_label(period) for period in (self.month, shift(self.month, -1)))
        heads = [ink.cell(word, _NUMBER, ink.MUTED, align="right") for word in (now, before, "On track")]
        head = ink.line("  ", ink.cell("KPI", name, ink.MUTED), *(p for h in heads for p in (" ", h)))
        rows = [Row("", (ink.line(head, ("  Trailing" if has_trend else "", ink.MUTED)),))]
        form = view.company.number_format
        for key, one in self.figures.items():
            unit, direction = one.kpi.unit, one.kpi.goal.direction
            texts = (
                formatting.value(one.value, unit, direction, form),
                formatting.value(one.before, unit, direction, form),
                f"{one.on_track} of {one.judged}",
            )
            is_short = one.judged > 0 and one.on_track < one.judged
            inks = (ink.STRONG, ink.MUTED, ink.WARN if is_short else ink.PLAIN)
            cells = [ink.cell(text, _NUMBER, style, align="right") for text, style in zip(texts, inks, strict=True)]
            trend = f"  {formatting.sparkline(one.trailing)}" if has_trend else ""
            line = ink.line("  ", ink.cell(one.kpi.name, name), *(p for c in cells for p in (" ", c)), trend)
            rows.append(Row(key, (line,)))
        return rows


class FiguresStep(ListedStep):
    """The month's company KPIs, beside the month before and the trailing weeks."""

    NAME, TITLE, MINUTES = "figures", "Month", 10
    EMPTY = "The month’s company KPIs beside the month before. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the KPIs; they are looked at, and ask for nothing."""
        return Load(len(monthly.figures(view, occasion.period)))

    def listed(self) -> FigureRows:
        return FigureRows(self.occasion.period)

    def show(self, view: View) -> None:
        self.query_one(FigureRows).fill(view, monthly.figures(view, self.occasion.period))
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:
        one = self.query_one(FigureRows).figures.get(key)
        if one is None:
            return []
        kpi, form = one.kpi, view.company.number_format
        target = formatting.bound(kpi.goal.target, kpi.unit, kpi.goal.direction, form)
        how = {"sum": "its weeks add up", "mean": "the mean of its weeks", "formula": "worked out over the month"}
        said = [f"Target {target}", *([how[one.how]] if one.how else [])]
        change = formatting.delta(one.value, one.before, kpi.unit, form)
        said += [f"{change} on the month before"] if change else []
        if one.over is not None:
            over = formatting.value(one.over.value, kpi.unit, kpi.goal.direction, form)
            span = "6 months" if kpi.grain == "monthly" else f"{monthly.TRAILING} weeks"
            said.append(f"{over} {'in' if one.over.how == 'sum' else 'on average over'} the last {span}")
        return [ink.text(kpi.name, ink.STRONG), ink.text(f"{'; '.join(said)}.")]


# --- The 90-day rule --------------------------------------------------------------------------------------------------


class StaleRows(Listed):
    """KPIs that no decision has touched for 90 days, each to be kept with a reason or retired."""

    BINDINGS = bindings("stale")

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.stale: dict[str, Stale] = {}

    def fill(self, view: View, found: tuple[Stale, ...]) -> None:
        """Show what is asked about."""
        self.view, self.stale = view, {one.kpi.key: one for one in found}
        self.rebuild()
        self.refresh_bindings()

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        rows = list[Row]()
        for key, one in self.stale.items():
            words = "retired" if one.retired is not None else "kept" if one.kept is not None else f"{one.days} days"
            style = ink.MUTED if one.is_settled else ink.WARN
            mark = ("✓ ", ink.MUTED) if one.is_settled else ("○ ", ink.WARN)
            line = ink.line(
                "  ", mark, ink.cell(one.kpi.name, max(width - 16, 10)), " ", ink.cell(words, 9, style, "right")
            )
            rows.append(Row(key, (line,)))
        return rows

    @property
    def open_keys(self) -> list[str]:
        return [key for key, one in self.stale.items() if not one.is_settled]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask about those that are open."""
        if action in ("keep", "retire"):
            one = self.stale.get(self.cursor)
            return one is not None and one.retired is None and (action == "retire" or not one.is_settled)
        return super().check_action(action, parameters)

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        self.refresh_bindings()

    def action_keep(self) -> None:
        self._ask("Why is {} kept, when nothing was decided by it?", self._keep)

    def action_retire(self) -> None:
        self._ask("Why is {} retired? Its history stays.", self._retire)

    def _ask(self, question: str, then: Callable[[Stale, str], None]) -> None:
        """Ask for the reason."""
        from cadence_tui.tui.dialogs.ask import Ask

        one = self.stale.get(self.cursor)
        if one is not None:
            self.app.push_screen(Ask(question.format(one.kpi.name)), lambda why: then(one, why) if why else None)

    def _keep(self, one: Stale, why: str) -> None:
        """Keep it."""
        playbook = self.app.host.playbook()
        words = f"{one.kpi.name} is kept; it is asked about again in 90 days."
        self.do(lambda desk: monthly.keep(desk, playbook, one.kpi.key, why), words)

    def _retire(self, one: Stale, why: str) -> None:
        """Retire it."""
        self.do(lambda desk: kpis.retire(desk, one.kpi.key, why), f"{one.kpi.name} is retired.")


class StaleStep(ListedStep):
    """The 90-day rule: retire it, or keep it with a reason (seed 004)."""

    NAME, TITLE, MINUTES = "stale", "90-day rule", 10
    EMPTY = "KPIs that no decision has touched for 90 days. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count the KPIs that are asked about, and those that are open."""
        found = monthly.stale(view, occasion.period)
        return Load(len(found), sum(not one.is_settled for one in found))

    def listed(self) -> StaleRows:
        return StaleRows()

    def show(self, view: View) -> None:
        self.query_one(StaleRows).fill(view, monthly.stale(view, self.occasion.period))
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:  # noqa: ARG002 (the step's)
        one = self.query_one(StaleRows).stale.get(key)
        if one is None:
            return []
        if one.is_settled:
            word = "Retired" if one.retired is not None else "Kept"
            return [ink.text(one.kpi.name, ink.STRONG), ink.text(f"{word}: {one.retired or one.kept}")]
        keys = self.app.commands
        return [
            ink.text(one.kpi.name, ink.STRONG),
            ink.text(f"No decision has touched it for {one.days} days. What would you do if it fell?"),
            ink.text(""),
            ink.line(
                (keys["stale.keep"].key, ink.ACCENT),
                (" keeps it with a reason, ", ink.MUTED),
                (keys["stale.retire"].key, ink.ACCENT),
                (" retires it.", ink.MUTED),
            ),
        ]


# --- Targets ----------------------------------------------------------------------------------------------------------


class MisfitRows(Listed):
    """KPIs whose targets no longer fit."""

    BINDINGS = bindings("misfit")

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.misfits: dict[str, Misfit] = {}

    def fill(self, view: View, found: tuple[Misfit, ...]) -> None:
        """Show them."""
        self.view, self.misfits = view, {one.kpi.key: one for one in found}
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        rows = list[Row]()
        for key, one in self.misfits.items():
            words = "always met by far" if one.fit == "loose" else "never met"
            line = ink.line("  ", ink.cell(one.kpi.name, max(width - 22, 10)), " ", ink.cell(words, 18, ink.WARN))
            rows.append(Row(key, (line,)))
        return rows

    def action_page(self) -> None:
        self.app.open(None, self.cursor)


class TargetsStep(ListedStep):
    """Targets that no longer fit: always met by a wide margin, or never met."""

    NAME, TITLE, MINUTES = "targets", "Targets", 5
    EMPTY = "Targets that were always met by a wide margin, or never met. There are none."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:  # noqa: ARG003 (the step's)
        """Count the targets; whether one is changed is a decision, so none of them is left over."""
        return Load(len(monthly.misfits(view)))

    def listed(self) -> MisfitRows:
        return MisfitRows()

    def show(self, view: View) -> None:
        self.query_one(MisfitRows).fill(view, monthly.misfits(view))
        self.tell()

    def told(self, view: View, key: str) -> list[Content]:
        one = self.query_one(MisfitRows).misfits.get(key)
        if one is None:
            return []
        kpi = one.kpi
        target = formatting.bound(kpi.goal.target, kpi.unit, kpi.goal.direction, view.company.number_format)
        unit = "month" if kpi.grain == "monthly" else "week"
        over = f"the last {formatting.plural(one.periods, unit)} judged by it"
        if one.fit == "loose":
            said = f"{target} was met by a wide margin in each of {over}. Raise it, or ask less often?"
        else:
            said = f"{target} was met in none of {over}. Is it the target, or what is done for it?"
        keys = self.app.commands
        return [
            ink.text(kpi.name, ink.STRONG),
            ink.text(said),
            ink.text(""),
            ink.line(
                (keys["misfit.page"].key, ink.ACCENT),
                (" opens its page, where its target is changed; ", ink.MUTED),
                (keys["meeting.add"].key, ink.ACCENT),
                (" adds a decision.", ink.MUTED),
            ),
        ]
