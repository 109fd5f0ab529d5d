"""Waits until an app has done all that a key set off, however slow the machine is."""

from __future__ import annotations

from asyncio import sleep
from time import monotonic
from typing import TYPE_CHECKING

from textual._context import active_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from textual._queue import Queue
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

QUIET_ROUNDS = 2
STEP_S = 0.001


async def settled(min_sleep: float = 0, max_sleep: float = 2) -> None:
    """Wait until nothing is queued, under way or still to be drawn, in the place of Textual's wait for an idle process.

    That one takes a process that is not let on to the processor for one that has nothing to do, and sleeps for 20 ms at
    the least.
    """
    app = active_app.get()
    until, quiet = monotonic() + max_sleep, 0
    while quiet < QUIET_ROUNDS and monotonic() < until:
        await sleep(STEP_S)
        quiet = quiet + 1 if not _is_busy(app) else 0


def _is_busy(app: App[object]) -> bool:
    """Say whether anything in an app has something left to do."""
    if app._exit or not app._screen_stack:
        return False
    screen = app.screen
    return (
        bool(screen._layout_required or screen._scroll_required or screen._repaint_required)
        or bool(screen._recompose_required or screen._dirty_widgets or screen._callbacks)
        or app._resize_event is not None
        or any(_has_work(pump) for pump in _pumps(app))
    )


def _pumps(app: App[object]) -> Iterator[MessagePump]:
    """Give the app, its screens and all that is on them."""
    yield app
    for screen in app._screen_stack:
        yield from screen.walk_children(with_self=True)


def _has_work(pump: MessagePump) -> bool:
    """Say whether a message waits to be looked at, is being looked at, or is to be followed by a call."""
    queue: Queue[Message | None] = pump._message_queue
    waiters: Sized = getattr(queue.ready_event, "_waiters")  # noqa: B009 (asyncio's own, and its type has no word for it)
    return queue.qsize() > 0 or not waiters or bool(pump._next_callbacks or pump._pending_message)
