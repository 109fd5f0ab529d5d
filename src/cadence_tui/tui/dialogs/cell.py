"""One cell of the scorecard opened: how it was judged, every value it ever had, and what followed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from textual.content import Content

    from cadence_tui.services.cells import CellStory, Given
    from cadence_tui.services.view import View

_ORIGINS = {"imported": "imported", "fetched": "fetched", "derived": "worked out"}


class CellDialog(Telling):
    """What one cell holds; dismissed with what is to be done next."""

    SCOPE = "cell"

    def __init__(self, view: View, story: CellStory, *, is_past: bool = False) -> None:
        """Tell a cell's story, as it is known now; from a look at the past nothing is recorded."""
        label = formatting.period_label(story.period)
        year = "" if story.period[:4] in label else f" {story.period[:4]}"
        super().__init__(f"{story.kpi.name} · {label}{year}", list(told(view, story)))
        self._story, self._is_past = story, is_past

    def action_record(self) -> None:
        self.dismiss("record")

    def action_page(self) -> None:
        self.dismiss("page")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no recording of what is worked out, nor from a look at the past."""
        if action == "record" and (self._story.kpi.formula or self._is_past):
            return False
        return super().check_action(action, parameters)


def told(view: View, story: CellStory) -> Iterator[Content]:
    """Tell how a period was judged, what was given for it, and what followed."""
    kpi, judgement, form = story.kpi, story.judgement, view.company.number_format
    goal = judgement.goal if judgement else view.book.goal(kpi, story.period)
    words = [f"target {formatting.bound(goal.target, kpi.unit, goal.direction, form)}"]
    if goal.alert is not None:
        words.append(f"alert {formatting.beyond(goal.alert, kpi.unit, goal.direction, form)}")
    if judgement is None:
        yield ink.line(("not judged", ink.MUTED), (f" · {' · '.join(words)}", ink.MUTED))
    else:
        at = formatting.moment(_local(view, judgement.judged_at))
        again = "judged again since, by the target it had · " if judgement.amended else ""
        yield ink.line(ink.status(judgement.status), (f" · judged {at} · {again}{' · '.join(words)}", ink.MUTED))
        if judgement.late_at is not None:
            late = formatting.span(judgement.late_at - judgement.judged_at)
            yield ink.text(f"The value came {late} after the close, and is kept beside the judgement.", ink.MUTED)
    if story.paused:
        yield ink.text(f"Paused: {story.paused}", ink.MUTED)
    if kpi.formula:
        yield ink.text(f"Worked out: {kpi.formula}", ink.MUTED)
    yield ink.text("")
    if not story.given:
        yield ink.text("No value was ever given for it.", ink.MUTED)
    for one in reversed(story.given):
        yield from _given(view, story, one)
    if story.escalations:
        yield ink.text("")
        yield ink.line(("A cause of ", ink.MUTED), (formatting.join_words(story.escalations), ink.ACCENT))


def _given(view: View, story: CellStory, one: Given) -> Iterator[Content]:
    """Tell one value: when, which day's, what, whose, and what was said about it."""
    kpi, form = story.kpi, view.company.number_format
    day = f"  {formatting.period_label(one.period)}" if grain(one.period) == "daily" else ""
    amount = formatting.value(one.value, kpi.unit, kpi.goal.direction, form, short=False)
    who = [] if view.company.is_solo or not one.who else [one.who]
    said = " · ".join([*who, *filter(None, [_ORIGINS.get(one.origin, "")])])
    yield ink.line(
        (formatting.moment(_local(view, one.at)), ink.MUTED),
        (day, ink.MUTED),
        ("  ", ink.PLAIN),
        (amount if one.value is not None else "taken away", ink.STRONG),
        (f"  {said}", ink.MUTED),
    )
    for word, text in (("note", one.note), ("why", one.why)):
        if text:
            yield ink.text(f"    {word}: {text}")


def _local(view: View, at: datetime) -> datetime:
    """Give a moment in the company's zone."""
    return at.astimezone(view.calendar.zone)
