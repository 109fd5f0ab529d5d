"""Every screen in every theme: the app's own two, and those that come with Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cadence_tui.tui.themes import DARK, LIGHT, OWN, known
from tests.tui.driving import screen_text, toasts

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

# Textual's own: its usual two, one with few contrasts, and two with many colours.
BUILT_IN = ("textual-dark", "textual-light", "nord", "dracula", "gruvbox")
# Each place's key, and a word that only stands there.
PLACES = {"1": "What needs you", "2": "target", "4": "escalations", "5": "company KPIs", "comma": "Fiscal year"}


def test_both_themes_of_our_own_say_the_same_things() -> None:
    """What one of them sets, the other sets as well: nothing falls back to a colour that nobody chose."""
    assert DARK.variables.keys() == LIGHT.variables.keys()
    assert DARK.dark
    assert not LIGHT.dark
    assert [theme.name for theme in OWN] == ["cadence-dark", "cadence-light"]


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name, *BUILT_IN])
async def test_every_place_draws_in_every_theme(stage: Stage, theme: str) -> None:
    """Each place opens, and nothing on it is written in the colour of the ground that it stands on."""
    app = stage.app(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.theme == theme
        for key, word in PLACES.items():
            await pilot.press(key)
            await pilot.pause()
            assert word in screen_text(app)
            unseen = [
                segment.text
                for strip in app.screen._compositor.render_strips()
                for segment in strip
                if segment.text.strip(" █▁▂▃▄▅▆▇") and segment.style and segment.style.color
                and segment.style.color == segment.style.bgcolor
            ]  # fmt: skip
            assert unseen == []
            if key == "comma":
                await pilot.press("escape")


async def test_a_theme_that_does_not_exist_is_named(stage: Stage) -> None:
    """The app opens in its own, and says which was asked for, where, and what shows them all."""
    app = stage.app(theme="nope")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert app.theme == DARK.name
        for words in ("settings.toml", "“nope”", "^t shows them all"):
            assert words in toasts(app)


def test_every_theme_that_is_offered_is_there(stage: Stage) -> None:
    """What is named by the doctor and the settings is what the app can show."""
    assert set(known()) == set(stage.app().available_themes)
