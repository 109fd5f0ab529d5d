"""One field of a form: what it is called, what it begins with, how it is read; and the row that it stands in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.text import clean_line
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.controls import Choice, Line, Long

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.geometry import Size

_LABEL = 16


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, what it begins with, and how it is read.

    A day, a name or a number is written anew rather than mended: with `select_on_focus`, what is typed takes the place
    of what stands there. `doubt` says what speaks against what is typed; it stands below the field and stops nothing.
    `kept` writes what is typed so that it means the same when its draft is offered again on another day.
    """

    name: str
    label: str
    kind: Literal["line", "text", "choice"] = "line"
    value: str = ""
    hint: str = ""
    placeholder: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()
    needed: bool = False
    read: Callable[[str, Mapping[str, str]], str] | None = None
    when: Callable[[Mapping[str, str]], bool] | None = None
    doubt: Callable[[str, Mapping[str, str]], str] | None = None
    select_on_focus: bool = False
    kept: Callable[[str], str] | None = None

    @property
    def look(self) -> tuple[object, ...]:
        """Give all that is seen of it; how it is read follows from that."""
        return self.name, self.label, self.kind, self.value, self.hint, self.placeholder, self.choices, self.known

    def control(self, text: str) -> Line | Long | Choice:
        """Make its widget, with a text in it."""
        if self.kind == "choice":
            return Choice(self.choices, text)
        if self.kind == "text":
            return Long(text, self.placeholder)
        return Line(text, self.known, self.placeholder, select_on_focus=self.select_on_focus)


class FieldRow(Widget):
    """A field with its label, what was understood beside it, and below it what is wrong.

    It draws all that around the field itself: each widget more would have to be put together, styled and laid out
    before a form is there.
    """

    DEFAULT_CSS = f"""
    FieldRow {{ height: auto; }}
    FieldRow > * {{ width: 1fr; margin-left: {_LABEL}; }}
    """
    auto_links = False
    is_here: reactive[bool] = reactive(default=False)

    def __init__(self, field: Field, text: str) -> None:
        """Begin with a text."""
        super().__init__()
        self.field = field
        self.was_left = self.has_note = False
        self.control = field.control(text)
        self._echo = self._below = ""

    def compose(self) -> ComposeResult:
        yield self.control

    @property
    def typed(self) -> str:
        """Give what the field holds."""
        return self.control.typed

    # --- How it is drawn ----------------------------------------------------------------------------------------------

    def render(self) -> Content:
        width, below = self.content_size.width, self._lines_below(self.content_size.width)
        label, beside = formatting.fit(self.field.label, _LABEL - 1), self._beside()
        gap = " " * max(width - formatting.cell_width(label) - formatting.cell_width(beside), 0)
        first = ink.line((label, ink.STRONG if self.is_here else ink.MUTED), gap, (beside, ink.MUTED))
        blank = [ink.text("")] * (self.content_size.height - 1 - len(below))
        return Content("\n").join([first, *blank, *below])

    def _lines_below(self, width: int) -> list[Content]:
        """Write what is wrong on as many lines as it needs."""
        if not self._below:
            return []
        indent = " " * (_LABEL + 1)
        lines = ink.text(self._below, ink.WARN).wrap(max(width - len(indent), 1))
        return [ink.line(indent, line) for line in lines]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, width) + len(self._lines_below(width))

    def _beside(self) -> str:
        """Give what stands beside the field, as far as half the row has room for it."""
        return formatting.fit(self._echo, self.content_size.width // 2)

    def _make_room(self) -> None:
        """Have the field give way to what stands beside it."""
        self.control.styles.margin = (0, formatting.cell_width(self._beside()), 0, _LABEL)

    def on_resize(self) -> None:
        if self._echo:
            self._make_room()

    def say(self, words: str, *, is_note: bool = False) -> None:
        """Set words below the field, or take them away; a note stays until the field is changed."""
        if self.has_note and not words:
            return
        self.has_note = is_note
        if words != self._below:
            self._below = words
            self.refresh(layout=True)

    # --- What it holds ------------------------------------------------------------------------------------------------

    @property
    def kept(self) -> str:
        """Give what it holds as a draft keeps it."""
        if self.field.kept is not None:
            with suppress(CadenceError):
                return self.field.kept(self.typed)
        return self.typed

    def check(self, typed: Mapping[str, str], *, loud: bool) -> bool:
        """Read what it holds, echo it, and say what is wrong if one may; returns whether it is right."""
        text, words, wrong = self.typed, "", ""
        try:
            if self.field.needed and not text.strip():
                raise InvalidError(f"{self.field.label} is needed.")
            if self.field.read and text.strip():
                words = self.field.read(text, typed)
        except CadenceError as error:
            wrong = str(error)
        echo = f"  {words}" if words and self.field.kind == "line" else ""
        if echo != self._echo:
            self._echo = echo
            self._make_room()
            self.refresh()
        if loud or not wrong:
            doubt = self.field.doubt if text.strip() and not wrong else None
            self.say(doubt(text, typed) if doubt is not None else wrong)
        return not wrong


# --- How a field is read ----------------------------------------------------------------------------------------------


def a_line(what: str) -> Callable[[str, Mapping[str, str]], str]:
    """Read one line of text; there is nothing to echo."""

    def read(text: str, _: Mapping[str, str]) -> str:
        clean_line(text, what)
        return ""

    return read
