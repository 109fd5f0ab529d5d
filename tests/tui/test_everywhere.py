"""Every place, page and dialog at every size, with names that are too long: none is cut unmarked, and all is clicked.

A name that has no room ends in an ellipsis, by the cells that it takes.
"""

from __future__ import annotations

import random
import sqlite3
from itertools import count, cycle
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest
from textual.widget import Widget
from textual.widgets._toast import Toast

from cadence_tui.domain.text import fold
from cadence_tui.formatting import cell_width
from cadence_tui.tui.widgets.rows import Rows
from tests.tui.clicking import click_a_line_of_each_list, click_each_link
from tests.tui.driving import EVERYWHERE, at_rest, go_to, screen_text, toasts, type_in
from tests.tui.test_wizard import with_beginning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import App

    from tests.tui.conftest import Stage

OPENS, CLOSES = "⟦", "⟧"
# Words of a breath, wide letters without a gap, and letters that each carry a mark of their own.
FILLINGS = ("long words of a name ", "漢字仮名交じり文", "e\u0301u\u0308n\u0303")
COLUMNS = (
    ("kpis", "name"), ("company", "name"), ("people", "name"), ("teams", "name"), ("decisions", "title"),
    ("actions", "text"), ("objectives", "title"), ("key_results", "title"), ("initiatives", "title"),
)  # fmt: skip
SIZES = ((200, 40), (120, 40), (80, 24), (60, 40))
# At these everything that can be clicked is; the palette and the labels have a mouse of their own.
CLICKED = SIZES[1:3]
UNCLICKED = ("the palette", "the labels")
# Texts that are scrolled, and what shows no name.
NAMELESS = ("a report", "the backups", "help", "the labels")


def _lengthen(path: str) -> None:
    """Give everything in the demo company that has a name one of 300 characters, wherever it stands."""
    file = sqlite3.connect(path)
    guards = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        file.execute(f"DROP TRIGGER {name}")
    tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    old = [row[0] for table, column in COLUMNS for row in file.execute(f"SELECT {column} FROM {table}")]
    numbers, fillings = count(1), cycle(FILLINGS)
    names = {name: _long(next(numbers), next(fillings)) for name in dict.fromkeys(old)}
    file.create_function("lengthened", 1, lambda text: text and _lengthened(text, names))
    for table in tables:
        for column in [row[1] for row in file.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]:
            if column not in ("folded", "hash", "previous"):
                file.execute(f"UPDATE {table} SET {column} = lengthened({column})")
    for table in ("people", "teams", "kpis"):
        for (name,) in file.execute(f"SELECT name FROM {table}").fetchall():
            file.execute(f"UPDATE {table} SET folded = ? WHERE name = ?", (fold(name), name))
    for _, guard in guards:
        file.execute(guard)
    file.commit()
    file.close()


def _long(number: int, filling: str) -> str:
    """Make a name of 300 characters, which says where it begins and where it ends."""
    tag = f"{number:03}"
    return f"{OPENS}{tag}{(filling * 300)[: 300 - 2 * len(tag) - 2]}{tag}{CLOSES}"


def _lengthened(text: str, names: dict[str, str]) -> str:
    """Put the long names in the place of the short ones, in a text that holds others beside them too."""
    if text in names:
        return names[text]
    if '"' not in text:
        return text
    for before, after in names.items():
        text = text.replace(f'"{before}"', f'"{after}"')
    return text


@pytest.fixture(scope="session")
def _lengthy(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the company once."""
    path = tmp_path_factory.mktemp("long") / "long.db"
    copyfile(demo_file, path)
    _lengthen(str(path))
    return path.read_bytes()


@pytest.fixture
def lengthy(stage: Stage, _lengthy: bytes) -> Stage:
    """Set the stage with it."""
    stage.path.write_bytes(_lengthy)
    return stage


def _cut(app: App[None], lines: list[str]) -> Iterator[str]:
    """Find the names that are cut and do not say so: where text is scrolled, the scrollbar or the cursor says it."""
    for y, line in enumerate(lines):
        x = 0
        for part in line.split(OPENS):
            tag = part[:3]
            is_whole = not x or "…" in part or any(f"{tag[-1]}{CLOSES}" in below for below in lines[y:])
            if not is_whole and not _says_so(app, x - 1, y, lines):
                yield f"{y}: {line}"
            x += cell_width(part) + 1


def _says_so(app: App[None], x: int, y: int, lines: list[str]) -> bool:
    """Say whether what stands there can be seen whole by scrolling and shows it, or has its mark further down."""
    widget, region = app.screen.get_widget_at(x, y)
    around = [one for one in widget.ancestors_with_self if isinstance(one, Widget)]
    if any(one.has_focus or one.show_vertical_scrollbar for one in around):
        return True
    return not isinstance(widget, Rows) and any("…" in line for line in lines[y : region.bottom])


@pytest.mark.long
@pytest.mark.parametrize("where", EVERYWHERE)
async def test_no_size_breaks_a_screen_cuts_a_name_without_a_mark_or_misplaces_a_click(
    lengthy: Stage, where: str
) -> None:
    """In columns, headers, titles and texts an ellipsis stands where a name has no room; each line fits the screen.

    Sizes at random, however small, break nothing and leave the focus where it is. Each word that can be clicked runs
    what is meant; then a click on a line of a list moves the cursor to it.
    """
    chance = random.Random(where)
    app = with_beginning(lengthy)
    async with app.run_test(size=SIZES[0]) as pilot:
        await go_to(pilot, where)
        screen, focused = app.screen, app.focused
        for width, height in SIZES:
            if (width, height) == SIZES[-1]:
                await pilot.resize_terminal(chance.randint(1, 220), chance.randint(1, 70))
            await pilot.resize_terminal(width, height)
            await at_rest(pilot)
            drawn = screen_text(app)
            assert app.is_running
            assert "cadence needs a little more room" not in drawn
            assert max(cell_width(line) for line in drawn.splitlines()) <= width
            if where != "the labels":  # they go away with the size that they were set for
                assert (app.screen, app.focused) == (screen, focused)
            if where not in NAMELESS:
                assert not list(_cut(app, drawn.splitlines())), width
            if (width, height) in CLICKED and where not in UNCLICKED:
                await click_each_link(pilot)
                focused = app.focused  # a choice is where it was clicked
        if where not in UNCLICKED:
            await click_a_line_of_each_list(pilot)
        await pilot.press("escape")
        assert app.is_running


@pytest.mark.parametrize("width", [60, 120])
async def test_no_toast_is_cut_without_a_mark(lengthy: Stage, width: int) -> None:
    """A toast is as tall as its words, or ends in a mark."""
    app = with_beginning(lengthy)
    async with app.run_test(size=(width, 40), notifications=True) as pilot:
        await pilot.press("1", "r")
        await type_in(pilot, "=")
        await pilot.press("enter", "enter")
        await at_rest(pilot)
        assert OPENS in toasts(app)
        region = app.screen.query_one(Toast).region
        lines = [line[region.x :] for line in screen_text(app).splitlines()[region.y : region.bottom]]
        assert not list(_cut(app, lines))
