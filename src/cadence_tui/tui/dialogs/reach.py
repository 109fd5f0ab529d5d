"""One key labels every list, text and field on the screen with a letter; the letter leads there."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from cadence_tui.domain.text import visible
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.screens.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

    from cadence_tui.tui.app import CadenceApp

# Those under the fingers first.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Target(NamedTuple):
    """What can be gone to: its letters, and where they stand."""

    widget: Widget
    letters: str
    x: int
    y: int
    words: str


class Reach(ModalScreen["Widget"], inherit_bindings=False):
    """The labels, over the screen that they name the parts of."""

    BINDINGS = bindings("reach")
    HELP_TEXT = "Each list, text and field has a letter: press it to go there."
    DEFAULT_CSS = """
    Reach Static {
        position: absolute; width: auto; height: 1; background: $accent; color: $background; text-style: bold;
    }
    Reach Static:hover { background: $foreground; }
    """

    def __init__(self, targets: Sequence[Target], size: Size) -> None:
        """Label what was found on a screen of a size."""
        super().__init__()
        self.targets, self._drawn_for, self._typed = targets, size, ""

    def compose(self) -> ComposeResult:
        for target in self.targets:
            label = Static(ink.text(target.words))
            label.styles.offset = (target.x, target.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go where the letters lead; any other key leaves."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        self._typed += event.character.casefold()
        fitting = [target for target in self.targets if target.letters.startswith(self._typed)]
        if not fitting:
            self.leave()
        elif fitting[0].letters == self._typed:
            self.leave(fitting[0].widget)

    def on_click(self, event: events.Click) -> None:
        """Go where a label leads; a click elsewhere leaves."""
        x, y = event.screen_offset
        self.leave(next((one.widget for one in self.targets if one.y == y and 0 <= x - one.x < len(one.words)), None))

    def on_resize(self, event: events.Resize) -> None:
        """Leave when the screen beneath is laid out anew."""
        if event.size != self._drawn_for:
            self.leave()

    def leave(self, widget: Widget | None = None) -> None:
        """Go to a part, or nowhere."""
        if self.is_current:
            self.dismiss(widget)

    def action_leave(self) -> None:
        self.leave()


def open_reach(app: CadenceApp) -> None:
    """Label the parts of the screen in front; the same key again leaves."""
    screen = app.screen
    if isinstance(screen, Reach):
        screen.leave()
        return
    if not isinstance(screen, Place | Dialog):
        return
    targets = list(_targets(screen))
    if targets:
        app.push_screen(
            Reach(targets, app.size), lambda widget: screen.set_focus(widget) if widget is not None else None
        )
    else:
        app.say("There is nothing to go to here.")


def _targets(screen: Screen[object]) -> Iterator[Target]:
    """Find what can be gone to and is in sight, and a place for its label that covers nothing."""
    lines = [strip.text for strip in screen._compositor.render_strips()]  # noqa: SLF001 (Textual has no other way)
    cells = [_cells(line) for line in lines]
    found = list[tuple[Widget, Region]]()
    for widget in screen.focus_chain:
        where = screen.find_widget(widget).visible_region
        if where.area:
            found.append((widget, where))
    size = 1 if len(found) <= len(LETTERS) else 2
    for (widget, where), parts in zip(found, product(LETTERS, repeat=size), strict=False):
        letters = "".join(parts)
        x, y, words = _place(cells, where, letters)
        cells[y][x : x + len(words)] = words
        yield Target(widget, letters, x, y, words)


def _cells(line: str) -> list[str]:
    """Give what stands in each cell of a line."""
    from cadence_tui.formatting import cell_width

    found = list[str]()
    for char in visible(line):
        width = cell_width(char)
        if width:
            found += [char] * width
        elif found:
            found[-1] += char
    return found


def _place(cells: Sequence[list[str]], where: Region, letters: str) -> tuple[int, int, str]:
    """Find room for a label: before the thing or in its margin, else anywhere in its first lines."""
    wide = f" {letters} "
    first = where.y
    near = [(wide, x, first) for x in range(where.x - len(wide), where.x + 2)]
    near += [(letters, x, first) for x in (where.x, where.x - 1, where.x + 1)]
    within = [
        (wide, x, y)
        for y in range(first, min(where.bottom, first + 3))
        for x in range(where.right - len(wide), where.x, -1)
    ]
    for words, x, y in (*near, *within):
        if x >= 0 and y < len(cells) and cells[y][x : x + len(words)] == [" "] * len(words):
            return x, y, words
    return where.x, first, letters
