"""A story as a chain: moment, glyph and what happened, one link below the other, each with what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui.tui import ink
from cadence_tui.tui.copying import plain
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.widgets.rows import Row
from cadence_tui.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.content import Content

    from cadence_tui.services.view import View

WHEN = len("Mon 23 Nov 18:00")
WHEN_WITH_YEAR = WHEN + len(" 2026")
LINK = "~"
MOST_WIDE = 120


class Chain:
    """The rows of a story, as they are added; each can be gone to, and those with an id or a key be opened."""

    def __init__(self, view: View, width: int) -> None:
        """Begin with nothing; texts are wrapped to a width that can be read."""
        self.view, self.width = view, min(width, MOST_WIDE)
        self.rows = list[Row]()
        self._moment = WHEN

    @property
    def room(self) -> int:
        """Say how wide what happened may be."""
        return max(self.width - self._moment - 4, 20)

    def begin(self, at: datetime) -> None:
        """Leave room for years where it began in another."""
        if at.astimezone(self.view.calendar.zone).year != self.view.today.year:
            self._moment = WHEN_WITH_YEAR

    def _key(self, wanted: str) -> str:
        """Make a key of a row's own."""
        taken = {row.key for row in self.rows}
        key = wanted or f"{LINK}{len(self.rows)}"
        return f"{key} {len(self.rows)}" if key in taken else key

    def head(self, *lines: Content, gap: bool = True) -> None:
        """Add what stands above the chain, and a gap below it."""
        wrapped = [part for line in lines for part in line.wrap(max(self.width, 1))]
        self.rows.append(Row("", (*wrapped, *([ink.text("")] if gap else []))))

    def link(
        self,
        at: datetime | None,
        mark: tuple[str, str],
        words: Content,
        *more: Content,
        key: str = "",
        rail: bool = True,
    ) -> None:
        """Add one thing that happened, with what belongs to it below."""
        when = log_words.moment(at, self.view) if at is not None else ""
        start = ink.cell(when, self._moment, ink.MUTED)
        down = ink.line(" " * self._moment, "  ", ("│" if rail else " ", ink.MUTED), " ")
        first, *rest = words.wrap(self.room) or [ink.text("")]
        lines = [ink.line(start, "  ", mark, " ", first), *(down + part for part in rest)]
        for one in more:
            lines += [down + part for part in one.wrap(self.room)]
        self.rows.append(Row(self._key(key), tuple(lines)))

    def below(self, mark: tuple[str, str], words: Content, *, key: str, end: Content | None = None) -> None:
        """Add a thing of its own that belongs to the link above, with where it stands at the end of its line."""
        start = ink.line(" " * self._moment, "  ", ("│", ink.MUTED), " ", mark, " ")
        room = max(self.room - 2 - (end.cell_length + 2 if end is not None else 0), 10)
        parts = words.wrap(room)
        lines = [ink.line(start, parts[0], "  ", end) if end is not None else start + parts[0]]
        down = ink.line(" " * self._moment, "  ", ("│", ink.MUTED), "   ")
        lines += [down + part for part in parts[1:]]
        self.rows.append(Row(self._key(key), tuple(lines)))

    def gap(self) -> None:
        """Let the rail run on through an empty line."""
        self.rows.append(Row("", (ink.line(" " * self._moment, "  ", ("│", ink.MUTED)),)))


class Storyline(Steps):
    """The rows of one story; enter opens what a row is about, and each step that is allowed is one key."""

    GUTTER = 2

    def __init__(self, tell: Callable[[View, Chain], None], *, id: str | None = None) -> None:  # noqa: A002
        """Be told by a function, which adds to a chain."""
        super().__init__(id=id)
        self.tell = tell

    def build(self, width: int) -> list[Row]:
        """Tell the story for a width."""
        if self.view is None:
            return []
        chain = Chain(self.view, width)
        self.tell(self.view, chain)
        return chain.rows

    def copied(self) -> str:
        """Give the whole story: whoever copies it wants to hand it on."""
        return plain(line for row in self.rows for line in row.lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open what has a page of its own, other than this one."""
        if action == "open":
            about = self.cursor.partition(" ")[0]
            return bool(about) and not about.startswith(LINK) and about != self.page
        return super().check_action(action, parameters)
