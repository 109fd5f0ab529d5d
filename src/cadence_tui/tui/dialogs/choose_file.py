"""Choosing a file by its path, completed as one types, or pasting a table; and the KPI that a name means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Static

from cadence_tui.domain.errors import CadenceError
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_MOST = 2_000
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


class ChooseFile(Dialog[tuple[str, bytes]]):
    """Asks for a file; dismissed with its name and what it holds, or with None."""

    SCOPE = "ask"
    DEFAULT_CSS = """
    ChooseFile Static { height: auto; }
    ChooseFile #problem { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, title: str, read: Callable[[Path], bytes]) -> None:
        """Ask; `read` reads the file, or raises what is in the way."""
        super().__init__(title)
        self._read = read

    def panel(self) -> ComposeResult:
        yield PathField(placeholder="~/Downloads/scorecard.xlsx", suggester=Paths())
        yield Static(ink.text("→ completes the path."), id="problem")

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
            data = self._read(path)
        except (CadenceError, RuntimeError) as error:
            self.query_one("#problem", Static).update(ink.text(str(error), ink.WARN))
            return
        self.dismiss((path.name, data))


class ChooseKpi(FormDialog):
    """Which KPI a name in a file means; empty leaves it out."""

    def __init__(self, name: str, view: View) -> None:
        """Offer the KPIs there are."""
        known = tuple(kpi.name for kpi in view.kpis.values() if not kpi.formula)
        fields = [
            Field("kpi", "KPI", known=known, read=self._meant, hint="Its name or key; empty leaves the name out.")
        ]
        self._view = view
        super().__init__(f"Which KPI is “{name}”?", fields)

    def _meant(self, text: str, _: object) -> str:
        """Say which KPI is meant."""
        return self._view.repository.kpi(text.strip()).key

    def save(self, desk: Desk, typed: dict[str, str]) -> str:
        """Give the KPI's key."""
        text = typed["kpi"].strip()
        return desk.repository.kpi(text).key if text else ""
