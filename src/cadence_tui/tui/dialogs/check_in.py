"""The check-in on a key result: its value where no KPI feeds it, how sure one is, what progressed, what is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.okr import MOST_CONFIDENCE, read_score
from cadence_tui.services import checkins, retrospective
from cadence_tui.tui.dialogs.form import FormDialog
from cadence_tui.tui.widgets.field import Field
from cadence_tui.tui.widgets.okr_words import lands, shown, way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cadence_tui.domain.cycle import KeyResultLine
    from cadence_tui.domain.okr import KeyResult
    from cadence_tui.services.desk import Desk
    from cadence_tui.services.view import View


def read_confidence(text: str) -> int:
    """Read how sure somebody is.

    Raises:
        InvalidError: for anything but a whole number from 0 to 10.
    """
    if not text.strip().isdecimal() or int(text) > MOST_CONFIDENCE:
        raise InvalidError(f"“{text[:40]}” is no confidence; write 0 (it will not be reached) to 10 (it surely will).")
    return int(text)


class CheckInForm(FormDialog):
    """Asks how a key result does."""

    def __init__(self, view: View, line: KeyResultLine) -> None:
        """Ask about a key result as it stands."""
        self.view, self.line = view, line
        one = line.key_result
        fields = [] if one.kpi else [self._value_field()]
        before = "" if one.confidence is None else f" It was {one.confidence}."
        fields += [
            Field(
                "confidence",
                "Confidence",
                needed=True,
                read=lambda text, _: f"{read_confidence(text)} of {MOST_CONFIDENCE}",
                hint=f"How sure you are that it is reached, 0 to {MOST_CONFIDENCE}.{before}",
            ),
            Field("progressed", "Progressed", hint="What moved since the last check-in; may be empty."),
            Field("blocked", "Blocked", hint="What is in the way; may be empty."),
        ]
        fed = f" Fed by {view.kpis[one.kpi].name}: {shown(view, one, line.current)}." if one.kpi else ""
        about = f"{way(view, one)}. {lands(line).capitalize()}.{fed}"
        super().__init__(f"{one.id} {one.title}", fields, draft=f"check-in:{one.id}", about=about)

    def _value_field(self) -> Field:
        """Ask for the value; empty leaves it as it is."""
        one, form = self.line.key_result, self.view.company.number_format

        def read(text: str, _: Mapping[str, str]) -> str:
            return shown(self.view, one, checkins.read_value(one, text, form))

        now = self.line.current
        last = "" if now is None else f" It is {shown(self.view, one, now)}; empty leaves it."
        how = "Done, or a percentage." if one.kind == "milestone" else "The value now."
        return Field("value", "Value", needed=now is None and one.kind == "metric", read=read, hint=how + last)

    def save(self, desk: Desk, typed: dict[str, str]) -> KeyResult:
        """Log the check-in."""
        return checkins.check_in(
            desk,
            self.line.key_result.id,
            typed.get("value", "").strip() or None,
            confidence=read_confidence(typed["confidence"]),
            progressed=typed["progressed"],
            blocked=typed["blocked"],
        )

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was logged, and how to take that back."""
        undo = self.app.key("app.undo")
        return f"{found.id} is checked in, confidence {found.confidence}. {undo} takes it back."


class ScoreForm(FormDialog):
    """Asks for a key result's score at its cycle's end."""

    def __init__(self, line: KeyResultLine) -> None:
        """Suggest what progress suggests."""
        self.line = line
        one = line.key_result
        fields = [
            Field(
                "score",
                "Score",
                value=str(one.score if one.score is not None else line.suggested),
                select_on_focus=True,
                needed=True,
                read=lambda text, _: str(read_score(text)),
                hint="0.0 to 1.0; 0.7 to 0.8 is healthy, and it is never set against a person.",
            ),
            Field("note", "Note", value=one.score_note, hint="What the number does not say; may be empty."),
        ]
        about = f"{lands(line).capitalize()}. Progress suggests {line.suggested}."
        super().__init__(f"{one.id} {one.title}", fields, draft=f"score:{one.id}", about=about)

    def save(self, desk: Desk, typed: dict[str, str]) -> KeyResult:
        """Set the score."""
        return retrospective.score(desk, self.line.key_result.id, typed["score"], note=typed["note"])

    def saved(self, found: Any) -> str:  # noqa: ANN401 (the form's)
        """Say what was scored, and how to take that back."""
        return f"{found.id} scores {found.score}. {self.app.key('app.undo')} takes it back."
