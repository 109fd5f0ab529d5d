"""Importing: a file as it is understood, each part of that to be corrected, and what it will do before it does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widgets import Static

from cadence_tui import formatting
from cadence_tui.domain.company import NUMBER_FORMATS
from cadence_tui.domain.errors import CadenceError, InvalidError, RefusedError
from cadence_tui.services import importing
from cadence_tui.tui import ink
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import ComposeResult

    from cadence_tui.services.importing import Imported, Look, Name
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

LARGEST = 64 * 1024 * 1024
_LABEL, _NAME = 10, 24
_PROBLEMS = 40
_FORMS = {"long": "a value a row", "rows": "a KPI a row, periods across", "columns": "a KPI a column, periods down"}
_ORDERS = {"dmy": "day first, as 21/11/2026", "mdy": "month first, as 11/21/2026"}
_DOES = {
    "new": "new",
    "changed": "changed",
    "same": "as it stands",
    "late": "late submissions",
    "amendment": "amendments, each with its note as the reason",
}


def open_import(app: CadenceApp) -> None:
    """Ask for a file, and show how it is understood."""
    from cadence_tui.tui.dialogs.choose_file import ChooseFile

    title = "Which file holds the values? CSV, TSV, JSON or XLSX; a table can be pasted, too"
    app.push_screen(ChooseFile(title, read_file), partial(_chosen, app))


def _chosen(app: CadenceApp, found: tuple[str, bytes] | None) -> None:
    """Show what was chosen."""
    if found is not None:
        app.push_screen(ImportScreen(*found))


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


class Understood(Rows):
    """How a file is understood, in sections; a line that can be corrected has the cursor."""

    def __init__(self) -> None:
        """Know nothing yet."""
        super().__init__(id="understood")
        self.sections: list[tuple[str, list[tuple[str, Content]]]] = []

    def fill(self, sections: list[tuple[str, list[tuple[str, Content]]]]) -> None:
        """Show it."""
        self.sections = sections
        self.rebuild()

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (each is one line, cut where the list ends)
        found = list[Row]()
        for title, lines in self.sections:
            found.append(Row("", (*((ink.text(""),) if found else ()), ink.text(title, ink.STRONG))))
            found += [Row(key, (ink.line("  ", line),)) for key, line in lines]
        return found


class ImportScreen(Place):
    """A file, before it is imported; esc leaves, and nothing has happened."""

    SCOPE = "import"
    TITLE_TEXT = "Import"
    AUTO_FOCUS = "#understood"
    HELP_TEXT = (
        "All of the file is imported, or nothing. A line is corrected with {rows.open}: which KPI a name means, how "
        "dates and numbers are read. What differs from a judged value needs a reason, which is the note of a table "
        "with a value a row."
    )
    DEFAULT_CSS = """
    ImportScreen #understood { height: 1fr; padding: 0 2; }
    ImportScreen #state { height: auto; max-height: 3; padding: 0 3; }
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Hold a file."""
        super().__init__()
        self._called, self._data = name, data
        self._turn, self._reading = 0, importing.reading_of("", None, None, {})
        self._look: Look | None = None
        self._busy = self._is_left = self._is_sealed = False
        self._view: View | None = None

    @property
    def title_text(self) -> str:
        """Name the file."""
        return f"Import {self._called}"

    def body(self) -> ComposeResult:
        yield Understood()
        yield Static(id="state")

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
        self._work(self._turn, dry_run=True)

    @work(thread=True)
    def _work(self, turn: int, *, dry_run: bool) -> None:
        """Look, or import, beside the app and on a connection of its own."""
        found: Look | Imported | CadenceError
        reading = self._reading
        try:
            with self.app.host.sit_down(self.app.desk.repository.database.path) as desk:
                if dry_run:
                    found = importing.look(desk, self._called, self._data, reading)
                else:
                    found = importing.import_values(
                        desk, self._called, self._data, reading=reading, progress=self._progress
                    )
        except CadenceError as error:
            found = error
        if dry_run:
            self.app.call_from_thread(self._looked, found, turn)
        else:
            self.app.call_from_thread(self._imported, found)

    def _progress(self, done: int, of: int) -> None:
        """Say how far it is; who has left wants nothing to happen."""
        if not self.app.call_from_thread(self._goes_on, done, of):
            raise RefusedError("The import was left; nothing was changed.")

    def _goes_on(self, done: int, of: int) -> bool:
        """Show how far it is, unless it was left; once all is read it is written, and can be left no more."""
        if not self._is_left:
            self._is_sealed = done == of
            self._say(f"{formatting.progress(done, of)} {done:,} of {of:,} values …")
        return not self._is_left

    def _looked(self, found: Look | CadenceError, turn: int) -> None:
        """Show what was understood, unless it is read another way by now."""
        if turn != self._turn or not self.is_attached:
            return
        self._busy = False
        if isinstance(found, CadenceError):
            self._look = None
            problems = found.problems if isinstance(found, InvalidError) and found.problems else (str(found),)
            self.query_one(Understood).fill([*self._how(), ("What is in the way", list(_problems(problems)))])
            self._say(f"Nothing can be imported yet: {found}", is_wrong=True)
        else:
            self._look = found
            self.query_one(Understood).fill(list(self._sections(found)))
            self._say(self._verdict(found), is_wrong=found.imported is None)
        self.refresh_bindings()

    # --- What it shows ------------------------------------------------------------------------------------------------

    def _how(self) -> list[tuple[str, list[tuple[str, Content]]]]:
        """Say how the file is read, where that can be corrected."""
        look, reading = self._look, self._reading
        lines = list[tuple[str, Content]]()
        if look is not None:
            lines.append(("form", _pair("Table", _FORMS[look.found.layout.form])))
            if len(look.found.sheets) > 1:
                lines.append(("sheet", _pair("Sheet", f"{look.found.sheet}, of {len(look.found.sheets)}")))
        order = reading.order or (look.found.layout.order if look else None)
        lines.append(("dates", _pair("Dates", _ORDERS[order] if order else "to be said: ⏎ chooses")))
        own = self._view.company.number_format if self._view else ""
        numbers = reading.number_format or (look.number_format if look else own)
        lines.append(("numbers", _pair("Numbers", f"as {numbers}")))
        return [("How it is read", lines)]

    def _sections(self, look: Look) -> Iterator[tuple[str, list[tuple[str, Content]]]]:
        """List what was understood: how, which KPIs, the first rows, and what is in the way."""
        yield from self._how()
        yield "Which KPI", [(f"name:{one.name}", self._named(one)) for one in look.names]
        if look.sample:
            yield "The first rows", [(f"row:{n}", self._seen(one)) for n, one in enumerate(look.sample)]
        if look.problems:
            yield "What is in the way", list(_problems(look.problems))
        elif look.imported is not None:
            yield "What it will do", [(f"does:{n}", ink.text(words)) for n, words in enumerate(_effects(look.imported))]

    def _named(self, one: Name) -> Content:
        """Say which KPI a name means."""
        count = formatting.plural(one.values, "value")
        if one.key is None:
            what = ink.text("? no such KPI: ⏎ which, x leave out, n new", ink.WARN)
        elif not one.key:
            what = ink.text("left out", ink.MUTED)
        else:
            kpi = self._view.kpis[one.key] if self._view and one.key in self._view.kpis else None
            what = ink.text(kpi.name if kpi else one.key)
        return ink.line(ink.cell(one.name, _NAME), (" → ", ink.MUTED), what, (f"  {count}", ink.MUTED))

    def _seen(self, one: importing.Seen) -> Content:
        """Show a row as it is understood."""
        row = one.row
        if one.cell is None:
            return ink.line(
                ink.cell(row.kpi, _NAME), "   ", (f"{row.period}  {row.value}  ", ink.MUTED), (one.problem, ink.WARN)
            )
        kpi = one.cell.kpi
        form = self._view.company.number_format if self._view else ""
        value = formatting.value(one.cell.value, kpi.unit, kpi.goal.direction, form, short=False)
        days = formatting.period_label(one.cell.period).partition(" ·")[2]
        where = f"{one.cell.period} ·{days}" if days else one.cell.period
        return ink.line(
            ink.cell(kpi.name, _NAME),
            "   ",
            ink.cell(where, 25, ink.MUTED),
            (value, ink.STRONG),
            (f"  from {row.value}", ink.MUTED),
        )

    def _verdict(self, look: Look) -> str:
        """Say what comes next."""
        if look.imported is None:
            unknown = sum(one.key is None for one in look.names)
            if unknown:
                return f"{formatting.plural(unknown, 'name')} to be mapped, left out or made new first."
            return f"{formatting.plural(len(look.problems), 'row')} cannot be imported: mend them, or leave a KPI out."
        key = self.app.key("import.accept")
        return f"{'; '.join(_effects(look.imported))}. {key} imports it as one change, which undo takes back."

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say how far it is."""
        self.query_one("#state", Static).update(ink.text(words, ink.WARN if is_wrong else ink.MUTED))

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
            now = self._reading.number_format or (look.number_format if look else NUMBER_FORMATS[-1])
            self._read(number_format=_after(NUMBER_FORMATS, now))
        elif event.key == "sheet" and look is not None:
            self._read(sheet=_after(look.found.sheets, look.found.sheet), names={})
        elif (name := self._name_here()) and self._view is not None:
            from cadence_tui.tui.dialogs.choose_file import ChooseKpi

            self.app.push_screen(ChooseKpi(name.name, self._view), partial(self._map, name.name))

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

    def action_accept(self) -> None:
        self._busy = True
        self._say(f"Importing {self._called} …")
        self.refresh_bindings()
        self._work(self._turn, dry_run=False)

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
            return not self._busy and self._look is not None and self._look.imported is not None
        if action in ("leave_out", "new"):
            name = None if self._busy else self._name_here()
            return name is not None and (action == "leave_out" or name.key is None)
        return super().check_action(action, parameters)


def _pair(label: str, words: str) -> Content:
    """Write what can be corrected."""
    return ink.line(ink.cell(label, _LABEL, ink.MUTED), words)


def _after(all_: tuple[str, ...], now: str) -> str:
    """Give the one that comes next, round to the first."""
    return all_[(all_.index(now) + 1) % len(all_)] if now in all_ else all_[0]


def _problems(problems: tuple[str, ...]) -> Iterator[tuple[str, Content]]:
    """List what is wrong, as far as anybody reads."""
    for number, words in enumerate(problems[:_PROBLEMS]):
        yield f"problem:{number}", ink.text(words, ink.WARN)
    if len(problems) > _PROBLEMS:
        yield "problem:more", ink.text(f"and {len(problems) - _PROBLEMS} more", ink.MUTED)


def _effects(imported: Imported) -> Iterator[str]:
    """Say what importing does, before it happens."""
    for effect, words in _DOES.items():
        if count := imported.counts.get(effect, 0):
            yield f"{count:,} {words}"
    yield from (f"{id_} ends: {outcome}" for id_, outcome in imported.ended)
    yield from (f"{id_} goes to rung {rung}" for id_, rung in imported.moved)
    if not sum(count for effect, count in imported.counts.items() if effect != "same"):
        yield "nothing changes"
