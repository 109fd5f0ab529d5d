"""For people who cannot tell red from green: each status is told by its glyph and its word, and stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from cadence_tui.formatting import COURSES, LEGEND, PACE, STATUS, cell_width
from cadence_tui.tui import ink
from cadence_tui.tui.screens.kpi import KpiScreen
from cadence_tui.tui.screens.kpis import KpisScreen
from cadence_tui.tui.themes import OWN, TEXT, contrast
from tests.tui.contrast import GRAPHIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.theme import Theme

# What light of red, green and blue comes to for who lacks the cones for red, or for green (Machado and others, 2009).
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


@pytest.mark.parametrize("catalogue", [STATUS, PACE, COURSES], ids=["status", "pace", "course"])
def test_each_status_has_a_glyph_and_a_word_of_its_own(catalogue: Mapping[str, tuple[str, str]]) -> None:
    """No two share a glyph or a word, and each glyph takes one cell."""
    for said in zip(*catalogue.values(), strict=True):
        assert len(set(said)) == len(catalogue)
    assert {cell_width(glyph) for glyph, _ in catalogue.values()} == {1}


def test_a_status_is_never_written_by_its_colour_alone() -> None:
    """Wherever one is written, glyph and word stand in the same colour."""
    for one, (glyph, word) in STATUS.items():
        assert ink.status(one).plain == f"{glyph} {word}"


@pytest.mark.parametrize("screen", [KpisScreen, KpiScreen])
def test_where_a_glyph_stands_alone_help_says_its_word(screen: type[KpisScreen | KpiScreen]) -> None:
    """A narrow column has room for the glyph only: help on that screen names all of them."""
    assert LEGEND in screen.HELP_TEXT
    assert all(f"{glyph} {word}" in LEGEND for glyph, word in STATUS.values())


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_a_status_is_readable_to_who_cannot_tell_red_from_green(theme: Theme, blindness: str) -> None:
    """Red is darker to some of them: it still stands out as text does, and under the cursor as a glyph does."""
    variables = theme.variables
    grounds = {str(theme.background): TEXT, str(theme.surface): TEXT, variables["block-cursor-background"]: GRAPHIC}
    for name in ("text-success", "text-warning", "text-error", "text-accent", "text-muted"):
        for ground, least in grounds.items():
            seen = [_seen(Color.parse(one), blindness) for one in (variables[name], ground)]
            assert contrast(*seen) > least, (name, ground)


def _seen(color: Color, blindness: str) -> Color:
    """Give the colour that somebody sees."""
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    found = [min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0), 1) for row in BLINDNESS[blindness]]
    red, green, blue = (
        round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)) for part in found
    )
    return Color(red, green, blue)
