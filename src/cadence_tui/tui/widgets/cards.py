"""Objectives as cards: how far each has come of what was expected, and its key results, the weakest first.

A team's objective stands below the company's that it serves, so that the cards are the tree as well; in the tree alone
each objective is one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.okr import rounded
from cadence_tui.domain.text import visible
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.okr_steps import OkrSteps
from cadence_tui.tui.widgets.okr_words import FiguresWidth, as_it_runs, below, figures_width, part_line
from cadence_tui.tui.widgets.rows import Row, empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from cadence_tui.domain.cycle import KeyResultLine, ObjectiveLine
    from cadence_tui.domain.suggestion import Suggestion
    from cadence_tui.services.view import View

BAR, BAR_WIDE = 10, 20
WIDE = 100
_INDENT, _DEEPER = "  ", "    "


class Cards(OkrSteps):
    """The objectives of a cycle; a row's key is the id of an objective or of a key result."""

    GUTTER = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.is_tree = False
        self._beside = FiguresWidth(0, 0)
        self._nothing: Sequence[str] = ()
        self.suggestions: dict[str, Suggestion] = {}

    def fill(
        self, view: View, lines: Sequence[ObjectiveLine], nothing: Sequence[str], suggestions: Sequence[Suggestion] = ()
    ) -> None:
        """Show the objectives of a cycle, then what is worth a thought; of none, say what is to be done."""
        self._nothing = nothing
        self.suggestions = {f"~{number}": one for number, one in enumerate(suggestions)}
        self.stand(view, [as_it_runs(one) for one in lines])
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay the cards out, each team's below what it serves."""
        view = self.view
        if view is None:
            return []
        if not self.lines:
            return [*(empty(words, width=width) for words in self._nothing), *self._suggested(width)]
        rows = list[Row]()
        self._beside = figures_width(view, [part for one in self.lines.values() for part in one.weakest_first])
        for one, depth in ordered(list(self.lines.values())):
            if rows and not self.is_tree:
                rows.append(empty(""))
            rows.append(Row(one.objective.id, tuple(self._head(view, one, depth, width))))
            if not self.is_tree:
                rows += [
                    Row(part.key_result.id, tuple(self._part(view, part, depth, width))) for part in one.weakest_first
                ]
        return rows if self.is_tree else [*rows, *self._suggested(width)]

    def _suggested(self, width: int) -> Iterator[Row]:
        """List what is worth a thought, each with its reason; enter takes it up."""
        if self.suggestions:
            yield empty("")
            takes = f"  {self.app.key('rows.open')} takes it up"
            yield Row("", (ink.line(("Worth a thought", ink.STRONG), (takes, ink.MUTED)),))
        for key, one in self.suggestions.items():
            known = f"{one.subject}  " if one.kind in ("unsure", "unlinked") else ""
            name = ink.line(("→ ", ink.ACCENT), formatting.fit(f"{known}{visible(one.name)}", max(width - 2, 10)))
            reason = [ink.line("  ", part) for part in ink.text(one.reason, ink.MUTED).wrap(max(width - 2, 20))]
            yield Row(key, (name, *reason))

    def _head(self, view: View, one: ObjectiveLine, depth: int, width: int) -> Iterator[Content]:
        """Write an objective's own line, and below it whose it is and what is the matter."""
        objective = one.objective
        indent = _DEEPER * depth
        glyph, style = {"draft": ("○", ink.MUTED), "closed": ("✓", ink.MUTED)}.get(objective.state, ("◎", ink.ACCENT))
        head = f"{formatting.percent(rounded(one.progress))} done" if objective.state != "draft" else "draft"
        room = max(width - len(indent) - formatting.cell_width(head) - 4, 12)
        title = ink.cell(f"{objective.id}  {objective.title}", room, ink.STRONG)
        yield ink.line(indent, (f"{glyph} ", style), title, "  ", (head, ink.MUTED))
        if not self.is_tree:
            whose = [objective.team or ("" if view.company.is_solo else "Company")]
            whose += [] if view.company.is_solo else [objective.owner]
            whose += ["learning: no verdict yet"] if one.learning else []
            whose += ["serves " + objective.serves] if objective.serves and objective.serves not in self.lines else []
            parts = [(f"{indent}  {' · '.join(filter(None, whose))}", ink.MUTED)]
            if one.is_due:
                parts.append(("  check-in due", ink.ACCENT))
            if not one.key_results:
                parts.append(("  no key result yet", ink.WARN))
            if any(text.strip() for text, _ in parts):
                yield ink.line(*parts)

    def _part(self, view: View, one: KeyResultLine, depth: int, width: int) -> Iterator[Content]:
        """Write a key result, and below it where it lands, unless all is well."""
        indent = _DEEPER * depth + _INDENT
        room = width - len(indent)
        yield ink.line(indent, part_line(view, one, room, BAR_WIDE if width >= WIDE else BAR, self._beside))
        if one.key_result.ended is not None or one.pace in ("at_risk", "off_pace"):
            yield ink.line(indent, below(one, room))


def ordered(lines: Sequence[ObjectiveLine]) -> Iterator[tuple[ObjectiveLine, int]]:
    """Go through objectives as a tree: the company's, below each those that serve it, then those that serve none."""
    known = {one.objective.id for one in lines}
    for one in lines:
        if one.objective.team is None:
            yield one, 0
            yield from ((other, 1) for other in lines if other.objective.serves == one.objective.id)
    yield from ((one, 0) for one in lines if one.objective.team is not None and one.objective.serves not in known)
