"""Fetching: what came from the sources of KPIs, beside what was there, before any of it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError
from cadence_tui.services import sources
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from cadence_tui.services.recording import Outcome
    from cadence_tui.services.sources import Fetched, Outside, Read, Wanted
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

_WHAT = {"new": "new", "changed": "changes", "same": "the same", "late": "comes late"}
_VALUE = 12


def open_pull(app: CadenceApp, keys: Sequence[str] = (), *, then: Callable[[], None] = lambda: None) -> None:
    """Fetch what can be recorded now, or the KPIs named, and show it; `then` is called once that is left."""
    view = app.view()
    if view is None or app.host.outside is None:
        return
    try:
        wanted = sources.wanted(view, keys)
    except CadenceError as error:
        app.say(str(error), "warning")
        return
    if wanted:
        app.push_screen(Pull(view, wanted, app.host.outside), lambda _: then())
    else:
        key = app.key("kpi.source")
        app.say(f"No KPI that can be recorded now has a source; {key} on a KPI’s page sets one.")


class Came(Rows):
    """What came, a KPI a line; what went wrong below it."""

    GUTTER = 2

    def __init__(self, view: View, wanted: Sequence[Wanted]) -> None:
        """Wait for each."""
        super().__init__(id="came")
        self._form, self._wanted = view.company.number_format, wanted
        self.read: list[Read] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave enter to the dialog: it records."""
        return action != "open"

    def build(self, width: int) -> list[Row]:
        """Lay them out: the KPI, what was there, what came."""
        names = max(width - 2 * _VALUE - 18, 12)
        found = list[Row]()
        for one in self.read or [sources.Read(wanted) for wanted in self._wanted]:
            kpi = one.wanted.kpi
            was, came = (
                formatting.value(value, kpi.unit, kpi.goal.direction, self._form)
                for value in (one.wanted.before, one.value)
            )
            what = _WHAT.get(one.effect, one.effect) if one.value is not None else "not fetched" if one.problem else "…"
            style = ink.WARN if one.problem else ink.MUTED
            lines = [
                ink.line(
                    ink.cell(kpi.name, names),
                    ink.cell(was, _VALUE, ink.MUTED, "right"),
                    ink.text(" → ", ink.MUTED),
                    ink.cell(came if self.read else "…", _VALUE, ink.STRONG, "right"),
                    "  ",
                    ink.cell(what, 12, style),
                )
            ]
            if one.problem:
                lines += [ink.text(f"  {words}", ink.WARN) for words in _wrapped(one.problem, width - 3)]
            if one.is_odd:
                lines.append(ink.text("  That is ten times off the value before; is it right?", ink.WARN))
            found.append(Row(kpi.key, tuple(lines)))
        return found


def _wrapped(words: str, width: int) -> list[str]:
    """Break a sentence into lines."""
    from textwrap import wrap

    return wrap(words, max(width, 20))


class Pull(Dialog[None]):
    """Shows what came; enter records it, esc leaves everything as it was."""

    SCOPE = "pull"
    HELP_TEXT = "Nothing is fetched but when you ask for it. What could not be fetched is typed as ever."
    DEFAULT_CSS = """
    Pull Came { height: auto; max-height: 60vh; background: $surface; }
    Pull Static { height: auto; }
    Pull #state { margin-top: 1; color: $text-muted; }
    """

    def __init__(self, view: View, wanted: Sequence[Wanted], outside: Outside) -> None:
        """Wait for what is to come."""
        super().__init__("Fetched values")
        self._came, self._wanted, self._outside = Came(view, wanted), wanted, outside
        self._is_left = False

    def panel(self) -> ComposeResult:
        yield self._came
        yield Said(id="state")

    def on_mount(self) -> None:
        self._came.styles.height = len(self._wanted)
        self._came.rebuild()
        self._came.focus()
        self._so_far(0)
        self._fetch()

    @work(thread=True, exclusive=True)
    def _fetch(self) -> None:
        """Fetch beside the app, which goes on; left in the middle, nothing has happened."""
        app = self.app

        def tell(done: int) -> None:
            if not self._is_left:
                app.call_from_thread(self._so_far, done)

        found = sources.fetch(self._wanted, self._outside, lambda: not self._is_left, tell)
        if not self._is_left:
            app.call_from_thread(self._fetched, found)

    def _so_far(self, done: int) -> None:
        """Say how far it is."""
        of = len(self._wanted)
        if not self._is_left:
            self._say(f"{formatting.progress(done, of)}  Fetching {formatting.plural(of, 'value')} … {done} came")

    def on_unmount(self) -> None:
        self._is_left = True

    def _fetched(self, found: list[Fetched]) -> None:
        """Show what came."""
        if self._is_left:
            return
        attempt(self, lambda desk: sources.read(desk, found), done=self._show, refused=self._refused, quiet=True)

    def _show(self, found: list[Read]) -> None:
        """Lay out what came beside what was there."""
        self._came.read = found
        self._came.rebuild()
        self._came.styles.height = sum(len(row.lines) for row in self._came.rows)
        self._came.call_after_refresh(self._came.rebuild)
        if self._to_record:
            self._say("")
        else:
            self._say(
                "There is nothing to record." if all(not one.problem for one in found) else "Type what is missing."
            )
        self.refresh_bindings()

    @property
    def _to_record(self) -> list[Read]:
        """List what would change something."""
        return [one for one in self._came.read or () if one.value is not None and one.effect != "same"]

    def action_record(self) -> None:
        found = self._to_record
        attempt(
            self,
            lambda desk: sources.record(desk, found),
            done=self._done,
            refused=self._refused,
            waiting=lambda: self._say("Waiting: another process is writing. It is tried again by itself."),
        )

    def _done(self, outcome: Outcome) -> None:
        """Leave, and say what was recorded."""
        count = formatting.plural(len(outcome.recorded), "value")
        self.dismiss(None)
        self.app.say(f"Recorded {count} that came. {self.app.key('app.undo')} undoes it.")

    def _refused(self, error: CadenceError) -> None:
        """Say why not."""
        self._say(str(error))

    def _say(self, words: str) -> None:
        """Say how far it is."""
        self.query_one("#state", Said).update(ink.text(words))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to record once there is something."""
        return action != "record" or bool(self._to_record)
