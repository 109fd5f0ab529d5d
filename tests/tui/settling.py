"""Waits until an app has done all that a key set off, however slow the machine is."""

from __future__ import annotations

from asyncio import get_running_loop, sleep
from time import monotonic
from typing import TYPE_CHECKING

from textual._context import active_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from textual._queue import Queue
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

# What a thread hands over to the event loop needs two rounds of it to be seen in a queue.
QUIET_ROUNDS = 4


async def settled(min_sleep: float = 0, max_sleep: float = 20) -> None:
    """Wait until nothing is queued, under way or still to be drawn, in the place of Textual's wait for an idle process.

    That one takes a process that is not let on to the processor for one that has nothing to do, and sleeps for 20 ms at
    the least. A frame that is due is drawn at once, as the pilot does after each pause, rather than at its screen's
    next tick: more than half of the tests' time went by in waiting for those. Fails where an app comes to no rest.
    """
    app = active_app.get()
    until, quiet = monotonic() + max_sleep, 0
    # What the event loop will go on with next: as long as there is anything, no queue needs to be looked into.
    ready: Sized = getattr(get_running_loop(), "_ready")  # noqa: B009 (asyncio's own, and its type has no word for it)
    while quiet < QUIET_ROUNDS and monotonic() < until:
        await sleep(0)
        quiet = 0 if ready else quiet + 1
        if quiet == QUIET_ROUNDS and _is_busy(app):
            quiet = 0
        elif quiet == QUIET_ROUNDS and _has_a_frame_due(app):
            quiet = 0
            app.screen._on_timer_update()
    assert quiet == QUIET_ROUNDS, f"{app.screen} is laid out or sent messages without an end"


def _is_busy(app: App[object]) -> bool:
    """Say whether anything in an app has something left to do, besides drawing."""
    if app._exit or not app._screen_stack:
        return False
    return app._resize_event is not None or any(_has_work(pump) for pump in _pumps(app))


def _has_a_frame_due(app: App[object]) -> bool:
    """Say whether the screen in front is to be drawn, or has calls that wait for it to be drawn."""
    if app._exit or not app._screen_stack:
        return False
    screen = app.screen
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
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
