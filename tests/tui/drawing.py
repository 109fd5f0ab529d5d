"""Runs the app up to a scene, and takes down what then stands on the terminal: its picture, and its text's contrast."""

from __future__ import annotations

import re
from asyncio import sleep
from functools import partialmethod
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rich.console import Console
from textual.events import Paste

from cadence_tui.tui.themes import DARK, LIGHT
from cadence_tui.tui.widgets.rows import Rows
from tests.tui.contrast import Writing, written
from tests.tui.driving import WORK_S, at_rest, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage
    from tests.tui.scenes import Scene

_CALM = 3
# The palette keeps the colours that it was opened in; labels go away with the size that they were set for.
_AS_OPENED = ("Palette", "Reach")
_PATIENCE = 40


class Drawn(NamedTuple):
    """What stands on the terminal at one size, in one theme."""

    size: tuple[int, int]
    theme: str
    svg: str
    writing: list[Writing]


def file_name(scene: Scene, theme: str, size: tuple[int, int]) -> str:
    """Name the picture of a scene."""
    light = "-light" if theme == LIGHT.name else ""
    return f"{scene.name}{light}-{size[0]}x{size[1]}.svg"


def pictured(scene: Scene, size: tuple[int, int]) -> list[str]:
    """Say in which themes a scene has its picture taken at a size."""
    return [DARK.name, LIGHT.name] if size == scene.sizes[-1] else [DARK.name]


async def draw(stage: Stage, scene: Scene) -> list[Drawn]:
    """Open the app, go to the scene, and take each of its pictures; fails where its screen does not come.

    The terminal becomes as large as it is to be while the app stands there: what it looks like does not hang on how it
    came to its size.
    """
    looks = [(size, theme) for size in scene.sizes for theme in pictured(scene, size)]
    runs = [[look] for look in looks] if scene.screen in _AS_OPENED else [looks]
    return [one for run in runs for one in await _drawn(scene.app(stage, run[0][1]), scene, run)]


async def _drawn(app: CadenceApp, scene: Scene, looks: list[tuple[tuple[int, int], str]]) -> list[Drawn]:
    """Go to the scene once, and draw it at some sizes in some themes."""
    async with app.run_test(size=looks[0][0], notifications=True) as pilot:
        await _settle(pilot, app)
        if scene.opens is not None:
            app.open(*scene.opens)
            await _settle(pilot, app)
        for key in scene.keys:
            await pilot.press(key)
        if scene.paste and app.focused is not None:
            app.focused.post_message(Paste(scene.paste))
        if scene.then:
            await _settle(pilot, app)
        if scene.cursor:
            app.screen.query(Rows).first().cursor = scene.cursor
        for key in scene.then:
            await pilot.press(key)
        if scene.hover is not None:
            await pilot.hover(offset=scene.hover)
        await until(pilot, lambda: type(app.screen).__name__ == scene.screen)
        drawn = list[Drawn]()
        for size, theme in looks:
            await pilot.resize_terminal(*size)
            app.theme = theme
            await _settle(pilot, app)
            drawn.append(Drawn(size, theme, _picture(app), written(app)))
        return drawn


def _picture(app: CadenceApp) -> str:
    """Take the picture.

    A name in it that is made from all that is drawn, as Rich's own, takes half of the time, and changes each line with
    each letter; without it a diff tells what changed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Console, "export_svg", partialmethod(Console.export_svg, unique_id="t"))
        return compact(app.export_screenshot(title="cadence", simplify=True))


async def _settle(pilot: Pilot[None], app: CadenceApp) -> None:
    """Wait until nothing is on its way any more, and no frame follows."""
    frames = list[None]()
    calm = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "post_display_hook", lambda: frames.append(None))
        for _ in range(_PATIENCE):
            await at_rest(pilot)
            calm = 0 if frames else calm + 1
            if calm == _CALM:
                return
            frames.clear()
            await sleep(WORK_S)
    raise AssertionError(f"{app.screen} does not come to rest")


_FONT = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_LINES = re.compile(r'<clipPath id="[^"]*line-\d+">.*?</clipPath>\n?', re.DOTALL)
_CLIP = re.compile(r' clip-path="url\(#[^"]*line-\d+\)"')


def compact(svg: str) -> str:
    """Leave out of a picture what no viewer of a file needs: fonts from elsewhere, and a clip a line."""
    for waste in (_FONT, _LINES, _CLIP):
        svg = waste.sub("", svg)
    return "\n".join(line.strip() for line in svg.splitlines() if line.strip()) + "\n"
