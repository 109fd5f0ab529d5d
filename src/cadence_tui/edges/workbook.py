"""The sheets of an XLSX workbook, as lines of cells.

python-calamine reads them. Before it may, the file is looked through: what unpacks without end, and a cell so far from
the others that the room for all between them ends the process, are refused here (calamine takes that room whole: two
cells in 5 KB were 512 GB). In the same look it is seen which numbers are shown as percent, which calamine leaves out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from cadence_tui.domain.source import cell_place
from cadence_tui.edges.layout import letter
from cadence_tui.edges.problems import echo
from cadence_tui.edges.tables import Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from python_calamine import CalamineWorkbook

    Attributes = dict[str, str]
    Found = str | float | bool | date | datetime | time | timedelta

# What a file may unpack to, and the cells that a sheet may have room for: far above any sheet of values.
LARGEST = 256 * 1024 * 1024
MOST_CELLS = 4_000_000

_BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, ValueError, RuntimeError, EOFError, OSError)
_WIDEST, _LONGEST = 16_384, 1_048_576
# What stands in a number format as text, and is none of its signs.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_PREFIXED = re.compile(rb":(?:row|c|v|is|f|sheet|Relationship|numFmt|cellXfs|cellStyleXfs|dxfs|xf)[\s/>]")
_VALUES = frozenset({"v", "is", "f"})
_PERCENT = frozenset({"9", "10"})
_DIGITS = 15
_UNREADABLE = "line 1: It is not a workbook that can be read; save it as XLSX or CSV (UTF-8), unprotected."


class FarError(ValueError):
    """A cell so far from the others that nobody can have meant it."""


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, those of all, and its rows with their numbers."""

    name: str
    names: list[str]
    lines: list[tuple[int, list[str]]]


def read_sheet(data: bytes, problems: list[str], wanted: str = "") -> Sheet:
    """Read a sheet by its name, else the first that is not hidden."""
    from python_calamine import CalamineError, load_workbook

    try:
        parts = _parts(data)
        with load_workbook(io.BytesIO(data)) as book:
            names = _names(book)
            name = wanted if wanted in names else names[0]
            if wanted and wanted != name:
                problems.append(f"line 1: It has no sheet “{echo(wanted)}”; there are {', '.join(map(echo, names))}.")
            percent = _percent(parts, name)
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            return Sheet(name, names, list(_lines(rows, percent)))
    except FarError as error:
        problems.append(f"line 1: It has cells {error}, with next to nothing between; save the sheet as CSV.")
    except (*_BROKEN, CalamineError):
        problems.append(_UNREADABLE)
    return Sheet("", [], [])


def sheet_lines(data: bytes, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row of the first sheet as they stand, with the row's number."""
    yield from read_sheet(data, problems).lines


def _names(book: CalamineWorkbook) -> list[str]:
    """Name the sheets that hold cells, hidden ones last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [sheet.name for sheet in sorted(sheets, key=lambda one: one.visible != SheetVisibleEnum.Visible)]


def _lines(rows: list[list[Found]], percent: frozenset[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds something with its number."""
    for number, row in enumerate(rows, 1):
        cells = [_cell(value, (number, column) in percent) for column, value in enumerate(row, 1)]
        if any(cells):
            yield number, cells


def _cell(value: Found, is_percent: bool) -> str:  # noqa: FBT001 (one of the cell's two facts)
    """Write a cell as people type it: a day, hours and minutes, an answer, or a number as its spreadsheet shows it."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return f"{value.hour}:{value.minute:02}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{'-' * (minutes < 0)}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
        case _:
            return _number(value, is_percent)


def _number(value: float, is_percent: bool) -> Number:  # noqa: FBT001 (as above)
    """Write a number with the fifteen digits that spreadsheets show of the binary one that they keep."""
    shown = Decimal(f"{value:.{_DIGITS}g}")
    return Number(f"{shown.scaleb(2):f}%" if is_percent else f"{shown:f}")


# --- A look at the file, before it is read ----------------------------------------------------------------------------


def _parts(data: bytes) -> dict[str, bytes]:
    """Unpack a workbook, whole and within limits; each part is held to its checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise ValueError("It unpacks to more than any sheet of values.")
        parts = {part.filename.casefold(): archive.read(part) for part in archive.infolist()}
    for part in parts.values():
        if b"sheetData" in part:
            _filled(part)
    return parts


def _walk(part: bytes, start: Callable[[str, Attributes], None]) -> None:
    """Go through the elements of a part; a document type, with which entities come, is refused."""

    def refuse(*_: object) -> None:
        raise ValueError("It has a document type.")

    def named(name: str, attributes: Attributes) -> None:
        start(name.rpartition(":")[2], attributes)

    parser = expat.ParserCreate()
    # Hardly a workbook has prefixes, and a sheet may have a million elements.
    parser.StartElementHandler = named if _PREFIXED.search(part) else start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(part, True)  # noqa: FBT003 (the parser's way to say that it is all)


def _filled(part: bytes, styles: frozenset[str] = frozenset()) -> frozenset[tuple[int, int]]:
    """Go through the filled cells of a sheet, and give those of some styles.

    Raises:
        FarError: where room for all of them is more than any sheet of values has.
    """
    kept = set[tuple[int, int]]()
    columns = dict[str, int]()
    style, row, column, last, widest = "", 0, 0, 0, 0

    def see(name: str, attributes: Attributes) -> None:
        nonlocal style, row, column, last, widest
        if name == "c":
            style = attributes.get("s", "0")
            reference = attributes.get("r")
            if reference is None:
                column += 1
                return
            letters = reference.rstrip("0123456789")
            if letters not in columns:
                columns[letters] = _column(reference)
            row, column = int(reference[len(letters) :]), columns[letters]
        elif name in _VALUES:
            if not (0 < row <= _LONGEST and 0 < column <= _WIDEST):
                raise ValueError("A cell is beyond what a sheet has.")
            last, widest = max(last, row), max(widest, column)
            if last * widest > MOST_CELLS:
                raise FarError(f"as far as row {last:,} and column {letter(widest - 1)}")
            if style in styles:
                kept.add((row, column))
        elif name == "row":
            row, column = int(attributes.get("r", row + 1)), 0

    _walk(part, see)
    return frozenset(kept)


def _column(reference: str) -> int:
    """Read a cell's column, counted from 1, from a reference such as B7."""
    place = cell_place(reference)
    if place is None:
        raise ValueError(reference)
    return place[1] + 1


def _percent(parts: dict[str, bytes], sheet: str) -> frozenset[tuple[int, int]]:
    """Find the cells of a sheet that are shown as percent, by row and column counted from 1."""
    styles = _percent_styles(parts.get("xl/styles.xml", b"<none/>"))
    return _filled(parts[_part_of(parts, sheet)], styles) if styles else frozenset()


def _percent_styles(part: bytes) -> frozenset[str]:
    """Number the styles of cells with a percent sign in their number format."""
    formats, found, within, count = set(_PERCENT), set[str](), "", 0

    def see(name: str, attributes: Attributes) -> None:
        nonlocal within, count
        if name == "numFmt" and "%" in _LITERAL.sub("", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            within = name
        elif name == "xf" and within == "cellXfs":
            if attributes.get("numFmtId") in formats:
                found.add(str(count))
            count += 1

    _walk(part, see)
    return frozenset(found)


def _part_of(parts: dict[str, bytes], sheet: str) -> str:
    """Find the part that holds a sheet."""
    links, targets = dict[str, str](), dict[str, str]()

    def see(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            links.setdefault(attributes.get("name", ""), relation)
        elif name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _walk(parts["xl/workbook.xml"], see)
    _walk(parts["xl/_rels/workbook.xml.rels"], see)
    target = targets[links[sheet]].casefold()
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
