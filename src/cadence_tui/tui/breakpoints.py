"""How wide and how high the terminal is, in the steps that the style sheets know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.geometry import Size

WIDTHS = [(0, "-tiny-width"), (60, "-narrow"), (100, "-normal"), (160, "-wide")]
HEIGHTS = [(0, "-tiny-height"), (16, "-low"), (30, "-tall")]


def classes_at(size: Size) -> str:
    """Name the classes of a screen at a size.

    Textual gives them once a screen has been drawn without: one that is made with them is laid out and drawn once.
    """
    found = (
        next(name for least, name in reversed(steps) if length >= least)
        for length, steps in ((size.width, WIDTHS), (size.height, HEIGHTS))
    )
    return " ".join(found)
