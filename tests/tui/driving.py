"""What tests press and read."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.small import TooSmall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App
    from textual.pilot import Pilot

WORK_S = 0.005
_KEYS = {
    ".": "full_stop", "%": "percent_sign", " ": "space", "+": "plus", "-": "minus", "=": "equals_sign",
    ",": "comma", "[": "left_square_bracket", "]": "right_square_bracket", "/": "slash", "@": "at",
}  # fmt: skip


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text, a key for each character."""
    await pilot.press(*(_KEYS.get(char, char) for char in text))


async def at_rest(pilot: Pilot[None], seconds: float = 20) -> None:
    """Wait until keys, what runs beside the screen, and the palette's search have done what they have to do."""
    for _ in range(int(seconds / WORK_S)):
        await pilot.pause()
        if not is_at_work(pilot.app):
            return
        await sleep(WORK_S)
    raise AssertionError(f"{pilot.app.screen} does not come to rest")


def is_at_work(app: App[None]) -> bool:
    """Say whether something goes on that no queue of the app tells of."""
    looks = getattr(app.screen, "_show_busy", False)  # the palette, which shows so for a while
    turnstile = getattr(app, "_turnstile", None)
    return looks or (turnstile is not None and turnstile.is_busy) or any(one.is_running for one in app.workers)


async def go_to(pilot: Pilot[None], where: str) -> None:
    """Press the keys that lead somewhere, and wait until it stands there."""
    await pilot.press(*EVERYWHERE[where])
    await at_rest(pilot)


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds, and fail when it never does."""
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        await pilot.pause(0.05)
    assert holds(), f"{toasts(pilot.app)}\n{screen_text(pilot.app)}"


def screen_text(app: App[None]) -> str:
    """Give what stands on the screen, a line for each row; of a dialog, what it says, without the place beneath it."""
    strips, screen = app.screen._compositor.render_strips(), app.screen
    if isinstance(screen, Dialog) and not screen.query_one(TooSmall).display:
        panel = screen.query_one("#panel").region
        blank = [""] * panel.y  # what stands in it keeps its place
        shown = [" " * panel.x + strip.crop(panel.x, panel.right).text for strip in strips[panel.y : panel.bottom]]
        return "\n".join([*blank, *shown])
    return "\n".join(strip.text for strip in strips)


def toasts(app: App[None]) -> str:
    """Give what the toasts say."""
    return "\n".join(one.message for one in app._notifications)


# How to get to every place, page, dialog, meeting and run of the demo company, by name.
EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "this week": ("1",),
    "a value": ("1", "r"),
    "the close": ("1", "c"),
    "the notes": ("1", "N"),
    "another week": ("1", "p"),
    "the rhythm": ("1", "y"),
    "a report": ("1", "x"),
    "KPIs": ("2",),
    "a filter": ("2", "slash"),
    "a cell": ("2", "space"),
    "a new KPI": ("2", "n"),
    "a KPI": ("2", "enter"),
    "about a KPI": ("2", "enter", "i"),
    "a KPI’s target": ("2", "enter", "t"),
    "OKRs": ("3",),
    "a draft": ("3", "n"),
    "an objective": ("3", "enter"),
    "a key result": ("3", "down", "enter"),
    "a check-in": ("3", "down", "c"),
    "the log": ("4",),
    "a search": ("4", "slash"),
    "an escalation": ("4", "E", "enter"),
    "a decision": ("4", "D", "enter"),
    "an action": ("4", "A", "enter"),
    "did it work": ("4", "y"),
    "the rollout": ("5",),
    "the settings": ("comma",),
    "a setting": ("comma", "e"),
    "the backups": ("B",),
    "the audit": ("f8",),
    "its actions": ("w",),
    "its steps": ("w", "f2"),
    "its scorecard": ("w", "right"),
    "its escalations": ("w", "right", "escape", "right"),
    "a note in it": ("w", "ctrl+n"),
    "the monthly review": ("M",),
    "the retrospective": ("Q",),
    "the OKR check-in": ("f4",),
    "help": ("1", "question_mark"),
    "the palette": ("1", "ctrl+p"),
    "the labels": ("1", "ctrl+g"),
}
