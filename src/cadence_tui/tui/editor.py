"""The user's own editor, where the terminal can be handed over to it and taken back."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError
from cadence_tui.tui.copying import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cadence_tui.tui.app import CadenceApp

_NAMES = ("VISUAL", "EDITOR")


def editor() -> str:
    """Name the editor that the user has chosen; empty where they have not."""
    return next((os.environ[name] for name in _NAMES if os.environ.get(name, "").strip()), "")


def can_edit(app: CadenceApp) -> bool:
    """Say whether there is an editor, and a terminal to hand over to it."""
    driver = app._driver  # noqa: SLF001 (Textual has no other word for it)
    return bool(editor()) and driver is not None and driver.can_suspend


def edit(app: CadenceApp, name: str, text: str) -> str:
    """Have a text edited, and give what it is then, with nothing in it that a terminal would execute.

    Raises:
        RefusedError: where the editor cannot be run, ends with an error or leaves no text; the text is as it was.
    """
    with TemporaryDirectory(prefix="cadence-") as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8", errors="replace", newline="\n")
        status = _run(app, path)
        if status:
            raise RefusedError(f"Your editor ended with an error ({status}); nothing was changed.")
        try:
            return harmless(path.read_text("utf-8"))
        except OSError as error:
            raise RefusedError(f"Your editor left no text ({error.strerror}); nothing was changed.") from error
        except ValueError as error:
            raise RefusedError("What your editor wrote is not UTF-8; nothing was changed.") from error


def _run(app: CadenceApp, path: Path) -> int:
    """Run the editor on a file, and give its exit status; the terminal is taken back whatever comes of it."""
    failed: Exception | None = None
    status = 0
    with app.suspend(), _deaf_to_ctrl_c():
        try:
            status = subprocess.run([*shlex.split(editor()), str(path)], check=False).returncode  # noqa: S603 (the user's own)
        except (OSError, ValueError) as error:
            failed = error
    if failed is not None:
        raise RefusedError(f"Your editor “{editor()}” cannot be run ({failed}); nothing was changed.") from failed
    return status


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Leave ctrl+c to the editor: the terminal sends it to both, and it would end the app."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
