"""Workbooks as spreadsheets save them, and with something done to them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "dd.mm.yyyy", time: "hh:mm", timedelta: "[h]:mm"}


class Shown(NamedTuple):
    """A cell with a number format of its own."""

    value: object
    number_format: str


def workbook(
    *sheets: Sequence[Sequence[object]], hidden: Sequence[int] = (), options: dict[str, object] | None = None
) -> bytes:
    """Write a workbook with these sheets, named Sheet1 and so on; None leaves a cell out."""
    data = io.BytesIO()
    with Workbook(data, {"in_memory": True, **(options or {})}) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            if number in hidden:
                sheet.hide()
            else:
                sheet.activate()
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    value = cell.value if isinstance(cell, Shown) else cell
                    shown = cell.number_format if isinstance(cell, Shown) else _FORMATS.get(type(value))
                    if value is not None:
                        sheet.write(y, x, value, book.add_format({"num_format": shown}) if shown else None)
    return data.getvalue()


def patched(data: bytes, ending: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """Change the part whose name has an ending; what becomes None is left out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content: bytes | None = old.read(part)
            if part.filename.endswith(ending):
                content = change(old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return written.getvalue()
