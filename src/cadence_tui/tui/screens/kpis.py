"""The KPIs: the scorecard of the newest periods, and the cell under the cursor in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input

from cadence_tui import formatting
from cadence_tui.services.arranging import BY, ORDERS, Arrangement, after, arranged
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.dialogs.kpi_words import label
from cadence_tui.tui.screens import kpis_words
from cadence_tui.tui.screens.kpi_keys import KpiPlace
from cadence_tui.tui.screens.kpis_bar import Bar
from cadence_tui.tui.widgets import grid_words
from cadence_tui.tui.widgets.clipped import Clipped
from cadence_tui.tui.widgets.grid import Grid
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.pages import Row
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows


class Filter(Typing):
    """The words that rows are chosen by."""

    BINDINGS = bindings("search")

    def __init__(self) -> None:
        """Be empty."""
        super().__init__(placeholder="name, owner, team, status …", id="filter")

    def action_leave(self) -> None:
        """Go back to the rows; a filter that lets all through goes away."""
        self.screen.query_one(Grid).focus()
        self.display = bool(self.value)


class KpisScreen(KpiPlace):
    """Every KPI over its newest periods, now or as they stood at a past close."""

    SCOPE = "kpis"
    TITLE_TEXT = "KPIs"
    CSS_PATH = "kpis.tcss"
    AUTO_FOCUS = "#grid"
    HELP_TEXT = (
        "Each KPI has one number, one owner and one target. A column is a period, the current one in the accent. "
        f"After a value: {formatting.LEGEND}; * amended, – missing. "
        f"{grid_words.DERIVED} is worked out from other KPIs. The newest 4 and 13 closed periods come to a sum "
        f"{grid_words.SUM} where values add up, else to a mean {grid_words.MEAN}; a formula is worked out over its "
        "inputs’ totals."
    )

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._rows: list[Row] = []
        self._view: View | None = None
        self._filter = Filter()
        self._wanted = Arrangement()
        self._week = ""

    def on_mount(self) -> None:
        self.app.ahead.soon()

    def body(self) -> ComposeResult:
        self._filter.display = False
        yield Bar()
        yield self._filter
        yield Grid(id="grid")
        yield Clipped(id="cell")

    @property
    def grid(self) -> Grid:
        """Give the grid."""
        return self.query_one(Grid)

    def show(self, view: View) -> None:
        """Work the scorecard out again."""
        from cadence_tui.services.pages import scorecard, scorecard_at

        self._view = view
        self._rows = scorecard_at(view, self._week) if self._week else scorecard(view)
        self._fill()

    def _fill(self) -> None:
        """Show what is wanted, and of that what the filter lets through."""
        if self._view is None:
            return
        words = self._filter.value.casefold().split()
        rows = [row for row in self._rows if all(word in kpis_words.searched(row) for word in words)]
        company = self._view.company
        self.query_one(Bar).display = bool(self._rows or self._week)
        self.query_one(Bar).fill(self._wanted, is_solo=company.is_solo, past=self._past())
        self.grid.order = self._wanted.order
        self.grid.turn(newest_first=self.app.host.newest_first)
        self.grid.fill(arranged(rows, self._wanted, solo=company.is_solo), self._nothing(), company.number_format)

    def _past(self) -> str:
        """Say which past close is looked at, if one is."""
        if not self._week or self._view is None:
            return ""
        at = self._view.calendar.deadline(self._week).astimezone(self._view.calendar.zone)
        return f"As of the close of {label(self._week)}, {formatting.moment(at)} {at.year}: what was known then"

    def _nothing(self) -> list[Content]:
        """Say why there is no row, and what to do."""
        back = self.app.key("kpis.all")
        if self._rows:
            return [ink.text(f"  No KPI fits; {back} shows all of them again.", ink.MUTED)]
        if self._week:
            return [ink.text(f"  There was no KPI yet; {back} goes back to now.", ink.MUTED)]
        return [
            ink.text("  A KPI is one number that says how the company does, with one target.", ink.MUTED),
            ink.text("  It is recorded and judged every week; here the weeks stand side by side.", ink.MUTED),
            ink.text(""),
            ink.line(
                ("  Press ", ink.MUTED),
                (self.app.key("kpis.new"), ink.ACCENT),
                (" to add the first.", ink.MUTED),
            ),
        ]

    # --- What is shown, and how ---------------------------------------------------------------------------------------

    def _arrange(self, wanted: Arrangement) -> None:
        """Show the KPIs as wanted."""
        self._wanted = wanted
        self._fill()
        self.refresh_bindings()

    def action_by(self) -> None:
        ways = [way for way in BY if way != "owner" or self._view is None or not self._view.company.is_solo]
        self._arrange(self._wanted._replace(by=after(ways, self._wanted.by)))

    def action_sort(self) -> None:
        self._arrange(self._wanted._replace(order=after(ORDERS, self._wanted.order)))

    def on_grid_sorted(self, event: Grid.Sorted) -> None:
        """Sort by what a click on a heading stands for; the next click lists them again."""
        event.stop()
        self._arrange(self._wanted._replace(order="listed" if event.order == self._wanted.order else event.order))

    def action_owner(self) -> None:
        owners = sorted({row.line.kpi.owner for row in self._rows}, key=str.casefold)
        self._arrange(self._wanted._replace(owner=after(["", *owners], self._wanted.owner)))

    def action_level(self) -> None:
        self._arrange(self._wanted._replace(level=after((None, "company", "team"), self._wanted.level)))

    def action_kind(self) -> None:
        self._arrange(self._wanted._replace(kind=after((None, "leading", "lagging"), self._wanted.kind)))

    def action_turn(self) -> None:
        from cadence_tui.tui.screens.settings_own import turn_scorecard

        turn_scorecard(self.app)
        self._fill()

    def action_as_of(self) -> None:
        from cadence_tui.domain.calendar import shift
        from cadence_tui.services.past import closed_week
        from cadence_tui.tui.dialogs.ask import Ask

        view = self.app.view()
        if view is not None:
            newest = self._week or shift(view.week, -1)
            title = "As of which week’s close?"
            ask = Ask(title, text=newest, check=lambda text: closed_week(view, text), select_on_focus=True)
            self.app.push_screen(ask, lambda text: self._go_to(closed_week(view, text)) if text else None)

    def _go_to(self, week: str) -> None:
        """Show the scorecard as of a week's close; none is now."""
        self._week = week
        if view := self.app.view():
            self.show(view)
        self.refresh_bindings()

    # --- What the keys act on -----------------------------------------------------------------------------------------

    def here(self) -> Kpi | None:
        """Give the KPI under the cursor."""
        row = self.grid.row
        return row.line.kpi if row is not None else None

    def period(self) -> str:
        """Give the period under the cursor."""
        cell = self.grid.cell
        return cell.period if cell is not None else ""

    def record(self, period: str) -> None:
        """Ask for a value; what stood at a past close stays as it was, and now is where values are given."""
        if self._week:
            back, key = self.app.key("kpis.all"), self.app.key("kpis.record")
            self.app.say(
                f"This is what was known at the close of {label(self._week)}, which stays as it was. "
                f"{back} goes back to now, where {key} records or amends {label(period)}.",
                "warning",
            )
        else:
            super().record(period)

    def action_cell(self) -> None:
        from cadence_tui.services.cells import cell_story
        from cadence_tui.tui.dialogs.cell import CellDialog

        kpi, period, view = self.here(), self.period(), self.app.view()
        if kpi is not None and period and view is not None:
            story = cell_story(view, view.kpis[kpi.key], period)
            dialog = CellDialog(view, story, is_past=bool(self._week))
            self.app.push_screen(dialog, lambda what: self._next(what, kpi.key, period))

    def on_click(self, event: events.Click) -> None:
        """Open the cell whose words are clicked."""
        if self.get_widget_at(*event.screen_offset)[0] is self.query_one("#cell"):
            self.action_cell()

    def _next(self, what: str | None, key: str, period: str) -> None:
        """Go on from an opened cell."""
        if what == "page":
            self.app.open("kpi", key)
        elif what == "record":
            self.record(period)

    def action_new(self) -> None:
        self.new_kpi()

    def added(self, kpi: Kpi) -> None:
        """Set the cursor on it."""
        self._filter.value = ""
        self._arrange(Arrangement(by=self._wanted.by, order=self._wanted.order))
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
        with self._filter.prevent(Input.Changed):
            self._filter.value = ""
        self._filter.display = False
        if not self._hides():
            self._go_to("")
        self._arrange(Arrangement(by=self._wanted.by, order=self._wanted.order))

    def _hides(self) -> bool:
        """Say whether a KPI could be hidden."""
        return bool(self._filter.value) or self._wanted.narrows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer all where something is hidden; the past is not changed, and what has one answer is not asked."""
        if action == "all":
            return self._hides() or bool(self._week)
        if self._week and action in ("new", "edit", "pause", "retire"):
            return False
        if action == "cell":
            return self.here() is not None
        if not self._rows and not self._week and action in ("filter", "by", "sort", "kind", "turn", "owner", "level"):
            return False
        if action in ("owner", "level"):
            return self._view is not None and not self._view.company.is_solo
        return super().check_action(action, parameters)

    # --- The cell in words --------------------------------------------------------------------------------------------

    def on_grid_pointed(self, event: Grid.Pointed) -> None:
        event.stop()
        row, cell = self.grid.row, self.grid.cell
        words = ink.text("")
        if row is not None and cell is not None and self._view is not None:
            form = self._view.company.number_format
            shown, most = self.grid.in_sight
            older = "→" if self.grid.newest_first else "←"
            more = f"{older} shows {most - shown} earlier" if shown < most else ""
            second = " · ".join(filter(None, (grid_words.total_words(row.line.kpi, row.totals, form), more)))
            words = Content("\n").join([kpis_words.describe(self._view, row, cell), ink.text(second, ink.MUTED)])
        self.query_one("#cell", Said).update(words)
        self.refresh_bindings()
