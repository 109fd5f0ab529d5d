"""Texts that a spreadsheet would take for a formula: a quote before them on the way out, off again on the way in."""

from __future__ import annotations

import re

_FORMULA = r"'*\s*[=+\-@\t\r＝＋－＠]"
_FROM = re.compile(_FORMULA)
_PREFIXED = re.compile(f"'(?={_FORMULA})")
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")


def prefixed(text: str) -> str:
    """Keep a spreadsheet from running a text; a number stays a number.

    What begins with a quote before a formula gets another, so that taking one off always gives the text back.
    """
    return f"'{text}" if _FROM.match(text) and not _NUMBER.fullmatch(text) else text


def unprefixed(cell: str) -> str:
    """Take off the quote that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if cell[:1] == "'" and _PREFIXED.match(cell) else cell
