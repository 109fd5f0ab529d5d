"""The log: what was asked, decided and done, in one line of time, and whether it worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input

from cadence_tui.services.timeline import Query
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens import log_words
from cadence_tui.tui.screens.log_filters import Filters, without, without_last
from cadence_tui.tui.screens.place import Place
from cadence_tui.tui.widgets.timeline import Timeline
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cadence_tui.domain.history import Entry
    from cadence_tui.services.timeline import Kind, State
    from cadence_tui.services.view import View
    from cadence_tui.tui.widgets.rows import Rows


class Search(Typing):
    """The words that are looked for."""

    BINDINGS = bindings("search")

    def __init__(self) -> None:
        """Be empty."""
        super().__init__(placeholder="name, why, id or week", id="search")

    def action_leave(self) -> None:
        self.screen.query_one(Timeline).focus()


class LogScreen(Place):
    """The place where one looks back."""

    SCOPE = "log"
    TITLE_TEXT = "Log"
    CSS_PATH = "log.tcss"
    HELP_TEXT = (
        "Every miss that climbed, every decision with its reason, every action with its owner, newest first. A line "
        "opens to its whole story. ▲ escalation  ◆ decision  □ action  · meeting, amendment, pause or new target."
    )

    def body(self) -> ComposeResult:
        with Horizontal(id="filters"):
            yield Filters()
            yield Search()
        yield Timeline(id="timeline")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Search).display = False
        self.query_one(Timeline).focus()

    @property
    def _timeline(self) -> Timeline:
        return self.query_one(Timeline)

    def show(self, view: View) -> None:
        from cadence_tui.services.filters import saved

        self.query_one(Filters).show(self._timeline.query_for, view, saved(view))
        self._timeline.fill(view)

    def _search(self, query: Query) -> None:
        """Show what a query finds."""
        self.query_one(Filters).query_for = query
        self._timeline.search(query)
        self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Open the story of a row; a change opens what it was made to, else tells who made it, when and why."""
        from cadence_tui.domain.history import Entry

        event.stop()
        item, view = self._timeline.item(event.key), self._timeline.view
        if item is None or view is None or not isinstance(item.thing, Entry):
            self.app.open(None, event.key)
        else:
            self._open_change(item.thing, view)

    def _open_change(self, entry: Entry, view: View) -> None:
        """Open a meeting's notes, or the page of the KPI or the objective; of what has no page, tell what is known."""
        where = entry.subject
        if entry.verb == "closed":
            from cadence_tui.tui.dialogs.notes import open_notes

            open_notes(self.app, where, write=False)
        elif where in view.kpis:
            self.app.open("kpi", where)
        elif where[:2] in ("E-", "D-", "A-", "O-"):
            self.app.open(None, where)
        else:
            from cadence_tui.tui.dialogs.telling import Telling

            when = log_words.moment(entry.at, view)
            who = "" if view.company.is_solo or not entry.who else f", by {entry.who}"
            lines = [ink.text(f"{when}{who}", ink.MUTED), *(ink.text(line) for line in (entry.why or "").splitlines())]
            self.app.push_screen(Telling(log_words.change_words(entry, view), lines))

    # --- Filters ------------------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search(self._timeline.query_for._replace(text=event.value))

    def action_find(self) -> None:
        search = self.query_one(Search)
        search.display = True
        search.focus()

    def _kind(self, kind: Kind) -> None:
        """Show one kind alone, or all again."""
        query = self._timeline.query_for
        self._search(query._replace(kind=None if query.kind == kind else kind))

    def _state(self, state: State) -> None:
        """Show what is in one state, or all again."""
        query = self._timeline.query_for
        self._search(query._replace(state=None if query.state == state else state))

    def action_escalations(self) -> None:
        self._kind("escalation")

    def action_decisions(self) -> None:
        self._kind("decision")

    def action_actions(self) -> None:
        self._kind("action")

    def action_changes(self) -> None:
        self._kind("change")

    def action_open(self) -> None:
        self._state("open")

    def action_overdue(self) -> None:
        self._state("overdue")

    def action_check(self) -> None:
        self._state("check")

    def action_mine(self) -> None:
        query = self._timeline.query_for
        self._search(query._replace(is_mine=not query.is_mine))

    def action_narrow(self) -> None:
        from cadence_tui.tui.dialogs.narrow import Narrow

        narrow = Narrow(self._timeline.query_for)
        self.app.push_screen(narrow, lambda query: None if query is None else self._show(query))

    def action_less(self) -> None:
        self._show(without_last(self._timeline.query_for))

    def action_drop_chip(self, field: str) -> None:
        """Take away one of what the log is narrowed by."""
        self._show(without(self._timeline.query_for, field))

    def action_save(self) -> None:
        from cadence_tui.services.filters import read_name
        from cadence_tui.tui.dialogs.ask import Ask

        ask = Ask("Save what the log shows now as", check=read_name, does="Save")
        self.app.push_screen(ask, lambda name: self._save(name) if name else None)

    def _save(self, name: str) -> None:
        """Keep the query under a name."""
        from cadence_tui.services.filters import save
        from cadence_tui.tui.deeds import attempt

        query, key = self._timeline.query_for, self.app.commands["log.narrow"].key
        attempt(
            self,
            lambda desk: save(desk, name, query),
            done=lambda one: self.app.say(f"Saved as “{one.name}”; {key} shows it among the filters."),
        )

    def action_calibration(self) -> None:
        from cadence_tui.tui.screens.calibration import CalibrationScreen

        self.app.push_screen(CalibrationScreen())

    def action_all(self) -> None:
        self._show(Query())

    def _show(self, query: Query) -> None:
        """Show what a query finds, with its words in the field."""
        search = self.query_one(Search)
        search.display = bool(query.text)
        with search.prevent(Input.Changed):
            search.value = query.text
        self._search(query)
        self._timeline.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer all again where something is left out, and one's own where there are several people."""
        if action == "all":
            return bool(self.query(Timeline)) and (
                self._timeline.query_for != Query() or self.query_one(Search).display
            )
        if action in ("less", "save"):
            return bool(self.query(Timeline)) and self._timeline.query_for != Query()
        if action == "mine":
            timeline = self.query(Timeline)
            view = timeline.first().view if timeline else None
            return view is not None and not view.company.is_solo
        return True
