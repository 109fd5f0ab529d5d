"""What goes to the clipboard: what is selected, else what the cursor is on.

    def copied(self) -> str:                     # on a widget or a screen: what of it is copied, empty for nothing
        return self.facts[self.cursor].whole     # uncut, however little room there is to draw it

The nearest to the focus that has something is asked. Who has written a file of it says where, as `written_to`. The
text is sent by OSC 52, which terminals do not answer: some take it, some drop it, so what is said is only that it was
sent, what it was, and where else it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.widgets import Static

from cadence_tui.domain.text import visible
from cadence_tui.formatting import fit, plural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.content import Content
    from textual.screen import Screen
    from textual.widget import Widget

    from cadence_tui.tui.app import CadenceApp

_SHOWN = 50


def copy(app: CadenceApp) -> None:
    """Send what is selected, else what the cursor is on; where there is neither, say what can be copied."""
    screen = app.screen
    text = screen.get_selected_text() or _under_the_cursor(screen)
    screen.clear_selection()
    if text:
        app.copy_to_clipboard(text)
    else:
        app.say("There is nothing to copy here: go to a line, or select text with the mouse.", "warning")


def harmless(text: str) -> str:
    """Make a text safe to be pasted anywhere: newlines and tabs stay, what a terminal would execute is made visible."""
    return visible(text.replace("\r\n", "\n"), lines=True)


def sent(app: CadenceApp, text: str) -> str:
    """Say what was sent, and where else it is."""
    first, *rest = text.strip("\n").split("\n")
    more = f" and {plural(len(rest), 'line')} more" if rest else ""
    nodes = (app.screen.focused or app.screen).ancestors_with_self
    where = next((path for node in nodes if (path := getattr(node, "written_to", None))), None)
    return f"Sent to the clipboard: “{fit(first, _SHOWN)}”{more}.{_where(where)}"


def _where(path: Path | None) -> str:
    return f" It is in {path}, too." if path is not None else ""


def _under_the_cursor(screen: Screen[object]) -> str:
    """Ask who is nearest to the focus."""
    for node in (screen.focused or screen).ancestors_with_self:
        text = node.copied() if hasattr(node, "copied") else ""
        if text.strip():
            return str(text)
    return ""


def plain(lines: Iterable[Content]) -> str:
    """Write lines that were drawn as text: what was set in columns stands two spaces apart."""
    return "\n".join(re.sub(r" {2,}", "  ", line.plain.strip()) for line in lines)


def joined(*cells: str) -> str:
    """Write cells as a line, without those that are empty."""
    return "  ".join(cell.strip() for cell in cells if cell.strip())


def text_in(widget: Widget) -> str:
    """Write what stands in a widget: its texts as they are read, its notes as they are written."""
    found = list[str]()
    for child in widget.children:
        if not child.display:
            continue
        if hasattr(child, "copied"):
            found.append(child.copied())
        elif isinstance(child, Static):
            found.append(getattr(child.visual, "plain", ""))
        else:
            found.append(text_in(child))
    return "\n".join(text.rstrip() for text in found if text.strip())
