"""What the user of this machine has allowed to be fetched here: the sources that they set or looked at themselves.

A company's file may come from anyone. So what may be fetched is not kept in it, but beside the user's settings, as one
line for each source: a digest of all of it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from cadence_tui.domain.source import Source

FILE = "sources.allowed"


def digest(source: Source) -> str:
    """Give what stands for a source: another command, path or query has another."""
    from hashlib import sha256

    return sha256("\0".join(source).encode("utf-8", "backslashreplace")).hexdigest()


def is_allowed(folder: Path, source: Source) -> bool:
    """Say whether a source was set or looked at on this machine."""
    with suppress(OSError):
        return digest(source) in (folder / FILE).read_text("ascii", "replace").split()
    return False


def allow(folder: Path, source: Source) -> None:
    """Have a source fetched on this machine from now on.

    Raises:
        RefusedError: when that cannot be kept.
    """
    if is_allowed(folder, source):
        return
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii") as file:
            file.write(f"{digest(source)}\n")
    except OSError as error:
        raise RefusedError(
            f"{path} cannot be written ({error.strerror}); the source is set, but not allowed here."
        ) from error
