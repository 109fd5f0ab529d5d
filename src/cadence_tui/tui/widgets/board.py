"""The scorecard with the field in it: values are recorded in their row, and their status is seen as they are typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Container

from cadence_tui import formatting
from cadence_tui.domain.calendar import grain, shift
from cadence_tui.domain.errors import BusyError
from cadence_tui.services import drafts
from cadence_tui.tui import ink
from cadence_tui.tui.deeds import AGAIN_AFTER, attempt
from cadence_tui.tui.dialogs.kpi_words import first_close
from cadence_tui.tui.typed import (
    Understood,
    asks_reason,
    days_strip,
    default_day,
    doubt,
    holds,
    lacks_value,
    recorded,
    understand,
)
from cadence_tui.tui.widgets.scorecard import GAP, Scorecard, Typing
from cadence_tui.tui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from decimal import Decimal

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widgets import Input

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.domain.report import KpiLine, WeekReport
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.drafts import Draft
    from cadence_tui.services.recording import Outcome
    from cadence_tui.services.view import View
    from cadence_tui.tui.app import CadenceApp

FIELD = "value/"
_WAITING = ink.text("Waiting: another process is writing. It is tried again by itself.", ink.WARN)


class Asked(NamedTuple):
    """What is being recorded: a KPI's period, and the value that stood there when the field was opened."""

    key: str
    period: str
    stood: Decimal | None


class Board(Container):
    """A scorecard in which values can be recorded."""

    DEFAULT_CSS = """
    Board {
        height: 1fr;
        width: 1fr;
        layers: base field;
        ValueField { layer: field; display: none; width: 12; padding: 0 1; background: $block-cursor-background; }
        ValueField:focus { background: $block-cursor-background; }
        &.-typing ValueField { display: block; }
        &.-typing Scorecard > .rows--cursor { background: $block-cursor-blurred-background; }
    }
    """
    app: CadenceApp

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Record nothing yet."""
        super().__init__(id=id)
        self.view: View | None = None
        self.asked: Asked | None = None
        self._due = frozenset[str]()
        self._confirmed = ""

    def compose(self) -> ComposeResult:
        yield Scorecard(id="scorecard")
        yield ValueField(id="value")

    def on_mount(self) -> None:
        self.field.keeper = self._keep
        self.watch(self.card, "scroll_y", self._place, init=False)

    @property
    def is_typing(self) -> bool:
        """Say whether a value is being typed."""
        return self.asked is not None

    @property
    def card(self) -> Scorecard:
        return self.query_one(Scorecard)

    @property
    def field(self) -> ValueField:
        return self.query_one(ValueField)

    def fill(self, view: View, report: WeekReport) -> None:
        """Show a week; a field that is open stays open, with what is typed in it."""
        self.view = view
        self._due = frozenset(line.kpi.key for line in report.due)
        typed = drafts.of_fields(self.app.desk, view.who, FIELD)
        shown = dict[str, str]()
        for name, draft in typed.items():
            key, _, period = name.rpartition("/")
            if any(one.kpi.key == key and holds(one, period) for one in report.lines):
                shown[key] = draft.text
        self.card.fill(report, shown, remark=first_close(view))
        if self.asked is not None and self.asked.key not in self.card.lines:
            self.close_field()
            self.app.say("The KPI that you were typing a value for has been retired.", "warning")
        self._explain()

    # --- The field ----------------------------------------------------------------------------------------------------

    def record(self, key: str = "", period: str | None = None, typed: Draft | None = None) -> None:
        """Open the field in a KPI's row: the one with the cursor unless named, for the period that closes next.

        `typed` is what somebody else left in it half typed; one's own text comes first.
        """
        view, line = self.view, self.card.lines.get(key or self.card.cursor)
        if view is None or line is None:
            return
        if line.kpi.formula:
            self.app.say(f"{line.kpi.name} is worked out from {line.kpi.formula}; record what it is made of.")
            return
        daily = line.kpi.cadence == "daily"
        where = period or (default_day(line, view.today) if daily else line.period)
        self.asked = Asked(line.kpi.key, where, self._stands(line, where))
        self._confirmed = ""
        draft = drafts.of_field(self.app.desk, view.who, self._draft_name) or typed
        self.card.cursor = line.kpi.key
        self.add_class("-typing")
        self.field.has_days = daily
        self.field.start(draft.text if draft else "", draft.cursor if draft else None)
        self._explain()
        self.field.focus(scroll_visible=False)

    @property
    def _draft_name(self) -> str:
        """Name the field, for its draft."""
        return f"{FIELD}{self.asked.key}/{self.asked.period}" if self.asked else ""

    def _keep(self, text: str, cursor: int) -> None:
        """Keep what is typed as a draft; while another process writes, it is tried again."""
        if self.view is not None and self.asked is not None:
            who, name = self.view.who, self._draft_name
            draft = drafts.Draft(text, cursor)
            attempt(self, lambda desk: drafts.keep(desk, who, name, draft), done=lambda _: None, quiet=True)

    def _explain(self, *, say: Content | None = None) -> None:
        """Show below the row what the typed text means, or what is in its way, and put the field in its place."""
        view, asked = self.view, self.asked
        line = self.card.lines.get(asked.key) if asked else None
        if view is None or asked is None or line is None:
            return
        meant = self._understood(view, line, asked.period)
        words = say or meant.words
        if grain(asked.period) == "daily":
            words = ink.line(days_strip(line, asked.period, view.today), "   ", words)
        self.card.type(Typing(asked.key, meant.status, words))
        self._place()

    def _understood(self, view: View, line: KpiLine, period: str) -> Understood:
        """Read what is typed; while another process keeps the file from readers, the next look does."""
        try:
            with view.repository.database.reading():
                return understand(view, line, period, self.field.value)
        except BusyError as error:
            self.app.look_again()
            return Understood(None, None, ink.text(str(error), ink.WARN))

    def _place(self) -> None:
        """Put the field over the value of its row."""
        if self.asked is not None and self.query(Scorecard):  # it may have been left since the last refresh
            lines = self.card.lines_of(self.asked.key)
            start, width = self.card.value_column
            if lines:
                self.field.styles.width = width + GAP + 1
                self.field.styles.offset = (start - GAP, lines[0] - self.card.scroll_offset.y)

    def close_field(self) -> None:
        """Leave the field for the list."""
        self.asked = None
        self.card.type(None)
        self.card.focus(scroll_visible=False)
        self.remove_class("-typing")

    def on_resize(self) -> None:
        self.call_after_refresh(self._place)

    # --- What is done in it -------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._explain()

    def on_value_field_left(self) -> None:
        self.close_field()
        self.app.changed()

    def on_value_field_stepped(self, event: ValueField.Stepped) -> None:
        asked = self.asked
        if asked is None:
            return
        if event.rows:
            keys = [key for key in self.card.keys if not self.card.lines[key].kpi.formula]
            self.record(keys[(keys.index(asked.key) + event.rows) % len(keys)])
        else:
            self.action_day(shift(asked.period, event.days))

    def action_day(self, day: str) -> None:
        """Go to another day of a daily KPI, among those of the week that have begun."""
        asked, view = self.asked, self.view
        if asked is not None and view is not None:
            days = {one.isoformat() for one, _ in self.card.lines[asked.key].days if one <= view.today}
            if day in days | {view.today.isoformat()}:
                self.record(asked.key, day)

    def on_scorecard_wanted(self, event: Scorecard.Wanted) -> None:
        event.stop()
        self.record(event.key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.asked is not None:
            self._submit(self.asked, event.value)

    def _submit(self, asked: Asked, text: str) -> None:
        """Take what was typed, where nothing speaks against it; while another process keeps the file, soon after."""
        view = self.view
        if view is None or self.asked != asked or self.field.value != text:
            return
        if not text.strip():
            self.field.keep_typed()  # of an emptied field: the draft goes
            self.go_on(asked, is_empty=True)
            self.app.changed()
            return
        try:
            self._weigh(view, asked, text)
        except BusyError:
            self._explain(say=_WAITING)
            self.set_timer(AGAIN_AFTER, partial(self._submit, asked, text))

    def _weigh(self, view: View, asked: Asked, text: str) -> None:
        """Ask once more where a value is odd, ask why where it changes what was judged, else take it."""
        line = self.card.lines[asked.key]
        with view.repository.database.reading():
            meant, now = understand(view, line, asked.period, text), self._stands(line, asked.period)
        if meant.value is None:
            self._explain()
            return
        question = doubt(view, line, meant, stood=asked.stood, stands=now)
        if question and self._confirmed != text:
            self._confirmed = text
            self._explain(say=ink.text(f"{question} ⏎ again if it is right.", ink.WARN))
            return
        if asks_reason(line, meant.value):
            from cadence_tui.tui.dialogs.ask import Ask

            where = formatting.period_label(line.period)
            title = f"{line.kpi.name} is judged for {where} already. Why does it change?"
            self.app.push_screen(Ask(title), lambda why: self.save(asked, text, why) if why else None)
        else:
            self.accept(asked, line, meant, text)

    def accept(self, asked: Asked, line: KpiLine, meant: Understood, text: str) -> None:  # noqa: ARG002 (a meeting's)
        """Take a value that nothing speaks against."""
        self.save(asked, text, None)

    def save(self, asked: Asked, text: str, why: str | None, note: str = "") -> None:
        """Record what was typed, then let its draft go."""
        from cadence_tui.services.recording import record

        view = self.view
        if view is None:
            return
        name = f"{FIELD}{asked.key}/{asked.period}"

        def deed(desk: Desk) -> Outcome:
            outcome = record(desk, asked.key, text, period=asked.period, amend=why, note=note)
            drafts.forget(desk, view.who, name)
            return outcome

        self.field.let_go()
        attempt(
            self,
            deed,
            done=lambda outcome: self._saved(asked, outcome),
            refused=self._refused,
            waiting=lambda: self._explain(say=_WAITING),
            wanted=lambda: self.asked == asked and self.field.value == text,
        )

    def _refused(self, error: CadenceError) -> None:
        """Say beside the field why not; the text stays."""
        self._explain(say=ink.text(str(error), ink.WARN))

    def _saved(self, asked: Asked, outcome: Outcome) -> None:
        """Say what was recorded, and go on to the next KPI without a value."""
        said = [recorded(outcome.recorded[0], self.view.company.number_format if self.view else "")]
        if not self.go_on(asked):
            said.append(self.all_in() if asked.key in self._due else "All are in.")
        leave = f"{self.app.key('value.leave')}, then " if self.is_typing else ""
        said.append(f"{leave}{self.app.key('app.undo')} undoes it.")
        self.tell(outcome, " ".join(said))

    def tell(self, outcome: Outcome, words: str) -> None:  # noqa: ARG002 (a meeting's)
        """Say what was recorded."""
        self.app.say(words)

    def all_in(self) -> str:
        """Say what comes when every value is in."""
        return f"Every value is in: {self.app.key('week.close')} closes the week."

    def go_on(self, asked: Asked, *, is_empty: bool = False) -> bool:  # noqa: ARG002 (a meeting's)
        """Go to the next KPI that is due and has no value, round to the first; where none is left, leave.

        From one that is not due yet, as all are in a company's first days, on to another such one.
        """
        view = self.view
        if view is None:
            return False
        keys = self.card.keys
        at = keys.index(asked.key) if asked.key in keys else 0
        others = [key for key in (*keys[at + 1 :], *keys[:at]) if lacks_value(self.card.lines[key], view.today)]
        wanted = [key for key in others if key in self._due] or ([] if asked.key in self._due else others)
        if wanted:
            self.record(wanted[0])
        else:
            self.close_field()
        return bool(wanted)

    def _stands(self, line: KpiLine, period: str) -> Decimal | None:
        """Give the value that stands for a period: a day's own for a daily KPI."""
        if grain(period) == "daily" and self.view is not None:
            return self.view.repository.reading(line.kpi.key, period)
        return line.value
