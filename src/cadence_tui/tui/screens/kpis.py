"""The KPIs: the scorecard of the newest periods, and the cell under the cursor in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input, Static

from cadence_tui import formatting
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.kpi_keys import KpiPlace
from cadence_tui.tui.widgets.grid import DERIVED, Grid

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.pages import Cell, Row
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows


class Filter(Input):
    """The words that rows are chosen by."""

    BINDINGS = bindings("search")

    def __init__(self) -> None:
        """Be empty; a key never wipes what is in it."""
        super().__init__(placeholder="name, owner, team, status …", select_on_focus=False, id="filter")
        self.cursor_blink = False

    def action_leave(self) -> None:
        """Go back to the rows; a filter that lets all through goes away."""
        self.screen.query_one(Grid).focus()
        self.display = bool(self.value)


class KpisScreen(KpiPlace):
    """Every KPI over its newest periods."""

    SCOPE = "kpis"
    TITLE_TEXT = "KPIs"
    CSS_PATH = "kpis.tcss"
    AUTO_FOCUS = "#grid"
    HELP_TEXT = (
        "Each KPI has one number, one owner and one target. A column is a period, the current one last. "
        "After a value: ● on track, ◐ watch, ✗ breach, ! late, ‖ paused, * amended. "
        f"{DERIVED} is worked out from other KPIs."
    )

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._rows: list[Row] = []
        self._view: View | None = None
        self._filter = Filter()

    def body(self) -> ComposeResult:
        self._filter.display = False
        yield self._filter
        yield Grid(id="grid")
        yield Static(id="cell")

    @property
    def grid(self) -> Grid:
        """Give the grid."""
        return self.query_one(Grid)

    def show(self, view: View) -> None:
        """Work the scorecard out again."""
        from cadence_tui.services.pages import scorecard

        self._view, self._rows = view, scorecard(view)
        self._fill()

    def _fill(self) -> None:
        """Show what the filter lets through."""
        if self._view is None:
            return
        wanted = self._filter.value.casefold().split()
        rows = [row for row in self._rows if all(word in _searched(row) for word in wanted)]
        company = self._view.company
        self.grid.fill(rows, self._nothing(), company.number_format, solo=company.is_solo)

    def _nothing(self) -> list[Content]:
        """Say why there is no row, and what to do."""
        if self._rows:
            return [ink.text("  No KPI fits the filter; esc takes it away.", ink.MUTED)]
        return [
            ink.text("  A KPI is one number that says how the company does, with one target.", ink.MUTED),
            ink.text("  It is recorded and judged every week; here the weeks stand side by side.", ink.MUTED),
            ink.text(""),
            ink.line(
                ("  Press ", ink.MUTED),
                (self.app.commands["kpis.new"].key, ink.ACCENT),
                (" to add the first.", ink.MUTED),
            ),
        ]

    # --- What the keys act on -----------------------------------------------------------------------------------------

    def here(self) -> Kpi | None:
        """Give the KPI under the cursor."""
        row = self.grid.row
        return row.line.kpi if row is not None else None

    def period(self) -> str:
        """Give the period under the cursor."""
        cell = self.grid.cell
        return cell.period if cell is not None else ""

    def action_new(self) -> None:
        self.new_kpi()

    def added(self, kpi: Kpi) -> None:
        """Set the cursor on it."""
        self._filter.value = ""
        self._fill()
        self.grid.cursor = kpi.key

    def on_rows_opened(self, event: Rows.Opened) -> None:
        self.app.open("kpi", event.key)

    # --- The filter ---------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        self._filter.display = True
        self._filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def action_all(self) -> None:
        self._filter.value = ""
        self._filter.display = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show all where a filter hides some."""
        return bool(self._filter.value) if action == "all" else super().check_action(action, parameters)

    # --- The cell in words --------------------------------------------------------------------------------------------

    def on_grid_pointed(self, event: Grid.Pointed) -> None:
        event.stop()
        row, cell = self.grid.row, self.grid.cell
        words = ink.text("")
        if row is not None and cell is not None and self._view is not None:
            words = describe(self._view, row, cell)
            shown, most = self.grid.in_sight
            if shown < most:
                more = f"The newest {shown} of {most} periods; ← shows earlier ones."
                words = Content("\n").join([words, ink.text(more, ink.MUTED)])
        self.query_one("#cell", Static).update(words)
        self.refresh_bindings()


def _searched(row: Row) -> str:
    """Gather what a filter looks through."""
    kpi, line = row.line.kpi, row.line
    words = (kpi.name, kpi.key, kpi.owner, kpi.team or "company", kpi.cadence, kpi.kind or "", kpi.perspective or "")
    return " ".join((*words, formatting.STATUS[line.shown][1])).casefold()


def describe(view: View, row: Row, cell: Cell) -> Content:
    """Say in words what a cell holds, and what it does not."""
    kpi, form = row.line.kpi, view.company.number_format
    parts = [ink.text(kpi.name, ink.STRONG), ink.text(_period(cell.period))]
    if cell.value is not None:
        parts.append(ink.text(formatting.value(cell.value, kpi.unit, kpi.goal.direction, form, short=False)))
    if cell.status is not None:
        parts.append(ink.status(cell.status))
    parts.append(ink.text(_explained(view, kpi, cell), ink.MUTED))
    if cell.amended:
        parts.append(ink.text("amended", ink.STRONG))
    goal = formatting.bound(cell.goal.target, kpi.unit, cell.goal.direction, form)
    parts.append(ink.text(f"target {goal}", ink.MUTED))
    return ink.text(" · ", ink.MUTED).join([part for part in parts if part.cell_length])


def _explained(view: View, kpi: Kpi, cell: Cell) -> str:
    """Explain a cell that could look wrong."""
    if kpi.formula:
        return f"worked out: {kpi.formula}"
    if cell.status is None and cell.value is None:
        return "nothing was asked for"
    if cell.status is None:
        return "recorded, and never judged"
    if cell.status == "late" and cell.value is not None:
        return "came after the close"
    if cell.status == "not_due":
        from cadence_tui.tui.dialogs.kpi_words import first_due

        return f"first closes with {formatting.period_label(first_due(view, kpi))}"
    return ""


def _period(period: str) -> str:
    """Name a period with its year."""
    label = formatting.period_label(period)
    return label if period[:4] in label else f"{label} {period[:4]}"
