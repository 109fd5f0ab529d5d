"""The step for anything else: what was decided, who does what by when, and what is worth a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.services.agreed import Agreed, agreed
from cadence_tui.tui import ink
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion
from cadence_tui.tui.widgets.rows import Row
from cadence_tui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from cadence_tui.services.view import View

_STATE = 14


class AgreedRows(Steps):
    """Decisions, actions and notes of this meeting."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__(id="agreed")
        self._agreed = Agreed((), {}, (), ())

    def fill(self, view: View, found: Agreed) -> None:
        """Show what was agreed on."""
        self._agreed = found
        self.stand(view, {**{one.id: one for one in found.decisions}, **{one.id: one for one in found.actions}})
        self.rebuild()
        self.refresh_bindings()

    def build(self, width: int) -> list[Row]:
        """Write a line for each."""
        view, found = self.view, self._agreed
        if view is None:
            return []
        rows = [
            Row("", (ink.line("  Press ", (self.app.key("meeting.add"), ink.ACCENT), " to add."),)),
            Row("", (ink.text(""),)),
        ]
        for decision in found.decisions:
            who = "" if view.company.is_solo else decision.by
            rows.append(Row(decision.id, (_line(("◆", ink.ACCENT), decision.id, decision.title, who, width),)))
        for key, one in found.held.items():
            name = f"{view.kpis[key].name}: {one.draft.title}"
            rows.append(Row(f"held/{key}", (_line(("◆", ink.MUTED), "", name, "with the close", width),)))
        for action in found.actions:
            state = log_words.action_state(action, view)
            who = "" if view.company.is_solo else f"{action.owner}  "
            rows.append(Row(action.id, (_line(("□", ink.MUTED), action.id, action.text, f"{who}{state.text}", width),)))
        for note in found.notes:
            who = "" if view.company.is_solo else note.who
            rows.append(Row(f"note/{note.subject}", (_line(("“", ink.MUTED), "", note.body, who, width),)))
        return rows

    def action_new(self) -> None:
        self.app.call_later(self.screen.run_action, "add")


def _line(mark: tuple[str, str], id_: str, words: str, end: str, width: int) -> Content:
    """Write a line: its mark, its id, what it says as far as there is room, and its end."""
    tail = ink.text(f"  {end}" if end else "", ink.MUTED)
    room = max(width - 10 - tail.cell_length, 8)
    return ink.line("  ", mark, " ", ink.cell(id_, 6, ink.MUTED), ink.cell(words, room), tail)


class AgreedStep(MeetingStep):
    """Anything else: each decision and action has one owner and a date."""

    NAME, TITLE, MINUTES = "agreed", "Decisions and actions", 5
    EMPTY = "Anything else that was decided, or that somebody does."

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """Count what came up; nothing of it asks for anything."""
        return Load(agreed(view, occasion.period, occasion.kind).many)

    def compose(self) -> ComposeResult:
        yield AgreedRows()

    def show(self, view: View) -> None:
        self.query_one(AgreedRows).fill(view, agreed(view, self.occasion.period, self.occasion.kind))
