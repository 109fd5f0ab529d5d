"""What the terminal can do: its size and colours, and what it answers when it is asked."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from cadence_tui.domain.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST = (80, 24)
_PATIENCE_S = 0.3
# Which protocol for keys is in force, then what kind of terminal it is: every terminal answers the second.
_QUESTION = b"\x1b[?u\x1b[c"
_CLIPBOARD = "52"


def examine() -> Iterator[Finding]:
    """Look at the terminal that the answer goes to, where it goes to one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding("terminal", "note", "none here", "Run it in the terminal that you use cadence in.")
        return
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    name = os.environ.get("TERM", "") or "unnamed"
    is_small = columns < _LEAST[0] or rows < _LEAST[1]
    yield Finding(
        "terminal",
        "note" if is_small else "good",
        f"{name}, {columns} × {rows}",
        f"Screens are made for {_LEAST[0]} × {_LEAST[1]} and more." if is_small else "",
    )
    yield _colours(name)
    yield from _answers(_ask())


def _colours(name: str) -> Finding:
    """Say how many colours there are."""
    if os.environ.get("NO_COLOR"):
        return Finding("colours", "note", "none, since NO_COLOR is set; every status is told by glyph and word too")
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return Finding("colours", "good", "16 million")
    if "256" in name:
        return Finding("colours", "note", "256", "Where your terminal knows more, COLORTERM=truecolor says so.")
    return Finding("colours", "note", "16 at most", "Where your terminal knows more, COLORTERM=truecolor says so.")


def _answers(answer: str) -> Iterator[Finding]:
    """Read what the terminal said of itself."""
    if not answer:
        yield Finding("keys", "note", "the terminal answers no questions", "esc may take a moment; use ctrl+q to quit.")
        return
    if re.search(r"\x1b\[\?\d+u", answer):
        yield Finding("keys", "good", "each key is told apart (kitty’s protocol)")
    else:
        yield Finding("keys", "good", "plain keys; esc alone takes a moment to be told apart")
    kind = re.search(r"\x1b\[\?([\d;]+)c", answer)
    if kind and _CLIPBOARD in kind[1].split(";"):
        yield Finding("clipboard", "good", "what is copied reaches it (OSC 52)")
    else:
        yield Finding(
            "clipboard",
            "note",
            "it does not say whether OSC 52 works",
            "Where copying does not, the file is named too.",
        )


def _ask() -> str:
    """Ask the terminal, and give what it answered in time; its settings are as before then."""
    answer = b""
    with suppress(ImportError, OSError):
        import select
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor, termios.TCSANOW)
            os.write(sys.stdout.fileno(), _QUESTION)
            while not answer.endswith(b"c") and select.select([descriptor], [], [], _PATIENCE_S)[0]:
                answer += os.read(descriptor, 256)
        finally:
            termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
    return answer.decode("ascii", "replace")
