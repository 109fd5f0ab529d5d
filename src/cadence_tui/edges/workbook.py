"""The sheets of an XLSX workbook, as lines of cells.

A workbook is a zip of XML files. What is read here is little, and a library for the rest would weigh more than the
program: shared and inline text, numbers as they are shown (spreadsheets keep fifteen digits), answers and dates.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET  # a document type, with which entities come, is refused below

from cadence_tui.edges.problems import echo
from cadence_tui.edges.tables import Number

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a part may unpack to: far above any sheet of values, far below what harms a machine.
LARGEST_PART = 256 * 1024 * 1024

_BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, RuntimeError, EOFError, OSError)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_DAY_ZERO = date(1899, 12, 30)
_DAYS_TO_1904 = 1462
# Serial numbers of days from 2000 to 2199; a smaller number in a period's column is not a date.
_SERIALS = range(36_526, 109_573)
_DIGITS = 15
_TEXTS = "xl/sharedStrings.xml"
_WIDEST = 16_384
_UNREADABLE = "line 1: It is not a workbook that can be read; save it as XLSX or CSV (UTF-8), unprotected."


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, those of all, its rows with their numbers, and whether days count from 1904."""

    name: str
    names: list[str]
    lines: list[tuple[int, list[str]]]
    from_1904: bool = False


def read_sheet(data: bytes, problems: list[str], wanted: str = "") -> Sheet:
    """Read a sheet by its name, else the first."""
    try:
        with _opened(data) as (book, root):
            names = [sheet.get("name", "") for sheet in _all(root, "sheet")]
            name = wanted if wanted in names else names[0]
            if wanted and wanted != name:
                problems.append(f"line 1: It has no sheet “{echo(wanted)}”; there are {', '.join(map(echo, names))}.")
            from_1904 = any(found.get("date1904") in {"1", "true"} for found in _all(root, "workbookPr"))
            return Sheet(name, names, list(_lines(book, root, names.index(name))), from_1904)
    except _BROKEN:
        problems.append(_UNREADABLE)
        return Sheet("", [], [])


def sheet_lines(data: bytes, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row of the first sheet as they stand, with the row's number."""
    yield from read_sheet(data, problems).lines


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[zipfile.ZipFile, ET.Element]]:
    """Open a workbook, with its table of contents."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        yield book, _xml(book, "xl/workbook.xml")


def day_of(serial: str, *, from_1904: bool = False) -> str:
    """Write the number that a spreadsheet keeps for a day as that day; any other number stays as it is."""
    whole = serial.partition(".")[0]
    days = int(whole) + _DAYS_TO_1904 * from_1904 if whole.isdecimal() and len(whole) < _DIGITS else 0
    return (_DAY_ZERO + timedelta(days=days)).isoformat() if days in _SERIALS else serial


def _lines(book: zipfile.ZipFile, root: ET.Element, which: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a sheet with its number; cells that a row leaves out at its end are empty."""
    texts = [_text(item) for item in _xml(book, _TEXTS)] if _TEXTS in book.namelist() else []
    width = 0
    for number, cells in _rows(_part(book, _sheet(book, root, which)), texts):
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part."""
    if book.getinfo(name).file_size > LARGEST_PART:
        raise ValueError(name)
    part = book.read(name)
    if b"<!DOCTYPE" in part:
        raise ValueError(name)
    return part


def _name(element: ET.Element) -> str:
    """Name an element without its namespace, of which there are two that mean the same."""
    return element.tag.rpartition("}")[2]


def _xml(book: zipfile.ZipFile, name: str) -> ET.Element:
    """Read one part as XML."""
    return ET.fromstring(_part(book, name))  # noqa: S314  # see above


def _all(root: ET.Element, name: str) -> list[ET.Element]:
    """List the elements of a name."""
    return [element for element in root.iter() if _name(element) == name]


def _sheet(book: zipfile.ZipFile, root: ET.Element, which: int) -> str:
    """Find the part that holds a sheet."""
    relations = [value for name, value in _all(root, "sheet")[which].attrib.items() if name.endswith("}id")]
    links = {link.get("Id"): link.get("Target", "") for link in _xml(book, "xl/_rels/workbook.xml.rels")}
    target = links[relations[0]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _text(item: ET.Element) -> str:
    """Join the runs of a text; a reading aid (rPh) is none of them."""
    runs = [item, *(child for child in item if _name(child) == "r")]
    text = "".join(part.text or "" for run in runs for part in run if _name(part) == "t")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _rows(sheet: bytes, texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row that has any."""
    number = 0
    for _, row in ET.iterparse(io.BytesIO(sheet)):  # noqa: S314  # see above
        if _name(row) != "row":
            continue
        number = int(row.get("r") or number + 1)
        cells: list[str] = []
        for cell in row:
            place = _place(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_cell(cell, texts))
        row.clear()
        if any(cells):
            yield number, cells


def _place(reference: str, following: int) -> int:
    """Read a cell's column, counted from 0, from a reference such as B7; without one it follows the cell before."""
    letters = _COLUMN.match(reference)
    place = 0
    for letter in letters[0] if letters else "":
        place = place * 26 + ord(letter) - ord("A") + 1
    if not following < (place or following + 1) <= _WIDEST:
        raise ValueError(reference)
    return place - 1 if place else following


def _cell(cell: ET.Element, texts: list[str]) -> str:
    """Read a cell as text."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(part) for part in cell if _name(part) == "is")
    value = next((part.text or "" for part in cell if _name(part) == "v"), "")
    match kind:
        case "s":
            return texts[int(value)]
        case "b":
            return "yes" if value == "1" else "no"
        case "d":
            return value.partition("T")[0]
        case "n" if value:
            return _number(value)
        case _:
            return value


def _number(value: str) -> Number:
    """Write a number as its spreadsheet shows it: fifteen digits of the binary one that it keeps."""
    return Number(f"{Decimal(f'{float(value):.{_DIGITS}g}'):f}")
