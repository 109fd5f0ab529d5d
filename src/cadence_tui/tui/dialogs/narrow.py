"""What the log can be narrowed to, all of it in one list that is searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cadence_tui.domain.text import fold
from cadence_tui.services import filters
from cadence_tui.services.filters import KIND_WORDS, MINE, STATE_WORDS
from cadence_tui.services.spans import spans
from cadence_tui.services.timeline import KINDS, STATES, Query
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.ask import Ask
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.rows import Row, Rows
from cadence_tui.tui.widgets.typing_field import Typing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.widgets import Input

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.services.view import View

_GROUP = 8


class Choice(NamedTuple):
    """One thing that the log can be narrowed to: its group and words, and the query that choosing it leads to."""

    group: str
    words: str
    query: Query
    is_on: bool = False


def choices(view: View, now: Query) -> Iterator[Choice]:
    """Go through all that there is to choose; what is on already is taken away by choosing it again."""

    def one(group: str, words: str, **field: str | bool) -> Choice:
        is_on = all(getattr(now, name) == value for name, value in field.items())
        off = {name: Query._field_defaults[name] for name in field}
        return Choice(group, words, now._replace(**(off if is_on else field)), is_on)

    for saved in filters.saved(view):
        is_on = saved.query == now
        yield Choice("Saved", saved.name, Query() if is_on else saved.query, is_on)
    for kind in KINDS:
        yield one("Kind", KIND_WORDS[kind], kind=kind)
    for state in STATES:
        yield one("State", STATE_WORDS[state], state=state)
    if not view.company.is_solo:
        yield one("Person", MINE, is_mine=True)
        for name in view.repository.people(gone=True):
            yield one("Person", name, person=name)
    for span in spans(view):
        yield one("Time", span, span=span)
    for kpi in view.kpis.values():
        yield one("KPI", kpi.name, kpi=kpi.key)


class Found(Rows):
    """The choices that fit what is typed."""

    def __init__(self) -> None:
        """Hold none yet."""
        super().__init__()
        self.can_focus = False
        self.choices: list[Choice] = []

    def build(self, width: int) -> list[Row]:  # noqa: ARG002 (cut by the list)
        """Write each on a line, its group before the first of it."""
        rows, group = list[Row](), ""
        for place, one in enumerate(self.choices):
            head = one.group if one.group != group else ""
            group = one.group
            line = ink.line(
                ink.cell(head, _GROUP, ink.MUTED), ("● " if one.is_on else "  ", ink.ACCENT), (one.words, ink.PLAIN)
            )
            rows.append(Row(f"{place}", (line,)))
        return rows or [Row("", (ink.text("Nothing has that name.", ink.MUTED),))]

    @property
    def chosen(self) -> Choice | None:
        """Give the choice under the cursor."""
        return self.choices[int(self.cursor)] if self.cursor else None


class Search(Typing):
    """The field in which one types, with the arrows going to the list."""

    BINDINGS = [*bindings("find"), *bindings("narrow")]  # noqa: RUF012

    def action_down(self) -> None:
        self.screen.query_one(Found).action_down()

    def action_up(self) -> None:
        self.screen.query_one(Found).action_up()


class Narrow(Dialog[Query]):
    """Asks what the log is to show; dismissed with the query."""

    SCOPE = "choices"
    HELP_TEXT = (
        "Type a part of its name, or go there with the arrows; ⏎ chooses it, and takes it away where it is on (●). "
        "Kinds, states, people, times and KPIs go together, and with the words of a search."
    )
    DEFAULT_CSS = """
    Narrow Found { height: 14; background: $surface; margin-top: 1; }
    .-short Narrow Found { height: 9; }
    Narrow Found > .rows--cursor { background: $block-cursor-background; }
    """

    def __init__(self, now: Query) -> None:
        """Begin with what the log is narrowed to now."""
        super().__init__("Narrow the log to")
        self.now = now
        self._all: list[Choice] = []

    def panel(self) -> ComposeResult:
        yield Search(placeholder="a person, a KPI, open, decisions, last 4 weeks …")
        yield Found()

    def on_mount(self) -> None:
        self.query_one(Search).focus()
        self.look()

    def show(self, view: View) -> None:
        self._all = list(choices(view, self.now))
        self._fill()

    def _fill(self) -> None:
        """Show what fits what is typed."""
        words = fold(self.query_one(Search).value).split()
        found = self.query_one(Found)
        found.choices = [one for one in self._all if all(word in fold(f"{one.group} {one.words}") for word in words)]
        found.cursor = ""
        found.rebuild()
        found.scroll_home(animate=False)
        self.refresh_bindings()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        event.stop()
        self._choose()

    def _choose(self) -> None:
        """Leave with what the choice under the cursor leads to."""
        chosen = self.query_one(Found).chosen
        if chosen is not None:
            self.dismiss(chosen.query)

    # --- Saved filters ------------------------------------------------------------------------------------------------

    @property
    def _saved(self) -> str:
        """Name the saved filter under the cursor, if there is one."""
        found = self.query(Found)
        chosen = found.first().chosen if found else None
        return chosen.words if chosen is not None and chosen.group == "Saved" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to rename and to remove what was saved."""
        return bool(self._saved) if action in ("rename", "remove") else True

    def action_rename(self) -> None:
        before = self._saved
        ask = Ask("Call the filter", text=before, check=filters.read_name)
        self.app.push_screen(ask, lambda name: self._rename(before, name) if name else None)

    def _rename(self, before: str, name: str) -> None:
        """Give it its new name."""
        attempt(
            self, lambda desk: filters.rename(desk, before, name), done=lambda _: self.look(), refused=self._refused
        )

    def action_remove(self) -> None:
        name, undo = self._saved, self.app.commands["app.undo"].key
        attempt(
            self,
            lambda desk: filters.remove(desk, name),
            done=lambda gone: self.app.say(f"The filter “{gone}” is removed. {undo} takes that back."),
            refused=self._refused,
        )
        self.look()

    def _refused(self, error: CadenceError) -> None:
        """Say why not, and show what stands now."""
        self.app.say(str(error), "warning")
        self.look()
