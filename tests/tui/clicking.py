"""The mouse: what on a screen can be clicked, and clicks on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.widgets.links import CLICK
from cadence_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.screen import Screen

_NAMES = re.compile(r"[\w-]+")


def links(screen: Screen[object]) -> dict[str, tuple[int, int]]:
    """Find what can be clicked by what it runs, each with the cell in which it begins."""
    found: dict[str, tuple[int, int]] = {}
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            does = segment.style.meta.get(CLICK) if segment.style else None
            if does and segment.text.strip():
                found.setdefault(str(does), (x + len(segment.text) - len(segment.text.lstrip()), y))
            x += segment.cell_length
    return found


async def click(pilot: Pilot[None], where: tuple[int, int]) -> None:
    """Click a cell, and let what it does be done."""
    await pilot.click(offset=where)
    await pilot.pause()


async def click_each_link(pilot: Pilot[None]) -> None:
    """Click each word that can be clicked; fails where one runs something else than it says.

    Among the words are tabs, steps, filters, choices and the keys below: of those the palette, which lists each command
    in force, or Back.
    """
    app, run = pilot.app, list[str]()

    async def note(action: object, *_: object, **__: object) -> bool:
        run.append(str(action))
        return True

    found = links(app.screen)
    wanted = "dialog.close" if app.screen.is_modal else "app.command_palette"
    assert f"app.run_command('{wanted}')" in found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "run_action", note)
        for does, place in found.items():
            await click(pilot, place)
            assert [_NAMES.findall(one) for one in run[-1:]] == [_NAMES.findall(does)], (does, place)


async def click_a_line_of_each_list(pilot: Pilot[None]) -> None:
    """Click the first line that the cursor is not on, in each list in sight; fails where the cursor does not follow."""
    screen = pilot.app.screen
    for rows in [one for one in screen.query(Rows) if one in screen._compositor.visible_widgets]:
        region = screen.find_widget(rows).visible_region
        for y in range(region.y, region.bottom):
            line = y - rows.content_region.y + rows.scroll_offset.y
            key = rows._lines[line][0] if 0 <= line < len(rows._lines) else ""
            if key and key != rows.cursor and region.area:
                await click(pilot, (rows.content_region.x + 1, y))
                if rows.is_attached and pilot.app.screen is screen:
                    assert rows.cursor == key
                break
