"""The pages of one objective and of one key result: where it stands, its path, what was said and decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.okr import rounded
from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.okr_story import ObjectiveStory, PartStory
from cadence_tui.tui.widgets.okr_words import PACE_INK, as_it_runs, bar, lands, pace, shown, way
from cadence_tui.tui.widgets.path_chart import Path, PathChart
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from textual.app import ComposeResult

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows

_BAR = 24


class ObjectiveScreen(Place):
    """Everything about one objective."""

    SCOPE = "part"
    TITLE_TEXT = "Objective"
    CSS_PATH = "objective.tcss"
    AUTO_FOCUS = "#story"
    HELP_TEXT = (
        "What the objective is, its key results with the weakest first, its initiatives, and what was changed of it "
        "while it was active, with why."
    )

    def __init__(self, subject: str) -> None:
        """Tell of an objective by its id."""
        super().__init__()
        self.subject = subject

    def body(self) -> ComposeResult:
        yield Said(id="head")
        yield ObjectiveStory(id="story")

    def show(self, view: View) -> None:
        from cadence_tui.services import okrs

        try:
            line = okrs.line(view, view.repository.objective(self.subject))
        except CadenceError:
            self.app.call_later(self.dismiss)
            return
        self.query_one("#head", Said).update(Content("\n").join(_objective_head(view, line)))
        self.query_one(ObjectiveStory).fill(view, line)
        self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Open what a line is about: a key result, the objective that it serves, an action."""
        event.stop()
        about = event.key.partition(" ")[0]
        if about != self.subject and ".i" not in about:
            self.app.open(None, about)

    def action_kpi(self) -> None:
        view = self.app.view()
        kpi = view.repository.objective(self.subject).kpi if view is not None else None
        if kpi is not None:
            self.app.open("kpi", kpi)
        else:
            self.app.say("No KPI is named that it means to move.")


class PartScreen(Place):
    """Everything about one key result."""

    SCOPE = "part"
    TITLE_TEXT = "Key result"
    CSS_PATH = "objective.tcss"
    AUTO_FOCUS = "#story"
    HELP_TEXT = (
        "The dotted line leads straight from baseline to target; the solid one is the way it took, and the sparse one "
        "where that lands; ◇ marks a day on which it was changed. Below stands what was said of it, newest first."
    )

    def __init__(self, subject: str) -> None:
        """Tell of a key result by its id."""
        super().__init__()
        self.subject = subject
        self._kpi: str | None = None

    def body(self) -> ComposeResult:
        yield Said(id="head")
        yield PathChart(id="path")
        yield PartStory(id="story")

    def show(self, view: View) -> None:
        from cadence_tui.services import okr_path, okrs

        try:
            objective, key_result = view.repository.key_result(self.subject)
        except CadenceError:
            self.app.call_later(self.dismiss)
            return
        whole = as_it_runs(okrs.line(view, objective))
        line = next(one for one in whole.key_results if one.key_result.id == key_result.id)
        self._kpi = key_result.kpi
        points = [(point.day, point.value) for point in okr_path.path(view, objective, key_result)]
        changes = [view.calendar.today(one.at) for one in okr_path.changes(view, objective, key_result.id)]
        self.query_one("#head", Said).update(Content("\n").join(_part_head(view, whole, line)))
        self.query_one(PathChart).fill(_path(view, line, points, changes))
        self.query_one(PartStory).fill(view, whole, line)
        self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Open what a line is about."""
        event.stop()
        about = event.key.partition(" ")[0]
        if about and about != self.subject and not about.startswith("~"):
            self.app.open(None, about)

    def action_kpi(self) -> None:
        if self._kpi is not None:
            self.app.open("kpi", self._kpi)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer the KPI's page where one feeds it."""
        return action != "kpi" or self._kpi is not None


def _path(
    view: View, line: KeyResultLine, points: Sequence[tuple[date, Decimal]], changes: Sequence[date]
) -> Path | None:
    """Gather what the chart shows; nothing where there is no line to go along."""
    one = line.key_result
    if one.line is None or one.line[0] == one.line[1]:
        return None
    return Path(
        start=line.start,
        due=line.due,
        today=view.today,
        baseline=one.line[0],
        target=one.line[1],
        points=points,
        lands=None if line.forecast is None or one.ended is not None else float(line.forecast),
        unit="percent" if one.kind == "milestone" else one.unit,
        number_format=view.company.number_format,
        changes=changes,
    )


def _objective_head(view: View, line: ObjectiveLine) -> Iterator[Content]:
    """Say what an objective is, as the template reads: whose, when it is reviewed, what it means to move."""
    one = line.objective
    state = {"draft": "a draft", "active": "active", "closed": "closed"}[one.state]
    yield ink.line((f"{one.id}  ", ink.MUTED), (one.title, ink.STRONG))
    whose = [one.team or ("" if view.company.is_solo else "Company"), "" if view.company.is_solo else one.owner]
    said = [*filter(None, whose), formatting.period_label(one.cycle), state]
    said.append(f"reviewed on {formatting.DAYS[one.review_day]}")
    yield ink.text(" · ".join(said), ink.MUTED)
    more = []
    if one.kpi is not None:
        more.append(f"Means to move {view.kpis[one.kpi].name}")
    if one.serves is not None:
        more.append(f"Serves {one.serves} {view.repository.objective(one.serves).title}")
    if more:
        yield ink.text(" · ".join(more), ink.MUTED)
    if one.state != "draft":
        due = "  check-in due" if line.is_due else ""
        yield ink.line(f"{formatting.percent(rounded(line.progress))} done", (due, ink.ACCENT))


def _part_head(view: View, whole: ObjectiveLine, line: KeyResultLine) -> Iterator[Content]:
    """Say where a key result stands."""
    one = line.key_result
    yield ink.line((f"{one.id}  ", ink.MUTED), (one.title, ink.STRONG))
    yield ink.text(f"of {whole.objective.id} {whole.objective.title}", ink.MUTED)
    now = shown(view, one, line.current)
    does = ink.line((pace(line), PACE_INK[line.pace]), "  ", bar(line, _BAR))
    yield ink.line(does, "  ", (now, ink.STRONG), (f"  {way(view, one)}", ink.MUTED))
    fed = f"; fed by {view.kpis[one.kpi].name}" if one.kpi else ""
    weight = f"; weight {one.weight}" if one.weight != 1 else ""
    yield ink.text(f"{lands(line).capitalize()}; due {formatting.day_label(line.due)}{fed}{weight}.", ink.MUTED)
