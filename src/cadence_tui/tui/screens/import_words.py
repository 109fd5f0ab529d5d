"""What is said of a file before it is imported: how it is read, which KPI each name means, and what will happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.tui import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from textual.content import Content

    from cadence_tui.domain.kpi import Kpi
    from cadence_tui.services.import_look import Look, Name, Seen
    from cadence_tui.services.importing import Imported
    from cadence_tui.services.recording import Cell
    from cadence_tui.services.view import View

    Key = Callable[[str], str]
    Section = tuple[str, list[tuple[str, Content]]]

_LABEL, _NAME, _WHEN = 10, 24, 25
_PROBLEMS = 40
_FORMS = {"long": "a value a row", "rows": "a KPI a row, periods across", "columns": "a KPI a column, periods down"}
_ORDERS = {"dmy": "day first, as 21/11/2026", "mdy": "month first, as 11/21/2026"}
_DOES = {"new": "new", "changed": "changed", "same": "as it stands", "late": "late submissions"}


def sections(look: Look, view: View, why: str, key: Key) -> Iterator[Section]:
    """List what was understood: how, which KPIs, the first rows, and what will happen or is in the way.

    `key` gives the key of a command.
    """
    layout = look.found.layout
    lines = [("form", _pair("Table", _FORMS[layout.form]))]
    if len(look.found.sheets) > 1:
        lines.append(("sheet", _pair("Sheet", f"{look.found.sheet}, of {len(look.found.sheets)}")))
    yield _how(lines, look.reading.order or layout.order, look.reading.number_format, key)
    yield "Which KPI", [(f"name:{one.name}", _named(one, view, key)) for one in look.names]
    if look.sample:
        yield "The first rows", [(f"row:{n}", _seen(one, view)) for n, one in enumerate(look.sample)]
    if look.problems:
        yield _in_the_way(look.problems)
    elif look.imported is not None:
        lines = [(f"does:{n}", ink.text(words)) for n, words in enumerate(effects(look.imported))]
        if look.imported.unexplained:
            lines.append(("why", _pair("Why", why or f"to be said: {key('rows.open')} writes it", is_needed=not why)))
        yield "What it will do", lines
        if look.imported.over:
            yield "In the place of other values", list(_over(look.imported, view))


def refused(error: CadenceError, order: str | None, number_format: str, key: Key) -> Iterator[Section]:
    """List what is in the way of reading a file at all, and how that could be read another way."""
    yield _how([], order, number_format, key)
    yield _in_the_way(error.problems if isinstance(error, InvalidError) and error.problems else (str(error),))


def _how(lines: list[tuple[str, Content]], order: str | None, number_format: str, key: Key) -> Section:
    """Say how the file is read, where that can be corrected."""
    dates = _pair("Dates", _ORDERS[order] if order else f"to be said: {key('rows.open')} chooses")
    return "How it is read", [*lines, ("dates", dates), ("numbers", _pair("Numbers", f"as {number_format}"))]


def effects(imported: Imported) -> Iterator[str]:
    """Say what importing does, before it happens."""
    for effect, words in _DOES.items():
        if count := imported.counts.get(effect, 0):
            yield f"{count:,} {words}"
    if count := imported.counts.get("amendment", 0):
        yield f"{count:,} {'amendment' if count == 1 else 'amendments'} of what is judged"
    yield from (f"{id_} ends: {outcome}" for id_, outcome in imported.ended)
    yield from (f"{id_} goes to rung {rung}" for id_, rung in imported.moved)
    if not sum(count for effect, count in imported.counts.items() if effect != "same"):
        yield "nothing changes"


def verdict(look: Look, why: str, key: str) -> tuple[str, bool]:
    """Say what comes next, and whether that is importing."""
    if look.imported is None:
        unknown = sum(one.key is None for one in look.names)
        if unknown:
            return f"{formatting.plural(unknown, 'name')} to be mapped, left out or made new first.", False
        return f"{formatting.plural(look.stopped, 'row')} cannot be imported: mend them, or leave a KPI out.", False
    if look.imported.unexplained and not why:
        count = formatting.plural(look.imported.unexplained, "row")
        return f"{count} would change what is judged, without a note that says why: say it on the line Why.", False
    return f"{'; '.join(effects(look.imported))}. {key} imports it as one change, which undo takes back.", True


def first_need(look: Look, view: View, why: str) -> str:
    """Name the line that something has to be said on, if there is one."""
    unknown = next((f"name:{one.name}" for one in look.names if one.key is None), "")
    unknown = unknown or next((f"name:{one.name}" for one in look.names if one.misfit or _is_derived(one, view)), "")
    needs_why = look.imported is not None and look.imported.unexplained and not why
    return unknown or ("why" if needs_why else "")


def _named(one: Name, view: View, key: Key) -> Content:
    """Say which KPI a name means."""
    count = formatting.plural(one.values, "value")
    if one.key is None:
        which, out, new = key("rows.open"), key("import.leave-out"), key("import.new")
        what = ink.text(f"? no such KPI: {which} which, {out} leave out, {new} new", ink.WARN)
    elif not one.key:
        what = ink.text("left out", ink.MUTED)
    elif _is_derived(one, view):
        what = ink.text(f"worked out from its inputs: {key('import.leave-out')} leaves it out", ink.WARN)
    elif one.misfit:
        out, edit = key("import.leave-out"), key("import.edit")
        words = f"{view.kpis[one.key].cadence}, not {one.misfit}: {edit} edit, {out} leave out"
        what = ink.text(words, ink.WARN)
    else:
        what = ink.text(view.kpis[one.key].name if one.key in view.kpis else one.key)
    return ink.line(ink.cell(one.name, _NAME), (" → ", ink.MUTED), what, (f"  {count}", ink.MUTED))


def _is_derived(one: Name, view: View) -> bool:
    """Say whether a name means a KPI that no value is recorded for."""
    return bool(one.key) and one.key in view.kpis and view.kpis[one.key].formula is not None


def _over(imported: Imported, view: View) -> Iterator[tuple[str, Content]]:
    """Show the values that take the place of others, as far as anybody reads."""
    for number, one in enumerate(imported.over):
        yield f"over:{number}", _value(one.cell, view, f"  was {_written(one.before, one.cell.kpi, view)}")
    if more := imported.overs - len(imported.over):
        yield "over:more", ink.text(f"and {more:,} more", ink.MUTED)


def _written(value: Decimal | None, kpi: Kpi, view: View) -> str:
    """Write a value in full."""
    return formatting.value(value, kpi.unit, kpi.goal.direction, view.company.number_format, short=False)


def _seen(one: Seen, view: View) -> Content:
    """Show a row as it is understood."""
    row = one.row
    if one.cell is None:
        return ink.line(
            ink.cell(row.kpi, _NAME), "   ", (f"{row.period}  {row.value}  ", ink.MUTED), (one.problem, ink.WARN)
        )
    return _value(one.cell, view, f"  from {row.value}")


def _value(cell: Cell, view: View, beside: str) -> Content:
    """Show a value, of which KPI and for when, with something beside it."""
    days = formatting.period_label(cell.period).partition(" ·")[2]
    where = f"{cell.period} ·{days}" if days else cell.period
    return ink.line(
        ink.cell(cell.kpi.name, _NAME),
        "   ",
        ink.cell(where, _WHEN, ink.MUTED),
        (_written(cell.value, cell.kpi, view), ink.STRONG),
        (beside, ink.MUTED),
    )


def _pair(label: str, words: str, *, is_needed: bool = False) -> Content:
    """Write what can be corrected."""
    return ink.line(ink.cell(label, _LABEL, ink.MUTED), (words, ink.WARN) if is_needed else words)


def _in_the_way(problems: Sequence[str]) -> Section:
    """List what is wrong, as far as anybody reads."""
    lines = [(f"problem:{number}", ink.text(words, ink.WARN)) for number, words in enumerate(problems[:_PROBLEMS])]
    if len(problems) > _PROBLEMS:
        lines.append(("problem:more", ink.text(f"and {len(problems) - _PROBLEMS} more", ink.MUTED)))
    return "What is in the way", lines
