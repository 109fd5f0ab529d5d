"""A screen's style sheet is about that screen alone, so that what was opened before changes no look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cadence_tui.tui import app

FOLDER = Path(app.__file__).parent
# What holds for every screen.
COMMON = "app.tcss"
SHEETS = [path for path in FOLDER.rglob("*.tcss") if path.name != COMMON]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_names_the_screens_that_read_it_in_every_rule(sheet: Path) -> None:
    """Each rule begins with the name of a screen that has this sheet; none reaches into another screen."""
    modules = {path: path.read_text("utf-8") for path in FOLDER.rglob("*.py")}
    readers = [text for path, text in modules.items() if path.stem == sheet.stem or f'"{sheet.name}"' in text]
    names = {name for text in readers for name in re.findall(r"^class (\w+)", text, re.MULTILINE)}
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    rules = re.findall(r"^([^\s{}&][^{}]*)\{", text, re.MULTILINE)
    selectors = [one.strip() for rule in rules for one in rule.split(",")]
    assert selectors
    assert {re.split(r"[ .#:]", one)[0] for one in selectors} <= names
