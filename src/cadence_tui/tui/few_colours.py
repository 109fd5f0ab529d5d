"""What a terminal of few colours is sent: two grounds, a few inks, chosen by what a colour means.

Sixteen colours have no quiet ground for a cursor and no second grey; the nearest of them leaves a red that cannot be
read on the grey of the cursor, and yellow on white. So nothing is left to nearness: what the theme means as good, as a
warning, as urgent or as the accent has its ink, other text is written by its weight, and what has a ground of its own
(the cursor, a selection, a label) is written the other way round. With NO_COLOR there are no inks at all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color as Ink
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, rgb_to_lab
from textual.filter import LineFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.tui.app import CadenceApp

CLASS = "-few-colours"
# How much lighter or darker than the paper (of 100): a ground that is one, and text that is plain or muted.
_GROUND, _PLAIN, _MUTED = 12, 70, 30
_BAR = " ▁▂▃▄▅▆▇"


class Inks(NamedTuple):
    """The paper, three weights of text, and what the theme's variables mean, each as a terminal knows it."""

    paper: str
    plain: str
    muted: str
    faint: str
    meant: Mapping[str, str]


# Only black and white are sure to be told apart in every terminal's palette; on white no green or yellow can be read.
SIXTEEN_DARK = Inks(
    "black",
    "bright_white",
    "white",
    "bright_black",
    {
        "text-accent": "bright_cyan",
        "text-success": "bright_green",
        "text-warning": "bright_yellow",
        "text-error": "bright_red",
    },
)
SIXTEEN_LIGHT = Inks("bright_white", "black", "bright_black", "white", {"text-accent": "blue", "text-error": "red"})
NONE = Inks("default", "default", "default", "default", {})


class FewColours(LineFilter):
    """Writes each run in the inks that there are."""

    def __init__(self, app: CadenceApp, *, has_colours: bool) -> None:
        """Take the app, whose theme says what its colours mean."""
        super().__init__()
        self._app, self._has_colours = app, has_colours
        self._theme = ""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's own)
        """Write what a line is made of anew; a theme of the terminal's own colours is left as it is."""
        theme = self._app.current_theme
        if theme.ansi and self._has_colours:
            return segments
        if theme.name != self._theme:
            self._theme = theme.name
            self._look_up(dark=theme.dark)
        return [
            Segment(text, style and (self._bar(style) if _is_bar(text, style) else self._written(style)), control)
            for text, style, control in segments
        ]

    def _look_up(self, *, dark: bool) -> None:
        """Learn what the colours of the theme mean."""
        sixteen = SIXTEEN_DARK if dark else SIXTEEN_LIGHT
        inks = sixteen if self._has_colours else NONE
        named = self._app.get_css_variables()
        self._paper = _lightness(Color.parse(named["background"]))
        self._cursor = Color.parse(named["block-cursor-background"])
        meant = {Color.parse(named[name]): ink for name, ink in inks.meant.items()}

        @lru_cache(1024)
        def written(style: Style) -> Style:
            return self._anew(style, inks, meant)

        self._written = written
        self._inks = inks

    def _anew(self, style: Style, inks: Inks, meant: Mapping[Color, str]) -> Style:
        """Write in the inks what has colours that a terminal of few does not know."""
        if style.bgcolor is None:
            return style
        if style.bgcolor.triplet is None:  # written by now, beneath what is open; or by a theme of the terminal's own
            if inks is not NONE:
                return style
            is_reversed = bool(style.reverse) or not style.bgcolor.is_default
            return style + _colours("default", "default") + Style(reverse=is_reversed, dim=False)
        back = Color.from_rich_color(style.bgcolor)
        fore = Color.from_rich_color(style.color) if style.color else back  # of what is blank, the ground alone is said
        if style.reverse:
            fore, back = back, fore
        off = abs(_lightness(back) - self._paper)
        if back == self._cursor or off >= _GROUND:
            if inks is NONE:
                return style + _colours("default", "default") + Style(reverse=True, dim=False)
            return style + _colours(inks.paper, inks.plain) + Style(reverse=False, dim=False)
        weight = abs(_lightness(fore) - self._paper)
        ink = inks.plain if weight >= _PLAIN else inks.muted if weight >= _MUTED else inks.faint
        return style + _colours(meant.get(fore, ink), inks.paper) + Style(reverse=False, dim=False)

    def _bar(self, style: Style) -> Style:
        """Write the bar of what can be scrolled: it is there, and asks for no attention."""
        return style + _colours(self._inks.faint, self._inks.paper)


def filter_of(app: CadenceApp) -> FewColours | None:
    """Give what an app is written through where its terminal has few colours, or its user wants none."""
    system = app.console.color_system
    if not app.no_color and system not in (None, "standard"):
        return None
    app.add_class(CLASS)
    return FewColours(app, has_colours=not app.no_color and system is not None)


def _is_bar(text: str, style: Style) -> bool:
    """Say whether a run is the bar of what can be scrolled: nothing else is reversed with no text in it."""
    return bool(style.reverse) and not text.strip(_BAR)


def _colours(fore: str, back: str) -> Style:
    return Style.from_color(Ink.parse(fore), Ink.parse(back))


def _lightness(color: Color) -> float:
    """Say how light a colour looks, of 100."""
    return rgb_to_lab(color).L
