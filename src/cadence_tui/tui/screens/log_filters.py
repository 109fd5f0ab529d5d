"""The line above the log: what it can be narrowed to, each by its key or the mouse, and what it is narrowed to now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from cadence_tui.services.filters import KIND_WORDS, MINE, STATE_WORDS
from cadence_tui.services.timeline import Query
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.links import Links

if TYPE_CHECKING:
    from textual.geometry import Size

    from cadence_tui.services.filters import Saved
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

_ON_KEYS = ("open", "overdue", "check")
# What a query is narrowed by, in the order in which it is shown.
_CHIPS = ("state", "person", "kpi", "span")
_LAST = ("text", "span", "kpi", "person", "is_mine", "state", "kind")
GAP = "  "


def without(query: Query, field: str) -> Query:
    """Take away one of what a query is narrowed by."""
    return query._replace(**{field: Query._field_defaults[field]})


def without_last(query: Query) -> Query:
    """Take away the last of what a query is narrowed by."""
    for field in _LAST:
        if getattr(query, field) != Query._field_defaults[field]:
            return without(query, field)
    return query


class Filters(Links):
    """Kinds, then states, on two lines where one is too short; below them what has no key of its own, if it is on."""

    app: CadenceApp
    query_for: reactive[Query] = reactive(Query)

    def __init__(self) -> None:
        """Narrow nothing."""
        super().__init__()
        self._is_solo = False
        self._kpis: dict[str, str] = {}
        self._saved: list[Saved] = []

    def show(self, query: Query, view: View, saved: list[Saved]) -> None:
        """Show what the log is narrowed to."""
        self._is_solo, self._saved = view.company.is_solo, saved
        self._kpis = {key: kpi.name for key, kpi in view.kpis.items()}
        self.query_for = query
        self.refresh(layout=True)

    def watch_query_for(self, before: Query, after: Query) -> None:
        """Lay the screen out again only where what narrows the log takes another number of lines: not for each key."""
        if [getattr(before, field) for field in _CHIPS] != [getattr(after, field) for field in _CHIPS] or self._saved:
            self.refresh(layout=True)

    def _part(self, name: str, words: str, *, is_on: bool = False) -> Content:
        """Write one filter, marked where it is on."""
        key = self.app.key(f"log.{name}")
        click = Style.from_meta({"@click": (f"screen.{name}", ())})
        mark = "●" if is_on else " "
        return ink.line(
            (mark, ink.ACCENT), (key, ink.ACCENT), (f" {words}", ink.STRONG if is_on else ink.MUTED)
        ).stylize(click)

    def _chips(self) -> Content | None:
        """Write what is on and has no key of its own, each taken away by a click, and how to save it all."""
        query = self.query_for
        named = next((one.name for one in self._saved if one.query == query), "")
        parts = list[Content]()
        for field in _CHIPS:
            value = getattr(query, field)
            if value is None or value in _ON_KEYS:
                continue
            words = STATE_WORDS[value] if field == "state" else self._kpis.get(value, value)
            click = Style.from_meta({"@click": ("screen.drop_chip", (field,))})
            parts.append(ink.line(("●", ink.ACCENT), " ", (words, ink.STRONG), (" ✗", ink.MUTED)).stylize(click))
        if named:
            parts.append(ink.text(f"= “{named}”", ink.MUTED))
        elif parts:
            parts.append(self._part("save", "save"))
        return ink.line(" ", Content(GAP).join(parts)) if parts else None

    def _lines(self, width: int) -> list[Content]:
        """Set the filters side by side, or kinds above states; what is on besides below them."""
        query = self.query_for
        kinds = [self._part(f"{kind}s", words, is_on=query.kind == kind) for kind, words in KIND_WORDS.items()]
        states = [self._part(state, STATE_WORDS[state], is_on=query.state == state) for state in _ON_KEYS]
        if not self._is_solo:
            states.append(self._part("mine", MINE, is_on=query.is_mine))
        states.append(self._part("narrow", "more"))
        one = Content(GAP).join([*kinds, ink.text("│", ink.MUTED), *states])
        lines = [one] if one.cell_length <= width else [Content(GAP).join(kinds), Content(GAP).join(states)]
        chips = self._chips()
        return [*lines, *(chips.wrap(width) if chips is not None else [])]

    def render(self) -> Content:
        return Content("\n").join(self._lines(max(self.content_size.width, 1)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return len(self._lines(max(width, 1)))
