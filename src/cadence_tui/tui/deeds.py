"""How the screens change things: one deed of a service, tried again by itself while another process writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cadence_tui.domain.errors import BusyError, CadenceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from cadence_tui.services.desk import Desk

AGAIN_AFTER = 0.4
T = TypeVar("T")


def attempt(
    widget: Widget,
    deed: Callable[[Desk], T],
    *,
    done: Callable[[T], None],
    refused: Callable[[CadenceError], None] | None = None,
    waiting: Callable[[], None] | None = None,
    wanted: Callable[[], bool] = lambda: True,
    quiet: bool = False,
) -> None:
    """Do something, then say that things have changed and call `done` with what came of it.

    What the rules refuse goes to `refused`, else into a toast. While another process writes, `waiting` is called, and
    the deed is tried again by a timer of the widget's, as long as it is still `wanted`. A `quiet` deed changes nothing
    that a screen shows.
    """
    from cadence_tui.tui.app import CadenceApp

    app = widget.app
    if not isinstance(app, CadenceApp):
        raise TypeError(app)
    if not wanted():
        return
    try:
        found = deed(app.desk)
    except BusyError:
        if waiting is not None:
            waiting()
        again = partial(attempt, widget, deed, done=done, refused=refused, waiting=waiting, wanted=wanted, quiet=quiet)
        widget.set_timer(AGAIN_AFTER, again)
        return
    except CadenceError as error:
        if refused is None:
            app.say(str(error), "warning")
        else:
            refused(error)
        return
    if not quiet:
        app.changed()
    done(found)
