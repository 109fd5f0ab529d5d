"""How every screen looks: drawn, compared with its picture in screenshots/, and measured for contrast.

The pictures are those that the README and the docs show, so that none of them can be stale. After a change that is
meant, `make screenshots` draws them anew (`ARGS='-k kpis'` some of them); look at each that changed.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.screen import Screen

import cadence_tui.tui
from cadence_tui.demo import NOW
from cadence_tui.tui.app import CadenceApp
from cadence_tui.tui.themes import contrast
from tests.tui import drawing
from tests.tui.scenes import SCENES, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

    from tests.tui.conftest import Stage

FOLDER = Path(__file__).parent.parent.parent / "screenshots"
# Made only to be made others from.
BASES = {"Dialog", "FormDialog", "KpiDialog", "KpiPlace", "Meeting", "Place", "Run", "Sparing"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_screen_looks_like_its_picture_and_is_readable(
    stage: Stage,
    scene: Scene,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is as it was when somebody last looked at it, and every text stands out from its ground in both themes."""
    monkeypatch.chdir(stage.folder)
    monkeypatch.setenv("CADENCE_NOW", NOW.isoformat())
    monkeypatch.setattr(CadenceApp, "NOTIFICATION_TIMEOUT", 3600)  # what a toast says is in the picture
    drawn = await drawing.draw(stage, scene)
    stale = []
    for one in drawn:
        if one.writing:
            worst = min(one.writing, key=lambda words: words.ratio / words.least)
            record_property(one.theme, (f"{scene.name}-{one.size[0]}x{one.size[1]}", *worst))
        path = FOLDER / drawing.file_name(scene, one.theme, one.size)
        if request.config.getoption("--draw"):
            path.write_text(one.svg, "utf-8", newline="\n")
        elif not path.exists() or path.read_text("utf-8") != one.svg:
            (stage.folder / path.name).write_text(one.svg, "utf-8")
            stale.append(f"{stage.folder / path.name} is not {path.name}; if that is meant: make screenshots")
    faint = [(one.size, one.theme, *words) for one in drawn for words in one.writing if words.is_faint]
    assert (stale, faint) == ([], [])


def test_there_is_a_picture_of_every_scene_and_no_other() -> None:
    """What is no longer drawn is no longer kept."""
    wanted = {
        drawing.file_name(scene, theme, size)
        for scene in SCENES
        for size in scene.sizes
        for theme in drawing.pictured(scene, size)
    }
    assert {path.name for path in FOLDER.iterdir()} == wanted
    assert len({scene.name for scene in SCENES}) == len(SCENES)


def test_every_screen_and_dialog_has_its_scene() -> None:
    """A new one is looked at and measured like all others."""
    for module in pkgutil.walk_packages(cadence_tui.tui.__path__, "cadence_tui.tui."):
        import_module(module.name)
    ours = {cls.__name__ for cls in _below(Screen) if cls.__module__.startswith("cadence_tui.")}
    assert ours - BASES == {scene.screen for scene in SCENES}


def _below(cls: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in cls.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    """Black on white is 21 to 1, and the greys on either side of 4.5 are told apart."""
    assert contrast(Color.parse(one), Color.parse(other)) == pytest.approx(expected, abs=0.01)
