"""A form of labelled fields, in which nothing typed is ever lost.

    Form(
        [
            Field("title", "Decision", needed=True, read=a_line("title")),
            Field("why", "Why", kind="text"),
            Field("kind", "Kind", kind="choice", choices=(("fix", "fix it"), ("retarget", "new target"))),
            Field("target", "Target", read=reads_target, when=lambda typed: typed["kind"] == "retarget"),
            Field("by", "Decided by", known=people, value=view.who, needed=True),
            Field("check_on", "Check on", read=reads_day(view.today), hint="As 21 Dec; in four weeks if left empty."),
        ],
        draft="decision:E-3",
    )

`read` takes what a field holds and what all fields hold, and says what was understood, which stands beside the field as
one types; what it refuses with a `CadenceError` stands below the field once it is left. `when` says whether a field is
asked for at all. `known` names (people, teams, KPIs) are offered and completed; nothing is refused for not being known,
since the service says that best.

Enter goes on from every field, and from the last one saves; ctrl+s saves from anywhere. Then, unless a field is wrong,
the form posts `Form.Accepted`. Whoever made it does the deed (`deeds.attempt`), and calls `refuse(error)`, which sets
each problem beside its field, or `accepted()`, which lets the draft go. `dialogs.form.FormDialog` does this in a panel.

What differs from how the form began is kept as a draft under `draft`, within 500 ms of the last key, and offered again
when a form of that name is opened next; `base` holds what its fields began with then.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

from cadence_tui.domain.errors import BusyError, CadenceError
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.widgets.controls import Changed, Done, Left, Line
from cadence_tui.tui.widgets.field import FieldRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from cadence_tui.tui.app import CadenceApp
    from cadence_tui.tui.widgets.field import Field

KEEP_AFTER = 0.3
_NAMED = re.compile(r"(\w+): (.*)", re.DOTALL)
_MATCHES = 8


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Fields one below the other."""

    BINDINGS = bindings("fields")
    DEFAULT_CSS = """
    Form { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    """
    app: CadenceApp

    @dataclass
    class Accepted(Message):
        """What the form says is to be saved: `typed` by field, without those that are not asked for."""

        form: Form
        typed: dict[str, str]

    @dataclass
    class Hinted(Message):
        """Another hint holds now, for the field that is being filled in, or a whole other problem."""

        form: Form
        words: str
        is_wrong: bool = False

    @dataclass
    class Typed(Message):
        """Something in the form has changed."""

        form: Form

    def __init__(self, fields: Sequence[Field], *, draft: str = "", id: str | None = None) -> None:  # noqa: A002
        """Take the fields; without a name for its draft, what is typed is not kept."""
        super().__init__(id=id)
        self.fields, self.rows = tuple(fields), dict[str, FieldRow]()
        self.draft = f"form:{draft}" if draft else ""
        self.base = {field.name: field.value or _first(field) for field in fields}
        self.is_offered = False
        self._news = set[str]()
        self._noted = dict[str, str]()
        self._who = self._kept = self._wrong = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        now = self.base
        typed = self._offered()
        self.rows = {field.name: FieldRow(field, typed.get(field.name, self.base[field.name])) for field in self.fields}
        yield from self.rows.values()
        self._arrange()
        self.rebase(now)
        self._news.clear()

    # --- What it holds ------------------------------------------------------------------------------------------------

    @property
    def typed(self) -> dict[str, str]:
        """Give what every field holds."""
        return {name: row.typed for name, row in self.rows.items()}

    @property
    def shown(self) -> list[FieldRow]:
        """List the rows that are asked for."""
        typed = self.typed
        return [row for row in self.rows.values() if row.field.when is None or row.field.when(typed)]

    def changed(self) -> dict[str, str]:
        """Give what differs from how each field began, of those that are asked for."""
        return {row.field.name: row.typed for row in self.shown if row.typed != self.base[row.field.name]}

    def rebase(self, base: Mapping[str, str]) -> None:
        """Begin from other values: fields that nobody has touched show them, the others say what stands there now."""
        for name, text in base.items():
            row, before = self.rows[name], self.base[name]
            self.base[name] = text
            if text == before:
                continue
            if row.typed == before:
                row.control.put(text)
            elif row.typed != text:
                row.say(f"Somebody has made this “{text}” meanwhile; it was “{before}”.", is_note=True)
                self._news.add(name)
                self._noted[name] = row.typed

    def _arrange(self) -> None:
        """Show the fields that are asked for."""
        shown = self.shown
        for row in self.rows.values():
            if row.display != (row in shown):
                row.display = row in shown

    # --- What happens in it -------------------------------------------------------------------------------------------

    def _row_of(self, control: object) -> FieldRow | None:
        """Find the row of a field."""
        return next((row for row in self.rows.values() if row.control is control), None)

    def on_changed(self, event: Changed) -> None:
        event.stop()
        row = self._row_of(event.widget)
        if row is None or not self.is_mounted:
            return
        if self._noted.pop(row.field.name, None) != row.typed:  # a note is not taken away by a key from before it
            row.has_note, self._wrong = False, ""
            self._news.discard(row.field.name)
        self._arrange()
        typed = self.typed
        row.check(typed, loud=row.was_left)
        for other in self.rows.values():
            if other is not row and other.was_left:
                other.check(typed, loud=True)
        self._hint(row)
        self.post_message(self.Typed(self))
        if self.draft:
            self._stop_timer()
            self._timer = self.set_timer(KEEP_AFTER, self.keep_typed)

    def on_left(self, event: Left) -> None:
        event.stop()
        row = self._row_of(event.widget)
        if row is not None:
            row.was_left = row.was_left or bool(row.typed.strip())
            row.check(self.typed, loud=row.was_left)

    def on_done(self, event: Done) -> None:
        event.stop()
        rows = self.shown
        at = next((n for n, row in enumerate(rows) if row.control is event.widget), 0) + event.by
        if at >= len(rows) and event.by > 0:
            self.accept()
        else:
            self._go(rows[max(at, 0)])

    def _go(self, row: FieldRow) -> None:
        """Have a field take the next key: `focus()` would do so only once the app comes to it."""
        self.screen.set_focus(row.control)

    def _step(self, by: int) -> None:
        """Go on in the order of the fields; Textual's own goes by where they are drawn, which a new one is not yet."""
        rows = self.shown
        at = next((n for n, row in enumerate(rows) if row.control is self.screen.focused), -1)
        if at >= 0 and 0 <= at + by < len(rows):
            self._go(rows[at + by])
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_next_field(self) -> None:
        self._step(1)

    def action_previous_field(self) -> None:
        self._step(-1)

    def on_descendant_focus(self) -> None:
        row = self._row_of(self.screen.focused)
        for one in self.rows.values():
            one.is_here = one is row
        if row is not None:
            self._hint(row)

    def _hint(self, row: FieldRow) -> None:
        """Say what belongs into a field, unless something is wrong."""
        if not self._wrong:
            self.post_message(self.Hinted(self, self.hint_of(row)))

    def hint_of(self, row: FieldRow) -> str:
        """Say what belongs into a field: its hint, or the names it could be."""
        if not isinstance(row.control, Line) or not row.control.known:
            return row.field.hint
        found = row.control.matching()
        more = f" and {len(found) - _MATCHES} more" if len(found) > _MATCHES else ""
        return " · ".join(found[:_MATCHES]) + more or f"None of the names is like this. {row.field.hint}"

    # --- Saving -------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Have it saved, unless a field is wrong: then go to the first that is.

        What somebody else changed while this was being typed may have come up just before the key: it is saved over
        only when the key comes again. A name that has only been begun is written out, as on leaving its field.
        """
        for row in self.shown:
            if isinstance(row.control, Line):
                row.control.complete()
        self.keep_typed()
        if news := [self.rows[name] for name in self.rows if name in self._news]:
            self._news.clear()
            self._go(news[0])
            self._wrong = "Somebody else has changed this meanwhile. Save again to put yours in its place."
            self.post_message(self.Hinted(self, self._wrong, is_wrong=True))
            return
        typed = self.typed
        wrong = [row for row in self.shown if not row.check(typed, loud=True)]
        for row in wrong:
            row.was_left = True
        if wrong:
            self._go(wrong[0])
        else:
            self.post_message(self.Accepted(self, {row.field.name: row.typed for row in self.shown}))

    def refuse(self, error: CadenceError) -> None:
        """Set each problem beside its field, and the rest below them all."""
        self._news.clear()
        rest, first = list[str](), None
        for words in getattr(error, "problems", ()) or (str(error),):
            named = _NAMED.fullmatch(words)
            row = self.rows.get(named[1]) if named else None
            if row is None or named is None or not row.display:
                rest.append(words)
                continue
            row.say(named[2], is_note=True)
            self._noted[row.field.name] = row.typed
            first = first or row
        if first is not None:
            self._go(first)
        self._wrong = " ".join(rest)
        self.post_message(self.Hinted(self, self._wrong, is_wrong=True))

    def accepted(self) -> None:
        """Let the draft go: it is saved for good."""
        self._stop_timer()
        self._put_draft("")

    # --- Drafts -------------------------------------------------------------------------------------------------------

    def _offered(self) -> dict[str, str]:
        """Find what was typed before and not saved, and begin with what the fields began with then."""
        from cadence_tui.services import drafts

        view = self.app.view() if self.draft else None
        if view is None:
            return {}
        self._who = view.who
        found = drafts.of_field(self.app.desk, self._who, self.draft)
        if found is None:
            return {}
        self.is_offered = True
        self._kept, kept = found.text, json.loads(found.text)
        self.base = self.base | {name: was for name, was in kept["from"].items() if name in self.base}
        return dict(kept["typed"])

    def begin_anew(self) -> None:
        """Throw away what was typed, before and now, and let its draft go."""
        for name, row in self.rows.items():
            row.has_note = row.was_left = False
            row.control.put(self.base[name])
            row.say("")
        self.is_offered = False
        self.accepted()
        if self.shown:
            self._go(self.shown[0])

    def keep_typed(self) -> None:
        """Keep what was typed so far."""
        self._stop_timer()
        if self.draft and self._who:
            typed = {name: self.rows[name].kept for name in self.changed()}
            self._put_draft(
                json.dumps({"typed": typed, "from": {name: self.base[name] for name in typed}}) if typed else ""
            )

    def _put_draft(self, text: str) -> None:
        """Write the draft, trying again while another process writes."""
        from cadence_tui.services import drafts

        if not self._who or text == self._kept:
            return
        try:
            drafts.keep(self.app.desk, self._who, self.draft, drafts.Draft(text, 0))
            self._kept = text
        except BusyError:
            self._timer = self.set_timer(KEEP_AFTER, partial(self._put_draft, text))
        except CadenceError as error:
            self.post_message(self.Hinted(self, str(error), is_wrong=True))

    def _stop_timer(self) -> None:
        """Do not keep any more what has been kept."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _first(field: Field) -> str:
    """Give what a field holds when nothing was said: of several words, the first."""
    return field.choices[0][0] if field.choices else ""
