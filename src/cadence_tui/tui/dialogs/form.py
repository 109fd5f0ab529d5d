"""A form in a panel over a place: what is asked, hints below, and the deed that it is for.

    class AddKpi(FormDialog):
        def save(self, desk: Desk, typed: dict[str, str]) -> Kpi: ...      # raises what the rules refuse
        def saved(self, found: Kpi) -> str: ...                            # what the toast says

    self.app.push_screen(AddKpi("A new KPI", fields, draft="kpi:new"), callback)

The callback gets what `save` returned, or None where the form was left. Leaving keeps what was typed.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from cadence_tui.tui import ink
from cadence_tui.tui.deeds import attempt
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cadence_tui.domain.errors import CadenceError
    from cadence_tui.services.desk import Desk
    from cadence_tui.tui.widgets.field import Field

AROUND = 12


class FormDialog(Dialog[Any]):
    """A form over a place; one that only asks, and changes nothing that a screen shows, `IS_DEED` not."""

    SCOPE: ClassVar[str] = "form"
    IS_DEED: ClassVar[bool] = True
    DEFAULT_CSS = """
    FormDialog {
        #panel { max-height: 94%; }
        Form { max-height: 100vh; }
        #about { height: auto; color: $text-muted; margin-bottom: 1; }
        #again { height: auto; color: $text-accent; margin-bottom: 1; }
        #hint { height: auto; min-height: 2; max-height: 4; margin-top: 1; color: $text-muted; }
        #hint.-wrong { color: $text-warning; }
        Footer { margin-top: 0; padding: 0; }
    }
    FormDialog.-low #panel { padding: 0 2; }
    """

    def __init__(self, title: str, fields: Sequence[Field], *, draft: str = "", about: str = "") -> None:
        """Ask for fields; `about` says what will happen, above them."""
        super().__init__(title)
        self.form = Form(fields, draft=draft)
        self.about = Said(ink.text(about), id="about")
        self.about.display = bool(about)
        self.again = Said(id="again")
        self.hint = Said(id="hint")

    def panel(self) -> ComposeResult:
        yield self.about
        yield self.again
        yield self.form
        yield self.hint

    # --- For those that are made from this ----------------------------------------------------------------------------

    @abstractmethod
    def save(self, desk: Desk, typed: dict[str, str]) -> Any:  # noqa: ANN401 (each form's own)
        """Do the deed."""

    def saved(self, found: Any) -> str:  # noqa: ANN401, ARG002 (each form's own)
        """Say what was done."""
        return ""

    def refused(self, error: CadenceError) -> None:
        """Take a refusal; the form sets it beside the fields."""
        self.form.refuse(error)

    # --- What happens in it -------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._tell_offered()

    def _tell_offered(self) -> None:
        """Say that what stands here was typed before, where it was."""
        self.again.display = self.form.is_offered
        key = self.app.key("form.afresh")
        self.again.update(ink.text(f"Typed before, and not saved yet. {key} begins anew."))
        self.refresh_bindings()

    def action_afresh(self) -> None:
        self.form.begin_anew()
        self._tell_offered()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to begin anew where something was typed before."""
        return action != "afresh" or self.form.is_offered

    def on_resize(self) -> None:
        """Leave room for what stands around the fields, which scroll."""
        self.form.styles.max_height = max(self.size.height - AROUND, 4)

    def action_accept(self) -> None:
        self.form.accept()

    def action_close(self) -> None:
        self.form.keep_typed()
        self.dismiss(None)

    def on_form_accepted(self, event: Form.Accepted) -> None:
        typed = event.typed
        attempt(
            self,
            lambda desk: self.save(desk, typed),
            done=self._done,
            refused=self.refused,
            waiting=lambda: self._say("Another process is writing; waiting …"),
            wanted=lambda: self.is_attached and self.form.typed.items() >= typed.items(),
            quiet=not self.IS_DEED,
        )

    def _done(self, found: Any) -> None:  # noqa: ANN401 (each form's own)
        """Leave, and say what was done."""
        self.form.accepted()
        words = self.saved(found)
        self.dismiss(found)
        if words:
            self.app.say(words)

    def on_form_hinted(self, event: Form.Hinted) -> None:
        self._say(event.words, is_wrong=event.is_wrong)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say something below the fields."""
        self.hint.set_class(is_wrong, "-wrong")
        self.hint.update(ink.text(words))
