"""How the screens read and change things: one look, one deed, each patient while another process writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from cadence_tui.domain.errors import BusyError, CadenceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

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
    app = _app(widget)
    if not wanted():
        return
    try:
        with app.desk.repository.database.translated():
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


def look(app: CadenceApp, show: Callable[[View], T]) -> T | None:
    """Read what stands, held still until `show` is through; None while another process keeps the file from readers."""
    try:
        with app.desk.repository.database.reading():
            return show(app.desk.view())
    except BusyError:
        app.look_again()
    except CadenceError as error:
        app.say(str(error), "error")
    return None


def revert(widget: Widget, way: Literal["undo", "redo"]) -> None:
    """Undo or redo, and say in a toast what it was and how to have it back."""
    from cadence_tui.services import undo
    from cadence_tui.tui.told import kept, told

    app = _app(widget)
    deed, word, back, does = {
        "undo": (undo.undo, "Undone", "app.redo", "makes it again"),
        "redo": (undo.redo, "Made again", "app.undo", "takes it back"),
    }[way]
    key = app.key(back)
    attempt(
        widget,
        deed,
        done=lambda entry: app.say(
            f"{word}: {told(entry, app.desk.view())}.{_notes_of(app, entry) if way == 'undo' else ''} {key} {does}."
        ),
        refused=lambda error: app.say(
            kept(error, app.desk.view()) if isinstance(error, undo.KeptError) else str(error), "warning"
        ),
        waiting=lambda: app.say("Waiting: another process is writing. It is tried again by itself."),
    )


def _notes_of(app: CadenceApp, entry: Entry) -> str:
    """Say what becomes of the written notes of a meeting that was undone: nothing, of their own accord."""
    if entry.verb not in _HELD:
        return ""
    path = app.host.notes_of(app.desk, app.host.notes) / f"{entry.subject}.md"
    return f" Its notes stay in {path}; they are written anew when it is held again." if path.exists() else ""


_HELD = ("closed", "met", "held review")


def _app(widget: Widget) -> CadenceApp:
    """Give the app as ours."""
    from cadence_tui.tui.app import CadenceApp

    if not isinstance(widget.app, CadenceApp):
        raise TypeError(widget.app)
    return widget.app
