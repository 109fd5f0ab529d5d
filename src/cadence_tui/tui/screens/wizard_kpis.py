"""The step in which the KPIs are chosen: what survived the audit, what the library proposes, and one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cadence_tui import formatting
from cadence_tui.domain.errors import CadenceError, InvalidError
from cadence_tui.domain.text import fold
from cadence_tui.services import wizard_kpis
from cadence_tui.tui import ink
from cadence_tui.tui.commands import bindings
from cadence_tui.tui.screens.wizard_list import List
from cadence_tui.tui.screens.wizard_step import Step
from cadence_tui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult

_GOAL, _OWNER = 12, 14
_OWNER_FROM = 70
_KEYS = {"new": "one of your own", "find": "library", "edit": "edits", "drop": "leaves out"}


class Chosen(List):
    """The KPIs so far."""

    BINDINGS = bindings("draft")

    def __init__(self, step: KpisStep) -> None:
        """Show a step's KPIs."""
        super().__init__()
        self.step = step

    def build(self, width: int) -> list[Row]:
        """Write each on a line; one with something missing says what to do."""
        ground, kpis = self.step.ground, self.step.answers.kpis
        has_owner = not ground.is_solo and width >= _OWNER_FROM
        name = max(width - 2 * _GOAL - 14 - (_OWNER if has_owner else 0), 16)
        head = ink.line(
            ink.cell("", 2),
            ink.cell("KPI", name, ink.MUTED),
            ink.cell(" target", _GOAL, ink.MUTED),
            ink.cell(" alert", _GOAL, ink.MUTED),
            ink.cell(" owner", _OWNER, ink.MUTED) if has_owner else "",
            (" recorded", ink.MUTED),
        )
        rows = [Row("", (head,))] if kpis else []
        for at, entry in enumerate(kpis):
            wrong = wizard_kpis.check(entry, ground.founder, ground.number_format)
            cells = [ink.cell(entry["name"] or "without a name", name)]
            if wrong:
                cells.append(ink.text(f" {_lacks(wrong)}: space", ink.WARN))
            else:
                cells += [ink.cell(f" {one}", _GOAL) for one in self._goals(entry)]
                cells += [ink.cell(f" {entry['owner'] or ground.founder}", _OWNER)] if has_owner else []
                cells.append(ink.text(f" {entry['cadence']}", ink.MUTED))
            glyph = ink.cell("○" if wrong else "✓", 2, ink.WARN if wrong else ink.GOOD)
            rows.append(Row(str(at), (ink.line(glyph, *cells),)))
        more = ink.line(*(part for name, words in _KEYS.items() for part in self._key(name, words)))
        return [*rows, Row("", (ink.text(""), more))]

    def _key(self, name: str, words: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """Write a key as this user has it, and what it does."""
        return (f"  {self.step.app.key(f'draft.{name}')} ", ink.ACCENT), (words, ink.MUTED)

    def _goals(self, entry: wizard_kpis.Entry) -> tuple[str, str]:
        """Write target and alert."""
        found, form = wizard_kpis.goals(entry, self.step.ground.number_format), self.step.ground.number_format
        if found is None:
            return ("yes", "–") if entry["direction"] == "yes_no" else ("", "")
        direction: Any = entry["direction"]

        def written(*, short: bool) -> tuple[str, str]:
            return (
                formatting.bound(found[0], entry["unit"], direction, form, short=short),
                formatting.beyond(found[1], entry["unit"], direction, form, short=short),
            )

        whole = written(short=False)  # €10k and €8.000 side by side would be two ways of writing
        return whole if all(formatting.cell_width(one) < _GOAL for one in whole) else written(short=True)

    @property
    def here(self) -> int | None:
        """Say which is under the cursor."""
        at = int(self.cursor) if self.cursor.isdigit() else None
        return at if at is not None and at < len(self.step.answers.kpis) else None

    def toggle(self) -> None:
        """Open the one under the cursor."""
        if self.here is not None:
            self.step.edit(self.here)

    def action_edit(self) -> None:
        self.toggle()

    def action_drop(self) -> None:
        if self.here is not None:
            wizard_kpis.drop(self.step.answers, self.here)
            self.step.changed()

    def action_new(self) -> None:
        from cadence_tui.tui.dialogs.ask import Ask

        title = "One line: name, target, alert and @owner, as Customer churn <= 3% / 5% @Ada"
        if self.step.ground.is_solo:
            title = "One line: name, target and alert, as Customer churn <= 3% / 5%"
        self.app.push_screen(Ask(title, check=self.step.check_line), self.step.add)

    def action_find(self) -> None:
        from cadence_tui.tui.dialogs.library import Find

        ground = self.step.ground
        taken = [entry["name"] for entry in self.step.answers.kpis]
        self.app.push_screen(Find(ground.library, ground.stage, taken), self.step.take)


class KpisStep(Step):
    """The KPIs."""

    NAME, TITLE = "kpis", "Your KPIs"

    def teaches(self) -> str:
        owner, acts = ("", "you act") if self.ground.is_solo else ("one owner, ", "somebody acts")
        return (
            f"A KPI has {owner}a target that means healthy, and an alert beyond which {acts}. "
            f"{str(self.ground.fits).capitalize()} fit your stage; these targets are a start, so make them yours."
        )

    def compose(self) -> ComposeResult:
        yield Chosen(self)

    def begin(self) -> None:
        ground = self.ground
        wizard_kpis.settle(
            self.answers,
            ground.library,
            stage=ground.stage,
            fits=ground.fits,
            number_format=ground.number_format,
            proposes=ground.is_new,
        )
        self.query_one(Chosen).rebuild()
        self.query_one(Chosen).focus()

    def changed(self) -> None:
        """Show and keep what was changed."""
        self.query_one(Chosen).rebuild()
        self.say(*self.hint())
        self.post_message(self.Typed())

    def hint(self) -> tuple[str, bool]:
        """Say how many there are, and how many fit."""
        count, fits = len(self.answers.kpis), self.ground.fits
        return f"{formatting.plural(count, 'KPI')}; {fits} fit your stage.", count > 0 and not fits.holds(count)

    def check_line(self, text: str) -> None:
        """Refuse a line that cannot be read, or names what is there already."""
        entry = wizard_kpis.read_line(text, self.ground.people)
        self._refuse_twice(entry["name"])

    def _refuse_twice(self, name: str) -> None:
        """Refuse a second KPI of a name."""
        from cadence_tui.domain.text import same_name

        if any(same_name(one["name"], name) for one in self.answers.kpis):
            raise InvalidError(f"There is a KPI “{name}” already; choose another name.")

    def add(self, text: str | None) -> None:
        """Add one's own; what the line does not say is asked for."""
        if text is None:
            return
        entry = wizard_kpis.read_line(text, self.ground.people)
        is_named = bool(entry["owner"]) and not self.ground.is_solo
        if is_named and fold(entry["owner"]) not in map(fold, self.ground.people):
            self.app.say(f"{entry['owner']} is somebody new, who is added.")
        self._put(entry)

    def take(self, key: str | None) -> None:
        """Take one over from the library."""
        kpi = next((one for one in self.ground.library.kpis if one.key == key), None)
        if kpi is None:
            return
        try:
            self._refuse_twice(kpi.name)
        except CadenceError as error:
            self.app.say(str(error), "warning")
            return
        entry = wizard_kpis.of_library(kpi, f"library:{kpi.key}")
        self._put(wizard_kpis.localised(entry, self.ground.number_format))

    def _put(self, entry: wizard_kpis.Entry) -> None:
        """Add an entry, and open it where something is missing."""
        self.answers.kpis.append(entry)
        self.changed()
        at = len(self.answers.kpis) - 1
        self.query_one(Chosen).cursor = str(at)
        if wizard_kpis.check(entry, self.ground.founder, self.ground.number_format):
            self.edit(at)

    def edit(self, at: int) -> None:
        """Open one; it is somebody's own from the first key on."""
        from cadence_tui.tui.dialogs.draft_kpi import DraftKpi

        entry = self.answers.kpis[at]

        def typed() -> None:
            if entry["thing"] == wizard_kpis.PROPOSED:
                entry["thing"] = "own"
            self.post_message(self.Typed())

        self.app.push_screen(DraftKpi(entry, self.ground, on_typed=typed), lambda _: self.changed())

    def accept(self) -> None:
        """Go on; one with something missing is opened first."""
        open_ones = wizard_kpis.unfinished(self.answers.kpis, self.ground.founder, self.ground.number_format)
        if open_ones:
            self.query_one(Chosen).cursor = str(open_ones[0])
            self.edit(open_ones[0])
        else:
            super().accept()


def _lacks(wrong: dict[str, str]) -> str:
    """Say in few words what is wrong."""
    return f"needs {'a target' if 'target' in wrong else f'another {next(iter(wrong))}'}"
