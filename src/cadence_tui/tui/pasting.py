"""A paste comes as one text, whatever is in it.

Textual looks for keys in what a terminal sends, and goes on looking where an escape stands in the middle of a pasted
list: some of the list would be typed, enter keys and all, and the rest be lost. Here each escape within a paste is
changed into a character that is no key, before anything looks for one.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
ESCAPE, SUBSTITUTE = "\x1b", "\x1a"


class PasteParser(XTermParser):
    """Textual's parser of what a terminal sends, to which a paste is text alone."""

    _is_pasting = False
    _before = ""

    def feed(self, data: str) -> Iterable[Message]:
        clean = self._clean(data)
        return super().feed(clean) if clean or not data else ()

    def _clean(self, data: str) -> str:
        """Take the escapes out of what is pasted; either sign may come in pieces."""
        found = ""
        while data:
            whole = self._before + data
            text, sign, data = whole.partition(END if self._is_pasting else BEGIN)
            if self._is_pasting:
                cut = 0 if sign else next(n for n in range(len(END) - 1, -1, -1) if text.endswith(END[:n]))
                found += text[: len(text) - cut].replace(ESCAPE, SUBSTITUTE) + sign
                self._before = text[len(text) - cut :]  # it waits for the rest of what may be the end
            else:
                found += (text + sign)[len(self._before) :]
                self._before = "" if sign else whole[1 - len(BEGIN) :]  # it has been read: an escape is a key too
            self._is_pasting ^= bool(sign)
        return found


def read_pastes_whole(app: App[None]) -> None:
    """Have an app's driver read with this parser."""
    module = sys.modules[app.get_driver_class().__module__]
    if hasattr(module, "XTermParser"):
        vars(module)["XTermParser"] = PasteParser
