"""Markdown as it is read elsewhere, in one piece."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from cadence_tui.domain.text import visible
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.segment import Segment
    from rich.style import Style
    from textual.geometry import Size

# What stands for the accent while Rich lays the text out; what is dim there is quiet here.
_ACCENT = "cyan"
_STYLES = {
    **dict.fromkeys(("markdown.h1", "markdown.h2", "markdown.h3", "markdown.h4"), f"bold {_ACCENT}"),
    **dict.fromkeys(("markdown.h5", "markdown.h6", "markdown.strong"), "bold"),
    **dict.fromkeys(("markdown.em", "markdown.emph", "markdown.block_quote"), "italic"),
    **dict.fromkeys(("markdown.item.bullet", "markdown.item.number", "markdown.table.header"), _ACCENT),
    **dict.fromkeys(("markdown.code", "markdown.code_block", "markdown.hr", "markdown.table.border"), "dim"),
    "markdown.s": "strike",
    "markdown.link": "underline",
    "markdown.link_url": "dim",
}


class Prose(Widget):
    """Notes, laid out by Rich for the width that there is, and drawn as one text that can be selected.

    Textual's own Markdown makes a widget of every cell of a table: a week's notes took over a second to open.
    """

    DEFAULT_CSS = "Prose { height: auto; text-wrap: nowrap; }"

    def __init__(self, source: str = "", *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Hold a text in Markdown."""
        super().__init__(id=id)
        self.source = source
        self._laid_out: dict[int, Content] = {}

    def update(self, source: str) -> None:
        """Show another text."""
        self.source, self._laid_out = source, {}
        self.refresh(layout=True)

    def copied(self) -> str:
        """Give it as it is written."""
        return self.source

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's own)
        return self._at(width).plain.count("\n") + 1

    def render(self) -> Content:
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Content:
        """Lay the text out for a width, where it is not yet."""
        if width not in self._laid_out:
            self._laid_out[width] = Content("\n").join(_lines(self.source, width))
        return self._laid_out[width]


def _lines(source: str, width: int) -> Iterable[Content]:
    """Lay out a text in Markdown."""
    from rich.console import Console
    from rich.markdown import Heading, Markdown, TableElement
    from rich.table import Table
    from rich.theme import Theme

    class ToTheLeft(Heading):
        """A heading where what it is about begins; Rich sets the first into the middle, or into a box."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield self.text

    class WithoutEdges(TableElement):
        """A table that begins where the texts around it begin."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for table in super().__rich_console__(console, options):
                if isinstance(table, Table):
                    table.show_edge = False
                yield table

    class Notes(Markdown):
        """Lines stay lines: notes say a thing in each, which Markdown would let run together."""

        elements = Markdown.elements | {"heading_open": ToTheLeft, "table_open": WithoutEdges}

        def _flatten_tokens(self, tokens: Iterable[Token]) -> Iterable[Token]:
            for token in super()._flatten_tokens(tokens):
                if token.type == "softbreak":
                    token.type = "hardbreak"
                yield token

    # Nothing is written to it: what the terminal can show is not its concern.
    console = Console(width=max(width, 1), theme=Theme(_STYLES), file=StringIO(), legacy_windows=False)
    for line in console.render_lines(Notes(source, hyperlinks=False), pad=False):
        yield ink.line(*_parts(line)).rstrip()  # Rich fills paragraphs up, and a selection would hold the blanks


def _parts(line: Iterable[Segment]) -> Iterable[tuple[str, str]]:
    """Give the parts of a line with the ink of each."""
    for text, style, _ in line:
        yield visible(text), _ink(style) if style is not None else ink.PLAIN


def _ink(style: Style) -> str:
    """Say in the app's own words how Rich would write something."""
    is_accent = style.color is not None and style.color.name == _ACCENT
    weights = [name for name in ("bold", "italic", "underline", "strike") if getattr(style, name)]
    return " ".join([*weights, *([ink.ACCENT] if is_accent else [ink.MUTED] if style.dim else [])])
