"""The three lines of a week's summary, in words of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.services import minutes
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.services.desk import Desk

_LABELS = {"moved": "Moved", "missed": "Missed", "decided": "Decided"}


class Summary(FormDialog):
    """Asks for the lines, which begin as they stand."""

    def __init__(self, week: str, known: Mapping[str, str]) -> None:
        """Begin with the lines as they stand."""
        self.week, self.known = week, known
        fields = [Field(name, label, kind="text", value=known.get(name, "")) for name, label in _LABELS.items()]
        about = "One line each. An empty one is written from the facts again."
        super().__init__("In three lines", fields, draft=f"summary:{week}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Mapping[str, str]:
        """Keep the lines that were changed, and those that were one's own before."""
        return keep_lines(desk, self.week, self.known, typed)

    def saved(self, found: Any) -> str:  # noqa: ANN401, ARG002 (the form's)
        """Say how to take that back."""
        return f"The summary is yours. {self.app.key('app.undo')} takes it back."


def keep_lines(desk: Desk, week: str, known: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Keep the lines that were changed, and those that were one's own before."""
    own = minutes.minutes_of(desk.repository, week).lines
    kept = {
        name: " ".join(text.split()) if text != known.get(name) or name in own else "" for name, text in typed.items()
    }
    minutes.write_lines(desk, week, kept)
    return kept


def written(lines: Mapping[str, str]) -> str:
    """Write the lines for an editor, each below its name."""
    told = "In three lines; an empty one is written from the facts again."
    return "\n".join([f"<!-- {told} -->", "", *(f"# {_LABELS[name]}\n\n{lines[name]}\n" for name in _LABELS)])


def lines_of(text: str) -> dict[str, str]:
    """Read the lines that came back from an editor."""
    found, here = dict.fromkeys(_LABELS, ""), ""
    names = {f"# {label}": name for name, label in _LABELS.items()}
    for line in text.splitlines():
        if line.strip() in names:
            here = names[line.strip()]
        elif here and line.strip():
            found[here] = f"{found[here]} {line.strip()}".strip()
    return found
