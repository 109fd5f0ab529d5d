"""The user's own editor, where the terminal can be handed over to it and taken back."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cadence_tui.domain.errors import RefusedError

if TYPE_CHECKING:
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
    """Have a text edited, and give what it is then.

    Raises:
        RefusedError: where the editor cannot be run, or ends with an error; the text is as it was.
    """
    with TemporaryDirectory(prefix="cadence-") as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8", newline="\n")
        try:
            with app.suspend():
                done = subprocess.run([*shlex.split(editor()), str(path)], check=False)  # noqa: S603 (the user's own)
            found = path.read_text("utf-8")
        except (OSError, ValueError) as error:
            raise RefusedError(f"Your editor “{editor()}” cannot be run ({error}); nothing was changed.") from error
        if done.returncode:
            raise RefusedError(f"Your editor ended with an error ({done.returncode}); nothing was changed.")
        return found
