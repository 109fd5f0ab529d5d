"""What tests press and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.pilot import Pilot

_KEYS = {
    ".": "full_stop", "%": "percent_sign", " ": "space", "+": "plus", "-": "minus", "=": "equals_sign",
    ",": "comma", "[": "left_square_bracket", "]": "right_square_bracket", "/": "slash", "@": "at",
}  # fmt: skip


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text, a key for each character."""
    await pilot.press(*(_KEYS.get(char, char) for char in text))


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 5) -> None:
    """Wait until something holds, and fail when it never does."""
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        await pilot.pause(0.05)
    assert holds()


def screen_text(app: App[None]) -> str:
    """Give what stands on the screen, a line for each row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def toasts(app: App[None]) -> str:
    """Give what the toasts say."""
    return "\n".join(one.message for one in app._notifications)
