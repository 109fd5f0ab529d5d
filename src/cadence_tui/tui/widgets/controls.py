"""The kinds of fields that a form is made of: a line, a text of several lines, and a choice of a few words.

Each is known to its form by the same few words: `typed` is what it holds, `put` fills it, `Changed` tells of a change,
`Done` that its enter key asks for the next field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.suggester import SuggestFromList
from textual.widgets import TextArea

from cadence_tui.domain.errors import CadenceError
from cadence_tui.domain.text import bare, visible
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.widgets.links import Links
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.document._document import EditResult
    from textual.document._edit import Edit
    from textual.geometry import Size
    from textual.widget import Widget

    from cadence_tui.tui.app import CadenceApp

GAP = 2


@dataclass
class Changed(Message):
    """What a field holds has changed."""

    widget: Widget


@dataclass
class Done(Message):
    """A field is done with, by its enter key; `by` is -1 where the field before is asked for."""

    widget: Widget
    by: int = 1


@dataclass
class Left(Message):
    """A field has lost the focus."""

    widget: Widget


def _like(text: str, names: Sequence[str]) -> list[str]:
    """List the names that a text could become; all of them where it is empty, or one of them."""
    wanted = bare(text)
    if not wanted or wanted in {bare(name) for name in names}:
        return list(names)
    starts = [name for name in names if bare(name).startswith(wanted)]
    return starts or [name for name in names if wanted in bare(name)]


def meant(text: str, names: Sequence[str]) -> str:
    """Give the one name that a text stands for; none where it could be several."""
    found, wanted = _like(text, names), bare(text)
    exact = [name for name in found if bare(name) == wanted]
    return (exact or found)[0] if wanted and len(exact or found) == 1 else ""


class Line(Typing):
    """One line of text; what begins like one of the `known` names is offered to be completed."""

    HELP_TEXT = "One line. A name that is known is offered as you type it; → takes it."
    BINDINGS = bindings("field")
    DEFAULT_CSS = """
    Line { background: $panel 50%; }
    Line:focus { background: $panel; }
    """

    def __init__(
        self, text: str = "", known: Sequence[str] = (), placeholder: str = "", *, select_on_focus: bool = False
    ) -> None:
        """Offer names."""
        self.known = tuple(visible(name) for name in known)
        suggester = SuggestFromList([visible(one) for one in self.known], case_sensitive=False) if known else None
        super().__init__(text, placeholder=placeholder, suggester=suggester)
        self.select_on_focus = select_on_focus

    @property
    def typed(self) -> str:
        """Give what it holds."""
        return self.value

    def put(self, text: str) -> None:
        """Fill it."""
        if text != self.value:
            self.value = text
            self.cursor_position = len(text)

    def matching(self) -> list[str]:
        """List the names that what is typed could become; all of them while nothing, or one of them, is typed."""
        return _like(self.value, self.known)

    def complete(self) -> None:
        """Write the one name out that what is typed stands for."""
        self.put(meant(self.value, self.known) or self.value)

    def on_input_changed(self) -> None:
        self.post_message(Changed(self))

    def on_input_submitted(self) -> None:
        self.complete()
        self.post_message(Done(self))

    def on_blur(self) -> None:
        self.complete()
        self.post_message(Left(self))

    def action_before(self) -> None:
        self.post_message(Done(self, -1))

    def action_after(self) -> None:
        self.post_message(Done(self))


class Long(TextArea, inherit_bindings=False):
    """A text of several lines; enter on an empty last line goes on. What a terminal would obey in it is shown."""

    HELP_TEXT = "A text of several lines; ⏎ on an empty line at its end goes on."
    BINDINGS = bindings("long")
    DEFAULT_CSS = """
    Long, Long:focus { height: 4; border: none; padding: 0 1; background: $panel 50%; background-tint: $foreground 0%;
        scrollbar-size-vertical: 1; }
    Long:focus { background: $panel; }
    Long .text-area--cursor-line { background: transparent; }
    Long .text-area--placeholder { color: $text-muted; }
    """

    app: CadenceApp

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        """Be as plain as a field of one line; tab goes to the next field."""
        super().__init__(
            visible(text, lines=True),
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=visible(placeholder),
        )
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def copied(self) -> str:
        """Give all that is in it, to be copied where nothing of it is selected."""
        return self.text

    @property
    def typed(self) -> str:
        """Give what it holds."""
        return self.text

    def put(self, text: str) -> None:
        """Fill it."""
        if text != self.text:
            self.load_text(visible(text, lines=True))
            self.move_cursor(self.document.end)

    def action_editor(self) -> None:
        from cadence_tui.tui.editor import edit

        try:
            text = edit(self.app, "text.md", self.text).rstrip("\n")
        except CadenceError as error:
            self.app.say(str(error), "warning")
            return
        if text != self.text:
            self.replace(text, self.document.start, self.document.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the editor where there is one, and a terminal for it."""
        if action == "editor":
            from cadence_tui.tui.editor import can_edit

            return can_edit(self.app)
        return super().check_action(action, parameters)

    def edit(self, edit: Edit) -> EditResult:
        """Let in what can be shown."""
        edit.text = visible(edit.text.replace("\r\n", "\n"), lines=True)
        return super().edit(edit)

    def on_text_area_changed(self) -> None:
        self.post_message(Changed(self))

    def on_blur(self) -> None:
        self.post_message(Left(self))

    def on_key(self, event: events.Key) -> None:
        """Go on by enter where the text ends in an empty line, or there is none."""
        row, column = self.cursor_location
        if event.key == "enter" and not column and row == self.document.line_count - 1:
            event.prevent_default()
            event.stop()
            self.put(self.text.rstrip("\n"))
            self.post_message(Done(self))


class Choice(Links, can_focus=True):
    """A few words side by side, one of them chosen: by arrows, space, its first letter, or the mouse."""

    HELP_TEXT = "One of a few words: an arrow, its first letter or a click chooses it."
    BINDINGS = [*bindings("choice"), *bindings("field")]  # noqa: RUF012 (Textual's own)
    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; background: $surface; }
    Choice:focus { background: $panel; }
    """
    chosen: reactive[str] = reactive("")

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer values, each with the words for it; the first is chosen unless another is named."""
        super().__init__()
        self.choices = tuple(choices)
        named = any(chosen == value for value, _ in self.choices)
        self.set_reactive(Choice.chosen, chosen if named else self.choices[0][0])

    def copied(self) -> str:
        """Give the words that are chosen, to be copied."""
        return dict(self.choices)[self.chosen]

    @property
    def typed(self) -> str:
        """Give what is chosen."""
        return self.chosen

    def put(self, text: str) -> None:
        """Choose, where there is such a choice."""
        if any(text == value for value, _ in self.choices):
            self.chosen = text

    def watch_chosen(self) -> None:
        """Tell."""
        self.post_message(Changed(self))

    def _lines(self, width: int) -> list[Content]:
        """Set the words side by side, on as many lines as they need."""
        lines, row, room = list[Content](), list[Content](), width
        for value, words in self.choices:
            is_it = value == self.chosen
            click = Style.from_meta({"@click": ("pick", (value,))})
            part = ink.text(f"{'●' if is_it else '○'} {words}", ink.ACCENT if is_it else ink.MUTED).stylize(click)
            if row and part.cell_length > room:
                lines.append(ink.text(" " * GAP).join(row))
                row, room = [], width
            row.append(part)
            room -= part.cell_length + GAP
        return [*lines, ink.text(" " * GAP).join(row)]

    def render(self) -> Content:
        return Content("\n").join(self._lines(max(self.content_size.width, 1)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return len(self._lines(max(width, 1)))

    def _step(self, by: int) -> None:
        """Choose the next, going round."""
        values = [value for value, _ in self.choices]
        self.chosen = values[(values.index(self.chosen) + by) % len(values)]

    def action_next(self) -> None:
        self._step(1)

    def action_previous(self) -> None:
        self._step(-1)

    def action_done(self) -> None:
        self.post_message(Done(self))

    def action_before(self) -> None:
        self.post_message(Done(self, -1))

    def action_after(self) -> None:
        self.post_message(Done(self))

    def action_pick(self, value: str) -> None:
        self.focus()
        self.chosen = value

    def on_key(self, event: events.Key) -> None:
        """Choose by the first letter of a word; the same letter again takes the next."""
        letter = (event.character or "").casefold()
        if not event.is_printable or not letter.strip():
            return
        values = [value for value, words in self.choices if words.casefold().startswith(letter)]
        if values:
            event.stop()
            at = values.index(self.chosen) + 1 if self.chosen in values else 0
            self.chosen = values[at % len(values)]

    def on_blur(self) -> None:
        self.post_message(Left(self))
