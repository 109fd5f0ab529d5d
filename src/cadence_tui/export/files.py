"""Writing files: whole or not at all, in the folder that was chosen, over nothing that somebody else wrote."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write(path: Path, text: str) -> Path:
    """Write a text file in one step: the old one is replaced, or it stays as it was.

    Raises:
        RefusedError: when the place cannot be written, or the name is a link.
    """
    return write_pieces(path, [text.encode()])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file in one step, piece by piece, however long it is.

    Raises:
        RefusedError: when the place cannot be written, or the name is a link.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.is_symlink():
            raise RefusedError(f"{path} is a link; name the file that it points to instead.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except (OSError, ValueError) as error:  # a name with a null byte is a ValueError
        why = getattr(error, "strerror", None) or error
        raise RefusedError(f"{path} cannot be written ({why}); choose another place.") from error
    finally:
        with suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)
    return path


def write_new(folder: Path, name: str, text: str, *, ours: Iterable[str] = ()) -> Path:
    """Write a text file under a name in a folder; where that holds another text, the next free number is added.

    One of the texts that are `ours`, which nobody has touched since, is written over.
    """
    replaceable = {text, *ours}
    for path in _numbered(folder, name):
        with suppress(OSError, UnicodeDecodeError):
            found = path.read_text("utf-8")
            if found == text:
                return path
            if found in replaceable and not path.is_symlink():
                return write(path, text)
        if not path.exists() and not path.is_symlink():
            return write(path, text)
    raise _crowded(folder, name)


def write_new_pieces(folder: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """Write a file piece by piece under a name in a folder, or under that with the next free number."""
    path = next((one for one in _numbered(folder, name) if not one.exists() and not one.is_symlink()), None)
    if path is None:
        raise _crowded(folder, name)
    return write_pieces(path, pieces)


def _numbered(folder: Path, name: str) -> Iterator[Path]:
    """Give the name in its folder, then with a number."""
    stem, dot, ending = name.rpartition(".")
    yield folder / name
    yield from (folder / f"{stem}-{number}{dot}{ending}" for number in range(2, 1000))


def _crowded(folder: Path, name: str) -> RefusedError:
    """Build the error for a folder in which no number is free."""
    return RefusedError(f"{folder} holds a thousand files named like {name}; tidy up first.")
