"""A list of lines drawn directly, without a widget for each: quick to fill, and quick under a key.

    class Stories(Rows):
        def fill(self, view: View) -> None:
            self.facts = ...
            self.rebuild()                       # keeps the cursor on the same key, and the place scrolled to

        def build(self, width: int) -> list[Row]:    # asked for again whenever the width changes
            return [Row("D-3", (ink.line(("D-3 ", ink.MUTED), "Hire a second driver"),))]

A row is one or more lines; one without a key is a heading, which the cursor passes over. Where there are many rows, one
may be `UNDRAWN`: its line is asked for by `draw` when it comes into sight. Posts `Rows.Opened` for enter and for a
click on the row that has the cursor, `Rows.Moved` when the cursor moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.copying import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.selection import Selection


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a list: its key (empty for a heading), and its lines."""

    key: str
    lines: tuple[Content, ...]


# Stands for the one line of a row that has not been in sight yet.
UNDRAWN = Content("")
_STATES = ("plain", "hover", "cursor")
MARK = "▌"
# What stands to the right does not touch the scrollbar.
AIR = 1


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """A list with a cursor, by keys and by mouse."""

    BINDINGS = bindings("rows")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--hover", "rows--mark"}
    # How many cells are kept free before each line for the cursor's mark, where the lines begin with none.
    GUTTER: ClassVar[int] = 0
    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        width: 1fr;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        scrollbar-gutter: stable;
        overflow-x: hidden;
        & > .rows--cursor { background: $background; }
        & > .rows--hover { background: $block-hover-background; }
        &:focus > .rows--cursor { background: $block-cursor-background; }
        & > .rows--mark { color: $accent; background: $block-cursor-background; }
    }
    """
    cursor: reactive[str] = reactive("", repaint=False)
    _hover: reactive[str] = reactive("", repaint=False)

    @dataclass
    class Opened(Message):
        """A row is to be opened."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list it is in."""
            return self.rows

    @dataclass
    class Moved(Message):
        """The cursor has moved."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list it is in."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold nothing yet."""
        super().__init__(id=id)
        self.rows = list[Row]()
        self._lines: list[tuple[str, Content]] = []
        self._strips = dict[tuple[int, int], Strip]()
        self._built_for = (0, 0)
        self._is_drawing = False

    # --- What it holds ------------------------------------------------------------------------------------------------

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (for those that override it)
        """Lay the rows out for a width."""
        return self.rows

    def draw(self, key: str) -> Content:  # noqa: ARG002 (for those that leave rows undrawn)
        """Draw the one line of a row that comes into sight."""
        return UNDRAWN

    def rebuild(self) -> None:
        """Lay the rows out again; the cursor stays on its key, or on the row that took its place."""
        width = self.scrollable_content_region.width
        if not width:
            return
        self._built_for = (width, self.app.size.height)
        width -= self.GUTTER + AIR
        place = next((n for n, key in enumerate(self.keys) if key == self.cursor), 0)
        self.rows = self.build(width)
        self._lines = [(row.key, line) for row in self.rows for line in row.lines]
        self._strips.clear()
        self.virtual_size = Size(width + self.GUTTER + AIR, len(self._lines))
        keys = self.keys
        if self.cursor not in keys:
            self.cursor = keys[min(place, len(keys) - 1)] if keys else ""
        self.refresh()

    def replace(self, key: str, *lines: Content) -> None:
        """Draw one row anew, with as many lines as it has."""
        found = self.lines_of(key)
        if len(lines) != len(found):
            raise ValueError(key)
        for y, line in zip(found, lines, strict=True):
            self._lines[y] = (key, line)
            for state in range(len(_STATES)):
                self._strips.pop((y, state), None)
        self._repaint(key)

    @property
    def keys(self) -> list[str]:
        """List the keys of the rows that the cursor can stand on."""
        return [row.key for row in self.rows if row.key]

    def lines_of(self, key: str) -> range:
        """Say which lines a row takes."""
        found = [y for y, (at, _) in enumerate(self._lines) if at == key]
        return range(found[0], found[-1] + 1) if found else range(0)

    def copied(self) -> str:
        """Give the row with the cursor as text, to be copied."""
        lines = [self._lines[y][1] for y in self.lines_of(self.cursor)] if self.cursor else []
        return plain(self.draw(self.cursor) if line is UNDRAWN else line for line in lines)

    # --- How it is drawn ----------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self._built_for[0]:
            self.rebuild()  # the first frame comes before the word that there is a width now
        self._is_drawing = True
        try:
            return super().render_lines(crop)
        finally:
            self._is_drawing = False

    def render_line(self, y: int) -> Strip:
        """Draw a line; whoever asks for one without drawing wants to know what of it is below the mouse.

        Below the last line that is its end: what is selected by drawing the mouse past it ends there.
        """
        y += self.scroll_offset.y
        strip = self._strip_of(y)
        if self._is_drawing or not self._lines:
            return strip
        if y >= len(self._lines):
            return strip.apply_offsets(strip.cell_length, len(self._lines) - 1)
        return Strip.join([strip.crop(0, self.GUTTER), strip.crop(self.GUTTER).apply_offsets(0, y)])

    def _strip_of(self, y: int) -> Strip:
        """Draw a line of the list."""
        width = self.scrollable_content_region.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        key, content = self._lines[y]
        if content is UNDRAWN:
            content = self.draw(key)
            self._lines[y] = (key, content)
        state = 0 if not key else 2 if key == self.cursor else 1 if key == self._hover else 0
        strip = self._strips.get((y, state))
        if strip is None:
            style = self.get_visual_style(f"rows--{_STATES[state]}") if state else self.visual_style
            room = width - self.GUTTER - AIR
            if (span := self._selected(y)) is not None:
                content = content.stylize(self.screen.get_visual_style("screen--selection"), *span)
            strip, gutter = ink.strip(content, room, style), Strip.blank(self.GUTTER, style.rich_style)
            air = Strip.blank(AIR, style.rich_style)
            if state == len(_STATES) - 1 and self.has_focus:
                strip, gutter = (strip, self._marked(gutter)) if self.GUTTER else (self._marked(strip), gutter)
            strip = self._strips[y, state] = Strip.join([gutter, strip, air])
        return strip

    def _marked(self, strip: Strip) -> Strip:
        """Set a mark before the row with the cursor, which is seen without colours too."""
        if not strip.text.startswith(" "):
            return strip
        return Strip.join([Strip([Segment(MARK, self.get_component_rich_style("rows--mark"))]), strip.crop(1)])

    # --- Text that is selected by the mouse ---------------------------------------------------------------------------

    def _selected(self, y: int) -> tuple[int, int | None] | None:
        """Say which part of a line is selected."""
        span = self.text_selection.get_span(y) if self.text_selection is not None else None
        return span and (span[0], None if span[1] < 0 else span[1])

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        super().selection_updated(selection)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the text that is selected, uncut."""
        lines = [(self.draw(key) if line is UNDRAWN else line).plain for key, line in self._lines]
        found = selection.extract("\n".join(lines)).split("\n")
        return "\n".join(line.rstrip() for line in found), "\n"

    def text_select_all(self) -> None:
        """Select nothing by a double click: the first click has gone to the row, and the second opens it."""

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def _fit_in(self) -> None:
        """Lay the rows out for the room that there is, where they are not yet."""
        if self._built_for != (self.scrollable_content_region.width, self.app.size.height):
            self.rebuild()

    def on_resize(self) -> None:
        self._fit_in()
        self.call_after_refresh(self.show_cursor)

    def watch_show_vertical_scrollbar(self) -> None:
        """Lay the rows out again where the scrollbar takes a column from them, or gives it back."""
        self.call_after_refresh(self._fit_in)

    def on_focus(self) -> None:
        self._strips.clear()
        self.refresh()

    def on_blur(self) -> None:
        self._strips.clear()
        self.refresh()

    def watch_cursor(self, before: str, after: str) -> None:
        """Draw both rows again, bring the new one into sight, and tell."""
        self._repaint(before, after)
        self.show_cursor()
        self.post_message(self.Moved(self, after))

    def watch__hover(self, before: str, after: str) -> None:
        """Draw both rows again."""
        self._repaint(before, after)

    def _repaint(self, *keys: str) -> None:
        """Draw the rows of these keys again."""
        for key in keys:
            lines = self.lines_of(key) if key else ()
            if lines:
                self.refresh_lines(lines[0], len(lines))

    def show_cursor(self) -> None:
        """Scroll so far that the row with the cursor is seen, a heading right above it too."""
        lines = self.lines_of(self.cursor)
        if lines:
            first = lines[0]
            while first and not self._lines[first - 1][0]:
                first -= 1
            self.scroll_to_region(Region(0, first, 1, lines[-1] + 1 - first), animate=False, x_axis=False)

    # --- Keys and mouse -----------------------------------------------------------------------------------------------

    def _go(self, by: int) -> None:
        """Move the cursor by so many rows."""
        keys = self.keys
        if keys:
            at = keys.index(self.cursor) if self.cursor in keys else 0
            self.cursor = keys[max(0, min(at + by, len(keys) - 1))]

    def action_down(self) -> None:
        self._go(1)

    def action_up(self) -> None:
        self._go(-1)

    def action_page_down(self) -> None:
        self._go(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        self._go(-max(self.size.height - 1, 1))

    def action_first(self) -> None:
        self._go(-len(self._lines))

    def action_last(self) -> None:
        self._go(len(self._lines))

    def action_open(self) -> None:
        if self.cursor:
            self.post_message(self.Opened(self, self.cursor))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer nothing where there is nothing."""
        return action != "open" or bool(self.cursor)

    def key_at(self, event: events.MouseEvent) -> tuple[str, int, int]:
        """Give the row under the mouse with the column, and the line in the whole list."""
        offset = event.get_content_offset(self)
        if offset is None or self.text_selection is not None:  # a mouse that has selected text means no row
            return "", 0, 0
        y = offset.y + self.scroll_offset.y
        return (self._lines[y][0] if y < len(self._lines) else ""), offset.x - self.GUTTER, y

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover = self.key_at(event)[0]

    def on_leave(self) -> None:
        self._hover = ""

    def on_click(self, event: events.Click) -> None:
        key = self.key_at(event)[0]
        if key and key == self.cursor:
            self.action_open()
        elif key:
            self.cursor = key


def apart(rows: Iterable[Row]) -> list[Row]:
    """Part rows by an empty line each, which is no part of them."""
    return [one for row in rows for one in (row, Row("", (Content(""),)))][:-1]


def empty(what: str, key: str = "", does: str = "", *, width: int = 0, indent: int = 0) -> Row:
    """Make the row of an empty list: what it is for, and the one key that fills it; wrapped where a width is given."""
    parts = ink.text(what, ink.MUTED).wrap(width - indent) if width else [ink.text(what, ink.MUTED)]
    if key:
        parts.append(ink.line(("Press ", ink.MUTED), (key, ink.ACCENT), (f" {does}", ink.MUTED)))
    return Row("", tuple(ink.line(" " * indent, part) for part in parts))
