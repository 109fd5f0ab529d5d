"""What is wrong with something from outside: each problem names its field, or its line, and what would be right."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_ECHO = 40
# Python writes no longer number out as decimals.
_MOST_BITS = 10_000


class Problem(NamedTuple):
    """One thing that is wrong: in which field, and what would be right."""

    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.field}: {self.what}" if self.field else self.what


def unknown(name: str, known: Sequence[str], what: str = "field") -> str:
    """Say that there is no such field, offering the nearest that there is."""
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    offer = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    return f"There is no such {what}; {offer}"


def refuse(problems: Sequence[Problem | str], summary: str, *, source: str = "") -> InvalidError:
    """Build the error for problems: the one there is, or a sentence that counts them (“{count} problems”)."""
    if len(problems) == 1:
        return InvalidError(f"{source}, {problems[0]}" if source else str(problems[0]))
    return InvalidError(summary.replace("{count}", str(len(problems))), [str(problem) for problem in problems])


def echo(value: object) -> str:
    """Repeat what was written, short and without what a terminal would execute."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number without end"
    written = str(value).lower() if isinstance(value, bool) else str(value)
    shown = visible(written[: _ECHO + 1])
    return shown if len(shown) <= _ECHO else f"{shown[: _ECHO - 1]}…"
