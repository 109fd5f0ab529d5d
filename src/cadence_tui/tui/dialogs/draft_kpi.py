"""A KPI of a set-up: its owner, target, alert, direction and unit, kept with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cadence_tui import formatting
from cadence_tui.domain.kpi import CADENCES
from cadence_tui.domain.text import fold
from cadence_tui.services import wizard_kpis
from cadence_tui.services.wizard_plan import one_person
from cadence_tui.tui import ink
from cadence_tui.tui.dialogs.dialog import Dialog
from cadence_tui.tui.widgets.controls import meant
from cadence_tui.tui.widgets.field import Field, a_line
from cadence_tui.tui.widgets.form import Form
from cadence_tui.tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from cadence_tui.services.wizard_kpis import Entry
    from cadence_tui.tui.screens.wizard_step import Ground

_UNITS = ("number", "percent", "currency", "hours", "days", "ratio", "yes_no")
_DIRECTIONS = (("at_least", "at least"), ("at_most", "at most"), ("between", "between"))
AROUND = 12


class DraftKpi(Dialog[bool]):
    """Edits an entry in place, so that leaving never throws anything away; dismissed with whether it was accepted."""

    SCOPE = "form"
    HELP_TEXT = "A KPI has one owner and one target. Beyond the alert a value is a breach; up to it, one to watch."
    DEFAULT_CSS = """
    DraftKpi {
        #panel { max-height: 94%; }
        Form { max-height: 100vh; }
        #hint { height: 2; margin-top: 1; color: $text-muted; }
        Footer { margin-top: 0; }
    }
    DraftKpi.-low #panel { padding: 0 2; }
    """

    def __init__(self, entry: Entry, ground: Ground, *, on_typed: Callable[[], None]) -> None:
        """Edit an entry; `on_typed` hears of every change."""
        super().__init__(entry["name"] or "A KPI of your own")
        self.entry, self.ground, self.on_typed = entry, ground, on_typed
        self.form = Form(self._fields())

    def panel(self) -> ComposeResult:
        yield self.form
        yield Said(id="hint")

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Go to the first field that is missing or wrong."""
        wrong = wizard_kpis.check(self.entry, self.ground.founder, self.ground.number_format)
        row = next((row for name, row in self.form.rows.items() if name in wrong and row.display), None)
        if row is not None:
            row.control.focus()

    def on_resize(self) -> None:
        self.form.styles.max_height = max(self.size.height - AROUND, 4)

    def _fields(self) -> list[Field]:
        """Make the fields; without an owner in a company of one."""
        form, entry = self.ground.number_format, self.entry
        unit, _, currency = entry["unit"].partition(":")
        found = [
            Field("name", "Name", value=entry["name"], needed=True, read=a_line("KPI name")),
            Field(
                "owner",
                "Owner",
                value=entry["owner"],
                select_on_focus=True,
                placeholder=self.ground.founder,
                known=self.ground.people,
                read=self._owner,
            ),
            Field("unit", "Measured in", "choice", unit, choices=tuple((one, one.replace("_", "/")) for one in _UNITS)),
            Field(
                "currency",
                "Currency",
                value=currency or "EUR",
                select_on_focus=True,
                hint="Three letters, as EUR.",
                when=lambda typed: typed["unit"] == "currency",
            ),
            Field(
                "direction",
                "Healthy is",
                "choice",
                entry["direction"] if entry["direction"] != "yes_no" else "at_least",
                choices=_DIRECTIONS,
                when=_is_number,
            ),
            Field(
                "target",
                "Target",
                value=entry["target"],
                select_on_focus=True,
                needed=True,
                read=self._goal,
                when=_is_number,
                hint=f"From here on it is healthy: 40, 41.2k, 6%; between takes a range, as 40..60. You write {form}.",
            ),
            Field(
                "alert",
                "Alert",
                value=entry["alert"],
                select_on_focus=True,
                read=self._alert,
                when=_is_number,
                hint="Beyond it a value is a breach; up to it, one to watch. Empty: none.",
            ),
            Field("cadence", "Recorded", "choice", entry["cadence"], choices=tuple((one, one) for one in CADENCES)),
            Field("measure", "Measured as", value=entry["measure"], hint="How it is counted, and from what."),
        ]
        return [field for field in found if field.name != "owner" or not self.ground.is_solo]

    def _owner(self, text: str, _: Mapping[str, str]) -> str:
        """Read one owner; say whom a part of a name stands for, and of somebody new that they come to the people."""
        one_person(text)
        known = {fold(name): name for name in (*self.ground.people, self.ground.founder)}
        if fold(text) in known:
            return ""
        return meant(text, list(known.values())) or "somebody new, who is added"

    def _goal(self, text: str, typed: Mapping[str, str], write: Callable[..., str] = formatting.bound) -> str:
        """Read a target, and echo it as it will stand everywhere."""
        now = _entry_of(typed)
        found = wizard_kpis.read_goal(text, now, self.ground.number_format)
        return write(found, now["unit"], now["direction"], self.ground.number_format)

    def _alert(self, text: str, typed: Mapping[str, str]) -> str:
        """Read an alert, and echo what sets it off."""
        return self._goal(text, typed, formatting.beyond)

    def on_form_typed(self, event: Form.Typed) -> None:
        event.stop()
        self.entry.update(_entry_of(self.form.typed))
        self.on_typed()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to begin anew where something was typed."""
        return action != "afresh" or bool(self.form.rows and self.form.changed())

    def action_afresh(self) -> None:
        self.form.begin_anew()

    def on_form_hinted(self, event: Form.Hinted) -> None:
        event.stop()
        self.query_one("#hint", Said).update(ink.text(event.words, ink.WARN if event.is_wrong else ink.MUTED))

    def action_accept(self) -> None:
        self.form.accept()

    def on_form_accepted(self, event: Form.Accepted) -> None:
        event.stop()
        self.entry.update(_entry_of(self.form.typed))
        wrong = wizard_kpis.check(self.entry, self.ground.founder, self.ground.number_format)
        for name, words in wrong.items():
            self.form.rows[name if name in self.form.rows else "name"].say(words, is_note=True)
        if not wrong:
            self.dismiss(result=True)

    def action_close(self) -> None:
        self.dismiss(result=False)


def _entry_of(typed: Mapping[str, str]) -> Entry:
    """Put an entry together from the fields."""
    found = {name: text for name, text in typed.items() if name != "currency"}
    if found["unit"] == "currency":
        found["unit"] = f"currency:{typed['currency'].strip().upper() or 'EUR'}"
    if found["unit"] == "yes_no":
        found["direction"] = "yes_no"
    return found


def _is_number(typed: Mapping[str, str]) -> bool:
    """Say whether it is measured as a number."""
    return typed["unit"] != "yes_no"
