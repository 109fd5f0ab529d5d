"""The steps of a meeting with a check mark each, down the side where there is room, and the time they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style

from cadence_tui.tui import ink
from cadence_tui.tui.widgets.links import LinkedText

if TYPE_CHECKING:
    from collections.abc import Sequence

BAR = 10
WIDTH = 27
_NAME = 16


class Item(NamedTuple):
    """A step: how much it holds and how much is left, the minutes planned for it and the seconds spent."""

    name: str
    title: str
    of: int
    left: int
    minutes: int
    spent: float

    @property
    def is_over(self) -> bool:
        """Say whether it has taken longer than was planned."""
        return self.spent > self.minutes * 60


def bar(spent: float, minutes: int) -> Content:
    """Draw time spent against time planned; a bar that is over is full, and of another colour."""
    planned = minutes * 60
    full = BAR if not planned else min(int(spent / planned * BAR), BAR)
    style = ink.WARN if spent > planned else ink.ACCENT
    return ink.line(("━" * full, style), ("─" * (BAR - full), ink.MUTED))


class Agenda(LinkedText):
    """The steps; `here` is the one that is gone through now."""

    DEFAULT_CSS = """
    Agenda { width: 30; height: auto; padding: 0 2 0 2; }
    """

    def fill(self, items: Sequence[Item], here: str, *, has_clock: bool, is_paused: bool) -> None:
        """Show the steps; without a clock where nobody waits for anybody."""
        is_low = self.app.size.width < _SIDE_FROM
        drawn = (
            _across(items, here, self.app.size.width - _AROUND) if is_low else _down(items, here, has_clock=has_clock)
        )
        if has_clock:
            drawn = [*drawn, *_time(items, here, is_low=is_low, is_paused=is_paused)]
        text = Content("\n").join(drawn)
        if text != self._drawn:
            self._drawn = text
            self.update(text)

    _drawn = Content("")


_SIDE_FROM = 100
_AROUND = 4


def _mark(item: Item, here: str) -> tuple[str, str]:
    """Say in a glyph where a step stands."""
    if item.name == here:
        return "▸", ink.ACCENT
    if not item.of:
        return "–", ink.MUTED
    return ("·", ink.MUTED) if item.left else ("✓", ink.GOOD)


def _named(item: Item, here: str) -> Content:
    """Name a step behind its mark, to be clicked."""
    glyph, style = _mark(item, here)
    name = ink.line((f"{glyph} ", style), (item.title, ink.STRONG if item.name == here else ink.MUTED))
    return name.stylize(Style.from_meta({"@click": f"screen.jump_to('{item.name}')"}))


def _across(items: Sequence[Item], here: str, room: int) -> list[Content]:
    """Draw the steps in one line, the one that is gone through now with its whole name where there is room for it."""
    short = [item._replace(title=item.title.split(" ")[0]) for item in items]
    whole = [item if item.name == here else brief for item, brief in zip(items, short, strict=True)]
    lines = [Content("  ").join(_named(item, here) for item in way) for way in (whole, short)]
    return [lines[0] if lines[0].cell_length <= room else lines[1]]


def _down(items: Sequence[Item], here: str, *, has_clock: bool) -> list[Content]:
    """Draw a step a line, with what is left in it, or the time that it took."""
    lines = list[Content]()
    for item in items:
        left = f"{item.left} left" if item.left and item.of > 1 else "" if item.of else "nothing"
        name = _named(item, here)
        room = WIDTH - 1 - name.cell_length
        has_room = room > len(left)
        lines.append(ink.line(name, ink.cell(left, room, ink.MUTED, "right")) if has_room else name)
        if has_clock and item.spent >= 1:
            spent = _of(item.spent, item.minutes)
            lines.append(ink.text(f"  {spent}", ink.WARN if item.is_over else ink.MUTED))
    return lines


def _time(items: Sequence[Item], here: str, *, is_low: bool, is_paused: bool) -> list[Content]:
    """Draw the time of the step and of the whole meeting against what was planned."""
    spent, minutes = sum(item.spent for item in items), sum(item.minutes for item in items)
    words = "  paused" if is_paused else ""
    whole = ink.line(bar(spent, minutes), (f"  {_of(spent, minutes)}{words}", ink.MUTED))
    if not is_low:
        return [ink.text(""), whole]
    item = next((item for item in items if item.name == here), None)
    if item is None:
        return [whole]
    step = (f"   this step {_of(item.spent, item.minutes)}", ink.WARN if item.is_over else ink.MUTED)
    return [ink.line(whole, step)]


def _of(seconds: float, minutes: int) -> str:
    """Write a time and what was planned for it alike, so that nobody takes seconds for minutes: 0:34 of 35:00."""
    spent, rest = divmod(int(seconds), 60)
    return f"{spent}:{rest:02} of {minutes}:00"
