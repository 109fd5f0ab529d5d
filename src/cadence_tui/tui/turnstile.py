"""Lets keys into the app one at a time, so that each lands where the one before it led.

Textual hands a key to the widget that has the focus at that moment, and goes on to the next key at once; that widget,
what is around it and the app look at the first key later, each in its own queue. Where one is slow, what was typed
after a Tab is in the first field before Tab moves the focus, and a text is saved before its last letters are in it.

Here the next key waits until the one before it, and whatever that one caused, has gone through all those queues. A word
is sent after the key, from the focused widget up to the app, as often as there is something left in one of them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.events import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.timer import Timer

QUIET_ROUNDS = 2
MOST_ROUNDS = 50
# A word is lost with a widget that goes away meanwhile; then the next key waits for this long at most.
PATIENCE_S = 5.0


class Turnstile:
    """What a person did that has not reached its widget yet, in order; `turn` numbers what was let in last."""

    def __init__(self, app: App[None]) -> None:
        """Stand at the entrance of an app."""
        self.app = app
        self._waiting = deque[Event]()
        self._admitted: Event | None = None
        self.turn = 0
        self._timer: Timer | None = None

    @property
    def is_busy(self) -> bool:
        """Say whether something that a person did is still on its way."""
        return self._timer is not None

    def holds(self, event: Event) -> bool:
        """Say whether an event has to wait; it comes again by itself."""
        if not isinstance(event, events.Key | events.Paste | events.MouseDown | events.MouseUp) or event.is_forwarded:
            return False
        if event is not self._admitted and self.is_busy:
            self._waiting.append(event)
            return True
        self._admitted = None
        self._begin()
        # It goes on once the app has handed the event on, which it is doing now.
        self.app.post_message(events.Callback(callback=_Word(self, self.turn, self.path()).go_on))
        return False

    def _begin(self) -> None:
        """Keep all others waiting, for a while."""
        if self._timer is not None:
            self._timer.stop()
        self.turn += 1
        self._timer = self.app.set_timer(PATIENCE_S, partial(self.release, self.turn))

    def path(self) -> list[MessagePump]:
        """List who may have a say about a key: from the focused widget up to the app."""
        return list((self.app.focused or self.app.screen).ancestors_with_self)

    def release(self, turn: int) -> None:
        """Let the next in."""
        if turn != self.turn or self._timer is None:
            return
        self._timer.stop()
        self._timer = None
        if self._waiting:
            self._admitted = self._waiting.popleft()
            self._begin()
            self.app.post_message(self._admitted)


@dataclass(slots=True)
class _Word:
    """What is sent after a key on its way up, and at the top begins anew until all on it is quiet."""

    turnstile: Turnstile
    turn: int
    path: Sequence[MessagePump]
    at: int = 0
    rounds: int = 1
    quiet: int = 0

    def go_on(self) -> None:
        """Pass on to the next on the way that is still there; at its end, see whether all is done."""
        while self.turn == self.turnstile.turn:
            while self.at < len(self.path):
                self.at += 1
                # As `call_later` does, which has the parameters of what it is given counted anew each time.
                if self.path[self.at - 1].post_message(events.Callback(callback=self.go_on)):
                    return
            now = self.turnstile.path()
            is_quiet = now == self.path and not any(pump.message_queue_size for pump in now)
            self.quiet = self.quiet + 1 if is_quiet else 0
            if self.quiet >= QUIET_ROUNDS or self.rounds >= MOST_ROUNDS:
                self.turnstile.release(self.turn)
                return
            self.path, self.at, self.rounds = now, 0, self.rounds + 1
