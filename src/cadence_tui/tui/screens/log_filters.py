"""The line above the log: what it can be narrowed to, each by its key or the mouse, and what it is narrowed to now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from cadence_tui.services.timeline import Query
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from textual.geometry import Size

    from cadence_tui.tui.app import CadenceApp

_KINDS = (("escalation", "escalations"), ("decision", "decisions"), ("action", "actions"), ("change", "changes"))
_STATES = (("open", "open"), ("overdue", "overdue"), ("check", "to check"))
GAP = "  "


class Filters(Widget):
    """Kinds, then states; on two lines where one is too short."""

    auto_links = False
    app: CadenceApp
    query_for: reactive[Query] = reactive(Query)

    def __init__(self) -> None:
        """Narrow nothing."""
        super().__init__()
        self._is_solo = False

    def show(self, query: Query, *, is_solo: bool) -> None:
        """Show what the log is narrowed to."""
        self._is_solo = is_solo
        self.query_for = query
        self.refresh(layout=True)

    def _part(self, name: str, words: str, *, is_on: bool) -> Content:
        """Write one filter, marked where it is on."""
        key = self.app.key(f"log.{name}")
        click = Style.from_meta({"@click": (f"screen.{name}", ())})
        mark = "●" if is_on else " "
        return ink.line(
            (mark, ink.ACCENT), (key, ink.ACCENT), (f" {words}", ink.STRONG if is_on else ink.MUTED)
        ).stylize(click)

    def _lines(self, width: int) -> list[Content]:
        """Set the filters side by side, or kinds above states."""
        query = self.query_for
        kinds = [self._part(f"{kind}s", words, is_on=query.kind == kind) for kind, words in _KINDS]
        states = [self._part(state, words, is_on=query.state == state) for state, words in _STATES]
        if not self._is_solo:
            states.append(self._part("mine", "mine", is_on=query.is_mine))
        one = Content(GAP).join([*kinds, ink.text("│", ink.MUTED), *states])
        return [one] if one.cell_length <= width else [Content(GAP).join(kinds), Content(GAP).join(states)]

    def render(self) -> Content:
        return Content("\n").join(self._lines(max(self.content_size.width, 1)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return len(self._lines(max(width, 1)))
