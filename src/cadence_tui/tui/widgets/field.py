"""One field of a form: what it is called, what it begins with, how it is read; and the row that it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.text import clean_line
from cadence_tui.tui import ink
from cadence_tui.tui.widgets.controls import Choice, Line, Long

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, what it begins with, and how it is read.

    `doubt` says what speaks against what is typed, which stands below the field and stops nothing.
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

    def control(self, text: str) -> Line | Long | Choice:
        """Make its widget, with a text in it."""
        if self.kind == "choice":
            return Choice(self.choices, text)
        return Long(text, self.placeholder) if self.kind == "text" else Line(text, self.known, self.placeholder)


class FieldRow(Vertical):
    """A field with its label, what was understood beside it, and below it what is wrong."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow Horizontal { height: auto; }
    FieldRow .label { width: 15; color: $text-muted; }
    FieldRow.-here .label { color: $foreground; }
    FieldRow Line { width: 1fr; }
    FieldRow .echo { width: auto; max-width: 50%; height: 1; color: $text-muted; }
    FieldRow .below { height: auto; padding: 0 0 0 16; color: $text-warning; display: none; }
    """

    def __init__(self, field: Field, text: str) -> None:
        """Begin with a text."""
        super().__init__()
        self.field = field
        self.was_left = self.has_note = False
        self.control = field.control(text)
        self.echo, self.below = Static(classes="echo"), Static(classes="below")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(ink.text(self.field.label), classes="label")
            yield self.control
            if self.field.kind == "line" and self.field.read:
                yield self.echo
        yield self.below

    @property
    def typed(self) -> str:
        """Give what the field holds."""
        return self.control.typed

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
        if self.echo.is_attached:
            self.echo.update(ink.text(f"  {words}" if words else ""))
        if loud or not wrong:
            doubt = self.field.doubt if text.strip() and not wrong else None
            self.say(doubt(text, typed) if doubt is not None else wrong)
        return not wrong

    def say(self, words: str, *, is_note: bool = False) -> None:
        """Set words below the field, or take them away; a note stays until the field is changed."""
        if self.has_note and not words:
            return
        self.has_note = is_note
        self.below.update(ink.text(words))
        self.below.display = bool(words)


# --- How a field is read ----------------------------------------------------------------------------------------------


def a_line(what: str) -> Callable[[str, Mapping[str, str]], str]:
    """Read one line of text; there is nothing to echo."""

    def read(text: str, _: Mapping[str, str]) -> str:
        clean_line(text, what)
        return ""

    return read


def a_day(what: str) -> Callable[[str, Mapping[str, str]], str]:
    """Read a day, and echo which it is."""

    def read(text: str, _: Mapping[str, str]) -> str:
        from cadence_tui.services.decisions import read_date

        day = read_date(text, what)
        return f"{formatting.day_label(day)} {day.year}"

    return read
