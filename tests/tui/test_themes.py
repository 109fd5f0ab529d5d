"""Every screen in every theme: the app's own two, and those that come with Textual."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from textual.color import Color, rgb_to_lab

from cadence_tui.tui.themes import DARK, LIGHT, OWN, TEXT, contrast, known
from tests.tui.contrast import written
from tests.tui.driving import at_rest, screen_text, toasts

if TYPE_CHECKING:
    from tests.tui.conftest import Stage

# Each place's key, and a word that only stands there.
PLACES = {"1": "What needs you", "2": "target", "4": "escalations", "5": "company KPIs", "comma": "Fiscal year"}
GROUNDS = ("background", "surface", "panel", "block-cursor-background")
STATUSES = ("text-success", "text-warning", "text-error", "text-muted")
# As far apart as two colours have to be in CIE's L*a*b* to be taken for two (76), with much to spare.
APART = 10


def test_both_themes_of_our_own_say_the_same_things() -> None:
    """What one of them sets, the other sets as well: nothing falls back to a colour that nobody chose."""
    assert DARK.variables.keys() == LIGHT.variables.keys()
    assert DARK.dark
    assert not LIGHT.dark
    assert [theme.name for theme in OWN] == ["cadence-dark", "cadence-light"]


def test_in_every_theme_each_text_can_be_read_on_each_ground(stage: Stage) -> None:
    """What our sheets write with stands out 4.5 to 1, on the cursor too, and statuses are told apart."""
    app = stage.app()
    for name in known():
        app.theme = name
        if app.current_theme.ansi:
            continue
        found = app.get_css_variables()
        inks = {one: Color.parse(found[one]) for one in ("foreground", "text-accent", *STATUSES)}
        faint = [
            (name, one, ground)
            for one, ink in inks.items()
            for ground in GROUNDS
            if contrast(ink, Color.parse(found[ground])) < TEXT
        ]
        alike = [
            (name, one, other) for one, other in combinations(STATUSES, 2) if _distance(inks[one], inks[other]) < APART
        ]
        assert (faint, alike) == ([], [])


def _distance(one: Color, other: Color) -> float:
    """Say how far apart two colours look."""
    return math.dist(rgb_to_lab(one), rgb_to_lab(other))


@pytest.mark.long
async def test_every_place_can_be_read_in_every_theme(stage: Stage) -> None:
    """Each place opens in each, and no text there is faint, the line under the cursor and the footer included."""
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        for key, word in PLACES.items():
            await pilot.press(key)
            await pilot.pause()
            assert word in screen_text(app)
            for name in known():
                app.theme = name
                await pilot.pause()
                if not app.current_theme.ansi:
                    assert [(name, *one) for one in written(app) if one.is_faint] == []
            if key == "comma":
                await pilot.press("escape")


@pytest.mark.parametrize(
    ("there", "away", "back"),
    [
        (["1"], ["2"], ["1"]),
        (["2", "down", "enter"], ["comma"], ["escape"]),
        (["2", "n"], ["question_mark"], ["escape"]),
    ],
    ids=["a place", "a page", "a dialog"],
)
async def test_what_one_comes_back_to_is_in_the_colours_of_now(
    stage: Stage, there: list[str], away: list[str], back: list[str]
) -> None:
    """They are chosen while something else is open; it then looks as though it had been opened in them."""
    app = stage.app(theme=LIGHT.name)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*there, *away, *back)
        await at_rest(pilot)
        wanted = app.export_screenshot()
    app = stage.app(theme=DARK.name)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*there, *away)
        await at_rest(pilot)
        app.theme = LIGHT.name
        await pilot.press(*back)
        await at_rest(pilot)
        assert app.export_screenshot() == wanted


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_terminal_s_own_colours_are_never_their_own_ground(stage: Stage, theme: str) -> None:
    """In a theme of the terminal's colours nobody knows what they are; still none is written on itself."""
    app = stage.app(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        unseen = [
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.text.strip(" █▁▂▃▄▅▆▇") and segment.style and segment.style.color
            and segment.style.color == segment.style.bgcolor and not segment.style.color.is_default
        ]  # fmt: skip
        assert unseen == []


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
