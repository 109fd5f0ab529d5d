"""The one log file: what went wrong in the program, for whoever mends it, and nothing of the company's."""

from __future__ import annotations

import platform
from traceback import format_tb
from typing import TYPE_CHECKING

from cadence_tui.domain.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

LARGEST = 256 * 1024


def write(path: Path, at: datetime, error: BaseException, *, version: str, is_full: bool = False) -> None:
    """Append an error; a log that has grown large is set aside once, in the place of the one set aside before.

    An error's own words may quote what a person typed, so they are left out unless the full log is asked for.

    Raises:
        OSError: when it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.1"))
    head = f"{at.isoformat()} cadence {version}, Python {platform.python_version()}, {platform.system()}"
    text = visible("".join(_told(error, is_full=is_full)), lines=True)
    with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"{head}\n{text}\n")


def _told(error: BaseException, *, is_full: bool) -> Iterator[str]:
    """Tell an error and what led to it, the first first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before, is_full=is_full)
        yield "which led to\n"
    yield from format_tb(error.__traceback__)
    yield f"{type(error).__name__}: {error}\n" if is_full else f"{type(error).__name__}\n"
