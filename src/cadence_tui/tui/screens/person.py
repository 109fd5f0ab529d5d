"""The page of a person: what waits for them, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.services import duties
from cadence_tui.tui import ink
from cadence_tui.tui.places import kind_of
from cadence_tui.tui.screens import log_words, story_words
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.services.duties import Duties
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.screens.log_words import Words

_ID, _NAME = 7, 32


class DutyRows(Rows):
    """What waits first, then what is held; each line opens what it is about."""

    app: CadenceApp

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__(id="duties")
        self._view: View | None = None
        self._held: Duties | None = None
        self._person = ""

    def fill(self, view: View, name: str) -> None:
        """Show what somebody holds."""
        self._view, self._held, self._person = view, duties.of(view, name), name
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay the sections out."""
        view, held = self._view, self._held
        if view is None or held is None:
            return []
        teams = f"  {formatting.join_words(list(held.teams))}" if held.teams else ""
        rows = [Row("", (ink.line((self._person, ink.STRONG), (teams, ink.MUTED)),))]
        for heading, lines in self._sections(view, held, width):
            if lines:
                rows.append(Row("", (ink.text(""), ink.text(heading, ink.MUTED))))
                rows += [Row(key, (line,)) for key, line in lines.items()]
        if len(rows) == 1:
            words = "Holds nothing, and nothing waits for them. A KPI gets its owner where it is edited."
            rows.append(Row("", (ink.text(""), ink.text(words, ink.MUTED))))
        return rows

    def _sections(self, view: View, held: Duties, width: int) -> Iterator[tuple[str, dict[str, Content]]]:
        """Write the lines of each section."""
        yield (
            "Waits for an answer",
            {
                one.id: _line("▲", one.id, view.kpis[one.kpi].name, log_words.escalation_state(one, view), width)
                for one in held.asked
            },
        )
        yield (
            "To do",
            {one.id: _line("□", one.id, one.text, log_words.action_state(one, view), width) for one in held.actions},
        )
        yield (
            "Did it work?",
            {one.id: _line("◆", one.id, one.title, log_words.decision_state(one, view), width) for one in held.checks},
        )
        widest = min(max((formatting.cell_width(kpi.name) for kpi in held.kpis), default=0), _NAME)
        yield "KPIs", {kpi.key: story_words.kpi_line(view, kpi.key, width=widest) for kpi in held.kpis}
        yield (
            "Objectives and initiatives",
            {
                one.id: _line(" ", one.id, one.title, log_words.Words(one.state.replace("_", " ")), width)
                for one in held.objectives
            }
            | {
                f"{of} {one.id}": _line(" ", of, one.title, log_words.Words(one.state.replace("_", " ")), width)
                for of, one in held.initiatives
            },
        )


def _line(glyph: str, id_: str, what: str, state: Words, width: int) -> Content:
    """Write one thing: what it is, and where it stands at the end of the line."""
    end = ink.text(f"  {state.text}", state.style)
    head = ink.line((glyph, ink.ACCENT), " ", ink.cell(id_, _ID, ink.MUTED))
    return ink.line(head, ink.cell(what, max(width - head.cell_length - end.cell_length, 8)), end)


class PersonScreen(Place):
    """Everything that somebody holds."""

    TITLE_TEXT = "Person"
    AUTO_FOCUS = "#duties"
    HELP_TEXT = "What waits for this person, and what they hold. {rows.open} opens what a line is about."
    DEFAULT_CSS = "PersonScreen DutyRows { padding: 0 0 0 2; }"

    def __init__(self, name: str) -> None:
        """Tell of somebody by name."""
        super().__init__()
        self.name_of = name

    @property
    def title_text(self) -> str:
        """Name them."""
        return self.name_of

    def body(self) -> ComposeResult:
        yield DutyRows()

    def show(self, view: View) -> None:
        self.query_one(DutyRows).fill(view, self.name_of)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        about = event.key.partition(" ")[0]
        self.app.open(kind_of(about), about)
