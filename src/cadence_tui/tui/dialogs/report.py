"""The evidence pack from inside the app: which week, month or quarter, in which form; written beside the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.calendar import month_id, shift
from cadence_tui.services.okrs import current_cycle
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from pathlib import Path

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View

_FORMS = (("html", "a page"), ("md", "Markdown"))


class Report(FormDialog):
    """Asks what the report is about."""

    def __init__(self, view: View) -> None:
        """Offer the weeks, months and quarter at hand."""
        month = month_id(view.today)
        periods = (shift(view.week, -1), view.week, month, shift(month, -1), current_cycle(view))
        choices = tuple((one, formatting.period_label(one).partition(" · ")[0]) for one in periods)
        fields = [
            Field("period", "Report on", kind="choice", choices=choices, hint="Space or an arrow chooses."),
            Field("form", "As", kind="choice", choices=_FORMS, hint="A page opens from a file in any browser."),
        ]
        about = "What moved, what was missed and why, who was asked, what was decided, and what came of it."
        super().__init__("Write a report for your team or your board", fields, about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> Path:
        """Write the file beside the notes, over nothing."""
        from cadence_tui.export.evidence import render
        from cadence_tui.export.files import write_new
        from cadence_tui.services.evidence import pack

        period = typed["period"]
        text = render(pack(desk.view(), period), "html" if typed["form"] == "html" else "md")
        folder = self.app.host.notes_of(desk, self.app.host.notes)
        return write_new(folder, f"{period}-report.{typed['form']}", text)

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say where it is."""
        return f"Written to {found}."
