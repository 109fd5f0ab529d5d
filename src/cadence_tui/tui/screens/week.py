"""This week: what needs somebody, and the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.scorecard import Scorecard

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.services.view import View


class WeekScreen(Place):
    """The place where a day begins."""

    SCOPE = "week"
    TITLE_TEXT = "This week"

    def body(self) -> ComposeResult:
        yield Scorecard(id="scorecard")

    def show(self, view: View) -> None:
        from cadence_tui.services.reports import week

        self.query_one(Scorecard).fill(week(view))
