"""The last step: all that the close will do, and the notes, are seen before it is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.meeting import LINES
from cadence_tui.services import meeting, week
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.summary import Summary, keep_lines, lines_of, written
from cadence_tui.tui.screens.closing_words import closing_lines
from cadence_tui.tui.screens.meeting_step import Load, MeetingStep, Occasion, Spot
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.prose import Prose
from cadence_tui.tui.widgets.reading import Reading
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textual.app import ComposeResult

    from cadence_tui.export import markdown
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.meeting import Sitting
    from cadence_tui.services.notes import Facts
    from cadence_tui.services.view import View

BEST = 10
_LINES = {name: re.compile(rf"^- \*\*{name.capitalize()}:\*\* (.*)$", re.MULTILINE) for name in LINES}


class Seen(Reading):
    """What is read before the close."""

    DEFAULT_CSS = """
    Seen { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    Seen Static { height: auto; }
    Seen Prose { margin: 1 0 0 0; }
    """


class CloseStep(MeetingStep):
    """What will be judged and what will climb, the notes, and the close.

    Another kind of meeting ends by a subclass of this: `ahead` says what its end does, `hold` does it, `facts` gives
    what its notes are written from, before and after, and `written` writes them.
    """

    ENDS: ClassVar[str] = "⏎ closes the week."
    BINDINGS = bindings("ending")
    NAME, TITLE, MINUTES = "close", "Close", 5
    DEFAULT_CSS = """
    CloseStep #rating { padding: 0 2; height: auto; margin-bottom: 1; }
    CloseStep #state { padding: 0 2; height: auto; margin-bottom: 1; display: none; }
    """

    def __init__(self, occasion: Occasion) -> None:
        """Have closed nothing yet."""
        super().__init__(occasion)
        self.text = self.chat_text = ""
        self.path: Path | None = None
        self._is_closing = self._is_held = False
        self._form = Form(
            (
                Field("rating", "Rate it", read=_rating, placeholder="1 to 10, or nothing; ⏎ goes on"),
                Field("remark", "In a line", placeholder=f"what to do better next time. {self.ENDS}"),
            ),
            draft=f"rating:{occasion.kind}:{occasion.period}",
            id="rating",
        )

    @classmethod
    def load(cls, view: View, occasion: Occasion) -> Load:
        """There is one thing to do: to hold the meeting."""
        return Load(1, 0 if view.repository.meeting_held_at(occasion.kind, occasion.period) else 1)

    def compose(self) -> ComposeResult:
        yield Said(id="state")
        if not self._is_solo:
            yield self._form
        with Seen(id="seen"):
            yield Said(id="ahead")
            yield Prose(id="notes")

    @property
    def _is_solo(self) -> bool:
        """Say whether there is nobody to rate it with."""
        view = self.app.view()
        return view is not None and view.company.is_solo

    def on_mount(self) -> None:
        """Begin with the rating of before, where the meeting has been held already: it is held again, not forgotten."""
        view = self.app.view()
        kept = next((one for one in self._meetings(view) if one["period"] == self.occasion.period), None)
        if kept is not None and self._form.is_attached:
            before = {"rating": str(kept["rating"] or ""), "remark": kept["remark"] or ""}
            self._form.rebase(before)

    def _meetings(self, view: View | None) -> list[dict[str, Any]]:
        """List the meetings of this kind that were held."""
        return view.repository.meetings(self.occasion.kind) if view is not None else []

    def begin(self, sitting: Sitting) -> None:  # noqa: ARG002 (the draft of the form has what was typed)
        """Go to the rating; where there is none, to what is read."""
        shown = self._form.shown if self._form.is_attached else []
        self.screen.set_focus(shown[0].control if shown else self.query_one(Seen))

    @property
    def spot(self) -> Spot:
        return Spot()

    def show(self, view: View) -> None:
        if self._is_held:
            return
        self.query_one("#ahead", Said).update(Content("\n").join(self.ahead(view)))
        self._render_notes(self.facts(view, held=False))

    def ahead(self, view: View) -> list[Content]:
        """Say what the end of the meeting will do."""
        is_open = self.occasion.period == view.week
        lines = (
            list(closing_lines(view, week.preview(view)))
            if is_open
            else [ink.text("The week is judged already. Closing records that the meeting was held.")]
        )
        if open_ones := meeting.unanswered(view, self.occasion.period):
            names = ", ".join(one.line.kpi.name for one in open_ones)
            lines = [ink.text(f"Still without an answer: {names}.", ink.WARN), ink.text(""), *lines]
        return lines

    def facts(self, view: View, *, held: bool) -> Facts:
        """Give what the notes are written from: as they would be frozen now, or as they were."""
        from cadence_tui.services import notes

        period = self.occasion.period
        return notes.weekly(view, period) if held else week.preview_facts(view, period)

    def written(self, facts: Facts, form: markdown.Form) -> str:
        """Write the notes."""
        from cadence_tui.export.markdown import weekly

        host = self.app.host
        return weekly(facts, form=form, folder=host.templates, leads=host.playbook().leads(facts.get("stage")))

    def hold(self, desk: Desk, rating: int | None, remark: str) -> object:
        """End the meeting."""
        return meeting.finish(desk, self.occasion.period, rating=rating, remark=remark)

    def _render_notes(self, facts: Facts) -> None:
        """Render the notes, where they are others than those that stand there."""
        try:
            text = self.written(facts, "notes")
            self.chat_text = self.written(facts, "chat")
        except CadenceError as error:
            self._say(str(error), is_wrong=True)
            return
        if text != self.text:
            self.text = text
            self.query_one(Prose).update(text)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say something above it all."""
        state = self.query_one("#state", Said)
        state.display = bool(words)
        state.update(ink.text(words, ink.WARN if is_wrong else ink.PLAIN))

    # --- The close ----------------------------------------------------------------------------------------------------

    def on_form_hinted(self, event: Form.Hinted) -> None:
        event.stop()
        self._say(event.words if event.is_wrong else "", is_wrong=event.is_wrong)

    def on_form_accepted(self, event: Form.Accepted) -> None:
        event.stop()
        self._close(event.typed)

    def action_close(self) -> None:
        if self._is_held:
            self._write()
        elif self._form.is_attached:
            self._form.accept()
        else:
            self._close({})

    def _close(self, typed: Mapping[str, str]) -> None:
        """Hold the meeting, unless something must be done first."""
        view = self.app.view()
        if view is None or self._is_closing or self._is_held:
            return
        if self.is_stopped(view):
            return
        self._is_closing = True
        rating = int(typed["rating"]) if typed.get("rating", "").strip() else None
        remark = typed.get("remark", "").strip()
        attempt(
            self,
            lambda desk: self.hold(desk, rating, remark),
            done=self._was_held,
            refused=self._refused,
            waiting=lambda: self._say("Waiting: another process is writing. It is tried again by itself."),
        )

    def is_stopped(self, view: View) -> bool:
        """Say whether something must be done first, and lead there: a fresh miss wants an answer, or *later*."""
        open_ones = meeting.unanswered(view, self.occasion.period)
        if open_ones:
            key = self.app.key("misses.later")
            names = " and ".join(one.line.kpi.name for one in open_ones)
            self.app.say(f"{names}: answer the miss first, or say later with {key}.", "warning")
            self.post_message(self.Wanted("escalations"))
        return bool(open_ones)

    def _refused(self, error: CadenceError) -> None:
        """Say why not; it may be tried again."""
        self._is_closing = False
        self._say(str(error), is_wrong=True)

    def _was_held(self, _: object) -> None:
        """Write the notes, and show what is in them now."""
        from cadence_tui.tui.screens.meeting import Meeting

        self._is_closing, self._is_held = False, True
        if self._form.is_attached:
            self._form.accepted()
            self._form.display = False
        view = self.app.view()
        if view is not None:
            self._render_notes(self.facts(view, held=True))
        self.query_one("#ahead", Said).update(ink.text(self._rhythm()))
        self.screen.set_focus(self.query_one(Seen))
        self._write()
        if isinstance(self.screen, Meeting):
            self.screen.held()
        self.refresh_bindings()

    def _rhythm(self) -> str:
        """Say in a line how the rhythm is kept."""
        from cadence_tui.services.rhythm import look
        from cadence_tui.tui.screens.rhythm import headline

        view = self.app.view()
        return headline(look(view)) if view is not None else ""

    def _write(self) -> None:
        """Write the notes to their folder, and say where they are; those of a time before are written over.

        Unless somebody has changed them in the file, which then stays as it is.
        """
        from cadence_tui.export.files import write_new

        try:
            folder = self.app.host.notes_of(self.app.desk, self.app.host.notes)
            before = self.app.desk.repository.reports_of(self.occasion.kind, self.occasion.period)
            ours = (self.written(one, "notes") for one in before)
            self.path = write_new(folder, f"{self.occasion.period}.md", self.text, ours=ours)
        except CadenceError as error:
            key = self.app.key("ending.close")
            self._say(f"The meeting is held. {error} {key} tries to write the notes again.", is_wrong=True)
            return
        keys = self.app.commands
        copy, chat, back = (keys[name].key for name in ("ending.copy", "ending.chat", "app.back"))
        self._say(f"Done. The notes are in {self.path}. {copy} copies them, {chat} for chat; {back} leaves.")

    # --- The notes ----------------------------------------------------------------------------------------------------

    def _known(self) -> dict[str, str]:
        """Give the lines of the summary as they stand."""
        return {name: _plain(found[1]) if (found := line.search(self.text)) else "" for name, line in _LINES.items()}

    def action_summary(self) -> None:
        self.app.push_screen(Summary(self.occasion.period, self._known()))

    def action_editor(self) -> None:
        from cadence_tui.tui.editor import edit

        known = self._known()
        try:
            typed = lines_of(edit(self.app, "summary.md", written(known)))
        except CadenceError as error:
            self.app.say(str(error), "warning")
            return
        said = f"The summary is yours. {self.app.key('app.undo')} takes it back."
        attempt(
            self,
            lambda desk: keep_lines(desk, self.occasion.period, known, typed),
            done=lambda _: self.app.say(said),
        )

    @property
    def written_to(self) -> Path | None:
        """Say where the notes are, too."""
        return self.path

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.text)

    def action_chat(self) -> None:
        self.app.copy_to_clipboard(self.chat_text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to close what is not closed, and to copy."""
        if action == "close":
            return not self._is_held or self.path is None
        if action == "editor":
            from cadence_tui.tui.editor import can_edit

            return not self._is_held and can_edit(self.app)
        return action != "summary" or not self._is_held


def _rating(text: str, _: Mapping[str, str]) -> str:
    """Read a rating."""
    if not text.strip().isdecimal() or not 1 <= int(text) <= BEST:
        raise InvalidError(f"A rating is a whole number from 1 to {BEST}; leave it empty for none.")
    return ""


def _plain(text: str) -> str:
    """Read a line of Markdown as the text that it shows."""
    return re.sub(r"\\(.)", r"\1", text).strip()
