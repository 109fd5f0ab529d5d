"""The active objectives in a line each: what stands first in a week where OKRs lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.okr import rounded
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.okr_words import PACE_INK
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from textual.content import Content

    from cadence_tui.domain.cycle import ObjectiveLine
    from cadence_tui.domain.report import WeekReport

LOW, SHOWN_LOW, SHOWN = 30, 3, 6
_LONGEST, _FIGURES, _PACE, _DUE = 56, 16, 12, 14
_INDENT = "  "


class Route(Rows):
    """The objectives: how far each has come, and how its weakest key result does."""

    DEFAULT_CSS = "Route { height: 2; margin: 0 2 1 0; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Know of none yet."""
        super().__init__(id=id)
        self.objectives: tuple[ObjectiveLine, ...] = ()

    def fill(self, report: WeekReport) -> None:
        """Show a week's, where OKRs lead or lead with the KPIs."""
        self.objectives = report.objectives if "okrs" in report.leads else ()
        self.display = bool(self.objectives)
        self.styles.height = len(self._shown) + 1 + (len(self._shown) < len(self.objectives))
        self.rebuild()

    @property
    def _shown(self) -> tuple[ObjectiveLine, ...]:
        """Give the company's first, as many as there is room for."""
        most = SHOWN if self.app.size.height >= LOW else SHOWN_LOW
        return tuple(sorted(self.objectives, key=lambda one: one.objective.team is not None)[:most])

    def build(self, width: int) -> list[Row]:
        """Write each on a line."""
        if not self.objectives:
            return []
        has_due = width >= _LONGEST + _FIGURES + _PACE + _DUE
        room = min(max(width - len(_INDENT) - _FIGURES - _PACE - (_DUE if has_due else 0), 12), _LONGEST)
        rows = [Row("", (ink.line(_INDENT, ("Objectives", ink.STRONG)),))]
        rows += [Row(one.objective.id, (self._line(one, room, has_due=has_due),)) for one in self._shown]
        more = len(self.objectives) - len(self._shown)
        return [*rows, Row("", (ink.line(_INDENT, (f"and {more} more", ink.MUTED)),))] if more else rows

    def _line(self, one: ObjectiveLine, room: int, *, has_due: bool) -> Content:
        """Write how far it has come, beside what is the matter with it."""
        weakest = one.weakest_first[0]
        glyph, words = formatting.PACE[weakest.pace]
        return ink.line(
            _INDENT,
            ink.cell(one.objective.title, room),
            ink.cell(f"{formatting.percent(rounded(one.progress))} done  ", _FIGURES, ink.MUTED, "right"),
            ink.cell(f"{glyph} {words}", _PACE, PACE_INK[weakest.pace]),
            ("check-in due" if has_due and one.is_due else "", ink.ACCENT),
        )
