"""On a terminal of sixteen colours, and with NO_COLOR: all can be read, and no colour says anything alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.scrollbar import ScrollBar

from cadence_tui.formatting import STATUS
from cadence_tui.tui.few_colours import CLASS
from cadence_tui.tui.themes import DARK, LIGHT, contrast
from tests.tui.contrast import GRAPHIC
from tests.tui.driving import screen_text, until

if TYPE_CHECKING:
    from rich.color import Color as Ink
    from rich.style import Style
    from textual.pilot import Pilot

    from cadence_tui.tui.app import CadenceApp
    from tests.tui.conftest import Stage

# The palettes of xterm and of a PC's console: what few terminals show exactly, and most nearly.
_XTERM = "#000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #f00 #0f0 #ff0 #5c5cff #f0f #0ff #fff"
_CONSOLE = "#000 #a00 #0a0 #a50 #00a #a0a #0aa #aaa #555 #f55 #5f5 #ff5 #55f #f5f #5ff #fff"
PALETTES = [[Color.parse(one) for one in palette.split()] for palette in (_XTERM, _CONSOLE)]
LINES = set("▌▐▏▕▔▁▎▊▍█ ─━│")
# What is pressed, what stands there then, and what leads back.
WALK = (
    (("1",), "What needs you", ()),
    (("r", "x", "enter"), "not a number", ("backspace", "escape")),
    (("2",), "target", ()),
    (("2", "n", "ctrl+s"), "Name is needed", ("escape",)),
    (("2", "enter"), "alert", ("escape",)),
    (("3",), "Q4", ()),
    (("4",), "escalations", ()),
    (("5",), "company", ()),
    (("comma",), "Fiscal year", ("escape",)),
    (("w",), "Follow-through", ("escape",)),
    (("1", "question_mark"), "Record a value", ("escape",)),
    (("1", "ctrl+p"), "This week: what needs you", ("escape",)),
    (("1", "ctrl+t"), "Keep", ("escape",)),
)


def _runs(app: CadenceApp) -> list[tuple[str, Style]]:
    """List the runs on the screen, but for the bars of what is scrolled."""
    found = list[tuple[str, "Style"]]()
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            widget = app.screen.get_widget_at(x, y)[0]
            if style is not None and not isinstance(widget, ScrollBar):
                found.append((text, style))
            x += len(text)
    return found


def _is_marked(app: CadenceApp, style: Style, plain: Ink | None) -> bool:
    """Say whether a run is written the other way round: so is a cursor, in a list or in a field."""
    return bool(style.reverse) if app.no_color else style.bgcolor != plain


async def _look_at_each(pilot: Pilot[None], app: CadenceApp) -> None:
    """Walk through what there is, and look at what it is written in."""
    for keys, words, back in WALK:
        await pilot.press(*keys)
        await until(pilot, lambda words=words: words in screen_text(app))  # type: ignore[misc]
        await pilot.pause()
        runs = _runs(app)
        paper = Counter(style.bgcolor for _, style in runs).most_common(1)[0][0]
        marked = [text for text, style in runs if _is_marked(app, style, paper)]
        assert marked or "question_mark" in keys, f"no cursor where {words} stands"  # help is read, and has none
        for text, style in runs:
            if not set(text) - LINES:
                continue
            assert style.color is not None
            assert style.bgcolor is not None
            if app.no_color:
                assert style.color.is_default, text
                assert style.bgcolor.is_default, text
                assert not style.dim, text
                continue
            for palette in PALETTES:
                fore, back_ = palette[style.color.number or 0], palette[style.bgcolor.number or 0]
                assert contrast(fore, back_) >= GRAPHIC, (words, text, str(style))
        await pilot.press(*back)


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
async def test_sixteen_colours_are_enough(stage: Stage, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    """Nothing is left to the nearest colour: each text stands out from its ground, and a cursor from the rest."""
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "linux")
    app = stage.app(theme=theme)
    assert app.console.color_system == ColorSystem.STANDARD.name.lower()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await _look_at_each(pilot, app)
        for glyph, word in (STATUS["on_track"], STATUS["pending"]):
            assert f"{glyph} {word}" in screen_text(app)


async def test_without_colours_all_is_said_by_glyph_word_and_weight(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With NO_COLOR no colour is sent at all: the terminal's own two, and what is chosen the other way round."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = stage.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await _look_at_each(pilot, app)
        for glyph, word in (STATUS["on_track"], STATUS["pending"]):
            assert f"{glyph} {word}" in screen_text(app)
        for theme in ("ansi-dark", "ansi-light"):
            app.theme = theme
            await pilot.pause()
            assert [text for text, style in _runs(app) if style.color and not style.color.is_default] == []


@pytest.mark.parametrize(("name", "value"), [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")])
def test_where_there_are_more_colours_all_are_used(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A terminal of 256 colours and one of 16 million show the theme as it is."""
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    assert stage.app().has_class(CLASS)
    monkeypatch.setenv(name, value)
    assert not stage.app().has_class(CLASS)
