"""The app's own two themes: calm grounds, three weights of text, one accent. Textual's own work too, fitted to ours.

Their cursor is a strong ground with one colour of text on it; our lines hold statuses in theirs, and would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

# How far text stands out from each ground that it is written on, and what is disabled (WCAG 2.2).
TEXT, DISABLED = 4.5, 3.0
_STEPS, _NEAR_BLACK = 20, 0.04045

DARK = Theme(
    name="cadence-dark",
    primary="#7fb4d8",
    secondary="#7fb4d8",
    accent="#7fb4d8",
    success="#8fbf8a",
    warning="#d9b26a",
    error="#f08080",
    foreground="#d9dce1",
    background="#15181c",
    surface="#1b1f24",
    panel="#22272e",
    boost="#22272e",
    dark=True,
    variables={
        "text-muted": "#9aa2ad",
        "text-disabled": "#79818c",
        "text-primary": "#7fb4d8",
        "text-accent": "#7fb4d8",
        "text-success": "#8fbf8a",
        "text-warning": "#d9b26a",
        "text-error": "#f08080",
        "border": "#7fb4d8",
        "border-blurred": "#343b44",
        "block-cursor-background": "#273643",
        "block-cursor-foreground": "#eef1f4",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#20262c",
        "block-hover-background": "#1e242a",
        "input-cursor-background": "#d9dce1",
        "input-selection-background": "#2f4a5e",
        "scrollbar": "#343b44",
        "scrollbar-hover": "#47505b",
        "scrollbar-active": "#7fb4d8",
        "scrollbar-background": "#15181c",
        "scrollbar-background-hover": "#15181c",
        "scrollbar-background-active": "#15181c",
        "button-color-foreground": "#15181c",
        "link-color": "#7fb4d8",
    },
)

LIGHT = Theme(
    name="cadence-light",
    primary="#1f5f8b",
    secondary="#1f5f8b",
    accent="#1f5f8b",
    success="#2c6e33",
    warning="#7f5500",
    error="#b3261e",
    foreground="#23282e",
    background="#faf9f6",
    surface="#f2f0eb",
    panel="#e8e5de",
    boost="#e8e5de",
    dark=False,
    variables={
        "text-muted": "#5d646d",
        "text-disabled": "#767d86",
        "text-primary": "#1f5f8b",
        "text-accent": "#1f5f8b",
        "text-success": "#2c6e33",
        "text-warning": "#7f5500",
        "text-error": "#b3261e",
        "border": "#1f5f8b",
        "border-blurred": "#cfcbc2",
        "block-cursor-background": "#d5e4ee",
        "block-cursor-foreground": "#15191d",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#ebe8e1",
        "block-hover-background": "#f1eee8",
        "input-cursor-background": "#23282e",
        "input-selection-background": "#b9d3e4",
        "scrollbar": "#cfcbc2",
        "scrollbar-hover": "#b5b0a5",
        "scrollbar-active": "#1f5f8b",
        "scrollbar-background": "#faf9f6",
        "scrollbar-background-hover": "#faf9f6",
        "scrollbar-background-active": "#faf9f6",
        "button-color-foreground": "#faf9f6",
        "link-color": "#1f5f8b",
    },
)

OWN = (DARK, LIGHT)


def known() -> list[str]:
    """Name every theme, the app's own first."""
    own = [theme.name for theme in OWN]
    return [*own, *sorted(set(BUILTIN_THEMES) - set(own))]


def fitted(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """Fit what a theme of Textual's says to our screens: a calm cursor, and each text readable on every ground.

    Colours keep their hue as far as that goes; a theme of the terminal's own colours is left to the terminal.
    """
    if theme in OWN or theme.ansi:
        return {}
    paper, primary, ink = (Color.parse(variables[name]) for name in ("background", "primary", "foreground"))
    cursor, blurred = paper.blend(primary, 0.2), paper.blend(primary, 0.1)
    grounds = [cursor, paper, *(Color.parse(variables[name]) for name in ("surface", "panel"))]

    def told(color: Color, least: float = TEXT) -> str:
        """Move a colour away from the grounds until it stands out from all."""
        end = Color(255, 255, 255) if theme.dark else Color(0, 0, 0)
        moved = (color.blend(end, step / _STEPS) for step in range(_STEPS + 1))
        return next((one for one in moved if min(contrast(one, ground) for ground in grounds) >= least), end).hex

    meant = ("text-primary", "text-accent", "text-success", "text-warning", "text-error")
    return {
        "foreground": told(ink),
        "text-muted": told(ink.blend(paper, 0.35)),
        "text-disabled": told(ink.blend(paper, 0.55), DISABLED),
        "accent": told(Color.parse(variables["accent"])),
        **{name: told(paper + Color.parse(variables[name])) for name in meant},
        "block-cursor-background": cursor.hex,
        "block-cursor-foreground": told(ink),
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": blurred.hex,
    }


def contrast(one: Color, other: Color) -> float:
    """Compute the contrast of two colours, 1 to 21, as WCAG 2.2 has it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    """Compute how bright a colour is to the eye."""
    # What WCAG makes of sRGB: a line near black, a curve above it.
    red, green, blue = (
        part / 12.92 if part <= _NEAR_BLACK else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
