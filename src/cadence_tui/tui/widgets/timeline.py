"""The line of time: escalations, decisions, actions and changes, newest first under the week they came up in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui import formatting
from cadence_tui.domain.decision import Action, Decision
from cadence_tui.domain.errors import BusyError
from cadence_tui.domain.ladder import Escalation
from cadence_tui.domain.text import visible
from cadence_tui.formatting import cell_width
from cadence_tui.services.timeline import Query, TimeLine
from cadence_tui.tui import ink
from cadence_tui.tui.copying import joined
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.widgets.rows import UNDRAWN, Row, empty
from cadence_tui.tui.widgets.scorecard import first_names
from cadence_tui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.content import Content

    from cadence_tui.services.timeline import Item
    from cadence_tui.services.view import View

GAP = 2
AT_ONCE = 100
AGAIN_AFTER = 0.4
WHO_LEAST, WHO_MOST = 8, 20
WHAT_LEAST = 30
WHEN, DAY = len("Mon 18:00"), len("Mon")
NARROW = 90

_EMPTY = (
    "The log remembers what no spreadsheet does: which number missed, who was asked, what they decided and why, who "
    "did what about it, and whether it worked. Escalations come by themselves; what you decide you add."
)


class Cells(NamedTuple):
    """What one row shows, as text."""

    glyph: str
    key: str
    when: str
    what: str
    who: str
    state: log_words.Words


class Layout(NamedTuple):
    """How wide each column is; 0 leaves it out."""

    key: int
    when: int
    what: int
    who: int
    state: int
    names: Mapping[str, str]


class Timeline(Steps):
    """What a query finds in the line of time, read as far as it is gone through."""

    GUTTER = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.query_for = Query()
        self._line: TimeLine | None = None
        self._items: list[Item] = []
        self._most = AT_ONCE
        self._is_all = True
        self._cells_of: dict[str, Cells] = {}
        self._layout = Layout(0, 0, 0, 0, 0, {})

    def fill(self, view: View) -> None:
        """Show what stands now."""
        self._line = TimeLine(view)
        self._read(view)

    def search(self, query: Query) -> None:
        """Show what another query finds, from its newest on."""
        self.query_for, self._most = query, AT_ONCE
        if self.view is not None:
            self._read(self.view)
            self.action_first()

    def _read(self, view: View) -> None:
        """Read so many as are shown, again by a timer while another process keeps the file."""
        if self._line is None:
            return
        try:
            found = self._line.take(self.query_for, self._most + 1)
        except BusyError:
            self.set_timer(AGAIN_AFTER, lambda: self._read(view))
            return
        self._items, self._is_all = found[: self._most], len(found) <= self._most
        things = {
            item.key: item.thing for item in self._items if isinstance(item.thing, (Escalation, Decision, Action))
        }
        self.stand(view, things)
        self.rebuild()
        self.refresh_bindings()

    def item(self, key: str) -> Item | None:
        """Find what a row shows."""
        return next((item for item in self._items if item.key == key), None)

    def watch_cursor(self, before: str, after: str) -> None:
        super().watch_cursor(before, after)
        if not self._is_all and self.view is not None and after in [item.key for item in self._items[-AT_ONCE // 4 :]]:
            self._most += AT_ONCE
            self.call_after_refresh(self._read, self.view)

    # --- How it is laid out -------------------------------------------------------------------------------------------

    def build(self, width: int) -> list[Row]:
        """Lay the items out under their weeks."""
        view = self.view
        if view is None:
            return []
        is_new = self.query_for == Query() and all(item.kind == "change" for item in self._items) and self._is_all
        if is_new or not self._items:
            rows = [self._nothing(width)]
            return rows if not self._items else [*rows, Row("", (ink.text(""),)), *self._laid_out(view, width)]
        return self._laid_out(view, width)

    def _laid_out(self, view: View, width: int) -> list[Row]:
        """Set the items under their weeks, in columns."""
        cells = [self._cells(item, view) for item in self._items]
        layout = _columns(cells, width, is_solo=view.company.is_solo)
        self._cells_of = {item.key: one for item, one in zip(self._items, cells, strict=True)}
        self._layout = layout
        rows, week = list[Row](), ""
        for item in self._items:
            here = view.calendar.week_of_day(item.at.astimezone(view.calendar.zone).date())
            if here != week:
                rows.append(Row("", ((ink.text(""),) if week else ()) + (ink.text(_week(here, view), ink.MUTED),)))
                week = here
            rows.append(Row(item.key, (UNDRAWN,)))
        if not self._is_all:
            rows.append(Row("", (ink.text("… older ones are read as you go on", ink.MUTED),)))
        return rows

    def copied(self) -> str:
        """Give the line with the cursor uncut."""
        item = self.item(self.cursor)
        if item is None or self.view is None:
            return ""
        one = self._cells(item, self.view)
        return joined(one.key, one.when, one.what, one.who, one.state.text)

    def draw(self, key: str) -> Content:
        """Draw a row that comes into sight."""
        return _drawn(self._cells_of[key], self._layout)

    def _nothing(self, width: int) -> Row:
        """Say what the log is for, or that a search finds nothing and how to see all again."""
        if self.query_for == Query():
            row = empty("", self.app.key("thing.new"), "to add a decision or an action.")
            return Row("", (*ink.text(_EMPTY, ink.MUTED).wrap(min(width, 84)), ink.text(""), row.lines[1]))
        return empty("Nothing in the log is like that.", self.app.key("log.all"), "to show all again.")

    def _cells(self, item: Item, view: View) -> Cells:
        """Write an item's cells."""
        is_change = item.kind == "change"
        return Cells(
            log_words.GLYPHS[item.kind],
            "" if is_change else item.key,
            log_words.when(item.at, view),
            visible(log_words.what(item, view)),
            visible(item.who),
            log_words.state(item, view),
        )


def _columns(cells: Sequence[Cells], width: int, *, is_solo: bool) -> Layout:
    """Share a width out: ids and states in full, then what it is about, then whose it is.

    Where that leaves little for what it is about, the day does without its time, and people without their last names.
    """
    key = max(*(cell_width(one.key) for one in cells), 4)
    state = max(cell_width(one.state.text) for one in cells)
    is_narrow = width < NARROW
    when = DAY if is_narrow else WHEN
    free = width - 2 - key - GAP - when - GAP - state - (GAP if state else 0)
    who, all_names = 0, {one.who for one in cells}
    names = first_names(all_names) if is_narrow else {name: name for name in all_names}
    if not is_solo:
        wish = min(max(cell_width(name) for name in names.values()), WHO_MOST)
        who = max(min(wish, free - GAP - WHAT_LEAST), WHO_LEAST) if free - GAP - WHO_LEAST >= WHAT_LEAST // 2 else 0
        free -= who + GAP if who else 0
    return Layout(key, when, max(free, 4), who, state, names)


def _drawn(one: Cells, layout: Layout) -> Content:
    """Draw a row: the eye begins at what it is, and ends at where it stands."""
    is_change = not one.key
    parts = [
        ink.line((one.glyph, ink.MUTED), " ", ink.cell(one.key, layout.key, ink.MUTED)),
        ink.text(one.when[: layout.when], ink.MUTED),
        ink.cell(one.what, layout.what, ink.MUTED if is_change else ink.PLAIN),
    ]
    if layout.who:
        parts.append(ink.cell(layout.names[one.who], layout.who, ink.MUTED))
    if layout.state:
        parts.append(ink.cell(one.state.text, layout.state, one.state.style))
    return ink.text(" " * GAP).join(parts)


def _week(week: str, view: View) -> str:
    """Name a week, with its year where that is another, and as now where it is the current one."""
    year = week.partition("-")[0]
    words = formatting.period_label(week) + ("" if year == view.week.partition("-")[0] else f" {year}")
    return f"{words} · this week" if week == view.week else words
