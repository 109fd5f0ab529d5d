"""Importing: a file as it is understood, each part of that to be corrected, and what it will do before it does it."""

from __future__ import annotations

from concurrent.futures import CancelledError
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import work

from cadence_tui import formatting
from cadence_tui.domain.company import NUMBER_FORMATS
from cadence_tui.domain.errors import CadenceError, RefusedError
from cadence_tui.services import import_look, importing
from cadence_tui.tui import ink
from cadence_tui.tui.screens import import_words
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult

    from cadence_tui.services.import_look import Look, Name
    from cadence_tui.services.importing import Imported
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.screens.import_words import Section

T = TypeVar("T")


def open_import(app: CadenceApp) -> None:
    """Ask for a file, and show how it is understood."""
    from cadence_tui.tui.dialogs.choose_file import ChooseFile

    title = "Which file holds the values? CSV, TSV, JSON or XLSX; a table can be pasted, too"
    app.push_screen(ChooseFile(title), partial(_chosen, app))


def _chosen(app: CadenceApp, found: tuple[str, bytes] | None) -> None:
    """Show what was chosen."""
    if found is not None:
        app.push_screen(ImportScreen(*found))


class Understood(Rows):
    """How a file is understood, in sections; a line that can be corrected has the cursor."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__(id="understood")
        self.sections: list[Section] = []

    def fill(self, sections: Iterable[Section], need: str = "") -> None:
        """Show it, and go to the line that something has to be said on."""
        self.sections = list(sections)
        if need:
            self.cursor = need
        self.rebuild()

    def build(self, width: int) -> list[Row]:
        found = list[Row]()
        for title, lines in self.sections:
            found.append(Row("", (*((ink.text(""),) if found else ()), ink.text(title, ink.STRONG))))
            for key, line in lines:
                # What is wrong is read to its end; all else is one line, cut where the list ends.
                parts = line.wrap(max(width - 2, 1)) if key.startswith("problem:") else [line]
                found.append(Row(key, tuple(ink.line("  ", part) for part in parts)))
        return found


class ImportScreen(Place):
    """A file, before it is imported; esc leaves, and nothing has happened."""

    SCOPE = "import"
    TITLE_TEXT = "Import"
    AUTO_FOCUS = "#understood"
    HELP_TEXT = (
        "All of the file is imported, or nothing. A line is corrected with {rows.open}: which KPI a name means, how "
        "dates and numbers are read. What differs from a judged value needs a reason: the note of its row, or "
        "what stands on the line Why."
    )
    DEFAULT_CSS = """
    ImportScreen #understood { height: 1fr; padding: 0 0 0 2; }
    ImportScreen #state { height: auto; max-height: 3; padding: 0 2; }
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Hold a file."""
        super().__init__()
        self._called, self._data = name, data
        self._turn, self._reading = 0, importing.reading_of("", None, None, {})
        self._look: Look | None = None
        self._why = ""
        self._busy = self._is_left = self._is_sealed = False
        self._view: View | None = None

    @property
    def title_text(self) -> str:
        """Name the file."""
        return f"Import {self._called}"

    def body(self) -> ComposeResult:
        yield Understood()
        yield Said(id="state")

    def show(self, view: View) -> None:
        self._view = view
        if not self._busy:
            self._again()

    # --- Looking ------------------------------------------------------------------------------------------------------

    def _again(self) -> None:
        """Look at the file again, as it is to be read now."""
        self._busy = True
        self._say(f"Reading {self._called} …")
        self.refresh_bindings()
        self._turn += 1
        self._work(self._turn)

    @work(thread=True)
    def _work(self, turn: int, look: Look | None = None) -> None:
        """Look, or import what was looked at, beside the app and on a connection of its own."""
        found: Look | Imported | CadenceError
        reading, why, progress = self._reading, self._why, partial(self._progress, turn, look is not None)
        try:
            with self.app.host.sit_beside(self.app.desk.repository.database.path) as desk:
                if look is None:
                    found = import_look.look(desk, self._called, self._data, reading, why=why, progress=progress)
                else:
                    found = importing.import_rows(
                        desk, self._called, look.found.rows, look.reading, why=why, progress=progress
                    )
        except CadenceError as error:
            found = error
        if look is None:
            self._tell(self._looked, found, turn)
        else:
            self._tell(self._imported, found)

    def _tell(self, what: Callable[..., T], *said: object) -> T | None:
        """Tell the app something from beside it; None once it has ended."""
        try:
            return self.app.call_from_thread(what, *said)
        except (RuntimeError, CancelledError):
            if self.app.is_running:
                raise
            return None

    def _progress(self, turn: int, is_import: bool, done: int, of: int) -> None:  # noqa: FBT001 (which of the two)
        """Say how far it is; who has left, or ended the app, wants nothing to happen."""
        if not self._tell(self._goes_on, turn, is_import, done, of):
            raise RefusedError("The import was left; nothing was changed.")

    def _goes_on(self, turn: int, is_import: bool, done: int, of: int) -> bool:  # noqa: FBT001 (as above)
        """Show how far it is, unless it was left; once all is done it is kept, and can be left no more."""
        if self._is_left or turn != self._turn:
            return False
        self._is_sealed = is_import and done == of
        what = "Importing" if is_import else "Reading"
        self._say(f"{formatting.progress(done, of)} {100 * done // max(of, 1)} %  {what} {self._called} …")
        return True

    def _looked(self, found: Look | CadenceError, turn: int) -> None:
        """Show what was understood, unless it is read another way by now."""
        if turn != self._turn or not self.is_attached:
            return
        self._busy = False
        if isinstance(found, CadenceError):
            self._look = None
            own = self._view.company.number_format if self._view else NUMBER_FORMATS[0]
            numbers = self._reading.number_format or own
            self.query_one(Understood).fill(import_words.refused(found, self._reading.order, numbers, self.app.key))
            self._say(f"Nothing can be imported yet: {found}", is_wrong=True)
        else:
            self._look = found
            self._show_look(found)
        self.refresh_bindings()

    def _show_look(self, look: Look) -> None:
        """Show what was understood, and what comes next."""
        if self._view is None:
            return
        need = import_words.first_need(look, self._view, self._why)
        self.query_one(Understood).fill(import_words.sections(look, self._view, self._why, self.app.key), need)
        words, is_ready = import_words.verdict(look, self._why, self.app.key("import.accept"))
        self._say(words, is_wrong=not is_ready)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say how far it is."""
        self.query_one("#state", Said).update(ink.text(words, ink.WARN if is_wrong else ink.MUTED))

    # --- What the keys do ---------------------------------------------------------------------------------------------

    @property
    def _here(self) -> str:
        """Give the key of the line with the cursor."""
        found = self.query(Understood)
        return found.first().cursor if found else ""

    def _name_here(self) -> Name | None:
        """Give the name under the cursor."""
        kind, _, name = self._here.partition(":")
        names = self._look.names if self._look else ()
        return next((one for one in names if kind == "name" and one.name == name), None)

    def _read(self, **changes: object) -> None:
        """Read the file another way."""
        self._reading = self._reading._replace(**changes)  # type: ignore[arg-type]
        self._again()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Correct the line with the cursor."""
        event.stop()
        if self._busy:
            return
        look = self._look
        if event.key == "dates":
            first = self._reading.order or (look.found.layout.order if look else "mdy")
            self._read(order="mdy" if first == "dmy" else "dmy")
        elif event.key == "numbers":
            now = self._reading.number_format or (look.reading.number_format if look else NUMBER_FORMATS[-1])
            self._read(number_format=_after(NUMBER_FORMATS, now))
        elif event.key == "sheet" and look is not None:
            self._read(sheet=_after(look.found.sheets, look.found.sheet), names={})
        elif event.key == "why":
            from cadence_tui.tui.dialogs.import_asks import WhyAmend

            self.app.push_screen(WhyAmend(self._why), self._explain)
        elif (name := self._name_here()) and self._view is not None:
            from cadence_tui.tui.dialogs.import_asks import ChooseKpi

            self.app.push_screen(ChooseKpi(name.name, self._view), partial(self._map, name.name))

    def _explain(self, why: str | None) -> None:
        """Take the reason of what would change what is judged."""
        if why and self._look is not None:
            self._why = why
            self._show_look(self._look)
            self.refresh_bindings()

    def _map(self, name: str, key: str | None) -> None:
        """Have a name mean a KPI."""
        if key is not None:
            self._read(names={**self._reading.names, name: key})

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    def action_leave_out(self) -> None:
        if name := self._name_here():
            names = dict(self._reading.names)
            if names.get(name.name) == "":
                del names[name.name]
            else:
                names[name.name] = ""
            self._read(names=names)

    def action_new(self) -> None:
        from cadence_tui.tui.dialogs.kpi_form import AddKpi

        if (name := self._name_here()) and self._view is not None:
            self.app.push_screen(
                AddKpi(self._view, name.name), lambda kpi: self._map(name.name, kpi.key) if kpi else None
            )

    def action_edit(self) -> None:
        from cadence_tui.tui.dialogs.kpi_form import EditKpi

        if (name := self._name_here()) and name.misfit and self._view is not None:
            self.app.push_screen(EditKpi(self._view, self._view.kpis[name.key or ""]))

    def action_accept(self) -> None:
        self._busy = True
        self._say(f"Importing {self._called} …")
        self.refresh_bindings()
        self._work(self._turn, self._look)

    def action_back(self) -> None:
        if self._is_sealed:
            self.app.say("It is being written; undo takes it back once it is.")
        else:
            super().action_back()

    def on_unmount(self) -> None:
        self._is_left = True

    def _imported(self, found: Imported | CadenceError) -> None:
        """Leave, with what was done; or say why nothing was."""
        self._busy = self._is_sealed = False
        if isinstance(found, CadenceError):
            if self.is_attached:
                self._say(f"Nothing was imported: {found}", is_wrong=True)
                self.refresh_bindings()
            return
        if self.is_attached:
            self.dismiss()
        self.app.changed()
        self.app.say(f"{found.sentence()} {self.app.key('app.undo')} takes it back.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the line allows, and to import what can be."""
        if action == "accept":
            return not self._busy and self._look is not None and import_words.verdict(self._look, self._why, "")[1]
        if action in ("leave_out", "new", "edit"):
            name = None if self._busy else self._name_here()
            if name is None:
                return False
            return {"leave_out": True, "new": name.key is None, "edit": bool(name.misfit)}[action]
        return super().check_action(action, parameters)


def _after(all_: tuple[str, ...], now: str) -> str:
    """Give the one that comes next, round to the first."""
    return all_[(all_.index(now) + 1) % len(all_)] if now in all_ else all_[0]
