"""Files from inside the app, written beside the notes: a report on a week, month or quarter, or everything there is."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.calendar import last_day, month_id, shift
from cadence_tui.domain.errors import CadenceError
from cadence_tui.services.evidence import newest_closed
from cadence_tui.services.okrs import current_cycle
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from pathlib import Path

    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

_FORMS = (("html", "a page"), ("md", "Markdown"), ("json", "all, as JSON"), ("csv", "all, as tables"))
_REPORTS = ("html", "md")


class Report(FormDialog):
    """Asks what the report is about."""

    def __init__(self, view: View) -> None:
        """Offer the weeks, months and quarter at hand that the company was there for, first the week closed last."""
        month, closed = month_id(view.today), newest_closed(view)
        weeks = sorted((shift(view.week, -1), view.week), key=lambda week: week != closed)
        founded = view.calendar.today(view.company.created_at)
        there = [one for one in (*weeks, month, shift(month, -1)) if last_day(one) >= founded]
        periods = (*there, current_cycle(view))
        choices = tuple((one, formatting.period_label(one).partition(" · ")[0]) for one in periods)
        fields = [
            Field(
                "form",
                "As",
                kind="choice",
                choices=_FORMS,
                hint="A page or Markdown: a report. All that the file holds: as JSON to restore, or for a spreadsheet.",
            ),
            Field(
                "period",
                "Report on",
                kind="choice",
                choices=choices,
                hint="Space or an arrow chooses.",
                when=lambda typed: typed["form"] in _REPORTS,
            ),
        ]
        about = "What moved, what was missed and why, who was asked, what was decided, and what came of it."
        super().__init__("Write a report, or everything", fields, about=about)
        self._called = f"{view.today.isoformat()}-everything"

    def save(self, desk: Desk, typed: dict[str, str]) -> Path | None:
        """Write a report beside the notes, over nothing; everything may take its time, and the app goes on."""
        folder, form = self.app.host.notes_of(desk, self.app.host.notes), typed["form"]
        if form not in _REPORTS:
            write = partial(_write_everything, self.app, folder, self._called, form)
            self.app.run_worker(write, thread=True)
            return None
        from cadence_tui.export.evidence import render
        from cadence_tui.export.files import write_new
        from cadence_tui.services.evidence import pack

        text = render(pack(desk.view(), typed["period"]), "html" if form == "html" else "md")
        return write_new(folder, f"{typed['period']}-report.{form}", text)

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say where it is."""
        return f"Written to {found}." if found else "Writing all that the file holds …"


def _write_everything(app: CadenceApp, folder: Path, name: str, form: str) -> None:
    """Write all that the company's file holds, on a connection of its own, and say where it is."""
    from cadence_tui.export.files import write_new_pieces
    from cadence_tui.export.table_files import Table, zipped
    from cadence_tui.services.exporting import export_json, export_tables, separator

    try:
        with app.host.sit_beside(app.desk.repository.database.path) as desk:
            if form == "json":
                path = write_new_pieces(folder, f"{name}.json", (piece.encode() for piece in export_json(desk)))
            else:
                tables = zipped((Table(*found) for found in export_tables(desk)), separator(desk))
                path = write_new_pieces(folder, f"{name}.zip", tables)
    except CadenceError as error:
        said, level = str(error), "warning"
    else:
        said, level = f"Written to {path}.", "information"
    with suppress(RuntimeError):  # the app has ended, and the file is there all the same
        app.call_from_thread(app.say, said, level)
