"""What stands on the pages of an objective and of a key result, line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.tui import ink
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.widgets.okr_steps import OkrSteps
from cadence_tui.tui.widgets.okr_words import STATE_WORDS, as_it_runs, below, figures_width, part_line, shown
from cadence_tui.tui.widgets.rows import Row, empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from cadence_tui.domain.cycle import KeyResultLine, LineChange, ObjectiveLine
    from cadence_tui.domain.okr import KeyResult
    from cadence_tui.services.view import View

_BAR, _WHEN, _STATE, _GAP = 10, 10, 13, "  "
_KEPT = 40


class ObjectiveStory(OkrSteps):
    """An objective's key results, initiatives, actions, decisions and changes."""

    GUTTER = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Tell of none yet."""
        super().__init__(id=id)
        self._line: ObjectiveLine | None = None

    def fill(self, view: View, line: ObjectiveLine) -> None:
        """Tell of an objective as it stands."""
        self._line, self.page = as_it_runs(line), line.objective.id
        self.stand(view, [line])
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay it out, section by section."""
        line, view = self._line, self.view
        if line is None or view is None:
            return []
        one = line.objective
        rows, beside = [_title("Key results")], figures_width(view, line.weakest_first)
        rows += [
            Row(part.key_result.id, (part_line(view, part, width, _BAR, beside), below(part, width)))
            for part in line.weakest_first
        ]
        if not line.key_results:
            none = "None yet: two to five numbers or milestones say whether it is reached."
            rows.append(empty(none, self.app.key("okr.new"), "to add one."))
        rows += [empty(""), _title("Initiatives")]
        for each in one.initiatives:
            who = "" if view.company.is_solo else f"  {each.owner}"
            idle = [ink.line(" " * _STATE, ("No action has served it for three weeks.", ink.WARN))]
            state = ink.cell(STATE_WORDS[each.state], _STATE, ink.MUTED)
            head = ink.line(state, each.title, (who, ink.MUTED))
            rows.append(Row(each.id, (head, *(idle if each in line.idle else []))))
        if not one.initiatives:
            none = "None yet: two to four projects that should bring the key results."
            rows.append(empty(none, self.app.key("okr.new"), "to add one."))
        names = {one.id, *(part.id for part in one.key_results), *(each.id for each in one.initiatives)}
        rows += _acted(view, names, width)
        rows += _changed(view, line, width)
        return rows


class PartStory(OkrSteps):
    """A key result's check-ins, decisions, actions and changes."""

    GUTTER = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Tell of none yet."""
        super().__init__(id=id)
        self._line: ObjectiveLine | None = None
        self._part: KeyResultLine | None = None

    def fill(self, view: View, line: ObjectiveLine, part: KeyResultLine) -> None:
        """Tell of a key result as it stands."""
        self._line, self._part, self.page = line, part, part.key_result.id
        self.stand(view, [line])
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        """Lay it out, section by section."""
        line, part, view = self._line, self._part, self.view
        if line is None or part is None or view is None:
            return []
        rows = [_title("Check-ins")]
        said = list(view.repository.check_ins(part.key_result.id))[::-1]
        sure = formatting.sparkline([Decimal(one.confidence) for one in said[:12][::-1]])
        if said:
            rows = [_title("Check-ins", f"confidence {sure}" if len(said) > 1 else "")]
        for number, one in enumerate(said[:_KEPT]):
            when = log_words.day(view.calendar.today(one.at), view.today)
            value = f"{shown(view, part.key_result, one.value)}  " if one.value is not None else ""
            told = [f"progressed: {one.progressed}"] if one.progressed else []
            told += [f"blocked: {one.blocked}"] if one.blocked else []
            who = "" if view.company.is_solo else f"  {one.who}"
            head = ink.line(
                ink.cell(when, _WHEN, ink.MUTED), _GAP, value, f"confidence {one.confidence}", (who, ink.MUTED)
            )
            more = [
                ink.line(" " * (_WHEN + len(_GAP)), each)
                for text in told
                for each in ink.text(" ".join(text.split())).wrap(max(width - _WHEN - len(_GAP), 20))
            ]
            rows.append(Row(f"~{number}", (head, *more)))
        if not said:
            none = "None yet. A check-in says how sure you are, what progressed and what is blocked."
            rows.append(empty(none, self.app.key("okr.check-in"), "to check in."))
        rows += _acted(view, {part.key_result.id}, width)
        rows += _changed(view, line, width, of=part.key_result)
        return rows


def _title(words: str, more: str = "") -> Row:
    """Head a section."""
    return Row("", (ink.line((words, ink.STRONG), (f"  {more}" if more else "", ink.MUTED)),))


def _acted(view: View, names: set[str], width: int) -> Iterator[Row]:
    """List the decisions made for something, and the actions that serve it."""
    decisions = [one for one in view.repository.decisions() if names & set(one.answers)]
    made = {one.id for one in decisions}
    actions = [one for one in view.repository.actions(closed=True) if names & set(one.serves) or one.decision in made]
    if not decisions and not actions:
        return
    yield empty("")
    yield _title("Decided and done for it")
    for decision in reversed(decisions):
        state = log_words.decision_state(decision, view)
        yield Row(decision.id, (_thing("◆", decision.id, decision.title, state, width),))
    for action in reversed(actions):
        yield Row(action.id, (_thing("□", action.id, action.text, log_words.action_state(action, view), width),))


def _thing(glyph: str, name: str, words: str, state: log_words.Words, width: int) -> Content:
    """Write a decision or an action on a line."""
    what = ink.cell(words, max(width - 26, 14))
    return ink.line((f"{glyph} ", ink.MUTED), ink.cell(name, 6, ink.MUTED), what, "  ", (state.text, state.style))


def _changed(view: View, line: ObjectiveLine, width: int, of: KeyResult | None = None) -> Iterator[Row]:
    """List what was changed while it was active, newest first, each with why."""
    from cadence_tui.services.okr_path import changes

    found = changes(view, line.objective, of.id if of is not None else None)
    if not found:
        return
    yield empty("")
    yield _title("Changed while it was active")
    for number, one in enumerate(reversed(found)):
        when = log_words.day(view.calendar.today(one.at), view.today)
        words = f"{_what(one)}. {one.why or ''}".strip()
        lines = [
            ink.line(ink.cell(when if not n else "", _WHEN, ink.MUTED), _GAP, each)
            for n, each in enumerate(ink.text(words).wrap(max(width - _WHEN - len(_GAP), 20)))
        ]
        yield Row(f"~c{number}", tuple(lines))


def _what(one: LineChange) -> str:
    """Say what a change changed: from what, to what, or what came new."""
    found = {name: value for name, value in (one.after or {}).items() if not isinstance(value, (list, dict))}
    if not one.before:
        return f"added {found.get('title', one.subject)}"
    return "; ".join(f"{name} {_plain(one.before.get(name))} → {_plain(value)}" for name, value in found.items())


def _plain(value: object) -> str:
    """Write what stood before a change, or after it, as people read it."""
    return formatting.NONE if value in (None, "") else str(value).replace("_", " ")
