"""Bytes of a file as text, whatever spreadsheet wrote them: UTF-8, or UTF-16, with a mark or without."""

from __future__ import annotations

import codecs

# UTF-32 comes first, for its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
WORKBOOK = b"PK\x03\x04"


def decoded(data: bytes, problems: list[str]) -> str:
    """Turn bytes into text; what stands in the way of that is added to the problems."""
    if data.startswith(_OLD_WORKBOOK):
        problems.append("line 1: It is an old or protected workbook; save it as XLSX or CSV (UTF-8).")
        return ""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _without_mark(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(f"line {line}: It is not text in {encoding[:6].upper()}; save the file as CSV (UTF-8).")
        return ""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.append(f"line {line}: It has a NUL character in it; save the file as CSV (UTF-8).")
    return text


def _without_mark(data: bytes) -> str:
    """Tell the encoding of what has no mark: a header in UTF-16 has a zero in every other byte."""
    if data[:1] == b"\0":
        return "utf-16-be"
    return "utf-16-le" if data[1:2] == b"\0" else "utf-8"
