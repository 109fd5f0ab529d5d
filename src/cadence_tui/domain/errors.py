"""What can be said no to: each error is one sentence that says what was wrong and what to do.

The exit status of the command line belongs to the kind of error, so that scripts can tell a refusal (1) from wrong
usage (2) and from a file that cannot be used (3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class CadenceError(Exception):
    """The base of every error that a user may see; its text is the whole message."""

    exit_status = 1


class RefusedError(CadenceError):
    """A rule says no; nothing was changed."""


class StaleError(RefusedError):
    """What is to be changed is not any more what it was when the change was begun."""


class NotFoundError(CadenceError):
    """An unknown KPI, person, period or id."""


class InvalidError(CadenceError):
    """Something typed or imported that cannot be understood; `problems` names each of them when there are several."""

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        """Keep the sentence, and every problem found where there were more than one."""
        super().__init__(message)
        self.problems = tuple(problems)


class UsageError(CadenceError):
    """The words of a command do not fit together."""

    exit_status = 2


class FileError(CadenceError):
    """The company's file cannot be used: locked too long, read-only, corrupt, not ours, or from a newer version."""

    exit_status = 3


class DamagedError(FileError):
    """The file is not whole; it is never mended in place."""


class BusyError(FileError):
    """Another process has been writing for longer than this one may wait; trying again later is enough."""


def not_found(what: str, name: str, known: Iterable[str], *, hint: str = "") -> NotFoundError:
    """Build the error for an unknown name, offering the nearest one that exists."""
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.5)
    offer = f" Did you mean {by_folded[near[0]]}?" if near else f" {hint}" if hint else ""
    return NotFoundError(f"There is no {what} “{name}”.{offer}")
