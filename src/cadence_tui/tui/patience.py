"""Has the app outlive what it cannot read just now: another process keeps the file, or something in it is damaged.

What a screen shows is read with care (`deeds.look`), and what it changes is tried again (`deeds.attempt`). Much else is
read where it is needed: which keys there are to offer, what a typed value would be judged as. SQLite refuses each of
those while another process writes a long change out, and what a handler raises is a crash to Textual, from which there
is no way back. So an error that is meant for people is told to them here, whoever the message was for, and the app goes
on; after a busy file it looks again by itself.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from cadence_tui.domain.errors import BusyError, CadenceError

if TYPE_CHECKING:
    from textual.message import Message

WAITING = "Waiting: another process is writing. Try again in a moment."


def be_patient() -> None:
    """Have each widget, screen and app tell such an error, and let the message go that it came with."""
    dispatch = MessagePump._dispatch_message  # noqa: SLF001 (Textual has no other place for it; it is pinned exactly)
    if getattr(dispatch, "is_patient", False):
        return

    @wraps(dispatch)
    async def patiently(pump: MessagePump, message: Message) -> None:
        from cadence_tui.tui.app import CadenceApp

        try:
            await dispatch(pump, message)
        except CadenceError as error:
            app = pump.app
            if not isinstance(app, CadenceApp):
                raise
            is_busy = isinstance(error, BusyError)
            if is_busy:
                app.look_again()
            app.say(WAITING if is_busy else str(error), "warning" if is_busy else "error")

    patiently.is_patient = True  # type: ignore[attr-defined]
    MessagePump._dispatch_message = patiently  # type: ignore[method-assign, assignment]  # noqa: SLF001
