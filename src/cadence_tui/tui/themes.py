"""The app's own two themes: calm grounds, three weights of text, one accent. Textual's own work too."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

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
