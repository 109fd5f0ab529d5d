"""Choosing a file by its path, completed as one types, or pasting a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.suggester import Suggester

from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.said import Said
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

_MOST = 2_000
LARGEST = 64 * 1024 * 1024
PASTED = "what was pasted"


class Paths(Suggester):
    """Completes a path by what is in its folder: first what begins as it was typed."""

    def __init__(self) -> None:
        """Look again each time: folders change."""
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Complete the last part of a path."""
        return completed(value)


def completed(value: str) -> str | None:
    """Complete a path as it is typed, hidden files aside; a folder ends in a slash."""
    folder, slash, start = value.rpartition("/")
    if not start and not slash:
        return None
    try:
        base = Path(f"{folder}{slash}" or ".").expanduser()
        names = sorted(
            entry.name + "/" * entry.is_dir() for entry, _ in zip(base.iterdir(), range(_MOST), strict=False)
        )
    except (OSError, RuntimeError, ValueError):
        return None
    visible = (name for name in names if not name.startswith(".") or start.startswith("."))
    found = next((name for name in visible if name.startswith(start) and name.rstrip("/").isprintable()), None)
    return f"{folder}{slash}{found}" if found and len(found) > len(start) else None


class PathField(Typing):
    """A path; a table that is pasted into it is taken for the file itself."""

    class Pasted(Message):
        """Several lines were pasted."""

        def __init__(self, text: str) -> None:
            """Hold them."""
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        lines = event.text.strip().splitlines()
        if len(lines) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(self.Pasted(event.text))
        else:
            super()._on_paste(event)


def read_file(path: Path) -> bytes:
    """Read a file that is to be imported.

    Raises:
        RefusedError: saying why it cannot be.
    """
    try:
        if path.is_dir():
            raise RefusedError(f"{path} is a folder; go on to a file in it.")
        if path.stat().st_size > LARGEST:
            raise RefusedError(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB; cut it into several.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise RefusedError(f"{path} cannot be read ({why}).") from error


class ChooseFile(Dialog[tuple[str, bytes]]):
    """Asks for a file; dismissed with its name and what it holds, or with None."""

    SCOPE = "ask"
    LABELS: ClassVar = {"ask.accept": "Open"}
    DEFAULT_CSS = """
    ChooseFile Static { height: auto; }
    ChooseFile #problem { margin-top: 1; color: $text-muted; }
    """

    def panel(self) -> ComposeResult:
        yield PathField(placeholder="~/Downloads/scorecard.xlsx", suggester=Paths())
        yield Said(ink.text("→ completes the path."), id="problem")

    def on_input_submitted(self) -> None:
        self.action_accept()

    def on_path_field_pasted(self, event: PathField.Pasted) -> None:
        self.dismiss((PASTED, event.text.encode("utf-8", "replace")))

    def action_accept(self) -> None:
        typed = self.query_one(PathField).value.strip()
        if not typed:
            return
        try:
            path = Path(typed).expanduser()
            data = read_file(path)
        except (CadenceError, RuntimeError) as error:
            self.query_one("#problem", Said).update(ink.text(str(error), ink.WARN))
            return
        self.dismiss((path.name, data))
